//! What an addon says in words instead of streams: that its search has only begun, that a key is refused, that a film
//! is not out yet. Such a row is never taken for a film.

use super::{Listing, Stream};
use crate::{names, text};

/// A message an addon sends in place of torrents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// Its own search has only begun.
    Begun,
    /// Its password or settings are wrong.
    Refused,
    /// The reason in its own words.
    Words(String),
}

/// The most characters kept of what an addon says.
const LONGEST: usize = 200;
/// The marks in the name of a row that is a message.
const MARKS: [char; 6] = ['❌', '⚠', '🚫', '🔄', 'ℹ', '⛔'];

impl Notice {
    /// Returns the one to show: of two the first, but anything before mere words.
    pub(super) fn graver(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        match (one, other) {
            (None | Some(Self::Words(_)), Some(other @ (Self::Begun | Self::Refused))) => Some(other),
            (one, other) => one.or(other),
        }
    }
}

impl Listing<'_> {
    /// Returns the error beside, or in place of, the list.
    pub(super) fn notice(&self) -> Option<Notice> {
        let said = self.error.text().or_else(|| self.err.text()).or_else(|| self.detail.text())?;
        text::line(said, LONGEST).map(Notice::Words)
    }
}

impl Stream<'_> {
    /// Returns whether the name is marked as that of a message.
    pub(super) fn is_marked_as_message(&self) -> bool {
        self.name.text().is_some_and(|name| name.contains(MARKS))
    }

    /// Returns whether a row names a file or a release: it is a link to a film, and no message.
    fn is_of_a_release(&self, said: &str) -> bool {
        let said = names::read(said.lines().next().unwrap_or_default());
        self.file_name().is_some() || said.resolution.is_some() || said.quality.is_some() || said.codec.is_some()
    }

    /// Returns what a row without a torrent and without a link says.
    pub(super) fn notice(&self) -> Option<Notice> {
        if self.name.text().is_some_and(|name| name.contains('🔄')) {
            // The mark in the name of a stream that says a search is already running.
            return Some(Notice::Begun);
        }
        if self.url.text().is_some_and(|url| url.ends_with("/invalid_config.mp4")) {
            // The video that MediaFusion offers in place of an error.
            return Some(Notice::Refused);
        }
        let said = Some(self.described()).filter(|said| !said.is_empty()).or_else(|| self.name.text())?;
        if !self.is_marked_as_message() && !said.starts_with(MARKS) && self.is_of_a_release(said) {
            return None;
        }
        text::line(said, LONGEST).map(Notice::Words)
    }
}
