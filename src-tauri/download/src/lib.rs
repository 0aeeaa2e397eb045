//! Files kept on disk: fetched to the byte through links that end, named as other programs read it. No Tauri, no window.

mod answer;
mod disk;
mod engine;
mod error;
mod journal;
mod measures;
pub mod name;
pub mod network;
mod pace;
mod part;
pub mod queue;
mod ranges;
mod threads;
mod worker;

pub use answer::Wrong;
pub use disk::{Disk, ThisMachine};
pub use engine::{Done, Source, Ways, Whole, download};
pub use error::{DiskError, DownloadError};
pub use journal::Journal;
pub use measures::{Measures, Progress};
pub use pace::{Limit, Speed};
pub use part::Target;
pub use ranges::Ranges;
pub use threads::Threads;
