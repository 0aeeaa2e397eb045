//! The facts in an addon's text: most addons put an emoji before each, some a word and a colon. Pure.

/// The emoji that addons put before what they tell. A variation selector may follow each.
const MARKS: &[char] = &[
    '👤', '👥', '💾', '📦', '⚙', '🔎', '🔍', '🌐', '🔗', '📅', '▶', '🧑', '📄', '📂', '📹', '🔊', '⭐', '🏷', '💿',
    '🎨', '📺', '🎞', '🎵', '📁', '🎥', '🎧', '🌱', '📡', '🎭', '🎬', '🍂', '📝', '🌎', '🗣', '⏱', '📊', '⚠', '❌', '⚡',
    '📌', '🔆', 'ℹ', '◈', '❖', '⇄', '⛉', '⛊',
];

/// The marks of a size.
pub(super) const SIZE: &[char] = &['📦', '💾', '◈', '❖'];

/// The words that stand, with a colon, before what an addon without emoji tells.
const WORDS: [&str; 12] = [
    "Quality",
    "Name",
    "Size",
    "Source",
    "Seeders",
    "Languages",
    "Language",
    "Duration",
    "Subtitles",
    "Message",
    "Indexer",
    "Tracker",
];

/// Returns whether a character is a mark. The first check is fast because no mark is ASCII.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && MARKS.contains(&c)
}

const SELECTOR: char = '\u{fe0f}';

/// Returns what follows the first of `marks`, up to the next mark or the end of the line, trimmed.
pub(in crate::sources) fn marked<'a>(text: &'a str, marks: &[char]) -> Option<&'a str> {
    let rest = marked_line(text, marks)?;
    let end = rest.find(is_mark).unwrap_or(rest.len());
    Some(rest[..end].trim()).filter(|told| !told.is_empty())
}

/// Returns what follows the first of `marks`, up to the end of the line, trimmed.
pub(in crate::sources) fn marked_line<'a>(text: &'a str, marks: &[char]) -> Option<&'a str> {
    let rest = after_mark(text, marks)?;
    let rest = rest.strip_prefix(SELECTOR).unwrap_or(rest);
    Some(rest.lines().next().unwrap_or_default().trim())
}

/// Returns what follows the first of `marks`. Skips ASCII without decoding it, since no mark is ASCII and nearly all
/// text is.
fn after_mark<'a>(mut text: &'a str, marks: &[char]) -> Option<&'a str> {
    loop {
        let at = text.bytes().position(|byte| !byte.is_ascii())?;
        let mut rest = text[at..].chars();
        if rest.next().is_some_and(|c| marks.contains(&c)) {
            return Some(rest.as_str());
        }
        text = rest.as_str();
    }
}

/// Returns the text of the sizes: one, or `A / B`, where the second may have a mark of its own.
pub(super) fn size_text(text: &str) -> Option<&str> {
    let Some(rest) = marked_line(text, SIZE) else { return labelled(text, "Size") };
    let end = rest.find(|c| is_mark(c) && !SIZE.contains(&c)).unwrap_or(rest.len());
    Some(&rest[..end])
}

pub(in crate::sources) fn seeders(text: &str) -> Option<u32> {
    let told = marked(text, &['👤', '👥', '🌱', '⇄']).or_else(|| labelled(text, "Seeders"))?.replace(',', "");
    let digits = told.find(|c: char| !c.is_ascii_digit()).unwrap_or(told.len());
    told[..digits].parse().ok()
}

/// Returns what follows `Word:` where a line or a part of one begins with it, up to the next such word or a bar.
pub(in crate::sources) fn labelled<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.lines().find_map(|line| after_word(line, word))?;
    let next =
        WORDS.iter().filter_map(|word| after_word(rest, word).map(|after| rest.len() - after.len() - word.len() - 1));
    let end = next.chain(rest.find('|')).min().unwrap_or(rest.len());
    Some(rest[..end].trim()).filter(|told| !told.is_empty())
}

fn after_word<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    line.match_indices(word).find_map(|(at, _)| {
        let begins = line[..at].chars().next_back().is_none_or(|c| c == ' ' || c == '|');
        line[at + word.len()..].strip_prefix(':').filter(|_| begins)
    })
}

/// Returns whether a line tells a fact after a word and a colon.
pub(in crate::sources) fn is_labelled(line: &str) -> bool {
    WORDS.iter().any(|word| line.strip_prefix(word).is_some_and(|rest| rest.starts_with(':')))
}

/// Returns whether a line begins with a picture: in most addons it then describes the release and does not name it.
pub(in crate::sources) fn is_decorated(line: &str) -> bool {
    line.chars().next().is_none_or(|c| {
        // Release groups put their names in full-width brackets or after a star.
        let is_of_names = matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '★' | '☆');
        c == 'ℹ' || (c >= '\u{2190}' && !c.is_alphanumeric() && !is_of_names)
    })
}

/// Returns whether a line tells seeders, a size or a tracker.
pub(in crate::sources) fn is_metadata(line: &str) -> bool {
    line.contains(['👤', '👥', '💾', '⚙', '🌐', '📅', '📦', '◈', '❖'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_found_after_words_as_after_pictures() {
        let text = "Quality: BluRay\nName: Sintel.2010.mkv\nSize: 1.29 GB / 3 GB | Source: Nyaa \nLanguages: ";
        assert_eq!(labelled(text, "Name"), Some("Sintel.2010.mkv"));
        assert_eq!(size_text(text), Some("1.29 GB / 3 GB"));
        assert_eq!(labelled(text, "Source"), Some("Nyaa"));
        assert_eq!(labelled(text, "Languages"), None);
        let plain = "Sintel 2010\nhevc | AAC\nSeeders: 45 Size: 3.1 GB Source: DMM";
        assert_eq!(
            (seeders(plain), size_text(plain), labelled(plain, "Source")),
            (Some(45), Some("3.1 GB"), Some("DMM"))
        );
        assert_eq!(labelled("Resource: 5", "Source"), None);
        assert_eq!(size_text("💾1.2 GB / 💾30 GB👤5 ⚙️Nyaa"), Some("1.2 GB / 💾30 GB"));
        assert_eq!(seeders("◈  1.2 GB · ⇄ 1,150❦ "), Some(1150));
    }

    #[test]
    fn a_picture_decorates_a_line_and_a_bracket_does_not() {
        for line in [
            "🎥 BluRay",
            "📺 4k BluRay REMUX",
            "✎  Sintel",
            "▣  HEVC",
            "🇬🇧/🇩🇪",
            "☁︎  Sintel",
            "⭐ WEB-DL",
            "ℹ️ read this",
        ] {
            assert!(is_decorated(line), "{line}");
        }
        for line in
            ["Sintel", "[Group] Sintel", "【字幕组】 Sintel", "★10月新番 Sintel", "［组］ Sintel", "«Синтел»", "映画"]
        {
            assert!(!is_decorated(line), "{line}");
        }
    }
}
