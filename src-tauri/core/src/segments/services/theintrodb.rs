//! TheIntroDB: lists of each kind by the id on IMDb, in milliseconds, for the version of a title whose length is nearest
//! to the one asked with. A null beginning of an opening or a recap is the beginning of the file, a null end of credits
//! or a preview the end of it. 404 is "nothing known".

use serde::Deserialize;

use super::{Told, number, unexpected};
use crate::http::Failure;
use crate::lenient::{self, List, Object, Scalar};
use crate::segments::SegmentKind;
use crate::title::{Kind, Wanted};

pub(super) fn path(wanted: &Wanted, length: Option<f64>) -> Option<String> {
    let imdb = wanted.ids.imdb.as_deref()?;
    let of_episode = match wanted.numbers() {
        Some(numbers) => format!("&season={}&episode={}", numbers.season?, numbers.episode?),
        None if wanted.kind == Kind::Movie => String::new(),
        None => return None,
    };
    // To the second: releases of one version differ by less.
    let length = length.map(|length| format!("&duration_ms={}", length.round() * 1000.0)).unwrap_or_default();
    Some(format!("/v3/media?imdb_id={imdb}{of_episode}{length}"))
}

#[derive(Deserialize)]
struct Media<'a> {
    #[serde(borrow, default)]
    tmdb_id: Scalar<'a>,
    #[serde(borrow, default)]
    intro: List<Object<Span<'a>>>,
    #[serde(borrow, default)]
    recap: List<Object<Span<'a>>>,
    #[serde(borrow, default)]
    credits: List<Object<Span<'a>>>,
    #[serde(borrow, default)]
    preview: List<Object<Span<'a>>>,
}

#[derive(Deserialize)]
struct Span<'a> {
    #[serde(borrow, default)]
    start_ms: Scalar<'a>,
    #[serde(borrow, default)]
    end_ms: Scalar<'a>,
}

pub(super) fn read(body: &[u8]) -> Result<Vec<Told>, Failure> {
    let told = lenient::read(body, |text| {
        let media: Object<Media<'_>> = serde_json::from_str(text)?;
        Ok(media.0.and_then(told))
    })?;
    told.ok_or_else(unexpected)
}

/// `None` for an object of something else.
fn told(media: Media<'_>) -> Option<Vec<Told>> {
    let Media { tmdb_id, intro, recap, credits, preview } = media;
    let each = [
        (SegmentKind::Opening, intro),
        (SegmentKind::Recap, recap),
        (SegmentKind::Credits, credits),
        (SegmentKind::Preview, preview),
    ];
    if tmdb_id == Scalar::None && each.iter().all(|(_, spans)| spans.0.is_none()) {
        return None;
    }
    let mut all = Vec::new();
    for (kind, spans) in each {
        if spans.0.is_some() {
            all.extend(spans.rows()?.filter_map(|span| segment(kind, &span)));
        }
    }
    Some(all)
}

fn segment(kind: SegmentKind, span: &Span<'_>) -> Option<Told> {
    let seconds = |scalar| Some(number(scalar).ok()?.map(|millis| millis / 1000.0));
    let (start, end) = (seconds(&span.start_ms)?, seconds(&span.end_ms)?);
    let (start, end) = match kind {
        SegmentKind::Opening | SegmentKind::Recap => (start.unwrap_or_default(), Some(end?)),
        SegmentKind::Credits | SegmentKind::Preview => (start?, end),
    };
    Some(Told { kind, start, end, of_length: None })
}
