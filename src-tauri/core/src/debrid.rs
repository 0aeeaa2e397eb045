//! The person's debrid account, spoken to through StremThru's store API: user, check, add, list, remove, link.
//!
//! Wire format: `protocols` of StremThru 0.9x, `GET|POST /v0/store/…`; success is `{"data": …}`, errors come in two envelopes.

mod stores;
mod wire;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::endpoints::{Endpoints, Upstream};
use crate::http::{Http, HttpError, Method, Request, Retry};
use crate::secret::Secret;
use crate::torrent::{InfoHash, TorrentFile};

pub use stores::{NOT_OFFERED, NotOffered, Store, UnknownStore};

/// Why the account did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DebridError {
    #[error("no debrid service is signed in")]
    SignedOut,
    #[error("the service refused the token")]
    Unauthorized,
    #[error("the subscription has ended or does not cover this")]
    NoSubscription,
    #[error("the service was asked too often")]
    RateLimited { retry_after: Option<Duration> },
    /// Too many active torrents, or a fair-use limit.
    #[error("the service's limit is reached")]
    LimitExceeded,
    #[error("the service refuses this torrent for legal reasons")]
    LegalBlock,
    /// It was added and is not ready; the text is the service's status.
    #[error("the service does not hold it (its status is {0})")]
    NotCached(String),
    #[error("none of its files is the one wanted")]
    NoMatchingFile,
    #[error("{0}")]
    Unreachable(String),
    #[error("{0}")]
    Malformed(String),
    /// Any other refusal; it concerns this torrent, not the account.
    #[error("the service answered: {message}")]
    Refused { status: u16, message: String },
}

impl DebridError {
    /// Whether trying another torrent is pointless.
    pub fn stops_the_run(&self) -> bool {
        match self {
            Self::SignedOut
            | Self::Unauthorized
            | Self::NoSubscription
            | Self::RateLimited { .. }
            | Self::LimitExceeded => true,
            Self::LegalBlock
            | Self::NotCached(_)
            | Self::NoMatchingFile
            | Self::Unreachable(_)
            | Self::Malformed(_)
            | Self::Refused { .. } => false,
        }
    }
}

/// A magnet's state, as StremThru names it. New names may appear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    Cached,
    Queued,
    Downloading,
    Processing,
    Downloaded,
    Uploading,
    Failed,
    Invalid,
    Unknown,
    Other(String),
}

impl Status {
    fn parse(text: &str) -> Self {
        match text.to_ascii_lowercase().as_str() {
            "cached" => Self::Cached,
            "queued" => Self::Queued,
            "downloading" => Self::Downloading,
            "processing" => Self::Processing,
            "downloaded" => Self::Downloaded,
            "uploading" => Self::Uploading,
            "failed" | "error" => Self::Failed,
            "invalid" => Self::Invalid,
            "unknown" => Self::Unknown,
            other => Self::Other(other.chars().take(40).collect()),
        }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Cached => "cached",
            Self::Queued => "queued",
            Self::Downloading => "downloading",
            Self::Processing => "processing",
            Self::Downloaded => "downloaded",
            Self::Uploading => "uploading",
            Self::Failed => "failed",
            Self::Invalid => "invalid",
            Self::Unknown => "unknown",
            Self::Other(text) => text,
        }
    }

    /// Its files can be linked now.
    pub fn is_ready(&self) -> bool {
        matches!(self, Self::Cached | Self::Downloaded)
    }
}

/// What a cache check says of one torrent. Unknown is not no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CacheState {
    Cached,
    NotCached,
    Unknown,
}

/// The answer for one hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckItem {
    pub hash: InfoHash,
    pub state: CacheState,
    /// Its files, where the service lists them; they carry no links yet.
    pub files: Vec<TorrentFile>,
}

/// A torrent in the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Magnet {
    pub id: String,
    pub hash: Option<InfoHash>,
    pub name: String,
    pub status: Status,
    pub files: Vec<TorrentFile>,
}

/// What the service says of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    pub subscription: Subscription,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subscription {
    Premium,
    Trial,
    Expired,
    Other(String),
}

/// Hashes a single check asks about. The server takes 500, but such an address is too long for some proxies on the way.
pub const CHECK_CHUNK: usize = 200;

const MAGNETS: &str = "/v0/store/magnets";
const CHECK_DEADLINE: Duration = Duration::from_secs(20);
/// Real-Debrid may take 25 s to list the files of a new torrent.
const ADD_DEADLINE: Duration = Duration::from_secs(70);
const CALL_DEADLINE: Duration = Duration::from_secs(20);

/// One account at one service.
#[derive(Clone, Debug)]
pub struct Debrid {
    http: Http,
    endpoints: Endpoints,
    store: Store,
    token: Secret,
}

