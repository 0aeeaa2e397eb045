//! Owns AniSkip's wire format, version 2: `skip-times/{MAL id}/{episode}`, one row of each type asked for, in seconds, with the
//! length it was timed by; 404 where that is more than 20 s off the one asked with, or nothing is known.

use serde_json::{Value, json};

use super::{Call, Reply};
use crate::{
    releases::{Target, World},
    segments::{self, Segments, Span},
};

/// Milliseconds by which a file's length may differ from the one a row was timed by.
const NEAR: f64 = 20_000.0;

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    let ["v2", "skip-times", entry, episode] = call.path()[..] else {
        return Reply::json(
            404,
            &json!({"statusCode": 404, "message": format!("Cannot GET /{}", call.segments.join("/"))}),
        );
    };
    let types: Vec<&str> = call
        .query
        .iter()
        .filter(|(key, _)| matches!(key.as_str(), "types" | "types[]"))
        .map(|(_, one)| &**one)
        .collect();
    let length =
        call.param("episodeLength").and_then(|length| length.parse::<f64>().ok()).filter(|length| *length >= 0.0);
    let (Ok(entry), Ok(episode), Some(length), false) = (entry.parse(), episode.parse(), length, types.is_empty())
    else {
        return Reply::json(
            400,
            &json!({"statusCode": 400, "message": ["episodeLength must not be less than 0"], "error": "Bad Request"}),
        );
    };
    let found = world.by_anime("mal", entry).and_then(|at| Some((at, target(world, at, episode)?)));
    let found = found.filter(|_| !call.knobs.empty).and_then(|(at, target)| segments::of(world, at, target));
    let found = found.filter(|found| length == 0.0 || (found.length as f64 - length * 1000.0).abs() <= NEAR);
    let results =
        if call.knobs.impossible { impossible() } else { found.map(|found| rows(&found, &types)).unwrap_or_default() };
    if results.is_empty() {
        return Reply::json(
            404,
            &json!({"found": false, "results": [], "message": "No skip times found", "statusCode": 404}),
        );
    }
    Reply::ok(
        &json!({"found": true, "results": results, "message": "Successfully found skip times", "statusCode": 200}),
    )
}

fn target(world: &World, at: usize, episode: u32) -> Option<Target> {
    match world.works[at].by_absolute(episode) {
        Some(episode) => Some(Target::Episode(episode)),
        None => (world.works[at].episodes.is_empty() && episode == 1).then_some(Target::Film),
    }
}

fn rows(found: &Segments, types: &[&str]) -> Vec<Value> {
    let length = found.length as f64 / 1000.0;
    let each = [("op", found.opening), ("ed", Some(found.credits)), ("recap", found.recap)];
    let asked = each.into_iter().filter(|(name, _)| types.contains(name));
    asked.filter_map(|(name, span)| Some(row(name, seconds(span?), length))).collect()
}

fn seconds(span: Span) -> (f64, f64) {
    (span.start as f64 / 1000.0, span.end as f64 / 1000.0)
}

fn row(name: &str, (start, end): (f64, f64), length: f64) -> Value {
    json!({
        "interval": {"startTime": start, "endTime": end},
        "skipType": name,
        "skipId": "00a20a12-3ce3-43c2-a5ff-bbec339021c7",
        "episodeLength": length,
    })
}

fn impossible() -> Vec<Value> {
    let times = [(-60.0, 30.0), (90.0, 10.0), (1e9, 1e9 + 90.0), (60.0, 60.0)];
    let mut rows: Vec<Value> = times.into_iter().map(|times| row("op", times, 1440.0)).collect();
    rows.push(json!({"interval": {"startTime": "NaN", "endTime": null}, "skipType": "op", "episodeLength": "NaN"}));
    rows
}
