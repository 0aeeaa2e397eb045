//! The text that Torrentio and similar addons write of a stream.

use super::Stream;
use super::marks::{is_metadata, marked_line, seeders};
use super::part::is_part;
use super::sizes::{Meaning, Sizes};
use crate::torrent::Torrent;

/// A description as Torrentio and similar addons write it: the release, for a pack the file in it, and a last line of
/// marks.
pub(in crate::sources) struct Said<'a> {
    pub(in crate::sources) release: &'a str,
    /// The path of the file; given when the file is only part of the torrent.
    pub(in crate::sources) file: Option<&'a str>,
    pub(in crate::sources) seeders: Option<u32>,
    /// The line of marks.
    pub(in crate::sources) marks: &'a str,
}

impl<'a> Said<'a> {
    /// `label` is a first line that names the addon rather than a release. The title of a release may begin with a
    /// picture, as a line of marks does: it is the first of several.
    pub(in crate::sources) fn read(text: &'a str, label: &str) -> Option<Self> {
        let mut lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if let [first, next, ..] = lines[..]
            && first.eq_ignore_ascii_case(label)
            && !is_metadata(next)
        {
            lines.remove(0);
        }
        let marks = lines.iter().rposition(|line| is_metadata(line));
        let (release, rest) = lines.split_first().filter(|_| marks != Some(0))?;
        let rest = &rest[..marks.map_or(0, |at| at - 1)];
        let marks = marks.map_or("", |at| lines[at]);
        Some(Self { release, file: rest.first().copied(), seeders: seeders(marks), marks })
    }

    /// Fills in all but the tracker. The size is that of the file where the stream points to one.
    pub(in crate::sources) fn fill(&self, torrent: &mut Torrent, stream: &Stream<'_>, sizes: Sizes) {
        self.release.clone_into(&mut torrent.title);
        torrent.seeders = self.seeders;
        torrent.file_name = self.file.or_else(|| stream.file_name()).map(str::to_owned);
        let has_file = self.file.is_some() || torrent.file_index.is_some();
        // The path is left out for a file in a folder named like the torrent, yet the size is the file's.
        let is_part =
            self.file.is_some() || (has_file && stream.file_name().is_some_and(|file| is_part(file, self.release)));
        sizes.fill(torrent, Meaning::File, is_part, has_file);
    }
}

/// Fills a torrent from a stream written as Torrentio does, with the tracker after a gear. `label` is as for
/// [`Said::read`].
pub(in crate::sources) fn said(stream: &Stream<'_>, mut torrent: Torrent, label: &str) -> Option<Torrent> {
    let said = Said::read(stream.titled(), label)?;
    said.fill(&mut torrent, stream, stream.sizes(said.marks));
    torrent.tracker = marked_line(said.marks, &['⚙']).map(str::to_owned);
    Some(torrent)
}
