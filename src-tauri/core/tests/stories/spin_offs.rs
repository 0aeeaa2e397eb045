//! Shows whose titles have the words of one another: the wanted one is found and linked, and never the other.

use std::sync::Arc;

use perihelion_core::metadata::{parse_id, wanted_from_id};
use perihelion_core::model::{Candidate, RankReason};
use perihelion_core::pipeline::{Details, Refresh, SearchRequest};
use perihelion_core::profile::Profile;
use perihelion_core::title::{Correction, Kind};
use perihelion_core::torrent::SourceName;
use perihelion_simulator::{AnimeIds, Config, Episode, Kind as WorkKind, Release, Upstream, Work};

use crate::stage::{Stage, Story, hash, quick};

/// A wanted show, a release of it, and one of another show: all of the third episode of the second season.
#[derive(Clone, Copy)]
struct Family {
    title: &'static str,
    country: &'static str,
    years: (u16, u16),
    right: &'static str,
    other: &'static str,
}

const fn family(title: &'static str, right: &'static str, other: &'static str) -> Family {
    Family { title, country: "United States", years: (2015, 2019), right, other }
}

const fn dated(family: Family, country: &'static str, years: (u16, u16)) -> Family {
    Family { country, years, ..family }
}

const FAMILIES: [Family; 40] = [
    family("Tidemen", "Tidemen.S02E03.1080p.WEB-DL", "Tidemen.Mexico.S02E03.1080p.WEB-DL"),
    family("Tidemen: Mexico", "Tidemen.Mexico.S02E03.1080p.WEB-DL", "Tidemen.S02E03.1080p.WEB-DL"),
    family("HMCS", "HMCS.S02E03.720p.HDTV", "HMCS.Los.Angeles.S02E03.720p.HDTV"),
    family("HMCS: Los Angeles", "HMCS.Los.Angeles.S02E03.720p", "HMCS.New.Orleans.S02E03.720p"),
    family("Corsair", "Corsair.S02E03.1080p", "Corsair.New.Blood.S02E03.1080p"),
    family("FBR", "FBR.S02E03.1080p.WEB", "FBR.International.S02E03.1080p.WEB"),
    family("FBR: Most Sought", "FBR.Most.Sought.S02E03", "FBR.S02E03.1080p"),
    family("Tide", "Tide.S02E03.1080p", "Tide.Book.II.Ghost.S02E03.1080p"),
    family("Tide Book III: Kanan", "Tide.Book.III.Kanan.S02E03", "Tide.Book.II.Ghost.S02E03"),
    family("Lock & Key", "Lock.and.Key.S02E03", "Lock.and.Key.SVU.S02E03"),
    family("Lock & Key", "Lock & Key S02E03 720p", "Lock.&.Key.Organized.S02E03"),
    family("The Counter", "The.Counter.S02E03.720p", "The.Counter.UK.S02E03.720p"),
    family("The Counter", "The.Counter.US.S02E03.720p", "The.Counter.AU.S02E03.720p"),
    dated(family("The Counter", "The.Counter.UK.S02E03", "The.Counter.US.S02E03"), "United Kingdom", (2001, 2003)),
    family("Star Gauge", "Star.Gauge.S02E03", "Star.Gauge.Discovery.S02E03"),
    family("Star Gauge: Discovery", "Star.Gauge.Discovery.S02E03", "Star.Gauge.Voyage.S02E03"),
    family("The Walking Tide", "The.Walking.Tide.S02E03", "Fear.the.Walking.Tide.S02E03"),
    family("The Walking Tide", "Walking.Tide.S02E03", "The.Walking.Tide.World.Beyond.S02E03"),
    family("Fear the Walking Tide", "Fear.The.Walking.Tide.S02E03", "The.Walking.Tide.S02E03"),
    family("Cork Fire", "Cork.Fire.S02E03.HDTV", "Cork.Med.S02E03.HDTV"),
    family("Cork P.D.", "Cork.PD.S02E03.HDTV", "Cork.Fire.S02E03.HDTV"),
    family("HSI", "HSI.S02E03.DVDRip", "HSI.Miami.S02E03.DVDRip"),
    family("HSI: NY", "HSI.NY.S02E03.DVDRip", "HSI.S02E03.DVDRip"),
    family("The Real Keepers of Cork", "The.Real.Keepers.of.Cork.S02E03", "The.Real.Keepers.of.Bergen.S02E03"),
    family("Whirl: Metal Masters", "Whirl.Metal.Masters.S02E03", "Whirl.Metal.Fury.S02E03"),
    dated(
        family("House of Maps", "House.of.Maps.S02E03", "House.of.Maps.UK.1990.S02E03"),
        "United States",
        (2013, 2018),
    ),
    dated(family("House of Maps", "House.of.Maps.2013.S02E03", "House.of.Maps.1990.S02E03"), "USA", (2013, 2018)),
    dated(
        family("Battle Gauge", "Battle.Gauge.2003.S02E03", "Battle.Gauge.1978.S02E03"),
        "United States",
        (2004, 2009),
    ),
    dated(family("Doctor Tide", "Doctor.Tide.2005.S02E03", "Doctor.Tide.1963.S02E03"), "UK", (2005, 2022)),
    dated(family("Doctor Tide", "Doctor.Tide.1963.S02E03", "Doctor.Tide.2005.S02E03"), "UK", (1963, 1989)),
    family("Kitchen Storms", "Kitchen.Storms.US.S02E03", "Kitchen.Storms.UK.S02E03"),
    family("MapChef", "MapChef.US.S02E03", "MapChef.Australia.S02E03"),
    family("MapChef", "MapChef.S02E03", "MapChef.Junior.S02E03"),
    family("Gotland Knights", "Gotland.Knights.S02E03", "Gotland.Knights.Origins.S02E03"),
    family("Marvel's Agents of T.I.D.E.", "Agents.of.TIDE.S02E03", "Agents.of.TIDE.Slingshot.S02E03"),
    family("Grey Harbour", "Grey.Harbour.S02E03", "Grey.Harbour.B-Team.S02E03"),
    family("The Quarter", "The.Quarter.S02E03", "The.Quarter.Legacy.S02E03"),
    family("Party of Sails", "Party.of.Sails.S02E03", "Party.of.Sails.Reunion.Special.S02E03"),
    family("Planet Salt", "Planet.Salt.S02E03", "Planet.Salt.II.S01E03"),
    family("Yellow Stones", "Yellow.Stones.S02E03", "1923.A.Yellow.Stones.Origin.Story.S02E03"),
];

