//! The Kitsu addon: anime by Kitsu, AniDB, MyAnimeList and AniList id, with each episode's season and number on IMDb.

use super::ids::AskedId;
use super::wanted::in_order;
use super::wire::{self, WireMeta, WireVideo};
use super::{Meta, MetaPreview, MetadataError, Video};
use crate::day;
use crate::text;
use crate::title::{Ids, Kind, Numbering};

pub(super) fn search_path(query: &str) -> String {
    wire::search_path("anime", "kitsu-anime-list", query)
}

/// Returns the path of a catalogue of the addon: `kitsu-anime-trending`, `kitsu-anime-popular`, …
pub(super) fn catalog_path(catalog: &str, genre: Option<&str>, skip: u32) -> String {
    wire::catalog_path("anime", catalog, genre, skip)
}

/// Returns the path of a title. The addon accepts `anime`, `series` and `movie` as `kind` and answers alike.
pub(super) fn meta_path(kind: &str, id: &str) -> String {
    wire::meta_path(kind, id)
}

pub(super) fn previews(body: &[u8]) -> Result<Vec<MetaPreview>, MetadataError> {
    wire::metas(body, |meta| preview(meta, None))
}

/// Parses the details of a title and adds the id that was requested (`asked`) to those in the answer.
pub(super) fn details(body: &[u8], asked: &AskedId) -> Result<Meta, MetadataError> {
    wire::meta(body, |wire| {
        let preview = preview(wire, Some(asked))?;
        let mut videos = Vec::new();
        if preview.kind == Kind::Anime {
            videos = in_order(wire.videos().filter_map(video).collect());
            number_absolutely(&mut videos, &preview.ids);
        }
        let mut meta = wire.details(preview, videos);
        meta.aliases.retain(|alias| *alias != meta.preview.name);
        Some(meta)
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
    wire.preview(id, if is_film(wire) { Kind::Movie } else { Kind::Anime }, ids)
}

/// Returns whether the title is a film or a special of a single video, which is requested without an episode: its only
/// video has the id of the work.
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
    let imdb = wire.imdb_season.count().zip(wire.imdb_episode.count());
    let video = wire.video(wire.season.count().unwrap_or(1), episode);
    Some(Video {
        name: wire.title.text().or_else(|| wire.name.text()).and_then(text::title),
        // Kitsu gives a day, written as midnight.
        aired: video.released.map(day::of),
        imdb: imdb.map(|(season, episode)| Numbering { season: Some(season), episode }),
        ..video
    })
}

/// Sets the absolute numbers of an entry that starts where the IMDb listing does, or that IMDb does not know: there
/// they equal the episode numbers. For a later entry the catalogue does not state where it starts.
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
