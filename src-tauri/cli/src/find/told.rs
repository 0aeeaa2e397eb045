//! A search's events and rows as lines: for people, or for programs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use perihelion_core::debrid::CacheState;
use perihelion_core::pipeline::dedupe::Candidate;
use perihelion_core::pipeline::event::{Asked, Event};
use perihelion_core::pipeline::link::LinkEvent;
use perihelion_core::pipeline::rank::RankReason;
use perihelion_core::pipeline::scrape::Details;
use perihelion_core::sources::{Dropped, Options, SourceError, asked_with};
use perihelion_core::title::Wanted;
use perihelion_core::torrent::SourceName;
use serde_json::{Value, json};

use crate::print;

/// Tells a search as it runs. Times are since the search began.
pub(super) struct Told {
    as_json: bool,
    began: Instant,
    quick: Wanted,
    details: Details,
    options: Arc<Options>,
    first_row: bool,
    first_cached: bool,
}

impl Told {
    pub(super) fn new(as_json: bool, quick: Wanted, details: Details, options: Arc<Options>) -> Self {
        Self { as_json, began: Instant::now(), quick, details, options, first_row: false, first_cached: false }
    }

    pub(super) fn tell(&mut self, event: &Event) {
        match event {
            Event::Started { sources, .. } => {
                for (source, _) in sources.iter().filter(|(_, asked)| *asked == Asked::Asking) {
                    self.say("source_started", json!({ "source": source.as_str() }), None);
                }
            }
            Event::SourceAnswered { source, count, dropped, missing, .. } => {
                let asked = self.asked_with(*source);
                let left_out: BTreeMap<&str, usize> =
                    dropped.iter().map(|(reason, count)| (reason.as_str(), *count)).collect();
                self.say(
                    "source_ended",
                    json!({
                        "source": source.as_str(), "count": count, "asked_with": asked, "dropped": left_out,
                        "partial": missing.is_some(),
                    }),
                    Some(format!(
                        "{} {count} torrents{}{}",
                        self.label(*source),
                        ended(dropped, missing.as_ref()),
                        with(&asked)
                    )),
                );
            }
            Event::SourceSkipped { source } => self.say(
                "source_skipped",
                json!({ "source": source.as_str(), "reason": "no id it understands" }),
                Some(format!("{} no id it understands; not asked", self.label(*source))),
            ),
            Event::SourceFailed { source, error, .. } => {
                let asked = self.asked_with(*source);
                self.say(
                    "source_failed",
                    json!({ "source": source.as_str(), "error": error.to_string(), "asked_with": asked }),
                    Some(format!("{} failed: {error}{}", self.label(*source), with(&asked))),
                );
            }
            Event::RowsArrived { rows } => {
                if !rows.is_empty() && !std::mem::replace(&mut self.first_row, true) {
                    self.say("first_row", json!({}), None);
                }
            }
            Event::CacheChecked { checked, total, cached, .. } => {
                self.say(
                    "cache_chunk",
                    json!({ "checked": checked, "total": total, "cached": cached }),
                    Some(format!("cache check  {checked} of {total}, {cached} cached")),
                );
                if *cached > 0 && !std::mem::replace(&mut self.first_cached, true) {
                    self.say("first_cached_row", json!({}), None);
                }
            }
            Event::CacheCheckFailed { unchecked, error } => self.say(
                "cache_check_failed",
                json!({ "unchecked": unchecked, "error": error.to_string() }),
                Some(format!("cache check  {unchecked} unknown: {error}")),
            ),
            Event::PickChosen { .. } => {}
            Event::Completed { rows, cached, .. } => self.say(
                "complete",
                json!({ "rows": rows, "cached": cached }),
                Some(format!(
                    "complete     {rows} torrents, {cached} cached, {:.2} s",
                    self.began.elapsed().as_secs_f64()
                )),
            ),
        }
    }

    fn say(&self, name: &str, about: Value, text: Option<String>) {
        if self.as_json {
            print::event(name, self.began.elapsed(), about);
        } else if let Some(text) = text {
            print::progress(&text);
        }
    }

