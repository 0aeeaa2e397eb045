//! Tables of small cases, and batches of invented shows and open films: which file is picked, and which are refused.

mod asked;
mod counting;
mod mixed;
mod sisters;

use super::{Selection, select};
use crate::model::{Hint, Reason};
use crate::names::is_video;
use crate::{
    title::{Episode, Kind, Numbering, Wanted},
    torrent::TorrentFile,
};

const GIB: u64 = 1 << 30;

fn file(index: i64, path: &str) -> TorrentFile {
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    TorrentFile {
        index,
        name,
        path: path.to_owned(),
        size: Some(GIB),
        link: Some(format!("https://example.org/{index}")),
    }
}

fn files(paths: &[&str]) -> Vec<TorrentFile> {
    (0..).zip(paths).map(|(index, path)| file(index, path)).collect()
}

fn wanted(kind: Kind, name: &str, season: Option<u32>, episode: Option<u32>) -> Wanted {
    Wanted {
        kind,
        ids: crate::title::Ids::default(),
        name: name.to_owned(),
        aliases: Vec::new(),
        year: None,
        end_year: None,
        runtime_min: None,
        episode: episode.map(|episode| Episode {
            asked: Numbering { season, episode },
            imdb: None,
            absolute: None,
            kitsu: None,
            aired: None,
            name: None,
        }),
        ..Wanted::default()
    }
}

fn series(name: &str, season: u32, episode: u32) -> Wanted {
    wanted(Kind::Series, name, Some(season), Some(episode))
}

fn anime(name: &str, episode: u32) -> Wanted {
    wanted(Kind::Anime, name, Some(1), Some(episode))
}

fn film(name: &str, year: i16) -> Wanted {
    Wanted { year: Some(year), ..wanted(Kind::Movie, name, None, None) }
}

fn choose(paths: &[&str], wanted: &Wanted, torrent: &str) -> Option<String> {
    let files = files(paths);
    let chosen = select(&files, wanted, &Hint { torrent_name: torrent, ..Hint::default() });
    picked(&files, &chosen).map(|f| f.path.clone())
}

fn picked<'a>(files: &'a [TorrentFile], selection: &Selection) -> Option<&'a TorrentFile> {
    selection.pick.map(|at| &files[selection.ranked[at].file])
}

fn points(selection: &Selection, reason: Reason) -> f32 {
    selection.ranked[0].parts.iter().filter(|p| p.reason == reason).map(|p| p.points).sum()
}

#[test]
fn the_score_examples_hold_with_the_title_apart() {
    let rows: [(&str, u32, f32, Option<Reason>); 5] = [
        ("One.Piece.S01E001.1080p.mkv", 1, 1000.1, Some(Reason::ExactEpisode)),
        ("One.Piece.E001-E010.1080p.mkv", 5, 500.1, Some(Reason::MultiEpisode)),
        ("One.Piece.001.mkv", 1, 1000.1, Some(Reason::ExactEpisode)),
        ("One.Piece.S02E001.mkv", 1, 200.1, Some(Reason::EpisodeOnly)),
        ("Random.Video.mkv", 1, 0.1, None),
    ];
    for (name, episode, score, reason) in rows {
        let chosen = select(&files(&[name]), &series("One Piece", 1, episode), &Hint::default());
        let first = &chosen.ranked[0];
        let title = points(&chosen, Reason::Title);
        assert!(
            (first.score - title - score).abs() < 0.01,
            "{name}: {} without its {title} for the title",
            first.score
        );
        assert!(reason.is_none_or(|r| first.reasons().contains(&r)), "{name}: {:?}", first.reasons());
        assert!((points(&chosen, Reason::Size) - 0.1).abs() < 0.001, "1 GiB is a tenth of a point");
    }
}

