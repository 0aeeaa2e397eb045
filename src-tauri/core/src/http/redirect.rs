//! Which redirects are followed. Every profile has the same rules: at most five hops, only to http(s), and never from a
//! public server into the person's own network, neither by address nor by name. No secret is sent to another origin.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, LOCATION};
use url::{Host, Url};

use super::{HttpError, Method, Request, StatusCode, Watcher};

const MOST: usize = 5;

/// One request as sent, and the URLs that led to it, oldest first.
#[derive(Clone, Debug)]
pub(super) struct Hop {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Vec<u8>>,
    pub(super) watcher: Option<Watcher>,
    https_only: bool,
    behind: Vec<Url>,
}

impl Hop {
    pub(super) fn first(request: &Request) -> Self {
        Self {
            method: request.method.clone(),
            url: request.url.clone(),
            headers: request.headers.clone(),
            body: request.body.clone(),
            watcher: request.watcher.clone(),
            https_only: request.https_only,
            behind: request.told_by.clone().into_iter().collect(),
        }
    }

    /// Whether the host must not resolve to a private address: a public server led here, and the host is not the one
    /// the chain began with.
    pub(super) fn must_stay_outside(&self) -> bool {
        let began_elsewhere = self.behind.first().is_some_and(|first| first.host() != self.url.host());
        began_elsewhere && self.behind.iter().any(|from| !is_private(from))
    }

    /// The error for a host that resolves to a private address. It names the server that led here.
    pub(super) fn bad_redirect(&self) -> HttpError {
        bad_redirect(self.behind.last().unwrap_or(&self.url))
    }

    /// Returns the next hop, or `None` if the response is no redirect. Fails when the redirect breaks a rule of this
    /// module.
    pub(super) fn next(&self, status: StatusCode, headers: &HeaderMap) -> Result<Option<Self>, HttpError> {
        let Some(location) = headers.get(LOCATION).filter(|_| is_redirect(status)) else {
            return Ok(None);
        };
        let bad_redirect = || bad_redirect(&self.url);
        let url = location.to_str().ok().and_then(|text| self.url.join(text).ok()).ok_or_else(bad_redirect)?;
        let inward = is_private(&url) && self.behind.iter().chain([&self.url]).any(|from| !is_private(from));
        let is_allowed = url.scheme() == "https" || url.scheme() == "http" && !self.https_only;
        if self.behind.len() >= MOST || inward || !is_allowed || !url.has_host() {
            return Err(bad_redirect());
        }
        let mut next = Self { url, ..self.clone() };
        next.behind.push(self.url.clone());
        if next.url.origin() != self.url.origin() {
            next.headers = public_part(&self.headers);
        }
        let asks_anew = match status {
            StatusCode::SEE_OTHER => self.method != Method::HEAD,
            StatusCode::MOVED_PERMANENTLY | StatusCode::FOUND => self.method == Method::POST,
            _ => false,
        };
        if asks_anew {
            next.method = Method::GET;
            next.body = None;
            next.headers.remove(CONTENT_TYPE);
        }
        Ok(Some(next))
    }
}

/// The error that names the server which sent a forbidden redirect.
fn bad_redirect(server: &Url) -> HttpError {
    HttpError::BadRedirect(server.host_str().unwrap_or("the server").to_owned())
}

pub(super) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

fn public_part(headers: &HeaderMap) -> HeaderMap {
    let is_secret = |name| name == AUTHORIZATION || name == COOKIE;
    let kept = headers.iter().filter(|(name, value)| !value.is_sensitive() && !is_secret(*name));
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Whether an address lies on this machine or in a private network.
pub fn is_private(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => is_private_v4(ip),
        Some(Host::Ipv6(ip)) => is_private_v6(ip),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            // Names without a dot or with these endings exist only inside private networks.
            !name.contains('.')
                || [".localhost", ".local", ".internal", ".lan", ".home.arpa"].iter().any(|end| name.ends_with(end))
        }
        None => true,
    }
}

/// Whether an address is this machine itself.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_unspecified(),
        Some(Host::Ipv6(ip)) => {
            ip.is_loopback() || ip.is_unspecified() || ip.to_ipv4_mapped().is_some_and(|ip| ip.is_loopback())
        }
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}

/// Whether an address lies on this machine or in a private network.
pub(super) fn is_private_ip(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => is_private_v6(ip),
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    let is_shared = first == 100 && (64..128).contains(&second);
    ip.is_loopback() || ip.is_private() || ip.is_link_local() || first == 0 || is_shared || ip.is_broadcast()
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_unique_local()
        || ip.is_unicast_link_local()
        || inner_v4(ip).is_some_and(is_private_v4)
}

