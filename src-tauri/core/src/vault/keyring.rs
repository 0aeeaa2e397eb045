//! The system's keyring.

#![expect(clippy::disallowed_types, reason = "the owner of the keyring")]

use keyring::v1::{Entry, Error};

use super::{Keyring, VaultError};
use crate::secret::Secret;

const SERVICE: &str = "perihelion";

/// The system's own store of secrets.
#[derive(Debug)]
pub(super) struct System;

impl Keyring for System {
    fn read(&self, name: &str) -> Result<Option<Secret>, VaultError> {
        match entry(name)?.get_password() {
            Ok(text) => Ok(Secret::new(&text)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(meaning(&error)),
        }
    }

    fn write(&self, name: &str, secret: &Secret) -> Result<(), VaultError> {
        entry(name)?.set_password(secret.expose()).map_err(|error| meaning(&error))
    }

    fn delete(&self, name: &str) -> Result<(), VaultError> {
        match entry(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(meaning(&error)),
        }
    }
}

fn entry(name: &str) -> Result<Entry, VaultError> {
    Entry::new(SERVICE, name).map_err(|error| meaning(&error))
}

/// Translates the keyring's error without its text, because some variants hold the secret's bytes. `Denied` concerns
/// one entry, all others the whole keyring.
fn meaning(error: &Error) -> VaultError {
    match error {
        Error::NoStorageAccess(_) => VaultError::Locked,
        Error::NoDefaultStore | Error::PlatformFailure(_) => VaultError::Unavailable,
        _ => VaultError::Denied,
    }
}
