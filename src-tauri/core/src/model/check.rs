//! The cache check of one row: its question and its result.

use std::sync::Arc;

use super::{ChosenFile, Hint, Lesson};
use crate::debrid::CacheState;
use crate::torrent::{InfoHash, Proof};

/// A row to check, with the hints of its sources about the file inside.
#[derive(Clone, Debug)]
pub struct Question {
    pub hash: InfoHash,
    pub torrent_name: String,
    pub proof: Proof,
    pub file_index: Option<i64>,
    pub file_name: Option<String>,
    pub lessons: Arc<[Lesson]>,
}

impl Question {
    /// Returns the hints of the sources about the file inside.
    pub fn hint(&self) -> Hint<'_> {
        Hint {
            torrent_name: &self.torrent_name,
            proof: self.proof,
            file_index: self.file_index,
            file_name: self.file_name.as_deref(),
            correction: None,
            lessons: &self.lessons,
        }
    }
}

/// The result of a check of one row.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The question under which its files were judged.
    pub question: Arc<Question>,
    pub state: CacheState,
    pub files: Listed,
}

/// The verdict on the listed files. Some services list none.
#[derive(Clone, Debug, PartialEq)]
pub enum Listed {
    Nothing,
    Lacking,
    Holding(ChosenFile),
}
