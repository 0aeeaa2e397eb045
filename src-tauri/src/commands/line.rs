//! What the person's line carries: measured again, or forgotten.

use perihelion_core::profile::NotMeasured;
use tauri::State;

use super::settings::view;
use crate::error::CommandResult;
use crate::state::App;
use crate::wire::{LineMeasure, SettingsView};

/// Measures the line by the link that was made last. Takes some seconds.
#[tauri::command]
pub(crate) async fn measure_line(app: State<'_, App>) -> CommandResult<LineMeasure> {
    let Some(link) = app.latest_link() else { return Ok(LineMeasure::NoLink) };
    Ok(match app.profile.measure_line(&link.result).await {
        Ok(_) => LineMeasure::Measured,
        Err(NotMeasured::InUse) => LineMeasure::InUse,
        Err(NotMeasured::TooLittle) => LineMeasure::TooLittle,
    })
}

/// Forgets all that was measured.
#[tauri::command]
pub(crate) async fn forget_line(app: State<'_, App>) -> CommandResult<SettingsView> {
    app.profile.forget_line().await;
    view(&app).await
}
