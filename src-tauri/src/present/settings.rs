//! Health, language and preferences.

use jiff::Timestamp;
use perihelion_core::debrid::Store;
use perihelion_core::http;
use perihelion_core::line::MeasuredLine;
use perihelion_core::model;
use perihelion_core::preferences::{self, Pattern};
use perihelion_core::profile::{Line, Standing};
use perihelion_core::segments;
use perihelion_core::settings::{self, Language};
use perihelion_core::sources::health::SourceHealth;
use perihelion_core::sources::own;

use super::millis;
use crate::error::{CommandResult, of_source};
use crate::wire::{self, WireError};

/// Implements `From` in both directions for enums that have the same variants in the core and on the wire.
macro_rules! mirrored {
    ($($shown:ident = $stored:ty { $($variant:ident)* })*) => {$(
        impl From<$stored> for wire::$shown {
            fn from(stored: $stored) -> Self {
                match stored { $(<$stored>::$variant => Self::$variant,)* }
            }
        }

        impl From<wire::$shown> for $stored {
            fn from(shown: wire::$shown) -> Self {
                match shown { $(wire::$shown::$variant => Self::$variant,)* }
            }
        }
    )*};
}

mirrored! {
    Theme = settings::Theme { System Dark Light }
    LanguageChoice = settings::Language { System English Turkish }
    HttpProfile = http::ProfileChoice { Automatic Plain Browser }
    OwnKind = own::OwnKind { Addon Torznab }
    PickOrder = preferences::PickOrder { Best SizeThenSeeders }
    Wish = preferences::Wish { BestPicture FitsLine SaveData }
    Packs = preferences::Packs { SingleOnly PacksToo PacksFirst }
    SubtitleWish = settings::Subtitles { Player Languages Forced None }
    Complaint = model::Complaint { WrongEpisode NoSound WrongLanguage Buffers }
    SegmentKind = segments::SegmentKind { Recap Opening Credits Preview }
}

pub(crate) fn skip(stored: &settings::SkipSettings) -> wire::SkipSettings {
    let service = |service: segments::SegmentService| wire::SkipService {
        name: service.as_str().to_owned(),
        label: service.label().to_owned(),
        enabled: stored.services.contains(&service),
    };
    wire::SkipSettings {
        services: segments::SegmentService::ALL.map(service).into(),
        always: stored.always.iter().map(|kind| (*kind).into()).collect(),
    }
}

pub(crate) fn health(health: &SourceHealth) -> wire::SourceHealth {
    wire::SourceHealth {
        last: health
            .last
            .as_ref()
            .map(|last| wire::LastOutcome { error: last.error.as_ref().map(of_source), at: last.at.to_string() }),
        last_good: health.last_good.map(|at| at.to_string()),
        latency_ms: health.latency.map(millis),
        resting_s: health.resting.map(|left| left.as_secs().max(1)),
        days: health.days.iter().map(|day| wire::HealthDay { good: day.good, bad: day.bad }).collect(),
    }
}

/// Returns the language to show, `en` or `tr`.
pub(crate) fn language(chosen: Language) -> &'static str {
    match chosen {
        Language::English => "en",
        Language::Turkish => "tr",
        Language::System => match sys_locale::get_locale() {
            Some(locale) if locale.to_ascii_lowercase().starts_with("tr") => "tr",
            Some(_) | None => "en",
        },
    }
}

pub(crate) fn preferences(stored: &preferences::Preferences) -> wire::Preferences {
    let texts = |patterns: &[Pattern]| patterns.iter().map(|pattern| pattern.as_str().to_owned()).collect();
    let stored = stored.clone();
    wire::Preferences {
        order: stored.order.into(),
        packs: stored.packs.into(),
        must_match: texts(&stored.must_match),
        must_not_match: texts(&stored.must_not_match),
        resolutions: stored.resolutions,
        resolutions_out: stored.resolutions_out,
        languages: stored.languages,
        languages_required: stored.languages_required,
        languages_understood: stored.languages_understood,
        wish: stored.wish.into(),
        line: stored.line,
        codecs: stored.codecs,
        codecs_out: stored.codecs_out,
        hdr: stored.hdr,
        hdr_out: stored.hdr_out,
        min_size: stored.min_size,
        max_size: stored.max_size,
        min_bitrate: stored.min_bitrate,
        max_bitrate: stored.max_bitrate,
        no_cinema_recordings: stored.no_cinema_recordings,
        no_3d: stored.no_3d,
    }
}

