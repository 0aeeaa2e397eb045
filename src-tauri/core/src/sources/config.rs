//! Validates the configuration segment of an addon's path as the person pasted it, and refuses one that holds a debrid
//! key, because settings are plain text. An addon with a key is added as a source of the person's own, whose address is
//! in the keyring.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::text;
use crate::torrent::SourceName;

/// Why a text cannot be an addon's configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadConfig {
    #[error("{0} takes no configuration in its address")]
    None(&'static str),
    #[error("a configuration is one part of the addon's address, between two slashes")]
    Form,
    #[error(
        "it holds a key for {0}, and this address is kept in plain text. Add it as a source of your own: its address is then \
         kept in the keyring, and its links are rows like any other"
    )]
    DebridKey(String),
}

const LONGEST: usize = 2048;
/// Names of debrid services, as they appear in addon configurations.
const SERVICES: [&str; 14] = [
    "realdebrid",
    "real-debrid",
    "alldebrid",
    "premiumize",
    "debridlink",
    "debrid-link",
    "easydebrid",
    "torbox",
    "offcloud",
    "putio",
    "pikpak",
    "seedr",
    "debrider",
    "torrin",
];

/// Extracts the configuration segment, percent-encoded, from a pasted segment or address. Returns `None` for empty
/// input.
pub fn check_config(source: SourceName, pasted: &str) -> Result<Option<String>, BadConfig> {
    if !matches!(source, SourceName::Torrentio | SourceName::TorrentsDb) {
        return Err(BadConfig::None(source.label()));
    }
    let segment = segment(pasted.trim());
    if segment.is_empty() {
        return Ok(None);
    }
    let plain = text::percent_decoded(segment);
    let fits = plain.len() <= LONGEST
        && plain.chars().all(|c| !c.is_control() && !c.is_whitespace() && !matches!(c, '/' | '\\' | '?' | '#'))
        && !matches!(plain.as_ref(), "." | "..");
    if !fits {
        return Err(BadConfig::Form);
    }
    let said = match source {
        SourceName::TorrentsDb => decoded(&plain).unwrap_or_else(|| plain.to_string()),
        _ => plain.to_string(),
    };
    match debrid_key(&said) {
        Some(service) => Err(BadConfig::DebridKey(service)),
        None => Ok(Some(text::percent_encoded(&plain))),
    }
}

/// Refuses an address that holds a debrid key, because addresses are stored and shown in plain text.
pub fn check_address(address: &str) -> Result<(), BadConfig> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest).split('/').skip(1);
    for segment in path.map(text::percent_decoded) {
        if let Some(service) = debrid_key(&decoded(&segment).unwrap_or_else(|| segment.to_string())) {
            return Err(BadConfig::DebridKey(service));
        }
    }
    Ok(())
}

/// Extracts the segment of a configured MediaFusion address, `D-…` or `U-…`, from whatever was pasted. It is a secret.
pub fn mediafusion_config(pasted: &str) -> Result<String, BadConfig> {
    let segment = segment(pasted.trim());
    let fits = segment.len() <= LONGEST
        && (segment.starts_with("D-") || segment.starts_with("U-"))
        && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'='));
    if fits { Ok(segment.to_owned()) } else { Err(BadConfig::Form) }
}

/// Returns the `SEGMENT` of `https://host/SEGMENT/manifest.json`, `stremio://host/SEGMENT/manifest.json`, `/SEGMENT/`
/// or a bare `SEGMENT`.
fn segment(pasted: &str) -> &str {
    let path = match pasted.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => pasted,
    };
    let path = path.strip_suffix("manifest.json").or_else(|| path.strip_suffix("configure")).unwrap_or(path);
    path.trim_matches('/')
}

fn decoded(text: &str) -> Option<String> {
    let bare = text.trim_end_matches('=');
    let bytes = STANDARD_NO_PAD.decode(bare).or_else(|_| URL_SAFE_NO_PAD.decode(bare)).ok()?;
    String::from_utf8(bytes).ok()
}

