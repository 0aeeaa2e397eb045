//! Handles uninformative names: picks the only video of a torrent named for the episode, or the file a source points
//! to.

use super::{
    Hint,
    context::Context,
    reading::{Batch, Reading},
    score::{ScoredFile, is_hinted},
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

/// Lowers the certainty where the number of a pick is in the folders of several discs or volumes: each may begin anew, and nothing
/// tells how many came before.
pub(super) fn on_discs(batch: &Batch, files: &[TorrentFile], scored: &[ScoredFile], certainty: &mut f32) {
    let disc = |reading: &Reading| {
        let (folder, _) = files[reading.file].path.rsplit_once('/')?;
        let name = folder.rsplit('/').next()?.to_ascii_lowercase();
        let number = ["disc", "disk", "dvd", "cd", "volume", "vol"].iter().find_map(|word| name.strip_prefix(word))?;
        number.trim_start_matches([' ', '_', '-', '.']).parse::<u32>().ok()
    };
    let fits = |(reading, scored): &(&Reading, &ScoredFile)| scored.pickable() && reading.season.is_none();
    let mut discs = batch.readings.iter().zip(scored).filter(fits).filter_map(|(reading, _)| disc(reading));
    if let Some(first) = discs.next()
        && discs.any(|disc| disc != first)
    {
        *certainty = certainty.min(0.4);
    }
}
