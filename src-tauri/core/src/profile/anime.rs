//! Resolves the ids of anime: finds the Kitsu entry of an anime given by its IMDb id, and its ids in other databases.

use std::sync::PoisonError;
use std::time::Duration;

use tokio::time::Instant;

use crate::metadata::{self, Catalogues, Meta, MetadataError, parse_id};
use crate::title::{Ids, Kind, Numbering, Wanted};

use super::Profile;

/// How many Kitsu entries with the same IMDb id are tried. There is one a season.
const MOST_ENTRIES: usize = 8;

/// How long cached ids are used. They hardly ever change, but those of a new anime may be missing for a day.
const RELATED_FRESH_FOR: Duration = Duration::from_hours(24);
/// How long to wait for related ids, and how long not to ask again after a failure.
const RELATED_WORTH: Duration = Duration::from_secs(2);
const RELATED_REST: Duration = Duration::from_mins(10);

impl Profile {
    /// Returns what to search for, with all ids and episode numbers that can be found. `id` has any form that
    /// [`parse_id`](metadata::parse_id) reads.
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

    /// Returns the page of the same show in the other numbering: of an anime its series, which counts by seasons, of a series its
    /// anime, which counts through. `None` unless exactly one entry of Kitsu is known to be that series.
    pub async fn same_show(&self, kind: Kind, id: &str) -> Option<(Kind, String)> {
        let meta = self.catalogued(kind, id).await.ok()?;
        let preview = &meta.preview;
        let imdb = preview.ids.imdb.as_deref().filter(|_| preview.kind == Kind::Anime || may_be_anime(&meta))?;
        let entries = self.search(&preview.name, Kind::Anime).await.ok()?;
        let mut same =
            entries.into_iter().filter(|entry| entry.kind == Kind::Anime && entry.ids.imdb.as_deref() == Some(imdb));
        let only = same.next().filter(|_| same.next().is_none())?;
        match preview.kind {
            Kind::Series => Some((Kind::Anime, only.id)),
            Kind::Anime if only.id == preview.id => {
                let series = self.catalogued(Kind::Series, imdb).await.ok()?;
                (series.preview.kind == Kind::Series).then(|| (Kind::Series, imdb.to_owned()))
            }
            Kind::Anime | Kind::Movie => None,
        }
    }

    /// Adds the ids and names from the Kitsu entry of a title with an IMDb id. Returns it unchanged if there is no such
    /// entry or the catalogue fails.
    async fn also_as_anime(&self, wanted: Wanted) -> Wanted {
        let Some(imdb) = wanted.ids.imdb.clone().filter(|_| wanted.ids.kitsu.is_none()) else { return wanted };
        let Ok(entries) = self.search(&wanted.name, Kind::Anime).await else { return wanted };
        let same = entries.into_iter().filter(|entry| entry.ids.imdb.as_deref() == Some(imdb.as_str()));
        let mut lagging = None;
        for entry in same.take(MOST_ENTRIES) {
            let Ok(meta) = self.catalogued(Kind::Anime, &entry.id).await else { continue };
            if let Some(mut found) = joined(&wanted, &meta) {
                found.ids.learn(self.related(&entry.id).await);
                return found;
            }
            lagging = lagging.or_else(|| ahead_of(&wanted, &meta).map(|found| (found, entry.id)));
        }
        let Some((mut found, id)) = lagging else { return wanted };
        found.ids.learn(self.related(&id).await);
        found
    }

    /// Returns an anime's ids in other databases. Waits at most 2 s, because only two sources use these ids. If the
    /// service fails, returns older cached ids, or none.
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

/// Whether the title may be an anime: Cinemeta gives every anime one of these genres.
fn may_be_anime(meta: &Meta) -> bool {
    let animated = |genre: &String| ["animation", "anime"].iter().any(|known| genre.eq_ignore_ascii_case(known));
    meta.preview.kind != Kind::Anime && meta.preview.genres.iter().any(animated)
}

/// Returns `wanted` with the ids and names of a Kitsu entry; `None` if the entry is not that film or lacks that
/// episode.
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
    Some(with_names(joined, entry))
}

