//! Interprets the text in the search field: words, a title by id or link, an episode of one, or a torrent. Pure.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;

use crate::magnet;
use crate::metadata::parse_id;
use crate::text::clean;
use crate::title::Kind;
use crate::torrent::InfoHash;
use crate::torrent_file::{BadTorrentFile, Handed};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Words to search for, with the season and episode the text named.
    Words {
        text: String,
        season: Option<u32>,
        episode: Option<u32>,
    },
    /// A title whose kind the id tells. An IMDb id alone does not tell it, so it becomes `Words` and the search finds
    /// its title.
    Title {
        kind: Kind,
        id: String,
        season: Option<u32>,
        episode: Option<u32>,
    },
    Torrent(Handed),
    Unusable(BadQuery),
}

/// Why a text that looks like a link or an id cannot be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadQuery {
    #[error("this magnet link names no torrent the services could take")]
    Magnet,
    #[error("this link leads to no title; links of IMDb, Kitsu, AniDB, MyAnimeList, AniList and Stremio do")]
    Link,
    #[error("this is the address of a Stremio addon; it can be added under Sources")]
    Addon,
    #[error(transparent)]
    TorrentFile(#[from] BadTorrentFile),
}

impl From<Result<Handed, BadTorrentFile>> for Query {
    fn from(read: Result<Handed, BadTorrentFile>) -> Self {
        read.map_or_else(|error| Self::Unusable(error.into()), Self::Torrent)
    }
}

const LONGEST: usize = 8192;
const LONGEST_WORDS: usize = 200;

/// Interprets typed or pasted text.
pub fn read(text: &str) -> Query {
    let text: String = text.trim().chars().take(LONGEST).collect();
    if starts_with(&text, "magnet:") {
        return torrent(&text);
    }
    if matches!(text.len(), 32 | 40)
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && let Ok(hash) = InfoHash::parse(&text)
    {
        return Query::Torrent(Handed { hash, name: None, trackers: Vec::new() });
    }
    if starts_with(&text, "stremio:") {
        return stremio(&text);
    }
    if starts_with(&text, "http://") || starts_with(&text, "https://") {
        return Url::parse(&text).map_or(Query::Unusable(BadQuery::Link), |url| page(&url));
    }
    by_id(&text).unwrap_or_else(|| words(&text))
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

fn torrent(text: &str) -> Query {
    let magnet = magnet::read(text);
    match magnet.hash {
        Some(hash) => Query::Torrent(Handed { hash, name: magnet.name, trackers: magnet.trackers }),
        None => Query::Unusable(BadQuery::Magnet),
    }
}

/// Reads an id such as `kitsu:12:3` or `tt1748166:1:2`. Leaves out an IMDb id alone, since only a search tells films
/// from series.
fn by_id(text: &str) -> Option<Query> {
    let id = parse_id(text)?;
    Some(match id.kind_hint {
        Some(kind) => Query::Title { kind, id: id.title_id, season: id.season, episode: id.episode },
        None => Query::Words { text: id.title_id, season: None, episode: None },
    })
}

/// Reads `stremio:///detail/series/tt1748166/tt1748166:1:2`, or the manifest address of an addon,
/// `stremio://host/manifest.json`.
fn stremio(text: &str) -> Query {
    let rest = text[8..].trim_start_matches('/');
    if rest.split('?').next().is_some_and(|path| path.ends_with("/manifest.json")) {
        return Query::Unusable(BadQuery::Addon);
    }
    detail(rest).unwrap_or(Query::Unusable(BadQuery::Link))
}

/// Reads `detail/{type}/{id}[/{video id}]`.
fn detail(path: &str) -> Option<Query> {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = crate::text::percent_decoded(path);
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    if !parts.next()?.eq_ignore_ascii_case("detail") {
        return None;
    }
    let kind = parts.next()?.to_ascii_lowercase();
    let id = parse_id(parts.next()?)?;
    let video = parts.next().and_then(parse_id).filter(|video| video.title_id == id.title_id);
    let (season, episode) = video.map_or((None, None), |video| (video.season, video.episode));
    let kind = match (kind.as_str(), id.kind_hint) {
        (_, Some(Kind::Anime)) => Kind::Anime,
        ("movie", _) => Kind::Movie,
        ("series", _) => Kind::Series,
        _ => return None,
    };
    Some(Query::Title { kind, id: id.title_id, season, episode })
}

/// Reads the link of a catalogue page, as people copy it.
fn page(url: &Url) -> Query {
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(&host);
    let parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    let after = |word: &str| {
        let at = parts.iter().position(|part| part.eq_ignore_ascii_case(word))?;
        parts.get(at + 1).copied()
    };
    let numbered = |prefix: &str, id: Option<&str>| by_id(&format!("{prefix}:{}", id?));
    if parts.last() == Some(&"manifest.json") {
        return Query::Unusable(BadQuery::Addon);
    }
    let found = match host {
        "imdb.com" => after("title").and_then(by_id),
        "kitsu.app" | "kitsu.io" => numbered("kitsu", after("anime")),
        "anidb.net" => {
            let short = || parts.first().and_then(|part| part.strip_prefix('a'));
            numbered("anidb", after("anime").or_else(short))
        }
        "myanimelist.net" => numbered("mal", after("anime")),
        "anilist.co" => numbered("anilist", after("anime")),
        "web.stremio.com" | "app.strem.io" => detail(url.fragment().unwrap_or_default().trim_start_matches('/')),
        _ => None,
    };
    found.unwrap_or(Query::Unusable(BadQuery::Link))
}

/// Matches a season and episode at the end of words, as people type them.
static EPISODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let forms = [
        r"s(\d{1,2})[ .]?e(\d{1,4})",
        r"(\d{1,2})x(\d{1,4})",
        r"season (\d{1,2})[ ,]*episode (\d{1,4})",
        r"(\d{1,2})\. ?sezon (\d{1,4})\. ?bölüm",
        r"s(\d{1,2})()",
        r"season (\d{1,2})()",
        r"()(?:e|ep|episode) ?(\d{1,4})",
    ];
    Regex::new(&format!("(?i)^(.+?)[ ,._-]+(?:{})$", forms.join("|"))).ok()
});

