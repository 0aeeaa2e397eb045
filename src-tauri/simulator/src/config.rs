//! Owns what a run of the simulator is asked to be: its seed, its size, its moods, its accounts.

mod hostile;

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{Upstream, catalogue::Work, dice::Dice, film::Film};

pub use hostile::{Content, Delivery, Packing};

/// What to simulate. [`Config::default`] is the demo; [`Config::quick`] answers without delay, for tests.
#[derive(Clone, Debug)]
pub struct Config {
    /// Everything random follows from this number.
    pub seed: u64,
    /// The loopback port; `0` takes any free one.
    pub port: u16,
    /// How many unique torrents all nine sources together hold for the best-known titles; lesser ones hold a share.
    pub torrents: usize,
    /// The share of rows that repeat a torrent another source already has; `0.35` leaves about 65 % unique.
    pub overlap: f64,
    /// The share of torrents a debrid service already holds.
    pub cached_share: f64,
    pub latency: LatencyProfile,
    /// Moods from the start; see [`crate::Simulator::set_knobs`] for later.
    pub knobs: HashMap<Upstream, Knobs>,
    /// Works beside the built-in catalogue, with torrents of their own.
    pub works: Vec<Work>,
    pub accounts: Accounts,
    /// What the headers of the files in these torrents tell, by info hash; those of the others tell what their release promises.
    pub films: BTreeMap<String, Film>,
    /// What the addon for subtitles has for a title, by the id it is asked by; its own list where there is nothing.
    pub subtitles: BTreeMap<String, Vec<PlantedSubtitles>>,
    /// What goes wrong at the debrid services; see [`crate::Simulator::set_store_faults`] for later.
    pub store_faults: StoreFaults,
}

/// What goes wrong at the debrid services. Shares are from 0 to 1, and the same seed draws the same fates. The default is a
/// service as it usually is: a few torrents infringe, a few are ready a moment late, a few files are gone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StoreFaults {
    /// The fates below follow from it.
    pub seed: u64,
    /// They befall this service alone; the others are as they usually are.
    pub only: Option<String>,
    /// Torrents refused with 451 on add, some of them after they were taken.
    pub infringing: f64,
    /// Torrents with one of these texts in their name, or a file's, are refused with 451 on add, in any case of letters.
    pub refuses_names: Vec<String>,
    /// Torrents that stay at `downloading`, whatever the check says.
    pub downloading: f64,
    /// Torrents whose add is answered with 404, as when the server remembers an id that the service has not.
    pub forgotten: f64,
    /// The service serves nobody at the server's address.
    pub refused_server: bool,
    /// Adds are answered with 503.
    pub down: bool,
    /// Calls that end at a page between the server and the service.
    pub gateway_pages: f64,
    /// Milliseconds that Premiumize's check takes for each torrent it holds.
    pub directdl_ms: u64,
    /// Torrents that stay queued, whatever the check says.
    pub queued: f64,
    /// Torrents that are ready from the second look on.
    pub soon_ready: f64,
    /// Torrents that are ready from the fourth look on.
    pub late_ready: f64,
    /// Torrents that are `invalid` at first and ready at the next look.
    pub invalid_first: f64,
    /// Torrents that stay `invalid`.
    pub invalid: f64,
    /// Torrents that are taken, and the answer is 500: "torrent failed to reach status".
    pub add_fails: f64,
    /// Torrents whose links are ready at the third try only: 418 before.
    pub link_delayed: f64,
    /// Torrents whose files are gone when their link is wanted: 404.
    pub link_gone: f64,
    /// Torrents whose links lead to a 404.
    pub link_dead: f64,
    /// Torrents whose links lead to a page that says something went wrong, with status 200.
    pub link_page: f64,
    /// Torrents whose links lead to a short clip instead of the file.
    pub link_clip: f64,
    /// Calls answered with a page of the proxy in front: half of them before anything was done, half after.
    pub html_errors: f64,
    /// Calls answered with 429.
    pub rate_limited: f64,
    /// What a 429 says of when to come back.
    pub retry_after: Option<String>,
    /// Adds answered with `STORE_LIMIT_EXCEEDED`.
    pub too_many_active: f64,
    /// Adds that take `slow_add_ms`.
    pub slow_adds: f64,
    pub slow_add_ms: u64,
    /// Adds that are done and never answered.
    pub lost_answers: f64,
    /// Removals answered with 500 and not done.
    pub remove_fails: f64,
    /// Errors that come in the newer of the two envelopes.
    pub new_envelope: f64,
    /// The server knows only the newer `torz` paths; the older ones are a plain 404.
    pub only_torz: bool,
    /// Addresses longer than this are answered with 414.
    pub longest_url: Option<usize>,
    /// Tokens are known to the server itself and wanted from nobody who sends this `X-StremThru-Authorization`.
    pub proxy_authorization: Option<String>,
}

