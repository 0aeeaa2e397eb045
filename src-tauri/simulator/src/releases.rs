//! Owns the torrents of the world: which exist for a target, who lists them, who holds them. All drawn on demand from the
//! seed, so that a world of thirty thousand costs no more to start than one of ten.

pub(crate) mod files;
pub(crate) mod hash;
mod name;
mod promised;
pub(crate) mod traits;
mod universe;

use std::collections::BTreeMap;

use files::Layout;
use hash::{Flavour, Key};
use name::Says;
use traits::Traits;

use crate::{
    Config, Upstream,
    catalogue::{self, Episode, Kind, Work},
    config::PlantedSubtitles,
    dice::{Dice, fold},
    film::Film,
    text,
};

/// Everything that exists in one run.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) torrents: usize,
    pub(crate) overlap: f64,
    pub(crate) cached_share: f64,
    pub(crate) works: Vec<Work>,
    given: BTreeMap<[u8; 20], Key>,
    /// What was planted in the headers of files, by hash.
    pub(crate) films: BTreeMap<String, Film>,
    /// What was planted at the addon for subtitles.
    pub(crate) subtitles: BTreeMap<String, Vec<PlantedSubtitles>>,
}

/// What is asked of one work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Film,
    /// A position in the work's episodes.
    Episode(usize),
    Season(u32),
    /// A title with nothing said of episodes.
    Whole,
}

#[derive(Clone, Debug)]
pub(crate) struct Torrent {
    pub(crate) key: Key,
    pub(crate) id: [u8; 20],
    pub(crate) hash: String,
    pub(crate) name: String,
    pub(crate) traits: Traits,
    /// First and last position in the work's episodes; `None` for films.
    pub(crate) span: Option<(usize, usize)>,
    pub(crate) layout: Layout,
    /// Bytes of all files.
    pub(crate) size: u64,
    pub(crate) seeders: u64,
    pub(crate) leechers: u64,
    pub(crate) indexer: &'static str,
    /// Unix seconds.
    pub(crate) uploaded: i64,
}

const TRACKERS: [&str; 5] = [
    "udp://tracker.opentrackr.org:1337/announce",
    "udp://open.stealth.si:80/announce",
    "udp://tracker.torrent.eu.org:451/announce",
    "http://nyaa.tracker.wf:7777/announce",
    "udp://exodus.desync.com:6969/announce",
];
const INDEXERS: &[(&str, f64)] = &[
    ("1337x", 22.0),
    ("TorrentGalaxy", 16.0),
    ("ThePirateBay", 14.0),
    ("KickassTorrents", 8.0),
    ("TorrentCSV", 8.0),
    ("Rutor", 6.0),
    ("Knaben", 6.0),
    ("MagnetDL", 5.0),
    ("ilCorSaRoNeRo", 4.0),
];

impl World {
    pub(crate) fn new(config: &Config) -> Self {
        let mut works = catalogue::built_in();
        // Works of one `IMDb` id are the entries of one anime whose seasons Kitsu parts.
        works.retain(|held| config.works.iter().all(|work| work.imdb != held.imdb));
        works.extend(config.works.iter().cloned());
        let mut given = BTreeMap::new();
        for (at, work) in works.iter().enumerate() {
            for (number, release) in work.releases.iter().enumerate() {
                if let Some(id) = text::unhex(&release.hash) {
                    given.insert(id, given_key(at, number));
                }
            }
        }
        Self {
            seed: config.seed,
            torrents: config.torrents,
            overlap: config.overlap,
            cached_share: config.cached_share,
            works,
            given,
            films: config.films.clone(),
            subtitles: config.subtitles.clone(),
        }
    }

    pub(crate) fn work(&self, torrent: &Torrent) -> &Work {
        &self.works[usize::from(torrent.key.work)]
    }

    pub(crate) fn by_imdb(&self, imdb: &str) -> Option<usize> {
        self.works.iter().position(|work| work.imdb == imdb)
    }

