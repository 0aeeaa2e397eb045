//! Classifies how the name of a torrent fits what is wanted: the film, the one episode, a pack that should hold it, or
//! something else.

use release_name::ReleaseName;

use crate::names::title_season;
use crate::title::{Episode, Kind, Numbering, Wanted};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    Film,
    Episode,
    SeasonPack,
    SeriesPack,
    /// The name does not say.
    Untold,
    /// The name says something else.
    Otherwise,
}

pub(super) fn fit(parsed: &ReleaseName, wanted: &Wanted) -> Fit {
    match &wanted.episode {
        None => fit_film(parsed, wanted),
        Some(episode) => {
            if let Some(fits) = on_the_day(parsed, episode) {
                return if fits { Fit::Episode } else { Fit::Otherwise };
            }
            let any_season = |episode| Numbering { season: None, episode };
            let in_entry = episode.kitsu.unwrap_or(episode.asked.episode);
            let titled = |season| Numbering { season: Some(season), episode: in_entry };
            let ways: Vec<Numbering> = [Some(episode.asked), episode.imdb]
                .into_iter()
                .chain([episode.absolute.map(any_season), episode.kitsu.map(any_season)])
                .chain([(wanted.kind == Kind::Anime).then(|| title_season(wanted)).flatten().map(titled)])
                .flatten()
                .collect();
            fit_episode(parsed, wanted.kind, &ways)
        }
    }
}

/// Returns whether the day in a name is the day the episode aired; `None` unless the name states a day and no number.
fn on_the_day(parsed: &ReleaseName, episode: &Episode) -> Option<bool> {
    let (said, aired) = (parsed.date?, episode.aired?);
    let same = i32::from(aired.year()) == i32::from(said.year)
        && i32::from(aired.month()) == i32::from(said.month)
        && i32::from(aired.day()) == i32::from(said.day);
    (same || parsed.episodes.is_empty()).then_some(same)
}

fn fit_film(parsed: &ReleaseName, wanted: &Wanted) -> Fit {
    if !parsed.episodes.is_empty() || !parsed.seasons.is_empty() {
        return Fit::Otherwise;
    }
    match (parsed.year, wanted.year) {
        (Some(said), Some(year)) if (i32::from(said) - i32::from(year)).abs() > 1 && parsed.end_year.is_none() => {
            Fit::Otherwise
        }
        (Some(_), Some(_)) => Fit::Film,
        _ => Fit::Untold,
    }
}

fn fit_episode(parsed: &ReleaseName, kind: Kind, ways: &[Numbering]) -> Fit {
    let season_fits =
        |way: &Numbering| parsed.seasons.is_empty() || way.season.is_none_or(|season| parsed.seasons.contains(&season));
    let holds = |way: &Numbering| {
        season_fits(way) && (parsed.episodes.contains(&way.episode) || parsed.absolute.contains(&way.episode))
            || parsed.compact == Some(way.episode) && way.season.is_none()
    };
    let many = parsed.episodes.len() > 1 || parsed.seasons.len() > 1;
    if ways.iter().any(holds) {
        return match (many, parsed.seasons.len() > 1) {
            (false, _) => Fit::Episode,
            (true, false) => Fit::SeasonPack,
            (true, true) => Fit::SeriesPack,
        };
    }
    if !parsed.episodes.is_empty() {
        return Fit::Otherwise;
    }
    match parsed.seasons.len() {
        0 if parsed.complete => Fit::SeriesPack,
        0 => Fit::Untold,
        count if ways.iter().any(|way| way.season.is_some() && season_fits(way)) => {
            if count == 1 {
                Fit::SeasonPack
            } else {
                Fit::SeriesPack
            }
        }
        // Catalogues divide an anime into seasons differently, so another season proves nothing.
        _ if kind == Kind::Anime => Fit::Untold,
        _ => Fit::Otherwise,
    }
}
