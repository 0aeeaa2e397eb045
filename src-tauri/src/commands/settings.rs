//! What the person chooses, and how things stand.

use jiff::Timestamp;
use perihelion_core::debrid::{NOT_OFFERED, Store};
use perihelion_core::endpoints::Upstream;
use perihelion_core::endpoints::check_base;
use perihelion_core::http::{ProfileChoice, ProxyAddress};
use perihelion_core::profile::PROXY_SECRET;
use perihelion_core::secret::Secret;
use perihelion_core::settings::{Language, Settings, Theme as StoredTheme};
use perihelion_core::sources::check_address;
use perihelion_core::sources::health::SourceHealth;
use perihelion_core::sources::options::usual_deadline;
use perihelion_core::sources::own;
use perihelion_core::text::clean;
use perihelion_core::torrent::SourceName;
use tauri::{AppHandle, State, WebviewWindow};
use tauri_plugin_dialog::DialogExt as _;
use tauri_plugin_opener::OpenerExt as _;
use tokio::sync::oneshot;

use super::account::store;
use super::sources::source_by_name;
use crate::error::{Answer, of_vault};
use crate::player;
use crate::present;
use crate::schemes;
use crate::state::App;
use crate::wire::{
    Code, Diagnostics, HttpProfile, KeyringState, LanguageChoice, OwnKind, PlayerInfo, Say, ServiceCalls, ServiceInfo,
    SettingChange, SettingsView, SourceOption, SourceSetting, Theme, WireError,
};

#[tauri::command]
pub(crate) async fn settings(app: State<'_, App>) -> Answer<SettingsView> {
    Ok(view(&app).await)
}

#[tauri::command]
pub(crate) async fn change_setting(
    handle: AppHandle,
    app: State<'_, App>,
    change: SettingChange,
) -> Answer<SettingsView> {
    let profile = &app.profile;
    match change {
        SettingChange::ServiceOrder { names } => {
            let stores = names.iter().map(|name| store(name)).collect::<Answer<Vec<Store>>>()?;
            let names: Vec<String> = stores.iter().map(|store| store.name().to_owned()).collect();
            profile.change_settings(|settings| settings.services = names)?;
        }
        SettingChange::KeepAdded { keep } => profile.change_settings(|settings| settings.keep_added = keep)?,
        SettingChange::Language { language } => {
            profile.change_settings(|settings| settings.language = stored_language(language))?;
        }
        SettingChange::Preferences { preferences } => {
            let preferences = present::stored_preferences(*preferences)?;
            profile.change_settings(|settings| settings.preferences = preferences)?;
        }
        SettingChange::HttpProfile { profile: choice } => {
            profile.change_settings(|settings| {
                settings.http_profile = match choice {
                    HttpProfile::Automatic => ProfileChoice::Automatic,
                    HttpProfile::Plain => ProfileChoice::Plain,
                    HttpProfile::Browser => ProfileChoice::Browser,
                }
            })?;
        }
        SettingChange::Proxy { url } => {
            let url = url.filter(|url| !url.trim().is_empty());
            let proxy = url.map(|url| url.parse::<ProxyAddress>()).transpose();
            let proxy = proxy.map_err(|error| WireError::bad_input(format!("This proxy cannot be used: {error}")))?;
            profile.set_proxy(proxy).await?;
        }
        SettingChange::ProxyAuth { credentials } => proxy_auth(&app, credentials).await?,
        SettingChange::LinkHandler { enabled } => {
            handle_links(&handle, enabled)?;
            profile.change_settings(|settings| settings.link_handler = enabled)?;
        }
        SettingChange::SourceTimeout { source, seconds } => {
            profile.set_source_timeout(source_by_name(&source)?, seconds.map(u64::from))?;
        }
        SettingChange::SourceOption { source, key, value } => {
            profile.set_source_option(source_by_name(&source)?, &key, value.as_deref()).await?;
        }
        SettingChange::Player { id } => {
            let own = profile.settings().own_player;
            if id != "auto" && !player::players(own.as_deref()).iter().any(|player| player.id.name() == id) {
                return Err(WireError::bad_input("There is no such player on this system"));
            }
            profile.change_settings(|settings| settings.player = id)?;
        }
        SettingChange::Theme { theme } => profile.change_settings(|settings| settings.theme = stored(theme))?,
        SettingChange::SourceEnabled { source, enabled } => {
            let source = source_by_name(&source)?;
            profile.change_settings(|settings| settings.switch(source, enabled))?;
        }
        SettingChange::SourceBaseUrl { source, url } => {
            let upstream = Upstream::of(source_by_name(&source)?);
            let upstream = upstream
                .ok_or_else(|| WireError::bad_input("Remove this source and add it anew at its other address"))?;
            let url = url
                .filter(|url| !url.trim().is_empty())
                .map(|url| check_base(&url))
                .transpose()
                .map_err(|error| WireError::bad_input(format!("This address cannot be used: {error}")))?;
            url.as_deref()
                .map(check_address)
                .transpose()
                .map_err(|error| WireError::bad_input(format!("This address cannot be used: {error}")))?;
            profile.change_settings(|settings| {
                settings.endpoints.remove(&upstream);
                settings.endpoints.extend(url.map(|url| (upstream, url)));
            })?;
        }
        SettingChange::Welcomed => profile.change_settings(|settings| settings.welcomed = true)?,
    }
    Ok(view(&app).await)
}

