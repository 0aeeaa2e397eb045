//! New versions of the app: looks for one, asks, fetches and checks it, and has the updater's plugin put it in place.
//!
//! The plugin only installs. Its own requests have no bounds: an announcement or file of any size, redirects to anywhere, a client
//! beside the app's with other proxies. So the app's own client fetches (`feed`), and the bytes are checked twice, here
//! (`signature`) and by the plugin.

mod feed;
mod memory;
mod offer_back;
mod origin;
mod signature;
mod starts;

use std::path::Path;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use perihelion_core::endpoints::{DOWNLOADS, Endpoints, Upstream, is_placeholder};
use perihelion_core::http::{Http, Received};
use semver::Version;
use serde_json::json;
use tauri::AppHandle;
use tauri_plugin_updater::UpdaterExt as _;
use tokio::sync::watch;
use url::Url;

use crate::lock::lock;
use crate::state::Turns;
use crate::wire::{UpdateProblem, UpdateState, UpdatesOff, UpdatesView};
use feed::Release;
use memory::Memory;
pub(crate) use offer_back::went_back;
use origin::Origin;
use signature::Key;
pub(crate) use starts::Starts;

/// The version that runs.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// How far this run has come.
#[derive(Clone)]
enum Stage {
    Current,
    Offered {
        release: Arc<Release>,
        announced_by: Url,
    },
    /// The file is fetched and checked. `bytes` is empty once they are in place.
    Ready {
        release: Arc<Release>,
        bytes: Arc<Vec<u8>>,
    },
}

/// Everything about updates that lives as long as the window.
pub(crate) struct Updates {
    origin: Origin,
    key: Option<Key>,
    pub(crate) starts: Starts,
    memory: Memory,
    stage: Mutex<Stage>,
    /// Only the latest download runs.
    pub(crate) fetching: Turns,
}

impl Updates {
    /// `key` is the publisher's, as the configuration has it. Blocks.
    pub(crate) fn new(folder: &Path, starts: Starts, key: &str) -> Self {
        Self {
            origin: Origin::of_this_copy(),
            key: Key::read(key),
            starts,
            memory: Memory::open(folder),
            stage: Mutex::new(Stage::Current),
            fetching: Turns::default(),
        }
    }

    fn off(&self, demo: bool) -> Option<UpdatesOff> {
        let is_demo = demo.then_some(UpdatesOff::Demo);
        is_demo.or_else(|| self.origin.off()).or_else(|| self.key.is_none().then_some(UpdatesOff::NoKey))
    }

    /// Returns how things stand.
    pub(crate) fn view(&self, demo: bool) -> UpdatesView {
        let state = match &*lock(&self.stage) {
            Stage::Current => UpdateState::Current { looked_at: self.memory.get().looked_at.map(|at| at.to_string()) },
            Stage::Offered { release, .. } => {
                UpdateState::Offered { version: release.version.to_string(), notes: release.notes.clone() }
            }
            Stage::Ready { release, .. } => UpdateState::Ready { version: release.version.to_string() },
        };
        let off = self.off(demo);
        UpdatesView { version: VERSION.to_owned(), off, downloads: !is_placeholder(DOWNLOADS), state }
    }

    /// The same, with what went wrong in its place.
    pub(crate) fn failed(&self, demo: bool, problem: UpdateProblem) -> UpdatesView {
        UpdatesView { state: UpdateState::Failed { problem }, ..self.view(demo) }
    }

    /// Looks for a newer version: when it is time, or `by_hand`. What fails by itself stays quiet.
    pub(crate) async fn look(&self, http: &Http, endpoints: &Endpoints, by_hand: bool) -> Result<(), UpdateProblem> {
        let now = Timestamp::now();
        let has_one = !matches!(&*lock(&self.stage), Stage::Current);
        if !by_hand && (has_one || !self.memory.get().is_due(now)) {
            return Ok(());
        }
        self.memory.change(|held| held.looked_at = Some(now));
        match self.looked(http, endpoints, by_hand, now).await {
            Err(problem) if !by_hand => {
                tracing::info!(%problem, "no newer version was looked for");
                Ok(())
            }
            outcome => outcome,
        }
    }

    async fn looked(
        &self,
        http: &Http,
        endpoints: &Endpoints,
        by_hand: bool,
        now: Timestamp,
    ) -> Result<(), UpdateProblem> {
        let target = self.origin.target().ok_or(UpdateProblem::NotForThisSystem)?;
        let at = endpoints.url(Upstream::Updates, "/latest.json").map_err(|_| UpdateProblem::Unreachable)?;
        let running = Version::parse(VERSION).map_err(|_| UpdateProblem::Malformed)?;
        let Some(release) = feed::look(http, &at, &target).await? else { return Ok(()) };
        if release.version == running {
            self.memory.change(|held| held.learn_own(VERSION, release.url.as_str()));
        }
        if let Some(newer) = newer(release, &running)?
            && (by_hand || self.memory.get().may_offer(&newer.version.to_string(), now))
        {
            let mut stage = lock(&self.stage);
            // One that is at hand already is not asked for again.
            if !matches!(&*stage, Stage::Ready { release, .. } if release.version >= newer.version) {
                *stage = Stage::Offered { release: Arc::new(newer), announced_by: at };
            }
        }
        Ok(())
    }

