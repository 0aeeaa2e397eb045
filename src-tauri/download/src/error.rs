//! Why a file did not come, in words a person can act on. Whatever it was, what has come stays and is gone on from.

use std::io;
use std::path::PathBuf;

use perihelion_core::debrid::{DebridError, Mismatch};
use perihelion_core::http::HttpError;

use crate::answer::Wrong;

/// Why a file is not on the disk yet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DownloadError {
    #[error("{0}")]
    Disk(#[from] DiskError),
    /// No link could be made, or none again in place of one that ended.
    #[error("{0}")]
    Link(DebridError),
    #[error("the server of the file: {0}")]
    Server(#[from] HttpError),
    #[error("the server of the file {0}")]
    Wrong(#[from] Wrong),
    /// The link now leads to other bytes than those that have come. They are never mixed.
    #[error("the link now leads to another file than the one that was begun")]
    OtherFile,
    /// All of it has come, and what the file says of itself contradicts what it was taken for.
    #[error("the file is not what was promised: {0}")]
    NotAsPromised(Mismatch),
    /// No release of it.
    #[error("{0}")]
    NotFound(String),
    #[error("the addon's link has ended, and only a search finds another: choose it once more")]
    AddonLink,
    /// Another process of the app is at it.
    #[error("it is being downloaded by another window or command")]
    InUse,
    #[error("it was stopped")]
    Stopped,
}

impl DownloadError {
    /// Whether trying again later may help without anybody doing anything.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Server(_) | Self::InUse => true,
            Self::Wrong(wrong) => matches!(wrong, Wrong::Busy { .. } | Wrong::Gone(_)),
            Self::Link(error) => matches!(
                error,
                DebridError::RateLimited { .. }
                    | DebridError::Delayed
                    | DebridError::Down
                    | DebridError::Timeout(_)
                    | DebridError::Unreachable(_)
            ),
            Self::Disk(_)
            | Self::OtherFile
            | Self::NotAsPromised(_)
            | Self::NotFound(_)
            | Self::AddonLink
            | Self::Stopped => false,
        }
    }

    /// Returns its kind, by which front ends know what to say and do.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Disk(disk) => match disk {
                DiskError::NoRoom { .. } | DiskError::Full => DISK_FULL,
                DiskError::TooLarge { .. } | DiskError::RefusesLength => "file_too_large",
                DiskError::FolderGone(_) => FOLDER_GONE,
                DiskError::NotOurs(_) | DiskError::NameTaken(_) => "name_taken",
                DiskError::PartGone => "part_gone",
                DiskError::ReadOnly(_) | DiskError::NotAllowed(_) => "not_writable",
                DiskError::BadName(_) | DiskError::Other(_) => "disk",
            },
            Self::Link(_) => "no_link",
            Self::Server(_) | Self::Wrong(_) => "server",
            Self::OtherFile => "other_file",
            Self::NotAsPromised(mismatch) => match mismatch {
                Mismatch::NoPicture => "no_picture",
                Mismatch::Length { .. } => "wrong_length",
                Mismatch::Resolution { .. } => "wrong_resolution",
                Mismatch::Language { .. } => "wrong_language",
            },
            Self::NotFound(_) => "not_found",
            Self::AddonLink => "addon_link",
            Self::InUse => "in_use",
            Self::Stopped => "stopped",
        }
    }

    /// Whether the server answered, and wrongly, so that the same link will not do better later.
    pub(crate) fn is_definite(&self) -> bool {
        match self {
            Self::Wrong(wrong) => !matches!(wrong, Wrong::Busy { .. } | Wrong::Gone(_)),
            Self::OtherFile => true,
            Self::Disk(_)
            | Self::Link(_)
            | Self::Server(_)
            | Self::NotAsPromised(_)
            | Self::NotFound(_)
            | Self::AddonLink
            | Self::InUse
            | Self::Stopped => false,
        }
    }
}

const DISK_FULL: &str = "disk_full";
const FOLDER_GONE: &str = "folder_gone";

/// Whether an error of this kind tells of a file that has come and is not what it was taken for.
pub(crate) fn is_not_as_promised(kind: &str) -> bool {
    ["no_picture", "wrong_length", "wrong_resolution", "wrong_language"].contains(&kind)
}

/// Whether an error of this kind goes away when somebody makes room or connects a disk.
pub(crate) fn may_be_mended(kind: &str) -> bool {
    [DISK_FULL, FOLDER_GONE].contains(&kind)
}

/// Why the disk did not take a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiskError {
    #[error("the disk is full: {} more would be needed, {} are free", size(*needed), size(*free))]
    NoRoom { needed: u64, free: u64 },
    #[error("the disk is full")]
    Full,
    #[error("this disk takes no file over {}, as drives formatted with FAT do; this one has {}", size(*largest), size(*length))]
    TooLarge { length: u64, largest: u64 },
    #[error("this disk does not take a file of this size")]
    RefusesLength,
    #[error("the folder {} is not there; is its disk connected?", .0.display())]
    FolderGone(PathBuf),
    #[error("an unfinished file of something else lies at {}", .0.display())]
    NotOurs(PathBuf),
    #[error("another file lies at {} by now", .0.display())]
    NameTaken(PathBuf),
    /// What had come was moved or deleted by somebody.
    #[error("the unfinished file was moved or deleted")]
    PartGone,
    #[error("the disk of {} cannot be written to", .0.display())]
    ReadOnly(PathBuf),
    #[error("{} may not be written to", .0.display())]
    NotAllowed(PathBuf),
    #[error("the disk does not take a name in {0}")]
    BadName(String),
    #[error("the disk: {0}")]
    Other(String),
}

impl DiskError {
    /// Returns what an error of the system means for a file in `folder`.
    pub(crate) fn of(error: &io::Error, folder: &std::path::Path) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::FileTooLarge => Self::RefusesLength,
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::StaleNetworkFileHandle => {
                Self::FolderGone(folder.to_owned())
            }
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly(folder.to_owned()),
            io::ErrorKind::PermissionDenied => Self::NotAllowed(folder.to_owned()),
            io::ErrorKind::InvalidFilename | io::ErrorKind::InvalidInput => Self::BadName(folder.display().to_string()),
            _ => Self::Other(error.to_string()),
        }
    }
}

/// Writes a number of bytes for people.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn what_the_system_says_is_said_in_words() {
        let of = |kind: io::ErrorKind| DiskError::of(&io::Error::from(kind), Path::new("/films")).to_string();
        assert_eq!(of(io::ErrorKind::StorageFull), "the disk is full");
        assert_eq!(of(io::ErrorKind::NotFound), "the folder /films is not there; is its disk connected?");
        assert_eq!(of(io::ErrorKind::ReadOnlyFilesystem), "the disk of /films cannot be written to");
        assert_eq!(of(io::ErrorKind::PermissionDenied), "/films may not be written to");
        let fat = DiskError::TooLarge { length: 9_400_000_000, largest: u64::from(u32::MAX) };
        let words = "this disk takes no file over 4.29 GB, as drives formatted with FAT do; this one has 9.40 GB";
        assert_eq!(fat.to_string(), words);
        let full = DiskError::NoRoom { needed: 5_000_000_000, free: 12_345_678 };
        assert_eq!(full.to_string(), "the disk is full: 5.00 GB more would be needed, 12.3 MB are free");
    }
}
