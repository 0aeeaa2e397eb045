//! What is measured of the window, and how.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use perihelion_simulator::{Config, LatencyProfile};

use crate::FLOOR;
use crate::desk::Desk;
use crate::driver::Page;

const STARTS: usize = 9;
const FILM: &str = "#/title/movie/tt1727587";
/// Keys as a person types them into the filter.
const TYPED: &str = "web -remux size:<9gb lang:en";

pub(crate) fn run() {
    let chosen: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let wants = |name: &str| chosen.is_empty() || chosen.iter().any(|one| one == name);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        if wants("start") {
            start().await;
        }
        if wants("arrival") {
            arrival().await;
        }
        if wants("filter") {
            filter(1_500).await;
            filter(10_000).await;
            filter(30_000).await;
        }
        if wants("rest") {
            rest().await;
        }
        if wants("memory") {
            memory().await;
            walk().await;
        }
    });
}

/// The app and the empty window by turns, so that a busy moment of the machine hits both.
async fn start() {
    let (mut painted, mut answering, mut empty) = (Vec::new(), Vec::new(), Vec::new());
    let itself = std::env::current_exe().unwrap();
    let mut desk = Desk::signed_in("bench-start", Config::quick()).await;
    for _ in 0..=STARTS {
        let page = desk.open_program(&itself, &[FLOOR]).await;
        page.wait("it is painted", &format!("{FIRST_PAINT} > 0")).await;
        empty.push(since_start(&itself, desk.home(), &page, FIRST_PAINT).await);
        page.close().await;

        let page = desk.open().await;
        page.see("[data-testid=title-card]").await;
        page.wait("it is painted", &format!("{FIRST_PAINT} > 0")).await;
        let binary = Path::new(env!("CARGO_BIN_EXE_perihelion"));
        painted.push(since_start(binary, desk.home(), &page, FIRST_PAINT).await);
        answering.push(since_start(binary, desk.home(), &page, ANSWERS).await);
        page.close().await;
    }
    // The first start of each fills the system's caches.
    let [floor, painted, answering] = [empty, painted, answering].map(|mut figures| median(&mut figures[1..]));
    println!("start: median of {STARTS}: empty window {floor:.0} ms to its first paint");
    println!("start: the app {painted:.0} ms to its first paint, {:.2} times the empty window", painted / floor);
    println!("start: the app {answering:.0} ms until it answers, {:.2} times the empty window", answering / floor);
}

const FIRST_PAINT: &str = "(performance.getEntriesByName('first-contentful-paint')[0] ?? performance.getEntriesByType('paint')[0] ?? { startTime: 0 }).startTime";
/// The page marks it when its script has run.
const ANSWERS: &str = "performance.getEntriesByName('answers')[0].startTime";

/// Milliseconds from the start of the process to a moment of its page. Precise to 10 ms: that is how the kernel counts.
async fn since_start(binary: &Path, home: &Path, page: &Page, moment: &str) -> f64 {
    let at = page.value(&format!("performance.timeOrigin + {moment}")).await.as_f64().unwrap();
    let process = processes(home)
        .into_iter()
        .find(|process| std::fs::read_link(process.join("exe")).is_ok_and(|exe| exe == binary));
    let stat = std::fs::read_to_string(process.unwrap().join("stat")).unwrap();
    let ticks: f64 = stat.rsplit(')').next().unwrap().split_whitespace().nth(19).unwrap().parse().unwrap();
    let uptime = std::fs::read_to_string("/proc/uptime").unwrap();
    let uptime: f64 = uptime.split_whitespace().next().unwrap().parse().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
    at - (now - uptime + ticks / 100.0) * 1000.0
}

