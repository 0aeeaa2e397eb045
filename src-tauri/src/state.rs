//! What lives as long as the window: the profile, the searches whose rows can still be linked, the links that were made.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use perihelion_core::pipeline::board::Board;
use perihelion_core::pipeline::link::Renewal;
use perihelion_core::pipeline::pack::EpisodeLink;
use perihelion_core::profile::Profile;
use perihelion_core::query;
use perihelion_core::store::Progress;
use perihelion_core::torrent::InfoHash;
use perihelion_core::torrent_file::Handed;
use perihelion_download::queue::Queue;
use perihelion_player::Playback;
pub(crate) use perihelion_player::{About, Link};
use tokio::task::AbortHandle;

use crate::lock::lock;
use crate::opened::Opened;
use crate::wire::{FromSystem, Query, WireError};

/// Searches whose rows can still be played after newer ones began.
const MOST_BOARDS: usize = 6;
/// Links kept for the page. One pack of a thousand episodes takes a thousand.
const MOST_LINKS: usize = 4096;
const MOST_PACKS: usize = 4;
const MOST_HANDED: usize = 16;

pub(crate) struct App {
    pub(crate) profile: Profile,
    pub(crate) demo: bool,
    /// What went wrong at the start and did not stop it.
    pub(crate) notices: Vec<WireError>,
    /// Links the system hands over.
    pub(crate) opened: Opened,
    /// Torrents that were pasted or dropped last, with their trackers, which the page does not get.
    handed: Mutex<VecDeque<Handed>>,
    next_id: AtomicU64,
    boards: Mutex<VecDeque<(u64, Arc<KeptSearch>)>>,
    links: Mutex<VecDeque<(String, Arc<Link>)>>,
    packs: Mutex<VecDeque<(String, Arc<Pack>)>>,
    searching: Turns,
    linking: Turns,
    /// The page that is told what plays.
    watching: Turns,
    /// The page that is told what is kept on disk.
    keeping: Turns,
    /// What is kept on disk; `None` where its list cannot be read.
    pub(crate) queue: Option<Arc<Queue>>,
    /// What plays in the person's player.
    pub(crate) playback: Playback,
}

/// What a search is about, and its rows so far.
pub(crate) struct KeptSearch {
    pub(crate) about: About,
    pub(crate) board: Mutex<Board>,
    /// Files the person chose themselves, by torrent.
    pub(crate) chosen: Mutex<HashMap<InfoHash, String>>,
}

impl KeptSearch {
    pub(crate) fn chosen(&self, hash: InfoHash) -> Option<String> {
        lock(&self.chosen).get(&hash).cloned()
    }
}

/// The links of all episodes of a pack. `episodes` are numbered as the pack's files number them, for texts and playlists. `links`
/// are the same ones, numbered as the title lists them, for playing and history.
pub(crate) struct Pack {
    pub(crate) name: String,
    pub(crate) episodes: Vec<EpisodeLink>,
    pub(crate) links: Vec<Arc<Link>>,
}

/// What the library holds of a title.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) progress: HashMap<(Option<u32>, Option<u32>), Progress>,
    pub(crate) listed: bool,
}

impl App {
    pub(crate) fn new(
        profile: Profile,
        playback: Playback,
        queue: Option<Arc<Queue>>,
        demo: bool,
        notices: Vec<WireError>,
    ) -> Self {
        Self {
            profile,
            demo,
            notices,
            opened: Opened::default(),
            handed: Mutex::default(),
            next_id: AtomicU64::new(1),
            boards: Mutex::default(),
            links: Mutex::default(),
            packs: Mutex::default(),
            searching: Turns::default(),
            linking: Turns::default(),
            watching: Turns::default(),
            keeping: Turns::default(),
            queue,
            playback,
        }
    }

    /// Sends the page what was asked for from outside the app.
    pub(crate) fn open(&self, query: query::Query) {
        self.opened.hand_over(FromSystem::Query { query: self.understand(query) });
    }

    /// Returns a query as the page sees it. Keeps a torrent, because the page gets its hash and name but not its trackers.
    pub(crate) fn understand(&self, query: query::Query) -> Query {
        match query {
            query::Query::Words { text, season, episode } => Query::Words { text, season, episode },
            query::Query::Title { kind, id, season, episode } => {
                Query::Title { kind: kind.into(), id, season, episode }
            }
            query::Query::Torrent(torrent) => {
                let seen = Query::Torrent { id: torrent.hash.to_string(), name: torrent.name.clone() };
                let mut handed = lock(&self.handed);
                handed.retain(|known| known.hash != torrent.hash || known.name.is_some() && torrent.name.is_none());
                if !handed.iter().any(|known| known.hash == torrent.hash) {
                    handed.push_back(torrent);
                }
                if handed.len() > MOST_HANDED {
                    handed.pop_front();
                }
                seen
            }
            query::Query::Unusable(why) => Query::Unusable { error: why.into() },
        }
    }

