//! Links all episodes of a pack: chooses one file for each episode, makes a link for each, and writes the links as
//! text or as a playlist.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use futures::StreamExt as _;
use futures::stream;
use url::Url;

use crate::debrid::{CacheState, Debrid, DebridError, Magnet, Store};
use crate::model::{Candidate, Hint, Reason};
use crate::names::is_video;
use crate::title::{Episode, Kind, Numbering, Wanted};
use crate::torrent::{InfoHash, TorrentFile};

use super::link::{
    AccountBefore, AddedFor, AddedTorrent, DownloadResult, FileToLink, Links, NewTorrent, link_file, wait_until_ready,
};
use super::select::{self, ScoredFile};

/// The most link requests running at once; the request budget of the service may slow them further.
const PARALLEL: usize = 6;

/// An episode of a pack, before its link is made.
#[derive(Clone, Debug, PartialEq)]
pub struct EpisodeFile {
    /// `None` where the names number through all seasons.
    pub season: Option<u32>,
    pub episode: u32,
    /// Index in the file list.
    pub file: usize,
    pub score: f32,
    pub reasons: Vec<Reason>,
}

/// An episode and its link.
#[derive(Clone, Debug)]
pub struct EpisodeLink {
    pub season: Option<u32>,
    pub episode: u32,
    /// The title shown to people: `Tide Lines – S2 E5`.
    pub title: String,
    pub result: DownloadResult,
}

/// The result of linking a pack.
#[derive(Clone, Debug)]
pub struct Pack {
    pub store: Store,
    pub info_hash: InfoHash,
    pub release: String,
    /// Sorted by episode.
    pub episodes: Vec<EpisodeLink>,
    pub failed: Vec<FailedFile>,
    /// The number of videos that are no episode or a lesser copy of one.
    pub left_out: usize,
    /// The number of requests sent to the service.
    pub calls: u64,
}

/// An episode whose file could not be linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedFile {
    pub name: String,
    pub error: DebridError,
}

/// The progress of linking a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackEvent {
    Opened { episodes: usize, left_out: usize },
    Linked { done: usize, of: usize },
}

/// Links every episode of a torrent at one service. An error of one episode does not affect the others; an error of
/// the account ends the run. Removes a torrent that gives no link at all, if the app added it.
pub async fn link_all(
    links: &Links,
    store: Store,
    wanted: &Wanted,
    candidate: &Candidate,
    mut tell: impl FnMut(PackEvent),
) -> Result<Pack, DebridError> {
    if candidate.torrent.is_link {
        return Err(DebridError::BadMagnet("it is a link, not a torrent".to_owned()));
    }
    let debrid = links.account(store)?;
    let calls_before = debrid.budget().calls();
    let torrent = NewTorrent::of(candidate);
    let claim = links.work.claim(debrid, torrent.hash).await?;
    let before = AccountBefore::read(debrid, Some(torrent.hash)).await?;
    let (added, magnet) = AddedTorrent::add(links, debrid, torrent, AddedFor::Link, &before, claim).await?;
    let is_expected = candidate.cached != Some(CacheState::NotCached);
    let ready = wait_until_ready(debrid, is_expected, magnet, |_, _| ()).await;
    let outcome = match ready {
        Ok(magnet) => link_files(debrid, wanted, candidate, &magnet, &mut tell).await,
        Err(error) => Err(error),
    };
    match outcome {
        Ok(pack) => {
            added.keep().await;
            Ok(Pack { calls: debrid.budget().calls() - calls_before, ..pack })
        }
        Err(error) => {
            added.give_up().await;
            Err(error)
        }
    }
}

async fn link_files(
    debrid: &Debrid,
    wanted: &Wanted,
    candidate: &Candidate,
    magnet: &Magnet,
    tell: &mut impl FnMut(PackEvent),
) -> Result<Pack, DebridError> {
    let store = debrid.store();
    let hint = Hint { torrent_name: &candidate.torrent.title, lessons: &candidate.lessons, ..Hint::default() };
    let chosen = episodes_of(&magnet.files, wanted, &hint);
    let videos = magnet.files.iter().filter(|file| is_video(&file.name)).count();
    let of = chosen.len();
    if of == 0 {
        return Err(DebridError::NoMatchingFile);
    }
    let left_out = videos.saturating_sub(of);
    tell(PackEvent::Opened { episodes: of, left_out });
    let stopped = tokio::sync::watch::channel(None::<DebridError>).0;
    let mut made = stream::iter(chosen)
        .map(|chosen| {
            let stopped = &stopped;
            async move {
                let known = stopped.borrow().clone();
                let outcome = match known {
                    Some(error) => Err(error),
                    None => link_one(debrid, wanted, candidate, &magnet.files, &chosen).await,
                };
                if let Err(error) = outcome.as_ref()
                    && error.stops_the_run()
                {
                    stopped.send_replace(Some(error.clone()));
                }
                (chosen, outcome)
            }
        })
        .buffered(PARALLEL);
    let (mut episodes, mut failed) = (Vec::with_capacity(of), Vec::new());
    while let Some((chosen, outcome)) = made.next().await {
        match outcome {
            Ok(link) => episodes.push(link),
            Err(error) => {
                let name = magnet.files.get(chosen.file).map(|file| file.name.clone()).unwrap_or_default();
                failed.push(FailedFile { name, error });
            }
        }
        tell(PackEvent::Linked { done: episodes.len() + failed.len(), of });
    }
    if episodes.is_empty() {
        return Err(failed.into_iter().next().map_or(DebridError::NoMatchingFile, |failed| failed.error));
    }
    let (info_hash, release) = (candidate.torrent.info_hash, candidate.torrent.title.clone());
    Ok(Pack { store, info_hash, release, episodes, failed, left_out, calls: 0 })
}

