//! What a whole search costs a program that is already running, with upstreams that answer at once: from the id to the last row
//! checked, chosen and ranked, in memory. `cargo bench --bench search`; Linux only, where a thread's time can be read.
//!
//! Each search runs in a process of its own, so that nothing is known of the title yet; its start, the opening of its
//! databases and its end are left out. The upstreams run in another process.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement ends where it cannot go on, and prints")]
#![expect(
    clippy::disallowed_types,
    reason = "the upstreams are a process of their own, so that their work is not measured"
)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use perihelion_core::metadata::{parse_id, wanted_from_id};
use perihelion_core::pipeline::Details;
use perihelion_core::pipeline::rank::Taste;
use perihelion_core::pipeline::{self, Refresh, SearchRequest};
use perihelion_core::profile::{Options, Profile};
use perihelion_core::secret::Secret;
use perihelion_core::title::Correction;
use perihelion_simulator::{Config, LatencyProfile, Simulator};

const RUNS: usize = 15;
const SEARCHES: [(&str, &str); 3] = [
    ("a film", "tt1727587"),
    ("an episode", "tt99000101:2:3"),
    ("an episode of an anime's eleven hundred", "kitsu:90012:500"),
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [_, "--upstreams"] => runtime.block_on(upstreams()),
        [_, "--search", base, id] => runtime.block_on(search(base, id)),
        _ => compare(),
    }
}

fn compare() {
    let mut upstreams = Upstreams::start();
    for (what, id) in SEARCHES {
        let mut runs: Vec<Cost> = (0..=RUNS).map(|_| upstreams.search(id)).collect();
        // The first fills the simulator's memory of its answers.
        let runs = &mut runs[1..];
        let rows = runs[0].rows;
        let median = |runs: &mut [Cost], of: fn(&Cost) -> f64| {
            runs.sort_by(|a, b| of(a).total_cmp(&of(b)));
            of(&runs[runs.len() / 2])
        };
        let (cpu, wall) = (median(runs, |run| run.cpu), median(runs, |run| run.wall));
        println!("{what}: {rows} rows, median of {RUNS}: {cpu:.3} s of CPU, {wall:.3} s");
    }
}

struct Upstreams {
    process: Child,
    base: String,
}

/// Seconds.
struct Cost {
    rows: usize,
    cpu: f64,
    wall: f64,
}

impl Upstreams {
    fn start() -> Self {
        let mut process = itself().arg("--upstreams").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut base = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut base).unwrap();
        Self { process, base: base.trim().to_owned() }
    }

    fn search(&mut self, id: &str) -> Cost {
        let output = itself().args(["--search", &self.base, id]).stderr(Stdio::inherit()).output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        let mut figures = said.split_whitespace();
        let mut next = || figures.next().unwrap();
        Cost { rows: next().parse().unwrap(), cpu: next().parse().unwrap(), wall: next().parse().unwrap() }
    }
}

impl Drop for Upstreams {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn itself() -> Command {
    Command::new(std::env::current_exe().unwrap())
}

/// Says where it is, and answers until nobody holds its standard input any more.
async fn upstreams() {
    let config = Config { torrents: 3000, latency: LatencyProfile::None, ..Config::default() };
    let simulator = Simulator::start(config).await.unwrap();
    println!("{}", simulator.base_url());
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await.unwrap().unwrap();
}

/// One search as the app makes it; prints how many rows it found, and the seconds of CPU and of the clock it took.
async fn search(base: &str, id: &str) {
    let folder = tempfile::tempdir().unwrap();
    let options = Options {
        data_dir: Some(folder.path().to_owned()),
        endpoints: Some(base.to_owned()),
        token: Secret::new("demo-premium"),
        no_keyring: true,
        ..Options::default()
    };
    let (profile, _) = Profile::open(options).await.unwrap();
    let asked = parse_id(id).unwrap();
    let (began, spent) = (Instant::now(), cpu());
    let wanted = wanted_from_id(&asked, None);
    let details = {
        let (profile, kind) = (profile.clone(), asked.kind_hint.unwrap_or(wanted.kind));
        Details::pending(async move { profile.wanted(kind, &asked.title_id, asked.season, asked.episode).await.ok() })
    };
    let tools = profile.tools().await;
    let search = SearchRequest {
        wanted,
        details,
        sources: tools.sources.all(),
        refresh: Refresh::Stale,
        correction: Correction::default(),
        taste: Arc::new(Taste::default()),
    };
    let found = pipeline::search(&tools, search, |_| ()).await;
    let (cpu, wall) = (cpu().saturating_sub(spent), began.elapsed());
    println!("{} {} {}", found.candidates.len(), cpu.as_secs_f64(), wall.as_secs_f64());
}

/// What all threads of this process have had of the processors. Those of the runtime outlive a search.
fn cpu() -> Duration {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let spent = tasks.filter_map(|task| {
        let said = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        said.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(spent.sum())
}
