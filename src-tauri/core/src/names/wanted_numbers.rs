//! Judges whether the numbers or the day in a name are those of the wanted episode, in any of the counts known for it.

use jiff::civil::Date;
use release_name::{Extra, Field, Marking, ReleaseName};

use crate::title::{Episode, Numbering, Wanted};

/// How the numbers in a name agree with those of the wanted episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// It states the wanted episode, alone or among others.
    Episode,
    /// Its one number can be read in two ways, of which one is the wanted episode, and the name alone does not tell which is
    /// meant: `Show - 102`.
    Perhaps,
    /// It states the season of the wanted episode and no episode.
    Season,
    /// It states neither.
    Nothing,
    OtherEpisode,
    OtherSeason,
}

/// Every count a name may use for the wanted episode.
#[derive(Debug)]
pub struct WantedNumbers {
    /// With a season only where a name states that season, or none; without one only where the name states none.
    ways: Vec<Numbering>,
    /// Numbers through all seasons, and whether they count beside the tag of a season.
    through: Vec<u32>,
    is_anime: bool,
    /// The season of the whole work that the entry or the episode belongs to.
    season: Option<u32>,
    /// The number of the wanted episode within its season.
    within: u32,
    /// How many episodes the catalogue lists in that season.
    season_length: Option<u32>,
    /// How many episodes the catalogue lists in all; `None` where more may come before or after, as in a later entry of an
    /// anime.
    count: Option<u32>,
    aired: Option<Date>,
    other_days: Vec<Date>,
    /// The counts that begin anew with the entry of a later season or a later part of one.
    entry: Vec<Numbering>,
    /// The part that the title of the entry states.
    part: Option<u32>,
    /// The entry begins within a season, so that its numbers are also those of an earlier part.
    begins_late: bool,
}

impl WantedNumbers {
    /// Returns the counts of the wanted episode; `None` for a film.
    pub fn new(wanted: &Wanted) -> Option<Self> {
        let episode = wanted.episode.as_ref()?;
        let is_anime = wanted.is_anime();
        let season = own_season(wanted, episode);
        let part = super::title_part(wanted).filter(|_| is_anime);
        let begins_late = is_anime && episode.absolute.is_none() && (part > Some(1) || is_later_cour(episode));
        let counts_anew = begins_late || is_later_season(wanted);
        let through: Vec<u32> = episode.absolute.into_iter().chain(episode.kitsu).collect();
        let mut counts = Vec::from_iter(Some(episode.asked).filter(|_| !counts_anew));
        counts.extend(through.iter().map(|&episode| Numbering { season: None, episode }));
        if is_anime {
            for season in [Some(1).filter(|_| !counts_anew), season].into_iter().flatten() {
                counts.extend(through.iter().map(|&episode| Numbering { season: Some(season), episode }));
            }
        }
        let mut ways = Vec::from_iter(episode.imdb);
        let mut entry = Vec::new();
        if counts_anew {
            entry = counts;
        } else {
            ways.extend(counts);
        }
        Some(Self {
            ways,
            through: Vec::from_iter(episode.absolute),
            is_anime,
            season,
            within: episode.imdb.unwrap_or(episode.asked).episode,
            season_length: wanted.context.season_length,
            count: wanted.context.episode_count.filter(|_| !counts_anew),
            aired: episode.aired,
            other_days: wanted.context.other_days.clone(),
            entry,
            part,
            begins_late,
        })
    }

