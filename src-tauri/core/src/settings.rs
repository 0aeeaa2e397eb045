//! The person's settings. The file holds only what differs from the defaults, so that later versions can improve the
//! defaults. Keys and values this version does not know are kept in the file.

mod downloads;
mod file;
mod playback;
mod size;
mod sources;
mod tolerant;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::debrid::Store;
use crate::endpoints::{BadBase, Endpoints, Upstream};
use crate::http::{ProfileChoice, ProxyAddress};
use crate::preferences::Preferences;
use crate::segments::{SegmentKind, SegmentService};
use crate::title::Kind;
use crate::torrent::{OwnSlot, SourceName};

pub use downloads::Downloads;
pub use file::{SettingsError, SettingsFile, WasRead};
pub use playback::{OutsideSubtitles, Playback, Subtitles, TrackWish};
pub use size::{BadSize, Size};
pub use sources::{OwnSourceSetting, SourceSettings};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, by its name in the file")]
pub struct Settings {
    /// The debrid services in use, by StremThru's names for them, in the order they are tried.
    pub services: Vec<String>,
    /// Keep torrents in the account that were added for a link but gave none.
    pub keep_added: bool,
    /// `auto`, or the id of a player.
    pub player: String,
    /// The program to run when `player` is `own`.
    pub own_player: Option<PathBuf>,
    /// Which tracks a film begins with, and what follows an episode.
    pub playback: Playback,
    /// What is kept on disk.
    pub downloads: Downloads,
    pub theme: Theme,
    pub language: Language,
    /// Look once a day whether there is a newer version.
    pub look_for_updates: bool,
    /// How large everything in the window is drawn.
    pub size: Size,
    /// Register the app as the system's handler of `magnet:` and `stremio:` links.
    pub link_handler: bool,
    /// Built-in sources that are switched off.
    pub sources_off: BTreeSet<SourceName>,
    /// Options of the sources, and the person's own sources.
    pub sources: SourceSettings,
    /// Base URLs other than the defaults.
    pub endpoints: BTreeMap<Upstream, String>,
    /// Which results to prefer, and which to hide.
    pub preferences: Preferences,
    /// What is skipped of a film.
    pub skip: SkipSettings,
    /// Whether requests go out as this app or as a browser.
    pub http_profile: ProfileChoice,
    /// A proxy to use instead of the system's. The vault keeps its password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<ProxyAddress>,
    /// The vault holds a password for `proxy`.
    pub proxy_password: bool,
    /// The first-run steps were finished or skipped.
    pub welcomed: bool,
    /// The parts of the file this version does not understand, at their places in the document.
    #[serde(skip)]
    unread: tolerant::Document,
}

/// What is skipped of a film, and who is asked where it lies. By default nothing is skipped unasked, and nobody is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SkipSettings {
    /// The services that may be asked.
    pub services: BTreeSet<SegmentService>,
    /// What is skipped without a press.
    pub always: BTreeSet<SegmentKind>,
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
    /// The system's language if the app is translated into it, else English.
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
            playback: Playback::default(),
            downloads: Downloads::default(),
            theme: Theme::System,
            language: Language::System,
            look_for_updates: true,
            size: Size::default(),
            link_handler: false,
            sources_off: BTreeSet::new(),
            sources: SourceSettings::default(),
            endpoints: BTreeMap::new(),
            preferences: Preferences::default(),
            skip: SkipSettings::default(),
            http_profile: ProfileChoice::Automatic,
            proxy: None,
            proxy_password: false,
            welcomed: false,
            unread: tolerant::Document::new(),
        }
    }
}

impl Settings {
    /// Reads the file's document value by value. A value that cannot be read is kept for the next save, and its default
    /// is used.
    fn from_document(mut document: tolerant::Document) -> Self {
        // Earlier versions had one service, under the key `service`.
        if let Some(service) = document.remove("service").filter(Value::is_string) {
            document.entry("services").or_insert_with(|| Value::Array(vec![service]));
        }
        let (mut settings, unread) = tolerant::read::<Self>(document);
        settings.unread = unread;
        settings
    }

    /// Returns the document to save: what differs from the defaults, and what was not understood.
    fn to_document(&self) -> tolerant::Document {
        let (now, default) = (tolerant::written(self), tolerant::written(&Self::default()));
        let mut document = now.clone();
        document.retain(|key, value| default.get(key) != Some(value));
        tolerant::restore(&mut document, &self.unread, &now, &default);
        document
    }

    /// Makes a change. Drops a value that was not understood when the change sets another in its place.
    pub fn change(&mut self, change: impl FnOnce(&mut Self)) {
        change(self);
        let (now, default) = (tolerant::written(self), tolerant::written(&Self::default()));
        tolerant::forget_replaced(&mut self.unread, &now, &default);
    }

