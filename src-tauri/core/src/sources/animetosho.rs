//! AnimeTosho, an index of anime. It is asked by AniDB id where that is known and by title, through the JSON API of
//! the site's successor; where the server does not speak that, through the Torznab feed of the original. The reader
//! takes both shapes of JSON.

use std::fmt;

use futures::FutureExt as _;
use serde::Deserialize;

use super::asking::{self, Finds};
use super::options::AnimeToshoForm;
use super::{Ask, DropReason, SourceAnswer, SourceError, ids, torznab};
use crate::endpoints::Upstream;
use crate::http::Request;
use crate::lenient::{self, List, Object, Scalar};
use crate::secret::Secret;
use crate::title::Wanted;
use crate::torrent::{InfoHash, SourceName, Torrent};
use crate::{magnet, text};

/// The highest believable number of seeders. The site lists placeholder values above it.
const MOST_SEEDERS: u32 = 30_000;

/// A question to the index: all torrents of an anime, those of one episode, or a search for words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Question {
    Anime(u32),
    Episode(u32, u32),
    Words(String),
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anime(aid) => write!(f, "anidb:{aid}"),
            Self::Episode(aid, episode) => write!(f, "anidb:{aid}:{episode}"),
            Self::Words(words) => f.write_str(words),
        }
    }
}

pub(super) fn questions(wanted: &Wanted, form: AnimeToshoForm) -> Vec<Question> {
    let mut questions = Vec::new();
    // The feeds know no AniDB ids.
    if let Some(aid) = wanted.ids.anidb.filter(|_| form != AnimeToshoForm::Torznab) {
        // The original uses episode ids of its own, so it is asked for the anime's whole list.
        let numbered = wanted.episode.as_ref().filter(|_| form == AnimeToshoForm::Successor);
        let number = numbered.map(|episode| episode.kitsu.unwrap_or(episode.asked.episode));
        questions.extend(number.map(|number| Question::Episode(aid, number)));
        questions.push(Question::Anime(aid));
    }
    questions.extend(ids::index_searches(wanted).into_iter().map(Question::Words));
    questions
}

pub(super) async fn scrape(ask: Ask<'_>) -> Result<SourceAnswer, SourceError> {
    let questions = ask.fresh(questions(ask.wanted, ask.options.animetosho.form));
    let asked = questions.into_iter().map(|question| {
        let finds = match question {
            Question::Anime(_) | Question::Episode(..) => Finds::OfTheWork,
            Question::Words(_) => Finds::ByTitle,
        };
        (finds, one(ask, question))
    });
    asking::together(ask, asked).await
}

async fn one(ask: Ask<'_>, question: Question) -> Result<SourceAnswer, SourceError> {
    let form = ask.options.animetosho.form;
    let answered = match json_request(ask, &question, form)? {
        Some(request) => ask.fetch(request, answer).await,
        None => Err(SourceError::Refused(404)),
    };
    let (error, words) = match (answered, question) {
        (
            Err(error @ (SourceError::Refused(_) | SourceError::Malformed(_) | SourceError::Unreachable(_))),
            Question::Words(words),
        ) => (error, words),
        (answered, _) => return answered,
    };
    let fed = feed(ask, &words, form).boxed().await;
    // When the feed does not exist either, the error of the JSON request is the one to report.
    match (fed, form) {
        (Err(SourceError::Refused(404)), AnimeToshoForm::Successor | AnimeToshoForm::Original) => Err(error),
        (fed, _) => fed,
    }
}

fn json_request(ask: Ask<'_>, question: &Question, form: AnimeToshoForm) -> Result<Option<Request>, SourceError> {
    let path = match (form, question) {
        (AnimeToshoForm::Torznab, _) => return Ok(None),
        (AnimeToshoForm::Successor, Question::Anime(aid)) => format!("/json/v1/releases?aid={aid}&limit=100"),
        (AnimeToshoForm::Successor, Question::Episode(aid, episode)) => {
            format!("/json/v1/releases?aid={aid}&episode={episode}&limit=100")
        }
        (AnimeToshoForm::Successor, Question::Words(words)) => {
            format!("/json/v1/search?q={}&limit=100", text::percent_encoded(words))
        }
        (AnimeToshoForm::Original, Question::Anime(aid) | Question::Episode(aid, _)) => format!("/json?aid={aid}"),
        (AnimeToshoForm::Original, Question::Words(words)) => {
            format!("/json?qx=1&q={}", text::percent_encoded(words))
        }
    };
    ask.get(Upstream::AnimeTosho, &path).map(Some)
}

