//! The names of the sources: the nine built-in ones and the slots of those the person added.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A source: one of the nine built-in ones, named by the server that answers, or one the person added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SourceName {
    StremThru,
    Torrentio,
    Comet,
    Zilean,
    AnimeTosho,
    TorrentsDb,
    Peerflix,
    MediaFusion,
    Nyaa,
    /// A Stremio addon or Torznab endpoint the person added. Its label and address are in the settings.
    Own(OwnSlot),
}

/// The slot of a source the person added: 1 to 32.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct OwnSlot(u8);

const OWN_NAMES: [&str; 32] = [
    "own-1", "own-2", "own-3", "own-4", "own-5", "own-6", "own-7", "own-8", "own-9", "own-10", "own-11", "own-12",
    "own-13", "own-14", "own-15", "own-16", "own-17", "own-18", "own-19", "own-20", "own-21", "own-22", "own-23",
    "own-24", "own-25", "own-26", "own-27", "own-28", "own-29", "own-30", "own-31", "own-32",
];

impl OwnSlot {
    pub fn new(number: u8) -> Option<Self> {
        (1..=OWN_NAMES.len()).contains(&usize::from(number)).then_some(Self(number))
    }

    /// Returns the number of the slot, 1 to 32.
    pub fn number(self) -> u8 {
        self.0
    }

    /// Returns every slot, lowest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..).map_while(Self::new)
    }
}

impl SourceName {
    /// The built-in sources in the order they are shown, before those the person added.
    pub const ALL: [Self; 9] = [
        Self::StremThru,
        Self::Torrentio,
        Self::Comet,
        Self::Zilean,
        Self::AnimeTosho,
        Self::TorrentsDb,
        Self::Peerflix,
        Self::MediaFusion,
        Self::Nyaa,
    ];

    /// Returns the name shown to people. For a source the person added it is the slot; its label is in the settings.
    pub fn label(self) -> &'static str {
        match self {
            Self::StremThru => "StremThru",
            Self::Torrentio => "Torrentio",
            Self::Comet => "Comet",
            Self::Zilean => "Zilean",
            Self::AnimeTosho => "AnimeTosho",
            Self::TorrentsDb => "TorrentsDB",
            Self::Peerflix => "Peerflix",
            Self::MediaFusion => "MediaFusion",
            Self::Nyaa => "Nyaa",
            Self::Own(_) => self.as_str(),
        }
    }

    /// Returns the stable identifier: `torrentio`, `nyaa`, `own-3`, …
    pub fn as_str(self) -> &'static str {
        match self {
            Self::StremThru => "stremthru",
            Self::Torrentio => "torrentio",
            Self::Comet => "comet",
            Self::Zilean => "zilean",
            Self::AnimeTosho => "animetosho",
            Self::TorrentsDb => "torrentsdb",
            Self::Peerflix => "peerflix",
            Self::MediaFusion => "mediafusion",
            Self::Nyaa => "nyaa",
            Self::Own(slot) => OWN_NAMES[usize::from(slot.0 - 1)],
        }
    }
}

impl TryFrom<u8> for OwnSlot {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        Self::new(number).ok_or("a slot is 1 to 32")
    }
}

impl From<OwnSlot> for u8 {
    fn from(slot: OwnSlot) -> Self {
        slot.0
    }
}

/// The error for a text that names no source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no source is called {0:?}")]
pub struct UnknownSource(String);

impl FromStr for SourceName {
    type Err = UnknownSource;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut known = Self::ALL.into_iter().chain(OwnSlot::all().map(Self::Own));
        known.find(|source| source.as_str() == text).ok_or_else(|| UnknownSource(text.to_owned()))
    }
}

impl Serialize for SourceName {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for SourceName {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
