//! Owns `MediaFusion`'s wire format in both generations of the server: today's description without a release name, the older
//! one with it, the template that brings it back, sizes that are the torrent's in one and the file's in the other, the `encoded_user_data` header with its cap of 25, errors that look like streams.

use base64::{Engine as _, engine::general_purpose};
use serde_json::{Value, json};

use super::{Call, Reply, Row, prefixed_sources};
use crate::{
    Upstream,
    dice::Dice,
    releases::World,
    text::{size_one_decimal, size_two_decimals},
};

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    let Some(stream) = call.stream() else { return Reply::json(404, &json!({"detail": "Not Found"})) };
    if !stream.config.is_empty() {
        // The path takes only a server-made secret; plain base64 is refused with a stream.
        return Reply::ok(&json!({"streams": [invalid()]}));
    }
    let parts = stream.id.split(':').count();
    if stream.kind == "series" && parts != 3 {
        return Reply::json(400, &json!({"error": "invalid video_id"}));
    }
    let settings = match call.header("encoded_user_data").map(settings) {
        Some(None) => return Reply::ok(&json!({"streams": [invalid()]})),
        Some(Some(settings)) => settings,
        None => json!({}),
    };
    let cap = settings["mxs"].as_u64().unwrap_or(25).clamp(1, 100);
    // Ten of each resolution unless asked otherwise.
    let each = settings["mspr"].as_u64().unwrap_or(10).max(1);
    let template = settings["st"]["d"].as_str();
    let mut streams: Vec<Value> = Vec::new();
    if call.knobs.notices {
        streams.push(json!({
            "name": "MediaFusion", "description": "No streams found yet.\nLive search is running, try again shortly.",
            "url": "https://mediafusion.elfhosted.com/static/exceptions/no_matching_file.mp4", "behaviorHints": {"notWebReady": true},
        }));
    } else if let Some((work, target)) = stream.id.starts_with("tt").then(|| world.resolve(stream.id)).flatten() {
        let mut counts = std::collections::BTreeMap::<&str, u64>::new();
        for row in world.rows(Upstream::MediaFusion, work, target, call.rows()) {
            let count = counts.entry(row.torrent.traits.resolution).or_default();
            *count += 1;
            if *count <= each && (streams.len() as u64) < cap {
                streams.push(listed(world, &row, template));
            }
        }
    }
    Reply::ok(&json!({"streams": streams}))
}

fn settings(header: &str) -> Option<Value> {
    let plain = header.trim_end_matches('=').replace('+', "-").replace('/', "_");
    let bytes = general_purpose::URL_SAFE_NO_PAD.decode(plain).ok()?;
    serde_json::from_slice::<Value>(&bytes).ok().filter(Value::is_object)
}

fn invalid() -> Value {
    json!({
        "name": "MediaFusion",
        "description": "Unauthorized.\nInvalid MediaFusion configuration.\nDelete the Invalid MediaFusion installed addon and reconfigure it.",
        "url": "https://mediafusion.elfhosted.com/static/exceptions/invalid_config.mp4",
        "behaviorHints": {"notWebReady": true},
    })
}

fn listed(world: &World, row: &Row, template: Option<&str>) -> Value {
    let torrent = &row.torrent;
    let mut dice = Dice::new(world.seed, &format!("mediafusion{}", torrent.hash));
    let older = template.is_none() && dice.chance(0.12);
    // The current server knows the torrent's size only; the one before it gives the file's of an episode.
    let current = dice.chance(0.5);
    let size = if current { torrent.size } else { row.size() };
    let file_name = row.file.as_ref().map_or(torrent.name.as_str(), |(_, file)| file.name());
    let description = match template {
        Some(template) => filled(template, row, file_name, current),
        None if older => old_form(row),
        None => new_form(&mut dice, row, current),
    };
    let resolution = if torrent.traits.resolution.is_empty() { "N/A" } else { torrent.traits.resolution };
    let resolution = if older { resolution.to_uppercase() } else { resolution.to_owned() };
    let mut value = json!({
        "name": format!("MediaFusion | ElfHosted 🧲 P2P ⏳ {resolution}"),
        "description": description,
        "infoHash": torrent.hash,
        "behaviorHints": {
            "bingeGroup": format!("MediaFusion|ElfHosted-🧲-P2P-{resolution}"),
            "filename": file_name,
        },
        "sources": prefixed_sources(torrent),
    });
    if current {
        value["behaviorHints"]["notWebReady"] = json!(true);
    }
    if !dice.chance(0.04) {
        value["behaviorHints"]["videoSize"] = json!(size);
    }
    if let Some((index, _)) = row.file.as_ref().filter(|_| !dice.chance(0.1)) {
        value["fileIdx"] = json!(index);
    }
    value
}

fn new_form(dice: &mut Dice, row: &Row, current: bool) -> String {
    let torrent = &row.torrent;
    let traits = &torrent.traits;
    let mut first = String::new();
    if !traits.hdr.is_empty() {
        first = format!("🎨 {} ", traits.hdr.join("|"));
    }
    first = format!("{first}📺 {} 🎞️ {}", traits.quality, traits.codec);
    if !traits.audio.is_empty() {
        first = format!("{first} 🎵 {} 🔊 {}", traits.audio, traits.channels);
    }
    let mut second = format!("📦 {}", size_two_decimals(if current { torrent.size } else { row.size() }));
    if torrent.is_pack() && !current {
        second = format!("{second} / {}", size_two_decimals(torrent.size));
    }
    if torrent.seeders > 0 {
        second = format!("{second} 👤 {}", torrent.seeders);
    }
    if dice.chance(0.3) {
        second = format!("{second} ▶️ {}", dice.within(1, 400));
    }
    let mut lines = vec![first, second];
    let languages: Vec<&str> = traits.languages.iter().map(|language| language.name).collect();
    if !languages.is_empty() {
        lines.push(format!("🌐 {}", languages.join(" + ")));
    }
    lines.push(if dice.chance(0.2) {
        format!("🔗 {} | 🧑‍💻 {}", torrent.indexer, traits.group)
    } else {
        format!("🔗 {}", torrent.indexer)
    });
    lines.join("\n")
}

/// As instances before the rewrite described a stream.
fn old_form(row: &Row) -> String {
    let torrent = &row.torrent;
    let first = match row.file_in_pack() {
        Some(file) => format!("📂 {} ┈➤ {}", torrent.name, file.name()),
        None => format!("📂 {}/", torrent.name),
    };
    format!("{first}\n💾 {} 👤 {}\n🔗 {}", size_one_decimal(row.size()), torrent.seeders, torrent.indexer)
}

fn filled(template: &str, row: &Row, file_name: &str, current: bool) -> String {
    let (size, folder) =
        if current { (row.torrent.size, String::new()) } else { (row.size(), row.torrent.size.to_string()) };
    template
        .replace("{stream.name}", &row.torrent.name)
        .replace("{stream.filename}", file_name)
        .replace("{stream.size}", &size.to_string())
        .replace("{stream.folderSize}", &folder)
        .replace("{stream.seeders}", &row.torrent.seeders.to_string())
        .replace("{stream.source}", row.torrent.indexer)
        .replace("{stream.uploader}", row.torrent.traits.group)
        .replace("{stream.resolution}", row.torrent.traits.resolution)
}