    /// Returns the settings that the file holds by now, with what this run changed from `written` to `now` and could not
    /// save, and with the sources that are there for this run only. Also returns those of them that had to move, each
    /// with its old and new slot, because another process gave their slot away.
    pub(crate) fn with_this_run(self, now: &Self, written: &Self) -> (Self, Vec<(OwnSlot, OwnSlot)>) {
        let (ours, before) = (now.to_document(), written.to_document());
        let mut settings = if ours == before {
            self
        } else {
            Self::from_document(tolerant::with_changes(self.to_document(), &ours, &before))
        };
        let mut moved = Vec::new();
        for own in now.sources.own.iter().filter(|own| own.for_this_run) {
            let is_taken = settings.sources.own.iter().any(|other| other.slot == own.slot);
            let slot = if is_taken { settings.free_slot() } else { Some(own.slot) };
            let Some(slot) = slot else { continue };
            if slot != own.slot {
                moved.push((own.slot, slot));
            }
            settings.sources.own.push(OwnSourceSetting { slot, ..own.clone() });
        }
        settings.sources.own.sort_by_key(|own| own.slot);
        (settings, moved)
    }

    /// Sets the services to use, in this order. Keeps names this version does not know, at the end.
    pub fn use_services(&mut self, stores: &[Store]) {
        self.services.retain(|name| name.parse::<Store>().is_err());
        self.services.splice(0..0, stores.iter().map(|store| store.name().to_owned()));
    }

    /// Returns the lowest slot that none of the person's own sources has, not even one this version cannot read. `None`
    /// if all are taken.
    pub fn free_slot(&self) -> Option<OwnSlot> {
        let unread = self.unread.get("sources").and_then(|sources| sources.get("own")).and_then(Value::as_array);
        let is_kept = |slot: OwnSlot| {
            unread.into_iter().flatten().any(|own| own.get("slot") == Some(&Value::from(slot.number())))
        };
        OwnSlot::all().find(|slot| self.sources.own.iter().all(|own| own.slot != *slot) && !is_kept(*slot))
    }

    /// Returns the services in use, in the order they are tried; at least one.
    pub fn stores(&self) -> Vec<Store> {
        let mut stores: Vec<Store> = Vec::new();
        for store in self.services.iter().filter_map(|name| name.parse().ok()) {
            if !stores.contains(&store) {
                stores.push(store);
            }
        }
        if stores.is_empty() { vec![Store::RealDebrid] } else { stores }
    }

    /// Returns the base URLs to use: those of `base`, overridden by the person's own.
    pub fn endpoints(&self, base: Endpoints) -> Endpoints {
        self.endpoints.iter().fold(base, |endpoints, (&upstream, url)| {
            endpoints.clone().with(upstream, url).unwrap_or_else(|error: BadBase| {
                tracing::warn!(%upstream, %error, "a base URL of the settings cannot be used");
                endpoints
            })
        })
    }

    /// Returns the sources that are switched on and searched, in their order: built-in ones, then the person's own.
    pub fn sources(&self) -> Vec<SourceName> {
        let nine = SourceName::ALL.into_iter();
        let own = self.sources.own.iter().filter(|own| own.enabled && own.facts.gives_streams());
        let own = own.map(OwnSourceSetting::name);
        nine.chain(own).filter(|source| !self.sources_off.contains(source)).collect()
    }

    /// Whether one of the person's own sources is on, which may give links that need no debrid account.
    pub fn has_own_source(&self) -> bool {
        self.sources().into_iter().any(|source| matches!(source, SourceName::Own(_)))
    }

    /// Returns the languages of subtitles for a kind of title: those wished, and then the others that the person
    /// understands.
    pub fn subtitle_languages(&self, kind: Kind) -> Vec<String> {
        let wish = if kind == Kind::Anime { &self.playback.anime_tracks } else { &self.playback.tracks };
        let mut languages = wish.subtitle_languages.clone();
        languages
            .extend(self.preferences.understood().into_iter().filter(|code| !wish.subtitle_languages.contains(code)));
        languages
    }

    /// Returns those of the person's own sources that are switched on and give subtitles.
    pub fn subtitle_sources(&self) -> impl Iterator<Item = SourceName> {
        self.sources.own.iter().filter(|own| own.enabled && own.facts.gives_subtitles()).map(OwnSourceSetting::name)
    }

    pub fn is_on(&self, source: SourceName) -> bool {
        self.sources.own(source).map_or_else(|| self.sources().contains(&source), |own| own.enabled)
    }

    /// Switches a built-in source or one of the person's own on or off.
    pub fn switch(&mut self, source: SourceName, on: bool) {
        if let Some(own) = self.sources.own.iter_mut().find(|own| own.name() == source) {
            own.enabled = on;
        } else if on {
            self.sources_off.remove(&source);
        } else {
            self.sources_off.insert(source);
        }
    }

    /// Returns a source's name as shown to people.
    pub fn label(&self, source: SourceName) -> String {
        self.sources.own(source).map_or_else(|| source.label().to_owned(), |own| own.label.clone())
    }
}

#[cfg(test)]
mod tests;
