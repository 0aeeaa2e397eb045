//! The row of a search and the values that belong to it: what a service reported, the chosen file, the rank, and the
//! question of a cache check. The phases of the pipeline share these plain values and so need not know one another.

mod check;
mod chosen;
mod complaint;
mod file;
mod rank;
mod row;
mod service;
mod way;

pub use check::{Judged, Listed, Question};
pub use chosen::ChosenBy;
pub use complaint::Complaint;
pub use file::{ChosenFile, Hint, Lesson, Reason};
pub use rank::{HiddenReason, Rank, RankReason, Scope};
pub use row::Candidate;
pub use service::{AtService, ExpectedRefusal, NamedOutcome, Outcome, Past, PastOutcome, Services};
pub use way::Way;
