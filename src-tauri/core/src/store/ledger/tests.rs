//! A ledger in memory, on disk, damaged, and from the future.

use super::lines::MOST_LINES;
use super::outcomes::{MOST_OUTCOMES, NAMED_FOR_S};
use super::*;
use crate::debrid::CacheState;
use crate::line::MeasuredLine;
use crate::model::{NamedOutcome, Outcome};

fn hash(digit: char) -> InfoHash {
    InfoHash::parse(&digit.to_string().repeat(40)).unwrap()
}

fn second(at: i64) -> Timestamp {
    Timestamp::from_second(at).unwrap()
}

#[tokio::test]
async fn the_last_outcome_counts_and_is_there_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let (ledger, trouble) = Ledger::open(&path).unwrap();
    assert!(trouble.is_none());
    ledger.note(hash('a'), "Sintel", Store::TorBox, Outcome::Legal, second(1_000)).await;
    ledger.note(hash('a'), "Sintel", Store::TorBox, Outcome::Worked, second(2_000)).await;
    ledger.note(hash('a'), "Sintel", Store::RealDebrid, Outcome::DeadLink, second(3_000)).await;
    let named = ledger.named(second(4_000)).await;
    assert_eq!(named.len(), 2, "with their names");
    assert_eq!(named[1], NamedOutcome { store: Store::TorBox, name: "Sintel".to_owned(), outcome: Outcome::Worked });
    assert_eq!(ledger.named(second(4_000 + NAMED_FOR_S)).await, []);
    drop(ledger);
    let (ledger, _) = Ledger::open(&path).unwrap();
    let past = ledger.past(second(2_000 + 3 * 86_400 + 60)).await;
    assert_eq!(past.len(), 2, "each service for itself");
    let before = past[&(hash('a'), Store::TorBox)];
    assert_eq!(before.words(), "worked here 3 days ago");
    assert_eq!(before.verdict(), Some(CacheState::Cached));
    assert_eq!(past[&(hash('a'), Store::RealDebrid)].verdict(), None, "a dead link of days ago may live again");
}

#[tokio::test]
async fn what_was_added_is_listed_until_it_is_out_again() {
    let ledger = Ledger::in_memory().unwrap();
    let first = ledger.begin_add(Store::RealDebrid, hash('a'), "Sintel", second(1), AddState::Adding).await.unwrap();
    let second_add = ledger.begin_add(Store::TorBox, hash('b'), "Sintel 2", second(2), AddState::Adding).await.unwrap();
    ledger.set_added(first, Some("ID1".to_owned()), AddState::Unused).await;
    ledger.set_added(first, None, AddState::Used).await;
    let listed = ledger.added().await;
    assert_eq!(listed.iter().map(|entry| entry.id).collect::<Vec<_>>(), [second_add, first], "the latest first");
    assert_eq!((listed[1].magnet_id.as_deref(), listed[1].state), (Some("ID1"), AddState::Used));
    ledger.forget_magnet(Store::RealDebrid, None, "ID1").await;
    ledger.forget_added(second_add).await;
    assert_eq!(ledger.added().await, []);
}

#[tokio::test]
async fn an_entry_is_settled_by_its_hash_however_far_its_add_came() {
    let ledger = Ledger::in_memory().unwrap();
    let store = Store::RealDebrid;
    ledger.begin_add(store, hash('a'), "Sintel", second(1), AddState::Adding).await.unwrap();
    ledger.begin_add(Store::TorBox, hash('a'), "Sintel", second(1), AddState::Adding).await.unwrap();
    ledger.mark_used(store, hash('a'), "ID1").await;
    let [entry] = &ledger.added_of(store, hash('a')).await[..] else { panic!("one entry") };
    assert_eq!((entry.state, entry.magnet_id.as_deref()), (AddState::Used, Some("ID1")));
    assert_eq!(ledger.added_of(Store::TorBox, hash('a')).await[0].state, AddState::Adding, "each service for itself");
    ledger.forget_magnet(Store::TorBox, Some(hash('a')), "unknown until now").await;
    assert_eq!(ledger.added_of(Store::TorBox, hash('a')).await, []);
}

