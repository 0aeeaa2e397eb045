//! AniSkip: openings and endings of anime by the entry on MyAnimeList. `results` has at most one row of each type, the
//! best voted one among those timed by a file of about the length asked with. 404 is "nothing known".

use serde::Deserialize;

use super::{Told, number, unexpected};
use crate::http::Failure;
use crate::lenient::{self, List, Object, Scalar};
use crate::segments::SegmentKind;
use crate::title::{Kind, Wanted};

/// Types where the story goes on under the credits, `mixed-op` and `mixed-ed`, are not asked for: they are no skips.
pub(super) fn path(wanted: &Wanted, length: Option<f64>) -> Option<String> {
    let entry = wanted.ids.mal?;
    let episode = match &wanted.episode {
        Some(episode) => episode.kitsu.or((wanted.kind == Kind::Anime).then_some(episode.asked.episode))?,
        // A film is an entry of one episode.
        None if wanted.kind == Kind::Movie => 1,
        None => return None,
    };
    // 0 is any length.
    let length = length.unwrap_or_default().round();
    Some(format!("/v2/skip-times/{entry}/{episode}?types=op&types=ed&types=recap&episodeLength={length}"))
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow, default)]
    found: Scalar<'a>,
    #[serde(borrow, default)]
    results: List<Object<Row<'a>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    #[serde(borrow, default)]
    interval: Object<Interval<'a>>,
    #[serde(borrow, default)]
    skip_type: Scalar<'a>,
    #[serde(borrow, default)]
    episode_length: Scalar<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Interval<'a> {
    #[serde(borrow, default)]
    start_time: Scalar<'a>,
    #[serde(borrow, default)]
    end_time: Scalar<'a>,
}

pub(super) fn read(body: &[u8]) -> Result<Vec<Told>, Failure> {
    let rows = lenient::read(body, |text| {
        let answer: Object<Answer<'_>> = serde_json::from_str(text)?;
        let answer = answer.0.filter(|answer| answer.found != Scalar::None || answer.results.0.is_some());
        Ok(answer.and_then(|answer| match answer.results {
            List(None) => Some(Vec::new()),
            rows => Some(rows.rows()?.filter_map(|row| told(&row)).collect()),
        }))
    })?;
    rows.ok_or_else(unexpected)
}

fn told(row: &Row<'_>) -> Option<Told> {
    let kind = match row.skip_type.text()? {
        "op" => SegmentKind::Opening,
        "ed" => SegmentKind::Credits,
        "recap" => SegmentKind::Recap,
        _ => return None,
    };
    let interval = row.interval.0.as_ref()?;
    let (start, end) = (number(&interval.start_time).ok()??, number(&interval.end_time).ok()??);
    let of_length = row.episode_length.float().filter(|length| *length > 0.0);
    Some(Told { kind, start, end: Some(end), of_length })
}
