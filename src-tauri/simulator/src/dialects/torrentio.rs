//! Owns Torrentio's wire format: the label in `name`, release, file and metadata lines in `title`, `fileIdx` missing rather
//! than null, lower-case `kB`, a language line after the metadata.

use serde_json::{Value, json};

use super::{Call, Reply, Row, prefixed_sources};
use crate::{
    Upstream,
    dice::Dice,
    releases::World,
    text::{percent_encode, size_torrentio},
};

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    if call.segments.last().is_some_and(|segment| segment == "manifest.json") {
        return Reply::ok(&json!({
            "id": "com.stremio.torrentio.addon", "version": "0.0.15", "name": "Torrentio",
            "resources": [{"name": "stream", "types": ["movie", "series", "anime"], "idPrefixes": ["tt", "kitsu"]}],
            "types": ["movie", "series", "anime", "other"], "catalogs": [],
        }));
    }
    let Some(stream) = call.stream() else { return Reply::json(404, &json!({"err": "not found"})) };
    let understood = matches!(stream.kind, "movie" | "series" | "anime")
        && (stream.id.starts_with("tt") || stream.id.starts_with("kitsu:"));
    let debrid = ["realdebrid=", "alldebrid=", "premiumize=", "torbox="].iter().any(|key| stream.config.contains(key));
    let mut streams: Vec<Value> = Vec::new();
    if call.knobs.notices {
        streams.push(json!({
            "name": "Torrentio\nerror",
            "title": "Torrentio is busy, try again later",
            "url": "https://torrentio.strem.fun/videos/rate_limited_v1.mp4",
        }));
    } else if let Some((work, target)) = understood.then(|| world.resolve(stream.id)).flatten() {
        let rows = world.rows(Upstream::Torrentio, work, target, call.rows());
        streams.extend(rows.iter().map(|row| if debrid { resolved(row) } else { listed(world, row) }));
    }
    Reply::ok(&json!({"streams": streams, "cacheMaxAge": 3600, "staleRevalidate": 14400, "staleError": 604_800}))
        .with("cache-control", "max-age=3600, stale-while-revalidate=14400, stale-if-error=604800, public")
}

fn listed(world: &World, row: &Row) -> Value {
    let torrent = &row.torrent;
    let mut dice = Dice::new(world.seed, &format!("torrentio{}", torrent.hash));
    // Some torrents were never opened by the scraper: no index, no file name.
    let resolved = row.file.as_ref().filter(|_| !dice.chance(0.12));
    let title = torrent.name.split([',', ' ']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let mut lines = vec![title];
    if resolved.is_some()
        && let Some(file) = row.file_in_pack()
    {
        lines.push(file.path.trim_start_matches('/').to_owned());
    }
    let mut metadata = Vec::new();
    if !dice.chance(0.05) {
        metadata.push(format!("👤 {}", torrent.seeders));
    }
    if !dice.chance(0.03) {
        let size = if resolved.is_some() { row.size() } else { torrent.size };
        metadata.push(format!("💾 {}", size_torrentio(size)));
    }
    metadata.push(format!("⚙️ {}", torrent.indexer));
    lines.push(metadata.join(" "));
    if let Some(languages) = languages(row) {
        lines.push(languages);
    }
    let mut value = json!({
        "name": name(row),
        "title": lines.join("\n"),
        "infoHash": torrent.hash,
        "behaviorHints": {"bingeGroup": binge_group(row)},
    });
    if let Some((index, file)) = resolved {
        value["fileIdx"] = json!(index);
        value["behaviorHints"]["filename"] = json!(file.name());
    }
    if !torrent.trackers().is_empty() {
        value["sources"] = json!(prefixed_sources(torrent));
    }
    value
}

/// With a debrid key in the path the real addon hides the hash behind a link of its own.
fn resolved(row: &Row) -> Value {
    let index = row.file.as_ref().map_or_else(|| "null".to_owned(), |(index, _)| index.to_string());
    json!({
        "name": format!("[RD+] {}", name(row)),
        "title": row.torrent.name,
        "url": format!("https://torrentio.strem.fun/resolve/realdebrid/KEY/{}/null/{index}/{}", row.torrent.hash, percent_encode(&row.torrent.name)),
    })
}

fn name(row: &Row) -> String {
    let traits = &row.torrent.traits;
    let quality = match traits.resolution {
        "2160p" => "4k",
        "" => traits.quality,
        other => other,
    };
    if traits.hdr.is_empty() {
        format!("Torrentio\n{quality}")
    } else {
        format!("Torrentio\n{quality} {}", traits.hdr.join(" | "))
    }
}

fn binge_group(row: &Row) -> String {
    let traits = &row.torrent.traits;
    let mut parts = vec![
        "torrentio",
        if traits.resolution == "2160p" { "4k" } else { traits.resolution },
        traits.quality,
        traits.codec,
    ];
    parts.extend(&traits.hdr);
    parts.retain(|part| !part.is_empty());
    parts.join("|")
}

fn languages(row: &Row) -> Option<String> {
    let languages = &row.torrent.traits.languages;
    let flags: Vec<&str> = languages.iter().map(|language| language.flag).collect();
    match languages.as_slice() {
        [] => None,
        [only] if only.code == "en" => row.torrent.name.contains("Multi-Subs").then(|| "Multi Subs / 🇬🇧".to_owned()),
        [only] if only.code == "ja" => None,
        [_] => Some(flags.join(" / ")),
        _ => Some(format!("Dual Audio / {}", flags.join(" / "))),
    }
}
