//! A cache check of one row: what is asked with, and what it found out.

use std::sync::Arc;

use super::{ChosenFile, Hint, Lesson};
use crate::debrid::CacheState;
use crate::torrent::InfoHash;

/// A row to ask about, with what its sources say of the file inside.
#[derive(Clone, Debug)]
pub struct Question {
    pub hash: InfoHash,
    pub torrent_name: String,
    pub file_index: Option<i64>,
    pub file_name: Option<String>,
    pub lessons: Arc<[Lesson]>,
}

impl Question {
    /// What the sources say of the file inside.
    pub fn hint(&self) -> Hint<'_> {
        Hint {
            torrent_name: &self.torrent_name,
            file_index: self.file_index,
            file_name: self.file_name.as_deref(),
            correction: None,
            lessons: &self.lessons,
        }
    }
}

/// What a check found out about one row.
#[derive(Clone, Debug)]
pub struct Judged {
    /// What was known of the row when its files were judged.
    pub question: Arc<Question>,
    pub state: CacheState,
    pub files: Listed,
}

/// What the listed files say. They are not known for every service.
#[derive(Clone, Debug, PartialEq)]
pub enum Listed {
    Nothing,
    Lacking,
    Holding(ChosenFile),
}
