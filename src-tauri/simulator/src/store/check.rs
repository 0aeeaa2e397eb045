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
    releases::World,
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
    // The server looks into its own database for these, and asks first whether the account is a paid one.
    let is_crowd = matches!(caller.store, "realdebrid" | "alldebrid" | "debridlink");
    let is_unpaid = match caller.standing {
        Standing::Expired => is_crowd,
        Standing::Trial => caller.store == "alldebrid",
        Standing::Premium | Standing::Limited | Standing::Refused => false,
    };
    if is_unpaid {
        return errors::legacy(call, Code::Forbidden, "forbidden", None);
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
    let names_a_video = call.param("sid").is_some_and(sid_is_checked);
    let mut items: Vec<Item> = Vec::new();
    let mut held = 0;
    for magnet in asked {
        let hash = hash_of(magnet).unwrap_or_default();
        let magnet = format!("magnet:?xt=urn:btih:{hash}");
        match world.by_hash(&hash) {
            // Asked about one video, the server leaves out what it has not told apart yet.
            Some(_) if is_crowd && names_a_video && fold(world.seed, &hash).is_multiple_of(5) => {}
            Some(torrent) if world.cached(caller.store, &torrent) => {
                held += 1;
                let files = files(world, caller, &torrent, None);
                items.push(Item { hash, magnet, name: Some(torrent.name), status: "cached", files });
            }
            // What is not there is said so, or not mentioned at all.
            _ if fold(world.seed, &hash).is_multiple_of(3) => {}
            _ => items.push(Item { hash, magnet, name: None, status: "unknown", files: Vec::new() }),
        }
    }
    let mut reply = Reply::ok(&Answer { data: Items { items } });
    if caller.store == "premiumize" {
        reply.delay_ms = held * caller.faults.directdl_ms;
    }
    reply
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