/// How long upstreams take before knobs add to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LatencyProfile {
    /// As real as a demo should feel: each source 80–900 ms from the seed, a cache check about 150 ms.
    Demo,
    /// No delay at all.
    None,
    /// The same delay for everything.
    Fixed { ms: u64 },
}

/// The debrid accounts by token. Tokens not named here are premium.
#[derive(Clone, Debug)]
pub struct Accounts {
    pub tokens: BTreeMap<String, Standing>,
    /// Info hashes that are already in every account when the run begins.
    pub held: Vec<String>,
}

/// A text that the addon for subtitles offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlantedSubtitles {
    /// As addons write it: `eng`.
    pub language: String,
    pub release: String,
    pub text: String,
    /// The addon says that they are for the very file, whatever that is.
    pub claims_hash: bool,
}

/// What a token is worth to the debrid service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    Premium,
    Trial,
    /// Known, but the subscription ran out: check answers 403, add 402.
    Expired,
    /// Not a valid token: 401 `bad_token`.
    Refused,
    /// Premium, with every slot for active torrents taken: add answers `STORE_LIMIT_EXCEEDED`.
    Limited,
}

/// The mood of one upstream. The default is to answer well.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, set by name from tests and JSON")]
pub struct Knobs {
    /// Milliseconds added to every answer.
    pub latency_ms: u64,
    /// Up to this many milliseconds more, drawn from the seed for each request.
    pub jitter_ms: u64,
    /// Answer with this status (and the upstream's own error body) instead of the data.
    pub status: Option<u16>,
    /// A `Retry-After` header, in whatever form is given; also on good answers.
    pub retry_after: Option<String>,
    /// Accept the request and never answer.
    pub hang: bool,
    /// Promise the whole body, send half, close.
    pub drop_mid_body: bool,
    /// The right content type over bytes that are none of it.
    pub garbage: bool,
    /// Stream about this many bytes of well-begun, endless body.
    pub gigantic_bytes: Option<u64>,
    /// A packed stream that unpacks to about this many bytes.
    pub bomb_bytes: Option<u64>,
    /// What the bomb is packed with.
    pub packing: Packing,
    /// Redirect here instead of answering; `loop` leads back to the same place for ever.
    pub redirect: Option<String>,
    /// XML whose entities are made of entities: a few hundred bytes that expand to gigabytes.
    pub entities: bool,
    /// Arrays in arrays, or elements in elements, so many levels deep.
    pub nested: Option<u32>,
    /// A good answer with bytes in its names that are no UTF-8.
    pub invalid_utf8: bool,
    /// Well-formed JSON with texts and numbers where lists belong.
    pub wrong_type: bool,
    /// The first half of a good answer, as if it were all.
    pub truncated: bool,
    /// A browser-challenge page; 403 unless `status` says otherwise.
    pub challenge: bool,
    /// A well-formed answer with nothing in it.
    pub empty: bool,
    /// Exactly this many rows from a source (its own protocol limits still hold).
    pub torrents: Option<usize>,
    /// The first so many requests fail with `status` (503 when none is given), later ones succeed.
    pub fail_first: u32,
    /// Addons answer with notice rows alone, as during a first scrape.
    pub notices: bool,
    /// Comet writes every row as its older instances do.
    pub older: bool,
    /// What a good answer holds instead.
    pub content: Option<Content>,
    /// How a good answer is sent.
    pub delivery: Option<Delivery>,
    /// A file's connection is closed after about this many bytes.
    pub dies_every: Option<u64>,
    /// A link to a file answers 410 after about this many bytes.
    pub link_lasts: Option<u64>,
    /// A file's parts say that they begin a byte later.
    pub wrong_ranges: bool,
    /// Ranges of a file are answered with all of it.
    pub no_ranges: bool,
    /// Each link to a file has an entity tag of its own.
    pub other_etags: bool,
    /// So many bits of a file come in a second.
    pub line: Option<u64>,
    /// What tells segments leaves the ends of credits and previews open, where its format can.
    pub open_ends: bool,
    /// What tells segments tells of times that cannot be: negative, turned around, of other years, a thousand of them.
    pub impossible: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            seed: 1_577_836_800,
            port: 0,
            torrents: 1140,
            overlap: 0.35,
            cached_share: 0.45,
            latency: LatencyProfile::Demo,
            knobs: HashMap::new(),
            works: Vec::new(),
            accounts: Accounts::default(),
            films: BTreeMap::new(),
            subtitles: BTreeMap::new(),
            store_faults: StoreFaults::default(),
        }
    }
}