    /// Compares the numbers in a name, or its day where it states no number.
    pub fn agree(&self, said: &ReleaseName) -> Agreement {
        let stated = self.agree_as_read(said);
        let Some((season, episode)) = said.other_reading() else { return stated };
        match (stated, season) {
            // Read as season and episode by its form. Anime are numbered through, as far as they come.
            (Agreement::Episode, None) if self.is_anime && self.reaches(episode) => Agreement::Perhaps,
            (Agreement::OtherEpisode | Agreement::OtherSeason, None) => {
                let is_wanted = self.counts().any(|way| way.season.is_none() && way.episode == episode);
                let holds = |season: &u32| said.episodes.iter().any(|episode| self.holds(*season, *episode));
                let is_likely = self.is_anime || !said.seasons.iter().any(holds);
                if is_wanted && is_likely { Agreement::Episode } else { stated }
            }
            // Read as a number that counts through.
            (Agreement::Episode, Some(season)) if !self.is_anime && self.holds(season, episode) => Agreement::Perhaps,
            (Agreement::OtherEpisode, Some(season)) => {
                let wanted = Numbering { season: Some(season), episode };
                let is_wanted = self.counts().any(|way| *way == wanted) && self.holds(season, episode);
                match (is_wanted, self.is_anime, said.episodes.iter().any(|number| self.reaches(*number))) {
                    (true, false, false) => Agreement::Episode,
                    (true, false, true) | (true, true, false) => Agreement::Perhaps,
                    _ => stated,
                }
            }
            _ => stated,
        }
    }

    /// Every count, whichever seasons a name states.
    fn counts(&self) -> impl Iterator<Item = &Numbering> {
        self.ways.iter().chain(&self.entry)
    }

    /// Returns whether a number that counts through can be that of an episode, as far as is known.
    fn reaches(&self, number: u32) -> bool {
        reaches(self.count, number)
    }

    /// Returns whether a season can have an episode and be written as hundreds, as far as is known.
    fn holds(&self, season: u32, episode: u32) -> bool {
        let length = self.season_length.filter(|_| self.season == Some(season));
        length.is_none_or(|length| (episode..100).contains(&length))
    }

    fn agree_as_read(&self, said: &ReleaseName) -> Agreement {
        if said.fraction.is_some() {
            return Agreement::OtherEpisode;
        }
        if let Some(day) = said.date {
            match self.is_day(day) {
                Some(true) => return Agreement::Episode,
                Some(false) if said.episodes.is_empty() => return Agreement::OtherEpisode,
                None if said.episodes.is_empty() => return Agreement::Nothing,
                Some(false) | None => {}
            }
        }
        // Without a season a name counts through all of them, where they are counted so.
        let seasonless = |season: u32| season <= 1 || self.counts().all(|way| way.season.is_some());
        let fits = |season: Option<u32>| {
            if said.seasons.is_empty() {
                return season.is_none_or(seasonless);
            }
            season.is_some_and(|season| said.seasons.contains(&season))
        };
        let of_season = || self.counts().filter(|way| fits(way.season));
        let beside = |number: &u32| {
            said.absolute.contains(number) || said.episodes.contains(number) && self.is_running(*number, said)
        };
        if of_season().any(|way| is_named(way, said)) || self.through.iter().any(beside) {
            return Agreement::Episode;
        }
        match (said.episodes.is_empty(), of_season().next().is_some()) {
            (_, false) => Agreement::OtherSeason,
            (true, true) if said.seasons.is_empty() => Agreement::Nothing,
            (true, true) => Agreement::Season,
            (false, true) => Agreement::OtherEpisode,
        }
    }

    /// Returns whether the tag of a season stands beside a number that runs through all seasons: `S01E1170`,
    /// `S23E1170`. No season has so many episodes: not the first, all of whose episodes come before, and not the wanted
    /// one where its length is known. A catalogue that divides the seasons otherwise is off by few.
    fn is_running(&self, number: u32, said: &ReleaseName) -> bool {
        const MANY: u32 = 100;
        let [stated] = said.seasons[..] else { return false };
        let Some(own) = self.season else { return self.is_anime && number >= MANY };
        let is_beyond = self.season_length.map_or(number >= MANY, |length| number > length.max(MANY / 4));
        if number == self.within || number < MANY && !is_beyond {
            return false;
        }
        let is_near = stated.abs_diff(own) <= if self.is_anime { 3 } else { 0 };
        (stated == 1 && own > 1 && number >= MANY) || (is_near && is_beyond)
    }