fn id(at: usize) -> String {
    format!("tt9991{at:04}")
}

fn release(number: usize, name: &str, sources: &[Upstream]) -> Release {
    Release {
        hash: hash(10_000 + u64::try_from(number).unwrap()),
        name: name.to_owned(),
        files: vec![(format!("/{name}.mkv"), 1_500_000_000)],
        seeders: 50,
        cached: Some(true),
        sources: sources.to_vec(),
        episode: None,
    }
}

fn work(at: usize, family: &Family, releases: Vec<Release>) -> Work {
    let episode = |season, number| Episode {
        season,
        number,
        title: format!("Of the Lamp {season} {number}"),
        released: 1_430_000_000 + i64::from(season * 20 + number) * 604_800,
        ..Episode::default()
    };
    Work {
        imdb: id(at),
        kind: WorkKind::Series,
        name: family.title.to_owned(),
        year: family.years.0,
        end_year: Some(family.years.1),
        runtime_min: 45,
        country: family.country.to_owned(),
        episodes: [1, 2].into_iter().flat_map(|season| (1..=8).map(move |number| episode(season, number))).collect(),
        releases,
        ..Work::default()
    }
}

/// Zilean tells the id of each row, these tell its name alone.
const BY_TITLE: [Upstream; 2] = [Upstream::AnimeTosho, Upstream::Nyaa];

/// Searches as the app does: the details come beside the sources, and the relatives after them.
async fn find(stage: &Stage, profile: &Profile, asked: &str) -> Story {
    let asked = parse_id(asked).unwrap();
    let quick = wanted_from_id(&asked, None);
    let (first, second, kind) = (profile.clone(), profile.clone(), asked.kind_hint.unwrap_or(Kind::Series));
    let details =
        Details::pending(async move { first.wanted(kind, &asked.title_id, asked.season, asked.episode).await.ok() })
            .and_then(|wanted| async move { second.with_relatives(&wanted).await });
    let search = SearchRequest {
        wanted: quick,
        details,
        sources: SourceName::ALL.to_vec(),
        refresh: Refresh::All,
        correction: Correction::default(),
        taste: Arc::default(),
    };
    stage.run(search).await
}

/// The names of the rows that Play or a link would try, best first.
fn tried(story: &Story) -> Vec<&str> {
    let rows = story.found.candidates.iter().filter(|row| row.is_worth_trying());
    rows.map(|row| row.torrent.title.as_str()).collect()
}

