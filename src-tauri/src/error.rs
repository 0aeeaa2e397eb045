//! Turns the core's errors into the page's: what happened in words a person understands, and what to do about it. No other file
//! does.

use perihelion_core::debrid::{DebridError, Mismatch, Store, length};
use perihelion_core::metadata::MetadataError;
use perihelion_core::model::Way;
use perihelion_core::profile::Trouble;
use perihelion_core::profile::sources::SourceSettingError;
use perihelion_core::query::BadQuery;
use perihelion_core::settings::SettingsError;
use perihelion_core::sources::SourceError;
use perihelion_core::sources::own::CheckError;
use perihelion_core::store::StoreError;
use perihelion_core::vault::VaultError;
use perihelion_player::find::FindError;
use perihelion_player::{PlayError, PlayerError};

use crate::wire::{Code, WireError};

/// The result of a command.
pub(crate) type CommandResult<T> = Result<T, WireError>;

impl WireError {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: None, about: None }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn about(mut self, whom: &impl ToString) -> Self {
        self.about = Some(whom.to_string());
        self
    }

    pub(crate) fn bad_input(message: impl Into<String>) -> Self {
        Self::new(Code::BadInput, message)
    }

    pub(crate) fn cancelled() -> Self {
        Self::new(Code::Cancelled, "Stopped")
    }
}

/// Converts a source's failure for its chip.
pub(crate) fn of_source(error: &SourceError) -> WireError {
    match error {
        SourceError::Timeout(after) => {
            WireError::new(Code::Timeout, format!("No answer within {} s", after.as_secs().max(1))).hint("Try again")
        }
        SourceError::RateLimited { retry_after } => {
            WireError::new(Code::RateLimited, "Asked too often").hint(match retry_after {
                Some(wait) => format!("It asks to wait {} s", wait.as_secs().max(1)),
                None => "Try again in a while".to_owned(),
            })
        }
        SourceError::Blocked => WireError::new(Code::Blocked, "Blocked by its bot protection")
            .hint("Some networks and VPNs are refused; try another"),
        SourceError::Refused(401) => {
            WireError::new(Code::Refused, "It did not accept its password or key").hint("Check them in Sources")
        }
        SourceError::Refused(status) => {
            WireError::new(Code::Refused, format!("Answered with error {status}")).hint("Try again later")
        }
        SourceError::Unreachable(why) => {
            WireError::new(Code::Unreachable, sentence(why)).hint("Check the connection and the source's address")
        }
        SourceError::Resting { left } => WireError::new(Code::Resting, "Resting after failing several times")
            .hint(format!("It is asked again in {} s, or now if you say so", left.as_secs().max(1))),
        SourceError::Malformed(why) => WireError::new(Code::Malformed, sentence(why))
            .hint("It may have changed; the other sources are not concerned"),
        SourceError::Said(words) => WireError::new(Code::Refused, format!("It says: {words}"))
            .hint("These are its own words; its settings are at its own address"),
    }
}

/// Converts a failure at a debrid service. The result names the service.
pub(crate) fn of_debrid(error: &DebridError, store: Store) -> WireError {
    match error {
        DebridError::NotAsPromised(mismatch) => of_mismatch(mismatch),
        error => of_service(error, store).about(&store),
    }
}

/// Converts what a file is found to be instead of what was promised. The result names that.
fn of_mismatch(mismatch: &Mismatch) -> WireError {
    let (code, about) = match mismatch {
        Mismatch::NoPicture => (Code::NoPicture, String::new()),
        Mismatch::Length { found_s, .. } => (Code::WrongLength, length(*found_s)),
        Mismatch::Resolution { width, height, .. } => (Code::WrongResolution, format!("{width}×{height}")),
        Mismatch::Language { found, .. } => (Code::WrongLanguage, found.join(", ")),
    };
    WireError::new(code, format!("The file is not what was promised: {mismatch}")).hint("Try another one").about(&about)
}

/// Converts a failure of a link that an addon gave. The result names the addon by its label.
pub(crate) fn of_offer(error: &DebridError, label: &str) -> WireError {
    let shown = match error {
        DebridError::RateLimited { retry_after } => {
            WireError::new(Code::RateLimited, format!("The server behind {label}'s link was asked too often")).hint(
                match retry_after {
                    Some(wait) => format!("Wait {} s and try again", wait.as_secs().max(1)),
                    None => "Wait a minute and try again".to_owned(),
                },
            )
        }
        DebridError::BadLink(why) => {
            WireError::new(Code::Malformed, format!("{label}'s link does not lead to the film: {why}"))
                .hint("Try another one, or look at the addon's own settings")
        }
        DebridError::NoMatchingFile => {
            WireError::new(Code::NoFile, format!("{label}'s link is of another file")).hint("Try another one")
        }
        DebridError::NotAsPromised(mismatch) => return of_mismatch(mismatch),
        DebridError::UnsureFile => WireError::new(Code::NoFile, format!("{label}'s link may be of another file"))
            .hint("Choose it if it is right"),
        DebridError::NotCached(_) => {
            WireError::new(Code::NotCached, format!("{label} gives no link for it")).hint("Try another one")
        }
        other => of_service(other, Store::RealDebrid),
    };
    shown.about(&label)
}

