//! Magnet links and announce URLs, as every source writes them. Pure.

use crate::text::{clean, percent_decoded};
use crate::torrent::InfoHash;

const MOST_TRACKERS: usize = 20;
const LONGEST_NAME: usize = 500;

/// Returns the announce URLs in the `sources` of an addon, each once, without the `tracker:` prefix; skips `dht:` and
/// unknown schemes.
pub(crate) fn trackers<'a>(sources: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut trackers: Vec<String> = Vec::new();
    for source in sources {
        let url = source.trim();
        let url = url.strip_prefix("tracker:").unwrap_or(url);
        if trackers.len() < MOST_TRACKERS && is_announce_url(url) && !trackers.iter().any(|known| known == url) {
            trackers.push(url.to_owned());
        }
    }
    trackers
}

fn is_announce_url(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    let Some(rest) = rest.strip_prefix("//") else { return false };
    ["udp", "http", "https", "ws", "wss"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        && url.len() <= 512
        && rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
        && rest.bytes().all(|byte| byte.is_ascii_graphic())
}

/// The content of a magnet link. `hash` is `None` for a text that is no magnet link or that names only a v2 torrent.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Magnet {
    pub(crate) hash: Option<InfoHash>,
    /// Whether it names a v2 torrent, alone or beside a v1 hash.
    pub(crate) v2: bool,
    pub(crate) trackers: Vec<String>,
    /// The display name, `dn`, unchanged.
    pub(crate) name: Option<String>,
}

/// Parses a magnet link whose HTML entities are already decoded.
pub(crate) fn read(text: &str) -> Magnet {
    let text = text.trim();
    let Some((scheme, query)) = text.split_once('?') else { return Magnet::default() };
    if !scheme.eq_ignore_ascii_case("magnet:") {
        return Magnet::default();
    }
    let mut hash = None;
    let mut v2 = false;
    let mut announced = Vec::new();
    let mut name = None;
    for (key, value) in query.split(['&', ';']).filter_map(|pair| pair.split_once('=')) {
        let key = key.split('.').next().unwrap_or_default();
        if key.eq_ignore_ascii_case("xt") {
            let urn = percent_decoded(value);
            let named = urn.get(..9).filter(|start| start.eq_ignore_ascii_case("urn:btih:")).and_then(|_| urn.get(9..));
            v2 |= urn.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("urn:btmh:"));
            hash = hash.or_else(|| InfoHash::parse(named?).ok());
        } else if key.eq_ignore_ascii_case("tr") && announced.len() < 4 * MOST_TRACKERS {
            announced.push(percent_decoded(value).into_owned());
        } else if key.eq_ignore_ascii_case("dn") {
            let said = clean(percent_decoded(value), LONGEST_NAME);
            name = name.or(Some(said).filter(|said| !said.is_empty()));
        }
    }
    Magnet { hash, v2, trackers: trackers(announced.iter().map(String::as_str)), name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announce_urls_lose_their_prefix_and_strangers_are_left_out() {
        let found = trackers([
            "tracker:udp://tracker.example.org:1337/announce",
            "http://nyaa.tracker.wf:7777/announce",
            "udp://tracker.example.org:1337/announce",
            "dht:416b79c9a668ebf9bfce22845affe0cdde2fc8be",
            "tracker:file:///etc/passwd",
            "tracker:udp://with space/",
            "wss://tracker.example.org",
        ]);
        assert_eq!(
            found,
            [
                "udp://tracker.example.org:1337/announce",
                "http://nyaa.tracker.wf:7777/announce",
                "wss://tracker.example.org"
            ]
        );
        let many: Vec<String> = (0..50).map(|n| format!("udp://tracker{n}.example.org")).collect();
        assert_eq!(trackers(many.iter().map(String::as_str)).len(), MOST_TRACKERS);
    }

    #[test]
    fn every_form_of_magnet_gives_its_v1_hash() {
        let hash = InfoHash::parse("416b79c9a668ebf9bfce22845affe0cdde2fc8be").ok();
        let hash_of = |text: &str| read(text).hash;
        assert_eq!(hash_of("magnet:?xt=urn:btih:416b79c9a668ebf9bfce22845affe0cdde2fc8be"), hash);
        assert_eq!(
            hash_of("MAGNET:?dn=a&XT=urn:BTIH:IFVXTSNGNDV7TP6OEKCFV77AZXPC7SF6"),
            hash,
            "base32, capitals, dn first"
        );
        assert_eq!(hash_of("magnet:?xt=urn%3Abtih%3A416B79C9A668EBF9BFCE22845AFFE0CDDE2FC8BE"), hash);
        let v2 = format!("xt=urn:btmh:1220{}", "ab".repeat(32));
        assert_eq!(hash_of(&format!("magnet:?{v2}&xt.1=urn:btih:416b79c9a668ebf9bfce22845affe0cdde2fc8be")), hash);
        assert_eq!(hash_of(&format!("magnet:?{v2}")), None, "a v2 hash is no v1 hash");
        assert_eq!(hash_of("https://example.org/?xt=urn:btih:416b79c9a668ebf9bfce22845affe0cdde2fc8be"), None);
        let told = read("magnet:?xtr=udp%3A%2F%2Fno.example&tr.1=udp%3A%2F%2Fyes.example%3A80&tr=dht:1&tr=%ff%");
        assert_eq!(told.trackers, ["udp://yes.example:80"]);
    }
}
