//! The shell: one window over the core. It owns what crosses to the page, the player, the clipboard and the log; the five phases
//! are the core's.

mod again;
mod background;
mod clipboard;
mod commands;
#[cfg(feature = "demo")]
mod demo;
mod downloading;
mod early;
mod error;
mod image_scheme;
mod lock;
mod logging;
#[cfg(any(target_os = "linux", windows))]
mod media;
mod opened;
#[cfg(target_os = "linux")]
mod painting;
mod present;
mod schemes;
#[cfg(target_os = "linux")]
mod session_bus;
mod state;
mod updates;
pub mod wire;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use perihelion_core::pipeline::link;
use perihelion_core::profile::{Options, Profile, ProfileError};
use perihelion_player::{Playback, Tongue, Ways};
use tauri::{AppHandle, Manager as _, RunEvent};
use tauri_plugin_shell::ShellExt as _;
use tauri_plugin_window_state::StateFlags;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use again::Again;
use commands::{
    account, cloud, downloads, files, library, line, links, packs, playing, settings, sources, streams, titles,
    updating,
};
use early::Early;
pub use opened::Openable;
use state::App;
use updates::{Starts, Updates};
use wire::{Code, WireError};

/// Why the window did not open.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("{0}")]
    Profile(#[from] ProfileError),
    #[error("the window could not be opened: {0}")]
    Window(#[from] tauri::Error),
    #[error("the files in {} do not answer", .0.display())]
    Hangs(PathBuf),
    #[error("no threads could be started: {0}")]
    Runtime(std::io::Error),
    #[error("the demonstration could not start: {0}")]
    Demo(std::io::Error),
    #[error("the window ended with code {0}")]
    Ended(i32),
    #[error("this build has no demonstration; build it with `--features demo`, or use ./run --demo")]
    NoDemo,
}

/// The most time for opening the app's files. Nothing is shown meanwhile, and a second start is told that there is a window.
const OPENS_WITHIN: Duration = Duration::from_secs(15);
/// The most time for tidying up in the accounts after the window is closed. The next start does what is left.
const LAST_CHORES: Duration = Duration::from_millis(1200);
/// The most time for other tasks after that. What still hangs, such as a keyring's prompt or a name server, ends with the process.
const LAST_TASKS: Duration = Duration::from_millis(300);

/// Opens the window, with what it was started with, and stays until it is closed. When a window is open already, that one opens
/// it.
pub fn run(demo: bool, openables: Vec<Openable>) -> Result<(), StartError> {
    #[cfg(target_os = "linux")]
    {
        painting::fit();
        session_bus::leave_out_if_silent();
    }
    let runtime = Runtime::new().map_err(StartError::Runtime)?;
    let again = Arc::new(Again::default());
    let closed = Arc::new(Mutex::new(None));
    let outcome = run_on(&runtime, demo, openables, &again, &closed);
    // Dropping the runtime would wait for every blocking thread without a limit.
    runtime.shutdown_timeout(LAST_TASKS);
    if let Some(start) = lock::lock(&closed).and_then(|closed| again.unanswered(closed)) {
        start.repeat();
    }
    outcome
}

/// Sets `closed` to the moment when the window was.
fn run_on(
    runtime: &Runtime,
    demo: bool,
    openables: Vec<Openable>,
    again: &Arc<Again>,
    closed: &Arc<Mutex<Option<Instant>>>,
) -> Result<(), StartError> {
    tauri::async_runtime::set(runtime.handle().clone());
    let (options, _demonstration) = options(runtime, demo)?;
    // A demonstration or a data folder of its own shares no file with a running app, so it may open a second window.
    let alone = options.data_dir.is_none();
    let folder = options.folder()?;
    #[cfg(feature = "demo")]
    let outside = options.endpoints.clone().unwrap_or_default();
    // The single-instance plugin ends a second start in here, before it opens any file.
    let window = build(&folder, alone, again)?;

    let _log = logging::start(Some(&folder));
    tracing::info!(version = env!("CARGO_PKG_VERSION"), demo, "Perihelion starts");
    #[cfg(target_os = "linux")]
    if session_bus::is_left_out() {
        tracing::warn!("there is no session bus, or it does not answer: other starts and the keyring cannot be found");
    }
    let (noted_in, key) = (folder.clone(), update_key(window.config()));
    let noting = runtime.spawn_blocking(move || {
        // Before whatever may fail in a new version.
        let (starts, failing) = Starts::begin(&noted_in, updates::VERSION);
        forget_playlists(&noted_in);
        (Updates::new(&noted_in, starts, &key), failing)
    });
    let (updates, failing) = in_time(runtime, noting, &folder)?;
    if failing.is_some_and(|failing| updates::went_back(&failing)) {
        return Ok(());
    }
    window.manage(updates);
    let opened = in_time(runtime, runtime.spawn(Profile::open(options)), &folder)?;
    let (profile, troubles) = opened?;
    let mut notices: Vec<WireError> = troubles.iter().map(WireError::from).collect();
    #[cfg(feature = "demo")]
    if demo {
        runtime.block_on(demo::keep_in(&profile, &folder));
        runtime.spawn(demo::add_subtitles(profile.clone(), outside));
    }
    let starting = downloading::start(profile.clone(), window.handle().clone());
    let queue = in_time(runtime, runtime.spawn(starting), &folder)?;
    let queue = queue.map_err(|error| notices.push(WireError::new(Code::Storage, error.to_string()))).ok();
    let playback = playback(runtime, window.handle().clone(), &profile);
    #[cfg(any(target_os = "linux", windows))]
    media::tell(runtime, window.handle(), &playback);
    let unprepared = playback.clone();
    let app = App::new(profile.clone(), playback, queue.clone(), demo, notices);
    for openable in openables {
        app.open(openable.read());
    }
    settings::draw_at(window.handle(), profile.settings().size);
    window.state::<Early>().hand_over(window.handle(), app);
    runtime.spawn(tidy_up(profile.clone()));

    let handle = runtime.handle().clone();
    let (again, closed) = (Arc::clone(again), Arc::clone(closed));
    let code = window.run_return(move |app, event| {
        if matches!(event, RunEvent::Ready) {
            again.ready();
        }
        if let RunEvent::ExitRequested { code: None, api, .. } = &event
            && background::stays(app)
        {
            api.prevent_exit();
        }
        take_handed_over(app, &again, &event);
        // This cannot wait until `run_return` returns: macOS ends the process inside the event loop when the app is quit.
        if matches!(event, RunEvent::Exit) {
            *lock::lock(&closed) = Some(Instant::now());
            // Who starts the app from here on gets a window of its own, and does not wait for what is left to do here.
            tauri_plugin_single_instance::destroy(app);
            // The display is told of the closed window when the loop turns the next time, which it no longer does.
            #[cfg(target_os = "linux")]
            if let Some(display) = gtk::gdk::Display::default() {
                display.flush();
            }
            forget_playlists(&folder);
            #[expect(
                clippy::disallowed_methods,
                reason = "the window is gone: nothing else runs on this thread any more"
            )]
            let _ = handle.block_on(async {
                let chores = async {
                    let kept = async {
                        if let Some(queue) = &queue {
                            queue.close().await;
                        }
                    };
                    let settled = async {
                        unprepared.prepare(None).await;
                        profile.account_work.settled().await;
                    };
                    tokio::join!(kept, settled);
                };
                tokio::time::timeout(LAST_CHORES, chores).await
            });
            if demo {
                let _ = std::fs::remove_dir_all(&folder);
            }
        }
    });
    if code == 0 { Ok(()) } else { Err(StartError::Ended(code)) }
}

