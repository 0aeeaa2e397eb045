//! The little of a release name that relevance needs: titles, years, seasons, episodes. Small on purpose; everything else a
//! name says is read elsewhere.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};
use unicode_normalization::UnicodeNormalization as _;

/// What a release name says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Said {
    /// Normalised; several where the name gives several (`A / B`).
    pub(super) titles: Vec<String>,
    /// First and last.
    pub(super) years: Option<(i16, i16)>,
    pub(super) seasons: Vec<u32>,
    pub(super) episodes: Vec<RangeInclusive<u32>>,
    pub(super) date: Option<Date>,
    /// Says that it is whole: a batch, a collection.
    pub(super) complete: bool,
}

struct Patterns {
    extension: Regex,
    leading_bracket: Regex,
    date: Regex,
    season_episode: Regex,
    crossed: Regex,
    seasons: Regex,
    ordinal_season: Regex,
    episodes: Regex,
    numbers: Regex,
    dashed: Regex,
    last_number: Regex,
    years: Regex,
    complete: Regex,
    technical: Regex,
    bracket: Regex,
}

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(|| {
    let pattern = |text: &str| Regex::new(text).ok();
    Some(Patterns {
        extension: pattern(r"(?i)\.(?:mkv|mp4|avi|m4v|ts|m2ts|mov|wmv|webm|torrent)$")?,
        leading_bracket: pattern(r"^\s*(?:\[[^\]]*\]|【[^】]*】|\([^)]*\))\s*")?,
        date: pattern(r"\b((?:19|20)\d\d)[ -](\d\d)[ -](\d\d)\b")?,
        season_episode: pattern(
            r"(?i)\bS(\d{1,3})[ -]*E[P ]?(\d{1,4})(?:v\d)?((?:[ ]?[-~]?[ ]?E\d{1,4}|-\d{1,4}\b)*)",
        )?,
        crossed: pattern(r"\b(\d{1,2})x(\d{2,3})(?:-(\d{2,3}))?\b")?,
        seasons: pattern(r"(?i)\b(?:seasons?|S)[ -]?(\d{1,2})(?:(?:[-~]|[ ]?(?:to|&|\+)[ ]?|[ ]-[ ]S)S?(\d{1,2}))?\b")?,
        ordinal_season: pattern(r"(?i)\b(\d{1,2})(?:st|nd|rd|th) season\b")?,
        episodes: pattern(r"(?i)\b(?:E|EP|EPS|episodes?)[ ]?(\d{1,4})(?:v\d)?(?:[ ]?[-~][ ]?(?:E|EP)?(\d{1,4}))?\b")?,
        numbers: pattern(r"(?:^|[ (\[])(\d{1,4})[ ]?[-~][ ]?(\d{2,4})(?:[ )\]]|$)")?,
        dashed: pattern(r" - (\d{1,4})(?:v\d)?(?:[ ]?[-~][ ]?(\d{1,4}))?(?:[ \[(]|$)")?,
        last_number: pattern(r" (\d{2,4})(?:v\d)?[ ]*(?:[\[(]|$)")?,
        years: pattern(r"\b((?:19|20)\d\d)(?:[ ]?[-–~][ ]?((?:19|20)\d\d))?\b")?,
        complete: pattern(r"(?i)\b(?:complete|batch|collection|all seasons|full series)\b")?,
        technical: pattern(
            r"(?i)\b(?:\d{3,4}[pi]|4k|uhd|hdr|blu-?ray|bd(?:rip|mv)?|brrip|web(?:[ -]?dl|rip)?|hdtv|dvd(?:rip)?|hdrip|[xh] ?26[45]|hevc|av1|xvid|remux|10bit|multi|dual|proper|repack)\b",
        )?,
        bracket: pattern(r"[\[(【]")?,
    })
});

impl Said {
    pub(super) fn read(name: &str) -> Self {
        let Some(patterns) = &*PATTERNS else { return Self::default() };
        let name = patterns.extension.replace(name.trim(), "").replace(['_', '.'], " ");
        let mut text = name.as_str();
        while let Some(found) = patterns.leading_bracket.find(text).filter(|found| found.end() < text.len()) {
            text = &text[found.end()..];
        }
        let mut reading = Reading { said: Self::default(), text, end: text.len() };
        reading.numbers(patterns);
        for pattern in [&patterns.technical, &patterns.complete, &patterns.bracket] {
            if let Some(found) = pattern.find(text) {
                reading.ends(found.start());
            }
        }
        reading.said.complete = patterns.complete.is_match(text);
        let end = reading.end;
        reading.said.titles = text[..end]
            .split(['/', '|'])
            .chain([&text[..end]])
            .map(normalised)
            .filter(|title| !title.is_empty())
            .collect();
        reading.said
    }
}

