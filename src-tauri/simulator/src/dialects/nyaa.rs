//! Owns Nyaa's two wire formats: RSS of the first 75, and HTML pages with comment links, `&amp;` magnets, a malformed row
//! here and there, and a pager.

use std::fmt::Write as _;

use super::{Call, Reply, by_title};
use crate::{
    Upstream,
    catalogue::Kind,
    dice::Dice,
    releases::{Torrent, World},
    text::{civil, escape, percent_encode, rfc2822, size_nyaa},
};

const PAGE: usize = 75;
/// Searches end after this many results.
const MOST: usize = 1000;

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    if call.segments.iter().any(|segment| !segment.is_empty()) {
        return Reply::new(
            404,
            "text/html; charset=utf-8",
            "<!DOCTYPE html><title>404 Not Found :: Nyaa</title><h1>404 Not Found</h1>",
        );
    }
    let query = call.param("q").unwrap_or_default();
    if let Some(torrent) = world.by_hash(&query.to_lowercase()) {
        return Reply::new(302, "text/html; charset=utf-8", "").with("location", format!("/view/{}", number(&torrent)));
    }
    let torrents = found(world, call, query);
    if call.param("page") == Some("rss") {
        return Reply::new(
            200,
            "application/rss+xml; charset=utf-8",
            rss(world, query, &torrents, call.param("m").is_some() || call.param("magnets").is_some()),
        );
    }
    let page = call.param("p").and_then(|page| page.parse::<usize>().ok()).unwrap_or(1).max(1);
    Reply::new(200, "text/html; charset=utf-8", html(world, query, &torrents, page))
}

fn found(world: &World, call: &Call, query: &str) -> Vec<Torrent> {
    let plain = query.replace(['"', '|', '(', ')'], " ");
    let (without, with): (Vec<&str>, Vec<&str>) = plain.split_whitespace().partition(|word| word.starts_with('-'));
    let without: Vec<String> = without.iter().map(|word| word.trim_start_matches('-').to_lowercase()).collect();
    let Some((work, target)) = by_title(world, &with.join(" ")) else { return Vec::new() };
    let category = call.param("c").unwrap_or("0_0");
    let mut torrents = world.list(Upstream::Nyaa, work, target, call.rows());
    if call.rows().is_none() {
        torrents.extend(world.decoys(Upstream::Nyaa, work));
    }
    let excluded = |name: &str| without.iter().any(|word| !word.is_empty() && name.contains(word));
    torrents.retain(|torrent| without.is_empty() || !excluded(&torrent.name.to_lowercase()));
    torrents.retain(|torrent| {
        category == "0_0"
            || category.ends_with("_0") && category_of(world, torrent).0.starts_with(&category[..2])
            || category_of(world, torrent).0 == category
    });
    match (call.param("s"), call.param("o")) {
        (Some("seeders"), order) => {
            torrents.sort_by(|a, b| b.seeders.cmp(&a.seeders).then(a.hash.cmp(&b.hash)));
            if order == Some("asc") {
                torrents.reverse();
            }
        }
        (Some("size"), _) => torrents.sort_by(|a, b| b.size.cmp(&a.size).then(a.hash.cmp(&b.hash))),
        _ => torrents.sort_by(|a, b| b.uploaded.cmp(&a.uploaded).then(a.hash.cmp(&b.hash))),
    }
    torrents.truncate(MOST);
    torrents
}

fn category_of(world: &World, torrent: &Torrent) -> (&'static str, &'static str) {
    if world.work(torrent).kind != Kind::Anime {
        return ("4_1", "Live Action - English-translated");
    }
    match torrent.traits.languages.first().map(|language| language.code) {
        Some("ja") if torrent.traits.group.contains("Raws") => ("1_4", "Anime - Raw"),
        Some("en" | "ja") | None => ("1_2", "Anime - English-translated"),
        Some(_) => ("1_3", "Anime - Non-English-translated"),
    }
}

fn number(torrent: &Torrent) -> u64 {
    1_400_000 + (u64::from(torrent.id[0]) << 16 | u64::from(torrent.id[1]) << 8 | u64::from(torrent.id[2])) % 600_000
}

