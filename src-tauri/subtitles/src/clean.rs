//! The text of subtitles without what players do not know or should not be told: markup of web pages, controls, marks that turn
//! the direction of reading.

/// What a text is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `SubRip` or `WebVTT`.
    Lines,
    /// Advanced `SubStation` Alpha, whose markup is its own.
    Ass,
}

/// The markup that every player knows.
const KNOWN: [&str; 3] = ["i", "b", "u"];
/// Longer lines are cut; those of ASS, of which a part shows something else, are left out.
const LONGEST_LINE: usize = 2000;
const LONGEST_OF_ASS: usize = 16_000;
/// Sections of files within the file: nobody's fonts are read for a film's sake.
const FILES: [&str; 2] = ["[fonts]", "[graphics]"];

/// Returns the text with one form of line end, and without markup that is not known where it is of [`Form::Lines`].
pub fn clean(text: &str, form: Form) -> String {
    // Programs that end lines twice leave two of the first.
    let text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace('\r', "\n");
    let mut cleaned = String::with_capacity(text.len());
    let mut is_in_file = false;
    for line in text.lines() {
        let kept = line.chars().filter(|c| is_kept(*c));
        match form {
            Form::Lines => push_known(&mut cleaned, &kept.take(LONGEST_LINE).collect::<String>()),
            Form::Ass => {
                if line.starts_with('[') {
                    is_in_file = FILES.contains(&line.trim().to_ascii_lowercase().as_str());
                }
                if is_in_file || line.len() > LONGEST_OF_ASS {
                    continue;
                }
                cleaned.extend(kept);
            }
        }
        cleaned.push('\n');
    }
    cleaned
}

/// Whether a character is shown or needed: not a control, nor one of the marks by which text pretends to be another. The two
/// marks of direction that Arabic and Hebrew need stay.
fn is_kept(c: char) -> bool {
    c == '\t' || !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Appends a line without the tags that players do not know. What is no tag stays, such as `a < b` and the arrow of times.
fn push_known(cleaned: &mut String, line: &str) {
    let mut rest = line;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        cleaned.push_str(before);
        let end = from.find('>').filter(|end| is_tag(from.get(1..*end).unwrap_or_default()));
        let Some(end) = end else {
            cleaned.push('<');
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        let (tag, after) = from.split_at(end + 1);
        let name = tag.trim_matches(['<', '>', '/']).to_ascii_lowercase();
        if KNOWN.contains(&name.as_str()) {
            cleaned.push_str(&tag.to_ascii_lowercase());
        }
        rest = after;
    }
    cleaned.push_str(rest);
}

/// Whether what stands between two brackets is a tag: a name with a letter first, or the end of one.
fn is_tag(inner: &str) -> bool {
    let name = inner.strip_prefix('/').unwrap_or(inner);
    name.starts_with(|c: char| c.is_ascii_alphabetic()) && inner.len() <= 200
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn markup_of_web_pages_goes_and_what_players_know_stays() {
        for (line, expected) in [
            ("<i>The sun</i> comes up.", "<i>The sun</i> comes up."),
            ("<FONT COLOR=\"#ffff00\">Sun</FONT>", "Sun"),
            ("<B>loud</B> <script>alert(1)</script>", "<b>loud</b> alert(1)"),
            ("<c.yellow>Sun</c> <v Fred>hello", "Sun hello"),
            ("00:00:01,000 --> 00:00:02,000", "00:00:01,000 --> 00:00:02,000"),
            ("3 < 4 and 5 > 2", "3 < 4 and 5 > 2"),
            ("{\\an8}On top", "{\\an8}On top"),
            ("I <3 you", "I <3 you"),
            ("<i onclick=\"x\">a</i>", "a</i>"),
            ("gnu\u{202e}pj.exe\u{7}", "gnupj.exe"),
        ] {
            assert_eq!(clean(line, Form::Lines), format!("{expected}\n"), "{line}");
        }
        assert_eq!(clean("a\r\nb\rc\r\r\nd", Form::Lines), "a\nb\nc\nd\n");
        let ass = "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\i1}Sun{\\i0} <b>";
        assert_eq!(clean(ass, Form::Ass), format!("{ass}\n"), "it has markup of its own");
        let drawn =
            format!("Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{{\\p1}}m 0 0 {}", "l 1 1 ".repeat(4_000));
        let whole = format!(
            "[Events]\n{drawn}\n{ass}\n[Fonts]\nfontname: a.ttf\n!!!!\n[Graphics]\n!!\n[V4+ Styles]\nStyle: A\n"
        );
        assert_eq!(clean(&whole, Form::Ass), format!("[Events]\n{ass}\n[V4+ Styles]\nStyle: A\n"));
    }

    proptest! {
        #[test]
        fn no_text_is_made_longer_or_left_with_a_tag_that_is_not_known(text in "[<>/ibufont a-z\\n\u{202e}İ]{0,200}") {
            let cleaned = clean(&text, Form::Lines);
            prop_assert!(cleaned.len() <= text.len() + 1);
            let is_left = cleaned.contains("<font>") || cleaned.contains('\u{202e}');
            prop_assert!(!is_left);
        }
    }
}
