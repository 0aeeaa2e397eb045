//! Owns the custom addon that gives subtitles alone: `addon/lines/manifest.json`. Its lists are as long and as mixed as those of
//! the known ones, and its texts are made for the video that every file plays.

use serde_json::{Value, json};

use super::{Call, Reply};
use crate::{config::PlantedSubtitles, releases::World, text::percent_encode};

/// The languages it has, as it writes them, and what is said in each.
const LINES: [(&str, &str, &str); 8] = [
    ("eng", "en", "The sun comes up."),
    ("tur", "tr", "Güneş doğuyor."),
    ("ger", "de", "Die Sonne geht auf."),
    ("fre", "fr", "Le soleil se lève."),
    ("spa", "es", "Sale el sol."),
    ("pob", "pt-BR", "O sol nasce."),
    ("rus", "ru", "Восходит солнце."),
    ("jpn", "ja", "日が昇る。"),
];

pub(crate) fn manifest() -> Reply {
    Reply::ok(&json!({
        "id": "org.meadow.lines", "version": "1.0.0", "name": "Meadow Lines", "description": "Subtitles alone",
        "resources": ["subtitles"], "types": ["movie", "series"], "idPrefixes": ["tt", "kitsu:"], "catalogs": [],
    }))
}

/// `subtitles/{type}/{id}/{what is told of the file}.json`, and `texts/{name}` for what the list links to; `texts/{id}/{place}` for
/// what was planted.
pub(crate) fn answer(world: &World, call: &Call) -> Reply {
    match call.path()[..] {
        [config, "subtitles", kind, id, told] => {
            let is_known = matches!(kind, "movie" | "series") && world.resolve(id).is_some();
            let told = told.strip_suffix(".json").unwrap_or(told);
            let base = format!("{}/addon/{}", call.base, percent_encode(config));
            let rows = if let Some(planted) = world.subtitles.get(id) {
                planted.iter().enumerate().map(|(at, one)| planted_row(&base, id, at, one)).collect()
            } else if is_known {
                rows(&base, told)
            } else {
                Vec::new()
            };
            Reply::ok(&json!({"subtitles": rows, "cacheMaxAge": 3600}))
        }
        [_, "texts", id, at] => {
            let planted = at.parse().ok().and_then(|at: usize| world.subtitles.get(id)?.get(at));
            match planted {
                Some(planted) => Reply::new(200, "application/x-subrip", planted.text.clone()),
                None => Reply::new(404, "text/plain", "not found"),
            }
        }
        [_, "texts", name] => text(name),
        _ => Reply::json(404, &json!({"err": "not found"})),
    }
}

fn planted_row(base: &str, id: &str, at: usize, planted: &PlantedSubtitles) -> Value {
    let url = format!("{base}/texts/{}/{at}", percent_encode(id));
    let found_by = if planted.claims_hash { "h" } else { "i" };
    json!({"id": at.to_string(), "url": url, "lang": planted.language, "releaseName": planted.release, "m": found_by})
}

/// For each language one of another cut, one of the very file where its hash was told, and one that a machine made.
fn rows(base: &str, told: &str) -> Vec<Value> {
    let has_hash = told.contains("videoHash=");
    let each = LINES.iter().enumerate().flat_map(|(at, (written, code, _))| {
        let url = |kind: &str| format!("{base}/texts/{kind}.{code}.srt");
        let row = |kind: &str, id: usize| json!({"id": id.to_string(), "url": url(kind), "SubEncoding": "UTF-8", "lang": written, "m": "i", "g": "0"});
        let mut other = row("other", at * 10);
        other["releaseName"] = json!("Another.Cut.1999.480p.DVDRip.XviD-ELSEWHERE");
        let mut machine = row("machine", at * 10 + 1);
        machine["ai_translated"] = json!(true);
        let mut right = row("right", at * 10 + 2);
        right["m"] = json!(if has_hash { "h" } else { "i" });
        [other, machine, right]
    });
    each.collect()
}

/// A text: that of the right cut says its line while the sun comes up, six times over; those of others do so minutes late. Turkish
/// ones are in the encoding of old.
fn text(name: &str) -> Reply {
    let found = LINES.iter().find(|(_, code, _)| name.ends_with(&format!(".{code}.srt")));
    let Some((_, code, line)) = found else { return Reply::new(404, "text/plain", "not found") };
    let minute = if name.starts_with("right.") { 0 } else { 3 };
    let said = (0..6).map(|at| {
        let (start, end) = (1 + at * 3, 3 + at * 3);
        format!(
            "{}\r\n00:{minute:02}:{start:02},000 --> 00:{minute:02}:{end:02},900\r\n<font color=\"#ffff00\">{line}</font>\r\n\r\n",
            at + 1
        )
    });
    let text: String = said.collect();
    let bytes = match *code {
        "tr" => single_bytes(&text, &[('ü', 0xfc), ('ş', 0xfe), ('ğ', 0xf0)]),
        _ => text.into_bytes(),
    };
    Reply::new(200, "application/octet-stream", bytes)
}

/// A text in an encoding of one byte a letter.
fn single_bytes(text: &str, letters: &[(char, u8)]) -> Vec<u8> {
    let byte = |c: char| letters.iter().find(|(letter, _)| *letter == c).map_or(b'?', |(_, byte)| *byte);
    text.chars().map(|c| if c.is_ascii() { u8::try_from(c).unwrap_or(b'?') } else { byte(c) }).collect()
}

/// The text beside a film in its torrent, by its file's name: `Film.tr.srt`.
pub(crate) fn beside(name: &str) -> Option<Reply> {
    let stem = name.strip_suffix(".srt")?;
    let code = stem.rsplit(['.', '_']).next()?.to_lowercase();
    LINES.iter().any(|(_, known, _)| *known == code).then(|| text(&format!("right.{code}.srt")))
}
