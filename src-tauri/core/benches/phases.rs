//! Time to choose a file out of a long torrent, and to rank and hide the rows of a large search.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use perihelion_core::model::{Candidate, Hint};
use perihelion_core::names::Measure;
use perihelion_core::pipeline::rank::count_hidden;
use perihelion_core::pipeline::rank::{Taste, rank};
use perihelion_core::pipeline::select::select;
use perihelion_core::preferences::{Pattern, Preferences};
use perihelion_core::title::{Episode, Ids, Kind, Numbering, Wanted};
use perihelion_core::torrent::{InfoHash, SourceName, Torrent, TorrentFile};

fn wanted(kind: Kind, episode: u32) -> Wanted {
    let asked = Numbering { season: Some(1), episode };
    Wanted {
        kind,
        ids: Ids::default(),
        name: "Windstar Wanderers".to_owned(),
        aliases: vec!["Kazeboshi no Tabibito".to_owned()],
        year: None,
        end_year: None,
        runtime_min: Some(24),
        episode: Some(Episode { asked, imdb: None, absolute: None, kitsu: None, aired: None, name: None }),
        ..Wanted::default()
    }
}

fn files(count: u32) -> Vec<TorrentFile> {
    (1..=count)
        .map(|n| {
            let name = format!("[Tanuki] Windstar Wanderers - {n:04} - The Long Way [1080p][HEVC x265 10bit].mkv");
            TorrentFile {
                index: i64::from(n),
                path: format!("/Windstar Wanderers/Season {}/{name}", n / 60 + 1),
                name,
                size: Some(700 << 20),
                link: Some("link".to_owned()),
            }
        })
        .collect()
}

/// As `files`, but no two names differ by the number alone: each episode has its name and a checksum.
fn named_files(count: u32) -> Vec<TorrentFile> {
    const WORDS: [&str; 7] = ["Harbour", "Quay", "Mill", "Winter", "Bridge", "Letter", "Storm"];
    let word = |n: u32| WORDS[n as usize % WORDS.len()];
    let named = |(n, file): (u32, TorrentFile)| {
        let own = format!("The {} of the {}", word(n), word(n / 7 + 3));
        let checksum = format!("[{:08X}]", n.wrapping_mul(0x9e37_79b9));
        let name = file.name.replace("The Long Way", &own).replace("[HEVC x265 10bit]", &checksum);
        TorrentFile { path: file.path.replace(&file.name, &name), name, ..file }
    };
    (1..).zip(files(count)).map(named).collect()
}

fn choose(c: &mut Criterion) {
    let (files, wanted) = (files(1100), wanted(Kind::Anime, 777));
    let hint = Hint { torrent_name: "[Tanuki] Windstar Wanderers (0001-1100) [1080p]", ..Hint::default() };
    c.bench_function("choose from 1,100 files", |b| {
        b.iter(|| select(black_box(&files), &wanted, &hint));
    });
    let named = named_files(1100);
    c.bench_function("choose from 1,100 files with names of their own", |b| {
        b.iter(|| select(black_box(&named), &wanted, &hint));
    });
}

fn rows(count: u32) -> Vec<Candidate> {
    (1..=count)
        .filter_map(|n| {
            let hash = InfoHash::parse(&format!("{n:040x}")).ok()?;
            let (tag, group) = [
                ("1080p.WEB-DL.DDP5.1.H.264", "ORBiT"),
                ("2160p.BluRay.REMUX.HDR.HEVC", "KTR"),
                ("720p.HDTV.x264.FRENCH", "R3D"),
            ][n as usize % 3];
            let title = format!("Windstar.Wanderers.S01E{:02}.{tag}-{group}", n % 24 + 1);
            let mut torrent = Torrent::new(hash, title, SourceName::Comet);
            torrent.size = Some(u64::from(n) << 20);
            torrent.seeders = Some(n % 300);
            Some(Candidate::new(torrent))
        })
        .collect()
}

fn order(c: &mut Criterion) {
    let (rows, wanted) = (rows(3000), wanted(Kind::Series, 5));
    let preferences = Preferences {
        resolutions: vec!["1080p".to_owned(), "720p".to_owned()],
        languages: vec!["en".to_owned()],
        max_size: Some(20 << 30),
        no_cinema_recordings: true,
        must_not_match: vec![Pattern::new(r"\b(hdcam|line)\b")],
        ..Preferences::default()
    };
    let taste = Taste { preferences, ..Taste::default() };
    let measure = Measure::of(&wanted);
    c.bench_function("rank 3,000 rows", |b| {
        b.iter(|| rows.iter().map(|row| rank(black_box(row), &wanted, &measure, &taste).value).sum::<f64>());
    });
    c.bench_function("count the hidden of 3,000 rows", |b| {
        b.iter(|| count_hidden(black_box(&rows), &taste.preferences, &wanted));
    });
}

criterion_group!(benches, choose, order);
criterion_main!(benches);