    /// The ids and words a source was asked with.
    fn asked_with(&self, source: SourceName) -> Vec<String> {
        match self.details.known() {
            Some(wanted) => asked_with(source, &wanted, &self.options),
            None => asked_with(source, &self.quick, &self.options),
        }
    }

    fn label(&self, source: SourceName) -> String {
        format!("{:<12}", self.options.label(source))
    }
}

/// What was left out, and whether something did not come.
fn ended(dropped: &Dropped, missing: Option<&SourceError>) -> String {
    let counts: Vec<String> = dropped.iter().map(|(reason, count)| format!("{count} {}", reason.words())).collect();
    let left_out = if counts.is_empty() { String::new() } else { format!("; left out: {}", counts.join(", ")) };
    missing.map_or(left_out.clone(), |error| format!("{left_out}; a part did not come: {error}"))
}

fn with(asked: &[String]) -> String {
    if asked.is_empty() { String::new() } else { format!("  ← {}", asked.join(" · ")) }
}

/// A row for programs: the Torrent of the pipeline, and what became known of it.
pub(super) fn row(candidate: &Candidate) -> Value {
    let torrent = &candidate.torrent;
    json!({
        "info_hash": torrent.info_hash,
        "title": torrent.title,
        "size": torrent.size,
        "seeders": torrent.seeders,
        "source": torrent.source.as_str(),
        "tracker": torrent.tracker,
        "file_index": torrent.file_index,
        "sources": torrent.trackers,
        "cached": candidate.cached == Some(CacheState::Cached),
        "cache_state": candidate.cached,
        "found_by": candidate.sources.iter().map(|source| source.as_str()).collect::<Vec<_>>(),
        "file_name": candidate.file.as_ref().map(|file| &file.name).or(torrent.file_name.as_ref()),
        "file_size": candidate.file.as_ref().and_then(|file| file.size).or(torrent.file_size),
        "rank": candidate.rank.value,
        "reasons": candidate.rank.reasons.iter().map(RankReason::words).collect::<Vec<_>>(),
    })
}

/// A row for people.
pub(super) fn text(candidate: &Candidate) -> String {
    let torrent = &candidate.torrent;
    let mark = match candidate.cached {
        Some(CacheState::Cached) => "cached    ",
        Some(CacheState::NotCached) => "not cached",
        Some(CacheState::Unknown) | None => "unknown   ",
    };
    let size = candidate.file.as_ref().and_then(|file| file.size).or(torrent.file_size).or(torrent.size);
    format!("{mark}  {}  {}  {}", print::size(size), torrent.info_hash, torrent.title)
}

/// A step on the way to a link.
pub(super) fn link_event(event: &LinkEvent, elapsed: Duration, as_json: bool) {
    let (name, about, text) = match event {
        LinkEvent::CandidateStarted { hash, release, position, of } => (
            "candidate_started",
            json!({ "info_hash": hash, "release": release, "position": position, "of": of }),
            format!("trying {position} of {of}: {release}"),
        ),
        LinkEvent::Added { status } => {
            ("added", json!({ "status": status.as_str() }), format!("  added: {}", status.as_str()))
        }
        LinkEvent::Waited { status, attempt } => (
            "waited",
            json!({ "status": status.as_str(), "attempt": attempt }),
            format!("  waited: {}", status.as_str()),
        ),
        LinkEvent::FileChosen { name, size, score, reasons } => (
            "file_chosen",
            json!({ "name": name, "size": size, "score": score, "match_reasons": reasons }),
            format!("  file: {name}"),
        ),
        LinkEvent::CandidateFailed { hash, error } => {
            ("candidate_failed", json!({ "info_hash": hash, "error": error.to_string() }), format!("  no: {error}"))
        }
        LinkEvent::LinkMade => ("link_made", json!({}), "  link made".to_owned()),
    };
    if as_json {
        print::event(name, elapsed, about);
    } else {
        print::progress(&text);
    }
}
