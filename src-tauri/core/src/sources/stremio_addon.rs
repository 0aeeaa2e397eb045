//! The dialect of Stremio addons: `/stream/{movie|series}/{id}.json`, a list of streams whose texts carry emoji marks. What a
//! particular addon writes around the marks is that addon's file to say.

use std::time::Duration;

use serde::Deserialize;
use tokio::time::Instant;

use super::asking::{self, united};
use super::ids::Form;
use super::lenient::{self, List, Object, Scalar};
use super::{Ask, SourceError, magnet, text};
use crate::http::Request;
use crate::title::Wanted;
use crate::torrent::{InfoHash, SourceName, Torrent};

/// One addon: what it is asked with and how its streams are read.
#[derive(Clone, Copy)]
pub(super) struct Addon {
    pub(super) source: SourceName,
    /// The ids it understands, in the order they are asked.
    pub(super) forms: fn(&Wanted) -> Vec<Form>,
    /// Its own headers and limits.
    pub(super) dress: fn(Request) -> Request,
    /// A torrent out of a stream, once the stream is known to have one.
    pub(super) read: fn(&Stream<'_>, Torrent) -> Option<Torrent>,
    pub(super) not_found: NotFound,
}

/// What status 404 says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NotFound {
    Failed,
    NothingKnown,
}

impl Addon {
    pub(super) async fn scrape(self, ask: Ask<'_>) -> Result<Vec<Torrent>, SourceError> {
        let forms = (self.forms)(ask.wanted);
        asking::together(forms.into_iter().map(|form| self.ask(ask, form))).await
    }

    /// Asks, and once more after a while when the addon has only begun to look.
    async fn ask(self, ask: Ask<'_>, form: Form) -> Result<Vec<Torrent>, SourceError> {
        let started = Instant::now();
        let path = format!("/stream/{}/{}.json", form.path_kind, text::percent_encoded(&form.id));
        let request = (self.dress)(ask.get(self.source.upstream(), &path)?);
        let mut answer = ask.fetch(request.clone(), move |body| self.read_all(body)).await;
        for _ in 0..TIMES_WAITED {
            let left = ask.patience().saturating_sub(started.elapsed());
            if !matches!(answer, Ok(Streams { begun: true, .. })) || left < 2 * WHILE {
                break;
            }
            tokio::time::sleep(WHILE).await;
            let again = request.clone().deadline(left.saturating_sub(WHILE));
            answer = ask.fetch(again, move |body| self.read_all(body)).await;
        }
        match answer {
            Err(SourceError::Refused(404)) if self.not_found == NotFound::NothingKnown => Ok(Vec::new()),
            Ok(streams) => Ok(streams.torrents),
            Err(error) => Err(error),
        }
    }

    /// Notices and streams that a debrid service serves itself have no hash and are left out.
    fn read_all(self, body: &[u8]) -> Result<Streams, SourceError> {
        let streams = lenient::read(body, |text| {
            let answer: Object<Answer<'_>> = serde_json::from_str(text)?;
            let Some(rows) = answer.0.and_then(|answer| answer.streams.rows()) else { return Ok(None) };
            let mut begun = false;
            let torrents = rows.filter_map(|stream| {
                begun |= stream.is_begun();
                self.torrent(&stream)
            });
            let torrents = united(torrents.collect());
            Ok(Some(Streams { begun: begun && torrents.is_empty(), torrents }))
        })?;
        streams.ok_or_else(|| SourceError::Malformed("the answer lists no streams".to_owned()))
    }

    /// The torrents an answer lists.
    #[cfg(test)]
    pub(super) fn parse(self, body: &[u8]) -> Result<Vec<Torrent>, SourceError> {
        self.read_all(body).map(|streams| streams.torrents)
    }

    fn torrent(self, stream: &Stream<'_>) -> Option<Torrent> {
        let hash = InfoHash::parse(stream.info_hash.text()?).ok()?;
        let mut torrent = Torrent::new(hash, String::new(), self.source);
        torrent.file_index = stream.file_idx.count();
        torrent.trackers = magnet::trackers(stream.sources.texts());
        let mut torrent = (self.read)(stream, torrent)?;
        torrent.title = text::title(&torrent.title)?;
        torrent.tracker = torrent.tracker.and_then(|tracker| text::line(&tracker, 128));
        torrent.file_name = torrent.file_name.and_then(|name| text::title(&name));
        Some(torrent)
    }
}

/// What an answer came to.
struct Streams {
    torrents: Vec<Torrent>,
    /// Nothing yet: the addon says that it is still looking.
    begun: bool,
}

/// How long an addon that has only begun is left alone, and how often.
const WHILE: Duration = Duration::from_millis(2500);
const TIMES_WAITED: usize = 2;

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow, default)]
    streams: List<Object<Stream<'a>>>,
}

