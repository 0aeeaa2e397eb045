//! Peerflix: Torrentio's manner with the site after a globe, and sizes and seeders also as fields of their own. It answers
//! 404 for what it does not know.

use super::ids::{self, Form};
use super::stremio_addon::{Addon, NotFound, Said, Stream, marked_line};
use crate::title::Wanted;
use crate::torrent::{SourceName, Torrent};

pub(super) const ADDON: Addon =
    Addon { source: SourceName::Peerflix, forms, dress: |request| request, read, not_found: NotFound::NothingKnown };

fn forms(wanted: &Wanted) -> Vec<Form> {
    [ids::kitsu(wanted), ids::imdb(wanted)].into_iter().flatten().collect()
}

fn read(stream: &Stream<'_>, mut torrent: Torrent) -> Option<Torrent> {
    let mut said = Said::read(stream.says(), "peerflix")?;
    said.size = stream.size_bytes.bytes().or_else(|| stream.sizebytes.bytes()).or(said.size);
    said.seeders = stream.seed.count().or(said.seeders);
    said.fill(&mut torrent, stream);
    torrent.tracker = marked_line(said.marks, &['🌐']).map(str::to_owned);
    Some(torrent)
}
