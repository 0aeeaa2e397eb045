//! Streams in the forms of five addons that give links, some hundreds of them invented: every one is a row, and what the
//! addons say in words is none.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::any_addon;
use crate::sources::{DropReason, SourceAnswer, SourceError};
use crate::torrent::{OfferKind, OwnSlot, Promise, SourceName, Torrent};

const KEY: &str = "PLANTEDKEY0123456789PLANTEDKEY";

/// An invented release, and what a stream of it tells.
struct Sample {
    title: String,
    release: String,
    file: String,
    resolution: &'static str,
    hash: String,
    size: u64,
    promise: Promise,
}

/// Titles as works have them, also such that look like something an addon would say.
const TITLES: [&str; 14] = [
    "Harbour of Glass",
    "Sintel",
    "Please Wait Here",
    "Error in the Garden",
    "No Premium Nights",
    "The Invalid",
    "Login",
    "Not Found Yet",
    "Downloading Nora",
    "Limit of Tides",
    "Account Closed",
    "Cached Light",
    "Instant Summer",
    "Windstar 1999",
];
const RESOLUTIONS: [&str; 4] = ["2160p", "1080p", "720p", "480p"];
const KINDS: [&str; 5] =
    ["BluRay.x265-OPEN", "WEB-DL.H.264-GRP", "WEBRip.AV1", "HDTV.XviD-TEAM", "BluRay.REMUX.AVC.DTS-HD.MA-CC"];

fn samples() -> Vec<Sample> {
    let mut samples = Vec::new();
    for title in TITLES {
        for resolution in RESOLUTIONS {
            for kind in KINDS {
                let number = samples.len() as u64 + 1;
                let release = format!("{}.2019.{resolution}.{kind}", title.replace(' ', "."));
                samples.push(Sample {
                    title: title.to_owned(),
                    file: format!("{release}.mkv"),
                    release,
                    resolution,
                    hash: format!("{:040x}", u128::from(number) * 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced),
                    size: 700_000_000 + number * 12_345_678,
                    promise: [Promise::Held, Promise::NotHeld, Promise::Unknown][samples.len() % 3],
                });
            }
        }
    }
    samples
}

impl Sample {
    fn gib(&self) -> String {
        format!("{:.2} GB", self.size as f64 / f64::from(1 << 30))
    }

