//! Titles, episodes and what was seen of them.

use perihelion_core::images::Images;
use perihelion_core::metadata::{HomeRow, Listing, Meta, MetaPreview, Narrowed, Video, genres, listings};
use perihelion_core::store::Played;
use perihelion_core::title::{self, Ids};

use crate::state::{About, Kept};
use crate::wire;

pub(crate) fn card(images: &Images, preview: &MetaPreview) -> wire::TitleCard {
    wire::TitleCard {
        id: preview.id.clone(),
        kind: preview.kind.into(),
        name: preview.name.clone(),
        years: years(preview.release_info.as_deref()),
        rating: preview.rating,
        poster: preview.poster.as_deref().map(|address| images.key(address)),
        genres: preview.genres.clone(),
        imdb: preview.ids.imdb.clone(),
    }
}

pub(crate) fn home_row(row: &HomeRow) -> wire::HomeRow {
    wire::HomeRow {
        id: row.id.to_owned(),
        label: row.label.to_owned(),
        kind: row.kind.into(),
        listing: row.listing.to_owned(),
        genre: row.genre.map(str::to_owned),
    }
}

/// Returns what can be looked through of a kind.
pub(crate) fn shelf(kind: title::Kind) -> wire::Shelf {
    let narrowed = |one: &Listing| match one.narrowed {
        Narrowed::Never => wire::Narrowed::Never,
        Narrowed::ToGenre => wire::Narrowed::ToGenre,
        Narrowed::ToYear => wire::Narrowed::ToYear,
    };
    let listing = |one: &Listing| wire::Listing { name: one.name.to_owned(), narrowed: narrowed(one) };
    wire::Shelf {
        kind: kind.into(),
        listings: listings(kind).iter().map(listing).collect(),
        genres: genres(kind).iter().map(|&genre| genre.to_owned()).collect(),
    }
}

pub(crate) fn details(images: &Images, meta: &Meta, kept: &Kept) -> wire::TitleDetails {
    let key = |address: &Option<String>| address.as_deref().map(|address| images.key(address));
    let preview = &meta.preview;
    let is_film = preview.kind == title::Kind::Movie;
    wire::TitleDetails {
        id: preview.id.clone(),
        kind: preview.kind.into(),
        name: preview.name.clone(),
        years: years(preview.release_info.as_deref()),
        runtime: meta.runtime.clone(),
        rating: preview.rating,
        genres: preview.genres.clone(),
        cast: meta.cast.clone(),
        directors: meta.directors.clone(),
        description: meta.description.clone(),
        poster: key(&preview.poster),
        background: key(&meta.background),
        logo: key(&meta.logo),
        seasons: if is_film { Vec::new() } else { seasons(images, meta, kept) },
        episodes_unknown: !is_film && meta.videos.is_empty(),
        known_as: known_as(&preview.ids, &meta.aliases),
        in_watchlist: kept.listed,
        trailer: meta.trailer.is_some(),
        progress: kept.progress.get(&(None, None)).and_then(|progress| share(progress.share())),
    }
}

/// Returns the years as one reads them, whichever dash the catalogue writes: `2019–`.
pub(super) fn years(said: Option<&str>) -> Option<String> {
    said.map(|said| said.replace(['-', '—', '−'], "–"))
}

#[expect(clippy::cast_possible_truncation, reason = "a share for a bar")]
fn share(share: Option<f64>) -> Option<f32> {
    share.map(|share| share as f32)
}

pub(crate) fn known_as(ids: &Ids, aliases: &[String]) -> Vec<String> {
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

fn seasons(images: &Images, meta: &Meta, kept: &Kept) -> Vec<wire::Season> {
    let now = jiff::Timestamp::now();
    let anime = meta.preview.kind == title::Kind::Anime;
    let mut seasons: Vec<wire::Season> = Vec::new();
    for video in &meta.videos {
        let progress = kept.progress.get(&(Some(video.season), Some(video.episode))).copied().unwrap_or_default();
        let card = wire::EpisodeCard {
            season: video.season,
            episode: video.episode,
            also: also(video, anime),
            name: video.name.clone(),
            aired: video.aired.map(|day| day.to_string()),
            out: video.released.is_none_or(|released| released <= now),
            overview: video.overview.clone(),
            still: video.thumbnail.as_deref().map(|address| images.key(address)),
            watched: progress.watched,
            progress: share(progress.share()),
        };
        match seasons.last_mut().filter(|season| season.number == video.season) {
            Some(season) => season.episodes.push(card),
            None => seasons.push(wire::Season { number: video.season, episodes: vec![card] }),
        }
    }
    seasons
}

/// Returns an episode's number in the other numbering: season and episode on IMDb for an anime, the running number for a long
/// series.
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
            years: years(about.years.as_deref()),
            rating: None,
            poster: about.poster.as_deref().map(|address| images.key(address)),
            genres: Vec::new(),
            imdb: None,
        },
        season: about.season,
        episode: about.episode,
        file_name: played.file_name.clone(),
        played_at: played.played_at.to_string(),
    }
}

/// Returns the card of a film or episode to go on with. `at` is the share that was seen and the seconds that are left.
pub(crate) fn under_way(images: &Images, played: &Played, at: Option<(f64, f64)>) -> wire::ContinueItem {
    let entry = history_entry(images, played);
    wire::ContinueItem {
        title: entry.title,
        season: entry.season,
        episode: entry.episode,
        progress: share(at.map(|(seen, _)| seen)),
        minutes_left: at.map(|(_, seconds)| minutes(seconds)),
        at: entry.played_at,
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn minutes(seconds: f64) -> u32 {
    (seconds / 60.0).ceil().clamp(1.0, 6000.0) as u32
}
