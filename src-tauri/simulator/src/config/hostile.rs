//! Owns the names of the ways a good answer is bent: what it holds, how it is packed, how it is sent.

use serde::{Deserialize, Serialize};

/// What a good answer holds instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// No byte at all, with status 200.
    Blank,
    /// A web page that has nothing to do with it, with status 200.
    Page,
    /// Names with NUL, terminal escapes and marks that turn the reading direction.
    Controls,
    /// A few names of a megabyte each.
    LongNames,
    /// Numbers that no float holds, in place of every number.
    HugeNumbers,
    /// Names cut in the middle of a character, so that half a surrogate pair is left.
    HalfCharacters,
    /// Every key twice; the second is the good one.
    Twice,
    /// A million rows: the few good ones again and again.
    MillionRows,
    /// The same in UTF-16, whatever the content type says.
    Utf16,
}

/// How an answer is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// A byte of the body a second.
    Trickle,
    /// A million headers before it.
    MillionHeaders,
    /// A header of ten megabytes before it.
    LongHeader,
    /// Its length is said to be twice what it is.
    TooLong,
    /// Its length is said to be half of what it is.
    TooShort,
    /// The connection is reset after half of it.
    Reset,
}

/// What a bomb is packed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Packing {
    #[default]
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}
