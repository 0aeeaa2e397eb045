//! Every number the wanted episode may go by in file names.

use release_name::parse;

use crate::title::{Episode, Kind, Wanted};

pub(super) struct Target {
    /// The season files would state.
    pub(super) season: Option<u32>,
    pub(super) episode: u32,
    /// Season and episode under another id, where they differ.
    pub(super) other: Option<(u32, u32)>,
    /// The number that runs through all seasons.
    pub(super) absolute: Option<u32>,
    /// An anime entry without a season in its title: its numbers may well run through.
    pub(super) runs_through: bool,
    /// An anime entry that names no season and no other numbering: it may be any one season of a show.
    pub(super) any_season: bool,
}

impl Target {
    pub(super) fn new(wanted: &Wanted, episode: &Episode) -> Self {
        let asked = episode.asked;
        let anime = wanted.kind == Kind::Anime;
        let titled = anime.then(|| title_season(wanted)).flatten();
        let season = match (asked.season, titled) {
            (None | Some(1), Some(titled)) => Some(titled),
            (None, None) if anime => Some(1),
            (season, _) => season,
        };
        let runs_through = anime && titled.is_none() && season == Some(1);
        let absolute = episode.absolute.or_else(|| runs_through.then_some(asked.episode));
        let other = episode
            .imdb
            .and_then(|n| n.season.map(|s| (s, n.episode)))
            .filter(|n| Some(n.0) != season || n.1 != asked.episode);
        let any_season = runs_through && episode.absolute.is_none() && episode.imdb.is_none();
        Self { any_season, season, episode: asked.episode, other, absolute, runs_through }
    }

    /// The season and episode the file states are the wanted ones, in one of the numberings.
    pub(super) fn is(&self, season: u32, episode: u32) -> bool {
        (self.season == Some(season) && self.episode == episode) || self.other == Some((season, episode))
    }
}

/// `Title Season 3`, `Title 2nd Season`, `Title III`: the season an anime entry's own title states.
fn title_season(wanted: &Wanted) -> Option<u32> {
    let stated = |title: &str| parse(title).seasons.first().copied().filter(|s| (1..60).contains(s));
    stated(&wanted.name).or_else(|| wanted.aliases.iter().find_map(|a| stated(a)))
}
