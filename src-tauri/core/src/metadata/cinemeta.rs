//! Cinemeta: films and series by IMDb id.

use jiff::ToSpan as _;

use super::wanted::{count_through, in_order};
use super::wire::{self, WireMeta, WireVideo};
use super::{Meta, MetaPreview, MetadataError, Video};
use crate::day;
use crate::text;
use crate::title::{Ids, Kind};

/// As Cinemeta's paths name them.
pub(super) fn path_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Movie => "movie",
        Kind::Series | Kind::Anime => "series",
    }
}

pub(super) fn search_path(query: &str, kind: Kind) -> String {
    format!("/catalog/{}/top/search={}.json", path_kind(kind), text::percent_encoded(query))
}

pub(super) fn catalog_path(kind: Kind, genre: Option<&str>, skip: u32) -> String {
    let genre = genre.map(|genre| format!("genre={}", text::percent_encoded(genre)));
    let skip = (skip > 0).then(|| format!("skip={skip}"));
    let extra: Vec<String> = genre.into_iter().chain(skip).collect();
    if extra.is_empty() {
        format!("/catalog/{}/top.json", path_kind(kind))
    } else {
        format!("/catalog/{}/top/{}.json", path_kind(kind), extra.join("&"))
    }
}

pub(super) fn meta_path(kind: Kind, id: &str) -> String {
    format!("/meta/{}/{}.json", path_kind(kind), text::percent_encoded(id))
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
        let end_year = preview.release_info.as_deref().and_then(|info| wire::years(info).1);
        Some(Meta {
            preview,
            aliases: wire.aliases.lines(),
            end_year,
            runtime: wire.runtime.text().and_then(|runtime| text::line(runtime, 64)),
            cast: wire.cast.lines(),
            directors: wire.director.lines(),
            description: wire::paragraph(&wire.description),
            background: wire::picture(&wire.background),
            logo: wire::picture(&wire.logo),
            trailer: wire.trailer(),
            videos,
        })
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
    let release_info = wire.release_info();
    Some(MetaPreview {
        id: id.to_owned(),
        kind,
        ids: Ids { imdb: Some(id.to_owned()), ..Ids::default() },
        name: text::title(wire.name.text()?)?,
        year: release_info.as_deref().and_then(|info| wire::years(info).0),
        release_info,
        rating: wire.rating(),
        poster: wire::picture(&wire.poster),
        genres: wire.genres(),
    })
}

fn video(wire: &WireVideo<'_>) -> Option<Video> {
    // `tt1:2:3` says it too.
    let id = wire.id.text().and_then(super::parse_id);
    let season = wire.season.count().or_else(|| id.as_ref()?.season)?;
    let episode = wire.episode.count().or_else(|| wire.number.count()).or_else(|| id.as_ref()?.episode)?;
    let released = wire::moment(&wire.released).or_else(|| wire::moment(&wire.first_aired));
    Some(Video {
        season,
        episode,
        name: wire.name.text().or_else(|| wire.title.text()).and_then(text::title),
        released,
        // Told in UTC: an evening in America is already tomorrow there.
        aired: released.and_then(|moment| moment.checked_sub(12.hours()).ok()).map(day::of),
        overview: wire::paragraph(&wire.overview).or_else(|| wire::paragraph(&wire.description)),
        thumbnail: wire::picture(&wire.thumbnail),
        imdb: None,
        absolute: None,
    })
}
