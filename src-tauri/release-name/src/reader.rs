//! The working state of one parse: the tokens, which of them are taken by a field, and the result so far.

use crate::{
    name::{Field, ReleaseName, Span},
    number,
    token::{self, Bracket, Gap, Shape, Token},
    vocabulary::{self, Entry, Extension},
};

pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
    lower: String,
    pub(crate) tokens: Vec<Token>,
    pub(crate) brackets: Vec<Bracket>,
    pub(crate) tail: Gap,
    /// What the vocabulary knows about each token.
    entries: Vec<Option<&'static Entry>>,
    /// The field each token was taken for.
    marks: Vec<Option<Field>>,
    pub(crate) extension: Option<Extension>,
    /// How directly the resolution kept so far was stated.
    pub(crate) resolution_rank: u8,
    pub(crate) out: ReleaseName,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let tokens = token::tokenize(text);
        let lower = token::lowercase(text);
        Self {
            text,
            entries: tokens.list.iter().map(|t| vocabulary::entry(&lower[t.start..t.end])).collect(),
            lower,
            marks: vec![None; tokens.list.len()],
            tokens: tokens.list,
            brackets: tokens.brackets,
            tail: tokens.tail,
            extension: None,
            resolution_rank: 0,
            out: ReleaseName { spans: Vec::with_capacity(16), ..ReleaseName::default() },
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The token's text in lowercase; empty past the end.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| &self.lower[t.start..t.end])
    }

    pub(crate) fn entry(&self, at: usize) -> Option<&'static Entry> {
        self.entries.get(at).copied().flatten()
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
        self.tokens.get(at).map_or("", |t| &self.text[t.start..t.end])
    }

    pub(crate) fn shape(&self, at: usize) -> Option<Shape> {
        self.tokens.get(at).map(|t| t.shape)
    }

    /// What stands before the token; before the first past the end, what ends the text.
    pub(crate) fn gap(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or(self.tail, |t| t.gap)
    }

    /// The value of a token of digits only, if nothing has taken it.
    pub(crate) fn free_number(&self, at: usize) -> Option<u32> {
        (self.is_free(at) && self.shape(at) == Some(Shape::Digits)).then(|| number::value(self.raw(at)))?
    }

    pub(crate) fn is_free(&self, at: usize) -> bool {
        self.marks.get(at).is_some_and(Option::is_none)
    }

    pub(crate) fn mark(&self, at: usize) -> Option<Field> {
        self.marks.get(at).copied().flatten()
    }

    /// Gives tokens `from..to` to a field and remembers where they stand.
    pub(crate) fn take(&mut self, field: Field, from: usize, to: usize) {
        for mark in &mut self.marks[from..to] {
            *mark = Some(field);
        }
        if from < to {
            self.span(field, self.tokens[from].start, self.tokens[to - 1].end);
        }
    }

    pub(crate) fn span(&mut self, field: Field, start: usize, end: usize) {
        self.out.spans.push(Span { field, start, end });
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

    pub(crate) fn add(list: &mut Vec<&'static str>, value: &'static str) {
        if !list.contains(&value) {
            list.push(value);
        }
    }
}
