//! Owns the Kitsu addon's wire format: anime catalogs, search, and meta by any of four databases' ids, each video with the
//! `IMDb` season and episode it is known by elsewhere.

use serde_json::{Value, json};

use super::{Call, Reply};
use crate::{
    catalogue::{Kind, Work},
    releases::World,
    text::iso_millis,
};

const PAGE: usize = 20;

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    match call.path().as_slice() {
        ["manifest.json"] => Reply::ok(&json!({
            "id": "community.anime.kitsu", "version": "0.0.10", "name": "Anime Kitsu", "idPrefixes": ["kitsu", "mal", "anilist", "anidb"],
            "types": ["anime", "movie", "series"], "resources": ["catalog", "meta"], "catalogs": [],
        })),
        ["catalog", "anime", list] => catalog(world, call, list.trim_end_matches(".json"), ""),
        ["catalog", "anime", list, extra] => catalog(world, call, list, extra.trim_end_matches(".json")),
        ["meta", "anime" | "series" | "movie", id] => meta_of(world, call, id.trim_end_matches(".json")),
        _ => Reply::json(404, &json!({"err": "not found"})),
    }
}

fn meta_of(world: &World, call: &Call, id: &str) -> Reply {
    let Some((database, number)) = id.split_once(':') else { return Reply::json(404, &json!({"err": "not found"})) };
    let found = number.parse().ok().and_then(|number| world.by_anime(database, number));
    match found.filter(|_| !call.knobs.empty) {
        Some(at) => Reply::ok(&json!({"meta": meta(&world.works[at]), "cacheMaxAge": 86400})),
        None if database == "kitsu" => Reply::json(404, &json!({"err": "not found"})),
        None => Reply::json(500, &json!({"err": "handler error"})),
    }
}

fn catalog(world: &World, call: &Call, list: &str, extra: &str) -> Reply {
    let value = |name: &str| extra.split('&').find_map(|pair| pair.strip_prefix(name)).map(str::to_owned);
    let mut works: Vec<&Work> = world.works.iter().filter(|work| work.anime.is_some()).collect();
    match list {
        "kitsu-anime-trending" => works.sort_by(|a, b| b.weight.total_cmp(&a.weight)),
        "kitsu-anime-airing" => works.retain(|work| work.end_year.is_none_or(|year| year >= 2024)),
        "kitsu-anime-popular" => works.sort_by(|a, b| {
            (b.weight * 10.0 + f64::from(b.year % 7)).total_cmp(&(a.weight * 10.0 + f64::from(a.year % 7)))
        }),
        "kitsu-anime-rating" => works.sort_by(|a, b| b.rating.cmp(&a.rating)),
        "kitsu-anime-list" => match value("search=").map(|search| search.to_lowercase()) {
            Some(search) => works.retain(|work| {
                let titles = std::iter::once(&work.name)
                    .chain(&work.aliases)
                    .map(|title| title.to_lowercase())
                    .collect::<Vec<_>>()
                    .join(" ");
                let mut wanted = search.split_whitespace().peekable();
                wanted.peek().is_some() && wanted.all(|word| titles.contains(word))
            }),
            None => works.clear(),
        },
        _ => works.clear(),
    }
    if call.knobs.empty {
        works.clear();
    }
    if let Some(genre) = value("genre=").filter(|_| list != "kitsu-anime-trending") {
        works.retain(|work| work.genres.contains(&genre));
    }
    let skip: usize = value("skip=").and_then(|skip| skip.parse().ok()).unwrap_or(0);
    let metas: Vec<Value> = works.into_iter().skip(skip).take(PAGE).map(preview).collect();
    Reply::ok(&json!({"metas": metas, "cacheMaxAge": 3600}))
}

fn preview(work: &Work) -> Value {
    let ids = work.anime.unwrap_or_default();
    let movie = work.episodes.len() <= 1;
    let mut aliases = vec![work.name.clone()];
    aliases.extend(work.aliases.iter().cloned());
    // With a hyphen, where Cinemeta writes an en dash.
    let years = match work.end_year {
        None if work.kind != Kind::Movie => format!("{}-", work.year),
        Some(last) if last != work.year => format!("{}-{last}", work.year),
        _ => work.year.to_string(),
    };
    let poster = if ids.kitsu.is_multiple_of(2) {
        format!("https://media.kitsu.app/anime/poster_images/{}/medium.jpg", ids.kitsu)
    } else {
        format!("https://images.metahub.space/poster/small/{}/img", work.imdb)
    };
    json!({
        "id": format!("kitsu:{}", ids.kitsu),
        "kitsu_id": ids.kitsu.to_string(),
        "imdb_id": work.imdb,
        "type": if movie { "movie" } else { "series" },
        "animeType": if movie { "movie" } else { "TV" },
        "name": work.name,
        "aliases": aliases,
        "description": work.description,
        "releaseInfo": years,
        "year": years,
        "runtime": format!("{} min", work.runtime_min),
        "imdbRating": work.rating,
        "genres": work.genres,
        "poster": poster,
        "background": format!("https://images.metahub.space/background/medium/{}/img", work.imdb),
        "logo": format!("https://images.metahub.space/logo/medium/{}/img", work.imdb),
    })
}

fn meta(work: &Work) -> Value {
    let ids = work.anime.unwrap_or_default();
    let mut value = preview(work);
    value["userCount"] = json!(12_000);
    value["status"] = json!(if work.end_year.is_some() { "finished" } else { "current" });
    if work.episodes.len() <= 1 {
        let id = format!("kitsu:{}", ids.kitsu);
        value["behaviorHints"] = json!({"defaultVideoId": id});
        value["videos"] = json!([{"id": id, "title": work.name, "released": iso_millis(work.episodes.first().map_or(0, |e| e.released))}]);
        return value;
    }
    let mut videos: Vec<Value> = Vec::with_capacity(work.episodes.len());
    for episode in &work.episodes {
        let Some(number) = episode.absolute else { continue };
        let mut video = json!({
            "id": format!("kitsu:{}:{number}", ids.kitsu),
            "title": episode.title,
            "season": 1,
            "episode": number,
            "released": iso_millis(episode.released),
            "overview": episode.overview,
        });
        if !episode.off_imdb {
            video["imdb_id"] = json!(work.imdb);
            video["imdbSeason"] = json!(episode.season);
            video["imdbEpisode"] = json!(episode.number);
            video["thumbnail"] = json!(format!(
                "https://episodes.metahub.space/{}/{}/{}/w780.jpg",
                work.imdb, episode.season, episode.number
            ));
        }
        videos.push(video);
    }
    value["videos"] = json!(videos);
    value
}
