//! Owns `StremThru`: its list of torrents, and the debrid side: user, check, magnets and links, for every store name the real one knows.

pub(crate) mod account;
mod check;
mod contents;
pub(crate) mod errors;
mod torrents;

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use account::{Accounts, Magnet, Status};
use axum::http::Method;
use contents::files;
use errors::Code;
use serde_json::{Value, json};

use crate::{
    config::{self, Standing, StoreFaults},
    dialects::{Call, Reply},
    dice::{Dice, fold},
    releases::{Torrent, World},
    text::iso,
};

const STORES: [&str; 11] = [
    "alldebrid",
    "debrider",
    "debridlink",
    "easydebrid",
    "offcloud",
    "pikpak",
    "premiumize",
    "realdebrid",
    "torbox",
    "torrin",
    "stremthru",
];
const MOST: usize = 500;
/// Longer than anybody waits.
const NEVER_MS: u64 = 3_600_000;

/// The accounts of one run behind their stores.
#[derive(Debug)]
pub(crate) struct Store {
    tokens: config::Accounts,
    accounts: Mutex<Accounts>,
    faults: Mutex<Faults>,
    links_ended: AtomicU64,
    links_made: AtomicU64,
}

/// The faults asked for, and how many calls have drawn from them.
#[derive(Debug, Default)]
struct Faults {
    asked: StoreFaults,
    calls: u64,
    /// How often a link was wanted, by what it is of.
    wanted: BTreeMap<String, u32>,
}

/// Who asks, and of which store.
struct Caller<'a> {
    store: &'a str,
    token: &'a str,
    standing: Standing,
    faults: StoreFaults,
}

impl Caller<'_> {
    /// Whether a torrent at this store has a fate of that share.
    fn is_fated(&self, hash: &str, fate: &str, share: f64) -> bool {
        share > 0.0 && Dice::new(fold(self.faults.seed, self.store), &format!("{fate}{hash}")).chance(share)
    }
}

impl Store {
    pub(crate) fn new(tokens: config::Accounts, faults: StoreFaults) -> Self {
        let faults = Mutex::new(Faults { asked: faults, ..Faults::default() });
        Self {
            tokens,
            accounts: Mutex::default(),
            faults,
            links_ended: AtomicU64::new(0),
            links_made: AtomicU64::new(0),
        }
    }

    pub(crate) fn set_faults(&self, asked: StoreFaults) {
        *self.faults() = Faults { asked, ..Faults::default() };
    }

    pub(crate) fn end_links(&self) {
        self.links_ended.fetch_add(1, Ordering::Relaxed);
    }

    /// How often all links were ended. A link made before the last time is dead.
    pub(crate) fn links_ended(&self) -> u64 {
        self.links_ended.load(Ordering::Relaxed)
    }

    fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn snapshot(&self) -> account::Account {
        self.accounts().snapshot()
    }

