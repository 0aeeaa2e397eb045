//! Owns the debrid side of `StremThru`: user, check, magnets and links, for every store name the real one knows.

pub(crate) mod account;
mod check;
mod contents;
pub(crate) mod errors;

use std::sync::{Mutex, MutexGuard, PoisonError};

use account::{Accounts, Magnet, Status};
use axum::http::Method;
use contents::files;
use errors::Code;
use serde_json::{Value, json};

use crate::{
    config::{self, Standing},
    dialects::{self, Call, Reply},
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

/// The accounts of one run behind their stores.
#[derive(Debug)]
pub(crate) struct Store {
    tokens: config::Accounts,
    accounts: Mutex<Accounts>,
}

/// Who asks, and of which store.
struct Caller<'a> {
    store: &'a str,
    token: &'a str,
    standing: Standing,
}

impl Store {
    pub(crate) fn new(tokens: config::Accounts) -> Self {
        Self { tokens, accounts: Mutex::default() }
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
            ["v0", "torrents"] => return dialects::stremthru::torrents(world, call),
            ["v0", "store", rest @ ..] => rest,
            _ => return Reply::new(404, "text/plain; charset=utf-8", "404 page not found\n"),
        };
        if rest == ["magnets", "check"] && call.method == Method::POST {
            return errors::legacy(call, Code::Unauthorized, "unauthorized", None);
        }
        let caller = match self.caller(call) {
            Ok(caller) => caller,
            Err(reply) => return reply,
        };
        let get = call.method == Method::GET;
        match rest {
            ["user"] if get => Self::user(world, call, &caller),
            _ if caller.store == "stremthru" => errors::legacy(call, Code::NotImplemented, "not implemented", None),
            _ if caller.standing == Standing::Refused => refused(call, &caller),
            ["magnets", "check"] if get => check::check(world, call, &caller),
            ["magnets"] if get => self.list(world, call, &caller),
            ["magnets"] if call.method == Method::POST => self.add(world, call, &caller),
            ["magnets", id] if get => self.get(world, call, &caller, id),
            ["magnets", id] if call.method == Method::DELETE => self.remove(world, call, &caller, id),
            ["link", "generate"] if call.method == Method::POST => contents::generate(world, call, &caller),
            ["user" | "magnets"] | ["magnets", ..] | ["link", "generate"] => {
                errors::legacy(call, Code::MethodNotAllowed, "method not allowed", None)
            }
            _ => Reply::new(404, "text/plain; charset=utf-8", "404 page not found\n"),
        }
    }

    fn caller<'a>(&self, call: &'a Call) -> Result<Caller<'a>, Reply> {
        let Some(store) = call.header("x-stremthru-store-name").filter(|name| !name.is_empty()) else {
            return Err(errors::legacy(call, Code::BadRequest, "missing store", None));
        };
        if !STORES.contains(&store) {
            // The real server means 400 and says 500.
            return Err(errors::new(Code::Internal, "invalid store name"));
        }
        let header = call.header("x-stremthru-store-authorization").or_else(|| call.header("authorization"));
        let token = header.and_then(|value| value.split_once(' ')).map(|(_, token)| token.trim()).unwrap_or_default();
        if token.is_empty() {
            let reply = errors::legacy(call, Code::Unauthorized, "unauthorized", None);
            return Err(reply.with("www-authenticate", format!("Bearer realm=\"store:{store}\"")));
        }
        Ok(Caller { store, token, standing: self.tokens.standing(token) })
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
        let Some(hash) = body["magnet"].as_str().and_then(hash_of) else {
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
        self.keep(world, call, caller, &hash, Some(&torrent))
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
            return errors::legacy(call, Code::NotFound, "unknown_ressource", Some(caller.store));
        };
        magnet.status = magnet.status.looked_at();
        Reply::ok(&json!({"data": detail(world, call, caller, magnet)}))
    }

    fn remove(&self, world: &World, call: &Call, caller: &Caller<'_>, id: &str) -> Reply {
        let mut accounts = self.accounts();
        let magnets = self.open(world, caller, &mut accounts);
        let Some(at) = magnets.iter().position(|magnet| magnet.id == id) else {
            return errors::legacy(call, Code::NotFound, "unknown_ressource", Some(caller.store));
        };
        magnets.remove(at);
        Reply::ok(&json!({"data": {"id": id}}))
    }
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
        2..14 => Status::SoonReady { looks: 0 },
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
    let files = torrent.map(|torrent| files(world, caller, &torrent, Some(&call.base), None)).unwrap_or_default();
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