/// The IPv4 address that packets to this one end at: mapped (RFC 4291), through NAT64 (RFC 6052, RFC 8215) or 6to4 (RFC 3056).
fn inner_v4(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let ([0, 0, 0, 0, 0, 0 | 0xffff, high, low]
    | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
    | [0x64, 0xff9b, 1, .., high, low]
    | [0x2002, high, low, ..]) = ip.segments()
    else {
        return None;
    };
    Some(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn led(hop: &Hop, status: u16, location: &str) -> Result<Option<Hop>, HttpError> {
        let headers = [(LOCATION, HeaderValue::from_str(location).unwrap())].into_iter().collect();
        hop.next(StatusCode::from_u16(status).unwrap(), &headers)
    }

    fn hop(from: &str) -> Hop {
        Hop::first(&Request::get(url(from)).secret_header("x-store-token", "hush").header("accept", "*/*"))
    }

    #[test]
    fn private_addresses_are_told_from_public_ones() {
        let private = |text| is_private(&url(text));
        for inside in [
            "http://127.0.0.1/",
            "http://192.168.1.1/admin",
            "http://100.64.0.1/",
            "http://0.1.2.3/",
            "http://169.254.169.254/latest/meta-data",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::10.0.0.1]/",
            "http://[64:ff9b:1::192.168.1.1]/",
            "http://[2002:7f00:1::]/",
            "http://[2002:c0a8:101::1]/",
            "http://[fd00::1]/",
            "http://router/",
            "http://nas.local./",
            "http://localhost:8080/",
        ] {
            assert!(private(inside), "{inside}");
        }
        for outside in [
            "https://example.org/",
            "http://8.8.8.8/",
            "http://[2606:4700::1]/",
            "http://[::ffff:8.8.8.8]/",
            "http://[64:ff9b::8.8.8.8]/",
            "http://[2002:808:808::1]/",
        ] {
            assert!(!private(outside), "{outside}");
        }
    }

    #[test]
    fn nothing_leads_from_outside_into_the_persons_network() {
        let outside = hop("https://example.org/a");
        for inside in ["http://127.0.0.1/", "http://10.0.0.1/", "//[::1]/x", "http://localhost/"] {
            assert!(led(&outside, 302, inside).is_err(), "{inside}");
        }
        let inside = hop("http://127.0.0.1:1/a");
        let elsewhere = led(&inside, 302, "http://127.0.0.1:2/b").unwrap().unwrap();
        assert_eq!(elsewhere.url.as_str(), "http://127.0.0.1:2/b", "what began inside may stay inside");
        let out = led(&elsewhere, 302, "https://example.org/").unwrap().unwrap();
        assert!(led(&out, 302, "http://127.0.0.1:1/a").is_err(), "and once outside not come back");
    }

    #[test]
    fn only_names_that_answers_from_outside_led_to_are_looked_at_twice() {
        let base = hop("https://example.org/a");
        assert!(!base.must_stay_outside(), "the person named it");
        let back = led(&base, 302, "https://example.org/b").unwrap().unwrap();
        assert!(!back.must_stay_outside(), "it is where the person began");
        let away = led(&base, 302, "https://example.com/").unwrap().unwrap();
        assert!(away.must_stay_outside());
        assert_eq!(away.bad_redirect(), HttpError::BadRedirect("example.org".to_owned()), "who led there is to blame");
        let inside = led(&hop("http://nas.local/"), 302, "http://127.0.0.1/").unwrap().unwrap();
        assert!(!inside.must_stay_outside(), "what began inside may stay inside");
        let told = |by: &str| Hop::first(&Request::get(url("https://pictures.example.org/")).told_by(Some(url(by))));
        assert!(told("https://catalogue.example.com/").must_stay_outside(), "a server out there named it");
        assert!(!told("http://127.0.0.1:8080/").must_stay_outside(), "a server in here did");
    }

    #[test]
    fn only_web_addresses_are_followed_and_five_at_most() {
        for elsewhere in ["file:///etc/passwd", "ftp://example.org/", "data:text/plain,x", "javascript:1", "http://"] {
            assert!(led(&hop("https://example.org/"), 301, elsewhere).is_err(), "{elsewhere}");
        }
        let mut here = hop("https://example.org/0");
        for step in 1..=MOST {
            here = led(&here, 307, &format!("/{step}")).unwrap().unwrap();
        }
        assert_eq!(led(&here, 307, "/6").unwrap_err(), HttpError::BadRedirect("example.org".to_owned()));
    }

    #[test]
    fn what_must_stay_encrypted_is_not_led_to_plain_http() {
        let here = Hop::first(&Request::get(url("https://example.org/a")).https_only());
        assert!(led(&here, 302, "http://example.org/a").is_err());
        let next = led(&here, 302, "https://example.com/b").unwrap().unwrap();
        assert!(led(&next, 302, "http://example.com/b").is_err(), "nor by a later hop");
        assert!(led(&hop("https://example.org/a"), 302, "http://example.org/a").is_ok(), "others may");
    }

    #[test]
    fn secrets_stay_with_their_origin() {
        let here = hop("https://example.org/a");
        let same = led(&here, 302, "/b").unwrap().unwrap();
        assert_eq!(same.headers.len(), 2);
        for other in ["https://example.com/", "http://example.org/", "https://example.org:444/"] {
            let next = led(&here, 302, other).unwrap().unwrap();
            assert_eq!(next.headers.keys().map(ToString::to_string).collect::<Vec<_>>(), ["accept"], "{other}");
        }
    }

    #[test]
    fn a_posted_body_goes_along_only_when_the_status_says_so() {
        let request = Request::new(Method::POST, url("https://example.org/")).json(&serde_json::json!({"a": 1}));
        let here = Hop::first(&request);
        let seen = led(&here, 303, "/done").unwrap().unwrap();
        assert_eq!((seen.method, seen.body, seen.headers.len()), (Method::GET, None, 0));
        let moved = led(&here, 308, "/new").unwrap().unwrap();
        assert_eq!((moved.method, moved.body.is_some(), moved.headers.len()), (Method::POST, true, 1));
        assert!(led(&here, 200, "/x").unwrap().is_none(), "a success leads nowhere");
    }
}
