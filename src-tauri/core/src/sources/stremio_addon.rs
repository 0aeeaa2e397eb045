//! The protocol of Stremio addons: `/stream/{movie|series}/{id}.json` returns a list of streams whose texts mark facts
//! with emoji. What a particular addon writes around the marks is in the file of that addon.

use std::time::Duration;

use serde::Deserialize;
use tokio::time::Instant;

use super::answer::{magnet_hash, told_hash};
use super::{Ask, DropReason, SourceAnswer, SourceError};
use crate::http::Request;
use crate::lenient::{self, List, Object, Scalar};
use crate::torrent::{InfoHash, SourceName, Torrent};
use crate::{magnet, text};

/// How an addon's streams are read.
#[derive(Clone, Copy)]
pub(super) struct Reader {
    pub(super) source: SourceName,
    /// Fills a torrent from a stream that has a hash. Returns `None` when the stream has no release name.
    pub(super) read: fn(&Stream<'_>, Torrent) -> Option<Torrent>,
    pub(super) not_found: NotFound,
}

/// What status 404 means from this addon.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NotFound {
    Failed,
    NothingKnown,
}

impl Reader {
    /// Asks the addon, and again after a pause when it answers that its own search has only begun.
    pub(super) async fn ask(self, ask: Ask<'_>, request: Request) -> Result<SourceAnswer, SourceError> {
        let started = Instant::now();
        let mut answer = ask.fetch(request.clone(), move |body| self.read_all(body)).await;
        for _ in 0..TIMES_WAITED {
            let left = ask.patience().saturating_sub(started.elapsed());
            if !matches!(answer, Ok(Streams { notice: Some(Notice::Begun), .. })) || left < 2 * WHILE {
                break;
            }
            tokio::time::sleep(WHILE).await;
            let again = request.clone().deadline(left.saturating_sub(WHILE));
            answer = ask.fetch(again, move |body| self.read_all(body)).await;
        }
        match answer {
            Err(SourceError::Refused(404)) if self.not_found == NotFound::NothingKnown => Ok(SourceAnswer::default()),
            Ok(streams) => streams.told(),
            Err(error) => Err(error),
        }
    }

    /// Parses an answer body.
    pub(super) fn answer(self, body: &[u8]) -> Result<SourceAnswer, SourceError> {
        self.read_all(body)?.told()
    }

    fn read_all(self, body: &[u8]) -> Result<Streams, SourceError> {
        let streams = lenient::read(body, |text| {
            let answer: Object<Listing<'_>> = serde_json::from_str(text)?;
            let Some(rows) = answer.0.and_then(|answer| answer.streams.each()) else { return Ok(None) };
            let mut notice = None;
            let answer = SourceAnswer::of(rows.map(|stream| {
                let stream = stream.ok_or(DropReason::Unreadable)?;
                notice = notice.or(stream.notice());
                self.torrent(&stream)
            }));
            // A notice matters only when the answer has no torrents.
            let notice = notice.filter(|_| answer.torrents.is_empty());
            Ok(Some(Streams { answer, notice }))
        })?;
        streams.ok_or_else(|| SourceError::Malformed("the answer lists no streams".to_owned()))
    }

    fn torrent(self, stream: &Stream<'_>) -> Result<Torrent, DropReason> {
        let (hash, announced) = stream.hash()?;
        let mut torrent = Torrent::new(hash, String::new(), self.source);
        torrent.file_index = stream.file_idx.count();
        torrent.trackers = magnet::trackers(stream.sources.texts());
        if torrent.trackers.is_empty() {
            torrent.trackers = announced;
        }
        let mut torrent = (self.read)(stream, torrent).ok_or(DropReason::Unreadable)?;
        torrent.title = text::title(torrent.title).ok_or(DropReason::Unreadable)?;
        torrent.tracker = torrent.tracker.and_then(|tracker| text::line(tracker, 128));
        torrent.file_name = torrent.file_name.and_then(text::title);
        Ok(torrent)
    }
}

/// A parsed answer and the notice that replaces its torrents.
struct Streams {
    answer: SourceAnswer,
    notice: Option<Notice>,
}

