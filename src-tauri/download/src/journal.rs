//! The small file beside an unfinished one: of what it is, and which of its bytes are surely there. It is replaced as a
//! whole, after the bytes it tells of have reached the disk; its checksum tells a damaged one.

use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha1::{Digest as _, Sha1};

use crate::ranges::Ranges;

/// What is known of an unfinished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    /// Of which torrent and file it is. Bytes of another are never added.
    pub what: String,
    pub length: u64,
    /// What the servers called this content.
    pub etags: Vec<String>,
    pub done: Ranges,
}

#[derive(Serialize, Deserialize)]
struct Written {
    what: String,
    length: u64,
    etags: Vec<String>,
    done: Vec<(u64, u64)>,
}

const FORM: &str = "perihelion-part 1";
/// More than any journal has.
const LARGEST: u64 = 1 << 20;

impl Journal {
    /// Reads a journal; `None` if it is missing, damaged, or of another form.
    pub fn read(path: &Path) -> Option<Self> {
        let mut text = String::new();
        std::fs::File::open(path).ok()?.take(LARGEST).read_to_string(&mut text).ok()?;
        Self::of_text(&text)
    }

    /// Replaces the journal at `path`.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        // Of one name, so that what a killed process leaves is written over.
        let new = new_beside(path);
        let mut file = std::fs::File::create(&new)?;
        file.write_all(self.text().as_bytes())?;
        file.sync_all()?;
        std::fs::rename(new, path)
    }

    fn of_text(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (form, body, sum) = (lines.next()?, lines.next()?, lines.next()?);
        if form != FORM || sum != checksum(body) {
            return None;
        }
        let Written { what, length, etags, done } = serde_json::from_str(body).ok()?;
        Some(Self { what, length, etags, done: Ranges::of_list(&done, length)? })
    }

    fn text(&self) -> String {
        let Self { what, length, etags, done } = self.clone();
        let body = serde_json::json!(Written { what, length, etags, done: done.list() }).to_string();
        format!("{FORM}\n{body}\n{}\n", checksum(&body))
    }
}

/// Returns where the next journal is written before it replaces the one at `path`.
pub(crate) fn new_beside(path: &Path) -> PathBuf {
    path.with_added_extension("new")
}

fn checksum(body: &str) -> String {
    HEXLOWER.encode(&Sha1::digest(body.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn journal() -> Journal {
        let mut done = Ranges::default();
        done.insert(0..4096);
        done.insert(8192..9000);
        Journal { what: "a torrent\n\"and\" a file".to_owned(), length: 10_000, etags: vec!["\"x\"".to_owned()], done }
    }

    #[test]
    fn what_is_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film.mkv.part.journal");
        assert_eq!(Journal::read(&path), None);
        journal().write(&path).unwrap();
        let mut later = journal();
        later.done.insert(4096..8192);
        later.write(&path).unwrap();
        assert_eq!(Journal::read(&path), Some(later));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left there");
    }

    proptest! {
        #[test]
        fn a_damaged_journal_is_none(at in 0_usize..160, with in any::<u8>(), cut in 0_usize..160) {
            let text = journal().text();
            let mut bytes = text.clone().into_bytes();
            let place = at % bytes.len();
            bytes[place] = with;
            let changed = String::from_utf8_lossy(&bytes).into_owned();
            // Another line end is as good.
            prop_assume!(changed.lines().ne(text.lines()));
            prop_assert_eq!(Journal::of_text(&changed), None);
            let end = cut % (text.trim_end().len());
            prop_assert_eq!(Journal::of_text(text.get(..end).unwrap_or_default()), None);
        }
    }
}
