//! Owns the names of the upstreams, as they appear in paths.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Somebody else's server that this crate plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Upstream {
    StremThru,
    Torrentio,
    Comet,
    Zilean,
    AnimeTosho,
    TorrentsDb,
    Peerflix,
    MediaFusion,
    Nyaa,
    Cinemeta,
    Kitsu,
    /// The service that tells an anime's ids in other databases.
    Relations,
    Metahub,
    /// Openings and endings of anime, by the entry on MyAnimeList.
    AniSkip,
    /// Openings, recaps, credits and previews, by the id on IMDb and the length.
    TheIntroDb,
    /// The same by the id on IMDb alone.
    IntroDb,
    /// A custom Stremio addon, `addon/manifest.json`.
    Addon,
    /// A Torznab endpoint, `torznab/api`.
    Torznab,
    /// The final video, where generated links point.
    Files,
}

/// A word that is no upstream's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownUpstream(pub String);

impl Upstream {
    pub const ALL: [Self; 19] = [
        Self::StremThru,
        Self::Torrentio,
        Self::Comet,
        Self::Zilean,
        Self::AnimeTosho,
        Self::TorrentsDb,
        Self::Peerflix,
        Self::MediaFusion,
        Self::Nyaa,
        Self::Cinemeta,
        Self::Kitsu,
        Self::Relations,
        Self::Metahub,
        Self::AniSkip,
        Self::TheIntroDb,
        Self::IntroDb,
        Self::Addon,
        Self::Torznab,
        Self::Files,
    ];

    /// The nine that list torrents.
    pub const SOURCES: [Self; 9] = [
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

    /// The first path segment under which it answers.
    pub const fn name(self) -> &'static str {
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
            Self::Cinemeta => "cinemeta",
            Self::Kitsu => "kitsu",
            Self::Relations => "relations",
            Self::Metahub => "metahub",
            Self::AniSkip => "aniskip",
            Self::TheIntroDb => "theintrodb",
            Self::IntroDb => "introdb",
            Self::Addon => "addon",
            Self::Torznab => "torznab",
            Self::Files => "files",
        }
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Upstream {
    type Err = UnknownUpstream;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|upstream| upstream.name() == text).ok_or_else(|| UnknownUpstream(text.to_owned()))
    }
}

impl fmt::Display for UnknownUpstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no upstream is named {:?}; the names are", self.0)?;
        Upstream::ALL.iter().try_for_each(|upstream| write!(f, " {upstream}"))
    }
}

impl std::error::Error for UnknownUpstream {}
