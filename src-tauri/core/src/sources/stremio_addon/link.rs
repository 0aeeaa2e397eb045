//! Streams that are links: what an addon offers by an address instead of a torrent, whether it plays at once, and the
//! torrent it is of, where that is told. Pure.

use url::Url;

use super::marks::size_text;
use super::part::holds_several;
use super::{Listing, Stream};
use crate::names::{self, is_video};
use crate::sources::DropReason;
use crate::text::{self, percent_decoded};
use crate::torrent::{InfoHash, Offer, OfferHeader, OfferKind, Promise, SourceName, Torrent, is_notice_clip};

/// The addon's own address, and what all links of its answer have in common.
pub(super) struct Home {
    url: Url,
    /// What looks like an info hash and stands in every link of the answer: a key.
    common: Vec<InfoHash>,
}

/// The fewest links of an answer of which a part that all have is a key.
const SEVERAL: usize = 3;

impl Home {
    /// `listing` is the answer, where its links are read.
    pub(super) fn new(url: Url, listing: Option<&Listing<'_>>) -> Self {
        let streams = listing.into_iter().flat_map(|listing| listing.streams.iter());
        let hashes = streams.filter_map(|stream| stream.0.as_ref()).filter_map(Stream::web_link);
        let mut hashes = hashes.map(|link| hashes_in(&link).collect::<Vec<_>>());
        let mut common = hashes.next().unwrap_or_default();
        let mut links = 1;
        for of_link in hashes {
            links += 1;
            common.retain(|hash| of_link.contains(hash));
        }
        if links < SEVERAL {
            common.clear();
        }
        Self { url, common }
    }

    /// Returns whether what looks like an info hash is a key: of this addon's address, or of all its links.
    fn is_key(&self, hash: InfoHash) -> bool {
        self.common.contains(&hash) || hashes_in(&self.url).any(|known| known == hash)
    }
}

