//! What an addon of the person's own offers beside torrents: a link to a file, a page of another site, a video on YouTube.

use std::fmt;

use sha1::{Digest as _, Sha1};
use url::Url;

use super::{InfoHash, SourceName};

/// A stream that an addon gives as a link. Its `Debug` output has neither the link nor the headers.
#[derive(Clone, PartialEq, Eq)]
pub struct Offer {
    /// The addon.
    pub source: SourceName,
    pub kind: OfferKind,
    link: Link,
    /// What is to be sent with every request for the file.
    pub headers: Vec<OfferHeader>,
    /// A browser cannot play the link by itself.
    pub not_web_ready: bool,
    pub promise: Promise,
    /// Name of the file behind the link, where it is told.
    pub file_name: Option<String>,
    /// Bytes of that file, where they are told.
    pub file_size: Option<u64>,
    /// The origin of the addon, which named the link.
    told_by: Option<Url>,
}

/// What an offer leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OfferKind {
    /// A file that a player opens.
    Direct,
    /// A page that a browser opens.
    External,
    YouTube,
}

/// What an addon says of whether its link plays at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Promise {
    /// The file has to be fetched first.
    NotHeld,
    #[default]
    Unknown,
    Held,
}

/// A request header. The value may be a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferHeader {
    pub name: String,
    pub value: HeaderText,
}

/// The value of a header, which no debug output shows. It may hold spaces, as a User-Agent does.
#[derive(Clone, PartialEq, Eq)]
pub struct HeaderText(String);

impl HeaderText {
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for HeaderText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

#[derive(Clone, PartialEq, Eq)]
struct Link(Url);

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

const LONGEST_LINK: usize = 16 << 10;
const LONGEST_HEADER: usize = 2048;
const MOST_HEADERS: usize = 16;
/// Headers that concern one connection or one range, which the player sets itself.
const NOT_PASSED_ON: [&str; 10] = [
    "host",
    "range",
    "connection",
    "content-length",
    "content-type",
    "accept-encoding",
    "transfer-encoding",
    "te",
    "upgrade",
    "proxy-authorization",
];

impl OfferHeader {
    /// Makes a header of what an addon writes; `None` for a name or value that HTTP does not allow, and for headers
    /// that are not an addon's to set.
    pub fn new(name: &str, value: &str) -> Option<Self> {
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        let is_name =
            !name.is_empty() && name.len() <= 64 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let is_value = !value.is_empty()
            && value.len() <= LONGEST_HEADER
            && value.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        let fits = is_name && is_value && !NOT_PASSED_ON.contains(&name.as_str());
        fits.then(|| Self { name, value: HeaderText(value.to_owned()) })
    }
}

impl Offer {
    /// Makes an offer of an http(s) link; `None` for any other.
    pub fn new(source: SourceName, kind: OfferKind, link: Url, told_by: Option<&Url>) -> Option<Self> {
        let is_web =
            matches!(link.scheme(), "http" | "https") && link.has_host() && link.as_str().len() <= LONGEST_LINK;
        is_web.then(|| Self {
            source,
            kind,
            link: Link(link),
            headers: Vec::new(),
            not_web_ready: false,
            promise: Promise::Unknown,
            file_name: None,
            file_size: None,
            told_by: told_by.and_then(|url| Url::parse(&url.origin().ascii_serialization()).ok()),
        })
    }

    /// Makes an offer of a video on YouTube by its id; `None` for what is none.
    pub fn you_tube(source: SourceName, id: &str) -> Option<Self> {
        let is_id = id.len() == 11 && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        let link = Url::parse(&format!("https://www.youtube.com/watch?v={id}")).ok().filter(|_| is_id)?;
        Self::new(source, OfferKind::YouTube, link, None)
    }

    /// Adds headers, each name once and at most sixteen.
    #[must_use]
    pub fn with_headers(mut self, headers: impl IntoIterator<Item = OfferHeader>) -> Self {
        for header in headers {
            if self.headers.len() < MOST_HEADERS && !self.headers.iter().any(|known| known.name == header.name) {
                self.headers.push(header);
            }
        }
        self
    }

    /// Returns whether a player can open it.
    pub fn is_playable(&self) -> bool {
        self.kind == OfferKind::Direct
    }

    /// Returns the link, which may hold a key: for a request, a player or a browser, and for nothing else.
    pub fn link(&self) -> &Url {
        &self.link.0
    }

    /// Returns the server that named the link.
    pub fn told_by(&self) -> Option<&Url> {
        self.told_by.as_ref()
    }

    /// Returns whether two offers lead to the same.
    pub fn is_same(&self, other: &Self) -> bool {
        self.source == other.source && self.link == other.link
    }

