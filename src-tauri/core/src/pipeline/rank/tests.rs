use super::*;
use crate::model::HiddenReason;
use crate::pipeline::pool::tests::{film, hash};
use crate::preferences::Wish;
use crate::title::{Episode, Kind, Numbering};
use crate::torrent::{SourceName, Torrent};

fn row(title: &str) -> Candidate {
    Candidate::new(Torrent { proof: Proof::Wanted, ..Torrent::new(hash('a'), title, SourceName::Comet) })
}

fn rank(row: &Candidate, wanted: &Wanted, taste: &Taste) -> Rank {
    super::rank(row, wanted, &Measure::of(wanted), taste)
}

fn value(title: &str, wanted: &Wanted) -> f64 {
    rank(&row(title), wanted, &Taste::default()).value
}

fn series() -> Wanted {
    let asked = Numbering { season: Some(2), episode: 5 };
    let episode = Episode { asked, imdb: None, absolute: Some(13), kitsu: None, aired: None, name: None };
    Wanted { kind: Kind::Series, name: "Tide Lines".to_owned(), year: None, episode: Some(episode), ..film() }
}

#[track_caller]
fn assert_order(best_first: &[&str], wanted: &Wanted) {
    for pair in best_first.windows(2) {
        assert!(value(pair[0], wanted) > value(pair[1], wanted), "{} comes before {}", pair[0], pair[1]);
    }
}

#[test]
fn the_exact_episode_comes_before_packs_and_those_before_what_says_otherwise() {
    let best_first = [
        "Tide.Lines.S02E05.720p.WEB-DL",
        "Tide.Lines.S02.1080p.BluRay",
        "Tide.Lines.S01-S03.1080p.BluRay",
        "Tide.Lines.S02E06.2160p.BluRay.REMUX",
    ];
    assert_order(&best_first, &series());
    assert!(value(best_first[3], &series()) < 0.0, "another episode is never worth trying");
    assert_eq!(
        rank(&row("Tide Lines - 13 [1080p].mkv"), &series(), &Taste::default()).scope,
        Scope::Single,
        "the running number"
    );
}

#[test]
fn what_may_be_the_episode_or_another_comes_after_what_says_so() {
    let best_first = [
        "Tide.Lines.S02E05.720p.WEB",
        "Tide.Lines.S02.1080p.WEB",
        "Tide Lines - 205 [1080p]",
        "Tide Lines - 206 [1080p]",
    ];
    assert_order(&best_first, &series());
    let of = |title| rank(&row(title), &series(), &Taste::default());
    assert_eq!(of("Tide.Lines.205.720p.HDTV").scope, Scope::Single);
    assert_eq!((of(best_first[2]).scope, of(best_first[2]).value > 0.0), (Scope::Unknown, true), "tried, not trusted");
    assert!(of(best_first[3]).value < 0.0);
}

#[test]
fn a_title_marked_with_a_country_comes_below_every_exact_one_where_none_is_known() {
    let best_first = ["Tide.Lines.S02E05.480p.WEB", "Tide Lines Complete", "Tide.Lines.UK.S02E05.2160p.WEB"];
    assert_order(&best_first, &series());
    let mut american = series();
    american.context.countries = vec!["United States".to_owned()];
    for proof in [Proof::Nothing, Proof::Work, Proof::Wanted] {
        let row = Candidate::new(Torrent { proof, ..Torrent::new(hash('a'), best_first[2], SourceName::Comet) });
        let of = |wanted: &Wanted| rank(&row, wanted, &Taste::default()).reasons;
        assert!(of(&series()).contains(&RankReason::LongerTitle), "{proof:?}");
        let expected = if proof == Proof::Nothing { RankReason::AnotherTitle } else { RankReason::LongerTitle };
        assert!(of(&american).contains(&expected), "{proof:?}");
    }
}

#[test]
fn a_better_copy_comes_first_and_a_cinema_recording_last() {
    let best_first = [
        "Sintel.2010.2160p.BluRay.REMUX",
        "Sintel.2010.1080p.BluRay.REMUX",
        "Sintel.2010.1080p.WEB-DL",
        "Sintel.2010.720p.BluRay",
        "Sintel.2010.1080p.CAM",
    ];
    assert_order(&best_first, &film());
    assert!(value("Sintel.1999.1080p.BluRay", &film()) < 0.0, "another year is another film");
}

