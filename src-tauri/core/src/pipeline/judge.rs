//! Phase 4 within a search: selects the file that would play from the file lists of a service, for many torrents at
//! once.

use std::sync::Arc;

use super::cache_check::{Answers, CheckAnswer};
use super::select::Sought;
use crate::debrid::{DebridError, Store};
use crate::model::{ChosenFile, Judged, Listed, Question};
use crate::title::Wanted;
use crate::torrent::FileList;
use crate::work;

/// The selections for the file lists of one service.
pub(super) struct Verdict {
    pub(super) store: Store,
    /// The wanted title used for the selection. More may be known by now.
    pub(super) wanted: Arc<Wanted>,
    pub(super) outcome: Result<Vec<Judged>, DebridError>,
}

/// Selects the files in `answers` for `rows`, off the runtime's workers because a batch can list a thousand files for
/// each torrent. Leaves out rows without an answer.
pub(super) async fn judge(
    store: Store,
    rows: Vec<Arc<Question>>,
    answers: Arc<Answers>,
    wanted: Arc<Wanted>,
) -> Verdict {
    let held_against = Arc::clone(&wanted);
    let reading = work::off_runtime(move || {
        let sought = Sought::new(&wanted);
        let judged = |row: &Arc<Question>| {
            let CheckAnswer { state, files } = answers.get(&row.hash)?;
            Some(Judged { question: Arc::clone(row), state: *state, files: choose(files, row, &sought) })
        };
        rows.iter().filter_map(judged).collect()
    });
    let outcome = reading.await.map_err(|_| DebridError::Malformed("the file lists could not be read".to_owned()));
    Verdict { store, wanted: held_against, outcome }
}

fn choose(files: &FileList, row: &Question, sought: &Sought<'_>) -> Listed {
    if files.is_empty() {
        return Listed::Nothing;
    }
    let files = files.read();
    let (picked, confidence) = sought.pick(&files, &row.hint());
    match picked.and_then(|scored| files.get(scored.file).map(|file| (scored, file))) {
        // As long as no title is known, what no name fits says nothing of the files.
        None if sought.is_untitled() => Listed::Nothing,
        None => Listed::Lacking,
        Some((scored, file)) => Listed::Holding(ChosenFile {
            index: file.index,
            name: file.name.clone(),
            size: file.size,
            score: scored.score,
            confidence,
            reasons: scored.reasons(),
        }),
    }
}
