//! Cinemeta: films and series by IMDb id.

use jiff::ToSpan as _;

use super::wanted::{count_through, in_order};
use super::wire::{self, WireMeta, WireVideo};
use super::{Meta, MetaPreview, MetadataError, Video};
use crate::day;
use crate::text;
use crate::title::{Ids, Kind};

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

pub(super) fn catalog_path(kind: Kind, genre: Option<&str>, skip: u32) -> String {
    wire::catalog_path(path_kind(kind), "top", genre, skip)
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
        // The time is UTC, so an evening in America already falls on the next day; twelve hours less gives the local
        // day.
        aired: video.released.and_then(|moment| moment.checked_sub(12.hours()).ok()).map(day::of),
        ..video
    })
}
