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
/// A pack of a thousand episodes is a thousand of them.
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
    /// Torrents that were pasted or dropped, until they are opened.
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

/// The links of all episodes of a pack: as its files count them, and as they are played.
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

    /// What a link from outside means goes to the page.
    pub(crate) fn open(&self, link: &str) {
        let query = self.understand(query::read(link));
        self.opened.hand_over(query);
    }

    /// A query as the page sees it; a torrent is kept at hand with its name and trackers.
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

    /// A torrent that was pasted or dropped a moment ago.
    pub(crate) fn handed(&self, hash: InfoHash) -> Option<Handed> {
        lock(&self.handed).iter().find(|known| known.hash == hash).cloned()
    }

    /// Keeps a search's rows within reach; the oldest search falls out.
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

    /// Keeps a link under a handle that says nothing of it.
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

    /// A library that cannot be read costs the marks, not the page.
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
    /// Where its position is kept: of what no catalogue knows each file has its own.
    fn of_file(&self) -> String {
        let DownloadResult { file_name, file_size, .. } = &self.result;
        // Folders may hold files of one name.
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

    /// A file of a title's torrent that is something else.
    pub(crate) fn beside(self, hash: InfoHash) -> Self {
        Self { title_id: format!("torrent:{hash}"), ..self }
    }

    /// A torrent that was pasted, a file of the account, or one that lies beside a title's: no catalogue knows it.
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

/// Of the commands of a kind the last one called runs, however long each takes to begin.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<(u64, Option<AbortHandle>)>);

/// A command's turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn(u64);

impl Turns {
    /// To be called first: what ran or was to run before is stopped. Also where nothing is to run any more.
    pub(crate) fn next(&self) -> Turn {
        let mut turns = lock(&self.0);
        turns.0 += 1;
        if let Some(before) = turns.1.take() {
            before.abort();
        }
        Turn(turns.0)
    }

    /// The task that the command runs; it is stopped when another's turn has come.
    pub(crate) fn run(&self, turn: Turn, task: AbortHandle) {
        let mut turns = lock(&self.0);
        if turns.0 == turn.0 {
            turns.1 = Some(task);
        } else {
            task.abort();
        }
    }
}