async fn link_one(
    debrid: &Debrid,
    wanted: &Wanted,
    candidate: &Candidate,
    files: &[TorrentFile],
    chosen: &EpisodeFile,
) -> Result<EpisodeLink, DebridError> {
    let file = files.get(chosen.file).ok_or(DebridError::NoMatchingFile)?;
    let torrent = &candidate.torrent;
    let (score, reasons) = (chosen.score, chosen.reasons.clone());
    let file = FileToLink { file, info_hash: torrent.info_hash, release: &torrent.title, score, reasons };
    let result = link_file(debrid, file).await?;
    let number = match chosen.season {
        Some(season) => format!("S{season} E{}", chosen.episode),
        None => format!("Episode {}", chosen.episode),
    };
    let name = if wanted.name.is_empty() { &torrent.title } else { &wanted.name };
    Ok(EpisodeLink {
        season: chosen.season,
        episode: chosen.episode,
        title: format!("{name} \u{2013} {number}"),
        result,
    })
}

/// Returns one file for each episode that the names or the person's corrections state, sorted by episode. Leaves out
/// extras and samples, other shows beside the wanted one, and the lesser of two copies. Pure.
pub fn episodes_of(files: &[TorrentFile], wanted: &Wanted, hint: &Hint<'_>) -> Vec<EpisodeFile> {
    // The selection reads the whole batch, so any episode will do.
    let any = Episode {
        asked: Numbering { season: Some(1), episode: 1 },
        imdb: None,
        absolute: None,
        kitsu: None,
        aired: None,
        name: None,
    };
    let kind = if wanted.kind == Kind::Movie { Kind::Series } else { wanted.kind };
    let wanted = Wanted { kind, episode: wanted.episode.clone().or(Some(any)), ..wanted.clone() };
    let mut best: BTreeMap<(Option<u32>, u32), (Quality, EpisodeFile)> = BTreeMap::new();
    let ranked = select::select(files, &wanted, hint).ranked;
    let is_other = |scored: &ScoredFile| scored.reasons().contains(&Reason::OtherTitle);
    let mixed = !ranked.iter().all(is_other);
    for scored in ranked.into_iter().filter(|scored| !mixed || !is_other(scored)) {
        let (Some(episode), Some(file)) = (scored.episode, files.get(scored.file)) else { continue };
        let path = if file.path.is_empty() { &file.name } else { &file.path };
        let parsed = release_name::parse_path(path);
        // An extra counts if the person named it an episode.
        let is_none = parsed.extra.is_some() || parsed.fraction.is_some();
        if file.link.is_none() || is_none && !hint.lessons.iter().any(|lesson| lesson.is_of(file)) {
            continue;
        }
        let quality = Quality { version: parsed.version.unwrap_or(1), size: file.size.unwrap_or(0) };
        let (score, reasons) = (scored.score, scored.reasons());
        let chosen = EpisodeFile { season: scored.season, episode, file: scored.file, score, reasons };
        match best.get(&(scored.season, episode)) {
            Some((held, _)) if *held >= quality => {}
            Some(_) | None => {
                best.insert((scored.season, episode), (quality, chosen));
            }
        }
    }
    best.into_values().map(|(_, chosen)| chosen).collect()
}

/// Sort key for the copies of an episode: a later version beats a larger file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Quality {
    version: u32,
    size: u64,
}

impl EpisodeLink {
    /// Returns the title and link for a playlist entry.
    pub fn entry(&self) -> (&str, &Url) {
        (&self.title, &self.result.link)
    }
}

/// Returns the links, one per line.
pub fn as_text(episodes: &[EpisodeLink]) -> String {
    let mut text = String::new();
    for episode in episodes {
        text.push_str(episode.result.link.as_str());
        text.push('\n');
    }
    text
}

