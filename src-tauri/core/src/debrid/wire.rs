//! Parses the data of StremThru's JSON leniently: it accepts new statuses, unknown keys, nulls and rows of another type,
//! and bounds lists and texts.

use std::borrow::Cow;

use hashbrown::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::Deserialize;

use super::{
    CacheState, CheckItem as Checked, DebridError, Magnet as Held, Page, Status, Subscription, User as Account,
};
use crate::lenient::{self, Gather, Gathered, List, Object, Scalar};
use crate::secret::Secret;
use crate::text::{clean, cleaned, misleads};
use crate::torrent::{FileList, InfoHash, ListedFiles, TorrentFile};

const MOST_FILES: usize = 20_000;
/// The most bytes of a torrent's id and of a file's link. They are sent back as they came, and shown.
const LONGEST_ID: usize = 256;
pub(super) const LONGEST_LINK: usize = 16 << 10;

/// What `{"data": …}` holds.
#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct Envelope<T> {
    #[serde(default)]
    data: Object<T>,
}

#[derive(Deserialize)]
struct Checks<'a> {
    #[serde(borrow, default)]
    items: List<Object<CheckItem<'a>>>,
}

#[derive(Deserialize)]
struct Listed<'a> {
    #[serde(borrow, default)]
    items: List<Object<Magnet<'a>>>,
    #[serde(borrow, default)]
    total_items: Scalar<'a>,
}

#[derive(Deserialize)]
struct User<'a> {
    #[serde(borrow, default)]
    subscription_status: Scalar<'a>,
}

#[derive(Deserialize)]
struct CheckItem<'a> {
    #[serde(borrow, default)]
    hash: Scalar<'a>,
    #[serde(borrow, default)]
    status: Scalar<'a>,
    #[serde(default)]
    files: Gathered<Files>,
}

#[derive(Deserialize)]
struct Magnet<'a> {
    #[serde(borrow, default)]
    id: Scalar<'a>,
    #[serde(borrow, default)]
    hash: Scalar<'a>,
    #[serde(borrow, default)]
    name: Scalar<'a>,
    #[serde(borrow, default)]
    size: Scalar<'a>,
    #[serde(borrow, default)]
    status: Scalar<'a>,
    #[serde(borrow, default)]
    added_at: Scalar<'a>,
    #[serde(borrow, default)]
    files: List<Object<File<'a>>>,
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow, default)]
    index: Scalar<'a>,
    #[serde(borrow, default)]
    name: Scalar<'a>,
    #[serde(borrow, default)]
    path: Scalar<'a>,
    #[serde(borrow, default)]
    size: Scalar<'a>,
    #[serde(borrow, default)]
    link: Scalar<'a>,
}

#[derive(Deserialize)]
struct Link<'a> {
    #[serde(borrow, default)]
    link: Scalar<'a>,
}

pub(super) fn malformed() -> DebridError {
    DebridError::Malformed("StremThru's answer does not have the form it should".to_owned())
}

fn data<R>(body: &[u8], read: impl Fn(&str) -> serde_json::Result<Option<R>>) -> Result<R, DebridError> {
    lenient::read(body, read).ok().flatten().ok_or_else(malformed)
}

/// Parses a response that describes the account.
pub(super) fn user(body: &[u8]) -> Result<Account, DebridError> {
    data(body, |text| {
        let said: Envelope<User<'_>> = serde_json::from_str(text)?;
        Ok(said.data.0.map(|user| {
            let status = user.subscription_status.text().unwrap_or_default();
            let subscription = match status.to_ascii_lowercase().as_str() {
                "premium" => Subscription::Premium,
                "trial" => Subscription::Trial,
                "expired" => Subscription::Expired,
                other => Subscription::Other(clean(other, 40)),
            };
            Account { subscription }
        }))
    })
}

/// Parses a response that describes one torrent of the account.
pub(super) fn magnet(body: &[u8]) -> Result<Held, DebridError> {
    let magnet = data(body, |text| {
        let said: Envelope<Magnet<'_>> = serde_json::from_str(text)?;
        Ok(said.data.0.as_ref().map(held))
    })?;
    magnet.ok_or_else(|| DebridError::Malformed("StremThru's answer names no torrent".to_owned()))
}

