//! From any id to the same work: an anime given by its IMDb id is also known by its Kitsu entry, as an entry's episodes are known
//! by their season and number on IMDb.

use crate::metadata::{self, Meta, MetadataError};
use crate::title::{Kind, Numbering, Wanted};

use super::Profile;

/// Entries that share an IMDb id, one a season, looked at in the order the search gives them.
const MOST_ENTRIES: usize = 8;

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
            let Ok(meta) = self.details(Kind::Anime, &entry.id).await else { continue };
            if let Some(found) = joined(&wanted, &meta) {
                return found;
            }
        }
        wanted
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
    let (ids, told) = (&mut joined.ids, &entry.preview.ids);
    ids.kitsu = told.kitsu;
    ids.anidb = ids.anidb.or(told.anidb);
    ids.mal = ids.mal.or(told.mal);
    ids.anilist = ids.anilist.or(told.anilist);
    let known = std::iter::once(&entry.preview.name).chain(&entry.aliases);
    let aliases: Vec<String> = known.filter(|name| **name != wanted.name).cloned().collect();
    joined.aliases.extend(aliases.into_iter().filter(|name| !wanted.aliases.contains(name)));
    Some(joined)
}
