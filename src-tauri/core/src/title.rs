//! The film or episode a person wants, with every id and numbering known for it. Plain values that depend on no other
//! module.

pub mod country;
mod meta;
mod named;

use serde::{Deserialize, Serialize};

pub use meta::{Meta, MetaPreview, Video};
pub use named::named;

/// The three kinds of work. Stremio addons know only `movie` and `series`; anime is a series with numberings of its
/// own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    #[default]
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

impl Ids {
    /// Fills the ids that are not known yet from `told`.
    pub fn learn(&mut self, told: Self) {
        self.imdb = self.imdb.take().or(told.imdb);
        self.kitsu = self.kitsu.or(told.kitsu);
        self.anidb = self.anidb.or(told.anidb);
        self.mal = self.mal.or(told.mal);
        self.anilist = self.anilist.or(told.anilist);
    }
}

/// An episode in one way of counting. `season: None` counts through all seasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Numbering {
    pub season: Option<u32>,
    pub episode: u32,
}

/// The episode wanted, in every numbering known for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Episode {
    /// As requested. An anime id carries no season; the season is then 1, as file names often state.
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

/// What the catalogues know around a work. It decides whether a name that says more than the title is still about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    /// Where it was made, as the catalogue writes it: `United States`.
    pub countries: Vec<String>,
    /// The names of all its episodes.
    pub episode_names: Vec<String>,
    /// What its description names: places, people.
    pub named: Vec<String>,
    /// Other works whose titles have its words: sister shows, remakes, entries of the same family.
    pub relatives: Vec<Relative>,
    /// How many episodes the season of the wanted one has.
    pub season_length: Option<u32>,
    /// How many episodes are listed in all, without specials.
    pub episode_count: Option<u32>,
    /// The days on which its other episodes aired, as far as they lie near that of the wanted one.
    pub other_days: Vec<jiff::civil::Date>,
}

/// Another work, as a catalogue lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relative {
    pub name: String,
    pub year: Option<i16>,
}

/// A film or one episode, as the pipeline looks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The length of the film or of one episode in minutes.
    #[serde(default)]
    pub runtime_min: Option<u32>,
    /// `None` for a film.
    #[serde(default)]
    pub episode: Option<Episode>,
    #[serde(default)]
    pub context: Context,
}

/// The numbers sources are asked with for an episode. They are not asked by a number that is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Numbers {
    /// Season and episode under the IMDb id.
    pub season: Option<u32>,
    pub episode: Option<u32>,
    /// The number that runs through all seasons.
    pub absolute: Option<u32>,
    /// The episode within the Kitsu, AniDB or MAL entry.
    pub kitsu_episode: Option<u32>,
}

/// The ids and numbers that a person corrected before searching.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Correction {
    /// Ids that replace those of the catalogue where set.
    pub ids: Ids,
    /// Replaces all numbers together: one that is `None` is then not used.
    pub numbers: Option<Numbers>,
}

impl Correction {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns a cache key suffix that distinguishes corrections; empty when there is none.
    pub fn key(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let ids = &self.ids;
        let numbers = self.numbers.map(|n| [n.season, n.episode, n.absolute, n.kitsu_episode]);
        format!("/{:?}{:?}{numbers:?}", ids.imdb, [ids.kitsu, ids.anidb, ids.mal, ids.anilist])
    }
}

impl Wanted {
    /// Returns whether the title is known to be an anime, whichever catalogue it was requested from.
    pub fn is_anime(&self) -> bool {
        let ids = &self.ids;
        self.kind == Kind::Anime || ids.kitsu.or(ids.anidb).or(ids.mal).or(ids.anilist).is_some()
    }

    /// Returns the numbers the episode is asked by; `None` for a film.
    pub fn numbers(&self) -> Option<Numbers> {
        let episode = self.episode.as_ref()?;
        let imdb = episode.imdb.or((self.kind != Kind::Anime).then_some(episode.asked));
        Some(Numbers {
            season: imdb.and_then(|imdb| imdb.season),
            episode: imdb.map(|imdb| imdb.episode),
            absolute: episode.absolute,
            kitsu_episode: episode.kitsu,
        })
    }

