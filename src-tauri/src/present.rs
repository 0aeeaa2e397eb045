//! The core's values as the page sees them: words for codes, keys for addresses, nothing secret.

use perihelion_core::debrid::{CacheState, Store};
use perihelion_core::images::Images;
use perihelion_core::metadata::{Meta, MetaPreview, Video};
use perihelion_core::pipeline::dedupe::Candidate;
use perihelion_core::pipeline::event::{Asked, Event};
use perihelion_core::pipeline::link::LinkEvent;
use perihelion_core::pipeline::rank::{RankReason, Scope};
use perihelion_core::pipeline::select::Reason;
use perihelion_core::store::Played;
use perihelion_core::title::{self, Ids};

use crate::error::{of_debrid, of_source};
use crate::state::About;
use crate::wire;

impl From<title::Kind> for wire::Kind {
    fn from(kind: title::Kind) -> Self {
        match kind {
            title::Kind::Movie => Self::Movie,
            title::Kind::Series => Self::Series,
            title::Kind::Anime => Self::Anime,
        }
    }
}

impl From<wire::Kind> for title::Kind {
    fn from(kind: wire::Kind) -> Self {
        match kind {
            wire::Kind::Movie => Self::Movie,
            wire::Kind::Series => Self::Series,
            wire::Kind::Anime => Self::Anime,
        }
    }
}

pub(crate) fn card(images: &Images, preview: &MetaPreview) -> wire::TitleCard {
    wire::TitleCard {
        id: preview.id.clone(),
        kind: preview.kind.into(),
        name: preview.name.clone(),
        years: preview.release_info.clone(),
        rating: preview.rating,
        poster: preview.poster.as_deref().map(|address| images.key(address)),
        genres: preview.genres.clone(),
    }
}

pub(crate) fn details(images: &Images, meta: &Meta, watched: &[(u32, u32)]) -> wire::TitleDetails {
    let key = |address: &Option<String>| address.as_deref().map(|address| images.key(address));
    let preview = &meta.preview;
    let is_film = preview.kind == title::Kind::Movie;
    wire::TitleDetails {
        id: preview.id.clone(),
        kind: preview.kind.into(),
        name: preview.name.clone(),
        years: preview.release_info.clone(),
        runtime: meta.runtime.clone(),
        rating: preview.rating,
        genres: preview.genres.clone(),
        cast: meta.cast.clone(),
        directors: meta.directors.clone(),
        description: meta.description.clone(),
        poster: key(&preview.poster),
        background: key(&meta.background),
        logo: key(&meta.logo),
        seasons: if is_film { Vec::new() } else { seasons(images, meta, watched) },
        episodes_unknown: !is_film && meta.videos.is_empty(),
        known_as: known_as(&preview.ids, &meta.aliases),
    }
}

fn known_as(ids: &Ids, aliases: &[String]) -> Vec<String> {
    let number = |label: &str, id: Option<u32>| id.map(|id| format!("{label} {id}"));
    [
        ids.imdb.as_ref().map(|id| format!("IMDb {id}")),
        number("Kitsu", ids.kitsu),
        number("AniDB", ids.anidb),
        number("MyAnimeList", ids.mal),
        number("AniList", ids.anilist),
    ]
    .into_iter()
    .flatten()
    .chain(aliases.iter().take(8).map(|alias| format!("“{alias}”")))
    .collect()
}

fn seasons(images: &Images, meta: &Meta, watched: &[(u32, u32)]) -> Vec<wire::Season> {
    let now = jiff::Timestamp::now();
    let anime = meta.preview.kind == title::Kind::Anime;
    let mut seasons: Vec<wire::Season> = Vec::new();
    for video in &meta.videos {
        let card = wire::EpisodeCard {
            season: video.season,
            episode: video.episode,
            also: also(video, anime),
            name: video.name.clone(),
            aired: video.aired.map(|day| day.to_string()),
            out: video.released.is_none_or(|released| released <= now),
            overview: video.overview.clone(),
            still: video.thumbnail.as_deref().map(|address| images.key(address)),
            watched: watched.contains(&(video.season, video.episode)),
        };
        match seasons.last_mut().filter(|season| season.number == video.season) {
            Some(season) => season.episodes.push(card),
            None => seasons.push(wire::Season {
                number: video.season,
                label: match video.season {
                    0 => "Specials".to_owned(),
                    _ if anime => "Episodes".to_owned(),
                    number => format!("Season {number}"),
                },
                episodes: vec![card],
            }),
        }
    }
    seasons
}

