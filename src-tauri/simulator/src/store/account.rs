//! Owns what debrid accounts hold during a run: magnets by account, in the order they were added.

use std::collections::BTreeMap;

use serde::Serialize;

/// The state of all debrid accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Account {
    /// In the order they were added.
    pub magnets: Vec<HeldMagnet>,
}

/// A magnet in somebody's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeldMagnet {
    pub store: String,
    pub token: String,
    pub id: String,
    pub hash: String,
    pub name: String,
    pub status: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Downloaded,
    Queued,
    Downloading,
    Invalid,
    /// Invalid, ready at the next look.
    InvalidFirst {
        looks: u8,
    },
    /// Queued, downloading before the last look, and ready after so many more.
    SoonReady {
        left: u8,
    },
}

#[derive(Clone, Debug)]
pub(crate) struct Magnet {
    pub(crate) id: String,
    pub(crate) hash: String,
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) status: Status,
    /// Unix seconds, counted up from a fixed day: the wall clock would make answers differ.
    pub(crate) added_at: i64,
}

#[derive(Debug, Default)]
pub(crate) struct Accounts {
    held: BTreeMap<(String, String), Vec<Magnet>>,
    added: u32,
}

impl Status {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Downloaded | Self::SoonReady { left: 0 } | Self::InvalidFirst { looks: 1.. } => "downloaded",
            Self::Invalid | Self::InvalidFirst { looks: 0 } => "invalid",
            Self::Queued | Self::SoonReady { left: 2.. } => "queued",
            Self::Downloading | Self::SoonReady { left: 1 } => "downloading",
        }
    }

    /// One more look at it: what was about to be ready comes nearer.
    pub(crate) fn looked_at(self) -> Self {
        match self {
            Self::SoonReady { left } => Self::SoonReady { left: left.saturating_sub(1) },
            Self::InvalidFirst { looks } => Self::InvalidFirst { looks: looks.saturating_add(1) },
            other => other,
        }
    }
}

impl Accounts {
    pub(crate) fn of(&mut self, store: &str, token: &str) -> &mut Vec<Magnet> {
        self.held.entry((store.to_owned(), token.to_owned())).or_default()
    }

    pub(crate) fn knows(&self, store: &str, token: &str) -> bool {
        self.held.contains_key(&(store.to_owned(), token.to_owned()))
    }

    /// A number for a new magnet, and its moment.
    pub(crate) fn next(&mut self) -> (u32, i64) {
        self.added += 1;
        (self.added, 1_785_578_400 + i64::from(self.added) * 60)
    }

    pub(crate) fn snapshot(&self) -> Account {
        let magnets = self.held.iter().flat_map(|((store, token), magnets)| {
            magnets.iter().map(|magnet| HeldMagnet {
                store: store.clone(),
                token: token.clone(),
                id: magnet.id.clone(),
                hash: magnet.hash.clone(),
                name: magnet.name.clone(),
                status: magnet.status.word().to_owned(),
            })
        });
        Account { magnets: magnets.collect() }
    }
}
