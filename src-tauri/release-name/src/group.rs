//! Who made the release: what stands after the last dash or in the leading bracket.

use crate::{name::Field, reader::Reader, token::Gap};

pub(crate) fn group(reader: &mut Reader<'_>) {
    if let Some(at) = trailing_group(reader) {
        let mut to = at + 1;
        while to < reader.end()
            && reader.is_free(to)
            && reader.gap(to).only(Gap::DOT)
            && reader.gap(at).has(Gap::DASH)
            && !reader.out.episodes.is_empty()
        {
            to += 1;
        }
        let text = &reader.text[reader.tokens[at].start..reader.tokens[to - 1].end];
        reader.out.group = Some(text.to_owned());
        if text.eq_ignore_ascii_case("rarbg") {
            reader.out.site.get_or_insert_with(|| text.to_owned());
        }
        reader.take(Field::Group, at, to);
        return;
    }
    leading_group(reader);
}

/// `…x264-GROUP`, `… - GROUP`, also before `[index]` and the extension.
fn trailing_group(reader: &Reader<'_>) -> Option<usize> {
    let mut end = reader.end();
    while end > 1
        && (reader
            .bracket(end - 1)
            .is_some_and(|b| b.first > 1 && b.end + 1 >= reader.tokens.get(end).map_or(b.end, |t| t.start))
            || reader.mark(end - 1) == Some(Field::Container))
    {
        end = reader.bracket(end - 1).map_or(end - 1, |b| b.first.min(end - 1));
    }
    let last = end.checked_sub(1)?;
    let first = (1..=last).rev().take(2).find(|i| reader.gap(*i).has(Gap::DASH))?;
    let free = (first..=last).all(|i| {
        reader.is_free(i)
            || reader.gap(first).only(Gap::DASH)
                && i == last
                && reader.mark(i) == Some(Field::Language)
                && first == last
    });
    let technical = (0..first).rev().take(1).all(|i| {
        reader.mark(i).is_some_and(|f| {
            !matches!(f, Field::Episode | Field::Season | Field::Site | Field::Group)
                && (!matches!(f, Field::Date | Field::Year) || reader.gap(first).only(Gap::DASH))
        }) || reader.gap(first).only(Gap::DASH) && late(reader, i)
    });
    (free
        && technical
        && reader.bracket(last).is_none()
        && (first == last || reader.gap(last).only(Gap::DOT | Gap::UNDERSCORE)))
    .then_some(first)
}

/// Something technical stands before.
fn late(reader: &Reader<'_>, at: usize) -> bool {
    (0..at).any(|i| matches!(reader.mark(i), Some(Field::Resolution | Field::Quality | Field::Codec)))
}

fn leading_group(reader: &mut Reader<'_>) {
    let Some(bracket) = reader.brackets.first().copied() else { return };
    if !reader.text[..bracket.start].trim().is_empty() || bracket.first != 0 || bracket.round {
        return;
    }
    let free = (bracket.first..bracket.last).all(|i| reader.is_free(i));
    if !free || bracket.last == bracket.first || bracket.end >= reader.text.len() {
        return;
    }
    let text = reader.text[bracket.start..bracket.end].trim_matches(|c: char| "[]{}【】（）()".contains(c)).trim();
    reader.out.group = Some(text.to_owned());
    reader.take(Field::Group, bracket.first, bracket.last);
}
