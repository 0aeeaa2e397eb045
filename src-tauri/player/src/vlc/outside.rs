//! Adds a file of subtitles to what VLC plays, and shows it: VLC lists what it is given, and chooses it not by itself.

use std::path::Path;

use super::{BETWEEN_TRIES, Interface};
use crate::now::TrackKind;

/// How often the list is looked at for the new track.
const TRIES: u32 = 20;

impl Interface {
    pub(super) async fn add_subtitle(&self, path: &Path) {
        let Some(before) = self.subtitles().await else { return };
        if self.command("addsubtitle", &[("val", &path.to_string_lossy())]).await.is_none() {
            return;
        }
        for _ in 0..TRIES {
            let fresh = self.subtitles().await.unwrap_or_default().into_iter().find(|id| !before.contains(id));
            if let Some(id) = fresh {
                self.command("subtitle_track", &[("val", &id.to_string())]).await;
                return;
            }
            tokio::time::sleep(BETWEEN_TRIES).await;
        }
    }

    /// The numbers of the subtitles it lists.
    async fn subtitles(&self) -> Option<Vec<i64>> {
        let now = self.status(1).await?.now();
        Some(now.of(TrackKind::Subtitle).map(|track| track.id).collect())
    }
}
