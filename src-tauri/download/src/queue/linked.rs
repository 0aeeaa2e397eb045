//! Links for a download: made, renewed, and made again after a restart, always to the same file of the same torrent.

use media_file::MediaFile;
use perihelion_core::debrid::{DebridError, Store};
use perihelion_core::http::Request;
use perihelion_core::metadata::{AskedId, parse_id, wanted_from_id};
use perihelion_core::model::{Candidate, ChosenBy};
use perihelion_core::pipeline::link::{DownloadResult, LinkFor, WholeFile, file_request, judge_whole, link, renew};
use perihelion_core::profile::Profile;
use perihelion_core::store::FileOfTorrent;
use perihelion_core::title::Wanted;
use perihelion_core::torrent::{SourceName, Torrent};
use perihelion_player::About;
use tokio::sync::Mutex;

use crate::engine::{Source, Whole};
use crate::error::DownloadError;

/// The link to one file, made when it is first asked for.
pub(crate) struct Linked {
    pub(crate) profile: Profile,
    pub(crate) about: About,
    pub(crate) file: FileOfTorrent,
    pub(crate) made: Mutex<Option<DownloadResult>>,
    /// The person wants it as it is.
    pub(crate) is_accepted: bool,
    /// What the file said of itself once it was there.
    pub(crate) passport: Mutex<Option<MediaFile>>,
}

impl Source for Linked {
    async fn request(&self, again: bool) -> Result<Request, DownloadError> {
        let mut made = self.made.lock().await;
        let links = self.profile.links().await;
        let current = match made.take() {
            Some(current) if !again => current,
            Some(old) => match renew(&links, &old).await {
                Ok(new) => new,
                Err(error) => {
                    tracing::info!(%error, "a link could not be renewed; one is made anew");
                    self.anew().await?
                }
            },
            None => self.anew().await?,
        };
        let request = file_request(&links, &current).map_err(DownloadError::Link)?;
        *made = Some(current);
        Ok(request)
    }

    async fn judge(&self, mut whole: Whole) -> Result<(), DownloadError> {
        let FileOfTorrent { hash, release, path, name, service, by } = &self.file;
        let of = WholeFile {
            wanted: &self.wanted().await,
            hash: *hash,
            release,
            path,
            name,
            length: whole.length,
            by: if self.is_accepted { ChosenBy::File } else { *by },
            is_of_torrent: service.parse::<Store>().is_ok(),
        };
        match judge_whole(&self.profile.links().await, of, &mut whole).await {
            Ok(media) => {
                *self.passport.lock().await = media;
                Ok(())
            }
            Err(DebridError::NotAsPromised(_)) if self.is_accepted => Ok(()),
            Err(DebridError::NotAsPromised(mismatch)) => Err(DownloadError::NotAsPromised(mismatch)),
            Err(error) => Err(DownloadError::Link(error)),
        }
    }
}

impl Linked {
    /// Returns the link with what the file said of itself, for those who look for what belongs to it.
    pub(crate) async fn told(&self) -> Result<DownloadResult, DownloadError> {
        let mut made = self.made.lock().await;
        let current = match made.take() {
            Some(current) => current,
            None => self.anew().await?,
        };
        let current = made.insert(current).clone();
        let passport = self.passport.lock().await.clone().map(Box::new).or(current.passport);
        Ok(DownloadResult { passport, ..current })
    }

    /// Makes a link to the very file, at the service that had it first if that is still in use.
    async fn anew(&self) -> Result<DownloadResult, DownloadError> {
        let FileOfTorrent { hash, release, path, service, .. } = &self.file;
        let Ok(store) = service.parse::<Store>() else { return Err(DownloadError::AddonLink) };
        let mut links = self.profile.links().await;
        links.accounts.sort_by_key(|account| account.store() != store);
        if links.accounts.is_empty() {
            return Err(DownloadError::Link(DebridError::SignedOut));
        }
        let wanted = self.wanted().await;
        let mut row = Candidate::new(Torrent::new(*hash, release.clone(), SourceName::StremThru));
        // No source told of it now.
        row.sources.clear();
        let ask = LinkFor { wanted: &wanted, candidates: &[&row], file: Some(path) };
        link(&links, ask, |_| {}).await.map_err(|none| DownloadError::Link(none.last))
    }

    async fn wanted(&self) -> Wanted {
        let About { title_id, kind, season, episode, name, .. } = &self.about;
        let known = if self.about.is_unknown() {
            None
        } else {
            self.profile.wanted(*kind, title_id, *season, *episode).await.ok()
        };
        let by_id = || {
            let asked = parse_id(title_id)?;
            Some(wanted_from_id(&AskedId { season: *season, episode: *episode, ..asked }, Some(name.as_str())))
        };
        known.or_else(by_id).unwrap_or_else(|| Wanted { name: name.clone(), kind: *kind, ..Wanted::default() })
    }
}
