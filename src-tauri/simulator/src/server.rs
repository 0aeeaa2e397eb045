//! Owns the port: takes requests, writes them down, applies the upstream's mood, hands them to its dialect.

use std::{
    collections::HashMap,
    io,
    net::Ipv4Addr,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{ConnectInfo, State},
    http::{HeaderMap, Method, StatusCode, Uri},
    response::Response,
};
use serde::Serialize;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};
use url::form_urlencoded;

use crate::{
    Config, Knobs, LatencyProfile, StoreFaults, Upstream,
    art::Gallery,
    dialects::{self, Call, Reply},
    dice::Dice,
    faults, files,
    releases::World,
    store::{Store, account::Account},
    text::percent_decode,
    told::Told,
    wire::{Outgoing, Wires},
};

/// A running simulator. Dropping it stops it too, without waiting.
#[derive(Debug)]
pub struct Simulator {
    port: u16,
    shared: Arc<Shared>,
    stop: watch::Sender<bool>,
    /// Those who listen, and every open connection.
    connections: Weak<()>,
    server: JoinHandle<()>,
}

/// A request that was made.
#[derive(Clone, Debug, Serialize)]
pub struct Request {
    pub upstream: Upstream,
    pub method: String,
    /// As it stood on the wire, with the upstream's name in front.
    pub path_and_query: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// Milliseconds since the simulator started.
    pub at_ms: u64,
}

#[derive(Debug)]
struct Shared {
    world: World,
    latency: LatencyProfile,
    store: Store,
    gallery: Gallery,
    told: Told,
    sent: files::Sent,
    moods: Mutex<HashMap<Upstream, Mood>>,
    requests: Mutex<Vec<Request>>,
    started: Instant,
    base: String,
    stop: watch::Receiver<bool>,
}

/// An upstream's knobs, and how many requests it has seen since they were set.
#[derive(Clone, Debug, Default)]
struct Mood {
    knobs: Knobs,
    seen: u32,
}

impl Simulator {
    /// Binds a loopback port and answers from then on.
    pub async fn start(config: Config) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port)).await?;
        let port = listener.local_addr()?.port();
        let (stop, stopped) = watch::channel(false);
        let world = World::new(&config);
        let gallery = Gallery::new(&world);
        let moods = config.knobs.iter().map(|(upstream, knobs)| (*upstream, Mood { knobs: knobs.clone(), seen: 0 }));
        let shared = Arc::new(Shared {
            gallery,
            told: Told::default(),
            sent: files::Sent::default(),
            latency: config.latency,
            moods: Mutex::new(moods.collect()),
            store: Store::new(config.accounts.clone(), config.store_faults.clone()),
            requests: Mutex::default(),
            started: Instant::now(),
            base: format!("http://127.0.0.1:{port}"),
            stop: stopped.clone(),
            world,
        });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let service = router.into_make_service_with_connect_info::<Outgoing>();
        let open = Arc::new(());
        let connections = Arc::downgrade(&open);
        let server = tokio::spawn(async move {
            let served = axum::serve(Wires { listener, open }, service).with_graceful_shutdown(until(stopped)).await;
            if let Err(error) = served {
                tracing::error!(%error, "the simulator's server ended early");
            }
        });
        Ok(Self { port, shared, stop, connections, server })
    }

    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub fn base_url(&self) -> String {
        self.shared.base.clone()
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// Sets an upstream's mood from the next request on, and starts `fail_first` anew.
    pub fn set_knobs(&self, upstream: Upstream, knobs: Knobs) {
        self.shared.set_knobs(upstream, knobs);
    }

    /// Every request made so far, in order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }

    /// How many connections are open.
    pub fn connections(&self) -> usize {
        self.connections.strong_count().saturating_sub(1)
    }

    /// Waits until no more than so many connections are open: what a client that is gone had sent was acted upon, or never will be.
    pub async fn settled(&self, connections: usize) -> io::Result<()> {
        // They are accepted in their order, so those before this one are counted.
        let mut last = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).await?;
        last.write_all(b"GET / HTTP/1.0\r\n\r\n").await?;
        last.read_to_end(&mut Vec::new()).await?;
        while self.connections() > connections {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }

    /// What the debrid accounts hold now.
    pub fn account(&self) -> Account {
        self.shared.store.snapshot()
    }

    /// Sets what goes wrong at the debrid services from the next request on.
    pub fn set_store_faults(&self, faults: StoreFaults) {
        self.shared.store.set_faults(faults);
    }

    /// Ends every direct link made so far: they answer 410 from now on.
    pub fn end_links(&self) {
        self.shared.store.end_links();
    }

    /// Closes every connection, hanging ones too, and waits for the port to be free.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        // Connections that clients keep open would hold a graceful end for ever.
        if tokio::time::timeout(Duration::from_secs(2), &mut self.server).await.is_err() {
            self.server.abort();
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
    }
}

impl Shared {
    fn set_knobs(&self, upstream: Upstream, knobs: Knobs) {
        lock(&self.moods).insert(upstream, Mood { knobs, seen: 0 });
    }