impl Streams {
    fn told(mut self) -> Result<SourceAnswer, SourceError> {
        match self.notice {
            None => {}
            // The answer is only empty for now: marking it incomplete makes the next search ask again.
            Some(Notice::Begun) => {
                self.answer.missing = Some(SourceError::Malformed("it has only begun to look".to_owned()));
            }
            Some(Notice::Refused) => return Err(SourceError::Refused(401)),
        }
        Ok(self.answer)
    }
}

/// A message an addon sends in place of torrents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Notice {
    /// Its own search has only begun.
    Begun,
    /// Its password or settings are wrong.
    Refused,
}

/// The pause before an addon that has only begun its search is asked again, and how often that is done.
const WHILE: Duration = Duration::from_millis(2500);
const TIMES_WAITED: usize = 2;

#[derive(Deserialize)]
struct Listing<'a> {
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
    url: Scalar<'a>,
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
    /// Returns the hash, from its own field or a magnet link, and the announce URLs of that link.
    fn hash(&self) -> Result<(InfoHash, Vec<String>), DropReason> {
        let url = self.url.text();
        if self.info_hash.text().is_some() {
            return told_hash(self.info_hash.text()).map(|hash| (hash, Vec::new()));
        }
        let Some(url) = url else { return Err(DropReason::Notice) };
        if url.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("magnet:")) {
            let magnet = magnet::read(url);
            return magnet_hash(&magnet).map(|hash| (hash, magnet.trackers));
        }
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        let marked = self.name.text().is_some_and(|name| name.contains(['❌', '⚠', '🚫', '🔄']));
        let film = path.rsplit('.').next() == Some("mp4") && !path.contains("resolve/") && !path.contains("playback/");
        Err(if marked || film || path.is_empty() { DropReason::Notice } else { DropReason::DebridOnly })
    }

    fn notice(&self) -> Option<Notice> {
        if self.info_hash.text().is_some() {
            None
        } else if self.name.text().is_some_and(|name| name.contains('🔄')) {
            // The mark in the name of a stream that says a search is already running.
            Some(Notice::Begun)
        } else if self.url.text().is_some_and(|url| url.ends_with("/invalid_config.mp4")) {
            // The video that MediaFusion offers in place of an error.
            Some(Notice::Refused)
        } else {
            None
        }
    }

    /// Returns the description from `title`, the older field, else from `description`.
    pub(super) fn titled(&self) -> &str {
        self.title.text().or_else(|| self.description.text()).unwrap_or_default()
    }

    /// Returns the description from `description`, the newer field, else from `title`.
    pub(super) fn described(&self) -> &str {
        self.description.text().or_else(|| self.title.text()).unwrap_or_default()
    }

    /// Returns the first line of the stream name, which names the addon.
    pub(super) fn label(&self) -> &str {
        self.name.text().and_then(|name| name.lines().next()).unwrap_or_default().trim()
    }

    pub(super) fn file_name(&self) -> Option<&str> {
        self.behavior_hints.0.as_ref()?.filename.text()
    }

    /// Returns the size of the file in bytes.
    pub(super) fn video_size(&self) -> Option<u64> {
        self.behavior_hints.0.as_ref()?.video_size.bytes()
    }
}

/// The emoji that addons put before what they tell. A variation selector may follow each.
const MARKS: &[char] = &[
    '👤', '👥', '💾', '📦', '⚙', '🔎', '🔍', '🌐', '🔗', '📅', '▶', '🧑', '📄', '📂', '📹', '🔊', '⭐', '🏷', '💿',
    '🎨', '📺', '🎞', '🎵', '📁', '🎥', '🎧', '🌱',
];

/// Returns whether a character is a mark. The first check is fast because no mark is ASCII.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && MARKS.contains(&c)
}

const SELECTOR: char = '\u{fe0f}';

/// Returns what follows the first of `marks`, up to the next mark or the end of the line, trimmed.
pub(super) fn marked<'a>(text: &'a str, marks: &[char]) -> Option<&'a str> {
    let rest = marked_line(text, marks)?;
    let end = rest.find(is_mark).unwrap_or(rest.len());
    Some(rest[..end].trim()).filter(|told| !told.is_empty())
}

