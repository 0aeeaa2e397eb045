//! Client for the person's debrid account over StremThru's store API: user, check, add, list, remove, link.
//!
//! Wire format of StremThru 0.9x: requests go to `/v0/store/…`; success is `{"data": …}`, errors come in two
//! envelopes and with any status.

mod budget;
mod call;
mod error;
#[cfg(test)]
mod fixtures;
mod mismatch;
mod op;
mod pace;
mod refusal;
mod stores;
mod values;
mod wire;

use std::collections::HashSet;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use url::Url;

use crate::endpoints::{Endpoints, Upstream};
use crate::http::{HeaderMap, Http, Method, Response, Retry, StatusCode, read_body};
use crate::secret::Secret;
use crate::torrent::InfoHash;

use op::Op;

pub use budget::{Budget, Purpose, Rate};
pub use error::DebridError;
pub use mismatch::{Mismatch, length};
pub use pace::Pace;
pub use stores::{CheckShape, NOT_OFFERED, NotOffered, Store, UnknownStore};
pub use values::{CacheState, CheckItem, Lookup, Magnet, Page, Status, Subscription, User};

/// A check of this many hashes or fewer is not halved again: its length cannot be why it is refused.
const SMALLEST_CHUNK: usize = 10;

/// Torrents in a page of the account's list, the most the server returns.
const PAGE: usize = 500;
/// The most pages read. [`Debrid::list_all`] returns `None` for an account of more torrents.
const MOST_PAGES: usize = 40;
/// How long a listing of the account's hashes is reused for badges.
const CLOUD_FRESH: Duration = Duration::from_mins(2);

/// State shared by all clones of a [`Debrid`].
#[derive(Debug, Default)]
struct Shared {
    /// The server speaks only the newer `torz` paths.
    torz: AtomicBool,
    cloud: Mutex<Option<ListedCloud>>,
}

