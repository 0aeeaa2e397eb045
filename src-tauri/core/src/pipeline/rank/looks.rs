//! Terms for preferences, quality and plausibility of a row.

use super::Taste;
use super::hidden::{bitrate, is_cinema};
use crate::debrid::CacheState;
use crate::line::LineShare;
use crate::model::{Candidate, RankReason, Scope};
use crate::names::Measure;
use crate::preferences::{Preferences, Wish};
use crate::title::Wanted;

type Terms = Vec<(f64, RankReason)>;

const VERY_LARGE: u64 = 40 << 30;

/// Adds the terms for the preferences and for the same release as the last episode. They outweigh quality.
pub(super) fn preferred(row: &Candidate, taste: &Taste, terms: &mut Terms) {
    let liked = &taste.preferences;
    let parsed = &row.parsed;
    let mut like = |weight: f64, list: &[String], said: &str, words: &dyn Fn(&str) -> String| {
        if let Some(place) = list.iter().position(|one| one.eq_ignore_ascii_case(said)) {
            let share = 1.0 - place as f64 / list.len() as f64;
            terms.push((weight * share, RankReason::Preferred(words(said))));
        }
    };
    let plain = |said: &str| said.to_owned();
    if let Some(resolution) = &parsed.resolution {
        like(550.0, &liked.resolutions, resolution, &plain);
    }
    if let Some(codec) = parsed.codec {
        like(60.0, &liked.codecs, codec, &plain);
    }
    if let Some(kind) = parsed.hdr.iter().find(|kind| liked.hdr.iter().any(|one| one.eq_ignore_ascii_case(kind))) {
        like(60.0, &liked.hdr, kind, &plain);
    }
    let first =
        |list: &[String]| list.iter().find_map(|one| parsed.spoken().find(|said| one.eq_ignore_ascii_case(said)));
    if let Some(language) = first(&liked.languages) {
        like(400.0, &liked.languages, language, &|said| said.to_ascii_uppercase());
    } else if !liked.languages.is_empty() && parsed.spoken().next().is_some() {
        terms.push((-100.0, RankReason::OtherLanguages));
    }
    if let Some(last) = &taste.last {
        let same = last.group.is_some()
            && last.group == parsed.group
            && last.resolution.as_deref() == parsed.resolution.as_deref()
            && last.quality.as_deref() == parsed.quality;
        if same {
            terms.push((500.0, RankReason::SameRelease));
        }
    }
}

/// Adds a term where the name states languages and the person understands none of them. The language a work was made in
/// is not foreign: it comes with subtitles.
pub(super) fn foreign(row: &Candidate, measure: &Measure, taste: &Taste, terms: &mut Terms) {
    if taste.understood.is_empty() || row.parsed.spoken().next().is_none() {
        return;
    }
    let is_known = |code: &str| {
        let codes: &[&str] = match code {
            // Latin American Spanish, and a label for the north as a whole.
            "la" => &["es"],
            "nordic" => &["da", "sv", "no", "fi", "is"],
            _ => &[],
        };
        let mut all = codes.iter().copied().chain([code]);
        all.any(|code| taste.understood.contains(code) || measure.original_languages.contains(&code))
    };
    if !row.parsed.spoken().any(is_known) {
        let codes: Vec<&str> = row.parsed.spoken().collect();
        terms.push((super::FOREIGN, RankReason::OnlyIn(codes.join(","))));
    }
}

pub(super) fn quality(row: &Candidate, wish: Wish, terms: &mut Terms) {
    let parsed = &row.parsed;
    let is_frugal = wish == Wish::SaveData;
    if let Some(resolution) = &parsed.resolution {
        let points = match &**resolution {
            "2160p" if is_frugal => 100.0,
            "1440p" if is_frugal => 200.0,
            "1080p" if is_frugal => 320.0,
            "720p" if is_frugal => 290.0,
            "2160p" => 400.0,
            "1440p" => 385.0,
            "1080p" => 380.0,
            "720p" => 250.0,
            "576p" => 150.0,
            "480p" => 130.0,
            _ => 60.0,
        };
        terms.push((points, RankReason::Resolution(resolution.clone())));
    }
    if let Some(quality) = parsed.quality {
        let points = match quality {
            "BluRay REMUX" => 60.0,
            "BluRay" => 58.0,
            // An encode of the disc as well; fansubs call theirs so.
            "BDRip" => 56.0,
            "WEB-DL" => 55.0,
            "WEB" => 52.0,
            "WEBRip" => 40.0,
            _ => 10.0,
        };
        if !is_cinema(quality) {
            terms.push((points, RankReason::Quality(quality)));
        }
    }
    if let Some(&kind) = parsed.hdr.first() {
        terms.push((8.0, RankReason::Hdr(kind)));
    }
}