    /// Returns a torrent that was pasted or dropped a moment ago.
    pub(crate) fn handed(&self, hash: InfoHash) -> Option<Handed> {
        lock(&self.handed).iter().find(|known| known.hash == hash).cloned()
    }

    /// Keeps a search so that its rows can still be linked, and returns its id. Drops the oldest one when there are too many.
    pub(crate) fn keep_search(&self, search: Arc<KeptSearch>) -> u64 {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let mut boards = lock(&self.boards);
        boards.push_back((id, search));
        if boards.len() > MOST_BOARDS {
            boards.pop_front();
        }
        id
    }

    pub(crate) fn search(&self, id: u64) -> Option<Arc<KeptSearch>> {
        lock(&self.boards).iter().find(|(of, _)| *of == id).map(|(_, search)| Arc::clone(search))
    }

    /// Keeps a link and returns a handle for the page, which never sees the link itself.
    pub(crate) fn keep_link(&self, link: Arc<Link>) -> String {
        let id = format!("link-{}", self.next_id.fetch_add(1, Ordering::Relaxed));
        let mut links = lock(&self.links);
        links.push_back((id.clone(), link));
        if links.len() > MOST_LINKS {
            links.pop_front();
        }
        id
    }

    pub(crate) fn link(&self, id: &str) -> Option<Arc<Link>> {
        lock(&self.links).iter().find(|(of, _)| of == id).map(|(_, link)| Arc::clone(link))
    }

    /// Returns the link that was made last, unless it leads to this machine's disk.
    pub(crate) fn latest_link(&self) -> Option<Arc<Link>> {
        let is_web = |link: &&Arc<Link>| !matches!(link.result.renewal, Renewal::Disk);
        lock(&self.links).iter().rev().map(|(_, link)| link).find(is_web).cloned()
    }

    pub(crate) fn keep_pack(&self, pack: Pack) -> String {
        let id = format!("pack-{}", self.next_id.fetch_add(1, Ordering::Relaxed));
        let mut packs = lock(&self.packs);
        packs.push_back((id.clone(), Arc::new(pack)));
        if packs.len() > MOST_PACKS {
            packs.pop_front();
        }
        id
    }

    pub(crate) fn pack(&self, id: &str) -> Option<Arc<Pack>> {
        lock(&self.packs).iter().find(|(of, _)| of == id).map(|(_, pack)| Arc::clone(pack))
    }

    /// Returns what the library holds of a title. When the library cannot be read it returns nothing, so that the page still opens.
    pub(crate) async fn kept(&self, title_id: &str) -> Kept {
        let library = &self.profile.library;
        Kept {
            progress: library.progress_of(title_id).await.unwrap_or_default(),
            listed: library.is_listed(title_id).await.unwrap_or_default(),
        }
    }

    pub(crate) fn searching(&self) -> &Turns {
        &self.searching
    }

    pub(crate) fn linking(&self) -> &Turns {
        &self.linking
    }

    pub(crate) fn keeping(&self) -> &Turns {
        &self.keeping
    }

    pub(crate) fn watching(&self) -> &Turns {
        &self.watching
    }
}

/// Lets only the latest command of a kind run: a newer call stops the older ones, even one that is still preparing its task.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<Latest>);

#[derive(Debug, Default)]
struct Latest {
    /// The number of the newest turn.
    turn: u64,
    /// What the newest turn runs, once it does.
    task: Option<AbortHandle>,
}

/// Identifies one call of a command. Its task runs only while no later turn was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn(u64);

impl Turns {
    /// Takes the next turn and stops the task of the one before. A command calls this before anything else. A command that only
    /// stops what runs ignores the result.
    pub(crate) fn next(&self) -> Turn {
        let mut latest = lock(&self.0);
        latest.turn += 1;
        if let Some(before) = latest.task.take() {
            before.abort();
        }
        Turn(latest.turn)
    }

    /// Registers the task of this turn, so that the next turn can stop it. Stops it at once when a later turn was taken meanwhile.
    pub(crate) fn run(&self, turn: Turn, task: AbortHandle) {
        let mut latest = lock(&self.0);
        if latest.turn == turn.0 {
            latest.task = Some(task);
        } else {
            task.abort();
        }
    }
}
