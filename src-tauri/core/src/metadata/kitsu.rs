//! The Kitsu addon: anime by Kitsu, AniDB, MyAnimeList and AniList id, with each episode's season and number on IMDb.

use super::ids::AskedId;
use super::wanted::in_order;
use super::wire::{self, WireMeta, WireVideo};
use super::{Meta, MetaPreview, MetadataError, Video};
use crate::day;
use crate::text;
use crate::title::{Ids, Kind, Numbering};

pub(super) fn search_path(query: &str) -> String {
    format!("/catalog/anime/kitsu-anime-list/search={}.json", text::percent_encoded(query))
}

/// `catalog` is one of the addon's own: `kitsu-anime-trending`, `kitsu-anime-popular`, …
pub(super) fn catalog_path(catalog: &str, genre: Option<&str>, skip: u32) -> String {
    let genre = genre.map(|genre| format!("genre={}", text::percent_encoded(genre)));
    let skip = (skip > 0).then(|| format!("skip={skip}"));
    let extra: Vec<String> = genre.into_iter().chain(skip).collect();
    if extra.is_empty() {
        format!("/catalog/anime/{catalog}.json")
    } else {
        format!("/catalog/anime/{catalog}/{}.json", extra.join("&"))
    }
}

/// `kind` is the path's: the addon answers to `anime`, `series` and `movie` alike.
pub(super) fn meta_path(kind: &str, id: &str) -> String {
    format!("/meta/{kind}/{}.json", text::percent_encoded(id))
}

pub(super) fn previews(body: &[u8]) -> Result<Vec<MetaPreview>, MetadataError> {
    wire::metas(body, |meta| preview(meta, None))
}

/// `asked` is the id that was asked for; what it names is added to what the answer tells.
pub(super) fn details(body: &[u8], asked: &AskedId) -> Result<Meta, MetadataError> {
    wire::meta(body, |wire| {
        let preview = preview(wire, Some(asked))?;
        let mut videos = Vec::new();
        if preview.kind == Kind::Anime {
            videos = in_order(wire.videos().filter_map(video).collect());
            number_absolutely(&mut videos, &preview.ids);
        }
        let end_year = preview.release_info.as_deref().and_then(|info| wire::years(info).1);
        let mut aliases = wire.aliases.lines();
        aliases.retain(|alias| *alias != preview.name);
        Some(Meta {
            preview,
            aliases,
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

fn preview(wire: &WireMeta<'_>, asked: Option<&AskedId>) -> Option<MetaPreview> {
    let told = wire.id.text().and_then(super::parse_id).filter(|id| id.kind_hint == Some(Kind::Anime));
    let kitsu = wire.kitsu_id.count().filter(|id| *id > 0).or_else(|| told.as_ref()?.ids.kitsu);
    let mut ids =
        asked.map(|asked| asked.ids.clone()).or_else(|| told.as_ref().map(|told| told.ids.clone())).unwrap_or_default();
    ids.kitsu = kitsu.or(ids.kitsu);
    ids.imdb = wire.imdb_id.text().and_then(super::parse_id).and_then(|id| id.ids.imdb).or(ids.imdb);
    let id = match (kitsu, asked, &told) {
        (Some(kitsu), _, _) => format!("kitsu:{kitsu}"),
        (None, Some(asked), _) => asked.title_id.clone(),
        (None, None, Some(told)) => told.title_id.clone(),
        (None, None, None) => return None,
    };
    let release_info = wire.release_info();
    Some(MetaPreview {
        id,
        kind: if is_film(wire) { Kind::Movie } else { Kind::Anime },
        ids,
        name: text::title(wire.name.text()?)?,
        year: release_info.as_deref().and_then(|info| wire::years(info).0),
        release_info,
        rating: wire.rating(),
        poster: wire::picture(&wire.poster),
        genres: wire.genres(),
    })
}

/// A film, or a special of a single video, is asked for without an episode: its only video has the id of the work.
fn is_film(wire: &WireMeta<'_>) -> bool {
    let mut videos = wire.videos();
    let one = videos.next().filter(|_| videos.next().is_none());
    let bare = |video: &WireVideo<'_>| {
        video.id.text().and_then(super::parse_id).is_some_and(|id| id.kind_hint.is_some() && id.episode.is_none())
    };
    wire.kind.text() == Some("movie") || one.is_some_and(bare)
}

fn video(wire: &WireVideo<'_>) -> Option<Video> {
    let id = wire.id.text().and_then(super::parse_id);
    let episode = wire.episode.count().or_else(|| wire.number.count()).or_else(|| id?.episode)?;
    let released = wire::moment(&wire.released).or_else(|| wire::moment(&wire.first_aired));
    let imdb = wire.imdb_season.count().zip(wire.imdb_episode.count());
    Some(Video {
        season: wire.season.count().unwrap_or(1),
        episode,
        name: wire.title.text().or_else(|| wire.name.text()).and_then(text::title),
        released,
        // Kitsu tells days, at midnight.
        aired: released.map(day::of),
        overview: wire::paragraph(&wire.overview).or_else(|| wire::paragraph(&wire.description)),
        thumbnail: wire::picture(&wire.thumbnail),
        imdb: imdb.map(|(season, episode)| Numbering { season: Some(season), episode }),
        absolute: None,
    })
}

/// An entry that begins where IMDb's listing does, or that IMDb does not know, counts through by itself. Where a later one
/// begins is not told.
fn number_absolutely(videos: &mut [Video], ids: &Ids) {
    let first = videos.iter().find_map(|video| video.imdb.map(|imdb| (video.episode, imdb)));
    let from_the_start = match first {
        Some((episode, imdb)) => imdb.season == Some(1) && imdb.episode == episode,
        None => ids.imdb.is_none(),
    };
    for video in videos.iter_mut().filter(|video| from_the_start && video.season == 1 && video.episode > 0) {
        video.absolute = Some(video.episode);
    }
}
