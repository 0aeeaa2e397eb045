//! The protocol of Stremio addons: `/stream/{movie|series}/{id}.json` returns a list of streams whose texts mark facts
//! with emoji. What a particular addon writes around the marks is in the file of that addon.

mod link;
pub(super) mod marks;
pub(super) mod mediafusion;
mod notice;
pub(super) mod part;
pub(super) mod said;
pub(super) mod sizes;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use tokio::time::Instant;
use url::Url;

use super::answer::{magnet_hash, told_hash};
use super::{Ask, DropReason, SourceAnswer, SourceError};
use crate::http::Request;
use crate::lenient::{self, List, Object, Scalar};
use crate::torrent::{InfoHash, Offer, SourceName, Torrent};
use crate::{magnet, text};
use link::Home;
use notice::Notice;
use sizes::Sizes;

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
        let from = request.url().clone();
        let read = move |url: Url| move |body: &[u8]| self.read_all(body, &url);
        let mut answer = ask.fetch(request.clone(), read(from.clone())).await;
        for _ in 0..TIMES_WAITED {
            let left = ask.patience().saturating_sub(started.elapsed());
            if !matches!(answer, Ok(Streams { notice: Some(Notice::Begun), .. })) || left < 2 * WHILE {
                break;
            }
            tokio::time::sleep(WHILE).await;
            let again = request.clone().deadline(left.saturating_sub(WHILE));
            answer = ask.fetch(again, read(from.clone())).await;
        }
        match answer {
            Err(SourceError::Refused(404)) if self.not_found == NotFound::NothingKnown => Ok(SourceAnswer::default()),
            Ok(streams) => streams.told(),
            Err(error) => Err(error),
        }
    }

    /// Parses an answer body.
    pub(super) fn answer(self, body: &[u8]) -> Result<SourceAnswer, SourceError> {
        let from = Url::parse("https://addon.example/").map_err(|_| SourceError::Malformed(String::new()))?;
        self.read_all(body, &from)?.told()
    }

    fn read_all(self, body: &[u8], url: &Url) -> Result<Streams, SourceError> {
        let streams = lenient::read(body, |text| {
            let Object(Some(listing)) = serde_json::from_str::<Object<Listing<'_>>>(text)? else { return Ok(None) };
            let mut notice = listing.notice();
            let home = Home::new(url.clone(), self.takes_links().then_some(&listing));
            let Some(rows) = listing.streams.each() else {
                return Ok(notice.map(|notice| Streams { answer: SourceAnswer::default(), notice: Some(notice) }));
            };
            let answer = SourceAnswer::of(rows.map(|stream| {
                let stream = stream.ok_or(DropReason::Unreadable)?;
                let row = self.torrent(&stream, &home);
                if row == Err(DropReason::Notice) {
                    notice = Notice::graver(notice.take(), stream.notice());
                }
                row
            }));
            // A notice matters only where there is nothing else.
            let is_all = answer.torrents.is_empty() && !answer.dropped.contains_key(&DropReason::DebridOnly);
            Ok(Some(Streams { answer, notice: notice.filter(|_| is_all) }))
        })?;
        streams.ok_or_else(|| SourceError::Malformed("the answer lists no streams".to_owned()))
    }

    /// Returns whether links are rows: only those of an addon that the person added.
    fn takes_links(self) -> bool {
        matches!(self.source, SourceName::Own(_))
    }

    fn torrent(self, stream: &Stream<'_>, home: &Home) -> Result<Torrent, DropReason> {
        if self.takes_links()
            && let Some(offer) = stream.offer(self.source, home)?
        {
            return self.linked(stream, offer, home);
        }
        let (hash, announced) = stream.hash()?;
        let torrent = self.described(stream, hash, announced).ok_or(DropReason::Unreadable)?;
        cleaned(torrent)
    }

    /// Reads a stream that is a link. Without the hash of a torrent the row is the link alone.
    fn linked(self, stream: &Stream<'_>, mut offer: Offer, home: &Home) -> Result<Torrent, DropReason> {
        let told = stream.hash_of_link(home);
        // Until its name is known, the row has the id of a link without a name.
        let hash = told.unwrap_or_else(|| offer.row_id(""));
        let unnamed = || Torrent::new(hash, String::new(), self.source);
        let mut torrent = self.described(stream, hash, Vec::new()).unwrap_or_else(unnamed);
        torrent.is_link = told.is_none();
        stream.fill_offer(&mut offer, &mut torrent);
        if torrent.title.is_empty() {
            // A name of its own is all that is lacking.
            offer.link().host_str().unwrap_or_default().clone_into(&mut torrent.title);
        }
        let mut torrent = cleaned(torrent)?;
        if torrent.is_link {
            torrent.info_hash = offer.row_id(&torrent.title);
        }
        torrent.offers = vec![Arc::new(offer)];
        Ok(torrent)
    }

    fn described(self, stream: &Stream<'_>, hash: InfoHash, announced: Vec<String>) -> Option<Torrent> {
        let mut torrent = Torrent::new(hash, String::new(), self.source);
        torrent.file_index = stream.file_index();
        torrent.trackers = magnet::trackers(stream.sources.texts());
        if torrent.trackers.is_empty() {
            torrent.trackers = announced;
        }
        (self.read)(stream, torrent)
    }
}

