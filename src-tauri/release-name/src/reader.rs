//! The working state of one parse: the tokens, which of them a field has claimed, and the result so far. Rules read it;
//! only `record` changes the result.

mod record;

use crate::{
    name::{Field, ReleaseName},
    number,
    reading::Directness,
    spans,
    token::{self, Bracket, Gap, Shape, Token},
    vocabulary::{self, Entry, Extension},
    why::Reason,
};

/// The kinds of token that a rule may begin at, as flags: a token can be of several.
pub(crate) struct Kind;

impl Kind {
    pub(crate) const DIGITS: u8 = 1;
    pub(crate) const WORD: u8 = 1 << 1;
    /// Letters and digits together.
    pub(crate) const MIXED: u8 = 1 << 2;
    pub(crate) const CJK: u8 = 1 << 3;
    /// In the vocabulary.
    pub(crate) const KNOWN: u8 = 1 << 4;
    /// Says season, in some language.
    pub(crate) const SEASON_WORD: u8 = 1 << 5;
    /// Says episode, before the number.
    pub(crate) const EPISODE_WORD: u8 = 1 << 6;
    /// The first token in its bracket.
    pub(crate) const IN_BRACKET_FIRST: u8 = 1 << 7;

    fn of(shape: Shape, entry: Option<&Entry>, in_bracket_first: bool) -> u8 {
        let shape = match shape {
            Shape::Digits => Self::DIGITS,
            Shape::Word => Self::WORD,
            Shape::Mixed => Self::MIXED,
            Shape::Cjk => Self::CJK,
        };
        let flag = |is: bool, kind: u8| if is { kind } else { 0 };
        let known = entry.map_or(0, |entry| {
            Self::KNOWN | flag(entry.season, Self::SEASON_WORD) | flag(entry.episode, Self::EPISODE_WORD)
        });
        shape | known | flag(in_bracket_first, Self::IN_BRACKET_FIRST)
    }
}

/// What is true of the whole text, found once.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Form {
    /// It has spaces, so that its dots are not written for them.
    pub(crate) spaced: bool,
    /// Nothing in it is beyond ASCII.
    pub(crate) ascii: bool,
    /// `blue-meadow-103.mkv`: nothing but dashes between the words.
    pub(crate) dashed: bool,
    /// Where the first small letter stands.
    pub(crate) first_small: Option<usize>,
}

/// What is known of a token.
#[derive(Clone, Copy)]
struct State {
    /// What the vocabulary knows about it.
    entry: Option<&'static Entry>,
    /// The field that has claimed it.
    mark: Option<Field>,
    /// Flags of `Kind`; none once a field has claimed it.
    kinds: u8,
}

pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    lower: String,
    pub(crate) tokens: Vec<Token>,
    pub(crate) brackets: Vec<Bracket>,
    pub(crate) tail: Gap,
    /// Of each token.
    states: Vec<State>,
    /// Of the last token.
    pub(crate) extension: Option<Extension>,
    /// It is a video file's name and not a torrent's.
    pub(crate) is_file: bool,
    pub(crate) form: Form,
    /// Where the title ends, in bytes, where that is known before the name is read.
    pub(crate) title_end: Option<usize>,
    /// How directly the resolution kept so far was stated.
    resolution_stated: Directness,
    out: ReleaseName,
    /// Which rule read what, where somebody wants to know.
    reasons: Option<Vec<Reason>>,
    /// How often a token was looked at: the work of a parse, counted without a clock.
    #[cfg(test)]
    pub(crate) looks: std::cell::Cell<usize>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let tokens = token::tokenize(text);
        let lower = token::lowercase(text);
        let between = tokens.list.len().saturating_sub(2).max(1);
        let form = Form {
            spaced: text.contains(' '),
            ascii: text.is_ascii(),
            dashed: tokens.list.len() > 2 && tokens.list[1..].iter().take(between).all(|t| t.gap.only(Gap::DASH)),
            first_small: text.bytes().position(|b| b.is_ascii_lowercase()),
        };
        let states = tokens.list.iter().enumerate().map(|(at, token)| {
            let entry = vocabulary::entry(&lower[token.start..token.end]);
            let bracket = token.bracket.checked_sub(1).and_then(|bracket| tokens.brackets.get(bracket));
            let kinds = Kind::of(token.shape, entry, bracket.is_some_and(|bracket| bracket.first == at));
            State { entry, mark: None, kinds }
        });
        Self {
            text,
            states: states.collect(),
            lower,
            tokens: tokens.list,
            brackets: tokens.brackets,
            tail: tokens.tail,
            extension: None,
            is_file: false,
            form,
            title_end: None,
            resolution_stated: Directness::default(),
            #[cfg(test)]
            looks: std::cell::Cell::new(0),
            out: ReleaseName { spans: Vec::with_capacity(16), ..ReleaseName::default() },
            reasons: None,
        }
    }

    /// Keeps in mind from now on which rule read what.
    pub(crate) fn keep_reasons(&mut self) {
        self.reasons = Some(Vec::new());
    }

    /// Which rule read what, where that was kept in mind.
    pub(crate) fn take_reasons(&mut self) -> Vec<Reason> {
        self.reasons.take().unwrap_or_default()
    }

    /// What the name says.
    pub(crate) fn finish(mut self) -> ReleaseName {
        spans::cut(&mut self.out, &self.lower);
        self.out
    }

    /// What the name is known to say so far.
    pub(crate) fn so_far(&self) -> &ReleaseName {
        &self.out
    }

    #[cfg(test)]
    fn look(&self) {
        self.looks.set(self.looks.get() + 1);
    }

    #[cfg(not(test))]
    #[inline]
    #[expect(clippy::unused_self, reason = "counts in tests only")]
    fn look(&self) {}

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The token's text in lowercase; empty past the end.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.look();
        self.tokens.get(at).map_or("", |t| &self.lower[t.start..t.end])
    }

    pub(crate) fn entry(&self, at: usize) -> Option<&'static Entry> {
        self.states.get(at)?.entry
    }

    /// Every kind of token it is, as flags of `Kind`; none once a field has claimed it.
    pub(crate) fn kinds(&self, at: usize) -> u8 {
        self.look();
        self.states.get(at).map_or(0, |state| state.kinds)
    }

    pub(crate) fn is_season_word(&self, at: usize) -> bool {
        self.entry(at).is_some_and(|e| e.season)
    }

    pub(crate) fn is_episode_word(&self, at: usize) -> bool {
        self.entry(at).is_some_and(|e| e.episode)
    }

    pub(crate) fn is_counting_word(&self, at: usize) -> bool {
        self.entry(at).is_some_and(|e| e.counting)
    }

    pub(crate) fn lower_is(&self, at: usize, word: &str) -> bool {
        self.word(at) == word
    }

    pub(crate) fn raw(&self, at: usize) -> &'a str {
        self.look();
        self.tokens.get(at).map_or("", |t| &self.text[t.start..t.end])
    }

    pub(crate) fn shape(&self, at: usize) -> Option<Shape> {
        self.look();
        self.tokens.get(at).map(|t| t.shape)
    }

    /// What stands before the token; before the first past the end, what ends the text.
    pub(crate) fn gap(&self, at: usize) -> Gap {
        self.look();
        self.tokens.get(at).map_or(self.tail, |t| t.gap)
    }

    /// The value of a token of digits only, if no field has claimed it.
    pub(crate) fn free_number(&self, at: usize) -> Option<u32> {
        (self.is_free(at) && self.shape(at) == Some(Shape::Digits)).then(|| number::value(self.raw(at)))?
    }

    pub(crate) fn is_free(&self, at: usize) -> bool {
        self.look();
        self.states.get(at).is_some_and(|state| state.mark.is_none())
    }

    pub(crate) fn mark(&self, at: usize) -> Option<Field> {
        self.look();
        self.states.get(at)?.mark
    }

    /// The bracket the token stands in, innermost.
    pub(crate) fn bracket(&self, at: usize) -> Option<Bracket> {
        let token = self.tokens.get(at)?;
        self.brackets.get(token.bracket.checked_sub(1)?).copied()
    }

    /// The token fills its bracket alone, or with the `to - at - 1` tokens after it.
    pub(crate) fn fills_bracket(&self, at: usize, to: usize) -> bool {
        self.bracket(at).is_some_and(|b| b.first == at && b.last == to)
    }

    /// A bracket opens before the token at `at` that it stands in.
    pub(crate) fn opens_bracket(&self, at: usize) -> bool {
        self.bracket(at).is_some_and(|b| b.first == at)
    }

    /// One past the last token that is not the file extension.
    pub(crate) fn end(&self) -> usize {
        self.len() - usize::from(self.extension.is_some())
    }

    /// The first token that is neither part of a site nor of a leading bracket.
    pub(crate) fn first_word(&self) -> usize {
        let mut at = 0;
        while at < self.end() {
            match self.bracket(at) {
                Some(bracket) if bracket.first == at && (at > 0 || self.text[..bracket.start].trim().is_empty()) => {
                    at = bracket.last.max(at + 1);
                }
                _ if self.mark(at) == Some(Field::Site) => at += 1,
                _ => return at,
            }
        }
        0
    }

    /// Nothing but the technical part of the name, a bracket, a dash or the end comes at `at`.
    pub(crate) fn closes(&self, at: usize) -> bool {
        at >= self.end()
            || self.gap(at).has(Gap::OPEN | Gap::CLOSE | Gap::BAR | Gap::SLASH)
            || self.gap(at).is_break()
            || self.mark(at).is_some()
    }

    /// No field has claimed any of the tokens `from..to`.
    pub(crate) fn all_free(&self, from: usize, to: usize) -> bool {
        (from..to).all(|at| self.is_free(at))
    }
}
