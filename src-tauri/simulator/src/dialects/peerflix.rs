//! Owns Peerflix's wire format: an indented metadata line, `title` or `description` or both, `seed` a number or a string,
//! `fileIdx` null.

use serde_json::{Value, json};

use super::{Call, Reply, Row};
use crate::{Upstream, dice::Dice, releases::World, text::size_two_decimals};

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    let not_found =
        || Reply::new(404, "text/html; charset=utf-8", "<!DOCTYPE html><title>404</title><h1>Not Found</h1>");
    let Some(stream) = call.stream() else { return not_found() };
    if !(stream.id.starts_with("tt") || stream.id.starts_with("kitsu:")) {
        return not_found();
    }
    let mut streams: Vec<Value> = Vec::new();
    if call.knobs.notices {
        streams.push(json!({"name": "Peerflix", "description": "Searching…", "url": "https://peerflix.mov/static/searching.mp4"}));
    } else if let Some((work, target)) = world.resolve(stream.id) {
        let rows = world.rows(Upstream::Peerflix, work, target, call.rows());
        streams.extend(rows.iter().map(|row| listed(world, row)));
    }
    Reply::ok(&json!({"streams": streams}))
}

fn listed(world: &World, row: &Row) -> Value {
    let torrent = &row.torrent;
    let mut dice = Dice::new(world.seed, &format!("peerflix{}", torrent.hash));
    let flag = torrent.traits.languages.first().map_or("🇬🇧", |language| language.flag);
    let quality = match torrent.traits.resolution {
        "2160p" => "4K",
        "" => torrent.traits.quality,
        other => other,
    };
    let mut text = torrent.name.clone();
    if let Some(file) = row.file_in_pack() {
        text = format!("{text}\n{}", file.name());
    }
    text = format!("{text}\n  👤 {} 💾 {} 🌐 Peerflix", torrent.seeders, size_two_decimals(row.size()));
    let mut value = json!({
        "name": format!("Peerflix {flag} {quality}"),
        "infoHash": torrent.hash,
        "fileIdx": row.file.as_ref().filter(|_| !dice.chance(0.2)).map(|(index, _)| index),
        "sources": torrent.trackers().iter().map(|url| format!("tracker:{url}")).collect::<Vec<_>>(),
        "language": torrent.traits.languages.first().map_or("en", |language| language.code),
    });
    let form = dice.index(10);
    if form < 8 {
        value["description"] = json!(text);
    }
    if form > 5 {
        value["title"] = json!(text);
    }
    match dice.index(10) {
        0..6 => value["seed"] = json!(torrent.seeders),
        6..9 => value["seed"] = json!(torrent.seeders.to_string()),
        _ => {}
    }
    match dice.index(10) {
        0..7 => value["sizebytes"] = json!(row.size()),
        7 | 8 => value["sizebytes"] = json!(row.size().to_string()),
        _ => {}
    }
    value
}