impl Debrid {
    pub fn new(http: Http, endpoints: Endpoints, store: Store, token: Secret) -> Self {
        Self { http, endpoints, store, token }
    }

    pub fn store(&self) -> Store {
        self.store
    }

    /// Whose account this is, and whether it is paid for.
    pub async fn user(&self) -> Result<User, DebridError> {
        let user: wire::User = self.call(self.request(Method::GET, "/v0/store/user")?.retry(Retry::Transient)).await?;
        Ok(user.into_user())
    }

    /// Which of at most [`CHECK_CHUNK`] torrents the service holds. A hash the answer leaves out is unknown.
    ///
    /// `sid` narrows the listed files to one video; the server honours only `tt` ids and ignores others.
    pub async fn check(&self, hashes: &[InfoHash], sid: Option<&str>) -> Result<Vec<CheckItem>, DebridError> {
        let hashes_text: Vec<String> = hashes.iter().map(ToString::to_string).collect();
        let mut path = format!("{MAGNETS}/check?magnet={}", hashes_text.join(","));
        if let Some(sid) = sid.filter(|sid| wire::is_honoured_sid(sid)) {
            path.push_str("&sid=");
            path.push_str(sid);
        }
        let request =
            self.request(Method::GET, &path)?.retry(Retry::Transient).deadline(CHECK_DEADLINE).max_bytes(64 << 20);
        let items: wire::Items<wire::CheckItem> = self.call(request).await?;
        Ok(wire::check_items(items, hashes))
    }

    /// Adds a magnet. Never sent twice: after a timeout the caller looks before it adds again.
    pub async fn add(&self, magnet: &str) -> Result<Magnet, DebridError> {
        let request = self
            .request(Method::POST, MAGNETS)?
            .json(&serde_json::json!({ "magnet": magnet }))
            .deadline(ADD_DEADLINE)
            .max_bytes(64 << 20);
        let magnet: wire::Magnet = self.call(request).await?;
        magnet.into_magnet()
    }

    /// A torrent of the account as it stands now.
    pub async fn get(&self, id: &str) -> Result<Magnet, DebridError> {
        let path = format!("{MAGNETS}/{}", wire::path_segment(id));
        let request = self.request(Method::GET, &path)?.retry(Retry::Transient).max_bytes(64 << 20);
        let magnet: wire::Magnet = self.call(request).await?;
        magnet.into_magnet()
    }

    /// The newest torrents of the account, without their files.
    pub async fn list(&self, limit: u32, offset: u32) -> Result<Vec<Magnet>, DebridError> {
        let path = format!("{MAGNETS}?limit={limit}&offset={offset}");
        let items: wire::Items<wire::Magnet> =
            self.call(self.request(Method::GET, &path)?.retry(Retry::Transient)).await?;
        Ok(items.items.into_iter().filter_map(|magnet| magnet.into_magnet().ok()).collect())
    }

    /// Takes a torrent out of the account.
    pub async fn remove(&self, id: &str) -> Result<(), DebridError> {
        let path = format!("{MAGNETS}/{}", wire::path_segment(id));
        let _: serde_json::Value = self.call(self.request(Method::DELETE, &path)?).await?;
        Ok(())
    }

    /// Turns a file's opaque link into a direct one. Only an http(s) address is taken for a link.
    pub async fn generate_link(&self, link: &str) -> Result<Url, DebridError> {
        let request = self
            .request(Method::POST, "/v0/store/link/generate")?
            .json(&serde_json::json!({ "link": link }))
            .deadline(CALL_DEADLINE);
        let generated: wire::Link = self.call(request).await?;
        Url::parse(&generated.link)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some())
            .ok_or_else(|| DebridError::Malformed("the service gave a link that is not a web address".to_owned()))
    }

    fn request(&self, method: Method, path: &str) -> Result<Request, DebridError> {
        let url = self
            .endpoints
            .url(Upstream::StremThru, path)
            .map_err(|error| DebridError::Unreachable(format!("StremThru's address cannot be used: {error}")))?;
        Ok(Request::new(method, url)
            .header("x-stremthru-store-name", self.store.name())
            .secret_header("x-stremthru-store-authorization", &format!("Bearer {}", self.token.expose()))
            .deadline(CALL_DEADLINE))
    }

    async fn call<T: serde::de::DeserializeOwned>(&self, request: Request) -> Result<T, DebridError> {
        let answer = self.http.send(request).await.map_err(|error| match error {
            HttpError::Timeout(after) => {
                DebridError::Unreachable(format!("StremThru did not answer within {} s", after.as_secs()))
            }
            HttpError::Unreachable(why) => DebridError::Unreachable(why),
            HttpError::TooLarge { .. } | HttpError::Broken => DebridError::Malformed(error.to_string()),
        })?;
        if answer.status.is_success() {
            return wire::data(&answer.body);
        }
        Err(wire::refusal(&answer, &self.token))
    }
}
