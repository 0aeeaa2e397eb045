//! Owns the custom Stremio addon: a manifest under any configuration, streams in a manner of its own, with notice rows, rows of a
//! debrid service and rows without a hash among them.

use serde_json::{Value, json};

use super::{Call, Reply, Row, prefixed_sources};
use crate::{Upstream, releases::World, text::size_one_decimal};

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    if call.segments.last().is_some_and(|segment| segment == "manifest.json") {
        return Reply::ok(&json!({
            "id": "org.meadow.addon", "version": "1.2.0", "name": "Meadow", "description": "A custom addon",
            "resources": ["catalog", {"name": "stream", "types": ["movie", "series"], "idPrefixes": ["tt", "kitsu:"]}],
            "types": ["movie", "series"], "catalogs": [],
        }));
    }
    let Some(stream) = call.stream() else { return Reply::json(404, &json!({"err": "not found"})) };
    if stream.config.contains("refused") {
        let text = format!("the configuration {} is not known", stream.config);
        return Reply::json(403, &json!({"err": text}));
    }
    let understood =
        matches!(stream.kind, "movie" | "series") && (stream.id.starts_with("tt") || stream.id.starts_with("kitsu:"));
    let mut streams = Vec::new();
    if let Some((work, target)) = understood.then(|| world.resolve(stream.id)).flatten() {
        // It knows what two of the others know, and nothing besides.
        let rows = [Upstream::TorrentsDb, Upstream::Comet].map(|of| world.rows(of, work, target, call.rows()));
        streams.extend(rows.iter().flatten().map(listed));
        if !streams.is_empty() {
            streams.push(json!({"name": "❌ Meadow", "title": "One site did not answer", "url": format!("{}/addon/error.mp4", call.base)}));
            streams.push(json!({"name": "[RD+] Meadow", "title": "Held already", "url": format!("{}/addon/resolve/realdebrid/KEY/1", call.base)}));
        }
    }
    Reply::ok(&json!({"streams": streams}))
}

fn listed(row: &Row) -> Value {
    let torrent = &row.torrent;
    let mut lines = vec![format!("🎥 {} 🎞️ {}", torrent.traits.quality, torrent.traits.codec)];
    let size = match row.file_in_pack() {
        Some(file) => format!("{} / {}", size_one_decimal(file.size), size_one_decimal(torrent.size)),
        None => size_one_decimal(torrent.size),
    };
    lines.push(format!("📦 {size} 👥 {} 🔍 {}", torrent.seeders, torrent.indexer));
    lines.push(format!("📁 {}", torrent.name));
    let mut value = json!({
        "name": format!("Meadow {}", torrent.traits.resolution),
        "description": lines.join("\n"),
        "infoHash": torrent.hash.to_uppercase(),
        "sources": prefixed_sources(torrent),
    });
    if let Some((index, file)) = &row.file {
        value["fileIdx"] = json!(index);
        value["behaviorHints"] = json!({"filename": file.name(), "videoSize": file.size});
    }
    value
}