    fn pick<'a>(&self, held: &'a str, not: &'a str, unknown: &'a str) -> &'a str {
        match self.promise {
            Promise::Held => held,
            Promise::NotHeld => not,
            Promise::Unknown => unknown,
        }
    }

    fn torrentio(&self) -> Value {
        let service = self.pick("[RD+] ", "[RD download] ", "");
        json!({
            "name": format!("{service}Torrentio\n{}", self.resolution),
            "title": format!("{}\n👤 89 💾 {} ⚙️ Example", self.release, self.gib()),
            "url": format!("https://addon.example/resolve/realdebrid/{KEY}/{}/null/0/{}", self.hash, self.file),
            "behaviorHints": {"bingeGroup": format!("torrentio|{}|x265", self.resolution), "filename": self.file},
        })
    }

    fn comet(&self) -> Value {
        let service = self.pick("[RD⚡]", "[RD⬇️]", "[RD]");
        json!({
            "name": format!("{service} Comet {}", self.resolution),
            "description": format!("📄 {}\n📹 hevc • 10bit\n💾 {} 🔎 Example|Site", self.release, self.gib()),
            "url": format!("https://addon.example/eyJrZXkiOiJ4In0=/playback/{}/0/n/n/n/{}", self.hash, self.title.replace(' ', "%20")),
            "behaviorHints": {"bingeGroup": format!("comet|realdebrid|{}", self.hash), "videoSize": self.size, "filename": self.file},
        })
    }

    fn mediafusion(&self) -> Value {
        let mark = self.pick("⚡️", "⏳", "");
        json!({
            "name": format!("MediaFusion RD {mark} {}", self.resolution),
            "description": format!("📂 {}\n💾 {} 👤 12\n🌐 English\n🔗 Example", self.release, self.gib()),
            "url": format!("https://addon.example/streaming_provider/D-{KEY}/playback/realdebrid/{}/{}", self.hash, self.file),
            "behaviorHints": {
                "notWebReady": true, "bingeGroup": format!("MediaFusion-{}", self.resolution),
                "proxyHeaders": {"request": {"User-Agent": "MediaFusion", "X-Key": KEY}}, "filename": self.file, "videoSize": self.size,
            },
        })
    }

    /// A plain server of files, or of Usenet posts: no hash, and little of a text.
    fn http(&self, form: usize) -> Value {
        let place = format!("https://files.example/{KEY}/{:x}", self.size);
        match form % 7 {
            0 => json!({"name": "HTTP", "title": self.release, "url": format!("{place}/{}", self.file)}),
            1 => {
                json!({"title": self.title, "url": format!("{place}/{}", self.file), "behaviorHints": {"notWebReady": true}})
            }
            2 => {
                json!({"name": self.resolution, "description": format!("{}\n{}", self.title, self.gib()), "url": format!("{place}/play.m3u8")})
            }
            3 => json!({"url": format!("{place}/{}", self.file)}),
            4 => json!({
                "name": format!("Usenet {}", self.resolution),
                "description": format!("{}\n📦 {} 📅 12d", self.release, self.gib()),
                "url": format!("https://addon.example/nzb/{KEY}/d41d8cd98f00b204e9800998ecf8427e/{:x}?t={KEY}", self.size),
                "behaviorHints": {"filename": self.file, "videoSize": self.size},
            }),
            5 => json!({
                "name": format!("🔑 Library {}", self.resolution), "description": self.release,
                "url": format!("{place}.mp4"), "behaviorHints": {"filename": self.file.replace(".mkv", ".mp4")},
            }),
            // The title as the file is called, on the addon's own server.
            _ => json!({
                "name": "Local", "title": self.title,
                "url": format!("https://addon.example/media/{:x}/{}.mp4", self.size, self.title.replace(' ', "-").to_lowercase()),
            }),
        }
    }

    /// What `AIOStreams` writes in each of its formats.
    fn aiostreams(&self, form: usize) -> Value {
        let (resolution, size, file) = (self.resolution, self.gib(), &self.file);
        let (name, description) = match form % 9 {
            0 => (
                format!("{}Torrentio {resolution}\nHDR", self.pick("[RD+] ", "[RD download] ", "")),
                format!("{}\n{file}\n💾{size} 👤150 📅2y ⚙️Example\n🇬🇧", self.release),
            ),
            1 => (
                format!("TorBox {}({resolution})", self.pick("(Instant RD) ", "(Uncached RD) ", "")),
                format!("Quality: BluRay\nName: {file}\nSize: {size} | Source: Example \nLanguages: "),
            ),
            2 => (
                format!("{}Comet {resolution}", self.pick("[TB⚡] ", "[TB⏳] ", "")),
                format!(
                    "🎥 BluRay 🎞️ HEVC 🏷️ OPEN \n📦 {size} (5.2 Mbps)👥 150 🔍 Example\n📁 {}/{file}",
                    self.release
                ),
            ),
            3 => (
                format!("{}Torrentio {resolution}", self.pick("[AD⚡] ", "[AD⏳] ", "")),
                format!("📁 {}\n🎥 BluRay 🎞️ HEVC 🏷️ OPEN\n📦 {size} 🔍 Example\n🌐 🇬🇧", self.title),
            ),
            4 => (
                format!("🧿{resolution}\nBLURAY {}", self.pick("⚡", "⏳", "")),
                format!("🔊 DTS\n📦 {size} \n🌎 English"),
            ),
            5 => (
                "🚀 FHD".to_owned(),
                format!(
                    "🎬 {} (2019) \n🎥 BluRay 🎞️ HEVC \n📦 {size} 🌱 150 \n🏷️ OPEN 📡 Example \n{}🔍Torrentio ",
                    self.title,
                    self.pick("⚡Ready (RD) ", "❌Not Ready (RD) ", ""),
                ),
            ),
            6 => (
                format!("   {resolution} {}\n  〈Bluray〉", self.pick("⚡", "⏳", "")),
                format!("✎  {} (2019)\n▣  HEVC  \n❖  {size} ⇄ 150❦ \n⛉  Torrentio · OPEN", self.title),
            ),
            7 => (
                format!("{}Torrentio {resolution}", self.pick("[RD⚡] ", "[RD⏳] ", "")),
                format!("ℹ️A message of its own\n{}\n{file}\n💾{size} 👤3 ⚙️Example", self.release),
            ),
            _ => (
                format!("🕵️ 🔑 {}Library {resolution}", self.pick("[RD+] ", "[RD download] ", "")),
                format!("{}\n💾{size} ⚙️Example", self.release),
            ),
        };
        json!({
            "name": name, "description": description,
            "url": format!("https://addon.example/api/v1/debrid/playback/{KEY}/{:x}/{file}", self.size),
            "behaviorHints": {"filename": file, "videoSize": self.size, "bingeGroup": format!("com.example.aio|{resolution}")},
        })
    }
}

