//! Segments from the chapters of a file.

use serde::{Deserialize, Serialize};

use super::fit::is_plausible;
use super::naming::{Named, named};
use super::{Origin, Segment, SegmentKind};

/// The most chapters of a file that are looked at.
const MOST: usize = 500;
/// The shortest segments that chapters are believed, in seconds. What is shorter is a title card or a slip.
const LEAST_OPENING: f64 = 20.0;
const LEAST: f64 = 5.0;

/// A chapter, as a player lists it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chapter {
    #[serde(default)]
    pub title: String,
    /// Seconds from the beginning of the file. mpv calls it `time`.
    #[serde(alias = "time")]
    pub start: f64,
}

/// A stretch from one chapter to the next one of another name.
struct Stretch {
    named: Option<Named>,
    start: f64,
    end: f64,
}

impl Stretch {
    /// Returns what the stretch is, if its name, place and length fit together.
    fn kind(&self, length: f64) -> Option<SegmentKind> {
        let kind = match self.named? {
            Named::Opening | Named::Intro => SegmentKind::Opening,
            Named::Recap => SegmentKind::Recap,
            Named::Preview => SegmentKind::Preview,
            Named::Either if self.end <= length / 2.0 => SegmentKind::Opening,
            Named::Credits | Named::Outro | Named::Either => SegmentKind::Credits,
        };
        let least = if kind == SegmentKind::Opening { LEAST_OPENING } else { LEAST };
        is_plausible(kind, self.start, self.end, Some(length), least).then_some(kind)
    }
}

/// Returns the segments that a file's chapters name, in order. `length` is that of the file in seconds. Chapters
/// without telling names give nothing. `Intro` beside a chapter called opening is what comes before it, and `Outro`
/// beside an ending what comes after it: both belong to the story.
pub fn from_chapters(chapters: &[Chapter], length: f64) -> Vec<Segment> {
    if !(length.is_finite() && length > 0.0) {
        return Vec::new();
    }
    let stretches = stretches(chapters, length);
    let stands =
        |wanted: Named| stretches.iter().any(|stretch| stretch.named == Some(wanted) && stretch.kind(length).is_some());
    let is_story = |named| match named {
        Some(Named::Intro) => stands(Named::Opening),
        Some(Named::Outro) => stands(Named::Credits),
        _ => false,
    };
    let told = stretches.iter().filter(|stretch| !is_story(stretch.named));
    let segment = |stretch: &Stretch| {
        let &Stretch { start, end, .. } = stretch;
        stretch.kind(length).map(|kind| Segment { kind, start, end, by: vec![Origin::Chapters] })
    };
    told.filter_map(segment).collect()
}

/// Joins chapters of the same meaning that follow one another.
fn stretches(chapters: &[Chapter], length: f64) -> Vec<Stretch> {
    let mut sorted: Vec<&Chapter> =
        chapters.iter().take(MOST).filter(|chapter| (0.0..length).contains(&chapter.start)).collect();
    sorted.sort_by(|a, b| a.start.total_cmp(&b.start));
    let mut stretches: Vec<Stretch> = Vec::new();
    for (at, chapter) in sorted.iter().enumerate() {
        let end = sorted.get(at + 1).map_or(length, |next| next.start);
        let named = named(&chapter.title);
        match stretches.last_mut() {
            Some(last) if named.is_some() && last.named == named => last.end = end,
            _ => stretches.push(Stretch { named, start: chapter.start, end }),
        }
    }
    stretches
}