fn words(text: &str) -> Query {
    let text = clean(text, LONGEST_WORDS);
    let Some(found) = EPISODE.as_ref().and_then(|pattern| pattern.captures(&text)) else {
        return Query::Words { text, season: None, episode: None };
    };
    let mut numbers = (2..found.len()).filter_map(|group| found.get(group)).map(|number| number.as_str().parse().ok());
    let (season, episode) = (numbers.next().flatten(), numbers.next().flatten());
    Query::Words { text: found[1].to_owned(), season, episode }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "416b79c9a668ebf9bfce22845affe0cdde2fc8be";

    fn words(text: &str, season: Option<u32>, episode: Option<u32>) -> Query {
        Query::Words { text: text.to_owned(), season, episode }
    }

    fn title(kind: Kind, id: &str, season: Option<u32>, episode: Option<u32>) -> Query {
        Query::Title { kind, id: id.to_owned(), season, episode }
    }

    #[test]
    fn words_stay_words_and_lose_the_episode_they_name() {
        assert_eq!(read("  the meridian survey "), words("the meridian survey", None, None));
        assert_eq!(read("the meridian survey s2e5"), words("the meridian survey", Some(2), Some(5)));
        assert_eq!(read("the meridian survey 2x05"), words("the meridian survey", Some(2), Some(5)));
        assert_eq!(read("the meridian survey season 2 episode 5"), words("the meridian survey", Some(2), Some(5)));
        assert_eq!(read("the meridian survey 2. sezon 5. bölüm"), words("the meridian survey", Some(2), Some(5)));
        assert_eq!(read("the meridian survey s2"), words("the meridian survey", Some(2), None));
        assert_eq!(read("windstar wanderers ep 1100"), words("windstar wanderers", None, Some(1100)));
        assert_eq!(read("blade runner 2049"), words("blade runner 2049", None, None), "a number is part of a title");
        assert_eq!(read("s2e5"), words("s2e5", None, None), "nothing is left to search for");
        assert_eq!(read(""), words("", None, None));
    }

    #[test]
    fn ids_and_links_lead_to_the_title() {
        assert_eq!(read("kitsu:12:1170"), title(Kind::Anime, "kitsu:12", None, Some(1170)));
        assert_eq!(read("tt99000101:2:5"), title(Kind::Series, "tt99000101", Some(2), Some(5)));
        assert_eq!(read("tt1727587"), words("tt1727587", None, None), "the search tells films from series");
        assert_eq!(read("https://www.imdb.com/title/tt1727587/?ref_=nv"), words("tt1727587", None, None));
        assert_eq!(read("https://anidb.net/anime/69"), title(Kind::Anime, "anidb:69", None, None));
        assert_eq!(read("https://anidb.net/a69"), title(Kind::Anime, "anidb:69", None, None));
        assert_eq!(read("https://myanimelist.net/anime/21/Name"), title(Kind::Anime, "mal:21", None, None));
        assert_eq!(read("https://kitsu.app/anime/12"), title(Kind::Anime, "kitsu:12", None, None));
        assert_eq!(
            read("stremio:///detail/series/tt99000101/tt99000101%3A2%3A5"),
            title(Kind::Series, "tt99000101", Some(2), Some(5))
        );
        assert_eq!(read("stremio:///detail/movie/tt1727587"), title(Kind::Movie, "tt1727587", None, None));
    }

    #[test]
    fn torrents_are_read_in_every_form() {
        let bare = Query::Torrent(Handed { hash: InfoHash::parse(HASH).unwrap(), name: None, trackers: Vec::new() });
        assert_eq!(read(HASH), bare);
        assert_eq!(read("IFVXTSNGNDV7TP6OEKCFV77AZXPC7SF6"), bare, "base32");
        let magnet = format!("MAGNET:?dn=Sintel%20(2010)&xt=urn:btih:{HASH}&tr=udp%3A%2F%2Ft.example%3A1%2Fannounce");
        let Query::Torrent(torrent) = read(&magnet) else { panic!("a magnet is a torrent") };
        assert_eq!(torrent.name.as_deref(), Some("Sintel (2010)"));
        assert_eq!(torrent.trackers, ["udp://t.example:1/announce"]);
    }

    #[test]
    fn what_leads_nowhere_says_so() {
        let newer = format!("magnet:?xt=urn:btmh:1220{HASH}{}", &HASH[..24]);
        assert_eq!(read(&newer), Query::Unusable(BadQuery::Magnet), "the newer form alone");
        assert_eq!(read("https://example.org/film"), Query::Unusable(BadQuery::Link));
        assert_eq!(read("stremio://addon.example/manifest.json"), Query::Unusable(BadQuery::Addon));
        assert_eq!(read("https://addon.example/cfg/manifest.json"), Query::Unusable(BadQuery::Addon));
    }
}
