//! Comet: asked with IMDb and Kitsu ids. Each fact of its description is told on a line, or part of one, of its own; instances
//! may leave any of them out, and older ones begin with the bare title.

use super::ids::{self, Form};
use super::stremio_addon::{Addon, NotFound, Stream, is_marked, marked, marked_line, seeders};
use super::text;
use crate::title::Wanted;
use crate::torrent::{SourceName, Torrent};

pub(super) const ADDON: Addon =
    Addon { source: SourceName::Comet, forms, dress: |request| request, read, not_found: NotFound::Failed };

fn forms(wanted: &Wanted) -> Vec<Form> {
    // Comet knows IMDb ids of seven to ten digits only.
    let imdb = ids::imdb(wanted).filter(|_| wanted.ids.imdb.as_ref().is_some_and(|id| (9..=12).contains(&id.len())));
    [ids::kitsu(wanted), imdb].into_iter().flatten().collect()
}

fn read(stream: &Stream<'_>, mut torrent: Torrent) -> Option<Torrent> {
    let says = stream.says();
    let bare = || says.lines().next().map(str::trim).filter(|line| !line.is_empty() && !is_marked(line));
    marked_line(says, &['📄']).or_else(bare).or_else(|| stream.file_name())?.clone_into(&mut torrent.title);
    torrent.seeders = seeders(says);
    torrent.tracker = marked_line(says, &['🔎', '🔍']).map(str::to_owned);
    torrent.size = stream.video_size().or_else(|| marked(says, &['💾']).and_then(text::size));
    if torrent.file_index.is_some() {
        torrent.file_size = torrent.size;
        torrent.file_name = stream.file_name().map(str::to_owned);
    }
    Some(torrent)
}
