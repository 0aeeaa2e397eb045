//! Owns a Torznab endpoint as Jackett and Prowlarr offer: capabilities in XML, a key with every search, pages with and without a
//! total, items with a hash, a magnet link, or neither.

use std::fmt::Write as _;

use super::{Call, Reply, by_title, magnet};
use crate::{
    Upstream,
    dice::Dice,
    releases::{Target, Torrent, World},
    text::{escape, rfc2822},
};

const XML: &str = "application/rss+xml; charset=utf-8";
const PAGE: usize = 50;

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    if call.path().as_slice() != ["api"] {
        return Reply::new(404, "text/plain; charset=utf-8", "not found");
    }
    let key = call.param("apikey").unwrap_or_default();
    if call.param("t") != Some("caps") && (key.is_empty() || key.contains("refused")) {
        let told = format!("Invalid API Key {}", escape(key));
        return Reply::new(200, XML, format!("<?xml version=\"1.0\"?><error code=\"100\" description=\"{told}\"/>"));
    }
    match call.param("t") {
        Some("caps") => Reply::new(
            200,
            XML,
            format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><caps><server title=\"Orchard\"/><limits default=\"{PAGE}\" max=\"{PAGE}\"/>\
                 <searching><search available=\"yes\" supportedParams=\"q\"/><tv-search available=\"yes\" supportedParams=\"q,season,ep,imdbid\"/>\
                 <movie-search available=\"yes\" supportedParams=\"q,imdbid\"/></searching>\
                 <categories><category id=\"2000\" name=\"Movies\"/><category id=\"5000\" name=\"TV\"/></categories></caps>"
            ),
        ),
        Some("search" | "movie" | "tvsearch") => page(world, call),
        _ => Reply::new(200, XML, "<?xml version=\"1.0\"?><error code=\"201\" description=\"Incorrect parameter\"/>"),
    }
}

fn page(world: &World, call: &Call) -> Reply {
    let torrents = found(world, call);
    let number = |name: &str| call.param(name).and_then(|value| value.parse::<usize>().ok());
    let offset = number("offset").unwrap_or(0);
    let shown: Vec<&Torrent> = torrents.iter().skip(offset).take(number("limit").unwrap_or(PAGE).min(PAGE)).collect();
    // Half of the servers do not say how many there are.
    let asked = format!("torznab{:?}{:?}", call.param("q"), call.param("imdbid"));
    let total = if Dice::new(world.seed, &asked).chance(0.5) {
        String::new()
    } else {
        format!(" total=\"{}\"", torrents.len())
    };
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" xmlns:torznab=\"http://torznab.com/schemas/2015/feed\" \
         xmlns:newznab=\"http://www.newznab.com/DTD/2010/feeds/attributes/\"><channel><title>Orchard</title>",
    );
    let _ = write!(xml, "<newznab:response offset=\"{offset}\"{total}/>");
    for torrent in shown {
        item(&mut xml, world, torrent);
    }
    xml.push_str("</channel></rss>");
    Reply::new(200, XML, xml)
}

fn found(world: &World, call: &Call) -> Vec<Torrent> {
    let part = |name: &str| call.param(name).and_then(|value| value.parse::<u32>().ok());
    let asked = match call.param("imdbid") {
        Some(id) => world.by_imdb(id).map(|work| (work, Target::Whole)),
        None => by_title(world, call.param("q").unwrap_or_default()),
    };
    let Some((work, mut target)) = asked else { return Vec::new() };
    if world.works[work].episodes.is_empty() {
        target = Target::Film;
    } else if let Some(season) = part("season") {
        let episode = part("ep").and_then(|number| world.works[work].by_season(season, number));
        target = episode.map_or(Target::Season(season), Target::Episode);
    }
    let mut torrents = world.list(Upstream::Torrentio, work, target, call.rows());
    if call.rows().is_none() {
        torrents.extend(world.decoys(Upstream::Nyaa, work));
    }
    torrents
}

fn item(xml: &mut String, world: &World, torrent: &Torrent) {
    let mut dice = Dice::new(world.seed, &format!("orchard{}", torrent.hash));
    let (title, size) = (escape(&torrent.name), torrent.size);
    let _ = write!(
        xml,
        "<item><title>{title}</title><guid>https://orchard.example/{}</guid><jackettindexer id=\"orchard\">{}</jackettindexer>\
         <pubDate>{}</pubDate><size>{size}</size>",
        &torrent.hash[..8],
        torrent.indexer,
        rfc2822(torrent.uploaded)
    );
    let attr = |xml: &mut String, name: &str, value: &str| {
        let _ = write!(xml, "<torznab:attr name=\"{name}\" value=\"{value}\"/>");
    };
    attr(xml, "seeders", &torrent.seeders.to_string());
    let link = escape(&magnet(&torrent.hash, torrent));
    match dice.within(0, 9) {
        // A file to fetch through the server, and nothing else.
        0 => {
            let address = "http://orchard.example/dl/1?file=release.torrent";
            let _ = write!(
                xml,
                "<link>{address}</link><enclosure url=\"{address}\" length=\"{size}\" type=\"application/x-bittorrent\"/>"
            );
        }
        1..=3 => {
            let _ = write!(
                xml,
                "<link>{link}</link><enclosure url=\"{link}\" length=\"{size}\" type=\"application/x-bittorrent\"/>"
            );
        }
        4..=6 => attr(xml, "magneturl", &link),
        _ => {
            attr(xml, "infohash", &torrent.hash);
            attr(xml, "magneturl", &link);
        }
    }
    xml.push_str("</item>");
}
