//! Chapters: what their names say, and where they stand.

use crate::segments::SegmentKind::{Credits, Opening, Preview, Recap};
use crate::segments::{Chapter, SegmentKind, from_chapters};

const LENGTH: f64 = 1440.0;

fn chapters(list: &[(&str, f64)]) -> Vec<Chapter> {
    list.iter().map(|(title, start)| Chapter { title: (*title).to_owned(), start: *start }).collect()
}

fn found(list: &[(&str, f64)], length: f64) -> Vec<(SegmentKind, f64, f64)> {
    let segments = from_chapters(&chapters(list), length);
    segments.into_iter().map(|segment| (segment.kind, segment.start, segment.end)).collect()
}

/// The kind that a name gives a minute and a half near the beginning, and near the end.
fn said(name: &str) -> [Option<SegmentKind>; 2] {
    let at = |start: f64| {
        let list = [("Chapter 01", 0.0), (name, start), ("Chapter 02", start + 90.0)];
        found(&list, LENGTH).first().map(|(kind, ..)| *kind)
    };
    [at(60.0), at(1320.0)]
}

#[test]
fn a_chapters_name_says_what_it_is() {
    const NAMES: &[(&str, [Option<SegmentKind>; 2])] = &[
        ("OP", [Some(Opening), None]),
        ("op", [Some(Opening), None]),
        ("OP2", [Some(Opening), None]),
        ("OP 1b", [Some(Opening), None]),
        ("ＯＰ", [Some(Opening), None]),
        ("NCOP", [Some(Opening), None]),
        ("NC OP 01", [Some(Opening), None]),
        ("Creditless Opening", [Some(Opening), None]),
        ("Opening", [Some(Opening), None]),
        ("Opening (Hikari no Kaze)", [Some(Opening), None]),
        ("Opening - Hikari no Kaze", [Some(Opening), None]),
        ("Opening Theme “Hikari”", [Some(Opening), None]),
        ("Opening Credits", [Some(Opening), None]),
        ("02. Opening Credits", [Some(Opening), None]),
        ("Chapter 2: Opening Titles", [Some(Opening), None]),
        ("Main Title", [Some(Opening), None]),
        ("Title Sequence", [Some(Opening), None]),
        ("Intro", [Some(Opening), None]),
        ("Intro Start", [Some(Opening), None]),
        ("Vorspann", [Some(Opening), None]),
        ("Générique de début", [Some(Opening), None]),
        ("Sigla iniziale", [Some(Opening), None]),
        ("Açılış", [Some(Opening), None]),
        ("AÇILIŞ JENERİĞİ", [Some(Opening), None]),
        ("Опенинг", [Some(Opening), None]),
        ("オープニング", [Some(Opening), None]),
        ("オープニングテーマ「ひかり」", [Some(Opening), None]),
        ("片头曲", [Some(Opening), None]),
        ("오프닝", [Some(Opening), None]),
        ("Theme", [Some(Opening), Some(Credits)]),
        ("Theme Song", [Some(Opening), Some(Credits)]),
        ("Credits", [Some(Opening), Some(Credits)]),
        ("Générique", [Some(Opening), Some(Credits)]),
        ("Sigla", [Some(Opening), Some(Credits)]),
        ("Recap", [Some(Recap), None]),
        ("Previously", [Some(Recap), None]),
        ("Previously on Tide Lines", [Some(Recap), None]),
        ("Last Time on Tide Lines...", [Some(Recap), None]),
        ("Was bisher geschah", [Some(Recap), None]),
        ("Önceki Bölümde", [Some(Recap), None]),
        ("前回のあらすじ", [Some(Recap), None]),
        ("あらすじ", [Some(Recap), None]),
        ("ED", [None, Some(Credits)]),
        ("ED1", [None, Some(Credits)]),
        ("NCED", [None, Some(Credits)]),
        ("ED「夜の海」", [None, Some(Credits)]),
        ("Ending", [None, Some(Credits)]),
        ("Ending: Yoru no Umi", [None, Some(Credits)]),
        ("End Credits", [None, Some(Credits)]),
        ("End Title", [None, Some(Credits)]),
        ("Outro", [None, Some(Credits)]),
        ("Closing Credits", [None, Some(Credits)]),
        ("Closing", [None, Some(Credits)]),
        ("Abspann", [None, Some(Credits)]),
        ("Générique de fin", [None, Some(Credits)]),
        ("Titoli di coda", [None, Some(Credits)]),
        ("Créditos finales", [None, Some(Credits)]),
        ("Kapanış Jeneriği", [None, Some(Credits)]),
        ("エンディング", [None, Some(Credits)]),
        ("エンドロール", [None, Some(Credits)]),
        ("片尾", [None, Some(Credits)]),
        ("Preview", [None, Some(Preview)]),
        ("Next Episode", [None, Some(Preview)]),
        ("Next Episode: The Kite", [None, Some(Preview)]),
        ("Episode Preview", [None, Some(Preview)]),
        ("Next Time on Tide Lines", [None, Some(Preview)]),
        ("PV", [None, Some(Preview)]),
        ("Yokoku", [None, Some(Preview)]),
        ("次回予告", [None, Some(Preview)]),
        ("予告", [None, Some(Preview)]),
        ("Vorschau", [None, Some(Preview)]),
        ("Fragman", [None, Some(Preview)]),
        // The story itself, and what says nothing.
        ("Avant", [None, None]),
        ("アバン", [None, None]),
        ("Prologue", [None, None]),
        ("Epilogue", [None, None]),
        ("Cold Open", [None, None]),
        ("Part A", [None, None]),
        ("A Part", [None, None]),
        ("Aパート", [None, None]),
        ("Eyecatch", [None, None]),
        ("Chapter 01", [None, None]),
        ("Kapitel 3", [None, None]),
        ("7", [None, None]),
        ("00:01:30.000", [None, None]),
        ("", [None, None]),
        ("The Opening of the Gate", [None, None]),
        ("Opening Night", [None, None]),
        ("A Happy Ending for Whom", [None, None]),
        ("Intro End", [None, None]),
        ("Operation", [None, None]),
        ("Edward", [None, None]),
        ("Next of Kin", [None, None]),
        ("Theme Park", [None, None]),
        ("Previously Unknown", [None, None]),
    ];
    let wrong: Vec<_> = NAMES.iter().filter(|(name, right)| said(name) != *right).collect();
    assert!(wrong.is_empty(), "{:?}", wrong.iter().map(|(name, right)| (name, right, said(name))).collect::<Vec<_>>());
    let telling = NAMES.iter().filter(|(_, [early, late])| early.or(*late).is_some()).count();
    assert!(telling >= 30 && NAMES.len() - telling >= 15, "{telling} of {}", NAMES.len());
}

