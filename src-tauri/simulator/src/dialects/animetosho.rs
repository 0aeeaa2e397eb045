//! Owns `AnimeTosho`'s two wire formats: the keyless JSON of the successor and the Torznab XML of the original, with two
//! namespaces on every item, base32 magnets, nzb-only items and totals that are sometimes missing.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Call, Reply, by_title, magnet, tracker_params};
use crate::{
    Upstream,
    dice::Dice,
    releases::{Target, Torrent, World},
    text::{base32, escape, iso, percent_encode, rfc2822},
};

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    match call.path().as_slice() {
        ["json", "v1", "search"] => json_page(world, call, &found(world, call, call.param("q").unwrap_or_default())),
        ["json", "v1", "releases"] => json_page(world, call, &releases(world, call)),
        ["json"] => original(world, call),
        ["api", "torznab"] if call.param("apikey").is_none_or(str::is_empty) => {
            error(401, "100", "Incorrect user credentials")
        }
        ["api"] | ["api", "torznab"] => torznab(world, call),
        _ => Reply::json(404, &json!({"ok": false, "error": "not found"})),
    }
}

/// Everything a query finds: the title's torrents, and rows around it.
fn found(world: &World, call: &Call, query: &str) -> Vec<Torrent> {
    let Some((work, target)) = by_title(world, query) else { return Vec::new() };
    let mut torrents = world.list(Upstream::AnimeTosho, work, target, call.rows());
    if call.rows().is_none() {
        torrents.extend(world.decoys(Upstream::AnimeTosho, work));
    }
    torrents.sort_by(|a, b| b.uploaded.cmp(&a.uploaded).then(a.hash.cmp(&b.hash)));
    torrents
}

fn releases(world: &World, call: &Call) -> Vec<Torrent> {
    if let Some(torrent) = call.param("hash").and_then(|hash| world.by_hash(&hash.to_lowercase())) {
        return vec![torrent];
    }
    let Some(aid) = call.param("aid").and_then(|aid| aid.parse().ok()) else {
        return found(world, call, call.param("query").unwrap_or_default());
    };
    let Some(work) = world.by_anime("anidb", aid) else { return Vec::new() };
    let episode = call
        .param("episode")
        .and_then(|number| number.parse().ok())
        .and_then(|number| world.works[work].by_absolute(number));
    world.list(Upstream::AnimeTosho, work, episode.map_or(Target::Whole, Target::Episode), call.rows())
}

/// The original's list, by AniDB id or by words: bare, under names of its own.
fn original(world: &World, call: &Call) -> Reply {
    let torrents = match call.param("aid") {
        Some(_) => releases(world, call),
        None => found(world, call, call.param("q").unwrap_or_default()),
    };
    let rows: Vec<Value> = torrents
        .iter()
        .take(150)
        .map(|torrent| {
            json!({
                "id": number(torrent), "title": torrent.name, "info_hash": torrent.hash, "info_hash_v2": null,
                "magnet_uri": magnet(&base32(&torrent.id), torrent), "seeders": torrent.seeders, "leechers": null,
                "total_size": torrent.size, "num_files": world.file_count(torrent),
            })
        })
        .collect();
    Reply::ok(&json!(rows))
}

fn limit(call: &Call, default: usize, most: usize) -> usize {
    call.param("limit").and_then(|limit| limit.parse().ok()).unwrap_or(default).min(most)
}

fn json_page(world: &World, call: &Call, torrents: &[Torrent]) -> Reply {
    let rows: Vec<Value> = torrents.iter().take(limit(call, 100, 150)).map(|torrent| listed(world, torrent)).collect();
    Reply::ok(&json!({"ok": true, "data": rows}))
}

fn number(torrent: &Torrent) -> u64 {
    1_000_000 + (u64::from(torrent.id[0]) << 16 | u64::from(torrent.id[1]) << 8 | u64::from(torrent.id[2])) % 900_000
}

fn listed(world: &World, torrent: &Torrent) -> Value {
    let work = world.work(torrent);
    let mut dice = Dice::new(world.seed, &format!("animetosho{}", torrent.hash));
    let base32 = magnet(&base32(&torrent.id), torrent);
    // Some rows carry absurd counts from a tracker that miscounts.
    let seeders = if dice.chance(0.02) { json!(4_294_967_295_u64) } else { json!(torrent.seeders) };
    let id = number(torrent);
    let mut value = json!({
        "id": id,
        "title": torrent.name,
        "info_hash": torrent.hash,
        "magnet": base32,
        "torrent_url": format!("https://animetosho.xyz/storage/torrent/{}/{}.torrent", torrent.hash, percent_encode(&torrent.name)),
        "nzb_url": null,
        "size_bytes": torrent.size,
        "seeders": seeders,
        "leechers": torrent.leechers,
        "downloads": torrent.seeders * 7 + 3,
        "date_added": iso(torrent.uploaded),
        "updated_at": iso(torrent.uploaded + 3600),
        "is_batch": torrent.is_pack(),
        "release_group": torrent.traits.group,
        "resolution": torrent.traits.resolution,
        "nyaa_id": if torrent.indexer == "Nyaa" { json!(id + 400_000) } else { Value::Null },
        "source": "nyaa",
        "source_label": "Nyaa",
        "series": null,
        "urls": {"view": format!("https://animetosho.xyz/view/{id}"), "source": format!("https://nyaa.si/view/{}", id + 400_000)},
    });
    value[if dice.chance(0.5) { "num_files" } else { "file_count" }] = json!(world.file_count(torrent));
    if let Some(ids) = work.anime {
        let episode = torrent
            .span
            .filter(|_| !torrent.is_pack())
            .and_then(|(at, _)| work.episodes.get(at))
            .and_then(|e| e.absolute);
        value["series"] = json!({
            "anidb_aid": ids.anidb,
            "anidb_eid": episode.map(|number| u64::from(ids.anidb) * 1000 + u64::from(number)),
            "episode_number": episode,
            "key": format!("anidb/{}", ids.anidb),
            "title": work.name,
        });
    }
    value
}

