//! The working state of one parse: the tokens, which of them are taken by a field, and the result so far.

use crate::{
    file,
    name::{Field, ReleaseName, Span},
    number,
    token::{self, Bracket, Gap, Shape, Token},
    vocabulary::{self, Entry, Extension},
};

/// What is true of the whole text, found once.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Form {
    /// It has spaces, so that its dots are not written for them.
    pub(crate) spaced: bool,
    pub(crate) underscores: usize,
    /// `blue-meadow-103.mkv`: nothing but dashes between the words.
    pub(crate) dashed: bool,
    /// Where the first small letter stands.
    pub(crate) first_small: Option<usize>,
}

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
    /// Of the last token.
    pub(crate) extension: Option<Extension>,
    /// It is a video file's name and not a torrent's.
    pub(crate) is_file: bool,
    pub(crate) form: Form,
    /// How directly the resolution kept so far was stated.
    pub(crate) resolution_rank: u8,
    pub(crate) out: ReleaseName,
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
            underscores: text.bytes().filter(|b| *b == b'_').count(),
            dashed: tokens.list.len() > 2 && tokens.list[1..].iter().take(between).all(|t| t.gap.only(Gap::DASH)),
            first_small: text.bytes().position(|b| b.is_ascii_lowercase()),
        };
        Self {
            text,
            entries: tokens.list.iter().map(|t| vocabulary::entry(&lower[t.start..t.end])).collect(),
            lower,
            marks: vec![None; tokens.list.len()],
            tokens: tokens.list,
            brackets: tokens.brackets,
            tail: tokens.tail,
            extension: None,
            is_file: false,
            form,
            resolution_rank: 0,
            #[cfg(test)]
            looks: std::cell::Cell::new(0),
            out: ReleaseName { spans: Vec::with_capacity(16), ..ReleaseName::default() },
        }
    }

    /// A file's name, cut off before its extension.
    pub(crate) fn of_file(stem: &'a str, container: &'static str) -> Self {
        let mut reader = Self::new(stem);
        reader.is_file = true;
        reader.out.container = Some(container);
        reader.out.spans.push(file::span(stem, container));
        reader
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

    /// These bytes of the text in lowercase, which stand where they stood.
    pub(crate) fn lower(&self, start: usize, end: usize) -> &str {
        self.lower.get(start..end).unwrap_or("")
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

    /// The value of a token of digits only, if nothing has taken it.
    pub(crate) fn free_number(&self, at: usize) -> Option<u32> {
        (self.is_free(at) && self.shape(at) == Some(Shape::Digits)).then(|| number::value(self.raw(at)))?
    }

    pub(crate) fn is_free(&self, at: usize) -> bool {
        self.look();
        self.marks.get(at).is_some_and(Option::is_none)
    }

    pub(crate) fn mark(&self, at: usize) -> Option<Field> {
        self.look();
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

    /// Lets the span added last begin earlier: at the sign inside a run of characters that belongs to it.
    pub(crate) fn reach_back(&mut self, start: usize) {
        if let Some(span) = self.out.spans.last_mut() {
            span.start = span.start.min(start);
        }
    }

    /// Ends the last span of this field earlier, where another field begins inside its token.
    pub(crate) fn cut_short(&mut self, field: Field, end: usize) {
        let span = self.out.spans.iter_mut().rev().find(|s| s.field == field);
        if let Some(span) = span.filter(|s| s.start < end) {
            span.end = span.end.min(end);
        }
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
