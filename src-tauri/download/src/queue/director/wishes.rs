//! What the person wishes beyond the order of the list: nothing over metered connections, another release, the next episodes of
//! shows.

use std::collections::HashSet;

use perihelion_core::store::DownloadState;
use perihelion_player::About;
use tokio::time::Instant;

use super::Director;
use crate::network::Metered;
use crate::queue::entry::Entry;
use crate::queue::{Wish, disks, following};

impl Director {
    /// Another connection, or the same one otherwise.
    pub(super) fn hear_of_connection(&mut self) {
        self.goes_on_metered &= *self.metered.borrow() == Metered::Yes;
        self.hold_if_metered();
    }

    /// Whether nothing comes because the connection is metered.
    pub(super) fn is_held(&self) -> bool {
        let wishes = self.profile.settings().downloads.pauses_on_metered;
        wishes && !self.goes_on_metered && *self.metered.borrow() == Metered::Yes
    }

    /// Stops what comes where it is.
    pub(super) fn hold_if_metered(&self) {
        if self.is_held() {
            self.entries.iter().filter_map(|entry| entry.run.as_ref()).for_each(|run| run.stop.cancel());
        }
    }

    /// Has another release be found in place of a file that was not what it was taken for.
    pub(super) async fn another(&mut self, id: i64) {
        let Some(entry) = self.entry(id).filter(|entry| entry.run.is_none()) else { return };
        let download = entry.download.clone();
        if download.state == DownloadState::Done {
            return;
        }
        entry.forget_file();
        entry.download.error = None;
        entry.resume();
        let now = entry.download.clone();
        disks::discard(&download).await;
        if let Err(error) = self.profile.downloads.forget_file(id).await {
            tracing::warn!(%error, "a release that was given up could not be forgotten");
        }
        self.note(&now).await;
    }

    /// Adds the next episodes of the shows that are followed, and tries those again of which there was no release.
    pub(super) async fn keep_next(&mut self, next: Vec<About>) {
        let places: HashSet<_> = next.iter().map(|about| following::key(&about.place())).collect();
        let now = Instant::now();
        let again =
            |entry: &Entry| entry.may_be_found_by_now(now) && places.contains(&following::key(&entry.download.place));
        self.change(again, Entry::resume).await;
        for about in next {
            let key = following::key(&about.place());
            if self.entries.iter().any(|entry| following::key(&entry.download.place) == key) {
                continue;
            }
            if let Err(error) = self.add(Wish { about, made: None, folder: None }).await {
                tracing::warn!(%error, "the next episode could not be added");
            }
        }
    }
}
