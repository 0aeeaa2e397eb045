//! Each parser over a thousand rows, and merging at 3,000 and 30,000.

use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use perihelion_core::debrid::Store;
use perihelion_core::model::Past;
use perihelion_core::pipeline::pool::Pool;
use perihelion_core::sources::fuzzing::PARSERS;
use perihelion_core::title::{Ids, Kind, Wanted};
use perihelion_core::torrent::{InfoHash, SourceName, Torrent};

const ROWS: usize = 1000;

fn hash(number: usize) -> String {
    format!("{:040x}", number + 1)
}

fn name(number: usize) -> String {
    let quality = ["1080p.BluRay.x264", "2160p.WEB-DL.HDR.HEVC", "720p.WEBRip.AAC", "480p.DVDRip"][number % 4];
    format!("Sintel.2010.{quality}-GROUP{}", number % 97)
}

/// A thousand rows in the form a parser reads.
fn body(parser: &str) -> String {
    let rows = |row: &dyn Fn(usize) -> String, between: &str| (0..ROWS).map(row).collect::<Vec<_>>().join(between);
    let streams = |text: &dyn Fn(usize) -> String| {
        let row = |n: usize| {
            format!(
                r#"{{"name":"Addon\n1080p","infoHash":"{}","fileIdx":0,"sources":["tracker:udp://tracker.example.org:1337/announce","dht:{}"],"behaviorHints":{{"filename":"{}.mkv"}},{}}}"#,
                hash(n),
                hash(n),
                name(n),
                text(n)
            )
        };
        format!(r#"{{"streams":[{}]}}"#, rows(&row, ","))
    };
    match parser {
        "comet" => {
            streams(&|n| format!(r#""description":"📄 {}\n📹 hevc | 🔊 AAC\n👤 {n} 💾 1.5 GB 🔎 Nyaa""#, name(n)))
        }
        "mediafusion" => streams(&|n| format!(r#""description":"📂 {}/\n👤 {n}\n🔗 Nyaa""#, name(n))),
        "peerflix" => {
            streams(&|n| format!(r#""title":"{}\n  👤 {n} 💾 1.5 GB 🌐 Peerflix","sizebytes":1500000000"#, name(n)))
        }
        "torrentio" | "torrentsdb" | "any_addon" => {
            streams(&|n| format!(r#""title":"{}\n👤 {n} 💾 1.5 GB ⚙️ Nyaa""#, name(n)))
        }
        "stremthru" => {
            let row = |n: usize| {
                format!(
                    r#"{{"hash":"{}","name":"{}","size":1500000000,"indexer":"Nyaa","src":"dmm","seeders":{n},"private":false,"files":[{{"p":"/a.mkv","i":0,"s":1,"n":"a.mkv"}}]}}"#,
                    hash(n),
                    name(n)
                )
            };
            format!(r#"{{"data":{{"items":[{}]}}}}"#, rows(&row, ","))
        }
        "zilean" => {
            let row =
                |n: usize| format!(r#"{{"raw_title":"{}","size":"1500000000","info_hash":"{}"}}"#, name(n), hash(n));
            format!("[{}]", rows(&row, ","))
        }
        "animetosho" => {
            let row = |n: usize| {
                format!(
                    r#"{{"title":"{}","info_hash":"{}","magnet":"magnet:?xt=urn:btih:{}&tr=udp%3A%2F%2Ft.example%3A1","size_bytes":1500000000,"seeders":{n}}}"#,
                    name(n),
                    hash(n),
                    hash(n)
                )
            };
            format!(r#"{{"ok":true,"data":[{}]}}"#, rows(&row, ","))
        }
        "nyaa_page" => {
            let row = |n: usize| {
                format!(
                    r#"<tr class="default"><td></td><td colspan="2"><a href="/view/{n}" title="{}">x</a></td><td class="text-center"><a href="magnet:?xt=urn:btih:{}&amp;dn=x"></a></td><td class="text-center">1.4 GiB</td><td class="text-center" data-timestamp="1">2024</td><td class="text-center">{n}</td></tr>"#,
                    name(n),
                    hash(n)
                )
            };
            format!(r#"<table class="torrent-list">{}</table>"#, rows(&row, "\n"))
        }
        _ => {
            let row = |n: usize| {
                format!(
                    r#"<item><title>{}</title><nyaa:infoHash>{}</nyaa:infoHash><nyaa:size>1.4 GiB</nyaa:size><torznab:attr name="infohash" value="{}"/><torznab:attr name="size" value="1500000000"/></item>"#,
                    name(n),
                    hash(n),
                    hash(n)
                )
            };
            format!("<rss><channel>{}</channel></rss>", rows(&row, "\n"))
        }
    }
}

fn parsers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse 1,000 rows");
    group.throughput(Throughput::Elements(ROWS as u64));
    for (parser, parse) in PARSERS {
        let body = body(parser);
        let read = parse(body.as_bytes()).map_or(0, |answer| answer.torrents.len());
        assert_eq!(read, ROWS, "{parser} reads every row");
        group.bench_function(parser, |bencher| bencher.iter(|| parse(body.as_bytes())));
    }
}

fn film() -> Wanted {
    Wanted {
        kind: Kind::Movie,
        ids: Ids::default(),
        name: "Sintel".to_owned(),
        aliases: Vec::new(),
        year: Some(2010),
        end_year: None,
        runtime_min: None,
        episode: None,
        ..Wanted::default()
    }
}

/// As nine sources tell of them: a third of the rows are known already.
fn told(rows: usize) -> Vec<Vec<Torrent>> {
    let each = rows.div_ceil(SourceName::ALL.len());
    let torrent = |source, number: usize| {
        let hash = InfoHash::parse(&hash(number)).ok()?;
        Some(Torrent { seeders: Some(3), size: Some(1 << 30), ..Torrent::new(hash, name(number), source) })
    };
    let answer = |(at, source): (usize, SourceName)| {
        (0..each).filter_map(|n| torrent(source, (at * each + n) * 2 / 3)).collect::<Vec<_>>()
    };
    SourceName::ALL.into_iter().enumerate().map(answer).collect()
}

fn merging(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("merge");
    group.sample_size(10);
    for rows in [3_000, 30_000] {
        let answers = told(rows);
        group.throughput(Throughput::Elements(rows as u64));
        group.bench_function(format!("{rows} rows"), |bencher| {
            bencher.iter_batched(
                || answers.clone(),
                |answers| {
                    let mut pool = Pool::new(Arc::new(film()), vec![Store::RealDebrid], Past::new());
                    for answer in answers {
                        pool.merge(answer);
                    }
                    pool.len()
                },
                BatchSize::LargeInput,
            );
        });
    }
}

criterion_group!(benches, parsers, merging);
criterion_main!(benches);
