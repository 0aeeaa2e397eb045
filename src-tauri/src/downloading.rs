//! The queue of downloads beside the window: started with the app, shown in the task bar, and one notice of the system when all
//! that came is there and nobody looks. A click on it shows the downloads.

mod notice;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

pub(crate) use notice::Notices;

use perihelion_core::profile::Profile;
use perihelion_core::store::{Download, DownloadState};
use perihelion_core::title::Kind;
use perihelion_download::queue::{Item, List, Machine, Queue, QueueError, Scope};
use tauri::window::{ProgressBarState, ProgressBarStatus};
use tauri::{AppHandle, Manager as _};
use tokio::sync::watch;

use crate::present;

/// The least time between two looks.
const PAUSE: Duration = Duration::from_secs(1);

/// Starts the queue, and goes on with what waits in it.
pub(crate) async fn start(profile: Profile, handle: AppHandle) -> Result<Arc<Queue>, QueueError> {
    notice::listen(&handle);
    let profile_of = profile.clone();
    let queue = Queue::start(profile, Machine::this(), Scope::All).await?;
    tokio::spawn(show(queue.list(), profile_of, handle));
    Ok(Arc::new(queue))
}

/// Shows how far all that comes is together, where the system's task bar can, and tells when all is there.
async fn show(mut list: watch::Receiver<List>, profile: Profile, handle: AppHandle) {
    let (mut before, mut coming) = (None, Coming::default());
    loop {
        let items = list.borrow_and_update().clone();
        if let Some(came) = coming.came(&items) {
            tell(&handle, &profile, &came);
        }
        let percent = percent(&items);
        if percent != before {
            before = percent;
            if let Some(window) = handle.get_webview_window("main") {
                let status = if percent.is_some() { ProgressBarStatus::Normal } else { ProgressBarStatus::None };
                let _ = window.set_progress_bar(ProgressBarState { status: Some(status), progress: percent });
            }
        }
        tokio::time::sleep(PAUSE).await;
        if list.changed().await.is_err() {
            return;
        }
    }
}

/// What has been under way since nothing was.
#[derive(Debug, Default)]
struct Coming(HashSet<i64>);

/// How all that was under way ended.
#[derive(Debug, Default, PartialEq, Eq)]
struct Came {
    here: Vec<Download>,
    failed: Vec<Download>,
}

impl Coming {
    /// Returns what came and what did not, once nothing is under way any more.
    fn came(&mut self, items: &[Item]) -> Option<Came> {
        self.0.extend(items.iter().filter(|item| !item.is_at_rest()).map(|item| item.download.id));
        if !items.iter().all(Item::is_at_rest) {
            return None;
        }
        let were = std::mem::take(&mut self.0);
        let of = |state| {
            let all = items.iter().map(|item| &item.download);
            all.filter(|one| one.state == state && were.contains(&one.id)).cloned().collect()
        };
        let came = Came { here: of(DownloadState::Done), failed: of(DownloadState::Failed) };
        Some(came).filter(|came| *came != Came::default())
    }
}

/// Tells how it ended, unless the page does.
fn tell(handle: &AppHandle, profile: &Profile, came: &Came) {
    if handle.get_webview_window("main").is_some_and(|window| window.is_focused().unwrap_or(false)) {
        return;
    }
    let is_turkish = present::language(profile.settings().language) == "tr";
    notice::show(handle, &words(came, is_turkish));
}

fn words(Came { here, failed }: &Came, is_turkish: bool) -> String {
    let say = |english: String, turkish: String| if is_turkish { turkish } else { english };
    let name = |one| name(one, is_turkish);
    let is_of = |first: &Download| {
        here.iter().all(|one| one.place.episode.is_some() && one.place.title_id == first.place.title_id)
    };
    let (came, missing) = (here.len(), failed.len());
    match (&here[..], &failed[..]) {
        ([], [one]) => say(format!("{} could not be downloaded", name(one)), format!("{} indirilemedi", name(one))),
        ([], _) => say(format!("{missing} files could not be downloaded"), format!("{missing} dosya indirilemedi")),
        ([one], []) => say(format!("{} is on your disk", name(one)), format!("{} artık diskinde", name(one))),
        ([first, ..], []) if is_of(first) => say(
            format!("{came} episodes of {} are on your disk", first.name),
            format!("{}: {came} bölüm artık diskinde", first.name),
        ),
        (_, []) => say(format!("{came} files are on your disk"), format!("{came} dosya artık diskinde")),
        _ => say(
            format!("{came} of {} files came to your disk, the rest could not be downloaded", came + missing),
            format!("{} dosyadan {came} tanesi artık diskinde; ötekiler indirilemedi", came + missing),
        ),
    }
}

/// Returns the name of a film or episode as the page says it.
fn name(Download { name, place, kind, .. }: &Download, is_turkish: bool) -> String {
    let Some(episode) = place.episode else { return name.clone() };
    match (place.season.filter(|_| *kind != Kind::Anime), is_turkish) {
        (Some(season), false) => format!("{name} S{season} E{episode}"),
        (Some(season), true) => format!("{name} {season}. sezon {episode}. bölüm"),
        (None, false) => format!("{name} episode {episode}"),
        (None, true) => format!("{name} {episode}. bölüm"),
    }
}

