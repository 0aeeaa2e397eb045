//! The person's debrid account, spoken to through StremThru's store API: user, check, add, list, remove, link.
//!
//! Wire format: `protocols` of StremThru 0.9x, `GET|POST /v0/store/…`; success is `{"data": …}`, errors come in two envelopes.

mod budget;
mod error;
#[cfg(test)]
mod fixtures;
mod op;
mod pace;
mod stores;
mod values;
mod wire;

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use url::Url;

use crate::endpoints::{Endpoints, Upstream};
use crate::http::{HeaderMap, Http, HttpError, Method, Request, Response, Retry, StatusCode, read_body};
use crate::secret::Secret;
use crate::torrent::InfoHash;

use op::Op;

pub use budget::{Budget, Purpose, Rate};
pub use error::DebridError;
pub use pace::Pace;
pub use stores::{NOT_OFFERED, NotOffered, Store, UnknownStore};
pub use values::{CacheState, CheckItem, Lookup, Magnet, Page, Status, Subscription, User};

/// Hashes a single check asks about. The server takes 500, but such an address is too long for some proxies on the way.
pub const CHECK_CHUNK: usize = 200;
/// A check this small that is still refused is not refused for its length.
const SMALLEST_CHUNK: usize = 10;

/// A page of the account's list. The server clamps to it.
const PAGE: usize = 500;
/// Pages read at most: an account of more torrents is not known whole.
const MOST_PAGES: usize = 40;
/// How long what the account holds is taken for known where only a badge hangs on it.
const CLOUD_FRESH: Duration = Duration::from_mins(2);

/// What everybody who speaks to one service shares.
#[derive(Debug, Default)]
struct Shared {
    /// The server speaks only the newer `torz` paths.
    torz: AtomicBool,
    cloud: Mutex<Option<ListedCloud>>,
}

/// The account's hashes as they were listed last.
#[derive(Debug)]
struct ListedCloud {
    at: Instant,
    hashes: Arc<HashSet<InfoHash>>,
}

/// One account at one service. Cheap to clone; clones share the budget.
#[derive(Clone, Debug)]
pub struct Debrid {
    http: Http,
    endpoints: Endpoints,
    store: Store,
    /// `None` when a self-hosted StremThru knows the token itself.
    token: Option<Secret>,
    proxy: Option<Secret>,
    budget: Arc<Budget>,
    pace: Arc<Pace>,
    shared: Arc<Shared>,
}

impl Debrid {
    /// An account with a budget of its own; see [`with_budget`](Self::with_budget).
    pub fn new(http: Http, endpoints: Endpoints, store: Store, token: impl Into<Option<Secret>>) -> Self {
        Self {
            http,
            endpoints,
            store,
            token: token.into(),
            proxy: None,
            budget: Budget::of(store),
            pace: Arc::default(),
            shared: Arc::default(),
        }
    }

    /// Asks within a budget that others use too.
    pub fn with_budget(self, budget: Arc<Budget>) -> Self {
        Self { budget, ..self }
    }

    /// Sends a self-hosted StremThru's proxy authorisation: `user:password`, or both in base64 already.
    pub fn through_proxy(self, proxy: Option<Secret>) -> Self {
        Self { proxy, ..self }
    }

    /// Waits otherwise than a real service needs: for trials with a simulated one.
    #[doc(hidden)]
    pub fn with_pace(self, pace: Pace) -> Self {
        Self { pace: Arc::new(pace), ..self }
    }

    /// Whether both speak of the same account through the same server.
    pub fn is_same(&self, other: &Self) -> bool {
        self.store == other.store
            && self.token == other.token
            && self.proxy == other.proxy
            && self.endpoints == other.endpoints
    }

    pub fn store(&self) -> Store {
        self.store
    }

    pub fn pace(&self) -> &Pace {
        &self.pace
    }

    pub fn budget(&self) -> &Arc<Budget> {
        &self.budget
    }

