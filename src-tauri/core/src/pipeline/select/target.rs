//! Every number the wanted episode may have in file names.

use super::{reading::Reading, season_part};
use crate::names::{is_later_season, title_season};
use crate::title::{Episode, Kind, Wanted};

pub(super) struct Target<'a> {
    /// The episode as it is asked for.
    pub(super) wanted: &'a Episode,
    /// The season that file names are expected to state.
    pub(super) season: Option<u32>,
    pub(super) episode: u32,
    /// Season and episode under other ids, where they differ.
    pub(super) others: Vec<(u32, u32)>,
    /// The number that runs through all seasons.
    pub(super) absolute: Option<u32>,
    /// The part of the season that the titles state: the entry's numbers begin anew in it.
    pub(super) part: Option<u32>,
    /// Every part that a title states, be it of a season or a name for the whole.
    pub(super) parts: Vec<u32>,
    /// The episodes of the season that lie before this entry of the catalogue.
    pub(super) offset: Option<u32>,
    /// The entry of the catalogue is of one season, so a file that carries its title needs to state none.
    pub(super) is_entry: bool,
    /// No season is known, so file names may number through all seasons.
    pub(super) runs_through: bool,
    /// How many episodes the season and the whole work have, as far as the catalogue tells.
    pub(super) season_length: Option<u32>,
    pub(super) count: Option<u32>,
    /// An anime entry that names no season and no other numbering: it may be any one season of a show.
    pub(super) any_season: bool,
}

impl<'a> Target<'a> {
    pub(super) fn new(wanted: &Wanted, episode: &'a Episode) -> Self {
        let asked = episode.asked;
        let anime = wanted.kind == Kind::Anime;
        let named = title_season(wanted);
        let season = match asked.season {
            None | Some(1) if anime => named.or(Some(1)),
            None => Some(1),
            season => season,
        };
        let titles = || std::iter::once(&wanted.name).chain(&wanted.aliases);
        let part = titles().find_map(|t| season_part::part_of_title(t));
        let later = part.is_some_and(|part| part > 1);
        let runs_through =
            !later && (anime && named.is_none() || asked.season.is_none() && !anime) && season == Some(1);
        let imdb = episode.imdb.and_then(|n| n.season.map(|s| (s, n.episode)));
        let others = [imdb, named.zip(episode.kitsu)]
            .into_iter()
            .flatten()
            .filter(|n| *n != (season.unwrap_or(1), asked.episode));
        let offset = imdb.filter(|(of, _)| season == Some(*of)).and_then(|(_, e)| e.checked_sub(asked.episode));
        let runs_through = runs_through && offset.is_none_or(|before| before == 0);
        Self {
            wanted: episode,
            season,
            episode: asked.episode,
            others: others.collect(),
            absolute: episode.absolute.or_else(|| runs_through.then_some(asked.episode)),
            part,
            parts: titles().filter_map(|title| season_part::part(title)).map(|stated| stated.number).collect(),
            offset: offset.filter(|before| *before > 0),
            is_entry: anime && asked.season.is_none_or(|season| season == 1),
            runs_through,
            season_length: wanted.context.season_length,
            count: wanted.context.episode_count.filter(|_| !is_later_season(wanted) && !later),
            any_season: anime && runs_through && episode.absolute.is_none() && imdb.is_none(),
        }
    }

    /// Returns the numbers under which a file of the whole season has the episode: not those of a later part.
    pub(super) fn is_in_whole_season(&self, season: u32, episode: u32) -> bool {
        let later = self.part.is_some_and(|part| part > 1) || self.offset.is_some();
        if later { self.others.contains(&(season, episode)) } else { self.is(season, episode) }
    }

    /// Returns whether a file states the season and the episode.
    pub(super) fn is_stated_by(&self, reading: &Reading) -> bool {
        reading.season.is_some_and(|season| reading.episodes.iter().any(|episode| self.is(season, *episode)))
    }

    /// Returns whether a season and episode stated by a file are the wanted ones in one of the numberings.
    pub(super) fn is(&self, season: u32, episode: u32) -> bool {
        (self.season == Some(season) && self.episode == episode) || self.others.contains(&(season, episode))
    }
}