fn magnet(torrent: &Torrent) -> String {
    format!(
        "magnet:?xt=urn:btih:{}&dn={}&tr=http%3A%2F%2Fnyaa.tracker.wf%3A7777%2Fannounce&tr=udp%3A%2F%2Fopen.stealth.si%3A80%2Fannounce",
        torrent.hash,
        percent_encode(&torrent.name)
    )
}

fn rss(world: &World, query: &str, torrents: &[Torrent], magnets: bool) -> String {
    let query = escape(query);
    let mut xml = format!(
        "<rss xmlns:atom=\"http://www.w3.org/2005/Atom\" xmlns:nyaa=\"https://nyaa.si/xmlns/nyaa\" version=\"2.0\">\n\t<channel>\n\
         \t\t<title>Nyaa - &quot;{query}&quot; - Torrent File RSS</title>\n\t\t<description>RSS Feed for &quot;{query}&quot;</description>\n\
         \t\t<link>https://nyaa.si/</link>\n\t\t<atom:link href=\"https://nyaa.si/?page=rss\" rel=\"self\" type=\"application/rss+xml\" />\n"
    );
    for torrent in torrents.iter().take(PAGE) {
        let id = number(torrent);
        let (category, label) = category_of(world, torrent);
        let link = if magnets { escape(&magnet(torrent)) } else { format!("https://nyaa.si/download/{id}.torrent") };
        let title = escape(&torrent.name);
        let size = size_nyaa(torrent.size);
        let trusted = if torrent.id[6].is_multiple_of(3) { "Yes" } else { "No" };
        let _ = write!(
            xml,
            "\t\t<item>\n\t\t\t<title>{title}</title>\n\t\t\t\t<link>{link}</link>\n\t\t\t\t<guid isPermaLink=\"true\">https://nyaa.si/view/{id}</guid>\n\
             \t\t\t\t<pubDate>{}</pubDate>\n\n\t\t\t\t<nyaa:seeders>{}</nyaa:seeders>\n\t\t\t\t<nyaa:leechers>{}</nyaa:leechers>\n\
             \t\t\t\t<nyaa:downloads>{}</nyaa:downloads>\n\t\t\t\t<nyaa:infoHash>{}</nyaa:infoHash>\n\t\t\t<nyaa:categoryId>{category}</nyaa:categoryId>\n\
             \t\t\t<nyaa:category>{label}</nyaa:category>\n\t\t\t<nyaa:size>{size}</nyaa:size>\n\t\t\t<nyaa:comments>{}</nyaa:comments>\n\
             \t\t\t<nyaa:trusted>{trusted}</nyaa:trusted>\n\t\t\t<nyaa:remake>No</nyaa:remake>\n\
             \t\t\t<description><![CDATA[<a href=\"https://nyaa.si/view/{id}\">#{id} | {title}</a> | {size} | {label} | {}]]></description>\n\t\t</item>\n",
            rfc2822(torrent.uploaded),
            torrent.seeders,
            torrent.leechers,
            torrent.seeders * 9,
            torrent.hash,
            torrent.id[7] % 9,
            torrent.hash.to_uppercase(),
        );
    }
    xml.push_str("\t</channel>\n</rss>\n");
    xml
}

