//! Sizes, rates and frequencies: `700MB`, `1.4 GB`, `23.976fps`. They are no field of their own, but no episodes either.

use crate::{
    name::Field,
    number,
    reader::Reader,
    reading::Reading,
    token::{Gap, Shape},
};

/// `700 MB`.
pub(super) fn apart(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let gap = reader.gap(at + 1);
    let found = is_unit(reader.word(at + 1))
        && (gap.only(Gap::SPACE) || gap.only(Gap::DOT))
        && reader.shape(at + 1) == Some(Shape::Word)
        && number::value(reader.raw(at)).is_some();
    found.then(|| Reading::of(Field::Technical, at, at + 2))
}

/// `1.4GB`.
pub(super) fn decimal(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    let found = reader.gap(at + 1).only(Gap::DOT)
        && reader.shape(at + 1) == Some(Shape::Mixed)
        && is_amount(reader.word(at + 1))
        && number::value(reader.raw(at)).is_some();
    found.then(|| Reading::of(Field::Technical, at, at + 2))
}

/// `700MB`.
pub(super) fn glued(reader: &Reader<'_>, at: usize) -> Option<Reading> {
    is_amount(reader.word(at)).then(|| Reading::of(Field::Technical, at, at + 1))
}

fn is_amount(word: &str) -> bool {
    number::leading(word).is_some_and(|(_, end)| is_unit(&word[end..]))
}

fn is_unit(word: &str) -> bool {
    matches!(word, "gb" | "mb" | "gib" | "mib" | "kbps" | "mbps" | "fps" | "khz" | "kb")
}
