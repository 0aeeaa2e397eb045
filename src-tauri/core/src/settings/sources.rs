//! The part of the settings about sources. Their secrets are in the vault instead.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::tolerant::{Document, written};
use crate::sources::options::{AnimeToshoForm, LONGEST_DEADLINE, SHORTEST_DEADLINE};
use crate::sources::own::{Facts, OwnKind};
use crate::torrent::{OwnSlot, SourceName};

/// A source the person added, as stored in the settings file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSourceSetting {
    pub slot: OwnSlot,
    /// What the person calls it.
    pub label: String,
    /// Its address; only the host where `secret` is set.
    pub url: String,
    /// The whole address is in the vault: it may hold a key.
    #[serde(default)]
    pub secret: bool,
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Its secrets are in memory alone, so it is not written down: the next run could not ask it.
    #[serde(skip)]
    pub for_this_run: bool,
    /// What it reported about itself when it was added.
    #[serde(flatten)]
    pub facts: Facts,
    /// Keys this version does not know.
    #[serde(flatten, skip_deserializing)]
    pub others: Document,
}

fn yes() -> bool {
    true
}

impl OwnSourceSetting {
    pub fn name(&self) -> SourceName {
        SourceName::Own(self.slot)
    }

    pub fn kind(&self) -> OwnKind {
        self.facts.kind()
    }

    /// Whether both are the same source, however it is called and whether it is on.
    pub fn is_same(&self, other: &Self) -> bool {
        let identity = |own: &Self| (own.slot, own.kind(), own.secret, own.for_this_run);
        identity(self) == identity(other) && self.url == other.url
    }
}

/// Options of the sources where they differ from the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceSettings {
    /// Deadline of each source's requests in seconds, 1 to 120.
    pub timeouts: BTreeMap<SourceName, u64>,
    /// The configuration in an addon's URL, between its base and `/stream`.
    pub configs: BTreeMap<SourceName, String>,
    pub animetosho_form: AnimeToshoForm,
    #[serde(deserialize_with = "one_a_slot", serialize_with = "lasting")]
    pub own: Vec<OwnSourceSetting>,
}

impl SourceSettings {
    /// Returns the deadlines the person set, clamped to the allowed range.
    pub fn deadlines(&self) -> BTreeMap<SourceName, Duration> {
        let within = |seconds: u64| Duration::from_secs(seconds).clamp(SHORTEST_DEADLINE, LONGEST_DEADLINE);
        self.timeouts.iter().map(|(source, seconds)| (*source, within(*seconds))).collect()
    }

    pub fn own(&self, source: SourceName) -> Option<&OwnSourceSetting> {
        self.own.iter().find(|own| own.name() == source)
    }
}

/// Deserializes the person's own sources, sorted by slot. Fails if two have the same slot, because they would share
/// their secrets.
fn one_a_slot<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<OwnSourceSetting>, D::Error> {
    let mut own: Vec<OwnSourceSetting> = Vec::new();
    for mut document in Vec::<Document>::deserialize(deserializer)? {
        let mut one: OwnSourceSetting =
            serde_json::from_value(Value::Object(document.clone())).map_err(D::Error::custom)?;
        if own.iter().any(|other| other.slot == one.slot) {
            return Err(D::Error::custom("two sources in one slot"));
        }
        let known = written(&one);
        document.retain(|key, _| !known.contains_key(key));
        one.others = document;
        own.push(one);
    }
    own.sort_by_key(|own| own.slot);
    Ok(own)
}

/// Serializes the sources that the next run can ask as well.
fn lasting<S: Serializer>(own: &[OwnSourceSetting], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(own.iter().filter(|own| !own.for_this_run))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_are_bounded() {
        let json = r#"{"timeouts":{"nyaa":5,"own-2":500}}"#;
        let deadlines = serde_json::from_str::<SourceSettings>(json).unwrap().deadlines();
        assert_eq!(deadlines[&SourceName::Nyaa], Duration::from_secs(5));
        assert_eq!(deadlines[&SourceName::Own(OwnSlot::new(2).unwrap())], LONGEST_DEADLINE);
    }

    #[test]
    fn own_sources_are_read_in_order_of_their_slots_and_keep_the_keys_of_another_version() {
        let json = r#"{"own":[
            {"slot":3,"label":"Index","url":"http://127.0.0.1:9117/api","kind":"torznab","tv":["q"],"enabled":false},
            {"slot":2,"label":"Mine","url":"https://a.example/","kind":"addon","types":["movie"],"icon":"cat.png"}]}"#;
        let settings: SourceSettings = serde_json::from_str(json).unwrap();
        let [mine, index] = &settings.own[..] else { panic!("{:?}", settings.own) };
        assert_eq!((mine.kind(), index.kind()), (OwnKind::Addon, OwnKind::Torznab));
        assert!(mine.enabled && !index.enabled);
        let again = serde_json::to_value(&settings).unwrap();
        assert_eq!(again["own"][0]["icon"], "cat.png");
        let mut brief = settings.clone();
        brief.own[0].for_this_run = true;
        assert_eq!(serde_json::to_value(&brief).unwrap()["own"], serde_json::json!([again["own"][1]]));
        assert_eq!(serde_json::from_value::<SourceSettings>(again).unwrap(), settings);
    }
}
