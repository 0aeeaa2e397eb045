use super::*;
use crate::model::{Outcome, PastOutcome};
use crate::title::{Ids, Kind};
use crate::torrent::SourceName;

pub(crate) fn hash(digit: char) -> InfoHash {
    InfoHash::parse(&digit.to_string().repeat(40)).unwrap()
}

pub(crate) fn film() -> Wanted {
    Wanted {
        kind: Kind::Movie,
        ids: Ids::default(),
        name: "Sintel".to_owned(),
        aliases: Vec::new(),
        year: Some(2010),
        end_year: None,
        runtime_min: None,
        episode: None,
        ..Wanted::default()
    }
}

fn pool() -> Pool {
    Pool::new(Arc::new(film()), vec![Store::RealDebrid], Past::new())
}

/// A service answers for the one row of hash `a`.
fn answer(pool: &mut Pool, store: Store, state: CacheState, files: Listed) -> Vec<Arc<Candidate>> {
    let (question, wanted) = (pool.questions(&[hash('a')]).remove(0), Arc::clone(pool.wanted()));
    pool.judge(store, vec![Judged { question, state, files }], &wanted)
}

fn torrent(title: &str, source: SourceName) -> Torrent {
    Torrent::new(hash('a'), title, source)
}

#[test]
fn one_torrent_from_two_sources_is_one_row_that_knows_the_best_of_both() {
    let mut pool = pool();
    let first =
        Torrent { seeders: Some(3), trackers: vec!["udp://a".to_owned()], ..torrent("Sintel 2010", SourceName::Comet) };
    let second = Torrent {
        seeders: Some(9),
        size: Some(700),
        tracker: Some("Nyaa".to_owned()),
        file_index: Some(2),
        trackers: vec!["udp://a".to_owned(), "udp://b".to_owned()],
        ..torrent("Sintel.2010.1080p.BluRay.x264-ORBIT", SourceName::Torrentio)
    };
    pool.merge(vec![first]);
    pool.merge(vec![second.clone()]);
    assert_eq!(pool.len(), 1);
    let rows = pool.take_changed();
    let row = &rows[0];
    assert_eq!(row.torrent.title, second.title, "the title that tells more");
    assert_eq!((row.torrent.seeders, row.torrent.size), (Some(9), Some(700)));
    assert_eq!(row.torrent.trackers, ["udp://a", "udp://b"], "each tracker once");
    assert_eq!(row.sources, BTreeSet::from([SourceName::Torrentio, SourceName::Comet]));

    pool.merge(vec![second]);
    assert!(pool.take_changed().is_empty(), "nothing new was told");
}

#[test]
fn a_size_to_the_byte_counts_more_than_a_rounded_one_whoever_came_first() {
    let rounded = Torrent { size: Some(1_503_238_554), ..torrent("Sintel 2010", SourceName::Nyaa) };
    let exact = Torrent { size: Some(1_500_000_000), size_exact: true, ..torrent("Sintel 2010", SourceName::Zilean) };
    for order in [[rounded.clone(), exact.clone()], [exact, rounded]] {
        let mut pool = pool();
        pool.merge(order.into());
        assert_eq!(pool.take_changed()[0].torrent.size, Some(1_500_000_000));
    }
}

#[test]
fn a_files_name_brings_its_place_and_size() {
    let mut pool = pool();
    let bare = Torrent { file_index: Some(9), file_size: Some(1), ..torrent("Sintel 2010", SourceName::Comet) };
    let named = Torrent {
        file_index: Some(2),
        file_size: Some(700),
        file_name: Some("Sintel.mkv".to_owned()),
        ..torrent("Sintel 2010", SourceName::Torrentio)
    };
    pool.merge(vec![bare, named]);
    let row = &pool.take_changed()[0].torrent;
    assert_eq!((row.file_index, row.file_size, row.file_name.as_deref()), (Some(2), Some(700), Some("Sintel.mkv")));
}

#[test]
fn a_releases_name_gives_way_to_a_files() {
    let said = |name: &str, source| Torrent { file_name: Some(name.to_owned()), ..torrent("Sintel 2010", source) };
    for order in [["Sintel 2010", "a/Sintel.mkv"], ["a/Sintel.mkv", "Sintel 2010"]] {
        let mut pool = pool();
        pool.merge(vec![said(order[0], SourceName::Comet), said(order[1], SourceName::Torrentio)]);
        assert_eq!(pool.take_changed()[0].torrent.file_name.as_deref(), Some("a/Sintel.mkv"));
    }
}

