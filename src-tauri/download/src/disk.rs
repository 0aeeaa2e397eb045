//! What is asked of the system about a disk, and how bytes reach it. Tests put another in its place, which fills up.

use std::fs::File;
use std::io;
use std::path::Path;

/// A disk, as far as a download needs to know it.
pub trait Disk: Send + Sync + std::fmt::Debug {
    /// Returns the bytes that may still be written into a folder.
    fn free(&self, folder: &Path) -> io::Result<u64>;

    /// Returns the length of the largest file the file system takes; `None` if it has no bound that matters, or none
    /// is known.
    fn largest_file(&self, folder: &Path) -> Option<u64>;

    /// Writes all bytes at a place of the file.
    fn write(&self, file: &File, bytes: &[u8], at: u64) -> io::Result<()>;

    /// Returns when all that was written is on the disk itself.
    fn sync(&self, file: &File) -> io::Result<()>;
}

/// The disks of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct ThisMachine;

impl Disk for ThisMachine {
    fn free(&self, folder: &Path) -> io::Result<u64> {
        fs4::available_space(folder)
    }

    fn largest_file(&self, folder: &Path) -> Option<u64> {
        is_fat(folder).then_some(u64::from(u32::MAX))
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_data()
    }

    #[cfg(unix)]
    fn write(&self, file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
    }

    #[cfg(windows)]
    fn write(&self, file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            let written = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            bytes = bytes.get(written..).unwrap_or_default();
            at += written as u64;
        }
        Ok(())
    }
}

/// Renames a file, unless another has that name.
pub(crate) fn rename_to_new(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            // The file system cannot do it in one.
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => {}
            outcome => return outcome.map_err(Into::into),
        }
    }
    if to.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    std::fs::rename(from, to)
}

/// Whether a folder is on FAT. Elsewhere than on Linux its bound is met only when a write reaches it.
#[cfg(target_os = "linux")]
fn is_fat(folder: &Path) -> bool {
    /// `MSDOS_SUPER_MAGIC`.
    const FAT: u64 = 0x4d44;
    rustix::fs::statfs(folder).is_ok_and(|about| u64::try_from(about.f_type) == Ok(FAT))
}

#[cfg(not(target_os = "linux"))]
fn is_fat(_: &Path) -> bool {
    false
}

/// Fills `bytes` from a place of the file.
pub(crate) fn read(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::read_exact_at(file, bytes, at);
    #[cfg(windows)]
    {
        let mut done = 0;
        while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
            match std::os::windows::fs::FileExt::seek_read(file, rest, at + done as u64)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => done += read,
            }
        }
        Ok(())
    }
}
