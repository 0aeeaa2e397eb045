//! Judges anew which work the files are of, by the other files of the torrent and their folders.

use std::rc::Rc;

use release_name::{Field, TitleMatch, normalise};

use super::{
    kin::is_another,
    reading::{Batch, Reading},
    titles::Titles,
};
use crate::{
    names::{Kinship, title_parts},
    torrent::TorrentFile,
};

/// Corrects what each name alone was taken for.
pub(super) fn settle(batch: &mut Batch, titles: &Titles) {
    by_group(&mut batch.readings, batch.torrent_kin, batch.torrent.group.as_deref(), titles);
    by_other_title(batch);
    by_sisters(&mut batch.readings);
    by_folders(&mut batch.readings, &batch.folder_kin, titles);
    by_mark(&mut batch.readings, batch.torrent_kin);
}

/// Judges anew the names whose number was found only beside those of the other files: the title ends before it.
pub(super) fn by_numbers(readings: &mut [Reading], titles: &Titles, files: &[TorrentFile]) {
    for reading in readings.iter_mut().filter(|r| is_another(r.kin) && !r.episodes.is_empty()) {
        let (Some(title), Some(number)) = (reading.name.span(Field::Title), reading.number.clone()) else { continue };
        if number.start <= title.start || number.start > title.end {
            continue;
        }
        let before = files[reading.file].name.get(title.start..number.start);
        // Without what is written as one word with the number.
        let before = before.map(|text| &text[..text.rfind([' ', '.', '_', '-']).unwrap_or(text.len())]);
        let known = |title: &str| Some(titles.fit(title.trim())).filter(|fits| *fits != TitleMatch::None);
        if let Some(fits) = before.and_then(|title| known(title).or_else(|| known(without_counter(title)))) {
            (reading.kin, reading.fits) = (Kinship::Same, fits);
        }
    }
}

/// Returns what stands before the word that counts the episodes: `Title - Act.`, `Title.Part`.
fn without_counter(title: &str) -> &str {
    const COUNTERS: [&str; 10] =
        ["act", "chapter", "file", "lesson", "mission", "part", "phase", "stage", "teil", "turn"];
    let signs = [' ', '.', '_', '-'];
    let (before, word) = title.trim_end_matches(signs).rsplit_once(signs).unwrap_or_default();
    if COUNTERS.iter().any(|counter| word.eq_ignore_ascii_case(counter)) { before.trim_end_matches(signs) } else { "" }
}

/// Takes the first word for a group's where the files of a torrent of the wanted work begin with it.
fn by_group(readings: &mut [Reading], torrent: Kinship, own_group: Option<&str>, titles: &Titles) {
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

/// The files of a torrent that names the wanted work by two titles, `Blaue Wiese (Blue Meadow)`, are its own also where all of
/// them go by the other one.
fn by_other_title(batch: &mut Batch) {
    let Some(title) = batch.readings.iter().find(|r| r.is_regular()).map(|r| Rc::clone(&r.title)) else { return };
    let is_other = |r: &Reading| r.title == title && !is_another(r.kin) && r.fits == TitleMatch::None;
    let stated = || title_parts(&batch.torrent).any(|part| normalise(part) == *title);
    if batch.torrent_kin != Kinship::Same
        || !batch.readings.iter().filter(|r| r.is_regular()).all(is_other)
        || !stated()
    {
        return;
    }
    for reading in batch.readings.iter_mut().filter(|r| r.title == title) {
        (reading.kin, reading.fits) = (Kinship::Same, TitleMatch::Alias);
    }
}

/// A torrent that is marked with a country is of that country's show, however its files leave the mark out.
fn by_mark(readings: &mut [Reading], torrent: Kinship) {
    if torrent == Kinship::Marked {
        for reading in readings.iter_mut().filter(|r| !is_another(r.kin)) {
            reading.kin = Kinship::Marked;
        }
    }
}

/// Beside the sister shows, a shortened title is that of the show from which all of them come.
fn by_sisters(readings: &mut [Reading]) {
    if readings.iter().any(|r| is_another(r.kin)) {
        for reading in readings.iter_mut().filter(|r| r.shortened && r.kin == Kinship::Other) {
            reading.kin = Kinship::Sibling;
        }
    }
}

/// Files under the wanted title that lie in the folder of another work, beside one of the wanted work, are the other's.
fn by_folders(readings: &mut [Reading], folders: &[Kinship], titles: &Titles) {
    let is_in =
        |reading: &Reading, wanted: fn(Kinship) -> bool| folders.get(reading.folder).copied().is_some_and(wanted);
    if !readings.iter().any(|r| r.kin == Kinship::Same && is_in(r, |kin| kin == Kinship::Same)) {
        return;
    }
    // `Title II/Title II - 05` is of the second season, as its own name says.
    let is_season = |r: &Reading| r.season.is_some() && titles.sequel(&r.title) == r.season;
    for reading in readings.iter_mut().filter(|r| is_in(r, is_another) && !is_season(r)) {
        reading.kin = Kinship::Longer;
    }
}
