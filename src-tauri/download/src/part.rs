//! The unfinished file `name.part` and its journal, from the first byte to the name it ends with. Every call blocks.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::mem;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::disk::{self, Disk};
use crate::error::{DiskError, DownloadError};
use crate::journal::{Journal, new_beside};
use crate::ranges::Ranges;

/// Where a file is to lie: a folder that has to be there, and the path below it, whose folders are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub folder: PathBuf,
    pub name: PathBuf,
}

impl Target {
    pub fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    pub fn part(&self) -> PathBuf {
        self.path().with_added_extension("part")
    }

    pub fn journal(&self) -> PathBuf {
        self.path().with_added_extension("part.journal")
    }

    /// Deletes what has come of an unfinished file. Succeeds when nothing is there.
    pub fn discard(&self) -> Result<(), DiskError> {
        for path in [self.part(), self.journal(), new_beside(&self.journal())] {
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(DiskError::of(&error, &self.folder));
                }
                Ok(()) | Err(_) => {}
            }
        }
        Ok(())
    }
}

/// What lies at a target.
#[derive(Debug)]
pub(crate) enum Opened {
    /// The finished file, of this length.
    There(u64),
    Unfinished(Part),
}

/// An unfinished file. Cheap to clone. It is locked, so that no other process writes to it.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    file: File,
    disk: Arc<dyn Disk>,
    target: Target,
    what: String,
    /// `None` until the server said how long the file is.
    journal: Mutex<Option<Journal>>,
    /// What is written and waits to be kept.
    written: Mutex<Vec<Range<u64>>>,
    /// Held while it is kept, and by whoever replaces the journal; how keeping went last.
    keeping: Mutex<Result<(), DiskError>>,
}

