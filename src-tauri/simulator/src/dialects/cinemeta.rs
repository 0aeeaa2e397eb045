//! Owns Cinemeta's wire format: catalogs, searches and meta; `number` beside `episode`, `name` not `title`, en dash years.

use serde_json::{Value, json};

use super::{Call, Reply};
use crate::{
    catalogue::{Kind, Work},
    dice::Dice,
    releases::World,
    text::iso_millis,
};

const PAGE: usize = 50;

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    match call.path().as_slice() {
        ["catalog", kind, list] => catalog(world, call, kind, list.trim_end_matches(".json"), ""),
        ["catalog", kind, list, extra] => catalog(world, call, kind, list, extra.trim_end_matches(".json")),
        ["meta", kind, id] => {
            let id = id.trim_end_matches(".json");
            let work = world.by_imdb(id).map(|at| &world.works[at]).filter(|work| type_of(work) == *kind);
            match work.filter(|_| !call.knobs.empty) {
                Some(work) => Reply::ok(&json!({"meta": meta(work)})).with("cache-control", "max-age=86400, public"),
                // Unknown ids answer in more than one way.
                None if id.len() % 2 == 0 => Reply::ok(&json!({})),
                None => Reply::ok(&json!({"meta": null})),
            }
        }
        _ => Reply::json(404, &json!({"err": "not found"})),
    }
}

fn catalog(world: &World, call: &Call, kind: &str, list: &str, extra: &str) -> Reply {
    let value = |name: &str| extra.split('&').find_map(|pair| pair.strip_prefix(name)).map(str::to_owned);
    let mut works: Vec<&Work> = world.works.iter().filter(|work| type_of(work) == kind).collect();
    if call.knobs.empty || !matches!(list, "top" | "year" | "imdbRating") {
        works.clear();
    }
    if let Some(search) = value("search=") {
        let search = search.to_lowercase();
        let wanted: Vec<&str> = search.split_whitespace().collect();
        works.retain(|work| {
            let titles = std::iter::once(&work.name)
                .chain(&work.aliases)
                .map(|title| title.to_lowercase())
                .collect::<Vec<_>>()
                .join(" ");
            !wanted.is_empty() && wanted.iter().all(|word| titles.contains(word))
        });
    } else {
        match list {
            "year" => works.sort_by_key(|work| std::cmp::Reverse(work.year)),
            "imdbRating" => works.sort_by(|a, b| b.rating.cmp(&a.rating)),
            // The long runner and a few other anime are among the popular series, not all of them first.
            _ => works.sort_by(|a, b| b.weight.total_cmp(&a.weight)),
        }
        if list == "year"
            && let Some(year) = value("genre=").and_then(|year| year.parse::<u16>().ok())
        {
            works.retain(|work| work.year == year);
        } else if let Some(genre) = value("genre=") {
            works.retain(|work| work.genres.contains(&genre));
        }
    }
    let skip: usize = value("skip=").and_then(|skip| skip.parse().ok()).unwrap_or(0);
    let more = works.len() > skip + PAGE;
    let metas: Vec<Value> = works.into_iter().skip(skip).take(PAGE).map(preview).collect();
    Reply::ok(
        &json!({"metas": metas, "hasMore": more, "cacheMaxAge": 3600, "staleRevalidate": 14400, "staleError": 604_800}),
    )
}

pub(super) fn type_of(work: &Work) -> &'static str {
    if work.kind == Kind::Movie { "movie" } else { "series" }
}

/// `2019–`, `2008–2013`, `1994`: with an en dash.
fn years(work: &Work) -> String {
    match (work.kind, work.end_year) {
        (Kind::Movie, _) => work.year.to_string(),
        (_, None) => format!("{}–", work.year),
        (_, Some(last)) if last == work.year => work.year.to_string(),
        (_, Some(last)) => format!("{}–{last}", work.year),
    }
}

