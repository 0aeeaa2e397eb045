//! The shell: one window over the core. It owns what crosses to the page, the player, the clipboard and the log; the five phases
//! are the core's.

mod background;
mod clipboard;
mod commands;
#[cfg(feature = "demo")]
mod demo;
mod early;
mod error;
mod image_scheme;
mod lock;
mod logging;
mod opened;
mod present;
mod schemes;
mod state;
pub mod wire;

use std::path::{Path, PathBuf};
use std::time::Duration;

use perihelion_core::pipeline::link;
use perihelion_core::profile::{Options, Profile, ProfileError};
use perihelion_player::{Playback, Tongue, Ways};
use tauri::{AppHandle, Manager as _, RunEvent};
use tauri_plugin_window_state::StateFlags;
use tokio::runtime::Runtime;

use commands::{account, cloud, files, library, links, packs, playing, settings, sources, streams, titles};
use early::Early;
pub use opened::Openable;
use state::App;
use wire::WireError;

/// Why the window did not open.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("{0}")]
    Profile(#[from] ProfileError),
    #[error("the window could not be opened: {0}")]
    Window(#[from] tauri::Error),
    #[error("no threads could be started: {0}")]
    Runtime(std::io::Error),
    #[error("the demonstration could not start: {0}")]
    Demo(std::io::Error),
    #[error("the window ended with code {0}")]
    Ended(i32),
    #[error("this build has no demonstration; build it with `--features demo`, or use ./run --demo")]
    NoDemo,
}

/// The most time for tidying up in the accounts after the window is closed. The next start does what is left.
const LAST_CHORES: Duration = Duration::from_millis(1200);
/// The most time for other tasks after that. What still hangs, such as a keyring's prompt or a name server, ends with the process.
const LAST_TASKS: Duration = Duration::from_millis(300);

/// Opens the window, with what it was started with, and stays until it is closed. When a window is open already, that one opens
/// it.
pub fn run(demo: bool, openables: Vec<Openable>) -> Result<(), StartError> {
    let runtime = Runtime::new().map_err(StartError::Runtime)?;
    let outcome = run_on(&runtime, demo, openables);
    // Dropping the runtime would wait for every blocking thread without a limit.
    runtime.shutdown_timeout(LAST_TASKS);
    outcome
}

fn run_on(runtime: &Runtime, demo: bool, openables: Vec<Openable>) -> Result<(), StartError> {
    tauri::async_runtime::set(runtime.handle().clone());
    let (options, _demonstration) = options(runtime, demo)?;
    // A demonstration or a data folder of its own shares no file with a running app, so it may open a second window.
    let alone = options.data_dir.is_none();
    let folder = options.folder()?;
    // The single-instance plugin ends a second start in here, before it opens any file.
    let window = build(&folder, alone)?;

    let _log = logging::start(Some(&folder));
    tracing::info!(version = env!("CARGO_PKG_VERSION"), demo, "Perihelion starts");
    forget_playlists(&folder);
    let (profile, troubles) = runtime.block_on(Profile::open(options))?;
    let notices = troubles.iter().map(WireError::from).collect();
    let app = App::new(profile.clone(), playback(runtime, &profile), demo, notices);
    for openable in openables {
        app.open(openable.read());
    }
    window.state::<Early>().hand_over(window.handle(), app);
    runtime.spawn(tidy_up(profile.clone()));

    let handle = runtime.handle().clone();
    let code = window.run_return(move |app, event| {
        if let RunEvent::ExitRequested { code: None, api, .. } = &event
            && background::stays(app)
        {
            api.prevent_exit();
        }
        // This cannot wait until `run_return` returns: macOS ends the process inside the event loop when the app is quit.
        if matches!(event, RunEvent::Exit) {
            #[expect(
                clippy::disallowed_methods,
                reason = "the window is gone: nothing else runs on this thread any more"
            )]
            let _ = handle.block_on(async { tokio::time::timeout(LAST_CHORES, profile.account_work.settled()).await });
            forget_playlists(&folder);
            if demo {
                let _ = std::fs::remove_dir_all(&folder);
            }
        }
    });
    if code == 0 { Ok(()) } else { Err(StartError::Ended(code)) }
}

/// Starts what plays films, beside the profile's files.
fn playback(runtime: &Runtime, profile: &Profile) -> Playback {
    let settings = profile.clone();
    let tongue = move || match present::language(settings.settings().language) {
        "tr" => Tongue::Turkish,
        _ => Tongue::English,
    };
    let folder = playing_folder(profile.folder());
    let ways = Ways { folder, tongue: Box::new(tongue), next_by_itself: None };
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
fn build(folder: &Path, alone: bool) -> Result<tauri::App, tauri::Error> {
    let mut builder = tauri::Builder::default().manage(Early::default());
    if alone {
        // This plugin comes first, because it ends the process of a second start before the others do anything.
        builder = builder.plugin(tauri_plugin_single_instance::init(|handle, arguments, folder| {
            come_forward(handle, &arguments, Path::new(&folder));
        }));
    }
    #[cfg(not(target_os = "linux"))]
    {
        builder = builder.plugin(tauri_plugin_clipboard_manager::init());
    }
    let place = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    let remembered = tauri_plugin_window_state::Builder::default()
        .with_state_flags(place)
        .with_filename(folder.join("window.json").to_string_lossy())
        .build();
    builder
        .plugin(remembered)
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol("image", |context, request, responder| {
            image_scheme::answer(context.app_handle(), request.uri().path(), responder);
        })
        .invoke_handler(tauri::generate_handler![
            titles::app_info,
            titles::catalog,
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
            packs::link_pack,
            packs::use_pack,
            playing::now_playing,
            playing::control_player,
            playing::play_title,
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
            account::test_account,
            account::save_token,
            account::forget_token,
            account::open_token_page,
            sources::add_own_source,
            sources::remove_own_source,
            sources::probe_source,
            settings::diagnostics,
            settings::save_report,
            settings::open_data_folder,
            library::history,
            library::forget_history,
            library::continue_watching,
            library::watchlist,
            library::set_watchlist,
            library::set_watched,
            library::searches,
            library::keep_searches,
            titles::opened_links,
        ])
        .build(tauri::generate_context!())
}

/// Runs in the first start when there is a second one, from `folder`: opens what the second was asked to and brings the window to
/// the front, or opens it again.
fn come_forward(handle: &AppHandle, arguments: &[String], folder: &Path) {
    for openable in arguments.iter().skip(1).filter_map(|argument| Openable::of(argument, folder)) {
        let handle = handle.clone();
        tauri::async_runtime::spawn_blocking(move || handle.state::<Early>().open(&handle, openable.read()));
    }
    background::come_forward(handle);
}
