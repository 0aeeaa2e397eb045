//! Owns the table: what is done to an upstream, and what has to be said of it then.

use std::fmt;

use perihelion_core::http::Failure;
use perihelion_core::torrent::{OwnSlot, SourceName};
use perihelion_simulator::{Content, Delivery, Knobs, Packing};

/// Names like any others, which lead to this machine.
pub(crate) const INSIDE: [&str; 2] = ["router.example", "printer.example"];

/// Who is ill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Source(SourceName),
    /// A catalogue, or the service that knows an anime's other ids.
    Catalogue,
    /// A debrid service behind StremThru.
    Store,
    Images,
}

/// What is done to an upstream.
#[derive(Clone, Debug)]
pub(crate) enum Ill {
    Mood(Knobs),
    /// Nobody listens where it should be.
    Gone,
    /// It is a public server, and redirects to this machine by this name or address.
    LeadsInside(String),
}

/// What its chip has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// Exactly what it holds when it is well.
    Everything,
    Torrents,
    Nothing,
    Timeout,
    Unreachable,
    Blocked,
    Refused(u16),
    Limited(Option<u64>),
    Malformed,
    /// That it is too large, or that time was up before it was known to be.
    TooMuch,
    /// A reason in its own words.
    Reason,
}

impl Says {
    pub(crate) fn of(failure: &Failure) -> Self {
        match failure {
            Failure::Timeout(_) => Self::Timeout,
            Failure::RateLimited { retry_after } => Self::Limited(retry_after.map(|wait| wait.as_secs())),
            Failure::Blocked => Self::Blocked,
            Failure::Refused(status) => Self::Refused(*status),
            Failure::Unreachable(_) => Self::Unreachable,
            Failure::Malformed(_) => Self::Malformed,
            Failure::Said(_) => Self::Reason,
            Failure::Resting { .. } => unreachable!("nobody rests in a first search"),
        }
    }

    /// Whether this is what was expected.
    pub(crate) fn fits(self, expected: Self) -> bool {
        self == expected || (expected == Self::TooMuch && matches!(self, Self::Malformed | Self::Timeout))
    }

    /// Whether it answered, if only with nothing.
    pub(crate) fn is_answer(self) -> bool {
        matches!(self, Self::Everything | Self::Torrents | Self::Nothing)
    }
}

