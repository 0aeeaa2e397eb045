//! Stage one: what is certain. The file extension, sites, checksums, sizes, and the words of `vocabulary`: resolution,
//! source, codecs, audio, languages, editions. What it takes, the later stages no longer see as numbers or title.

mod edges;
mod late;
mod phrase;
mod shaped;

pub(crate) use late::late;

use crate::{reader::Reader, vocabulary::Trust};

/// Marks everything that means the same wherever it stands.
pub(crate) fn sure(reader: &mut Reader<'_>) {
    edges::extension(reader);
    edges::site(reader);
    edges::checksum(reader);
    let mut at = 0;
    while at < reader.end() {
        if !reader.is_free(at) {
            at += 1;
            continue;
        }
        at += phrase::phrase(reader, at, Trust::Sure)
            .or_else(|| shaped::shaped(reader, at))
            .or_else(|| phrase::counted_collection(reader, at))
            .unwrap_or(1);
    }
}
