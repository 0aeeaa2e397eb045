//! Decides whether the numbers of a file are those of the wanted episode, in any of its numberings.

use release_name::Extra;

use crate::title::Kind;

use super::{
    context::{Context, Stated},
    numbering::Scheme,
    reading::Reading,
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Season and episode as stated.
    Season,
    /// The episode, and no season stated.
    Unstated,
    Absolute,
    OtherSeason,
    /// The number is that of an episode in another part of the season.
    OtherPart,
    /// The episode of some season, and nothing says which.
    Unproven,
    No,
}

impl Context<'_> {
    /// Returns whether six digits, as in `160305`, are the day the episode aired. They count as a day only if they
    /// match that day.
    pub(super) fn is_packed_day(&self, reading: &Reading) -> bool {
        let Some(packed) = self.packed_day.as_deref().filter(|_| reading.date().is_none()) else { return false };
        let name = self.files[reading.file].name.as_str();
        name.match_indices(packed).any(|(at, _)| {
            !name[..at].ends_with(|c: char| c.is_ascii_alphanumeric())
                && !name[at + packed.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
        })
    }

    pub(super) fn fit(&self, reading: &Reading, certainty: &mut f32) -> Fit {
        let target = self.target;
        let has = |number: u32| reading.episodes.contains(&number);
        if let Some(fit) = self.fit_by_part(reading, certainty) {
            return fit;
        }
        if let Some(absolute) = target.absolute {
            let running = self.scheme == Scheme::Running && has(absolute) && reading.season != Some(0);
            let beside = reading.name.absolute.contains(&absolute)
                && (target.season.is_none_or(|s| s > 1) || reading.season.is_some_and(|s| s > 1));
            if running || beside || self.runs_on(reading, absolute) {
                return Fit::Absolute;
            }
        }
        if self.counted.is_some_and(|number| reading.season == target.season && has(number)) {
            *certainty = certainty.min(0.8);
            return Fit::Absolute;
        }
        // `Title.1991.E04`, where the show's seasons are called by their years.
        let by_year = target.season.is_some_and(|season| (1900..2100).contains(&season));
        let season = reading.season.or_else(|| reading.year.map(u32::from).filter(|_| by_year));
        // The name or the folder is wrong, and nothing tells which.
        if let (Some(place), Some(season)) = (reading.contradicted, season)
            && reading.episodes.iter().any(|e| target.is(season, *e) || target.is(place, *e))
        {
            *certainty = certainty.min(0.45);
            return Fit::Season;
        }
        match season {
            Some(season) => {
                if reading.episodes.iter().any(|e| target.is(season, *e)) {
                    let is_own = target.season == Some(season) && has(target.episode);
                    return if self.goes_on && is_own { Fit::OtherSeason } else { Fit::Season };
                }
                if self.only_season == Some(season) && target.any_season && has(target.episode) {
                    *certainty = certainty.min(0.4);
                    return Fit::Season;
                }
                if has(target.episode) { Fit::OtherSeason } else { Fit::No }
            }
            None => self.fit_without_season(reading),
        }
    }

    /// Returns whether the number beside a season is the one that runs through all seasons: `S21E1070`, `S01E030`. It
    /// has to be greater than the episodes of a season can be.
    fn runs_on(&self, reading: &Reading, absolute: u32) -> bool {
        /// Seasons have fewer episodes, but for daily shows, which name the day.
        const MANY: u32 = 100;
        /// A season whose numbers begin after this one does not begin anew.
        const LATE: u32 = 13;
        let target = self.target;
        let Some(season) = reading.season.filter(|season| *season > 0) else { return false };
        if self.is_stated || !reading.episodes.contains(&absolute) {
            return false;
        }
        let own = target.season.unwrap_or(1);
        let before = absolute.saturating_sub(target.episode);
        let least = self.groups.get(&(Some(season), None)).map_or(0, |group| group.least);
        match season {
            // There it is the number within the season too, or one past its end.
            1 => absolute > before,
            _ if absolute >= MANY => least > before.min(MANY / 2),
            _ => self.kind == Kind::Anime && least > before.max(LATE) && (season == own || own == 1),
        }
    }

    /// The file states no season: its number counts within the season the torrent states, or through all of them.
    fn fit_without_season(&self, reading: &Reading) -> Fit {
        let target = self.target;
        let has = |number: u32| reading.episodes.contains(&number);
        let season = target.season.unwrap_or(1);
        if target.season == Some(0) {
            return if reading.extra == Some(Extra::Special) && has(target.episode) { Fit::Season } else { Fit::No };
        }
        let stated_here = matches!(self.stated, Stated::One(stated) if stated == season || target.others.iter().any(|o| o.0 == stated));
        if let Some(absolute) = target.absolute
            && has(absolute)
            && (!stated_here || self.largest >= absolute)
        {
            return if absolute == target.episode { Fit::Unstated } else { Fit::Absolute };
        }
        if !has(target.episode) && !target.others.iter().any(|o| has(o.1) && stated_here) {
            return Fit::No;
        }
        match self.stated {
            Stated::One(_) if stated_here => Fit::Unstated,
            Stated::One(_) => Fit::OtherSeason,
            Stated::Several(seasons) if season > 1 || !seasons.contains(&1) => Fit::OtherSeason,
            Stated::Several(_) => Fit::Unstated,
            Stated::Nothing if season <= 1 => Fit::Unstated,
            Stated::Nothing if target.absolute.is_some() || target.runs_through => Fit::OtherSeason,
            Stated::Nothing if target.is_entry && reading.own_title => Fit::Unstated,
            Stated::Nothing => Fit::Unproven,
        }
    }
}