fn of_service(error: &DebridError, store: Store) -> WireError {
    match error {
        DebridError::SignedOut => WireError::new(Code::NoAccount, "No debrid service is signed in")
            .hint("Choose your service in Settings and paste its token"),
        DebridError::Unauthorized => WireError::new(Code::TokenRefused, format!("{store} refused the token"))
            .hint("It may have been revoked or mistyped. Paste a new one in Settings"),
        DebridError::NoSubscription => WireError::new(
            Code::SubscriptionEnded,
            format!("Your {store} subscription has ended or does not cover this"),
        )
        .hint(format!("Renew it at {store}, then try again")),
        DebridError::ServerPassword => {
            WireError::new(Code::Refused, "The StremThru server refused its password, or asks for one")
                .hint("Check the server's password in Settings")
        }
        DebridError::ServerRefused(why) => {
            WireError::new(Code::Refused, format!("{store} refuses the StremThru server: {why}"))
                .hint("Use another StremThru server, or another service; your subscription is not the reason")
        }
        DebridError::AccountRefused(why) => {
            WireError::new(Code::TokenRefused, format!("{store} refuses the account: {why}"))
                .hint(format!("Sign in at {store}'s own site to see what is the matter with the account"))
        }
        DebridError::RateLimited { retry_after } => {
            WireError::new(Code::RateLimited, format!("{store} was asked too often")).hint(match retry_after {
                Some(wait) => format!("Wait {} s and try again", wait.as_secs().max(1)),
                None => "Wait a minute and try again".to_owned(),
            })
        }
        DebridError::LimitExceeded => WireError::new(Code::RateLimited, format!("{store}'s limit is reached"))
            .hint("Too many active torrents, or its fair-use limit. Remove some, or wait"),
        DebridError::LegalBlock => {
            WireError::new(Code::LegalBlock, format!("{store} refuses this torrent for legal reasons"))
                .hint("Try another one")
        }
        DebridError::NotCached(_) => {
            WireError::new(Code::NotCached, format!("{store} does not hold it after all")).hint("Try another one")
        }
        DebridError::UnsureFile => WireError::new(Code::NoFile, "Several of its files may be the one you want"),
        DebridError::NoMatchingFile => WireError::new(Code::NoFile, "None of its files is the one you want")
            .hint("Rather none than a wrong one: try another torrent"),
        DebridError::Unreachable(why) => WireError::new(Code::Unreachable, sentence(why)).hint("Try again"),
        DebridError::Malformed(why) => WireError::new(Code::Malformed, sentence(why)).hint("Try again later"),
        DebridError::NotOffered => WireError::new(Code::BadInput, format!("StremThru does not offer {store}"))
            .hint("Choose another service, or another StremThru server"),
        DebridError::Delayed => {
            WireError::new(Code::Timeout, format!("{store} is still preparing the link")).hint("Try again in a minute")
        }
        DebridError::Gone => {
            WireError::new(Code::Refused, format!("{store} does not have it any more")).hint("Try another one")
        }
        DebridError::Lost => WireError::new(Code::Refused, format!("{store} lost the torrent meanwhile"))
            .hint("Try another one, or this one again in ten minutes"),
        DebridError::Down => WireError::new(Code::Unreachable, format!("{store} is down or in maintenance"))
            .hint("Try again later, or use another service"),
        DebridError::SwitchedOff => {
            WireError::new(Code::Refused, format!("{store} has switched this off")).hint("Try another service")
        }
        DebridError::Unrecorded => {
            WireError::new(Code::Storage, "Nothing was added, because it could not be written down")
                .hint("Check that the disk is not full")
        }
        DebridError::Closing => WireError::cancelled(),
        DebridError::BadLink(why) => {
            WireError::new(Code::Malformed, format!("{store}'s link does not lead to the film: {why}"))
                .hint("Try another one")
        }
        DebridError::NotAsPromised(mismatch) => of_mismatch(mismatch),
        DebridError::Timeout(after) => {
            let message = format!("StremThru did not answer within {} s", after.as_secs().max(1));
            WireError::new(Code::Timeout, message).hint("Try again")
        }
        DebridError::BadMagnet(message) | DebridError::Refused { message, .. } => {
            WireError::new(Code::Refused, format!("{store} answered: {message}")).hint("Try another one")
        }
    }
}

