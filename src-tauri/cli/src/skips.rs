//! `skips`: what of a film or an episode can be skipped.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;
use perihelion_core::metadata::{parse_id, wanted_from_id};
use perihelion_core::profile::Profile;
use perihelion_core::segments::{Chapter, Segment, SegmentService};
use perihelion_core::title::Kind;
use serde_json::{Value, json};

use crate::{Ending, print};

/// The most bytes of a file of chapters.
const MOST_BYTES: u64 = 1 << 20;

#[derive(Args)]
pub(crate) struct SkipsArguments {
    /// A film `tt1727587`, an episode `tt1748166:1:1`, an anime episode `kitsu:12:1` (or anidb:, mal:)
    id: String,
    /// The length of the file in seconds; without it, open ends and other cuts are not known
    #[arg(long, value_name = "SECONDS")]
    length: Option<f64>,
    /// Ask these instead of those that are switched on, separated by commas: aniskip, theintrodb, introdb
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    ask: Vec<String>,
    /// The chapters of the file as mpv lists them: `[{"title": "Opening", "time": 62.5}, …]`
    #[arg(long, value_name = "FILE", requires = "length")]
    chapters: Option<PathBuf>,
}

/// Prints one segment a line, in the order of the film.
pub(crate) async fn run(profile: &Profile, arguments: SkipsArguments, as_json: bool) -> Result<(), Ending> {
    let asked = parse_id(&arguments.id)
        .ok_or_else(|| Ending::Misused(format!("{:?} is no id; write tt…, tt…:1:2 or kitsu:12:1", arguments.id)))?;
    if arguments.length.is_some_and(|length| !(length.is_finite() && length > 0.0)) {
        return Err(Ending::Misused("--length is a number of seconds".to_owned()));
    }
    let services = services(profile, &arguments.ask)?;
    let chapters = chapters(arguments.chapters).await?;
    if services.is_empty() && chapters.is_empty() {
        return Err(Ending::Misused(
            "no service is switched on: name some with --ask, or give the file's --chapters".to_owned(),
        ));
    }
    let kind = asked.kind_hint.unwrap_or(Kind::Movie);
    let wanted = profile.wanted(kind, &asked.title_id, asked.season, asked.episode).await;
    let wanted = wanted.unwrap_or_else(|error| {
        print::progress(&format!("asked by this id alone, as the catalogue does not help: {error}"));
        wanted_from_id(&asked, None)
    });
    let found = profile.segments_by(&services, &wanted, &chapters, arguments.length).await;
    for (service, failure) in &found.failed {
        print::error(as_json, &format!("{} does not answer: {failure}", service.label()), 0);
    }
    for segment in &found.segments {
        print::line(&if as_json { row(segment).to_string() } else { text(segment) });
    }
    match (found.segments.is_empty(), found.failed.is_empty()) {
        (false, _) => Ok(()),
        (true, true) => Err(Ending::NothingFound("nothing is known that can be skipped".to_owned())),
        (true, false) => Err(Ending::Failed("nothing was told that can be skipped".to_owned())),
    }
}

fn services(profile: &Profile, named: &[String]) -> Result<BTreeSet<SegmentService>, Ending> {
    if named.is_empty() {
        return Ok(profile.settings().skip.services);
    }
    let service = |name: &String| {
        let service = name.trim().parse::<SegmentService>();
        service.map_err(|error| Ending::Misused(format!("--ask: {error}")))
    };
    named.iter().map(service).collect()
}

async fn chapters(path: Option<PathBuf>) -> Result<Vec<Chapter>, Ending> {
    let Some(path) = path else { return Ok(Vec::new()) };
    let misused = |error: &dyn std::fmt::Display| Ending::Misused(format!("--chapters: {error}"));
    let read = tokio::task::spawn_blocking(move || {
        let about = std::fs::metadata(&path)?;
        if !about.is_file() || about.len() > MOST_BYTES {
            return Err(std::io::Error::other("that is no list of chapters"));
        }
        std::fs::read(&path)
    });
    let bytes = read.await.map_err(|error| misused(&error))?.map_err(|error| misused(&error))?;
    serde_json::from_slice(&bytes).map_err(|error| misused(&error))
}

fn row(segment: &Segment) -> Value {
    let by: Vec<String> = segment.by.iter().map(ToString::to_string).collect();
    json!({ "kind": segment.kind.as_str(), "start": segment.start, "end": segment.end, "by": by })
}

fn text(segment: &Segment) -> String {
    let by: Vec<String> = segment.by.iter().map(ToString::to_string).collect();
    let (start, end) = (clock(segment.start), clock(segment.end));
    format!(
        "{:<8} {start:>9} {end:>9} {:>6.1} s  {}",
        segment.kind.as_str(),
        segment.end - segment.start,
        by.join(", ")
    )
}

/// Seconds as `1:02:03.4`.
fn clock(seconds: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the times of a file are within a day")]
    let tenths = (seconds * 10.0).round() as u64;
    let (hours, minutes, seconds) = (tenths / 36_000, tenths / 600 % 60, tenths / 10 % 60);
    let hours = if hours > 0 { format!("{hours}:{minutes:02}") } else { minutes.to_string() };
    format!("{hours}:{seconds:02}.{}", tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_as_a_player_shows_them() {
        for (seconds, shown) in [(0.0, "0:00.0"), (61.25, "1:01.3"), (59.99, "1:00.0"), (3723.4, "1:02:03.4")] {
            assert_eq!(clock(seconds), shown);
        }
    }
}
