//! What the page can call: one verb an intent, each "call the core, say it in the page's words".

#![expect(clippy::needless_pass_by_value, reason = "Tauri hands commands their arguments by value")]

pub(crate) mod account;
pub(crate) mod cloud;
pub(crate) mod files;
pub(crate) mod library;
pub(crate) mod links;
pub(crate) mod packs;
pub(crate) mod settings;
pub(crate) mod sources;
pub(crate) mod streams;
pub(crate) mod titles;