    /// By an id of the databases the Kitsu addon knows.
    pub(crate) fn by_anime(&self, database: &str, id: u32) -> Option<usize> {
        self.works.iter().position(|work| {
            work.anime.is_some_and(|ids| match database {
                "kitsu" => ids.kitsu == id,
                "mal" => ids.mal == id,
                "anilist" => ids.anilist == id,
                "anidb" => ids.anidb == id,
                _ => false,
            })
        })
    }

    /// A Stremio id, `tt1`, `tt1:1:2`, `kitsu:1:2`, `anidb:1`, to what it names here.
    pub(crate) fn resolve(&self, id: &str) -> Option<(usize, Target)> {
        let parts: Vec<&str> = id.split(':').collect();
        if id.starts_with("tt") {
            let work = self.by_imdb(parts[0])?;
            let target = match parts.as_slice() {
                [_, season, number] => {
                    Target::Episode(self.works[work].by_season(season.parse().ok()?, number.parse().ok()?)?)
                }
                [_] if self.works[work].kind == Kind::Movie => Target::Film,
                [_] => Target::Whole,
                _ => return None,
            };
            return Some((work, target));
        }
        let work = self.by_anime(parts[0], parts.get(1)?.parse().ok()?)?;
        let target = match parts.get(2) {
            Some(number) => Target::Episode(self.works[work].by_absolute(number.parse().ok()?)?),
            None => Target::Whole,
        };
        Some((work, target))
    }

    /// The torrent a hash names, if this world has it.
    pub(crate) fn by_hash(&self, hash: &str) -> Option<Torrent> {
        let id = text::unhex(hash)?;
        let key = self.given.get(&id).copied().or_else(|| Key::of_hash(&id, self.seed))?;
        let work = self.works.get(usize::from(key.work))?;
        let known = match key.flavour {
            Flavour::Given => (key.number as usize) < work.releases.len(),
            Flavour::Single => usize::from(key.at) < work.episodes.len(),
            _ => true,
        };
        known.then(|| self.torrent(key))
    }

    /// Whether a debrid service holds it already.
    pub(crate) fn cached(&self, store: &str, torrent: &Torrent) -> bool {
        if let Some(cached) = self.release(torrent).and_then(|release| release.cached) {
            return cached;
        }
        let mut dice = Dice::new(fold(self.seed, store), &torrent.hash);
        // What many people share, services hold more often.
        let lift = if torrent.seeders > 100 { 1.4 } else { 0.95 };
        dice.chance((self.cached_share * lift).min(self.cached_share.max(0.97)))
    }

    pub(crate) fn release(&self, torrent: &Torrent) -> Option<&catalogue::Release> {
        let work = self.works.get(usize::from(torrent.key.work))?;
        (torrent.key.flavour == Flavour::Given).then(|| work.releases.get(torrent.key.number as usize)).flatten()
    }

