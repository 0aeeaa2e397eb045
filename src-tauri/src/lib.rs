//! The shell: one window over the core. It owns what crosses to the page, the player, the clipboard and the log; the five phases
//! are the core's.

mod again;
mod background;
mod builder;
mod clipboard;
mod closing;
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
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

use again::Again;
use builder::build;
use closing::Closing;
use commands::settings;
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
/// The most time for other tasks after that. What still hangs, such as a keyring's prompt or a name server, ends with the process.
const LAST_TASKS: Duration = Duration::from_millis(300);
/// The process ends within two seconds of its window, which leaves the system half a second.
const _: () = assert!(closing::LAST_CHORES.as_millis() + LAST_TASKS.as_millis() <= 1_500);

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
    #[cfg(target_os = "linux")]
    painting::calm();

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
    let player = playback.clone();
    let app = App::new(profile.clone(), playback, queue.clone(), demo, notices);
    for openable in openables {
        app.open(openable.read());
    }
    settings::draw_at(window.handle(), profile.settings().size);
    window.state::<Early>().hand_over(window.handle(), app);
    runtime.spawn(tidy_up(profile.clone()));

    let closing = Closing {
        runtime: runtime.handle().clone(),
        closed: Arc::clone(closed),
        folder,
        profile,
        queue,
        playback: player,
        is_demo: demo,
    };
    let again = Arc::clone(again);
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
            closing.run(app);
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

/// Opens what macOS hands over. It starts the app once and sends links and files to it; the other systems start it again with them.
#[cfg(target_os = "macos")]
fn take_handed_over(handle: &AppHandle, again: &Again, event: &RunEvent) {
    if let RunEvent::Opened { urls } = event {
        again.open(handle, urls.iter().filter_map(|url| Openable::of(url.as_str(), Path::new("/"))));
    }
}

#[cfg(not(target_os = "macos"))]
fn take_handed_over(_: &AppHandle, _: &Again, _: &RunEvent) {}
