//! `--demo`: the simulator inside the process answers for every upstream. No account, no network, nothing kept.

use std::path::Path;

use perihelion_core::profile::{Options, Profile};
use perihelion_core::secret::Secret;
use perihelion_core::sources::own::OwnKind;
use perihelion_simulator::{Config, Knobs, Simulator, Upstream};

/// The bits a second that files come with, as on a line of some household.
const LINE: u64 = 80_000_000;

/// Starts the simulator and returns it with the options that point a profile at it. The folder is deleted when the window is
/// closed.
pub(crate) async fn start() -> std::io::Result<(Simulator, Options)> {
    let simulator = Simulator::start(Config::default()).await?;
    simulator.set_knobs(Upstream::Files, Knobs { line: Some(LINE), ..Knobs::default() });
    let folder = std::env::temp_dir().join(format!("perihelion-demo-{}", std::process::id()));
    let options = Options {
        data_dir: Some(folder),
        endpoints: Some(simulator.base_url()),
        store: None,
        token: Secret::new("demo-premium"),
        no_keyring: true,
    };
    Ok((simulator, options))
}

/// Has the files that are kept lie in the demonstration's folder too.
pub(crate) async fn keep_in(profile: &Profile, folder: &Path) {
    let films = folder.join("films");
    let made = std::fs::create_dir_all(&films).map_err(|error| error.to_string());
    let set = profile.change_settings(|settings| settings.downloads.folder = Some(films)).await;
    if let Err(error) = made.and(set.map_err(|error| error.to_string())) {
        tracing::warn!(error, "downloads of the demonstration have no folder");
    }
}

/// Adds the simulator's addon for subtitles, which a person would have added by hand.
pub(crate) async fn add_subtitles(profile: Profile, simulator: String) {
    let address = format!("{simulator}/addon/lines/manifest.json");
    let added = async {
        let checked =
            profile.check_own_source(OwnKind::Addon, &address, None).await.map_err(|error| error.to_string())?;
        profile.add_own_source(checked, None).await.map_err(|error| error.to_string())
    };
    if let Err(error) = added.await {
        tracing::warn!(error, "the demonstration has no subtitles");
    }
}
