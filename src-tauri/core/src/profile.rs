//! What every front end starts with: the data folder and its files, the HTTP client, the debrid accounts in use.

mod account;
mod anime;
mod browse;
mod changing;
mod databases;
mod folder;
mod line;
mod network;
mod relatives;
mod report;
mod segments;
pub mod sources;
mod subtitles;
mod taste;

use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::debrid::{Budget, Debrid, Store, UnknownStore};
use crate::endpoints::{BadBase, Endpoints};
use crate::http::{Http, HttpError};
use crate::images::Images;
use crate::lock;
use crate::metadata::{self, Catalogues, Meta, MetadataError};
use crate::pipeline::link::{AccountWork, Links, Offered, Wishes};
use crate::pipeline::{ASKED, HEALTH, Tools};
use crate::secret::Secret;
use crate::settings::{Settings, SettingsError, SettingsFile};
use crate::sources::health::Health;
use crate::store::{Cache, Downloads, Ledger, Library, Remembered, StoreError};
use crate::title::Kind;
use crate::vault::{Kept, Vault};

pub use account::{Account, AccountState, Standing};
use changing::Current;
use databases::Databases;
pub use line::{Line, LineInUse, NotMeasured};
pub use report::{ReportFile, save as save_report};
pub use segments::SegmentsFound;
pub use subtitles::{BroughtSubtitle, FoundSubtitle, SubtitleError, SubtitleOrigin, SubtitlesFor, SubtitlesFound};

/// Options set from outside the settings: by environment variables, or by a demonstration.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// `PERIHELION_DATA_DIR`: where settings, databases and pictures live.
    pub data_dir: Option<PathBuf>,
    /// `PERIHELION_ENDPOINTS`: a base URL; every upstream is then at `<base>/<name>`.
    pub endpoints: Option<String>,
    /// `PERIHELION_STORE`: the services to use instead of those in the settings, in their order, separated by commas.
    pub store: Option<String>,
    /// `PERIHELION_TOKEN`: one token for all services, or one each in the same order, separated by commas. Not saved.
    pub token: Option<Secret>,
    /// Keep tokens in memory only, and never touch the keyring.
    pub no_keyring: bool,
}

impl Options {
    /// Returns the folder of settings, databases and pictures. Fails if the system names no such folder.
    pub fn folder(&self) -> Result<PathBuf, ProfileError> {
        self.data_dir.clone().or_else(folder::usual).ok_or(ProfileError::NoFolder)
    }

    /// Reads the options from environment variables. Empty ones count as absent.
    pub fn from_env() -> Self {
        let text = |name| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
        Self {
            data_dir: text("PERIHELION_DATA_DIR").map(PathBuf::from),
            endpoints: text("PERIHELION_ENDPOINTS"),
            store: text("PERIHELION_STORE"),
            token: text("PERIHELION_TOKEN").as_deref().and_then(Secret::new),
            no_keyring: false,
        }
    }
}

