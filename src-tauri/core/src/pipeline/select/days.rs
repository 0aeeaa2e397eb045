//! Finds an episode by the day before or after it aired, as calendars in different parts of the world name it.

use jiff::civil;
use release_name::Date;

use super::{context::Context, score::ScoredFile};
use crate::model::Reason;

/// Takes the file of the day next to the one wanted where nothing else fits. The days of the batch have to lie apart,
/// since the next day of a daily show is another episode.
pub(super) fn near(context: &Context<'_>, scored: &mut [ScoredFile], certainty: &mut f32) {
    /// Days between two episodes of a weekly show, whatever its calendar.
    const APART: i32 = 3;
    let Some(aired) = context.target.wanted.aired else { return };
    if scored.iter().any(ScoredFile::pickable) {
        return;
    }
    let days: Vec<(usize, civil::Date)> = (context.batch.readings.iter().enumerate())
        .filter(|(_, reading)| reading.is_regular())
        .filter_map(|(at, reading)| Some((at, civil(reading.date()?)?)))
        .collect();
    let mut sorted: Vec<civil::Date> = days.iter().map(|(_, day)| *day).collect();
    sorted.sort_unstable();
    let apart = sorted.windows(2).all(|pair| between(pair[0], pair[1]) >= APART);
    let mut beside = days.iter().filter(|(_, day)| between(*day, aired).abs() == 1);
    let (Some((at, _)), None) = (beside.next(), beside.next()) else { return };
    if apart && sorted.len() > 1 {
        scored[*at].give(Reason::ExactEpisode, 1000.0);
        scored[*at].give(Reason::AirDate, 0.0);
        *certainty = certainty.min(0.6);
    }
}

fn civil(date: Date) -> Option<civil::Date> {
    let year = i16::try_from(date.year).ok()?;
    civil::Date::new(year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

/// The days from one to the other.
fn between(from: civil::Date, to: civil::Date) -> i32 {
    (to - from).get_days()
}
