//! Decides about files by the part of the season they belong to: in a pack of a whole season the numbers of the first
//! part are not those of the second, while a pack of the second part alone counts from its own beginning.

use super::{context::Context, fit::Fit, part_numbers::Numbers, reading::Reading};

/// The first number that shows that a part goes on counting from the part before it.
const GOES_ON: u32 = 9;
/// A part has no fewer episodes; a catalogue may count a pilot or two that others leave out.
const COUR: u32 = 6;
/// The most episodes before a second part.
const LONGEST_FIRST: u32 = 27;

impl Context<'_> {
    /// Returns the fit where the part of the season decides; `None` where the numbers mean what they say.
    pub(super) fn fit_by_part(&self, reading: &Reading, certainty: &mut f32) -> Option<Fit> {
        let target = self.target;
        let has = |number: u32| reading.episodes.contains(&number);
        let other = if has(target.episode) { Fit::OtherPart } else { Fit::No };
        let part = reading.part.map(|part| part.number);
        if let Some(found) = self.in_part.filter(|found| part == Some(found.part) && reading.season == found.season) {
            if reading.episodes.contains(&found.number) {
                // The last of the first part may be missing.
                *certainty = if found.is_whole { certainty.min(0.8) } else { certainty.min(0.45) };
                return Some(Fit::Absolute);
            }
            return Some(other);
        }
        let Some(wanted) = target.part.filter(|part| *part > 1) else {
            if part.is_some_and(|part| part > 1 && !target.parts.contains(&part)) {
                return (!self.goes_on(reading)).then_some(other);
            }
            return self.fit_late_entry(reading, certainty);
        };
        if reading.own_title && part.is_none() || self.is_mapped(reading) {
            return None;
        }
        match part {
            Some(part) if part == wanted && !self.goes_on(reading) => (!has(target.episode)).then_some(Fit::No),
            Some(part) if part != wanted => Some(other),
            Some(_) => Some(self.fit_from_least(reading, certainty).unwrap_or(other)),
            None if reading.season.is_some() => Some(self.fit_from_least(reading, certainty).unwrap_or(other)),
            None => Some(other),
        }
    }

    /// The entry begins within a season of the catalogue: its number as the season's own is another episode.
    fn fit_late_entry(&self, reading: &Reading, certainty: &mut f32) -> Option<Fit> {
        let target = self.target;
        let offset = target.offset.filter(|_| reading.season.is_some() && reading.season == target.season)?;
        if self.is_mapped(reading) || !reading.episodes.contains(&target.episode) {
            return None;
        }
        let holds_both =
            self.groups.iter().any(|((season, _), group)| *season == reading.season && group.most > offset);
        if holds_both || !reading.own_title || offset >= COUR {
            return Some(Fit::OtherPart);
        }
        *certainty = certainty.min(0.45);
        None
    }

    /// Returns whether the catalogue's numbers, which count through the season or the show, are those of the file.
    fn is_mapped(&self, reading: &Reading) -> bool {
        let target = self.target;
        let by_season = reading
            .season
            .is_some_and(|season| reading.episodes.iter().any(|episode| target.others.contains(&(season, *episode))));
        by_season || target.absolute.is_some_and(|absolute| reading.episodes.contains(&absolute))
    }

    fn group(&self, reading: &Reading) -> Option<Numbers> {
        self.groups.get(&(reading.season, reading.part.map(|part| part.number))).copied()
    }

    /// Returns whether the numbers of the file's part go on from the part before it.
    fn goes_on(&self, reading: &Reading) -> bool {
        let Some(group) = self.group(reading) else { return false };
        let own = reading.part.is_some_and(|part| part.own);
        group.least >= GOES_ON || !own && group.least > 1 && group.files > 1
    }

    /// Counts from the least number of the part, where the part before it is not there.
    fn fit_from_least(&self, reading: &Reading, certainty: &mut f32) -> Option<Fit> {
        let group = self.group(reading).filter(|group| group.is_unbroken() && group.files > 2)?;
        let own = (reading.season, reading.part.map(|part| part.number));
        if self.groups.keys().any(|key| key.1 == own.1 && key.0 != own.0) {
            return None;
        }
        let counted = group.least.checked_add(self.target.episode)?.checked_sub(1)?;
        let season = reading.season.is_none() || reading.season == self.target.season;
        let fits = season && (GOES_ON..=LONGEST_FIRST).contains(&group.least) && reading.episodes.contains(&counted);
        *certainty = if fits { certainty.min(0.6) } else { *certainty };
        fits.then_some(Fit::Season)
    }
}