#[test]
fn what_plays_at_once_comes_before_everything_that_does_not() {
    let mut cached = row("Sintel.2010.480p.DVDRip");
    cached.cached = Some(CacheState::Cached);
    assert!(rank(&cached, &film(), &Taste::default()).value > value("Sintel.2010.2160p.BluRay.REMUX", &film()));
    cached.lacks_file = true;
    assert!(rank(&cached, &film(), &Taste::default()).value < 0.0, "but not without the file");
}

fn first(best_first: &[&str], wanted: &Wanted, taste: &Taste) -> String {
    let mut rows: Vec<_> = best_first.iter().map(|title| (rank(&row(title), wanted, taste).value, *title)).collect();
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    rows[0].1.to_owned()
}

fn liking(preferences: Preferences) -> Taste {
    Taste { preferences, ..Taste::default() }
}

#[test]
fn what_is_preferred_outweighs_quality_but_not_the_fit() {
    let names = ["Tide.Lines.S02E05.2160p.WEB-DL", "Tide.Lines.S02E05.720p.HDTV", "Tide.Lines.S02.720p.WEB-DL"];
    let small = liking(Preferences { resolutions: vec!["720p".to_owned()], ..Preferences::default() });
    assert_eq!(first(&names, &series(), &Taste::default()), names[0]);
    assert_eq!(first(&names, &series(), &small), names[1]);
    let small = rank(&row(names[1]), &series(), &small);
    let words: Vec<_> = small.reasons.iter().map(RankReason::words).collect();
    assert!(words.iter().any(|words| words == "720p, as you prefer"), "{words:?}");
}

#[test]
fn a_preferred_language_comes_first_and_a_foreign_one_after_the_unlabelled() {
    let taste = liking(Preferences { languages: vec!["tr".to_owned(), "en".to_owned()], ..Preferences::default() });
    let best_first =
        ["Sintel.2010.Turkish.1080p", "Sintel.2010.English.1080p", "Sintel.2010.1080p", "Sintel.2010.FRENCH.1080p"];
    let values: Vec<f64> = best_first.iter().map(|title| rank(&row(title), &film(), &taste).value).collect();
    assert!(values.is_sorted_by(|a, b| a > b), "{values:?}");
}

#[test]
fn a_language_of_the_subtitles_is_not_one_that_is_spoken() {
    let taste = liking(Preferences { languages: vec!["it".to_owned()], ..Preferences::default() });
    let value = |title: &str| rank(&row(title), &film(), &taste).value;
    let said = |title: &str| {
        let reasons = rank(&row(title), &film(), &taste).reasons;
        reasons.iter().any(|reason| matches!(reason, RankReason::Preferred(_) | RankReason::OtherLanguages))
    };
    assert!(!said("Sintel.2010.Sub.ITA.1080p"), "neither preferred nor foreign");
    assert!(value("Sintel.2010.ITA.Sub.ITA.1080p") > value("Sintel.2010.ENG.Sub.ITA.1080p"));
    assert!(value("Sintel.2010.ENG.Sub.ITA.1080p") < value("Sintel.2010.Sub.ITA.1080p"), "English is spoken");
}

#[test]
fn packs_come_first_for_who_wants_them() {
    let names = ["Tide.Lines.S02E05.2160p.WEB-DL", "Tide.Lines.S02.1080p.WEB-DL"];
    let packs = liking(Preferences { packs: Packs::PacksFirst, ..Preferences::default() });
    assert_eq!(first(&names, &series(), &packs), names[1]);
}

#[test]
fn hidden_rows_are_never_tried_unasked() {
    let taste = liking(Preferences { no_cinema_recordings: true, ..Preferences::default() });
    let mut poor = row("Sintel.2010.CAM");
    poor.cached = Some(CacheState::Cached);
    poor.rank = rank(&poor, &film(), &taste);
    assert_eq!(poor.rank.hidden, Some(HiddenReason::CinemaRecording));
    assert!(!poor.is_worth_trying());
}