/// Why the app cannot start.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    #[error("PERIHELION_ENDPOINTS cannot be used: {0}")]
    Endpoints(#[from] BadBase),
    #[error("PERIHELION_STORE cannot be used: {0}")]
    Store(#[from] UnknownStore),
    #[error("no folder for the app's data could be found; set PERIHELION_DATA_DIR")]
    NoFolder,
    #[error("connections cannot be made: {0}")]
    Http(#[from] HttpError),
    #[error("{0}")]
    Database(#[from] StoreError),
}

/// Something that went wrong at the start without stopping the app.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error("{0}")]
    Settings(SettingsError),
    #[error("The library: {0}")]
    Library(StoreError),
    #[error("The ledger of what worked: {0}")]
    Ledger(StoreError),
    #[error("The list of downloads: {0}")]
    Downloads(StoreError),
    #[error("The cache: {0}")]
    Cache(StoreError),
}

/// How long to wait for another process that opens the databases at the same time.
const OPENS_WITHIN: Duration = Duration::from_secs(3);
const DETAILS_FRESH_FOR: Duration = Duration::from_hours(6);

/// One person's settings, databases and connections. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Profile {
    pub http: Http,
    pub cache: Cache,
    pub health: Health,
    pub library: Library,
    pub ledger: Ledger,
    pub downloads: Downloads,
    /// Background work that tidies up the accounts after links were made.
    pub account_work: AccountWork,
    pub images: Images,
    pub vault: Arc<Vault>,
    folder: PathBuf,
    current: Arc<Mutex<Current>>,
    file: Arc<SettingsFile>,
    /// Held while the settings are changed.
    changing: Arc<tokio::sync::Mutex<()>>,
    base: Endpoints,
    stores: Vec<Store>,
    /// The accounts used so far, by which all users of a service share one budget.
    known: Arc<Mutex<Vec<Debrid>>>,
    proxy_password: Arc<Mutex<Option<Secret>>>,
    /// When the service for related ids may be asked again after a failure.
    unrelated: Arc<Mutex<Option<Instant>>>,
    line_use: line::LineUse,
}

/// The vault's entry for the proxy authorisation of a self-hosted StremThru, `user:password`.
pub const PROXY_SECRET: &str = "stremthru-proxy";

impl Profile {
    /// Opens everything. A part that fails and is not vital is replaced for this run, and its error returned beside the
    /// profile.
    pub async fn open(options: Options) -> Result<(Self, Vec<Trouble>), ProfileError> {
        let in_memory = options.no_keyring || options.token.is_some();
        Self::open_with(options, if in_memory { Vault::in_memory() } else { Vault::default() }).await
    }

    async fn open_with(options: Options, vault: Vault) -> Result<(Self, Vec<Trouble>), ProfileError> {
        let base = options.endpoints.as_deref().map_or(Ok(Endpoints::default()), Endpoints::under)?;
        let names = options.store.as_deref().into_iter().flat_map(|names| names.split(',')).map(str::trim);
        let stores: Vec<Store> = names.map(Store::from_str).collect::<Result<_, _>>()?;
        let folder = options.folder()?;
        let mut troubles = Vec::new();

        folder::prepare(&folder);
        let (file, settings, trouble) = changing::open(&folder).await;
        troubles.extend(trouble.map(Trouble::Settings));
        // A database that another process is making at this moment is empty, and not damaged.
        let opening = lock::exclusive(&folder.join("opening.lock"), OPENS_WITHIN).await;
        let Databases { cache, library, ledger, downloads } = databases::open(&folder, &mut troubles)?;
        drop(opening);
        vault.expect(secret_names(&settings));
        let images = Images::new(folder.join("pictures"));
        let http = Http::with(network::network(&settings, None))?;
        if let Some(asked) = cache.get(ASKED).await {
            http.remember_asked(asked.value);
        }
        let health = cache.get(HEALTH).await.map(|kept| Health::from_kept(kept.value)).unwrap_or_default();
        let profile = Self {
            http,
            cache,
            health,
            library,
            ledger,
            downloads,
            account_work: AccountWork::default(),
            images,
            vault: Arc::new(vault),
            folder,
            current: Arc::new(Mutex::new(Current::of(settings))),
            file: Arc::new(file),
            changing: Arc::default(),
            base,
            stores,
            known: Arc::default(),
            proxy_password: Arc::default(),
            unrelated: Arc::default(),
            line_use: line::LineUse::default(),
        };
        profile.find_proxy_password().await;
        if let Some(token) = options.token {
            profile.keep_tokens(&token).await;
        }
        Ok((profile, troubles))
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the folder that downloads go into, and whether the app may make it: one that the person chose has to be
    /// there, since it may be on a disk that is not connected.
    pub fn downloads_folder(&self) -> Option<(PathBuf, bool)> {
        match self.settings().downloads.folder {
            Some(chosen) => Some((chosen, false)),
            None => folder::of_downloads().map(|folder| (folder, true)),
        }
    }

    pub fn endpoints(&self) -> Endpoints {
        self.settings().endpoints(self.base.clone())
    }

    /// Returns the base URLs without the person's overrides.
    pub fn default_endpoints(&self) -> &Endpoints {
        &self.base
    }

    /// Stores one token for all services of this run, or one each, separated by commas.
    async fn keep_tokens(&self, tokens: &Secret) {
        let stores = self.stores();
        let each: Vec<Secret> = tokens.expose().split(',').filter_map(Secret::new).collect();
        for (at, store) in stores.iter().enumerate() {
            let token = if stores.len() > 1 && each.len() == stores.len() { &each[at] } else { tokens };
            self.vault.set(store.name(), token.clone()).await;
        }
    }

    /// Returns the services in use, in the order they are tried; at least one.
    pub fn stores(&self) -> Vec<Store> {
        if self.stores.is_empty() { self.settings().stores() } else { self.stores.clone() }
    }

    /// The first of the services in use.
    pub fn store(&self) -> Store {
        self.stores().first().copied().unwrap_or(Store::RealDebrid)
    }

    /// Returns an account for each service in use whose token is known, in the person's order. With a proxy
    /// authorisation the token may be missing: a self-hosted StremThru may know the tokens itself.
    pub async fn accounts(&self) -> Vec<Debrid> {
        let proxy = self.vault.get(PROXY_SECRET).await;
        let mut accounts = Vec::new();
        for store in self.stores() {
            let token = self.vault.get(store.name()).await;
            if token.is_some() || proxy.is_some() {
                accounts.push(self.account(store, token, proxy.clone()));
            }
        }
        accounts
    }

    /// Returns the account at a service, in use or not; `None` without a token and a proxy authorisation.
    pub async fn account_at(&self, store: Store) -> Option<Debrid> {
        let (token, proxy) = (self.vault.get(store.name()).await, self.vault.get(PROXY_SECRET).await);
        (token.is_some() || proxy.is_some()).then(|| self.account(store, token, proxy))
    }

    /// Returns how the stored token's account stood when it was last tested, and how long ago.
    pub async fn standing(&self, store: Store) -> Option<Remembered<Standing>> {
        Standing::last(&self.cache, store).await
    }

    /// Keeps a token, and what its test found.
    pub async fn sign_in(&self, token: Secret, account: &Account) -> Kept {
        let kept = self.vault.set(account.store.name(), token).await;
        self.cache.forget(&account::key(account.store)).await;
        account.keep_standing(&self.cache).await;
        kept
    }

    /// Tests an account with the typed token, or with the stored one, of which the standing is remembered.
    pub async fn test_account(&self, store: Store, typed: Option<Secret>) -> Account {
        let proxy = self.vault.get(PROXY_SECRET).await;
        let is_stored = typed.is_none();
        let token = match typed {
            Some(token) => Ok(Some(token)),
            None => self.vault.look(store.name()).await,
        };
        let state = match token {
            Err(error) if proxy.is_none() => AccountState::NoToken(Some(error)),
            Ok(None) if proxy.is_none() => AccountState::NoToken(None),
            Ok(token) => self.account(store, token, proxy).test().await.into(),
            Err(_) => self.account(store, None, proxy).test().await.into(),
        };
        let account = Account { store, state };
        if is_stored {
            account.keep_standing(&self.cache).await;
        }
        account
    }

    fn account(&self, store: Store, token: Option<Secret>, proxy: Option<Secret>) -> Debrid {
        let fresh = Debrid::new(self.http.clone(), self.endpoints(), store, token).through_proxy(proxy);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(same) = known.iter().find(|known| known.is_same(&fresh)) {
            return same.clone();
        }
        let budget = known.iter().find(|known| known.store() == store).map(|known| Arc::clone(known.budget()));
        let debrid = fresh.with_budget(budget.unwrap_or_else(|| Budget::of(store)));
        known.retain(|known| known.store() != store);
        known.push(debrid.clone());
        debrid
    }

    /// Returns the number of requests sent to each service in the last minute.
    pub fn calls_last_minute(&self) -> Vec<(Store, usize)> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().map(|debrid| (debrid.store(), debrid.calls_last_minute())).collect()
    }

    /// Returns what making a link needs, with the current settings.
    pub async fn links(&self) -> Links {
        Links {
            accounts: self.accounts().await,
            ledger: self.ledger.clone(),
            work: self.account_work.clone(),
            keep_added: self.settings().keep_added,
            http: self.http.clone(),
            offered: Offered::ByAll,
            wishes: Wishes::of(&self.settings().preferences),
        }
    }

    /// Returns what a search needs, with the current settings.
    pub async fn tools(&self) -> Tools {
        Tools {
            http: self.http.clone(),
            endpoints: self.endpoints(),
            cache: self.cache.clone(),
            health: self.health.clone(),
            ledger: self.ledger.clone(),
            accounts: self.accounts().await,
            sources: self.sources().await,
        }
    }

    /// Returns a title's details, for an anime with its ids in other databases. Uses the cache while it is fresh, and
    /// at any age if the catalogue fails.
    pub async fn details(&self, kind: Kind, id: &str) -> Result<Meta, MetadataError> {
        let (meta, related) = tokio::join!(self.catalogued(kind, id), self.related(id));
        let mut meta = meta?;
        meta.preview.ids.learn(related);
        Ok(meta)
    }

    async fn catalogued(&self, kind: Kind, id: &str) -> Result<Meta, MetadataError> {
        let key = format!("details/{}/{id}", kind.as_str());
        let remembered = self.cache.get::<Meta>(&key).await;
        if let Some(remembered) = remembered.as_ref().filter(|remembered| remembered.age < DETAILS_FRESH_FOR) {
            return Ok(remembered.value.clone());
        }
        let endpoints = self.endpoints();
        match (Catalogues { http: &self.http, endpoints: &endpoints }).details(kind, id).await {
            Ok(meta) => {
                self.cache.put(&key, &meta).await;
                Ok(meta)
            }
            Err(error) => {
                tracing::info!(%error, "a title's details did not come");
                remembered.map(|remembered| remembered.value).ok_or(error)
            }
        }
    }

    /// Searches the catalogues by words or by an id.
    pub async fn search(&self, query: &str, kind: Kind) -> Result<Vec<metadata::MetaPreview>, MetadataError> {
        let endpoints = self.endpoints();
        (Catalogues { http: &self.http, endpoints: &endpoints }).search(query, kind).await
    }
}

/// Returns the names of all entries the vault may hold, so that it reads them with one prompt.
fn secret_names(settings: &Settings) -> Vec<String> {
    let stores = Store::ALL.iter().map(|store| store.name().to_owned());
    let proxy = settings.proxy_password.then(|| network::PROXY_PASSWORD.to_owned());
    stores.chain([PROXY_SECRET.to_owned()]).chain(proxy).chain(sources::secret_names(settings)).collect()
}
