//! StremThru's shared torrent database: asked with IMDb and AniDB ids; answers with one unpaged list that may be
//! large.

use serde::Deserialize;

use super::answer::told_hash;
use super::asking::{self, Finds};
use super::ids::{self, Form};
use super::{Ask, DropReason, SourceAnswer, SourceError};
use crate::endpoints::Upstream;
use crate::lenient::{self, List, Object, Scalar};
use crate::text;
use crate::title::Wanted;
use crate::torrent::{SourceName, Torrent};

const LARGEST_ANSWER: usize = 64 << 20;

pub(super) fn forms(wanted: &Wanted) -> Vec<Form> {
    [ids::imdb(wanted), ids::anidb(wanted)].into_iter().flatten().collect()
}

pub(super) async fn scrape(ask: Ask<'_>) -> Result<SourceAnswer, SourceError> {
    let forms = ask.fresh(forms(ask.wanted));
    asking::together(ask, forms.into_iter().map(|form| (Finds::ById, one(ask, form)))).await
}

async fn one(ask: Ask<'_>, form: Form) -> Result<SourceAnswer, SourceError> {
    let path = format!("/v0/torrents?sid={}", text::percent_encoded(&form.id));
    let request = ask.get(Upstream::StremThru, &path)?.max_bytes(LARGEST_ANSWER);
    ask.fetch(request, move |body| answer(body, &form.id)).await
}

/// Parses an answer to a request with the id `sid`.
pub(super) fn answer(body: &[u8], sid: &str) -> Result<SourceAnswer, SourceError> {
    let answer = lenient::read(body, |text| {
        let listing: Object<Listing<'_>> = serde_json::from_str(text)?;
        let items = listing.0.and_then(|listing| listing.data.0).and_then(|data| data.items.each());
        Ok(items.map(|rows| SourceAnswer::of(rows.map(|item| torrent(&item.ok_or(DropReason::Unreadable)?, sid)))))
    })?;
    answer.ok_or_else(|| SourceError::Malformed("the answer lists no torrents".to_owned()))
}

#[derive(Deserialize)]
struct Listing<'a> {
    #[serde(borrow, default)]
    data: Object<Data<'a>>,
}

#[derive(Deserialize)]
struct Data<'a> {
    #[serde(borrow, default)]
    items: List<Object<Item<'a>>>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow, default)]
    hash: Scalar<'a>,
    #[serde(borrow, default)]
    name: Scalar<'a>,
    #[serde(borrow, default)]
    size: Scalar<'a>,
    #[serde(borrow, default)]
    indexer: Scalar<'a>,
    #[serde(borrow, default)]
    src: Scalar<'a>,
    #[serde(borrow, default)]
    seeders: Scalar<'a>,
    #[serde(default)]
    private: Scalar<'a>,
    #[serde(borrow, default)]
    files: List<Object<File<'a>>>,
}

/// A file and the ids of the episode it is.
#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow, default)]
    p: Scalar<'a>,
    #[serde(borrow, default)]
    n: Scalar<'a>,
    #[serde(borrow, default)]
    i: Scalar<'a>,
    #[serde(borrow, default)]
    s: Scalar<'a>,
    #[serde(borrow, default)]
    sid: Scalar<'a>,
    #[serde(borrow, default)]
    asid: Scalar<'a>,
}

/// Returns the name of the source behind a code of `StremThru`: where it first saw the torrent. The code of a debrid
/// service names no such source, nor does it mean that the service holds the torrent.
fn told_by(code: &str) -> Option<&'static str> {
    match code {
        "ato" => Some("AnimeTosho"),
        "dht" => Some("DHT"),
        "dmm" => Some("DMM"),
        "mfn" => Some("MediaFusion"),
        "tio" => Some("Torrentio"),
        _ => None,
    }
}

fn torrent(item: &Item<'_>, sid: &str) -> Result<Torrent, DropReason> {
    if item.private.is_true() {
        return Err(DropReason::Private);
    }
    let hash = told_hash(item.hash.text())?;
    let title = item.name.text().and_then(text::title).ok_or(DropReason::Unreadable)?;
    let mut torrent = Torrent::new(hash, title, SourceName::StremThru);
    torrent.size = item.size.bytes();
    torrent.size_exact = torrent.size.is_some();
    torrent.seeders = item.seeders.count().filter(|seeders| *seeders > 0);
    torrent.tracker =
        item.indexer.text().or_else(|| item.src.text().and_then(told_by)).and_then(|name| text::line(name, 128));
    // The list gives the AniDB id without the prefix that it is asked with.
    let asid = sid.strip_prefix("anidb:");
    let meant = |file: &&Object<File<'_>>| {
        let is_meant = |file: &File<'_>| file.sid.text() == Some(sid) || (asid.is_some() && file.asid.text() == asid);
        file.0.as_ref().is_some_and(is_meant)
    };
    if let Some(file) = item.files.iter().find(meant).and_then(|file| file.0.as_ref()) {
        torrent.file_index = file.i.count();
        torrent.file_name = file.p.text().or_else(|| file.n.text()).and_then(text::title);
        torrent.file_size = file.s.bytes();
    }
    Ok(torrent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::torrent::InfoHash;

    fn parse(body: &[u8], sid: &str) -> Result<Vec<Torrent>, SourceError> {
        answer(body, sid).map(|answer| answer.torrents)
    }

    #[test]
    fn every_form_of_item_is_read_with_the_file_of_the_episode() {
        let expected = [
            Torrent {
                size: Some(655_841_506_099),
                size_exact: true,
                file_size: Some(580_000_000),
                seeders: Some(50),
                tracker: Some("Nyaa".to_owned()),
                file_index: Some(0),
                file_name: Some("/Windstar Wanderers/[Suisei] Windstar Wanderers - 0001.mkv".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("1100f11e5ba7c4a2d9e06b3f58c1d27a94e3b605").unwrap(),
                    "[Suisei] Windstar Wanderers (0001-1090) [1080p][HEVC x265 10bit][Multi-Subs]",
                    SourceName::StremThru,
                )
            },
            Torrent {
                tracker: Some("DMM".to_owned()),
                file_name: Some("Windstar.Wanderers.S01E01.2160p.mkv".to_owned()),
                ..Torrent::new(
                    InfoHash::parse("08ada5a7a6183aae1e09d831df6748d566095a10").unwrap(),
                    "Windstar.Wanderers.S01E01.2160p",
                    SourceName::StremThru,
                )
            },
            Torrent {
                ..Torrent::new(
                    InfoHash::parse("c9e15763f722f23e98a29decdfae341b98d53056").unwrap(),
                    "Windstar Wanderers nobody tells where from",
                    SourceName::StremThru,
                )
            },
        ];
        let body = include_bytes!("fixtures/stremthru/torrents.json");
        assert_eq!(parse(body, "tt99000201:1:1").unwrap(), expected, "the private one is left out");
        assert_eq!(parse(body, "anidb:90069:1").unwrap()[0], expected[0], "the same file under its other id");
        assert_eq!(parse(body, "tt99000201:1:2").unwrap()[0].file_index, None);
    }

    #[test]
    fn nothing_known_is_no_failure_and_an_error_is() {
        assert_eq!(parse(include_bytes!("fixtures/stremthru/empty.json"), "tt1"), Ok(Vec::new()));
        for error in [
            include_bytes!("fixtures/stremthru/unsupported_sid.json").as_slice(),
            include_bytes!("fixtures/stremthru/new_error.json"),
        ] {
            assert!(matches!(parse(error, "tt1"), Err(SourceError::Malformed(_))));
        }
    }
}
