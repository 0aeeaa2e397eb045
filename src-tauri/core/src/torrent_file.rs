//! Reads a `.torrent` file a person hands over (BEP 3, bencoded): its info hash, its name, its trackers.

use std::io::Read as _;
use std::path::Path;

use bt_bencode::ByteString;
use serde::Deserialize;
use sha1::{Digest as _, Sha1};

use crate::magnet;
use crate::text::clean;
use crate::torrent::InfoHash;

/// The most bytes accepted; a torrent of a few thousand files has far less.
pub const MOST_BYTES: usize = 8 << 20;
/// The most levels of nesting accepted. A torrent file has five; the limit protects the stack of the recursive
/// decoder.
const MOST_LEVELS: usize = 64;
const LONGEST_NAME: usize = 500;

/// A torrent as given by a torrent file, a magnet link or a bare hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    pub hash: InfoHash,
    pub name: Option<String>,
    /// Announce URLs.
    pub trackers: Vec<String>,
}

/// Why a file is not a torrent that the services accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTorrentFile {
    #[error("the file cannot be read")]
    Unreadable,
    #[error("the file is too large to be a torrent file")]
    TooLarge,
    #[error("that is not a torrent file")]
    Form,
    /// It has a BitTorrent v2 hash only, which no service accepts.
    #[error("this torrent exists in the newer form only, which no service takes")]
    VersionTwo,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    announce: Option<ByteString>,
    #[serde(default, rename = "announce-list")]
    tiers: Option<Vec<Vec<ByteString>>>,
    /// The raw bytes of the `info` dictionary; their SHA-1 is the info hash.
    info: ByteString,
}

#[derive(Deserialize)]
struct Info {
    #[serde(default)]
    name: Option<ByteString>,
    #[serde(default)]
    pieces: Option<ByteString>,
}

/// Reads and parses a torrent file on disk. Blocks.
pub fn open(path: &Path) -> Result<Handed, BadTorrentFile> {
    let unreadable = |_| BadTorrentFile::Unreadable;
    // Opening a pipe would wait for its writer.
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(BadTorrentFile::Unreadable);
    }
    let mut bytes = Vec::new();
    let most = MOST_BYTES as u64 + 1;
    std::fs::File::open(path).map_err(unreadable)?.take(most).read_to_end(&mut bytes).map_err(unreadable)?;
    read(&bytes)
}

/// Parses the bytes of a torrent file.
pub fn read(bytes: &[u8]) -> Result<Handed, BadTorrentFile> {
    if bytes.len() > MOST_BYTES {
        return Err(BadTorrentFile::TooLarge);
    }
    if !is_shallow(bytes) {
        return Err(BadTorrentFile::Form);
    }
    let file: File = bt_bencode::from_slice(bytes).map_err(|_| BadTorrentFile::Form)?;
    let info: Info = bt_bencode::from_slice(&file.info).map_err(|_| BadTorrentFile::Form)?;
    if info.pieces.is_none() {
        return Err(BadTorrentFile::VersionTwo);
    }
    let hash: String = Sha1::digest(&file.info).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let announced: Vec<String> = file
        .announce
        .iter()
        .chain(file.tiers.iter().flatten().flatten())
        .map(|url| String::from_utf8_lossy(url).into_owned())
        .collect();
    Ok(Handed {
        hash: InfoHash::parse(&hash).map_err(|_| BadTorrentFile::Form)?,
        name: info.name.map(|name| clean(String::from_utf8_lossy(&name), LONGEST_NAME)).filter(|name| !name.is_empty()),
        trackers: magnet::trackers(announced.iter().map(String::as_str)),
    })
}

/// Returns whether the bytes are one bencoded value within the limit on nesting.
fn is_shallow(bytes: &[u8]) -> bool {
    let mut levels = 0_usize;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'd' | b'l' => levels += 1,
            b'e' => match levels.checked_sub(1) {
                Some(left) => levels = left,
                None => return false,
            },
            b'i' => match bytes[at..].iter().take(24).position(|&byte| byte == b'e') {
                Some(end) => at += end,
                None => return false,
            },
            b'0'..=b'9' => {
                let Some(digits) = bytes[at..].iter().take(12).position(|&byte| byte == b':') else { return false };
                let length: Option<usize> =
                    std::str::from_utf8(&bytes[at..at + digits]).ok().and_then(|n| n.parse().ok());
                let Some(length) = length.filter(|length| *length <= bytes.len()) else { return false };
                at += digits + length;
            }
            _ => return false,
        }
        if levels > MOST_LEVELS {
            return false;
        }
        at += 1;
    }
    levels == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &[u8] = b"d8:announce31:udp://tracker.example.org:1337/13:announce-listll31:udp://tracker.example.org:1337/el25:http://t.example/announceee4:infod6:lengthi5e4:name10:Sintel.mkv12:piece lengthi16384e6:pieces20:aaaaaaaaaaaaaaaaaaaaee";

    #[test]
    fn a_torrent_file_gives_its_hash_name_and_trackers() {
        let read = read(SMALL).unwrap();
        // sha1sum of the info dictionary's bytes.
        assert_eq!(read.hash.to_string(), "5d1ffc71eff7936bf43d8376fb11ecd960d01375");
        assert_eq!(read.name.as_deref(), Some("Sintel.mkv"));
        assert_eq!(read.trackers, ["udp://tracker.example.org:1337/", "http://t.example/announce"]);
    }

    #[test]
    fn a_file_on_disk_is_read_and_nothing_else_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Sintel.torrent");
        std::fs::write(&path, SMALL).unwrap();
        assert_eq!(open(&path), read(SMALL));
        assert_eq!(open(&folder.path().join("missing.torrent")), Err(BadTorrentFile::Unreadable));
        assert_eq!(open(folder.path()), Err(BadTorrentFile::Unreadable), "a folder");
        std::fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
        assert_eq!(open(&path), Err(BadTorrentFile::TooLarge), "a terabyte is not read");
    }

    #[test]
    fn what_is_no_torrent_is_refused_without_harm() {
        assert_eq!(read(b""), Err(BadTorrentFile::Form));
        assert_eq!(read(b"<html>not found</html>"), Err(BadTorrentFile::Form));
        assert_eq!(read(&SMALL[..SMALL.len() - 9]), Err(BadTorrentFile::Form), "cut short");
        assert_eq!(read(&vec![b'l'; 4 << 20]), Err(BadTorrentFile::Form), "a tower of lists does not reach the reader");
        assert_eq!(read(b"d4:info99999999999:aee"), Err(BadTorrentFile::Form), "a length beyond the end");
        assert_eq!(read(&vec![0; MOST_BYTES + 1]), Err(BadTorrentFile::TooLarge));
        assert_eq!(read(b"d4:infod9:file treede12:meta versioni2eee"), Err(BadTorrentFile::VersionTwo));
    }
}
