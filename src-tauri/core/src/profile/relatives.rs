//! Finds the works whose titles have the words of the wanted one: sister shows, remakes, entries of the same family. The
//! catalogue's search knows them.

use std::time::Duration;

use release_name::{KnownTitles, Relation, normalise};

use crate::title::{Kind, MetaPreview, Relative, Wanted};

use super::Profile;

/// How long they are remembered. A show gets a sister once in years.
const FRESH_FOR: Duration = Duration::from_hours(24 * 7);

/// The most relatives of a work.
const MOST: usize = 60;

impl Profile {
    /// Returns the wanted work together with its relatives; `None` where none became known. A film has none: its year
    /// tells it from others.
    pub async fn with_relatives(&self, wanted: &Wanted) -> Option<Wanted> {
        if wanted.kind == Kind::Movie || wanted.episode.is_none() || wanted.name.is_empty() {
            return None;
        }
        let key = format!("relatives/{}", wanted.work());
        let remembered = self.cache.get::<Vec<Relative>>(&key).await;
        let relatives = match remembered {
            Some(remembered) if remembered.age < FRESH_FOR => remembered.value,
            remembered => match self.find_relatives(wanted).await {
                Some(found) => {
                    self.cache.put(&key, &found).await;
                    found
                }
                None => remembered?.value,
            },
        };
        let mut wanted = wanted.clone();
        wanted.context.relatives = relatives;
        (!wanted.context.relatives.is_empty()).then_some(wanted)
    }

    /// Asks the catalogue of the work by its title, and by the first part of a title in two; `None` if it fails.
    async fn find_relatives(&self, wanted: &Wanted) -> Option<Vec<Relative>> {
        let head = wanted.name.split_once(':').map(|(head, _)| head.trim()).filter(|head| head.len() > 2);
        let (whole, part) = tokio::join!(self.search(&wanted.name, wanted.kind), async {
            match head {
                Some(head) => self.search(head, wanted.kind).await,
                None => Ok(Vec::new()),
            }
        });
        let titles = KnownTitles::new(&wanted.name, &Vec::from_iter(head.map(str::to_owned)));
        let is_relative = |found: &MetaPreview| {
            let ids = &found.ids;
            let is_same = match wanted.kind {
                Kind::Anime => ids.kitsu == wanted.ids.kitsu,
                Kind::Movie | Kind::Series => ids.imdb == wanted.ids.imdb,
            };
            !is_same && titles.relate(&normalise(&found.name)) != Relation::Other
        };
        let found = whole.ok()?.into_iter().chain(part.unwrap_or_default()).filter(is_relative);
        let mut relatives: Vec<Relative> = Vec::new();
        for relative in found.map(|found| Relative { name: found.name, year: found.year }) {
            if relatives.len() < MOST && !relatives.contains(&relative) {
                relatives.push(relative);
            }
        }
        Some(relatives)
    }
}
