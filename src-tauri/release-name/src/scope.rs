//! Whether a torrent is one episode or a pack of them, from its name: spec section 9 as a classification of the parse.

use serde::Serialize;

use crate::name::ReleaseName;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Exactly the wanted episode.
    Single,
    /// Several episodes, a season or a whole series.
    Pack,
    /// The name does not say, or it names one other episode.
    Unknown,
}

impl ReleaseName {
    /// What this name is for a person who wants `episode` (of `season`, where the show counts by seasons).
    pub fn scope(&self, season: Option<u32>, episode: u32) -> Scope {
        let numbers = self.episodes.len();
        if numbers > 1 || self.seasons.len() > 1 {
            return Scope::Pack;
        }
        if numbers == 1 {
            let fits = season.is_none() || self.seasons.is_empty() || self.seasons.first() == season.as_ref();
            let named =
                self.episodes.contains(&episode) || self.absolute.contains(&episode) || self.compact == Some(episode);
            return if fits && named { Scope::Single } else { Scope::Unknown };
        }
        if self.fraction.is_none()
            && self.date.is_none()
            && (!self.seasons.is_empty() || self.complete || !self.volumes.is_empty())
        {
            return Scope::Pack;
        }
        Scope::Unknown
    }
}
