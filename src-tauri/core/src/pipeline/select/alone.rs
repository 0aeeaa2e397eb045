//! Handles uninformative names: picks the only video of a torrent named for the episode, or the file a source points
//! to.

use super::{
    Hint,
    context::Context,
    reading::{Batch, Reading},
    score::{ScoredFile, is_hinted},
    season_part,
};
use crate::model::Reason;
use crate::torrent::TorrentFile;

pub(super) fn alone(
    batch: &Batch,
    context: &Context<'_>,
    files: &[TorrentFile],
    hint: &Hint<'_>,
    scored: &mut [ScoredFile],
    certainty: &mut f32,
) {
    let regular: Vec<usize> = (0..batch.readings.len()).filter(|i| batch.readings[*i].extra.is_none()).collect();
    if regular.iter().any(|i| !batch.readings[*i].is_unnumbered()) && regular.len() > 1 {
        return;
    }
    let torrent = &batch.torrent;
    let target = context.target;
    if let [only] = regular.as_slice() {
        let reading = &batch.readings[*only];
        if !reading.is_unnumbered() || scored[*only].pickable() {
            return;
        }
        let season = torrent.seasons.first().copied();
        let named = torrent.episodes.iter().any(|e| match season {
            Some(season) => target.is(season, *e),
            None => *e == target.episode && target.season.is_none_or(|s| s <= 1) || target.absolute == Some(*e),
        });
        let dated = torrent.date.is_some() && torrent.date == context.aired;
        if named || dated {
            scored[*only].give(Reason::OnlyFile, 500.0);
            *certainty = certainty.min(0.9);
        }
        return;
    }
    if let Some(hinted) = regular.iter().find(|i| is_hinted(&files[batch.readings[**i].file], hint)) {
        scored[*hinted].give(Reason::OnlyFile, 500.0);
        *certainty = certainty.min(0.6);
    }
}

/// `00003.m2ts`: a disc counts its streams, and episodes seldom so.
fn is_stream(name: &str) -> bool {
    name.strip_suffix(".m2ts").is_some_and(|stem| stem.len() == 5 && stem.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Lowers the certainty where files of several shows are there and none carries the wanted title.
pub(super) fn of_several(context: &Context<'_>, certainty: &mut f32) {
    /// The most titles that are counted.
    const MANY: usize = 16;
    if context.titled {
        return;
    }
    // Most have one title alone.
    let mut shows: Vec<(&str, u32)> = Vec::new();
    let regular = context.batch.readings.iter().filter(|r| r.is_regular() && !r.episodes.is_empty());
    let is_show = |r: &&Reading| !r.late_title && !r.title.is_empty() && season_part::part(&r.title).is_none();
    for reading in regular.filter(is_show) {
        if let Some((_, files)) = shows.iter_mut().find(|(title, _)| **title == *reading.title) {
            *files += 1;
        } else if shows.len() < MANY {
            shows.push((&reading.title, 1));
        }
    }
    if shows.iter().filter(|(_, files)| *files > 1).nth(1).is_some() {
        *certainty = certainty.min(0.45);
    }
}

/// Lowers the certainty where the number of a pick is in the folders of several discs or volumes: each may begin anew, and nothing
/// tells how many came before.
pub(super) fn on_discs(batch: &Batch, files: &[TorrentFile], scored: &[ScoredFile], certainty: &mut f32) {
    let disc = |reading: &Reading| {
        let (folder, _) = files[reading.file].path.rsplit_once('/')?;
        let name = folder.rsplit('/').next()?.to_ascii_lowercase();
        let number = ["disc", "disk", "dvd", "cd", "volume", "vol"].iter().find_map(|word| name.strip_prefix(word))?;
        number.trim_start_matches([' ', '_', '-', '.']).parse::<u32>().ok()
    };
    let stream = |scored: &ScoredFile| scored.pickable() && is_stream(&files[scored.file].name);
    if scored.iter().any(stream) {
        *certainty = certainty.min(0.4);
    }
    let fits = |(reading, scored): &(&Reading, &ScoredFile)| scored.pickable() && reading.season.is_none();
    let mut discs = batch.readings.iter().zip(scored).filter(fits).filter_map(|(reading, _)| disc(reading));
    if let Some(first) = discs.next()
        && discs.any(|disc| disc != first)
    {
        *certainty = certainty.min(0.4);
    }
}
