//! Who gives a link.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::debrid::Store;
use crate::torrent::SourceName;

/// The way to a link: one of the person's services, or an addon that gives links of its own. Serialises to the name of
/// the service or the source: `realdebrid`, `own-3`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Service(Store),
    Addon(SourceName),
}

impl Way {
    pub fn store(self) -> Option<Store> {
        match self {
            Self::Service(store) => Some(store),
            Self::Addon(_) => None,
        }
    }

    pub fn addon(self) -> Option<SourceName> {
        match self {
            Self::Service(_) => None,
            Self::Addon(source) => Some(source),
        }
    }

    /// Returns the stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Service(store) => store.name(),
            Self::Addon(source) => source.as_str(),
        }
    }
}

impl From<Store> for Way {
    fn from(store: Store) -> Self {
        Self::Service(store)
    }
}

impl PartialEq<Store> for Way {
    fn eq(&self, store: &Store) -> bool {
        *self == Self::Service(*store)
    }
}

/// The name shown to people. That of an addon is its slot; its label is in the settings.
impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Service(store) => store.label(),
            Self::Addon(source) => source.label(),
        })
    }
}

impl Serialize for Way {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
