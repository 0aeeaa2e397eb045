//! Scores files for an episode: which are the wanted one in some numbering, and what speaks against each.

use crate::model::Reason;
use release_name::{Extra, Field, Span, TitleMatch};

use super::{
    Hint,
    alone::{alone, of_several, on_discs},
    context::{Context, year_in_title},
    days,
    fit::Fit,
    kin, kin_beside, lessons,
    numbering::{self, Scheme},
    reading::{Batch, Reading},
    score::ScoredFile,
    target::Target,
    titles::Titles,
};
use crate::{
    names::Kinship,
    title::{Numbering, Wanted},
    torrent::{Proof, TorrentFile},
};

pub(super) fn score(
    batch: &mut Batch,
    files: &[TorrentFile],
    wanted: &Wanted,
    titles: &Titles,
    target: &Target<'_>,
    hint: &Hint<'_>,
) -> (Vec<ScoredFile>, f32, Option<Scheme>) {
    let (scheme, sureness) = numbering::infer(batch, files, wanted.is_anime(), target);
    kin_beside::by_numbers(&mut batch.readings, titles, files);
    let taught = lessons::apply(batch, files, hint.lessons, scheme);
    let context = Context::new(batch, files, scheme, target, wanted);
    let mut certainty: f32 = sureness.min(0.98);
    let score = |(reading, taught): (&Reading, &Option<Numbering>)| {
        let is_it = taught.map(|numbers| lessons::same(numbers, target.wanted.asked));
        let mut scored = context.score(reading, is_it, &mut certainty);
        // The correction overrides the numbers read from its name.
        if let Some(numbers) = taught {
            (scored.season, scored.episode) = (numbers.season, Some(numbers.episode));
        }
        scored
    };
    let mut scored: Vec<ScoredFile> = batch.readings.iter().zip(&taught).map(score).collect();
    days::near(&context, &mut scored, &mut certainty);
    alone(batch, &context, files, hint, &mut scored, &mut certainty);
    on_discs(batch, files, &scored, &mut certainty);
    of_several(&context, &mut certainty);
    (scored, certainty, scheme.told(batch))
}

