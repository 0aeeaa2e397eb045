//! Torrents, their files, what addons offer beside them, and the names of the sources. Plain values.

mod clip;
mod file_list;
mod offer;
mod source_name;

use std::fmt;
use std::sync::Arc;

use data_encoding::{BASE32_NOPAD_NOCASE, HEXLOWER};
use serde::{Deserialize, Serialize};

pub use clip::is_notice_clip;
pub use file_list::{FileList, ListedFiles};
pub use offer::{HeaderText, Offer, OfferHeader, OfferKind, Promise};
pub use source_name::{OwnSlot, SourceName, UnknownSource};

/// A BitTorrent v1 info hash: 40 lowercase hex digits, never all zero.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InfoHash([u8; 20]);

/// A file inside a torrent, as the debrid service or an index lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TorrentFile {
    /// Position inside the torrent; `-1` where the service does not know it. Never trusted alone.
    pub index: i64,
    /// The base name.
    pub name: String,
    /// The path inside the torrent, usually starting with `/`; empty where unknown.
    #[serde(default)]
    pub path: String,
    /// Bytes; `None` where unknown.
    #[serde(default)]
    pub size: Option<u64>,
    /// The service's opaque link to hand to `link/generate`; absent for files it has not selected.
    #[serde(default)]
    pub link: Option<String>,
}

/// Why a text is not an info hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadHash {
    #[error("an info hash is 40 hexadecimal or 32 base32 characters")]
    Form,
    #[error("an info hash of zeros names nothing")]
    Zero,
}

impl InfoHash {
    /// Accepts 40 hex digits in either case, 32 base32 characters in either case, and 80 hex digits that spell 40 hex
    /// digits.
    pub fn parse(text: &str) -> Result<Self, BadHash> {
        let text = text.as_bytes();
        let bytes = match text.len() {
            40 => hexadecimal(text),
            32 => base32(text),
            80 => hexadecimal::<40>(text).and_then(|hex| hexadecimal(&hex)),
            _ => None,
        };
        let hash: [u8; 20] = bytes.ok_or(BadHash::Form)?;
        if hash == [0; 20] { Err(BadHash::Zero) } else { Ok(Self(hash)) }
    }

    /// Returns the 40 lowercase hexadecimal digits.
    fn digits(self) -> [u8; 40] {
        let mut digits = [0; 40];
        HEXLOWER.encode_mut(&self.0, &mut digits);
        digits
    }
}

/// Reads twice as many hexadecimal digits as `N`; `None` for any other text.
fn hexadecimal<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    const fn value(digit: u8) -> u8 {
        match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            b'A'..=b'F' => digit - b'A' + 10,
            _ => u8::MAX,
        }
    }
    let (digits, []) = text.as_chunks() else { return None };
    let mut bytes = [0; N];
    let mut strange = digits.len() != N;
    for (byte, [high, low]) in bytes.iter_mut().zip(digits) {
        let (high, low) = (value(*high), value(*low));
        strange |= high | low > 15;
        *byte = high << 4 | low & 15;
    }
    (!strange).then_some(bytes)
}

/// Reads the base32 digits of 20 bytes; `None` for any other text.
fn base32(text: &[u8]) -> Option<[u8; 20]> {
    let mut bytes = [0; 20];
    BASE32_NOPAD_NOCASE.decode_len(text.len()).ok().filter(|len| *len == bytes.len())?;
    BASE32_NOPAD_NOCASE.decode_mut(text, &mut bytes).ok()?;
    Some(bytes)
}

impl fmt::Display for InfoHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.digits()).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for InfoHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Writes 40 digits in human-readable formats, 20 bytes in binary ones.
impl Serialize for InfoHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(std::str::from_utf8(&self.digits()).unwrap_or_default())
        } else {
            serializer.serialize_bytes(&self.0)
        }
    }
}

impl<'de> Deserialize<'de> for InfoHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
            Self::parse(&text).map_err(serde::de::Error::custom)
        } else {
            deserializer.deserialize_bytes(Bytes)
        }
    }
}

struct Bytes;

impl serde::de::Visitor<'_> for Bytes {
    type Value = InfoHash;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("twenty bytes, not all zero")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<InfoHash, E> {
        let hash = bytes.try_into().ok().filter(|hash| *hash != [0; 20]).map(InfoHash);
        hash.ok_or_else(|| E::invalid_length(bytes.len(), &self))
    }
}

/// What an id proves of a torrent; a later variant proves more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Proof {
    /// It was found by words: its name must tell.
    #[default]
    Nothing,
    /// The source knows it as a release of the wanted work; it may hold any of its episodes.
    Work,
    /// The source knows it as what was asked for.
    Wanted,
}

