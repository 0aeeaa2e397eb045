//! What the person chooses, and how things stand.

mod view;

use perihelion_core::debrid::Store;
use perihelion_core::endpoints::Upstream;
use perihelion_core::endpoints::check_base;
use perihelion_core::http::ProxyAddress;
use perihelion_core::profile::{self, PROXY_SECRET, Profile};
use perihelion_core::secret::Secret;
use perihelion_core::settings::Size;
use perihelion_core::sources::check_address;
use perihelion_core::text::clean;
use perihelion_player::found as player;
use tauri::{AppHandle, Manager as _, State, WebviewWindow};
use tauri_plugin_dialog::DialogExt as _;
use tauri_plugin_opener::OpenerExt as _;
use tokio::sync::oneshot;

use super::named::{skip_service, source_by_name, store};
use super::off_runtime;
use crate::error::{CommandResult, of_vault};
use crate::present;
use crate::schemes;
use crate::state::App;
use crate::wire::{Code, Diagnostics, ServiceCalls, SettingChange, SettingsView, WireError};

pub(super) use view::view;

#[tauri::command]
pub(crate) async fn settings(app: State<'_, App>) -> CommandResult<SettingsView> {
    view(&app).await
}

#[tauri::command]
pub(crate) async fn change_setting(
    handle: AppHandle,
    app: State<'_, App>,
    change: SettingChange,
) -> CommandResult<SettingsView> {
    use SettingChange as Change;
    let profile = &app.profile;
    match change {
        Change::ServiceOrder { names } => use_services(profile, &names).await?,
        Change::KeepAdded { keep } => profile.change_settings(|settings| settings.keep_added = keep).await?,
        Change::Language { language } => {
            profile.change_settings(|settings| settings.language = language.into()).await?;
        }
        Change::Size { percent } => {
            let size = Size::try_from(percent).map_err(|error| WireError::bad_input(error.to_string()))?;
            profile.change_settings(|settings| settings.size = size).await?;
            draw_at(&handle, size);
        }
        Change::Theme { theme } => profile.change_settings(|settings| settings.theme = theme.into()).await?,
        Change::Preferences { preferences } => {
            let preferences = present::stored_preferences(*preferences)?;
            profile.change_settings(|settings| settings.preferences = preferences).await?;
        }
        Change::SkipServices { names } => {
            let services = names.iter().map(|name| skip_service(name)).collect::<CommandResult<_>>()?;
            profile.change_settings(|settings| settings.skip.services = services).await?;
        }
        Change::SkipAlways { kinds } => {
            let always = kinds.into_iter().map(Into::into).collect();
            profile.change_settings(|settings| settings.skip.always = always).await?;
        }
        Change::Playback { playback } => {
            let playback = present::stored_playback(*playback);
            profile.change_settings(|settings| settings.playback = playback).await?;
        }
        Change::Downloads { downloads } => {
            profile
                .change_settings(|settings| {
                    settings.downloads = present::stored_downloads(*downloads, settings.downloads.clone());
                })
                .await?;
            app.queue.iter().for_each(|queue| queue.settings_changed());
        }
        Change::UsualDownloadsFolder => profile.change_settings(|settings| settings.downloads.folder = None).await?,
        Change::HttpProfile { profile: choice } => {
            profile.change_settings(|settings| settings.http_profile = choice.into()).await?;
        }
        Change::Proxy { url } => use_proxy(profile, url).await?,
        Change::ProxyAuth { credentials } => keep_proxy_auth(profile, credentials).await?,
        Change::LinkHandler { enabled } => {
            off_runtime(move || handle_links(&handle, enabled)).await??;
            profile.change_settings(|settings| settings.link_handler = enabled).await?;
        }
        Change::LookForUpdates { enabled } => {
            profile.change_settings(|settings| settings.look_for_updates = enabled).await?;
        }
        Change::Player { id } => use_player(profile, id).await?,
        Change::SourceEnabled { source, enabled } => {
            let source = source_by_name(&source)?;
            profile.change_settings(|settings| settings.switch(source, enabled)).await?;
        }
        Change::SourceTimeout { source, seconds } => {
            profile.set_source_timeout(source_by_name(&source)?, seconds.map(u64::from)).await?;
        }
        Change::SourceOption { source, key, value } => {
            profile.set_source_option(source_by_name(&source)?, &key, value.as_deref()).await?;
        }
        Change::SourceBaseUrl { source, url } => use_base_url(profile, &source, url).await?,
        Change::Welcomed => profile.change_settings(|settings| settings.welcomed = true).await?,
    }
    view(&app).await
}

