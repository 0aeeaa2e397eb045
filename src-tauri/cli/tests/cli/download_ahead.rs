//! `download … --next` and `followed`: the next episodes of a show, and the end of that.

#![cfg(unix)]

use std::path::Path;

use perihelion_core::profile::{Options, Profile};
use perihelion_core::store::Place;

use crate::download::{SHOW, name, show};
use crate::stage::Stage;

/// The episodes of the show that lie in a folder.
fn kept(folder: &Path) -> Vec<u32> {
    (1..=12).filter(|episode| folder.join(name(*episode)).is_file()).collect()
}

#[test]
fn the_next_episodes_are_kept_as_they_are_watched_until_it_is_ended() {
    let stage = Stage::with(show());
    let films = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(stage.data()).unwrap();
    let settings = serde_json::json!({ "downloads": { "folder": films.path() } }).to_string();
    std::fs::write(stage.data().join("settings.json"), settings).unwrap();
    let followed = |code| stage.run("", &["followed", "--json"]).expect(code).rows();
    let next = |count| stage.run("demo-premium", &["download", SHOW, "--next", count, "--json"]).expect(0).rows();
    assert!(followed(0).is_empty());
    let said = stage.run("", &["followed"]).expect(0);
    assert!(said.out.is_empty() && said.err.contains("no show is followed"), "{}", said.err);

    let mut done: Vec<_> = next("2").into_iter().filter(|line| line["event"] == "done").collect();
    done.sort_by_key(|line| line["episode"].as_u64());
    assert_eq!(done.iter().map(|line| line["episode"].as_u64()).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!(kept(films.path()), [1, 2]);
    let labels = serde_json::json!(["S1 E1", "S1 E2"]);
    let shows = followed(0);
    assert_eq!(shows.len(), 1);
    assert_eq!((&shows[0]["id"], &shows[0]["name"]), (&SHOW.into(), &"Tide Lines".into()));
    assert_eq!((&shows[0]["count"], &shows[0]["next"]), (&2.into(), &labels));
    let words = stage.run("", &["followed"]).expect(0).out;
    assert_eq!(words, format!("{SHOW}  Tide Lines (the next 2): S1 E1, S1 E2\n"));

    stage.block_on(async {
        let options = Options {
            data_dir: Some(stage.data()),
            endpoints: Some(stage.simulator.base_url()),
            no_keyring: true,
            ..Options::default()
        };
        let (profile, _) = Profile::open(options).await.unwrap();
        let first = Place { title_id: SHOW.to_owned(), season: Some(1), episode: Some(1) };
        profile.library.mark_watched(first, true).await.unwrap();
    });
    assert_eq!(followed(0)[0]["next"], serde_json::json!(["S1 E2", "S1 E3"]));
    next("2");
    assert_eq!(kept(films.path()), [1, 2, 3], "what was watched stays, and the one after it comes");
    next("99");
    assert_eq!(followed(0)[0]["count"], 20, "no more than the bound");

    assert!(next("0").is_empty());
    assert!(followed(0).is_empty());
    assert_eq!(kept(films.path()).len(), 12, "what was kept stays");
}

#[test]
fn only_a_show_can_be_followed_and_in_the_usual_folder() {
    let stage = Stage::with(show());
    let said = stage.run("demo-premium", &["download", "Tide Lines", "--next", "2"]).expect(2);
    assert!(said.err.contains("--next wants the id of a show"), "{}", said.err);
    stage.run("demo-premium", &["download", SHOW, "--next", "2", "--to", "/"]).expect(2);
    stage.run("demo-premium", &["download", SHOW, "--next", "2", "--all-episodes"]).expect(2);
    stage.run("demo-premium", &["download", "tt99999999", "--next", "2"]).expect(1);
    assert!(stage.run("", &["followed", "--json"]).expect(0).rows().is_empty(), "nothing was written down of it");
}