struct Reading<'a> {
    said: Said,
    text: &'a str,
    /// Where the title ends, as far as is known.
    end: usize,
}

impl Reading<'_> {
    /// A name may begin with what is elsewhere a mark; then the mark is the title.
    fn ends(&mut self, at: usize) {
        if at > 0 {
            self.end = self.end.min(at);
        }
    }

    fn numbers(&mut self, patterns: &Patterns) {
        let text = self.text;
        if let Some(found) = patterns.date.captures(text) {
            let part = |at: usize| found[at].parse::<i16>().unwrap_or_default();
            let small = |at: usize| i8::try_from(part(at)).unwrap_or_default();
            self.said.date = Date::new(part(1), small(2), small(3)).ok();
        }
        if self.said.date.is_some() {
            self.ends(patterns.date.find(text).map_or(0, |found| found.start()));
            return;
        }
        self.years(patterns);
        if let Some(found) = patterns.season_episode.captures(text) {
            self.said.seasons.extend(number(&found, 1));
            let first = number(&found, 2);
            let last = found.get(3).and_then(|more| {
                more.as_str().split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).next_back()
            });
            self.episodes(first, last, start(&found));
        } else if let Some(found) = patterns.crossed.captures(text) {
            self.said.seasons.extend(number(&found, 1));
            self.episodes(number(&found, 2), number(&found, 3), start(&found));
        } else {
            let after = self.seasons(patterns);
            self.bare(patterns, after);
        }
    }

    fn years(&mut self, patterns: &Patterns) {
        // The last is the year; one before it, or at the very start, belongs to the title.
        let last = patterns.years.captures_iter(self.text).filter(|found| start(found) > 0).last();
        let year = |at| last.as_ref().and_then(|found| number(found, at)).and_then(|year| i16::try_from(year).ok());
        if let Some(from) = year(1).filter(|year| (1900..2040).contains(year)) {
            self.said.years = Some((from, year(2).unwrap_or(from).max(from)));
            self.ends(last.as_ref().map_or(0, start));
        }
    }

    /// Where what is said of seasons ends: their numbers are no episodes.
    fn seasons(&mut self, patterns: &Patterns) -> usize {
        let found = patterns.seasons.captures(self.text).or_else(|| patterns.ordinal_season.captures(self.text));
        let Some(found) = found else { return 0 };
        let first = number(&found, 1).unwrap_or_default();
        // The ordinal has one number only.
        let last = found.iter().nth(2).flatten().and_then(|last| last.as_str().parse().ok());
        self.said.seasons = (first..=last.unwrap_or(first).max(first)).collect();
        self.ends(start(&found));
        found.get(0).map_or(0, |whole| whole.end())
    }

    fn bare(&mut self, patterns: &Patterns, from: usize) {
        let text = &self.text[from..];
        for pattern in [&patterns.episodes, &patterns.dashed, &patterns.numbers, &patterns.last_number] {
            let Some(found) = pattern.captures(text) else { continue };
            let (first, last) =
                (number(&found, 1), found.iter().nth(2).flatten().and_then(|last| last.as_str().parse().ok()));
            let is_year = |number: Option<u32>| number.is_some_and(|number| (1900..2100).contains(&number));
            let is_size = |number: Option<u32>| matches!(number, Some(360 | 480 | 540 | 576 | 720 | 1080 | 2160));
            let backward = last.is_some() && last < first;
            if (is_year(first) && (last.is_none() || is_year(last))) || is_size(first) || is_size(last) || backward {
                continue;
            }
            self.episodes(first, last, from + start(&found));
            return;
        }
    }

    fn episodes(&mut self, first: Option<u32>, last: Option<u32>, at: usize) {
        if let Some(first) = first {
            self.said.episodes.push(first..=last.unwrap_or(first).clamp(first, first.saturating_add(2000)));
            self.ends(at);
        }
    }
}

impl Said {
    /// How many episodes are said.
    pub(super) fn is_pack(&self) -> bool {
        self.complete
            || self.episodes.iter().any(|range| range.start() != range.end())
            || (self.episodes.is_empty() && !self.seasons.is_empty())
    }
}

fn number(found: &Captures<'_>, at: usize) -> Option<u32> {
    found.get(at)?.as_str().parse().ok()
}

fn start(found: &Captures<'_>) -> usize {
    found.get(0).map_or(0, |whole| whole.start())
}

/// Lower case, without accents and punctuation, words parted by single blanks, `&` spelled out.
pub(super) fn normalised(title: &str) -> String {
    const LONGEST: usize = 200;
    let mut normal = String::with_capacity(title.len());
    for c in title.chars().take(LONGEST).nfkd().flat_map(char::to_lowercase) {
        match c {
            '&' => normal.push_str("and"),
            c if c.is_alphanumeric() => normal.push(c),
            c if (c.is_whitespace() || matches!(c, '.' | '_')) && !normal.is_empty() && !normal.ends_with(' ') => {
                normal.push(' ');
            }
            _ => {}
        }
    }
    normal.truncate(normal.trim_end().len());
    normal
}

