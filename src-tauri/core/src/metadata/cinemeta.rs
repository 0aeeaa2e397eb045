//! Cinemeta: films and series by IMDb id.

use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, civil::Time};

use super::wanted::{count_through, in_order};
use super::wire::{self, WireMeta, WireVideo};
use super::{Meta, MetaPreview, MetadataError, Video};
use crate::text;
use crate::title::{Ids, Kind, country};

/// Returns the name of a kind in the paths of Cinemeta.
pub(super) fn path_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Movie => "movie",
        Kind::Series | Kind::Anime => "series",
    }
}

pub(super) fn search_path(query: &str, kind: Kind) -> String {
    wire::search_path(path_kind(kind), "top", query)
}

/// Returns the path of a catalogue: `top`, `year` or `imdbRating`.
pub(super) fn catalog_path(kind: Kind, catalog: &str, genre: Option<&str>, skip: u32) -> String {
    wire::catalog_path(path_kind(kind), catalog, genre, skip)
}

pub(super) fn meta_path(kind: Kind, id: &str) -> String {
    wire::meta_path(path_kind(kind), id)
}

pub(super) fn previews(body: &[u8], asked: Kind) -> Result<Vec<MetaPreview>, MetadataError> {
    wire::metas(body, |meta| preview(meta, asked))
}

pub(super) fn details(body: &[u8], asked: Kind) -> Result<Meta, MetadataError> {
    wire::meta(body, |wire| {
        let preview = preview(wire, asked)?;
        let mut videos = Vec::new();
        if preview.kind == Kind::Series {
            videos = in_order(wire.videos().filter_map(video).collect());
            count_through(&mut videos);
            place_days(&mut videos, &wire.countries());
        }
        Some(wire.details(preview, videos))
    })
}

fn preview(wire: &WireMeta<'_>, asked: Kind) -> Option<MetaPreview> {
    let is_imdb =
        |id: &&str| super::parse_id(id).is_some_and(|asked| asked.ids.imdb.is_some() && asked.episode.is_none());
    let id = wire.id.text().filter(is_imdb).or_else(|| wire.imdb_id.text().filter(is_imdb))?;
    let kind = match wire.kind.text() {
        Some("movie") => Kind::Movie,
        Some("series") => Kind::Series,
        Some(_) | None => asked,
    };
    wire.preview(id.to_owned(), kind, Ids { imdb: Some(id.to_owned()), ..Ids::default() })
}

fn video(wire: &WireVideo<'_>) -> Option<Video> {
    // The video id, `tt1:2:3`, states season and episode too.
    let id = wire.id.text().and_then(super::parse_id);
    let season = wire.season.count().or_else(|| id.as_ref()?.season)?;
    let episode = wire.episode.count().or_else(|| wire.number.count()).or_else(|| id.as_ref()?.episode)?;
    let video = wire.video(season, episode);
    Some(Video {
        name: wire.name.text().or_else(|| wire.title.text()).and_then(text::title),
        aired: wire.bare_day(),
        ..video
    })
}

/// Sets the days the episodes aired where they were made. The moments are UTC, so an evening in America already falls on
/// the next day. Where every moment is midnight the catalogue knows only days.
fn place_days(videos: &mut [Video], countries: &[String]) {
    let time = |moment: Timestamp| moment.to_zoned(TimeZone::UTC).time();
    let only_days = videos.iter().filter_map(|video| video.released).all(|moment| time(moment) == Time::midnight());
    for video in videos.iter_mut().filter(|video| video.aired.is_none()) {
        let Some(moment) = video.released else { continue };
        let hours = if only_days { 0 } else { country::hours(countries).unwrap_or_else(|| usual_hours(time(moment))) };
        let zone = Offset::from_hours(hours).map_or(TimeZone::UTC, TimeZone::fixed);
        video.aired = Some(moment.to_zoned(zone).date());
    }
}

/// Returns the hours that an unknown country's clocks are ahead of UTC, by the time a show airs at: a show before dawn
/// airs in the evening of America.
fn usual_hours(time: Time) -> i8 {
    if time.hour() < 7 { country::AMERICA } else { 0 }
}