    pub(crate) fn torrent(&self, key: Key) -> Torrent {
        let work = &self.works[usize::from(key.work)];
        let mut dice = Dice::new(key.draw_seed(self.seed), "torrent");
        let mut traits = traits::draw(&mut dice, work.kind, work.year);
        let span = span(key, work, &mut dice);
        let says = says(key, work, span);
        let mut name = name::name(&mut dice, work, says, &traits);
        let mut layout = files::layout(&mut dice, work, key.flavour, &name, &traits);
        let mut id = key.hash(self.seed);
        let heat = (2.5 / (dice.unit() + 0.002)) * work.weight.clamp(0.15, 1.0);
        let mut seeders = if dice.chance(0.05) { 0 } else { rounded(heat) };
        if let Some(release) = (key.flavour == Flavour::Given).then(|| &work.releases[key.number as usize]) {
            id = text::unhex(&release.hash).unwrap_or(id);
            name.clone_from(&release.name);
            seeders = u64::from(release.seeders);
            layout = Layout::Given;
            if let Some(found) = ["2160p", "1080p", "720p", "480p"].into_iter().find(|tag| name.contains(tag)) {
                traits.resolution = found;
            }
        }
        let leechers = dice.within(0, seeders / 4 + 2);
        let indexer = if work.kind == Kind::Anime && dice.chance(0.75) { "Nyaa" } else { dice.weighted(INDEXERS) };
        let after = span.and_then(|(_, last)| work.episodes.get(last)).map_or(0, |episode| episode.released);
        let floor = after.max(catalogue::date(i64::from(work.year).max(2009), 1, 1)).min(catalogue::date(2026, 9, 1));
        let room = u64::try_from(catalogue::date(2026, 10, 1) - floor).unwrap_or(86_400);
        // Most releases follow their work closely.
        let nearness = dice.unit();
        let uploaded = floor + i64::try_from(rounded(room as f64 * nearness * nearness * nearness)).unwrap_or(0);
        let mut torrent = Torrent {
            key,
            id,
            hash: text::hex(&id),
            name,
            traits,
            span,
            layout,
            size: 0,
            seeders,
            leechers,
            indexer,
            uploaded,
        };
        torrent.size = self.total_size(&torrent);
        torrent
    }

    /// Whether a source lists a torrent. Every torrent has one home; others repeat it as often as `overlap` asks.
    pub(crate) fn listed(&self, upstream: Upstream, key: Key) -> bool {
        let work = &self.works[usize::from(key.work)];
        if key.flavour == Flavour::Given {
            let sources = work.releases.get(key.number as usize).map_or(&[] as &[Upstream], |release| &release.sources);
            return if sources.is_empty() { share(upstream, work.kind) > 0.0 } else { sources.contains(&upstream) };
        }
        let mut dice = Dice::new(key.draw_seed(self.seed), "listed");
        let shares = Upstream::SOURCES.map(|source| (source, share(source, work.kind)));
        let home = dice.weighted(&shares);
        if home == upstream {
            return true;
        }
        if self.private(key) {
            return false;
        }
        let repeats = 1.0 / (1.0 - self.overlap.clamp(0.0, 0.95)) - 1.0;
        let total: f64 = shares.iter().map(|(_, share)| share).sum();
        let mine = share(upstream, work.kind) / (total - share(home, work.kind)).max(0.01);
        Dice::new(key.draw_seed(self.seed), upstream.name()).chance((repeats * mine).min(1.0))
    }

    /// Listed by `StremThru` alone and marked private: rows a client must drop.
    pub(crate) fn private(&self, key: Key) -> bool {
        key.flavour != Flavour::Given && Dice::new(key.draw_seed(self.seed), "private").chance(0.004)
    }
}

impl Work {
    /// Positions of the first and last regular episode that has aired.
    pub(crate) fn aired(&self) -> Option<(usize, usize)> {
        let regular = |episode: &Episode| episode.season > 0 && episode.aired();
        Some((self.episodes.iter().position(regular)?, self.episodes.iter().rposition(regular)?))
    }
}

impl Torrent {
    pub(crate) fn covers(&self, episode: usize) -> bool {
        self.span.is_some_and(|(first, last)| (first..=last).contains(&episode))
    }

    pub(crate) fn is_pack(&self) -> bool {
        self.span.is_some_and(|(first, last)| last > first)
    }

    /// A few announce URLs; none for some torrents.
    pub(crate) fn trackers(&self) -> &'static [&'static str] {
        let first = usize::from(self.id[3] % 3);
        let count = usize::from(self.id[4] % 4);
        &TRACKERS[first..(first + count).min(TRACKERS.len())]
    }
}

