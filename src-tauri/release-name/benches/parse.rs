//! Time per name over a mix of series, anime and film names.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const NAMES: [&str; 12] = [
    "Blue.Meadow.S02E05.The.Long.Way.1080p.AMZN.WEB-DL.DDP5.1.H.264-GRP.mkv",
    "Blue Meadow (2019) - S01E03 - One Minute (1080p BluRay x265 Silence).mkv",
    "[Grp] Blue Meadow - 1071 (1080p) [8DE44442].mkv",
    "[Grp]_Blue_Meadow_-_01v2_[1280x720_H.264_FLAC][1234ABCD].mkv",
    "[Grp] Blue Meadow (Seasons 01-20) [1080p][HEVC x265 10bit][Dual-Audio][Multi-Subs]",
    "【字幕组】★10月新番★[蓝色草地/Blue Meadow][12END][720p][繁体]",
    "Синий луг / Blue Meadow / Сезон: 2 / Серии: 1-8 из 10 [2019, WEB-DL 1080p] MVO + Original + Sub (Rus, Eng)",
    "Tears.of.Steel.2012.2160p.UHD.BluRay.REMUX.DV.HDR.TrueHD.7.1.Atmos.HEVC-GRP",
    "Sintel (2010) [1080p] [BluRay] [5.1] [YTS.MX]",
    "blue.meadow.103.hdtv.xvid-grp.avi",
    "Blue Meadow - Temporada 1 [HDTV 720p][Cap.105][AC3 5.1 Castellano][www.example.com].mkv",
    "01. Pilot.mkv",
];

fn names(c: &mut Criterion) {
    let mut group = c.benchmark_group("parse");
    group.throughput(Throughput::Elements(NAMES.len() as u64));
    group.bench_function("mixed names", |b| {
        b.iter(|| {
            for name in NAMES {
                black_box(release_name::parse(name));
            }
        });
    });
    group.finish();
    let long = "[Grp] Blue Meadow - 05 ".repeat(180);
    c.bench_function("4 KiB", |b| b.iter(|| release_name::parse(black_box(&long))));
}

criterion_group!(benches, names);
criterion_main!(benches);