#[test]
fn an_episodes_chapters_are_read_together() {
    let anime = [
        ("Recap", 0.0),
        ("Prologue", 45.0),
        ("Opening", 100.0),
        ("Part A", 190.0),
        ("Part B", 700.0),
        ("Ending", 1300.0),
        ("Epilogue", 1390.0),
        ("Preview", 1410.0),
    ];
    let right = [(Recap, 0.0, 45.0), (Opening, 100.0, 190.0), (Credits, 1300.0, 1390.0), (Preview, 1410.0, LENGTH)];
    assert_eq!(found(&anime, LENGTH), right);
    let mut shuffled = anime;
    shuffled.reverse();
    assert_eq!(found(&shuffled, LENGTH), right, "in whatever order they are listed");
    let in_pieces = [("A", 0.0), ("Opening", 60.0), ("Opening Credits", 65.0), ("B", 150.0), ("Ending", 1300.0)];
    let joined = [(Opening, 60.0, 150.0), (Credits, 1300.0, LENGTH)];
    assert_eq!(found(&in_pieces, LENGTH), joined, "of one meaning, one segment");
}

#[test]
fn an_intro_before_an_opening_is_story_and_so_is_an_outro_after_an_ending() {
    let both = [("Intro", 0.0), ("OP", 70.0), ("Part A", 160.0), ("ED", 1300.0), ("Outro", 1390.0)];
    assert_eq!(found(&both, LENGTH), [(Opening, 70.0, 160.0), (Credits, 1300.0, 1390.0)]);
    let alone = [("Cold Open", 0.0), ("Intro", 70.0), ("Part A", 160.0), ("Outro", 1350.0)];
    assert_eq!(found(&alone, LENGTH), [(Opening, 70.0, 160.0), (Credits, 1350.0, LENGTH)]);
    let slip = [("Intro", 0.0), ("OP", 70.0), ("Part A", 71.0), ("ED", 1300.0)];
    assert_eq!(
        found(&slip, LENGTH),
        [(Opening, 0.0, 70.0), (Credits, 1300.0, LENGTH)],
        "an opening of a second is none"
    );
}

