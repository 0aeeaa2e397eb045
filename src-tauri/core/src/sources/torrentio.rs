//! Torrentio: asked with IMDb and Kitsu ids, as a browser would. It tells its limit only by 429, so it is never asked twice.

use super::ids::{self, Form};
use super::stremio_addon::{Addon, NotFound, Said, Stream, marked_line};
use crate::http::{BROWSER_USER_AGENT, Retry};
use crate::title::Wanted;
use crate::torrent::{SourceName, Torrent};

pub(super) const ADDON: Addon = Addon {
    source: SourceName::Torrentio,
    forms,
    dress: |request| request.header("user-agent", BROWSER_USER_AGENT).retry(Retry::Never),
    read,
    not_found: NotFound::Failed,
};

fn forms(wanted: &Wanted) -> Vec<Form> {
    [ids::kitsu(wanted), ids::imdb(wanted)].into_iter().flatten().collect()
}

fn read(stream: &Stream<'_>, mut torrent: Torrent) -> Option<Torrent> {
    let said = Said::read(stream.says(), "torrentio")?;
    said.fill(&mut torrent, stream);
    torrent.tracker = marked_line(said.marks, &['⚙']).map(str::to_owned);
    Some(torrent)
}