/// Asks the feed, all its pages.
async fn feed(ask: Ask<'_>, words: &str, form: AnimeToshoForm) -> Result<SourceAnswer, SourceError> {
    let query = text::percent_encoded(words);
    let key = ask.options.animetosho.key.as_ref();
    let (path, size) = match (form, key) {
        (AnimeToshoForm::Successor | AnimeToshoForm::Torznab, Some(key)) => {
            (format!("/api/torznab?apikey={}&t=search&q={query}", text::percent_encoded(key.expose())), 100)
        }
        (AnimeToshoForm::Torznab, None) => {
            return Err(SourceError::Unreachable("its feed wants an API key, and none is set".to_owned()));
        }
        (AnimeToshoForm::Successor, None) | (AnimeToshoForm::Original, _) => (format!("/api?t=search&q={query}"), 150),
    };
    let request = |offset| {
        let further = if offset > 0 { format!("&offset={offset}") } else { String::new() };
        ask.get(Upstream::AnimeTosho, &format!("{path}&limit={size}{further}"))
    };
    let mut whole =
        torznab::pages(ask, SourceName::AnimeTosho, size, request).await.map_err(|error| without(error, key))?;
    whole.missing = whole.missing.map(|error| without(error, key));
    Ok(whole)
}

/// Returns the error with every occurrence of the secret removed from its text.
pub(super) fn without(error: SourceError, secret: Option<&Secret>) -> SourceError {
    match (error, secret) {
        (SourceError::Malformed(text), Some(secret)) => SourceError::Malformed(secret.redact(&text)),
        (SourceError::Unreachable(text), Some(secret)) => SourceError::Unreachable(secret.redact(&text)),
        (error, _) => error,
    }
}

/// Parses `{"ok":true,"data":[…]}` from the successor, or the bare list from the original.
pub(super) fn answer(body: &[u8]) -> Result<SourceAnswer, SourceError> {
    let answer = lenient::read(body, |text| {
        let answer = |list: List<Object<Row<'_>>>| {
            let rows = list.each()?;
            Some(SourceAnswer::of(rows.map(|row| torrent(&row.ok_or(DropReason::Unreadable)?))))
        };
        Ok(if text.trim_start().starts_with('[') {
            answer(serde_json::from_str(text)?)
        } else {
            serde_json::from_str::<Object<Listing<'_>>>(text)?.0.and_then(|listing| answer(listing.data))
        })
    })?;
    answer.ok_or_else(|| SourceError::Malformed("the answer lists no torrents".to_owned()))
}

#[derive(Deserialize)]
struct Listing<'a> {
    #[serde(borrow, default)]
    data: List<Object<Row<'a>>>,
}

#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow, default)]
    title: Scalar<'a>,
    #[serde(borrow, default)]
    torrent_name: Scalar<'a>,
    #[serde(borrow, default)]
    info_hash: Scalar<'a>,
    #[serde(borrow, default)]
    info_hash_v2: Scalar<'a>,
    #[serde(borrow, default)]
    magnet: Scalar<'a>,
    #[serde(borrow, default)]
    magnet_uri: Scalar<'a>,
    #[serde(borrow, default)]
    size_bytes: Scalar<'a>,
    #[serde(borrow, default)]
    total_size: Scalar<'a>,
    #[serde(borrow, default)]
    seeders: Scalar<'a>,
    #[serde(borrow, default)]
    nyaa_id: Scalar<'a>,
    #[serde(borrow, default)]
    source_label: Scalar<'a>,
}

