//! The files of a torrent in few bytes. A search keeps thousands of lists and writes them down, and the paths of a batch
//! repeat one another: each text is kept as what differs from the one before.

use std::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use super::TorrentFile;

/// The longest text that is read back. What is read of an answer is shorter.
const LONGEST: usize = 32 << 10;
/// The fewest bytes a file takes: its marks, its index, and the three lengths of its path.
const LEAST: usize = 5;

const HAS_SIZE: u8 = 1;
const HAS_LINK: u8 = 1 << 1;
/// The name is not the last part of the path, so it is written too.
const HAS_NAME: u8 = 1 << 2;

/// A list of files. [`read`](Self::read) returns them; [`ListedFiles`] makes one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileList {
    count: usize,
    told: Bytes,
}

impl FileList {
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Returns the files. A damaged list ends before the damage.
    pub fn read(&self) -> Vec<TorrentFile> {
        let mut told = &*self.told.0;
        let mut files = Vec::with_capacity(self.count.min(told.len() / LEAST));
        while files.len() < self.count
            && let Some(file) = file(&mut told, files.last())
        {
            files.push(file);
        }
        files
    }
}

impl<'a> FromIterator<&'a TorrentFile> for FileList {
    fn from_iter<I: IntoIterator<Item = &'a TorrentFile>>(files: I) -> Self {
        let mut list = ListedFiles::default();
        for TorrentFile { index, name, path, size, link } in files {
            list.push(*index, name, path, *size, link.as_deref());
        }
        list.done()
    }
}

/// A [`FileList`] to which files are added.
#[derive(Debug, Default)]
pub struct ListedFiles {
    count: usize,
    told: Vec<u8>,
    /// What the next file is written against.
    index: i64,
    path: String,
    link: String,
}

impl ListedFiles {
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds a file; the arguments are the fields of [`TorrentFile`].
    pub fn push(&mut self, index: i64, name: &str, path: &str, size: Option<u64>, link: Option<&str>) {
        let told = &mut self.told;
        let is_named = name != base_name(path);
        let marks = [(HAS_SIZE, size.is_some()), (HAS_LINK, link.is_some()), (HAS_NAME, is_named)];
        told.push(marks.into_iter().filter_map(|(mark, is)| is.then_some(mark)).sum());
        let step = index.wrapping_sub(self.index);
        put_number(told, ((step << 1) ^ (step >> 63)).cast_unsigned());
        put_text(told, &self.path, path);
        if is_named {
            put_text(told, path, name);
        }
        if let Some(size) = size {
            put_number(told, size);
        }
        if let Some(link) = link {
            put_text(told, &self.link, link);
        }
        self.index = index;
        path.clone_into(&mut self.path);
        link.unwrap_or_default().clone_into(&mut self.link);
        self.count += 1;
    }

    pub fn done(self) -> FileList {
        FileList { count: self.count, told: Bytes(self.told.into()) }
    }
}

/// Reads the file after `last`; `None` on damage.
fn file(told: &mut &[u8], last: Option<&TorrentFile>) -> Option<TorrentFile> {
    let marks = *told.split_off_first()?;
    let step = number(told)?;
    let step = (step >> 1).cast_signed() ^ -(step & 1).cast_signed();
    let index = last.map_or(0, |last| last.index).wrapping_add(step);
    let path = text(told, last.map_or("", |last| &last.path))?;
    let name = if marks & HAS_NAME == 0 { base_name(&path).to_owned() } else { text(told, &path)? };
    let size = if marks & HAS_SIZE == 0 { None } else { Some(number(told)?) };
    let last_link = last.and_then(|last| last.link.as_deref()).unwrap_or_default();
    let link = if marks & HAS_LINK == 0 { None } else { Some(text(told, last_link)?) };
    Some(TorrentFile { index, name, path, size, link })
}

fn base_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// Writes how many bytes the text shares with `last` at its beginning and its end, and what stands between.
fn put_text(told: &mut Vec<u8>, last: &str, text: &str) {
    let (last, text) = (last.as_bytes(), text.as_bytes());
    let start = alike(last, text);
    let (last, text) = (&last[start..], &text[start..]);
    let end = alike_at_end(last, text);
    let between = &text[..text.len() - end];
    for length in [start, end, between.len()] {
        put_number(told, length as u64);
    }
    told.extend_from_slice(between);
}

/// Reads a text that [`put_text`] wrote; `None` on damage.
fn text(told: &mut &[u8], last: &str) -> Option<String> {
    let mut length = || usize::try_from(number(told)?).ok().filter(|length| *length <= LONGEST);
    let (start, end, between) = (length()?, length()?, length()?);
    let (between, last) = (told.split_off(..between)?, last.as_bytes());
    if start + end > last.len() || start + between.len() + end > LONGEST {
        return None;
    }
    String::from_utf8([&last[..start], between, &last[last.len() - end..]].concat()).ok()
}

