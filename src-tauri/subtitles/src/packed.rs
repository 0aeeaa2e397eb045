//! Files of subtitles that came packed: by gzip, or as the only text in a zip archive.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use crate::beside::is_text;
use crate::decode::MOST_BYTES;

/// The most files of an archive looked at: one for a film has a few.
const MOST_FILES: usize = 100;

/// Returns what is packed, or the bytes as they are. What is more than a text has comes cut behind [`MOST_BYTES`], so that it is seen
/// to be too large. `None` for an archive of which nothing tells what to take.
pub(crate) fn unpacked(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        read(flate2::read::MultiGzDecoder::new(bytes)).map(Cow::Owned)
    } else if bytes.starts_with(b"PK\x03\x04") {
        only_text(bytes).map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(bytes))
    }
}

fn only_text(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    if archive.len() > MOST_FILES {
        return None;
    }
    // Archives made on macOS have a shadow of each file.
    let is_one = |name: &str| is_text(name) && !name.starts_with("__MACOSX/");
    let names = (0..archive.len()).filter_map(|at| Some((at, archive.name_for_index(at)?.ok()?)));
    let texts: Vec<usize> = names.filter(|(_, name)| is_one(name)).map(|(at, _)| at).collect();
    let [only] = texts[..] else { return None };
    read(archive.by_index(only).ok()?)
}

/// Reads what can be unpacked: of a file that is cut off, what is there of it.
fn read(packed: impl Read) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let whole = packed.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes);
    (whole.is_ok() || !bytes.is_empty()).then_some(bytes)
}
