//! The core's values as the page sees them: words for codes, keys for addresses, nothing secret.

mod downloads;
mod links;
mod media;
mod playing;
pub(crate) mod say;
mod settings;
mod streams;
mod titles;

use perihelion_core::debrid::CacheState;
use perihelion_core::title;

use crate::wire::{self, Say};

pub(crate) use downloads::{download, download_settings, followed, naming_examples, naming_presets, stored_downloads};
pub(crate) use links::{LineOf, file_reasons, link_event, of_way, way_label, why};
pub(crate) use media::media;
pub(crate) use playing::{now_playing, player};
pub(crate) use say::line as line_share;
pub(crate) use settings::{
    account, health, language, line, playback, preferences, skip, stored_playback, stored_preferences,
};
pub(crate) use streams::{PageContext, numbering, stream_event, verdict};
pub(crate) use titles::{card, details, history_entry, home_row, known_as, shelf, under_way};

impl From<title::Kind> for wire::Kind {
    fn from(kind: title::Kind) -> Self {
        match kind {
            title::Kind::Movie => Self::Movie,
            title::Kind::Series => Self::Series,
            title::Kind::Anime => Self::Anime,
        }
    }
}

impl From<wire::Kind> for title::Kind {
    fn from(kind: wire::Kind) -> Self {
        match kind {
            wire::Kind::Movie => Self::Movie,
            wire::Kind::Series => Self::Series,
            wire::Kind::Anime => Self::Anime,
        }
    }
}

pub(crate) fn is_cached(state: CacheState) -> bool {
    state == CacheState::Cached
}

pub(crate) fn counted(reason: Say, number: usize) -> wire::Counted {
    wire::Counted { reason, count: count(number) }
}

pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

pub(crate) fn millis(elapsed: std::time::Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}