impl Part {
    /// Opens the unfinished file of `what` at a target, or makes an empty one.
    pub(crate) fn open(target: &Target, what: &str, disk: Arc<dyn Disk>) -> Result<Opened, DownloadError> {
        let failed = |error: io::Error| DiskError::of(&error, &target.folder);
        if !target.folder.is_dir() {
            return Err(DiskError::FolderGone(target.folder.clone()).into());
        }
        if let Ok(about) = std::fs::metadata(target.path()) {
            if !about.is_file() {
                return Err(taken(target));
            }
            // A process that was killed after it gave the name leaves the journal.
            if !target.part().exists() {
                target.discard()?;
            }
            return Ok(Opened::There(about.len()));
        }
        if let Some(folder) = target.path().parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(target.part());
        let file = file.map_err(failed)?;
        // Where there are no locks, it goes on without.
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(DownloadError::InUse);
        }
        let length = file.metadata().map_err(failed)?.len();
        let journal = Journal::read(&target.journal());
        let is_ours = journal.as_ref().is_none_or(|journal| journal.what == what);
        if !is_ours || length > 0 && journal.is_none() && !target.journal().exists() {
            return Err(DiskError::NotOurs(target.part()).into());
        }
        // What the journal tells of has to be there.
        let reaches = |journal: &Journal| journal.done.iter().next_back().is_none_or(|last| last.end <= length);
        let journal = Mutex::new(journal.filter(reaches));
        let (target, what) = (target.clone(), what.to_owned());
        let (written, keeping) = (Mutex::default(), Mutex::new(Ok(())));
        let inner = Inner { file, disk, target, what, journal, written, keeping };
        Ok(Opened::Unfinished(Self { inner: Arc::new(inner) }))
    }

    fn journal(&self) -> MutexGuard<'_, Option<Journal>> {
        self.inner.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, error: &io::Error) -> DiskError {
        DiskError::of(error, &self.inner.target.folder)
    }

    /// Returns what is known of the file; `None` while nothing has come.
    pub(crate) fn known(&self) -> Option<Journal> {
        self.journal().clone()
    }

    /// Begins the file with nothing in it. Fails if the disk could not hold it.
    pub(crate) fn begin(&self, length: u64, etag: Option<&str>) -> Result<(), DiskError> {
        self.room_for(length, length)?;
        let _turn = self.turn();
        self.inner.file.set_len(0).map_err(|error| self.failed(&error))?;
        let etags = etag.map(str::to_owned).into_iter().collect();
        self.replace(Journal { what: self.inner.what.clone(), length, etags, done: Ranges::default() })
    }

    /// Fails if the disk cannot hold the rest of the file.
    pub(crate) fn has_room(&self) -> Result<(), DiskError> {
        let Some(known) = self.known() else { return Ok(()) };
        self.room_for(known.length, known.length - known.done.total())
    }

    fn room_for(&self, length: u64, needed: u64) -> Result<(), DiskError> {
        let Inner { disk, target, .. } = &*self.inner;
        if let Some(largest) = disk.largest_file(&target.folder).filter(|largest| *largest < length) {
            return Err(DiskError::TooLarge { length, largest });
        }
        match disk.free(&target.folder) {
            Ok(free) if free < needed => Err(DiskError::NoRoom { needed, free }),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Takes another tag for the same content.
    pub(crate) fn also_called(&self, etag: &str) -> Result<(), DiskError> {
        const MOST: usize = 8;
        let _turn = self.turn();
        let Some(mut journal) = self.known() else { return Ok(()) };
        journal.etags.push(etag.to_owned());
        if journal.etags.len() > MOST {
            journal.etags.remove(0);
        }
        self.replace(journal)
    }

    /// Waits for a turn at the journal's file, and returns how keeping went last.
    fn turn(&self) -> MutexGuard<'_, Result<(), DiskError>> {
        self.inner.keeping.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes another journal, within a turn. It can be asked for meanwhile.
    fn replace(&self, journal: Journal) -> Result<(), DiskError> {
        journal.write(&self.inner.target.journal()).map_err(|error| self.failed(&error))?;
        *self.journal() = Some(journal);
        Ok(())
    }

    pub(crate) fn write(&self, bytes: &[u8], at: u64) -> Result<(), DiskError> {
        self.inner.disk.write(&self.inner.file, bytes, at).map_err(|error| self.failed(&error))
    }

    /// Makes sure that written bytes are on the disk, and writes them into the journal. What others have written by then is kept
    /// along. Once it failed, nothing is kept any more: a system tells of bytes that it lost one time only, to whoever asks first,
    /// and whose they were is not known.
    pub(crate) fn keep(&self, range: Range<u64>) -> Result<(), DiskError> {
        let written = || self.inner.written.lock().unwrap_or_else(PoisonError::into_inner);
        written().push(range);
        let mut keeping = self.turn();
        let all = mem::take(&mut *written());
        if keeping.is_ok() && !all.is_empty() {
            *keeping = self.keep_all(all);
        }
        keeping.clone()
    }

    fn keep_all(&self, written: Vec<Range<u64>>) -> Result<(), DiskError> {
        self.inner.disk.sync(&self.inner.file).map_err(|error| self.failed(&error))?;
        self.is_still_there()?;
        let Some(mut journal) = self.known() else { return Ok(()) };
        for range in written {
            journal.done.insert(range);
        }
        self.replace(journal)
    }

    /// Fails if the path does not lead to the open file any more. Systems on which it is not so simple to tell refuse to
    /// delete an open file.
    fn is_still_there(&self) -> Result<(), DiskError> {
        let Inner { target, .. } = &*self.inner;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt as _;
            let place = |about: std::fs::Metadata| (about.dev(), about.ino());
            let open = self.inner.file.metadata().map(place).map_err(|error| self.failed(&error))?;
            if std::fs::metadata(target.part()).map(place).ok() == Some(open) {
                return Ok(());
            }
            Err(if target.folder.is_dir() { DiskError::PartGone } else { DiskError::FolderGone(target.folder.clone()) })
        }
        #[cfg(not(unix))]
        if target.part().exists() { Ok(()) } else { Err(DiskError::PartGone) }
    }

    /// Reads bytes that are there.
    pub(crate) fn read(&self, range: &Range<u64>) -> Result<Vec<u8>, DiskError> {
        let mut bytes = vec![0; usize::try_from(range.end - range.start).unwrap_or(0)];
        disk::read(&self.inner.file, &mut bytes, range.start).map_err(|error| self.failed(&error))?;
        Ok(bytes)
    }

    /// Gives the whole file its name, which none that lies there loses.
    pub(crate) fn finish(&self) -> Result<PathBuf, DownloadError> {
        let Inner { file, target, .. } = &*self.inner;
        let failed = |error: io::Error| DownloadError::from(self.failed(&error));
        file.sync_all().map_err(failed)?;
        let length = self.known().map_or(0, |known| known.length);
        self.is_still_there()?;
        if file.metadata().map_err(failed)?.len() != length {
            return Err(DiskError::PartGone.into());
        }
        let path = target.path();
        disk::rename_to_new(&target.part(), &path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => taken(target),
            _ => failed(error),
        })?;
        // The new name is to survive a power cut as well.
        #[cfg(unix)]
        if let Some(Err(error)) = path.parent().map(|folder| File::open(folder).and_then(|folder| folder.sync_all())) {
            tracing::info!(%error, "a folder could not be synchronised");
        }
        if let Err(error) = target.discard() {
            tracing::info!(%error, "a journal stays beside its finished file");
        }
        Ok(path)
    }
}

fn taken(target: &Target) -> DownloadError {
    DiskError::NameTaken(target.path()).into()
}
