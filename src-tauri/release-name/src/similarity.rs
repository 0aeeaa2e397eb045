//! Whether two titles are the same: the normal form of a title, and how far two of them may differ.

use unicode_normalization::UnicodeNormalization;

/// The least similarity of two titles that counts as the same.
const ENOUGH: f32 = 0.85;

/// How a name fits a wanted work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleMatch {
    /// It is one of the other titles, to the letter of their normal forms.
    Alias,
    /// It is the title, or close enough to the title or one of the others.
    Title,
    None,
}

/// Lowercase, without accents, punctuation or separators' variety: `&` is `and`, `×` a word; `.` and `_` are spaces; everything else that is
/// neither letter nor digit goes. `Spider-Man` becomes `spiderman`.
pub fn normalise(title: &str) -> String {
    if title.is_ascii() {
        // Nothing to take apart: the same, much sooner.
        return normal_form(title.bytes().map(|byte| char::from(byte.to_ascii_lowercase())), title.len());
    }
    normal_form(title.nfkd().flat_map(char::to_lowercase).flat_map(plain_letters), title.len())
}

/// Letters that no accent is taken off, as release names write them; the second of one is nothing.
fn plain_letters(c: char) -> [char; 2] {
    match c {
        'ß' => ['s', 's'],
        'æ' => ['a', 'e'],
        'œ' => ['o', 'e'],
        'ø' => ['o', '\0'],
        'ł' => ['l', '\0'],
        'đ' | 'ð' => ['d', '\0'],
        'ı' => ['i', '\0'],
        other => [other, '\0'],
    }
}

/// Of small letters and signs.
fn normal_form(small: impl Iterator<Item = char>, length: usize) -> String {
    let mut normal = String::with_capacity(length);
    let mut parted = true;
    for c in small {
        match c {
            'a'..='z' | '0'..='9' => {}
            '&' => normal.push_str("an"),
            '×' => {
                normal.push_str(if parted { "x " } else { " x " });
                parted = true;
                continue;
            }
            ' ' | '.' | '_' | '\t' => {
                if !parted {
                    normal.push(' ');
                    parted = true;
                }
                continue;
            }
            c if !c.is_ascii() && c.is_alphanumeric() => {}
            _ => continue,
        }
        normal.push(if c == '&' { 'd' } else { c });
        parted = false;
    }
    normal.truncate(normal.trim_end().len());
    normal
}

/// 1 for equal texts, 0 for texts with nothing in common: one minus the edit distance over the longer length.
pub fn similarity(a: &str, b: &str) -> f32 {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 1.0;
    }
    1.0 - distance(&a, &b) as f32 / longest as f32
}

/// What a title is beside the titles of a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation<'a> {
    /// It is one of them.
    Same,
    /// It is one of them with other words `before` or `after` it, in normal form.
    Longer {
        before: &'a str,
        after: &'a str,
    },
    /// It begins with the same words as one of them and goes on otherwise: `Metal Fury` beside `Metal Masters`.
    Sibling,
    Other,
}

/// The titles of a work, ready to be compared with what many names say.
#[derive(Clone, Debug)]
pub struct KnownTitles {
    /// The title's normal form first, then the others'; without a leading article.
    normal: Vec<String>,
}

impl KnownTitles {
    pub fn new(name: &str, aliases: &[String]) -> Self {
        let titles = std::iter::once(name).chain(aliases.iter().map(String::as_str));
        Self { normal: titles.map(|title| without_article(&normalise(title)).to_owned()).collect() }
    }

    /// What is left of each when only letters and digits count; none of those nothing is left of.
    pub fn normal_forms(&self) -> impl Iterator<Item = &str> {
        self.normal.iter().map(String::as_str).filter(|title| !title.is_empty())
    }

    /// Compares the title read from a name with these. A slip of spelling, an article, or words written as one make no
    /// difference; a further word does.
    pub fn compare(&self, title: &str) -> TitleMatch {
        self.compare_normal(without_article(&normalise(title)))
    }

    fn compare_normal(&self, title: &str) -> TitleMatch {
        if title.is_empty() {
            return TitleMatch::None;
        }
        match self.normal.iter().position(|known| *known == title) {
            Some(0) => return TitleMatch::Title,
            Some(_) => return TitleMatch::Alias,
            None => {}
        }
        let close = |known: &String| {
            let (a, b) = (title.len(), known.len());
            // An ASCII title has as many characters as bytes; any other may have a third of them.
            let near = a.abs_diff(b) <= a.max(b) / 3;
            if near { is_spelled_alike(title, known) } else { is_spaced_out(title, known) }
        };
        if self.normal.iter().any(close) { TitleMatch::Title } else { TitleMatch::None }
    }

