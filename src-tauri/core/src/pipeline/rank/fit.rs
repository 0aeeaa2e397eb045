//! Classifies how the name of a torrent fits what is wanted: the film, the one episode, a pack that should hold it, or
//! something else.

use release_name::ReleaseName;

use crate::names::{Agreement, Kinship, Measure};
use crate::title::{Kind, Wanted};
use crate::torrent::{Proof, Torrent};

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

/// Whether the title in a name is the wanted one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Titled {
    /// As far as the name tells, or an id proves.
    Rightly,
    /// An id proves it, but the title goes on: sources mistake sister shows for one another. Or it is marked with a country,
    /// and the wanted one's is not known.
    Longer,
    /// It is another work.
    Otherwise,
}

/// Judges the title of a torrent. An id proves a title in another language; it does not prove one that the catalogue
/// lists as another work.
pub(super) fn titled(torrent: &Torrent, parsed: &ReleaseName, measure: &Measure) -> Titled {
    let proven = torrent.proof != Proof::Nothing;
    match measure.titles.relate(parsed, &torrent.title) {
        Kinship::Same | Kinship::Untold => Titled::Rightly,
        Kinship::Marked => Titled::Longer,
        Kinship::Longer if proven => Titled::Longer,
        Kinship::Sibling | Kinship::Other if proven => Titled::Rightly,
        Kinship::Listed | Kinship::Longer | Kinship::Sibling | Kinship::Other => Titled::Otherwise,
    }
}

/// Classifies a name by its year, season and episode.
pub(super) fn fit(parsed: &ReleaseName, wanted: &Wanted, measure: &Measure) -> Fit {
    let Some(numbers) = &measure.numbers else { return fit_film(parsed, wanted) };
    let many = parsed.episodes.len() > 1 || parsed.seasons.len() > 1;
    match numbers.agree(parsed) {
        Agreement::Episode if numbers.counts_in_the_entry(parsed) && measure.titles.is_short(parsed) => Fit::Untold,
        Agreement::Episode if numbers.counts_specials(parsed) => Fit::Untold,
        Agreement::Episode => match (many, parsed.seasons.len() > 1) {
            (false, _) => Fit::Episode,
            (true, false) => Fit::SeasonPack,
            (true, true) => Fit::SeriesPack,
        },
        Agreement::Perhaps => Fit::Untold,
        Agreement::Season if parsed.seasons.len() == 1 => Fit::SeasonPack,
        Agreement::Season => Fit::SeriesPack,
        Agreement::Nothing => match measure.titles.names_the_episode(parsed) {
            Some(true) => Fit::Episode,
            Some(false) => Fit::Otherwise,
            None if parsed.complete => Fit::SeriesPack,
            None => Fit::Untold,
        },
        // Catalogues divide an anime into seasons differently, so another season proves nothing.
        Agreement::OtherSeason if parsed.episodes.is_empty() && wanted.kind == Kind::Anime => Fit::Untold,
        Agreement::OtherSeason | Agreement::OtherEpisode => Fit::Otherwise,
    }
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
