//! Parses the capabilities of a Torznab endpoint: its answer to `t=caps`.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::{Deserialize, Serialize};

use crate::sources::SourceError;
use crate::text;

/// What an endpoint can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TorznabFacts {
    /// What it calls itself.
    #[serde(default)]
    pub name: String,
    /// The parameters of a search for a film; empty when there is no such search.
    #[serde(default)]
    pub movie: Vec<String>,
    /// The parameters of a search for an episode; empty when there is no such search.
    #[serde(default)]
    pub tv: Vec<String>,
    /// How many items a page may hold; 0 when it does not say.
    #[serde(default)]
    pub limit: usize,
}

const MOST_EVENTS: usize = 100_000;

impl TorznabFacts {
    /// Returns the page size to request.
    pub(super) fn page_size(&self) -> usize {
        if self.limit == 0 { 100 } else { self.limit.clamp(10, 500) }
    }

    pub(super) fn finds_films_by_imdb(&self) -> bool {
        has(&self.movie, "imdbid")
    }

    pub(super) fn finds_episodes_by_imdb(&self) -> bool {
        has(&self.tv, "imdbid") && self.counts_episodes()
    }

    pub(super) fn counts_episodes(&self) -> bool {
        has(&self.tv, "season") && has(&self.tv, "ep")
    }
}

fn has(params: &[String], name: &str) -> bool {
    params.iter().any(|param| param == name)
}

/// Parses an answer to `t=caps`; an `error` element becomes an error with its text.
pub(super) fn read(body: &[u8]) -> Result<TorznabFacts, SourceError> {
    let malformed = |why: &str| SourceError::Malformed(why.to_owned());
    let body = String::from_utf8_lossy(body);
    let mut reader = Reader::from_str(&body);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    reader.config_mut().allow_dangling_amp = true;
    let mut facts = TorznabFacts::default();
    let mut seen = false;
    for _ in 0..MOST_EVENTS {
        match reader.read_event().map_err(|_| malformed("the answer is no Torznab"))? {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.local_name().as_ref().to_ascii_lowercase();
                match name.as_str() {
                    "caps" => seen = true,
                    "error" if !seen => {
                        let told = attribute(&start, "description").and_then(|told| text::line(&told, 200));
                        let told = told.map_or_else(String::new, |told| format!(": {told}"));
                        return Err(SourceError::Malformed(format!("answered with an error{told}")));
                    }
                    _ if !seen => return Err(malformed("the answer is no Torznab")),
                    "server" => {
                        let told = attribute(&start, "title").and_then(|title| text::line(&title, 80));
                        facts.name = told.unwrap_or_default();
                    }
                    "limits" => {
                        let told = attribute(&start, "max").or_else(|| attribute(&start, "default"));
                        facts.limit = told.and_then(|told| told.trim().parse().ok()).unwrap_or(0);
                    }
                    "movie-search" => facts.movie = params(&start),
                    "tv-search" => facts.tv = params(&start),
                    _ => {}
                }
            }
            Event::DocType(doctype) if doctype.xml10_content().contains("<!ENTITY") => {
                return Err(malformed("the answer declares entities of its own"));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if seen { Ok(facts) } else { Err(malformed("the answer is no Torznab")) }
}

/// Returns the parameters a search accepts; empty when it is not available.
fn params(start: &BytesStart<'_>) -> Vec<String> {
    if attribute(start, "available").is_some_and(|told| !told.eq_ignore_ascii_case("yes")) {
        return Vec::new();
    }
    let told = attribute(start, "supportedparams").unwrap_or_else(|| "q".to_owned());
    told.split(',').filter_map(|param| text::line(param.to_ascii_lowercase(), 32)).take(32).collect()
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = start
        .attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref().eq_ignore_ascii_case(name))?;
    (attribute.value.len() <= 4096).then(|| text::unescaped(&attribute.value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caps_of_common_servers_are_read() {
        let facts = read(include_bytes!("../fixtures/torznab/caps.xml")).unwrap();
        assert_eq!((facts.name.as_str(), facts.limit, facts.page_size()), ("Jackett", 100, 100));
        assert!(facts.finds_films_by_imdb() && !facts.finds_episodes_by_imdb() && facts.counts_episodes());
        let bare = read(b"<caps><searching><tv-search available=\"no\" supportedParams=\"q,ep\"/></searching></caps>");
        assert_eq!(bare, Ok(TorznabFacts::default()));
    }

    #[test]
    fn what_is_no_caps_says_why() {
        let why = |body: &str| read(body.as_bytes()).unwrap_err().to_string();
        assert_eq!(
            why(r#"<?xml version="1.0"?><error code="100" description="Invalid API Key"/>"#),
            "answered with an error: Invalid API Key"
        );
        for body in ["", "{}", "<html><body>caps</body></html>", "<rss><channel/></rss>"] {
            assert_eq!(why(body), "the answer is no Torznab", "{body}");
        }
        assert!(why("<!DOCTYPE a [<!ENTITY b \"c\">]><caps/>").contains("entities"));
    }
}
