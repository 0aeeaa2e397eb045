//! A `ClientHello` and its JA4 as `FoxIO` defines it, for the tests alone.

use sha2::{Digest as _, Sha256};

struct Hello {
    version: u16,
    ciphers: Vec<u16>,
    /// Kind and contents, in the order sent.
    extensions: Vec<(u16, Vec<u8>)>,
}

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count);
        self.0 = rest;
        taken
    }

    fn u8(&mut self) -> usize {
        usize::from(self.take(1)[0])
    }

    fn u16(&mut self) -> u16 {
        let bytes = self.take(2);
        u16::from_be_bytes([bytes[0], bytes[1]])
    }

    /// Reads a vector: a length of two bytes, then as many bytes.
    fn vector(&mut self) -> Bytes<'a> {
        let length = usize::from(self.u16());
        Bytes(self.take(length))
    }

    fn u16s(mut self) -> Vec<u16> {
        let mut all = Vec::new();
        while !self.0.is_empty() {
            all.push(self.u16());
        }
        all
    }
}

fn read(record: &[u8]) -> Hello {
    let mut bytes = Bytes(record);
    assert_eq!(bytes.u8(), 1, "a ClientHello comes first");
    bytes.take(3);
    let version = bytes.u16();
    bytes.take(32);
    let session = bytes.u8();
    bytes.take(session);
    let ciphers = bytes.vector().u16s();
    let compression = bytes.u8();
    bytes.take(compression);
    let mut rest = bytes.vector();
    let mut extensions = Vec::new();
    while !rest.0.is_empty() {
        extensions.push((rest.u16(), rest.vector().0.to_vec()));
    }
    Hello { version, ciphers, extensions }
}

/// Whether a value is GREASE: reserved, without meaning, sent so that servers learn to ignore unknown values (RFC
/// 8701).
fn is_grease(value: u16) -> bool {
    value & 0x0f0f == 0x0a0a && value >> 8 == value & 0xff
}

fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

fn listed(values: &[u16]) -> String {
    values.iter().map(|value| format!("{value:04x}")).collect::<Vec<_>>().join(",")
}

pub(super) fn ja4(record: &[u8]) -> String {
    const NAME: u16 = 0;
    const ALGORITHMS: u16 = 13;
    const PROTOCOLS: u16 = 16;
    const VERSIONS: u16 = 43;
    let hello = read(record);
    let contents = |kind| hello.extensions.iter().find(|(of, _)| *of == kind).map(|(_, contents)| contents.as_slice());

    let offered = contents(VERSIONS).map(|bytes| Bytes(&bytes[1..]).u16s()).unwrap_or_default();
    let version = match offered.into_iter().filter(|version| !is_grease(*version)).max().unwrap_or(hello.version) {
        0x0304 => "13",
        0x0303 => "12",
        other => panic!("no client of ours offers TLS {other:04x}"),
    };
    let protocol = contents(PROTOCOLS).map_or_else(
        || "00".to_owned(),
        |bytes| {
            let mut list = Bytes(bytes).vector();
            let length = list.u8();
            let first = list.take(length);
            [first[0], first[length - 1]].map(char::from).iter().collect()
        },
    );
    let mut ciphers: Vec<u16> = hello.ciphers.iter().copied().filter(|cipher| !is_grease(*cipher)).collect();
    ciphers.sort_unstable();
    let mut kinds: Vec<u16> = extension_kinds(&hello);
    let name = if kinds.contains(&NAME) { 'd' } else { 'i' };
    let first = format!("t{version}{name}{:02}{:02}{protocol}", ciphers.len(), kinds.len());
    kinds.retain(|kind| *kind != NAME && *kind != PROTOCOLS);
    kinds.sort_unstable();
    let algorithms = contents(ALGORITHMS).map(|bytes| Bytes(bytes).vector().u16s()).unwrap_or_default();
    let last = format!("{}_{}", listed(&kinds), listed(&algorithms));
    format!("{first}_{}_{}", hash(&listed(&ciphers)), hash(&last))
}

fn extension_kinds(hello: &Hello) -> Vec<u16> {
    hello.extensions.iter().map(|(kind, _)| *kind).filter(|kind| !is_grease(*kind)).collect()
}

/// The kinds of extension, as they were sent.
pub(super) fn extensions(record: &[u8]) -> Vec<u16> {
    extension_kinds(&read(record))
}

#[test]
fn grease_is_told_from_values() {
    assert!(is_grease(0x0a0a) && is_grease(0xfafa));
    assert!(!is_grease(0x1301) && !is_grease(0x0a1a));
}
