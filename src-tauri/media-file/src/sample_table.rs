//! When the lines of a track of text begin, by the tables of its samples in MP4. Where no line is on the screen there is a sample
//! too, as short as one can be: the sizes tell lines from pauses, and no sample has to be read.

use crate::boxes::Boxes;
use crate::bytes::Numbers;

/// The most boxes of a table looked at, and more samples, lines and edits than any film has.
const MOST_BOXES: usize = 64;
const MOST_SAMPLES: usize = 40_000;
const MOST_LINES: usize = 20_000;
const MOST_EDITS: u32 = 32;
/// A day: no film is longer.
const LONGEST_MS: u128 = 24 * 3600 * 1000;

/// What tells the times of a track.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times<'a> {
    /// The size of a sample that holds no line.
    pub(crate) pause: u32,
    /// The tables of its samples, whole.
    pub(crate) tables: &'a [u8],
    /// The list of its edits; empty where it has none.
    pub(crate) edits: &'a [u8],
    /// Ticks a second of the track and of the movie.
    pub(crate) timescale: u32,
    pub(crate) movie_timescale: u32,
}

impl Times<'_> {
    /// Returns when its lines begin, in milliseconds of the film. `None` where the tables do not tell.
    pub(crate) fn starts_ms(&self) -> Option<Vec<u64>> {
        if self.timescale == 0 || self.movie_timescale == 0 {
            return None;
        }
        let (mut durations, mut sizes) = (None, None);
        for (kind, data) in Boxes(self.tables).take(MOST_BOXES) {
            match &kind {
                b"stts" => durations = Some(data),
                b"stsz" => sizes = Some(data),
                // Samples are shown at other times than those that the durations tell.
                b"ctts" => return None,
                _ => {}
            }
        }
        let lines = lines(durations?, sizes?, self.pause);
        let edits = edits(self.edits)?;
        let mut starts = Vec::new();
        let mut begins = 0_u64;
        for edit in edits {
            if let Some(from) = edit.from {
                let until = self.until(from, edit.duration);
                let shown = lines.iter().filter(|start| (from..until).contains(*start));
                starts.extend(shown.filter_map(|start| self.milliseconds(begins, start - from)));
            }
            begins = begins.saturating_add(edit.duration);
        }
        starts.truncate(MOST_LINES);
        Some(starts)
    }

    /// Where an edit ends, in ticks of the track.
    fn until(&self, from: u64, duration: u64) -> u64 {
        if duration == 0 {
            return u64::MAX;
        }
        let ticks = (u128::from(duration) * u128::from(self.timescale)).div_ceil(self.movie_timescale.into());
        u64::try_from(ticks).unwrap_or(u64::MAX).saturating_add(from)
    }

    /// Milliseconds of so many ticks of the movie and so many of the track; `None` where that is behind any film.
    fn milliseconds(&self, of_movie: u64, of_track: u64) -> Option<u64> {
        let (movie, track) = (u128::from(self.movie_timescale), u128::from(self.timescale));
        let ticks = u128::from(of_movie) * track + u128::from(of_track) * movie;
        let ms = (ticks.checked_mul(1000)? + movie * track / 2) / (movie * track);
        u64::try_from(ms).ok().filter(|_| ms <= LONGEST_MS)
    }
}

/// The size of a sample that holds no line, by the description of the samples: a length of nothing, or a box that says so. `None` for
/// text of which the tables do not tell when it begins.
pub(crate) fn pause(descriptions: &[u8]) -> Option<u32> {
    let (kind, _) = Boxes(descriptions.get(8..)?).next()?;
    match &kind {
        b"tx3g" | b"text" => Some(2),
        b"wvtt" => Some(8),
        _ => None,
    }
}

/// When the samples begin that hold lines, in ticks of the track.
fn lines(durations: &[u8], sizes: &[u8], pause: u32) -> Vec<u64> {
    let mut runs = Numbers(durations);
    let (_, count) = (runs.u32(), runs.u32().unwrap_or_default());
    let runs = (0..count).map_while(|_| Some((runs.u32()?, runs.u32()?)));
    let durations = runs.flat_map(|(count, each)| (0..count).map(move |_| each));
    let mut sizes = Numbers(sizes);
    let (_, same, count) = (sizes.u32(), sizes.u32().unwrap_or_default(), sizes.u32().unwrap_or_default());
    let sizes = (0..count).map_while(|_| if same > 0 { Some(same) } else { sizes.u32() });
    let mut at = 0_u64;
    let starts = durations.zip(sizes).take(MOST_SAMPLES).filter_map(|(duration, size)| {
        let start = at;
        at += u64::from(duration);
        (size > pause).then_some(start)
    });
    starts.collect()
}

/// A part of the film: what it shows of the track, or nothing.
struct Edit {
    /// Where in the track it begins; `None` where nothing is shown.
    from: Option<u64>,
    /// In ticks of the movie; 0 for all the rest.
    duration: u64,
}

/// Returns the edits; `None` where one is played at another speed, or the list is cut off.
fn edits(list: &[u8]) -> Option<Vec<Edit>> {
    let mut numbers = Numbers(list);
    let is_long = numbers.u32().is_some_and(|word| word >> 24 == 1);
    let count = numbers.u32().unwrap_or_default();
    if count == 0 {
        return Some(vec![Edit { from: Some(0), duration: 0 }]);
    }
    if count > MOST_EDITS {
        return None;
    }
    let edit = |_| {
        let (duration, from) = if is_long {
            (numbers.u64()?, numbers.u64()?.cast_signed())
        } else {
            (u64::from(numbers.u32()?), i64::from(numbers.u32()?.cast_signed()))
        };
        let is_at_speed = numbers.u32()? == 1 << 16;
        is_at_speed.then_some(Edit { from: u64::try_from(from).ok(), duration })
    };
    (0..count).map(edit).collect()
}
