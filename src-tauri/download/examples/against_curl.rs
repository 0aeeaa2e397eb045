//! How quick the engine is beside `curl`: one file from a server on the loopback, with each in turn. Prints the times and their
//! ratio.
//!
//! ```sh
//! cargo run --release -p perihelion-download --example against_curl -- 512 /folder/on/a/disk
//! ```

#![expect(clippy::disallowed_types, reason = "it is measured against another program")]
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement, not part of the app")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use perihelion_core::http::{Http, Request};
use perihelion_download::{DownloadError, Limit, Measures, Progress, Source, Target, ThisMachine, Ways};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

const ROUNDS: usize = 5;

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

async fn by_us(link: &str, folder: &Path) -> Duration {
    let target = Target { folder: folder.to_owned(), name: PathBuf::from("ours.mkv") };
    let ways = Ways {
        http: Http::new().unwrap(),
        disk: Arc::new(ThisMachine),
        limit: Limit::default(),
        measures: Measures::default(),
    };
    let progress = tokio::sync::watch::Sender::new(Progress::default());
    let started = Instant::now();
    let source = Link(link.to_owned());
    perihelion_download::download(&ways, &source, (&target, "bench"), &progress, &CancellationToken::new())
        .await
        .unwrap();
    let took = started.elapsed();
    std::fs::remove_file(target.path()).unwrap();
    took
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

fn main() {
    let mut arguments = std::env::args().skip(1);
    let length = arguments.next().map_or(512, |text| text.parse().unwrap()) << 20;
    let folder = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    // The server has threads of its own, as another machine would.
    let serving = tokio::runtime::Runtime::new().unwrap();
    let listener = serving.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let link = format!("http://{}/film.mkv", listener.local_addr().unwrap());
    serving.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, length));
        }
    });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (mut ours, mut curls) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        curls.push(by_curl(&link, &folder));
        ours.push(runtime.block_on(by_us(&link, &folder)));
    }
    let (ours, curls) = (ours.into_iter().min().unwrap(), curls.into_iter().min().unwrap());
    let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = peak.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned();
    println!("curl {curls:?}, ours {ours:?}: {:.2} of its speed; {peak}", curls.as_secs_f64() / ours.as_secs_f64());
}
