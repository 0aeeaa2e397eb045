//! The accounts: sign in, test, forget.

use jiff::Timestamp;
use perihelion_core::debrid::DebridError;
use perihelion_core::profile::{self, AccountState};
use perihelion_core::secret::Secret;
use perihelion_core::vault::Kept;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt as _;

use super::named::store;
use super::settings::view;
use crate::error::{CommandResult, of_debrid, of_vault};
use crate::present;
use crate::state::App;
use crate::wire::{Account, Code, SettingsView, WireError};

/// Tests the token that is kept.
#[tauri::command]
pub(crate) async fn test_account(app: State<'_, App>, service: String) -> CommandResult<Account> {
    let store = store(&service)?;
    app.profile.vault.ask_again();
    let account = app.profile.test_account(store, None).await;
    match (account.standing(), account.state) {
        (Some(standing), _) => Ok(present::account(store, standing, Timestamp::now())),
        (None, AccountState::NoToken(Some(trouble))) => Err(of_vault(trouble)),
        (None, AccountState::Failed(error)) => Err(of_debrid(&error, store)),
        (None, _) => Err(of_debrid(&DebridError::SignedOut, store)),
    }
}

/// Tests a token and keeps it, unless the service refuses it or could not be asked. `untested` keeps it without asking.
#[tauri::command]
pub(crate) async fn sign_in(
    app: State<'_, App>,
    service: String,
    token: String,
    untested: bool,
) -> CommandResult<SettingsView> {
    let store = store(&service)?;
    let token = secret(&token)?;
    app.profile.vault.ask_again();
    let account = if untested {
        profile::Account { store, state: AccountState::NoToken(None) }
    } else {
        app.profile.test_account(store, Some(token.clone())).await
    };
    if let AccountState::Failed(error) = &account.state
        && !matches!(error, DebridError::NoSubscription)
    {
        return Err(of_debrid(error, store));
    }
    let kept = app.profile.sign_in(token, &account).await;
    tracing::info!(service = store.name(), in_keyring = kept == Kept::InKeyring, untested, "a token was kept");
    let mut signed_in = Vec::new();
    for other in app.profile.stores() {
        if other != store && app.profile.vault.get(other.name()).await.is_some() {
            signed_in.push(other);
        }
    }
    // A new service comes last in the order. Services without a token leave it, such as the default that was never signed in.
    app.profile
        .change_settings(|settings| {
            let mut stores = settings.stores();
            stores.retain(|other| signed_in.contains(other) || *other == store);
            if !stores.contains(&store) {
                stores.push(store);
            }
            settings.use_services(&stores);
        })
        .await?;
    view(&app).await
}

#[tauri::command]
pub(crate) async fn forget_token(app: State<'_, App>, service: String) -> CommandResult<SettingsView> {
    let store = store(&service)?;
    app.profile.vault.forget(store.name()).await.map_err(of_vault)?;
    view(&app).await
}

#[tauri::command]
pub(crate) fn open_token_page(handle: AppHandle, service: String) -> CommandResult<()> {
    let store = store(&service)?;
    let page = store.token_page().ok_or_else(|| WireError::bad_input(format!("{store} has no page for its token")))?;
    handle
        .opener()
        .open_url(page, None::<&str>)
        .map_err(|_| WireError::new(Code::Internal, "The browser could not be opened").hint(page))
}

pub(super) fn secret(text: &str) -> CommandResult<Secret> {
    Secret::new(text).ok_or_else(|| {
        WireError::bad_input("That is not a token").hint("A token is one word without spaces. Copy it again")
    })
}