/// Returns what a task made that reads and writes in a folder. Fails when it takes too long.
fn in_time<T>(runtime: &Runtime, task: JoinHandle<T>, folder: &Path) -> Result<T, StartError> {
    match runtime.block_on(async { tokio::time::timeout(OPENS_WITHIN, task).await }) {
        Ok(Ok(made)) => Ok(made),
        _ => Err(StartError::Hangs(folder.to_owned())),
    }
}

/// Returns the publisher's public key; empty if there is none. Tests bring their own, which a released build does not read.
fn update_key(config: &tauri::Config) -> String {
    let own = cfg!(debug_assertions).then(|| std::env::var("PERIHELION_UPDATE_KEY").ok()).flatten();
    let configured = || config.plugins.0.get("updater")?.get("pubkey")?.as_str().map(str::to_owned);
    own.or_else(configured).unwrap_or_default()
}

/// Starts what plays films, beside the profile's files.
fn playback(runtime: &Runtime, handle: AppHandle, profile: &Profile) -> Playback {
    let settings = profile.clone();
    let tongue = move || match present::language(settings.settings().language) {
        "tr" => Tongue::Turkish,
        _ => Tongue::English,
    };
    let folder = playing_folder(profile.folder());
    let programs = Box::new(move |program: &Path| handle.shell().command(program).into());
    let ways = Ways { folder, programs, tongue: Box::new(tongue), next_by_itself: None, tells_the_system: true };
    Playback::start(runtime.handle(), profile.clone(), ways)
}

/// Finishes what earlier runs could not: deletes surplus pictures, and takes unused torrents out of the accounts.
async fn tidy_up(profile: Profile) {
    let accounts = async { link::tidy(&profile.links().await, link::SETTLED_AFTER).await };
    tokio::join!(profile.images.prune(), accounts);
}

#[cfg(feature = "demo")]
type Demonstration = Option<perihelion_simulator::Simulator>;
#[cfg(not(feature = "demo"))]
type Demonstration = ();