/// The account's hashes and when they were listed.
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

    /// Uses a budget that is shared with others.
    pub fn with_budget(self, budget: Arc<Budget>) -> Self {
        Self { budget, ..self }
    }

    /// Sends a self-hosted StremThru's proxy authorisation: `user:password`, or both in base64 already.
    pub fn through_proxy(self, proxy: Option<Secret>) -> Self {
        Self { proxy, ..self }
    }

    /// Sets other waiting times, for tests and demonstrations with a simulated service.
    #[doc(hidden)]
    pub fn with_pace(self, pace: Pace) -> Self {
        Self { pace: Arc::new(pace), ..self }
    }

    /// Whether both use the same account through the same servers.
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

    /// Returns StremThru's base URL.
    pub fn base(&self) -> &str {
        self.endpoints.base(Upstream::StremThru)
    }

    /// Returns how many requests the whole app sent to this service in the last minute.
    pub fn calls_last_minute(&self) -> usize {
        self.budget.calls_last_minute()
    }

    /// Fetches what the service says of the account: its kind of subscription.
    pub async fn user(&self) -> Result<User, DebridError> {
        match self.call(&Op::new(Method::GET, "/user").retry(Retry::Transient)).await {
            Ok(body) => wire::user(&body),
            // Some versions of StremThru answer this path so for a service they do not know.
            Err(error @ DebridError::Refused { status: 500, .. }) => {
                if self.list_by_newer_path().await == Err(DebridError::NotOffered) {
                    Err(DebridError::NotOffered)
                } else {
                    Err(error)
                }
            }
            Err(error) => Err(error),
        }
    }

    /// Fetches the kind of subscription because the person asked. Forgets earlier refusals first: the person may have
    /// mended their cause.
    pub async fn test(&self) -> Result<Subscription, DebridError> {
        self.budget.end_silence();
        self.user().await.map(|user| user.subscription)
    }

    /// Whether StremThru offers the service. Needs no valid token: a refused one shows that the server knows the name.
    pub async fn is_offered(&self) -> Result<bool, DebridError> {
        let outcome = match self.list_by_newer_path().await {
            // An older server, which has only the other paths.
            Err(DebridError::Gone) => self.user().await.map(drop),
            outcome => outcome,
        };
        match outcome {
            Ok(()) | Err(DebridError::Unauthorized | DebridError::NoSubscription) => Ok(true),
            Err(DebridError::NotOffered) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Asks for one torrent of the account by the path that answers for unknown services as it should.
    async fn list_by_newer_path(&self) -> Result<(), DebridError> {
        let op = Op::new(Method::GET, "/magnets").query("limit=1".to_owned()).retry(Retry::Transient);
        self.call_newer(&op).await.map(drop)
    }

    /// Checks which torrents the service has cached. A hash the response leaves out is unknown. Sends one request, and
    /// halves it when the response says that it is too long. Does not name the video, because the server would leave out
    /// torrents whose files it has not told apart yet.
    pub async fn check(&self, hashes: &[InfoHash]) -> Result<Vec<CheckItem>, DebridError> {
        let mut waiting = vec![hashes];
        let mut items = Vec::with_capacity(hashes.len());
        while let Some(hashes) = waiting.pop() {
            match self.check_once(hashes).await {
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

    async fn check_once(&self, hashes: &[InfoHash]) -> Result<Vec<CheckItem>, DebridError> {
        let hashes_text: Vec<String> = hashes.iter().map(ToString::to_string).collect();
        let op = Op::new(Method::GET, "/magnets/check")
            .query(hashes_text.join(","))
            .retry(Retry::Transient)
            .deadline(self.pace.check)
            .max_bytes(64 << 20);
        let (body, hashes) = (self.call(&op).await?, hashes.to_vec());
        // Batches list a thousand files each.
        read_body(body, move |body| wire::check(body, &hashes)).await.map_err(|_| wire::malformed())?
    }

    /// Adds a magnet. Is never retried, as the service may have added it all the same: after a timeout the caller looks
    /// whether it is there.
    pub async fn add(&self, magnet: &str) -> Result<Magnet, DebridError> {
        let _slot = self.budget.add_slot().await;
        let op = Op::new(Method::POST, "/magnets")
            .with_body(serde_json::json!({ "magnet": magnet }))
            .purpose(Purpose::Get)
            .deadline(self.pace.add)
            .max_bytes(64 << 20);
        let body = self.call(&op).await.map_err(DebridError::of_torrent)?;
        self.forget_cloud();
        read_body(body, wire::magnet).await.map_err(|_| wire::malformed())?
    }

    /// Fetches a torrent of the account with its current status.
    pub async fn get(&self, id: &str) -> Result<Magnet, DebridError> {
        let op = Op::new(Method::GET, "/magnets")
            .id(id)
            .deadline(self.pace.call)
            .retry(Retry::Transient)
            .max_bytes(64 << 20);
        match self.call(&op).await {
            Ok(body) => read_body(body, wire::magnet).await.map_err(|_| wire::malformed())?,
            Err(DebridError::BadMagnet(_)) => Err(DebridError::Gone),
            Err(error) => Err(error),
        }
    }

    /// Fetches a page of the account's torrents, usually the newest first.
    pub async fn list(&self, limit: usize, offset: usize) -> Result<Page, DebridError> {
        let op = Op::new(Method::GET, "/magnets")
            .query(format!("limit={limit}&offset={offset}"))
            .deadline(self.pace.call)
            .retry(Retry::Transient);
        read_body(self.call(&op).await?, wire::page).await.map_err(|_| wire::malformed())?
    }

    /// Lists all torrents of the account; with `hash`, only the pages up to the first torrent of that hash. Returns
    /// `None` when the account holds more pages than are read.
    pub async fn list_all(&self, hash: Option<InfoHash>) -> Result<Option<Vec<Magnet>>, DebridError> {
        let mut all = Vec::new();
        let mut listed = 0;
        for _ in 0..MOST_PAGES {
            let page = self.list(PAGE, listed).await?;
            listed += page.listed;
            // A page that is not full may not be the last one: the total decides where there is one.
            let is_last = page.listed == 0 || page.total.map_or(page.listed < PAGE, |total| listed >= total);
            let found = hash.is_some() && page.items.iter().any(|magnet| magnet.hash == hash);
            all.extend(page.items);
            if is_last || found {
                return Ok(Some(all));
            }
        }
        Ok(None)
    }

    /// Looks for the torrent with this hash in the account.
    pub async fn find(&self, hash: InfoHash) -> Result<Lookup, DebridError> {
        let Some(all) = self.list_all(Some(hash)).await? else { return Ok(Lookup::TooManyToTell) };
        Ok(all.into_iter().find(|magnet| magnet.hash == Some(hash)).map_or(Lookup::Absent, Lookup::Held))
    }

    /// Returns the hashes in the account as of at most two minutes ago. For badges only: too old to decide a removal
    /// by.
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

    /// Removes a torrent from the account. Succeeds when it is gone already.
    pub async fn remove(&self, id: &str) -> Result<(), DebridError> {
        let op = Op::new(Method::DELETE, "/magnets").id(id).purpose(Purpose::Tidy).deadline(self.pace.call);
        let outcome = self.call(&op).await;
        self.forget_cloud();
        match outcome {
            Ok(body) => wire::removed(&body),
            // AllDebrid says of a torrent that is gone that its id is invalid.
            Err(DebridError::Gone | DebridError::BadMagnet(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Turns a file's opaque link into a direct one. Fails when the result is no http(s) URL.
    pub async fn generate_link(&self, link: &str) -> Result<Url, DebridError> {
        let op = Op::new(Method::POST, "/link/generate")
            .with_body(serde_json::json!({ "link": link }))
            .purpose(Purpose::Get)
            .deadline(self.pace.call);
        Url::parse(&wire::link(&self.call(&op).await?)?)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
            .filter(|url| url.as_str().len() <= wire::LONGEST_LINK)
            .ok_or_else(|| DebridError::BadLink("it is not a web address".to_owned()))
    }
}

/// Parses a body as each of the store API's responses, for the tests that feed damaged ones.
pub(crate) fn read_as_any(body: &[u8]) {
    let _ = (
        wire::user(body),
        wire::magnet(body),
        wire::page(body),
        wire::check(body, &[]),
        wire::link(body),
        wire::removed(body),
    );
    let answer = Response { status: StatusCode::BAD_REQUEST, headers: HeaderMap::new(), body: body.to_vec() };
    let _ = refusal::refusal(&answer, &[]);
}