/// What is tried of these releases of a family.
async fn tried_of(family: &Family, names: &[&str]) -> Vec<String> {
    let releases = (0..).zip(names).map(|(number, name)| release(number, name, &BY_TITLE));
    let stage = Stage::set(Config { works: vec![work(0, family, releases.collect())], ..quick() }).await;
    let (profile, _folder) = stage.profile().await;
    let story = find(&stage, &profile, "tt99910000:2:3").await;
    tried(&story).into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn of_two_shows_with_the_same_words_only_the_wanted_one_is_tried() {
    let mut wrong = Vec::new();
    for family in &FAMILIES {
        let both = tried_of(family, &[family.right, family.other]).await;
        let other = tried_of(family, &[family.other]).await;
        if both != [family.right] || !other.is_empty() {
            wrong.push(format!("{}: {both:?}, of the other alone {other:?}", family.title));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    println!("spin-offs: {} families, with both and with the other alone", FAMILIES.len());
}

#[tokio::test]
async fn an_id_proves_a_longer_title_unless_the_catalogue_lists_it_as_another_work() {
    let wanted = family("Tidemen", "Tidemen.S02E03.1080p", "");
    let sister = family("Tidemen: Mexico", "", "");
    let by_id = [Upstream::Torrentio];
    let releases = vec![
        release(1, "Tidemen.S02E03.720p.WEB-DL", &by_id),
        release(2, "Tidemen.A.Tale.of.the.Sea.S02E03.2160p.WEB-DL", &by_id),
        release(3, "Hombres.de.la.Marea.S02E03.1080p", &by_id),
        release(4, "Tidemen.Mexico.S02E03.2160p.WEB-DL", &by_id),
    ];
    let works = vec![work(0, &wanted, releases), work(1, &sister, Vec::new())];
    let stage = Stage::set(Config { works, ..quick() }).await;
    let (profile, _folder) = stage.profile().await;
    let story = find(&stage, &profile, "tt99910000:2:3").await;
    let reasons = |number: u64| story.row(&hash(10_000 + number)).rank.reasons.clone();
    let mut order = tried(&story);
    assert_eq!(order.pop(), Some("Tidemen.A.Tale.of.the.Sea.S02E03.2160p.WEB-DL"), "below every other");
    order.sort_unstable();
    assert_eq!(
        order,
        ["Hombres.de.la.Marea.S02E03.1080p", "Tidemen.S02E03.720p.WEB-DL"],
        "its name in other languages"
    );
    assert!(reasons(2).contains(&RankReason::LongerTitle));
    assert!(reasons(4).contains(&RankReason::AnotherTitle), "{:?}", reasons(4));
    let asked = || stage.simulator.requests().iter().filter(|asked| asked.path_and_query.contains("search=")).count();
    let before = asked();
    find(&stage, &profile, "tt99910000:2:3").await;
    assert_eq!(asked(), before, "its relatives are remembered");
}

/// An anime whose entry counts through everything, and one of a later season.
#[tokio::test]
async fn arcs_and_running_numbers_of_an_anime_are_found_by_title() {
    let names = [
        ("[Group] Wide Sea - 1170 [1080p].mkv", true),
        ("Wide.Sea.S01E1170.1080p.WEB", true),
        ("Wide.Sea.S23E1170.1080p.WEB", true),
        ("[Group] Wide Sea Land of Rice (1156-1180) [1080p]", true),
        ("[Group] Wide Sea Z - 1169 [1080p]", false),
        ("[Group] Wide Sea Land of Rice (1-1155) [1080p]", false),
        ("Wide.Sea.S23E1171.1080p.WEB", false),
    ];
    let releases = names.iter().enumerate().map(|(at, (name, _))| release(at, name, &BY_TITLE)).collect();
    let episode = |number: u32| Episode {
        season: if number > 1155 { 23 } else { 1 },
        number: if number > 1155 { number - 1155 } else { number },
        absolute: Some(number),
        title: format!("Log {number}"),
        released: 1_000_000_000 + i64::from(number) * 604_800,
        ..Episode::default()
    };
    let anime = Work {
        imdb: "tt99919999".to_owned(),
        kind: WorkKind::Anime,
        name: "Wide Sea".to_owned(),
        year: 2001,
        runtime_min: 24,
        anime: Some(AnimeIds { kitsu: 99_901, mal: 99_902, anilist: 99_903, anidb: 99_904 }),
        episodes: (1..=1180).map(episode).collect(),
        releases,
        ..Work::default()
    };
    let stage = Stage::set(Config { works: vec![anime], ..quick() }).await;
    let (profile, _folder) = stage.profile().await;
    let fitting = [RankReason::ExactEpisode, RankReason::SeasonPack];
    for asked in ["kitsu:99901:1170", "tt99919999:23:15"] {
        let story = find(&stage, &profile, asked).await;
        let exact = |row: &&Arc<Candidate>| row.rank.reasons.iter().any(|reason| fitting.contains(reason));
        let rows = story.found.candidates.iter().filter(exact);
        let mut found: Vec<&str> = rows.map(|row| row.torrent.title.as_str()).collect();
        found.sort_unstable();
        let mut expected: Vec<&str> = names.iter().filter(|(_, right)| *right).map(|(name, _)| *name).collect();
        expected.sort_unstable();
        assert_eq!(found, expected, "{asked}");
    }
}
