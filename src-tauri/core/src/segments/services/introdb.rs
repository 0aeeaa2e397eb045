//! IntroDB: one segment of each kind by the id on IMDb; every kind is null where nothing is known. `post_credits` is a
//! scene to be watched, which may lie within the `outro`.

use serde::Deserialize;

use super::{Told, number, unexpected};
use crate::http::Failure;
use crate::lenient::{self, Object, Scalar};
use crate::segments::SegmentKind;
use crate::title::{Kind, Wanted};

pub(super) fn path(wanted: &Wanted) -> Option<String> {
    let imdb = wanted.ids.imdb.as_deref()?;
    match wanted.numbers() {
        Some(numbers) => {
            // It knows no specials.
            let season = numbers.season.filter(|season| *season > 0)?;
            Some(format!("/segments?imdb_id={imdb}&season={season}&episode={}", numbers.episode?))
        }
        None => (wanted.kind == Kind::Movie).then(|| format!("/segments?imdb_id={imdb}&is_movie=true")),
    }
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow, default)]
    imdb_id: Scalar<'a>,
    #[serde(borrow, default)]
    intro: Object<Span<'a>>,
    #[serde(borrow, default)]
    recap: Object<Span<'a>>,
    #[serde(borrow, default)]
    outro: Object<Span<'a>>,
    #[serde(borrow, default)]
    post_credits: Object<Span<'a>>,
}

/// In seconds, in milliseconds, or in both.
#[derive(Deserialize)]
struct Span<'a> {
    #[serde(borrow, default)]
    start_sec: Scalar<'a>,
    #[serde(borrow, default)]
    end_sec: Scalar<'a>,
    #[serde(borrow, default)]
    start_ms: Scalar<'a>,
    #[serde(borrow, default)]
    end_ms: Scalar<'a>,
}

impl Span<'_> {
    /// Returns the beginning and the end in seconds.
    fn times(&self) -> Option<(f64, f64)> {
        let time = |seconds: &Scalar<'_>, millis: &Scalar<'_>| {
            let seconds = number(seconds).ok()?;
            seconds.or(number(millis).ok()?.map(|millis| millis / 1000.0))
        };
        Some((time(&self.start_sec, &self.start_ms)?, time(&self.end_sec, &self.end_ms)?))
    }
}

pub(super) fn read(body: &[u8]) -> Result<Vec<Told>, Failure> {
    let told = lenient::read(body, |text| {
        let answer: Object<Answer<'_>> = serde_json::from_str(text)?;
        Ok(answer.0.and_then(|answer| told(&answer)))
    })?;
    told.ok_or_else(unexpected)
}

/// `None` for an object of something else.
fn told(answer: &Answer<'_>) -> Option<Vec<Told>> {
    let times = |span: &Object<Span<'_>>| span.0.as_ref().and_then(Span::times);
    let each = [
        (SegmentKind::Opening, times(&answer.intro)),
        (SegmentKind::Recap, times(&answer.recap)),
        (SegmentKind::Credits, times(&answer.outro)),
    ];
    if answer.imdb_id == Scalar::None && each.iter().all(|(_, times)| times.is_none()) {
        return None;
    }
    let scene = times(&answer.post_credits).map(|(start, _)| start);
    let segment = |(kind, times): (SegmentKind, Option<(f64, f64)>)| {
        let (start, mut end) = times?;
        if let Some(scene) = scene.filter(|scene| kind == SegmentKind::Credits && (start..end).contains(scene)) {
            end = scene;
        }
        Some(Told { kind, start, end: Some(end), of_length: None })
    };
    Some(each.into_iter().filter_map(segment).collect())
}
