//! The rules of who may import whom, read off the code itself: no arrow runs up between the floors of `core`, and nowhere do the
//! modules beside one another form a circle. ARCHITECTURE.md says what each floor is for.

#![expect(clippy::unwrap_used, reason = "a source tree that cannot be read should fail there")]

mod imports;

use std::collections::BTreeMap;
use std::path::Path;

use imports::Modules;

/// The floors of the crate, lowest first. A module may import from the floors below its own, and not from its neighbours.
const FLOORS: [&[&str]; 11] = [
    &["age", "aside", "private", "text", "secret", "day", "line", "work", "title"],
    &["torrent", "names", "lock", "kept"],
    &["magnet"],
    &["torrent_file", "http"],
    &["lenient", "endpoints"],
    &["debrid", "metadata", "sources", "images", "preferences", "segments", "vault"],
    &["query", "model"],
    &["store"],
    &["settings"],
    &["pipeline"],
    &["profile", "fuzzing"],
];

/// The same inside `pipeline`: the phases stand beside one another and meet in `search` and `link`.
const PHASES: [&[&str]; 6] = [
    &["select", "rank", "refusals", "dedupe", "event", "tools"],
    &["cache_check", "request", "offered", "board"],
    &["pool", "judge", "scrape"],
    &["search", "link"],
    &["fetch", "pack"],
    &["cloud"],
];

/// Circles inside one module that are meant, each with its reason.
const MEANT: [(&str, &[&str], &str); 0] = [];

fn modules(of: &str) -> Modules {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(of);
    Modules::read(&sources).unwrap()
}

#[test]
fn no_arrow_runs_up() {
    let core = modules("core/src");
    assert_eq!(core.upward("", &FLOORS), Vec::<String>::new());
    assert_eq!(core.upward("pipeline", &PHASES), Vec::<String>::new());
}

#[test]
fn no_modules_beside_one_another_form_a_circle() {
    let mut found = Vec::new();
    let crates = ["media-file", "release-name", "subtitles", "core", "player", "download", "simulator", "cli"];
    for of in crates.map(|name| format!("{name}/src")).into_iter().chain(["src".to_owned()]) {
        for circle in modules(&of).circles() {
            let named = format!("{of}: {circle}");
            if !MEANT.iter().any(|(meant, ..)| *meant == named) {
                found.push(named);
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_rules_see_a_planted_arrow_and_a_planted_circle() {
    let house = |planted: &[(&str, &str)]| {
        let files = [
            ("lib.rs", "mod low;\nmod high;\n#[cfg(test)]\nmod trial;"),
            ("low.rs", "//! Says `crate::high` in a comment alone.\nmod one;\nmod two;\npub use one::One;"),
            ("low/one.rs", "pub struct One;\n#[cfg(test)]\nmod tests {\n    use crate::high::High;\n}"),
            ("low/two.rs", "use super::One;"),
            ("high.rs", "use crate::low::{self, One};\npub struct High;"),
            ("trial.rs", "use crate::high;"),
        ];
        let files = files.iter().chain(planted).map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Modules::of(files.collect::<BTreeMap<_, _>>())
    };
    let floors: [&[&str]; 2] = [&["low"], &["high"]];
    assert_eq!((house(&[]).upward("", &floors), house(&[]).circles()), (Vec::new(), Vec::new()));

    for up in ["use crate::{low::One, high::High};", "fn up() -> super::super::high::High { todo!() }"] {
        let planted = house(&[("low/two.rs", up)]);
        assert_eq!(planted.upward("", &floors), ["low (in low/two.rs) imports high"], "{up}");
        assert_eq!(planted.circles(), ["high, low"]);
    }
    let through_the_parent = house(&[("low/one.rs", "use super::two;\npub struct One;")]);
    assert_eq!(through_the_parent.circles(), ["low::one, low::two"], "what the parent passes on counts as its origin");
    let on_no_floor = house(&[("lib.rs", "mod low;\nmod high;\nmod new;\n#[cfg(test)]\nmod trial;"), ("new.rs", "")]);
    assert_eq!(on_no_floor.upward("", &floors), ["new stands on no floor"]);
}
