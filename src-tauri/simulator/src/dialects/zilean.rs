//! Owns Zilean's wire format: a bare array, sizes as string, number or null, hashes in either case, a strict season filter,
//! rows that are trash or adult or belong to somebody else.

use serde_json::{Value, json};

use super::{Call, Reply, by_title};
use crate::{
    Upstream,
    catalogue::{Kind, Work},
    dice::Dice,
    releases::{Target, Torrent, World, files::is_mkv, hash::Flavour},
    text::iso,
};

const LIMIT: usize = 200;
const FLAGS: [&str; 15] = [
    "dubbed",
    "subbed",
    "extended",
    "converted",
    "hardcoded",
    "ppv",
    "_3d",
    "proper",
    "repack",
    "retail",
    "upscaled",
    "remastered",
    "unrated",
    "documentary",
    "torrent",
];

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    let rows = match call.path().as_slice() {
        ["dmm", "filtered"] => filtered(world, call),
        ["dmm", "search"] if call.method == axum::http::Method::POST => {
            let body: Value = serde_json::from_slice(&call.body).unwrap_or_default();
            match by_title(world, body["queryText"].as_str().unwrap_or_default()) {
                Some((work, _)) => rows(world, call, work, Target::Whole, None),
                None => Vec::new(),
            }
        }
        ["healthchecks", "ping"] => return Reply::new(200, "text/plain", "Pong!"),
        _ => return Reply::new(404, "text/plain", ""),
    };
    Reply::ok(&Value::Array(rows))
}

fn filtered(world: &World, call: &Call) -> Vec<Value> {
    let number = |name: &str| call.param_any_case(name).and_then(|value| value.parse::<u32>().ok());
    let by_id = call.param_any_case("ImdbId").filter(|id| !id.is_empty()).map(|id| {
        let id = if id.starts_with("tt") { id.to_owned() } else { format!("tt{id}") };
        world.by_imdb(&id)
    });
    let by_query = call
        .param_any_case("Query")
        .filter(|query| !query.is_empty())
        .map(|query| by_title(world, query).map(|found| found.0));
    let ((Some(Some(at)), _) | (None, Some(Some(at)))) = (by_id, by_query) else { return Vec::new() };
    let work = &world.works[at];
    let (season, episode) = (number("Season"), number("Episode"));
    let target = match (season, episode) {
        _ if work.kind == Kind::Movie => Target::Film,
        // An episode without a season finds nothing, as the real query is written.
        (None, Some(_)) => return Vec::new(),
        (Some(season), Some(episode)) => {
            let found = work.by_season(season, episode).or_else(|| work.by_absolute(episode).filter(|_| season == 1));
            match found {
                Some(found) => Target::Episode(found),
                None => return Vec::new(),
            }
        }
        (Some(season), None) => Target::Season(season),
        (None, None) => Target::Whole,
    };
    let year = number("Year");
    let mut rows = rows(world, call, at, target, season);
    if let Some(year) = year {
        rows.retain(|row| row["year"].as_u64().is_none_or(|held| held == 0 || held.abs_diff(u64::from(year)) <= 1));
    }
    rows
}

fn rows(world: &World, call: &Call, at: usize, target: Target, season: Option<u32>) -> Vec<Value> {
    let mut torrents = world.list(Upstream::Zilean, at, target, call.rows());
    if call.rows().is_none() {
        torrents.extend(world.decoys(Upstream::Zilean, at));
    }
    if let Some(season) = season {
        torrents.retain(|torrent| seasons(world, torrent).contains(&season));
    }
    torrents.truncate(LIMIT);
    torrents.iter().map(|torrent| listed(world, torrent)).collect()
}

/// What the name says of seasons; absolute numbering says nothing.
fn seasons(world: &World, torrent: &Torrent) -> Vec<u32> {
    let work = world.work(torrent);
    let (Some((first, last)), false) = (torrent.span, torrent.key.flavour == Flavour::Decoy) else { return Vec::new() };
    let says_season = match torrent.key.flavour {
        Flavour::Season => true,
        Flavour::Single => {
            code(work, first).is_some_and(|code| torrent.name.contains(&code))
                || torrent.name.contains("x0")
                || torrent.name.contains("x1")
        }
        Flavour::Complete => work.kind == Kind::Series || torrent.name.contains("Seasons"),
        _ => false,
    };
    if !says_season {
        return Vec::new();
    }
    let season = |at: usize| work.episodes.get(at).map_or(1, |episode| episode.season);
    (season(first)..=season(last)).collect()
}

fn code(work: &Work, at: usize) -> Option<String> {
    work.episodes.get(at).map(|episode| format!("S{:02}E{:02}", episode.season, episode.number))
}

fn listed(world: &World, torrent: &Torrent) -> Value {
    let work = world.work(torrent);
    let traits = &torrent.traits;
    let mut dice = Dice::new(world.seed, &format!("zilean{}", torrent.hash));
    let decoy = torrent.key.flavour == Flavour::Decoy;
    let episodes: Vec<u32> = match torrent.span {
        Some((first, _)) if torrent.key.flavour == Flavour::Single => {
            let seasoned = code(work, first).is_some_and(|code| torrent.name.contains(&code));
            work.episodes
                .get(first)
                .map(|episode| if seasoned { episode.number } else { episode.absolute.unwrap_or(episode.number) })
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    };
    let size = match dice.index(12) {
        0 => Value::Null,
        1 => json!(torrent.size),
        _ => json!(torrent.size.to_string()),
    };
    let hash = if dice.chance(0.2) { torrent.hash.to_uppercase() } else { torrent.hash.clone() };
    let year = if work.kind == Kind::Movie && !decoy { work.year } else { 0 };
    let trash = matches!(traits.quality, "CAM" | "TeleSync") || dice.chance(0.01);
    let adult = decoy && dice.chance(0.15);
    let category = if adult {
        "xxx"
    } else if work.kind == Kind::Movie {
        "movie"
    } else {
        "tvSeries"
    };
    let lower = work.name.to_lowercase();
    let imdb = (!decoy && dice.chance(0.85)).then(
        || json!({"imdbId": work.imdb, "category": category, "title": work.name, "adult": false, "year": work.year}),
    );
    let mut row = json!({
        "raw_title": torrent.name,
        "parsed_title": work.name,
        "normalized_title": lower,
        "cleaned_parsed_title": lower.replace(['\'', ':', '!', ',', '.'], ""),
        "trash": trash,
        "year": year,
        "resolution": traits.resolution,
        "seasons": seasons(world, torrent),
        "episodes": episodes,
        "complete": torrent.name.to_lowercase().contains("complete"),
        "volumes": [],
        "languages": traits.languages.iter().map(|language| language.code).collect::<Vec<_>>(),
        "quality": traits.quality,
        "hdr": traits.hdr,
        "codec": traits.codec,
        "audio": [traits.audio],
        "channels": [traits.channels],
        "group": traits.group,
        "bit_depth": traits.ten_bit.then_some("10bit"),
        "size": size,
        "container": if is_mkv(&torrent.name) { json!("mkv") } else { Value::Null },
        "category": category,
        "imdb_id": if imdb.is_some() { json!(work.imdb) } else { Value::Null },
        "imdb": imdb,
        "info_hash": hash,
        "adult": adult,
        "ingested_at": iso(torrent.uploaded),
    });
    // Fields the real rows carry and the world has nothing to say about.
    for name in ["date", "edition", "bitrate", "network", "region", "site", "episode_code", "country", "extension"] {
        row[name] = Value::Null;
    }
    for name in FLAGS {
        row[name] = json!(false);
    }
    row
}
