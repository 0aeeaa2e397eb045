//! Every number the wanted episode may have in file names.

use crate::names::title_season;
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
    /// No season is known, so file names may number through all seasons.
    pub(super) runs_through: bool,
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
        let runs_through = (anime && named.is_none() || asked.season.is_none() && !anime) && season == Some(1);
        let imdb = episode.imdb.and_then(|n| n.season.map(|s| (s, n.episode)));
        let others = [imdb, named.zip(episode.kitsu)]
            .into_iter()
            .flatten()
            .filter(|n| *n != (season.unwrap_or(1), asked.episode));
        Self {
            wanted: episode,
            season,
            episode: asked.episode,
            others: others.collect(),
            absolute: episode.absolute.or_else(|| runs_through.then_some(asked.episode)),
            runs_through,
            any_season: anime && runs_through && episode.absolute.is_none() && imdb.is_none(),
        }
    }

    /// Returns whether a season and episode stated by a file are the wanted ones in one of the numberings.
    pub(super) fn is(&self, season: u32, episode: u32) -> bool {
        (self.season == Some(season) && self.episode == episode) || self.others.contains(&(season, episode))
    }
}