/// Returns how far those are that come or wait, in percent; `None` while nothing comes.
fn percent(items: &[Item]) -> Option<u64> {
    if !items.iter().any(|item| item.is_running) {
        return None;
    }
    let open = items.iter().filter(|item| !item.is_at_rest());
    let known = open.filter_map(|item| Some((item.download.bytes, item.download.length?)));
    let (bytes, length) = known
        .fold((0_u64, 0_u64), |(bytes, length), (of, whole)| (bytes.saturating_add(of), length.saturating_add(whole)));
    (length > 0).then(|| bytes.min(length).saturating_mul(100) / length)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use jiff::Timestamp;
    use perihelion_core::store::Place;

    use super::*;

    fn item(id: i64, state: DownloadState, bytes: u64) -> Item {
        let download = Download {
            id,
            state,
            error: None,
            place: Place { title_id: "tt1".to_owned(), season: None, episode: None },
            kind: Kind::Movie,
            name: format!("film {id}"),
            years: None,
            poster: None,
            file: None,
            folder: PathBuf::from("/films"),
            path: None,
            bytes,
            length: Some(100),
            added_at: Timestamp::UNIX_EPOCH,
        };
        Item {
            is_running: state == DownloadState::Waiting,
            download,
            is_gone: false,
            is_held: false,
            speed: None,
            seconds_left: None,
        }
    }

    #[test]
    fn the_task_bar_shows_all_that_comes_as_one() {
        use DownloadState::{Done, Paused, Waiting};
        assert_eq!(percent(&[item(1, Done, 100), item(2, Paused, 10)]), None, "nothing comes");
        assert_eq!(percent(&[item(1, Done, 100), item(2, Waiting, 10), item(3, Waiting, 40)]), Some(25));
    }

    #[test]
    fn one_notice_is_given_for_all_that_came_together() {
        use DownloadState::{Done, Failed, Waiting};
        let mut coming = Coming::default();
        assert_eq!(coming.came(&[item(1, Done, 100), item(2, Waiting, 0), item(3, Waiting, 0)]), None);
        assert_eq!(coming.came(&[item(1, Done, 100), item(2, Done, 100), item(3, Waiting, 0)]), None);
        let ended = [item(1, Done, 100), item(2, Done, 100), item(3, Failed, 0)];
        let came = coming.came(&ended).unwrap();
        let ids = |all: &[Download]| all.iter().map(|one| one.id).collect::<Vec<_>>();
        assert_eq!((ids(&came.here), ids(&came.failed)), (vec![2], vec![3]), "not of what was there before");
        assert_eq!(coming.came(&ended), None, "once");
    }

    #[test]
    fn the_notice_says_what_came_and_what_did_not() {
        let film = |id| item(id, DownloadState::Done, 100).download;
        let episode = |title: &str, episode| Download {
            place: Place { title_id: title.to_owned(), season: Some(1), episode: Some(episode) },
            name: "Tide Lines".to_owned(),
            kind: Kind::Series,
            ..film(1)
        };
        let anime = Download { kind: Kind::Anime, ..episode("kitsu:1", 500) };
        let both = |here: &[Download], failed: &[Download]| {
            let came = Came { here: here.to_vec(), failed: failed.to_vec() };
            [words(&came, false), words(&came, true)]
        };
        for (here, failed, said) in [
            (vec![film(1)], vec![], ["film 1 is on your disk", "film 1 artık diskinde"]),
            (
                vec![episode("tt1", 4)],
                vec![],
                ["Tide Lines S1 E4 is on your disk", "Tide Lines 1. sezon 4. bölüm artık diskinde"],
            ),
            (vec![anime], vec![], ["Tide Lines episode 500 is on your disk", "Tide Lines 500. bölüm artık diskinde"]),
            (
                vec![episode("tt1", 4), episode("tt1", 5), episode("tt1", 6)],
                vec![],
                ["3 episodes of Tide Lines are on your disk", "Tide Lines: 3 bölüm artık diskinde"],
            ),
            (
                vec![episode("tt1", 4), episode("tt2", 5)],
                vec![],
                ["2 files are on your disk", "2 dosya artık diskinde"],
            ),
            (vec![], vec![film(1)], ["film 1 could not be downloaded", "film 1 indirilemedi"]),
            (vec![], vec![film(1), film(2)], ["2 files could not be downloaded", "2 dosya indirilemedi"]),
            (
                vec![film(1)],
                vec![film(2)],
                [
                    "1 of 2 files came to your disk, the rest could not be downloaded",
                    "2 dosyadan 1 tanesi artık diskinde; ötekiler indirilemedi",
                ],
            ),
        ] {
            assert_eq!(both(&here, &failed), said);
        }
    }
}
