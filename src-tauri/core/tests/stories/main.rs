//! The whole pipeline over the simulator, told as stories: what a person asks for, what goes wrong, what they get.

#![expect(clippy::unwrap_used, reason = "a story whose stage does not stand should fail there")]

mod check;
mod dedupe;
mod keep;
mod link;
mod linking;
mod memory;
mod numbering;
mod order;
mod own_sources;
mod real_comet;
mod secrets;
mod stage;
mod trouble;