    fn accounts(&self) -> MutexGuard<'_, Accounts> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn answer(&self, world: &World, call: &Call) -> Reply {
        let path = call.path();
        let rest = match path.as_slice() {
            ["v0", "health"] => return Reply::ok(&json!({"data": {"status": "ok"}})),
            ["v0", "torrents"] => return torrents::torrents(world, call),
            ["v0", "store", rest @ ..] => rest,
            _ => return not_found(),
        };
        let (faults, mut dice) = {
            let mut faults = self.faults();
            faults.calls += 1;
            let store = call.header("x-stremthru-store-name");
            let is_spared = faults.asked.only.as_deref().is_some_and(|only| store != Some(only));
            let asked = if is_spared { StoreFaults::default() } else { faults.asked.clone() };
            (asked, Dice::new(faults.asked.seed, &format!("call{}", faults.calls)))
        };
        let asked: usize = call.query.iter().map(|(key, value)| key.len() + value.len() + 2).sum();
        if faults.longest_url.is_some_and(|longest| asked > longest) {
            return Reply::new(414, "text/html", "<html><head><title>414 Request-URI Too Large</title></head></html>");
        }
        if dice.chance(faults.rate_limited) {
            let reply = errors::legacy(call, Code::TooManyRequests, "too_many_requests", None);
            return match faults.retry_after {
                Some(wait) => reply.with("retry-after", wait),
                None => reply,
            };
        }
        let page = dice.chance(faults.html_errors);
        if page && dice.chance(0.5) {
            return errors::page(502);
        }
        let is_add = call.method == Method::POST && matches!(rest, ["magnets" | "torz"]);
        let (is_slow, is_lost) = (is_add && dice.chance(faults.slow_adds), is_add && dice.chance(faults.lost_answers));
        let store = call.header("x-stremthru-store-name").unwrap_or_default();
        let refused = if is_add && dice.chance(faults.too_many_active) {
            Some((Code::StoreLimitExceeded, "too_many_active_downloads"))
        } else if call.method == Method::DELETE && dice.chance(faults.remove_fails) {
            Some(if store == "alldebrid" { (Code::Unknown, "GENERIC") } else { (Code::Internal, "internal_error") })
        } else {
            None
        };
        let at_gateway = rest != ["user"] && dice.chance(faults.gateway_pages);
        let mut reply = match refused {
            Some((code, message)) => errors::legacy(call, code, message, Some(store)),
            None if at_gateway => errors::gateway(call, store),
            None => self.answer_well(world, call, rest, &faults),
        };
        if page {
            return errors::page(502);
        }
        let is_joined = is_add || rest.last() == Some(&"check");
        if store == "premiumize" && is_joined && errors::is_error(&reply) {
            reply = errors::joined(reply);
        }
        if errors::is_error(&reply) && dice.chance(faults.new_envelope) {
            reply = errors::renewed(reply);
        }
        if is_slow {
            reply.delay_ms = faults.slow_add_ms;
        }
        if is_lost {
            reply.delay_ms = NEVER_MS;
        }
        reply
    }

    fn answer_well(&self, world: &World, call: &Call, rest: &[&str], faults: &StoreFaults) -> Reply {
        // The newer paths are the older ones by another name.
        let rest: Vec<&str> = match rest {
            ["magnets" | "link", ..] if faults.only_torz => return not_found(),
            ["torz", "link", "generate"] => vec!["link", "generate"],
            ["torz", more @ ..] => std::iter::once("magnets").chain(more.iter().copied()).collect(),
            rest => rest.to_vec(),
        };
        if rest == ["magnets", "check"] && call.method == Method::POST {
            return errors::legacy(call, Code::Unauthorized, "unauthorized", None);
        }
        let caller = match self.caller(call, faults) {
            Ok(caller) => caller,
            Err(reply) => return reply,
        };
        let get = call.method == Method::GET;
        match rest.as_slice() {
            ["user"] if get => Self::user(world, call, &caller),
            _ if caller.store == "stremthru" => errors::legacy(call, Code::NotImplemented, "not implemented", None),
            _ if caller.standing == Standing::Refused => refused(call, &caller),
            _ if caller.faults.refused_server => errors::refused_server(call, caller.store),
            ["magnets", "check"] if get => check::check(world, call, &caller),
            ["magnets"] if get => self.list(world, call, &caller),
            ["magnets"] if call.method == Method::POST => self.add(world, call, &caller),
            ["magnets", id] if get => self.get(world, call, &caller, id),
            ["magnets", id] if call.method == Method::DELETE => self.remove(world, call, &caller, id),
            ["link", "generate"] if call.method == Method::POST => {
                let made = self.links_made.fetch_add(1, Ordering::Relaxed);
                contents::generate(world, call, &caller, (self.links_ended(), made), |of| {
                    let mut faults = self.faults();
                    let wanted = faults.wanted.entry(of.to_owned()).or_default();
                    *wanted += 1;
                    *wanted
                })
            }
            ["user" | "magnets"] | ["magnets", ..] | ["link", "generate"] => {
                errors::legacy(call, Code::MethodNotAllowed, "method not allowed", None)
            }
            _ => not_found(),
        }
    }

    fn caller<'a>(&self, call: &'a Call, faults: &StoreFaults) -> Result<Caller<'a>, Reply> {
        let Some(store) = call.header("x-stremthru-store-name").filter(|name| !name.is_empty()) else {
            return Err(errors::legacy(call, Code::BadRequest, "missing store", None));
        };
        if !STORES.contains(&store) {
            // Only the newer paths say what is the matter.
            return Err(if call.path().contains(&"torz") {
                errors::new(Code::BadRequest, "invalid store name")
            } else {
                errors::new(Code::Internal, "Internal Server Error")
            });
        }
        let header = call.header("x-stremthru-store-authorization").or_else(|| call.header("authorization"));
        let token = header.and_then(|value| value.split_once(' ')).map(|(_, token)| token.trim()).unwrap_or_default();
        let faults = faults.clone();
        let is_trusted = faults.proxy_authorization.is_some()
            && faults.proxy_authorization.as_deref() == call.header("x-stremthru-authorization");
        if token.is_empty() && is_trusted {
            return Ok(Caller { store, token: "of-the-server", standing: Standing::Premium, faults });
        }
        if token.is_empty() {
            let reply = errors::legacy(call, Code::Unauthorized, "unauthorized", None);
            return Err(reply.with("www-authenticate", format!("Bearer realm=\"store:{store}\"")));
        }
        Ok(Caller { store, token, standing: self.tokens.standing(token), faults })
    }

    fn user(world: &World, call: &Call, caller: &Caller<'_>) -> Reply {
        let status = match caller.standing {
            Standing::Refused => return refused(call, caller),
            Standing::Premium | Standing::Limited => "premium",
            Standing::Trial => "trial",
            Standing::Expired => "expired",
        };
        let id = format!("{:08x}", fold(world.seed, caller.token) & 0xffff_ffff);
        Reply::ok(
            &json!({"data": {"id": id, "email": "someone@example.org", "subscription_status": status, "has_usenet": caller.store == "torbox"}}),
        )
    }

    /// The account, holding from the start what the configuration put there.
    fn open<'a>(&self, world: &World, caller: &Caller<'_>, accounts: &'a mut Accounts) -> &'a mut Vec<Magnet> {
        if !accounts.knows(caller.store, caller.token) {
            let held: Vec<Magnet> = self
                .tokens
                .held
                .iter()
                .filter_map(|hash| world.by_hash(hash))
                .map(|torrent| {
                    let (number, added_at) = accounts.next();
                    magnet(caller, &torrent, number, added_at, Status::Downloaded)
                })
                .collect();
            accounts.of(caller.store, caller.token).extend(held);
        }
        accounts.of(caller.store, caller.token)
    }

    fn list(&self, world: &World, call: &Call, caller: &Caller<'_>) -> Reply {
        let number =
            |name: &str, default: usize| call.param(name).and_then(|text| text.parse().ok()).unwrap_or(default);
        let mut accounts = self.accounts();
        let magnets = self.open(world, caller, &mut accounts);
        let items: Vec<Value> = magnets
            .iter()
            .rev()
            .skip(number("offset", 0))
            .take(number("limit", 100).clamp(1, MOST))
            .map(|magnet| {
                json!({"id": magnet.id, "hash": magnet.hash, "name": magnet.name, "size": magnet.size,
                    "status": magnet.status.word(), "added_at": iso(magnet.added_at)})
            })
            .collect();
        Reply::ok(&json!({"data": {"items": items, "total_items": magnets.len()}}))
    }

    fn add(&self, world: &World, call: &Call, caller: &Caller<'_>) -> Reply {
        match caller.standing {
            Standing::Expired => {
                return errors::legacy(call, Code::PaymentRequired, "permission_denied", Some(caller.store));
            }
            Standing::Limited => {
                return errors::legacy(call, Code::StoreLimitExceeded, "too_many_active_downloads", Some(caller.store));
            }
            Standing::Premium | Standing::Trial | Standing::Refused => {}
        }
        let kind = call.header("content-type").unwrap_or_default();
        if !kind.starts_with("application/json") {
            return errors::legacy(call, Code::UnsupportedMediaType, "unsupported media type", None);
        }
        let body: Value = serde_json::from_slice(&call.body).unwrap_or_default();
        let magnet = body["magnet"].as_str().or_else(|| body["link"].as_str());
        let Some(hash) = magnet.and_then(hash_of) else {
            return errors::legacy(call, Code::BadRequest, "missing magnet", None);
        };
        let Some(torrent) = world.by_hash(&hash) else {
            // A hash nobody has: taken, and never finished.
            return self.keep(world, call, caller, &hash, None);
        };
        let mut fate = fate(world, caller, &torrent);
        if fate.chance(0.03) && !sure(world, &torrent) {
            return errors::legacy(call, Code::LegalReasons, "infringing_file", Some(caller.store));
        }
        let faults = &caller.faults;
        if faults.down {
            return errors::legacy(call, Code::Unavailable, "service_unavailable", Some(caller.store));
        }
        if caller.is_fated(&hash, "forgotten", faults.forgotten) {
            return errors::legacy(call, Code::NotFound, "unknown_ressource", Some(caller.store));
        }
        if !faults.refuses_names.is_empty() {
            let files = world.files(&torrent).into_iter().map(|file| file.path);
            let names: Vec<String> = files.chain([torrent.name.clone()]).map(|name| name.to_lowercase()).collect();
            if faults.refuses_names.iter().any(|text| names.iter().any(|name| name.contains(&text.to_lowercase()))) {
                return errors::legacy(call, Code::LegalReasons, "infringing_file", Some(caller.store));
            }
        }
        let is_infringing = caller.is_fated(&hash, "infringing", faults.infringing);
        let refusal = errors::legacy(call, Code::LegalReasons, "infringing_file", Some(caller.store));
        // Some services notice before they take a torrent, some after.
        if is_infringing && fold(faults.seed, &hash).is_multiple_of(2) {
            return refusal;
        }
        let kept = self.keep(world, call, caller, &hash, Some(&torrent));
        if is_infringing {
            return refusal;
        }
        if caller.is_fated(&hash, "add_fails", faults.add_fails) {
            let message = "torrent failed to reach status: waiting_files_selection";
            return errors::legacy(call, Code::Internal, message, Some(caller.store));
        }
        kept
    }

    fn keep(&self, world: &World, call: &Call, caller: &Caller<'_>, hash: &str, torrent: Option<&Torrent>) -> Reply {
        let mut accounts = self.accounts();
        self.open(world, caller, &mut accounts);
        let (number, added_at) = accounts.next();
        let magnets = accounts.of(caller.store, caller.token);
        let held = magnets.iter().position(|magnet| magnet.hash == hash);
        let at = held.unwrap_or_else(|| {
            let status = torrent.map_or(Status::Queued, |torrent| first_status(world, caller, torrent));
            magnets.push(match torrent {
                Some(torrent) => magnet(caller, torrent, number, added_at, status),
                None => Magnet {
                    id: id(caller, number),
                    hash: hash.to_owned(),
                    name: hash.to_owned(),
                    size: 0,
                    status,
                    added_at,
                },
            });
            magnets.len() - 1
        });
        let data = detail(world, call, caller, &magnets[at]);
        Reply::json(201, &json!({"data": data}))
    }

    fn get(&self, world: &World, call: &Call, caller: &Caller<'_>, id: &str) -> Reply {
        let mut accounts = self.accounts();
        let magnets = self.open(world, caller, &mut accounts);
        let Some(magnet) = magnets.iter_mut().find(|magnet| magnet.id == id) else {
            return unknown_id(call, caller);
        };
        magnet.status = magnet.status.looked_at();
        Reply::ok(&json!({"data": detail(world, call, caller, magnet)}))
    }

    fn remove(&self, world: &World, call: &Call, caller: &Caller<'_>, id: &str) -> Reply {
        let mut accounts = self.accounts();
        let magnets = self.open(world, caller, &mut accounts);
        let Some(at) = magnets.iter().position(|magnet| magnet.id == id) else {
            return unknown_id(call, caller);
        };
        magnets.remove(at);
        Reply::ok(&json!({"data": {"id": id}}))
    }
}

