//! A link that is made before its Play is pressed: what it is to be of, and what came of it.

use std::sync::Arc;

use perihelion_core::model::Candidate;
use perihelion_core::pipeline::link::{self, LinkEvent, LinkFor};
use perihelion_core::profile::Profile;
use perihelion_core::store::Place;
use perihelion_core::title::Wanted;
use perihelion_core::torrent::InfoHash;

use crate::about::{About, Link};
use crate::find;

/// The most releases that are tried: each that fails was in the account for a moment.
const MOST_TRIED: usize = 3;

/// The Play that is about to be pressed.
#[derive(Debug)]
pub enum Intent {
    /// Of a title: its link is made from the release that worked last.
    Title(About),
    Row(Box<Row>),
}

/// A row of a search.
#[derive(Debug)]
pub struct Row {
    pub about: About,
    pub wanted: Arc<Wanted>,
    /// The row, and what is gone on to when it gives no link, best first.
    pub candidates: Vec<Arc<Candidate>>,
    /// The file of the row that the person chose.
    pub file: Option<String>,
}

/// What tells rows apart: a pack is one for each of its episodes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowId {
    pub place: Place,
    pub hash: InfoHash,
    pub file: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Title(Place),
    Row(RowId),
}

impl Intent {
    /// `None` for a row without candidates.
    pub(crate) fn of(&self) -> Option<Of> {
        match self {
            Self::Title(about) => Some(Of::Title(about.place())),
            Self::Row(row) => row.candidates.first().map(|first| {
                let (place, hash, file) = (row.about.place(), first.torrent.info_hash, row.file.clone());
                Of::Row(RowId { place, hash, file })
            }),
        }
    }
}

/// A link that was made. Dropping it removes what was added to the account for it.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) link: link::Prepared,
    pub(crate) about: About,
    /// How it was made.
    pub(crate) steps: Vec<LinkEvent>,
}

impl Prepared {
    /// Returns the link, for use.
    pub(crate) async fn keep(self) -> Link {
        Link { result: self.link.keep().await, about: self.about }
    }
}

/// Makes the link, without asking a source.
pub(crate) async fn prepare(profile: &Profile, intent: Intent) -> Option<Prepared> {
    match intent {
        Intent::Title(about) => {
            let (link, about) = find::prepare(profile, &about).await?;
            Some(Prepared { link, about, steps: Vec::new() })
        }
        Intent::Row(row) => {
            let links = profile.links().await;
            let candidates: Vec<&Candidate> = row.candidates.iter().take(MOST_TRIED).map(AsRef::as_ref).collect();
            let ask = LinkFor { wanted: &row.wanted, candidates: &candidates, file: row.file.as_deref() };
            let mut steps = Vec::new();
            let link = link::prepare(&links, ask, |step| steps.push(step)).await.ok()?;
            Some(Prepared { link, about: row.about, steps })
        }
    }
}
