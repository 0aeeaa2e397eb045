//! What a name states around its title: the single titles of several, and the mark of a country.

use release_name::{Field, ReleaseName, Span};

use crate::title::country;

/// Splits `A / B`, `A | B`, `A aka B` and `A (B)`.
pub(super) fn parts(title: &str) -> impl Iterator<Item = &str> {
    let aka = title.as_bytes().windows(5).position(|five| five.eq_ignore_ascii_case(b" aka "));
    let (first, second) = aka.map_or((title, ""), |at| (&title[..at], title.get(at + 5..).unwrap_or_default()));
    first
        .split(['/', '|', '(', ')', '[', ']'])
        .chain(second.split(['/', '|']))
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Returns the titles that a name states, cut where several stand in one text.
pub(crate) fn title_parts(said: &ReleaseName) -> impl Iterator<Item = &str> {
    std::iter::once(&said.title).chain(&said.alternative_titles).flat_map(|title| parts(title))
}

/// Returns the country that is marked between the title and the year, season or episode, or in a bracket behind a title that
/// nothing else follows, `Title (UK)`; in lower case.
pub(super) fn country_after_title(said: &ReleaseName, name: &str) -> Option<String> {
    let from = said.span(Field::Title)?.end;
    let rest = name.get(from..)?;
    let start = from + rest.find(|c: char| c.is_alphanumeric())?;
    let word = name.get(start..)?;
    let end = start + word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len());
    let word =
        name.get(start..end).filter(|word| word.len() < 4 && word.bytes().all(|byte| byte.is_ascii_uppercase()))?;
    let next = said
        .spans
        .iter()
        .filter(|span| matches!(span.field, Field::Year | Field::Season | Field::Episode | Field::Date))
        .map(Span::start)
        .filter(|at| *at >= end)
        .min();
    let rest = name.get(end..next.unwrap_or(name.len()))?;
    let is_next = rest.chars().all(|c| !c.is_alphanumeric());
    let mark = word.to_ascii_lowercase();
    // Other marks are those of languages too.
    let alone = || rest.starts_with([')', ']']) && matches!(mark.as_str(), "us" | "uk" | "au" | "nz");
    if next.is_none() && !alone() {
        return None;
    }
    (is_next && country::is_mark(&mark)).then_some(mark)
}
