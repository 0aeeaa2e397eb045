//! The accounts: paste, test, keep, forget.

use perihelion_core::debrid::DebridError;
use perihelion_core::profile::AccountState;
use perihelion_core::secret::Secret;
use perihelion_core::vault::Kept;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt as _;

use super::named::store;
use super::settings::view;
use crate::error::{CommandResult, of_debrid, of_vault};
use crate::state::App;
use crate::wire::{Account, Code, SettingsView, WireError};

#[tauri::command]
pub(crate) async fn test_account(
    app: State<'_, App>,
    service: String,
    token: Option<String>,
) -> CommandResult<Account> {
    let store = store(&service)?;
    let typed = token.as_deref().map(secret).transpose()?;
    app.profile.vault.ask_again();
    let account = app.profile.test_account(store, typed).await;
    let message = account.words();
    let usable = account.state.is_usable();
    let status = match account.state {
        AccountState::Premium => "premium".to_owned(),
        AccountState::Trial => "trial".to_owned(),
        AccountState::Expired => "expired".to_owned(),
        AccountState::Other(status) if status.is_empty() => "unknown".to_owned(),
        AccountState::Other(status) => status,
        AccountState::NoToken(None) => return Err(of_debrid(&DebridError::SignedOut, store)),
        AccountState::NoToken(Some(trouble)) => return Err(of_vault(trouble)),
        AccountState::Failed(error) => return Err(of_debrid(&error, store)),
    };
    Ok(Account { service, status, usable, message })
}

#[tauri::command]
pub(crate) async fn save_token(app: State<'_, App>, service: String, token: String) -> CommandResult<SettingsView> {
    let store = store(&service)?;
    let kept = app.profile.vault.set(store.name(), secret(&token)?).await;
    tracing::info!(service = store.name(), in_keyring = kept == Kept::InKeyring, "a token was saved");
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
