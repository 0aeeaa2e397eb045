//! The services' answers in the forms their servers write, and in forms that no server should.

use super::{THEINTRODB, shown};
use crate::http::Failure;
use crate::segments::services::{Told, question, read};
use crate::segments::{SegmentKind, SegmentService, fitted, merged};
use crate::title::{Episode, Ids, Kind, Numbering, Wanted};

use SegmentService::{AniSkip, IntroDb, TheIntroDb};

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!("../fixtures/", $name)).as_slice()
    };
}

fn read_as(service: SegmentService, body: &[u8], length: f64) -> Vec<String> {
    shown(&fitted(service, &read(service, body).unwrap(), Some(length)))
}

#[test]
fn each_answer_is_read() {
    assert_eq!(
        read_as(AniSkip, fixture!("aniskip.json"), 1443.9),
        ["opening 131-221 aniskip", "credits 1345-1435 aniskip", "recap 0-61 aniskip"],
        "each moved to this file; what is mixed with the story is not skipped"
    );
    assert_eq!(
        read_as(TheIntroDb, fixture!("theintrodb_episode.json"), 1420.0),
        [
            "opening 25-113 theintrodb",
            "recap 0-24 theintrodb",
            "credits 1290-1380 theintrodb",
            "preview 1380-1420 theintrodb"
        ],
        "a null beginning and a null end are those of the file"
    );
    assert_eq!(
        read_as(TheIntroDb, fixture!("theintrodb_film.json"), 888.0),
        ["credits 742-868 theintrodb", "credits 872-888 theintrodb"],
        "what lies between is a scene"
    );
    assert_eq!(
        read_as(IntroDb, fixture!("introdb_episode.json"), 1420.0),
        ["opening 0-100 introdb", "credits 1321-1411 introdb"]
    );
    assert_eq!(
        read_as(IntroDb, fixture!("introdb_film.json"), 888.0),
        ["credits 740-870 introdb"],
        "the scene after the credits is to be seen"
    );
    assert_eq!(read(AniSkip, fixture!("aniskip_none.json")), Ok(Vec::new()));
    assert_eq!(read(IntroDb, fixture!("introdb_none.json")), Ok(Vec::new()));
}

#[test]
fn what_is_no_answer_is_an_error() {
    let bodies: [&[u8]; 13] = [
        b"",
        b"null",
        b"7",
        b"[]",
        b"{}",
        b"{\"data\":\"none\",\"streams\":\"none\"}",
        b"{\"intro\":7}",
        b"{\"tmdb_id\":1,\"intro\":[[[[1]]]]}",
        b"{\"found\":true,\"results\":[\"op\"]}",
        b"<html>502</html>",
        b"{\"found\":true,\"results\":[{\"interval\"",
        fixture!("theintrodb_none.json"),
        b"\xff\xfe",
    ];
    for service in SegmentService::ALL {
        for body in bodies {
            let told = read(service, body);
            assert!(
                matches!(told, Err(Failure::Malformed(_))),
                "{service:?} {told:?} {:?}",
                body.escape_ascii().to_string()
            );
        }
    }
}

