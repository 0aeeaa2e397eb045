//! Changes of the settings. The window and any number of command lines may run on one folder, so each change reads the
//! file again and writes it under a lock that holds among processes.

use std::path::{Path, PathBuf};
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use crate::lock;
use crate::settings::{OwnSourceSetting, Settings, SettingsError, SettingsFile, WasRead};
use crate::torrent::{OwnSlot, SourceName};

use super::sources::secrets_of;
use super::{Profile, network};

/// How long to wait while other processes change the settings. Each takes some milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// The settings of this run.
#[derive(Debug)]
pub(super) struct Current {
    pub(super) settings: Settings,
    /// As they were read or written last. What differs could not be saved.
    written: Settings,
}

impl Current {
    pub(super) fn of(settings: Settings) -> Self {
        Self { written: settings.clone(), settings }
    }
}

/// Reads the file at the start, while nobody writes it.
pub(super) async fn open(folder: &Path) -> (SettingsFile, Settings, Option<SettingsError>) {
    let _turn = lock::exclusive(&lock_file(folder), PATIENCE).await;
    SettingsFile::open(folder.join("settings.json"))
}

fn lock_file(folder: &Path) -> PathBuf {
    folder.join("settings.lock")
}

impl Profile {
    pub fn settings(&self) -> Settings {
        self.current().settings.clone()
    }

    pub(super) fn current(&self) -> MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the settings and saves them, with what other processes saved meanwhile. If that fails, the change still
    /// applies in this run, and is saved with the next one.
    pub async fn change_settings(&self, change: impl FnOnce(&mut Settings) + Send) -> Result<(), SettingsError> {
        let one_at_a_time = Arc::clone(&self.changing).lock_owned().await;
        let turn = lock::exclusive(&lock_file(&self.folder), PATIENCE).await;
        let found = match &turn {
            None => Err(SettingsError::Busy),
            Some(_) => self.read_settings().await,
        };
        let (was_read, found) = match found {
            Ok(found) => found,
            Err(error) => {
                self.apply(None, change);
                return Err(error);
            }
        };
        let (settings, moved) = self.apply(found, change);
        let (file, to_save) = (Arc::clone(&self.file), settings.clone());
        let saved = tokio::task::spawn_blocking(move || {
            let saved = file.save(was_read, &to_save);
            // Held until it is written, even if nobody waits for this any more.
            drop((turn, one_at_a_time));
            saved
        });
        let saved = saved.await.unwrap_or_else(|error| Err(SettingsError::Write(error.into())));
        if saved.is_ok() {
            self.current().written = settings;
        }
        self.forget_places(moved).await;
        saved
    }

    /// Takes over what other processes saved.
    pub(super) async fn reread_settings(&self) -> Result<(), SettingsError> {
        let _one_at_a_time = self.changing.lock().await;
        let _turn = lock::exclusive(&lock_file(&self.folder), PATIENCE).await.ok_or(SettingsError::Busy)?;
        let (_, found) = self.read_settings().await?;
        let (_, moved) = self.apply(found, |_| {});
        self.forget_places(moved).await;
        Ok(())
    }

    async fn read_settings(&self) -> Result<(WasRead, Option<Settings>), SettingsError> {
        let file = Arc::clone(&self.file);
        let read = tokio::task::spawn_blocking(move || file.read()).await;
        read.unwrap_or_else(|error| Err(SettingsError::Read(error.into())))
    }

    /// Applies a change to what the file holds, or without it to what this run has. Returns the settings now in use, and
    /// the sources of this run only that had to move.
    fn apply(
        &self,
        found: Option<Settings>,
        change: impl FnOnce(&mut Settings),
    ) -> (Settings, Vec<(OwnSlot, OwnSlot)>) {
        let mut current = self.current();
        let before = current.settings.clone();
        let mut moved = Vec::new();
        if let Some(found) = found {
            (current.settings, moved) = found.clone().with_this_run(&before, &current.written);
            current.written = found;
            self.follow(&before.sources.own, &current.settings.sources.own, &moved);
        }
        let found_proxy = current.settings.proxy.clone();
        current.settings.change(change);
        let mut password = self.proxy_password.lock().unwrap_or_else(PoisonError::into_inner);
        if current.settings.proxy == found_proxy && found_proxy != before.proxy {
            // Another process chose this proxy. The password that is known belongs to the one before.
            *password = None;
            self.look_for_proxy_password(&current.settings);
        }
        self.http.set_network(network::network(&current.settings, password.as_ref()));
        (current.settings.clone(), moved)
    }

    /// Moves the secrets of the sources that moved, and has those read again whose sources another process added or
    /// changed: what is known under their names may belong to a source that is gone.
    fn follow(&self, before: &[OwnSourceSetting], now: &[OwnSourceSetting], moved: &[(OwnSlot, OwnSlot)]) {
        for (from, to) in moved {
            for (from, to) in secrets_of(*from).into_iter().zip(secrets_of(*to)) {
                self.vault.rename(&from, &to);
            }
        }
        for own in now.iter().filter(|own| !own.for_this_run) {
            if !before.iter().any(|other| other.is_same(own)) {
                self.vault.read_again(secrets_of(own.slot));
            }
        }
    }

    async fn forget_places(&self, moved: Vec<(OwnSlot, OwnSlot)>) {
        for (from, to) in moved {
            self.forget_answers(SourceName::Own(from)).await;
            self.forget_answers(SourceName::Own(to)).await;
        }
    }
}