/// Parses a page of the account's torrents. Leaves out torrents without an id, but counts them in `listed`.
pub(super) fn page(body: &[u8]) -> Result<Page, DebridError> {
    data(body, |text| {
        let said: Envelope<Listed<'_>> = serde_json::from_str(text)?;
        Ok(said.data.0.map(|page| {
            let total = page.total_items.count().and_then(|total| usize::try_from(total).ok());
            let rows = page.items.0.unwrap_or_default();
            Page { listed: rows.len(), total, items: rows.iter().filter_map(|row| held(row.0.as_ref()?)).collect() }
        }))
    })
}

/// Parses the response that holds a direct link.
pub(super) fn link(body: &[u8]) -> Result<String, DebridError> {
    data(body, |text| {
        let said: Envelope<Link<'_>> = serde_json::from_str(text)?;
        Ok(said.data.0.and_then(|link| link.link.text().map(str::to_owned)))
    })
}

/// Parses the response to a removal. Only data tells that it was done.
pub(super) fn removed(body: &[u8]) -> Result<(), DebridError> {
    data(body, |text| {
        let said: Envelope<serde::de::IgnoredAny> = serde_json::from_str(text)?;
        Ok(said.data.0.map(drop))
    })
}

/// Returns the `Basic` authorisation for `user:password`. A text without a colon counts as base64 already.
pub(super) fn basic(secret: &Secret) -> String {
    let text = secret.expose();
    if text.contains(':') { format!("Basic {}", STANDARD.encode(text)) } else { format!("Basic {text}") }
}

/// Returns `None` for a torrent without an id: it could not be asked about again.
fn held(magnet: &Magnet<'_>) -> Option<Held> {
    let id = match &magnet.id {
        Scalar::Int(id) => id.to_string(),
        id => id.text().filter(|id| id.len() <= LONGEST_ID && !id.contains(misleads))?.to_owned(),
    };
    Some(Held {
        id,
        hash: magnet.hash.text().and_then(|hash| InfoHash::parse(hash).ok()),
        name: magnet.name.text().map(|name| clean(name, 1024)).unwrap_or_default(),
        size: magnet.size.bytes(),
        status: Status::parse(magnet.status.text().unwrap_or_default()),
        // Where a service does not say, the server writes the beginning of time.
        added_at: magnet.added_at.text().and_then(|text| text.parse().ok()).filter(|at| *at > Timestamp::UNIX_EPOCH),
        files: files(&magnet.files),
    })
}

/// Parses a cache check into one item for each hash asked about. Hashes the service left out are unknown; hashes that
/// were not asked about are dropped.
pub(super) fn check(body: &[u8], asked: &[InfoHash]) -> Result<Vec<Checked>, DebridError> {
    let mut answers: HashMap<InfoHash, Checked> = data(body, |text| {
        let said: Envelope<Checks<'_>> = serde_json::from_str(text)?;
        let Some(items) = said.data.0.map(|said| said.items.0.unwrap_or_default()) else { return Ok(None) };
        let mut answers = HashMap::with_capacity(items.len());
        answers.extend(items.into_iter().filter_map(|item| item.0).filter_map(checked).map(|item| (item.hash, item)));
        Ok(Some(answers))
    })?;
    let unknown = |hash| Checked { hash, state: CacheState::Unknown, files: FileList::default() };
    Ok(asked.iter().map(|&hash| answers.remove(&hash).unwrap_or_else(|| unknown(hash))).collect())
}

fn checked(item: CheckItem<'_>) -> Option<Checked> {
    let hash = InfoHash::parse(item.hash.text()?).ok()?;
    let state = match Status::parse(item.status.text().unwrap_or_default()) {
        Status::Cached | Status::Downloaded => CacheState::Cached,
        Status::Other(text) if text == "not_cached" => CacheState::NotCached,
        Status::Failed | Status::Invalid => CacheState::NotCached,
        Status::Queued
        | Status::Downloading
        | Status::Processing
        | Status::Uploading
        | Status::Unknown
        | Status::Other(_) => CacheState::Unknown,
    };
    Some(Checked { hash, state, files: item.files.0.0.done() })
}

/// The files of a torrent, kept in few bytes while the answer is read.
#[derive(Default)]
struct Files(ListedFiles);

impl<'de> Gather<'de> for Files {
    type Element = Object<File<'de>>;

    fn gather(&mut self, file: Object<File<'de>>) {
        if let Some(file) = file.0.filter(|_| self.0.len() < MOST_FILES) {
            let Told { index, name, path, size, link } = told(&file);
            self.0.push(index, &name, &path, size, link);
        }
    }
}

