//! The services StremThru offers, and the one people ask for that it does not.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Serialize, Serializer};

/// A debrid service, by the names StremThru gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Store {
    RealDebrid,
    AllDebrid,
    Premiumize,
    TorBox,
    DebridLink,
    EasyDebrid,
    Offcloud,
    PikPak,
    Debrider,
    Torrin,
    /// Not offered by StremThru today; see [`NOT_OFFERED`].
    OneFichier,
}

impl Store {
    /// The services StremThru offers.
    pub const ALL: [Self; 10] = [
        Self::RealDebrid,
        Self::AllDebrid,
        Self::Premiumize,
        Self::TorBox,
        Self::DebridLink,
        Self::EasyDebrid,
        Self::Offcloud,
        Self::PikPak,
        Self::Debrider,
        Self::Torrin,
    ];

    /// Returns the name used in `X-StremThru-Store-Name`, in settings and in the keyring.
    pub fn name(self) -> &'static str {
        match self {
            Self::RealDebrid => "realdebrid",
            Self::AllDebrid => "alldebrid",
            Self::Premiumize => "premiumize",
            Self::TorBox => "torbox",
            Self::DebridLink => "debridlink",
            Self::EasyDebrid => "easydebrid",
            Self::Offcloud => "offcloud",
            Self::PikPak => "pikpak",
            Self::Debrider => "debrider",
            Self::Torrin => "torrin",
            Self::OneFichier => "1fichier",
        }
    }

    /// Returns the name shown to people, as the service spells it.
    pub fn label(self) -> &'static str {
        match self {
            Self::RealDebrid => "Real-Debrid",
            Self::AllDebrid => "AllDebrid",
            Self::Premiumize => "Premiumize",
            Self::TorBox => "TorBox",
            Self::DebridLink => "Debrid-Link",
            Self::EasyDebrid => "EasyDebrid",
            Self::Offcloud => "Offcloud",
            Self::PikPak => "PikPak",
            Self::Debrider => "Debrider",
            Self::Torrin => "Torrin",
            Self::OneFichier => "1Fichier",
        }
    }

    /// The page of the service that shows the person's token, where it has one.
    pub fn token_page(self) -> Option<&'static str> {
        match self {
            Self::RealDebrid => Some("https://real-debrid.com/apitoken"),
            Self::AllDebrid => Some("https://alldebrid.com/apikeys"),
            Self::Premiumize => Some("https://www.premiumize.me/account"),
            Self::TorBox => Some("https://torbox.app/settings"),
            Self::DebridLink => Some("https://debrid-link.com/webapp/apikey"),
            Self::EasyDebrid | Self::Offcloud | Self::PikPak | Self::Debrider | Self::Torrin | Self::OneFichier => None,
        }
    }

    /// Returns how its cache is best checked. StremThru answers for some services from its own database, and asks the
    /// others itself: Premiumize about every torrent that it holds, one after another.
    pub fn check_shape(self) -> CheckShape {
        match self {
            Self::Premiumize => CheckShape { most_hashes: 40, at_once: 4 },
            Self::TorBox => CheckShape { most_hashes: 200, at_once: 4 },
            Self::RealDebrid
            | Self::AllDebrid
            | Self::DebridLink
            | Self::EasyDebrid
            | Self::Offcloud
            | Self::PikPak
            | Self::Debrider
            | Self::Torrin
            | Self::OneFichier => CheckShape { most_hashes: CheckShape::MOST_HASHES, at_once: 4 },
        }
    }

    /// Returns how long a direct link is expected to last, a low estimate; `None` where nothing is known.
    pub fn link_lifetime(self) -> Option<Duration> {
        match self {
            Self::TorBox => Some(Duration::from_hours(3)),
            Self::RealDebrid
            | Self::AllDebrid
            | Self::Premiumize
            | Self::DebridLink
            | Self::EasyDebrid
            | Self::Offcloud
            | Self::PikPak
            | Self::Debrider
            | Self::Torrin
            | Self::OneFichier => None,
        }
    }
}

/// How the cache of a service is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckShape {
    /// The most hashes in one request.
    pub most_hashes: usize,
    /// The most requests under way.
    pub at_once: usize,
}

impl CheckShape {
    /// The most hashes in any request. The server takes 500, but some proxies on the way reject an address of more than
    /// 16 kB.
    pub const MOST_HASHES: usize = 350;
}

impl fmt::Display for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

impl Serialize for Store {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A name that is no service StremThru offers.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("no debrid service is called {0:?}; there are {names}", names = Store::ALL.map(Store::name).join(", "))]
pub struct UnknownStore(String);

impl FromStr for Store {
    type Err = UnknownStore;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .chain([Self::OneFichier])
            .find(|store| store.name() == text)
            .ok_or_else(|| UnknownStore(text.to_owned()))
    }
}

/// A service people ask for that cannot be chosen today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOffered {
    pub name: &'static str,
    pub label: &'static str,
    pub reason: &'static str,
}

/// Services people ask for that StremThru does not offer. One works once the server accepts its name, which
/// [`super::Debrid::is_offered`] asks: the server answers an unknown name with an error.
pub const NOT_OFFERED: [NotOffered; 1] =
    [NotOffered { name: "1fichier", label: "1Fichier", reason: "StremThru does not offer this service today" }];
