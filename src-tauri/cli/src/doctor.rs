//! `doctor`: what a bug report needs, as a zip in the current folder.

use perihelion_core::profile::{self, Profile};
use serde_json::json;

use crate::{Ending, print};

/// Writes the zip and prints where it is and what is in it.
pub(crate) async fn run(profile: &Profile, json: bool) -> Result<(), Ending> {
    let files = profile.report(concat!("perihelion-cli ", env!("CARGO_PKG_VERSION")), &[]).await;
    let cannot = |error: &dyn std::fmt::Display| Ending::Failed(format!("the report could not be written: {error}"));
    let folder = std::env::current_dir().map_err(|error| cannot(&error))?;
    let path = profile::save_report(&files, &folder).map_err(|error| cannot(&error))?;
    if json {
        let contents: Vec<_> = files.iter().map(|file| json!({ "name": file.name, "about": file.about })).collect();
        print::line(&json!({ "path": path, "contents": contents }).to_string());
        return Ok(());
    }
    print::line(&format!("{} holds:", path.display()));
    for file in &files {
        print::line(&format!("  {:<14} {}", file.name, file.about));
    }
    print::line("Nothing has been sent. Look into it before you share it.");
    Ok(())
}
