//! The shell: one window over the core. It owns what crosses to the page, the player, the clipboard and the log; the five phases
//! are the core's.

mod commands;
#[cfg(feature = "demo")]
mod demo;
mod error;
mod image_scheme;
mod logging;
mod player;
mod present;
mod state;
pub mod wire;

use perihelion_core::profile::{Options, Profile, ProfileError};
use tauri::Manager as _;

use commands::{library, links, settings, streams, titles};
use state::App;
use wire::WireError;

/// Why the window did not open.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("{0}")]
    Profile(#[from] ProfileError),
    #[error("the window could not be opened: {0}")]
    Window(#[from] tauri::Error),
    #[error("the demonstration could not start: {0}")]
    Demo(std::io::Error),
    #[error("the window ended with code {0}")]
    Ended(i32),
    #[error("this build has no demonstration; build it with `--features demo`, or use ./run --demo")]
    NoDemo,
}

/// Opens the window and stays until it is closed.
pub fn run(demo: bool) -> Result<(), StartError> {
    let runtime = tokio::runtime::Runtime::new().map_err(StartError::Demo)?;
    tauri::async_runtime::set(runtime.handle().clone());
    let (options, _demonstration) = options(&runtime, demo)?;
    let is_temporary = demo;
    let (profile, troubles) = runtime.block_on(Profile::open(options))?;
    let folder = profile.folder().to_path_buf();
    let _log = logging::start(Some(&folder));
    tracing::info!(version = env!("CARGO_PKG_VERSION"), demo, "Perihelion starts");
    let notices = troubles.iter().map(WireError::from).collect();

    let code = window(App::new(profile, demo, notices))?;
    // A playlist for the system's player holds a link; it does not outlive the window.
    let _ = std::fs::remove_dir_all(folder.join("playing"));
    if is_temporary {
        let _ = std::fs::remove_dir_all(&folder);
    }
    if code == 0 { Ok(()) } else { Err(StartError::Ended(code)) }
}

#[cfg(feature = "demo")]
type Demonstration = Option<perihelion_simulator::Simulator>;
#[cfg(not(feature = "demo"))]
type Demonstration = ();

#[cfg(feature = "demo")]
fn options(runtime: &tokio::runtime::Runtime, demo: bool) -> Result<(Options, Demonstration), StartError> {
    if !demo {
        return Ok((Options::from_env(), None));
    }
    let (simulator, options) = runtime.block_on(demo::start()).map_err(StartError::Demo)?;
    Ok((options, Some(simulator)))
}

#[cfg(not(feature = "demo"))]
fn options(_runtime: &tokio::runtime::Runtime, demo: bool) -> Result<(Options, Demonstration), StartError> {
    if demo { Err(StartError::NoDemo) } else { Ok((Options::from_env(), ())) }
}

/// Returns when the window is closed, so that what has to be tidied up is.
fn window(app: App) -> Result<i32, tauri::Error> {
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_shell::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .manage(app)
        .register_asynchronous_uri_scheme_protocol("image", |context, request, responder| {
            image_scheme::answer(context.app_handle(), request.uri().path(), responder);
        })
        .invoke_handler(tauri::generate_handler![
            titles::app_info,
            titles::catalog,
            titles::search_titles,
            titles::title_details,
            streams::find_streams,
            streams::stop_streams,
            links::resolve_link,
            links::stop_link,
            links::play_link,
            links::copy_link,
            links::open_link,
            links::copy_magnet,
            settings::settings,
            settings::change_setting,
            settings::test_account,
            settings::save_token,
            settings::forget_token,
            settings::open_token_page,
            library::history,
            library::forget_history,
        ])
        .setup(|app| {
            let images = app.state::<App>().profile.images.clone();
            tauri::async_runtime::spawn(async move { images.prune().await });
            Ok(())
        })
        .build(tauri::generate_context!())?;
    Ok(app.run_return(|_, _| {}))
}
