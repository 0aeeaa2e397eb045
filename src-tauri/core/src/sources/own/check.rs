//! Checks an address that the person pasted by asking it once, live, before it is added.

use super::address::{Address, BadAddress};
use super::manifest::Unfit;
use super::{Facts, OwnKind, caps, manifest};
use crate::http::read_body;
use crate::http::{Http, Request, Retry};
use crate::secret::Secret;
use crate::sources::SourceError;

/// A source that answered, ready to be added.
#[derive(Clone, Debug)]
pub struct Checked {
    pub address: Address,
    pub key: Option<Secret>,
    pub facts: Facts,
    /// Its own name for itself, or its host.
    pub name: String,
}

/// Why an address cannot be added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    #[error("{0}")]
    Address(#[from] BadAddress),
    #[error("there is no Stremio addon at that address")]
    NoAddon,
    #[error("that addon offers neither streams nor subtitles")]
    NoStreams,
    #[error("the server does not take this API key")]
    Key,
    #[error("{0}")]
    Failed(SourceError),
}

const PATIENCE: std::time::Duration = std::time::Duration::from_secs(15);
/// The most bytes accepted of a manifest or an answer to `t=caps`.
const LARGEST: usize = 1 << 20;

/// Asks the server at an address for its capabilities. `key` is for a Torznab endpoint and may also be part of the
/// pasted address.
pub async fn check(http: &Http, kind: OwnKind, pasted: &str, key: Option<Secret>) -> Result<Checked, CheckError> {
    let (address, facts, key) = match kind {
        OwnKind::Addon => {
            let address = Address::addon(pasted)?;
            let body = fetch(http, address.manifest()).await.map_err(|error| redacted(error, &address, None))?;
            let read = read_body(body, manifest::read).await.and_then(|read| read);
            let facts = match read {
                Ok(Ok(facts)) => facts,
                Ok(Err(Unfit::NoStreams)) => return Err(CheckError::NoStreams),
                Ok(Err(Unfit::NoManifest)) | Err(_) => return Err(CheckError::NoAddon),
            };
            (address, Facts::Addon(facts), None)
        }
        OwnKind::Torznab => {
            let (address, pasted_key) = Address::torznab(pasted)?;
            let key = key.or(pasted_key);
            let url = address.torznab_query(&[("t", "caps".to_owned())], key.as_ref());
            let facts = match fetch(http, url).await.and_then(|body| caps::read(&body)) {
                Ok(facts) => facts,
                Err(error) => return Err(key_or(redacted(error, &address, key.as_ref()))),
            };
            // Some servers answer `t=caps` without a key and check it only for a search.
            let probe = address.torznab_query(&[("t", "search".to_owned()), ("limit", "1".to_owned())], key.as_ref());
            let probed = fetch(http, probe).await.and_then(|body| crate::sources::feed::items(&body).map(drop));
            if let Err(error) = probed
                && let refused @ CheckError::Key = key_or(redacted(error, &address, key.as_ref()))
            {
                return Err(refused);
            }
            (address, Facts::Torznab(facts), key)
        }
    };
    let told = match &facts {
        Facts::Addon(facts) => &facts.name,
        Facts::Torznab(facts) => &facts.name,
    };
    let host = || address.host().split_once("://").map_or_else(String::new, |(_, host)| host.to_owned());
    let name = if told.is_empty() { host() } else { told.clone() };
    Ok(Checked { address, key, facts, name })
}

async fn fetch(http: &Http, url: url::Url) -> Result<Vec<u8>, SourceError> {
    let request = Request::get(url).deadline(PATIENCE).max_bytes(LARGEST).retry(Retry::Never);
    Ok(http.fetch(request).await?.body)
}

fn redacted(error: SourceError, address: &Address, key: Option<&Secret>) -> CheckError {
    CheckError::Failed(match error {
        SourceError::Malformed(text) => {
            let text = key.map_or_else(|| text.clone(), |key| key.redact(&text));
            SourceError::Malformed(address.redact(&text))
        }
        error => error,
    })
}

/// Turns an error that means a wrong key, by its status or text, into the error that says so.
fn key_or(error: CheckError) -> CheckError {
    let is_key = match &error {
        CheckError::Failed(SourceError::Refused(401) | SourceError::Blocked) => true,
        CheckError::Failed(SourceError::Malformed(text)) => {
            let text = text.to_ascii_lowercase();
            text.contains("answered with an error")
                && ["api key", "apikey", "credentials"].iter().any(|word| text.contains(word))
        }
        _ => false,
    };
    if is_key { CheckError::Key } else { error }
}
