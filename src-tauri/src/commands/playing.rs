//! What plays: told to the page, and what the person does with it there.

use std::sync::Arc;
use std::time::Duration;

use perihelion_core::debrid::CacheState;
use perihelion_core::metadata::parse_id;
use perihelion_core::model::Candidate;
use perihelion_player::{About, Control, Intent, Row};
use tauri::State;
use tauri::ipc::Channel;

use super::links::find_row;
use crate::error::CommandResult;
use crate::lock::lock;
use crate::present;
use crate::state::App;
use crate::wire::{Complaint, NowPlaying, PlayRequest, Played, PlayerControl, WireError};

/// The least time between two events.
const PAUSE: Duration = Duration::from_millis(250);

/// Tells what plays, now and at each change, at most four times a second. Ends when another page asks.
#[tauri::command]
pub(crate) async fn now_playing(app: State<'_, App>, events: Channel<NowPlaying>) -> CommandResult<()> {
    let turn = app.watching().next();
    let (mut playing, images) = (app.playback.playing(), app.profile.images.clone());
    let task = tokio::spawn(async move {
        loop {
            let event = present::now_playing(&images, &playing.borrow_and_update());
            if events.send(event).is_err() {
                return;
            }
            tokio::time::sleep(PAUSE).await;
            if playing.changed().await.is_err() {
                return;
            }
        }
    });
    app.watching().run(turn, task.abort_handle());
    Ok(())
}

#[tauri::command]
pub(crate) fn control_player(app: State<'_, App>, control: PlayerControl) {
    app.playback.control(match control {
        PlayerControl::Pause { paused } => Control::Pause(paused),
        PlayerControl::Seek { to } => Control::Seek(to),
        PlayerControl::Volume { percent } => Control::Volume(percent),
        PlayerControl::Audio { track } => Control::Audio(track),
        PlayerControl::Subtitles { track } => Control::Subtitles(track),
        PlayerControl::Outside { number } => Control::Outside(usize::try_from(number).unwrap_or(usize::MAX)),
        PlayerControl::Next => Control::Next,
        PlayerControl::Stay => Control::Stay,
        PlayerControl::Skip => Control::Skip,
        PlayerControl::Stop => Control::Stop,
        PlayerControl::Resume => Control::Resume,
        PlayerControl::Again => Control::Again,
        PlayerControl::Dismiss => Control::Dismiss,
    });
}

/// Goes on in the next best release of what plays, from where it is. What is said to be wrong with the present one is remembered.
#[tauri::command]
pub(crate) async fn another_release(app: State<'_, App>, complaint: Option<Complaint>) -> CommandResult<Played> {
    let player = app.playback.another(complaint.map(Into::into)).await?;
    Ok(present::player(&player))
}

/// Takes back what was said to be wrong with a row.
#[tauri::command]
pub(crate) async fn take_back(app: State<'_, App>, search_id: u64, id: String) -> CommandResult<()> {
    let (search, hash) = find_row(&app, search_id, &id)?;
    app.profile.ledger.take_back(hash, search.about.place()).await;
    Ok(())
}

/// Plays a film or episode from the last good release, or else from the best one a search finds.
#[tauri::command]
pub(crate) async fn play_title(app: State<'_, App>, request: PlayRequest) -> CommandResult<Played> {
    let about = about(&request)?;
    app.profile.vault.ask_again();
    let player = app.playback.find(about).await?;
    Ok(present::player(&player))
}

/// Makes the link of a Play that is about to be pressed ready; null gives it up.
#[tauri::command]
pub(crate) async fn prepare_title(app: State<'_, App>, request: Option<PlayRequest>) -> CommandResult<()> {
    let about = request.as_ref().map(about).transpose()?;
    app.playback.prepare(about.map(Intent::Title)).await;
    Ok(())
}

/// Makes the link of a row's Play that is about to be pressed ready, where a service holds it or an addon has a link to it: nothing
/// is fetched for a press that may not come.
#[tauri::command]
pub(crate) async fn prepare_row(app: State<'_, App>, search_id: u64, id: String) -> CommandResult<()> {
    let (search, hash) = find_row(&app, search_id, &id)?;
    let (wanted, candidates) = {
        let board = lock(&search.board);
        (board.wanted(), board.candidates(hash, true))
    };
    let is_held = |row: &Arc<Candidate>| row.cached == Some(CacheState::Cached) || !row.direct().is_empty();
    let row = candidates.first().is_some_and(is_held).then(|| {
        let (about, file) = (search.about.clone(), search.chosen(hash));
        Intent::Row(Box::new(Row { about, wanted, candidates, file }))
    });
    app.playback.prepare(row).await;
    Ok(())
}

pub(super) fn about(request: &PlayRequest) -> CommandResult<About> {
    let asked = parse_id(&request.id).ok_or_else(|| WireError::bad_input("That is no title's id"))?;
    Ok(About {
        title_id: asked.title_id,
        kind: request.kind.into(),
        name: String::new(),
        years: None,
        poster: None,
        season: request.season,
        episode: request.episode,
    })
}
