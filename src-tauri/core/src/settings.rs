//! What the person chose. The file holds only what differs from the defaults, so that defaults can improve; keys this version
//! does not know are kept as they are.

mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::debrid::Store;
use crate::endpoints::{BadBase, Endpoints, Upstream};
use crate::http::{ProfileChoice, ProxyAddress};
use crate::preferences::Preferences;
use crate::torrent::SourceName;

pub use sources::{OwnSourceSetting, SourceSettings};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, by its name in the file")]
pub struct Settings {
    /// The debrid services in use, by StremThru's names for them, in the order they are tried.
    pub services: Vec<String>,
    /// What was added for a link and turned out useless stays in the account.
    pub keep_added: bool,
    /// `auto`, or the id of a player.
    pub player: String,
    /// The program behind the id `own`.
    pub own_player: Option<PathBuf>,
    pub theme: Theme,
    pub language: Language,
    /// The app is the system's choice for `magnet:` and `stremio:` links.
    pub link_handler: bool,
    /// Of the nine.
    pub sources_off: BTreeSet<SourceName>,
    /// How the sources are asked, and the person's own ones.
    pub sources: SourceSettings,
    /// Base URLs other than the defaults.
    pub endpoints: BTreeMap<Upstream, String>,
    /// What the person likes to see, and what not.
    pub preferences: Preferences,
    /// As whom servers are asked.
    pub http_profile: ProfileChoice,
    /// A proxy other than the system's. Its password is the vault's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<ProxyAddress>,
    /// The vault has a password for it.
    pub proxy_password: bool,
    /// The first-run steps were finished or skipped.
    pub welcomed: bool,
    /// Keys of another version.
    #[serde(flatten)]
    pub others: Map<String, Value>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    System,
    Dark,
    Light,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// The system's, where the app speaks it; else English.
    #[default]
    System,
    English,
    Turkish,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            services: vec!["realdebrid".to_owned()],
            keep_added: false,
            player: "auto".to_owned(),
            own_player: None,
            theme: Theme::System,
            language: Language::System,
            link_handler: false,
            sources_off: BTreeSet::new(),
            sources: SourceSettings::default(),
            endpoints: BTreeMap::new(),
            preferences: Preferences::default(),
            http_profile: ProfileChoice::Automatic,
            proxy: None,
            proxy_password: false,
            welcomed: false,
            others: Map::new(),
        }
    }
}

/// Why settings could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error("the settings file could not be read: {0}")]
    Read(std::io::Error),
    #[error("the settings file could not be written: {0}")]
    Write(std::io::Error),
    #[error("the settings file is damaged; it was kept as {}", kept_as.display())]
    Damaged { kept_as: PathBuf },
}

