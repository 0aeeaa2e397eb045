//! How quick the engine is beside `curl`, and what it leaves to others: one file from a server on the loopback with each in
//! turn, then searches alone and while four files come, in pairs. The servers are processes of their own. Prints times, their
//! ratios, the processor time and the most memory; ends with 1 where the file comes at less than 0.9 of `curl`'s speed or takes more
//! than 40 MiB, or where a search takes more than twice as long beside the files. In a folder in memory no disk holds the files up,
//! so that they take all that the processors give.
//!
//! ```sh
//! cargo run --release -p perihelion-download --example against_curl -- 512 /folder/on/a/disk
//! ```

#![expect(clippy::disallowed_types, reason = "it is measured against another program")]
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement, not part of the app")]

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use perihelion_core::http::{Http, Request};
use perihelion_core::profile::{Options, Profile};
use perihelion_core::secret::Secret;
use perihelion_core::title::Kind;
use perihelion_download::{DownloadError, Limit, Measures, Progress, Source, Target, ThisMachine, Threads, Ways};
use perihelion_player::About;
use perihelion_player::find::online;
use perihelion_simulator::{Config, Simulator};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

const ROUNDS: u32 = 5;
const AT_ONCE: usize = 4;
const PAIRS: usize = 3;
/// A film that the simulator has.
const FILM: &str = "tt1727587";
const LEAST_SPEED: f64 = 0.9;
const MOST_MEMORY_KIB: u64 = 40 << 10;
const MOST_SLOWER: f64 = 2.0;

struct Link(String);

impl Source for Link {
    async fn request(&self, _: bool) -> Result<Request, DownloadError> {
        Ok(Request::get(self.0.parse().unwrap()))
    }
}

async fn serve(mut stream: TcpStream, length: u64) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let range = head.lines().find_map(|line| line.strip_prefix("range: bytes=")?.split_once('-'));
    let (status, first, end) = match range {
        Some((first, last)) => ("206 Partial Content", first.parse().unwrap(), last.parse::<u64>().unwrap() + 1),
        None => ("200 OK", 0, length),
    };
    let end = end.min(length);
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-range: bytes {first}-{}/{length}\r\ncontent-length: {}\r\netag: \"a\"\r\nconnection: close\r\n\r\n",
        end - 1,
        end - first
    );
    stream.write_all(head.as_bytes()).await?;
    let block = vec![7; 1 << 20];
    let mut left = usize::try_from(end - first).unwrap();
    while left > 0 {
        let now = left.min(block.len());
        stream.write_all(&block[..now]).await?;
        left -= now;
    }
    stream.shutdown().await
}

/// Serves the file until the process is ended, and says where.
async fn serve_file(length: u64) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}/film.mkv", listener.local_addr().unwrap());
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(serve(stream, length));
    }
}

/// Serves every upstream of a search until the process is ended, and says where.
async fn serve_upstreams() {
    let simulator = Simulator::start(Config::quick()).await.unwrap();
    println!("{}", simulator.base_url());
    std::future::pending::<()>().await;
}

