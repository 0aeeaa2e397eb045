//! Handles uninformative names: picks the only video of a torrent named for the episode, or the file a source points
//! to.

use super::{
    Hint,
    context::Context,
    reading::Batch,
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
