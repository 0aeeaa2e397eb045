//! The person's own sources, and a look at how any of them is doing.

use std::time::Duration;

use perihelion_core::pipeline::scrape::{self, Report};
use perihelion_core::profile::sources::SourceSettingError;
use perihelion_core::secret::Secret;
use tauri::State;

use super::named::source_by_name;
use super::settings::view;
use crate::error::{CommandResult, of_source};
use crate::present;
use crate::state::App;
use crate::wire::{OwnKind, Probe, SettingsView};

#[tauri::command]
pub(crate) async fn add_own_source(
    app: State<'_, App>,
    kind: OwnKind,
    url: String,
    key: Option<String>,
) -> CommandResult<SettingsView> {
    let key = key.filter(|key| !key.trim().is_empty());
    let key = key.as_deref().map(|key| Secret::new(key).ok_or(SourceSettingError::Secret)).transpose()?;
    let checked = app.profile.check_own_source(kind.into(), &url, key).await.map_err(SourceSettingError::from)?;
    app.profile.add_own_source(checked, None).await?;
    view(&app).await
}

#[tauri::command]
pub(crate) async fn remove_own_source(app: State<'_, App>, source: String) -> CommandResult<SettingsView> {
    app.profile.remove_own_source(source_by_name(&source)?).await?;
    view(&app).await
}

#[tauri::command]
pub(crate) async fn probe_source(app: State<'_, App>, source: String) -> CommandResult<Probe> {
    let name = source_by_name(&source)?;
    let label = app.profile.settings().label(name);
    app.profile.vault.ask_again();
    let (count, elapsed, error) = match scrape::probe(&app.profile.tools().await, name).await {
        Report::Answered { answer, elapsed, .. } => (Some(answer.torrents.len()), elapsed, None),
        Report::Told { torrents } => (Some(torrents.len()), Duration::ZERO, None),
        Report::Failed { error, elapsed, .. } => (None, elapsed, Some(of_source(&error).about(&label))),
        Report::Skipped { .. } => (Some(0), Duration::ZERO, None),
    };
    Ok(Probe { source, count: count.map(present::count), elapsed_ms: present::millis(elapsed), error })
}