    /// The mood for this request, with `fail_first` resolved into a status or none.
    fn mood(&self, upstream: Upstream, query: &[(String, String)]) -> Knobs {
        let mut moods = lock(&self.moods);
        let mood = moods.entry(upstream).or_default();
        let mut knobs = mood.knobs.with_query(query);
        if knobs.fail_first > 0 {
            knobs.status = (mood.seen < knobs.fail_first).then(|| knobs.status.unwrap_or(503));
        }
        mood.seen = mood.seen.saturating_add(1);
        knobs
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // An error means the simulator is gone: stop as well.
    let _ = stopped.wait_for(|stop| *stop).await;
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(outgoing): ConnectInfo<Outgoing>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut segments: Vec<String> = uri.path().split('/').skip(1).map(percent_decode).collect();
    let query: Vec<(String, String)> =
        form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    if segments[0] == "_sim" {
        return control(&shared, &method, &segments[1..], &body);
    }
    // What stands before an upstream's name is where a proxy in front would have put it.
    let found = segments.iter().enumerate().find_map(|(at, name)| Some((at, name.parse::<Upstream>().ok()?)));
    let Some((prefix, upstream)) = found else {
        let names: Vec<&str> = Upstream::ALL.iter().map(|upstream| upstream.name()).collect();
        return faults::plain(Reply::json(404, &json!({"error": "no such upstream", "upstreams": names})));
    };
    segments.drain(..=prefix);
    lock(&shared.requests).push(Request {
        upstream,
        method: method.to_string(),
        path_and_query: uri.path_and_query().map_or_else(|| uri.path().to_owned(), ToString::to_string),
        headers: headers
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        at_ms: u64::try_from(shared.started.elapsed().as_millis()).unwrap_or(u64::MAX),
    });
    let knobs = shared.mood(upstream, &query);
    let jitter = Dice::new(shared.world.seed, &uri.to_string()).within(0, knobs.jitter_ms);
    let delay = shared.latency.ms(shared.world.seed, upstream, uri.path()) + knobs.latency_ms + jitter;
    if delay > 0 {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_millis(delay)) => {}
            () = until(shared.stop.clone()) => return gone(),
        }
    }
    if knobs.hang {
        until(shared.stop.clone()).await;
        return gone();
    }
    let call = Call { method, segments, query, headers, body, knobs, base: shared.base.clone() };
    if let Some(response) = faults::instead(upstream, &call) {
        return response;
    }
    if upstream == Upstream::Files {
        return files::serve(&shared.world, &call, shared.store.links_ended(), &shared.sent);
    }
    // Answers are computed, some of them large: not on the threads that keep time.
    let knobs = call.knobs.clone();
    let worker = Arc::clone(&shared);
    match tokio::task::spawn_blocking(move || reply(&worker, upstream, &call)).await {
        Ok(reply) => {
            if reply.delay_ms > 0 {
                tokio::select! {
                    () = tokio::time::sleep(Duration::from_millis(reply.delay_ms)) => {}
                    () = until(shared.stop.clone()) => return gone(),
                }
            }
            faults::deliver(reply, &knobs, &outgoing).await
        }
        Err(error) => faults::plain(Reply::json(500, &json!({"error": format!("the simulator failed: {error}")}))),
    }
}

fn gone() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response
}

fn reply(shared: &Shared, upstream: Upstream, call: &Call) -> Reply {
    shared.told.reply(upstream, call, || draw(shared, upstream, call))
}

fn draw(shared: &Shared, upstream: Upstream, call: &Call) -> Reply {
    let world = &shared.world;
    match upstream {
        Upstream::StremThru => shared.store.answer(world, call),
        Upstream::Torrentio => dialects::torrentio::answer(world, call),
        Upstream::Comet => dialects::comet::answer(world, call),
        Upstream::Zilean => dialects::zilean::answer(world, call),
        Upstream::AnimeTosho => dialects::animetosho::answer(world, call),
        Upstream::TorrentsDb => dialects::torrentsdb::answer(world, call),
        Upstream::Peerflix => dialects::peerflix::answer(world, call),
        Upstream::MediaFusion => dialects::mediafusion::answer(world, call),
        Upstream::Nyaa => dialects::nyaa::answer(world, call),
        Upstream::Cinemeta => dialects::cinemeta::answer(world, call),
        Upstream::Kitsu => dialects::kitsu::answer(world, call),
        Upstream::Relations => dialects::relations::answer(world, call),
        Upstream::AniSkip => dialects::aniskip::answer(world, call),
        Upstream::TheIntroDb => dialects::theintrodb::answer(world, call),
        Upstream::IntroDb => dialects::introdb::answer(world, call),
        Upstream::Addon => dialects::addon::answer(world, call),
        Upstream::Torznab => dialects::torznab::answer(world, call),
        Upstream::Metahub | Upstream::Files => shared.gallery.answer(call),
    }
}

/// `POST /_sim/knobs/{upstream}` and `POST /_sim/store` with JSON, `GET /_sim/requests`, `GET /_sim/account`.
fn control(shared: &Shared, method: &Method, segments: &[String], body: &Bytes) -> Response {
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    let bad = |message: String| faults::plain(Reply::json(400, &json!({"error": message})));
    match (method, path.as_slice()) {
        (&Method::GET, ["requests"]) => faults::plain(Reply::ok(&json!(*lock(&shared.requests)))),
        (&Method::GET, ["account"]) => faults::plain(Reply::ok(&json!(shared.store.snapshot()))),
        (&Method::POST, ["knobs", name]) => match (name.parse::<Upstream>(), serde_json::from_slice::<Knobs>(body)) {
            (Ok(upstream), Ok(knobs)) => {
                shared.set_knobs(upstream, knobs.clone());
                faults::plain(Reply::ok(&json!(knobs)))
            }
            (Err(error), _) => bad(error.to_string()),
            (_, Err(error)) => bad(error.to_string()),
        },
        (&Method::POST, ["store"]) => match serde_json::from_slice::<StoreFaults>(body) {
            Ok(faults) => {
                shared.store.set_faults(faults.clone());
                faults::plain(Reply::ok(&json!(faults)))
            }
            Err(error) => bad(error.to_string()),
        },
        _ => faults::plain(Reply::json(
            404,
            &json!({"error": "the control paths are knobs/{upstream}, store, requests, account"}),
        )),
    }
}
