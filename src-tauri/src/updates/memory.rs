//! What is remembered of updates between starts: `updates.json` in the data folder. It may be lost: then it is looked once more.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::lock::lock;

/// It is looked at most so often.
const LOOK_EVERY: SignedDuration = SignedDuration::from_hours(24);
/// How long *Not now* holds.
const PUT_OFF_FOR: SignedDuration = SignedDuration::from_hours(3 * 24);
const MOST_BYTES: u64 = 64 << 10;

/// Where one version is downloaded from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Download {
    pub(crate) version: String,
    pub(crate) url: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Remembered {
    pub(super) looked_at: Option<Timestamp>,
    /// The version that is never offered again by itself.
    skipped: Option<String>,
    /// The version that was put off, and until when.
    put_off: Option<(String, Timestamp)>,
    /// The running version's own file, learnt while it is the newest.
    own: Option<Download>,
    /// The file of the version that an update replaced.
    previous: Option<Download>,
}

impl Remembered {
    /// Whether it is time to look again.
    pub(super) fn is_due(&self, now: Timestamp) -> bool {
        self.looked_at.is_none_or(|at| now.duration_since(at) >= LOOK_EVERY || at > now)
    }

    /// Whether a version may be offered without being asked for.
    pub(super) fn may_offer(&self, version: &str, now: Timestamp) -> bool {
        let is_put_off = self.put_off.as_ref().is_some_and(|(of, until)| of == version && now < *until);
        self.skipped.as_deref() != Some(version) && !is_put_off
    }

    pub(super) fn put_off(&mut self, version: &str, now: Timestamp) {
        self.put_off = now.checked_add(PUT_OFF_FOR).ok().map(|until| (version.to_owned(), until));
    }

    pub(super) fn skip(&mut self, version: &str) {
        self.skipped = Some(version.to_owned());
    }

    /// Learns where the running version is downloaded from.
    pub(super) fn learn_own(&mut self, version: &str, url: &str) {
        self.own = Some(Download { version: version.to_owned(), url: url.to_owned() });
    }

    /// An update is put in place of `running`, from `url`.
    pub(super) fn replace(&mut self, running: &str, new: &str, url: &str) {
        self.previous = self.own.take().filter(|own| own.version == running);
        self.learn_own(new, url);
    }
}

/// The file and what it holds.
pub(super) struct Memory {
    path: PathBuf,
    held: Mutex<Remembered>,
}

impl Memory {
    pub(super) fn open(folder: &Path) -> Self {
        let path = folder.join("updates.json");
        Self { held: Mutex::new(read_json(&path).unwrap_or_default()), path }
    }

    pub(super) fn get(&self) -> Remembered {
        lock(&self.held).clone()
    }

    /// Changes what is remembered and writes it. Blocks.
    pub(super) fn change(&self, change: impl FnOnce(&mut Remembered)) {
        let mut held = lock(&self.held);
        change(&mut held);
        if let Err(error) = write_json(&self.path, &*held) {
            tracing::warn!(%error, "what is known of updates was not written");
        }
    }
}

/// Returns the download of the version that an update replaced, if that version is `version`. Blocks.
pub(super) fn previous(folder: &Path, version: &str) -> Option<Download> {
    let remembered: Remembered = read_json(&folder.join("updates.json"))?;
    remembered.previous.filter(|download| download.version == version)
}

/// Reads a small file. `None` if there is none, or it is not what it should be.
pub(super) fn read_json<T: for<'de> Deserialize<'de>>(path: &Path) -> Option<T> {
    let mut bytes = Vec::new();
    std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    std::fs::File::open(path).ok()?.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Writes a file as a whole.
pub(super) fn write_json(path: &Path, value: &impl Serialize) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(&serde_json::to_vec(value)?)?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH.checked_add(SignedDuration::from_hours(hours)).unwrap()
    }

    #[test]
    fn it_is_looked_once_a_day() {
        let remembered = |hours| Remembered { looked_at: Some(at(hours)), ..Remembered::default() };
        assert!(Remembered::default().is_due(at(0)), "never looked");
        assert!(!remembered(0).is_due(at(23)));
        assert!(remembered(0).is_due(at(24)));
        assert!(remembered(1000).is_due(at(0)), "the clock was set back");
    }

    #[test]
    fn not_now_and_never_are_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::open(folder.path());
        memory.change(|held| held.put_off("0.2.0", at(0)));
        let again = Memory::open(folder.path()).get();
        assert!(!again.may_offer("0.2.0", at(71)));
        assert!(again.may_offer("0.2.0", at(72)), "not now is not never");
        assert!(again.may_offer("0.2.1", at(1)), "another version is another question");
        memory.change(|held| held.skip("0.3.0"));
        let again = Memory::open(folder.path()).get();
        assert!(!again.may_offer("0.3.0", at(10_000)));
        assert!(again.may_offer("0.3.1", at(0)));
    }

    #[test]
    fn the_replaced_versions_own_download_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let memory = Memory::open(folder.path());
        memory.change(|held| held.learn_own("0.1.0", "https://example.org/0.1.0"));
        memory.change(|held| held.replace("0.1.0", "0.2.0", "https://example.org/0.2.0"));
        assert_eq!(previous(folder.path(), "0.1.0").unwrap().url, "https://example.org/0.1.0");
        assert_eq!(previous(folder.path(), "0.0.9"), None, "it is not the version that ran before");
        memory.change(|held| held.replace("0.2.0", "0.3.0", "https://example.org/0.3.0"));
        assert_eq!(previous(folder.path(), "0.2.0").unwrap().url, "https://example.org/0.2.0");
        memory.change(|held| held.replace("0.2.5", "0.4.0", "https://example.org/0.4.0"));
        assert_eq!(previous(folder.path(), "0.2.5"), None, "0.2.5 came another way");
    }

    #[test]
    fn a_damaged_file_is_as_none() {
        let folder = tempfile::tempdir().unwrap();
        for content in ["", "[]", "{\"looked_at\": 7}", "\0\0\0"] {
            std::fs::write(folder.path().join("updates.json"), content).unwrap();
            assert!(Memory::open(folder.path()).get().is_due(at(0)), "{content:?}");
        }
        std::fs::remove_file(folder.path().join("updates.json")).unwrap();
        std::fs::create_dir(folder.path().join("updates.json")).unwrap();
        assert!(Memory::open(folder.path()).get().is_due(at(0)), "a folder in its place");
    }
}
