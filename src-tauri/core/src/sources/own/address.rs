//! The address of a source the person added: checked when pasted, and shown only as far as it holds no secret. The
//! path of an addon may contain a debrid key.

use std::fmt;

use url::Url;

use crate::secret::Secret;
use crate::text;

/// An address whose `Debug` output hides what may be secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Address(Url);

/// Why a text cannot be the address of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    #[error("that is not a web address")]
    Form,
    #[error("only http and https addresses can be asked")]
    Scheme,
    #[error("an address may be at most 2,000 characters long")]
    Long,
}

const LONGEST: usize = 2000;

impl Address {
    /// Parses the address of an addon: of its manifest, its configuration page, or the folder that holds them. Also
    /// accepts `stremio://`.
    pub fn addon(pasted: &str) -> Result<Self, BadAddress> {
        let mut url = checked(pasted)?;
        let path = url.path().trim_end_matches('/');
        let folder = path.strip_suffix("/manifest.json").or_else(|| path.strip_suffix("/configure")).unwrap_or(path);
        let folder = format!("{}/manifest.json", folder.trim_end_matches('/'));
        url.set_path(&folder);
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// Parses the address of a Torznab endpoint and returns it with the key, if one was pasted with it.
    pub fn torznab(pasted: &str) -> Result<(Self, Option<Secret>), BadAddress> {
        let mut url = checked(pasted)?;
        url.set_fragment(None);
        let is_key = |name: &str| name.eq_ignore_ascii_case("apikey");
        let key = url.query_pairs().find(|(name, _)| is_key(name)).and_then(|(_, key)| Secret::new(&key));
        // The program sets these parameters itself; any other the server may need is left in place.
        let own = ["t", "q", "limit", "offset", "cat", "season", "ep", "imdbid"];
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| !is_key(name) && !own.contains(&name.as_ref()))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        url.set_query(None);
        if !kept.is_empty() {
            url.query_pairs_mut().extend_pairs(kept);
        }
        Ok((Self(url), key))
    }

    /// Restores an address from what [`kept`](Self::kept) returned.
    pub fn restored(kept: &str) -> Result<Self, BadAddress> {
        checked(kept).map(Self)
    }

    /// Returns the whole address to be stored: in the vault when [`is_secret`](Self::is_secret), else anywhere.
    pub fn kept(&self) -> Option<Secret> {
        Secret::new(self.0.as_str())
    }

    /// Returns whether it may hold a secret: a user name and password, a query, or an addon path longer than that of
    /// the manifest.
    pub fn is_secret(&self) -> bool {
        let bare = self.0.username().is_empty() && self.0.password().is_none() && self.0.query().is_none();
        let path = self.0.path();
        !bare || (path.ends_with("/manifest.json") && path != "/manifest.json")
    }

    /// Returns what may be shown and logged: the whole address, or only the host when it may hold a secret.
    pub fn shown(&self) -> String {
        if self.is_secret() { self.host() } else { self.0.to_string() }
    }

    /// Returns `https://host:port`.
    pub fn host(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Removes the parts of this address that may be secret from a text.
    pub(super) fn redact(&self, text: &str) -> String {
        let query = self.0.query_pairs().map(|(_, value)| value.into_owned());
        let path = self.0.path_segments().into_iter().flatten().filter(|_| self.is_secret());
        let parts = path.map(|segment| text::percent_decoded(segment).into_owned()).chain(query);
        let password = self.0.password().map(str::to_owned);
        parts
            .chain(password)
            .filter(|part| part.len() >= 8 && part != "manifest.json")
            .fold(text.to_owned(), |text, part| text.replace(&part, "…"))
    }

    pub(super) fn manifest(&self) -> Url {
        self.0.clone()
    }

    /// Returns the URL of `path` (percent-encoded, starting with `/`) beside the manifest.
    pub(super) fn addon_path(&self, path: &str) -> Result<Url, BadAddress> {
        let mut url = self.0.clone();
        let folder = url.path().strip_suffix("/manifest.json").ok_or(BadAddress::Form)?;
        let path = format!("{folder}{path}");
        url.set_path(&path);
        Ok(url)
    }

    /// Returns the URL of a Torznab query.
    pub(super) fn torznab_query(&self, query: &[(&str, String)], key: Option<&Secret>) -> Url {
        let mut url = self.0.clone();
        let mut pairs = url.query_pairs_mut();
        if let Some(key) = key {
            pairs.append_pair("apikey", key.expose());
        }
        pairs.extend_pairs(query);
        drop(pairs);
        url
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

fn checked(pasted: &str) -> Result<Url, BadAddress> {
    let pasted = pasted.trim();
    if pasted.len() > LONGEST {
        return Err(BadAddress::Long);
    }
    let pasted = match pasted.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("stremio") => format!("https://{rest}"),
        _ => pasted.to_owned(),
    };
    let url = Url::parse(&pasted).map_err(|_| BadAddress::Form)?;
    match url.scheme() {
        "http" | "https" if url.host_str().is_some() => Ok(url),
        "http" | "https" => Err(BadAddress::Form),
        _ => Err(BadAddress::Scheme),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_addons_address_is_understood_however_it_was_copied() {
        for pasted in [
            "https://addon.example/manifest.json",
            " stremio://addon.example/manifest.json ",
            "https://addon.example/",
            "https://addon.example/configure",
        ] {
            assert_eq!(Address::addon(pasted).unwrap().shown(), "https://addon.example/manifest.json", "{pasted}");
        }
        let url =
            Address::addon("https://addon.example/a/manifest.json?k=1").unwrap().addon_path("/stream/movie/tt1.json");
        assert_eq!(url.unwrap().as_str(), "https://addon.example/a/stream/movie/tt1.json?k=1");
    }

    #[test]
    fn a_configured_address_is_shown_as_its_host_alone() {
        let address = Address::addon("https://addon.example:8443/realdebrid=HUSHHUSH/manifest.json").unwrap();
        assert!(address.is_secret());
        assert_eq!(address.shown(), "https://addon.example:8443");
        assert_eq!(format!("{address:?}"), "https://addon.example:8443");
        assert_eq!(address.redact("bad realdebrid=HUSHHUSH"), "bad …");
        let kept = address.kept().unwrap();
        assert_eq!(Address::restored(kept.expose()), Ok(address));
    }

    #[test]
    fn a_key_in_a_torznab_address_is_taken_out_of_it() {
        let pasted = "http://127.0.0.1:9117/api/v2.0/indexers/all/results/torznab/api?apikey=hushhush&t=caps&q=";
        let (address, key) = Address::torznab(pasted).unwrap();
        assert_eq!(key, Secret::new("hushhush"));
        assert!(!address.is_secret());
        assert_eq!(address.shown(), "http://127.0.0.1:9117/api/v2.0/indexers/all/results/torznab/api");
        let url = address.torznab_query(&[("t", "search".to_owned()), ("q", "a b&c".to_owned())], key.as_ref());
        assert!(url.as_str().ends_with("/api?apikey=hushhush&t=search&q=a+b%26c"), "{url}");
        assert!(Address::torznab("http://user:pass@host/api").unwrap().0.is_secret());
    }

    #[test]
    fn what_is_no_web_address_is_refused() {
        assert_eq!(Address::addon("file:///etc/manifest.json"), Err(BadAddress::Scheme));
        assert_eq!(Address::addon("addon.example"), Err(BadAddress::Form));
        assert_eq!(Address::addon(&format!("https://a.example/{}", "x".repeat(3000))), Err(BadAddress::Long));
    }
}
