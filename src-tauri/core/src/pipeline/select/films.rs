//! Points for films: the right one of a collection by title and year, the feature rather than its extras.

use crate::model::Reason;
use release_name::{Extra, Field, Span, TitleMatch};

use super::{
    Hint,
    boxes::{Numbered, numbered},
    order::path,
    reading::{Batch, Reading},
    score::{ScoredFile, is_hinted},
};
use crate::{
    names::{self, Kinship},
    title::Wanted,
    torrent::TorrentFile,
};

pub(super) fn score(batch: &Batch, files: &[TorrentFile], wanted: &Wanted, hint: &Hint<'_>) -> (Vec<ScoredFile>, f32) {
    let year = wanted.year.and_then(|y| u16::try_from(y).ok());
    let candidates = || batch.readings.iter().filter(|r| r.extra.is_none_or(|e| e == Extra::Movie));
    let largest = candidates().filter_map(|r| r.size).max().unwrap_or(0);
    let full = |r: &Reading| r.size.is_none_or(|s| s >= largest / 8);
    let features = candidates().filter(|r| full(r)).count();
    let numbered = numbered(batch, wanted);
    let titled = !numbered.is_empty() || candidates().any(|r| r.fits != TitleMatch::None);
    let dated = candidates().any(|r| r.year.is_some() && r.year == year);
    let torrent_year = batch.torrent.year.filter(|_| batch.torrent.end_year.is_none());
    let torrent_named = batch.torrent_fits != TitleMatch::None && near(torrent_year, year);
    // Several that carry the title and count on are a series, and no film among them is the one wanted.
    let counted = |r: &&Reading| full(r) && r.fits != TitleMatch::None && !r.episodes.is_empty();
    let is_series = candidates().filter(counted).count() > 2;
    let is_flat = |r: &Reading| !names::is_3d(path(&files[r.file]));
    let has_flat = candidates().any(|r| full(r) && r.fits != TitleMatch::None && is_flat(r));
    let mut certainty: f32 = if is_series { 0.3 } else { 0.97 };
    let mut scored = Vec::with_capacity(batch.readings.len());
    for reading in &batch.readings {
        let mut file = ScoredFile::new(reading.file, None, None);
        against(reading, &mut file);
        let by_number = numbered.get(&reading.file).copied();
        let named = reading.fits != TitleMatch::None || by_number.is_some();
        let is_other = by_number.is_none() && is_another_film(batch, reading, features == 1, year);
        let same_year = year.is_some() && reading.year == year;
        let close_year = near(reading.year, year);
        match reading.fits {
            _ if is_other => file.give(Reason::OtherTitle, -1200.0),
            TitleMatch::Alias => file.give(Reason::Alias, 50.0),
            TitleMatch::Title => file.give(Reason::Title, 50.0),
            TitleMatch::None if by_number.is_some() => {
                file.give(Reason::Title, 50.0);
                certainty = certainty.min(if by_number == Some(Numbered::Year) { 0.6 } else { 0.9 });
            }
            TitleMatch::None if titled => file.give(Reason::OtherTitle, -1200.0),
            TitleMatch::None => {}
        }
        if same_year {
            file.give(Reason::Year, 100.0);
        } else if reading.year.is_some() && year.is_some() && (!close_year || dated) {
            file.give(Reason::OtherYear, -600.0);
        }
        let small = reading.extra.is_none() && !full(reading);
        if small {
            file.give(Reason::TooSmall, -400.0);
        }
        let unnamed = !titled
            && (features == 1 && (batch.torrent.title.is_empty() || torrent_named || near(torrent_year, year))
                || torrent_named);
        if named && close_year {
            let beside_flat = has_flat && !is_flat(reading);
            file.give(Reason::Film, if beside_flat { 480.0 } else { 500.0 });
        } else if unnamed && close_year {
            file.give(Reason::OnlyFile, 500.0);
            // Where no title is known, it was found by its id alone.
            certainty = certainty.min(if torrent_named || wanted.name.is_empty() { 0.9 } else { 0.6 });
        } else if !titled && is_hinted(&files[reading.file], hint) && close_year {
            file.give(Reason::OnlyFile, 500.0);
            certainty = certainty.min(0.5);
        }
        if let Some(part) = reading.name.part.filter(|p| *p > 1 && named && !reading.title.contains("part")) {
            file.give(Reason::LaterPart, -20.0 * part.min(20) as f32);
        }
        scored.push(file);
    }
    (scored, certainty)
}

/// Returns whether the name is another film's. The only feature of a torrent named for the wanted one is it however its
/// title goes on; one of its year may be a translation or have a subtitle.
fn is_another_film(batch: &Batch, reading: &Reading, alone: bool, year: Option<u16>) -> bool {
    let named = alone && batch.torrent_kin == Kinship::Same && near(batch.torrent.year, year);
    match reading.kin {
        Kinship::Listed => true,
        Kinship::Longer | Kinship::Sibling => !(named || alone && reading.year.is_some() && reading.year == year),
        Kinship::Same | Kinship::Marked | Kinship::Untold | Kinship::Other => false,
    }
}

/// Returns the parts of the name that decide for a film.
pub(super) fn told(reading: &Reading) -> Vec<Span> {
    let spans = reading.name.spans.iter();
    spans.filter(|s| matches!(s.field, Field::Title | Field::Year | Field::Part | Field::Extra)).copied().collect()
}

fn against(reading: &Reading, file: &mut ScoredFile) {
    match reading.extra {
        Some(Extra::Sample) => file.give(Reason::Sample, -2000.0),
        Some(Extra::Movie) | None => {}
        Some(_) => file.give(Reason::Extra, -1500.0),
    }
}

/// Returns whether the years match within one year, since release years differ between countries; an unknown year
/// always matches.
fn near(stated: Option<u16>, wanted: Option<u16>) -> bool {
    match (stated, wanted) {
        (Some(a), Some(b)) => a.abs_diff(b) <= 1,
        _ => true,
    }
}