async fn proxy_auth(app: &App, credentials: Option<String>) -> Answer<()> {
    let Some(credentials) = credentials.filter(|text| !text.trim().is_empty()) else {
        return app.profile.vault.forget(PROXY_SECRET).await.map_err(of_vault);
    };
    let secret = Secret::new(&credentials).filter(|_| credentials.contains(':'));
    let secret = secret.ok_or_else(|| WireError::bad_input("Write it as user:password, without spaces"))?;
    app.profile.vault.set(PROXY_SECRET, secret).await;
    Ok(())
}

/// Makes the app the system's choice for its links, or takes that back.
fn handle_links(handle: &AppHandle, enabled: bool) -> Answer<()> {
    for scheme in ["magnet", "stremio"] {
        let done = if enabled { schemes::take(handle, scheme) } else { schemes::give_back(handle, scheme) };
        done.map_err(|error| {
            tracing::info!(%error, scheme, "the system does not take the app for a kind of link");
            WireError::new(Code::Internal, "The system does not let the app open these links").hint(
                if cfg!(target_os = "macos") {
                    "On macOS paste the link into the search field instead"
                } else {
                    "Check that xdg-utils is installed, or paste the link into the search field instead"
                },
            )
        })?;
    }
    Ok(())
}

#[tauri::command]
pub(crate) fn diagnostics(app: State<'_, App>) -> Diagnostics {
    let profile = &app.profile;
    let settings = profile.settings();
    let now = Timestamp::now();
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let calls: Vec<ServiceCalls> = profile
        .calls_last_minute()
        .into_iter()
        .map(|(store, calls)| ServiceCalls { service: store.name().to_owned(), last_minute: present::count(calls) })
        .collect();
    let mut report = vec![format!("Perihelion {version} on {system}, {now}")];
    report.extend(
        calls.iter().map(|calls| format!("{}: {} requests in the last minute", calls.service, calls.last_minute)),
    );
    for health in profile.health.snapshot(now) {
        let last = match &health.last {
            None => "not asked yet".to_owned(),
            Some(last) => last.error.as_ref().map_or_else(|| "good".to_owned(), ToString::to_string),
        };
        // The name a person gave a source of their own stays with them.
        report.push(format!("{}: {last}", health.source));
    }
    report.push(format!("sources on: {}", settings.sources().len()));
    let report = report.join("\n");
    Diagnostics { version, system, data_folder: profile.folder().display().to_string(), calls, report }
}

