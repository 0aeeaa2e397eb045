//! `simulate`: every upstream on a loopback port, for trying the other commands without a network.

use clap::Args;
use perihelion_simulator::{Config, Knobs, LatencyProfile, Simulator, Upstream};

use crate::{Ending, print};

#[derive(Args)]
pub(crate) struct SimulateArguments {
    /// The loopback port; any free one when not given
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Everything random follows from this number
    #[arg(long)]
    seed: Option<u64>,
    /// Unique torrents of the best-known titles, 10 to 30,000
    #[arg(long)]
    torrents: Option<usize>,
    /// The share of rows that repeat another source's torrent, 0 to 1
    #[arg(long)]
    overlap: Option<f64>,
    /// The share of torrents the debrid service holds, 0 to 1
    #[arg(long)]
    cached_share: Option<f64>,
    /// The same delay for every answer in milliseconds; a life-like one for each upstream when not given
    #[arg(long)]
    latency: Option<u64>,
    /// The mood of one upstream as NAME=JSON, such as torrentio={"status":429}; may be given more than once
    #[arg(long = "knob", value_name = "NAME=JSON")]
    knobs: Vec<String>,
}

/// Serves until Ctrl+C.
pub(crate) async fn run(arguments: SimulateArguments) -> Result<(), Ending> {
    let simulator = Simulator::start(config(arguments)?)
        .await
        .map_err(|error| Ending::Failed(format!("the simulator cannot listen: {error}")))?;
    print::line(&simulator.base_url());
    print::progress(&format!(
        "Every upstream answers here. Try: PERIHELION_ENDPOINTS={} PERIHELION_TOKEN=demo-premium perihelion-cli streams tt1727587",
        simulator.base_url()
    ));
    tokio::signal::ctrl_c().await.map_err(|error| Ending::Failed(error.to_string()))?;
    simulator.stop().await;
    Ok(())
}

fn config(arguments: SimulateArguments) -> Result<Config, Ending> {
    let share = |name: &str, value: Option<f64>, default: f64| match value {
        None => Ok(default),
        Some(value) if (0.0..=1.0).contains(&value) => Ok(value),
        Some(value) => Err(Ending::Misused(format!("--{name} {value} is not between 0 and 1"))),
    };
    let defaults = Config::default();
    let torrents = arguments.torrents.unwrap_or(defaults.torrents);
    if !(10..=30_000).contains(&torrents) {
        return Err(Ending::Misused(format!("--torrents {torrents} is not between 10 and 30,000")));
    }
    let mut config = Config {
        port: arguments.port,
        seed: arguments.seed.unwrap_or(defaults.seed),
        torrents,
        overlap: share("overlap", arguments.overlap, defaults.overlap)?,
        cached_share: share("cached-share", arguments.cached_share, defaults.cached_share)?,
        ..defaults
    };
    if let Some(ms) = arguments.latency {
        config.latency = LatencyProfile::Fixed { ms };
    }
    for knob in arguments.knobs {
        let (upstream, knobs) = knob_of(&knob)?;
        config.knobs.insert(upstream, knobs);
    }
    Ok(config)
}

fn knob_of(text: &str) -> Result<(Upstream, Knobs), Ending> {
    let misused = |why: String| Ending::Misused(format!("--knob {text}: {why}"));
    let (name, json) = text.split_once('=').ok_or_else(|| misused("write NAME=JSON".to_owned()))?;
    let upstream = name.parse::<Upstream>().map_err(|error| misused(error.to_string()))?;
    let knobs = serde_json::from_str(json).map_err(|error| misused(error.to_string()))?;
    Ok((upstream, knobs))
}
