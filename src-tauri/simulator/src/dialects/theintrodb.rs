//! Owns TheIntroDB's wire format, version 3: lists by kind, in milliseconds; a null beginning is that of the file, a null end its
//! end; 404 where nothing is known.

use serde_json::{Value, json};

use super::{Call, Reply};
use crate::{
    releases::World,
    segments::{self, Segments, Span},
};

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    if call.path() != ["v3", "media"] {
        return Reply::json(404, &json!({"error": "Not found"}));
    }
    let Some(imdb) = call.param("imdb_id") else {
        return Reply::json(400, &json!({"error": "Either tmdb_id or imdb_id is required"}));
    };
    let number = |name| call.param(name).and_then(|text| text.parse::<u32>().ok());
    let numbers = number("season").zip(number("episode"));
    let found = segments::asked(world, imdb, numbers).filter(|_| !call.knobs.empty);
    let found = found.and_then(|(work, target)| segments::of(world, work, target));
    if call.knobs.impossible {
        return Reply::ok(
            &json!({"tmdb_id": 1, "type": "tv", "intro": vec![json!({"start_ms": 1000, "end_ms": 61_000}); 1000]}),
        );
    }
    let Some(found) = found else { return Reply::json(404, &json!({"error": "Media not found"})) };
    Reply::ok(&media(&found, numbers, call.knobs.open_ends))
}

fn media(found: &Segments, numbers: Option<(u32, u32)>, open_ends: bool) -> Value {
    let mut media = json!({"tmdb_id": 990_127, "type": if numbers.is_some() { "tv" } else { "movie" }});
    if let Some((season, episode)) = numbers {
        media["season"] = json!(season);
        media["episode"] = json!(episode);
    }
    // What lies at an edge of the file is said to be open there.
    let start = |at: u64| (at > 0).then_some(at);
    let end = |at: u64| (at < found.length).then_some(at);
    let early = |span: Span| json!([{"start_ms": start(span.start), "end_ms": span.end}]);
    let late = |span: Span| json!([{"start_ms": span.start, "end_ms": end(span.end).filter(|_| !open_ends)}]);
    let each = [
        ("intro", found.opening.map(early)),
        ("recap", found.recap.map(early)),
        ("credits", Some(late(found.credits))),
        ("preview", found.preview.map(late)),
    ];
    for (name, spans) in each {
        if let Some(spans) = spans {
            media[name] = spans;
        }
    }
    media
}