#[tokio::test]
async fn outcomes_are_bounded_and_read_by_what_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let (ledger, _) = Ledger::open(&path).unwrap();
    let most = i64::from(MOST_OUTCOMES);
    ledger
        .run((), move |connection| {
            connection.execute_batch("BEGIN")?;
            for at in 0..most + 500 {
                let row = (format!("{at:040x}"), at);
                connection.execute("INSERT INTO outcomes VALUES (?1, 'torbox', 'worked', ?2, NULL)", row)?;
            }
            connection.execute_batch("COMMIT")
        })
        .await;
    let kept = |ledger: Ledger| async move {
        let count = |connection: &Connection| {
            connection.query_row("SELECT count(*), min(at) FROM outcomes", [], |row| Ok((row.get(0)?, row.get(1)?)))
        };
        ledger.run((0_i64, 0_i64), count).await
    };
    ledger.note(hash('a'), "Sintel", Store::TorBox, Outcome::Legal, second(most + 500)).await;
    assert_eq!(kept(ledger.clone()).await, (most, 501), "the latest stay");
    let known = InfoHash::parse(&format!("{most:040x}")).unwrap();
    let past = ledger.past_of(vec![hash('a'), known, hash('b')], second(most + 501)).await;
    assert_eq!(past.len(), 2, "what happened to these alone");
    assert_eq!(past[&(hash('a'), Store::TorBox)].outcome, Outcome::Legal);
    ledger.run((), |connection| connection.execute("UPDATE outcomes SET at = 7", []).map(drop)).await;
    drop(ledger);
    let (ledger, _) = Ledger::open(&path).unwrap();
    assert_eq!(kept(ledger).await.0, most, "of the same moment none is told apart");
}

#[tokio::test]
async fn a_damaged_ledger_is_kept_aside_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    std::fs::write(&path, [b'x'; 8192]).unwrap();
    let (ledger, trouble) = Ledger::open(&path).unwrap();
    let Some(StoreError::Damaged { kept_as, .. }) = trouble else { panic!("the damage is said") };
    assert_eq!(std::fs::read(kept_as).unwrap().len(), 8192, "nothing is lost");
    ledger.note(hash('a'), "Sintel", Store::TorBox, Outcome::Worked, second(1)).await;
    assert_eq!(ledger.past(second(2)).await.len(), 1, "and the new one serves");
}

#[tokio::test]
async fn what_is_from_the_future_proves_nothing() {
    let ledger = Ledger::in_memory().unwrap();
    for (digit, at) in [('a', 10_000), ('b', 1_000)] {
        ledger.note(hash(digit), "Sintel", Store::TorBox, Outcome::Legal, second(at)).await;
    }
    let now = second(2_000);
    assert_eq!(ledger.past(now).await.keys().map(|(hash, _)| *hash).collect::<Vec<_>>(), [hash('b')]);
    assert_eq!(ledger.past_of(vec![hash('a'), hash('b')], now).await.len(), 1);
    assert_eq!(ledger.named(now).await.len(), 1);
    assert_eq!(ledger.past(second(9_990)).await.len(), 2, "the clock may be corrected by a moment");

    let many = i64::from(MOST_OUTCOMES);
    ledger
        .run((), move |connection| {
            connection.execute_batch("BEGIN")?;
            for at in 0..many {
                let row = (format!("{at:040x}"), at);
                connection.execute("INSERT OR IGNORE INTO outcomes VALUES (?1, 'torbox', 'worked', ?2, NULL)", row)?;
            }
            connection.execute_batch("COMMIT")?;
            prune(connection, 6_000)
        })
        .await;
    assert_eq!(ledger.past_of(vec![hash('a')], second(10_000)).await.len(), 0, "it goes first");
    assert_eq!(ledger.past_of(vec![hash('b')], second(10_000)).await.len(), 1);
}

