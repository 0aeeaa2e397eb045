//! The commands the page can call, one for each thing a person can ask for. Each calls the core and turns the result into the
//! page's types.

#![expect(clippy::needless_pass_by_value, reason = "Tauri hands commands their arguments by value")]

pub(crate) mod account;
pub(crate) mod cloud;
mod context;
pub(crate) mod downloads;
pub(crate) mod files;
pub(crate) mod library;
pub(crate) mod line;
pub(crate) mod links;
mod named;
pub(crate) mod packs;
pub(crate) mod playing;
pub(crate) mod settings;
pub(crate) mod sources;
pub(crate) mod streams;
pub(crate) mod titles;
pub(crate) mod updating;

use crate::error::CommandResult;
use crate::wire::{Code, WireError};

/// Runs work that blocks, on the disk or another program, on a blocking thread. Returns its result.
pub(crate) async fn off_runtime<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> CommandResult<T> {
    let done = tauri::async_runtime::spawn_blocking(work).await;
    done.map_err(|_| WireError::new(Code::Internal, "The app could not finish this"))
}
