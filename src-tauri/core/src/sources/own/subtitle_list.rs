//! Asks an addon of the person's for subtitles, by its `subtitles` resource, and reads what it lists. Addons agree on an id, an
//! address and a language; what else they tell is looked for under the names that known ones give it.

use std::time::Duration;

use serde::Deserialize;
use subtitles::{Cut, Offered};
use url::Url;

use super::{Facts, Own, unusable};
use crate::http::{Http, Request, Retry, is_private, read_body};
use crate::lenient::{self, List, Object, Scalar};
use crate::sources::SourceError;
use crate::text;
use crate::title::Wanted;

/// The film plays meanwhile, so that what comes later is of little use.
const PATIENCE: Duration = Duration::from_secs(8);
const MOST_BYTES: usize = 2 << 20;
/// The most rows of one addon that are kept.
const MOST_ROWS: usize = 500;
/// Long enough for the names of several releases.
const LONGEST_NAME: usize = 600;

/// What an addon is asked.
#[derive(Clone, Copy, Debug)]
pub struct SubtitleQuestion<'a> {
    pub wanted: &'a Wanted,
    /// Of the file that plays, with its size; `None` where it was not read.
    pub hash: Option<(&'a str, u64)>,
    pub file_name: &'a str,
}

/// Subtitles that an addon links to.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkedSubtitles {
    /// It may hold a key of the person's.
    pub url: Url,
    pub offered: Offered,
}

impl Own {
    /// Returns what the addon lists; nothing where it gives no subtitles of the title.
    pub async fn subtitles(
        &self,
        http: &Http,
        question: SubtitleQuestion<'_>,
    ) -> Result<Vec<LinkedSubtitles>, SourceError> {
        let Facts::Addon(facts) = &self.facts else { return Ok(Vec::new()) };
        let Some(form) = facts.subtitle_forms(question.wanted).into_iter().next() else { return Ok(Vec::new()) };
        let path =
            format!("/subtitles/{}/{}/{}.json", form.path_kind, text::percent_encoded(&form.id), extra(question));
        let url = self.address.addon_path(&path).map_err(unusable)?;
        let request = Request::get(url.clone()).deadline(PATIENCE).max_bytes(MOST_BYTES).retry(Retry::Transient);
        let answer = match http.fetch(request).await {
            Ok(answer) => read_body(answer.body, move |body| read(body, &url)).await.and_then(|read| read),
            Err(SourceError::Refused(404)) => Ok(Vec::new()),
            Err(error) => Err(error),
        };
        answer.map_err(|error| self.redacted(error))
    }

    /// Returns the request for the text behind a link of this addon. `None` where it leads into the person's own network
    /// and the addon is not in it.
    pub fn subtitle_request(&self, link: &Url) -> Option<Request> {
        let server = self.address.manifest();
        let is_inwards = is_private(link) && !is_private(&server);
        (!is_inwards).then(|| Request::get(link.clone()).told_by(Some(server)))
    }
}

/// What is told of the file, as Stremio writes it: a query in the place of a path's last part.
fn extra(question: SubtitleQuestion<'_>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    if let Some((hash, size)) = question.hash {
        query.append_pair("videoHash", hash).append_pair("videoSize", &size.to_string());
    }
    query.append_pair("filename", question.file_name);
    query.finish().replace('+', "%20")
}

#[derive(Deserialize)]
struct Listing<'a> {
    #[serde(borrow, default)]
    subtitles: List<Object<Row<'a>>>,
}

#[derive(Deserialize)]
struct Row<'a> {
    #[serde(borrow, default)]
    url: Scalar<'a>,
    #[serde(borrow, default)]
    lang: Scalar<'a>,
    /// `h` where it was found by the hash, `i` by the id.
    #[serde(borrow, default)]
    m: Scalar<'a>,
    #[serde(borrow, default, alias = "hashMatch", alias = "moviehash_match")]
    is_hash_match: Scalar<'a>,
    #[serde(borrow, default, alias = "releaseName", alias = "movieReleaseName", alias = "release_name")]
    release: Scalar<'a>,
    #[serde(borrow, default, alias = "subtitleFileName", alias = "SubFileName", alias = "file_name")]
    filename: Scalar<'a>,
    #[serde(borrow, default, alias = "name", alias = "label", alias = "display")]
    title: Scalar<'a>,
    #[serde(borrow, default)]
    fps: Scalar<'a>,
    #[serde(borrow, default, alias = "isHearingImpaired", alias = "hi", alias = "sdh")]
    hearing_impaired: Scalar<'a>,
    #[serde(borrow, default, alias = "isForced", alias = "foreign_parts_only")]
    forced: Scalar<'a>,
    #[serde(borrow, default, alias = "ai_translated", alias = "ai", alias = "isMachine")]
    machine_translated: Scalar<'a>,
}