    pub fn http(&self) -> &Http {
        &self.http
    }

    /// Where StremThru is.
    pub fn base(&self) -> &str {
        self.endpoints.base(Upstream::StremThru)
    }

    /// Requests made of this service in the last minute, by the whole app.
    pub fn calls_last_minute(&self) -> usize {
        self.budget.calls_last_minute()
    }

    /// Whose account this is, and whether it is paid for.
    pub async fn user(&self) -> Result<User, DebridError> {
        wire::user(&self.call(&Op::new(Method::GET, "/user").retry(Retry::Transient)).await?)
    }

    /// The kind of subscription, asked for by the person: what was refused a moment ago may be mended by now.
    pub async fn test(&self) -> Result<Subscription, DebridError> {
        self.budget.forgive();
        self.user().await.map(|user| user.subscription)
    }

    /// Whether the server knows the service by its name at all. A token is not needed for it.
    pub async fn is_offered(&self) -> Result<bool, DebridError> {
        match self.user().await {
            Ok(_) | Err(DebridError::Unauthorized | DebridError::NoSubscription) => Ok(true),
            Err(DebridError::NotOffered) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Which of some torrents the service holds. A hash the answer leaves out is unknown. Asks in one request; an answer that
    /// says the request is too long halves it.
    ///
    /// `sid` narrows the listed files to one video; the server honours only `tt` ids and ignores others.
    pub async fn check(&self, hashes: &[InfoHash], sid: Option<&str>) -> Result<Vec<CheckItem>, DebridError> {
        let mut waiting = vec![hashes];
        let mut items = Vec::with_capacity(hashes.len());
        while let Some(hashes) = waiting.pop() {
            match self.check_once(hashes, sid).await {
                Ok(found) => items.extend(found),
                Err(DebridError::Refused { status: 400 | 413 | 414 | 431, .. }) if hashes.len() > SMALLEST_CHUNK => {
                    let (first, second) = hashes.split_at(hashes.len() / 2);
                    waiting.extend([second, first]);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(items)
    }

    async fn check_once(&self, hashes: &[InfoHash], sid: Option<&str>) -> Result<Vec<CheckItem>, DebridError> {
        let hashes_text: Vec<String> = hashes.iter().map(ToString::to_string).collect();
        let mut query = hashes_text.join(",");
        if let Some(sid) = sid.filter(|sid| wire::is_honoured_sid(sid)) {
            query.push_str("&sid=");
            query.push_str(sid);
        }
        let op = Op::new(Method::GET, "/magnets/check")
            .query(query)
            .retry(Retry::Transient)
            .deadline(self.pace.check)
            .max_bytes(64 << 20);
        let (body, hashes) = (self.call(&op).await?, hashes.to_vec());
        // Batches list a thousand files each.
        read_body(body, move |body| wire::check(body, &hashes)).await.map_err(|_| wire::malformed())?
    }

    /// Adds a magnet. Never sent twice: after a timeout the caller looks before it adds again.
    pub async fn add(&self, magnet: &str) -> Result<Magnet, DebridError> {
        let _slot = self.budget.add_slot().await;
        let op = Op::new(Method::POST, "/magnets")
            .with_body(serde_json::json!({ "magnet": magnet }))
            .purpose(Purpose::Get)
            .deadline(self.pace.add)
            .max_bytes(64 << 20);
        let body = self.call(&op).await?;
        self.forget_cloud();
        wire::magnet(&body)
    }

    /// A torrent of the account as it stands now.
    pub async fn get(&self, id: &str) -> Result<Magnet, DebridError> {
        let op = Op::new(Method::GET, "/magnets")
            .id(id)
            .deadline(self.pace.call)
            .retry(Retry::Transient)
            .max_bytes(64 << 20);
        wire::magnet(&self.call(&op).await?)
    }

    /// A page of the account's torrents, usually the newest first.
    pub async fn list(&self, limit: usize, offset: usize) -> Result<Page, DebridError> {
        let op = Op::new(Method::GET, "/magnets")
            .query(format!("limit={limit}&offset={offset}"))
            .deadline(self.pace.call)
            .retry(Retry::Transient);
        wire::page(&self.call(&op).await?)
    }

    /// Every torrent of the account, page after page; or, with `hash`, the pages up to the first torrent of that hash. `None`
    /// when the account holds more than can be read.
    pub async fn list_all(&self, hash: Option<InfoHash>) -> Result<Option<Vec<Magnet>>, DebridError> {
        let mut all = Vec::new();
        let mut listed = 0;
        for _ in 0..MOST_PAGES {
            let page = self.list(PAGE, listed).await?;
            listed += page.listed;
            // A server may give less than a page although there is more; its total tells.
            let is_last = page.listed == 0 || page.total.map_or(page.listed < PAGE, |total| listed >= total);
            let found = hash.is_some() && page.items.iter().any(|magnet| magnet.hash == hash);
            all.extend(page.items);
            if is_last || found {
                return Ok(Some(all));
            }
        }
        Ok(None)
    }

    /// Looks for the torrent of that hash in the account.
    pub async fn find(&self, hash: InfoHash) -> Result<Lookup, DebridError> {
        let Some(all) = self.list_all(Some(hash)).await? else { return Ok(Lookup::TooManyToTell) };
        Ok(all.into_iter().find(|magnet| magnet.hash == Some(hash)).map_or(Lookup::Absent, Lookup::Held))
    }

    /// The hashes in the account, as they were known at most two minutes ago. For badges: never decide a removal by it.
    pub async fn cloud_hashes(&self) -> Result<Arc<HashSet<InfoHash>>, DebridError> {
        let known = || self.shared.cloud.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listed) = known().as_ref().filter(|listed| listed.at.elapsed() < CLOUD_FRESH) {
            return Ok(Arc::clone(&listed.hashes));
        }
        let page = self.list(PAGE, 0).await?;
        let hashes: Arc<HashSet<InfoHash>> =
            Arc::new(page.items.into_iter().filter_map(|magnet| magnet.hash).collect());
        *known() = Some(ListedCloud { at: Instant::now(), hashes: Arc::clone(&hashes) });
        Ok(hashes)
    }

    fn forget_cloud(&self) {
        *self.shared.cloud.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Takes a torrent out of the account. One that is gone already is no error.
    pub async fn remove(&self, id: &str) -> Result<(), DebridError> {
        let op = Op::new(Method::DELETE, "/magnets").id(id).purpose(Purpose::Tidy).deadline(self.pace.call);
        let outcome = self.call(&op).await;
        self.forget_cloud();
        match outcome {
            Ok(_) | Err(DebridError::Gone) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Turns a file's opaque link into a direct one. Only an http(s) address is taken for a link.
    pub async fn generate_link(&self, link: &str) -> Result<Url, DebridError> {
        let op = Op::new(Method::POST, "/link/generate")
            .with_body(serde_json::json!({ "link": link }))
            .purpose(Purpose::Get)
            .deadline(self.pace.call);
        Url::parse(&wire::link(&self.call(&op).await?)?)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
            .ok_or_else(|| DebridError::BadLink("it is not a web address".to_owned()))
    }

    /// The body of the answer.
    async fn call(&self, op: &Op) -> Result<Vec<u8>, DebridError> {
        let torz = self.shared.torz.load(Ordering::Relaxed);
        let outcome = self.call_once(op, torz).await;
        if matches!(&outcome, Err(Refusal { no_such_path: true, .. })) && !torz && op.has_torz() {
            // An instance that has only the newer paths answers the older ones with a plain 404.
            let again = self.call_once(op, true).await;
            if !matches!(&again, Err(Refusal { no_such_path: true, .. })) {
                self.shared.torz.store(true, Ordering::Relaxed);
            }
            return again.map_err(|refusal| refusal.error);
        }
        outcome.map_err(|refusal| refusal.error)
    }

    /// Sends, and sends again what may be repeated. Each sending takes a turn of the budget and is counted. After "too often" the
    /// turn is what waits: a short silence is waited out once, a longer one is the answer.
    async fn call_once(&self, op: &Op, torz: bool) -> Result<Vec<u8>, Refusal> {
        let mut left = op.deadline;
        let (mut attempt, mut was_silenced) = (0, false);
        loop {
            self.budget.turn(op.purpose).await?;
            let started = Instant::now();
            let outcome = self.http.send(self.request(op, torz, left)?).await;
            left = left.saturating_sub(started.elapsed());
            let pause = op.retry.wait(attempt, &outcome, left);
            let refusal = match self.body(outcome, op.deadline) {
                Ok(body) => return Ok(body),
                Err(refusal) => refusal,
            };
            let is_short_silence = matches!(&refusal.error,
                DebridError::RateLimited { retry_after: Some(wait) } if *wait <= budget::PATIENCE);
            if is_short_silence && op.retry != Retry::Never && !was_silenced {
                was_silenced = true;
            } else if let Some(pause) = pause {
                tracing::debug!(service = self.store.name(), attempt, "a service is asked again");
                tokio::time::sleep(pause).await;
                left = left.saturating_sub(pause);
                attempt += 1;
            } else {
                return Err(refusal);
            }
        }
    }

    /// The body of a good answer; what any other means, which the budget hears first.
    fn body(&self, outcome: Result<Response, HttpError>, deadline: Duration) -> Result<Vec<u8>, Refusal> {
        let answer = outcome.map_err(|error| match error {
            HttpError::Timeout(_) => DebridError::Timeout(deadline),
            HttpError::Unreachable(why) => DebridError::Unreachable(why),
            HttpError::Misled(_) | HttpError::UsedUp { .. } => DebridError::Unreachable(error.to_string()),
            HttpError::TooLarge { .. } | HttpError::Broken => DebridError::Malformed(error.to_string()),
        })?;
        if answer.status.is_success() {
            return Ok(answer.body);
        }
        let secrets: Vec<&Secret> = self.token.iter().chain(&self.proxy).collect();
        let error = wire::refusal(&answer, &secrets);
        self.budget.heed(&error);
        Err(Refusal { no_such_path: answer.status.as_u16() == 404 && !wire::has_reason(&answer), error })
    }

    fn request(&self, op: &Op, torz: bool, deadline: Duration) -> Result<Request, DebridError> {
        let url = self
            .endpoints
            .url(Upstream::StremThru, &op.path_and_query(torz))
            .map_err(|error| DebridError::Unreachable(format!("StremThru's address cannot be used: {error}")))?;
        let mut request = Request::new(op.method.clone(), url)
            .header("x-stremthru-store-name", self.store.name())
            .deadline(deadline)
            .max_bytes(op.max_bytes);
        if let Some(token) = &self.token {
            request = request.secret_header("x-stremthru-store-authorization", &format!("Bearer {}", token.expose()));
        }
        if let Some(proxy) = &self.proxy {
            request = request.secret_header("x-stremthru-authorization", &wire::basic(proxy));
        }
        if let Some(body) = op.body(torz) {
            request = request.json(&body);
        }
        Ok(request)
    }
}

/// Reads a body as each of the store API's answers, for the tests that harm them.
pub(crate) fn read_as_any(body: &[u8]) {
    let _ = (wire::user(body), wire::magnet(body), wire::page(body), wire::check(body, &[]), wire::link(body));
    let answer = Response { status: StatusCode::BAD_REQUEST, headers: HeaderMap::new(), body: body.to_vec() };
    let _ = wire::refusal(&answer, &[]);
}

/// An error, and whether it was the path that the server does not know.
struct Refusal {
    error: DebridError,
    no_such_path: bool,
}

impl From<DebridError> for Refusal {
    fn from(error: DebridError) -> Self {
        Self { error, no_such_path: false }
    }
}
