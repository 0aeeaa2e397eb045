//! A search's events and rows, and what it is asked by.

use std::collections::HashMap;

use perihelion_core::debrid::{CacheState, Store};
use perihelion_core::model::{Candidate, Outcome, RankReason, Scope, Services};
use perihelion_core::pipeline::event::{Asked, Event, Unasked};
use perihelion_core::pipeline::rank;
use perihelion_core::title::Wanted;
use perihelion_core::torrent::{Offer, OfferKind, Promise, SourceName};

use super::{count, counted, known_as, millis, say};
use crate::error::{of_debrid, of_source};
use crate::wire::{self, Say};

/// What the page needs to know to understand a search's events.
#[derive(Debug)]
pub(crate) struct PageContext {
    pub(crate) search_id: u64,
    pub(crate) heading: String,
    pub(crate) labels: HashMap<SourceName, String>,
    /// The services in use, in the person's order.
    pub(crate) in_use: Vec<Store>,
    pub(crate) runtime_min: Option<u32>,
}

impl PageContext {
    fn label(&self, source: SourceName) -> String {
        self.labels.get(&source).cloned().unwrap_or_else(|| source.label().to_owned())
    }

    fn bitrate(&self, size: Option<u64>) -> Option<u64> {
        rank::bitrate(size?, self.runtime_min?)
    }
}

fn unasked(why: Unasked) -> wire::ChipState {
    match why {
        Unasked::NoId => wire::ChipState::NoId,
        Unasked::NoDetails => wire::ChipState::NoDetails,
    }
}

/// Converts an event of a search. Returns `None` for one the page does not need.
pub(crate) fn stream_event(event: Event, context: &PageContext) -> Option<wire::StreamEvent> {
    Some(match event {
        Event::Understood { .. } => return None,
        Event::Started { sources, remembered } => wire::StreamEvent::Started {
            search_id: context.search_id,
            heading: context.heading.clone(),
            sources: sources
                .into_iter()
                .map(|(source, asked)| wire::SourceChip {
                    source: source.as_str().to_owned(),
                    label: context.label(source),
                    state: match asked {
                        Asked::Asking => wire::ChipState::Asking,
                        Asked::Off => wire::ChipState::Off,
                        Asked::Remembered => wire::ChipState::Remembered,
                    },
                })
                .collect(),
            remembered_s: remembered.map(|age| age.as_secs()),
        },
        Event::SourceAnswered { source, count: found, dropped, missing, elapsed } => {
            wire::StreamEvent::SourceAnswered {
                source: source.as_str().to_owned(),
                count: count(found),
                elapsed_ms: millis(elapsed),
                dropped: dropped.into_iter().map(|(why, number)| counted(say::dropped(why), number)).collect(),
                partial: missing.is_some(),
            }
        }
        Event::SourceSkipped { source, why } => {
            wire::StreamEvent::SourceSkipped { source: source.as_str().to_owned(), state: unasked(why) }
        }
        Event::SourceFailed { source, error, elapsed } => wire::StreamEvent::SourceFailed {
            source: source.as_str().to_owned(),
            elapsed_ms: millis(elapsed),
            error: of_source(&error).about(&context.label(source)),
        },
        Event::RowsArrived { rows } => {
            wire::StreamEvent::RowsArrived { rows: rows.iter().map(|candidate| row(candidate, context)).collect() }
        }
        Event::CacheChecked { store, checked, total, cached, rows } => wire::StreamEvent::CacheChecked {
            service: store.name().to_owned(),
            label: store.label().to_owned(),
            checked: count(checked),
            total: count(total),
            cached: count(cached),
            verdicts: rows.iter().map(|candidate| verdict(candidate, context)).collect(),
        },
        Event::CacheCheckFailed { store, unchecked, error } => {
            let about = store.or_else(|| context.in_use.first().copied()).unwrap_or(Store::RealDebrid);
            wire::StreamEvent::CacheCheckFailed {
                service: about.name().to_owned(),
                label: about.label().to_owned(),
                unchecked: count(unchecked),
                error: of_debrid(&error, about),
            }
        }
        // Its row has the reasons.
        Event::PickChosen { hash, reasons: _ } => wire::StreamEvent::PickChosen { id: hash.to_string() },
        Event::Completed { rows, cached, elapsed } => {
            wire::StreamEvent::Completed { rows: count(rows), cached: count(cached), elapsed_ms: millis(elapsed) }
        }
    })
}

/// Returns the part of a row that a cache check can change.
pub(crate) fn verdict(candidate: &Candidate, context: &PageContext) -> wire::Verdict {
    let file = candidate.file.as_ref();
    wire::Verdict {
        id: candidate.torrent.info_hash.to_string(),
        cached: cached_state(candidate.cached),
        services: services(&candidate.services, context),
        rank: candidate.rank.value,
        file_size: file.and_then(|file| file.size),
        file_name: file.map(|file| file.name.clone()),
        bitrate: context.bitrate(file.and_then(|file| file.size)),
        hidden: candidate.rank.hidden.map(say::hidden),
        reasons: reasons(&candidate.rank.reasons),
    }
}