/// Returns an extended M3U playlist in UTF-8: an `#EXTINF:-1,Title` line and a link line for each entry.
pub fn as_m3u8<'a>(entries: impl IntoIterator<Item = (&'a str, &'a Url)>) -> String {
    let mut text = "#EXTM3U\n".to_owned();
    for (title, link) in entries {
        let title = crate::text::clean(title, 300);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "#EXTINF:-1,{title}\n{link}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lesson;
    use crate::pipeline::link::Renewal;
    use crate::title::Ids;

    fn file(path: &str, size: u64) -> TorrentFile {
        let name = path.rsplit('/').next().unwrap().to_owned();
        TorrentFile { index: 0, name, path: path.to_owned(), size: Some(size), link: Some("stremthru://x".to_owned()) }
    }

    fn series() -> Wanted {
        Wanted {
            kind: Kind::Series,
            ids: Ids::default(),
            name: "Tide Lines".to_owned(),
            aliases: Vec::new(),
            year: None,
            end_year: None,
            runtime_min: None,
            episode: None,
            ..Wanted::default()
        }
    }

    #[test]
    fn each_episode_has_one_file_and_extras_have_none() {
        let files = [
            file("/Tide Lines S02/Tide.Lines.S02E02.1080p.mkv", 900_000_000),
            file("/Tide Lines S02/Tide.Lines.S02E01.1080p.mkv", 900_000_000),
            file("/Tide Lines S02/Tide.Lines.S02E01.v2.1080p.mkv", 910_000_000),
            file("/Tide Lines S02/Sample/sample-tide.lines.s02e01.mkv", 20_000_000),
            file("/Tide Lines S02/Extras/Making.Of.mkv", 90_000_000),
            file("/Tide Lines S02/Info.txt", 400),
            TorrentFile { link: None, ..file("/Tide Lines S02/Tide.Lines.S02E03.1080p.mkv", 900_000_000) },
        ];
        let hint = Hint { torrent_name: "Tide Lines S02 1080p", ..Hint::default() };
        let chosen = episodes_of(&files, &series(), &hint);
        let told: Vec<_> = chosen.iter().map(|one| (one.season, one.episode, one.file)).collect();
        assert_eq!(told, [(Some(2), 1, 2), (Some(2), 2, 0)]);
    }

    #[test]
    fn another_show_beside_the_wanted_one_is_left_out() {
        let files = [
            file("/Tide Lines/Tide.Lines.S02E01.1080p.mkv", 900_000_000),
            file("/Tide Lines/Tide.Lines.Mexico.S02E01.1080p.mkv", 990_000_000),
            file("/Tide Lines/Tide.Lines.Mexico.S02E02.1080p.mkv", 990_000_000),
        ];
        let hint = Hint { torrent_name: "Tide Lines", ..Hint::default() };
        let chosen =
            |files: &[TorrentFile]| episodes_of(files, &series(), &hint).iter().map(|e| e.file).collect::<Vec<_>>();
        assert_eq!(chosen(&files), [0]);
        assert_eq!(chosen(&files[1..]), [0, 1], "a pack of it alone was asked for by hand");
    }

    #[test]
    fn a_correction_moves_its_siblings_and_makes_an_episode_of_an_extra() {
        let files = [
            file("/Tide Lines/Tide Lines - 13.mkv", 900_000_000),
            file("/Tide Lines/Tide Lines - 14.mkv", 900_000_000),
            file("/Tide Lines/Extras/Tide Lines - Making Of.mkv", 900_000_000),
        ];
        let said =
            |path: &str, episode| Lesson { path: path.to_owned(), episode: Numbering { season: Some(2), episode } };
        let lessons =
            [said("/Tide Lines/Tide Lines - 14.mkv", 2), said("/Tide Lines/Extras/Tide Lines - Making Of.mkv", 3)];
        let hint = Hint { torrent_name: "Tide Lines", lessons: &lessons, ..Hint::default() };
        let chosen = episodes_of(&files, &series(), &hint);
        let told: Vec<_> = chosen.iter().map(|one| (one.season, one.episode, one.file)).collect();
        assert_eq!(told, [(Some(2), 1, 0), (Some(2), 2, 1), (Some(2), 3, 2)]);
    }

    #[test]
    fn a_playlist_names_each_episode_on_one_line() {
        let link = |episode: u32| EpisodeLink {
            season: Some(1),
            episode,
            title: format!("Tide\nLines – S1 E{episode}"),
            result: DownloadResult {
                link: format!("https://example.org/{episode}.mkv").parse().unwrap(),
                file_name: String::new(),
                file_path: String::new(),
                file_size: None,
                file_index: 0,
                score: 0.0,
                match_reasons: Vec::new(),
                info_hash: crate::pipeline::pool::tests::hash('a'),
                release: String::new(),
                service: Store::TorBox.into(),
                expires_at: None,
                headers: Vec::new(),
                passport: None,
                not_web_ready: false,
                beside: Vec::new(),
                chosen_by: crate::model::ChosenBy::File,
                renewal: Renewal::Service(String::new()),
            },
        };
        let episodes = [link(1), link(2)];
        let expected = "#EXTM3U\n#EXTINF:-1,Tide Lines – S1 E1\nhttps://example.org/1.mkv\n\
                        #EXTINF:-1,Tide Lines – S1 E2\nhttps://example.org/2.mkv\n";
        assert_eq!(as_m3u8(episodes.iter().map(EpisodeLink::entry)), expected);
        assert_eq!(as_text(&episodes), "https://example.org/1.mkv\nhttps://example.org/2.mkv\n");
    }
}
