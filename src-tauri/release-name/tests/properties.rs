//! What must hold for every text: no panic, spans inside it, and time that grows with its length only.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use release_name::{parse, parse_path};

/// Texts made of the pieces release names are made of, so that the stages meet each other in odd orders.
fn name_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "S01",
        "E02",
        "S01E02",
        "1x02",
        "-",
        " - ",
        ".",
        "_",
        "[",
        "]",
        "(",
        ")",
        "【",
        "】",
        "第",
        "05",
        "集",
        "季",
        "1080p",
        "x264",
        "H",
        "264",
        "5.1",
        "DDP5",
        "WEB",
        "DL",
        "2012",
        "2024.03.11",
        "Season",
        "Episode",
        "Сезон",
        "серия",
        "of",
        "12.5",
        "v2",
        "Complete",
        "the",
        "Sample",
        "NCOP",
        "eng",
        "sub",
        "www",
        "com",
        "mkv",
        "Meadow",
        "'",
        "’",
        "+",
        "&",
        "~",
        "/",
        "#",
        "%",
        "0",
        "99999",
        "é",
        "日本",
        "🎬",
        "\u{301}",
        "8DE44442",
        "to",
        "1-12",
        "S01-S03",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn holds(text: &str) {
    let read = parse(text);
    for span in &read.spans {
        assert!(text.get(span.range()).is_some_and(|t| !t.is_empty()), "{span:?} is not inside {text:?}");
    }
    assert!(read.episodes.len() <= 20_000, "{text:?} names too many episodes");
    parse_path(text);
}

proptest! {
    #[test]
    fn any_text_parses(text in "\\PC*") {
        holds(&text);
    }

    #[test]
    fn any_order_of_known_pieces_parses(text in name_like()) {
        holds(&text);
    }
}

#[test]
fn time_grows_with_the_length_only() {
    for piece in [
        "- 1 ",
        "s01",
        "[",
        "(1.5",
        "第二",
        "1-2-",
        "e1e2000",
        "www.a.",
        "the complete ",
        "eng sub ",
        "2012 ",
        "a/",
        "Sample ",
    ] {
        let time = |length: usize| {
            let text = piece.repeat(length / piece.len());
            (0..5)
                .map(|_| {
                    let start = Instant::now();
                    parse(&text);
                    start.elapsed()
                })
                .min()
                .unwrap_or(Duration::MAX)
        };
        let (short, long) = (time(1024), time(4096));
        // Linear is 4 times; quadratic would be 16. Debug builds and busy machines get room in between.
        assert!(long < short * 10 + Duration::from_millis(2), "{piece:?}: {short:?} for 1 KiB, {long:?} for 4 KiB");
    }
}

#[test]
fn a_name_longer_than_any_file_system_takes_is_cut() {
    let text = "é".repeat(10_000);
    holds(&text);
}
