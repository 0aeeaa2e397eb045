//! How the sources are asked, as the person set it: how long each is waited for, what a server of one's own needs, and the
//! sources that were added. Values only; where they are kept is the settings' and the vault's to say.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::own::Own;
use crate::secret::Secret;
use crate::torrent::SourceName;

/// How each source is asked.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Other than the usual ones.
    pub deadlines: BTreeMap<SourceName, Duration>,
    /// A path segment after the base URL: an addon's own configuration. Checked with [`check_config`](super::check_config).
    pub configs: BTreeMap<SourceName, String>,
    pub mediafusion: MediaFusion,
    pub animetosho: AnimeTosho,
    /// The person's own sources, in order of their slots; also those that are switched off.
    pub own: Vec<Own>,
}

/// What an instance of MediaFusion that is not open to everyone wants to know.
#[derive(Clone, Debug, Default)]
pub struct MediaFusion {
    /// The password of a private instance.
    pub password: Option<Secret>,
    /// The segment of a configured address, `D-…` or `U-…`. With it nothing else is sent.
    pub config: Option<Secret>,
}

/// How AnimeTosho is asked.
#[derive(Clone, Debug, Default)]
pub struct AnimeTosho {
    pub form: AnimeToshoForm,
    /// The successor's Torznab feed wants one; its JSON does not.
    pub key: Option<Secret>,
}

/// Which of AnimeTosho's forms the server at its address speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AnimeToshoForm {
    /// The successor's JSON, and the feed where that is not spoken.
    #[default]
    Successor,
    /// The successor's Torznab feed, with a key.
    Torznab,
    /// The original's JSON, and its feed where that is not spoken.
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

/// The bounds a deadline can be set within.
pub const SHORTEST_DEADLINE: Duration = Duration::from_secs(1);
pub const LONGEST_DEADLINE: Duration = Duration::from_mins(2);

/// How long a source is waited for when nothing else was set. Those that look things up while one waits get longer.
pub fn usual_deadline(source: SourceName) -> Duration {
    Duration::from_secs(match source {
        SourceName::Comet | SourceName::MediaFusion | SourceName::Own(_) => 25,
        SourceName::StremThru | SourceName::AnimeTosho | SourceName::Nyaa => 20,
        SourceName::Torrentio | SourceName::Zilean | SourceName::TorrentsDb | SourceName::Peerflix => 15,
    })
}

impl Options {
    /// The same deadline for all of the nine.
    pub fn within(deadline: Duration) -> Self {
        Self { deadlines: SourceName::ALL.map(|source| (source, deadline)).into(), ..Self::default() }
    }

    /// All requests of one source together take no longer.
    pub fn deadline(&self, source: SourceName) -> Duration {
        let set = self.deadlines.get(&source).copied();
        set.map_or(usual_deadline(source), |set| set.clamp(Duration::from_millis(1), LONGEST_DEADLINE))
    }

    /// The path segment that an addon's address carries, percent-encoded.
    pub(super) fn config(&self, source: SourceName) -> Option<&str> {
        match source {
            SourceName::MediaFusion => self.mediafusion.config.as_ref().map(Secret::expose),
            _ => self.configs.get(&source).map(String::as_str),
        }
    }

    pub fn own(&self, source: SourceName) -> Option<&Own> {
        self.own.iter().find(|own| SourceName::Own(own.slot) == source)
    }

    /// What people call a source.
    pub fn label(&self, source: SourceName) -> &str {
        self.own(source).map_or(source.label(), |own| own.label.as_str())
    }

    /// The nine and the person's own, in the order they are shown.
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
