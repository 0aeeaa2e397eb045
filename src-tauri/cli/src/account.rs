//! `account`, `cloud` and `added`: what stands with the accounts, what is in them, and what the app put there.

use clap::Args;
use perihelion_core::debrid::{DebridError, Store};
use perihelion_core::pipeline::cloud;
use perihelion_core::pipeline::link::{self, Links};
use perihelion_core::profile::Profile;
use perihelion_core::store::AddState;
use serde_json::json;

use crate::{Ending, print};

#[derive(Args)]
pub(crate) struct CloudArguments {
    /// The service; the first in use when not given
    #[arg(long)]
    service: Option<String>,
    /// The page, from 1
    #[arg(long, default_value_t = 1)]
    page: u32,
    /// The files of this torrent instead of a page
    #[arg(long, value_name = "ID")]
    files: Option<String>,
    /// A direct link to a file of this torrent
    #[arg(long, value_name = "ID", conflicts_with = "files")]
    link: Option<String>,
    /// The file's path, with --link; the film itself when not given
    #[arg(long, requires = "link")]
    file: Option<String>,
    /// Takes this torrent out of the account
    #[arg(long, value_name = "ID", conflicts_with_all = ["files", "link"])]
    remove: Option<String>,
}

#[derive(Args)]
pub(crate) struct AddedArguments {
    /// Takes this entry out of its account
    #[arg(long, value_name = "NUMBER")]
    undo: Option<i64>,
    /// Takes out everything that no link was made of
    #[arg(long, conflicts_with = "undo")]
    undo_unused: bool,
}

/// Returns the exit code and text for an error at a service.
pub(crate) fn ending(store: Store, error: &DebridError) -> Ending {
    let text = format!("{store}: {error}");
    match error {
        DebridError::SignedOut
        | DebridError::Unauthorized
        | DebridError::NoSubscription
        | DebridError::AccountRefused(_)
        | DebridError::NotOffered => Ending::Account(text),
        DebridError::NotCached(_)
        | DebridError::LegalBlock
        | DebridError::NoMatchingFile
        | DebridError::UnsureFile
        | DebridError::Delayed
        | DebridError::Gone
        | DebridError::Lost
        | DebridError::BadLink(_)
        | DebridError::NotAsPromised(_) => Ending::NoLink(text),
        DebridError::RateLimited { .. }
        | DebridError::LimitExceeded
        | DebridError::Timeout(_)
        | DebridError::Unreachable(_)
        | DebridError::Malformed(_)
        | DebridError::ServerPassword
        | DebridError::ServerRefused(_)
        | DebridError::BadMagnet(_)
        | DebridError::Down
        | DebridError::SwitchedOff
        | DebridError::Unrecorded
        | DebridError::Closing
        | DebridError::Refused { .. } => Ending::Failed(text),
    }
}

/// A service by the name on the command line.
pub(crate) fn service(name: &str) -> Result<Store, Ending> {
    name.parse().map_err(|error: perihelion_core::debrid::UnknownStore| Ending::Misused(format!("--service: {error}")))
}

/// Tests the accounts of all services in use.
pub(crate) async fn account(profile: &Profile, as_json: bool) -> Result<(), Ending> {
    let mut usable = false;
    let mut last = String::new();
    for store in profile.stores() {
        let account = profile.test_account(store, None).await;
        usable |= account.state.is_usable();
        last = account.words();
        print::line(&if as_json {
            json!({ "service": store.name(), "usable": account.state.is_usable(), "state": last }).to_string()
        } else {
            last.clone()
        });
    }
    if usable { Ok(()) } else { Err(Ending::Account(last)) }
}

/// Lists, opens, links or removes what is in an account.
pub(crate) async fn cloud(profile: &Profile, arguments: CloudArguments, as_json: bool) -> Result<(), Ending> {
    let store = arguments.service.as_deref().map_or(Ok(profile.store()), service)?;
    let links = Links { accounts: profile.account_at(store).await.into_iter().collect(), ..profile.links().await };
    let failed = |error: DebridError| ending(store, &error);
    if let Some(id) = &arguments.remove {
        return cloud::remove(&links, store, id).await.map_err(failed);
    }
    if let Some(id) = &arguments.link {
        let result = cloud::link(&links, store, id, arguments.file.as_deref()).await.map_err(failed)?;
        print::line(&if as_json { json!(result).to_string() } else { result.link.to_string() });
        return Ok(());
    }
    if let Some(id) = &arguments.files {
        let magnet = cloud::files(&links, store, id).await.map_err(failed)?;
        for file in &magnet.files {
            print::line(&if as_json {
                json!({ "path": file.path, "name": file.name, "size": file.size }).to_string()
            } else {
                format!("{}  {}", print::size(file.size), if file.path.is_empty() { &file.name } else { &file.path })
            });
        }
        return Ok(());
    }
    let page = cloud::page(&links, store, arguments.page.saturating_sub(1)).await.map_err(failed)?;
    for item in &page.items {
        let magnet = &item.magnet;
        print::line(&if as_json {
            json!({
                "id": magnet.id, "info_hash": magnet.hash, "name": magnet.name, "size": magnet.size,
                "status": magnet.status.as_str(), "added_at": magnet.added_at, "ours": item.ours,
            })
            .to_string()
        } else {
            format!("{}  {:<12} {}  {}", print::size(magnet.size), magnet.status.as_str(), magnet.id, magnet.name)
        });
    }
    if page.more {
        print::progress(&format!("more with --page {}", arguments.page.saturating_add(1)));
    }
    if page.items.is_empty() { Err(Ending::NothingFound(format!("nothing is there in {store}"))) } else { Ok(()) }
}

/// Lists what the app put into the accounts, or takes it out again.
pub(crate) async fn added(profile: &Profile, arguments: AddedArguments, as_json: bool) -> Result<(), Ending> {
    let entries = profile.ledger.added().await;
    let doomed: Vec<_> = match arguments.undo {
        Some(id) => entries.iter().filter(|entry| entry.id == id).collect(),
        None if arguments.undo_unused => entries.iter().filter(|entry| entry.state == AddState::Unused).collect(),
        None => Vec::new(),
    };
    if arguments.undo.is_some() || arguments.undo_unused {
        if doomed.is_empty() {
            return Err(Ending::NothingFound("nothing of that kind was added".to_owned()));
        }
        for entry in doomed {
            let accounts = profile.account_at(entry.store).await.into_iter().collect();
            let links = Links { accounts, ..profile.links().await };
            link::undo(&links, entry).await.map_err(|error| ending(entry.store, &error))?;
            print::progress(&format!("{}: removed {}", entry.store, entry.name));
        }
        return Ok(());
    }
    for entry in &entries {
        let used = entry.state == AddState::Used;
        let in_doubt = entry.state == AddState::InDoubt;
        print::line(&if as_json {
            json!({
                "id": entry.id, "service": entry.store, "info_hash": entry.hash, "name": entry.name,
                "added_at": entry.at, "used": used, "state": entry.state.as_str(),
            })
            .to_string()
        } else {
            let mark = if used { "used  " } else { "unused" };
            let doubt = if in_doubt { "  (kept: it may have been there before)" } else { "" };
            format!("{:>5}  {mark}  {:<12} {}{doubt}", entry.id, entry.store.label(), entry.name)
        });
    }
    if entries.is_empty() { Err(Ending::NothingFound("the app added nothing".to_owned())) } else { Ok(()) }
}