    /// Returns the title with a person's correction applied.
    pub fn corrected(mut self, by: &Correction) -> Self {
        let Ids { imdb, kitsu, anidb, mal, anilist } = by.ids.clone();
        self.ids.imdb = imdb.or(self.ids.imdb);
        self.ids.kitsu = kitsu.or(self.ids.kitsu);
        self.ids.anidb = anidb.or(self.ids.anidb);
        self.ids.mal = mal.or(self.ids.mal);
        self.ids.anilist = anilist.or(self.ids.anilist);
        let (Some(numbers), Some(episode)) = (by.numbers, self.episode.as_mut()) else { return self };
        let imdb = numbers.episode.map(|episode| Numbering { season: numbers.season, episode });
        let in_entry = numbers.kitsu_episode.or(numbers.absolute);
        let in_entry = in_entry.map(|episode| Numbering { season: Some(1), episode });
        episode.asked = match self.kind {
            Kind::Anime => in_entry.or(imdb),
            Kind::Movie | Kind::Series => imdb.or(in_entry),
        }
        .unwrap_or(episode.asked);
        episode.imdb = imdb.filter(|imdb| imdb.season.is_some());
        episode.absolute = numbers.absolute;
        episode.kitsu = numbers.kitsu_episode;
        self
    }

    /// Converts the episode numbers that the files of a pack state (`pack`) to those of the catalogue entry; `None`
    /// for an episode that belongs to another entry. An anime entry may count from another start than the files. The
    /// wanted episode is known in both counts, and their difference applies to every file; the count that the pack
    /// uses is found from all of its numbers.
    pub fn catalogued(&self, pack: &[Numbering]) -> Vec<Option<Numbering>> {
        let Some(episode) = self.episode.as_ref().filter(|_| self.kind == Kind::Anime) else {
            return pack.iter().copied().map(Some).collect();
        };
        let asked = episode.asked;
        let through_all = |episode| Numbering { season: None, episode };
        let counts = [episode.imdb, episode.absolute.map(through_all), Some(through_all(asked.episode)), Some(asked)];
        let counts = || counts.into_iter().flatten();
        let together = counts().find(|count| pack.contains(count));
        let listed = |read: &Numbering| {
            let count = together.or_else(|| counts().find(|count| count.season == read.season))?;
            let number = read.episode.checked_add(asked.episode)?.checked_sub(count.episode)?;
            (count.season == read.season && number > 0).then_some(Numbering { season: asked.season, episode: number })
        };
        pack.iter().map(listed).collect()
    }

