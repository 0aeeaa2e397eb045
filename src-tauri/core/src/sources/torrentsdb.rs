//! TorrentsDB: Torrentio's manner with the episode on the line of marks.

use super::ids::{self, Form};
use super::stremio_addon::{Addon, NotFound, Said, Stream, marked_line};
use crate::title::Wanted;
use crate::torrent::{SourceName, Torrent};

pub(super) const ADDON: Addon =
    Addon { source: SourceName::TorrentsDb, forms, dress: |request| request, read, not_found: NotFound::Failed };

fn forms(wanted: &Wanted) -> Vec<Form> {
    [ids::kitsu(wanted), ids::imdb(wanted)].into_iter().flatten().collect()
}

fn read(stream: &Stream<'_>, mut torrent: Torrent) -> Option<Torrent> {
    let said = Said::read(stream.says(), "torrentsdb")?;
    said.fill(&mut torrent, stream);
    torrent.tracker = marked_line(said.marks, &['⚙']).map(str::to_owned);
    Some(torrent)
}