/// Returns what follows the first of `marks`, up to the end of the line, trimmed.
pub(super) fn marked_line<'a>(text: &'a str, marks: &[char]) -> Option<&'a str> {
    let rest = after_mark(text, marks)?;
    let rest = rest.strip_prefix(SELECTOR).unwrap_or(rest);
    Some(rest.lines().next().unwrap_or_default().trim())
}

/// Returns what follows the first of `marks`. Skips ASCII without decoding it, since no mark is ASCII and nearly all
/// text is.
fn after_mark<'a>(mut text: &'a str, marks: &[char]) -> Option<&'a str> {
    loop {
        let at = text.bytes().position(|byte| !byte.is_ascii())?;
        let mut rest = text[at..].chars();
        if rest.next().is_some_and(|c| marks.contains(&c)) {
            return Some(rest.as_str());
        }
        text = rest.as_str();
    }
}

pub(super) fn seeders(text: &str) -> Option<u32> {
    let told = marked(text, &['👤', '👥', '🌱'])?.replace(',', "");
    let digits = told.find(|c: char| !c.is_ascii_digit()).unwrap_or(told.len());
    told[..digits].parse().ok()
}

pub(super) fn is_marked(line: &str) -> bool {
    line.contains(is_mark)
}

/// A description as Torrentio and similar addons write it: the release, for a pack the file in it, and a last line of
/// marks.
pub(super) struct Said<'a> {
    pub(super) release: &'a str,
    /// The path of the file; given when the file is only part of the torrent.
    pub(super) file: Option<&'a str>,
    pub(super) seeders: Option<u32>,
    /// The size in bytes: of the file where one is named, else of the torrent.
    pub(super) size: Option<u64>,
    /// Whether `size` is exact to the byte.
    pub(super) size_exact: bool,
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
        let (release, rest) = lines.split_first().filter(|(release, _)| !release.starts_with(is_mark))?;
        let marks = rest.iter().rposition(|line| is_metadata(line));
        let file = match marks {
            Some(at) => rest[..at].first().copied(),
            None => None,
        };
        let marks = marks.map_or("", |at| rest[at]);
        let size = marked(marks, &['💾']).and_then(text::size);
        Some(Self { release, file, seeders: seeders(marks), size, size_exact: false, marks })
    }

    pub(super) fn fill(&self, torrent: &mut Torrent, stream: &Stream<'_>) {
        self.release.clone_into(&mut torrent.title);
        torrent.seeders = self.seeders;
        torrent.file_name = self.file.or_else(|| stream.file_name()).map(str::to_owned);
        // The path is left out for a file in a folder named like the torrent, yet the size is the file's.
        let is_part =
            torrent.file_index.is_some() && stream.file_name().is_some_and(|file| is_part(file, self.release));
        if self.file.is_none() && !is_part {
            torrent.size = self.size;
            torrent.size_exact = self.size_exact;
        }
        if self.file.is_some() || torrent.file_index.is_some() {
            torrent.file_size = self.size;
        }
    }
}

/// Fills a torrent from a stream written as Torrentio does, with the tracker after a gear. `label` is as for
/// [`Said::read`].
pub(super) fn said(stream: &Stream<'_>, mut torrent: Torrent, label: &str) -> Option<Torrent> {
    let said = Said::read(stream.titled(), label)?;
    said.fill(&mut torrent, stream);
    torrent.tracker = marked_line(said.marks, &['⚙']).map(str::to_owned);
    Some(torrent)
}

/// Returns whether a file is one of several in its torrent, as far as names tell: a sole file has the name of the
/// torrent, or a shorter form of it.
pub(super) fn is_part(file: &str, release: &str) -> bool {
    let file = file.rsplit('/').next().unwrap_or(file);
    let file = match file.rsplit_once('.') {
        Some((stem, extension)) if (2..=4).contains(&extension.len()) => stem,
        Some(_) | None => file,
    };
    let bare =
        |name: &str| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    !release.starts_with(file) && !bare(release).contains(&bare(file))
}

fn is_metadata(line: &str) -> bool {
    line.contains(['👤', '👥', '💾', '⚙', '🌐', '📅'])
}
