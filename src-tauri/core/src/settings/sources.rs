//! The part of the settings that concerns sources. Secrets are none of it: those are the vault's.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};

use crate::sources::options::{AnimeToshoForm, LONGEST_DEADLINE, SHORTEST_DEADLINE};
use crate::sources::own::{Facts, OwnKind};
use crate::torrent::{OwnSlot, SourceName};

/// A source of the person's own, as it is written down.
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
    /// What it said it can be asked when it was added.
    #[serde(flatten)]
    pub facts: Facts,
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
}

/// How the sources are asked, as far as it differs from the usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceSettings {
    /// Seconds, 1 to 120.
    #[serde(deserialize_with = "readable_map")]
    pub timeouts: BTreeMap<SourceName, u64>,
    /// What an addon's address carries between its base and `/stream`.
    #[serde(deserialize_with = "readable_map")]
    pub configs: BTreeMap<SourceName, String>,
    pub animetosho_form: AnimeToshoForm,
    #[serde(deserialize_with = "readable_list")]
    pub own: Vec<OwnSourceSetting>,
}

impl SourceSettings {
    /// Those the person set, within bounds.
    pub fn deadlines(&self) -> BTreeMap<SourceName, Duration> {
        let within = |seconds: u64| Duration::from_secs(seconds).clamp(SHORTEST_DEADLINE, LONGEST_DEADLINE);
        self.timeouts.iter().map(|(source, seconds)| (*source, within(*seconds))).collect()
    }

    pub fn own(&self, source: SourceName) -> Option<&OwnSourceSetting> {
        self.own.iter().find(|own| own.name() == source)
    }

    /// The lowest slot that is free.
    pub fn free_slot(&self) -> Option<OwnSlot> {
        OwnSlot::all().find(|slot| self.own.iter().all(|own| own.slot != *slot))
    }
}

/// An entry that cannot be read costs itself alone, not the file.
fn readable_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<OwnSourceSetting>, D::Error> {
    let values = Vec::<serde_json::Value>::deserialize(deserializer)?;
    let mut own: Vec<OwnSourceSetting> =
        values.into_iter().filter_map(|value| serde_json::from_value(value).ok()).collect();
    own.sort_by_key(|own| own.slot);
    own.dedup_by_key(|own| own.slot);
    Ok(own)
}

fn readable_map<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<BTreeMap<SourceName, T>, D::Error> {
    let named = BTreeMap::<String, T>::deserialize(deserializer)?;
    Ok(named.into_iter().filter_map(|(name, value)| Some((name.parse().ok()?, value))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_cannot_be_read_costs_itself_alone() {
        let json = r#"{"timeouts":{"nyaa":5,"nobody":9,"own-2":500},"own":[
            {"slot":2,"label":"Mine","url":"https://addon.example/manifest.json","kind":"addon","types":["movie"]},
            {"slot":99,"label":"Out of bounds","url":"","kind":"addon"},
            {"slot":1,"label":"Unknown","url":"","kind":"gopher"},
            {"slot":3,"label":"Index","url":"http://127.0.0.1:9117/api","kind":"torznab","tv":["q"],"enabled":false}]}"#;
        let settings: SourceSettings = serde_json::from_str(json).unwrap();
        let labels: Vec<&str> = settings.own.iter().map(|own| own.label.as_str()).collect();
        assert_eq!(labels, ["Mine", "Index"]);
        assert_eq!((settings.own[0].kind(), settings.own[1].kind()), (OwnKind::Addon, OwnKind::Torznab));
        assert!(settings.own[0].enabled && !settings.own[1].enabled);
        assert_eq!(settings.free_slot(), OwnSlot::new(1));
        let deadlines = settings.deadlines();
        assert_eq!(deadlines.len(), 2);
        assert_eq!(deadlines[&SourceName::Own(OwnSlot::new(2).unwrap())], LONGEST_DEADLINE, "bounded");
        let again: SourceSettings = serde_json::from_value(serde_json::to_value(&settings).unwrap()).unwrap();
        assert_eq!(again, settings);
    }
}