/// How much larger everything is drawn for who sits far away.
const BIG: f64 = 1.5;

/// Fills the screen and draws everything larger, or goes back to a window of its own size.
#[tauri::command]
pub(crate) fn big_mode(handle: AppHandle, app: State<'_, App>, on: bool) -> CommandResult<()> {
    let failed = |_| WireError::new(Code::Internal, "The window could not be changed");
    let window = handle.get_webview_window("main").ok_or_else(|| WireError::bad_input("There is no window"))?;
    window.set_fullscreen(on).map_err(failed)?;
    window.set_zoom(app.profile.settings().size.factor() * if on { BIG } else { 1.0 }).map_err(failed)
}

/// Draws everything in the window larger or smaller.
pub(crate) fn draw_at(handle: &AppHandle, size: Size) {
    if let Some(window) = handle.get_webview_window("main")
        && let Err(error) = window.set_zoom(size.factor())
    {
        tracing::warn!(%error, "the window keeps its size of type");
    }
}

async fn use_services(profile: &Profile, names: &[String]) -> CommandResult<()> {
    let stores = names.iter().map(|name| store(name)).collect::<CommandResult<Vec<Store>>>()?;
    Ok(profile.change_settings(|settings| settings.use_services(&stores)).await?)
}

/// Sets the proxy. An empty text goes back to the system's.
async fn use_proxy(profile: &Profile, url: Option<String>) -> CommandResult<()> {
    let proxy = given(url).map(|url| url.parse::<ProxyAddress>()).transpose();
    let proxy = proxy.map_err(|error| WireError::bad_input(format!("This proxy cannot be used: {error}")))?;
    profile.set_proxy(proxy).await?;
    Ok(())
}

async fn keep_proxy_auth(profile: &Profile, credentials: Option<String>) -> CommandResult<()> {
    let Some(credentials) = given(credentials) else {
        return profile.vault.forget(PROXY_SECRET).await.map_err(of_vault);
    };
    let secret = Secret::new(&credentials).filter(|_| credentials.contains(':'));
    let secret = secret.ok_or_else(|| WireError::bad_input("Write it as user:password, without spaces"))?;
    profile.vault.set(PROXY_SECRET, secret).await;
    Ok(())
}

async fn use_player(profile: &Profile, id: String) -> CommandResult<()> {
    let own = profile.settings().own_player;
    let players = off_runtime(move || player::players(own.as_deref())).await?;
    if id != "auto" && !players.iter().any(|player| player.id.name() == id) {
        return Err(WireError::bad_input("There is no such player on this system"));
    }
    Ok(profile.change_settings(|settings| settings.player = id).await?)
}

/// Sets the address of a source. An empty text goes back to the default.
async fn use_base_url(profile: &Profile, source: &str, url: Option<String>) -> CommandResult<()> {
    let upstream = Upstream::of(source_by_name(source)?)
        .ok_or_else(|| WireError::bad_input("Remove this source and add it anew at its other address"))?;
    let cannot = |error: &dyn std::fmt::Display| WireError::bad_input(format!("This address cannot be used: {error}"));
    let url = given(url).map(|url| check_base(&url)).transpose().map_err(|error| cannot(&error))?;
    url.as_deref().map(check_address).transpose().map_err(|error| cannot(&error))?;
    let change = profile.change_settings(|settings| {
        settings.endpoints.remove(&upstream);
        settings.endpoints.extend(url.map(|url| (upstream, url)));
    });
    Ok(change.await?)
}

/// Returns the text of a field, or `None` when it is blank.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}

