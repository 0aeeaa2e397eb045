//! What the person chooses, and the account: paste, test, keep, forget.

use perihelion_core::debrid::{DebridError, NOT_OFFERED, Store, Subscription};
use perihelion_core::endpoints::check_base;
use perihelion_core::secret::Secret;
use perihelion_core::settings::{Settings, Theme as StoredTheme};
use perihelion_core::torrent::SourceName;
use perihelion_core::vault::Kept;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt as _;

use crate::error::{Answer, of_debrid, of_vault};
use crate::player;
use crate::state::App;
use crate::wire::{
    Account, Code, KeyringState, PlayerInfo, ServiceInfo, SettingChange, SettingsView, SourceSetting, Theme, WireError,
};

#[tauri::command]
pub(crate) async fn settings(app: State<'_, App>) -> Answer<SettingsView> {
    Ok(view(&app).await)
}

#[tauri::command]
pub(crate) async fn change_setting(app: State<'_, App>, change: SettingChange) -> Answer<SettingsView> {
    let apply: Box<dyn FnOnce(&mut Settings) + Send> = match change {
        SettingChange::Service { name } => {
            let store = store(&name)?;
            Box::new(move |settings| store.name().clone_into(&mut settings.service))
        }
        SettingChange::Player { id } => {
            if id != "auto" && !player::players().iter().any(|player| player.id.name() == id) {
                return Err(WireError::bad_input("There is no such player on this system"));
            }
            Box::new(move |settings| settings.player = id)
        }
        SettingChange::Theme { theme } => Box::new(move |settings| settings.theme = stored(theme)),
        SettingChange::SourceEnabled { source, enabled } => {
            let source = source_by_name(&source)?;
            Box::new(move |settings| {
                if enabled {
                    settings.sources_off.remove(&source);
                } else {
                    settings.sources_off.insert(source);
                }
            })
        }
        SettingChange::SourceBaseUrl { source, url } => {
            let upstream = source_by_name(&source)?.upstream();
            let url = url
                .filter(|url| !url.trim().is_empty())
                .map(|url| check_base(&url))
                .transpose()
                .map_err(|error| WireError::bad_input(format!("This address cannot be used: {error}")))?;
            Box::new(move |settings| {
                settings.endpoints.remove(&upstream);
                settings.endpoints.extend(url.map(|url| (upstream, url)));
            })
        }
        SettingChange::Welcomed => Box::new(|settings| settings.welcomed = true),
    };
    app.profile.change_settings(apply)?;
    Ok(view(&app).await)
}

#[tauri::command]
pub(crate) async fn test_account(app: State<'_, App>, service: String, token: Option<String>) -> Answer<Account> {
    let store = store(&service)?;
    let token = match token {
        Some(text) => secret(&text)?,
        None => app.profile.vault.get(store.name()).await.ok_or_else(|| of_debrid(&DebridError::SignedOut, store))?,
    };
    let user = app.profile.debrid_with(store, token).user().await.map_err(|error| of_debrid(&error, store))?;
    let (status, usable, message) = match user.subscription {
        Subscription::Premium => ("premium".to_owned(), true, format!("{store} is ready: premium")),
        Subscription::Trial => ("trial".to_owned(), true, format!("{store} is ready: trial")),
        Subscription::Expired => (
            "expired".to_owned(),
            false,
            format!("{store} knows the token, but the subscription has ended. Renew it to make links"),
        ),
        Subscription::Other(status) if status.is_empty() => {
            ("unknown".to_owned(), true, format!("{store} knows the token"))
        }
        Subscription::Other(status) => {
            let message = format!("{store} knows the token and calls the account “{status}”");
            (status, true, message)
        }
    };
    Ok(Account { service, status, usable, message })
}

#[tauri::command]
pub(crate) async fn save_token(app: State<'_, App>, service: String, token: String) -> Answer<SettingsView> {
    let store = store(&service)?;
    let kept = app.profile.vault.set(store.name(), secret(&token)?).await;
    tracing::info!(service = store.name(), in_keyring = kept == Kept::InKeyring, "a token was saved");
    app.profile.change_settings(|settings| store.name().clone_into(&mut settings.service))?;
    Ok(view(&app).await)
}

#[tauri::command]
pub(crate) async fn forget_token(app: State<'_, App>, service: String) -> Answer<SettingsView> {
    let store = store(&service)?;
    app.profile.vault.forget(store.name()).await.map_err(of_vault)?;
    Ok(view(&app).await)
}

#[tauri::command]
pub(crate) fn open_token_page(handle: AppHandle, service: String) -> Answer<()> {
    let store = store(&service)?;
    let page = store.token_page().ok_or_else(|| WireError::bad_input(format!("{store} has no page for its token")))?;
    handle
        .opener()
        .open_url(page, None::<&str>)
        .map_err(|_| WireError::new(Code::Internal, "The browser could not be opened").hint(page))
}

async fn view(app: &App) -> SettingsView {
    let profile = &app.profile;
    let settings = profile.settings();
    let endpoints = profile.endpoints();
    SettingsView {
        service: profile.store().name().to_owned(),
        services: services(app).await,
        players: player::players()
            .into_iter()
            .map(|player| PlayerInfo {
                id: player.id.name().to_owned(),
                label: player.id.label().to_owned(),
                found: player.found,
            })
            .collect(),
        player: settings.player.clone(),
        theme: shown(settings.theme),
        sources: SourceName::ALL
            .into_iter()
            .map(|source| SourceSetting {
                source: source.as_str().to_owned(),
                label: source.label().to_owned(),
                enabled: !settings.sources_off.contains(&source),
                base_url: endpoints.base(source.upstream()).to_owned(),
                default_base_url: profile.default_endpoints().base(source.upstream()).to_owned(),
                about: about(source).to_owned(),
            })
            .collect(),
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

fn store(name: &str) -> Answer<Store> {
    if let Some(service) = NOT_OFFERED.iter().find(|service| service.name == name) {
        return Err(WireError::bad_input(format!("{}: {}", service.label, service.reason)));
    }
    name.parse().map_err(|error: perihelion_core::debrid::UnknownStore| WireError::bad_input(error.to_string()))
}

fn secret(text: &str) -> Answer<Secret> {
    Secret::new(text).ok_or_else(|| {
        WireError::bad_input("That is not a token").hint("A token is one word without spaces. Copy it again")
    })
}

fn source_by_name(name: &str) -> Answer<SourceName> {
    SourceName::ALL
        .into_iter()
        .find(|source| source.as_str() == name)
        .ok_or_else(|| WireError::bad_input("There is no such source"))
}

fn about(source: SourceName) -> &'static str {
    match source {
        SourceName::StremThru => {
            "Crowd-sourced database: films, series, anime. Also checks the cache and makes the links"
        }
        SourceName::Torrentio | SourceName::TorrentsDb => "Films, series and anime from many trackers",
        SourceName::Comet => "Films, series and anime, collected from other sources",
        SourceName::Zilean => "Hash lists of Debrid Media Manager, searched by title",
        SourceName::AnimeTosho => "Anime, searched by title",
        SourceName::Peerflix => "Films and series, strong in Spanish",
        SourceName::MediaFusion => "Films and series; the public server often refuses guests",
        SourceName::Nyaa => "Anime and Asian works, searched by title",
    }
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