#[test]
fn by_size_the_largest_that_plays_at_once_comes_first() {
    let taste = liking(Preferences { order: PickOrder::SizeThenSeeders, ..Preferences::default() });
    let sized = |gib: u64, seeders: u32, cached: Option<CacheState>| {
        let mut row = row("Sintel.2010.1080p");
        (row.torrent.size, row.torrent.seeders, row.cached) = (Some(gib << 30), Some(seeders), cached);
        rank(&row, &film(), &taste).value
    };
    let cached = Some(CacheState::Cached);
    let values = [sized(9, 1, cached), sized(2, 50, cached), sized(2, 3, cached), sized(80, 900, None)];
    assert!(values.is_sorted_by(|a, b| a > b), "{values:?}");
}

#[test]
fn what_cannot_be_true_is_not_trusted() {
    let timed = Wanted { runtime_min: Some(100), ..film() };
    let has = |title: &str, bytes: u64, reason: RankReason| {
        let mut row = row(title);
        row.torrent.size = Some(bytes);
        rank(&row, &timed, &Taste::default()).reasons.contains(&reason)
    };
    assert!(has("Sintel.2010.2160p", 300 << 20, RankReason::TooSmallToBeTrue), "0.4 Mbit/s");
    assert!(!has("Sintel.2010.2160p.HEVC", 2 << 30, RankReason::TooSmallToBeTrue));
    assert!(has("Sintel.2010.1080p", 400 << 30, RankReason::TooLargeForLength));
    assert!(!has("Sintel.2010.2160p.REMUX", 90 << 30, RankReason::TooLargeForLength));
    assert!(value("Sintel.2010.1080p.exe", &film()) < 0.0, "a program is never worth trying");
}

#[test]
fn what_has_not_aired_is_not_trusted() {
    let mut wanted = series();
    let day = |month, day| Date::new(2026, month, day).unwrap();
    if let Some(episode) = &mut wanted.episode {
        episode.aired = Some(day(5, 10));
    }
    let says = |today| {
        let taste = Taste { today: Some(today), ..Taste::default() };
        rank(&row("Tide.Lines.S02E05.1080p"), &wanted, &taste).reasons.contains(&RankReason::NotAired)
    };
    assert!(says(day(5, 1)));
    assert!(!says(day(5, 9)), "it may be tomorrow there already");
    assert!(!says(day(6, 1)));
}

#[test]
fn the_same_release_is_known_behind_what_others_add_to_its_name() {
    for (before, same) in [
        ("Tide.Lines.S02E04.1080p.WEB-DL.H264-XYZ", "Tide.Lines.S02E05.1080p.WEB-DL.H264-XYZ-copy"),
        (
            "Tide Lines (2010) S02E04 (1080p WEB-DL x265 AAC Ann) [XYZ]",
            "Tide Lines (2010) S02 (1080p WEB-DL x265 Bob) [XYZ]",
        ),
        ("Tide.Lines.S02E04.1080p.WEB-DL.H264-XYZ[index]", "Tide.Lines.S02E05.1080p.WEB-DL.H.264.XYZ.mkv"),
    ] {
        let taste = Taste { last: Some(LastRelease::of(&release_name::parse(before))), ..Taste::default() };
        let reasons = rank(&row(same), &series(), &taste).reasons;
        assert!(reasons.iter().any(|reason| matches!(reason, RankReason::SameRelease)), "{same}");
    }
}

#[test]
fn the_release_of_the_episode_before_comes_first() {
    let names = ["Tide.Lines.S02E05.2160p.WEB-DL-ABC", "Tide.Lines.S02E05.1080p.WEB-DL-XYZ"];
    let last = Some(LastRelease::of(&release_name::parse("Tide.Lines.S02E04.1080p.WEB-DL-XYZ")));
    assert_eq!(first(&names, &series(), &Taste { last, ..Taste::default() }), names[1]);
}

