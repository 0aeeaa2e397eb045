//! Owns the cache check: which of up to five hundred torrents a store already holds.

use serde::Serialize;

use super::{
    Caller, MOST,
    contents::{Listed, files},
    errors::{self, Code},
    hash_of,
};
use crate::{
    config::Standing,
    dialects::{Call, Reply},
    dice::fold,
    releases::{Target, World},
};

#[derive(Serialize)]
struct Item {
    hash: String,
    magnet: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    status: &'static str,
    files: Vec<Listed>,
}

#[derive(Serialize)]
struct Items {
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Answer {
    data: Items,
}

pub(super) fn check(world: &World, call: &Call, caller: &Caller<'_>) -> Reply {
    if caller.standing == Standing::Expired && matches!(caller.store, "realdebrid" | "alldebrid" | "debridlink") {
        return errors::legacy(call, Code::Forbidden, "forbidden", Some(caller.store));
    }
    let asked: Vec<&str> = call
        .query
        .iter()
        .filter(|(key, _)| key == if call.path().contains(&"torz") { "hash" } else { "magnet" })
        .flat_map(|(_, value)| value.split(','))
        .filter(|magnet| !magnet.is_empty())
        .collect();
    if asked.is_empty() {
        return errors::legacy(call, Code::BadRequest, "missing magnet", None);
    }
    if asked.len() > MOST {
        return errors::legacy(call, Code::BadRequest, "too many magnets, max allowed 500", None);
    }
    if asked.iter().any(|magnet| magnet.contains("urn:btmh:") && !magnet.contains("urn:btih:")) {
        return errors::legacy(call, Code::BadRequest, "invalid magnet", None);
    }
    let episode = call.param("sid").filter(|sid| sid_is_checked(sid)).and_then(|sid| world.resolve(sid)).and_then(
        |(work, target)| match target {
            Target::Episode(at) => Some((work, at)),
            _ => None,
        },
    );
    let mut items: Vec<Item> = Vec::new();
    for magnet in asked {
        let hash = hash_of(magnet).unwrap_or_default();
        let magnet = format!("magnet:?xt=urn:btih:{hash}");
        match world.by_hash(&hash) {
            Some(torrent) if world.cached(caller.store, &torrent) => {
                let only = episode.filter(|(work, _)| *work == usize::from(torrent.key.work)).map(|(_, at)| at);
                let files = files(world, caller, &torrent, None, only);
                items.push(Item { hash, magnet, name: Some(torrent.name), status: "cached", files });
            }
            // What is not there is said so, or not mentioned at all.
            _ if fold(world.seed, &hash).is_multiple_of(3) => {}
            _ => items.push(Item { hash, magnet, name: None, status: "unknown", files: Vec::new() }),
        }
    }
    Reply::ok(&Answer { data: Items { items } })
}

/// `tt1` or `tt1:2:3` with at most two digits of season and three of episode; anything else is no sid.
fn sid_is_checked(sid: &str) -> bool {
    let parts: Vec<&str> = sid.split(':').collect();
    let digits =
        |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [head] => head.strip_prefix("tt").is_some_and(|rest| digits(rest, 12)),
        [head, season, episode] => head.starts_with("tt") && digits(season, 2) && digits(episode, 3),
        _ => false,
    }
}