/// A stream with every field any of the addons is known to write.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Stream<'a> {
    #[serde(borrow, default)]
    name: Scalar<'a>,
    #[serde(borrow, default)]
    title: Scalar<'a>,
    #[serde(borrow, default)]
    description: Scalar<'a>,
    #[serde(borrow, default)]
    info_hash: Scalar<'a>,
    #[serde(borrow, default)]
    file_idx: Scalar<'a>,
    #[serde(borrow, default)]
    sources: List<Scalar<'a>>,
    #[serde(borrow, default)]
    behavior_hints: Object<Hints<'a>>,
    #[serde(borrow, default)]
    pub(super) seed: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) sizebytes: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) size_bytes: Scalar<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Hints<'a> {
    #[serde(borrow, default)]
    filename: Scalar<'a>,
    #[serde(borrow, default)]
    video_size: Scalar<'a>,
}

impl Stream<'_> {
    /// A notice that a search is under way elsewhere, as the first to ask for something gets.
    fn is_begun(&self) -> bool {
        self.info_hash.text().is_none() && self.name.text().is_some_and(|name| name.contains('🔄'))
    }

    /// What the stream says of itself, in the field addons began with.
    pub(super) fn titled(&self) -> &str {
        self.title.text().or_else(|| self.description.text()).unwrap_or_default()
    }

    /// The same, in the field that took its place.
    pub(super) fn described(&self) -> &str {
        self.description.text().or_else(|| self.title.text()).unwrap_or_default()
    }

    pub(super) fn file_name(&self) -> Option<&str> {
        self.behavior_hints.0.as_ref()?.filename.text()
    }

    /// Bytes.
    pub(super) fn video_size(&self) -> Option<u64> {
        self.behavior_hints.0.as_ref()?.video_size.bytes()
    }
}

/// The emoji that addons put before what they tell. A variation selector may follow each.
const MARKS: &[char] = &[
    '👤', '👥', '💾', '📦', '⚙', '🔎', '🔍', '🌐', '🔗', '📅', '▶', '🧑', '📄', '📂', '📹', '🔊', '⭐', '🏷', '💿',
    '🎨', '📺', '🎞', '🎵',
];
const SELECTOR: char = '\u{fe0f}';

/// What follows the first of `marks` in a text: up to the next mark or the end of the line, trimmed.
pub(super) fn marked<'a>(text: &'a str, marks: &[char]) -> Option<&'a str> {
    let rest = marked_line(text, marks)?;
    let end = rest.find(MARKS).unwrap_or(rest.len());
    Some(rest[..end].trim()).filter(|told| !told.is_empty())
}

/// What follows the first of `marks`, to the end of the line, trimmed.
pub(super) fn marked_line<'a>(text: &'a str, marks: &[char]) -> Option<&'a str> {
    let at = text.find(marks)?;
    let mut rest = text[at..].chars();
    rest.next();
    let rest = rest.as_str();
    let rest = rest.strip_prefix(SELECTOR).unwrap_or(rest);
    Some(rest.lines().next().unwrap_or_default().trim())
}

pub(super) fn seeders(text: &str) -> Option<u32> {
    let told = marked(text, &['👤', '👥'])?.replace(',', "");
    let digits = told.find(|c: char| !c.is_ascii_digit()).unwrap_or(told.len());
    told[..digits].parse().ok()
}

pub(super) fn is_marked(line: &str) -> bool {
    line.contains(MARKS)
}

/// What addons in Torrentio's manner say: a release, for a pack the file in it, and a last line of marks.
pub(super) struct Said<'a> {
    pub(super) release: &'a str,
    /// The path of the file, said when it is only part of the torrent.
    pub(super) file: Option<&'a str>,
    pub(super) seeders: Option<u32>,
    /// Bytes: of the file where one is said, else of the torrent.
    pub(super) size: Option<u64>,
    /// The line of marks.
    pub(super) marks: &'a str,
}

impl<'a> Said<'a> {
    /// `label` is a first line that names the addon rather than a release.
    pub(super) fn read(text: &'a str, label: &str) -> Option<Self> {
        let mut lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.first().is_some_and(|line| line.eq_ignore_ascii_case(label)) {
            lines.remove(0);
        }
        let (release, rest) = lines.split_first().filter(|(release, _)| !release.starts_with(MARKS))?;
        let marks = rest.iter().rposition(|line| is_metadata(line));
        let file = match marks {
            Some(at) => rest[..at].first().copied(),
            None => None,
        };
        let marks = marks.map_or("", |at| rest[at]);
        let size = marked(marks, &['💾']).and_then(text::size);
        Some(Self { release, file, seeders: seeders(marks), size, marks })
    }

    pub(super) fn fill(&self, torrent: &mut Torrent, stream: &Stream<'_>) {
        self.release.clone_into(&mut torrent.title);
        torrent.seeders = self.seeders;
        torrent.file_name = self.file.or_else(|| stream.file_name()).map(str::to_owned);
        if self.file.is_none() {
            torrent.size = self.size;
        }
        if self.file.is_some() || torrent.file_index.is_some() {
            torrent.file_size = self.size;
        }
    }
}

fn is_metadata(line: &str) -> bool {
    line.contains(['👤', '👥', '💾', '⚙', '🌐', '📅'])
}