/// Returns `wanted` with the ids and names of a Kitsu entry that does not list the episode yet: its last one is of the
/// same season and before it, or it counts through all seasons and ends before it.
fn ahead_of(wanted: &Wanted, entry: &Meta) -> Option<Wanted> {
    let mut joined = wanted.clone();
    let episode = joined.episode.as_mut()?;
    let asked = Numbering { season: Some(episode.asked.season?), episode: episode.asked.episode };
    let last = entry.videos.iter().filter(|video| video.imdb.is_some()).max_by_key(|video| video.episode)?;
    let at = last.imdb?;
    let ahead = if at.season == asked.season {
        asked.episode.checked_sub(at.episode)?
    } else {
        // Counted through all seasons, the two catalogues may differ by what only one of them lists.
        episode.absolute?.checked_sub(last.absolute?)?
    };
    let is_next = at.season <= asked.season && ahead > 0;
    is_next.then_some(())?;
    episode.imdb = Some(asked);
    episode.kitsu = Some(last.episode.checked_add(ahead)?);
    episode.absolute = last.absolute.and(episode.kitsu).or(episode.absolute);
    Some(with_names(joined, entry))
}

fn with_names(mut wanted: Wanted, entry: &Meta) -> Wanted {
    wanted.ids.learn(entry.preview.ids.clone());
    for name in std::iter::once(&entry.preview.name).chain(&entry.aliases) {
        if *name != wanted.name && !wanted.aliases.contains(name) {
            wanted.aliases.push(name.clone());
        }
    }
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::title::Episode;

    /// An entry that lists the given episodes: its own number, the season and number on IMDb.
    fn entry(videos: &[(u32, u32, u32)], absolute: bool) -> Meta {
        let video = |&(episode, season, number): &(u32, u32, u32)| {
            serde_json::json!({
                "season": 1, "episode": episode, "imdb": { "season": season, "episode": number },
                "absolute": absolute.then_some(episode),
            })
        };
        let videos: Vec<_> = videos.iter().map(video).collect();
        serde_json::from_value(serde_json::json!({
            "id": "kitsu:12", "kind": "anime", "ids": { "kitsu": 12 }, "name": "Hiroi Umi", "genres": [], "aliases": [],
            "cast": [], "directors": [], "videos": videos,
        }))
        .unwrap()
    }

    fn wanted(season: u32, episode: u32, absolute: u32) -> Wanted {
        let asked = Numbering { season: Some(season), episode };
        let absolute = Some(absolute);
        Wanted {
            kind: Kind::Series,
            name: "Wide Sea".to_owned(),
            episode: Some(Episode { asked, imdb: None, absolute, kitsu: None, aired: None, name: None }),
            ..Wanted::default()
        }
    }

    #[test]
    fn an_episode_that_the_entry_lacks_yet_is_counted_on_from_its_last() {
        let known = |wanted: Wanted, entry: &Meta| {
            assert_eq!(joined(&wanted, entry), None, "it lacks the episode");
            let found = ahead_of(&wanted, entry)?;
            assert_eq!((found.ids.kitsu, &*found.aliases), (Some(12), &["Hiroi Umi".to_owned()][..]));
            let episode = found.episode?;
            Some((episode.kitsu?, episode.absolute?))
        };
        let through_all = entry(&[(1154, 22, 66), (1155, 22, 67), (1168, 23, 13)], true);
        assert_eq!(known(wanted(23, 15, 1170), &through_all), Some((1170, 1170)));
        assert_eq!(known(wanted(24, 2, 1180), &through_all), Some((1180, 1180)), "a season it does not know of");
        let later = entry(&[(1, 2, 1), (2, 2, 2)], false);
        assert_eq!(known(wanted(2, 5, 17), &later), Some((5, 17)));
        assert_eq!(known(wanted(3, 1, 25), &later), None, "the next season is another entry");
        assert_eq!(known(wanted(1, 5, 5), &later), None, "an earlier one too");
    }
}
