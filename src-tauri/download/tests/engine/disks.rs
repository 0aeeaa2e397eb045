//! Disks that are full, gone, closed, or too old for large files: said in words, and gone on from when mended.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use perihelion_download::{Disk, DiskError, DownloadError, Journal, Limit, ThisMachine};

use crate::server::{Mood, Server, film};
use crate::stage::{Filling, SMALL, Stage};

const LENGTH: usize = 500_000;

#[tokio::test]
async fn a_disk_that_fills_up_loses_nothing_and_goes_on_when_there_is_room() {
    for (fails, words) in [
        (ErrorKind::StorageFull, "the disk is full"),
        (ErrorKind::QuotaExceeded, "the disk is full"),
        (ErrorKind::ReadOnlyFilesystem, "cannot be written to"),
        (ErrorKind::FileTooLarge, "does not take a file of this size"),
    ] {
        let disk = Arc::new(Filling::after(200_000, fails));
        let film = film(LENGTH, 1);
        let (stage, server) = (Stage::on(disk.clone()), Server::of(film.clone(), Mood::default()).await);
        let error = stage.run(&server).await.unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        let kept = stage.kept();
        assert!(kept >= 100_000, "{kept}");
        disk.left.store(u64::MAX, Ordering::SeqCst);
        // Another server, since the first may still be sending what nobody reads any more.
        let server = Server::of(film.clone(), Mood::default()).await;
        stage.run(&server).await.unwrap();
        stage.is_done_with(&film);
        let again = server.sent() - (LENGTH as u64 - kept);
        assert!(again <= SMALL.sample, "what was kept is not asked for again, but for a sample: {again}");
    }
}

