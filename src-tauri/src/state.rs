//! What lives as long as the window: the profile, the searches whose rows can still be linked, the links that were made.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use perihelion_core::pipeline::board::Board;
use perihelion_core::pipeline::link::DownloadResult;
use perihelion_core::profile::Profile;
use perihelion_core::title::Kind;
use tokio::task::AbortHandle;

use crate::wire::WireError;

/// Searches whose rows can still be played after newer ones began.
const MOST_BOARDS: usize = 6;
const MOST_LINKS: usize = 64;

pub(crate) struct App {
    pub(crate) profile: Profile,
    pub(crate) demo: bool,
    /// What went wrong at the start and did not stop it.
    pub(crate) notices: Vec<WireError>,
    next_id: AtomicU64,
    boards: Mutex<VecDeque<(u64, Arc<Search>)>>,
    links: Mutex<VecDeque<(String, Arc<Link>)>>,
    searching: Mutex<Option<AbortHandle>>,
    linking: Mutex<Option<AbortHandle>>,
}

/// What a search is about, and its rows so far.
pub(crate) struct Search {
    pub(crate) about: About,
    pub(crate) board: Mutex<Board>,
}

/// The title as history and players name it.
#[derive(Clone, Debug)]
pub(crate) struct About {
    pub(crate) title_id: String,
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) years: Option<String>,
    pub(crate) poster: Option<String>,
    pub(crate) season: Option<u32>,
    pub(crate) episode: Option<u32>,
}

/// A link that was made, and what it is of.
pub(crate) struct Link {
    pub(crate) result: DownloadResult,
    pub(crate) about: About,
}

impl App {
    pub(crate) fn new(profile: Profile, demo: bool, notices: Vec<WireError>) -> Self {
        Self {
            profile,
            demo,
            notices,
            next_id: AtomicU64::new(1),
            boards: Mutex::default(),
            links: Mutex::default(),
            searching: Mutex::default(),
            linking: Mutex::default(),
        }
    }

    /// Keeps a search's rows within reach; the oldest search falls out.
    pub(crate) fn keep_search(&self, search: Arc<Search>) -> u64 {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let mut boards = lock(&self.boards);
        boards.push_back((id, search));
        if boards.len() > MOST_BOARDS {
            boards.pop_front();
        }
        id
    }

    pub(crate) fn search(&self, id: u64) -> Option<Arc<Search>> {
        lock(&self.boards).iter().find(|(of, _)| *of == id).map(|(_, search)| Arc::clone(search))
    }

    /// Keeps a link under a handle that says nothing of it.
    pub(crate) fn keep_link(&self, link: Link) -> String {
        let id = format!("link-{}", self.next_id.fetch_add(1, Ordering::Relaxed));
        let mut links = lock(&self.links);
        links.push_back((id.clone(), Arc::new(link)));
        if links.len() > MOST_LINKS {
            links.pop_front();
        }
        id
    }

    pub(crate) fn link(&self, id: &str) -> Option<Arc<Link>> {
        lock(&self.links).iter().find(|(of, _)| of == id).map(|(_, link)| Arc::clone(link))
    }

    /// The search that runs from now on; the one before is stopped.
    pub(crate) fn set_searching(&self, task: Option<AbortHandle>) {
        replace(&self.searching, task);
    }

    pub(crate) fn set_linking(&self, task: Option<AbortHandle>) {
        replace(&self.linking, task);
    }
}

impl About {
    /// `S2 E5`; `None` for a film.
    pub(crate) fn episode_label(&self) -> Option<String> {
        let episode = self.episode?;
        Some(match (self.kind, self.season) {
            (Kind::Anime, _) | (_, None) => format!("Episode {episode}"),
            (_, Some(season)) => format!("S{season} E{episode}"),
        })
    }

    /// `Tide Lines · S2 E5`, `Sintel (2010)`.
    pub(crate) fn heading(&self) -> String {
        match (self.episode_label(), &self.years) {
            (Some(label), _) => format!("{} · {label}", self.name),
            (None, Some(years)) => format!("{} ({years})", self.name),
            (None, None) => self.name.clone(),
        }
    }
}

fn replace(slot: &Mutex<Option<AbortHandle>>, task: Option<AbortHandle>) {
    if let Some(before) = std::mem::replace(&mut *lock(slot), task) {
        before.abort();
    }
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