impl Stream<'_> {
    /// Returns what a stream offers beside or instead of a torrent; `None` for a torrent alone.
    pub(super) fn offer(&self, source: SourceName, home: &Home) -> Result<Option<Offer>, DropReason> {
        let is_torrent = self.info_hash.text().is_some();
        let offer = match (self.web_link(), self.yt_id.text(), self.external_url.text()) {
            (Some(link), ..) if self.is_notice_at(&link, home) => Err(DropReason::Notice),
            (Some(link), ..) => {
                Offer::new(source, OfferKind::Direct, link, Some(&home.url)).ok_or(DropReason::Unreadable)
            }
            (None, ..) if is_torrent || self.is_magnet() => return Ok(None),
            (None, Some(id), _) => Offer::you_tube(source, id).ok_or(DropReason::Unreadable),
            (None, None, Some(link)) => match Url::parse(link) {
                Ok(link) if self.is_notice_at(&link, home) || is_at_home(&link, home) => Err(DropReason::Notice),
                Ok(link) => Offer::new(source, OfferKind::External, link, None).ok_or(DropReason::Notice),
                Err(_) => Err(DropReason::Notice),
            },
            (None, None, None) if self.url.text().is_some() => Err(DropReason::Unreadable),
            (None, None, None) => return Ok(None),
        };
        match offer {
            Ok(offer) => {
                let headers = self.headers().filter_map(|(name, value)| OfferHeader::new(name, value));
                let mut offer = offer.with_headers(headers);
                offer.not_web_ready = self.is_not_web_ready() || !offer.headers.is_empty();
                offer.promise = self.promise();
                Ok(Some(offer))
            }
            // What a torrent's row says beside it changes nothing of the torrent.
            Err(_) if is_torrent => Ok(None),
            Err(reason) => Err(reason),
        }
    }

    fn web_link(&self) -> Option<Url> {
        let url = Url::parse(self.url.text()?).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
    }

    fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.hints().and_then(|hints| hints.proxy_headers.0.as_ref());
        let request = headers.and_then(|headers| headers.request.0.as_ref());
        request.into_iter().flatten().filter_map(|(name, value)| Some((name.as_str(), value.text()?)))
    }

    /// Returns the info hash of the torrent a link is of, where it is told: in its own field, in the hints, or in the
    /// link.
    pub(super) fn hash_of_link(&self, home: &Home) -> Option<InfoHash> {
        let told = [self.info_hash.text(), self.hints().and_then(|hints| hints.info_hash.text())];
        let told = told.into_iter().flatten().find_map(|text| InfoHash::parse(text).ok());
        let in_link = || self.web_link().and_then(|link| hashes_in(&link).filter(|hash| !home.is_key(*hash)).last());
        told.or_else(|| hashes_of(self.binge_group()).find(|hash| !home.is_key(*hash))).or_else(in_link)
    }

    /// Returns what the marks and words of a stream say of whether it plays at once.
    fn promise(&self) -> Promise {
        match promise_in_name(self.name().unwrap_or_default()) {
            Promise::Unknown => promise_in_text(self.described()),
            said => said,
        }
    }

    /// Fills in what a link tells of the file behind it, and the row's name where the text has a worse one.
    pub(super) fn fill_offer(&self, offer: &mut Offer, torrent: &mut Torrent) {
        let in_link = || offer.link().path_segments().and_then(|mut path| path.next_back()).map(percent_decoded);
        let file = self.file_name().map(std::borrow::Cow::from);
        let file =
            file.or_else(|| torrent.file_name.as_deref().filter(|file| is_video(file)).map(std::borrow::Cow::from));
        let file = file.or_else(|| in_link().filter(|file| is_video(file)));
        let file = file.and_then(|file| text::title(file.rsplit('/').next().unwrap_or(&file)));
        if torrent.title.is_empty() {
            torrent.title = file.clone().or_else(|| self.name().map(str::to_owned)).unwrap_or_default();
        } else if torrent.is_link
            && !tells_of_a_release(&torrent.title)
            && let Some(file) = file.as_ref().filter(|file| tells_of_a_release(file))
        {
            torrent.title.clone_from(file);
        }
        if torrent.is_link
            && names::read(&torrent.title).resolution.is_none()
            && let Some(resolution) = self.name().and_then(|name| names::read(name).resolution.clone())
        {
            torrent.title = format!("{} {resolution}", torrent.title);
        }
        let whole = torrent.size.filter(|_| torrent.is_link && !holds_several(&torrent.title));
        offer.file_size = torrent.file_size.or(whole);
        offer.file_name = file;
        if torrent.is_link {
            torrent.file_name.clone_from(&offer.file_name);
            torrent.file_size = offer.file_size;
        }
    }

    /// Returns whether a stream with a link says something in words instead of leading to a film.
    fn is_notice_at(&self, link: &Url, home: &Home) -> bool {
        let names_file = self.file_name().is_some_and(is_video);
        if names_file {
            return false;
        }
        let path = link.path().trim_end_matches('/');
        if is_notice_clip(link) || path.is_empty() && link.query().is_none() || path.ends_with("/configure") {
            return true;
        }
        let is_page = [".html", ".htm", ".php", ".txt", ".json", ".css", ".js"].iter().any(|end| path.ends_with(end));
        if is_page && is_at_home(link, home) && !self.names_a_release() {
            return true;
        }
        if size_text(self.described()).is_some() || self.video_size().is_some() {
            return false;
        }
        // A video elsewhere is what it is called; an endpoint that makes links, and a clip of the addon's own, are what
        // the words say.
        let file = path.rsplit('/').next().filter(|file| is_video(file)).map(percent_decoded);
        let is_a_film = file.is_some_and(|file| {
            !is_at_home(link, home)
                || tells_of_a_release(&file)
                || letters(&file).starts_with(&letters(self.first_line()))
        });
        let is_marked = self.is_marked_as_message() || self.described().trim_start().starts_with(MARKS);
        !is_a_film && (is_marked || (!self.names_a_release() && is_prose(self.said())))
    }

    fn first_line(&self) -> &str {
        self.said().lines().next().unwrap_or_default()
    }

    fn said(&self) -> &str {
        Some(self.described()).filter(|said| !said.is_empty()).or_else(|| self.name()).unwrap_or_default()
    }

    /// Returns whether a line says what only the name of a release does.
    fn names_a_release(&self) -> bool {
        const MOST_LINES: usize = 12;
        let lines = self.name().unwrap_or_default().lines().chain(self.described().lines());
        lines.take(MOST_LINES).any(tells_of_a_release)
    }
}

