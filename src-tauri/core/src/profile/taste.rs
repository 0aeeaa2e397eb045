//! What a film or episode is ranked by beside its rows: what the person prefers, played last, chose and found wrong.

use release_name::parse;

use crate::pipeline::rank::{LastRelease, Taste};
use crate::store::Place;

use super::Profile;

impl Profile {
    /// Returns the taste for a film or episode. What cannot be read is left out.
    pub async fn taste(&self, place: Place) -> Taste {
        let (library, title_id) = (&self.library, place.title_id.clone());
        let last = if place.episode.is_some() { library.last_release(&title_id).await.ok().flatten() } else { None };
        Taste {
            lessons: library.lessons(&title_id).await.unwrap_or_default(),
            last: last.map(|name| LastRelease::of(&parse(&name))),
            complaints: self.ledger.complaints(place).await,
            ..Taste::of(self.preferences().await)
        }
    }
}