/// Reads an answer that came from `from`. Rows without a language or a link of the web are left out.
pub(super) fn read(body: &[u8], from: &Url) -> Result<Vec<LinkedSubtitles>, SourceError> {
    let rows = lenient::read(body, |text| {
        let listing: Object<Listing<'_>> = serde_json::from_str(text)?;
        let rows = listing.0.and_then(|listing| listing.subtitles.rows());
        Ok(rows.map(|rows| rows.filter_map(|row| linked(&row, from)).take(MOST_ROWS).collect()))
    })?;
    rows.ok_or_else(|| SourceError::Malformed("the answer lists no subtitles".to_owned()))
}

fn linked(row: &Row<'_>, from: &Url) -> Option<LinkedSubtitles> {
    let url = from.join(row.url.text()?).ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return None;
    }
    let said = row.lang.text()?;
    let named = [&row.release, &row.filename, &row.title].into_iter().find_map(Scalar::text);
    let words = format!("{said} {}", row.title.text().unwrap_or_default()).to_lowercase();
    let says = |marks: &[&str]| words.split(|c: char| !c.is_alphanumeric()).any(|word| marks.contains(&word));
    Some(LinkedSubtitles {
        offered: Offered {
            language: language_of(said)?,
            release: named.and_then(|name| text::line(on_one_line(name), LONGEST_NAME)).unwrap_or_default(),
            matches_hash: row.m.text() == Some("h") || row.is_hash_match.is_true(),
            cut: Cut { length_s: None, frame_rate: row.fps.float().filter(|fps| (1.0..=240.0).contains(fps)) },
            is_hearing_impaired: row.hearing_impaired.is_true() || says(&["sdh", "cc"]),
            is_forced: row.forced.is_true() || says(&["forced"]),
            is_machine_made: row.machine_translated.is_true() || says(&["ai", "machine"]),
        },
        url,
    })
}

/// Some name each release that they are for on a line of its own.
fn on_one_line(names: &str) -> String {
    names.lines().map(str::trim).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" / ")
}

/// The language as an addon writes it: `eng`, `pt-BR`, `Turkish`, `English (SDH)`. `None` for what is no language.
fn language_of(said: &str) -> Option<String> {
    let first = || said.split([' ', '(', '[', '|', '/']).next().unwrap_or_default();
    language::known(said).or_else(|| language::known(first())).or_else(|| language::tag(said))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(json: &str) -> Vec<LinkedSubtitles> {
        read(json.as_bytes(), &Url::parse("https://lines.example/key/subtitles/movie/tt1/x.json").unwrap()).unwrap()
    }

    #[test]
    fn the_rows_of_known_addons_are_read_and_others_left_out() {
        let found = rows(include_str!("../fixtures/addon/subtitles.json"));
        let told: Vec<_> = found.iter().map(|row| (row.url.to_string(), row.offered.language.clone())).collect();
        let expected = [
            ("https://subs.example/en/file/36919", "en"),
            ("https://subs.example/2", "pt-BR"),
            ("https://lines.example/texts/3.srt", "tr"),
            ("https://subs.example/4", "tr"),
            ("https://subs.example/5", "fr"),
        ];
        assert_eq!(told, expected.map(|(url, language)| (url.to_owned(), language.to_owned())));
        let offered: Vec<Offered> = found.into_iter().map(|row| row.offered).collect();
        let [by_id, by_hash, sdh, machine, forced] = &offered[..] else { panic!("{offered:?}") };
        assert!(!by_id.matches_hash && by_hash.matches_hash);
        assert!(sdh.is_hearing_impaired && sdh.release.ends_with("-TERN") && sdh.cut.frame_rate == Some(23.976));
        assert!(machine.is_machine_made && forced.is_forced && forced.is_hearing_impaired);
    }

    #[test]
    fn the_names_of_several_releases_stay_apart() {
        let found =
            rows(r#"{"subtitles":[{"url":"/1","lang":"tr","releaseName":"A.2019.BluRay-X\r\n\n A.2019.WEB-Y\n"}]}"#);
        assert_eq!(found[0].offered.release, "A.2019.BluRay-X / A.2019.WEB-Y");
    }

    #[test]
    fn what_lists_nothing_is_told_from_an_empty_list() {
        assert_eq!(rows(r#"{"subtitles":[]}"#), []);
        let from = Url::parse("https://lines.example/").unwrap();
        for body in ["[]", "{}", r#"{"subtitles":"none"}"#, "<html>"] {
            assert!(read(body.as_bytes(), &from).is_err(), "{body}");
        }
        let many = format!(r#"{{"subtitles":[{}]}}"#, vec![r#"{"url":"/a","lang":"tr"}"#; 2_000].join(","));
        assert_eq!(rows(&many).len(), MOST_ROWS);
    }

    #[test]
    fn the_file_is_told_as_stremio_writes_it() {
        let wanted = Wanted::default();
        let question = SubtitleQuestion {
            wanted: &wanted,
            hash: Some(("8e245d9679d31e12", 12_909_756)),
            file_name: "A b+c&d/e.mkv",
        };
        assert_eq!(extra(question), "videoHash=8e245d9679d31e12&videoSize=12909756&filename=A%20b%2Bc%26d%2Fe.mkv");
        assert_eq!(extra(SubtitleQuestion { hash: None, ..question }), "filename=A%20b%2Bc%26d%2Fe.mkv");
    }
}
