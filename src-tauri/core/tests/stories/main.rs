//! The whole pipeline over the simulator, told as stories: what a person asks for, what goes wrong, what they get.

#![expect(clippy::print_stdout, reason = "what was tried is counted and said")]
#![expect(clippy::unwrap_used, reason = "a story whose stage does not stand should fail there")]

mod accounts;
mod check;
mod claims;
mod dedupe;
mod details;
mod fakes;
mod given_up;
mod invariants;
mod keep;
mod line;
mod link;
mod linking;
mod memory;
mod numbering;
mod offers;
mod order;
mod other_doors;
mod own_sources;
mod real_comet;
mod said;
mod secrets;
mod services;
mod skips;
mod spin_offs;
mod stage;
mod timing;
mod trouble;