#[test]
fn what_no_check_answered_for_becomes_unknown_and_never_no() {
    let mut pool = pool();
    pool.merge(vec![torrent("Sintel", SourceName::Comet)]);
    assert_eq!((pool.take_unasked().len(), pool.take_unasked().len()), (1, 0), "each is given out once");
    assert_eq!(pool.give_up_checking(Store::RealDebrid), 1);
    assert_eq!(pool.into_rows()[0].cached, Some(CacheState::Unknown));
}

#[test]
fn a_pick_is_told_once_and_again_only_when_it_is_another() {
    let mut pool = pool();
    pool.merge(vec![torrent("Sintel.2010.720p.WEB-DL", SourceName::Comet)]);
    assert_eq!(pool.take_new_pick().map(|(hash, _)| hash), Some(hash('a')));
    assert_eq!(pool.take_new_pick(), None);
    pool.merge(vec![Torrent::new(hash('b'), "Sintel.2010.1080p.BluRay", SourceName::Comet)]);
    assert_eq!(pool.take_new_pick().map(|(hash, _)| hash), Some(hash('b')));
    answer(&mut pool, Store::RealDebrid, CacheState::Cached, Listed::Nothing);
    assert_eq!(pool.take_new_pick().map(|(hash, _)| hash), Some(hash('a')), "what plays at once comes first");
    assert_eq!((pool.checked_at(Store::RealDebrid), pool.cached()), ((1, 1), 1));
}

#[test]
fn each_service_speaks_for_itself_and_the_row_for_all() {
    let stores = vec![Store::RealDebrid, Store::TorBox];
    let mut pool = Pool::new(Arc::new(film()), stores, Past::new());
    pool.merge(vec![torrent("Sintel.2010.1080p", SourceName::Comet)]);
    answer(&mut pool, Store::RealDebrid, CacheState::NotCached, Listed::Nothing);
    assert_eq!(pool.rows[0].cached, None, "the other may hold it");
    answer(&mut pool, Store::TorBox, CacheState::Cached, Listed::Nothing);
    let row = &pool.rows[0];
    assert_eq!(row.cached, Some(CacheState::Cached));
    assert_eq!(row.services.get(Store::RealDebrid).unwrap().cached, Some(CacheState::NotCached));
}

#[test]
fn what_really_happened_counts_more_than_what_a_check_says() {
    let at = jiff::Timestamp::from_second(1_000).unwrap();
    let before = |outcome| PastOutcome { outcome, at, age: std::time::Duration::from_hours(72) };
    let past = |outcome| Past::from([((hash('a'), Store::RealDebrid), before(outcome))]);
    let cases = [
        (Outcome::Worked, CacheState::Unknown, CacheState::Cached),
        (Outcome::Legal, CacheState::Cached, CacheState::NotCached),
        (Outcome::DeadLink, CacheState::Cached, CacheState::Cached),
    ];
    for (outcome, said, expected) in cases {
        let mut pool = Pool::new(Arc::new(film()), vec![Store::RealDebrid], past(outcome));
        pool.merge(vec![torrent("Sintel.2010.1080p", SourceName::Comet)]);
        let judged = answer(&mut pool, Store::RealDebrid, said, Listed::Nothing);
        assert_eq!(judged[0].cached, Some(expected), "{outcome:?} three days ago");
    }
}

#[test]
fn what_is_in_the_account_is_marked_whether_it_was_known_before_or_after() {
    let mut pool = pool();
    pool.merge(vec![torrent("Sintel.2010.1080p", SourceName::Comet)]);
    pool.take_changed();
    pool.know_cloud(Store::RealDebrid, Arc::new(HashSet::from([hash('a'), hash('b')])));
    assert!(pool.take_changed()[0].in_cloud());
    pool.merge(vec![Torrent::new(hash('b'), "Sintel 2010", SourceName::Nyaa)]);
    assert!(pool.take_changed()[0].in_cloud());
}