#[tokio::test]
async fn what_a_file_said_is_kept_by_hash_and_path_and_bounded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let (ledger, _) = Ledger::open(&path).unwrap();
    let media = |minutes: u64| media_file::MediaFile {
        container: media_file::Container::Matroska,
        duration_ms: Some(minutes * 60_000),
        title: None,
        video: vec![media_file::Video { codec: "HEVC".to_owned(), width: 3840, height: 1600, ..Default::default() }],
        audio: Vec::new(),
        subtitles: Vec::new(),
        has_all_tracks: true,
        chapters: None,
    };
    ledger.note_passport(hash('a'), "/Sintel.mkv", &media(1), second(1)).await;
    ledger.note_passport(hash('a'), "/Sintel.mkv", &media(95), second(2)).await;
    ledger.note_passport(hash('a'), "/Extras/Trailer.mkv", &media(2), second(3)).await;
    let large = media_file::MediaFile { title: Some("a".repeat(70_000)), ..media(5) };
    ledger.note_passport(hash('b'), "/Sintel.mkv", &large, second(3)).await;
    drop(ledger);
    let (ledger, _) = Ledger::open(&path).unwrap();
    assert_eq!(ledger.passport(hash('a'), "/Sintel.mkv").await, Some(media(95)), "the last word counts");
    assert_eq!(ledger.passport(hash('a'), "/sintel.mkv").await, None);
    assert_eq!(ledger.passport(hash('b'), "/Sintel.mkv").await, None, "what is too large is not kept");
    assert_eq!(
        ledger.passports(hash('a')).await.into_keys().collect::<Vec<_>>(),
        ["/Extras/Trailer.mkv", "/Sintel.mkv"]
    );
    ledger
        .run((), |connection| connection.execute("UPDATE passports SET media = '{\"newer\": 1}'", []).map(drop))
        .await;
    assert_eq!(ledger.passport(hash('a'), "/Sintel.mkv").await, None, "what another version wrote is read anew");

    let most = i64::from(passports::MOST_PASSPORTS);
    ledger
        .run((), move |connection| {
            connection.execute_batch("BEGIN")?;
            for at in 0..most {
                let row = (format!("{at:040x}"), at + 10);
                connection.execute("INSERT INTO passports VALUES (?1, '/a.mkv', ?2, '{}')", row)?;
            }
            connection.execute_batch("COMMIT")
        })
        .await;
    ledger.note_passport(hash('c'), "/Sintel.mkv", &media(95), second(most + 10)).await;
    let count = |connection: &Connection| {
        connection.query_row("SELECT count(*), min(at) FROM passports", [], |row| Ok((row.get(0)?, row.get(1)?)))
    };
    assert_eq!(ledger.run((0_i64, 0_i64), count).await, (most, 11), "the latest stay");
    assert_eq!(ledger.passport(hash('c'), "/Sintel.mkv").await, Some(media(95)));
}

#[tokio::test]
async fn a_host_is_measured_once_a_day_whichever_process_asks() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.db");
    let (ledger, other) = (Ledger::open(&path).unwrap().0, Ledger::open(&path).unwrap().0);
    let day = 86_400;
    assert!(ledger.take_line_turn("a.example", second(day)).await);
    assert!(!other.take_line_turn("a.example", second(2 * day - 1)).await, "the other process did");
    assert!(other.take_line_turn("b.example", second(2 * day - 1)).await, "each host for itself");
    assert_eq!(ledger.lines().await, [], "a turn is no figure");
    let line = |host: &str, bits, at| MeasuredLine { host: host.to_owned(), bits, at: second(at) };
    other.note_line(&line("a.example", 60_000_000, 2 * day + 5)).await;
    assert!(!ledger.take_line_turn("a.example", second(2 * day + 9)).await, "by hand is measured too");
    ledger.note_line(&line("b.example", 9, 3 * day)).await;
    other.note_line(&line("a.example", 70_000_000, 2 * day + 10)).await;
    let known = [line("b.example", 9, 3 * day), line("a.example", 70_000_000, 2 * day + 10)];
    assert_eq!(ledger.lines().await, known, "the latest first, and the last figure of each");
    assert!(ledger.take_line_turn("a.example", second(3 * day)).await);
    assert_eq!(ledger.lines().await, known, "what is known stays until there is something better");
    assert!(!ledger.take_line_turn(&"a".repeat(300), second(1)).await && !ledger.take_line_turn("", second(1)).await);
    ledger.forget_lines().await;
    assert_eq!(other.lines().await, []);
    assert!(other.take_line_turn("a.example", second(3 * day)).await);
}

#[tokio::test]
async fn hosts_that_were_measured_are_bounded() {
    let ledger = Ledger::in_memory().unwrap();
    for at in 0..i64::from(MOST_LINES) + 20 {
        ledger.note_line(&MeasuredLine { host: format!("{at}.example"), bits: 1, at: second(at) }).await;
    }
    let hosts = ledger.lines().await;
    assert_eq!((hosts.len(), &*hosts[0].host), (64, "83.example"));
}
