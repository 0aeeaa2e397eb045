//! Tells from its names which work a file is of: its own name first, then its folders, then the name of the torrent.

use release_name::{Field, ReleaseName, TitleMatch};

use super::{reading::Reading, season_part, titles::Titles};
use crate::{names::Kinship, torrent::TorrentFile};

/// Returns whether a name is about another work: the wanted title goes on in it, it is of the same family, or a
/// catalogue lists it apart. Any other title may be a translation.
pub(super) fn is_another(kin: Kinship) -> bool {
    matches!(kin, Kinship::Listed | Kinship::Longer | Kinship::Sibling)
}

/// Judges the name of a file or folder.
pub(super) fn of_name(titles: &Titles, name: &ReleaseName, text: &str) -> Kinship {
    let kin = titles.works.relate(name, text);
    if matches!(kin, Kinship::Same | Kinship::Untold | Kinship::Listed) {
        return kin;
    }
    if let Some(shortened) = titles.shortened(&name.title) {
        return if shortened { Kinship::Other } else { Kinship::Sibling };
    }
    if kin == Kinship::Other {
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

/// Judges anew the names whose number was found only beside those of the other files: the title ends before it.
pub(super) fn by_numbers(readings: &mut [Reading], titles: &Titles, files: &[TorrentFile]) {
    for reading in readings.iter_mut().filter(|r| is_another(r.kin) && !r.episodes.is_empty()) {
        let (Some(title), Some(number)) = (reading.name.span(Field::Title), reading.number.clone()) else { continue };
        if number.start <= title.start || number.start >= title.end {
            continue;
        }
        let before = files[reading.file].name.get(title.start..number.start);
        // Without what is written as one word with the number.
        let before = before.map(|text| &text[..text.rfind([' ', '.', '_', '-']).unwrap_or(text.len())]);
        let known = before.map(|title| titles.fit(title.trim()));
        if let Some(fits) = known.filter(|fits| *fits != TitleMatch::None) {
            (reading.kin, reading.fits) = (Kinship::Same, fits);
        }
    }
}

/// Takes the first word for a group's where the files of a torrent of the wanted work begin with it.
pub(super) fn by_group(readings: &mut [Reading], torrent: Kinship, own_group: Option<&str>, titles: &Titles) {
    let group_of = |reading: &Reading| {
        let (group, rest) = reading.name.title.trim_start().split_once([' ', '_', '.'])?;
        let is_group = group.chars().filter(|c| c.is_uppercase()).count() > 1 || Some(group) == own_group;
        (is_group && is_another(reading.kin) && titles.is_known(rest)).then(|| group.to_owned())
    };
    let doubtful = torrent == Kinship::Same && readings.iter().any(|r| is_another(r.kin));
    if !doubtful || readings.iter().any(|r| titles.is_known(&r.name.title)) {
        return;
    }
    let groups: Vec<Option<String>> = readings.iter().map(group_of).collect();
    let mut named = groups.iter().flatten();
    let Some(first) = named.next() else { return };
    if named.all(|group| group == first) {
        for (reading, _) in readings.iter_mut().zip(&groups).filter(|(_, group)| group.is_some()) {
            (reading.kin, reading.fits) = (Kinship::Same, TitleMatch::Title);
        }
    }
}

/// Returns the first of the judgements that says something.
pub(super) fn first(kin: impl IntoIterator<Item = Kinship>) -> Kinship {
    let mut told = Kinship::Untold;
    for kin in kin {
        match kin {
            Kinship::Untold => {}
            Kinship::Other => told = kin,
            Kinship::Same | Kinship::Listed | Kinship::Longer | Kinship::Sibling => return kin,
        }
    }
    told
}

/// Beside the sister shows, a shortened title is that of the show from which all of them come.
pub(super) fn by_sisters(readings: &mut [Reading]) {
    if readings.iter().any(|r| is_another(r.kin)) {
        for reading in readings.iter_mut().filter(|r| r.shortened && r.kin == Kinship::Other) {
            reading.kin = Kinship::Sibling;
        }
    }
}

/// Files under the wanted title that lie in the folder of another work, beside one of the wanted work, are the other's.
pub(super) fn by_folders(readings: &mut [Reading], folders: &[Kinship]) {
    let is_in =
        |reading: &Reading, wanted: fn(Kinship) -> bool| folders.get(reading.folder).copied().is_some_and(wanted);
    if !readings.iter().any(|r| r.kin == Kinship::Same && is_in(r, |kin| kin == Kinship::Same)) {
        return;
    }
    for reading in readings.iter_mut().filter(|r| is_in(r, is_another)) {
        reading.kin = Kinship::Longer;
    }
}
