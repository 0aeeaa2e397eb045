//! Zilean, an index of hash lists that people shared, searched by title. A search with a season leaves out every
//! release that names no season, so an episode is also searched for by its title alone.

use serde::Deserialize;

use super::answer::told_hash;
use super::asking::{self, Finds};
use super::{Ask, DropReason, SourceAnswer, SourceError, ids};
use crate::endpoints::Upstream;
use crate::lenient::{self, List, Object, Scalar};
use crate::text;
use crate::title::{Numbering, Wanted};
use crate::torrent::{Proof, SourceName, Torrent};

/// A search for a title, narrowed to an episode when one is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ZileanQuery {
    title: String,
    narrowed: Option<Numbering>,
}

impl std::fmt::Display for ZileanQuery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.narrowed {
            Some(Numbering { season: Some(season), episode }) => {
                write!(f, "{} S{season:02}E{episode:02}", self.title)
            }
            Some(Numbering { season: None, .. }) | None => f.write_str(&self.title),
        }
    }
}

impl ZileanQuery {
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

pub(super) fn searches(wanted: &Wanted) -> Vec<ZileanQuery> {
    if wanted.name.is_empty() {
        return Vec::new();
    }
    let search = |narrowed| ZileanQuery { title: ids::work_title(wanted).title, narrowed };
    let other = || ids::other_title(wanted).map(|title| ZileanQuery { title: title.to_owned(), narrowed: None });
    let Some(episode) = &wanted.episode else {
        let other = ids::is_anime(wanted).then(other).flatten();
        return std::iter::once(search(None)).chain(other).collect();
    };
    let numbering = episode.imdb.unwrap_or(episode.asked);
    let mut searches = vec![search(Some(numbering).filter(|numbering| numbering.season.is_some()))];
    if ids::is_anime(wanted) {
        // Long series are also released under season 1 with running numbers; the search by title alone returns at most
        // 200 rows of them.
        let through = episode.absolute.map(|episode| Numbering { season: Some(1), episode });
        searches.extend(through.filter(|through| *through != numbering).map(|through| search(Some(through))));
    }
    searches.extend(searches[0].narrowed.is_some().then(|| search(None)));
    searches.extend(ids::is_anime(wanted).then(other).flatten());
    searches
}

pub(super) async fn scrape(ask: Ask<'_>) -> Result<SourceAnswer, SourceError> {
    let searches = ask.fresh(searches(ask.wanted));
    asking::together(ask, searches.into_iter().map(|search| (Finds::ByTitle, one(ask, search)))).await
}

async fn one(ask: Ask<'_>, search: ZileanQuery) -> Result<SourceAnswer, SourceError> {
    let imdb = ask.wanted.ids.imdb.clone();
    ask.fetch(ask.get(Upstream::Zilean, &search.path())?, move |body| answer(body, imdb.as_deref())).await
}

/// Parses an answer and leaves out torrents that belong to another IMDb id than `imdb`.
pub(super) fn answer(body: &[u8], imdb: Option<&str>) -> Result<SourceAnswer, SourceError> {
    let answer = lenient::read(body, |text| {
        let rows: List<Object<Row<'_>>> = serde_json::from_str(text)?;
        Ok(rows.each().map(|rows| SourceAnswer::of(rows.map(|row| torrent(&row.ok_or(DropReason::Unreadable)?, imdb)))))
    })?;
    answer.ok_or_else(|| SourceError::Malformed("the answer is no list of torrents".to_owned()))
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

fn torrent(row: &Row<'_>, imdb: Option<&str>) -> Result<Torrent, DropReason> {
    if row.adult.is_true() {
        return Err(DropReason::Adult);
    }
    if row.trash.is_true() {
        return Err(DropReason::Trash);
    }
    let told = imdb.zip(row.imdb_id.text());
    if told.is_some_and(|(wanted, told)| wanted != told) {
        return Err(DropReason::Title);
    }
    let hash = told_hash(row.info_hash.text())?;
    let title = row.raw_title.text().and_then(text::title).ok_or(DropReason::Unreadable)?;
    let mut torrent = Torrent::new(hash, title, SourceName::Zilean);
    torrent.proof = if told.is_some() { Proof::Work } else { Proof::Nothing };
    torrent.size = row.size.bytes();
    torrent.size_exact = torrent.size.is_some();
    torrent.tracker = Some("DMM".to_owned());
    Ok(torrent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::torrent::InfoHash;

    fn parse(body: &[u8], imdb: Option<&str>) -> Result<Vec<Torrent>, SourceError> {
        answer(body, imdb).map(|answer| answer.torrents)
    }

    #[test]
    fn every_form_of_row_is_read() {
        let dmm = || Some("DMM".to_owned());
        let expected = [
            Torrent {
                size: Some(1_500_000_000),
                size_exact: true,
                tracker: dmm(),
                proof: Proof::Work,
                ..Torrent::new(
                    InfoHash::parse("08ada5a7a6183aae1e09d831df6748d566095a10").unwrap(),
                    "Windstar.Wanderers.S01E01.1080p.WEB-DL.mkv",
                    SourceName::Zilean,
                )
            },
            Torrent {
                size: Some(655_841_506_099),
                size_exact: true,
                tracker: dmm(),
                ..Torrent::new(
                    InfoHash::parse("1100f11e5ba7c4a2d9e06b3f58c1d27a94e3b605").unwrap(),
                    "[Suisei] Windstar Wanderers (0001-1090) [1080p]",
                    SourceName::Zilean,
                )
            },
            Torrent {
                tracker: dmm(),
                ..Torrent::new(
                    InfoHash::parse("dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c").unwrap(),
                    "Windstar Wanderers of no known size",
                    SourceName::Zilean,
                )
            },
        ];
        let body = include_bytes!("fixtures/zilean/rows.json");
        assert_eq!(parse(body, Some("tt99000201")).unwrap(), expected, "adult, trash and another id are left out");
        assert_eq!(parse(body, None).unwrap().len(), 4, "without an id none conflicts");
    }

    #[test]
    fn nothing_found_is_no_failure_and_a_proxy_page_is() {
        assert_eq!(parse(include_bytes!("fixtures/zilean/empty.json"), None), Ok(Vec::new()));
        let error = parse(include_bytes!("fixtures/zilean/bad_gateway.html"), None).unwrap_err();
        assert_eq!(error.to_string(), "answered with a web page instead of data");
    }

    #[test]
    fn what_has_episodes_is_searched_for_with_and_without_its_numbers() {
        use crate::sources::ids::tests::{film, long_runner, series};
        let paths = |wanted: &Wanted| searches(wanted).iter().map(ZileanQuery::path).collect::<Vec<_>>();
        assert_eq!(paths(&film()), ["/dmm/filtered?query=Big%20Buck%20Bunny"]);
        assert_eq!(
            paths(&series()),
            ["/dmm/filtered?query=Harbour%20Lights&season=2&episode=5", "/dmm/filtered?query=Harbour%20Lights"]
        );
        assert_eq!(
            paths(&long_runner()),
            [
                "/dmm/filtered?query=One%20Piece&season=21&episode=180",
                "/dmm/filtered?query=One%20Piece&season=1&episode=1071",
                "/dmm/filtered?query=One%20Piece"
            ]
        );
        let mut untitled = film();
        untitled.name.clear();
        assert!(paths(&untitled).is_empty());
    }
}
