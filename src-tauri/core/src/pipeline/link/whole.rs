//! Holds a file that has come whole against what was promised of it, as its link was held. All of it can be read now, so that it
//! is known where the few ranges behind a link told nothing.

use jiff::Timestamp;
use media_file::{Limits, MediaFile, ReadRange};

use crate::debrid::DebridError;
use crate::model::ChosenBy;
use crate::names;
use crate::title::Wanted;
use crate::torrent::InfoHash;

use super::Links;
use super::passport::read_whole;
use super::truth::Promised;

/// What reading a file on a disk may cost.
const LIMITS: Limits = Limits { requests: 64, bytes: Limits::MOST_BYTES };

/// A file that has come, and what it was taken for.
#[derive(Clone, Copy, Debug)]
pub struct WholeFile<'a> {
    pub wanted: &'a Wanted,
    pub hash: InfoHash,
    /// The torrent's release name.
    pub release: &'a str,
    /// Its path in the torrent.
    pub path: &'a str,
    pub name: &'a str,
    pub length: u64,
    pub by: ChosenBy,
    /// It is the torrent's own file, so that what it says is remembered as that file's. What an addon links may be another.
    pub is_of_torrent: bool,
}

/// Returns what the file says of itself; `None` where it is of no kind that can be read. Fails where it contradicts what was
/// promised.
pub async fn judge_whole<R: ReadRange>(
    links: &Links,
    of: WholeFile<'_>,
    file: &mut R,
) -> Result<Option<MediaFile>, DebridError> {
    let Some(media) = read_whole(file, of.length, LIMITS).await else { return Ok(None) };
    if of.is_of_torrent {
        links.ledger.note_passport(of.hash, of.path, &media, Timestamp::now()).await;
    }
    let (release, file) = (names::read(of.release), names::read(of.name));
    let promised = Promised { wanted: of.wanted, release: &release, file: &file, wishes: &links.wishes, by: of.by };
    promised.contradicted_by(&media).map_or(Ok(Some(media)), |why| Err(DebridError::NotAsPromised(why)))
}