/// Adds what the bit rate means for the person's line and wish. Where they wish what fits it, what the line cannot carry comes
/// after all that it can, of any quality; else it is only said.
pub(super) fn rate(row: &Candidate, wanted: &Wanted, liked: &Preferences, scope: Scope, terms: &mut Terms) {
    let Some(size) = row.play_size(scope) else { return };
    let minutes = wanted.runtime_min.unwrap_or(if wanted.episode.is_some() { 40 } else { 100 });
    let Some(bits) = bitrate(size, minutes) else { return };
    let is_wished = liked.wish == Wish::FitsLine;
    if let Some(line) = liked.line.filter(|_| is_wished || wanted.runtime_min.is_some()) {
        let share = LineShare { bits, line };
        let said = wanted.runtime_min.map(|_| share);
        let (points, reason) =
            if share.fits() { (20.0, RankReason::FitsLine(said)) } else { (-1_200.0, RankReason::OverLine(said)) };
        terms.push((if is_wished { points } else { 0.0 }, reason));
    }
    if liked.wish == Wish::SaveData {
        // A film of 100 minutes at this rate is 1.1 GB. Each doubling costs as much as half the way to 720p.
        const FRUGAL: f64 = 1_500_000.0;
        let doublings = (bits as f64 / FRUGAL).log2().clamp(0.0, 6.0);
        let reason = if doublings < 1.5 { RankReason::SavesData } else { RankReason::NeedsData };
        terms.push((20.0 - 110.0 * doublings, reason));
    }
}

pub(super) fn trust(row: &Candidate, wanted: &Wanted, taste: &Taste, scope: Scope, terms: &mut Terms) {
    if row.parsed.quality.is_some_and(is_cinema) {
        terms.push((-6_000.0, RankReason::PoorCopy));
    }
    if is_program(&row.torrent.title) || row.torrent.file_name.as_deref().is_some_and(is_program) {
        terms.push((super::OUT, RankReason::NotVideo));
    }
    let aired = wanted.episode.as_ref().and_then(|episode| episode.aired);
    // One day of tolerance, because time zones differ by up to a day.
    if scope == Scope::Single
        && let (Some(aired), Some(today)) = (aired, taste.today)
        && today.tomorrow().is_ok_and(|tomorrow| aired > tomorrow)
    {
        terms.push((-4_000.0, RankReason::NotAired));
    }
    let Some(size) = row.play_size(scope) else { return };
    if size > VERY_LARGE {
        terms.push((-90.0, RankReason::VeryLarge));
    }
    // Where the length is not known, a film is taken to play an hour, and an episode five minutes.
    let minutes = wanted.runtime_min.unwrap_or(if wanted.episode.is_some() { 5 } else { 60 });
    let Some(bits) = bitrate(size, minutes) else { return };
    if bits < least_bitrate(row.parsed.resolution.as_deref()) {
        terms.push((-3_000.0, RankReason::TooSmallToBeTrue));
    }
    if wanted.runtime_min.is_some() && bits > 250_000_000 {
        terms.push((-1_500.0, RankReason::TooLargeForLength));
    }
}

pub(super) fn seeders(row: &Candidate, terms: &mut Terms) {
    if let Some(seeders) = row.torrent.seeders.filter(|count| *count > 0 && row.cached != Some(CacheState::Cached)) {
        terms.push(((f64::from(seeders) + 1.0).ln().min(8.0) * 5.0, RankReason::Seeders(seeders)));
    }
}

/// Returns the lowest plausible bit rate for a resolution, in bits per second.
fn least_bitrate(resolution: Option<&str>) -> u64 {
    match resolution {
        Some("2160p") => 1_000_000,
        Some("1440p") => 500_000,
        Some("1080p") => 250_000,
        Some("720p") => 120_000,
        Some(_) | None => 50_000,
    }
}

/// Returns whether a name ends like a program or archive (`….exe`, `….zip`), which no player plays.
fn is_program(name: &str) -> bool {
    const PROGRAMS: [&str; 16] =
        ["exe", "scr", "lnk", "bat", "cmd", "msi", "com", "vbs", "js", "apk", "dmg", "pif", "ps1", "zip", "rar", "7z"];
    let Some((_, extension)) = name.trim_end().rsplit_once('.') else { return false };
    extension.len() <= 3 && PROGRAMS.iter().any(|one| extension.eq_ignore_ascii_case(one))
}
