//! Builds the queries for a Torznab endpoint: by IMDb id where it takes one, else by words; for an episode also its
//! whole season.

use std::fmt;

use super::caps::TorznabFacts;
use crate::sources::ids;
use crate::title::{Numbering, Wanted};

/// One search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TorznabQuery {
    /// `search`, `movie` or `tvsearch`.
    kind: &'static str,
    words: Option<String>,
    imdb: Option<String>,
    season: Option<u32>,
    episode: Option<u32>,
}

impl fmt::Display for TorznabQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let named = self.words.as_deref().or(self.imdb.as_deref()).unwrap_or_default();
        match (self.season, self.episode) {
            (Some(season), Some(episode)) => write!(f, "{named} S{season:02}E{episode:02}"),
            (Some(season), None) => write!(f, "{named} S{season:02}"),
            (None, _) => f.write_str(named),
        }
    }
}

impl TorznabQuery {
    fn words(words: String) -> Self {
        Self { kind: "search", words: Some(words), imdb: None, season: None, episode: None }
    }

    /// Returns whether it asks for an id, not for words.
    pub(super) fn is_by_id(&self) -> bool {
        self.imdb.is_some()
    }

    /// Returns the query parameters for the page that begins at item `offset`.
    pub(super) fn query(&self, facts: &TorznabFacts, offset: usize) -> Vec<(&'static str, String)> {
        let mut query = vec![("t", self.kind.to_owned())];
        query.extend(self.imdb.clone().map(|id| ("imdbid", id)));
        query.extend(self.words.clone().map(|words| ("q", words)));
        query.extend(self.season.map(|season| ("season", season.to_string())));
        query.extend(self.episode.map(|episode| ("ep", episode.to_string())));
        query.push(("limit", facts.page_size().to_string()));
        query.extend((offset > 0).then(|| ("offset", offset.to_string())));
        query
    }
}

pub(super) fn searches(facts: &TorznabFacts, wanted: &Wanted) -> Vec<TorznabQuery> {
    if wanted.name.is_empty() {
        return Vec::new();
    }
    let imdb = wanted.ids.imdb.clone();
    let title = ids::work_title(wanted).title;
    let Some(episode) = &wanted.episode else {
        if let Some(id) = imdb.filter(|_| facts.finds_films_by_imdb()) {
            return vec![TorznabQuery { kind: "movie", words: None, imdb: Some(id), season: None, episode: None }];
        }
        let year = wanted.year.map(|year| format!(" {year}")).unwrap_or_default();
        return vec![TorznabQuery::words(format!("{title}{year}"))];
    };
    let mut searches = Vec::new();
    let numbering = episode.imdb.unwrap_or(episode.asked);
    if let (Numbering { season: Some(season), episode: number }, false) =
        (numbering, ids::is_anime(wanted) && episode.imdb.is_none())
    {
        let by_id = imdb.filter(|_| facts.finds_episodes_by_imdb());
        let both = |words: Option<String>, imdb: Option<String>| {
            // Once with the episode and once with the season alone, because a search for an episode does not list
            // packs.
            [Some(number), None].map(|episode| TorznabQuery {
                kind: "tvsearch",
                words: words.clone(),
                imdb: imdb.clone(),
                season: Some(season),
                episode,
            })
        };
        match by_id {
            Some(id) => searches.extend(both(None, Some(id))),
            None if facts.counts_episodes() => searches.extend(both(Some(title), None)),
            None => {
                searches.push(TorznabQuery::words(format!("{title} S{season:02}E{number:02}")));
                searches.push(TorznabQuery::words(format!("{title} S{season:02}")));
            }
        }
    }
    if ids::is_anime(wanted) {
        searches.extend(ids::index_searches(wanted).into_iter().map(TorznabQuery::words));
    }
    searches
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::ids::tests::{film, long_runner, series};

    fn asked(facts: &TorznabFacts, wanted: &Wanted) -> Vec<String> {
        let line = |search: &TorznabQuery| {
            let query = search.query(facts, 0).into_iter().filter(|(name, _)| *name != "limit");
            query.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
        };
        searches(facts, wanted).iter().map(line).collect()
    }

    fn facts(movie: &[&str], tv: &[&str]) -> TorznabFacts {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        TorznabFacts { name: String::new(), movie: words(movie), tv: words(tv), limit: 0 }
    }

    #[test]
    fn ids_are_used_where_they_are_taken_and_words_where_not() {
        let able = facts(&["q", "imdbid"], &["q", "season", "ep", "imdbid"]);
        let plain = facts(&["q"], &["q", "season", "ep"]);
        let bare = facts(&[], &[]);
        assert_eq!(asked(&able, &film()), ["t=movie&imdbid=tt1254207"]);
        assert_eq!(asked(&bare, &film()), ["t=search&q=Big Buck Bunny 2008"]);
        assert_eq!(
            asked(&able, &series()),
            ["t=tvsearch&imdbid=tt9000001&season=2&ep=5", "t=tvsearch&imdbid=tt9000001&season=2"]
        );
        assert_eq!(
            asked(&plain, &series()),
            ["t=tvsearch&q=Harbour Lights&season=2&ep=5", "t=tvsearch&q=Harbour Lights&season=2"]
        );
        assert_eq!(asked(&bare, &series()), ["t=search&q=Harbour Lights S02E05", "t=search&q=Harbour Lights S02"]);
        assert_eq!(
            asked(&plain, &long_runner()),
            [
                "t=tvsearch&q=One Piece&season=21&ep=180",
                "t=tvsearch&q=One Piece&season=21",
                "t=search&q=One Piece 1071",
                "t=search&q=One Piece",
                "t=search&q=One Piece S21E180"
            ]
        );
        let offset = searches(&bare, &film())[0].query(&bare, 100);
        assert_eq!(offset.last(), Some(&("offset", "100".to_owned())));
    }
}
