//! What a person can send with a bug report: versions, settings and health without a secret or an address of their own, and the
//! latest log.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::json;
use zip::write::SimpleFileOptions;

use super::Profile;
use crate::secret::Secret;

/// The most bytes of the log's end that are taken along.
const MOST_LOG: u64 = 256 * 1024;

/// One file of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportFile {
    pub name: &'static str,
    /// What is in it, as the person is told.
    pub about: &'static str,
    pub text: String,
}

impl Profile {
    /// Returns versions and figures as text, without a title or a secret. `program` is its name and version.
    pub fn summary(&self, program: &str) -> String {
        let now = Timestamp::now();
        let mut lines = vec![format!("{program} on {} {}, {now}", std::env::consts::OS, std::env::consts::ARCH)];
        for (store, calls) in self.calls_last_minute() {
            lines.push(format!("{store}: {calls} requests in the last minute"));
        }
        for health in self.health.snapshot(now) {
            let last = match &health.last {
                None => "not asked yet".to_owned(),
                Some(last) => last.error.as_ref().map_or_else(|| "good".to_owned(), ToString::to_string),
            };
            // A source of one's own is called `own-1` and not by the name the person gave it.
            lines.push(format!("{}: {last}", health.source));
        }
        lines.push(format!("sources on: {}", self.settings().sources().len()));
        lines.join("\n")
    }

    /// Returns the files of a report. `about` are lines of the program that makes it: its own version, the players it found.
    pub async fn report(&self, program: &str, about: &[String]) -> Vec<ReportFile> {
        let mut summary = self.summary(program);
        for line in about {
            let _ = write!(summary, "\n{line}");
        }
        let folder = self.folder().join("logs");
        let log = crate::work::off_runtime(move || latest_log(&folder)).await.ok().flatten().unwrap_or_default();
        let secrets = self.secrets().await;
        let redacted = |text: String| secrets.iter().fold(text, |text, secret| secret.redact(&text));
        vec![
            ReportFile {
                name: "summary.txt",
                about: "versions, system, players, health of the sources",
                text: summary,
            },
            ReportFile {
                name: "settings.json",
                about: "settings, without tokens, keys and addresses of your own",
                text: format!("{:#}\n", self.shareable_settings()),
            },
            ReportFile { name: "log.txt", about: "the end of the latest log; it can name titles", text: log },
        ]
        .into_iter()
        .map(|file| ReportFile { text: redacted(file.text), ..file })
        .collect()
    }

    /// The secrets that could have strayed into a text.
    async fn secrets(&self) -> Vec<Secret> {
        let mut secrets = Vec::new();
        for name in super::secret_names(&self.settings()) {
            secrets.extend(self.vault.get(&name).await);
        }
        secrets
    }

    /// Only what is named here leaves: an address can hold a key, and whose server somebody uses is their own affair.
    fn shareable_settings(&self) -> serde_json::Value {
        let settings = self.settings();
        json!({
            "services": settings.services,
            "keep_added": settings.keep_added,
            "player": settings.player,
            "own_player": settings.own_player.is_some(),
            "theme": settings.theme,
            "size": settings.size,
            "language": settings.language,
            "link_handler": settings.link_handler,
            "look_for_updates": settings.look_for_updates,
            "sources_off": settings.sources_off,
            "own_sources": settings.sources.own.len(),
            "other_addresses_of": settings.endpoints.keys().collect::<Vec<_>>(),
            "preferences": settings.preferences,
            "http_profile": settings.http_profile,
            "proxy": settings.proxy.is_some(),
            "keyring": !self.vault.is_in_memory(),
        })
    }
}

/// Returns the end of the newest file in the folder of logs; `None` where there is none.
fn latest_log(folder: &Path) -> Option<String> {
    let logs = std::fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    // Their names hold the day, so the last in order is the newest.
    let newest = logs.filter(|path| path.extension().is_some_and(|extension| extension == "log")).max()?;
    let mut file = File::open(newest).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(MOST_LOG))).ok()?;
    let mut bytes = Vec::new();
    file.take(MOST_LOG).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Writes a report as a zip into a folder, beside earlier ones, and returns its path. Blocks.
pub fn save(files: &[ReportFile], folder: &Path) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let now = Timestamp::now().strftime("%Y-%m-%d-%H%M%S");
    let path = folder.join(format!("perihelion-report-{now}.zip"));
    let mut archive = zip::ZipWriter::new(File::create_new(&path)?);
    // The log in it can name titles.
    crate::private::close(&path)?;
    for file in files {
        archive.start_file(file.name, SimpleFileOptions::default())?;
        archive.write_all(file.text.as_bytes())?;
    }
    archive.finish()?.sync_all()?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Options;

    const TOKEN: &str = "planted-token-0123456789";
    const PROXY: &str = "planted-proxy:password";
    const ADDRESS: &str = "https://planted.example/secret/manifest.json";

    #[tokio::test]
    async fn no_secret_and_no_address_of_ones_own_is_in_a_report() {
        let folder = tempfile::tempdir().unwrap();
        let logs = folder.path().join("logs");
        std::fs::create_dir_all(&logs).unwrap();
        std::fs::write(logs.join("perihelion.2026-01-01.log"), "older").unwrap();
        let strayed = format!("newest, with {TOKEN} and {PROXY} strayed into it");
        std::fs::write(logs.join("perihelion.2026-01-02.log"), strayed).unwrap();
        let settings = json!({
            "endpoints": { "stremthru": ADDRESS },
            "sources": { "own": [{ "slot": 1, "kind": "torznab", "label": "planted name", "url": ADDRESS }] },
        });
        std::fs::write(folder.path().join("settings.json"), settings.to_string()).unwrap();
        let options = Options { data_dir: Some(folder.path().to_owned()), no_keyring: true, ..Options::default() };
        let (profile, _) = Profile::open(options).await.unwrap();
        for (name, secret) in [("realdebrid", TOKEN), (crate::profile::PROXY_SECRET, PROXY)] {
            profile.vault.set(name, Secret::new(secret).unwrap()).await;
        }

        let files = profile.report("Perihelion 0", &["players found: mpv".to_owned()]).await;
        let path = save(&files, folder.path()).unwrap();
        let mut archive = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
        let mut whole = String::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).unwrap();
            whole.push_str(&file.name().unwrap());
            file.read_to_string(&mut whole).unwrap();
        }
        for part in ["players found: mpv", "\"services\"", "newest, with … and … strayed", "\"own_sources\": 1"] {
            assert!(whole.contains(part), "{part:?} in {whole}");
        }
        for secret in ["planted", "older"] {
            assert!(!whole.contains(secret), "{secret:?} in {whole}");
        }
    }

    #[test]
    fn only_the_end_of_a_long_log_is_taken_along() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(latest_log(folder.path()), None);
        let long = format!("{}end", "x".repeat(2 * usize::try_from(MOST_LOG).unwrap()));
        std::fs::write(folder.path().join("perihelion.2026-01-02.log"), long).unwrap();
        let kept = latest_log(folder.path()).unwrap();
        assert!(kept.ends_with("xend") && kept.len() as u64 == MOST_LOG);
    }
}
