//! The real binary in a real web view: a private screen, a private session bus with a real keyring, the simulator behind every
//! upstream, and stub players that write down how they were called. Screenshots and logs are left in `target/windows/`.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]
#![expect(clippy::disallowed_types, reason = "a test of real programs starts them, and speaks with the driver")]

mod accounts;
mod desk;
mod downloads;
mod driver;
mod film;
mod keyboard;
mod lifetime;
mod outside;
mod playback;
mod players;
mod ready;
mod releases;
mod safety;
mod skipping;
mod sofa;
mod steps;
mod system;
mod trouble;
mod updates;
mod vlc;
mod watching;
