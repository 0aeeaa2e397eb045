//! Owns Comet's wire format: the current description with `📄`, the older one without, notice rows that have no hash,
//! `sources` that mix bare and prefixed trackers.

use serde_json::{Value, json};

use super::{Call, Reply, Row};
use crate::{
    Upstream,
    dice::Dice,
    releases::{World, traits::Traits},
    text::size_one_decimal,
};

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    if call.segments.last().is_some_and(|segment| segment == "manifest.json") {
        return Reply::ok(&json!({
            "id": "comet.fast", "version": "2.58.0", "name": "Comet", "description": "Stremio's fastest torrent search add-on.",
            "resources": [{"name": "stream", "types": ["movie", "series"], "idPrefixes": ["tt", "kitsu"]}],
            "types": ["movie", "series", "anime", "other"], "catalogs": [], "behaviorHints": {"configurable": true},
        }));
    }
    let Some(stream) = call.stream() else { return Reply::json(404, &json!({"detail": "Not Found"})) };
    let mut streams: Vec<Value> = Vec::new();
    if call.knobs.notices {
        streams.push(notice("🔄", "Scraping in progress by another instance…"));
    } else if let Some((work, target)) =
        (matches!(stream.kind, "movie" | "series") && understood(stream.id)).then(|| world.resolve(stream.id)).flatten()
    {
        let rows = world.rows(Upstream::Comet, work, target, call.rows());
        if !call.knobs.empty && Dice::new(world.seed, &format!("comet{}", stream.id)).chance(0.5) {
            streams.push(notice("⚠️", "Some trackers did not answer in time."));
        }
        streams.extend(rows.iter().map(|row| listed(world, row, call.knobs.older)));
    }
    Reply::ok(&json!({"streams": streams}))
}

/// `tt` with 7–10 digits, or a Kitsu id; never leading zeros in season or episode.
fn understood(id: &str) -> bool {
    let mut parts = id.split(':');
    let head = parts.next().unwrap_or_default();
    let named = match head.strip_prefix("tt") {
        Some(digits) => (7..=10).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()),
        None => head == "kitsu",
    };
    named && parts.all(|part| !part.is_empty() && !part.starts_with('0') || part == "0")
}

fn notice(mark: &str, text: &str) -> Value {
    json!({"name": format!("[{mark}] Comet"), "description": text, "url": "https://comet.feels.legal"})
}

fn listed(world: &World, row: &Row, always_older: bool) -> Value {
    let torrent = &row.torrent;
    let traits = &torrent.traits;
    let mut dice = Dice::new(world.seed, &format!("comet{}", torrent.hash));
    let older = dice.chance(0.15) || always_older;
    // Comet names the torrent, or the file where it knows it.
    let title = match row.file.as_ref().filter(|_| older || dice.chance(0.3)) {
        Some((_, file)) => file.name().to_owned(),
        None => torrent.name.clone(),
    };
    let tracker = dice.pick(&["", "", "", "Torrentio|", "Comet|"]);
    let indexer = format!("{tracker}{}", torrent.indexer);
    let size = row.size();
    let description = if older {
        old_form(&title, torrent.seeders, size, &indexer, traits)
    } else {
        new_form(&title, torrent.seeders, size, &indexer, traits)
    };
    let resolution = if traits.resolution.is_empty() { "unknown" } else { traits.resolution };
    let mut value = json!({
        "name": format!("[TORRENT🧲] Comet {resolution}"),
        "description": description,
        "behaviorHints": {"bingeGroup": format!("comet|torrent|{}", torrent.hash), "filename": title},
        "infoHash": torrent.hash,
    });
    if !dice.chance(0.05) {
        value["behaviorHints"]["videoSize"] = json!(size);
    }
    if let Some((index, _)) = row.file.as_ref().filter(|_| !dice.chance(0.1)) {
        value["fileIdx"] = json!(index);
    }
    let mut sources: Vec<String> = Vec::new();
    for (at, url) in torrent.trackers().iter().enumerate() {
        sources.push(if at % 2 == 0 { format!("tracker:{url}") } else { (*url).to_owned() });
    }
    sources.push(format!("dht:{}", torrent.hash));
    value["sources"] = json!(sources);
    value
}

fn new_form(title: &str, seeders: u64, size: u64, indexer: &str, traits: &Traits) -> String {
    let mut lines = vec![format!("📄 {title}")];
    let mut video = vec![traits.codec.to_owned()];
    video.extend(traits.hdr.iter().map(|hdr| (*hdr).to_owned()));
    if traits.ten_bit {
        video.push("10bit".to_owned());
    }
    let audio: Vec<&str> = [traits.audio, traits.channels].into_iter().filter(|part| !part.is_empty()).collect();
    let mut line = format!("📹 {}", video.join(" • "));
    if !audio.is_empty() {
        line = format!("{line} | 🔊 {}", audio.join(" • "));
    }
    lines.push(line);
    lines.push(format!("⭐ {} | 🏷️ {}", traits.quality, traits.group));
    lines.push(format!("👤 {seeders} 💾 {} 🔎 {indexer}", size_one_decimal(size)));
    lines.extend(flags(traits));
    lines.join("\n")
}

/// As instances wrote it before 2026.
fn old_form(title: &str, seeders: u64, size: u64, indexer: &str, traits: &Traits) -> String {
    let mut lines = vec![title.to_owned()];
    let marks: Vec<&str> = [traits.quality, traits.codec, traits.audio, traits.group]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    lines.push(format!("💿 {}", marks.join("|")));
    let seeded = if seeders == 0 { String::new() } else { format!("👤 {seeders} ") };
    lines.push(format!("{seeded}💾 {} 🔎 {indexer}", crate::text::size_two_decimals(size)));
    lines.extend(flags(traits));
    lines.join("\n")
}

fn flags(traits: &Traits) -> Option<String> {
    let flags: Vec<&str> = traits.languages.iter().map(|language| language.flag).collect();
    (!flags.is_empty()).then(|| flags.join("/"))
}
