//! The torrents in an account: lists them by page, opens them, links their files, and removes them when the person
//! asks.

use crate::debrid::{DebridError, Magnet, Store};
use crate::model::Hint;
use crate::title::{Ids, Kind, Wanted};
use crate::torrent::TorrentFile;

use super::link::{DownloadResult, FileToLink, Links, link_file};
use super::select;

/// The number of torrents on a page.
pub const PAGE: usize = 50;

/// A page of the torrents in an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloudPage {
    pub store: Store,
    pub items: Vec<CloudItem>,
    /// The number of the page, from 0.
    pub page: u32,
    /// Torrents in the whole account, where the service says.
    pub total: Option<usize>,
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CloudItem {
    /// The torrent without its files; see [`files`].
    pub magnet: Magnet,
    /// Whether the app added it.
    pub ours: bool,
}

/// Returns a page of an account, the newest first where the service sorts so.
pub async fn page(links: &Links, store: Store, page: u32) -> Result<CloudPage, DebridError> {
    let debrid = links.account(store)?;
    let offset = usize::try_from(page).unwrap_or(usize::MAX).saturating_mul(PAGE);
    let answer = debrid.list(PAGE, offset).await?;
    let added = links.ledger.added().await;
    let is_ours = |magnet: &Magnet| {
        added.iter().any(|entry| entry.store == store && entry.magnet_id.as_deref() == Some(magnet.id.as_str()))
    };
    let more = answer.total.map_or(answer.listed == PAGE, |total| offset + answer.listed < total) && answer.listed > 0;
    let items = answer.items.into_iter().map(|magnet| CloudItem { ours: is_ours(&magnet), magnet }).collect();
    Ok(CloudPage { store, items, page, total: answer.total, more })
}

/// Returns a torrent of an account with its files.
pub async fn files(links: &Links, store: Store, id: &str) -> Result<Magnet, DebridError> {
    links.account(store)?.get(id).await
}

/// Makes a link to a file of a torrent in an account: the file at `path` or, without one, the file that fits the name
/// of the torrent.
pub async fn link(links: &Links, store: Store, id: &str, path: Option<&str>) -> Result<DownloadResult, DebridError> {
    let debrid = links.account(store)?;
    let magnet = debrid.get(id).await?;
    if !magnet.status.is_ready() {
        return Err(DebridError::NotCached(magnet.status.as_str().to_owned()));
    }
    let hash = magnet.hash.ok_or_else(|| DebridError::Malformed("the service does not name the torrent".to_owned()))?;
    let (file, picked) = if let Some(path) = path {
        let is_it = |file: &&TorrentFile| file.path == path || file.path.is_empty() && file.name == path;
        (magnet.files.iter().find(is_it), None)
    } else {
        let hint = Hint { torrent_name: &magnet.name, ..Hint::default() };
        let selection = select::select(&magnet.files, &film_called(&magnet.name), &hint);
        let picked = selection.pick.and_then(|at| selection.ranked.get(at)).cloned();
        (picked.as_ref().and_then(|picked| magnet.files.get(picked.file)), picked)
    };
    let file = file.ok_or(DebridError::NoMatchingFile)?;
    let file = FileToLink {
        file,
        info_hash: hash,
        release: &magnet.name,
        score: picked.as_ref().map_or(0.0, |picked| picked.score),
        reasons: picked.map(|picked| picked.reasons()).unwrap_or_default(),
    };
    let _claim = links.work.claim(debrid, hash).await?;
    let result = link_file(debrid, file).await?;
    // If an earlier run left the ledger entry unfinished, the torrent counts as used from now on.
    links.ledger.mark_used(store, hash, &magnet.id).await;
    Ok(result)
}

/// Removes a torrent from the account. The caller must have asked the person.
pub async fn remove(links: &Links, store: Store, id: &str) -> Result<(), DebridError> {
    let debrid = links.account(store)?;
    // The claim needs the hash. Where it cannot be found out, the torrent is removed all the same, because the person
    // asked for it.
    let hash = debrid.get(id).await.ok().and_then(|magnet| magnet.hash);
    let _claim = match hash {
        Some(hash) => Some(links.work.claim(debrid, hash).await?),
        None => None,
    };
    debrid.remove(id).await?;
    links.ledger.forget_magnet(store, hash, id).await;
    Ok(())
}

/// Builds a wanted film from the name of a torrent, for a torrent about which nothing else is known.
pub fn film_called(name: &str) -> Wanted {
    let parsed = release_name::parse(name);
    Wanted {
        kind: Kind::Movie,
        ids: Ids::default(),
        name: parsed.title,
        aliases: Vec::new(),
        year: parsed.year.and_then(|year| i16::try_from(year).ok()),
        end_year: None,
        runtime_min: None,
        episode: None,
        ..Wanted::default()
    }
}
