//! `sources`: how each source has been doing, and a probe of one.

use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use perihelion_core::pipeline::scrape::{self, Report};
use perihelion_core::profile::Profile;
use perihelion_core::sources::health::SourceHealth;
use perihelion_core::torrent::SourceName;
use serde_json::{Value, json};

use crate::own_sources::{self, OwnSourcesCommand};
use crate::{Ending, find, print};

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct SourcesArguments {
    /// Ask these now, separated by commas, for a film that every source has
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    probe: Vec<String>,
    #[command(subcommand)]
    own: Option<OwnSourcesCommand>,
}

pub(crate) async fn run(profile: &Profile, arguments: SourcesArguments, as_json: bool) -> Result<(), Ending> {
    match arguments.own {
        Some(command) => own_sources::run(profile, command, as_json).await,
        None => show(profile, &arguments.probe, as_json).await,
    }
}

/// Prints one line a source. A probe fails when one of those asked does.
async fn show(profile: &Profile, probe: &[String], as_json: bool) -> Result<(), Ending> {
    if probe.is_empty() {
        let known = profile.health.snapshot(Timestamp::now());
        for source in profile.tools().await.sources.all() {
            let health = known.iter().find(|health| health.source == source.as_str());
            print::line(&if as_json { row(source, health).to_string() } else { text(source, health) });
        }
        return Ok(());
    }
    let tools = profile.tools().await;
    let mut failed = Vec::new();
    for source in find::sources(probe, &tools.sources)? {
        let report = scrape::probe(&tools, source).await;
        if !matches!(report, Report::Answered { .. }) {
            failed.push(source.as_str());
        }
        print::line(&probed(source, &report, as_json));
    }
    if failed.is_empty() { Ok(()) } else { Err(Ending::Failed(format!("no answer from {}", failed.join(", ")))) }
}

fn probed(source: SourceName, report: &Report, as_json: bool) -> String {
    let (count, error, took) = match report {
        Report::Answered { answer, elapsed, .. } => (Some(answer.torrents.len()), None, *elapsed),
        Report::Failed { error, elapsed, .. } => (None, Some(error.to_string()), *elapsed),
        Report::Skipped { .. } | Report::Told { .. } => {
            (None, Some("it understands no id of the film".to_owned()), Duration::ZERO)
        }
    };
    let took = took.as_millis();
    if as_json {
        return json!({ "source": source.as_str(), "count": count, "elapsed_ms": took, "error": error }).to_string();
    }
    let came = error.unwrap_or_else(|| format!("{} torrents", count.unwrap_or_default()));
    format!("{:<12} {took:>6} ms  {came}", source.label())
}

fn row(source: SourceName, health: Option<&SourceHealth>) -> Value {
    let last = health.and_then(|health| health.last.as_ref());
    json!({
        "source": source.as_str(),
        "last_at": last.map(|last| last.at.to_string()),
        "status": last.and_then(|last| last.status),
        "error": last.and_then(|last| last.error.as_ref()).map(ToString::to_string),
        "last_good": health.and_then(|health| health.last_good).map(|at| at.to_string()),
        "latency_ms": health.and_then(|health| health.latency).map(|took| took.as_millis()),
        "resting_s": health.and_then(|health| health.resting).map(|left| left.as_secs()),
        "days": health.map(|health| health.days.map(|day| json!({ "good": day.good, "bad": day.bad }))),
    })
}

fn text(source: SourceName, health: Option<&SourceHealth>) -> String {
    let Some((health, last)) = health.and_then(|health| Some((health, health.last.as_ref()?))) else {
        return format!("{:<12} not asked yet", source.label());
    };
    let latency = health.latency.map_or_else(|| "     -".to_owned(), |took| format!("{:>6}", took.as_millis()));
    let (good, bad) = health.days.iter().fold((0, 0), |(good, bad), day| (good + day.good, bad + day.bad));
    let state = match (&last.error, health.resting) {
        (_, Some(left)) => format!("resting for {} s", left.as_secs()),
        (Some(error), None) => error.to_string(),
        (None, None) => "well".to_owned(),
    };
    format!("{:<12} {latency} ms  {good:>4} good {bad:>4} bad in 7 days  {state}", source.label())
}
