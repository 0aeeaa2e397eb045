//! Phase 5: adds the magnet, chooses the file, makes the link and checks that it answers; if that fails, tries the
//! next candidate. Tries several services side by side and gives the preferred one a head start. Removes what it added
//! and did not use; never touches what was in the account before.

mod added;
mod before;
mod beside;
mod disposition;
mod file_request;
mod lane;
mod line;
mod offers;
mod own_times;
mod passport;
mod plan;
mod race;
mod recipe;
mod truth;
mod verify;
mod verify_offer;
mod video_hash;
mod whole;
mod work;

use std::sync::Arc;

use jiff::Timestamp;
use media_file::MediaFile;
use serde::Serialize;
use url::Url;

use crate::debrid::{Debrid, DebridError, Status, Store};
use crate::http::Http;
use crate::model::{Candidate, ChosenBy, PastOutcome, Reason, Way};
use crate::preferences::Preferences;
use crate::store::Ledger;
use crate::title::Wanted;
use crate::torrent::{InfoHash, Offer, OfferHeader, SourceName};

pub(super) use added::{AddedFor, AddedTorrent, NewTorrent};
pub use added::{SETTLED_AFTER, Tidied, tidy, undo};
pub(super) use before::AccountBefore;
pub use beside::{SubtitleBeside, fetch_beside};
pub use file_request::file_request;
pub(super) use lane::wait_until_ready;
pub use line::measure_line;
pub use own_times::own_times;
pub use passport::passport_of;
pub use plan::plan;
pub use race::{Prepared, link, prepare};
pub(super) use recipe::{FileToLink, link_file};
pub use verify::{Verified, verify};
pub use video_hash::video_hash;
pub use whole::{WholeFile, judge_whole};
pub use work::AccountWork;

/// What making a link needs: the accounts, the ledger of what was added, and the claims on torrents.
#[derive(Clone, Debug)]
pub struct Links {
    /// The services in use, in the person's order.
    pub accounts: Vec<Debrid>,
    pub ledger: Ledger,
    /// The claims on torrents and the work that continues in the background.
    pub work: AccountWork,
    /// Whether to leave added torrents in the account even when they turn out useless.
    pub keep_added: bool,
    /// Asks the links that addons give.
    pub http: Http,
    /// Whose links are used beside the services.
    pub offered: Offered,
    /// What the person wishes of a file, held against what it says of itself.
    pub wishes: Wishes,
}

/// What the person wishes of the sound: ISO 639-1 codes, as the preferences have them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// The most preferred first.
    pub languages: Vec<String>,
    /// Nothing but these.
    pub required: Vec<String>,
}

impl Wishes {
    pub fn of(preferences: &Preferences) -> Self {
        Self { languages: preferences.languages.clone(), required: preferences.languages_required.clone() }
    }
}

/// Which addons' links are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offered {
    ByAll,
    By(SourceName),
    ByNone,
}

impl Offered {
    fn takes(self, source: SourceName) -> bool {
        match self {
            Self::ByAll => true,
            Self::By(only) => only == source,
            Self::ByNone => false,
        }
    }
}

impl Links {
    /// Returns a copy restricted to one service, or to the links of one addon.
    pub fn only(mut self, way: impl Into<Way>) -> Self {
        let way = way.into();
        self.accounts.retain(|debrid| way == debrid.store());
        self.offered = way.addon().map_or(Offered::ByNone, Offered::By);
        self
    }

    /// Returns the account at a service.
    pub fn account(&self, store: Store) -> Result<&Debrid, DebridError> {
        self.accounts.iter().find(|debrid| debrid.store() == store).ok_or(DebridError::SignedOut)
    }
}

/// The request for a link.
#[derive(Clone, Copy, Debug)]
pub struct LinkFor<'a> {
    pub wanted: &'a Wanted,
    /// The candidates, best first. If the person chose one, it is the first.
    pub candidates: &'a [&'a Candidate],
    /// The path of the file the person chose in the first candidate's torrent; no other file of that torrent is used.
    pub file: Option<&'a str>,
}

/// The direct link and the choices that led to it. The URL gives access to the file, so it goes to the player, never
/// to the page or a log.
#[derive(Clone, Debug, Serialize)]
pub struct DownloadResult {
    pub link: Url,
    pub file_name: String,
    /// The file's path in the torrent, as the service lists it.
    #[serde(skip)]
    pub file_path: String,
    /// Bytes; `None` where neither the service nor the server says.
    pub file_size: Option<u64>,
    pub file_index: i64,
    pub score: f32,
    pub match_reasons: Vec<Reason>,
    pub info_hash: InfoHash,
    /// The torrent's release name.
    pub release: String,
    /// Who gave the link.
    pub service: Way,
    /// When the link is expected to end; `None` where the service does not say.
    pub expires_at: Option<Timestamp>,
    /// What has to be sent with every request for the file. As secret as the link.
    #[serde(serialize_with = "as_object", skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<OfferHeader>,
    /// What the file says of itself; `None` where it was not read or could not be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passport: Option<Box<MediaFile>>,
    /// A browser cannot play the link by itself.
    #[serde(skip)]
    pub not_web_ready: bool,
    /// Subtitles of it in the same torrent.
    #[serde(skip)]
    pub beside: Vec<SubtitleBeside>,
    /// Who chose the file, by which it is held to what was promised.
    #[serde(skip)]
    pub chosen_by: ChosenBy,
    #[serde(skip)]
    pub renewal: Renewal,
}

