//! Owns `StremThru`'s public list of torrents, which it gives without an account.

use serde_json::{Value, json};

use super::errors::{self, Code};
use crate::{
    Upstream,
    dialects::{Call, Reply, Row},
    dice::Dice,
    releases::{Target, World},
};

/// Rows whose files are spelled out; real answers grow large, this one stays readable.
const WITH_FILES: usize = 60;

pub(crate) fn torrents(world: &World, call: &Call) -> Reply {
    if call.method != axum::http::Method::GET {
        return errors::legacy(call, Code::Unauthorized, "peer token required", None);
    }
    let Some(sid) = call.param("sid").filter(|sid| !sid.is_empty()) else {
        return errors::new(Code::BadRequest, "missing sid");
    };
    if !(sid.starts_with("tt") || sid.starts_with("anidb:")) {
        return errors::new(Code::BadRequest, "unsupported sid");
    }
    let mut rows: Vec<Row> = Vec::new();
    if let Some((work, target)) = world.resolve(sid) {
        let episode = match target {
            Target::Episode(at) => Some(at),
            _ => None,
        };
        let listed = world.list(Upstream::StremThru, work, target, call.rows());
        rows.extend(listed.into_iter().map(|torrent| Row { file: world.wanted(&torrent, episode), torrent }));
        // The real list has no order.
        rows.sort_by(|a, b| a.torrent.hash.cmp(&b.torrent.hash));
    }
    let items: Vec<Value> = rows.iter().enumerate().map(|(at, row)| item(world, row, at < WITH_FILES)).collect();
    Reply::ok(&json!({"data": {"items": items, "total_items": items.len()}}))
        .with("cache-control", "public, max-age=7200")
}

fn item(world: &World, row: &Row, with_files: bool) -> Value {
    let torrent = &row.torrent;
    let mut dice = Dice::new(world.seed, &format!("stremthru{}", torrent.hash));
    let work = world.work(torrent);
    let src = dice.weighted(&[
        ("dmm", 3.0),
        ("tio", 3.0),
        ("rd", 2.0),
        ("ato", 1.0),
        ("dht", 1.0),
        ("mfn", 1.0),
        ("ad", 0.5),
        ("pm", 0.5),
        ("tb", 0.5),
        ("ixr", 0.5),
        ("", 0.3),
    ]);
    let unknown_size = dice.chance(0.06) && world.release(torrent).is_none();
    let shy = matches!(src, "dmm" | "rd" | "ad" | "pm" | "tb" | "");
    let mut files: Vec<Value> = Vec::new();
    if with_files && let Some((index, file)) = &row.file {
        let episode = file.episode.and_then(|at| work.episodes.get(at));
        let mut value = json!({
            "p": file.path,
            "i": if dice.chance(0.1) { json!(-1) } else { json!(index) },
            "s": file.size,
            "n": file.name(),
            "sid": episode.filter(|e| !e.off_imdb).map_or_else(|| work.imdb.clone(), |e| format!("{}:{}:{}", work.imdb, e.season, e.number)),
            "src": src,
            "vhash": torrent.hash[8..24].to_owned(),
        });
        if let (Some(ids), Some(number)) = (work.anime, episode.and_then(|e| e.absolute)) {
            value["asid"] = json!(format!("{}:{number}", ids.anidb));
        }
        files.push(value);
    }
    // The API gives lower case; some deployments still give what the client's document shows.
    let hash = if dice.chance(0.05) { torrent.hash.to_uppercase() } else { torrent.hash.clone() };
    json!({
        "hash": hash,
        "name": torrent.name,
        "size": if unknown_size { json!(-1) } else { json!(torrent.size) },
        "indexer": if shy { "" } else { torrent.indexer },
        "src": src,
        "category": match work.kind { crate::Kind::Movie => "movie", _ if dice.chance(0.1) => "", _ => "series" },
        "seeders": if shy && dice.chance(0.7) { 0 } else { torrent.seeders },
        "leechers": if shy { 0 } else { torrent.leechers },
        "private": world.private(torrent.key),
        "files": files,
    })
}