/// A server in a process of its own, so that it takes no turns from what is measured.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(what: &str, length: u64) -> Self {
        let program = std::env::current_exe().unwrap();
        let arguments = [what, &length.to_string()];
        let mut process = Command::new(program).args(arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = lines.next().unwrap().unwrap();
        Self { process, address }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn ways() -> Ways {
    Ways {
        http: Http::new().unwrap(),
        threads: Threads::start(),
        disk: Arc::new(ThisMachine),
        limit: Limit::default(),
        measures: Measures::default(),
    }
}

async fn by_us(ways: &Ways, link: &str, folder: &Path, name: &str) -> Duration {
    let target = Target { folder: folder.to_owned(), name: PathBuf::from(name) };
    let progress = tokio::sync::watch::Sender::new(Progress::default());
    let started = Instant::now();
    let source = Link(link.to_owned());
    perihelion_download::download(ways, &source, (&target, "bench"), &progress, &CancellationToken::new())
        .await
        .unwrap();
    let took = started.elapsed();
    std::fs::remove_file(target.path()).unwrap();
    took
}

/// From a title to a link, by an app that knows nothing yet.
async fn search(base: &str) -> Duration {
    let data = tempfile::tempdir().unwrap();
    let options = Options {
        data_dir: Some(data.path().to_owned()),
        endpoints: Some(base.to_owned()),
        token: Secret::new("demo-premium"),
        no_keyring: true,
        ..Options::default()
    };
    let (profile, _) = Profile::open(options).await.unwrap();
    let about = About {
        title_id: FILM.to_owned(),
        kind: Kind::Movie,
        name: String::new(),
        years: None,
        poster: None,
        season: None,
        episode: None,
    };
    let started = Instant::now();
    online(&profile, &about, |_| {}).await.unwrap();
    started.elapsed()
}

/// What searches took.
struct Searches {
    quickest: Duration,
    /// The processor time of each, and of the files that came meanwhile, where the system tells.
    cpu: Option<Duration>,
    of_files: Option<Duration>,
}

/// Some searches while so many files come, one after another.
async fn searches_beside(base: &str, link: &str, folder: &Path, files: usize) -> Searches {
    let ways = ways();
    let coming: Vec<_> = (0..files)
        .map(|at| {
            let (ways, link, folder) = (ways.clone(), link.to_owned(), folder.to_owned());
            tokio::spawn(async move {
                loop {
                    by_us(&ways, &link, &folder, &format!("{at}.mkv")).await;
                }
            })
        })
        .collect();
    let (cpu, of_files) = (cpu(false), cpu(true));
    let mut quickest = Duration::MAX;
    for _ in 0..ROUNDS {
        quickest = quickest.min(search(base).await);
    }
    let since = |before: Option<Duration>, of_files| Some(self::cpu(of_files)?.saturating_sub(before?));
    let cpu = since(cpu, false).map(|cpu| cpu / ROUNDS);
    let of_files = since(of_files, true);
    for task in coming {
        task.abort();
        let _ = task.await;
    }
    Searches { quickest, cpu, of_files }
}

/// The processor time that the threads of files have had, or all others, where the system tells.
fn cpu(of_files: bool) -> Option<Duration> {
    /// The system counts in hundredths of a second.
    const TICK: Duration = Duration::from_millis(10);
    let threads = std::fs::read_dir("/proc/self/task").ok()?.flatten();
    let stats = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("stat")).ok());
    let ticks = stats.filter_map(|stat| {
        let (name, fields) = stat.rsplit_once(')')?;
        let mut fields = fields.split_whitespace().skip(11).map(|field| field.parse::<u32>().ok());
        (name.ends_with("(download") == of_files).then(|| Some(fields.next()?? + fields.next()??))?
    });
    Some(TICK * ticks.sum())
}

fn by_curl(link: &str, folder: &Path) -> Duration {
    let path = folder.join("curls.mkv");
    let started = Instant::now();
    assert!(Command::new("curl").args(["-s", "-o"]).arg(&path).arg(link).status().unwrap().success());
    // As ours: it is there when it is on the disk.
    std::fs::File::open(&path).unwrap().sync_all().unwrap();
    let took = started.elapsed();
    std::fs::remove_file(path).unwrap();
    took
}

/// The most memory this process has had, where the system tells.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    match first.as_deref() {
        Some("file") => runtime.block_on(serve_file(arguments.next().unwrap().parse().unwrap())),
        Some("upstreams") => runtime.block_on(serve_upstreams()),
        _ => {}
    }
    let length = first.map_or(512, |text| text.parse().unwrap()) << 20;
    let folder = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(folder).unwrap();
    let folder = folder.path();
    let (file, upstreams) = (Server::start("file", length), Server::start("upstreams", length));
    let (link, base) = (&file.address, &upstreams.address);
    let of_one = ways();
    let (mut ours, mut curls) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        curls = curls.min(by_curl(link, folder));
        ours = ours.min(runtime.block_on(by_us(&of_one, link, folder, "ours.mkv")));
    }
    let (speed, peak) = (curls.as_secs_f64() / ours.as_secs_f64(), peak_kib());
    println!("one file: curl {curls:?}, ours {ours:?}: {speed:.2} of its speed, at most {peak:?} KiB");
    let mut least = f64::MAX;
    for _ in 0..PAIRS {
        let alone = runtime.block_on(searches_beside(base, link, folder, 0));
        let beside = runtime.block_on(searches_beside(base, link, folder, AT_ONCE));
        let slower = beside.quickest.as_secs_f64() / alone.quickest.as_secs_f64();
        least = least.min(slower);
        println!(
            "a search: alone {:?} with {:?} of a processor, beside {AT_ONCE} files {:?} with {:?}: {slower:.2} times as long; \
             the files had {:?}",
            alone.quickest, alone.cpu, beside.quickest, beside.cpu, beside.of_files
        );
    }
    let is_met = speed >= LEAST_SPEED && peak.is_none_or(|peak| peak <= MOST_MEMORY_KIB) && least <= MOST_SLOWER;
    if is_met { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
