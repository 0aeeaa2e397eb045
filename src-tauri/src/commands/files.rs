//! Why a file of a torrent is played, and choosing another one.

use std::sync::Arc;

use perihelion_core::model::Hint;
use perihelion_core::pipeline::select::{self};
use perihelion_core::torrent::{InfoHash, TorrentFile};
use tauri::State;

use super::links::{find_torrent, gone};
use crate::error::{CommandResult, of_debrid};
use crate::lock::lock;
use crate::present::{self, LineOf};
use crate::state::{App, KeptSearch};
use crate::wire::{Code, WhyFile, WireError};

#[tauri::command]
pub(crate) async fn why_file(app: State<'_, App>, search_id: u64, id: String) -> CommandResult<WhyFile> {
    let (search, hash) = find_torrent(&app, search_id, &id)?;
    why(&app, &search, hash).await
}

/// Remembers the file a person chose, or forgets it when there is none.
#[tauri::command]
pub(crate) async fn correct_file(
    app: State<'_, App>,
    search_id: u64,
    id: String,
    path: Option<String>,
) -> CommandResult<WhyFile> {
    let (search, hash) = find_torrent(&app, search_id, &id)?;
    let now = jiff::Timestamp::now();
    app.profile.library.correct(hash, search.about.place(), path.as_deref(), now).await?;
    match path {
        Some(path) => lock(&search.chosen).insert(hash, path),
        None => lock(&search.chosen).remove(&hash),
    };
    why(&app, &search, hash).await
}

async fn why(app: &App, search: &Arc<KeptSearch>, hash: InfoHash) -> CommandResult<WhyFile> {
    let (wanted, candidate) = {
        let board = lock(&search.board);
        (board.wanted(), board.row(hash).cloned())
    };
    let candidate = candidate.ok_or_else(gone)?;
    let files = files(app, hash).await?;
    let chosen = search.chosen(hash);
    let release = candidate.torrent.title.clone();
    // Reading the names of a thousand files takes long enough to hold up other commands, so it runs on a blocking thread.
    let runtime_min = wanted.runtime_min;
    let laid_open = tokio::task::spawn_blocking(move || {
        select::why(&files, &wanted, &Hint { correction: chosen.as_deref(), ..candidate.hint() })
    });
    let why = laid_open.await.map_err(|_| WireError::new(Code::Internal, "The files could not be read"))?;
    let (passports, line) = (app.profile.ledger.passports(hash).await, app.profile.line().await.bits);
    Ok(present::why(release, why, &passports, &LineOf { line, runtime_min }))
}

/// Returns the files of a torrent from the first service that lists any. A cache check returns them without adding the torrent.
async fn files(app: &App, hash: InfoHash) -> CommandResult<Vec<TorrentFile>> {
    let accounts = app.profile.accounts().await;
    let mut trouble = None;
    for debrid in &accounts {
        match debrid.check(&[hash]).await {
            Ok(items) => {
                let files = items.into_iter().find(|item| item.hash == hash).map(|item| item.files).unwrap_or_default();
                if !files.is_empty() {
                    return Ok(files.read());
                }
            }
            Err(error) => trouble = trouble.or(Some(of_debrid(&error, debrid.store()))),
        }
    }
    Err(trouble.unwrap_or_else(|| {
        WireError::new(Code::NotFound, "No service lists the files of this torrent")
            .hint("They are known once it is played: the file is then chosen by its name")
    }))
}
