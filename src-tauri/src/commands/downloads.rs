//! What is kept on disk: told to the page, and what the person does with it there.

use std::time::Duration;

use perihelion_core::store::{Download, DownloadState, Followed};
use perihelion_core::title::MetaPreview;
use perihelion_download::queue::{Item, Queue, QueueError, Removal, Wish};
use perihelion_player::on_disk::{is_there, link_to};
use tauri::ipc::Channel;
use tauri::{AppHandle, State, WebviewWindow};
use tauri_plugin_dialog::DialogExt as _;
use tauri_plugin_opener::OpenerExt as _;
use tokio::sync::oneshot;

use super::off_runtime;
use super::playing::about;
use super::settings::view;
use crate::error::CommandResult;
use crate::present;
use crate::state::App;
use crate::wire::{
    Code, DownloadControl, DownloadList, DownloadSettings, Kind, NamingExamples, PlayRequest, Played, SettingsView,
    WireError,
};

/// The least time between two events.
const PAUSE: Duration = Duration::from_millis(400);
/// The most downloads that are added by one press.
const MOST_AT_ONCE: usize = 2000;

/// Tells the list, now and at each change. Ends when another page asks.
#[tauri::command]
pub(crate) async fn downloads(app: State<'_, App>, events: Channel<DownloadList>) -> CommandResult<()> {
    let turn = app.keeping().next();
    let (mut list, mut followed) = (queue(&app)?.list(), queue(&app)?.followed());
    let images = app.profile.images.clone();
    let task = tokio::spawn(async move {
        loop {
            let (items, shows) = (list.borrow_and_update().clone(), followed.borrow_and_update().clone());
            let told = DownloadList {
                items: items.iter().map(|item| present::download(&images, item)).collect(),
                followed: shows.iter().map(|show| present::followed(&images, show)).collect(),
            };
            if events.send(told).is_err() {
                return;
            }
            tokio::time::sleep(PAUSE).await;
            let changed = tokio::select! {
                changed = list.changed() => changed,
                changed = followed.changed() => changed,
            };
            if changed.is_err() {
                return;
            }
        }
    });
    app.keeping().run(turn, task.abort_handle());
    Ok(())
}

#[tauri::command]
pub(crate) fn control_downloads(app: State<'_, App>, control: DownloadControl) -> CommandResult<()> {
    let queue = queue(&app)?;
    match control {
        DownloadControl::Pause { id } => queue.pause(id),
        DownloadControl::Resume { id } => queue.resume(id),
        DownloadControl::Another { id } => queue.another(id),
        DownloadControl::GoOnMetered => queue.go_on_metered(),
        DownloadControl::PauseAll => queue.pause_all(),
        DownloadControl::ResumeAll => queue.resume_all(),
        DownloadControl::Remove { id, file } => {
            queue.remove(id, if file { Removal::File } else { Removal::Unfinished });
        }
        DownloadControl::Arrange { ids } => queue.arrange(ids),
        DownloadControl::Look => queue.look(),
    }
    Ok(())
}

/// Keeps the files behind these links, which were made already.
#[tauri::command]
pub(crate) async fn keep_links(app: State<'_, App>, link_ids: Vec<String>) -> CommandResult<()> {
    let links: Option<Vec<_>> = link_ids.iter().take(MOST_AT_ONCE).map(|id| app.link(id)).collect();
    for link in links.ok_or_else(super::links::gone)? {
        let wish = Wish { about: link.about.clone(), made: Some(link.result.clone()), folder: None };
        queue(&app)?.add(wish).await.map_err(of_queue)?;
    }
    Ok(())
}

/// Keeps these films or episodes. A release of each is found when it is its turn.
#[tauri::command]
pub(crate) async fn keep_titles(app: State<'_, App>, requests: Vec<PlayRequest>) -> CommandResult<()> {
    for request in requests.iter().take(MOST_AT_ONCE) {
        let mut about = about(request)?;
        if let Ok(meta) = app.profile.details(about.kind, &about.title_id).await {
            let preview = meta.preview;
            (about.name, about.years, about.poster) = (preview.name, preview.release_info, preview.poster);
        }
        queue(&app)?.add(Wish { about, made: None, folder: None }).await.map_err(of_queue)?;
    }
    Ok(())
}

