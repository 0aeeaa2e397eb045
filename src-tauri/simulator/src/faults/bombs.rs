//! Owns the bombs: endless zeros, packed with what HTTP allows. Each is a beginning, one piece again and again, and an end.

use axum::body::Bytes;
use flate2::{Compress, Compression, FlushCompress};

use crate::Packing;

/// The name of a packing in `Content-Encoding`.
pub(super) fn encoding(packing: Packing) -> &'static str {
    match packing {
        Packing::Gzip => "gzip",
        Packing::Deflate => "deflate",
        Packing::Brotli => "br",
        Packing::Zstd => "zstd",
    }
}

/// The packed bytes of at least so many zeros. The checksums at the end are not theirs; nobody should get there.
pub(super) fn zeros(packing: Packing, bytes: u64) -> impl Iterator<Item = Bytes> + Send + 'static {
    const MEGABYTE: usize = 1 << 20;
    let (head, piece, holds, end): (&'static [u8], Bytes, usize, &'static [u8]) = match packing {
        // The header of no particular file; an empty last block, a checksum and a length.
        Packing::Gzip => {
            (&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255], deflated(MEGABYTE), MEGABYTE, &[3, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        }
        Packing::Deflate => (&[0x78, 0x01], deflated(MEGABYTE), MEGABYTE, &[3, 0, 0, 0, 0, 0]),
        Packing::Brotli => (&BROTLI_FIRST, Bytes::from_static(&BROTLI_NEXT), 16 * MEGABYTE, &[3]),
        // A window of 128 MB, the most that is usually allowed, and blocks of one byte that is repeated.
        Packing::Zstd => {
            (&[0x28, 0xb5, 0x2f, 0xfd, 0, 0x88], Bytes::from([2, 0, 0x10, 0].repeat(8)), MEGABYTE, &[3, 0, 0, 0])
        }
    };
    let pieces = (0..bytes.div_ceil(holds as u64)).map(move |_| piece.clone());
    [Bytes::from_static(head)].into_iter().chain(pieces).chain([Bytes::from_static(end)])
}

/// Sixteen megabytes of zeros and a flush: what a compressor writes first, and what it writes from then on.
const BROTLI_FIRST: [u8; 27] = [
    0xcb, 0xff, 0xff, 0x3f, 0x00, 0x24, 0x00, 0xe2, 0xb1, 0x40, 0x72, 0xef, 0xff, 0xf8, 0xff, 0xff, 0x07, 0x80, 0x04,
    0x40, 0x1c, 0x16, 0x80, 0xee, 0xfd, 0x9f, 0x01,
];
const BROTLI_NEXT: [u8; 26] = [
    0xfc, 0xff, 0xff, 0x03, 0x40, 0x02, 0x20, 0x0e, 0x0b, 0x40, 0xf7, 0xfe, 0x8f, 0xff, 0xff, 0x7f, 0x00, 0x48, 0x00,
    0xc4, 0x61, 0x01, 0xe8, 0xde, 0xff, 0x19,
];

/// So many zeros as a piece of a deflate stream that stands by itself.
fn deflated(zeros: usize) -> Bytes {
    let mut packed = Vec::with_capacity(1 << 14);
    let mut compress = Compress::new(Compression::fast(), false);
    let flushed = compress.compress_vec(&vec![0; zeros], &mut packed, FlushCompress::Full);
    // It fits, so that the piece is whole.
    if flushed.is_ok() { packed.into() } else { Bytes::new() }
}
