//! The engine against servers and disks that fail, and against a process that is killed: to the byte.

#![expect(clippy::unwrap_used, reason = "a test whose stage does not stand should fail there")]

mod disks;
mod kills;
mod server;
mod servers;
mod stage;