impl Config {
    /// The demo's world without its delays.
    pub fn quick() -> Self {
        Self { latency: LatencyProfile::None, ..Self::default() }
    }
}

impl Default for Accounts {
    fn default() -> Self {
        let tokens = [
            ("demo-premium", Standing::Premium),
            ("demo-trial", Standing::Trial),
            ("demo-expired", Standing::Expired),
            ("demo-refused", Standing::Refused),
            ("demo-limited", Standing::Limited),
        ];
        Self {
            tokens: tokens.into_iter().map(|(token, standing)| (token.to_owned(), standing)).collect(),
            held: Vec::new(),
        }
    }
}

impl Accounts {
    pub(crate) fn standing(&self, token: &str) -> Standing {
        self.tokens.get(token).copied().unwrap_or(Standing::Premium)
    }
}

impl LatencyProfile {
    /// Milliseconds before an upstream's answer to this path, before knobs.
    pub(crate) fn ms(self, seed: u64, upstream: Upstream, path: &str) -> u64 {
        match self {
            Self::None => 0,
            Self::Fixed { ms } => ms,
            Self::Demo => {
                let mut wobble = Dice::new(seed, path);
                let (low, high) = match upstream {
                    Upstream::StremThru if path.contains("/magnets/check") => (130, 170),
                    Upstream::StremThru if path.contains("/v0/store/") => (120, 380),
                    Upstream::Files => (0, 0),
                    Upstream::Metahub => (10, 60),
                    Upstream::Cinemeta
                    | Upstream::Kitsu
                    | Upstream::Relations
                    | Upstream::AniSkip
                    | Upstream::TheIntroDb
                    | Upstream::IntroDb => (60, 160),
                    source => {
                        // Each source has a pace of its own; one request differs a little from the next.
                        let pace = Dice::new(seed, source.name()).within(80, 760);
                        (pace, (pace + pace / 5).min(900))
                    }
                };
                wobble.within(low, high)
            }
        }
    }
}

impl Knobs {
    /// These knobs with what a query asks for on top: `sim.latency`, `sim.status`, `sim.hang`, … named as the fields.
    pub(crate) fn with_query(&self, query: &[(String, String)]) -> Self {
        let mut knobs = self.clone();
        for (key, value) in query {
            let Some(name) = key.strip_prefix("sim.") else { continue };
            let on = !matches!(value.as_str(), "0" | "false" | "no");
            match name {
                "latency" | "latency_ms" => knobs.latency_ms = value.parse().unwrap_or_default(),
                "jitter" | "jitter_ms" => knobs.jitter_ms = value.parse().unwrap_or_default(),
                "status" => knobs.status = value.parse().ok(),
                "retry_after" => knobs.retry_after = Some(value.clone()),
                "hang" => knobs.hang = on,
                "drop" | "drop_mid_body" => knobs.drop_mid_body = on,
                "garbage" => knobs.garbage = on,
                "gigantic" | "gigantic_bytes" => knobs.gigantic_bytes = value.parse().ok(),
                "bomb" | "bomb_bytes" => knobs.bomb_bytes = value.parse().ok(),
                "packing" => knobs.packing = named(value).unwrap_or_default(),
                "redirect" => knobs.redirect = Some(value.clone()),
                "entities" => knobs.entities = on,
                "nested" => knobs.nested = value.parse().ok(),
                "invalid_utf8" => knobs.invalid_utf8 = on,
                "wrong_type" => knobs.wrong_type = on,
                "truncated" => knobs.truncated = on,
                "challenge" => knobs.challenge = on,
                "empty" => knobs.empty = on,
                "torrents" => knobs.torrents = value.parse().ok(),
                "notices" => knobs.notices = on,
                "older" => knobs.older = on,
                "content" => knobs.content = named(value),
                "delivery" => knobs.delivery = named(value),
                "dies_every" => knobs.dies_every = value.parse().ok(),
                "link_lasts" => knobs.link_lasts = value.parse().ok(),
                "wrong_ranges" => knobs.wrong_ranges = on,
                "no_ranges" => knobs.no_ranges = on,
                "other_etags" => knobs.other_etags = on,
                "line" => knobs.line = value.parse().ok(),
                "open_ends" => knobs.open_ends = on,
                "impossible" => knobs.impossible = on,
                _ => {}
            }
        }
        knobs
    }
}

/// A value by the name it has in JSON.
fn named<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(name.into()).ok()
}