impl DownloadResult {
    /// Returns the file's bits a second, by its size and the length it tells.
    pub fn bits_per_second(&self) -> Option<u64> {
        let length_ms = self.passport.as_ref()?.duration_ms.filter(|ms| *ms > 0)?;
        Some(self.file_size?.saturating_mul(8_000) / length_ms)
    }
}

/// What a new direct link is made from.
#[derive(Clone, Debug)]
pub enum Renewal {
    /// The link of the service.
    Service(String),
    /// The link of the addon.
    Addon(Arc<Offer>),
    /// The file lies on this machine's disk: there is none to make.
    Disk,
}

fn as_object<S: serde::Serializer>(headers: &[OfferHeader], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(headers.iter().map(|header| (&header.name, header.value.expose())))
}

/// A step towards a link. Services and addons are tried side by side, so each step names its own.
#[derive(Clone, Debug)]
pub enum LinkEvent {
    CandidateStarted {
        way: Way,
        hash: InfoHash,
        release: String,
        position: usize,
        of: usize,
    },
    Added {
        way: Way,
        hash: InfoHash,
        status: Status,
    },
    Waited {
        way: Way,
        hash: InfoHash,
        status: Status,
        attempt: u32,
    },
    FileChosen {
        way: Way,
        hash: InfoHash,
        name: String,
        path: String,
        size: Option<u64>,
        score: f32,
        reasons: Vec<Reason>,
    },
    /// The first bytes behind the link were requested and the server answered with the file.
    Verified {
        way: Way,
        hash: InfoHash,
        size: Option<u64>,
    },
    CandidateFailed {
        way: Way,
        hash: InfoHash,
        error: DebridError,
    },
    /// What the attempt says of the torrent, as the ledger has it.
    Learnt {
        store: Store,
        hash: InfoHash,
        outcome: PastOutcome,
    },
    /// No more candidates are tried at this service.
    ServiceStopped {
        way: Way,
        error: DebridError,
    },
    LinkMade {
        way: Way,
        hash: InfoHash,
    },
}

/// Why there is no link: what was tried, and the last or decisive error at the most preferred service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words())]
pub struct NoLink {
    /// The number of candidates tried at all services together.
    pub tried: usize,
    pub last: DebridError,
    /// The final error at each service and of the addons, in the order they were tried.
    pub services: Vec<(Way, DebridError)>,
    /// How many candidates a service refused for legal reasons, where it refused several.
    pub refused: Vec<(Store, usize)>,
}

impl NoLink {
    /// Returns whether every service failed because of the account itself: no token, a refused one, no subscription.
    pub fn concerns_accounts(&self) -> bool {
        let of_account = |error: &DebridError| {
            matches!(
                error,
                DebridError::SignedOut
                    | DebridError::Unauthorized
                    | DebridError::NoSubscription
                    | DebridError::AccountRefused(_)
                    | DebridError::NotOffered
            )
        };
        if self.services.is_empty() {
            of_account(&self.last)
        } else {
            self.services.iter().all(|(_, error)| of_account(error))
        }
    }

    fn words(&self) -> String {
        let mut each = match self.services.as_slice() {
            [] | [_] => vec![self.last.to_string()],
            several => several.iter().map(|(way, error)| format!("{way}: {error}")).collect(),
        };
        each.extend(
            self.refused.iter().map(|(store, count)| format!("{store} refused {count} torrents for legal reasons")),
        );
        each.join("; ")
    }

    fn alone(last: DebridError) -> Self {
        Self { tried: 0, last, services: Vec::new(), refused: Vec::new() }
    }
}

/// Makes a new link in place of one that has expired or is about to, and checks that it answers.
pub async fn renew(links: &Links, old: &DownloadResult) -> Result<DownloadResult, DebridError> {
    match (&old.renewal, old.service) {
        (Renewal::Service(opaque), Way::Service(store)) => recipe::link_again(links.account(store)?, opaque, old).await,
        (Renewal::Addon(offer), _) => offers::again(links, offer, old).await,
        (Renewal::Service(_), Way::Addon(_)) | (Renewal::Disk, _) => Err(DebridError::Gone),
    }
}

/// Returns `magnet:?xt=urn:btih:<hash>&dn=<name>&tr=<tracker>…`, percent-encoded.
pub fn magnet_uri(candidate: &Candidate) -> String {
    let encode =
        |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20");
    let torrent = &candidate.torrent;
    let mut magnet = format!("magnet:?xt=urn:btih:{}&dn={}", torrent.info_hash, encode(&torrent.title));
    for tracker in &torrent.trackers {
        magnet.push_str("&tr=");
        magnet.push_str(&encode(tracker));
    }
    magnet
}
