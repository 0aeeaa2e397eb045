//! The one task that owns the queue: gives the next ones their turn, hears how they go, writes it down.

mod wishes;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use perihelion_core::debrid::DebridError;
use perihelion_core::profile::Profile;
use perihelion_core::store::{Download, DownloadState, Fault, Followed};
use perihelion_player::on_disk::is_there;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::bringing::{Bringing, Found};
use super::disks;
use super::entry::{Entry, Run};
use super::following::{self, Following};
use super::{Item, List, Machine, Order, QueueError, Removal, Scope, Wish};
use crate::answer::Wrong;
use crate::engine::{Done, Ways};
use crate::error::DownloadError;
use crate::measures::{Measures, Progress};
use crate::network::Metered;
use crate::pace::{Limit, Speed};
use crate::threads::Threads;

/// How often the list is told while something comes.
const TOLD_EVERY: Duration = Duration::from_millis(500);
/// The wait after a failure that may pass; it doubles with each further one.
const WAIT: Duration = Duration::from_secs(15);
const LONGEST_WAIT: Duration = Duration::from_mins(10);
/// How often a download is tried before it waits for the person.
const TRIES: u32 = 8;
/// How often it is looked whether a disk has been mended.
const LOOKS_EVERY: Duration = Duration::from_secs(15);

pub(super) struct Director {
    profile: Profile,
    ways: Ways,
    entries: Vec<Entry>,
    told: watch::Sender<List>,
    running: JoinSet<(i64, Result<Done, DownloadError>)>,
    found: (mpsc::UnboundedSender<Found>, mpsc::UnboundedReceiver<Found>),
    metered: watch::Receiver<Metered>,
    /// The person wants it to go on although the connection is metered.
    goes_on_metered: bool,
    following: Following,
}

impl Director {
    pub(super) async fn of(
        profile: Profile,
        Machine { disk, metered }: Machine,
        scope: Scope,
        (told, followed): (watch::Sender<List>, watch::Sender<Arc<Vec<Followed>>>),
    ) -> Result<Self, QueueError> {
        let all = profile.downloads.all().await?;
        followed.send_replace(Arc::new(profile.downloads.followed().await?));
        let following = Following::new(followed, scope);
        let ways = Ways {
            http: profile.http.clone(),
            threads: Threads::start(),
            disk,
            limit: Limit::default(),
            measures: Measures::default(),
        };
        let is_ours = scope == Scope::All;
        let entries = all.into_iter().map(|download| Entry::of(download, is_ours)).collect();
        let director = Self {
            profile,
            ways,
            entries,
            told,
            running: JoinSet::new(),
            found: mpsc::unbounded_channel(),
            metered,
            goes_on_metered: false,
            following,
        };
        director.read_settings();
        Ok(director)
    }

    fn read_settings(&self) {
        let limit = self.profile.settings().downloads.limit_kb;
        self.ways.limit.set(limit.map(|limit| u64::from(limit) * 1000));
    }

