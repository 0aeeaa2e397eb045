//! What a server announces, and fetching it: one plain GET for the announcement, one for the file. Both are bounded, encrypted
//! unless the server is this machine, and never led into a private network. No request names the person or this copy.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use perihelion_core::http::{Http, HttpError, Received, Request, Response, is_loopback, is_private};
use perihelion_core::text::clean;
use semver::Version;
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::watch;
use url::Url;

use crate::wire::UpdateProblem;

/// An announcement is a version, notes and a few signatures.
const MOST_ANNOUNCED: usize = 256 << 10;
/// Several times what a package has.
const MOST_FETCHED: usize = 256 << 20;
const LONGEST_NOTES: usize = 8_000;
const LONGEST_LINE: usize = 500;

/// What a server announces for one kind of copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Release {
    pub(super) version: Version,
    /// Plain text of several lines.
    pub(super) notes: String,
    pub(super) url: Url,
    /// In base64, not checked yet.
    pub(super) signature: String,
}

#[derive(Deserialize)]
struct Announcement {
    version: String,
    #[serde(default)]
    notes: Option<String>,
    /// By target. Those of other systems may look as they like.
    #[serde(default)]
    platforms: HashMap<String, Value>,
}

#[derive(Deserialize)]
struct Platform {
    url: String,
    signature: String,
}

/// Asks a server for the newest release for `target`. `None` if it announces nothing.
pub(super) async fn look(http: &Http, at: &Url, target: &str) -> Result<Option<Release>, UpdateProblem> {
    allow(at, None)?;
    let request = Request::get(at.clone()).max_bytes(MOST_ANNOUNCED).deadline(Duration::from_secs(20));
    let answer = ask(http, request.header("accept", "application/json"), at).await?;
    if answer.status.as_u16() == 204 {
        return Ok(None);
    }
    read(&answer.body, at, target).map(Some)
}

/// Fetches a release's file and tells `watcher` how far it is.
pub(super) async fn fetch(
    http: &Http,
    release: &Release,
    announced_by: &Url,
    watcher: Arc<watch::Sender<Received>>,
) -> Result<Vec<u8>, UpdateProblem> {
    allow(&release.url, Some(announced_by))?;
    let request = Request::get(release.url.clone())
        .told_by(Some(announced_by.clone()))
        .max_bytes(MOST_FETCHED)
        .deadline(Duration::from_hours(1))
        .watched(watcher);
    Ok(ask(http, request.header("accept", "application/octet-stream"), &release.url).await?.body)
}

async fn ask(http: &Http, request: Request, url: &Url) -> Result<Response, UpdateProblem> {
    let request = if url.scheme() == "https" { request.https_only() } else { request };
    let answer = http.send(request).await.map_err(|error| match error {
        HttpError::Timeout(_) | HttpError::Unreachable(_) | HttpError::UsedUp { .. } => UpdateProblem::Unreachable,
        HttpError::TooLarge { .. } => UpdateProblem::TooLarge,
        HttpError::Broken => UpdateProblem::BrokeOff,
        HttpError::BadRedirect(_) => UpdateProblem::LedAstray,
    })?;
    if answer.status.is_success() { Ok(answer) } else { Err(UpdateProblem::Refused) }
}

/// Checks an address before it is asked. This machine may be asked without encryption, but only by who named it: no other server
/// leads there, or into any private network.
fn allow(url: &Url, named_by: Option<&Url>) -> Result<(), UpdateProblem> {
    if named_by.is_some_and(|server| is_private(url) && !is_private(server)) {
        return Err(UpdateProblem::LedAstray);
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_loopback(url) => Ok(()),
        _ => Err(UpdateProblem::NotEncrypted),
    }
}

/// Reads an announcement that came from `at`.
fn read(body: &[u8], at: &Url, target: &str) -> Result<Release, UpdateProblem> {
    let announced: Announcement = serde_json::from_slice(body).map_err(|_| UpdateProblem::Malformed)?;
    let version = announced.version.trim().trim_start_matches('v');
    let version = Version::parse(version).map_err(|_| UpdateProblem::Malformed)?;
    let platform = announced.platforms.get(target).cloned().ok_or(UpdateProblem::NotForThisSystem)?;
    let platform: Platform = serde_json::from_value(platform).map_err(|_| UpdateProblem::Malformed)?;
    let url = Url::parse(&platform.url).map_err(|_| UpdateProblem::Malformed)?;
    allow(&url, Some(at))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(UpdateProblem::Malformed);
    }
    let notes = notes(announced.notes.as_deref().unwrap_or_default());
    Ok(Release { version, notes, url, signature: platform.signature })
}

/// Makes notes fit to be shown: bounded plain lines, at most one of them empty in a row.
fn notes(text: &str) -> String {
    let mut shown = String::new();
    for line in text.lines().map(|line| clean(line, LONGEST_LINE)) {
        let is_gap = line.is_empty() && (shown.is_empty() || shown.ends_with("\n\n"));
        if is_gap || shown.len() + line.len() > LONGEST_NOTES {
            continue;
        }
        shown.push_str(&line);
        shown.push('\n');
    }
    shown.truncate(shown.trim_end().len());
    shown
}

#[cfg(test)]
mod tests;