fn preview(work: &Work) -> Value {
    let id = &work.imdb;
    let released = work
        .episodes
        .iter()
        .find(|e| e.season > 0)
        .map_or_else(|| crate::catalogue::date(i64::from(work.year), 6, 1), |e| e.released);
    let mut value = json!({
        "id": id,
        "imdb_id": id,
        "type": type_of(work),
        "name": work.name,
        "poster": format!("https://images.metahub.space/poster/small/{id}/img"),
        "background": format!("https://images.metahub.space/background/medium/{id}/img"),
        "logo": format!("https://images.metahub.space/logo/medium/{id}/img"),
        "releaseInfo": years(work),
        "imdbRating": work.rating,
        "genres": genres(work),
        "genre": genres(work),
        "description": work.description,
        "cast": work.cast,
        "director": if work.directors.is_empty() { Value::Null } else { json!(work.directors) },
        "released": iso_millis(released),
        "runtime": format!("{} min", work.runtime_min),
        "trailers": trailers(&work.imdb),
        "popularities": {"moviedb": work.weight * 100.0, "stremio": work.weight},
        "links": [
            {"name": work.rating, "category": "imdb", "url": format!("https://imdb.com/title/{id}")},
            {"name": work.name, "category": "share", "url": format!("https://www.strem.io/s/{}/{id}", type_of(work))},
        ],
        "behaviorHints": {
            "defaultVideoId": if work.kind == Kind::Movie { json!(id) } else { Value::Null },
            "hasScheduledVideos": work.kind != Kind::Movie,
        },
    });
    if Dice::new(3, id).chance(0.8) {
        value["year"] = json!(years(work));
    }
    value
}

fn meta(work: &Work) -> Value {
    let mut value = preview(work);
    value["year"] = json!(years(work));
    value["country"] = json!(work.country);
    value["slug"] = json!(format!("{}/{}", type_of(work), work.name.to_lowercase().replace(' ', "-")));
    if work.kind != Kind::Movie {
        value["status"] = json!(if work.end_year.is_some() { "Ended" } else { "Continuing" });
    }
    let mut videos: Vec<Value> = Vec::new();
    for episode in work.episodes.iter().filter(|episode| !episode.off_imdb) {
        let (season, number) = (episode.season, episode.number);
        let mut dice = Dice::new(u64::from(season) << 32 | u64::from(number), &work.imdb);
        let mut video = json!({
            "id": format!("{}:{season}:{number}", work.imdb),
            "name": episode.title,
            "season": season,
            "number": number,
            "firstAired": iso_millis(episode.released),
            "released": iso_millis(episode.released),
            "rating": match dice.index(3) { 0 => json!(0), 1 => json!("0"), _ => json!(format!("{:.1}", 6.5 + dice.unit() * 3.0)) },
            "tvdb_id": 7_000_000 + dice.within(0, 999_999),
            "thumbnail": format!("https://episodes.metahub.space/{}/{season}/{number}/w780.jpg", work.imdb),
        });
        // Some videos know their number alone.
        if !dice.chance(0.08) {
            video["episode"] = json!(number);
        }
        if !dice.chance(0.06) {
            video["overview"] = json!(episode.overview);
            video["description"] = json!(episode.overview);
        }
        videos.push(video);
    }
    // Videos come in no promised order: specials last, as often.
    videos.sort_by_key(|video| video["season"] == json!(0));
    value["videos"] = json!(videos);
    value
}

/// The open films' own, on YouTube.
fn trailers(id: &str) -> Value {
    match id {
        "tt1727587" => json!([{ "source": "eRsGyueVLvQ", "type": "Trailer" }]),
        "tt1254207" => json!([{ "source": "aqz-KE-bpKQ", "type": "Trailer" }]),
        _ => json!([]),
    }
}

/// Every anime is an animated series here.
fn genres(work: &Work) -> Vec<&str> {
    let animated = (work.kind == Kind::Anime).then_some("Animation");
    animated.into_iter().chain(work.genres.iter().map(AsRef::as_ref)).collect()
}