fn torrent(row: &Row<'_>) -> Result<Torrent, DropReason> {
    let magnet = row.magnet.text().or_else(|| row.magnet_uri.text()).map(magnet::read).unwrap_or_default();
    let told = row.info_hash.text().and_then(|hash| InfoHash::parse(hash).ok()).or(magnet.hash);
    let hash = match told {
        Some(hash) => hash,
        None if magnet.v2 || row.info_hash_v2.text().is_some() => return Err(DropReason::V2Only),
        None => return Err(DropReason::NoHash),
    };
    let title = row.title.text().or_else(|| row.torrent_name.text()).and_then(text::title);
    let mut torrent = Torrent::new(hash, title.ok_or(DropReason::Unreadable)?, SourceName::AnimeTosho);
    torrent.size = row.size_bytes.bytes().or_else(|| row.total_size.bytes());
    torrent.size_exact = torrent.size.is_some();
    torrent.seeders = row.seeders.count().filter(|seeders| *seeders <= MOST_SEEDERS);
    let label = row.source_label.text().or_else(|| row.nyaa_id.count().filter(|id| *id > 0).map(|_| "Nyaa"));
    torrent.tracker = label.and_then(|label| text::line(label, 128));
    torrent.trackers = magnet.trackers;
    Ok(torrent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(body: &[u8]) -> Result<Vec<Torrent>, SourceError> {
        answer(body).map(|answer| answer.torrents)
    }

    fn parse_feed(body: &[u8]) -> Result<Vec<Torrent>, SourceError> {
        torznab::answer(body, SourceName::AnimeTosho).map(|answer| answer.torrents)
    }

    #[test]
    fn the_successors_json_is_read() {
        let expected = [
            Torrent {
                size: Some(1_500_000_000),
                size_exact: true,
                seeders: Some(50),
                tracker: Some("Nyaa".to_owned()),
                trackers: vec!["http://nyaa.tracker.wf:7777/announce".to_owned()],
                ..Torrent::new(
                    InfoHash::parse("416b79c9a668ebf9bfce22845affe0cdde2fc8be").unwrap(),
                    "[Erai-raws] Glass Gardener - 12 [1080p][HEVC].mkv",
                    SourceName::AnimeTosho,
                )
            },
            Torrent {
                size: Some(700),
                size_exact: true,
                ..Torrent::new(
                    InfoHash::parse("08ada5a7a6183aae1e09d831df6748d566095a10").unwrap(),
                    "Glass Gardener with a tracker that cannot count",
                    SourceName::AnimeTosho,
                )
            },
            Torrent {
                tracker: Some("Nyaa".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c").unwrap(),
                    "Glass Gardener by magnet alone",
                    SourceName::AnimeTosho,
                )
            },
        ];
        let read = parse(include_bytes!("fixtures/animetosho/search.json")).unwrap();
        assert_eq!(read, expected, "Usenet and v2 torrents are left out");
    }

    #[test]
    fn the_originals_json_is_read() {
        let expected = [Torrent {
            size: Some(1_500_000_000),
            size_exact: true,
            seeders: Some(12),
            tracker: Some("Nyaa".to_owned()),
            trackers: vec!["http://nyaa.tracker.wf:7777/announce".to_owned()],
            ..Torrent::new(
                InfoHash::parse("416b79c9a668ebf9bfce22845affe0cdde2fc8be").unwrap(),
                "[Erai-raws] Glass Gardener - 12 [1080p]",
                SourceName::AnimeTosho,
            )
        }];
        assert_eq!(parse(include_bytes!("fixtures/animetosho/original.json")).unwrap(), expected);
    }

    #[test]
    fn the_originals_feed_is_read() {
        let expected = [
            Torrent {
                size: Some(1_500_000_000),
                size_exact: true,
                seeders: Some(50),
                trackers: vec!["http://nyaa.tracker.wf:7777/announce".to_owned()],
                ..Torrent::new(
                    InfoHash::parse("416b79c9a668ebf9bfce22845affe0cdde2fc8be").unwrap(),
                    "[Erai-raws] Glass & Gardener - 12 [1080p][HEVC].mkv",
                    SourceName::AnimeTosho,
                )
            },
            Torrent {
                ..Torrent::new(
                    InfoHash::parse("2d69a861bef5a9f2cdf791b7328e37b7953205e1").unwrap(),
                    "Glass Gardener - 11, whose magnet was made anonymous",
                    SourceName::AnimeTosho,
                )
            },
            Torrent {
                ..Torrent::new(
                    InfoHash::parse("IFVXTSNGNDV7TP6OEKCFV77AZXPC7SF7").unwrap(),
                    "Glass Gardener - 10, base32 alone",
                    SourceName::AnimeTosho,
                )
            },
        ];
        let read = parse_feed(include_bytes!("fixtures/animetosho/original.xml")).unwrap();
        assert_eq!(read, expected);
    }

    #[test]
    fn a_feed_that_says_no_total_is_read() {
        let expected = [Torrent {
            size: Some(734_003_200),
            size_exact: true,
            ..Torrent::new(
                InfoHash::parse("dd8255ecdc7ca55fb0bbf81323d87062db1f6d1c").unwrap(),
                "[SubsPlease] Glass Gardener - 08 (720p) [0A1B2C3D].mkv",
                SourceName::AnimeTosho,
            )
        }];
        assert_eq!(parse_feed(include_bytes!("fixtures/animetosho/no_total.xml")).unwrap(), expected);
    }

    #[test]
    fn a_feed_that_declares_no_prefixes_is_read() {
        let expected = [Torrent {
            size: Some(1_500_000_000),
            size_exact: true,
            seeders: Some(50),
            trackers: vec!["udp://tracker.opentrackr.org:1337/announce".to_owned()],
            ..Torrent::new(
                InfoHash::parse("08ada5a7a6183aae1e09d831df6748d566095a10").unwrap(),
                "[SubsPlease] Glass Gardener - 001 (1080p)",
                SourceName::AnimeTosho,
            )
        }];
        let read = parse_feed(include_bytes!("fixtures/animetosho/undeclared.xml")).unwrap();
        assert_eq!(read, expected);
    }

    #[test]
    fn an_error_element_is_a_failure() {
        let error = parse_feed(include_bytes!("fixtures/animetosho/error.xml")).unwrap_err();
        assert_eq!(error.to_string(), "answered with an error: Incorrect parameter");
        assert!(matches!(parse(br#"{"ok":false,"error":"not found"}"#), Err(SourceError::Malformed(_))));
    }
}
