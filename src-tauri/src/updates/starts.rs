//! Counts the starts of a new version that never came to a painted window: `starts.json` in the data folder, written before
//! anything else can fail. At the third such start the version before is offered back.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::memory::{self, read_json, write_json};
use crate::lock::lock;

/// This start and so many before it are one too many.
const MOST_UNPAINTED: u32 = 2;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// The version that started last.
    version: String,
    /// The version before it, until this one has painted.
    before: Option<String>,
    /// Starts since then that have not painted.
    unpainted: u32,
}

/// A version that does not come to a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failing {
    pub(crate) version: String,
    pub(crate) before: String,
    /// Where the version before is downloaded from, if an update replaced it.
    pub(crate) download: Option<String>,
}

pub(crate) struct Starts {
    path: PathBuf,
    kept: Mutex<Kept>,
}

impl Starts {
    /// Counts this start. Returns also what to offer back when the starts before it failed. Blocks.
    pub(crate) fn begin(folder: &Path, version: &str) -> (Self, Option<Failing>) {
        let path = folder.join("starts.json");
        let kept = read_json(&path).map_or_else(
            || Kept { version: version.to_owned(), ..Kept::default() },
            |before: Kept| before.followed_by(version),
        );
        let failing = kept.before.clone().filter(|_| kept.unpainted > MOST_UNPAINTED).map(|before| Failing {
            version: version.to_owned(),
            download: memory::previous(folder, &before).map(|download| download.url),
            before,
        });
        let starts = Self { path, kept: Mutex::new(kept) };
        starts.write();
        (starts, failing)
    }

    /// The window has painted: this version works. Blocks.
    pub(crate) fn painted(&self) {
        {
            let mut kept = lock(&self.kept);
            if kept.before.is_none() {
                return;
            }
            *kept = Kept { version: std::mem::take(&mut kept.version), ..Kept::default() };
        }
        self.write();
    }

    fn write(&self) {
        if let Err(error) = write_json(&self.path, &*lock(&self.kept)) {
            tracing::warn!(%error, "this start was not written down");
        }
    }
}

impl Kept {
    fn followed_by(self, version: &str) -> Self {
        if self.version != version {
            return Self { version: version.to_owned(), before: Some(self.version), unpainted: 1 };
        }
        let unpainted = if self.before.is_some() { self.unpainted.saturating_add(1) } else { 0 };
        Self { unpainted, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::updates::memory::Memory;

    #[test]
    fn an_update_that_fails_twice_is_offered_back_at_the_third_start() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::open(folder.path());
        memory.change(|held| held.learn_own("0.1.0", "https://example.org/0.1.0"));
        memory.change(|held| held.replace("0.1.0", "0.2.0", "https://example.org/0.2.0"));
        let start = |version| Starts::begin(folder.path(), version);
        start("0.1.0").0.painted();
        assert_eq!(start("0.2.0").1, None);
        assert_eq!(start("0.2.0").1, None);
        let offered = Failing {
            version: "0.2.0".to_owned(),
            before: "0.1.0".to_owned(),
            download: Some("https://example.org/0.1.0".to_owned()),
        };
        assert_eq!(start("0.2.0").1.as_ref(), Some(&offered));
        assert_eq!(start("0.2.0").1, Some(offered), "and again, as long as it fails");
    }

    #[test]
    fn one_painted_window_settles_it() {
        let folder = tempfile::tempdir().unwrap();
        let start = |version| Starts::begin(folder.path(), version);
        start("0.1.0").0.painted();
        start("0.2.0");
        start("0.2.0").0.painted();
        for _ in 0..5 {
            assert_eq!(start("0.2.0").1, None, "a window that is closed early is no failed update");
        }
    }

    #[test]
    fn a_first_start_is_no_update() {
        let folder = tempfile::tempdir().unwrap();
        for _ in 0..5 {
            assert_eq!(Starts::begin(folder.path(), "0.1.0").1, None);
        }
        std::fs::write(folder.path().join("starts.json"), "{").unwrap();
        for _ in 0..5 {
            assert_eq!(Starts::begin(folder.path(), "0.1.0").1, None, "nor one after a damaged file");
        }
    }

    #[test]
    fn going_back_begins_anew_and_what_is_not_known_is_not_invented() {
        let folder = tempfile::tempdir().unwrap();
        let start = |version| Starts::begin(folder.path(), version);
        start("0.1.0").0.painted();
        for _ in 0..3 {
            start("0.2.0");
        }
        assert_eq!(start("0.1.0").1, None);
        start("0.1.0");
        let offered = start("0.1.0").1.unwrap();
        assert_eq!((offered.before.as_str(), offered.download), ("0.2.0", None));
    }
}