#[test]
fn another_show_comes_below_every_release_of_the_wanted_one() {
    let found = |title: &str, proof: Proof| {
        let torrent = Torrent { proof, ..Torrent::new(hash('a'), title, SourceName::Comet) };
        rank(&Candidate::new(torrent), &series(), &Taste::default())
    };
    let poorest = found("Tide.Lines.S02E05.480p.DVDRip", Proof::Nothing);
    for (title, proof, reason) in [
        ("Tide.Lines.Mexico.S02E05.2160p", Proof::Nothing, RankReason::AnotherTitle),
        ("Tide.Lines.Mexico.S02E05.2160p", Proof::Wanted, RankReason::LongerTitle),
        ("Fear.the.Tide.Lines.S02E05.2160p", Proof::Work, RankReason::LongerTitle),
        ("Lignes.de.maree.S02E05.2160p", Proof::Nothing, RankReason::AnotherTitle),
    ] {
        let rank = found(title, proof);
        assert!(rank.reasons.contains(&reason), "{title}: {:?}", rank.reasons);
        assert!(rank.value < poorest.value, "{title}");
        assert_eq!(rank.value > 0.0, proof > Proof::Nothing, "{title}");
    }
    let abroad = found("Lignes.de.maree.S02E05.2160p", Proof::Wanted);
    assert!(abroad.value > poorest.value, "an id proves a title in another language");
}

#[test]
fn what_the_person_found_wrong_is_not_tried_by_itself_and_says_why() {
    let wrong = row("Sintel.2010.2160p.BluRay.REMUX");
    let taste = Taste { complaints: HashMap::from([(hash('a'), Complaint::WrongLanguage)]), ..Taste::default() };
    let ranked = rank(&wrong, &film(), &taste);
    assert!(ranked.value < 0.0 && ranked.reasons.contains(&RankReason::Complained(Complaint::WrongLanguage)));
    assert!(!Candidate { rank: ranked, ..wrong }.is_worth_trying());
}

#[test]
fn a_dub_that_nobody_understands_comes_after_all_that_states_no_language() {
    let taste = Taste { understood: ["en", "tr"].map(str::to_owned).into(), ..Taste::default() };
    let ranked = |title: &str, cached| {
        let row = Candidate { cached, ..row(title) };
        rank(&row, &film(), &taste)
    };
    let held = Some(CacheState::Cached);
    let foreign = ranked("Sintel.2010.SPANISH.2160p.BluRay.REMUX", held);
    assert!(foreign.reasons.contains(&RankReason::OnlyIn("es".to_owned())), "{:?}", foreign.reasons);
    assert_eq!(RankReason::OnlyIn("es,pt".to_owned()).words(), "only in ES, PT");
    let plain = ranked("Sintel.2010.480p.DVDRip", Some(CacheState::NotCached));
    let mixed = ranked("Sintel.2010.SPANISH.ENGLISH.480p.DVDRip", Some(CacheState::NotCached));
    assert!(plain.value > foreign.value && mixed.value > foreign.value, "even of what is not held");
    assert!(foreign.value < 0.0, "and is not gone on to");
    let other = ranked("Another.Film.2001.1080p", held);
    assert!(foreign.value > ranked("Sintel.1999.1080p", held).value && other.value < 0.0, "but it is the film");
    let unasked = rank(&row("Sintel.2010.SPANISH.1080p"), &film(), &Taste::default());
    assert!(unasked.value > 0.0, "nothing is foreign to who is not known");
}