fn html(world: &World, query: &str, torrents: &[Torrent], page: usize) -> String {
    let query_text = escape(query);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{query_text} :: Nyaa</title></head>\n<body>\n\
         <nav class=\"navbar navbar-default navbar-static-top navbar-inverse\"></nav>\n<div class=\"container\">\n"
    );
    let rows: Vec<&Torrent> = torrents.iter().skip((page - 1) * PAGE).take(PAGE).collect();
    if rows.is_empty() {
        out.push_str("<h3>No results found</h3>\n</div>\n</body>\n</html>\n");
        return out;
    }
    out.push_str(
        "<div class=\"table-responsive\">\n<table class=\"table table-bordered table-hover table-striped torrent-list\">\n<thead>\n<tr>\
         <th class=\"hdr-category text-center\" style=\"width:80px;\"><div>Category</div></th><th class=\"hdr-name\"><div>Name</div></th>\
         <th class=\"hdr-link text-center\"><div>Link</div></th><th class=\"hdr-size text-center\"><div>Size</div></th>\
         <th class=\"hdr-date text-center\"><div>Date</div></th><th class=\"hdr-seeders text-center\"></th><th class=\"hdr-leechers text-center\"></th>\
         <th class=\"hdr-downloads text-center\"></th></tr>\n</thead>\n<tbody>\n",
    );
    for (at, torrent) in rows.iter().enumerate() {
        row(&mut out, world, torrent);
        if at == 11 {
            // A row somebody's browser extension or a moderator left half-made: no magnet, no size.
            out.push_str("<tr class=\"deleted\"><td></td><td colspan=\"2\"><a href=\"/view/1300000\" title=\"[Removed]\">[Removed]</a></td><td class=\"text-center\"></td></tr>\n");
        }
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
    let pages = torrents.len().div_ceil(PAGE);
    let href = |page: usize| format!("/?q={}&amp;p={page}", percent_encode(query));
    out.push_str("<div class=\"center\"><nav aria-label=\"Page navigation\"><ul class=\"pagination\">\n");
    for number in 1..=pages {
        let class = if number == page { "active" } else { "" };
        let _ = writeln!(out, "<li class=\"{class}\"><a href=\"{}\">{number}</a></li>", href(number));
    }
    // The pager's last number stands directly before the next arrow.
    let next = if page < pages {
        format!("<li class=\"next\"><a rel=\"next\" href=\"{}\">&raquo;</a></li>", href(page + 1))
    } else {
        "<li class=\"next disabled\"><a>&raquo;</a></li>".to_owned()
    };
    out.truncate(out.trim_end().len());
    let _ = write!(out, "{next}\n</ul></nav></div>\n</div>\n</body>\n</html>\n");
    out
}

fn row(out: &mut String, world: &World, torrent: &Torrent) {
    let mut dice = Dice::new(world.seed, &format!("nyaa{}", torrent.hash));
    let id = number(torrent);
    let (category, label) = category_of(world, torrent);
    let class = dice.weighted(&[("default", 6.0), ("success", 3.0), ("danger", 1.0), ("warning", 0.3)]);
    let comments = match dice.index(3) {
        0 => {
            let count = dice.within(1, 30);
            let noun = if count == 1 { "comment" } else { "comments" };
            format!(
                "<a href=\"/view/{id}#comments\" class=\"comments\" title=\"{count} {noun}\"><i class=\"fa fa-comments-o\"></i>{count}</a>\n"
            )
        }
        _ => String::new(),
    };
    let download = if dice.chance(0.95) {
        format!("<a href=\"/download/{id}.torrent\"><i class=\"fa fa-fw fa-download\"></i></a>\n")
    } else {
        String::new()
    };
    let title = escape(&torrent.name);
    let size = if dice.chance(0.01) { "0 Bytes".to_owned() } else { size_nyaa(torrent.size) };
    let (year, month, day) = civil(torrent.uploaded.div_euclid(86_400));
    let minute = torrent.uploaded.rem_euclid(86_400) / 60;
    let _ = write!(
        out,
        "<tr class=\"{class}\">\n<td>\n<a href=\"/?c={category}\" title=\"{label}\"><img src=\"/static/img/icons/nyaa/{category}.png\" alt=\"{label}\" class=\"category-icon\"></a>\n</td>\n\
         <td colspan=\"2\">\n{comments}<a href=\"/view/{id}\" title=\"{title}\">{title}</a>\n</td>\n\
         <td class=\"text-center\">\n{download}<a href=\"{}\"><i class=\"fa fa-fw fa-magnet\"></i></a>\n</td>\n\
         <td class=\"text-center\">{size}</td>\n<td class=\"text-center\" data-timestamp=\"{}\">{year:04}-{month:02}-{day:02} {:02}:{:02}</td>\n\
         <td class=\"text-center\">{}</td>\n<td class=\"text-center\">{}</td>\n<td class=\"text-center\">{}</td>\n</tr>\n",
        escape(&magnet(torrent)),
        torrent.uploaded,
        minute / 60,
        minute % 60,
        torrent.seeders,
        torrent.leechers,
        torrent.seeders * 9,
    );
}
