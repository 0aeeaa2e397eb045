//! The command line as a script meets it: what it prints where, and how it ends.

#![expect(clippy::unwrap_used, reason = "a test whose stage does not stand should fail there")]

mod addon_sdk;
mod download;
mod download_ahead;
mod endings;
mod hostile;
mod line;
mod lines;
mod loopback;
mod manual;
mod metered;
mod own_sources;
mod passport;
mod play;
mod recorded;
mod search;
mod simulate;
mod skips;
mod stage;
mod subtitles;
mod trust;