/// The marks with which a text begins that is a message.
const MARKS: [char; 6] = ['❌', '⚠', '🚫', '🔄', '⛔', '🔒'];

/// Returns whether a link leads to the addon's own server.
fn is_at_home(link: &Url, home: &Home) -> bool {
    link.host() == home.url.host()
}

fn tells_of_a_release(line: &str) -> bool {
    let said = names::read(line);
    said.resolution.is_some() || said.quality.is_some() || said.codec.is_some()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Parts of words in which addons explain why there is nothing.
const PROSE: [&str; 34] = [
    "account",
    "api key",
    "apikey",
    "available",
    "configur",
    "credential",
    "deprecat",
    "discord",
    "donat",
    "error",
    "expired",
    "failed",
    "forbidden",
    "install",
    "invalid",
    "log in",
    "login",
    "maintenance",
    "no result",
    "no stream",
    "not found",
    "not released",
    "obsolete",
    "please",
    "premium",
    "rate limit",
    "sign in",
    "subscri",
    "support us",
    "timed out",
    "too many",
    "try again",
    "unable",
    "unauthorized",
];

/// Returns whether a text explains something instead of naming a work.
fn is_prose(said: &str) -> bool {
    let said = said.to_lowercase();
    said.split_whitespace().count() >= 2 && PROSE.iter().any(|part| said.contains(part))
}

/// What the name of a stream says of a link: `[RD+]`, `⚡`, `Instant`, or `⏳`, `[RD download]`, `Uncached`.
fn promise_in_name(name: &str) -> Promise {
    let lower = name.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| has_word(&lower, word));
    if name.contains(['⏳', '⌛', '⬇', '📥'])
        || lower.contains(" download]")
        || has(&["uncached", "not cached", "not ready"])
    {
        Promise::NotHeld
    } else if name.contains('⚡') || has_plus(name) || has(&["cached", "instant", "ready"]) {
        Promise::Held
    } else {
        Promise::Unknown
    }
}

/// What the text of a stream says: `⚡Ready`, `Not Ready`. It also holds titles, and marks that mean something else.
fn promise_in_text(text: &str) -> Promise {
    const AT_ONCE: [&str; 3] = ["ready", "cached", "instant"];
    let lower = text.to_lowercase();
    if ["uncached", "not ready"].iter().any(|word| has_word(&lower, word)) {
        return Promise::NotHeld;
    }
    let after = lower.split('⚡').skip(1).map(|after| after.trim_start_matches(['\u{fe0f}', ' ']));
    let mut after = after.map(|after| AT_ONCE.iter().any(|word| after.starts_with(word)));
    if after.any(|is_told| is_told) { Promise::Held } else { Promise::Unknown }
}

/// Returns whether a word stands by itself in a text.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Returns whether a text has `[RD+]` or the like.
fn has_plus(text: &str) -> bool {
    text.match_indices("+]").any(|(at, _)| {
        let before = &text[..at];
        let name = before.rsplit('[').next().unwrap_or_default();
        name.len() < before.len() && (2..=12).contains(&name.len()) && name.chars().all(char::is_alphanumeric)
    })
}