#[tauri::command]
pub(crate) fn open_data_folder(handle: AppHandle, app: State<'_, App>) -> Answer<()> {
    let folder = app.profile.folder().display().to_string();
    handle
        .opener()
        .open_path(&folder, None::<&str>)
        .map_err(|_| WireError::new(Code::Internal, "The folder could not be opened").hint(folder))
}

/// Lets the person choose a program as their player, in the system's own dialog: the page never names one. `title` stands over
/// the dialog.
#[tauri::command]
pub(crate) async fn choose_player(window: WebviewWindow, app: State<'_, App>, title: String) -> Answer<SettingsView> {
    let (told, chosen) = oneshot::channel();
    let dialog = window.dialog().file().set_parent(&window).set_title(clean(title, 80)).set_directory(player::PROGRAMS);
    let dialog = if cfg!(target_os = "windows") { dialog.add_filter("exe", &["exe"]) } else { dialog };
    dialog.pick_file(|path| drop(told.send(path)));
    let path = chosen.await.ok().flatten().and_then(|path| path.into_path().ok());
    if let Some(path) = path {
        if !player::can_be_started(&path) {
            return Err(WireError::bad_input("That file is not a program").hint("Choose the player's program itself"));
        }
        app.profile.change_settings(|settings| {
            player::PlayerId::Own.name().clone_into(&mut settings.player);
            settings.own_player = Some(path);
        })?;
    }
    Ok(view(&app).await)
}

pub(super) async fn view(app: &App) -> SettingsView {
    let profile = &app.profile;
    let settings = profile.settings();
    SettingsView {
        order: profile.stores().iter().map(|store| store.name().to_owned()).collect(),
        services: services(app).await,
        keep_added: settings.keep_added,
        proxy_auth: profile.vault.get(PROXY_SECRET).await.is_some(),
        players: player::players(settings.own_player.as_deref())
            .into_iter()
            .map(|player| PlayerInfo { id: player.id.name().to_owned(), label: player.label, found: player.found })
            .collect(),
        player: settings.player.clone(),
        theme: shown(settings.theme),
        language: shown_language(settings.language),
        preferences: present::preferences(&settings.preferences),
        sources: sources(app, &settings).await,
        http_profile: match settings.http_profile {
            ProfileChoice::Automatic => HttpProfile::Automatic,
            ProfileChoice::Plain => HttpProfile::Plain,
            ProfileChoice::Browser => HttpProfile::Browser,
        },
        proxy: settings.proxy.as_ref().map(ProxyAddress::shown),
        link_handler: settings.link_handler,
        welcomed: settings.welcomed,
        keyring: match profile.vault.trouble() {
            // A demonstration, or a token from the environment: nothing to mend.
            _ if profile.vault.is_in_memory() => KeyringState::ThisRun {
                reason: WireError::new(Code::KeyringUnavailable, "This start leaves the keyring alone."),
            },
            None => KeyringState::Ready,
            Some(error) => KeyringState::ThisRun { reason: of_vault(error) },
        },
        data_folder: profile.folder().display().to_string(),
    }
}

async fn services(app: &App) -> Vec<ServiceInfo> {
    let mut services = Vec::with_capacity(Store::ALL.len() + NOT_OFFERED.len());
    for store in Store::ALL {
        services.push(ServiceInfo {
            name: store.name().to_owned(),
            label: store.label().to_owned(),
            unavailable: None,
            token_page: store.token_page().map(str::to_owned),
            signed_in: app.profile.vault.get(store.name()).await.is_some(),
        });
    }
    services.extend(NOT_OFFERED.map(|service| ServiceInfo {
        name: service.name.to_owned(),
        label: service.label.to_owned(),
        unavailable: Some(service.reason.to_owned()),
        token_page: None,
        signed_in: false,
    }));
    services
}

