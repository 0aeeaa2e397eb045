//! Tells from its names which work a file is of: its own name first, then its folders, then the name of the torrent.

use release_name::{Field, ReleaseName, TitleMatch};

use super::{season_part, titles::Titles};
use crate::names::Kinship;

/// Returns whether a name is about another work: the wanted title goes on in it, it is of the same family, or a
/// catalogue lists it apart. Any other title may be a translation.
pub(super) fn is_another(kin: Kinship) -> bool {
    matches!(kin, Kinship::Listed | Kinship::Longer | Kinship::Sibling)
}

/// Judges the name of a file or folder.
pub(super) fn of_name(titles: &Titles, name: &ReleaseName, text: &str) -> Kinship {
    // `S01E06 - The End`: the rest of an episode's name was read as something else.
    if ["the", "a", "an"].iter().any(|article| name.title.eq_ignore_ascii_case(article)) {
        return Kinship::Untold;
    }
    let kin = titles.works.relate(name, text);
    if matches!(kin, Kinship::Same | Kinship::Marked | Kinship::Untold | Kinship::Listed) {
        return kin;
    }
    if let Some(shortened) = titles.shortened(&name.title) {
        return if shortened { Kinship::Other } else { Kinship::Sibling };
    }
    if kin == Kinship::Other {
        return kin;
    }
    // What makes it another stands beside the title: the mark of a country, the year of a remake.
    if kin == Kinship::Longer && titles.is_known(&name.title) {
        return kin;
    }
    // After the numbers stands the title with the name of the episode, or that name alone.
    let number = name.span(Field::Episode);
    if number.zip(name.span(Field::Title)).is_some_and(|(number, title)| number.end <= title.start) {
        let head = name.title.split_once(" - ").map_or(TitleMatch::None, |(head, _)| titles.fit(head));
        return if head == TitleMatch::None { Kinship::Untold } else { Kinship::Same };
    }
    // Parts of a season are judged by their numbers.
    if titles.is_known(without_part(titles, &name.title)) {
        return Kinship::Same;
    }
    if titles.is_known(without_count(&name.title)) {
        return Kinship::Same;
    }
    // A place in a list, a group or a year beside the title.
    let beside = !titles.is_known(&name.title) && titles.fit(&name.title) != TitleMatch::None;
    if beside { Kinship::Same } else { kin }
}

/// Returns the title of an episode's show without the part of the season behind it.
fn without_part<'a>(titles: &Titles, title: &'a str) -> &'a str {
    let part = season_part::part(title).filter(|part| !titles.film && season_part::ends(title, part));
    part.and_then(|part| title.get(..part.at.start)).unwrap_or(title)
}

/// Returns a title without the padded number behind it: `Title 001`.
fn without_count(title: &str) -> &str {
    let before = title.trim_end_matches(|c: char| c.is_ascii_digit());
    let padded = title[before.len()..].starts_with('0') && before.ends_with([' ', '.', '_']);
    if padded { before.trim_end_matches([' ', '.', '_', '-']) } else { title }
}

/// Returns the first of the judgements that says something.
pub(super) fn first(kin: impl IntoIterator<Item = Kinship>) -> Kinship {
    let mut told = Kinship::Untold;
    for kin in kin {
        match kin {
            Kinship::Untold => {}
            Kinship::Other => told = kin,
            Kinship::Same | Kinship::Marked | Kinship::Listed | Kinship::Longer | Kinship::Sibling => return kin,
        }
    }
    told
}