async fn arrival() {
    let config = Config { torrents: 1_500, latency: LatencyProfile::Demo, ..Config::default() };
    let mut desk = Desk::signed_in("bench-arrival", config).await;
    let page = home(&mut desk).await;
    // A pause longer than a timer's own is the page's thread at work.
    page.value(
        "(() => {
            window.busy = [];
            let last = performance.now();
            const tick = () => {
                const now = performance.now();
                if (now - last > 20) window.busy.push(Math.round(now - last));
                last = now;
                setTimeout(tick, 0);
            };
            tick();
            return true;
        })()",
    )
    .await;
    page.value(&format!("(location.hash = '{FILM}', true)")).await;
    page.see("[data-testid=picks][data-complete=true]").await;
    let rows = page.value("document.querySelector('[data-testid=picks]').dataset.rows").await;
    let mut busy: Vec<u64> = serde_json::from_value(page.value("window.busy").await).unwrap();
    busy.sort_unstable();
    let long = busy.iter().filter(|ms| **ms > 50).count();
    println!(
        "arrival: {} rows; {long} tasks over 50 ms, the longest {} ms; {busy:?}",
        rows.as_str().unwrap_or("?"),
        busy.last().unwrap_or(&0)
    );
    page.close().await;
}

async fn filter(rows: usize) {
    let mut desk = Desk::signed_in("bench-filter", Config { torrents: rows, ..Config::quick() }).await;
    let page = home(&mut desk).await;
    page.value(&format!("(location.hash = '{FILM}', true)")).await;
    page.see("[data-testid=picks][data-complete=true]").await;
    let shown = page.value("document.querySelector('[data-testid=picks]').dataset.rows").await;
    page.value(
        "(() => {
            window.keyed = [];
            const after = new MessageChannel();
            let from = 0;
            after.port1.onmessage = () => window.keyed.push(performance.now() - from);
            addEventListener('input', () => {
                from = performance.now();
                requestAnimationFrame(() => after.port2.postMessage(null));
            }, true);
            return true;
        })()",
    )
    .await;
    page.click("[data-testid=filter-input]").await;
    for (at, key) in TYPED.chars().enumerate() {
        page.keys(&key.to_string()).await;
        page.wait("the key is shown", &format!("window.keyed.length > {at}")).await;
    }
    let mut keyed: Vec<f64> = serde_json::from_value(page.value("window.keyed").await).unwrap();
    let middle = median(&mut keyed);
    let high = keyed[keyed.len() * 9 / 10];
    println!(
        "filter: {} rows, {} keys: median {middle:.0} ms, nine of ten within {high:.0} ms, longest {:.0} ms",
        shown.as_str().unwrap_or("?"),
        keyed.len(),
        keyed[keyed.len() - 1]
    );
    page.close().await;
}

/// What a page that nobody touches costs.
async fn rest() {
    let mut desk = Desk::signed_in("bench-rest", Config { torrents: 1_500, ..Config::quick() }).await;
    let page = home(&mut desk).await;
    tokio::time::sleep(Duration::from_secs(10)).await;
    println!("rest: at home {}", busy_for(desk.home(), RESTS).await);
    page.click("[data-testid=search-input]").await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    println!("rest: the caret in the search field {}", busy_for(desk.home(), RESTS).await);
    page.close().await;
}

const RESTS: Duration = Duration::from_secs(30);

/// The CPU that the page's and the app's process take in a time, in words.
async fn busy_for(home: &Path, time: Duration) -> String {
    let before = PROCESSES.map(|name| ticks(home, name));
    tokio::time::sleep(time).await;
    let after = PROCESSES.map(|name| ticks(home, name));
    let percent = |at: usize| (after[at] - before[at]) / time.as_secs_f64();
    format!("page {:.1} %, app {:.1} % of a core", percent(0), percent(1))
}

const PROCESSES: [&str; 2] = ["WebKitWebProces", "perihelion"];

/// The CPU time of a process of the window, in hundredths of a second: that is how the kernel counts.
fn ticks(home: &Path, name: &str) -> f64 {
    let of = |process: PathBuf| {
        let stat = std::fs::read_to_string(process.join("stat")).ok()?;
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        Some(fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?)
    };
    named(home, &[name]).into_iter().filter_map(of).sum()
}