/// The share of the world's torrents a source is home to.
fn share(upstream: Upstream, kind: Kind) -> f64 {
    let (movie, series, anime) = match upstream {
        Upstream::StremThru => (0.28, 0.30, 0.27),
        Upstream::Torrentio => (0.18, 0.18, 0.14),
        Upstream::Comet => (0.16, 0.17, 0.14),
        Upstream::TorrentsDb => (0.12, 0.12, 0.10),
        Upstream::Zilean => (0.10, 0.10, 0.07),
        Upstream::MediaFusion => (0.05, 0.05, 0.04),
        Upstream::Peerflix => (0.06, 0.06, 0.03),
        Upstream::Nyaa => (0.03, 0.01, 0.12),
        Upstream::AnimeTosho => (0.02, 0.01, 0.09),
        Upstream::Cinemeta
        | Upstream::Kitsu
        | Upstream::Relations
        | Upstream::Metahub
        | Upstream::AniSkip
        | Upstream::TheIntroDb
        | Upstream::IntroDb
        | Upstream::Addon
        | Upstream::Torznab
        | Upstream::Files => (0.0, 0.0, 0.0),
    };
    match kind {
        Kind::Movie => movie,
        Kind::Series => series,
        Kind::Anime => anime,
    }
}

/// The episodes a torrent holds.
fn span(key: Key, work: &Work, dice: &mut Dice) -> Option<(usize, usize)> {
    let (first, last) = work.aired()?;
    match key.flavour {
        Flavour::Film => None,
        Flavour::Decoy => Some((first, last)),
        Flavour::Single => Some((usize::from(key.at), usize::from(key.at))),
        Flavour::Season => {
            let season = u32::from(key.at);
            let from = work.episodes.iter().position(|e| e.season == season && e.aired())?;
            let to = work.episodes.iter().rposition(|e| e.season == season && e.aired())?;
            Some((from, to))
        }
        Flavour::Range => {
            let from = first + usize::from(key.at) * universe::BLOCK;
            Some((from.min(last), (from + universe::BLOCK - 1).min(last)))
        }
        Flavour::Complete => {
            let count = last - first + 1;
            let share =
                if count > 100 { dice.weighted(&[(1.0, 3.0), (0.98, 2.0), (0.9, 2.0), (0.75, 1.0)]) } else { 1.0 };
            let held = usize::try_from(rounded(count as f64 * share)).unwrap_or(count).clamp(1, count);
            Some((first, first + held - 1))
        }
        Flavour::Given => match work.releases.get(key.number as usize).and_then(|release| release.episode) {
            Some((season, number)) => work.by_season(season, number).map(|at| (at, at)),
            None => Some((first, last)),
        },
    }
}

fn says(key: Key, work: &Work, span: Option<(usize, usize)>) -> Says<'_> {
    let episode = |at: usize| work.episodes.get(at);
    let absolute = |at: usize| episode(at).and_then(|e| e.absolute);
    match (key.flavour, span) {
        (Flavour::Decoy, _) => Says::Decoy,
        (Flavour::Season, _) => Says::Season(u32::from(key.at)),
        (Flavour::Range, Some((first, last))) => Says::Range(absolute(first).unwrap_or(1), absolute(last).unwrap_or(1)),
        (Flavour::Complete | Flavour::Given, Some((_, last))) => {
            Says::Complete { last_season: episode(last).map_or(1, |e| e.season), last_absolute: absolute(last) }
        }
        (Flavour::Single, Some((first, _))) => episode(first).map_or(Says::Film, Says::Single),
        _ => Says::Film,
    }
}

fn given_key(work: usize, number: usize) -> Key {
    Key {
        work: u16::try_from(work).unwrap_or(u16::MAX),
        flavour: Flavour::Given,
        at: 0,
        number: u32::try_from(number).unwrap_or(0),
    }
}

/// The nearest whole number of a value that is never negative nor near 2⁶⁴.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range just before")]
pub(crate) fn rounded(value: f64) -> u64 {
    value.clamp(0.0, 1e18).round() as u64
}
