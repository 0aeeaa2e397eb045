//! The base URL of each upstream. Only this file holds the defaults; every one can be overridden.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::http::is_private;
use crate::torrent::SourceName;

/// An outside server the app speaks to. The names are stable: settings, `PERIHELION_ENDPOINTS` and logs use them.
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
    Relations,
    Metahub,
    AniSkip,
    TheIntroDb,
    IntroDb,
    /// Where new versions of the app are announced.
    Updates,
}

impl Upstream {
    pub const ALL: [Self; 17] = [
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
        Self::Updates,
    ];

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
            Self::Cinemeta => "cinemeta",
            Self::Kitsu => "kitsu",
            Self::Relations => "relations",
            Self::Metahub => "metahub",
            Self::AniSkip => "aniskip",
            Self::TheIntroDb => "theintrodb",
            Self::IntroDb => "introdb",
            Self::Updates => "updates",
        }
    }

    /// Returns the server of a built-in source; `None` for the person's own sources, which have their own addresses.
    pub fn of(source: SourceName) -> Option<Self> {
        match source {
            SourceName::StremThru => Some(Self::StremThru),
            SourceName::Torrentio => Some(Self::Torrentio),
            SourceName::Comet => Some(Self::Comet),
            SourceName::Zilean => Some(Self::Zilean),
            SourceName::AnimeTosho => Some(Self::AnimeTosho),
            SourceName::TorrentsDb => Some(Self::TorrentsDb),
            SourceName::Peerflix => Some(Self::Peerflix),
            SourceName::MediaFusion => Some(Self::MediaFusion),
            SourceName::Nyaa => Some(Self::Nyaa),
            SourceName::Own(_) => None,
        }
    }

    fn default_base(self) -> &'static str {
        match self {
            Self::StremThru => "https://stremthru.13377001.xyz",
            Self::Torrentio => "https://torrentio.strem.fun",
            Self::Comet => "https://comet.feels.legal",
            Self::Zilean => "https://zileanfortheweebs.midnightignite.me",
            Self::AnimeTosho => "https://feed.animetosho.xyz",
            Self::TorrentsDb => "https://torrentsdb.com",
            Self::Peerflix => "https://peerflix.mov",
            Self::MediaFusion => "https://mediafusion.elfhosted.com",
            Self::Nyaa => "https://nyaa.si",
            Self::Cinemeta => "https://v3-cinemeta.strem.io",
            Self::Kitsu => "https://anime-kitsu.strem.fun",
            Self::Relations => "https://relations.yuna.moe",
            Self::Metahub => "https://images.metahub.space",
            Self::AniSkip => "https://api.aniskip.com",
            Self::TheIntroDb => "https://api.theintrodb.org",
            Self::IntroDb => "https://api.introdb.app",
            // Whoever publishes packages writes their own address here; this one leads nowhere.
            Self::Updates => "https://updates.perihelion.invalid",
        }
    }
}

impl fmt::Display for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Upstream {
    type Err = UnknownUpstream;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|upstream| upstream.as_str() == text).ok_or_else(|| UnknownUpstream(text.to_owned()))
    }
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no upstream is called {0:?}")]
pub struct UnknownUpstream(String);

/// The page where a person finds the packages. Whoever publishes packages writes their own address here.
pub const DOWNLOADS: &str = "https://perihelion.invalid/downloads";

/// Whether an address was never filled in by whoever publishes packages: its host cannot exist (RFC 2606).
pub fn is_placeholder(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| url.domain().is_some_and(|host| host.ends_with(".invalid")))
}

/// Why a text cannot be a base URL.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadBase {
    #[error("that is not a web address")]
    Form,
    #[error("only http and https addresses can be asked")]
    Scheme,
    #[error("a name and password cannot stand in it, for it is kept and shown as it is")]
    Secret,
}

/// The base URL of every upstream. A base may carry path segments (an addon's configuration); it never ends in `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    bases: [String; Upstream::ALL.len()],
    /// All upstreams are under one base. Images are then fetched from there too, whatever host metadata names.
    gathered: bool,
}

