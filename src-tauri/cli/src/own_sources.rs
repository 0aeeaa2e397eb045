//! `sources list`, `add` and `remove`: the person's own sources from a terminal.

use clap::{Args, Subcommand};
use perihelion_core::profile::Profile;
use perihelion_core::secret::Secret;
use perihelion_core::sources::own::OwnKind;
use perihelion_core::torrent::SourceName;
use perihelion_core::vault::Kept;
use serde_json::json;

use crate::{Ending, print};

#[derive(Subcommand)]
pub(crate) enum OwnSourcesCommand {
    /// The sources of your own, one a line
    List,
    /// Adds a Stremio addon by its manifest, or a Torznab endpoint
    Add(AddArguments),
    /// Forgets a source of your own and its key
    Remove {
        /// Its name: own-1, own-2, …
        name: String,
    },
}

#[derive(Args)]
pub(crate) struct AddArguments {
    /// `addon` or `torznab`
    kind: String,
    /// https://…/manifest.json, stremio://…, or the address of a Torznab API
    address: String,
    /// What to call it, when not by its own name
    #[arg(long)]
    label: Option<String>,
    /// The key of a Torznab endpoint; better given where other users of the machine do not see it
    #[arg(long, env = "PERIHELION_TORZNAB_KEY", hide_env_values = true)]
    key: Option<String>,
}

pub(crate) async fn run(profile: &Profile, command: OwnSourcesCommand, as_json: bool) -> Result<(), Ending> {
    match command {
        OwnSourcesCommand::List => {
            for own in &profile.settings().sources.own {
                let (name, kind) = (own.name(), own.kind());
                print::line(&if as_json {
                    json!({
                        "source": name.as_str(), "kind": kind, "label": own.label, "address": own.url, "enabled": own.enabled,
                    })
                    .to_string()
                } else {
                    let off = if own.enabled { "" } else { "  (off)" };
                    format!("{:<7} {:<8} {:<24} {}{off}", name.as_str(), kind.as_str(), own.label, own.url)
                });
            }
            Ok(())
        }
        OwnSourcesCommand::Add(arguments) => add(profile, arguments, as_json).await,
        OwnSourcesCommand::Remove { name } => {
            let source: SourceName = name.parse().map_err(|error| Ending::Misused(format!("{error}")))?;
            profile.remove_own_source(source).await.map_err(|error| Ending::Misused(error.to_string()))
        }
    }
}

async fn add(profile: &Profile, arguments: AddArguments, as_json: bool) -> Result<(), Ending> {
    let kind = [OwnKind::Addon, OwnKind::Torznab].into_iter().find(|kind| kind.as_str() == arguments.kind);
    let kind = kind.ok_or_else(|| Ending::Misused("a source is an `addon` or `torznab`".to_owned()))?;
    let key = match arguments.key.as_deref() {
        Some(text) => Some(Secret::new(text).ok_or_else(|| Ending::Misused("that is not a key".to_owned()))?),
        None => None,
    };
    let checked = profile
        .check_own_source(kind, &arguments.address, key)
        .await
        .map_err(|error| Ending::Failed(error.to_string()))?;
    let (source, kept) = profile
        .add_own_source(checked, arguments.label.as_deref())
        .await
        .map_err(|error| Ending::Failed(error.to_string()))?;
    if let Some(Kept::ForThisRun(error)) = kept {
        // This run ends here, and the next one could not ask it.
        let removed = profile.remove_own_source(source).await;
        removed.map_err(|error| Ending::Failed(error.to_string()))?;
        return Err(Ending::Failed(format!("not added, as its address or key cannot be kept: {error}")));
    }
    let label = profile.settings().label(source);
    print::line(&if as_json {
        json!({ "source": source.as_str(), "kind": kind, "label": label }).to_string()
    } else {
        format!("{}  {label}", source.as_str())
    });
    Ok(())
}
