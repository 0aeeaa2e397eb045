//! Judges the file behind a link as a torrent's files are judged. Pure.

use super::select::{Selection, Sought};
use crate::model::{Candidate, ChosenFile, Hint, Listed};
use crate::names::is_video;
use crate::torrent::{Offer, TorrentFile};
use crate::work;

/// Returns the file behind a link by which it is judged; `None` where its name is not told or says nothing.
pub(super) fn file_of(offer: &Offer) -> Option<TorrentFile> {
    let name = offer.file_name.as_deref().filter(|name| is_video(name))?;
    Some(TorrentFile { index: -1, name: name.to_owned(), path: String::new(), size: offer.file_size, link: None })
}

/// Holds the file behind a link against what is wanted.
pub(super) fn select_offer(row: &Candidate, file: &TorrentFile, sought: &Sought<'_>) -> Selection {
    // The place of the file is that in the torrent, and its name is judged anyway.
    let hint = Hint { file_index: None, file_name: None, ..row.hint() };
    sought.select(std::slice::from_ref(file), &hint)
}

/// Returns the verdict on the files behind the links of a row: that of the first which is the wanted one. `Nothing`
/// where a link does not tell its file.
pub(super) fn offered_file(row: &Candidate, sought: &Sought<'_>) -> Listed {
    let mut verdict = Listed::Nothing;
    for offer in row.direct() {
        let Some(file) = file_of(offer) else { return Listed::Nothing };
        // A name that the reading fails at says nothing of the file.
        let Some(selection) = work::fenced(|| select_offer(row, &file, sought)) else { return Listed::Nothing };
        if let Some(scored) = selection.pick.and_then(|at| selection.ranked.get(at)) {
            return Listed::Holding(ChosenFile {
                index: -1,
                name: file.name,
                size: file.size,
                score: scored.score,
                confidence: selection.confidence,
                reasons: scored.reasons(),
            });
        }
        verdict = Listed::Lacking;
    }
    verdict
}
