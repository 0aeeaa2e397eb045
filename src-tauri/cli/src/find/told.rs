//! A search's events and rows as lines: for people, or for programs.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use perihelion_core::debrid::{CacheState, Store};
use perihelion_core::line::LineShare;
use perihelion_core::model::{AtService, Candidate, PastOutcome, RankReason};
use perihelion_core::pipeline::Details;
use perihelion_core::pipeline::event::{Asked, Event};
use perihelion_core::pipeline::link::LinkEvent;
use perihelion_core::pipeline::pack::{self, Pack, PackEvent};
use perihelion_core::sources::{Dropped, Options, SourceError, asked_with};
use perihelion_core::title::{Correction, Wanted};
use perihelion_core::torrent::{InfoHash, Offer, OfferKind, Promise, SourceName};
use serde::Serialize;
use serde_json::{Value, json};

use crate::print;

/// Prints the events of a search as they come. Times count from the start of the search.
pub(super) struct Told {
    as_json: bool,
    began: Instant,
    quick: Wanted,
    details: Details,
    correction: Correction,
    options: Arc<Options>,
    first_row: bool,
    first_cached: bool,
}

impl Told {
    pub(super) fn new(
        as_json: bool,
        quick: Wanted,
        details: Details,
        correction: Correction,
        options: Arc<Options>,
    ) -> Self {
        Self {
            as_json,
            began: Instant::now(),
            quick,
            details,
            correction,
            options,
            first_row: false,
            first_cached: false,
        }
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
            Event::SourceSkipped { source, why } => self.say(
                "source_skipped",
                json!({ "source": source.as_str(), "reason": why.words() }),
                Some(format!("{} not asked: {}", self.label(*source), why.words())),
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
            Event::CacheChecked { store, checked, total, cached, .. } => {
                self.say(
                    "cache_chunk",
                    json!({ "service": store, "checked": checked, "total": total, "cached": cached }),
                    Some(format!("cache check  {checked} of {total}, {cached} cached by {store}")),
                );
                if *cached > 0 && !std::mem::replace(&mut self.first_cached, true) {
                    self.say("first_cached_row", json!({}), None);
                }
            }
            Event::CacheCheckFailed { store, unchecked, error } => self.say(
                "cache_check_failed",
                json!({ "service": store, "unchecked": unchecked, "error": error.to_string() }),
                Some(format!("cache check  {unchecked} unknown: {error}")),
            ),
            Event::PickChosen { .. } | Event::Understood { .. } => {}
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
        let wanted = self.details.known().map_or_else(|| self.quick.clone(), |wanted| (*wanted).clone());
        asked_with(source, &wanted.corrected(&self.correction), &self.options)
    }

    fn label(&self, source: SourceName) -> String {
        format!("{:<12}", self.options.label(source))
    }
}

/// Returns how many rows of a source were left out, by reason, and the error of a part that did not come.
fn ended(dropped: &Dropped, missing: Option<&SourceError>) -> String {
    let counts: Vec<String> = dropped.iter().map(|(reason, count)| format!("{count} {}", reason.words())).collect();
    let left_out = if counts.is_empty() { String::new() } else { format!("; left out: {}", counts.join(", ")) };
    missing.map_or(left_out.clone(), |error| format!("{left_out}; a part did not come: {error}"))
}

fn with(asked: &[String]) -> String {
    if asked.is_empty() { String::new() } else { format!("  ← {}", asked.join(" · ")) }
}

/// A row as `--json` prints it: the torrent, and what the search learnt about it.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    info_hash: InfoHash,
    title: &'a str,
    size: Option<u64>,
    seeders: Option<u32>,
    source: &'static str,
    tracker: Option<&'a str>,
    file_index: Option<u32>,
    sources: &'a [String],
    cached: bool,
    cache_state: Option<CacheState>,
    services: Vec<Service>,
    /// What addons offer by links of their own. The links themselves are secret.
    links: Vec<OfferedLink>,
    /// `info_hash` names the row and no torrent.
    link_only: bool,
    in_cloud: bool,
    found_by: Vec<&'static str>,
    file_name: Option<&'a str>,
    file_size: Option<u64>,
    rank: f64,
    reasons: Vec<Cow<'a, str>>,
    /// Its bit rate beside what the line carries, where both are known.
    line: Option<Value>,
}