/// What a service says of an id that it does not know.
fn unknown_id(call: &Call, caller: &Caller<'_>) -> Reply {
    match caller.store {
        "alldebrid" => {
            let message = "This magnet ID does not exists or is invalid";
            errors::legacy(call, Code::MagnetInvalid, message, Some(caller.store))
        }
        store => errors::legacy(call, Code::NotFound, "unknown_ressource", Some(store)),
    }
}

fn not_found() -> Reply {
    Reply::new(404, "text/plain; charset=utf-8", "404 page not found\n")
}

fn refused(call: &Call, caller: &Caller<'_>) -> Reply {
    errors::legacy(call, Code::Unauthorized, "bad_token", Some(caller.store))
}

/// The draws one store makes about one torrent.
fn fate(world: &World, caller: &Caller<'_>, torrent: &Torrent) -> Dice {
    Dice::new(fold(world.seed, caller.store), &format!("add{}", torrent.hash))
}

/// Torrents given as cached word by word never surprise.
fn sure(world: &World, torrent: &Torrent) -> bool {
    world.release(torrent).is_some_and(|release| release.cached == Some(true))
}

fn first_status(world: &World, caller: &Caller<'_>, torrent: &Torrent) -> Status {
    let faults = &caller.faults;
    let fates = [
        ("queued", faults.queued, Status::Queued),
        ("downloading", faults.downloading, Status::Downloading),
        ("invalid", faults.invalid, Status::Invalid),
        ("invalid_first", faults.invalid_first, Status::InvalidFirst { looks: 0 }),
        ("soon_ready", faults.soon_ready, Status::SoonReady { left: 2 }),
        ("late_ready", faults.late_ready, Status::SoonReady { left: 4 }),
    ];
    for (fate, share, status) in fates {
        if caller.is_fated(&torrent.hash, fate, share) {
            return status;
        }
    }
    if sure(world, torrent) {
        return Status::Downloaded;
    }
    let mut fate = fate(world, caller, torrent);
    let draw = fate.next();
    if !world.cached(caller.store, torrent) {
        return if draw.is_multiple_of(2) { Status::Queued } else { Status::Downloading };
    }
    match fate.index(100) {
        // The check's answer was stale.
        0 | 1 => Status::Queued,
        2..14 => Status::SoonReady { left: 2 },
        _ => Status::Downloaded,
    }
}