fn cleaned(mut torrent: Torrent) -> Result<Torrent, DropReason> {
    torrent.title = text::title(torrent.title).ok_or(DropReason::Unreadable)?;
    torrent.tracker = torrent.tracker.and_then(|tracker| text::line(tracker, 128));
    torrent.file_name = torrent.file_name.and_then(text::title);
    Ok(torrent)
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
            Some(Notice::Words(words)) => return Err(SourceError::Said(words)),
        }
        Ok(self.answer)
    }
}

/// What Comet and its relatives write in place of a text from which the person's settings leave out everything.
pub(super) const EMPTY_TEXT: &str = "Empty result format configuration";

/// The pause before an addon that has only begun its search is asked again, and how often that is done.
const WHILE: Duration = Duration::from_millis(2500);
const TIMES_WAITED: usize = 2;

#[derive(Deserialize)]
struct Listing<'a> {
    #[serde(borrow, default)]
    streams: List<Object<Stream<'a>>>,
    #[serde(borrow, default)]
    error: Scalar<'a>,
    #[serde(borrow, default)]
    err: Scalar<'a>,
    #[serde(borrow, default)]
    detail: Scalar<'a>,
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
    external_url: Scalar<'a>,
    #[serde(borrow, default)]
    yt_id: Scalar<'a>,
    #[serde(borrow, default)]
    behavior_hints: Object<Hints<'a>>,
    #[serde(borrow, default)]
    pub(super) seed: Scalar<'a>,
    #[serde(borrow, default)]
    sizebytes: Scalar<'a>,
    #[serde(borrow, default)]
    size_bytes: Scalar<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Hints<'a> {
    #[serde(borrow, default)]
    filename: Scalar<'a>,
    #[serde(borrow, default)]
    video_size: Scalar<'a>,
    #[serde(borrow, default)]
    binge_group: Scalar<'a>,
    #[serde(borrow, default)]
    not_web_ready: Scalar<'a>,
    #[serde(borrow, default)]
    info_hash: Scalar<'a>,
    #[serde(borrow, default)]
    proxy_headers: Object<ProxyHeaders<'a>>,
}

#[derive(Deserialize)]
struct ProxyHeaders<'a> {
    #[serde(borrow, default)]
    request: Object<BTreeMap<String, Scalar<'a>>>,
}

impl Stream<'_> {
    /// Returns the hash, from its own field or a magnet link, and the announce URLs of that link.
    fn hash(&self) -> Result<(InfoHash, Vec<String>), DropReason> {
        let url = self.url.text();
        if self.info_hash.text().is_some() {
            return told_hash(self.info_hash.text()).map(|hash| (hash, Vec::new()));
        }
        let Some(url) = url else { return Err(DropReason::Notice) };
        if self.is_magnet() {
            let magnet = magnet::read(url);
            return magnet_hash(&magnet).map(|hash| (hash, magnet.trackers));
        }
        let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
        let film = path.rsplit('.').next() == Some("mp4") && !path.contains("resolve/") && !path.contains("playback/");
        Err(if self.is_marked_as_message() || film || path.is_empty() {
            DropReason::Notice
        } else {
            DropReason::DebridOnly
        })
    }

    fn is_magnet(&self) -> bool {
        let start = self.url.text().and_then(|url| url.get(..7));
        start.is_some_and(|start| start.eq_ignore_ascii_case("magnet:"))
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

    /// Returns the stream's name, which is the addon's unless nothing else is told.
    pub(super) fn name(&self) -> Option<&str> {
        self.name.text()
    }

    /// Returns the place of the file in the torrent.
    pub(super) fn file_index(&self) -> Option<u32> {
        self.file_idx.count()
    }

    pub(super) fn file_name(&self) -> Option<&str> {
        self.hints()?.filename.text()
    }

    /// Returns the size in bytes, of the file or of the torrent, as the addon means it.
    pub(super) fn video_size(&self) -> Option<u64> {
        self.hints()?.video_size.bytes()
    }

    /// Returns what is the same for all streams of one release and addon: `comet|torrent|…`, `torrentio|1080p`, …
    pub(super) fn binge_group(&self) -> &str {
        self.hints().and_then(|hints| hints.binge_group.text()).unwrap_or_default()
    }

    pub(super) fn is_not_web_ready(&self) -> bool {
        self.hints().is_some_and(|hints| hints.not_web_ready.is_true())
    }

    fn hints(&self) -> Option<&Hints<'_>> {
        self.behavior_hints.0.as_ref()
    }

    /// Returns the sizes told in a text, and in bytes beside it.
    pub(super) fn sizes(&self, text: &str) -> Sizes {
        let exact = self.size_bytes.bytes().or_else(|| self.sizebytes.bytes()).or_else(|| self.video_size());
        let sizes = Sizes::told(marks::size_text(text), exact);
        let is_unknown = sizes.one.is_some_and(sizes::is_unknown_to_torrentio) && self.is_from_torrentio(text);
        Sizes { one: sizes.one.filter(|_| !is_unknown), ..sizes }
    }

    /// Returns whether the stream is Torrentio's, or another addon says that it has it from there.
    fn is_from_torrentio(&self, text: &str) -> bool {
        let tells = |text: &str| text.contains("Torrentio") || text.contains("torrentio");
        tells(text) || tells(self.binge_group()) || self.name().is_some_and(tells)
    }
}
