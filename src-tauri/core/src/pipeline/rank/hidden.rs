//! Decides whether the preferences hide a row. Unknown facts never hide it.

use std::collections::BTreeMap;

use crate::model::{Candidate, HiddenReason, Scope};
use crate::names;
use crate::preferences::{Packs, Preferences};
use crate::title::Wanted;

/// Returns why the preferences hide a ranked row, or `None` if they do not. Unknown facts never hide it.
pub fn hidden(row: &Candidate, preferences: &Preferences, wanted: &Wanted) -> Option<HiddenReason> {
    hidden_in(row, preferences, wanted, row.rank.scope)
}

pub(super) fn hidden_in(row: &Candidate, liked: &Preferences, wanted: &Wanted, scope: Scope) -> Option<HiddenReason> {
    let parsed = &row.parsed;
    let says = |list: &[String], said: &str| list.iter().any(|one| one.eq_ignore_ascii_case(said));
    let size = row.play_size(scope);
    let bitrate = || bitrate(size?, wanted.runtime_min?);
    let episode = wanted.episode.is_some();
    let checks = [
        (HiddenReason::CinemaRecording, liked.no_cinema_recordings && parsed.quality.is_some_and(is_cinema)),
        (HiddenReason::ThreeD, liked.no_3d && names::is_3d(&row.torrent.title)),
        (HiddenReason::Pack, liked.packs == Packs::SingleOnly && episode && scope != Scope::Single),
        (HiddenReason::Resolution, parsed.resolution.as_deref().is_some_and(|r| says(&liked.resolutions_out, r))),
        (
            HiddenReason::Language,
            !liked.languages_required.is_empty()
                && parsed.spoken().next().is_some()
                && !parsed.spoken().any(|l| says(&liked.languages_required, l)),
        ),
        (HiddenReason::Codec, parsed.codec.is_some_and(|c| says(&liked.codecs_out, c))),
        (HiddenReason::Hdr, parsed.hdr.iter().any(|h| says(&liked.hdr_out, h))),
        (HiddenReason::TooSmall, size.zip(liked.min_size).is_some_and(|(size, least)| size < least)),
        (HiddenReason::TooLarge, size.zip(liked.max_size).is_some_and(|(size, most)| size > most)),
        (HiddenReason::LowBitrate, liked.min_bitrate.is_some_and(|least| bitrate().is_some_and(|b| b < least))),
        (HiddenReason::HighBitrate, liked.max_bitrate.is_some_and(|most| bitrate().is_some_and(|b| b > most))),
        (HiddenReason::LacksText, liked.must_match.iter().any(|p| !p.accepts(&row.torrent.title))),
        (HiddenReason::ForbiddenText, liked.must_not_match.iter().any(|p| p.rejects(&row.torrent.title))),
    ];
    checks.into_iter().find(|(_, hides)| *hides).map(|(reason, _)| reason)
}

/// Counts the hidden rows by reason.
pub fn count_hidden<'a>(
    rows: impl IntoIterator<Item = &'a Candidate>,
    preferences: &Preferences,
    wanted: &Wanted,
) -> BTreeMap<HiddenReason, usize> {
    let mut counts = BTreeMap::new();
    for reason in rows.into_iter().filter_map(|row| hidden(row, preferences, wanted)) {
        *counts.entry(reason).or_default() += 1;
    }
    counts
}

/// Returns the bit rate, in bits per second, of a file of `bytes` that plays for `minutes`.
pub fn bitrate(bytes: u64, minutes: u32) -> Option<u64> {
    bytes.checked_mul(8)?.checked_div(u64::from(minutes) * 60)
}

/// Returns whether the quality is a recording made in a cinema or a copy that was not for sale.
pub(super) fn is_cinema(quality: &str) -> bool {
    matches!(quality, "CAM" | "TeleSync" | "TeleCine" | "SCR" | "R5")
}

#[cfg(test)]
mod tests;