fn row(candidate: &Candidate, context: &PageContext) -> wire::StreamRow {
    let torrent = &candidate.torrent;
    let parsed = &candidate.parsed;
    let file = candidate.file.as_ref();
    let owned = |list: &[&'static str]| list.iter().map(|text| (*text).to_owned()).collect();
    let scope = match candidate.rank.scope {
        Scope::Single => wire::RowScope::Single,
        Scope::Pack => wire::RowScope::Pack,
        Scope::Unknown => wire::RowScope::Unknown,
    };
    let file_size = file.and_then(|file| file.size).or(torrent.file_size);
    wire::StreamRow {
        id: torrent.info_hash.to_string(),
        release: torrent.title.clone(),
        resolution: parsed.resolution.as_deref().map(str::to_owned),
        quality: parsed.quality.map(str::to_owned),
        codec: parsed.codec.map(codec_words),
        hdr: owned(&parsed.hdr),
        audio: owned(&parsed.audio),
        channels: owned(&parsed.channels),
        languages: parsed.spoken().map(str::to_owned).collect(),
        group: parsed.group.clone(),
        scope,
        file_size,
        size: torrent.size,
        file_name: file.map(|file| file.name.clone()).or_else(|| torrent.file_name.clone()),
        seeders: torrent.seeders,
        sources: candidate.sources.iter().map(|source| source.as_str().to_owned()).collect(),
        tracker: torrent.tracker.clone(),
        cached: cached_state(candidate.cached),
        services: services(&candidate.services, context),
        links: torrent.offers.iter().map(|offer| offered(offer, context)).collect(),
        link_only: torrent.is_link,
        bitrate: context.bitrate(candidate.play_size(candidate.rank.scope)),
        hidden: candidate.rank.hidden.map(say::hidden),
        rank: candidate.rank.value,
        reasons: reasons(&candidate.rank.reasons),
    }
}

fn offered(offer: &Offer, context: &PageContext) -> wire::OfferedLink {
    wire::OfferedLink {
        source: offer.source.as_str().to_owned(),
        label: context.label(offer.source),
        kind: match offer.kind {
            OfferKind::Direct => wire::OfferedKind::Direct,
            OfferKind::External => wire::OfferedKind::External,
            OfferKind::YouTube => wire::OfferedKind::YouTube,
        },
        cached: match offer.promise {
            Promise::Held => wire::Cached::Yes,
            Promise::NotHeld => wire::Cached::No,
            Promise::Unknown => wire::Cached::Unknown,
        },
    }
}

fn services(at: &Services, context: &PageContext) -> Vec<wire::ServiceCached> {
    let known = context.in_use.iter().filter_map(|store| Some((store, at.get(*store)?)));
    known
        .map(|(store, at)| wire::ServiceCached {
            service: store.name().to_owned(),
            cached: cached_state(at.state()),
            in_cloud: at.in_cloud,
            before: at.before.as_ref().map(|before| wire::Before {
                worked: before.outcome == Outcome::Worked,
                refused: before.outcome == Outcome::Legal,
                at: before.at.to_string(),
            }),
        })
        .collect()
}

/// Returns a codec's name as people write it.
fn codec_words(codec: &'static str) -> String {
    match codec {
        "hevc" | "avc" | "av1" => codec.to_uppercase(),
        "xvid" => "XviD".to_owned(),
        "divx" => "DivX".to_owned(),
        "mpeg" => "MPEG-2".to_owned(),
        other => other.to_owned(),
    }
}

fn cached_state(state: Option<CacheState>) -> wire::Cached {
    match state {
        None => wire::Cached::Checking,
        Some(CacheState::Cached) => wire::Cached::Yes,
        Some(CacheState::NotCached) => wire::Cached::No,
        Some(CacheState::Unknown) => wire::Cached::Unknown,
    }
}

fn reasons(reasons: &[RankReason]) -> Vec<Say> {
    reasons.iter().map(say::rank).collect()
}

/// The ids and numbers something is asked by.
pub(crate) fn numbering(wanted: &Wanted, asked: impl Iterator<Item = wire::SourceAsked>) -> wire::Numbering {
    let episode = wanted.episode.as_ref();
    let imdb = episode.and_then(|episode| episode.imdb.or(Some(episode.asked)));
    wire::Numbering {
        ids: known_as(&wanted.ids, &[]),
        titles: std::iter::once(wanted.name.clone()).chain(wanted.aliases.iter().cloned()).collect(),
        numbers: wire::NumberingChange {
            season: imdb.and_then(|imdb| imdb.season),
            episode: imdb.map(|imdb| imdb.episode),
            absolute: episode.and_then(|episode| episode.absolute),
            kitsu_episode: episode.and_then(|episode| episode.kitsu),
        },
        asked: asked.collect(),
    }
}
