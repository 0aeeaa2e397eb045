//! Runs every parser over every fixture, intact and damaged, and over bodies that are no answers: each must return
//! rows or a clear error, never panic, and never take long.

use std::collections::BTreeMap;

use super::{PARSERS, is_bounded, readers};
use crate::sources::SourceError;
use crate::sources::fixtures::{FIXTURES, Fixture};

#[test]
fn what_is_no_answer_is_a_clear_error() {
    let deep_json = ["[".repeat(200_000), "{\"streams\":".repeat(200_000), "{\"data\":".repeat(200_000)];
    let deep_xml = format!("<rss><channel>{}", "<item>".repeat(200_000));
    let deeper_xml = format!("<rss><channel><item>{}", "<a>".repeat(200_000));
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><rss><channel><item><title>&c;</title>";
    let mut bodies: Vec<&[u8]> = vec![
        b"",
        b" ",
        b"garbage",
        b"\xff\xfe\xfd",
        b"\0\0\0\0",
        b"null",
        b"true",
        b"7",
        b"\"text\"",
        b"{}",
        b"{\"streams\":null,\"data\":null}",
        b"{\"streams\":{\"a\":1},\"data\":{\"items\":{}},\"metas\":7}",
        b"{\"streams\":[{\"infoHash\":\"08ada5a7a6183aae",
        b"<html><body>502</body></html>",
        b"<rss><channel><item><title>cut",
        b"<error code=\"100\" description=\"Incorrect user credentials\"/>",
        bomb.as_bytes(),
        deep_xml.as_bytes(),
        deeper_xml.as_bytes(),
    ];
    bodies.extend(deep_json.iter().map(String::as_bytes));
    for (name, parse) in PARSERS {
        for body in &bodies {
            let shown = String::from_utf8_lossy(&body[..body.len().min(60)]);
            let error = parse(body).expect_err(&format!("{name} of {shown}"));
            assert!(matches!(&error, SourceError::Malformed(why) if !why.is_empty()), "{name} of {shown}: {error:?}");
        }
    }
}

