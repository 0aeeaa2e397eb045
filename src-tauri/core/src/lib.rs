//! The five phases: scrape, dedupe, cache check, select, link. No window, no Tauri.

pub mod endpoints;
pub mod http;
pub mod metadata;
pub mod pipeline;
pub mod sources;
pub mod title;
pub mod torrent;
