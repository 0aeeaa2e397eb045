//! The five phases: scrape, dedupe, cache check, select, link. No window, no Tauri.

pub mod pipeline;
pub mod title;
pub mod torrent;
