//! Time per name over the labelled names, or over the lines of the file that `NAMES` names (plain, or JSON with a `name`):
//! the first call, the mean, and the 99th percentile of single calls; then texts of 4 KiB made to be slow.

use std::{
    env, fs,
    hint::black_box,
    time::{Duration, Instant},
};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use release_name::parse;

const LABELLED: [&str; 7] = [
    include_str!("../tests/labelled/anime.txt"),
    include_str!("../tests/labelled/cjk.txt"),
    include_str!("../tests/labelled/cyrillic.txt"),
    include_str!("../tests/labelled/dates.txt"),
    include_str!("../tests/labelled/europe.txt"),
    include_str!("../tests/labelled/films.txt"),
    include_str!("../tests/labelled/series.txt"),
];

fn names() -> Vec<String> {
    if let Some(text) = env::var_os("NAMES").and_then(|path| fs::read_to_string(path).ok()) {
        let name = |line: &str| {
            let json: Option<serde_json::Value> = serde_json::from_str(line).ok();
            json.and_then(|j| j["name"].as_str().map(str::to_owned)).unwrap_or_else(|| line.to_owned())
        };
        return text.lines().map(name).collect();
    }
    LABELLED
        .iter()
        .flat_map(|file| file.lines())
        .filter_map(|line| line.split_once(" => ").map(|(name, _)| name.trim_start_matches('!').to_owned()))
        .collect()
}

/// The median of eleven single calls for each name, so that another program's turn on the processor does not count.
fn single_calls(names: &[String]) -> Vec<Duration> {
    let mut calls: Vec<Duration> = names
        .iter()
        .map(|name| {
            let mut times = [Duration::ZERO; 11];
            for time in &mut times {
                let start = Instant::now();
                black_box(parse(black_box(name)));
                *time = start.elapsed();
            }
            times.sort_unstable();
            times[5]
        })
        .collect();
    calls.sort_unstable();
    calls
}

fn bench(c: &mut Criterion) {
    let start = Instant::now();
    black_box(parse("Blue.Meadow.S02E05.1080p.WEB-DL.mkv"));
    let first = start.elapsed();
    let names = names();
    let calls = single_calls(&names);
    eprintln!(
        "first call {first:?}; {} names: median {:?}, 99th percentile {:?}, slowest {:?}",
        calls.len(),
        calls[calls.len() / 2],
        calls[calls.len() * 99 / 100],
        calls[calls.len() - 1],
    );
    let mut group = c.benchmark_group("parse");
    group.throughput(Throughput::Elements(names.len() as u64));
    group.bench_function("all names", |b| {
        b.iter(|| {
            for name in &names {
                black_box(parse(name));
            }
        });
    });
    group.finish();
    let mut group = c.benchmark_group("4 KiB");
    for piece in [
        "[Grp] Blue Meadow - 05 ",
        "- 1 ",
        "()",
        "[",
        "s01",
        "e1e2000",
        "第1集",
        "eng sub ",
        "www.a.",
        "1-2-",
        "\u{0}\u{ff}",
    ] {
        let long = piece.repeat(4096 / piece.len());
        group.bench_function(piece.escape_debug().to_string(), |b| b.iter(|| parse(black_box(&long))));
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
