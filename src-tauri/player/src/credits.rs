//! Where the credits of a film begin: at a chapter that is named so, or a share of its length before the end.

use crate::now::Chapter;

/// Credits do not begin in the first so much of a film, whatever a chapter is called: some openings are.
const EARLIEST: f64 = 0.6;
/// Whole names, in lower case and without signs.
const NAMES: [&str; 30] = [
    "credits",
    "end credits",
    "closing credits",
    "ending credits",
    "credits end",
    "credit",
    "the credits",
    "outro",
    "ending",
    "ending theme",
    "ending song",
    "ed",
    "end theme",
    "closing",
    "closing theme",
    "end titles",
    "end title",
    "closing titles",
    "endroll",
    "end roll",
    "staff roll",
    "staff credits",
    "abspann",
    "generique de fin",
    "generique fin",
    "creditos",
    "creditos finales",
    "titoli di coda",
    "jenerik",
    "エンディング",
];

/// Returns where the credits begin, in seconds: the last chapter named so, else `share` of the length before its end. `None` while
/// the length is not known.
pub(crate) fn begin(chapters: &[Chapter], length: Option<f64>, share: f64) -> Option<f64> {
    let length = length.filter(|length| length.is_finite() && *length > 0.0)?;
    let is_credits = |chapter: &&Chapter| {
        chapter.at >= length * EARLIEST && chapter.at < length && chapter.title.as_deref().is_some_and(names_credits)
    };
    let chapter = chapters.iter().rfind(is_credits).map(|chapter| chapter.at);
    Some(chapter.unwrap_or(length * (1.0 - share.clamp(0.0, 0.4))))
}

fn names_credits(title: &str) -> bool {
    let plain: String = title
        .to_lowercase()
        .chars()
        .map(|c| match c {
            'é' | 'è' | 'ê' => 'e',
            'á' | 'à' => 'a',
            'ó' => 'o',
            'í' => 'i',
            c if c.is_alphabetic() => c,
            _ => ' ',
        })
        .collect();
    // `Credits 1`, `ED2`, `07 - Ending`: numbers beside the name say nothing.
    let words: Vec<&str> = plain.split_whitespace().collect();
    NAMES.contains(&words.join(" ").as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chapters(of: &[(f64, &str)]) -> Vec<Chapter> {
        of.iter().map(|(at, title)| Chapter { at: *at, title: Some((*title).to_owned()) }).collect()
    }

    #[test]
    fn a_chapter_named_credits_is_where_they_begin() {
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
            let told = chapters(&[(0.0, "Opening"), (90.0, "Part A"), (1320.0, name), (1410.0, "Preview")]);
            assert_eq!(begin(&told, Some(1440.0), 0.03), Some(1320.0), "{name}");
        }
    }

    #[test]
    fn other_chapters_and_early_ones_are_not() {
        for name in ["Part B", "The Ending of Things", "Chapter 12", "Edward", "Opening Credits", "Preview", "Epilogue"]
        {
            assert_eq!(begin(&chapters(&[(1320.0, name)]), Some(1440.0), 0.03), Some(1440.0 * 0.97), "{name}");
        }
        assert_eq!(begin(&chapters(&[(60.0, "Credits")]), Some(1000.0), 0.03), Some(970.0), "opening credits");
        assert_eq!(begin(&[], None, 0.03), None);
        assert_eq!(begin(&[], Some(f64::NAN), 0.03), None);
    }
}
