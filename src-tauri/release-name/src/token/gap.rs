//! The signs between words: their kinds, and which of them are brackets.

/// What stood between a token and the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Gap(u16);

impl Gap {
    pub(crate) const SPACE: u16 = 1;
    pub(crate) const DOT: u16 = 1 << 1;
    pub(crate) const DASH: u16 = 1 << 2;
    pub(crate) const UNDERSCORE: u16 = 1 << 3;
    pub(crate) const OPEN: u16 = 1 << 4;
    pub(crate) const CLOSE: u16 = 1 << 5;
    pub(crate) const SLASH: u16 = 1 << 6;
    pub(crate) const PLUS: u16 = 1 << 7;
    pub(crate) const AND: u16 = 1 << 8;
    pub(crate) const COMMA: u16 = 1 << 9;
    pub(crate) const TILDE: u16 = 1 << 10;
    pub(crate) const COLON: u16 = 1 << 11;
    pub(crate) const HASH: u16 = 1 << 12;
    pub(crate) const TIMES: u16 = 1 << 13;
    pub(crate) const BAR: u16 = 1 << 14;
    pub(crate) const OTHER: u16 = 1 << 15;

    pub(crate) fn has(self, flags: u16) -> bool {
        self.0 & flags != 0
    }

    /// Exactly these kinds of character and at least one of them.
    pub(crate) fn only(self, flags: u16) -> bool {
        self.0 != 0 && self.0 & !flags == 0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Words of one phrase: nothing but spaces, dots, dashes and underscores between them.
    pub(crate) fn joins(self) -> bool {
        self.0 & !(Self::SPACE | Self::DOT | Self::DASH | Self::UNDERSCORE | Self::PLUS) == 0
    }

    /// What stands for a space: nothing else, and at least one of them.
    pub(crate) fn is_space(self) -> bool {
        self.only(Self::SPACE | Self::DOT | Self::UNDERSCORE)
    }

    /// One of these signs, and nothing but it and what stands for spaces.
    pub(crate) fn around(self, signs: u16) -> bool {
        self.has(signs) && self.only(signs | Self::SPACE | Self::DOT | Self::UNDERSCORE)
    }

    /// ` - `, `_-_`, `.-.`: the dash that separates the parts of a name.
    pub(crate) fn is_break(self) -> bool {
        self.has(Self::DASH) && self.has(Self::SPACE | Self::UNDERSCORE | Self::DOT)
    }

    /// Adds one of these kinds.
    pub(super) fn add_flag(&mut self, flag: u16) {
        self.0 |= flag;
    }

    pub(super) fn add(&mut self, c: char) {
        self.0 |= match c {
            ' ' | '\u{a0}' | '\u{3000}' | '\t' => Self::SPACE,
            '.' => Self::DOT,
            '-' | '–' | '—' | '－' => Self::DASH,
            '_' => Self::UNDERSCORE,
            '/' | '\\' => Self::SLASH,
            '+' => Self::PLUS,
            '&' | '＆' => Self::AND,
            ',' | ';' | '、' => Self::COMMA,
            '~' | '～' => Self::TILDE,
            ':' | '：' => Self::COLON,
            '#' => Self::HASH,
            '×' | '*' => Self::TIMES,
            '|' => Self::BAR,
            _ if closing(c).is_some() => Self::OPEN,
            _ if is_closing(c) => Self::CLOSE,
            _ => Self::OTHER,
        };
    }
}

/// The character that closes a bracket.
pub(super) fn closing(c: char) -> Option<char> {
    Some(match c {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '【' => '】',
        '（' => '）',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        '［' => '］',
        _ => return None,
    })
}

pub(super) fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '}' | '】' | '）' | '」' | '』' | '》' | '］')
}
