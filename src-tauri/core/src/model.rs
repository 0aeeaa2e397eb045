//! The row of a search and what belongs to it, as plain values: the candidate, what a service said of it, the file chosen, the
//! rank, the question a cache check asks. The phases read and write these and need not know one another for it.

mod check;
mod file;
mod rank;
mod row;
mod service;

pub use check::{Judged, Listed, Question};
pub use file::{ChosenFile, Hint, Lesson, Reason};
pub use rank::{HiddenReason, Rank, RankReason, Scope};
pub use row::Candidate;
pub use service::{AtService, Outcome, Past, PastOutcome, Services};