/// The page's and the app's memory after a walk through the places, ten times, against an empty window's.
async fn walk() {
    let itself = std::env::current_exe().unwrap();
    let mut desk = Desk::signed_in("bench-walk", Config { torrents: 1_500, ..Config::quick() }).await;
    let page = desk.open_program(&itself, &[FLOOR]).await;
    page.wait("it is painted", &format!("{FIRST_PAINT} > 0")).await;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let empty = [held_by(desk.home(), &PROCESSES[..1]), held_by(desk.home(), &["window-"])];
    page.close().await;

    let page = home(&mut desk).await;
    let mut rounds = vec![PROCESSES.map(|name| held_by(desk.home(), &[name]))];
    for _ in 0..10 {
        for place in [FILM, "#/library", "#/sources", "#/settings", "#/search?q=tears", "#/home"] {
            page.value(&format!("(location.hash = '{place}', true)")).await;
            tokio::time::sleep(Duration::from_millis(1500)).await;
        }
        rounds.push(PROCESSES.map(|name| held_by(desk.home(), &[name])));
    }
    for (at, name) in ["page", "app"].iter().enumerate() {
        let shown: Vec<String> = rounds.iter().map(|round| format!("{:.0}", round[at])).collect();
        let last = rounds[rounds.len() - 1][at];
        println!("walk: MiB of the {name}, at home and after each round: {}", shown.join(" "));
        println!("walk: an empty window's {:.0}; {:.2} times in the end", empty[at], last / empty[at]);
    }
    page.close().await;
}

async fn memory() {
    let mut desk = Desk::signed_in("bench-memory", Config { torrents: 1_500, ..Config::quick() }).await;
    let page = home(&mut desk).await;
    let mut after = vec![held(desk.home())];
    for _ in 0..11 {
        page.value(&format!("(location.hash = '{FILM}', true)")).await;
        page.see("[data-testid=picks][data-complete=true]").await;
        page.value("(location.hash = '#/home', true)").await;
        page.wait("it is left", "document.querySelector('[data-testid=picks]') === null").await;
        tokio::time::sleep(Duration::from_secs(1)).await;
        after.push(held(desk.home()));
    }
    let shown: Vec<String> = after.iter().map(|mib| format!("{mib:.0}")).collect();
    println!("memory: MiB at home, then after each search of 1,500 rows: {}", shown.join(" "));
    page.close().await;
}

async fn home(desk: &mut Desk) -> Page {
    let page = desk.open().await;
    page.see("[data-testid=title-card] img").await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    page
}

/// MiB of all processes of a window; what they share is counted once.
fn held(home: &Path) -> f64 {
    held_by(home, &["perihelion", "WebKit"])
}

/// MiB of the processes of a window whose names begin so; what is shared with others is counted in part.
fn held_by(home: &Path, names: &[&str]) -> f64 {
    let of = |process: &PathBuf| {
        let rollup = std::fs::read_to_string(process.join("smaps_rollup")).ok()?;
        let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
        line.split_whitespace().nth(1)?.parse::<f64>().ok()
    };
    named(home, names).into_iter().filter_map(|process| of(&process)).sum::<f64>() / 1024.0
}

/// The processes of a window whose names begin so.
fn named(home: &Path, names: &[&str]) -> Vec<PathBuf> {
    let ours = |process: &PathBuf| {
        let name = std::fs::read_to_string(process.join("comm")).unwrap_or_default();
        names.iter().any(|ours| name.starts_with(ours)) && !name.contains("Driver")
    };
    processes(home).into_iter().filter(ours).collect()
}

/// The processes that were started at this desk.
fn processes(home: &Path) -> Vec<PathBuf> {
    let home = home.to_string_lossy().into_owned();
    let all = std::fs::read_dir("/proc").unwrap().flatten().map(|process| process.path());
    all.filter(|process| {
        std::fs::read(process.join("environ")).is_ok_and(|text| String::from_utf8_lossy(&text).contains(&home))
    })
    .collect()
}

fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