    /// Returns the languages it was made in. An anime is in Japanese and anything else in English, unless the countries
    /// it was made in say otherwise.
    pub fn original_languages(&self) -> Vec<&'static str> {
        let known = country::languages(&self.context.countries);
        match self.kind {
            _ if !known.is_empty() => known,
            Kind::Anime => vec!["ja"],
            Kind::Movie | Kind::Series => vec!["en"],
        }
    }

    /// Returns a key for the film, series or anime without its episode.
    pub fn work(&self) -> String {
        match &self.ids {
            Ids { kitsu: Some(id), .. } => format!("kitsu:{id}"),
            Ids { imdb: Some(id), .. } => id.clone(),
            Ids { anidb: Some(id), .. } => format!("anidb:{id}"),
            Ids { mal: Some(id), .. } => format!("mal:{id}"),
            Ids { anilist: Some(id), .. } => format!("anilist:{id}"),
            _ => format!("name:{}", self.name.to_lowercase()),
        }
    }

    /// Returns a key for the film or episode, the same whichever way it was requested.
    pub fn key(&self) -> String {
        let work = self.work();
        match &self.episode {
            Some(Episode { asked: Numbering { season: Some(season), episode }, .. }) => {
                format!("{work}:{season}:{episode}")
            }
            Some(episode) => format!("{work}:{}", episode.asked.episode),
            None => work,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_animes_files_are_found_again_in_its_entry() {
        let second = Episode {
            asked: Numbering { season: Some(1), episode: 3 },
            imdb: Some(Numbering { season: Some(2), episode: 3 }),
            absolute: Some(28),
            kitsu: Some(3),
            aired: None,
            name: None,
        };
        let wanted = |kind| Wanted {
            kind,
            ids: Ids::default(),
            name: String::new(),
            aliases: Vec::new(),
            year: None,
            end_year: None,
            runtime_min: None,
            episode: Some(second.clone()),
            ..Wanted::default()
        };
        let number = |(season, episode)| Numbering { season, episode };
        let of = |pack: &[(Option<u32>, u32)]| -> Vec<Option<u32>> {
            let pack: Vec<Numbering> = pack.iter().copied().map(number).collect();
            let listed = wanted(Kind::Anime).catalogued(&pack);
            assert!(listed.iter().flatten().all(|listed| listed.season == Some(1)), "as the entry counts");
            listed.into_iter().map(|listed| Some(listed?.episode)).collect()
        };
        let seasons = [(Some(0), 5), (Some(1), 3), (Some(1), 5), (Some(2), 3), (Some(2), 5)];
        assert_eq!(of(&seasons), [None, None, None, Some(3), Some(5)], "by its season, without others and specials");
        assert_eq!(of(&[(Some(1), 3), (Some(1), 5)]), [Some(3), Some(5)], "the entry alone, counted as its own first");
        assert_eq!(of(&[(None, 3), (None, 5)]), [Some(3), Some(5)], "the same without a season");
        let through_all = [(None, 3), (None, 20), (None, 28), (None, 30), (None, u32::MAX)];
        assert_eq!(of(&through_all), [None, None, Some(3), Some(5), None], "counted through all, and not past the end");
        assert_eq!(of(&[(Some(2), 4), (Some(2), 5)]), [Some(4), Some(5)], "without the episode itself");
        let series = [number((Some(2), 5))];
        assert_eq!(wanted(Kind::Series).catalogued(&series), [Some(series[0])], "a series as its files call it");
    }

    #[test]
    fn a_persons_numbers_take_the_place_of_the_catalogues() {
        let episode = Episode {
            asked: Numbering { season: Some(1), episode: 1071 },
            imdb: Some(Numbering { season: Some(21), episode: 180 }),
            absolute: Some(1071),
            kitsu: Some(1071),
            aired: None,
            name: None,
        };
        let wanted = Wanted {
            kind: Kind::Anime,
            ids: Ids { kitsu: Some(12), ..Ids::default() },
            name: "One Piece".to_owned(),
            aliases: Vec::new(),
            year: None,
            end_year: None,
            runtime_min: None,
            episode: Some(episode),
            ..Wanted::default()
        };
        let same = Correction { numbers: wanted.numbers(), ..Correction::default() };
        assert_eq!(wanted.clone().corrected(&same), wanted, "what was not changed stays");
        let numbers = Numbers { season: Some(20), episode: Some(5), absolute: None, kitsu_episode: Some(1000) };
        let ids = Ids { anidb: Some(69), ..Ids::default() };
        let changed = Correction { ids, numbers: Some(numbers) };
        let corrected = wanted.clone().corrected(&changed);
        assert_eq!((corrected.ids.kitsu, corrected.ids.anidb), (Some(12), Some(69)));
        assert_eq!(corrected.numbers(), Some(numbers));
        assert_eq!(corrected.episode.unwrap().asked, Numbering { season: Some(1), episode: 1000 });
        assert!(Correction::default().key().is_empty());
        assert_ne!(same.key(), changed.key());
    }
}
