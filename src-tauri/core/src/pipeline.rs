//! The five phases as one story: ask the sources, merge what they say, check what the service holds, choose the file,
//! rank; and, when the person says so, make the link.
//!
//! Everything happens as answers arrive: a slow source delays nobody, a failed one hurts nobody. [`search`] tells the
//! first four phases, [`link`] the fifth.

pub mod board;
pub mod cache_check;
pub mod cloud;
pub mod dedupe;
pub mod event;
pub mod fetch;
mod judge;
pub mod link;
mod offered;
pub mod pack;
pub mod pool;
pub mod rank;
mod refusals;
mod request;
pub mod scrape;
mod search;
pub mod select;
mod tools;

pub use request::{Details, FRESH_FOR, Refresh, SearchRequest};
pub use search::{Found, recheck, search};
pub use tools::Tools;
pub(crate) use tools::{ASKED, HEALTH};