#[test]
fn the_table_of_examples_holds() {
    for (name, episode, reason) in [
        ("One Piece - 001 [1080p].mkv", 1, Reason::ExactEpisode),
        ("One Piece - 500 [1080p].mkv", 500, Reason::ExactEpisode),
        ("One Piece - E01-E10.mkv", 5, Reason::MultiEpisode),
    ] {
        let chosen = select(&files(&[name]), &anime("One Piece", episode), &Hint::default());
        assert!(
            chosen.pick.is_some() && chosen.ranked[0].reasons().contains(&reason),
            "{name}: {:?}",
            chosen.ranked[0]
        );
    }
    let other = select(&files(&["One Piece - S02E001.mkv"]), &series("One Piece", 1, 1), &Hint::default());
    assert_eq!(other.pick, None, "a season that is stated and wrong is never played");
    assert_eq!(choose(&["Extras/Making.Of.mkv"], &series("One Piece", 1, 1), ""), None);
}

#[test]
fn labels_are_stable_words() {
    let labels = [
        Reason::ExactEpisode,
        Reason::MultiEpisode,
        Reason::EpisodeOnly,
        Reason::ExactName,
        Reason::Alias,
        Reason::Title,
        Reason::Index,
    ];
    let words: Vec<String> = labels.iter().filter_map(|r| serde_json::to_string(r).ok()).collect();
    assert_eq!(
        words.join(" "),
        r#""exact_episode" "multi_episode" "episode_only" "exact_name" "alias" "title" "index""#
    );
}

#[test]
fn the_other_parts_are_named_and_counted() {
    let mut given = files(&["Blue Meadow - S01E01.mkv", "Blue Meadow - S01E02.mkv"]);
    given[1].size = Some(200 * GIB);
    let mut target = series("Blue Meadow", 1, 2);
    let hint = Hint { torrent_name: "Blue Meadow - S01E02.mkv", file_index: Some(1), ..Hint::default() };
    let chosen = select(&given, &target, &hint);
    for (reason, expected) in
        [(Reason::Title, 50.0), (Reason::Index, 25.0), (Reason::ExactName, 100.0), (Reason::Size, 10.0)]
    {
        assert!((points(&chosen, reason) - expected).abs() < 0.01, "{reason:?}; size ends at 100 GiB");
    }
    target.name = "Azure Field".to_owned();
    target.aliases = vec!["Blue Meadow".to_owned()];
    assert!(select(&given, &target, &hint).ranked[0].reasons().contains(&Reason::Alias));
}

#[test]
fn extras_specials_and_samples_are_refused() {
    let paths = [
        "Meadow/Meadow - S01E03.mkv",
        "Meadow/Sample/Meadow - S01E02.sample.mkv",
        "Meadow/Featurettes/Meadow - S01E02 - Inside the Episode.mkv",
        "Meadow/Specials/Meadow - S00E02.mkv",
        "Meadow/NC/Meadow - NCOP 02.mkv",
        "Meadow/Meadow - 02.5.mkv",
    ];
    assert_eq!(choose(&paths, &series("Meadow", 1, 2), "Meadow S01"), None, "absent is the answer");
    assert_eq!(
        choose(&paths, &series("Meadow", 0, 2), "Meadow S01").as_deref(),
        Some(paths[3]),
        "wanted, a special is found"
    );
}

#[test]
fn another_show_in_the_same_torrent_is_refused() {
    let paths = [
        "A/Meadow.International.S01E01.mkv",
        "A/Meadow.International.S01E02.mkv",
        "B/Meadow.S01E01.mkv",
        "B/Meadow.S01E02.mkv",
    ];
    assert_eq!(choose(&paths, &series("Meadow", 1, 2), "Meadow & Meadow International").as_deref(), Some(paths[3]));
    let without = &paths[..2];
    let mixed = [without[0], without[1], "B/Meadow.S01E01.mkv"];
    assert_eq!(choose(&mixed, &series("Meadow", 1, 2), "Meadow & Meadow International"), None);
}

#[test]
fn a_file_without_link_is_ranked_but_not_picked_unless_none_has_one() {
    let mut given = files(&["Meadow.S01E01.mkv", "Meadow.S01E02.mkv"]);
    given[1].link = None;
    let target = series("Meadow", 1, 2);
    let chosen = select(&given, &target, &Hint::default());
    assert_eq!(chosen.pick, None);
    assert_eq!(chosen.ranked[0].file, 1, "still first in the list");
    given[0].link = None;
    assert!(select(&given, &target, &Hint::default()).pick.is_some(), "a cache check lists no links at all");
}