/// The other numbering: an anime's place on IMDb, a long series' running number.
fn also(video: &Video, anime: bool) -> Option<String> {
    if anime {
        let imdb = video.imdb.filter(|imdb| imdb.season != Some(1) || imdb.episode != video.episode)?;
        return Some(match imdb.season {
            Some(season) => format!("S{season}E{}", imdb.episode),
            None => format!("episode {}", imdb.episode),
        });
    }
    let absolute = video.absolute.filter(|_| video.season > 1)?;
    Some(format!("episode {absolute}"))
}

pub(crate) fn history_entry(images: &Images, played: &Played) -> wire::HistoryEntry {
    let about = About {
        title_id: played.title_id.clone(),
        kind: played.kind,
        name: played.name.clone(),
        years: played.years.clone(),
        poster: played.poster.clone(),
        season: played.season,
        episode: played.episode,
    };
    wire::HistoryEntry {
        entry_id: played.id,
        title: wire::TitleCard {
            id: about.title_id.clone(),
            kind: about.kind.into(),
            name: about.name.clone(),
            years: about.years.clone(),
            rating: None,
            poster: about.poster.as_deref().map(|address| images.key(address)),
            genres: Vec::new(),
        },
        season: about.season,
        episode: about.episode,
        label: about.episode_label(),
        file_name: played.file_name.clone(),
        played_at: played.played_at.to_string(),
    }
}

/// A search's event as the page hears it.
pub(crate) fn stream_event(event: Event, search_id: u64, heading: &str, store: Store) -> wire::StreamEvent {
    match event {
        Event::Started { sources, remembered } => wire::StreamEvent::Started {
            search_id,
            heading: heading.to_owned(),
            sources: sources
                .into_iter()
                .map(|(source, asked)| wire::SourceChip {
                    source: source.as_str().to_owned(),
                    label: source.label().to_owned(),
                    state: match asked {
                        Asked::Asking => wire::ChipState::Asking,
                        Asked::Off => wire::ChipState::Off,
                        Asked::Remembered => wire::ChipState::Remembered,
                    },
                })
                .collect(),
            remembered_s: remembered.map(|age| age.as_secs()),
        },
        Event::SourceAnswered { source, count: found, elapsed } => wire::StreamEvent::SourceAnswered {
            source: source.as_str().to_owned(),
            count: count(found),
            elapsed_ms: millis(elapsed),
        },
        Event::SourceSkipped { source } => wire::StreamEvent::SourceSkipped { source: source.as_str().to_owned() },
        Event::SourceFailed { source, error, elapsed } => wire::StreamEvent::SourceFailed {
            source: source.as_str().to_owned(),
            elapsed_ms: millis(elapsed),
            error: of_source(&error),
        },
        Event::RowsArrived { rows } => wire::StreamEvent::RowsArrived { rows: rows.iter().map(row).collect() },
        Event::CacheChecked { checked, total, cached, verdicts } => wire::StreamEvent::CacheChecked {
            checked: count(checked),
            total: count(total),
            cached: count(cached),
            service: store.label().to_owned(),
            verdicts: verdicts
                .into_iter()
                .map(|verdict| wire::Verdict {
                    id: verdict.hash.to_string(),
                    cached: cached_state(Some(verdict.state)),
                    rank: verdict.rank,
                    file_size: verdict.file.as_ref().and_then(|file| file.size),
                    file_name: verdict.file.map(|file| file.name),
                    reasons: words(&verdict.reasons),
                })
                .collect(),
        },
        Event::CacheCheckFailed { unchecked, error } => {
            wire::StreamEvent::CacheCheckFailed { unchecked: count(unchecked), error: of_debrid(&error, store) }
        }
        Event::PickChosen { hash, reasons } => {
            wire::StreamEvent::PickChosen { id: hash.to_string(), reasons: words(&reasons) }
        }
        Event::Completed { rows, cached, elapsed } => {
            wire::StreamEvent::Completed { rows: count(rows), cached: count(cached), elapsed_ms: millis(elapsed) }
        }
    }
}

