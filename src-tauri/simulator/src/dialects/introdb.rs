//! Owns IntroDB's wire format: one segment of each kind, in seconds and in milliseconds; all null where nothing is known.

use serde_json::{Value, json};

use super::{Call, Reply};
use crate::{
    releases::World,
    segments::{self, Span},
};

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    if call.path() != ["segments"] {
        return Reply::json(404, &json!({"error": "Not Found"}));
    }
    let is_film = call.param("is_movie") == Some("true");
    let number = |name| call.param(name).and_then(|text| text.parse::<u32>().ok()).filter(|number| *number > 0);
    let numbers = number("season").zip(number("episode"));
    let (Some(imdb), true) = (call.param("imdb_id"), is_film || numbers.is_some()) else {
        return Reply::json(400, &json!({"error": "Invalid query params."}));
    };
    let asked = segments::asked(world, imdb, numbers.filter(|_| !is_film)).filter(|_| !call.knobs.empty);
    let found = asked.and_then(|(work, target)| segments::of(world, work, target));
    let mut body = json!({
        "imdb_id": imdb,
        "media_type": if is_film { "movie" } else { "tv" },
        "is_movie": is_film,
        "intro": found.and_then(|found| found.opening).map(segment),
        "recap": found.and_then(|found| found.recap).map(segment),
        "outro": found.map(|found| segment(found.credits)),
        "post_credits": null,
    });
    if let Some((season, episode)) = numbers {
        body["season"] = json!(season);
        body["episode"] = json!(episode);
    }
    if call.knobs.impossible {
        body["intro"] = json!({"start_sec": 90, "end_sec": -10});
        body["recap"] = json!({"start_sec": 1e9, "end_sec": 2e9});
        body["outro"] = json!({"start_sec": "NaN", "end_sec": "soon"});
    }
    Reply::ok(&body)
}

fn segment(span: Span) -> Value {
    json!({
        "start_sec": span.start as f64 / 1000.0,
        "end_sec": span.end as f64 / 1000.0,
        "start_ms": span.start,
        "end_ms": span.end,
        "confidence": 1,
        "submission_count": 2,
        "updated_at": "2026-09-16T12:03:59.494Z",
    })
}