    /// Returns what a title is beside these. It takes the normal form of the title.
    pub fn relate<'a>(&self, normal: &'a str) -> Relation<'a> {
        let title = without_article(normal);
        if self.compare_normal(title) != TitleMatch::None {
            return Relation::Same;
        }
        let longest = self.normal_forms().filter_map(|known| around(title, known)).max_by_key(|(length, ..)| *length);
        if let Some((_, before, after)) = longest {
            return Relation::Longer { before, after };
        }
        if self.normal_forms().any(|known| begins_alike(title, known)) { Relation::Sibling } else { Relation::Other }
    }
}

/// Returns a normal form without its leading article, which releases often leave out.
pub fn without_article(normal: &str) -> &str {
    let rest = normal.split_once(' ').filter(|(first, rest)| is_article(first) && !rest.is_empty());
    rest.map_or(normal, |(_, rest)| rest)
}

fn is_article(word: &str) -> bool {
    matches!(word, "the" | "a" | "an")
}

/// Returns the length of `known` and the words around it, where it stands in `title` as whole words.
fn around<'a>(title: &'a str, known: &str) -> Option<(usize, &'a str, &'a str)> {
    if known.len() >= title.len() || !title.contains(known) {
        return None;
    }
    let starts = title.match_indices(known).map(|(start, _)| start);
    let parts = |start: usize| Some((title.get(..start)?, title.get(start + known.len()..)?));
    let whole = |(before, after): &(&str, &str)| {
        (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '))
    };
    let (before, after) = starts.filter_map(parts).find(whole)?;
    Some((known.len(), before.trim(), after.trim()))
}

/// Returns whether both begin with the same word, or two of which the first is as short as `Dr`, and both go on.
fn begins_alike(a: &str, b: &str) -> bool {
    let (Some((first, a)), Some((other, b))) = (a.split_once(' '), b.split_once(' ')) else { return false };
    let second = || a.split_once(' ').zip(b.split_once(' ')).is_some_and(|((a, _), (b, _))| a == b);
    first == other && (first.len() > 2 || second())
}

/// Returns whether two titles in normal form differ by spelling alone. Each word has its counterpart; what differs must
/// be long enough for a slip.
fn is_spelled_alike(a: &str, b: &str) -> bool {
    fn words(title: &str) -> impl Iterator<Item = &str> + Clone {
        title.split(' ').filter(|word| !is_article(word) && *word != "and")
    }
    if words(a).count() != words(b).count() {
        return words(a).flat_map(str::chars).eq(words(b).flat_map(str::chars));
    }
    // `Harbour Light` and `Harbour Lights` are two.
    let ends = (words(a).last(), words(b).last());
    let differing = words(a).zip(words(b)).filter(|(a, b)| a != b);
    let is_slip = |(a, b): (&str, &str)| is_slip(a, b) && !(ends == (Some(a), Some(b)) && is_plural(a, b));
    match differing.clone().count() {
        0 => true,
        1 | 2 => differing.clone().all(is_slip) && similarity(a, b) >= ENOUGH,
        _ => false,
    }
}

/// Returns whether one word may be the other misspelled or spelled by another habit.
fn is_slip(a: &str, b: &str) -> bool {
    /// Japanese particles as they are written and as they are spoken.
    const PARTICLES: [(&str, &str); 3] = [("wo", "o"), ("ha", "wa"), ("he", "e")];
    if PARTICLES.iter().any(|pair| *pair == (a, b) || *pair == (b, a)) {
        return true;
    }
    // A sign of Chinese or Japanese is a word of its own.
    let is_letters = |word: &str| word.chars().all(|c| c.is_alphabetic() && c < '\u{2e80}');
    let is_roman = |word: &str| word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    if ![a, b].into_iter().all(|word| is_letters(word) && !is_roman(word)) || a.chars().next() != b.chars().next() {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let most = match a.len().min(b.len()) {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    a.len().abs_diff(b.len()) <= most && distance(&a, &b) <= most
}

/// Returns whether two titles differ in their spaces alone: `F.C.U` is `FCU`.
fn is_spaced_out(a: &str, b: &str) -> bool {
    let [a, b] = [a, b].map(|title| title.bytes().filter(|byte| *byte != b' '));
    a.eq(b)
}

/// Returns whether one of two texts is the other in the plural: with an `s` at its end, `Women`.
pub fn is_plural(a: &str, b: &str) -> bool {
    let men = |a: &str, b: &str| a.strip_suffix("men").is_some_and(|stem| b.strip_suffix("man") == Some(stem));
    a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a) || men(a, b) || men(b, a)
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let cost = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_one_normal_form() {
        assert_eq!(normalise("Spider-Man"), "spiderman");
        assert_eq!(normalise("Cosmos.Laundromat_&  Friends"), "cosmos laundromat and friends");
        assert_eq!(normalise("Élan!"), "elan");
        assert_eq!(normalise("Wind×Wind"), normalise("Wind x Wind"));
    }

    #[test]
    fn titles_match_up_to_punctuation_but_not_up_to_a_sequel() {
        let known = |name: &str| KnownTitles::new(name, &["Durian".to_owned()]);
        assert_eq!(known("Sintel").compare("Sintel!"), TitleMatch::Title);
        assert_eq!(known("Sintel").compare("Sintel Reborn"), TitleMatch::None);
        assert_eq!(known("Caminandes 3").compare("Caminandes 2"), TitleMatch::None, "numbers decide");
        assert_eq!(known("Sintel").compare("Durian"), TitleMatch::Alias);
        assert_eq!(known("Durian").compare("durian"), TitleMatch::Title, "a title that is also an alias");
        assert_eq!(known("Sintel").compare("..."), TitleMatch::None);
    }

    #[test]
    fn a_further_word_is_another_title_and_a_slip_is_not() {
        let known = |title: &str| KnownTitles::new(title, &[]);
        for (title, other) in [
            ("Harbour Lights", "The Harbour Lights"),
            ("Harbour Lights", "Harbor Lights"),
            ("Harbour and Lights", "Harbour & Lights"),
            ("Lock & Key", "Lock Key"),
            ("Søndag på Straße", "Sondag pa Strasse"),
            ("Spider-Wind", "Spider Wind"),
            ("Agents of T.I.D.E.", "Agents of TIDE"),
            ("F.C.U.", "FCU"),
            ("Garasu wo Niwashi", "Garasu o Niwashi"),
            ("Shingetsu no Kyojin", "Shingetsu no Kyoujin"),
        ] {
            assert_eq!(known(title).compare(other), TitleMatch::Title, "{title}, {other}");
            assert_eq!(known(other).compare(title), TitleMatch::Title, "{other}, {title}");
        }
        for (title, other) in [
            ("Stone Sky", "Stone Sky Z"),
            ("Rocky Shore", "Rocky Shore II"),
            ("The Quite Long Title of a Show", "The Quite Long Title of a Show UK"),
            ("The Quite Long Title of a Show", "The Quite Long Title of a Show 2"),
            ("Long Meadow Part One", "Long Meadow Part Two"),
            ("Stalker", "Stalkers"),
            ("Stone Stalker", "Stone Stalkers"),
            ("Chapter IV of the Tide", "Chapter VI of the Tide"),
            ("The Long Tide 2049", "The Long Tide 2048"),
            ("青い草原の物語の始まり", "青い草原の物語の終まり"),
        ] {
            assert_eq!(known(title).compare(other), TitleMatch::None, "{title}, {other}");
            assert_eq!(known(other).compare(title), TitleMatch::None, "{other}, {title}");
        }
    }

    #[test]
    fn longer_titles_say_what_stands_around_the_title() {
        let known = KnownTitles::new(
            "The Narrow Sea",
            &["Metal Masters".to_owned(), "Narrow".to_owned(), "Dr Mill Mexico".to_owned()],
        );
        let longer = |before, after| Relation::Longer { before, after };
        for (title, relation) in [
            ("narrow sea", Relation::Same),
            ("the narrow sea mexico", longer("", "mexico")),
            ("beside the narrow sea", longer("beside the", "")),
            ("bbc narrow sea 2", longer("bbc", "2")),
            ("narrow seas of time", longer("", "seas of time")),
            ("metal fury", Relation::Sibling),
            ("dr mill origins", Relation::Sibling),
            ("dr quay mexico", Relation::Other),
            ("narrower sea", Relation::Other),
            ("wide land", Relation::Other),
            ("", Relation::Other),
        ] {
            assert_eq!(known.relate(title), relation, "{title}");
        }
    }
}