fn error(status: u16, code: &str, description: &str) -> Reply {
    let body =
        format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<error code=\"{code}\" description=\"{description}\"/>");
    Reply::new(status, "application/xml; charset=utf-8", body)
}

fn torznab(world: &World, call: &Call) -> Reply {
    match call.param("t") {
        Some("caps") => {
            let body = "<?xml version=\"1.0\" encoding=\"utf-8\"?><caps><server title=\"Anime Tosho\"/><limits max=\"150\" default=\"75\"/>\
                <searching><search available=\"yes\" supportedParams=\"q\"/><tv-search available=\"yes\" supportedParams=\"q,season,ep\"/></searching>\
                <categories><category id=\"5070\" name=\"TV/Anime\"/></categories></caps>";
            return Reply::new(200, "application/xml; charset=utf-8", body);
        }
        Some("search" | "tvsearch" | "movie") => {}
        _ => return error(200, "201", "Incorrect parameter"),
    }
    let torrents = found(world, call, call.param("q").unwrap_or_default());
    let offset: usize = call.param("offset").and_then(|offset| offset.parse().ok()).unwrap_or(0);
    let page: Vec<&Torrent> = torrents.iter().skip(offset).take(limit(call, 75, 150)).collect();
    let mut dice = Dice::new(world.seed, &format!("torznab{}", call.param("q").unwrap_or_default()));
    let total = if dice.chance(0.3) { String::new() } else { format!(" total=\"{}\"", torrents.len()) };
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" \
         xmlns:newznab=\"http://www.newznab.com/DTD/2010/feeds/attributes/\" xmlns:torznab=\"http://torznab.com/schemas/2015/feed\">\
         <channel><title>Anime Tosho</title><link>https://animetosho.org/</link><description>Latest releases feed</description>",
    );
    let _ = write!(xml, "<newznab:response offset=\"{offset}\"{total}/>");
    for torrent in page {
        item(&mut xml, world, torrent);
    }
    xml.push_str("</channel></rss>");
    Reply::new(200, "application/xml; charset=utf-8", xml)
}

fn item(xml: &mut String, world: &World, torrent: &Torrent) {
    let mut dice = Dice::new(world.seed, &format!("torznab{}", torrent.hash));
    let nzb_only = dice.chance(0.05);
    let id = number(torrent);
    let title = escape(&torrent.name);
    let size = torrent.size;
    let files = world.file_count(torrent);
    let _ = write!(
        xml,
        "\n<item><title>{title}</title><description><![CDATA[<strong>Total Size</strong>: {size}<br/>]]></description>\
         <guid isPermaLink=\"true\">https://animetosho.org/view/{id}</guid><link>https://animetosho.org/view/{id}</link>\
         <pubDate>{}</pubDate><category>Anime</category>",
        rfc2822(torrent.uploaded)
    );
    if nzb_only {
        let _ = write!(
            xml,
            "<enclosure url=\"https://animetosho.org/storage/nzbs/{id}/x.nzb.gz\" type=\"application/x-nzb\" length=\"0\"/>"
        );
    } else {
        let _ = write!(
            xml,
            "<enclosure url=\"https://animetosho.org/storage/torrent/{}/x.torrent\" type=\"application/x-bittorrent\" length=\"0\"/>",
            torrent.hash
        );
    }
    let _ = write!(
        xml,
        "<newznab:attr name=\"category\" value=\"5070\"/><newznab:attr name=\"files\" value=\"{files}\"/><newznab:attr name=\"size\" value=\"{size}\"/>\
         <torznab:attr name=\"files\" value=\"{files}\"/><torznab:attr name=\"size\" value=\"{size}\"/>"
    );
    if !nzb_only {
        let magnet = escape(&magnet_dn_last(torrent));
        let _ = write!(xml, "<torznab:attr name=\"infohash\" value=\"{}\"/>", torrent.hash);
        if !dice.chance(0.15) {
            let _ = write!(
                xml,
                "<torznab:attr name=\"seeders\" value=\"{}\"/><torznab:attr name=\"peers\" value=\"{}\"/>",
                torrent.seeders,
                torrent.seeders + torrent.leechers
            );
        }
        let _ = write!(xml, "<torznab:attr name=\"magneturl\" value=\"{magnet}\"/>");
    }
    xml.push_str("</item>");
}

fn magnet_dn_last(torrent: &Torrent) -> String {
    let trackers = tracker_params(torrent);
    format!("magnet:?xt=urn:btih:{}{trackers}&dn={}", base32(&torrent.id), percent_encode(&torrent.name))
}