/// What addons say in words, as streams.
fn notices() -> Vec<Value> {
    let home = "https://addon.example";
    vec![
        json!({"name": "[❌] Comet", "description": "⚠️ OBSOLETE CONFIGURATION, PLEASE RE-CONFIGURE ON EXAMPLE ⚠️", "url": home}),
        json!({"name": "[❌] Comet", "description": "Content not digitally released yet.", "url": format!("{home}/")}),
        json!({"name": "[🔄] Comet", "description": "Scraping in progress, try again in a few seconds.", "url": home}),
        json!({"name": "MediaFusion API", "description": "🚫 Invalid MediaFusion configuration", "url": format!("{home}/static/exceptions/invalid_config.mp4")}),
        json!({"name": "⚠️ MediaFusion", "description": "Your subscription has expired", "url": format!("{home}/static/exceptions/need_premium.mp4"), "behaviorHints": {"notWebReady": true}}),
        json!({"name": "Torrentio", "title": "Failed to open the torrent", "url": format!("{home}/videos/failed_opening_v2.mp4")}),
        json!({"name": "[❌] Torrentio", "description": "Failed to fetch: 429", "externalUrl": "https://code.example/aiostreams"}),
        json!({"name": "⚠️ obsolete", "url": format!("{home}/assets/update.mp4")}),
        json!({"name": "Addon", "title": "Please configure your API key", "url": format!("{home}/{KEY}/configure")}),
        json!({"name": "Addon", "title": "Your account is not premium", "url": format!("{home}/resolve/none")}),
        json!({"name": "Addon", "title": "Configure", "externalUrl": format!("{home}/{KEY}/configure")}),
        json!({"name": "Addon", "title": "Visit us", "externalUrl": home}),
        json!({"name": "Addon", "description": "Support us", "url": "https://pictures.example/banner.png"}),
        json!({"name": "Addon", "title": "⚠️ 4K streams need premium", "url": format!("{home}/upgrade.html")}),
        json!({"name": "Addon", "title": "No streams were found"}),
        json!({"name": "Addon", "title": "An error occurred, please try again later", "url": format!("{home}/error/1")}),
    ]
}

fn read(streams: &[Value]) -> Result<SourceAnswer, SourceError> {
    let own = SourceName::Own(OwnSlot::new(1).unwrap());
    any_addon::reader(own).answer(json!({"streams": streams}).to_string().as_bytes())
}

/// Reads the streams among the notices, and holds every one of them to be a row.
fn rows(name: &str, streams: impl Fn(&Sample, usize) -> Value) -> Vec<(Sample, Torrent)> {
    let samples = samples();
    let mut all: Vec<Value> = samples.iter().enumerate().map(|(at, sample)| streams(sample, at)).collect();
    let notices = notices();
    for (at, notice) in notices.iter().enumerate() {
        all.insert(at * 7, notice.clone());
    }
    let answer = read(&all).unwrap();
    assert_eq!(answer.dropped, [(DropReason::Notice, notices.len())].into(), "{name}");
    assert_eq!(answer.torrents.len(), samples.len(), "{name}: one row a stream");
    let ids: HashSet<_> = answer.torrents.iter().map(|row| row.info_hash).collect();
    assert_eq!(ids.len(), samples.len(), "{name}: each of its own");
    assert!(answer.torrents.iter().all(|row| row.offers.len() == 1), "{name}");
    assert!(!format!("{:?}", answer.torrents).contains(KEY), "{name}: no key shows");
    let again = read(&all).unwrap();
    assert_eq!(again.torrents, answer.torrents, "{name}: the same rows the next time");
    samples.into_iter().zip(answer.torrents).collect()
}

fn assert_told(name: &str, rows: &[(Sample, Torrent)], has_hash: bool) {
    for (sample, row) in rows {
        let offer = &row.offers[0];
        assert_eq!((offer.promise, offer.kind), (sample.promise, OfferKind::Direct), "{name}: {row:?}");
        assert_eq!(row.is_link, !has_hash, "{name}: {row:?}");
        assert_eq!(has_hash, row.info_hash.to_string() == sample.hash, "{name}: {row:?}");
        assert_eq!(offer.file_name.as_deref(), Some(sample.file.as_str()), "{name}: {row:?}");
        assert!(row.title.contains(sample.resolution), "{name}: {} of {}", row.title, sample.release);
        let size = offer.file_size.or(row.size).unwrap();
        assert!(size.abs_diff(sample.size) < sample.size / 50, "{name}: {size} of {}", sample.size);
    }
}