#[test]
fn a_later_version_wins_and_a_remembered_file_decides() {
    let given = files(&["[G] Meadow - 01.mkv", "[G] Meadow - 01v2.mkv", "[G] Meadow - Odd One.mkv"]);
    let target = anime("Meadow", 1);
    let chosen = select(&given, &target, &Hint::default());
    assert_eq!(picked(&given, &chosen), Some(&given[1]));
    let remembered = Hint { correction: Some("[G] Meadow - Odd One.mkv"), ..Hint::default() };
    let chosen = select(&given, &target, &remembered);
    assert_eq!(picked(&given, &chosen), Some(&given[2]));
    assert!(chosen.confidence > 0.99);
}

#[test]
fn the_only_video_of_a_torrent_named_for_the_episode_is_it() {
    let paths = ["Meadow.S02E07.1080p-GRP/grp-xkcd.mkv", "Meadow.S02E07.1080p-GRP/readme.txt"];
    assert_eq!(choose(&paths, &series("Meadow", 2, 7), "Meadow.S02E07.1080p-GRP").as_deref(), Some(paths[0]));
    assert_eq!(choose(&paths, &series("Meadow", 2, 8), "Meadow.S02E07.1080p-GRP"), None);
}

#[test]
fn a_film_is_found_in_a_collection_by_title_and_year() {
    let paths = [
        "Open Films/01. Sintel (2010) 1080p.mkv",
        "Open Films/02. Sintel 2 (2014) 1080p.mkv",
        "Open Films/Tears.of.Steel.2012.1080p.mkv",
        "Open Films/Extras/Making of Sintel.mkv",
    ];
    assert_eq!(choose(&paths, &film("Sintel", 2010), "Open Films").as_deref(), Some(paths[0]));
    assert_eq!(choose(&paths, &film("Sintel 2", 2014), "Open Films").as_deref(), Some(paths[1]));
    assert_eq!(choose(&paths, &film("Tears of Steel", 2012), "Open Films").as_deref(), Some(paths[2]));
    assert_eq!(choose(&paths, &film("Big Buck Bunny", 2008), "Open Films"), None);
}

#[test]
fn the_first_part_of_a_film_comes_first() {
    let paths = ["Sintel (2010)/Sintel.2010.CD2.avi", "Sintel (2010)/Sintel.2010.CD1.avi"];
    assert_eq!(choose(&paths, &film("Sintel", 2010), "Sintel (2010)").as_deref(), Some(paths[1]));
}

#[test]
fn videos_are_known_by_their_extension() {
    for video in ["a.mkv", "a.MP4", "a.m2ts", "a.ts", "a.vob", "a.divx", "a.wtv", "dir.name/a.avi"] {
        assert!(is_video(video), "{video}");
    }
    for other in ["a.srt", "a.gif", "a.mp2", "a.ogg", "a.mng", "a.gifv", "a.mkv.jpg", "mkv", ".mkv", "a.rar", ""] {
        assert!(!is_video(other), "{other}");
    }
}

#[test]
fn one_episode_is_found_among_eleven_hundred_files() {
    let paths: Vec<String> = (1..=1100).map(|n| format!("Meadow/[Grp] Meadow - {n:04} [1080p].mkv")).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let given = files(&paths);
    let hint = Hint { torrent_name: "Meadow", ..Hint::default() };
    for episode in [1, 99, 777, 1100] {
        let chosen = select(&given, &anime("Meadow", episode), &hint);
        assert_eq!(picked(&given, &chosen).map(|f| f.index), Some(i64::from(episode) - 1));
    }
}

#[test]
fn a_sources_word_for_the_file_counts_with_its_folders_or_without() {
    let given = files(&["/Meadow/first.mkv", "/Meadow/second.mkv"]);
    for named in ["Meadow/second.mkv", "/Meadow/second.mkv", "second.mkv"] {
        let hint = Hint { torrent_name: "Meadow", file_name: Some(named), ..Hint::default() };
        let chosen = select(&given, &film("Meadow", 2010), &hint);
        assert_eq!(picked(&given, &chosen).map(|file| file.name.as_str()), Some("second.mkv"), "{named}");
    }
}