/// A torrent as one source described it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Torrent {
    pub info_hash: InfoHash,
    /// The release name.
    pub title: String,
    /// Bytes of the whole torrent, where the source knows them.
    #[serde(default)]
    pub size: Option<u64>,
    /// Whether `size` is exact to the byte, not read from a rounded text such as `1.4 GB`.
    #[serde(default)]
    pub size_exact: bool,
    /// Bytes of the file the source points to, where it knows them.
    #[serde(default)]
    pub file_size: Option<u64>,
    #[serde(default)]
    pub seeders: Option<u32>,
    pub source: SourceName,
    /// The tracker or indexer behind the source: `Nyaa`, `DMM`, …
    #[serde(default)]
    pub tracker: Option<String>,
    /// Index of the file the source points to. A hint, never trusted alone.
    #[serde(default)]
    pub file_index: Option<u32>,
    /// Name or path of the file the source points to.
    #[serde(default)]
    pub file_name: Option<String>,
    /// Announce URLs, without the `tracker:` prefix addons write.
    #[serde(default)]
    pub trackers: Vec<String>,
    /// Answers remembered from before there was a proof were held against the title already.
    #[serde(default = "proven")]
    pub proof: Proof,
    /// The links addons give for it. They hold keys and end, so they are never written down.
    #[serde(skip)]
    pub offers: Vec<Arc<Offer>>,
    /// There are only links: `info_hash` names the row, and no torrent.
    #[serde(skip)]
    pub is_link: bool,
}

/// The most links kept of one torrent.
const MOST_OFFERS: usize = 24;

fn proven() -> Proof {
    Proof::Wanted
}

impl Torrent {
    pub fn new(info_hash: InfoHash, title: impl Into<String>, source: SourceName) -> Self {
        Self {
            info_hash,
            title: title.into(),
            size: None,
            size_exact: false,
            file_size: None,
            seeders: None,
            source,
            tracker: None,
            file_index: None,
            file_name: None,
            trackers: Vec::new(),
            proof: Proof::default(),
            offers: Vec::new(),
            is_link: false,
        }
    }

    /// Adds the links of `others` that are not known, and returns whether any was new. A link that an addon gives again
    /// takes the place of the one it gave before.
    pub fn learn_offers(&mut self, others: Vec<Arc<Offer>>) -> bool {
        let mut is_news = false;
        for offer in others {
            if let Some(known) = self.offers.iter_mut().find(|known| known.is_same(&offer)) {
                is_news |= **known != *offer;
                *known = offer;
            } else if self.offers.len() < MOST_OFFERS {
                is_news = true;
                self.offers.push(offer);
            }
        }
        is_news
    }

    /// Merges another statement of the size: an exact one beats a rounded one; of two alike the larger wins.
    pub fn learn_size(&mut self, told: Option<u64>, exact: bool) {
        let Some(told) = told else { return };
        let better = match self.size {
            None => true,
            Some(known) if exact == self.size_exact => told > known,
            Some(_) => exact,
        };
        if better {
            self.size = Some(told);
            self.size_exact = exact;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_an_info_hash_is_the_same_hash() {
        let hex = "416b79c9a668ebf9bfce22845affe0cdde2fc8be";
        let hash = InfoHash::parse(hex).unwrap();
        assert_eq!(hash.to_string(), hex);
        assert_eq!(InfoHash::parse(&hex.to_uppercase()), Ok(hash));
        assert_eq!(InfoHash::parse("IFVXTSNGNDV7TP6OEKCFV77AZXPC7SF6"), Ok(hash), "base32 as magnets write it");
        assert_eq!(InfoHash::parse("ifvxtsngndv7tp6oekcfv77azxpc7sf6"), Ok(hash));
        let spelled: Vec<String> = hex.bytes().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(InfoHash::parse(&spelled.concat()), Ok(hash), "hexadecimal spelled in hexadecimal");
    }

    #[test]
    fn every_source_is_read_back_from_its_name() {
        for source in SourceName::ALL.into_iter().chain(OwnSlot::all().map(SourceName::Own)) {
            assert_eq!(source.as_str().parse(), Ok(source));
            let json = serde_json::to_string(&source).unwrap();
            assert_eq!(serde_json::from_str::<SourceName>(&json).unwrap(), source);
        }
        assert_eq!(OwnSlot::all().count(), 32);
        assert_eq!(SourceName::Own(OwnSlot::new(3).unwrap()).as_str(), "own-3");
        for text in ["", "own-0", "own-33", "own-03", "Own-1", "own-"] {
            assert!(text.parse::<SourceName>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_no_info_hash_is_refused() {
        assert_eq!(InfoHash::parse(""), Err(BadHash::Form));
        assert_eq!(InfoHash::parse(&"0".repeat(40)), Err(BadHash::Zero));
        assert_eq!(InfoHash::parse(&"g".repeat(40)), Err(BadHash::Form));
        assert_eq!(InfoHash::parse(&"é".repeat(20)), Err(BadHash::Form), "forty bytes are not forty digits");
        assert_eq!(InfoHash::parse(&"1".repeat(32)), Err(BadHash::Form), "1 is no base32 digit");
    }
}