#[derive(Serialize)]
struct Service {
    #[serde(rename = "service")]
    store: Store,
    cache_state: Option<CacheState>,
    in_cloud: bool,
    before: Option<String>,
    /// Why it is likely to refuse the torrent.
    likely_refusal: Option<String>,
}

#[derive(Serialize)]
struct OfferedLink {
    source: &'static str,
    kind: &'static str,
    cache_state: CacheState,
    /// The names of the headers it wants.
    headers: Vec<String>,
    not_web_ready: bool,
}

impl OfferedLink {
    fn of(offer: &Offer) -> Self {
        Self {
            source: offer.source.as_str(),
            kind: match offer.kind {
                OfferKind::Direct => "direct",
                OfferKind::External => "external",
                OfferKind::YouTube => "youtube",
            },
            cache_state: match offer.promise {
                Promise::Held => CacheState::Cached,
                Promise::NotHeld => CacheState::NotCached,
                Promise::Unknown => CacheState::Unknown,
            },
            headers: offer.headers.iter().map(|header| header.name.clone()).collect(),
            not_web_ready: offer.not_web_ready,
        }
    }
}

impl<'a> Row<'a> {
    pub(super) fn of(candidate: &'a Candidate) -> Self {
        let (torrent, file) = (&candidate.torrent, candidate.file.as_ref());
        let service = |(store, at): (Store, &AtService)| Service {
            store,
            cache_state: at.cached,
            in_cloud: at.in_cloud,
            before: at.before.as_ref().map(PastOutcome::words),
            likely_refusal: at.likely_refusal().map(|refusal| refusal.words(store)),
        };
        Self {
            info_hash: torrent.info_hash,
            title: &torrent.title,
            size: torrent.size,
            seeders: torrent.seeders,
            source: torrent.source.as_str(),
            tracker: torrent.tracker.as_deref(),
            file_index: torrent.file_index,
            sources: &torrent.trackers,
            cached: candidate.cached == Some(CacheState::Cached),
            cache_state: candidate.cached,
            services: candidate.services.all().map(service).collect(),
            links: torrent.offers.iter().map(|offer| OfferedLink::of(offer)).collect(),
            link_only: torrent.is_link,
            in_cloud: candidate.in_cloud(),
            found_by: candidate.sources.iter().map(|source| source.as_str()).collect(),
            file_name: file.map(|file| file.name.as_str()).or(torrent.file_name.as_deref()),
            file_size: file.and_then(|file| file.size).or(torrent.file_size),
            rank: candidate.rank.value,
            reasons: candidate.rank.reasons.iter().map(RankReason::words).collect(),
            line: share(candidate).map(print::share),
        }
    }
}