    /// Returns whether a day is the one the wanted episode aired; `None` where that is not known. Where it aired in the
    /// evening it may be the next day elsewhere: a day beside it counts unless another episode aired on it.
    pub fn is_day(&self, day: release_name::Date) -> Option<bool> {
        let aired = self.aired?;
        let said = Date::new(i16::try_from(day.year).ok()?, i8::try_from(day.month).ok()?, i8::try_from(day.day).ok()?);
        let Ok(said) = said else { return Some(false) };
        let is_beside =
            || aired.tomorrow().is_ok_and(|next| next == said) || aired.yesterday().is_ok_and(|before| before == said);
        Some(said == aired || is_beside() && !self.other_days.is_empty() && !self.other_days.contains(&said))
    }

    /// Returns whether the number in a name counts the specials of a work, as in `Title OVA - 05` and `Title SP05`, and not its
    /// episodes.
    pub fn counts_specials(&self, said: &ReleaseName) -> bool {
        let numbered = || match said.span(Field::Extra).zip(said.span(Field::Episode)) {
            Some((word, number)) => word.end <= number.start,
            None => said.extra_number.is_some() && said.episodes.is_empty() && !said.complete,
        };
        said.extra == Some(Extra::Special) && said.marking != Marking::Full && self.season != Some(0) && numbered()
    }

    /// Returns whether the numbers in a name are the wanted ones only if they count within the wanted entry, which the
    /// numbers alone do not tell: under the title of the whole work they are those of the first season, or of an earlier
    /// part of the same one.
    pub fn counts_in_the_entry(&self, said: &ReleaseName) -> bool {
        let is_stated = self.part.map_or(said.part > Some(1), |part| said.part == Some(part));
        // A number without a season is the first's.
        let is_stated_season = |season: u32| said.seasons.contains(&season) || said.seasons.is_empty() && season == 1;
        let is_otherwise = |way: &Numbering| way.season.is_some_and(is_stated_season) && is_named(way, said);
        !self.entry.is_empty()
            && !said.episodes.is_empty()
            && (said.seasons.is_empty() || self.begins_late)
            && !is_stated
            && !self.ways.iter().any(is_otherwise)
    }
}

/// Returns whether a name states the number of a count. A number beside a season and its episode is none of that season.
fn is_named(way: &Numbering, said: &ReleaseName) -> bool {
    let is_beside =
        !said.seasons.is_empty() && !said.episodes.is_empty() && way.season.is_some_and(|season| season > 1);
    said.episodes.contains(&way.episode) || !is_beside && said.absolute.contains(&way.episode)
}

/// Returns whether a number that counts through can be that of an episode of a work with `count` of them; catalogues lag
/// behind.
pub(crate) fn reaches(count: Option<u32>, number: u32) -> bool {
    const SEASON: u32 = 13;
    count.is_none_or(|count| number <= count.saturating_add((count / 4).max(SEASON)))
}

/// Returns whether the entry begins within a season of the catalogue that lists the whole work.
fn is_later_cour(episode: &Episode) -> bool {
    episode.imdb.zip(episode.kitsu).is_some_and(|(imdb, kitsu)| imdb.episode > kitsu)
}

/// Returns the season of the whole work that this anime entry is, or that the episode belongs to.
fn own_season(wanted: &Wanted, episode: &Episode) -> Option<u32> {
    let stated = || super::title_season(wanted).filter(|_| wanted.is_anime());
    let asked = || episode.asked.season.filter(|_| !wanted.is_anime());
    episode.imdb.and_then(|imdb| imdb.season).or_else(stated).or_else(asked)
}

/// Returns whether the wanted work is the entry of a later season, whose episodes count anew.
pub(crate) fn is_later_season(wanted: &Wanted) -> bool {
    let episode = wanted.episode.as_ref();
    let counts_through = episode.is_none_or(|episode| episode.absolute.is_some());
    let season = || episode.map_or_else(|| super::title_season(wanted), |episode| own_season(wanted, episode));
    wanted.is_anime() && !counts_through && season().is_some_and(|season| season > 1)
}

#[cfg(test)]
mod tests;