/// Keeps so many of the next episodes of a show from now on; `None` ends that.
#[tauri::command]
pub(crate) async fn follow_show(app: State<'_, App>, kind: Kind, id: String, count: Option<u32>) -> CommandResult<()> {
    let queue = queue(&app)?;
    let Some(count) = count else { return queue.unfollow(id).await.map_err(of_queue) };
    let known = queue.followed().borrow().iter().find(|show| show.title_id == id).cloned();
    let show = if let Some(known) = known {
        Followed { count, ..known }
    } else {
        let preview = app.profile.details(kind.into(), &id).await?.preview;
        let MetaPreview { name, release_info: years, poster, .. } = preview;
        Followed { title_id: id, kind: kind.into(), name, years, poster, count }
    };
    queue.follow(show).await.map_err(of_queue)
}

/// Returns the finished ones that were watched.
#[tauri::command]
pub(crate) async fn watched_downloads(app: State<'_, App>) -> CommandResult<Vec<i64>> {
    let items = queue(&app)?.list().borrow().clone();
    let mut watched = Vec::new();
    for Download { id, place, .. } in
        items.iter().map(|item| &item.download).filter(|one| one.state == DownloadState::Done)
    {
        if app.profile.library.progress(place.clone()).await?.is_some_and(|progress| progress.watched) {
            watched.push(*id);
        }
    }
    Ok(watched)
}

#[tauri::command]
pub(crate) async fn play_download(app: State<'_, App>, download_id: i64) -> CommandResult<Played> {
    let download = find(&app, download_id)?.download;
    let looked = off_runtime(move || is_there(&download).then_some(download)).await?;
    let Some(link) = looked.and_then(link_to) else {
        queue(&app)?.look();
        return Err(WireError::new(Code::NotFound, "The file was moved or deleted").hint("Fetch it again"));
    };
    let player = app.playback.play(vec![link.into()], None).await?;
    Ok(present::player(&player))
}

/// Shows the file in the system's file manager, or the folder it will lie in.
#[tauri::command]
pub(crate) async fn show_download(handle: AppHandle, app: State<'_, App>, download_id: i64) -> CommandResult<()> {
    let download = find(&app, download_id)?.download;
    off_runtime(move || {
        let target = download.target().filter(|target| target.is_file());
        let opener = handle.opener();
        let shown = match target {
            Some(target) => opener.reveal_item_in_dir(target),
            None => opener.open_path(download.folder.display().to_string(), None::<&str>),
        };
        shown.map_err(|_| {
            WireError::new(Code::Internal, "The folder could not be shown").hint(download.folder.display().to_string())
        })
    })
    .await?
}

/// Lets the person choose the folder of downloads in the system's own dialog. `title` stands over the dialog.
#[tauri::command]
pub(crate) async fn choose_downloads_folder(
    window: WebviewWindow,
    app: State<'_, App>,
    title: String,
) -> CommandResult<SettingsView> {
    let (told, chosen) = oneshot::channel();
    let dialog = window.dialog().file().set_parent(&window).set_title(perihelion_core::text::clean(title, 80));
    dialog.pick_folder(|path| drop(told.send(path)));
    if let Some(folder) = chosen.await.ok().flatten().and_then(|path| path.into_path().ok()) {
        app.profile.change_settings(|settings| settings.downloads.folder = Some(folder)).await?;
    }
    view(&app).await
}

/// Returns how files would be named by these settings.
#[tauri::command]
pub(crate) fn naming_examples(app: State<'_, App>, settings: DownloadSettings) -> NamingExamples {
    present::naming_examples(&present::stored_downloads(settings, app.profile.settings().downloads))
}

fn queue(app: &App) -> CommandResult<&Queue> {
    let unreadable =
        || WireError::new(Code::Storage, "The list of downloads cannot be read").hint("Start the app anew");
    app.queue.as_deref().ok_or_else(unreadable)
}

fn find(app: &App, id: i64) -> CommandResult<Item> {
    let list = queue(app)?.list();
    let item = list.borrow().iter().find(|item| item.download.id == id).cloned();
    item.ok_or_else(|| WireError::new(Code::NotFound, "That download is not in the list any more"))
}

fn of_queue(error: QueueError) -> WireError {
    match error {
        QueueError::Store(error) => error.into(),
        QueueError::NoFolder => {
            WireError::new(Code::FolderGone, "No folder for downloads could be found").hint("Choose one in Settings")
        }
        QueueError::Closing => WireError::cancelled(),
    }
}
