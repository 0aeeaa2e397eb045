//! Servers that answer wrongly, break off, forget their links, or begin to send another file.

use std::time::Duration;

use perihelion_core::http::HttpError;
use perihelion_download::{DownloadError, Limit, Wrong};

use crate::server::{Mood, Server, film};
use crate::stage::{IMPATIENT, SMALL, Stage};

const LENGTH: usize = 500_000;

async fn after(mood: Mood) -> (Stage, Server, Vec<u8>, Result<(), DownloadError>) {
    let film = film(LENGTH, 1);
    let (stage, server) = (Stage::set(), Server::of(film.clone(), mood).await);
    let outcome = stage.run(&server).await.map(drop);
    (stage, server, film, outcome)
}

#[tokio::test]
async fn a_file_comes_in_parallel_parts_each_asked_for_once() {
    let pace = (16 << 10, Duration::from_millis(1));
    let (stage, server, film, outcome) = after(Mood { pace, ..Mood::default() }).await;
    outcome.unwrap();
    stage.is_done_with(&film);
    assert_eq!(server.sent(), LENGTH as u64, "nothing was sent twice");
    assert!((2..=SMALL.connections).contains(&server.most_seen_at_once()), "{}", server.most_seen_at_once());
    assert_eq!(server.requests().len(), LENGTH.div_ceil(64 << 10));
    let progress = *stage.progress.borrow();
    assert_eq!((progress.bytes, progress.length), (LENGTH as u64, Some(LENGTH as u64)));
}

#[tokio::test]
async fn a_file_that_is_there_is_not_asked_for() {
    let (stage, server, ..) = after(Mood::default()).await;
    let asked = server.requests().len();
    let done = stage.run(&server).await.unwrap();
    assert_eq!((done.was_there, done.length, server.requests().len()), (true, LENGTH as u64, asked));
}

#[tokio::test]
async fn a_server_without_ranges_is_asked_once() {
    let (stage, server, film, outcome) = after(Mood { ignores_ranges: true, ..Mood::default() }).await;
    outcome.unwrap();
    stage.is_done_with(&film);
    assert_eq!((server.requests().len(), server.most_seen_at_once()), (1, 1));
}

#[tokio::test]
async fn a_server_that_stops_knowing_ranges_is_read_from_the_start() {
    let film = film(LENGTH, 1);
    for etag in [Some("\"one\"".to_owned()), None] {
        let pace = (4 << 10, Duration::from_millis(1));
        let (stage, server) = (Stage::set(), Server::of(film.clone(), Mood { etag, pace, ..Mood::default() }).await);
        stop_at(&stage, &server, 100_000).await;
        server.mood(|mood| (mood.ignores_ranges, mood.pace.1) = (true, Duration::ZERO));
        let stage = Stage { stop: tokio_util::sync::CancellationToken::new(), ..stage };
        stage.run(&server).await.unwrap();
        stage.is_done_with(&film);
    }
}

/// Stops a download when so many bytes are there.
async fn stop_at(stage: &Stage, server: &Server, bytes: u64) {
    let mut progress = stage.progress.subscribe();
    let stopper = async {
        let _ = progress.wait_for(|progress| progress.bytes >= bytes).await;
        stage.stop.cancel();
    };
    let (outcome, ()) = tokio::join!(stage.run(server), stopper);
    assert_eq!(outcome.unwrap_err(), DownloadError::Stopped);
    assert!(stage.kept() >= bytes, "what came before the stop is kept: {}", stage.kept());
}

#[tokio::test]
async fn wrong_answers_are_refused_and_a_new_link_is_asked_for() {
    for (mood, why) in [
        (Mood { says_other_range: 1, ..Mood::default() }, Wrong::Range),
        (Mood { packed: true, ..Mood::default() }, Wrong::Packed("gzip".to_owned())),
        (Mood { packed: true, ignores_ranges: true, ..Mood::default() }, Wrong::Packed("gzip".to_owned())),
        (Mood { transfer: Some("gzip, chunked"), ..Mood::default() }, Wrong::Packed("gzipchunked".to_owned())),
        (Mood { first: (usize::MAX, 404), ..Mood::default() }, Wrong::Gone(404)),
    ] {
        let (stage, server, film, outcome) = after(mood.clone()).await;
        assert_eq!(outcome.unwrap_err(), DownloadError::Wrong(why), "{mood:?}");
        assert_eq!((stage.kept(), server.renewed() > 0), (0, true), "{mood:?}");
        server.mood(|mood| *mood = Mood::default());
        stage.run(&server).await.unwrap();
        stage.is_done_with(&film);
    }
}

