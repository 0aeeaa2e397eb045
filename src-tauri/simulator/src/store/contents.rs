//! Owns what a store says is inside a torrent, and the links that lead to it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Caller,
    errors::{self, Code},
    sure,
};
use crate::{
    dialects::{Call, Reply},
    dice::fold,
    releases::{Torrent, World},
    text::{percent_decode, percent_encode},
};

/// A file as a store lists it.
#[derive(Serialize)]
pub(super) struct Listed {
    index: i64,
    path: String,
    name: String,
    size: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    video_hash: Option<String>,
}

/// Files as a store lists them; links only when `base` is given.
pub(super) fn files(world: &World, caller: &Caller<'_>, torrent: &Torrent, base: Option<&str>) -> Vec<Listed> {
    let blind = matches!(caller.store, "offcloud" | "pikpak");
    let crowd = matches!(caller.store, "realdebrid" | "alldebrid" | "debridlink" | "pikpak");
    let mut out = Vec::new();
    for (at, file) in world.files(torrent).into_iter().enumerate() {
        if caller.store == "realdebrid" && !file.is_video() {
            continue;
        }
        let name = file.name().to_owned();
        let number = |number: u64| if blind { -1 } else { i64::try_from(number).unwrap_or(i64::MAX) };
        // Extras are not always selected, and then have no link.
        let linked = !(file.path.contains("/Extras/") || file.path.contains("/Sample/"));
        let link = base.filter(|_| linked).map(|base| {
            let target = format!("{base}/files/{}-{at}/{}", torrent.hash, percent_encode(&name));
            match caller.store {
                "alldebrid" | "premiumize" | "debridlink" => target,
                store => format!(
                    "stremthru://store/{store}/{}",
                    STANDARD.encode(format!("{}:{at}:{target}", &torrent.hash[..13]))
                ),
            }
        });
        out.push(Listed {
            index: number(at as u64),
            size: number(file.size),
            path: file.path,
            name,
            link,
            source: Some("rd").filter(|_| base.is_none() && crowd),
            video_hash: base.is_none().then(|| format!("{:016x}", fold(at as u64, &torrent.hash))),
        });
    }
    out
}

/// A direct link, the `made`th. `ended` is how often all links were ended so far; `count` says how often one was wanted of a file.
pub(super) fn generate(
    world: &World,
    call: &Call,
    caller: &Caller<'_>,
    (ended, made): (u64, u64),
    count: impl Fn(&str) -> u32,
) -> Reply {
    let body: Value = serde_json::from_slice(&call.body).unwrap_or_default();
    let link = body["link"].as_str().unwrap_or_default();
    let opaque = link.strip_prefix(&format!("stremthru://store/{}/", caller.store));
    let target = match opaque {
        Some(encoded) => STANDARD.decode(encoded).ok().and_then(|bytes| String::from_utf8(bytes).ok()),
        None if matches!(caller.store, "alldebrid" | "premiumize" | "debridlink") => Some(link.to_owned()),
        None => None,
    };
    let place = target.as_deref().and_then(|target| target.split_once("/files/")).map(|(_, place)| place.to_owned());
    let Some(place) = place else { return errors::legacy(call, Code::BadRequest, "invalid link", None) };
    let (id, name) = place.split_once('/').unwrap_or((&place, ""));
    let (hash, at) = id.split_once('-').unwrap_or((id, ""));
    let known = world.by_hash(hash).filter(|torrent| {
        at.parse().is_ok_and(|at: usize| {
            at < world.file_count(torrent) && world.file_at(torrent, at).name() == percent_decode(name)
        })
    });
    let Some(torrent) = known else {
        return errors::legacy(call, Code::NotFound, "unknown_ressource", Some(caller.store));
    };
    // A file here and there is gone by the time its link is wanted.
    if !sure(world, &torrent) && fold(world.seed, &format!("gone{hash}{at}")).is_multiple_of(97) {
        return errors::legacy(call, Code::NotFound, "file_unavailable", Some(caller.store));
    }
    let faults = &caller.faults;
    if caller.is_fated(hash, "link_gone", faults.link_gone) {
        return errors::legacy(call, Code::NotFound, "file_unavailable", Some(caller.store));
    }
    let key = format!("{} {} {id}", caller.store, caller.token);
    if caller.is_fated(hash, "link_delayed", faults.link_delayed) && count(&key) < 3 {
        return errors::legacy(call, Code::Teapot, "delayed", Some(caller.store));
    }
    let fates = [("dead", faults.link_dead), ("page", faults.link_page), ("clip", faults.link_clip)].into_iter();
    let fate = fates.filter(|(fate, share)| caller.is_fated(hash, fate, *share)).map(|(fate, _)| fate).next();
    let size = at.parse().map_or(0, |at| world.file_at(&torrent, at).size);
    let mut link = format!("{}/files/{id}/{name}?length={size}&ended={ended}&made={made}", call.base);
    if let Some(fate) = fate {
        link.push_str("&as=");
        link.push_str(fate);
    }
    Reply::ok(&json!({"data": {"link": link}}))
}