/// How many bytes are compared in one step.
const WIDTH: usize = 16;

/// Returns how many bytes both begin with.
fn alike(a: &[u8], b: &[u8]) -> usize {
    let wide = a.chunks_exact(WIDTH).zip(b.chunks_exact(WIDTH)).take_while(|(a, b)| a == b).count() * WIDTH;
    wide + a[wide..].iter().zip(&b[wide..]).take_while(|(a, b)| a == b).count()
}

/// Returns how many bytes both end with.
fn alike_at_end(a: &[u8], b: &[u8]) -> usize {
    let wide = a.rchunks_exact(WIDTH).zip(b.rchunks_exact(WIDTH)).take_while(|(a, b)| a == b).count() * WIDTH;
    let (a, b) = (&a[..a.len() - wide], &b[..b.len() - wide]);
    wide + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

/// Writes a number, seven bits a byte, the lowest first; the last byte is below 128.
fn put_number(told: &mut Vec<u8>, mut number: u64) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            return told.push(low & 0x7f);
        }
        told.push(low | 0x80);
    }
}

/// Reads a number that [`put_number`] wrote; `None` on damage.
fn number(told: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let byte = *told.split_off_first()?;
        number |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Bytes, written as such where a format knows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Bytes(Box<[u8]>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(BytesVisitor)
    }
}

struct BytesVisitor;

impl Visitor<'_> for BytesVisitor {
    type Value = Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
        Ok(Bytes(bytes.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(index: i64, path: &str, size: Option<u64>, link: Option<&str>) -> TorrentFile {
        TorrentFile {
            index,
            name: base_name(path).to_owned(),
            path: path.to_owned(),
            size,
            link: link.map(str::to_owned),
        }
    }

    fn listed() -> Vec<TorrentFile> {
        vec![
            file(0, "/Blue Meadow/Blue Meadow - 0001 [8DE44442].mkv", Some(1_400_000_000), None),
            file(1, "/Blue Meadow/Blue Meadow - 0002 [0A1B2C3D].mkv", Some(u64::MAX), Some("stremthru://a/1")),
            file(-1, "/Blue Meadow/青い草原 - 03.mkv", None, Some("stremthru://a/2")),
            file(i64::MIN, "/Blue Meadow/青い草 - 03.mkv", Some(0), Some("")),
            file(i64::MAX, "", None, None),
            TorrentFile { name: "of its own.mkv".to_owned(), ..file(7, "/Blue Meadow/03.mkv", Some(1), None) },
            TorrentFile { name: "a name alone.mkv".to_owned(), ..file(8, "", Some(1), None) },
            file(9, "ends/", Some(128), None),
        ]
    }

    #[test]
    fn what_was_listed_is_read_back() {
        let files = listed();
        let list: FileList = files.iter().collect();
        assert_eq!((list.read(), list.len()), (files, 8));
        let packed = rmp_serde::to_vec(&list).unwrap();
        assert_eq!(rmp_serde::from_slice::<FileList>(&packed).unwrap(), list);
        assert_eq!((FileList::default().read(), FileList::default().is_empty()), (Vec::new(), true));
    }

    #[test]
    fn a_batch_takes_a_dozen_bytes_a_file() {
        let path = |n: i64| format!("/[Grp] Blue Meadow [1080p]/[Grp] Blue Meadow - {n:04} [1080p][HEVC 10bit].mkv");
        let files: Vec<TorrentFile> = (0..1000).map(|n| file(n, &path(n), Some(700_000_000 + 9), None)).collect();
        let list: FileList = files.iter().collect();
        assert_eq!(list.read(), files);
        assert!(list.told.0.len() < 14_000, "{}", list.told.0.len());
    }

    #[test]
    fn damage_ends_a_list_and_nothing_else() {
        let files = listed();
        let list: FileList = files.iter().collect();
        for at in 0..list.told.0.len() {
            let cut = FileList { told: Bytes(list.told.0[..at].into()), ..list };
            let read = cut.read();
            assert!(files.starts_with(&read) && read.len() < files.len(), "cut at {at}");
            for byte in [0, 0x7f, 0x80, 0xff] {
                let mut damaged = list.clone();
                damaged.told.0[at] = byte;
                assert!(damaged.read().len() <= files.len());
            }
        }
        let claimed = FileList { count: usize::MAX, told: Bytes([0xff; 64].into()) };
        assert_eq!(claimed.read(), []);
    }
}