pub(crate) fn line(line: Line, measurable: bool) -> wire::LineView {
    let shown = |one: MeasuredLine| wire::MeasuredLine { host: one.host, bits: one.bits, at: one.at.to_string() };
    wire::LineView { bits: line.bits, measured: line.measured.into_iter().map(shown).collect(), measurable }
}

/// The most entries of one list. Nobody needs more, and the bound keeps a faulty page from filling the disk.
const MOST_ENTRIES: usize = 64;

pub(crate) fn stored_preferences(shown: wire::Preferences) -> CommandResult<preferences::Preferences> {
    let patterns = |texts: Vec<String>| -> CommandResult<Vec<Pattern>> {
        let texts = texts.into_iter().filter(|text| !text.trim().is_empty()).take(MOST_ENTRIES);
        texts
            .map(|text| {
                let pattern = Pattern::new(text);
                match pattern.problem() {
                    None => Ok(pattern),
                    Some(problem) => Err(WireError::bad_input(format!("“{}”: {problem}", pattern.as_str()))),
                }
            })
            .collect()
    };
    Ok(preferences::Preferences {
        order: shown.order.into(),
        packs: shown.packs.into(),
        must_match: patterns(shown.must_match)?,
        must_not_match: patterns(shown.must_not_match)?,
        resolutions: list(shown.resolutions),
        resolutions_out: list(shown.resolutions_out),
        languages: list(shown.languages),
        languages_required: list(shown.languages_required),
        languages_understood: list(shown.languages_understood),
        wish: shown.wish.into(),
        line: shown.line,
        codecs: list(shown.codecs),
        codecs_out: list(shown.codecs_out),
        hdr: list(shown.hdr),
        hdr_out: list(shown.hdr_out),
        min_size: shown.min_size,
        max_size: shown.max_size,
        min_bitrate: shown.min_bitrate,
        max_bitrate: shown.max_bitrate,
        no_cinema_recordings: shown.no_cinema_recordings,
        no_3d: shown.no_3d,
    })
}

/// An account as the page shows it.
pub(crate) fn account(store: Store, standing: Standing, tested_at: Timestamp) -> wire::Account {
    wire::Account {
        service: store.name().to_owned(),
        status: standing.status,
        usable: standing.usable,
        message: standing.words,
        tested_at: tested_at.to_string(),
    }
}

fn list(values: Vec<String>) -> Vec<String> {
    values.into_iter().filter(|value| value.len() <= 40).take(MOST_ENTRIES).collect()
}

pub(crate) fn playback(stored: &settings::Playback) -> wire::PlaybackSettings {
    let wish = |wish: &settings::TrackWish| wire::TrackWish {
        audio: wish.audio.clone(),
        subtitles: wish.subtitles.into(),
        subtitle_languages: wish.subtitle_languages.clone(),
    };
    wire::PlaybackSettings {
        next_by_itself: stored.next_by_itself,
        credits_percent: stored.credits_percent,
        tracks: wish(&stored.tracks),
        anime_tracks: wish(&stored.anime_tracks),
        outside: wire::OutsideWish {
            hearing_impaired: stored.outside.hearing_impaired,
            machine_made: stored.outside.machine_made,
        },
    }
}

pub(crate) fn stored_playback(shown: wire::PlaybackSettings) -> settings::Playback {
    let wish = |wish: wire::TrackWish| settings::TrackWish {
        audio: list(wish.audio),
        subtitles: wish.subtitles.into(),
        subtitle_languages: list(wish.subtitle_languages),
    };
    let bounds = settings::Playback::CREDITS;
    settings::Playback {
        next_by_itself: shown.next_by_itself,
        credits_percent: shown.credits_percent.clamp(*bounds.start(), *bounds.end()),
        tracks: wish(shown.tracks),
        anime_tracks: wish(shown.anime_tracks),
        outside: settings::OutsideSubtitles {
            hearing_impaired: shown.outside.hearing_impaired,
            machine_made: shown.outside.machine_made,
        },
    }
}
