//! What a person wants: a film, an episode or an anime, with every id and numbering known for it. A leaf: values only.

use serde::{Deserialize, Serialize};

/// The three kinds of work. Stremio addons know only `movie` and `series`; anime is a series with numberings of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Movie,
    Series,
    Anime,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Movie => "movie",
            Self::Series => "series",
            Self::Anime => "anime",
        }
    }
}

/// Every id known for one work. `imdb` is `tt` and digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Ids {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub imdb: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kitsu: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anidb: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mal: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anilist: Option<u32>,
}

/// One way of counting an episode. `season: None` is a count that ignores seasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Numbering {
    pub season: Option<u32>,
    pub episode: u32,
}

/// The episode wanted, in every numbering known for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Episode {
    /// As it was asked for. An anime id carries no season; the season is then 1, as its files often say.
    pub asked: Numbering,
    /// Season and episode under the IMDb id, where they differ from `asked` or where `asked` is an anime numbering.
    #[serde(default)]
    pub imdb: Option<Numbering>,
    /// The number that runs through all seasons, where known.
    #[serde(default)]
    pub absolute: Option<u32>,
    /// The episode within the Kitsu, AniDB or MAL entry, where known.
    #[serde(default)]
    pub kitsu: Option<u32>,
    /// The day it first aired, for shows released under dates.
    #[serde(default)]
    pub aired: Option<jiff::civil::Date>,
    #[serde(default)]
    pub name: Option<String>,
}

/// A film or one episode, as the pipeline looks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub kind: Kind,
    #[serde(default)]
    pub ids: Ids,
    /// The title people know it by; empty until metadata is known.
    #[serde(default)]
    pub name: String,
    /// Other titles it is released under.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// The year it was first released.
    #[serde(default)]
    pub year: Option<i16>,
    /// The year a series ended.
    #[serde(default)]
    pub end_year: Option<i16>,
    /// How long the film or one episode plays, minutes.
    #[serde(default)]
    pub runtime_min: Option<u32>,
    /// `None` for a film.
    #[serde(default)]
    pub episode: Option<Episode>,
}

impl Wanted {
    /// One text for one film or episode, the same whichever way it was asked for.
    pub fn key(&self) -> String {
        let work = match &self.ids {
            Ids { kitsu: Some(id), .. } => format!("kitsu:{id}"),
            Ids { imdb: Some(id), .. } => id.clone(),
            Ids { anidb: Some(id), .. } => format!("anidb:{id}"),
            Ids { mal: Some(id), .. } => format!("mal:{id}"),
            Ids { anilist: Some(id), .. } => format!("anilist:{id}"),
            _ => format!("name:{}", self.name.to_lowercase()),
        };
        match &self.episode {
            Some(Episode { asked: Numbering { season: Some(season), episode }, .. }) => {
                format!("{work}:{season}:{episode}")
            }
            Some(episode) => format!("{work}:{}", episode.asked.episode),
            None => work,
        }
    }
}