#[test]
fn the_language_a_work_was_made_in_is_not_foreign() {
    let taste = Taste { understood: ["tr".to_owned()].into(), ..Taste::default() };
    let is_foreign = |title: &str, wanted: &Wanted| {
        let reasons = rank(&row(title), wanted, &taste).reasons;
        reasons.iter().any(|reason| matches!(reason, RankReason::OnlyIn(_)))
    };
    let anime = Wanted { kind: Kind::Anime, ..series() };
    assert!(!is_foreign("Tide Lines - 13 [1080p][Japanese]", &anime), "with subtitles");
    assert!(is_foreign("Tide Lines - 13 [1080p][German]", &anime));
    let mut korean = series();
    korean.context.countries = vec!["South Korea".to_owned()];
    assert!(!is_foreign("Tide.Lines.S02E05.KOREAN.1080p", &korean) && is_foreign("Tide.Lines.S02E05.FRENCH", &korean));
    assert!(!is_foreign("Sintel.2010.ENGLISH.1080p", &film()), "where no country is known");
    assert!(!is_foreign("Sintel.2010.1080p", &film()) && !is_foreign("Sintel.2010.Turkish.1080p", &film()));
    let spanish = Taste { understood: ["es".to_owned()].into(), ..Taste::default() };
    let latin = rank(&row("Sintel.2010.LATINO.1080p"), &film(), &spanish);
    assert!(!latin.reasons.iter().any(|reason| matches!(reason, RankReason::OnlyIn(_))), "{:?}", latin.reasons);
}

#[test]
fn the_wish_decides_among_good_releases() {
    const GB: u64 = 1_000_000_000;
    let wanted = Wanted { runtime_min: Some(100), ..film() };
    let sized = [
        ("Sintel.2010.2160p.BluRay.REMUX", 60 * GB),
        ("Sintel.2010.2160p.WEB-DL.x265", 15 * GB),
        ("Sintel.2010.1080p.BluRay.REMUX", 28 * GB),
        ("Sintel.2010.1080p.WEB-DL.x265", 2 * GB),
        ("Sintel.2010.720p.WEB-DL.x265", GB),
        ("Sintel.2010.480p.DVDRip", GB / 2),
    ];
    let first = |liked: Preferences| {
        let taste = liking(liked);
        let ranked = sized.map(|(title, size)| {
            let mut row = row(title);
            row.torrent.size = Some(size);
            (rank(&row, &wanted, &taste).value, title)
        });
        ranked.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)).unwrap().1
    };
    let wish = |wish, line| Preferences { wish, line, ..Preferences::default() };
    assert_eq!(first(wish(Wish::FitsLine, Some(30_000_000))), "Sintel.2010.2160p.WEB-DL.x265", "20 of 30 Mb/s");
    assert_eq!(first(wish(Wish::FitsLine, Some(20_000_000))), "Sintel.2010.1080p.WEB-DL.x265", "not to the brim");
    assert_eq!(
        first(wish(Wish::FitsLine, Some(500_000_000))),
        "Sintel.2010.2160p.WEB-DL.x265",
        "a huge file stays one"
    );
    assert_eq!(first(wish(Wish::FitsLine, None)), first(Preferences::default()), "nothing is known of the line");
    assert_eq!(first(wish(Wish::SaveData, None)), "Sintel.2010.720p.WEB-DL.x265");
    let liked = Preferences { resolutions: vec!["1080p".to_owned()], ..wish(Wish::SaveData, None) };
    assert_eq!(first(liked), "Sintel.2010.1080p.WEB-DL.x265", "as the person likes it");
}

#[test]
fn the_rate_is_said_beside_the_line_and_weighs_only_where_it_is_wished() {
    let mut big = row("Sintel.2010.2160p.BluRay.REMUX");
    big.torrent.size = Some(45_000_000_000);
    let told = |wish, runtime_min| {
        let wanted = Wanted { runtime_min, ..film() };
        let ranked = |line| rank(&big, &wanted, &liking(Preferences { wish, line, ..Preferences::default() }));
        let (known, unknown) = (ranked(Some(50_000_000)), ranked(None));
        let said = known.reasons.iter().find(|reason| matches!(reason, RankReason::OverLine(_)));
        (said.map(|reason| reason.words().into_owned()), known.value - unknown.value)
    };
    let words = Some("60 Mb/s is much for your ≈ 50".to_owned());
    assert_eq!(told(Wish::BestPicture, Some(100)), (words.clone(), 0.0));
    assert_eq!(told(Wish::FitsLine, Some(100)), (words, -1_200.0));
    assert_eq!(told(Wish::BestPicture, None), (None, 0.0), "without a length there is no rate to tell");
    let weighed = Some("more than your line carries".to_owned());
    assert_eq!(told(Wish::FitsLine, None), (weighed, -1_200.0));
}
