//! Owns the relations service's wire format: one anime's ids in four databases, those that were asked for, `null` where it is
//! not known.

use serde_json::{Map, Value, json};

use super::{Call, Reply};
use crate::releases::World;

pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    let ["api", "v2", "ids"] = call.path()[..] else {
        return Reply::json(404, &json!({"code": 404, "error": "Not Found"}));
    };
    let database = match call.param("source") {
        Some("myanimelist") => "mal",
        Some(source @ ("kitsu" | "anidb" | "anilist")) => source,
        _ => return Reply::json(400, &json!({"code": 400, "error": "Bad Request"})),
    };
    let number = call.param("id").and_then(|id| id.parse().ok());
    let found = number.and_then(|number| world.by_anime(database, number)).filter(|_| !call.knobs.empty);
    let Some(ids) = found.and_then(|at| world.works[at].anime) else { return Reply::ok(&Value::Null) };
    let all = [("anidb", ids.anidb), ("anilist", ids.anilist), ("kitsu", ids.kitsu), ("myanimelist", ids.mal)];
    let include = call.param("include");
    let is_asked = |name: &str| include.is_none_or(|names| names.split(',').any(|asked| asked == name));
    let told: Map<String, Value> =
        all.into_iter().filter(|(name, _)| is_asked(name)).map(|(name, id)| (name.to_owned(), json!(id))).collect();
    Reply::ok(&Value::Object(told))
}