impl Context<'_> {
    /// Scores a file. `taught` states whether the corrections make it the wanted episode; `None` if they say nothing
    /// about it.
    fn score(&self, reading: &Reading, taught: Option<bool>, certainty: &mut f32) -> ScoredFile {
        let mut scored = ScoredFile::new(reading.file, reading.season, reading.episodes.first().copied());
        match taught {
            Some(true) => {
                scored.give(Reason::ExactEpisode, 1000.0);
                scored.give(Reason::Taught, 0.0);
            }
            Some(false) => {}
            None => self.number(reading, &mut scored, certainty),
        }
        match reading.fits {
            _ if reading.kin == Kinship::Marked || kin::is_another(reading.kin) && self.is_proven(reading) => {
                scored.give(Reason::LongerTitle, -300.0);
            }
            _ if kin::is_another(reading.kin) => scored.give(Reason::OtherTitle, -1200.0),
            TitleMatch::Alias => scored.give(Reason::Alias, 50.0),
            TitleMatch::Title => scored.give(Reason::Title, 50.0),
            TitleMatch::None if self.titled && self.is_other_show(reading) => scored.give(Reason::OtherTitle, -1200.0),
            TitleMatch::None => {}
        }
        if taught != Some(true) {
            self.against(reading, &mut scored);
        }
        let mended = reading.name.repack || reading.name.proper;
        if let Some(version) = reading.name.version.filter(|v| *v > 1).or(mended.then_some(2)) {
            scored.give(Reason::Version, 5.0 * (version - 1).min(4) as f32);
        }
        if let Some(half) = reading.name.segment.map(|s| s.to_ascii_lowercase()).filter(|s| ('b'..='h').contains(s)) {
            scored.give(Reason::LaterPart, -20.0 * (u32::from(half) - u32::from('a')) as f32);
        }
        scored
    }

    /// Adds the points for the numbers of the file.
    fn number(&self, reading: &Reading, scored: &mut ScoredFile, certainty: &mut f32) {
        if self.aired.is_some() && (reading.date() == self.aired || self.is_packed_day(reading)) {
            scored.give(Reason::ExactEpisode, 1000.0);
            scored.give(Reason::AirDate, 0.0);
            return;
        }
        let fit = self.fit(reading, certainty);
        let (reason, points) = match fit {
            Fit::No => return,
            Fit::OtherSeason | Fit::OtherPart | Fit::Unproven => (Reason::EpisodeOnly, 200.0),
            _ if reading.episodes.len() > 1 => (Reason::MultiEpisode, 500.0),
            _ => (Reason::ExactEpisode, 1000.0),
        };
        if reading.shortened {
            *certainty = certainty.min(0.6);
        }
        scored.give(reason, points);
        match fit {
            Fit::Absolute => scored.give(Reason::Absolute, 0.0),
            Fit::Unstated if matches!(self.scheme, Scheme::PerSeason | Scheme::Compact) => {
                scored.give(Reason::NoSeason, -50.0);
            }
            Fit::OtherSeason if reading.season.is_some() => scored.give(Reason::WrongSeason, 0.0),
            Fit::OtherPart => scored.give(Reason::OtherPart, 0.0),
            Fit::Unproven => scored.give(Reason::UnprovenSeason, 0.0),
            _ => {}
        }
    }

    /// Subtracts points for signs that the file is wrong although its number fits.
    fn against(&self, reading: &Reading, scored: &mut ScoredFile) {
        let special_wanted = self.target.season == Some(0);
        match reading.extra {
            Some(Extra::Sample) => scored.give(Reason::Sample, -2000.0),
            Some(Extra::Special) if special_wanted => {}
            Some(Extra::Special)
                if reading.season.is_none_or(|s| s == 0)
                    || reading.fraction.is_some()
                    || Some(reading.season) == Some(self.target.season) =>
            {
                scored.give(Reason::Special, -1500.0);
            }
            Some(_) => scored.give(Reason::Extra, -1500.0),
            None => {}
        }
        let small = reading.size.is_some_and(|s| self.usual_size > 0 && s < self.usual_size / 8);
        if small && reading.extra.is_none() {
            scored.give(Reason::TooSmall, -400.0);
        }
        let year = reading.year.map(i32::from);
        // The year behind the numbers may be the episode's name: `S01E05 - 1984`.
        let folder_year = reading.folder_year.map(i32::from);
        if let (Some(first), Some(year)) = (self.first_year, year)
            && ((year + 1 < first || self.told_by_year && year > first + 1) && year_in_title(reading)
                || self.told_by_year && folder_year.is_some_and(|year| (year - first).abs() > 1))
        {
            scored.give(Reason::OtherYear, -600.0);
        }
    }

    /// Returns whether an id says that a file is of the wanted work although its title goes on: not against a catalogue that
    /// lists this title apart, and not beside files under the wanted title.
    fn is_proven(&self, reading: &Reading) -> bool {
        let beside = || self.batch.readings.iter().any(|r| r.kin == Kinship::Same);
        self.batch.proof != Proof::Nothing && reading.kin != Kinship::Listed && !beside()
    }

    /// Returns whether the title of a file is that of another show. Another title on a single file may be the name of
    /// the episode.
    fn is_other_show(&self, reading: &Reading) -> bool {
        !reading.late_title
            && !reading.title.is_empty()
            && self.batch.readings.iter().filter(|r| r.title == reading.title).count() > 1
    }
}

/// Returns the parts of the name that decide for an episode.
pub(super) fn told(reading: &Reading) -> Vec<Span> {
    const TOLD: [Field; 5] = [Field::Season, Field::Absolute, Field::Date, Field::Version, Field::Extra];
    let as_read = reading.number == reading.name.span(Field::Episode);
    let spans = reading.name.spans.iter().filter(|s| TOLD.contains(&s.field) || as_read && s.field == Field::Episode);
    let moved = reading.number.clone().filter(|_| !as_read);
    let moved = moved.map(|at| Span::new(Field::Episode, at));
    spans.copied().chain(moved).collect()
}