#[test]
fn what_cannot_be_is_not() {
    let film = 6000.0;
    assert_eq!(found(&[("Opening", 0.0), ("The Harbour", 720.0)], film), [], "an opening of twelve minutes");
    assert_eq!(found(&[("OP", 0.0), ("Part A", 12.0)], LENGTH), [], "one of twelve seconds");
    assert_eq!(found(&[("A", 0.0), ("Opening", 800.0), ("B", 890.0)], LENGTH), [], "one in the second half");
    assert_eq!(found(&[("A", 0.0), ("End Credits", 300.0), ("B", 400.0)], LENGTH), [], "credits in the middle");
    assert_eq!(found(&[("A", 0.0), ("Ending", 900.0)], LENGTH), [], "an ending of nine minutes");
    let right = [(Credits, 5400.0, film)];
    assert_eq!(found(&[("A", 0.0), ("End Credits", 5400.0)], film), right, "ten minutes, of a film");
    let numbers: Vec<(String, f64)> = (0..30).map(|n| (format!("Chapter {n:02}"), f64::from(n) * 40.0)).collect();
    let numbers: Vec<(&str, f64)> = numbers.iter().map(|(name, start)| (name.as_str(), *start)).collect();
    assert_eq!(found(&numbers, LENGTH), [], "numbers alone tell nothing");
}

#[test]
fn chapters_of_a_hostile_file_are_read_to_nothing() {
    for start in [f64::NAN, f64::INFINITY, -5.0, 1e9] {
        assert_eq!(found(&[("OP", start)], LENGTH), [], "{start}");
    }
    let op = [("OP", 60.0), ("Part A", 150.0)];
    for length in [f64::NAN, f64::INFINITY, -1.0, 0.0, 1e-9] {
        assert_eq!(found(&op, length), [], "{length}");
    }
    let thousand: Vec<(&str, f64)> = (0..1000).map(|n| (["OP", "A"][n % 2], 0.5 * n as f64)).collect();
    assert_eq!(found(&thousand, LENGTH), [], "half a second each");
    let long = format!("OP {}", "x".repeat(1 << 20));
    assert_eq!(found(&[(&long, 60.0), ("A", 150.0)], LENGTH), []);
    let one_place: Vec<(&str, f64)> = vec![("OP", 60.0); 50];
    assert_eq!(found(&one_place, LENGTH), [], "to the end of the file");
}

#[test]
fn the_credits_of_an_episode_are_found_by_their_chapter() {
    let told = |name: &str| {
        let chapter = |start: f64, title: &str| Chapter { title: title.to_owned(), start };
        let all = [chapter(0.0, "Opening"), chapter(90.0, "Part A"), chapter(1320.0, name), chapter(1410.0, "Preview")];
        from_chapters(&all, 1440.0)
            .into_iter()
            .find(|segment| segment.kind == SegmentKind::Credits)
            .map(|segment| segment.start)
    };
    for name in [
        "Credits",
        "End Credits",
        "CLOSING CREDITS",
        "Outro",
        "Ending",
        "ED",
        "ED1",
        "07 - Ending",
        "Ending Theme",
        "End Titles",
        "Closing",
        "Abspann",
        "Générique de fin",
        "Créditos",
        "Titoli di coda",
        "Jenerik",
        "エンディング",
        "Staff Roll",
        "[Credits]",
        "End-Credits",
    ] {
        assert_eq!(told(name), Some(1320.0), "{name}");
    }
    for name in ["Part B", "The Ending of Things", "Chapter 12", "Edward", "Preview", "Epilogue"] {
        assert_eq!(told(name), None, "{name}");
    }
}
