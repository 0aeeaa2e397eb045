//! What lives as long as the window: the profile, the searches whose rows can still be linked, the links that were made.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use perihelion_core::pipeline::board::Board;
use perihelion_core::pipeline::link::DownloadResult;
use perihelion_core::pipeline::pack::EpisodeLink;
use perihelion_core::profile::Profile;
use perihelion_core::query;
use perihelion_core::store::{Place, Progress};
use perihelion_core::title::Kind;
use perihelion_core::torrent::InfoHash;
use perihelion_core::torrent_file::Handed;
use tokio::task::AbortHandle;

use crate::lock::lock;
use crate::opened::Opened;
use crate::player;
use crate::wire::{Query, WireError};

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
    player: player::Open,
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
            opened: Opened::default(),
            handed: Mutex::default(),
            next_id: AtomicU64::new(1),
            boards: Mutex::default(),
            links: Mutex::default(),
            packs: Mutex::default(),
            searching: Turns::default(),
            linking: Turns::default(),
            player: player::Open::default(),
        }
    }

    /// Sends the page what was asked for from outside the app.
    pub(crate) fn open(&self, query: query::Query) {
        self.opened.hand_over(self.understand(query));
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

    pub(crate) fn player(&self) -> &player::Open {
        &self.player
    }
}

impl Link {
    /// Returns the id under which the playback position of a file is kept whose title no catalogue knows.
    fn of_file(&self) -> String {
        let DownloadResult { file_name, file_size, .. } = &self.result;
        // The size tells apart two files of the same name in different folders.
        let size = file_size.map_or_else(String::new, |size| size.to_string());
        format!("{}/{size}/{file_name}", self.about.title_id)
    }

    pub(crate) fn place(&self) -> Place {
        let place = self.about.place();
        if self.about.is_unknown() { Place { title_id: self.of_file(), ..place } } else { place }
    }
}

impl About {
    /// The same title, another episode of it.
    pub(crate) fn of(&self, season: Option<u32>, episode: u32) -> Self {
        Self { season, episode: Some(episode), ..self.clone() }
    }

    /// Returns the description of a file that lies in a title's torrent but is not one of the title's episodes. It is kept out of
    /// the title's history.
    pub(crate) fn beside(self, hash: InfoHash) -> Self {
        Self { title_id: format!("torrent:{hash}"), ..self }
    }

    /// Returns true for what no catalogue knows: a pasted torrent, a file of the account, or an extra file in a title's torrent.
    pub(crate) fn is_unknown(&self) -> bool {
        self.title_id.starts_with("torrent:") || self.title_id.starts_with("cloud:")
    }

    pub(crate) fn place(&self) -> Place {
        Place { title_id: self.title_id.clone(), season: self.season, episode: self.episode }
    }

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
