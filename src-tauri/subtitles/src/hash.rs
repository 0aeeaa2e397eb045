//! The hash by which `OpenSubtitles` knows a video file: its size and the sums of its first and last 64 KiB.

/// How much of the beginning and of the end counts, in bytes.
pub const HASHED: usize = 64 << 10;

/// Returns the hash of a file of `size` bytes, in 16 digits. `head` are its first [`HASHED`] bytes and `tail` its last ones; `None`
/// where these are others, as of a file that has fewer.
pub fn hash(size: u64, head: &[u8], tail: &[u8]) -> Option<String> {
    if head.len() != HASHED || tail.len() != HASHED || size < HASHED as u64 {
        return None;
    }
    let words = head.as_chunks::<8>().0.iter().chain(tail.as_chunks::<8>().0);
    let sum = words.fold(size, |sum, word| sum.wrapping_add(u64::from_le_bytes(*word)));
    Some(format!("{sum:016x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_size_and_the_sums_modulo_two_to_the_64() {
        let zeros = vec![0; HASHED];
        assert_eq!(hash(12_909_756, &zeros, &zeros).as_deref(), Some("0000000000c4fcbc"), "the size alone");
        let ones = vec![0xff; HASHED];
        // 8,192 words of -1 at either end.
        assert_eq!(hash(0x4000, &[], &[]), None);
        assert_eq!(hash(0x10_4000, &ones, &ones).as_deref(), Some("0000000000100000"), "it wraps around");
        let mut one = zeros.clone();
        one[7] = 0x80;
        one[8] = 1;
        assert_eq!(hash(65_536, &one, &zeros).as_deref(), Some("8000000000010001"), "words are little endian");
        assert_eq!(hash(65_535, &zeros, &zeros), None, "the file is smaller");
        assert_eq!(hash(1 << 30, &zeros[1..], &zeros), None);
    }
}
