//! How the outside is reached, as one person set it up: the proxy's address stands in the settings, its password in the vault.

use std::path::Path;

use crate::http::{Network, ProxyAddress};
use crate::secret::Secret;
use crate::settings::{Settings, SettingsError};
use crate::vault::{Kept, Vault};

use super::Profile;

/// The vault's entry for the password in a proxy's address, percent-encoded as it stands there.
const PROXY_PASSWORD: &str = "proxy-password";

impl Profile {
    /// Goes through another proxy from the next request on, or with `None` through the system's. Says where a password went.
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
        *self.proxy_password.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = password;
        self.change_settings(|settings| {
            settings.proxy = proxy;
            settings.proxy_password = has_password;
        })?;
        Ok(kept)
    }
}

/// The network of the settings, with the proxy's password where it has one.
pub(super) fn network(settings: &Settings, password: Option<&Secret>) -> Network {
    let whole = |proxy: &ProxyAddress| password.map_or_else(|| proxy.clone(), |password| proxy.with(password));
    Network { profiles: settings.http_profile, proxy: settings.proxy.as_ref().map(whole), hosts: Vec::new() }
}

/// The proxy's password. One that an earlier version wrote into the settings file goes into the keyring; where no keyring
/// takes it, it stays for the next start.
pub(super) async fn proxy_password(settings: &mut Settings, path: &Path, vault: &Vault) -> Option<Secret> {
    let (bare, written) = settings.proxy.as_ref()?.apart();
    let Some(password) = written else {
        return if settings.proxy_password { vault.get(PROXY_PASSWORD).await } else { None };
    };
    if vault.set(PROXY_PASSWORD, password.clone()).await == Kept::InKeyring {
        settings.proxy = Some(bare);
        settings.proxy_password = true;
        if let Err(error) = settings.save(path) {
            tracing::warn!(%error, "a proxy's password stays in the settings file");
        }
    }
    Some(password)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::VaultError;

    const WHOLE: &str = "socks5://ann:p%40ss@proxy.example:1080";

    /// Settings an earlier version wrote, and what becomes of them.
    async fn opened(vault: &Vault) -> (Settings, String, Option<Secret>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        std::fs::write(&path, format!(r#"{{"proxy": "{WHOLE}"}}"#)).unwrap();
        let mut settings = Settings::load(&path).0;
        let password = proxy_password(&mut settings, &path, vault).await;
        (settings, std::fs::read_to_string(&path).unwrap(), password)
    }

    #[tokio::test]
    async fn a_password_of_an_earlier_version_goes_from_the_file_into_the_keyring() {
        let vault = Vault::passing_for_a_keyring();
        let (mut settings, file, password) = opened(&vault).await;
        assert!(!file.contains("p%40ss") && file.contains("socks5://ann@proxy.example:1080"), "{file}");
        assert_eq!(network(&settings, password.as_ref()).proxy, Some(WHOLE.parse().unwrap()), "and is used as before");
        let again = proxy_password(&mut settings, Path::new("unused"), &vault).await;
        assert_eq!(again, password, "the next start finds it");
    }

    #[tokio::test]
    async fn where_no_keyring_takes_it_nothing_is_lost() {
        let (settings, file, password) = opened(&Vault::failing(VaultError::Locked)).await;
        assert!(file.contains("p%40ss"), "the next start tries again");
        assert_eq!(network(&settings, password.as_ref()).proxy, Some(WHOLE.parse().unwrap()));
    }
}
