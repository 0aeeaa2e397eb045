//! The person's settings for the sources: deadlines, credentials for private instances, and the sources they added.
//! Plain values; the settings and the vault store them.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::own::Own;
use crate::secret::Secret;
use crate::torrent::SourceName;

/// How each source is asked.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Deadlines that differ from [`usual_deadline`].
    pub deadlines: BTreeMap<SourceName, Duration>,
    /// A path segment after the base URL: an addon's own configuration. Checked with
    /// [`check_config`](super::check_config).
    pub configs: BTreeMap<SourceName, String>,
    pub mediafusion: MediaFusion,
    pub animetosho: AnimeTosho,
    /// The person's own sources, in order of their slots; also those that are switched off.
    pub own: Vec<Own>,
}

/// Credentials for a MediaFusion instance that is not open to everyone.
#[derive(Clone, Debug, Default)]
pub struct MediaFusion {
    /// The password of a private instance.
    pub password: Option<Secret>,
    /// The segment of a configured address, `D-…` or `U-…`. When set, nothing else is sent.
    pub config: Option<Secret>,
}

/// How AnimeTosho is asked.
#[derive(Clone, Debug, Default)]
pub struct AnimeTosho {
    pub form: AnimeToshoForm,
    /// The API key that the Torznab feed of the successor requires. Its JSON API needs none.
    pub key: Option<Secret>,
}

/// Which API the server at the AnimeTosho address offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnimeToshoForm {
    /// The JSON API of the successor, and its feed where that fails.
    #[default]
    Successor,
    /// The successor's Torznab feed, with a key.
    Torznab,
    /// The JSON API of the original, and its feed where that fails.
    Original,
}

impl AnimeToshoForm {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Successor => "successor",
            Self::Torznab => "torznab",
            Self::Original => "original",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        [Self::Successor, Self::Torznab, Self::Original].into_iter().find(|form| form.as_str() == name)
    }
}

/// The bounds for a deadline set by the person.
pub const SHORTEST_DEADLINE: Duration = Duration::from_secs(1);
pub const LONGEST_DEADLINE: Duration = Duration::from_mins(2);

/// Returns the default deadline of a source. Sources that search live on request get longer.
pub fn usual_deadline(source: SourceName) -> Duration {
    Duration::from_secs(match source {
        SourceName::Comet | SourceName::MediaFusion | SourceName::Own(_) => 25,
        SourceName::StremThru | SourceName::AnimeTosho | SourceName::Nyaa => 20,
        SourceName::Torrentio | SourceName::Zilean | SourceName::TorrentsDb | SourceName::Peerflix => 15,
    })
}

impl Options {
    /// Returns options with the same deadline for all built-in sources.
    pub fn within(deadline: Duration) -> Self {
        Self { deadlines: SourceName::ALL.map(|source| (source, deadline)).into(), ..Self::default() }
    }

    /// Returns the time limit for all requests to a source together.
    pub fn deadline(&self, source: SourceName) -> Duration {
        let set = self.deadlines.get(&source).copied();
        set.map_or(usual_deadline(source), |set| set.clamp(Duration::from_millis(1), LONGEST_DEADLINE))
    }

    /// Returns the configuration segment for the path of an addon, percent-encoded.
    pub(super) fn config(&self, source: SourceName) -> Option<&str> {
        match source {
            SourceName::MediaFusion => self.mediafusion.config.as_ref().map(Secret::expose),
            _ => self.configs.get(&source).map(String::as_str),
        }
    }

    pub fn own(&self, source: SourceName) -> Option<&Own> {
        self.own.iter().find(|own| SourceName::Own(own.slot) == source)
    }

    /// Returns the name of a source to show.
    pub fn label(&self, source: SourceName) -> &str {
        self.own(source).map_or(source.label(), |own| own.label.as_str())
    }

    /// Returns the built-in sources and then the person's own, in the order they are shown.
    pub fn all(&self) -> Vec<SourceName> {
        SourceName::ALL.into_iter().chain(self.own.iter().map(|own| SourceName::Own(own.slot))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_the_persons_or_the_usual_one_and_never_endless() {
        let mut options = Options::default();
        for source in SourceName::ALL {
            let usual = options.deadline(source);
            assert!((SHORTEST_DEADLINE..=LONGEST_DEADLINE).contains(&usual), "{source:?}");
        }
        options.deadlines.insert(SourceName::Nyaa, Duration::from_secs(3));
        options.deadlines.insert(SourceName::Comet, Duration::from_hours(3));
        assert_eq!(options.deadline(SourceName::Nyaa), Duration::from_secs(3));
        assert_eq!(options.deadline(SourceName::Comet), LONGEST_DEADLINE);
    }
}
