//! The settings as the page shows them.

use jiff::Timestamp;
use perihelion_core::debrid::{NOT_OFFERED, Store};
use perihelion_core::endpoints::Upstream;
use perihelion_core::http::ProxyAddress;
use perihelion_core::preferences::system_languages;
use perihelion_core::profile::{PROXY_SECRET, Standing};
use perihelion_core::settings::Settings;
use perihelion_core::sources::health::SourceHealth;
use perihelion_core::sources::options::usual_deadline;
use perihelion_core::torrent::SourceName;
use perihelion_player::found;

use crate::commands::off_runtime;
use crate::error::{CommandResult, of_vault};
use crate::present;
use crate::state::App;
use crate::wire::{
    Code, KeyringState, PlayerInfo, Say, ServiceInfo, SettingsView, SourceOption, SourceSetting, WireError,
};

pub(in crate::commands) async fn view(app: &App) -> CommandResult<SettingsView> {
    let profile = &app.profile;
    let settings = profile.settings();
    let own = settings.own_player.clone();
    let players = off_runtime(move || found::players(own.as_deref())).await?;
    let players = players.into_iter().map(|player| PlayerInfo {
        id: player.id.name().to_owned(),
        speaks: player.speaks().to_owned(),
        label: player.label,
        found: player.found,
    });
    Ok(SettingsView {
        order: profile.stores().iter().map(|store| store.name().to_owned()).collect(),
        services: services(app).await,
        keep_added: settings.keep_added,
        proxy_auth: profile.vault.get(PROXY_SECRET).await.is_some(),
        players: players.collect(),
        player: settings.player.clone(),
        theme: settings.theme.into(),
        language: settings.language.into(),
        system_languages: system_languages(),
        size: settings.size.into(),
        preferences: present::preferences(&settings.preferences),
        line: present::line(profile.line().await, app.latest_link().is_some()),
        skip: present::skip(&settings.skip),
        playback: present::playback(&settings.playback),
        downloads: present::download_settings(&settings.downloads),
        downloads_folder: profile.downloads_folder().map(|(folder, _)| folder.display().to_string()),
        own_downloads_folder: settings.downloads.folder.is_some(),
        naming_presets: present::naming_presets(),
        sources: sources(app, &settings).await,
        http_profile: settings.http_profile.into(),
        proxy: settings.proxy.as_ref().map(ProxyAddress::shown),
        look_for_updates: settings.look_for_updates,
        link_handler: settings.link_handler,
        welcomed: settings.welcomed,
        keyring: match profile.vault.trouble() {
            // A demonstration or a token from the environment leaves the keyring alone on purpose, so there is nothing to repair.
            _ if profile.vault.is_in_memory() => KeyringState::ThisRun {
                reason: WireError::new(Code::KeyringUnavailable, "This start leaves the keyring alone."),
            },
            None => KeyringState::Ready,
            Some(error) => KeyringState::ThisRun { reason: of_vault(error) },
        },
        data_folder: profile.folder().display().to_string(),
    })
}

async fn services(app: &App) -> Vec<ServiceInfo> {
    let mut services = Vec::with_capacity(Store::ALL.len() + NOT_OFFERED.len());
    for store in Store::ALL {
        let signed_in = app.profile.vault.get(store.name()).await.is_some();
        let standing = if signed_in { app.profile.standing(store).await } else { None };
        services.push(ServiceInfo {
            name: store.name().to_owned(),
            label: store.label().to_owned(),
            unavailable: None,
            token_page: store.token_page().map(str::to_owned),
            signed_in,
            account: standing.map(|last| {
                let tested_at = Standing::tested_at(&last);
                present::account(store, last.value, tested_at)
            }),
        });
    }
    services.extend(NOT_OFFERED.map(|service| ServiceInfo {
        name: service.name.to_owned(),
        label: service.label.to_owned(),
        unavailable: Some(service.reason.to_owned()),
        token_page: None,
        signed_in: false,
        account: None,
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
            own: own.map(|own| own.kind().into()),
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