#[test]
fn a_harmed_answer_is_an_error_or_rows_and_never_a_panic() {
    let mut tried = 0;
    for Fixture { body: fixture, .. } in FIXTURES {
        for (_, parse) in PARSERS {
            // Truncate at regular distances, and change single bytes at regular distances.
            for at in (0..fixture.len()).step_by(1 + fixture.len() / 40) {
                let _ = parse(&fixture[..at]);
                let mut harmed = fixture.to_vec();
                for byte in [b'"', b'<', b'\\', 0xff] {
                    harmed[at] = byte;
                    let _ = parse(&harmed);
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 30_000, "{tried} were tried");
}

#[test]
fn rows_are_fit_to_show_and_bounded() {
    let bad = "\u{202e}gpj.exe\\u0000\\u0007".to_owned() + &"x".repeat(5000);
    let trackers = (0..50).map(|n| format!("\"tracker:udp://t{n}.example.org:1\"")).collect::<Vec<_>>().join(",");
    let hash = "08ada5a7a6183aae1e09d831df6748d566095a10";
    let body = format!(
        r#"{{"streams":[{{"infoHash":"{hash}","title":"{bad}\n👤 99999999999 💾 1 GB ⚙️ {bad}","description":"📄 {bad}\n📂 {bad}","fileIdx":-3,"sources":[{trackers}]}}]}}"#
    );
    for (name, parse) in &PARSERS[..6] {
        let rows = parse(body.as_bytes()).unwrap().torrents;
        let row = &rows[0];
        assert_eq!(row.title.chars().count(), 1024, "{name}");
        assert!(row.title.chars().all(|c| !c.is_control() && c != '\u{202e}'), "{name}");
        assert_eq!((row.seeders, row.file_index, row.trackers.len()), (None, None, 20), "{name}");
    }
}

/// A pseudo-random generator with a fixed sequence.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

/// Inputs known to break parsers of such texts.
const TROUBLE: [&[u8]; 16] = [
    b"\"",
    b"\\u0000",
    b"\\ud83d",
    b"[[[[",
    b"}}",
    b"null",
    b"-1",
    b"1e999",
    b"18446744073709551616",
    b"<![CDATA[",
    b"&#x0;",
    b"&amp",
    b"magnet:?xt=urn:btih:",
    "👤".as_bytes(),
    "\u{202e}".as_bytes(),
    b"\xf0\x9f",
];

fn mutated(fixture: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut body = fixture.to_vec();
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(body.len());
        let end = (at + dice.roll(40)).min(body.len());
        match dice.roll(12) {
            0 => drop(body.drain(at..end)),
            1 => {
                if let Some(byte) = body.get_mut(at) {
                    *byte = u8::try_from(dice.roll(256)).unwrap();
                }
            }
            2 => drop(body.splice(at..at, TROUBLE[dice.roll(TROUBLE.len())].iter().copied())),
            3 => {
                let again = body[at..end].repeat(1 + dice.roll(20));
                drop(body.splice(at..at, again));
            }
            4 => {
                let other = FIXTURES[dice.roll(FIXTURES.len())].body;
                let from = dice.roll(other.len());
                drop(body.splice(at..end, other[from..(from + 200).min(other.len())].iter().copied()));
            }
            5 => body.truncate(at),
            // Replace a digit by a digit and a letter by a letter, because a body that keeps its form is parsed
            // further.
            _ => {
                for byte in &mut body[at..end] {
                    match byte {
                        b'0'..=b'9' => *byte = b'0' + u8::try_from(dice.roll(10)).unwrap(),
                        b'a'..=b'z' => *byte = b'a' + u8::try_from(dice.roll(26)).unwrap(),
                        _ => {}
                    }
                }
            }
        }
    }
    body
}

#[test]
#[expect(clippy::print_stdout, reason = "the number of inputs tried is part of the result")]
fn mutated_answers_are_read_within_bounds_or_refused() {
    const INPUTS: usize = 20_000;
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut read: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for number in 0..INPUTS {
        let fixture = &FIXTURES[dice.roll(FIXTURES.len())];
        let body = mutated(fixture.body, &mut dice);
        if let Some((name, parse)) = PARSERS.iter().find(|(name, _)| *name == fixture.parser) {
            let [tried, taken] = read.entry(name).or_default();
            *tried += 1;
            if let Ok(answer) = parse(&body) {
                assert!(is_bounded(&answer), "{name}, input {number}");
                *taken += usize::from(!answer.torrents.is_empty());
            }
        } else {
            let other = readers().find(|(name, _)| *name == fixture.parser);
            other.unwrap_or_else(|| panic!("nobody is called {}", fixture.parser)).1(&body);
        }
    }
    assert_eq!(read.len(), PARSERS.len(), "every parser had its turn");
    for (name, [tried, taken]) in &read {
        assert!(taken * 20 > *tried, "{name}: {taken} of {tried} were read, the rest was nonsense");
    }
    let [tried, taken] = read.values().fold([0, 0], |sum, each| [sum[0] + each[0], sum[1] + each[1]]);
    println!(
        "{INPUTS} mutated inputs tried; of {tried} answers {taken} were read as torrents, none beyond its bounds: {read:?}"
    );
}

/// A list of subtitles is read while a film plays, and its reader counts its own rows.
#[test]
#[expect(clippy::print_stdout, reason = "the number of inputs tried is part of the result")]
fn mutated_lists_of_subtitles_are_read_within_bounds_or_refused() {
    const INPUTS: usize = 20_000;
    let fixture = FIXTURES.iter().find(|fixture| fixture.parser == "subtitle_list").unwrap();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut kept_form = 0;
    for _ in 0..INPUTS {
        let body = mutated(fixture.body, &mut dice);
        kept_form += usize::from(serde_json::from_slice::<serde_json::Value>(&body).is_ok());
        super::run("subtitle_list", &body);
    }
    assert!(kept_form * 20 > INPUTS, "{kept_form} of {INPUTS} were lists, the rest was nonsense");
    println!("{INPUTS} mutated lists of subtitles tried, {kept_form} of them still lists; none beyond its bounds");
}

#[test]
fn what_the_fixtures_hold_besides_torrents_is_counted() {
    use crate::sources::DropReason::{DebridOnly, FileOnly, NoHash, Notice, Unreadable, V2Only};
    let dropped = |name: &str, body: &[u8]| {
        let (_, parse) = PARSERS.iter().find(|(known, _)| *known == name).unwrap();
        parse(body).unwrap().dropped
    };
    let torrentio = dropped("torrentio", include_bytes!("../sources/fixtures/torrentio/forms.json"));
    assert_eq!(torrentio, [(DebridOnly, 1), (Notice, 1), (Unreadable, 6)].into());
    let comet = dropped("comet", include_bytes!("../sources/fixtures/comet/current.json"));
    assert_eq!(comet, [(DebridOnly, 1), (Notice, 1)].into());
    let index = dropped("torznab", include_bytes!("../sources/fixtures/torznab/search.xml"));
    assert_eq!(index, [(FileOnly, 1), (NoHash, 1), (V2Only, 1), (Unreadable, 1)].into());
    let page = dropped("nyaa_page", include_bytes!("../sources/fixtures/nyaa/page.html"));
    assert_eq!(page, [(FileOnly, 1)].into());
}
