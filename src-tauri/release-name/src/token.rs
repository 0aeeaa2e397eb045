//! Cuts a name into words and numbers, and keeps what stood between them. Owns positions; knows no vocabulary.

mod gap;

use smallvec::SmallVec;

use crate::number;
use gap::{closing, is_closing};

pub(crate) use gap::Gap;

/// What a token is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Digits,
    Word,
    /// Letters and digits together: `S01E02`, `x264`, `1080p`.
    Mixed,
    /// Chinese, Japanese or Korean characters.
    Cjk,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) shape: Shape,
    pub(crate) gap: Gap,
    /// Position in the list of brackets plus one; 0 outside every bracket.
    pub(crate) bracket: usize,
}

/// A bracket pair: bytes from the opening to after the closing character, and the tokens directly or indirectly inside.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bracket {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) first: usize,
    /// One past the last token.
    pub(crate) last: usize,
    pub(crate) round: bool,
}

/// No name has so many words; the rest of a text that has is not read.
const MOST: usize = 1024;

#[derive(Debug, Default)]
pub(crate) struct Tokens {
    pub(crate) list: Vec<Token>,
    pub(crate) brackets: Vec<Bracket>,
    /// What stands after the last token.
    pub(crate) tail: Gap,
}

/// Lowercases without changing any byte position: Latin, Latin-1 and Cyrillic letters; others stay.
pub(crate) fn lowercase(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars()
        .map(|c| match c {
            'À'..='Þ' if c != '×' => char::from_u32(c as u32 + 32).unwrap_or(c),
            'А'..='Я' => char::from_u32(c as u32 + 32).unwrap_or(c),
            'Ё' => 'ё',
            _ => c.to_ascii_lowercase(),
        })
        .collect()
}