fn id(caller: &Caller<'_>, number: u32) -> String {
    match caller.store {
        "alldebrid" | "torbox" => (4_000_000 + number).to_string(),
        _ => format!("{:013X}", fold(u64::from(number), caller.token) & 0xf_ffff_ffff_ffff),
    }
}

fn magnet(caller: &Caller<'_>, torrent: &Torrent, number: u32, added_at: i64, status: Status) -> Magnet {
    Magnet {
        id: id(caller, number),
        hash: torrent.hash.clone(),
        name: torrent.name.clone(),
        size: torrent.size,
        status,
        added_at,
    }
}

fn detail(world: &World, call: &Call, caller: &Caller<'_>, magnet: &Magnet) -> Value {
    let ready = magnet.status.word() == "downloaded";
    let torrent = world.by_hash(&magnet.hash).filter(|_| ready);
    let files = torrent.map(|torrent| files(world, caller, &torrent, Some(&call.base))).unwrap_or_default();
    json!({
        "id": magnet.id,
        "hash": magnet.hash,
        "magnet": format!("magnet:?xt=urn:btih:{}&dn={}", magnet.hash, magnet.name),
        "name": magnet.name,
        "size": magnet.size,
        "status": magnet.status.word(),
        "files": files,
        "added_at": iso(magnet.added_at),
    })
}

/// The lower-case hash in a magnet or in 40 bare hex digits.
fn hash_of(magnet: &str) -> Option<String> {
    let rest = magnet.find("urn:btih:").map_or(magnet, |at| &magnet[at + 9..]);
    let hash: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
    (hash.len() == 40 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| hash.to_lowercase())
}