    /// Fetches and checks what is offered, tells `watcher` how far it is, and puts it in place where the app can go on running
    /// meanwhile.
    pub(crate) async fn fetch(
        &self,
        handle: &AppHandle,
        http: &Http,
        watcher: Arc<watch::Sender<Received>>,
    ) -> Result<(), UpdateProblem> {
        let Stage::Offered { release, announced_by } = lock(&self.stage).clone() else {
            return Err(UpdateProblem::Nothing);
        };
        let key = self.key.clone().ok_or(UpdateProblem::Nothing)?;
        let mut bytes = fetched(http, &release, &announced_by, &key, self.origin.ending(), watcher).await?;
        // On Windows an installer replaces the files after the app has ended.
        if !cfg!(target_os = "windows") {
            self.install(handle, &release, std::mem::take(&mut bytes)).await?;
        }
        *lock(&self.stage) = Stage::Ready { release, bytes: Arc::new(bytes) };
        Ok(())
    }

    /// Prepares the restart that finishes an update. On Windows the installer ends the app from in here.
    pub(crate) async fn finish(&self, handle: &AppHandle) -> Result<(), UpdateProblem> {
        let Stage::Ready { release, bytes } = lock(&self.stage).clone() else { return Err(UpdateProblem::Nothing) };
        if !bytes.is_empty() {
            self.install(handle, &release, bytes.to_vec()).await?;
        }
        Ok(())
    }

    async fn install(&self, handle: &AppHandle, release: &Release, bytes: Vec<u8>) -> Result<(), UpdateProblem> {
        let key = self.key.as_ref().ok_or(UpdateProblem::Nothing)?.text().to_owned();
        let (handle, origin, put) = (handle.clone(), self.origin.clone(), release.clone());
        // Before it: on Windows there is no after.
        let (new, url) = (release.version.to_string(), release.url.to_string());
        let before = self.memory.get();
        self.memory.change(|held| held.replace(VERSION, &new, &url));
        let done = tokio::task::spawn_blocking(move || put_in_place(&handle, &origin, key, &put, &bytes)).await;
        let outcome = done.unwrap_or(Err(UpdateProblem::NotInstalled));
        if outcome.is_err() {
            self.memory.change(|held| *held = before);
        }
        outcome
    }

    /// The person does not want what is offered now, or never.
    pub(crate) fn put_off(&self, never: bool) {
        let mut stage = lock(&self.stage);
        let Stage::Offered { release, .. } = &*stage else { return };
        let version = release.version.to_string();
        self.memory.change(|held| if never { held.skip(&version) } else { held.put_off(&version, Timestamp::now()) });
        *stage = Stage::Current;
    }
}

/// Returns the release if it is newer than what runs; `None` for the same version.
fn newer(release: Release, running: &Version) -> Result<Option<Release>, UpdateProblem> {
    match release.version.cmp_precedence(running) {
        std::cmp::Ordering::Greater => Ok(Some(release)),
        std::cmp::Ordering::Equal => Ok(None),
        std::cmp::Ordering::Less => Err(UpdateProblem::Older),
    }
}

/// Fetches a release's file and checks it, on a blocking thread.
async fn fetched(
    http: &Http,
    release: &Arc<Release>,
    announced_by: &Url,
    key: &Key,
    ending: &'static str,
    watcher: Arc<watch::Sender<Received>>,
) -> Result<Vec<u8>, UpdateProblem> {
    let bytes = feed::fetch(http, release, announced_by, watcher).await?;
    let (release, key) = (Arc::clone(release), key.clone());
    let checked = tokio::task::spawn_blocking(move || {
        key.check(&bytes, &release.signature, &release.version, ending).map(|()| bytes)
    });
    checked.await.unwrap_or(Err(UpdateProblem::BadSignature))
}

/// Has the plugin put the bytes in place. It makes no request for it. Blocks.
fn put_in_place(
    handle: &AppHandle,
    origin: &Origin,
    key: String,
    release: &Release,
    bytes: &[u8],
) -> Result<(), UpdateProblem> {
    let cannot = |error: tauri_plugin_updater::Error| {
        tracing::error!(%error, "an update could not be put in place");
        UpdateProblem::NotInstalled
    };
    let target = origin.target().ok_or(UpdateProblem::NotInstalled)?;
    // The plugin asks for an endpoint and never uses it here.
    let endpoint = Endpoints::default().url(Upstream::Updates, "/").map_err(|_| UpdateProblem::NotInstalled)?;
    let builder = handle.updater_builder().pubkey(key).target(&target).endpoints(vec![endpoint]).map_err(cannot)?;
    let builder = match origin {
        Origin::AppImage(path) => builder.executable_path(path),
        _ => builder,
    };
    let platform = json!({ "url": release.url, "signature": release.signature });
    let announced = json!({ "version": release.version.to_string(), "platforms": { target: platform } });
    let update = builder.build().and_then(|updater| updater.restore_update(announced)).map_err(cannot)?;
    update.ok_or(UpdateProblem::Older)?.install(bytes).map_err(cannot)
}

#[cfg(test)]
mod tests;
