//! Turns a title with its details into what the sources are asked for: one film or episode in every numbering known
//! for it.

use jiff::civil::Date;

use super::{Meta, Video};
use crate::title::{Context, Episode, Kind, Numbering, Wanted, named};

/// Returns the wanted film, or the wanted episode if `episode` is given. An episode of a series without a season is
/// numbered through all seasons.
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
        runtime_min: meta.runtime.as_deref().and_then(minutes),
        context: context(meta, episode.as_ref()),
        episode,
    }
}

/// The most names of episodes that names are compared with.
const MOST_NAMES: usize = 2_000;
/// How near the other days lie that are kept beside the wanted one.
const NEAR: i32 = 40;

fn context(meta: &Meta, episode: Option<&Episode>) -> Context {
    let asked = episode.map(|episode| episode.imdb.unwrap_or(episode.asked));
    let videos = || meta.videos.iter().filter(|video| video.season > 0);
    let number = |video: &Video| video.imdb.unwrap_or(Numbering { season: Some(video.season), episode: video.episode });
    let of_season = videos().map(number).filter(|number| asked.is_some_and(|asked| asked.season == number.season));
    let aired = episode.and_then(|episode| episode.aired);
    let is_near = |day: &Date| aired.is_some_and(|aired| (*day - aired).get_days().abs() <= NEAR);
    let is_other = |video: &&Video| asked != Some(number(video));
    Context {
        countries: meta.countries.clone(),
        episode_names: videos().filter_map(|video| video.name.clone()).take(MOST_NAMES).collect(),
        named: meta.description.as_deref().map(named).unwrap_or_default(),
        relatives: Vec::new(),
        season_length: of_season.map(|number| number.episode).max(),
        episode_count: u32::try_from(videos().count()).ok().filter(|count| *count > 0),
        other_days: videos().filter(is_other).filter_map(|video| video.aired).filter(is_near).collect(),
    }
}

/// Parses a length into minutes: `95 min`, `1h 35min`, `1 h`, `24`.
fn minutes(runtime: &str) -> Option<u32> {
    let mut total: u32 = 0;
    let mut number: Option<u32> = None;
    for part in runtime.split_inclusive(|c: char| !c.is_ascii_digit()) {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        if !digits.is_empty() {
            number = digits.parse().ok();
        }
        if part.ends_with(['h', 'H']) {
            total = total.checked_add(number.take()?.checked_mul(60)?)?;
        } else if part.ends_with(['m', 'M']) {
            total = total.checked_add(number.take()?)?;
            break;
        }
    }
    total = total.checked_add(number.unwrap_or(0))?;
    (1..=1440).contains(&total).then_some(total)
}

fn numbered(meta: &Meta, season: Option<u32>, episode: u32) -> Episode {
    let is_anime = meta.preview.kind == Kind::Anime;
    let of_imdb = Numbering { season, episode };
    // An anime entry has one season, so any other season number is from IMDb.
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

/// Sorts by season and episode, with specials last, and removes duplicates.
pub(super) fn in_order(mut videos: Vec<Video>) -> Vec<Video> {
    videos.sort_by_key(|video| (video.season == 0, video.season, video.episode));
    videos.dedup_by_key(|video| (video.season, video.episode));
    videos
}

/// Numbers the episodes of a series through all its seasons, leaving out specials. `videos` must be sorted.
pub(super) fn count_through(videos: &mut [Video]) {
    for (video, count) in videos.iter_mut().filter(|video| video.season > 0).zip(1..) {
        video.absolute = Some(count);
    }
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn runtimes_are_minutes_however_they_are_written() {
        for (text, expected) in
            [("95 min", 95), ("1h 35min", 95), ("1 h", 60), ("24", 24), ("2h", 120), ("1h35m", 95), ("24 minutes", 24)]
        {
            assert_eq!(minutes(text), Some(expected), "{text}");
        }
        for text in ["", "N/A", "0 min", "99999 min", "h"] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }
}
