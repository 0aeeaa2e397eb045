//! From a title with its details to what the sources are asked for: one film or episode in every numbering known for it.

use super::{Meta, Video};
use crate::title::{Episode, Kind, Numbering, Wanted};

/// A film when no episode is named. An episode without a season counts, in a series, through all seasons.
pub fn wanted(meta: &Meta, season: Option<u32>, episode: Option<u32>) -> Wanted {
    let preview = &meta.preview;
    let episode = episode.filter(|_| preview.kind != Kind::Movie).map(|episode| numbered(meta, season, episode));
    Wanted {
        kind: preview.kind,
        ids: preview.ids.clone(),
        name: preview.name.clone(),
        aliases: meta.aliases.clone(),
        year: preview.year,
        end_year: meta.end_year,
        episode,
    }
}

fn numbered(meta: &Meta, season: Option<u32>, episode: u32) -> Episode {
    let is_anime = meta.preview.kind == Kind::Anime;
    let of_imdb = Numbering { season, episode };
    // An entry has one season of its own; any other is one of IMDb's.
    let by_imdb = meta
        .videos
        .iter()
        .find(|video| is_anime && season.is_some_and(|season| season != 1) && video.imdb == Some(of_imdb));
    let (season, episode) = match by_imdb {
        Some(video) => (Some(video.season), video.episode),
        None if is_anime => (Some(season.unwrap_or(1)), episode),
        None => (season, episode),
    };
    let video = meta.videos.iter().find(|video| match season {
        Some(season) => video.season == season && video.episode == episode,
        None => video.absolute == Some(episode),
    });
    Episode {
        asked: match video {
            Some(video) => Numbering { season: Some(video.season), episode: video.episode },
            None => Numbering { season, episode },
        },
        imdb: video.and_then(|video| video.imdb),
        absolute: video.map_or_else(|| season.is_none().then_some(episode), |video| video.absolute),
        kitsu: is_anime.then_some(episode),
        aired: video.and_then(|video| video.aired),
        name: video.and_then(|video| video.name.clone()),
    }
}

/// Sorts as people read, specials last, and drops what is listed twice.
pub(super) fn in_order(mut videos: Vec<Video>) -> Vec<Video> {
    videos.sort_by_key(|video| (video.season == 0, video.season, video.episode));
    videos.dedup_by_key(|video| (video.season, video.episode));
    videos
}

/// Numbers the episodes of a series through all its seasons, specials left out. `videos` are in order.
pub(super) fn count_through(videos: &mut [Video]) {
    for (video, count) in videos.iter_mut().filter(|video| video.season > 0).zip(1..) {
        video.absolute = Some(count);
    }
}
