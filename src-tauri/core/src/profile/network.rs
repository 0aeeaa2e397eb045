//! The person's network settings. The settings file holds the proxy's address, the vault its password.

use std::sync::PoisonError;
use std::time::Duration;

use crate::http::{Network, ProxyAddress};
use crate::secret::Secret;
use crate::settings::{Settings, SettingsError};
use crate::vault::Kept;

use super::Profile;

/// The vault's entry for the password in a proxy's address, percent-encoded as it stands there.
pub(super) const PROXY_PASSWORD: &str = "proxy-password";

/// How long the start waits for the proxy's password. If the keyring prompts the person, the app opens in the meantime.
const WORTH_WAITING: Duration = Duration::from_secs(2);

impl Profile {
    /// Uses another proxy from the next request on; `None` uses the system's. Returns where the password was stored, if
    /// it has one.
    pub async fn set_proxy(&self, proxy: Option<ProxyAddress>) -> Result<Option<Kept>, SettingsError> {
        let (proxy, password) = match proxy.as_ref().map(ProxyAddress::apart) {
            Some((bare, password)) => (Some(bare), password),
            None => (None, None),
        };
        let mut kept = None;
        if let Some(password) = &password {
            kept = Some(self.vault.set(PROXY_PASSWORD, password.clone()).await);
        } else if self.settings().proxy_password
            && let Err(error) = self.vault.forget(PROXY_PASSWORD).await
        {
            tracing::warn!(%error, "a proxy's password stays in the keyring");
        }
        let has_password = password.is_some();
        *self.proxy_password.lock().unwrap_or_else(PoisonError::into_inner) = password;
        self.change_settings(|settings| {
            settings.proxy = proxy;
            settings.proxy_password = has_password;
        })
        .await?;
        Ok(kept)
    }

    /// Applies the proxy's password from the vault. Waits at most 2 s; a password that comes later is applied in the
    /// background.
    pub(super) async fn find_proxy_password(&self) {
        let settings = self.settings();
        let Some((bare, written)) = settings.proxy.as_ref().map(ProxyAddress::apart) else { return };
        let profile = self.clone();
        let finding = tokio::spawn(async move {
            match written {
                Some(password) => profile.move_proxy_password(bare, password).await,
                None if settings.proxy_password => {
                    let password = profile.vault.get(PROXY_PASSWORD).await;
                    profile.use_proxy_password(password);
                }
                None => {}
            }
        });
        if tokio::time::timeout(WORTH_WAITING, finding).await.is_err() {
            tracing::info!("the start does not wait for the proxy's password");
        }
    }

    /// Has the password of another proxy read in the background.
    pub(super) fn look_for_proxy_password(&self, settings: &Settings) {
        if !settings.proxy_password {
            return;
        }
        let profile = self.clone();
        self.vault.read_again([PROXY_PASSWORD.to_owned()]);
        tokio::spawn(async move {
            let password = profile.vault.get(PROXY_PASSWORD).await;
            profile.use_proxy_password(password);
        });
    }

    fn use_proxy_password(&self, password: Option<Secret>) {
        // Takes the two locks in the same order as `change_settings`, against a deadlock.
        let current = self.current();
        let network = network(&current.settings, password.as_ref());
        *self.proxy_password.lock().unwrap_or_else(PoisonError::into_inner) = password;
        self.http.set_network(network);
    }

    /// Moves a password that an earlier version wrote into the settings file to the keyring. If that fails it stays in
    /// the file until the next start.
    async fn move_proxy_password(&self, bare: ProxyAddress, password: Secret) {
        self.use_proxy_password(Some(password.clone()));
        if self.vault.set(PROXY_PASSWORD, password).await != Kept::InKeyring {
            return;
        }
        let saved = self.change_settings(|settings| {
            settings.proxy = Some(bare);
            settings.proxy_password = true;
        });
        if let Err(error) = saved.await {
            tracing::warn!(%error, "a proxy's password stays in the settings file");
        }
    }
}

/// Returns the settings' network, with the proxy's password put in.
pub(super) fn network(settings: &Settings, password: Option<&Secret>) -> Network {
    let whole = |proxy: &ProxyAddress| password.map_or_else(|| proxy.clone(), |password| proxy.with(password));
    Network { profiles: settings.http_profile, proxy: settings.proxy.as_ref().map(whole), hosts: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Options;
    use crate::vault::{Vault, VaultError};

    const WHOLE: &str = "socks5://ann:p%40ss@proxy.example:1080";

    /// Starts on settings an earlier version wrote. Returns the profile and what the file holds then.
    async fn started(vault: Vault) -> (Profile, String) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        std::fs::write(&path, format!(r#"{{"proxy": "{WHOLE}"}}"#)).unwrap();
        let options = Options { data_dir: Some(folder.path().to_owned()), ..Options::default() };
        let (profile, troubles) = Profile::open_with(options, vault).await.unwrap();
        assert!(troubles.is_empty(), "{troubles:?}");
        (profile, std::fs::read_to_string(&path).unwrap())
    }

    /// Returns the proxy in use, with its password.
    fn in_use(profile: &Profile) -> Option<ProxyAddress> {
        let password = profile.proxy_password.lock().unwrap().clone();
        network(&profile.settings(), password.as_ref()).proxy
    }

    #[tokio::test]
    async fn a_password_of_an_earlier_version_goes_from_the_file_into_the_keyring() {
        let (profile, file) = started(Vault::for_test(None)).await;
        assert!(!file.contains("p%40ss") && file.contains("socks5://ann@proxy.example:1080"), "{file}");
        assert_eq!(in_use(&profile), Some(WHOLE.parse().unwrap()), "and is used as before");
        profile.use_proxy_password(None);
        profile.find_proxy_password().await;
        assert_eq!(in_use(&profile), Some(WHOLE.parse().unwrap()), "the next start finds it");
    }

    #[tokio::test]
    async fn where_no_keyring_takes_it_nothing_is_lost() {
        let (profile, file) = started(Vault::for_test(Some(VaultError::Locked))).await;
        assert!(file.contains("p%40ss"), "the next start tries again");
        assert_eq!(in_use(&profile), Some(WHOLE.parse().unwrap()));
    }
}