    pub(super) async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>) {
        let mut looks = tokio::time::interval(LOOKS_EVERY);
        let mut follows = tokio::time::interval(following::LOOKS_EVERY);
        loop {
            self.give_turns();
            self.tell();
            let now = Instant::now();
            let next = self.entries.iter().filter_map(|entry| entry.again_at.filter(|at| *at > now)).min();
            let next = if self.running.is_empty() { next } else { Some(now + TOLD_EVERY) };
            let wait = async {
                match next {
                    Some(at) => tokio::time::sleep_until(at).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                order = orders.recv() => match order {
                    None | Some(Order::Close) => break,
                    Some(order) => self.obey(order).await,
                },
                Some(found) = self.found.1.recv() => self.hear_found(found),
                Some(Ok((id, outcome))) = self.running.join_next(), if !self.running.is_empty() => {
                    self.hear(id, outcome).await;
                }
                () = wait => {}
                Ok(()) = self.metered.changed() => self.hear_of_connection(),
                Some(next) = self.following.next() => self.keep_next(next).await,
                _ = looks.tick() => self.look_at_disks().await,
                _ = follows.tick() => self.following.look(&self.profile),
            }
        }
        self.entries.iter().filter_map(|entry| entry.run.as_ref()).for_each(|run| run.stop.cancel());
        while let Some(ended) = self.running.join_next().await {
            if let Ok((id, outcome)) = ended {
                self.hear(id, outcome).await;
            }
        }
        self.tell();
    }

    fn tell(&mut self) {
        let now = Instant::now();
        self.entries.iter_mut().for_each(|entry| entry.look(now));
        let shown = self.entries.iter().filter(|entry| !entry.is_removed);
        let held = self.is_held();
        let list: Vec<Item> = shown.map(|entry| entry.item(held)).collect();
        self.told.send_if_modified(|before| {
            let is_new = **before != list;
            if is_new {
                *before = Arc::new(list);
            }
            is_new
        });
    }

    fn entry(&mut self, id: i64) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.download.id == id && !entry.is_removed)
    }

    async fn note(&self, download: &Download) {
        if let Err(error) = self.profile.downloads.note(download).await {
            tracing::warn!(%error, "a download could not be written down");
        }
    }

    async fn obey(&mut self, order: Order) {
        match order {
            Order::Add(wish, done) => {
                let outcome = self.add(*wish).await;
                // Who asked looks at the list next, which may have it as it failed before.
                self.tell();
                let _ = done.send(outcome);
            }
            Order::Pause(id) => self.change(|entry| entry.download.id == id, Entry::pause).await,
            Order::Resume(id) => self.change(|entry| entry.download.id == id, Entry::resume).await,
            Order::PauseAll => {
                self.change(|entry| entry.download.state == DownloadState::Waiting, Entry::pause).await;
            }
            Order::ResumeAll => self.change(|entry| !entry.is_gone, Entry::resume).await,
            Order::Remove(id, and) => self.remove(id, and).await,
            Order::Look => {
                self.look_at_disks().await;
                self.following.look(&self.profile);
            }
            Order::Another(id) => self.another(id).await,
            Order::GoOnMetered => self.goes_on_metered = true,
            Order::Follow(show, done) => drop(done.send(self.following.follow(&self.profile, *show).await)),
            Order::Unfollow(id, done) => drop(done.send(self.following.unfollow(&self.profile, &id).await)),
            Order::Arrange(ids) => {
                let place = |entry: &Entry| ids.iter().position(|id| *id == entry.download.id).unwrap_or(usize::MAX);
                self.entries.sort_by_key(place);
                if let Err(error) = self.profile.downloads.order(ids).await {
                    tracing::warn!(%error, "the order of downloads could not be written down");
                }
            }
            Order::Settings => {
                self.read_settings();
                self.hold_if_metered();
            }
            Order::Close => {}
        }
    }

    async fn change(&mut self, which: impl Fn(&Entry) -> bool, change: impl Fn(&mut Entry)) {
        let mut changed = Vec::new();
        for entry in self.entries.iter_mut().filter(|entry| !entry.is_removed && which(entry)) {
            change(entry);
            changed.push(entry.download.clone());
        }
        for download in changed {
            self.note(&download).await;
        }
    }

    async fn add(&mut self, wish: Wish) -> Result<i64, QueueError> {
        let Wish { about, made, folder } = wish;
        let folder = if let Some(folder) = folder { folder } else { self.usual_folder().await? };
        let place = about.place();
        let is_same = |entry: &Entry| {
            let is_same_file = match (&made, &entry.download.file) {
                (Some(made), Some(file)) => made.info_hash == file.hash && made.file_path == file.path,
                (None, _) | (_, None) => true,
            };
            !entry.is_removed && entry.download.place == place && entry.download.folder == folder && is_same_file
        };
        if !self.entries.iter().any(is_same) {
            // Another process may have added it meanwhile.
            let known: HashSet<i64> = self.entries.iter().map(|entry| entry.download.id).collect();
            let others = self.profile.downloads.all().await?.into_iter().filter(|other| !known.contains(&other.id));
            self.entries.extend(others.map(|other| Entry::of(other, false)).find(is_same));
        }
        if let Some(entry) = self.entries.iter_mut().find(|entry| is_same(entry)) {
            entry.is_gone = entry.download.state == DownloadState::Done && !is_there(&entry.download);
            entry.resume();
            let download = entry.download.clone();
            self.note(&download).await;
            return Ok(download.id);
        }
        let mut download = Download {
            id: 0,
            state: DownloadState::Waiting,
            error: None,
            place,
            kind: about.kind,
            name: about.name.clone(),
            years: about.years.clone(),
            poster: about.poster.clone(),
            file: None,
            folder,
            path: None,
            bytes: 0,
            length: None,
            added_at: Timestamp::now(),
        };
        download.id = self.profile.downloads.add(download.clone()).await?;
        let id = download.id;
        self.entries.push(Entry { made, ..Entry::of(download, true) });
        Ok(id)
    }

    /// Returns the folder of the settings, and makes it where the app may.
    async fn usual_folder(&self) -> Result<PathBuf, QueueError> {
        let (folder, may_make) = self.profile.downloads_folder().ok_or(QueueError::NoFolder)?;
        if may_make {
            let folder = folder.clone();
            let made = tokio::task::spawn_blocking(move || std::fs::create_dir_all(folder)).await;
            if let Ok(Err(error)) = made {
                tracing::warn!(%error, "the folder of downloads cannot be made");
            }
        }
        Ok(folder)
    }

    async fn remove(&mut self, id: i64, and: Removal) {
        let Some(entry) = self.entry(id) else { return };
        entry.is_removed = true;
        let download = entry.download.clone();
        if let Err(error) = self.profile.downloads.leave_out(download.place.clone()).await {
            tracing::warn!(%error, "an episode may be added again by itself");
        }
        let Some(entry) = self.entries.iter().find(|entry| entry.download.id == id) else { return };
        if let Some(run) = &entry.run {
            // What has come is deleted when nothing writes to it any more.
            run.stop.cancel();
        } else {
            self.entries.retain(|entry| entry.download.id != id);
            disks::discard(&download).await;
            if and == Removal::File {
                disks::delete(&download).await;
            }
        }
        if let Err(error) = self.profile.downloads.remove(id).await {
            tracing::warn!(%error, "a download could not be taken out of the list");
        }
    }

    fn give_turns(&mut self) {
        if self.is_held() {
            return;
        }
        let settings = self.profile.settings().downloads;
        let now = Instant::now();
        for at in 0..self.entries.len() {
            let running = || self.entries.iter().filter(|entry| entry.run.is_some());
            if running().count() >= settings.at_once.max(1) as usize {
                return;
            }
            let Some(entry) = self.entries.get(at).filter(|entry| entry.may_begin(now)) else { continue };
            let at_service = running().filter(|other| entry.service().is_some() && other.service() == entry.service());
            if at_service.count() >= settings.at_once_per_service.max(1) as usize {
                continue;
            }
            self.begin(at);
        }
    }

    fn begin(&mut self, at: usize) {
        let Some(entry) = self.entries.get_mut(at) else { return };
        let (progress, seen) = watch::channel(Progress::default());
        let stop = CancellationToken::new();
        entry.run = Some(Run { stop: stop.clone(), progress: seen });
        entry.speed = Speed::default();
        let bringing = Bringing {
            profile: self.profile.clone(),
            ways: self.ways.clone(),
            download: entry.download.clone(),
            found: self.found.0.clone(),
            is_accepted: entry.is_accepted,
        };
        let (id, made) = (entry.download.id, entry.made.take());
        self.running.spawn(async move { (id, Box::pin(bringing.run(made, &progress, &stop)).await) });
    }

    fn hear_found(&mut self, (id, file, path): Found) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.download.id == id) {
            (entry.download.file, entry.download.path) = (Some(file), Some(path));
        }
    }

    async fn hear(&mut self, id: i64, outcome: Result<Done, DownloadError>) {
        while let Ok(found) = self.found.1.try_recv() {
            self.hear_found(found);
        }
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.download.id == id) else { return };
        entry.look(Instant::now());
        entry.run = None;
        if entry.is_removed {
            let download = entry.download.clone();
            self.entries.retain(|entry| entry.download.id != id);
            disks::discard(&download).await;
            return;
        }
        let download = &mut entry.download;
        match outcome {
            Ok(done) => {
                (download.state, download.error) = (DownloadState::Done, None);
                (download.bytes, download.length) = (done.length, Some(done.length));
            }
            // Paused, or the app closes and it waits for the next start.
            Err(DownloadError::Stopped) => {}
            Err(error) => {
                download.error = Some(Fault { kind: error.kind().to_owned(), words: error.to_string() });
                // Where another process brings it, it is not this one's failure.
                entry.tries += u32::from(error != DownloadError::InUse);
                let may_pass = error.may_pass() && entry.tries < TRIES;
                if may_pass {
                    entry.again_at = Some(Instant::now() + wait(&error, entry.tries));
                } else if download.state == DownloadState::Waiting {
                    download.state = DownloadState::Failed;
                    entry.failed_at = Some(Instant::now());
                }
            }
        }
        let download = download.clone();
        self.note(&download).await;
    }

    /// Goes on with what failed for lack of a disk or of room, when there is one again, and notices what was moved or deleted.
    async fn look_at_disks(&mut self) {
        let all = self.entries.iter().map(|entry| entry.download.clone()).collect();
        let looked = disks::look(all, Arc::clone(&self.ways.disk)).await;
        for (entry, is_good) in self.entries.iter_mut().zip(looked) {
            entry.is_gone = entry.download.state == DownloadState::Done && !is_good;
            if entry.is_ours && entry.download.state == DownloadState::Failed && is_good {
                entry.resume();
            }
        }
    }
}

/// Returns how long to wait after a failure that may pass.
fn wait(error: &DownloadError, tries: u32) -> Duration {
    let wanted = match error {
        DownloadError::Link(DebridError::RateLimited { retry_after })
        | DownloadError::Wrong(Wrong::Busy { retry_after, .. }) => *retry_after,
        _ => None,
    };
    let usual = WAIT.saturating_mul(1 << tries.saturating_sub(1).min(16));
    wanted.unwrap_or_default().max(usual).min(LONGEST_WAIT)
}
