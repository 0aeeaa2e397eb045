//! A cache check of one row: what is asked with, and what it found out.

use std::sync::Arc;

use super::{ChosenFile, Lesson};
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

/// What a check found out about one row.
#[derive(Clone, Debug)]
pub struct Judged {
    pub hash: InfoHash,
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
