//! The opening of an HTTP/2 connection, frame by frame, and its fingerprint as Akamai writes it. For the tests alone.

use tokio::io::{AsyncRead, AsyncReadExt as _};

pub(super) struct Frame {
    kind: u8,
    flags: u8,
    payload: Vec<u8>,
}

const HEADERS: u8 = 1;
const PRIORITY: u8 = 2;
const SETTINGS: u8 = 4;
const WINDOW_UPDATE: u8 = 8;

/// Reads all frames up to and with the first request's headers.
pub(super) async fn opening(stream: &mut (impl AsyncRead + Unpin)) -> Vec<Frame> {
    let mut preface = [0; 24];
    stream.read_exact(&mut preface).await.unwrap();
    assert_eq!(&preface, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    let mut frames = Vec::new();
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await.unwrap();
        let mut payload = vec![0; usize::from(head[0]) << 16 | usize::from(head[1]) << 8 | usize::from(head[2])];
        stream.read_exact(&mut payload).await.unwrap();
        frames.push(Frame { kind: head[3], flags: head[4], payload });
        if head[3] == HEADERS {
            return frames;
        }
    }
}

/// Returns Akamai's fingerprint: settings, window update, priority frames, order of pseudo-headers.
pub(super) fn akamai(frames: &[Frame]) -> String {
    let of = |kind| frames.iter().find(|frame| frame.kind == kind).map(|frame| frame.payload.as_slice());
    let setting = |pair: &[u8]| {
        let value = u32::from_be_bytes([pair[2], pair[3], pair[4], pair[5]]);
        format!("{}:{value}", u16::from_be_bytes([pair[0], pair[1]]))
    };
    let settings: Vec<String> = of(SETTINGS).unwrap().chunks(6).map(setting).collect();
    let window = of(WINDOW_UPDATE).map_or(0, |bytes| u32::from_be_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]));
    let priorities = frames.iter().filter(|frame| frame.kind == PRIORITY).count();
    let headers = frames.iter().find(|frame| frame.kind == HEADERS).unwrap();
    let order: Vec<String> = pseudo_headers(headers).into_iter().map(String::from).collect();
    format!("{}|{window}|{priorities}|{}", settings.join(";"), order.join(","))
}

/// Returns the pseudo-headers (such as `:method`) by their first letters, in the order sent.
fn pseudo_headers(frame: &Frame) -> Vec<char> {
    const PADDED: u8 = 0x8;
    const PRIORITISED: u8 = 0x20;
    assert_eq!(frame.flags & PADDED, 0, "no client of ours pads");
    let mut at = if frame.flags & PRIORITISED == 0 { 0 } else { 5 };
    let bytes = &frame.payload;
    let mut order = Vec::new();
    loop {
        let byte = bytes[at];
        let (index, has_value) = if byte & 0x80 != 0 {
            (integer(bytes, &mut at, 7), false)
        } else if byte & 0x40 != 0 {
            (integer(bytes, &mut at, 6), true)
        } else if byte & 0x20 != 0 {
            // A change of the dynamic table's size, not a field.
            integer(bytes, &mut at, 5);
            continue;
        } else {
            (integer(bytes, &mut at, 4), true)
        };
        // Indexes of the pseudo-headers in the static table (RFC 7541, appendix A).
        order.push(match index {
            1 => 'a',
            2 | 3 => 'm',
            4 | 5 => 'p',
            6 | 7 => 's',
            _ => return order,
        });
        if has_value {
            let length = integer(bytes, &mut at, 7);
            at += length;
        }
    }
}

/// Reads an HPACK integer with a prefix of `bits` bits (RFC 7541, section 5.1).
fn integer(bytes: &[u8], at: &mut usize, bits: u32) -> usize {
    let most = (1_usize << bits) - 1;
    let mut value = usize::from(bytes[*at]) & most;
    *at += 1;
    if value < most {
        return value;
    }
    let mut shift = 0;
    loop {
        let byte = usize::from(bytes[*at]);
        *at += 1;
        value += (byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            return value;
        }
    }
}
