//! Owns `TorrentsDB`'s wire format: Torrentio's shape with a `📅` mark on the last line.

use serde_json::{Value, json};

use super::{Call, Reply, Row, prefixed_sources};
use crate::{
    Upstream,
    dice::Dice,
    releases::{Target, World},
    text::size_torrentio,
};

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    let Some(stream) = call.stream() else { return Reply::json(404, &json!({"err": "not found"})) };
    let understood = matches!(stream.kind, "movie" | "series" | "anime")
        && (stream.id.starts_with("tt") || stream.id.starts_with("kitsu:"));
    let mut streams: Vec<Value> = Vec::new();
    if call.knobs.notices {
        streams.push(json!({"name": "TorrentsDB\nNotice", "title": "Indexing this title, come back in a minute", "url": "https://torrentsdb.com/static/indexing.mp4"}));
    } else if let Some((work, target)) = understood.then(|| world.resolve(stream.id)).flatten() {
        let rows = world.rows(Upstream::TorrentsDb, work, target, call.rows());
        streams.extend(rows.iter().map(|row| listed(world, row, work, target)));
    }
    Reply::ok(&json!({"streams": streams}))
}

fn listed(world: &World, row: &Row, work: usize, target: Target) -> Value {
    let torrent = &row.torrent;
    let mut dice = Dice::new(world.seed, &format!("torrentsdb{}", torrent.hash));
    let mut lines = vec![torrent.name.clone()];
    if let Some(file) = row.file_in_pack() {
        lines.push(file.name().to_owned());
    }
    let mut metadata = Vec::new();
    if let Target::Episode(at) = target
        && let Some(episode) = world.works[work].episodes.get(at)
        && !dice.chance(0.2)
    {
        let (season, number) = (episode.season, episode.number);
        // Season packs sometimes carry the season alone, or a range.
        metadata.push(match dice.index(8) {
            0 if torrent.is_pack() => format!("📅 S{season:02}"),
            1 if torrent.is_pack() => format!("📅 S{season:02}-E{number:02}"),
            _ => format!("📅 S{season:02}E{number:02}"),
        });
    }
    if !dice.chance(0.08) {
        metadata.push(format!("👤 {}", torrent.seeders));
    }
    metadata.push(format!("💾 {}", size_torrentio(row.size()).replace(" kB", " KB")));
    metadata.push(format!("⚙️ {}", torrent.indexer));
    lines.push(metadata.join(" "));
    let resolution = if torrent.traits.resolution.is_empty() { "SD" } else { torrent.traits.resolution };
    let mut value = json!({
        "name": format!("TorrentsDB\n{resolution}"),
        "title": lines.join("\n"),
        "infoHash": torrent.hash,
        "sources": prefixed_sources(torrent),
    });
    if let Some((index, _)) = row.file.as_ref().filter(|_| !dice.chance(0.15)) {
        value["fileIdx"] = json!(index);
    }
    value
}