fn row(candidate: &Candidate) -> wire::StreamRow {
    let torrent = &candidate.torrent;
    let parsed = &candidate.parsed;
    let file = candidate.file.as_ref();
    let owned = |list: &[&'static str]| list.iter().map(|text| (*text).to_owned()).collect();
    wire::StreamRow {
        id: torrent.info_hash.to_string(),
        release: torrent.title.clone(),
        resolution: parsed.resolution.clone(),
        quality: parsed.quality.map(str::to_owned),
        codec: parsed.codec.map(codec_words),
        hdr: owned(&parsed.hdr),
        audio: owned(&parsed.audio),
        channels: owned(&parsed.channels),
        languages: owned(&parsed.languages),
        group: parsed.group.clone(),
        scope: match candidate.rank.scope {
            Scope::Single => wire::RowScope::Single,
            Scope::Pack => wire::RowScope::Pack,
            Scope::Unknown => wire::RowScope::Unknown,
        },
        file_size: file.and_then(|file| file.size).or(torrent.file_size),
        size: torrent.size,
        file_name: file.map(|file| file.name.clone()).or_else(|| torrent.file_name.clone()),
        seeders: torrent.seeders,
        sources: candidate.sources.iter().map(|source| source.as_str().to_owned()).collect(),
        tracker: torrent.tracker.clone(),
        cached: cached_state(candidate.cached),
        rank: candidate.rank.value,
        reasons: words(&candidate.rank.reasons),
    }
}

/// Codecs as people write them.
fn codec_words(codec: &'static str) -> String {
    match codec {
        "hevc" | "avc" | "av1" => codec.to_uppercase(),
        "xvid" => "XviD".to_owned(),
        "divx" => "DivX".to_owned(),
        "mpeg" => "MPEG-2".to_owned(),
        other => other.to_owned(),
    }
}

fn cached_state(state: Option<CacheState>) -> wire::Cached {
    match state {
        None => wire::Cached::Checking,
        Some(CacheState::Cached) => wire::Cached::Yes,
        Some(CacheState::NotCached) => wire::Cached::No,
        Some(CacheState::Unknown) => wire::Cached::Unknown,
    }
}

fn words(reasons: &[RankReason]) -> Vec<String> {
    reasons.iter().map(RankReason::words).collect()
}

/// A link's step as the page hears it.
pub(crate) fn link_event(event: LinkEvent, store: Store) -> wire::LinkEvent {
    match event {
        LinkEvent::CandidateStarted { hash, release, position, of } => wire::LinkEvent::CandidateStarted {
            id: hash.to_string(),
            release,
            position: count(position),
            of: count(of),
        },
        LinkEvent::Added { status } => wire::LinkEvent::Added { status: status.as_str().to_owned() },
        LinkEvent::Waited { status, attempt } => {
            wire::LinkEvent::Waited { status: status.as_str().to_owned(), attempt }
        }
        LinkEvent::FileChosen { name, size, score, reasons } => {
            wire::LinkEvent::FileChosen { name, size, score, reasons: file_words(&reasons) }
        }
        LinkEvent::CandidateFailed { hash, error } => {
            wire::LinkEvent::CandidateFailed { id: hash.to_string(), error: of_debrid(&error, store) }
        }
        LinkEvent::LinkMade => wire::LinkEvent::LinkMade,
    }
}

/// Why a file was chosen: the labels as words, `exact episode`, `title`, ….
pub(crate) fn file_words(reasons: &[Reason]) -> Vec<String> {
    let label = |reason: &Reason| Some(serde_json::to_value(reason).ok()?.as_str()?.replace('_', " "));
    reasons.iter().filter_map(label).collect()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn millis(elapsed: std::time::Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}
