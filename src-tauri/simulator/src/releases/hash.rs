//! Owns info hashes that remember what they name: half is drawn from the seed, half is the key behind a stream drawn from
//! the first half. So a hash alone leads back to its torrent and nothing has to be kept, however many exist.

use crate::dice::mix;

/// Which torrent of the world this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    pub(crate) work: u16,
    pub(crate) flavour: Flavour,
    /// The episode's position, the season or the block, as the flavour needs.
    pub(crate) at: u16,
    pub(crate) number: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flavour {
    Film,
    Single,
    Season,
    Range,
    Complete,
    Decoy,
    /// Word for word from [`crate::Release`]; `number` is its position.
    Given,
}

const FLAVOURS: [Flavour; 7] = [
    Flavour::Film,
    Flavour::Single,
    Flavour::Season,
    Flavour::Range,
    Flavour::Complete,
    Flavour::Decoy,
    Flavour::Given,
];

impl Key {
    fn bytes(self) -> [u8; 10] {
        let mut out = [0; 10];
        out[0..2].copy_from_slice(&self.work.to_be_bytes());
        out[2] = self.flavour as u8;
        out[3..5].copy_from_slice(&self.at.to_be_bytes());
        out[5..9].copy_from_slice(&self.number.to_be_bytes());
        out
    }

    /// A number to draw everything else about the torrent from.
    pub(crate) fn draw_seed(self, seed: u64) -> u64 {
        let bytes = self.bytes();
        let first =
            u64::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7]]);
        mix(mix(seed ^ 0x5eed) ^ mix(first ^ (u64::from(bytes[8]) << 3)))
    }

    pub(crate) fn hash(self, seed: u64) -> [u8; 20] {
        let mut out = [0; 20];
        out[..10].copy_from_slice(&self.pad(seed));
        let stream = stream(seed, &out[..10]);
        for (at, byte) in self.bytes().into_iter().enumerate() {
            out[10 + at] = byte ^ stream[at];
        }
        out
    }

    /// The key a hash was made from, if this seed made it.
    pub(crate) fn of_hash(hash: &[u8; 20], seed: u64) -> Option<Self> {
        let stream = stream(seed, &hash[..10]);
        let mut bytes = [0; 10];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = hash[10 + at] ^ stream[at];
        }
        let key = Self {
            work: u16::from_be_bytes([bytes[0], bytes[1]]),
            flavour: *FLAVOURS.get(usize::from(bytes[2]))?,
            at: u16::from_be_bytes([bytes[3], bytes[4]]),
            number: u32::from_be_bytes([bytes[5], bytes[6], bytes[7], bytes[8]]),
        };
        (key.pad(seed) == hash[..10]).then_some(key)
    }

    fn pad(self, seed: u64) -> [u8; 10] {
        let first = self.draw_seed(seed ^ 0xfeed);
        let second = mix(first);
        let mut out = [0; 10];
        out[..8].copy_from_slice(&first.to_be_bytes());
        out[8..].copy_from_slice(&second.to_be_bytes()[..2]);
        out
    }
}

fn stream(seed: u64, pad: &[u8]) -> [u8; 10] {
    let folded = pad.iter().fold(mix(seed), |state, byte| mix(state ^ u64::from(*byte)));
    let mut out = [0; 10];
    out[..8].copy_from_slice(&folded.to_be_bytes());
    out[8..].copy_from_slice(&mix(folded).to_be_bytes()[..2]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_leads_back_to_its_key_and_to_no_other_seed() {
        let key = Key { work: 31, flavour: Flavour::Season, at: 7, number: 29_999 };
        let hash = key.hash(42);
        assert_eq!(Key::of_hash(&hash, 42), Some(key), "round trip");
        assert_eq!(Key::of_hash(&hash, 43), None, "another world does not know it");
    }
}