impl Default for Endpoints {
    fn default() -> Self {
        Self { bases: Upstream::ALL.map(|upstream| upstream.default_base().to_owned()), gathered: false }
    }
}

impl Endpoints {
    /// Puts every upstream at `<base>/<name>`, as `PERIHELION_ENDPOINTS` asks for.
    pub fn under(base: &str) -> Result<Self, BadBase> {
        let base = check_base(base)?;
        Ok(Self { bases: Upstream::ALL.map(|upstream| format!("{base}/{upstream}")), gathered: true })
    }

    /// Replaces the base URL of one upstream.
    pub fn with(mut self, upstream: Upstream, base: &str) -> Result<Self, BadBase> {
        self.bases[upstream as usize] = check_base(base)?;
        Ok(self)
    }

    pub fn base(&self, upstream: Upstream) -> &str {
        &self.bases[upstream as usize]
    }

    /// Whether an upstream has its default base URL.
    pub fn is_default(&self, upstream: Upstream) -> bool {
        self.base(upstream) == upstream.default_base()
    }

    /// Returns the URL of `path` (starting with `/`, percent-encoded) below an upstream's base.
    pub fn url(&self, upstream: Upstream, path: &str) -> Result<Url, BadBase> {
        Url::parse(&format!("{}{path}", self.base(upstream))).map_err(|_| BadBase::Form)
    }

    /// Returns the URL to fetch an image from that metadata names. Returns `None` if it is not http(s), or is in a
    /// private network, unless all upstreams are under one base.
    pub fn image(&self, address: &str) -> Option<Url> {
        let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let known = matches!(
            url.host_str(),
            Some("images.metahub.space" | "episodes.metahub.space" | "media.kitsu.app" | "media.kitsu.io")
        );
        if self.gathered && known {
            return self.url(Upstream::Metahub, &url[url::Position::BeforePath..]).ok();
        }
        (self.gathered || !is_private(&url)).then_some(url)
    }
}

/// Trims and checks a base URL a person typed.
pub fn check_base(text: &str) -> Result<String, BadBase> {
    let text = text.trim().trim_end_matches('/');
    let url = Url::parse(text).map_err(|_| BadBase::Form)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(BadBase::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BadBase::Secret);
    }
    if url.host_str().is_none() || url.query().is_some() || url.fragment().is_some() {
        return Err(BadBase::Form);
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_follow_a_base_unchanged() {
        let endpoints = Endpoints::under("http://127.0.0.1:8080/sim/").unwrap();
        let url = endpoints.url(Upstream::Torrentio, "/stream/movie/tt1727587.json").unwrap();
        assert_eq!(url.as_str(), "http://127.0.0.1:8080/sim/torrentio/stream/movie/tt1727587.json");
    }

    #[test]
    fn a_base_must_be_a_web_address() {
        assert_eq!(check_base("file:///etc/passwd"), Err(BadBase::Scheme));
        assert_eq!(check_base("nonsense"), Err(BadBase::Form));
        assert_eq!(check_base("https://me:secret@example.org"), Err(BadBase::Secret));
        assert_eq!(check_base("https://example.org/addon/"), Ok("https://example.org/addon".to_owned()));
    }

    #[test]
    fn images_follow_when_all_upstreams_were_gathered() {
        let poster = "https://images.metahub.space/poster/small/tt1/img";
        let gathered = Endpoints::under("http://127.0.0.1:1").unwrap();
        assert_eq!(gathered.image(poster).unwrap().as_str(), "http://127.0.0.1:1/metahub/poster/small/tt1/img");
        assert_eq!(Endpoints::default().image(poster).unwrap().as_str(), poster);
        assert_eq!(Endpoints::default().image("file:///etc/passwd"), None, "an image is never a local file");
        assert_eq!(Endpoints::default().image("http://192.168.1.1/reboot"), None, "nor the person's own router");
    }
}
