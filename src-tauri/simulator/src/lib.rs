//! Every upstream on one loopback port, each in its real wire format, with knobs for latency and faults. Deterministic from
//! a seed: no wall clock, no network beyond loopback, freely licensed or invented works only.
//!
//! ```no_run
//! # async fn demo() -> std::io::Result<()> {
//! use perihelion_simulator::{Config, Knobs, Simulator, Upstream};
//!
//! let simulator = Simulator::start(Config::quick()).await?;
//! simulator.set_knobs(Upstream::Nyaa, Knobs { challenge: true, ..Knobs::default() });
//! println!("{}/torrentio/stream/movie/tt1727587.json", simulator.base_url());
//! simulator.stop().await;
//! # Ok(()) }
//! ```

mod art;
mod catalogue;
mod config;
mod dialects;
mod dice;
mod faults;
mod files;
mod film;
mod releases;
mod segments;
mod server;
mod store;
mod text;
mod told;
mod upstream;
mod wire;

pub use catalogue::{AnimeIds, BATCH_HASH, Episode, Kind, LONG_RUNNER, Release, Work};
pub use config::{
    Accounts, Config, Content, Delivery, Knobs, LatencyProfile, Packing, PlantedSubtitles, Standing, StoreFaults,
};
pub use film::Film;
pub use server::{Request, Simulator};
pub use store::account::{Account, HeldMagnet};
pub use upstream::{UnknownUpstream, Upstream};