#[test]
fn what_cannot_be_is_read_to_nothing() {
    let times = [
        ("-5", "90"),
        ("90", "10"),
        ("90", "90"),
        ("\"NaN\"", "90"),
        ("0", "\"NaN\""),
        ("0", "\"inf\""),
        ("1e999", "1e999"),
        ("1000000000", "1000000090"),
        ("0", "1000000000000"),
        ("[1]", "{}"),
        ("true", "false"),
        ("\"soon\"", "\"later\""),
        ("null", "null"),
    ];
    for (start, end) in times {
        let of_aniskip = format!(
            r#"{{"found":true,"results":[{{"interval":{{"startTime":{start},"endTime":{end}}},"skipType":"op","episodeLength":1440}}]}}"#
        );
        let of_theintrodb = format!(r#"{{"tmdb_id":1,"intro":[{{"start_ms":{start},"end_ms":{end}}}]}}"#);
        let of_introdb = format!(r#"{{"imdb_id":"tt1","intro":{{"start_sec":{start},"end_sec":{end}}}}}"#);
        for (service, body) in [(AniSkip, of_aniskip), (TheIntroDb, of_theintrodb), (IntroDb, of_introdb)] {
            let told = read(service, body.as_bytes()).unwrap_or_else(|error| panic!("{error} of {body}"));
            assert_eq!(fitted(service, &told, Some(1440.0)), [], "{body}");
        }
    }
    let span = r#"{"start_ms":1000,"end_ms":61000}"#;
    let thousand = format!(r#"{{"tmdb_id":1,"intro":[{}]}}"#, vec![span; 1000].join(","));
    assert_eq!(read(TheIntroDb, thousand.as_bytes()), Ok(Vec::new()), "nobody can tell which is meant");
    let whole =
        br#"{"tmdb_id":1,"credits":[{"start_ms":0,"end_ms":null}],"preview":[{"start_ms":null,"end_ms":null}]}"#;
    assert_eq!(read_as(TheIntroDb, whole, 1440.0), Vec::<String>::new(), "a film is not all credits");
    let past = br#"{"imdb_id":"tt1","outro":{"start_sec":1500,"end_sec":1590}}"#;
    assert_eq!(read_as(IntroDb, past, 1440.0), Vec::<String>::new(), "of a longer cut");
    let slightly = br#"{"imdb_id":"tt1","outro":{"start_sec":1350,"end_sec":1443}}"#;
    assert_eq!(read_as(IntroDb, slightly, 1440.0), ["credits 1350-1440 introdb"]);
}

#[test]
fn times_of_a_file_of_another_length_are_moved_or_left_out() {
    let told = |of_length| {
        let told = Told { kind: SegmentKind::Opening, start: 60.0, end: Some(150.0), of_length };
        shown(&fitted(AniSkip, &[told], Some(1440.0)))
    };
    for (of_length, right) in [
        (Some(1440.6), "opening 60-150 aniskip"),
        (Some(1430.0), "opening 70-160 aniskip"),
        (Some(1450.0), "opening 50-140 aniskip"),
        (None, "opening 60-150 aniskip"),
    ] {
        assert_eq!(told(of_length), [right], "{of_length:?}");
    }
    assert!(told(Some(1300.0)).is_empty() && told(Some(1500.0)).is_empty(), "another cut");
    let open = Told { kind: SegmentKind::Credits, start: 1300.0, end: None, of_length: None };
    assert_eq!(fitted(TheIntroDb, &[open], None), [], "where the file ends is not known");
    let known = Told { kind: SegmentKind::Opening, start: 60.0, end: Some(150.0), of_length: Some(1300.0) };
    assert_eq!(shown(&fitted(AniSkip, &[known], None)), ["opening 60-150 aniskip"], "nothing says otherwise");
}

/// The third episode of an anime's second season, which is an entry of its own.
fn split_season() -> Wanted {
    let episode = Episode {
        asked: Numbering { season: Some(1), episode: 3 },
        imdb: Some(Numbering { season: Some(2), episode: 3 }),
        absolute: Some(15),
        kitsu: Some(3),
        aired: None,
        name: None,
    };
    let ids = Ids { imdb: Some("tt99000301".to_owned()), kitsu: Some(9302), mal: Some(9402), ..Ids::default() };
    Wanted { kind: Kind::Anime, ids, episode: Some(episode), ..Wanted::default() }
}

#[test]
fn each_is_asked_with_the_ids_and_numbers_it_knows() {
    let asked = |wanted: &Wanted, length| SegmentService::ALL.map(|service| question(service, wanted, length));
    let anime = split_season();
    assert_eq!(
        asked(&anime, Some(1440.4)).map(Option::unwrap),
        [
            "/v2/skip-times/9402/3?types=op&types=ed&types=recap&episodeLength=1440",
            "/v3/media?imdb_id=tt99000301&season=2&episode=3&duration_ms=1440000",
            "/segments?imdb_id=tt99000301&season=2&episode=3",
        ],
        "the entry's own number at AniSkip, the show's at the others"
    );
    let any_length = asked(&anime, None).map(Option::unwrap);
    assert!(any_length[0].ends_with("&episodeLength=0") && any_length[1].ends_with("&episode=3"), "{any_length:?}");
    for length in [f64::NAN, -1.0, 0.0, f64::INFINITY, 1e9] {
        assert_eq!(asked(&anime, Some(length)), asked(&anime, None), "{length}");
    }
    let film = Wanted { ids: Ids { imdb: Some("tt1727587".to_owned()), ..Ids::default() }, ..Wanted::default() };
    assert_eq!(
        asked(&film, Some(888.0)),
        [
            None,
            Some("/v3/media?imdb_id=tt1727587&duration_ms=888000".to_owned()),
            Some("/segments?imdb_id=tt1727587&is_movie=true".to_owned())
        ]
    );
    let anime_film = Wanted { ids: Ids { mal: Some(77), ..film.ids.clone() }, ..film.clone() };
    assert!(asked(&anime_film, None)[0].as_deref().unwrap().starts_with("/v2/skip-times/77/1?"));
    let show = Wanted { kind: Kind::Series, ..film.clone() };
    assert_eq!(asked(&show, None), [None, None, None], "a show without an episode");
    let nameless = Wanted { ids: Ids::default(), ..anime.clone() };
    assert_eq!(asked(&nameless, None), [None, None, None]);
    let mut special = anime;
    special.ids.mal = None;
    special.episode.as_mut().unwrap().imdb = Some(Numbering { season: Some(0), episode: 1 });
    let [aniskip, theintrodb, introdb] = asked(&special, None);
    assert!(aniskip.is_none() && introdb.is_none() && theintrodb.unwrap().contains("season=0&episode=1"));
}

#[test]
fn the_times_of_two_services_agree() {
    let first = fitted(TheIntroDb, &read(TheIntroDb, fixture!("theintrodb_episode.json")).unwrap(), Some(1420.0));
    let second = br#"{"imdb_id":"tt1","intro":{"start_sec":24.046,"end_sec":114.105},"recap":null,"outro":{"start_sec":1290.167,"end_sec":1380.1}}"#;
    let second = fitted(IntroDb, &read(IntroDb, second).unwrap(), Some(1420.0));
    let all = merged(&[Vec::new(), first, second]);
    assert_eq!(
        shown(&all),
        [
            "recap 0-24 theintrodb",
            "opening 25-113 theintrodb+introdb",
            "credits 1290-1380 theintrodb+introdb",
            "preview 1380-1420 theintrodb"
        ]
    );
    assert!(all.iter().all(|segment| segment.by[0] == THEINTRODB));
}