/// Returns the name of the debrid service that has a key in the text, either as `realdebrid=KEY` among options or as a
/// non-empty JSON field named after a service.
fn debrid_key(said: &str) -> Option<String> {
    let names = |key: &str| {
        let key = key.to_ascii_lowercase();
        SERVICES.iter().find(|service| key.contains(**service)).map(|service| (*service).to_owned())
    };
    if let Ok(serde_json::Value::Object(fields)) = serde_json::from_str(said) {
        return fields.iter().find_map(|(key, value)| {
            let holds = match value {
                serde_json::Value::String(text) => !text.is_empty(),
                serde_json::Value::Array(list) => !list.is_empty(),
                value => value.is_object(),
            };
            // Comet lists its services with their keys, or has one key for the one service.
            let told = matches!(key.as_str(), "debridServices" | "debridApiKey").then(|| "a debrid service".to_owned());
            names(key).or(told).filter(|_| holds)
        });
    }
    said.split(['|', '&']).find_map(|option| {
        let (key, value) = option.split_once('=')?;
        names(key).filter(|_| !value.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::STANDARD;

    use super::*;

    #[test]
    fn an_address_that_is_shown_holds_no_debrid_key() {
        let comet = |config: &str| format!("https://comet.example.org/{}", STANDARD.encode(config));
        assert_eq!(check_address("https://comet.example.org/e30="), Ok(()));
        assert_eq!(check_address(&comet(r#"{"debridServices":[],"enableTorrent":true}"#)), Ok(()));
        for config in [
            r#"{"debridServices":[{"service":"torbox","apiKey":"k"}]}"#,
            r#"{"debridService":"realdebrid","debridApiKey":"k"}"#,
        ] {
            assert!(matches!(check_address(&comet(config)), Err(BadConfig::DebridKey(_))), "{config}");
        }
        assert!(check_address("https://torrentio.example.org/sort=size%7Crealdebrid=k").is_err());
    }

    #[test]
    fn a_configuration_is_taken_out_of_whatever_was_pasted() {
        let read = |text| check_config(SourceName::Torrentio, text).unwrap();
        let expected = Some("providers%3Dyts%2Ceztv%7Csort%3Dseeders".to_owned());
        assert_eq!(read("providers=yts,eztv|sort=seeders"), expected);
        assert_eq!(read("/providers=yts,eztv%7Csort=seeders/"), expected);
        assert_eq!(read("https://torrentio.strem.fun/providers=yts,eztv|sort=seeders/manifest.json"), expected);
        assert_eq!(read("stremio://torrentio.strem.fun/providers=yts,eztv|sort=seeders/manifest.json"), expected);
        assert_eq!(read("https://torrentio.strem.fun/lite/configure"), Some("lite".to_owned()));
        assert_eq!(read(" "), None);
        assert_eq!(read("https://torrentio.strem.fun/manifest.json"), None);
    }

    #[test]
    fn a_debrid_key_is_refused_with_words() {
        let refused = check_config(SourceName::Torrentio, "sort=seeders|realdebrid=ABCDEF").unwrap_err();
        assert_eq!(refused, BadConfig::DebridKey("realdebrid".to_owned()));
        assert!(!refused.to_string().contains("ABCDEF"), "the key itself is not repeated");
        assert!(refused.to_string().contains("realdebrid"));
        let config = |json: &str| check_config(SourceName::TorrentsDb, &STANDARD.encode(json));
        assert!(config(r#"{"providers":["yts","nyaa"],"realdebrid":""}"#).is_ok());
        assert!(config(r#"{"providers":["yts"],"torbox":"KEY"}"#).is_err());
    }

    #[test]
    fn a_configured_mediafusion_address_is_taken_apart() {
        let config = mediafusion_config("https://mediafusion.example/U-01234567-89ab/manifest.json");
        assert_eq!(config, Ok("U-01234567-89ab".to_owned()));
        assert_eq!(mediafusion_config("eyJhcCI6IiJ9"), Err(BadConfig::Form), "the server does not take JSON there");
    }

    #[test]
    fn what_is_no_segment_is_refused() {
        for text in ["a/b", "..", "a b", "%2e%2e", "a%2Fb", "a?b", &"x".repeat(3000)] {
            assert_eq!(check_config(SourceName::Torrentio, text), Err(BadConfig::Form), "{text}");
        }
        assert!(matches!(check_config(SourceName::Zilean, "a"), Err(BadConfig::None(_))));
    }
}
