//! Zilean, an index of hash lists people shared: a title search. Asked with a season it leaves out every release that names
//! none, so an anime is asked for by its title alone as well.

use serde::Deserialize;

use super::asking::{self, united};
use super::lenient::{self, List, Object, Scalar};
use super::{Ask, SourceError, ids, text};
use crate::endpoints::Upstream;
use crate::title::{Numbering, Wanted};
use crate::torrent::{InfoHash, SourceName, Torrent};

/// A search: a title, and the episode it is narrowed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Search {
    title: String,
    narrowed: Option<Numbering>,
}

impl std::fmt::Display for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.narrowed {
            Some(Numbering { season: Some(season), episode }) => {
                write!(f, "{} S{season:02}E{episode:02}", self.title)
            }
            Some(Numbering { season: None, .. }) | None => f.write_str(&self.title),
        }
    }
}

impl Search {
    fn path(&self) -> String {
        let query = text::percent_encoded(&self.title);
        match self.narrowed {
            Some(Numbering { season: Some(season), episode }) => {
                format!("/dmm/filtered?query={query}&season={season}&episode={episode}")
            }
            // An episode without a season finds nothing.
            Some(Numbering { season: None, .. }) | None => format!("/dmm/filtered?query={query}"),
        }
    }
}

pub(super) fn searches(wanted: &Wanted) -> Vec<Search> {
    if wanted.name.is_empty() {
        return Vec::new();
    }
    let search = |narrowed| Search { title: wanted.name.clone(), narrowed };
    let other = || ids::other_title(wanted).map(|title| Search { title: title.to_owned(), narrowed: None });
    let narrowed = wanted.episode.as_ref().map(|episode| episode.imdb.unwrap_or(episode.asked));
    let mut searches = vec![search(narrowed.filter(|numbering| numbering.season.is_some()))];
    if ids::is_anime(wanted) {
        searches.extend((searches[0].narrowed.is_some()).then(|| search(None)));
        searches.extend(other());
    }
    searches
}

pub(super) async fn scrape(ask: Ask<'_>) -> Result<Vec<Torrent>, SourceError> {
    asking::together(searches(ask.wanted).into_iter().map(|search| one(ask, search))).await
}

async fn one(ask: Ask<'_>, search: Search) -> Result<Vec<Torrent>, SourceError> {
    let imdb = ask.wanted.ids.imdb.clone();
    ask.fetch(ask.get(Upstream::Zilean, &search.path())?, move |body| parse(body, imdb.as_deref())).await
}

/// The torrents of an answer, without those that belong to another IMDb id than `imdb`.
fn parse(body: &[u8], imdb: Option<&str>) -> Result<Vec<Torrent>, SourceError> {
    let torrents = lenient::read(body, |text| {
        let rows: List<Object<Row<'_>>> = serde_json::from_str(text)?;
        Ok(rows.rows().map(|rows| rows.filter_map(|row| torrent(&row, imdb)).collect::<Vec<_>>()))
    })?;
    torrents.map(united).ok_or_else(|| SourceError::Malformed("the answer is no list of torrents".to_owned()))
}

#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow, default)]
    raw_title: Scalar<'a>,
    #[serde(borrow, default)]
    info_hash: Scalar<'a>,
    #[serde(borrow, default)]
    size: Scalar<'a>,
    #[serde(borrow, default)]
    imdb_id: Scalar<'a>,
    #[serde(borrow, default)]
    adult: Scalar<'a>,
    #[serde(borrow, default)]
    trash: Scalar<'a>,
}

fn torrent(row: &Row<'_>, imdb: Option<&str>) -> Option<Torrent> {
    let conflicts = imdb.zip(row.imdb_id.text()).is_some_and(|(wanted, told)| wanted != told);
    if conflicts || row.adult.is_true() || row.trash.is_true() {
        return None;
    }
    let hash = InfoHash::parse(row.info_hash.text()?).ok()?;
    let mut torrent = Torrent::new(hash, text::title(row.raw_title.text()?)?, SourceName::Zilean);
    torrent.size = row.size.bytes();
    torrent.tracker = Some("DMM".to_owned());
    Some(torrent)
}