fn file(name: &str) -> Listed {
    let (score, confidence) = (1_000.0, 0.9);
    Listed::Holding(ChosenFile { index: 1, name: name.to_owned(), size: None, score, confidence, reasons: Vec::new() })
}

#[test]
fn of_several_services_files_the_first_services_counts_whoever_answered_first() {
    let answers = [(Store::RealDebrid, file("first.mkv")), (Store::TorBox, file("second.mkv"))];
    for order in [[0, 1], [1, 0]] {
        let mut pool = Pool::new(Arc::new(film()), vec![Store::RealDebrid, Store::TorBox], Past::new());
        pool.merge(vec![torrent("Sintel.2010.1080p", SourceName::Comet)]);
        for (store, files) in order.map(|at| answers[at].clone()) {
            answer(&mut pool, store, CacheState::Cached, files);
        }
        assert_eq!(pool.rows[0].file.as_ref().map(|file| file.name.as_str()), Some("first.mkv"));
        answer(&mut pool, Store::RealDebrid, CacheState::Cached, Listed::Lacking);
        assert!(!pool.rows[0].lacks_file, "the other lists it");
        assert_eq!(pool.rows[0].file.as_ref().map(|file| file.name.as_str()), Some("second.mkv"));
    }
}

#[test]
fn a_verdict_by_less_than_is_known_by_now_names_no_file() {
    let mut pool = pool();
    pool.merge(vec![torrent("Sintel.2010.1080p", SourceName::Comet)]);
    let (question, wanted) = (pool.questions(&[hash('a')]).remove(0), Arc::clone(pool.wanted()));
    let told = Torrent { file_name: Some("Sintel.mkv".to_owned()), ..torrent("Sintel.2010.1080p", SourceName::Nyaa) };
    pool.merge(vec![told]);
    assert_eq!(pool.take_unjudged(), [hash('a')], "and it is said that it has to be judged anew");
    let stale = Judged { question, state: CacheState::Cached, files: file("wrong.mkv") };
    pool.judge(Store::RealDebrid, vec![stale.clone()], &wanted);
    assert_eq!((pool.rows[0].cached, &pool.rows[0].file), (Some(CacheState::Cached), &None));
    let question = pool.questions(&[hash('a')]).remove(0);
    pool.want(Arc::new(Wanted { name: "Sintel, the film".to_owned(), ..film() }));
    pool.judge(Store::RealDebrid, vec![Judged { question, ..stale }], &wanted);
    assert_eq!(pool.rows[0].file, None, "what was held against an older title");
}

#[test]
fn whatever_makes_a_verdict_stale_has_it_judged_anew() {
    let known = || torrent("Sintel.2010.1080p", SourceName::Nyaa);
    let news = [
        Torrent { proof: crate::torrent::Proof::Wanted, ..torrent("Sintel.2010.1080p", SourceName::StremThru) },
        Torrent { file_index: Some(2), ..known() },
        Torrent { file_name: Some("Sintel.mkv".to_owned()), ..known() },
        torrent("Sintel.2010.1080p.BluRay.x264-ORBIT", SourceName::Zilean),
    ];
    for told in news {
        let mut pool = pool();
        pool.merge(vec![known()]);
        let question = pool.questions(&[hash('a')]).remove(0);
        pool.merge(vec![told.clone()]);
        assert!(!pool.rows[0].is_asked_as(&question), "{told:?}");
        assert_eq!(pool.take_unjudged(), [hash('a')], "{told:?}");
    }
}

#[test]
fn what_is_known_of_the_file_inside_does_not_depend_on_who_told_first() {
    let told = |name: Option<&str>, index, source| Torrent {
        file_name: name.map(str::to_owned),
        file_index: index,
        ..torrent("Sintel.2010.1080p", source)
    };
    let all = [
        told(Some("Sintel.2010.1080p"), Some(3), SourceName::Comet),
        told(Some("Sintel.mkv"), None, SourceName::Nyaa),
        told(Some("sample.mkv"), Some(2), SourceName::Zilean),
    ];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    let names: BTreeSet<_> = orders
        .into_iter()
        .map(|order| {
            let mut pool = pool();
            for at in order {
                pool.merge(vec![all[at].clone()]);
            }
            pool.rows[0].torrent.file_name.clone()
        })
        .collect();
    assert_eq!(names, BTreeSet::from([Some("Sintel.mkv".to_owned())]));
}