pub(crate) fn of_vault(error: VaultError) -> WireError {
    match error {
        VaultError::Unavailable => {
            WireError::new(Code::KeyringUnavailable, "No keyring answers, so the token is kept for this run only").hint(
                if cfg!(target_os = "linux") {
                    "Install and start GNOME Keyring, KWallet or KeePassXC's secret service"
                } else {
                    "Check that the system's keychain works"
                },
            )
        }
        VaultError::Locked => {
            WireError::new(Code::KeyringLocked, "The keyring is locked, so the token is kept for this run only")
                .hint("Unlock it and save the token again")
        }
        VaultError::Denied => {
            WireError::new(Code::KeyringLocked, "The keyring refused, so the token is kept for this run only")
                .hint("Allow Perihelion to use it and save the token again")
        }
    }
}

impl From<MetadataError> for WireError {
    fn from(error: MetadataError) -> Self {
        match error {
            MetadataError::NotFound => {
                Self::new(Code::NotFound, "Nothing is known by that id").hint("Search for its title instead")
            }
            MetadataError::Failed(failure) => {
                let shown = of_source(&failure);
                Self::new(shown.code, format!("The catalogue does not answer: {}", lower_first(&shown.message)))
                    .hint("Try again; what was seen before still works")
            }
        }
    }
}

impl From<SourceSettingError> for WireError {
    fn from(error: SourceSettingError) -> Self {
        match error {
            SourceSettingError::Settings(error) => error.into(),
            SourceSettingError::Check(CheckError::Failed(failure)) => {
                let shown = of_source(&failure);
                Self { message: format!("That address was asked and failed: {}", lower_first(&shown.message)), ..shown }
            }
            other => Self::bad_input(sentence(&other.to_string())),
        }
    }
}

impl From<BadQuery> for WireError {
    fn from(error: BadQuery) -> Self {
        let shown = Self::bad_input(sentence(&error.to_string()));
        match error {
            BadQuery::Magnet => shown.hint("Copy the magnet link again, or drop the torrent file on the window"),
            BadQuery::Link => shown.hint("Search for the title by its name instead"),
            BadQuery::Addon => shown.hint("Open Sources and choose “Add your own”"),
            BadQuery::TorrentFile(_) => shown.hint("Drop a .torrent file, or paste a magnet link"),
        }
    }
}

impl From<StoreError> for WireError {
    fn from(error: StoreError) -> Self {
        Self::new(Code::Storage, sentence(&error.to_string())).hint("Check the disk and the data folder's permissions")
    }
}

impl From<SettingsError> for WireError {
    fn from(error: SettingsError) -> Self {
        Self::new(Code::Storage, sentence(&error.to_string())).hint("The choice holds until the app is closed")
    }
}

impl From<&Trouble> for WireError {
    fn from(trouble: &Trouble) -> Self {
        Self::new(Code::Storage, sentence(&trouble.to_string()))
    }
}

impl From<PlayerError> for WireError {
    fn from(error: PlayerError) -> Self {
        let hint = match &error {
            PlayerError::NotFound => "Install mpv or VLC, choose a player in Settings, or copy the link",
            PlayerError::Exited(_) | PlayerError::Failed(_) => "Choose another player in Settings, or copy the link",
            PlayerError::NotVideo | PlayerError::NotWeb => "Choose another torrent",
        };
        Self::new(Code::NoPlayer, sentence(&error.to_string())).hint(hint)
    }
}

impl From<PlayError> for WireError {
    fn from(error: PlayError) -> Self {
        match error {
            PlayError::Player(error) => error.into(),
            PlayError::Stopped => Self::cancelled(),
            PlayError::Find(FindError::BadId) => Self::bad_input("That is no title's id"),
            PlayError::Find(FindError::NothingFound) => {
                Self::new(Code::NotFound, "No source knows a torrent of it that is worth trying")
                    .hint("Open its page to see all that was found")
            }
            PlayError::Find(FindError::NothingElse) => {
                Self::new(Code::NotFound, "No other release of it is worth trying")
                    .hint("Open its page to see all that was found")
            }
            PlayError::Find(FindError::NoLink(none)) => match none.services.first() {
                Some((Way::Service(store), error)) => of_debrid(error, *store),
                Some((way @ Way::Addon(_), error)) => of_offer(error, way.name()),
                None => of_service(&none.last, Store::RealDebrid),
            },
        }
    }
}

pub(crate) fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