#[tokio::test]
async fn bytes_behind_what_was_asked_for_are_never_written() {
    let mood = Mood { transfer: Some("chunked"), sends_more: 1, ..Mood::default() };
    let (stage, server, film, outcome) = after(mood).await;
    assert_eq!(outcome.unwrap_err(), Wrong::Range.into());
    server.mood(|mood| mood.sends_more = 0);
    stage.run(&server).await.unwrap();
    stage.is_done_with(&film);
}

#[tokio::test]
async fn links_that_die_every_few_bytes_are_gone_on_with() {
    let (stage, server, film, outcome) = after(Mood { dies_after: Some(20_000), ..Mood::default() }).await;
    outcome.unwrap();
    stage.is_done_with(&film);
    assert_eq!((server.sent(), server.renewed()), (LENGTH as u64, 0), "the link itself still serves");

    let (stage, server, film, outcome) = after(Mood { link_lasts: Some(60_000), ..Mood::default() }).await;
    outcome.unwrap();
    stage.is_done_with(&film);
    assert!(server.renewed() >= 4, "{}", server.renewed());
}

#[tokio::test]
async fn links_of_other_servers_with_other_tags_are_compared_by_their_bytes() {
    let mood = Mood { link_lasts: Some(60_000), ..Mood::default() };
    let film = film(LENGTH, 1);
    let (stage, server) = (Stage::set(), Server::of(film.clone(), mood).await);
    let other_tags = async {
        let mut progress = stage.progress.subscribe();
        let _ = progress.wait_for(|progress| progress.bytes >= 50_000).await;
        server.mood(|mood| mood.etag = Some("\"two\"".to_owned()));
        let _ = progress.wait_for(|progress| progress.bytes >= 200_000).await;
        server.mood(|mood| mood.etag = None);
    };
    tokio::join!(async { stage.run(&server).await.unwrap() }, other_tags);
    stage.is_done_with(&film);
}

#[tokio::test]
async fn another_file_behind_the_link_is_never_mixed_in() {
    for (other, tag) in [(film(LENGTH, 2), Some("\"two\"")), (film(LENGTH, 2), None), (film(LENGTH + 1, 1), None)] {
        let pace = (4 << 10, Duration::from_millis(1));
        let film = film(LENGTH, 1);
        let (stage, server) = (Stage::set(), Server::of(film.clone(), Mood { pace, ..Mood::default() }).await);
        stop_at(&stage, &server, 100_000).await;
        let stage = Stage { stop: tokio_util::sync::CancellationToken::new(), ..stage };
        let kept = stage.kept();
        server.now_sends(other.clone());
        server.mood(|mood| mood.etag = tag.map(str::to_owned));
        let error = stage.run(&server).await.unwrap_err();
        let is_said = matches!(error, DownloadError::OtherFile | DownloadError::Wrong(Wrong::Length { .. }));
        assert!(is_said && server.renewed() > 0, "{error}");
        assert_eq!(stage.kept(), kept, "what had come is still there");
        server.now_sends(film.clone());
        stage.run(&server).await.unwrap();
        stage.is_done_with(&film);
    }
}

#[tokio::test]
async fn a_busy_server_is_asked_for_less_and_waited_for() {
    let pace = (8 << 10, Duration::from_millis(1));
    let (stage, _, film, outcome) = after(Mood { most_at_once: 1, pace, ..Mood::default() }).await;
    outcome.unwrap();
    stage.is_done_with(&film);
    let (stage, _, film, outcome) = after(Mood { first: (4, 429), ..Mood::default() }).await;
    outcome.unwrap();
    stage.is_done_with(&film);
    let (_, server, _, outcome) = after(Mood { first: (usize::MAX, 509), ..Mood::default() }).await;
    assert_eq!(outcome.unwrap_err(), Wrong::Busy { status: 509, retry_after: None }.into());
    assert_eq!(server.requests().len(), 6, "and then left alone");
}

#[tokio::test]
async fn a_server_that_falls_silent_is_given_up_in_words() {
    let film = film(LENGTH, 1);
    let (mut stage, server) =
        (Stage::set(), Server::of(film.clone(), Mood { is_silent: true, ..Mood::default() }).await);
    stage.ways.measures = IMPATIENT;
    let outcome = stage.run(&server).await;
    assert_eq!(outcome.unwrap_err(), DownloadError::Server(HttpError::Timeout(IMPATIENT.quiet)));
    server.mood(|mood| mood.is_silent = false);
    stage.ways.measures = SMALL;
    stage.run(&server).await.unwrap();
    stage.is_done_with(&film);
}

