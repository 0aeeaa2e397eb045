//! The address of a proxy the person set. It may hold a user name and a password, which are never shown. The password
//! can be split off and kept in the vault.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::secret::Secret;

/// `http://`, `https://`, `socks5://` or `socks5h://`, host and port, perhaps `name:password@` before them.
/// Deserializing does not check the text. With an unusable address requests fail rather than go out without a proxy.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProxyAddress(String);

/// Why a text cannot be a proxy's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadProxy {
    #[error("that is not a proxy's address, such as socks5://127.0.0.1:1080")]
    Form,
    #[error("a proxy's address begins with http://, https://, socks5:// or socks5h://")]
    Scheme,
}

impl ProxyAddress {
    /// Returns scheme, host and port, the parts that may be shown.
    pub fn shown(&self) -> String {
        match self.url() {
            Ok(url) => {
                let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
                format!("{}://{}{port}", url.scheme(), url.host_str().unwrap_or_default())
            }
            Err(_) => "unusable".to_owned(),
        }
    }

    /// Splits the address into one without a password, and the password, percent-encoded as it was.
    pub fn apart(&self) -> (Self, Option<Secret>) {
        let Ok(mut url) = self.url() else { return (self.clone(), None) };
        let Some(password) = url.password().and_then(Secret::new) else { return (self.clone(), None) };
        match url.set_password(None) {
            Ok(()) => (Self(url.to_string()), Some(password)),
            Err(()) => (self.clone(), None),
        }
    }

    /// Puts back a password that [`apart`](Self::apart) split off.
    pub fn with(&self, password: &Secret) -> Self {
        let Ok(mut url) = self.url() else { return self.clone() };
        match url.set_password(Some(password.expose())) {
            Ok(()) => Self(url.to_string()),
            Err(()) => self.clone(),
        }
    }

    pub(super) fn url(&self) -> Result<Url, BadProxy> {
        check(&self.0)
    }
}

impl FromStr for ProxyAddress {
    type Err = BadProxy;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        check(text).map(|_| Self(text.trim().to_owned()))
    }
}

impl fmt::Debug for ProxyAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown())
    }
}

fn check(text: &str) -> Result<Url, BadProxy> {
    let url = Url::parse(text.trim()).map_err(|_| BadProxy::Form)?;
    if !matches!(url.scheme(), "http" | "https" | "socks5" | "socks5h") {
        return Err(BadProxy::Scheme);
    }
    let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    let host = url.host_str().is_some_and(|host| !host.is_empty());
    if bare && host { Ok(url) } else { Err(BadProxy::Form) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_proxy_can_be() {
        let good = |text: &str| text.parse::<ProxyAddress>();
        for text in ["http://10.0.0.1:3128", "https://proxy.example", "socks5://127.0.0.1:1080", " socks5h://a:b@h:9 "]
        {
            assert!(good(text).is_ok(), "{text}");
        }
        assert_eq!(good("ftp://h:1"), Err(BadProxy::Scheme));
        assert_eq!(good("127.0.0.1:1080"), Err(BadProxy::Form));
        assert_eq!(good("http://h/path"), Err(BadProxy::Form));
        assert_eq!(good(""), Err(BadProxy::Form));
    }

    #[test]
    fn its_password_does_not_show() {
        let proxy: ProxyAddress = "socks5://ann:hush@proxy.example:1080".parse().unwrap();
        assert_eq!(format!("{proxy:?}"), "socks5://proxy.example:1080");
        let typed: ProxyAddress = serde_json::from_value("hush".into()).unwrap();
        assert_eq!(format!("{typed:?}"), "unusable");
    }

    #[test]
    fn a_password_is_taken_off_and_put_back_as_it_was() {
        for whole in ["socks5://ann:p%40s%25s@proxy.example:1080", "http://:hush@h:3128/"] {
            let proxy: ProxyAddress = whole.parse().unwrap();
            let (bare, password) = proxy.apart();
            assert!(!bare.0.contains("hush") && !bare.0.contains("p%40s"), "{}", bare.0);
            assert_eq!(bare.with(&password.unwrap()), proxy);
        }
        let plain: ProxyAddress = "socks5://ann@127.0.0.1:1080".parse().unwrap();
        assert_eq!(plain.apart(), (plain.clone(), None));
    }
}