#[test]
fn torrentio_with_a_service() {
    let rows = rows("torrentio", |sample, _| sample.torrentio());
    assert_told("torrentio", &rows, true);
    assert!(rows.iter().all(|(sample, row)| row.title == sample.release));
}

#[test]
fn comet_with_a_service() {
    let rows = rows("comet", |sample, _| sample.comet());
    assert_told("comet", &rows, true);
    assert!(rows.iter().all(|(sample, row)| row.title == sample.release));
}

#[test]
fn mediafusion_with_a_service() {
    let rows = rows("mediafusion", |sample, _| sample.mediafusion());
    assert_told("mediafusion", &rows, true);
    for (_, row) in &rows {
        let names: Vec<&str> = row.offers[0].headers.iter().map(|header| header.name.as_str()).collect();
        assert_eq!(names, ["user-agent", "x-key"]);
        assert!(row.offers[0].not_web_ready);
    }
}

#[test]
fn aiostreams_in_all_its_formats() {
    let rows = rows("aiostreams", Sample::aiostreams);
    assert_told("aiostreams", &rows, false);
    for (sample, row) in &rows {
        assert!([&sample.release, &sample.file].contains(&&row.title), "{} of {}", row.title, sample.release);
    }
}

#[test]
fn plain_servers_of_files_and_usenet() {
    for (sample, row) in rows("http", Sample::http) {
        assert!(row.is_link, "{row:?}");
        assert!(
            row.title.replace('.', " ").starts_with(&sample.title) || row.title.starts_with("play"),
            "{} of {}",
            row.title,
            sample.title
        );
    }
}

#[test]
fn a_stream_that_is_a_torrent_as_well_is_one_row_with_both() {
    let samples = samples();
    let both: Vec<Value> = samples
        .iter()
        .flat_map(|sample| {
            let mut torrent = sample.torrentio();
            torrent["infoHash"] = json!(sample.hash);
            torrent.as_object_mut().unwrap().remove("url");
            [torrent, sample.torrentio(), sample.comet()]
        })
        .collect();
    let answer = read(&both).unwrap();
    assert_eq!(answer.torrents.len(), samples.len());
    assert!(answer.torrents.iter().all(|row| !row.is_link && row.offers.len() == 2));
}

#[test]
fn a_key_that_looks_like_an_info_hash_is_not_taken_for_one() {
    let key = "0123456789abcdef0123456789abcdef01234567";
    let streams: Vec<Value> = samples()
        .iter()
        .take(5)
        .map(|sample| json!({"name": "A", "title": sample.release, "url": format!("https://cdn.example/{key}/{}", sample.file)}))
        .collect();
    let answer = read(&streams).unwrap();
    assert_eq!(answer.torrents.len(), 5);
    assert!(answer.torrents.iter().all(|row| row.is_link && row.info_hash.to_string() != key));
}

#[test]
fn what_an_addon_says_is_told_when_there_is_nothing_else() {
    for notice in notices() {
        let said = read(std::slice::from_ref(&notice));
        match said {
            Ok(answer) => {
                assert!(answer.torrents.is_empty(), "{notice}");
                assert!(answer.missing.is_some(), "{notice}: it has only begun");
            }
            Err(SourceError::Said(words)) => assert!(!words.is_empty() && !words.contains(KEY), "{notice}"),
            Err(error) => assert_eq!(error, SourceError::Refused(401), "{notice}"),
        }
    }
}

#[test]
fn what_opens_in_the_browser_is_what_it_is() {
    let answer = read(&[
        json!({"name": "Elsewhere", "title": "Watch Sintel", "externalUrl": "https://watch.example/title/1"}),
        json!({"name": "Trailer", "ytId": "eRsGyueVLvQ"}),
        json!({"name": "Trailer", "ytId": "not an id"}),
        json!({"name": "App", "externalUrl": "stremio:///detail/movie/tt1"}),
        json!({"name": "Script", "externalUrl": "javascript:alert(1)"}),
        json!({"name": "File", "url": "file:///etc/passwd", "title": "Sintel 1080p"}),
    ])
    .unwrap();
    let kinds: Vec<OfferKind> = answer.torrents.iter().map(|row| row.offers[0].kind).collect();
    assert_eq!(kinds, [OfferKind::External, OfferKind::YouTube]);
    assert_eq!(answer.torrents[1].offers[0].link().as_str(), "https://www.youtube.com/watch?v=eRsGyueVLvQ");
    assert_eq!(answer.dropped.values().sum::<usize>(), 4);
}