/// Returns what looks like info hashes in a link: in its path, and in parameters that are called so.
fn hashes_in(link: &Url) -> impl Iterator<Item = InfoHash> {
    let path: Vec<InfoHash> =
        link.path().split('/').flat_map(|part| hashes_of(&percent_decoded(part)).collect::<Vec<_>>()).collect();
    let called = link.query_pairs().filter(|(name, _)| name.to_ascii_lowercase().contains("hash"));
    let query: Vec<InfoHash> = called.flat_map(|(_, value)| hashes_of(&value).collect::<Vec<_>>()).collect();
    path.into_iter().chain(query)
}

/// Returns what looks like info hashes among the words of a text: 40 hexadecimal digits, or 32 of base32 in one case.
fn hashes_of(text: &str) -> impl Iterator<Item = InfoHash> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(|word| {
        let fits = match word.len() {
            40 => true,
            32 => {
                let has = |is: fn(&u8) -> bool| word.as_bytes().iter().any(is);
                // A digest of 16 bytes and a key of mixed letters are none.
                has(|byte| byte.to_ascii_lowercase() > b'f')
                    && !(has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase))
            }
            _ => false,
        };
        fits.then(|| InfoHash::parse(word).ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_addon_says_of_a_link_is_held_or_not_or_unknown() {
        for said in [
            "[RD+] Torrentio\n1080p",
            "[RD⚡] Comet 1080p",
            "[TB⚡\u{fe0f}] AIOStreams",
            "MediaFusion RD ⚡ 1080p",
            "TorBox (Instant) (1080p)",
            "Cached",
        ] {
            assert_eq!(promise_in_name(said), Promise::Held, "{said}");
        }
        for said in ["[RD download] Torrentio", "[AD] uncached", "Not cached", "[RD⏳] Comet", "[TB⬇\u{fe0f}] Comet"]
        {
            assert_eq!(promise_in_name(said), Promise::NotHeld, "{said}");
        }
        for said in ["Addon 1080p", "[Group] Sintel", "Already.There.2010", "A+]", "", "[++]", "HTTP Server 1"] {
            assert_eq!(promise_in_name(said), Promise::Unknown, "{said}");
        }
        assert_eq!(promise_in_text("Sintel\n⚡\u{fe0f}Ready (RD)"), Promise::Held);
        assert_eq!(promise_in_text("Sintel\n❌ Not Ready (RD)"), Promise::NotHeld);
        for said in ["Cached Light 1080p", "Instant Summer", "⚡ 12 MB/s ⬇ 3 ⏳ 90 min"] {
            assert_eq!(promise_in_text(said), Promise::Unknown, "{said}");
        }
    }

    #[test]
    fn an_info_hash_in_a_link_is_found_and_a_key_is_not_taken_for_one() {
        let hash = "08ada5a7a6183aae1e09d831df6748d566095a10";
        let found = |link: &str| hashes_in(&Url::parse(link).unwrap()).map(|hash| hash.to_string()).collect::<Vec<_>>();
        for link in [
            format!("https://addon.example/resolve/realdebrid/KEYKEYKEY/{hash}/null/0/Sintel.mkv"),
            format!("https://addon.example/e30/playback/{}/0/1/n/n/Sintel.mkv", hash.to_uppercase()),
            format!("https://addon.example/play?infohash={hash}&token=1"),
        ] {
            assert_eq!(found(&link), [hash], "{link}");
        }
        let base32 = "https://addon.example/play/IFVXTSNGNDV7TP6OEKCFV77AZXPC7SF6/1";
        assert_eq!(found(base32), ["416b79c9a668ebf9bfce22845affe0cdde2fc8be"]);
        for none in [
            "https://addon.example/play/d41d8cd98f00b204e9800998ecf8427e/1",
            "https://addon.example/play/abcdefabcdefabcdefabcdefabcdefab",
            "https://addon.example/play/IFVXTSNGNDv7tp6oekcfv77azxpc7sf6/1",
            "https://addon.example/play?token=08ada5a7a6183aae1e09d831df6748d566095a10",
        ] {
            assert_eq!(found(none), [""; 0], "{none}");
        }
    }
}