#[derive(Clone)]
pub(crate) struct Fault {
    pub(crate) name: String,
    pub(crate) ill: Ill,
    pub(crate) says: fn(Who) -> Says,
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

fn mood(name: &str, knobs: Knobs, says: fn(Who) -> Says) -> Fault {
    Fault { name: name.to_owned(), ill: Ill::Mood(knobs), says }
}

fn status(name: &str, status: u16, knobs: Knobs, says: fn(Who) -> Says) -> Fault {
    mood(name, Knobs { status: Some(status), ..knobs }, says)
}

/// What every upstream is put through.
pub(crate) fn faults() -> Vec<Fault> {
    [refusals(), broken(), floods(), redirects(), bent()].into_iter().flatten().collect()
}

/// What the table must not let pass: an error that counts as nothing found, rows that are gone, a reason that is another.
pub(crate) fn planted() -> Vec<Fault> {
    let none = Knobs::default;
    vec![
        mood("planted: nothing", Knobs { content: Some(Content::Blank), ..none() }, |_| Says::Nothing),
        mood("planted: rows that are gone", Knobs { torrents: Some(1), ..none() }, |_| Says::Everything),
        mood("planted: another reason", Knobs { hang: true, ..none() }, |_| Says::Malformed),
    ]
}

/// An addon of the person's own, and an index.
pub(crate) fn own() -> [SourceName; 2] {
    [1, 2].map(|number| SourceName::Own(OwnSlot::new(number).unwrap()))
}

/// Whether a source is read as a feed.
fn is_feed(who: Who) -> bool {
    who == Who::Source(SourceName::Nyaa) || who == Who::Source(own()[1])
}

fn refusals() -> Vec<Fault> {
    use SourceName::{AnimeTosho, Comet, MediaFusion, Nyaa, Peerflix, Torrentio, TorrentsDb};
    let none = Knobs::default;
    vec![
        mood("hangs", Knobs { hang: true, ..none() }, |_| Says::Timeout),
        Fault { name: "refuses connections".to_owned(), ill: Ill::Gone, says: |_| Says::Unreachable },
        mood("403 with a challenge", Knobs { challenge: true, ..none() }, |_| Says::Blocked),
        status("200 with a challenge", 200, Knobs { challenge: true, ..none() }, |_| Says::Blocked),
        status("404", 404, none(), |who| match who {
            Who::Source(Peerflix | SourceName::Own(_)) if !is_feed(who) => Says::Nothing,
            Who::Catalogue => Says::Nothing,
            _ => Says::Refused(404),
        }),
        status("418", 418, none(), |_| Says::Blocked),
        status("429", 429, none(), |_| Says::Limited(None)),
        status("429 with Retry-After", 429, Knobs { retry_after: Some("120".to_owned()), ..none() }, |_| {
            Says::Limited(Some(120))
        }),
        status("500", 500, none(), |_| Says::Refused(500)),
        status("500, then well", 500, Knobs { fail_first: 1, ..none() }, |who| match who {
            // These two have another door.
            Who::Source(AnimeTosho | Nyaa) => Says::Torrents,
            _ => Says::Refused(500),
        }),
        status("503, then well", 503, Knobs { fail_first: 1, ..none() }, |who| match who {
            // These two count requests and are never asked twice.
            Who::Source(Torrentio | MediaFusion) => Says::Refused(503),
            _ => Says::Torrents,
        }),
        mood("empty", Knobs { empty: true, ..none() }, |_| Says::Nothing),
        mood("words for streams", Knobs { notices: true, ..none() }, |who| match who {
            Who::Source(Torrentio | TorrentsDb | Peerflix | MediaFusion) => Says::Reason,
            // It says that it has only begun.
            Who::Source(Comet) => Says::Nothing,
            _ => Says::Torrents,
        }),
    ]
}

fn broken() -> Vec<Fault> {
    let none = Knobs::default;
    let sent = |delivery| Knobs { delivery: Some(delivery), ..none() };
    let holds = |content| Knobs { content: Some(content), ..none() };
    // A page of search results is read row by row, as far as it goes.
    let cut: fn(Who) -> Says =
        |who| if who == Who::Source(SourceName::Nyaa) { Says::Torrents } else { Says::Malformed };
    vec![
        mood("breaks off mid-body", Knobs { drop_mid_body: true, ..none() }, |_| Says::Malformed),
        mood("reset half way", sent(Delivery::Reset), |_| Says::Malformed),
        mood("promises more than comes", sent(Delivery::TooLong), |_| Says::Malformed),
        mood("promises less than comes", sent(Delivery::TooShort), cut),
        mood("truncated", Knobs { truncated: true, ..none() }, cut),
        mood("another JSON type", Knobs { wrong_type: true, ..none() }, |_| Says::Malformed),
        mood("garbage", Knobs { garbage: true, ..none() }, |_| Says::Malformed),
        mood("blank", holds(Content::Blank), |_| Says::Malformed),
        mood("a page", holds(Content::Page), |_| Says::Malformed),
        mood("UTF-16", holds(Content::Utf16), |_| Says::Malformed),
    ]
}

fn floods() -> Vec<Fault> {
    let none = Knobs::default;
    let flood = |bytes| Knobs { gigantic_bytes: Some(bytes), ..none() };
    let sent = |delivery| Knobs { delivery: Some(delivery), ..none() };
    let bomb = |packing| Knobs { bomb_bytes: Some(4 << 30), packing, ..none() };
    vec![
        mood("a byte a second", sent(Delivery::Trickle), |_| Says::Timeout),
        mood("a gigabyte in chunks", flood(1 << 30), |_| Says::TooMuch),
        mood("an endless body", flood(u64::MAX), |_| Says::TooMuch),
        mood("a gzip bomb", bomb(Packing::Gzip), |_| Says::TooMuch),
        mood("a deflate bomb", bomb(Packing::Deflate), |_| Says::TooMuch),
        mood("a brotli bomb", bomb(Packing::Brotli), |_| Says::TooMuch),
        mood("a zstd bomb", bomb(Packing::Zstd), |_| Says::TooMuch),
        mood("a million headers", sent(Delivery::MillionHeaders), |_| Says::Malformed),
        mood("a header of 10 MB", sent(Delivery::LongHeader), |_| Says::Malformed),
        mood("a million rows", Knobs { content: Some(Content::MillionRows), ..none() }, |_| Says::TooMuch),
        mood("XML entities", Knobs { entities: true, ..none() }, |_| Says::Malformed),
        mood("nested 100,000 deep", Knobs { nested: Some(100_000), ..none() }, |_| Says::Malformed),
    ]
}

fn redirects() -> Vec<Fault> {
    let to = |to: &str| Knobs { redirect: Some(to.to_owned()), ..Knobs::default() };
    let inside = |host: &str| Fault {
        name: format!("redirects inside, to {host}"),
        ill: Ill::LeadsInside(host.to_owned()),
        says: |_| Says::Unreachable,
    };
    let addresses = [
        "127.0.0.1",
        "169.254.169.254",
        "[::1]",
        "[fe80::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::127.0.0.1]",
        "[2002:7f00:1::1]",
    ];
    let mut faults = vec![
        mood("redirects in a circle", to("loop"), |_| Says::Unreachable),
        mood("redirects to a file", to("file:///etc/passwd"), |_| Says::Unreachable),
    ];
    faults.extend(addresses.into_iter().chain(INSIDE).map(inside));
    faults
}

fn bent() -> Vec<Fault> {
    let holds = |content| Knobs { content: Some(content), ..Knobs::default() };
    vec![
        mood("not UTF-8", Knobs { invalid_utf8: true, ..Knobs::default() }, |_| Says::Torrents),
        mood("NUL, escapes and right-to-left marks in names", holds(Content::Controls), |_| Says::Everything),
        // A magnet link of a megabyte is none.
        mood(
            "names of 1 MB",
            holds(Content::LongNames),
            |who| {
                if is_feed(who) { Says::Torrents } else { Says::Everything }
            },
        ),
        mood("numbers beyond a float", holds(Content::HugeNumbers), |_| Says::Everything),
        mood("half characters", holds(Content::HalfCharacters), |_| Says::Everything),
        mood("every key twice", holds(Content::Twice), |_| Says::Everything),
    ]
}

/// Whether a text may be shown as it is: of bounded length, and nothing in it commands a terminal or hides or turns text.
pub(crate) fn is_clean(text: &str, longest: usize) -> bool {
    text.chars().count() <= longest && !text.contains(perihelion_core::text::misleads)
}
