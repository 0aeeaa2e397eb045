//! Gives the player its links: a new one, or the one that is open.

use std::path::Path;
use std::sync::Arc;

use perihelion_core::pipeline::link::Renewal;
use perihelion_core::title::Kind;
use tokio::sync::mpsc;

use super::Director;
use crate::about::{About, Link};
use crate::found::{self, Player};
use crate::headers::Header;
use crate::now::Now;
use crate::order::Told;
use crate::playback::{PlayError, Ways};
use crate::queue::{Item, PlayerError, Queue, check};
use crate::session::{Session, Surroundings};
use crate::tracks::{self, Chosen};

impl Director {
    /// Gives these to the player. Begins the first at `start`, or where it was left.
    pub(super) async fn play(
        &mut self,
        links: Vec<Arc<Link>>,
        player: Option<String>,
        start: Option<f64>,
    ) -> Result<Player, PlayError> {
        let items = self.items(&links, start).await;
        items.iter().try_for_each(check)?;
        let settings = self.profile.settings();
        let (wanted, own) = (player.unwrap_or(settings.player), settings.own_player);
        // Looking through the search path waits for the disk.
        let chosen = tokio::task::spawn_blocking(move || found::choose(&wanted, own.as_deref())).await;
        let player = chosen.ok().flatten().ok_or(PlayerError::NotFound)?;
        let folder = player.reaches(&self.ways.folder);
        let queue = Queue::new(items, &folder);
        let open = self.session.take().filter(|session| session.is_open() && session.player.program == player.program);
        if let Some(session) = open
            && self.hand_over(&session, &folder, &queue).await
        {
            self.session = Some(session);
        } else {
            let (telling, told) = mpsc::unbounded_channel();
            let Ways { programs, tells_the_system, .. } = &self.ways;
            let surroundings = Surroundings { folder: &folder, programs, tells_the_system: *tells_the_system };
            let started = Session::start(&player, surroundings, queue, telling).await;
            self.finish_hearing().await;
            self.session = Some(started?);
            self.told = Some(told);
        }
        self.begin(links).await;
        Ok(player)
    }

    /// Has the open player take these instead. Hears first all it said of what it played before.
    async fn hand_over(&mut self, session: &Session, folder: &Path, queue: &Queue) -> bool {
        let (writing, folder) = (queue.clone(), folder.to_owned());
        let written = tokio::task::spawn_blocking(move || writing.write(&folder, false)).await;
        if !matches!(written, Ok(Ok(()))) || !session.load(queue.clone()).await {
            return false;
        }
        while let Some(told) = self.told.as_mut().and_then(|told| told.try_recv().ok()) {
            if told == Told::Anew {
                break;
            }
            self.write_down(&told).await;
        }
        true
    }

    /// Hears what a player said that is no longer followed.
    pub(super) async fn finish_hearing(&mut self) {
        while let Some(told) = self.told.as_mut().and_then(|told| told.try_recv().ok()) {
            self.write_down(&told).await;
        }
        self.told = None;
    }

    pub(super) async fn begin(&mut self, links: Vec<Arc<Link>>) {
        self.links = links;
        self.now = Now::default();
        self.begun.clear();
        self.watched.clear();
        self.ended = None;
        self.is_over = false;
        self.current = None;
        self.arrive(0).await;
    }

    pub(super) async fn items(&mut self, links: &[Arc<Link>], start: Option<f64>) -> Vec<Item> {
        let mut items = Vec::with_capacity(links.len());
        if let Some(first) = links.first() {
            self.wish_for(&first.about).await;
        }
        let languages = tracks::languages(&self.tracking.chosen, &self.tracking.wish);
        for (at, link) in links.iter().enumerate() {
            let left = self.profile.library.progress(link.place()).await.ok().flatten();
            let start = start.filter(|_| at == 0).unwrap_or_else(|| left.map_or(0.0, |left| left.resume_at()));
            items.push(Item {
                link: link.result.link.clone(),
                is_on_disk: matches!(link.result.renewal, Renewal::Disk),
                title: link.about.heading(),
                file_name: link.result.file_name.clone(),
                headers: link.result.headers.iter().map(Header::from).collect(),
                start,
                languages: languages.clone(),
            });
        }
        items
    }

    async fn wish_for(&mut self, about: &About) {
        let playback = self.profile.settings().playback;
        self.tracking.wish = if about.kind == Kind::Anime { playback.anime_tracks } else { playback.tracks };
        let kept = self.profile.library.tracks(&about.title_id).await.ok().flatten();
        self.tracking.chosen = Chosen::read(kept.as_deref());
    }
}