async fn sources(app: &App, settings: &Settings) -> Vec<SourceSetting> {
    let profile = &app.profile;
    let endpoints = profile.endpoints();
    let health = profile.health.snapshot(Timestamp::now());
    let options = profile.sources().await;
    let mut shown = Vec::new();
    for source in options.all() {
        let own = settings.sources.own(source);
        let base = |bases: &perihelion_core::endpoints::Endpoints| match Upstream::of(source) {
            Some(upstream) => bases.base(upstream).to_owned(),
            None => own.map(|own| own.url.clone()).unwrap_or_default(),
        };
        let seconds = |time: std::time::Duration| u32::try_from(time.as_secs()).unwrap_or(u32::MAX);
        let asked = profile.source_options(source).await;
        shown.push(SourceSetting {
            source: source.as_str().to_owned(),
            label: settings.label(source),
            enabled: settings.is_on(source),
            base_url: base(&endpoints),
            default_base_url: base(profile.default_endpoints()),
            about: about(source),
            timeout_s: seconds(options.deadline(source)),
            default_timeout_s: seconds(usual_deadline(source)),
            options: asked
                .into_iter()
                .map(|option| SourceOption {
                    key: option.key.to_owned(),
                    label: Say::new(option_code(option.key), option.label),
                    value: option.value,
                    secret: option.secret,
                    set: option.set,
                })
                .collect(),
            own: own.map(|own| match own.kind() {
                own::OwnKind::Addon => OwnKind::Addon,
                own::OwnKind::Torznab => OwnKind::Torznab,
            }),
            health: find_health(&health, source),
        });
    }
    shown
}

fn option_code(key: &str) -> &'static str {
    match key {
        "password" => "optionPassword",
        "form" => "optionForm",
        "key" => "optionKey",
        _ => "optionConfig",
    }
}

fn find_health(health: &[SourceHealth], source: SourceName) -> crate::wire::SourceHealth {
    health.iter().find(|health| health.source == source.as_str()).map(present::health).unwrap_or_default()
}

fn about(source: SourceName) -> Say {
    let (code, text) = match source {
        SourceName::StremThru => (
            "aboutStremThru",
            "Crowd-sourced database: films, series, anime. Also checks the cache and makes the links",
        ),
        SourceName::Torrentio | SourceName::TorrentsDb => {
            ("aboutTrackers", "Films, series and anime from many trackers")
        }
        SourceName::Comet => ("aboutComet", "Films, series and anime, collected from other sources"),
        SourceName::Zilean => ("aboutZilean", "Hash lists of Debrid Media Manager, searched by title"),
        SourceName::AnimeTosho => ("aboutAnimeTosho", "Anime, searched by title and AniDB id"),
        SourceName::Peerflix => ("aboutPeerflix", "Films and series, strong in Spanish"),
        SourceName::MediaFusion => ("aboutMediaFusion", "Films and series; the public server often refuses guests"),
        SourceName::Nyaa => ("aboutNyaa", "Anime and Asian works, searched by title"),
        SourceName::Own(_) => ("aboutOwn", "Added by you"),
    };
    Say::new(code, text)
}

fn stored(theme: Theme) -> StoredTheme {
    match theme {
        Theme::System => StoredTheme::System,
        Theme::Dark => StoredTheme::Dark,
        Theme::Light => StoredTheme::Light,
    }
}

fn shown(theme: StoredTheme) -> Theme {
    match theme {
        StoredTheme::System => Theme::System,
        StoredTheme::Dark => Theme::Dark,
        StoredTheme::Light => Theme::Light,
    }
}

fn stored_language(language: LanguageChoice) -> Language {
    match language {
        LanguageChoice::System => Language::System,
        LanguageChoice::English => Language::English,
        LanguageChoice::Turkish => Language::Turkish,
    }
}

fn shown_language(language: Language) -> LanguageChoice {
    match language {
        Language::System => LanguageChoice::System,
        Language::English => LanguageChoice::English,
        Language::Turkish => LanguageChoice::Turkish,
    }
}