fn files(wire: &List<Object<File<'_>>>) -> Vec<TorrentFile> {
    let wire = wire.iter().filter_map(|file| file.0.as_ref()).take(MOST_FILES);
    wire.map(|file| {
        let Told { index, name, path, size, link } = told(file);
        TorrentFile { index, name: name.into_owned(), path: path.into_owned(), size, link: link.map(str::to_owned) }
    })
    .collect()
}

/// A [`TorrentFile`] in the texts of the answer, where they need no cleaning.
struct Told<'a> {
    index: i64,
    name: Cow<'a, str>,
    path: Cow<'a, str>,
    size: Option<u64>,
    link: Option<&'a str>,
}

fn told<'a>(file: &'a File<'_>) -> Told<'a> {
    let text = |text: &'a Scalar<'_>, most| match text {
        Scalar::Text(text) => cleaned(Cow::Borrowed(text), most),
        Scalar::None | Scalar::Flag(_) | Scalar::Int(_) | Scalar::Float(_) => Cow::Borrowed(""),
    };
    let (name, path) = (text(&file.name, 1024), text(&file.path, 4096));
    let name = if name.is_empty() { Cow::Owned(clean(base_name(&path), 1024)) } else { name };
    let link = file.link.text().filter(|link| link.len() <= LONGEST_LINK);
    Told { index: file.index.int().unwrap_or(-1), name, path, size: file.size.bytes(), link }
}

fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Percent-encodes an id as one segment of a path.
pub(super) fn path_segment(id: &str) -> String {
    url::form_urlencoded::byte_serialize(id.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_check_item_is_unknown_and_an_open_status_too() {
        let hash = |digit: &str| InfoHash::parse(&digit.repeat(40)).unwrap();
        let body = format!(
            r#"{{"data":{{"items":[{{"hash":"{}","status":"cached","files":[{{"index":-1,"name":"a.mkv","size":-1}}]}},
            {{"hash":"{}","status":"brand_new"}},{{"hash":"{}","status":"not_cached"}},{{"hash":"broken","status":"cached"}}]}}}}"#,
            "A".repeat(40),
            "b".repeat(40),
            "c".repeat(40)
        );
        let items = check(body.as_bytes(), &[hash("a"), hash("b"), hash("c"), hash("d")]).unwrap();
        let states: Vec<_> = items.iter().map(|item| item.state).collect();
        assert_eq!(
            states,
            [CacheState::Cached, CacheState::Unknown, CacheState::NotCached, CacheState::Unknown],
            "in the order asked"
        );
        assert_eq!(items[0].files.read()[0].size, None, "-1 bytes means unknown");
    }

    #[test]
    fn an_id_that_no_terminal_should_show_is_none() {
        let body = format!(
            r#"{{"data":{{"items":[{{"id":"a\u001b[2J"}},{{"id":"a\u202eb"}},{{"id":"{}"}},{{"id":"ok-1"}}]}}}}"#,
            "x".repeat(300)
        );
        let read = page(body.as_bytes()).unwrap();
        let ids: Vec<&str> = read.items.iter().map(|magnet| magnet.id.as_str()).collect();
        assert_eq!((ids, read.listed), (vec!["ok-1"], 4));
    }

    #[test]
    fn one_odd_row_does_not_cost_its_neighbours() {
        let hash = |digit: &str| InfoHash::parse(&digit.repeat(40)).unwrap();
        let body = format!(
            r#"{{"data":{{"items":[null,7,{{"hash":null}},{{"hash":"{}","status":"cached",
            "files":[{{"name":null,"path":"/S/a.mkv","size":"12"}},"b.mkv",{{"name":5,"index":"3"}}]}}]}}}}"#,
            "a".repeat(40)
        );
        let items = check(body.as_bytes(), &[hash("a")]).unwrap();
        assert_eq!(items[0].state, CacheState::Cached);
        let files = items[0].files.read();
        let files: Vec<_> = files.iter().map(|file| (file.name.as_str(), file.size, file.index)).collect();
        assert_eq!(files, [("a.mkv", Some(12), -1), ("", None, 3)]);
        assert_eq!(check(br#"{"data":{"items":null}}"#, &[hash("a")]).unwrap()[0].state, CacheState::Unknown);
        assert_eq!(
            page(br#"{"data":{"items":[{"id":1,"name":null},{"name":"x"}],"total_items":2}}"#).unwrap().listed,
            2
        );
        for body in [&br#"{"data":null}"#[..], b"{}", b"[]", b"<html>", b""] {
            assert!(matches!(check(body, &[]), Err(DebridError::Malformed(_))), "{}", String::from_utf8_lossy(body));
        }
    }
}
