//! Which finds of a title search are what was wanted. (first form: see below)

use std::collections::BTreeMap;

use crate::title::Wanted;
use crate::torrent::Torrent;

/// Why a find is not what was wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    Title,
    Year,
    Season,
    Episode,
}

#[derive(Debug, Default)]
pub struct Sifted {
    pub kept: Vec<Torrent>,
    pub dropped: BTreeMap<Reason, usize>,
}

pub fn sift(found: Vec<Torrent>, _wanted: &Wanted) -> Sifted {
    Sifted { kept: found, dropped: BTreeMap::new() }
}
