//! Owns the custom Stremio addon: a manifest under any configuration, streams in a manner of its own, with notice rows, rows of a
//! debrid service and rows without a hash among them. Under the configuration `links=KEY;forms=held,http,…` its streams are links
//! of its own, each in the next of these forms; the key stands in every one. Under `lines` it gives subtitles alone.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{Call, Reply, Row, StreamCall, lines, prefixed_sources};
use crate::{
    Upstream,
    releases::World,
    text::{percent_encode, size_one_decimal},
};

/// What a link with headers wants to be asked with.
const REFERER: &str = "https://meadow.example/";

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    let path = call.path();
    if path.first().is_some_and(|config| config.starts_with("lines")) {
        return if path.last() == Some(&"manifest.json") { lines::manifest() } else { lines::answer(world, call) };
    }
    if call.segments.last().is_some_and(|segment| segment == "manifest.json") {
        return Reply::ok(&json!({
            "id": "org.meadow.addon", "version": "1.2.0", "name": "Meadow", "description": "A custom addon",
            "resources": ["catalog", {"name": "stream", "types": ["movie", "series"], "idPrefixes": ["tt", "kitsu:"]}],
            "types": ["movie", "series"], "catalogs": [],
        }));
    }
    if let [config, "play", form, name] = call.path()[..] {
        return play(call, config, form, name);
    }
    if let [_, "videos", _] = call.path()[..] {
        return Reply::new(200, "video/mp4", &b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41"[..]);
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
        if let Some(forms) = forms(&stream) {
            let rows = rows[0].iter().zip(forms.iter().cycle());
            streams.extend(rows.map(|(row, form)| linked(call, &stream.config, row, form)));
            streams.extend(besides(call, &stream.config));
            return Reply::ok(&json!({"streams": streams}));
        }
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

/// The forms that a configuration asks for its links in; `None` where it asks for torrents.
fn forms<'a>(stream: &'a StreamCall<'_>) -> Option<Vec<&'a str>> {
    let options = stream.config.strip_prefix("links=")?;
    let forms = options.split(';').find_map(|option| option.strip_prefix("forms=")).unwrap_or("held,http,headers");
    Some(forms.split(',').collect())
}

/// A torrent as a link. `held` and `fetch` say the torrent's hash, the others are files of a server without one.
fn linked(call: &Call, config: &str, row: &Row, form: &str) -> Value {
    let torrent = &row.torrent;
    if form == "torrent" {
        return listed(row);
    }
    let file = row.file.as_ref().map_or_else(|| format!("{}.mkv", torrent.name), |(_, file)| file.name().to_owned());
    let says = match form {
        "held" | "dead" | "notice" | "headers" => "[RD⚡] Meadow",
        "fetch" => "[RD⏳] Meadow",
        _ => "Meadow HTTP",
    };
    let place = match form {
        "held" | "fetch" => format!("{form}-{}", torrent.hash),
        _ => format!("{form}-{}", torrent.size % 1_000_000_007),
    };
    let (config_part, file_part) = (percent_encode(config), percent_encode(&file));
    let url =
        format!("{}/addon/{config_part}/play/{place}/{file_part}?size={}&of={}", call.base, row.size(), film_of(row));
    let mut value = json!({
        "name": format!("{says} {}", torrent.traits.resolution),
        "description": format!("🎥 {} 🎞️ {}\n📦 {}\n📁 {}", torrent.traits.quality, torrent.traits.codec, size_one_decimal(row.size()), torrent.name),
        "url": url,
        "behaviorHints": {"filename": file, "videoSize": row.size(), "notWebReady": true},
    });
    if form == "headers" {
        let key = config.trim_start_matches("links=").split(';').next().unwrap_or_default();
        value["behaviorHints"]["proxyHeaders"] =
            json!({"request": {"Referer": REFERER, "User-Agent": "Meadow/1.0 (a player)", "X-Meadow-Key": key}});
    }
    value
}

/// The file behind a link, so that no hash is read in it.
fn film_of(row: &Row) -> String {
    let at = row.file.as_ref().map_or(0, |(at, _)| *at);
    percent_encode(&STANDARD.encode(format!("{}-{at}", row.torrent.hash)))
}

/// What such an addon says in words, and what opens elsewhere.
fn besides(call: &Call, config: &str) -> Vec<Value> {
    let home = format!("{}/addon/{}", call.base, percent_encode(config));
    vec![
        json!({"name": "⚠️ Meadow", "title": "The subscription ends soon", "url": format!("{home}/videos/notice.mp4")}),
        json!({"name": "Meadow", "title": "Please configure the addon anew", "externalUrl": format!("{home}/configure")}),
        json!({"name": "Meadow", "title": "Watch at Meadow", "externalUrl": "https://meadow.example/watch/1"}),
        json!({"name": "Meadow", "title": "The trailer", "ytId": "eRsGyueVLvQ"}),
    ]
}

/// Answers for a link: leads on to the file, wants its headers, is dead, or shows a clip.
fn play(call: &Call, config: &str, form: &str, name: &str) -> Reply {
    let led_to = |path: String| {
        Reply::new(302, "text/plain; charset=utf-8", "").with("location", format!("{}{path}", call.base))
    };
    let kind = form.split('-').next().unwrap_or_default();
    let key = config.trim_start_matches("links=").split(';').next().unwrap_or_default();
    let has_headers = call.header("referer") == Some(REFERER) && call.header("x-meadow-key") == Some(key);
    match kind {
        "dead" => Reply::new(404, "text/plain; charset=utf-8", "not found"),
        "notice" | "fetch" => led_to(format!("/addon/{}/videos/failed_access_v2.mp4", percent_encode(config))),
        "headers" if !has_headers => Reply::new(403, "text/plain; charset=utf-8", "forbidden"),
        _ => {
            let of = call.param("of").and_then(|of| STANDARD.decode(of).ok()).unwrap_or_default();
            let (size, of) = (call.param("size").unwrap_or_default(), String::from_utf8_lossy(&of).into_owned());
            led_to(format!("/files/addon/{}?length={size}&of={}", percent_encode(name), percent_encode(&of)))
        }
    }
}