#[tokio::test]
async fn a_connection_that_only_drips_is_given_up_for_another() {
    let film = film(LENGTH, 1);
    let pace = (64, Duration::from_millis(200));
    let (mut stage, server) = (Stage::set(), Server::of(film.clone(), Mood { pace, ..Mood::default() }).await);
    stage.ways.measures.quiet = Duration::from_millis(1_500);
    let mends = async {
        // What drips already goes on as it does.
        while server.requests().len() < SMALL.connections {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.mood(|mood| mood.pace = (64 << 10, Duration::ZERO));
    };
    let (outcome, ()) = tokio::join!(stage.run(&server), mends);
    outcome.unwrap();
    stage.is_done_with(&film);
    assert!(server.requests().len() > LENGTH.div_ceil(64 << 10), "those that dripped were asked for again");
}

#[tokio::test]
async fn what_has_come_is_not_given_up_for_one_answer_with_everything() {
    let film = film(LENGTH, 1);
    let pace = (4 << 10, Duration::from_millis(1));
    let (stage, server) = (Stage::set(), Server::of(film.clone(), Mood { pace, ..Mood::default() }).await);
    stop_at(&stage, &server, 200_000).await;
    let stage = Stage { stop: tokio_util::sync::CancellationToken::new(), ..stage };
    let kept = stage.kept();
    // Another server, since the first may still hear what was asked for before the stop.
    let mood = Mood { etag: Some("\"two\"".to_owned()), ignores_ranges: true, pace, ..Mood::default() };
    let server = Server::of(film.clone(), mood).await;
    let mends = async {
        while server.renewed() == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.mood(|mood| mood.ignores_ranges = false);
    };
    let (outcome, ()) = tokio::join!(stage.run(&server), mends);
    outcome.unwrap();
    stage.is_done_with(&film);
    let asked: u64 = server.requests().iter().map(|range| range.end - range.start).sum();
    let samples = asked - (LENGTH as u64 - kept);
    assert!(samples <= 10 * SMALL.sample, "what was kept is not asked for again, but for samples: {samples}");
}

#[tokio::test]
async fn another_torrents_file_does_not_go_on_with_it() {
    let pace = (4 << 10, Duration::from_millis(1));
    let (stage, server) = (Stage::set(), Server::of(film(LENGTH, 1), Mood { pace, ..Mood::default() }).await);
    stop_at(&stage, &server, 100_000).await;
    let stage = Stage { stop: tokio_util::sync::CancellationToken::new(), ..stage };
    let kept = stage.kept();
    // Another server, since the first may still be sending what nobody reads any more.
    let server = Server::of(film(LENGTH, 1), Mood::default()).await;
    let error = stage.run_as(&server, "another torrent/a file").await.unwrap_err();
    assert!(error.to_string().contains("an unfinished file of something else"), "{error}");
    assert_eq!((stage.kept(), server.requests().len()), (kept, 0), "nothing was asked for");
}

#[tokio::test]
async fn the_limit_holds_for_all_connections_together() {
    let film = film(60_000, 1);
    let (mut stage, server) = (Stage::set(), Server::of(film.clone(), Mood::default()).await);
    stage.ways.limit = Limit::of(Some(200_000));
    let started = std::time::Instant::now();
    stage.run(&server).await.unwrap();
    stage.is_done_with(&film);
    assert!(started.elapsed() >= Duration::from_millis(250), "{:?}", started.elapsed());
}

/// Whatever a server does, what is finished is the file.
#[tokio::test]
async fn any_mixture_of_failures_ends_with_the_file_or_with_words() {
    let mut random = fastrand::Rng::with_seed(23);
    let mut finished = 0;
    for round in 0..40 {
        let film = film(random.usize(1..300_000), round);
        let mood = Mood {
            etag: random.bool().then(|| format!("\"{round}\"")),
            ignores_ranges: random.u8(..8) == 0,
            dies_after: random.bool().then(|| random.u64(5_000..60_000)),
            link_lasts: random.bool().then(|| random.u64(20_000..200_000)),
            most_at_once: random.usize(1..6),
            first: (random.usize(..3), *random.choice(&[404, 429, 500, 503]).unwrap()),
            ..Mood::default()
        };
        let (stage, server) = (Stage::set(), Server::of(film.clone(), mood.clone()).await);
        match stage.run(&server).await {
            Ok(_) => {
                stage.is_done_with(&film);
                finished += 1;
            }
            Err(error) => assert!(mood.ignores_ranges && !error.to_string().is_empty(), "{mood:?}: {error}"),
        }
    }
    assert!(finished > 30, "{finished}");
}
