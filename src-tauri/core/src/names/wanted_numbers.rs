//! Judges whether the numbers or the day in a name are those of the wanted episode, in any of the counts known for it.

use jiff::civil::Date;
use release_name::ReleaseName;

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
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::names::read;
    use crate::title::{Context, Ids, Kind};

    fn wanted(kind: Kind, season: u32, episode: u32, absolute: Option<u32>) -> Wanted {
        Wanted {
            kind,
            ids: Ids { kitsu: (kind == Kind::Anime).then_some(1), ..Ids::default() },
            name: "Blue Meadow".to_owned(),
            episode: Some(Episode {
                asked: Numbering { season: Some(season), episode },
                imdb: None,
                absolute,
                kitsu: None,
                aired: Some(date(2024, 3, 1)),
                name: None,
            }),
            ..Wanted::default()
        }
    }

    fn agree(wanted: &Wanted, name: &str) -> Agreement {
        WantedNumbers::new(wanted).unwrap().agree(&read(name))
    }

    #[test]
    fn a_running_number_counts_beside_the_tag_of_a_season() {
        let mut long = wanted(Kind::Series, 23, 15, Some(1170));
        long.context.season_length = Some(30);
        for name in [
            "Blue.Meadow.S23E15.1080p",
            "Blue.Meadow.S01E1170.1080p",
            "Blue.Meadow.S23E1170.1080p",
            "Blue Meadow S23 E1170 1080p",
            "Blue Meadow S23 1170 1080p",
            "Blue Meadow - 1170 [1080p]",
        ] {
            assert_eq!(agree(&long, name), Agreement::Episode, "{name}");
        }
        assert_eq!(agree(&long, "Blue.Meadow.S23E1171.1080p"), Agreement::OtherEpisode);
        assert_eq!(agree(&long, "Blue.Meadow.S05E1170.1080p"), Agreement::OtherSeason);
        let mut anime = wanted(Kind::Anime, 1, 1170, Some(1170));
        anime.episode.as_mut().unwrap().imdb = Some(Numbering { season: Some(23), episode: 15 });
        assert_eq!(agree(&anime, "Blue.Meadow.S22E1170.1080p"), Agreement::Episode, "seasons divided otherwise");
        assert_eq!(agree(&anime, "Blue.Meadow.S05E170.1080p"), Agreement::OtherSeason);
        let short = wanted(Kind::Series, 2, 5, Some(13));
        assert_eq!(
            agree(&short, "Blue.Meadow.S02E04.eps5.The.Mill.1080p"),
            Agreement::OtherEpisode,
            "a word of its name"
        );
        assert_eq!(agree(&short, "Blue Meadow - S02E04 (13) [1080p]"), Agreement::Episode);
        assert_eq!(agree(&short, "Blue.Meadow.S01E13.1080p"), Agreement::OtherSeason, "the first season may go on");
        assert_eq!(agree(&short, "Blue.Meadow.S02E13.1080p"), Agreement::OtherEpisode);
        assert_eq!(agree(&short, "Blue Meadow - 13 [1080p]"), Agreement::Episode);
        assert_eq!(agree(&short, "Blue Meadow - 05 [1080p]"), Agreement::OtherEpisode, "the fifth of all");
        assert_eq!(agree(&wanted(Kind::Series, 2, 5, None), "Blue Meadow - 05 [1080p]"), Agreement::Episode);
    }

    #[test]
    fn a_number_of_three_digits_is_read_in_both_ways() {
        let known = |mut wanted: Wanted, season_length, episode_count| {
            (wanted.context.season_length, wanted.context.episode_count) = (season_length, episode_count);
            wanted
        };
        let second = wanted(Kind::Series, 1, 2, Some(2));
        let later = wanted(Kind::Series, 5, 2, Some(102));
        let daily = known(wanted(Kind::Series, 1, 102, Some(102)), Some(150), Some(150));
        let anime = |episode, count| known(wanted(Kind::Anime, 1, episode, Some(episode)), Some(count), Some(count));
        let spaced = "Blue Meadow - 102 [1080p].mkv";
        let dotted = "Blue.Meadow.102.1080p.mkv";
        for (wanted, name, agreement) in [
            (&second, spaced, Agreement::Perhaps),
            (&known(second.clone(), Some(13), Some(20)), spaced, Agreement::Episode),
            (&known(second.clone(), Some(13), Some(140)), spaced, Agreement::Perhaps),
            (&known(second.clone(), Some(150), Some(150)), spaced, Agreement::OtherEpisode),
            (&second, "Blue Meadow - 103 [1080p].mkv", Agreement::OtherEpisode),
            (&second, "[Grp] Blue Meadow - 102 [1080p].mkv", Agreement::OtherEpisode),
            (&second, dotted, Agreement::Episode),
            (&later, spaced, Agreement::Perhaps),
            (&later, "[Grp] Blue Meadow - 102 [1080p].mkv", Agreement::Episode),
            (&later, dotted, Agreement::OtherSeason),
            (&daily, spaced, Agreement::Episode),
            (&daily, dotted, Agreement::Episode),
            (&daily, "Blue.Meadow.103.1080p.mkv", Agreement::OtherEpisode),
            (&anime(102, 150), spaced, Agreement::Episode),
            (&anime(102, 150), dotted, Agreement::Episode),
            (&anime(2, 150), spaced, Agreement::OtherEpisode),
            (&anime(2, 150), dotted, Agreement::Perhaps),
            (&anime(2, 12), spaced, Agreement::Perhaps),
            (&anime(2, 12), dotted, Agreement::Episode),
            (&anime(2, 12), "Blue Meadow - 202.mkv", Agreement::OtherEpisode),
        ] {
            let asked = wanted.episode.as_ref().unwrap().asked;
            assert_eq!(agree(wanted, name), agreement, "{name} for {asked:?}, {:?}", wanted.context);
        }
    }

    #[test]
    fn an_entry_that_begins_within_a_season_is_not_its_earlier_part() {
        let mut second = wanted(Kind::Anime, 1, 2, None);
        second.name = "Blue Meadow 2nd Season Part 2".to_owned();
        let episode = second.episode.as_mut().unwrap();
        (episode.imdb, episode.kitsu) = (Some(Numbering { season: Some(2), episode: 14 }), Some(2));
        let numbers = WantedNumbers::new(&second).unwrap();
        for (name, agreement, is_open) in [
            ("Blue.Meadow.S02E14.1080p", Agreement::Episode, false),
            ("Blue.Meadow.S02E02.1080p", Agreement::Episode, true),
            ("[Grp] Blue Meadow 2nd Season - 02", Agreement::Episode, true),
            ("[Grp] Blue Meadow 2nd Season Part 2 - 02", Agreement::Episode, false),
            ("[Grp] Blue Meadow - 02", Agreement::Episode, true),
            ("Blue.Meadow.S02E03.1080p", Agreement::OtherEpisode, false),
            ("Blue.Meadow.S01E14.1080p", Agreement::OtherSeason, false),
        ] {
            let said = read(name);
            assert_eq!(numbers.agree(&said), agreement, "{name}");
            if agreement == Agreement::Episode {
                assert_eq!(numbers.counts_in_the_entry(&said), is_open, "{name}");
            }
        }
    }

    #[test]
    fn a_day_beside_it_counts_unless_another_episode_aired_then() {
        let mut weekly = wanted(Kind::Series, 2, 5, None);
        let day = |day: i8| Context { other_days: vec![date(2024, 2, 23), date(2024, 3, day)], ..Context::default() };
        assert_eq!(agree(&weekly, "Blue.Meadow.2024.03.01.720p"), Agreement::Episode);
        assert_eq!(
            agree(&weekly, "Blue.Meadow.2024.03.02.720p"),
            Agreement::OtherEpisode,
            "nothing is known around it"
        );
        weekly.context = day(8);
        for (name, expected) in [
            ("Blue.Meadow.2024.02.29.720p", Agreement::Episode),
            ("Blue.Meadow.2024.03.02.720p", Agreement::Episode),
            ("Blue.Meadow.2024.03.03.720p", Agreement::OtherEpisode),
        ] {
            assert_eq!(agree(&weekly, name), expected, "{name}");
        }
        weekly.context = day(2);
        assert_eq!(agree(&weekly, "Blue.Meadow.2024.03.02.720p"), Agreement::OtherEpisode, "a daily show");
        weekly.episode.as_mut().unwrap().aired = None;
        assert_eq!(agree(&weekly, "Blue.Meadow.2024.03.09.720p"), Agreement::Nothing);
    }
}