#[cfg(feature = "demo")]
fn options(runtime: &Runtime, demo: bool) -> Result<(Options, Demonstration), StartError> {
    if !demo {
        return Ok((Options::from_env(), None));
    }
    let (simulator, options) = runtime.block_on(demo::start()).map_err(StartError::Demo)?;
    Ok((options, Some(simulator)))
}

#[cfg(not(feature = "demo"))]
fn options(_runtime: &Runtime, demo: bool) -> Result<(Options, Demonstration), StartError> {
    if demo { Err(StartError::NoDemo) } else { Ok((Options::from_env(), ())) }
}

/// Returns the folder of the playlists and sockets that players are given.
fn playing_folder(folder: &Path) -> PathBuf {
    folder.join("playing")
}

/// Deletes the playlists, because they hold links. Runs at the end, and at the start for a run that ended without doing so.
fn forget_playlists(folder: &Path) {
    let _ = std::fs::remove_dir_all(playing_folder(folder));
}

/// Builds the Tauri app with its plugins and commands. The window opens when the result is run.
fn build(folder: &Path, alone: bool, again: &Arc<Again>) -> Result<tauri::App, tauri::Error> {
    let mut builder = tauri::Builder::default().manage(Early::default());
    if alone {
        // This plugin comes first, because it ends the process of a second start before the others do anything.
        let again = Arc::clone(again);
        builder = builder.plugin(tauri_plugin_single_instance::init(move |handle, arguments, folder| {
            again.answer(handle, arguments, Path::new(&folder));
        }));
    }
    #[cfg(not(target_os = "linux"))]
    {
        builder = builder.plugin(tauri_plugin_clipboard_manager::init());
    }
    let kept = folder.join("window.json");
    // The plugin would wait for a pipe in the place of its file.
    if std::fs::metadata(&kept).map_or(true, |about| about.is_file()) {
        let place = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
        let remembered = tauri_plugin_window_state::Builder::default().with_state_flags(place);
        builder = builder.plugin(remembered.with_filename(kept.to_string_lossy()).build());
    }
    builder
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_shell::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_updater::Builder::new().build())
        .register_asynchronous_uri_scheme_protocol("image", |context, request, responder| {
            image_scheme::answer(context.app_handle(), request.uri().path(), responder);
        })
        .invoke_handler(tauri::generate_handler![
            titles::app_info,
            titles::catalog,
            titles::browse,
            titles::same_show,
            titles::read_query,
            titles::search_titles,
            titles::title_details,
            streams::numbering,
            titles::open_trailer,
            streams::find_streams,
            streams::stop_streams,
            streams::recheck,
            streams::open_torrent,
            titles::read_torrent_file,
            files::why_file,
            files::correct_file,
            streams::count_hidden,
            links::resolve_link,
            links::stop_link,
            links::renew_link,
            links::play_link,
            links::copy_link,
            links::open_link,
            links::copy_magnet,
            links::open_offer,
            packs::link_pack,
            packs::use_pack,
            playing::now_playing,
            playing::control_player,
            playing::play_title,
            playing::prepare_title,
            playing::prepare_row,
            playing::another_release,
            playing::take_back,
            cloud::start_fetch,
            cloud::fetches,
            cloud::cancel_fetch,
            cloud::cloud,
            cloud::cloud_files,
            cloud::cloud_link,
            cloud::cloud_remove,
            cloud::added,
            cloud::undo_added,
            settings::settings,
            settings::change_setting,
            settings::choose_player,
            settings::big_mode,
            line::measure_line,
            line::forget_line,
            account::test_account,
            account::sign_in,
            account::forget_token,
            account::open_token_page,
            sources::add_own_source,
            sources::remove_own_source,
            sources::probe_source,
            settings::diagnostics,
            settings::save_report,
            settings::open_data_folder,
            downloads::downloads,
            downloads::control_downloads,
            downloads::keep_links,
            downloads::keep_titles,
            downloads::follow_show,
            downloads::watched_downloads,
            downloads::play_download,
            downloads::show_download,
            downloads::choose_downloads_folder,
            downloads::naming_examples,
            library::history,
            library::forget_history,
            library::continue_watching,
            library::watchlist,
            library::set_watchlist,
            library::set_watched,
            library::searches,
            library::keep_searches,
            titles::opened_links,
            updating::painted,
            updating::update_state,
            updating::look_for_update,
            updating::download_update,
            updating::stop_update,
            updating::put_off_update,
            updating::finish_update,
            updating::open_downloads,
        ])
        .build(tauri::generate_context!())
}

/// Opens what macOS hands over. It starts the app once and sends links and files to it; the other systems start it again with them.
#[cfg(target_os = "macos")]
fn take_handed_over(handle: &AppHandle, again: &Again, event: &RunEvent) {
    if let RunEvent::Opened { urls } = event {
        again.open(handle, urls.iter().filter_map(|url| Openable::of(url.as_str(), Path::new("/"))));
    }
}

#[cfg(not(target_os = "macos"))]
fn take_handed_over(_: &AppHandle, _: &Again, _: &RunEvent) {}