fn share(candidate: &Candidate) -> Option<LineShare> {
    candidate.rank.reasons.iter().find_map(|reason| match reason {
        RankReason::FitsLine(share) | RankReason::OverLine(share) => *share,
        _ => None,
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
    let refusals = candidate.rank.reasons.iter().filter(|reason| matches!(reason, RankReason::LikelyRefused(_)));
    let refusals: Vec<String> = refusals.map(|reason| format!("  ({})", reason.words())).collect();
    let refusals = refusals.concat();
    let ways: std::collections::BTreeSet<&str> = torrent.offers.iter().map(|offer| offer.source.as_str()).collect();
    let ways: Vec<String> = ways.iter().map(|way| format!("  (link of {way})")).collect();
    let ways = ways.concat();
    let line = share(candidate).map(|share| format!("  ({})", share.words())).unwrap_or_default();
    format!("{mark}  {}  {}  {}{line}{ways}{refusals}", print::size(size), torrent.info_hash, torrent.title)
}

/// A step on the way to a link.
pub(super) fn link_event(event: &LinkEvent, elapsed: Duration, as_json: bool) {
    let (name, way, mut about, text) = match event {
        // The failure or the link that taught it is told.
        LinkEvent::Learnt { .. } => return,
        LinkEvent::CandidateStarted { way, hash, release, position, of } => (
            "candidate_started",
            way,
            json!({ "info_hash": hash, "release": release, "position": position, "of": of }),
            format!("trying {position} of {of}: {release}"),
        ),
        LinkEvent::Added { way, hash, status } => (
            "added",
            way,
            json!({ "info_hash": hash, "status": status.as_str() }),
            format!("  added: {}", status.as_str()),
        ),
        LinkEvent::Waited { way, hash, status, attempt } => (
            "waited",
            way,
            json!({ "info_hash": hash, "status": status.as_str(), "attempt": attempt }),
            format!("  waited: {}", status.as_str()),
        ),
        LinkEvent::FileChosen { way, hash, name, path, size, score, reasons } => (
            "file_chosen",
            way,
            json!({ "info_hash": hash, "name": name, "path": path, "size": size, "score": score, "match_reasons": reasons }),
            format!("  file: {name}"),
        ),
        LinkEvent::Verified { way, hash, size } => {
            ("verified", way, json!({ "info_hash": hash, "size": size }), "  the link answers".to_owned())
        }
        LinkEvent::CandidateFailed { way, hash, error } => (
            "candidate_failed",
            way,
            json!({ "info_hash": hash, "error": error.to_string() }),
            format!("  no: {error}"),
        ),
        LinkEvent::ServiceStopped { way, error } => {
            ("service_stopped", way, json!({ "error": error.to_string() }), format!("  nothing more: {error}"))
        }
        LinkEvent::LinkMade { way, hash } => ("link_made", way, json!({ "info_hash": hash }), "  link made".to_owned()),
    };
    if as_json {
        if let Value::Object(fields) = &mut about {
            fields.insert("service".to_owned(), json!(way));
        }
        print::event(name, elapsed, about);
    } else {
        print::progress(&format!("{way:<12} {text}"));
    }
}

/// Prints the progress of linking a pack.
pub(super) fn pack_event(store: Store, event: &PackEvent, elapsed: Duration, as_json: bool) {
    let (name, about, text) = match event {
        PackEvent::Opened { episodes, left_out } => (
            "pack_opened",
            json!({ "service": store, "episodes": episodes, "left_out": left_out }),
            Some(format!("{store}: {episodes} episodes, {left_out} other videos left out")),
        ),
        PackEvent::Linked { done, of } => (
            "pack_linked",
            json!({ "service": store, "done": done, "of": of }),
            (done % 50 == 0 || done == of).then(|| format!("{store}: {done} of {of}")),
        ),
    };
    if as_json {
        print::event(name, elapsed, about);
    } else if let Some(text) = text {
        print::progress(&text);
    }
}

/// A pack's links: a playlist, one result a line for programs, or one link a line.
pub(super) fn pack(pack: &Pack, m3u8: bool, as_json: bool) {
    if m3u8 {
        print::line(pack::as_m3u8(pack.episodes.iter().map(pack::EpisodeLink::entry)).trim_end());
    } else if as_json {
        for episode in &pack.episodes {
            let mut value = json!(episode.result);
            if let Value::Object(fields) = &mut value {
                fields.insert("season".to_owned(), json!(episode.season));
                fields.insert("episode".to_owned(), json!(episode.episode));
                fields.insert("title".to_owned(), json!(episode.title));
            }
            print::line(&value.to_string());
        }
    } else {
        print::line(pack::as_text(&pack.episodes).trim_end());
    }
    for pack::FailedFile { name, error } in &pack.failed {
        print::progress(&format!("no link: {name}: {error}"));
    }
    let (store, count, failed, calls) = (pack.store, pack.episodes.len(), pack.failed.len(), pack.calls);
    if as_json {
        let about =
            json!({ "service": store, "episodes": count, "failed": failed, "left_out": pack.left_out, "calls": calls });
        print::event("pack_done", Duration::ZERO, about);
    } else {
        print::progress(&format!("{count} links, {failed} failed, with {calls} requests to {store}"));
    }
}