pub(crate) fn tokenize(text: &str) -> Tokens {
    let mut tokens = Tokens { list: Vec::with_capacity(32), brackets: Vec::new(), tail: Gap::default() };
    let mut open: SmallVec<[Open; 4]> = SmallVec::new();
    let mut gap = Gap::default();
    let mut run: Option<Run> = None;
    let mut next = 0;
    while next < text.len() {
        if let Some(run) = run.as_mut() {
            next += run.grow_plainly(&text.as_bytes()[next..]);
        }
        let at = next;
        let Some(byte) = text.as_bytes().get(at).map(|byte| usize::from(*byte)) else { break };
        let (kind, sign) = (PLAIN[byte], SIGNS[byte]);
        if kind != 0 && run.is_none() {
            run = Some(Run { start: at, kinds: kind });
            continue;
        }
        if sign != 0 {
            if let Some(run) = run.take() {
                tokens.list.push(run.finish(at, gap, open.last().map_or(0, |open| open.bracket + 1)));
                gap = Gap::default();
                if tokens.list.len() == MOST {
                    break;
                }
            }
            gap.add_flag(sign);
            next += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        next += c.len_utf8();
        let class = class(c);
        if let (Some(class), Some(run)) = (class, run.as_mut())
            && run.accepts(class)
        {
            run.grow(class);
            continue;
        }
        if matches!(c, '\'' | '’')
            && run.as_ref().is_some_and(|run| run.kinds & Run::LETTERS != 0)
            && text[next..].chars().next().is_some_and(char::is_alphabetic)
        {
            continue;
        }
        if let Some(run) = run.take() {
            tokens.list.push(run.finish(at, gap, open.last().map_or(0, |open| open.bracket + 1)));
            gap = Gap::default();
            if tokens.list.len() == MOST {
                break;
            }
        }
        if let Some(class) = class {
            run = Some(Run::new(at, class));
            continue;
        }
        tokens.see_bracket(&mut open, c, at, text.len());
        gap.add(c);
    }
    if let Some(run) = run {
        tokens.list.push(run.finish(text.len(), gap, open.last().map_or(0, |open| open.bracket + 1)));
        gap = Gap::default();
    }
    for bracket in &mut tokens.brackets {
        bracket.last = bracket.last.min(tokens.list.len());
    }
    tokens.tail = gap;
    tokens
}

/// A bracket that nothing has closed yet.
struct Open {
    /// Its position in the list of brackets.
    bracket: usize,
    /// The character that closes it.
    close: char,
}

impl Tokens {
    /// Opens or closes a bracket, if `c` at byte `at` does. Until it is closed, a bracket runs to the end of the text.
    fn see_bracket(&mut self, open: &mut SmallVec<[Open; 4]>, c: char, at: usize, end: usize) {
        let first = self.list.len();
        if let Some(close) = closing(c) {
            open.push(Open { bracket: self.brackets.len(), close });
            let round = matches!(c, '(' | '（');
            self.brackets.push(Bracket { start: at, end, first, last: usize::MAX, round });
        } else if is_closing(c)
            && let Some(depth) = open.iter().rposition(|open| open.close == c)
        {
            for Open { bracket, .. } in open.drain(depth..) {
                self.brackets[bracket].end = at + c.len_utf8();
                self.brackets[bracket].last = first;
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Digit,
    Letter,
    Cjk,
}

struct Run {
    start: usize,
    /// What was seen in it.
    kinds: u8,
}

/// The kind of each byte that is a Latin letter or digit.
const PLAIN: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b'0'..=b'9' => Run::DIGITS,
            b'a'..=b'z' | b'A'..=b'Z' => Run::LETTERS,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

/// The flag of each byte that is a sign which nearly every name has between its words.
const SIGNS: [u16; 256] = {
    let mut flags = [0; 256];
    flags[b' ' as usize] = Gap::SPACE;
    flags[b'.' as usize] = Gap::DOT;
    flags[b'-' as usize] = Gap::DASH;
    flags[b'_' as usize] = Gap::UNDERSCORE;
    flags
};

impl Run {
    const DIGITS: u8 = 1;
    const LETTERS: u8 = 2;
    const CJK: u8 = 4;

    fn new(start: usize, class: Class) -> Self {
        let mut run = Self { start, kinds: 0 };
        run.grow(class);
        run
    }

    /// Takes in the plain letters and digits that `bytes` begins with, which nearly everything is; how many they are.
    fn grow_plainly(&mut self, bytes: &[u8]) -> usize {
        if self.kinds & Self::CJK != 0 {
            return 0;
        }
        let mut count = 0;
        while let Some(byte) = bytes.get(count) {
            let kind = PLAIN[usize::from(*byte)];
            if kind == 0 {
                break;
            }
            self.kinds |= kind;
            count += 1;
        }
        count
    }

    fn accepts(&self, class: Class) -> bool {
        (self.kinds & Self::CJK != 0) == (class == Class::Cjk)
    }

    fn grow(&mut self, class: Class) {
        self.kinds |= match class {
            Class::Digit => Self::DIGITS,
            Class::Letter => Self::LETTERS,
            Class::Cjk => Self::CJK,
        };
    }

    fn finish(&self, end: usize, gap: Gap, bracket: usize) -> Token {
        let has = |kind| self.kinds & kind != 0;
        let shape = match (has(Self::CJK), has(Self::DIGITS), has(Self::LETTERS)) {
            (true, ..) => Shape::Cjk,
            (_, true, true) => Shape::Mixed,
            (_, true, false) => Shape::Digits,
            _ => Shape::Word,
        };
        Token { start: self.start, end, shape, gap, bracket }
    }
}

fn class(c: char) -> Option<Class> {
    if c.is_ascii() {
        return match c {
            '0'..='9' => Some(Class::Digit),
            'a'..='z' | 'A'..='Z' => Some(Class::Letter),
            _ => None,
        };
    }
    match c {
        '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30fa}'
        | '\u{30fc}'..='\u{318f}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3134f}' => Some(Class::Cjk),
        '\u{300}'..='\u{36f}' => Some(Class::Letter),
        _ if number::digit(c).is_some() => Some(Class::Digit),
        _ if c.is_alphabetic() => Some(Class::Letter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        tokenize(text).list.iter().map(|t| &text[t.start..t.end]).collect()
    }

    #[test]
    fn a_name_falls_into_words_and_numbers() {
        assert_eq!(words("Tears.of_Steel - 05v2 [1080p]"), ["Tears", "of", "Steel", "05v2", "1080p"]);
        assert_eq!(words("第05集"), ["第", "05", "集"], "CJK characters and digits are apart");
        assert_eq!(words("Director's Cut"), ["Director's", "Cut"], "an apostrophe belongs to its word");
    }

    #[test]
    fn brackets_know_their_tokens() {
        let tokens = tokenize("[Group] Sintel (2010) [broken");
        assert_eq!(tokens.brackets.len(), 3);
        assert_eq!((tokens.brackets[1].first, tokens.brackets[1].last), (2, 3));
        assert_eq!(tokens.brackets[2].last, 4, "an unclosed bracket runs to the end");
    }

    #[test]
    fn lowercase_keeps_every_byte_where_it_was() {
        for text in ["СЕЗОН É Ω İ ẞ", "第二季 S01"] {
            assert_eq!(lowercase(text).len(), text.len(), "{text}");
        }
    }
}