/// One for equal texts, less by each letter that would have to be changed over the longer's length.
pub(super) fn similarity(one: &str, other: &str) -> f64 {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let longest = one.len().max(other.len());
    // Far apart in length is far apart; saying so spares the counting.
    if longest == 0 || one.len().abs_diff(other.len()) * 4 > longest {
        return 0.0;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.iter().enumerate() {
            let changed = corner + usize::from(a != b);
            corner = row[j + 1];
            row[j + 1] = changed.min(corner + 1).min(row[j] + 1);
        }
    }
    1.0 - row[other.len()] as f64 / longest as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    type Told<'a> = (&'a str, Option<i16>, &'a [u32], Option<(u32, u32)>);

    #[test]
    fn names_say_title_year_season_and_episode() {
        let names: [(&str, Told<'_>); 17] = [
            ("One.Piece.S01E001.1080p.mkv", ("one piece", None, &[1], Some((1, 1)))),
            ("[SubsPlease] One Piece - 1071 (1080p) [8DE44442].mkv", ("one piece", None, &[], Some((1071, 1071)))),
            ("[Judas] One Piece (Seasons 01-03) [1080p][HEVC x265 10bit]", ("one piece", None, &[1, 2, 3], None)),
            ("One Piece 001-050 [720p]", ("one piece", None, &[], Some((1, 50)))),
            ("Naruto (001-220) [Batch]", ("naruto", None, &[], Some((1, 220)))),
            ("One.Piece.E001-E010.1080p.mkv", ("one piece", None, &[], Some((1, 10)))),
            ("One.Piece.001.mkv", ("one piece", None, &[], Some((1, 1)))),
            ("Show S2 - 05.mkv", ("show", None, &[2], Some((5, 5)))),
            ("[Group] Show - 12v2 [720p].mkv", ("show", None, &[], Some((12, 12)))),
            ("Show.2x05-06.mkv", ("show", None, &[2], Some((5, 6)))),
            ("Show.S01E01E02.720p.mkv", ("show", None, &[1], Some((1, 2)))),
            ("Show.S01E01-E03.720p.mkv", ("show", None, &[1], Some((1, 3)))),
            ("Show 2nd Season - 03 [1080p]", ("show", None, &[2], Some((3, 3)))),
            ("Breaking.Bad.S05.1080p.BluRay.x265", ("breaking bad", None, &[5], None)),
            ("Blade.Runner.2049.2017.1080p.BluRay", ("blade runner 2049", Some(2017), &[], None)),
            ("2012.2009.1080p.BluRay", ("2012", Some(2009), &[], None)),
            ("24.S01E05.720p", ("24", None, &[1], Some((5, 5)))),
        ];
        for (name, (title, year, seasons, episodes)) in names {
            let said = Said::read(name);
            assert!(said.titles.iter().any(|said| said == title), "{name}: {said:?}");
            assert_eq!(said.years.map(|years| years.0), year, "{name}");
            assert_eq!(said.seasons, seasons, "{name}");
            let range = said.episodes.first().map(|range| (*range.start(), *range.end()));
            assert_eq!(range, episodes, "{name}");
        }
    }

    #[test]
    fn a_date_is_neither_year_nor_episode() {
        let said = Said::read("The.Daily.Show.2024.03.11.720p.WEB.h264");
        assert_eq!((said.date, said.years), (Date::new(2024, 3, 11).ok(), None));
        assert_eq!(said.titles[0], "the daily show");
    }

    #[test]
    fn titles_are_alike_up_to_punctuation_and_unlike_with_a_word_more() {
        assert_eq!(
            normalised("  Spider-Man:  No & Way_Home! "),
            "spiderman no and wayhome".replace("wayhome", "way home")
        );
        assert!(similarity("one piece", "one piece") > 0.99);
        assert!(similarity("one piece", "one piece film red") < 0.85);
        assert!(similarity("cosmos laundromat", "cosmos laundromatt") > 0.85);
    }

    #[test]
    fn no_name_is_too_strange_to_read() {
        for name in [
            "",
            "[",
            "[]",
            "()",
            "S",
            "- -",
            "[a][b][c]",
            "ﷺﷺﷺ - 05",
            "S99999E99999",
            "0x0000000000",
            "2024 99 99",
            "~-~",
        ] {
            Said::read(name);
        }
        Said::read(&"[".repeat(5000));
        Said::read(&"S01E01-E".repeat(5000));
    }
}