/// Registers the app with the system as the handler of `magnet:` and `stremio:` links, or removes it. Blocks, because it runs
/// programs of the system.
fn handle_links(handle: &AppHandle, enabled: bool) -> CommandResult<()> {
    for scheme in ["magnet", "stremio"] {
        let done = if enabled { schemes::take(handle, scheme) } else { schemes::give_back(handle, scheme) };
        done.map_err(|error| {
            tracing::info!(%error, scheme, "the system does not take the app for a kind of link");
            WireError::new(Code::Internal, "The system does not let the app open these links").hint(
                if cfg!(target_os = "linux") {
                    "Check that xdg-utils is installed, or paste the link into the search field instead"
                } else {
                    "Paste the link into the search field instead"
                },
            )
        })?;
    }
    Ok(())
}

#[tauri::command]
pub(crate) fn diagnostics(app: State<'_, App>) -> Diagnostics {
    let profile = &app.profile;
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let calls: Vec<ServiceCalls> = profile
        .calls_last_minute()
        .into_iter()
        .map(|(store, calls)| ServiceCalls { service: store.name().to_owned(), last_minute: present::count(calls) })
        .collect();
    let report = profile.summary(&program());
    Diagnostics { version, system, data_folder: profile.folder().display().to_string(), calls, report }
}

fn program() -> String {
    format!("Perihelion {}", env!("CARGO_PKG_VERSION"))
}

/// Writes what a bug report needs into the person's folder of downloads and shows it there. Returns its path.
#[tauri::command]
pub(crate) async fn save_report(handle: AppHandle, app: State<'_, App>) -> CommandResult<String> {
    let own = app.profile.settings().own_player;
    let players = off_runtime(move || player::players(own.as_deref())).await?;
    let players = players.iter().map(|player| player.id.name().to_owned()).collect::<Vec<_>>().join(", ");
    let web_view = tauri::webview_version().unwrap_or_else(|_| "unknown".to_owned());
    let desktop = ["XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE"].map(|name| std::env::var(name).unwrap_or_default());
    let about = [
        format!("web view: {web_view}"),
        format!("desktop: {}", desktop.join(" ")),
        format!("players found: {players}"),
    ];
    let files = app.profile.report(&program(), &about).await;
    let folder = handle.path().download_dir().unwrap_or_else(|_| app.profile.folder().to_owned());
    off_runtime(move || {
        let cannot = |error: std::io::Error| {
            WireError::new(Code::Storage, "The report could not be saved").hint(error.to_string())
        };
        let path = profile::save_report(&files, &folder).map_err(cannot)?;
        // A desktop without a file manager: the path is shown all the same.
        let _ = handle.opener().reveal_item_in_dir(&path);
        Ok(path.display().to_string())
    })
    .await?
}

#[tauri::command]
pub(crate) async fn open_data_folder(handle: AppHandle, app: State<'_, App>) -> CommandResult<()> {
    let folder = app.profile.folder().display().to_string();
    off_runtime(move || {
        let opened = handle.opener().open_path(&folder, None::<&str>);
        opened.map_err(|_| WireError::new(Code::Internal, "The folder could not be opened").hint(folder))
    })
    .await?
}

/// Lets the person choose a program as their player, in the system's own dialog: the page never names one. `title` stands over
/// the dialog.
#[tauri::command]
pub(crate) async fn choose_player(
    window: WebviewWindow,
    app: State<'_, App>,
    title: String,
) -> CommandResult<SettingsView> {
    let (told, chosen) = oneshot::channel();
    let dialog = window.dialog().file().set_parent(&window).set_title(clean(title, 80)).set_directory(player::PROGRAMS);
    let dialog = if cfg!(target_os = "windows") { dialog.add_filter("exe", &["exe"]) } else { dialog };
    dialog.pick_file(|path| drop(told.send(path)));
    let path = chosen.await.ok().flatten().and_then(|path| path.into_path().ok());
    if let Some(path) = path {
        let chosen = path.clone();
        if !off_runtime(move || player::can_be_started(&chosen)).await? {
            return Err(WireError::bad_input("That file is not a program").hint("Choose the player's program itself"));
        }
        app.profile
            .change_settings(|settings| {
                player::PlayerId::Own.name().clone_into(&mut settings.player);
                settings.own_player = Some(path);
            })
            .await?;
    }
    view(&app).await
}
