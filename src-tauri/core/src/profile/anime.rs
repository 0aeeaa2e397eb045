//! From any id to the same work: an anime given by its IMDb id is also known by its Kitsu entry, as an entry's episodes are known
//! by their season and number on IMDb.

use std::sync::PoisonError;
use std::time::Duration;

use tokio::time::Instant;

use crate::metadata::{self, Catalogues, Meta, MetadataError, parse_id};
use crate::title::{Ids, Kind, Numbering, Wanted};

use super::Profile;

/// Entries that share an IMDb id, one a season, looked at in the order the search gives them.
const MOST_ENTRIES: usize = 8;

/// An anime's ids hardly ever change; one that is new may be missing for a day.
const RELATED_FRESH_FOR: Duration = Duration::from_hours(24);
/// What other ids are worth waiting for, and how long nobody asks again after that.
const RELATED_WORTH: Duration = Duration::from_secs(2);
const RELATED_REST: Duration = Duration::from_mins(10);

impl Profile {
    /// What is to be searched for, with every id and number known: `id` is any that [`parse_id`](metadata::parse_id) reads.
    pub async fn wanted(
        &self,
        kind: Kind,
        id: &str,
        season: Option<u32>,
        episode: Option<u32>,
    ) -> Result<Wanted, MetadataError> {
        let meta = self.details(kind, id).await?;
        let wanted = metadata::wanted(&meta, season, episode);
        if may_be_anime(&meta) { Ok(self.also_as_anime(wanted).await) } else { Ok(wanted) }
    }

    /// Adds what the Kitsu addon knows of a work found under its IMDb id. A catalogue that does not answer adds nothing.
    async fn also_as_anime(&self, wanted: Wanted) -> Wanted {
        let Some(imdb) = wanted.ids.imdb.clone().filter(|_| wanted.ids.kitsu.is_none()) else { return wanted };
        let Ok(entries) = self.search(&wanted.name, Kind::Anime).await else { return wanted };
        let same = entries.into_iter().filter(|entry| entry.ids.imdb.as_deref() == Some(imdb.as_str()));
        for entry in same.take(MOST_ENTRIES) {
            let Ok(meta) = self.catalogued(Kind::Anime, &entry.id).await else { continue };
            if let Some(mut found) = joined(&wanted, &meta) {
                found.ids.learn(self.related(&entry.id).await);
                return found;
            }
        }
        wanted
    }

    /// The ids of an anime in other databases, by one of them. Never waited for long: without them every source but two is asked
    /// the same.
    pub(super) async fn related(&self, id: &str) -> Ids {
        let Some(asked) = parse_id(id).filter(|asked| asked.kind_hint == Some(Kind::Anime)) else {
            return Ids::default();
        };
        let key = format!("relations/{}", asked.title_id);
        let remembered = self.cache.get::<Ids>(&key).await;
        let is_fresh = |age| age < RELATED_FRESH_FOR;
        if let Some(remembered) = remembered.as_ref().filter(|remembered| is_fresh(remembered.age)) {
            return remembered.value.clone();
        }
        let rest = || self.unrelated.lock().unwrap_or_else(PoisonError::into_inner);
        let rests = rest().is_some_and(|until| Instant::now() < until);
        let endpoints = self.endpoints();
        let catalogues = Catalogues { http: &self.http, endpoints: &endpoints };
        if !rests {
            if let Ok(Ok(told)) = tokio::time::timeout(RELATED_WORTH, catalogues.related(&asked.ids)).await {
                self.cache.put(&key, &told).await;
                return told;
            }
            tracing::info!("an anime's other ids did not come");
            *rest() = Some(Instant::now() + RELATED_REST);
        }
        remembered.map(|remembered| remembered.value).unwrap_or_default()
    }
}

/// Cinemeta says so of every anime it knows.
fn may_be_anime(meta: &Meta) -> bool {
    let animated = |genre: &String| ["animation", "anime"].iter().any(|known| genre.eq_ignore_ascii_case(known));
    meta.preview.kind != Kind::Anime && meta.preview.genres.iter().any(animated)
}

/// The work with the ids of an entry, if the entry is that film or holds that episode.
fn joined(wanted: &Wanted, entry: &Meta) -> Option<Wanted> {
    let mut joined = wanted.clone();
    match &mut joined.episode {
        None if entry.preview.kind != Kind::Movie => return None,
        None => {}
        Some(episode) => {
            let asked = Numbering { season: Some(episode.asked.season?), episode: episode.asked.episode };
            let video = entry.videos.iter().find(|video| video.imdb == Some(asked))?;
            episode.imdb = Some(asked);
            episode.kitsu = Some(video.episode);
            episode.absolute = video.absolute.or(episode.absolute);
        }
    }
    joined.ids.learn(entry.preview.ids.clone());
    let known = std::iter::once(&entry.preview.name).chain(&entry.aliases);
    let aliases: Vec<String> = known.filter(|name| **name != wanted.name).cloned().collect();
    joined.aliases.extend(aliases.into_iter().filter(|name| !wanted.aliases.contains(name)));
    Some(joined)
}