    /// Returns the id of a row of this name that is this link alone: of its server, its path and its file, so that it
    /// is the same the next time, and no way back to the link.
    pub fn row_id(&self, name: &str) -> InfoHash {
        let url = self.link();
        let mut sum = Sha1::new();
        for part in [&url.origin().ascii_serialization(), url.path(), self.file_name.as_deref().unwrap_or(name)] {
            sum.update((part.len() as u64).to_be_bytes());
            sum.update(part);
        }
        if self.kind == OfferKind::YouTube {
            sum.update(url.query().unwrap_or_default());
        }
        InfoHash(sum.finalize().into())
    }

    /// Replaces what may be secret of the link and the headers in a text from outside.
    pub fn redact(&self, text: &str) -> String {
        let url = self.link();
        let path = url.path_segments().into_iter().flatten().map(str::to_owned);
        let query = url.query_pairs().map(|(_, value)| value.into_owned());
        let headers = self.headers.iter().map(|header| header.value.expose().to_owned());
        let secrets = path.chain(query).chain(headers).filter(|part| part.len() >= 8);
        let names_file = |part: &String| self.file_name.as_deref().is_some_and(|file| file == part);
        secrets.filter(|part| !names_file(part)).fold(text.to_owned(), |text, part| text.replace(&part, "…"))
    }
}

impl fmt::Debug for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Offer")
            .field("source", &self.source)
            .field("kind", &self.kind)
            .field("promise", &self.promise)
            .field("file_name", &self.file_name)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(link: &str) -> Offer {
        Offer::new(SourceName::Comet, OfferKind::Direct, Url::parse(link).unwrap(), None).unwrap()
    }

    #[test]
    fn an_offer_shows_neither_its_link_nor_its_headers() {
        let addon = Url::parse("https://addon.example/planted-key/manifest.json").unwrap();
        let link = Url::parse("https://cdn.example/planted-key/1.mkv?token=planted-key").unwrap();
        let offer = Offer::new(SourceName::Comet, OfferKind::Direct, link, Some(&addon)).unwrap();
        let offer = offer.with_headers(OfferHeader::new("Authorization", "Bearer planted-key"));
        assert!(!format!("{offer:?} {:?}", offer.headers).contains("planted-key"));
        assert_eq!(offer.told_by().unwrap().as_str(), "https://addon.example/");
        assert_eq!(offer.redact("no planted-key here"), "no … here");
    }

    #[test]
    fn only_web_addresses_and_video_ids_are_offered() {
        for text in ["file:///etc/passwd", "ftp://a.example/a.mkv", "javascript:alert(1)", "data:text/html,x"] {
            let link = Url::parse(text).unwrap();
            assert_eq!(Offer::new(SourceName::Comet, OfferKind::External, link, None), None, "{text}");
        }
        let video = Offer::you_tube(SourceName::Comet, "eRsGyueVLvQ").unwrap();
        assert_eq!(video.link().as_str(), "https://www.youtube.com/watch?v=eRsGyueVLvQ");
        for id in ["", "eRsGyueVLv", "eRsGyueVLvQ&list=1", "../../a/b?c="] {
            assert_eq!(Offer::you_tube(SourceName::Comet, id), None, "{id}");
        }
    }

    #[test]
    fn a_row_of_a_link_is_the_same_the_next_time() {
        let first = offer("https://cdn.example/a/1.mkv?token=one");
        assert_eq!(first.row_id("Sintel"), offer("https://cdn.example/a/1.mkv?token=two").row_id("Sintel"));
        assert_ne!(first.row_id("Sintel"), first.row_id("Sintel 720p"));
        for other in ["https://cdn.example/a/2.mkv", "http://cdn.example/a/1.mkv", "https://cdn.example:8/a/1.mkv"] {
            assert_ne!(first.row_id("Sintel"), offer(other).row_id("Sintel"), "{other}");
        }
        let named = Offer { file_name: Some("Sintel.mkv".to_owned()), ..first.clone() };
        assert_eq!(named.row_id("Sintel"), named.row_id("Sintel 720p"), "the file's name is surer");
        let video = |id| Offer::you_tube(SourceName::Comet, id).unwrap().row_id("Sintel");
        assert_ne!(video("eRsGyueVLvQ"), video("aqz-KE-bpKQ"));
    }

    #[test]
    fn headers_are_those_an_addon_may_set() {
        assert_eq!(OfferHeader::new("User-Agent", "A player/1.0").unwrap().value.expose(), "A player/1.0");
        for (name, value) in [
            ("Host", "127.0.0.1"),
            ("range", "bytes=0-"),
            ("X-A\r\nB", "1"),
            ("X-A", "1\r\nX-B: 2"),
            ("", "1"),
            ("X-A", ""),
            ("X A", "1"),
        ] {
            assert_eq!(OfferHeader::new(name, value), None, "{name}: {value}");
        }
        let many = (0..40).filter_map(|at| OfferHeader::new(&format!("x-{at}"), "1"));
        assert_eq!(offer("https://a.example/1").with_headers(many).headers.len(), MOST_HEADERS);
    }
}
