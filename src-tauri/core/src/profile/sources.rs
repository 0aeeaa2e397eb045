//! The person's sources: adding and removing their own, the options of the built-in ones, and what a search needs of
//! both.

use std::sync::Arc;
use std::time::Duration;

use crate::lock;
use crate::pipeline::HEALTH;
use crate::secret::Secret;
use crate::settings::{OwnSourceSetting, Settings, SettingsError};
use crate::sources::options::{AnimeTosho, AnimeToshoForm, MediaFusion, usual_deadline};
use crate::sources::own::{self, Address, CheckError, Checked, Own, OwnKind};
use crate::sources::{self, BadConfig};
use crate::torrent::{OwnSlot, SourceName};
use crate::vault::{Kept, VaultError};

use super::Profile;

/// Why a source could not be added, changed or set.
#[derive(Debug, thiserror::Error)]
pub enum SourceSettingError {
    #[error("{0}")]
    Check(#[from] CheckError),
    #[error("there is room for 32 sources of your own; remove one first")]
    Full,
    #[error("there is no such source")]
    Unknown,
    #[error("this source has no such option")]
    NoOption,
    #[error("a name is 1 to 60 characters long")]
    Label,
    #[error("a source can be given 1 to 120 seconds")]
    Timeout,
    #[error("that is not a key: one word without spaces")]
    Secret,
    #[error("AnimeTosho is asked as `successor`, `torznab` or `original`")]
    Form,
    #[error("{0}")]
    Config(#[from] BadConfig),
    #[error("{0}")]
    Settings(#[from] SettingsError),
    #[error("{0}")]
    Vault(#[from] VaultError),
}

/// An option that only some sources have, with its current value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceOption {
    /// The key for [`Profile::set_source_option`].
    pub key: &'static str,
    pub label: &'static str,
    /// The current value; always `None` for a secret.
    pub value: Option<String>,
    pub secret: bool,
    pub set: bool,
}

impl Profile {
    /// Asks the server at an address what it is, before it is added. `key` is the API key of a Torznab endpoint.
    pub async fn check_own_source(
        &self,
        kind: OwnKind,
        address: &str,
        key: Option<Secret>,
    ) -> Result<Checked, CheckError> {
        own::check(&self.http, kind, address, key).await
    }

    /// Adds a checked source, under its own name unless `label` gives another. Also returns where its secret was
    /// stored, if it has one. A source whose secret no keyring takes is there for this run only.
    pub async fn add_own_source(
        &self,
        checked: Checked,
        label: Option<&str>,
    ) -> Result<(SourceName, Option<Kept>), SourceSettingError> {
        let label = check_label(label.filter(|label| !label.trim().is_empty()).unwrap_or(&checked.name))?;
        // Held until the source is saved: another process that adds one now waits, and takes the next slot.
        let _turn = self.turn_on_own_sources().await?;
        let slot = self.settings().free_slot().ok_or(SourceSettingError::Full)?;
        let source = SourceName::Own(slot);
        self.forget_answers(source).await;
        let mut kept = None;
        let secret = checked.address.is_secret();
        if let Some(address) = checked.address.kept().filter(|_| secret) {
            kept = Some(self.vault.set(&address_entry(slot), address).await);
        }
        match checked.key {
            Some(key) => {
                let of_key = self.vault.set(&key_entry(slot), key).await;
                kept = kept.filter(|kept| matches!(kept, Kept::ForThisRun(_))).or(Some(of_key));
            }
            // A key that a removed source left in this slot must not be sent to this one's server.
            None if checked.facts.kind() == OwnKind::Torznab => self.vault.forget(&key_entry(slot)).await?,
            None => {}
        }
        let own = OwnSourceSetting {
            slot,
            label,
            url: checked.address.shown(),
            secret,
            enabled: true,
            for_this_run: matches!(kept, Some(Kept::ForThisRun(_))),
            facts: checked.facts,
            others: serde_json::Map::new(),
        };
        let added = self.change_settings(|settings| {
            settings.sources.timeouts.remove(&source);
            settings.sources_off.remove(&source);
            settings.sources.own.push(own);
            settings.sources.own.sort_by_key(|own| own.slot);
        });
        if let Err(error) = added.await {
            // What could not be saved is not added, so that nothing of it is left for the source that takes the slot
            // next.
            let again = self.change_settings(|settings| settings.sources.own.retain(|own| own.slot != slot));
            if again.await.is_err() {
                tracing::debug!("the settings still cannot be saved");
            }
            self.forget_secrets(slot).await;
            return Err(error.into());
        }
        Ok((source, kept))
    }

    /// Waits until no other process adds or removes a source, and takes over what they did.
    async fn turn_on_own_sources(&self) -> Result<lock::Held, SettingsError> {
        let turn = lock::exclusive(&self.folder.join("sources.lock"), LONGEST_TURN).await;
        let turn = turn.ok_or(SettingsError::Busy)?;
        self.reread_settings().await?;
        Ok(turn)
    }

    async fn forget_secrets(&self, slot: OwnSlot) {
        for entry in secrets_of(slot) {
            if let Err(error) = self.vault.forget(&entry).await {
                tracing::warn!(%error, "a removed source's secret stays in the keyring");
            }
        }
    }

    /// Deletes the cached responses and the health of a source's slot, as they belong to a source that is gone.
    pub(super) async fn forget_answers(&self, source: SourceName) {
        for kind in ["answer", "left", "links"] {
            self.cache.forget(&format!("{kind}/{}/", source.as_str())).await;
        }
        self.health.forget(source.as_str());
        self.cache.put(HEALTH, &self.health.kept()).await;
    }

    /// Removes one of the person's own sources, its secrets and its cached responses.
    pub async fn remove_own_source(&self, source: SourceName) -> Result<(), SourceSettingError> {
        let SourceName::Own(slot) = source else { return Err(SourceSettingError::Unknown) };
        let Some(meant) = self.settings().sources.own(source).cloned() else {
            return Err(SourceSettingError::Unknown);
        };
        let _turn = self.turn_on_own_sources().await?;
        // Another process may have removed it, and given its slot to a source that nobody meant.
        if !self.settings().sources.own(source).is_some_and(|own| own.is_same(&meant)) {
            return Err(SourceSettingError::Unknown);
        }
        self.change_settings(|settings| {
            settings.sources.own.retain(|own| own.slot != slot);
            settings.sources.timeouts.remove(&source);
            settings.sources_off.remove(&source);
        })
        .await?;
        self.forget_secrets(slot).await;
        self.forget_answers(source).await;
        Ok(())
    }

    /// Sets how many seconds all requests to a source together may take, 1 to 120; `None` restores the default.
    pub async fn set_source_timeout(&self, source: SourceName, seconds: Option<u64>) -> Result<(), SourceSettingError> {
        if seconds.is_some_and(|seconds| !(1..=120).contains(&seconds)) {
            return Err(SourceSettingError::Timeout);
        }
        self.change_settings(|settings| {
            match seconds.filter(|seconds| *seconds != usual_deadline(source).as_secs()) {
                Some(seconds) => settings.sources.timeouts.insert(source, seconds),
                None => settings.sources.timeouts.remove(&source),
            };
        })
        .await?;
        Ok(())
    }

    /// Returns the options that only this source has.
    pub async fn source_options(&self, source: SourceName) -> Vec<SourceOption> {
        let settings = self.settings().sources;
        let plain =
            |key, label, value: Option<String>| SourceOption { key, label, secret: false, set: value.is_some(), value };
        match source {
            SourceName::Torrentio | SourceName::TorrentsDb => {
                vec![plain("config", "Configuration in its address", settings.configs.get(&source).cloned())]
            }
            SourceName::MediaFusion => {
                let password = self.vault.get(MEDIAFUSION_PASSWORD).await.is_some();
                let config = self.vault.get(MEDIAFUSION_CONFIG).await.is_some();
                vec![
                    SourceOption { key: "password", label: "Password", value: None, secret: true, set: password },
                    SourceOption { key: "config", label: "Configured address", value: None, secret: true, set: config },
                ]
            }
            SourceName::AnimeTosho => {
                let key = self.vault.get(ANIMETOSHO_KEY).await.is_some();
                let form = settings.animetosho_form;
                let told = (form != AnimeToshoForm::default()).then(|| form.as_str().to_owned());
                vec![
                    plain("form", "How it is asked", told),
                    SourceOption { key: "key", label: "API key", value: None, secret: true, set: key },
                ]
            }
            SourceName::Own(slot) => {
                let is_torznab = settings.own(source).is_some_and(|own| own.kind() == OwnKind::Torznab);
                let set = is_torznab && self.vault.get(&key_entry(slot)).await.is_some();
                let key = SourceOption { key: "key", label: "API key", value: None, secret: true, set };
                Vec::from_iter(is_torznab.then_some(key))
            }
            SourceName::StremThru
            | SourceName::Comet
            | SourceName::Zilean
            | SourceName::Peerflix
            | SourceName::Nyaa => Vec::new(),
        }
    }

    /// Sets an option; `None` restores its default. Returns where a secret was stored.
    pub async fn set_source_option(
        &self,
        source: SourceName,
        key: &str,
        value: Option<&str>,
    ) -> Result<Option<Kept>, SourceSettingError> {
        let value = value.map(str::trim).filter(|value| !value.is_empty());
        match (source, key) {
            (SourceName::Torrentio | SourceName::TorrentsDb, "config") => {
                let config = value.map(|value| sources::check_config(source, value)).transpose()?.flatten();
                self.change_settings(|settings| {
                    match config {
                        Some(config) => settings.sources.configs.insert(source, config),
                        None => settings.sources.configs.remove(&source),
                    };
                })
                .await?;
                Ok(None)
            }
            (SourceName::AnimeTosho, "form") => {
                let form = value.map_or(Some(AnimeToshoForm::default()), AnimeToshoForm::named);
                let form = form.ok_or(SourceSettingError::Form)?;
                self.change_settings(|settings| settings.sources.animetosho_form = form).await?;
                Ok(None)
            }
            (SourceName::MediaFusion, "config") => {
                let config = value.map(sources::mediafusion_config).transpose()?;
                self.set_secret(MEDIAFUSION_CONFIG, config.as_deref()).await
            }
            (SourceName::MediaFusion, "password") => self.set_secret(MEDIAFUSION_PASSWORD, value).await,
            (SourceName::AnimeTosho, "key") => self.set_secret(ANIMETOSHO_KEY, value).await,
            (SourceName::Own(slot), "key") => self.set_secret(&key_entry(slot), value).await,
            _ => Err(SourceSettingError::NoOption),
        }
    }

    async fn set_secret(&self, entry: &str, value: Option<&str>) -> Result<Option<Kept>, SourceSettingError> {
        if let Some(value) = value {
            let secret = Secret::new(value).ok_or(SourceSettingError::Secret)?;
            return Ok(Some(self.vault.set(entry, secret).await));
        }
        if let Err(error) = self.vault.forget(entry).await {
            tracing::warn!(%error, "a secret stays in the keyring");
        }
        Ok(None)
    }

    /// Returns the options of all sources, including their secrets from the vault.
    pub async fn sources(&self) -> Arc<sources::Options> {
        let settings = self.settings().sources;
        let mut own = Vec::with_capacity(settings.own.len());
        for source in &settings.own {
            // A source whose full address the vault does not return is still listed. It fails with that reason when it
            // is asked.
            let whole = if source.secret { self.vault.get(&address_entry(source.slot)).await } else { None };
            let address = whole.as_ref().map_or(source.url.as_str(), Secret::expose);
            let Ok(address) = Address::restored(address) else { continue };
            let key = match source.kind() {
                OwnKind::Torznab => self.vault.get(&key_entry(source.slot)).await,
                OwnKind::Addon => None,
            };
            let (label, facts) = (source.label.clone(), source.facts.clone());
            own.push(Own { slot: source.slot, label, address, key, facts });
        }
        Arc::new(sources::Options {
            deadlines: settings.deadlines(),
            configs: settings.configs,
            mediafusion: MediaFusion {
                password: self.vault.get(MEDIAFUSION_PASSWORD).await,
                config: self.vault.get(MEDIAFUSION_CONFIG).await,
            },
            animetosho: AnimeTosho { form: settings.animetosho_form, key: self.vault.get(ANIMETOSHO_KEY).await },
            own,
        })
    }
}

/// How long to wait for other processes that add or remove sources. Each may wait for the keyring, and so for the person.
const LONGEST_TURN: Duration = Duration::from_mins(1);

const MEDIAFUSION_PASSWORD: &str = "mediafusion-password";
const MEDIAFUSION_CONFIG: &str = "mediafusion-config";
const ANIMETOSHO_KEY: &str = "animetosho-key";

/// Returns the names of the sources' vault entries.
pub(super) fn secret_names(settings: &Settings) -> impl Iterator<Item = String> {
    let own = settings.sources.own.iter().flat_map(|own| {
        let address = own.secret.then(|| address_entry(own.slot));
        let key = (own.kind() == OwnKind::Torznab).then(|| key_entry(own.slot));
        address.into_iter().chain(key)
    });
    [MEDIAFUSION_PASSWORD, MEDIAFUSION_CONFIG, ANIMETOSHO_KEY].map(str::to_owned).into_iter().chain(own)
}

/// The vault's entries of one of the person's own sources.
pub(super) fn secrets_of(slot: OwnSlot) -> [String; 2] {
    [address_entry(slot), key_entry(slot)]
}

/// The vault's entry for the address of an addon.
fn address_entry(slot: OwnSlot) -> String {
    format!("addon-{}", slot.number())
}

/// The vault's entry for the key of a Torznab endpoint.
fn key_entry(slot: OwnSlot) -> String {
    format!("torznab-{}", slot.number())
}

fn check_label(label: &str) -> Result<String, SourceSettingError> {
    let label = crate::text::clean(label, 61);
    if label.is_empty() || label.chars().count() > 60 { Err(SourceSettingError::Label) } else { Ok(label) }
}
