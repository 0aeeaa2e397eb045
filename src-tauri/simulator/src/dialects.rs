//! Owns what a request and an answer are to the upstreams' dialects, and what several dialects share. Each dialect is one
//! file; none knows another.

pub(crate) mod addon;
pub(crate) mod animetosho;
pub(crate) mod aniskip;
pub(crate) mod cinemeta;
pub(crate) mod comet;
pub(crate) mod introdb;
pub(crate) mod kitsu;
pub(crate) mod lines;
pub(crate) mod mediafusion;
pub(crate) mod nyaa;
pub(crate) mod peerflix;
pub(crate) mod relations;
pub(crate) mod theintrodb;
pub(crate) mod torrentio;
pub(crate) mod torrentsdb;
pub(crate) mod torznab;
pub(crate) mod zilean;

use axum::{
    body::Bytes,
    http::{HeaderMap, Method},
};
use serde::Serialize;

use crate::{
    Knobs,
    releases::{Target, Torrent, World, files::File},
    text,
};

/// A request as a dialect sees it.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    /// Decoded, without the upstream's name.
    pub(crate) segments: Vec<String>,
    /// Decoded, in order.
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) knobs: Knobs,
    /// `http://127.0.0.1:PORT`
    pub(crate) base: String,
}

/// An answer, before faults.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: Bytes,
    /// Milliseconds until it is sent, beside what the upstream's mood adds.
    pub(crate) delay_ms: u64,
}

impl Reply {
    pub(crate) fn new(status: u16, content_type: &'static str, body: impl Into<Bytes>) -> Self {
        Self { status, content_type, headers: Vec::new(), body: body.into(), delay_ms: 0 }
    }

    pub(crate) fn json(status: u16, value: &impl Serialize) -> Self {
        // What is made here has names for keys, so that it can always be written.
        Self::new(status, "application/json; charset=utf-8", serde_json::to_vec(value).unwrap_or_default())
    }

    pub(crate) fn ok(value: &impl Serialize) -> Self {
        Self::json(200, value)
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl Call {
    /// The first value of a query parameter.
    pub(crate) fn param(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The same, whatever the letters' case.
    pub(crate) fn param_any_case(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn path(&self) -> Vec<&str> {
        self.segments.iter().map(String::as_str).collect()
    }

    /// How many rows the knobs ask for: none when empty.
    pub(crate) fn rows(&self) -> Option<usize> {
        if self.knobs.empty { Some(0) } else { self.knobs.torrents }
    }

    /// `[config/…]stream/{type}/{id}.json`, as every Stremio addon is asked.
    pub(crate) fn stream(&self) -> Option<StreamCall<'_>> {
        let path = self.path();
        let at = path.iter().position(|segment| *segment == "stream")?;
        let [kind, id] = path[at + 1..] else { return None };
        Some(StreamCall { config: path[..at].join("/"), kind, id: id.strip_suffix(".json")? })
    }
}

/// What a Stremio addon is asked for.
#[derive(Debug)]
pub(crate) struct StreamCall<'a> {
    pub(crate) config: String,
    pub(crate) kind: &'a str,
    pub(crate) id: &'a str,
}

/// A torrent and, where the request names one, the file inside it.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) torrent: Torrent,
    pub(crate) file: Option<(usize, File)>,
}

impl World {
    /// What a source lists for an id, each with the file that answers it.
    pub(crate) fn rows(
        &self,
        upstream: crate::Upstream,
        work: usize,
        target: Target,
        exactly: Option<usize>,
    ) -> Vec<Row> {
        let episode = match target {
            Target::Episode(at) => Some(at),
            _ => None,
        };
        let listed = self.list(upstream, work, target, exactly);
        listed.into_iter().map(|torrent| Row { file: self.wanted(&torrent, episode), torrent }).collect()
    }
}

impl Row {
    /// The file's size, or the torrent's.
    pub(crate) fn size(&self) -> u64 {
        self.file.as_ref().map_or(self.torrent.size, |(_, file)| file.size)
    }

    /// The file inside a pack, as a line of its own.
    pub(crate) fn file_in_pack(&self) -> Option<&File> {
        self.file.as_ref().filter(|_| self.torrent.is_pack()).map(|(_, file)| file)
    }
}

/// `tracker:…` entries and the `dht:` one, as addons list them.
pub(crate) fn prefixed_sources(torrent: &Torrent) -> Vec<String> {
    let mut sources: Vec<String> = torrent.trackers().iter().map(|url| format!("tracker:{url}")).collect();
    sources.push(format!("dht:{}", torrent.hash));
    sources
}

/// `magnet:?xt=urn:btih:…&dn=…&tr=…`, percent-encoded.
pub(crate) fn magnet(hash: &str, torrent: &Torrent) -> String {
    format!("magnet:?xt=urn:btih:{hash}&dn={}{}", text::percent_encode(&torrent.name), tracker_params(torrent))
}

/// `&tr=…&tr=…`, percent-encoded.
pub(crate) fn tracker_params(torrent: &Torrent) -> String {
    let params: Vec<String> =
        torrent.trackers().iter().map(|url| format!("&tr={}", text::percent_encode(url))).collect();
    params.concat()
}

/// A free-text query resolved as a title search would: the work whose title or alias it starts with, and what follows.
pub(crate) fn by_title(world: &World, query: &str) -> Option<(usize, Target)> {
    let wanted = words(query);
    let mut best: Option<(usize, usize)> = None;
    for (at, work) in world.works.iter().enumerate() {
        for title in std::iter::once(&work.name).chain(&work.aliases) {
            let title = words(title);
            let held = best.map_or(0, |(_, length)| length);
            if !title.is_empty() && wanted.starts_with(&title) && title.len() > held {
                best = Some((at, title.len()));
            }
        }
    }
    let (at, length) = best?;
    let work = &world.works[at];
    if work.episodes.is_empty() {
        return Some((at, Target::Film));
    }
    for word in &wanted[length..] {
        if let Some(target) = episode_word(work, word) {
            return Some((at, target));
        }
    }
    Some((at, Target::Whole))
}

fn episode_word(work: &crate::Work, said: &str) -> Option<Target> {
    if let Some((season, number)) = said.strip_prefix('s').and_then(|rest| rest.split_once('e')) {
        return work.by_season(season.parse().ok()?, number.parse().ok()?).map(Target::Episode);
    }
    if let Some(season) = said.strip_prefix('s').and_then(|digits| digits.parse().ok()) {
        return Some(Target::Season(season));
    }
    let number: u32 = said.strip_prefix('e').unwrap_or(said).parse().ok()?;
    if number == u32::from(work.year) {
        return None;
    }
    work.by_absolute(number).map(Target::Episode)
}

/// Lower-case words, punctuation dropped.
fn words(text: &str) -> Vec<String> {
    let plain: String =
        text.to_lowercase().chars().map(|c| if c.is_alphanumeric() || c == '\'' { c } else { ' ' }).collect();
    plain.replace('\'', "").split_whitespace().map(str::to_owned).collect()
}