impl Settings {
    /// Reads the file. A missing file is the defaults; a damaged one is put aside, never overwritten, and said.
    pub fn load(path: &Path) -> (Self, Option<SettingsError>) {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (Self::default(), None),
            Err(error) => return (Self::default(), Some(SettingsError::Read(error))),
        };
        if let Ok(settings) = serde_json::from_slice::<Self>(&bytes) {
            return (settings.with_older(), None);
        }
        let kept_as = path.with_extension(format!("damaged-{}.json", jiff::Timestamp::now().as_second()));
        match std::fs::rename(path, &kept_as) {
            Ok(()) => (Self::default(), Some(SettingsError::Damaged { kept_as })),
            Err(error) => (Self::default(), Some(SettingsError::Read(error))),
        }
    }

    /// Writes what differs from the defaults, whole or not at all.
    pub fn save(&self, path: &Path) -> Result<(), SettingsError> {
        let write = || -> std::io::Result<()> {
            let folder = path.parent().unwrap_or(Path::new("."));
            std::fs::create_dir_all(folder)?;
            let fresh = path.with_extension("json.new");
            let mut file = std::fs::File::create(&fresh)?;
            file.write_all(&serde_json::to_vec_pretty(&self.differences())?)?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            std::fs::rename(&fresh, path)
        };
        write().map_err(SettingsError::Write)
    }

    /// Takes over what earlier versions wrote in another form: the one service in use.
    fn with_older(mut self) -> Self {
        if let Some(service) = self.others.remove("service").as_ref().and_then(Value::as_str)
            && self.services == Self::default().services
        {
            self.services = vec![service.to_owned()];
        }
        self
    }

    /// The services in use, in the order they are tried; never none.
    pub fn stores(&self) -> Vec<Store> {
        let mut stores: Vec<Store> = Vec::new();
        for store in self.services.iter().filter_map(|name| name.parse().ok()) {
            if !stores.contains(&store) {
                stores.push(store);
            }
        }
        if stores.is_empty() { vec![Store::RealDebrid] } else { stores }
    }

    fn differences(&self) -> Map<String, Value> {
        let fields = |settings: &Self| match serde_json::to_value(settings) {
            Ok(Value::Object(fields)) => fields,
            Ok(_) | Err(_) => Map::new(),
        };
        let defaults = fields(&Self::default());
        fields(self).into_iter().filter(|(key, value)| defaults.get(key) != Some(value)).collect()
    }

    /// The base URLs in force: those of `base`, with the person's own on top.
    pub fn endpoints(&self, base: Endpoints) -> Endpoints {
        self.endpoints.iter().fold(base, |endpoints, (&upstream, url)| {
            endpoints.clone().with(upstream, url).unwrap_or_else(|error: BadBase| {
                tracing::warn!(%upstream, %error, "a base URL of the settings cannot be used");
                endpoints
            })
        })
    }

    /// The sources to ask, in their order: of the nine, then the person's own.
    pub fn sources(&self) -> Vec<SourceName> {
        let nine = SourceName::ALL.into_iter();
        let own = self.sources.own.iter().filter(|own| own.enabled).map(OwnSourceSetting::name);
        nine.chain(own).filter(|source| !self.sources_off.contains(source)).collect()
    }

    pub fn is_on(&self, source: SourceName) -> bool {
        self.sources().contains(&source)
    }

    /// Switches a source on or off; one of the person's own too.
    pub fn switch(&mut self, source: SourceName, on: bool) {
        if let Some(own) = self.sources.own.iter_mut().find(|own| own.name() == source) {
            own.enabled = on;
        } else if on {
            self.sources_off.remove(&source);
        } else {
            self.sources_off.insert(source);
        }
    }

    /// What people call a source.
    pub fn label(&self, source: SourceName) -> String {
        self.sources.own(source).map_or_else(|| source.label().to_owned(), |own| own.label.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_differences_are_saved_and_unknown_keys_survive() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/settings.json");
        let (mut settings, trouble) = Settings::load(&path);
        assert!(trouble.is_none(), "a first start is no trouble");
        settings.theme = Theme::Dark;
        settings.others.insert("from_the_future".to_owned(), Value::from(7));
        settings.save(&path).unwrap();
        let saved: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!(saved, serde_json::json!({"theme": "dark", "from_the_future": 7}));
        assert_eq!(Settings::load(&path).0, settings);
    }

    #[test]
    fn the_one_service_of_earlier_versions_is_the_first_of_several() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        std::fs::write(&path, r#"{"service": "torbox", "theme": "dark"}"#).unwrap();
        let (settings, trouble) = Settings::load(&path);
        assert!(trouble.is_none());
        assert_eq!(settings.stores(), [Store::TorBox]);
        settings.save(&path).unwrap();
        let saved: Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!(saved, serde_json::json!({"services": ["torbox"], "theme": "dark"}));
    }

    #[test]
    fn services_that_are_unknown_or_named_twice_are_left_out() {
        let services = ["torbox", "warez", "realdebrid", "torbox"].map(str::to_owned).to_vec();
        let settings = Settings { services, ..Settings::default() };
        assert_eq!(settings.stores(), [Store::TorBox, Store::RealDebrid]);
    }

    #[test]
    fn a_damaged_file_is_put_aside_and_said() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        std::fs::write(&path, "{\"theme\": \"dark\"").unwrap();
        let (settings, trouble) = Settings::load(&path);
        assert_eq!(settings, Settings::default());
        let Some(SettingsError::Damaged { kept_as }) = trouble else { panic!("the damage is said") };
        assert_eq!(std::fs::read_to_string(kept_as).unwrap(), "{\"theme\": \"dark\"", "nothing is lost");
    }

    #[test]
    fn an_endpoint_that_cannot_be_used_leaves_the_default() {
        let mut settings = Settings::default();
        settings.endpoints.insert(Upstream::Zilean, "file:///etc".to_owned());
        settings.endpoints.insert(Upstream::Comet, "https://comet.example/".to_owned());
        let endpoints = settings.endpoints(Endpoints::default());
        assert_eq!(endpoints.base(Upstream::Zilean), Endpoints::default().base(Upstream::Zilean));
        assert_eq!(endpoints.base(Upstream::Comet), "https://comet.example");
    }
}