#[tokio::test]
async fn room_is_looked_for_before_anything_comes() {
    let film = film(LENGTH, 1);
    let server = Server::of(film, Mood::default()).await;
    let disk = |says_free, largest| Filling { says_free, largest, ..Filling::after(u64::MAX, ErrorKind::Other) };
    let fails = |disk: Filling| {
        let (stage, server) = (Stage::on(Arc::new(disk)), server.clone());
        async move {
            let error = stage.run(&server).await.unwrap_err();
            assert!(!stage.target.part().exists(), "nothing was written");
            error
        }
    };
    let full = DiskError::NoRoom { needed: LENGTH as u64, free: 499_999 };
    assert_eq!(fails(disk(Some(499_999), None)).await, DownloadError::Disk(full));
    let fat = DiskError::TooLarge { length: LENGTH as u64, largest: 400_000 };
    assert_eq!(fails(disk(None, Some(400_000))).await, DownloadError::Disk(fat));
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_not_made() {
    let film = film(LENGTH, 1);
    let (stage, server) = (Stage::set(), Server::of(film.clone(), Mood::default()).await);
    let away = stage.folder.path().with_extension("away");
    std::fs::rename(stage.folder.path(), &away).unwrap();
    let error = stage.run(&server).await.unwrap_err();
    assert_eq!(error, DiskError::FolderGone(stage.target.folder.clone()).into());
    assert!(!stage.folder.path().exists() && server.requests().is_empty());
    std::fs::rename(&away, stage.folder.path()).unwrap();
    stage.run(&server).await.unwrap();
    stage.is_done_with(&film);
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_or_part_that_goes_while_it_comes_is_noticed() {
    for whole_folder in [true, false] {
        let film = film(LENGTH, 1);
        let pace = (4 << 10, Duration::from_millis(2));
        let (stage, server) = (Stage::set(), Server::of(film.clone(), Mood { pace, ..Mood::default() }).await);
        let mut progress = stage.progress.subscribe();
        let away = stage.folder.path().with_extension("away");
        let goes = async {
            let _ = progress.wait_for(|progress| progress.bytes >= 100_000).await;
            if whole_folder {
                std::fs::rename(stage.folder.path(), &away).unwrap();
            } else {
                std::fs::remove_file(stage.target.part()).unwrap();
            }
        };
        let (outcome, ()) = tokio::join!(stage.run(&server), goes);
        let said = if whole_folder { DiskError::FolderGone(stage.target.folder.clone()) } else { DiskError::PartGone };
        assert_eq!(outcome.unwrap_err(), said.into());
        if whole_folder {
            std::fs::rename(&away, stage.folder.path()).unwrap();
            assert!(stage.kept() > 0, "what was there is still there");
        }
        server.mood(|mood| mood.pace.1 = Duration::ZERO);
        stage.run(&server).await.unwrap();
        stage.is_done_with(&film);
    }
}

#[tokio::test]
async fn what_stands_in_the_way_is_left_as_it_is() {
    let film = film(LENGTH, 1);
    let (stage, server) = (Stage::set(), Server::of(film, Mood::default()).await);
    std::fs::create_dir_all(stage.target.part().parent().unwrap()).unwrap();
    std::fs::write(stage.target.part(), b"of another program").unwrap();
    let error = stage.run(&server).await.unwrap_err();
    assert_eq!(error, DiskError::NotOurs(stage.target.part()).into());
    assert_eq!(std::fs::read(stage.target.part()).unwrap(), b"of another program");
    std::fs::remove_file(stage.target.part()).unwrap();
    std::fs::create_dir(stage.target.path()).unwrap();
    let error = stage.run(&server).await.unwrap_err();
    assert_eq!(error, DiskError::NameTaken(stage.target.path()).into());
}

#[tokio::test]
async fn a_name_the_disk_does_not_take_is_said() {
    let (mut stage, server) = (Stage::set(), Server::of(film(LENGTH, 1), Mood::default()).await);
    stage.target.name = format!("{}.mkv", "n".repeat(300)).into();
    let error = stage.run(&server).await.unwrap_err();
    assert!(matches!(error, DownloadError::Disk(DiskError::BadName(_))), "{error}");
}

#[tokio::test]
async fn two_at_one_file_do_not_meet() {
    let film = film(LENGTH, 1);
    let (mut stage, server) = (Stage::set(), Server::of(film.clone(), Mood::default()).await);
    // So slow that the second comes while the first is at it.
    stage.ways.limit = Limit::of(Some(25_000));
    let mut progress = stage.progress.subscribe();
    let second = async {
        let _ = progress.wait_for(|progress| progress.bytes > 0).await;
        assert_eq!(stage.run(&server).await.unwrap_err(), DownloadError::InUse);
        stage.ways.limit.set(None);
    };
    let (first, ()) = tokio::join!(stage.run(&server), second);
    first.unwrap();
    stage.is_done_with(&film);
}

/// A disk that loses once what was written since it was last asked, and says so to the one who asks.
#[derive(Debug)]
struct Losing {
    /// How often it is asked until then, and what was written since.
    state: Mutex<(u32, Vec<(u64, usize)>)>,
}

impl Disk for Losing {
    fn free(&self, folder: &Path) -> io::Result<u64> {
        ThisMachine.free(folder)
    }

    fn largest_file(&self, _: &Path) -> Option<u64> {
        None
    }

    fn write(&self, file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
        let mut state = self.state.lock().unwrap();
        state.1.push((at, bytes.len()));
        ThisMachine.write(file, bytes, at)
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        let (asked, written) = &mut *self.state.lock().unwrap();
        *asked += 1;
        let written = std::mem::take(written);
        if *asked != 4 {
            return Ok(());
        }
        written.into_iter().try_for_each(|(at, length)| ThisMachine.write(file, &vec![0; length], at))?;
        Err(io::Error::other("it could not be written"))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_disk_lost_is_not_taken_for_kept_by_those_who_were_not_told() {
    let pace = (4 << 10, Duration::from_millis(2));
    let film = film(LENGTH, 1);
    let disk = Arc::new(Losing { state: Mutex::default() });
    let (stage, server) = (Stage::on(disk), Server::of(film.clone(), Mood { pace, ..Mood::default() }).await);
    let error = stage.run(&server).await.unwrap_err();
    assert_eq!(error, DiskError::Other("it could not be written".to_owned()).into());
    let part = std::fs::read(stage.target.part()).unwrap();
    let kept = Journal::read(&stage.target.journal()).unwrap().done;
    assert!(!kept.is_empty());
    for range in kept.iter() {
        let range = usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap();
        assert!(part[range.clone()] == film[range], "the journal tells of what was lost");
    }
    server.mood(|mood| mood.pace.1 = Duration::ZERO);
    stage.run(&server).await.unwrap();
    stage.is_done_with(&film);
}
