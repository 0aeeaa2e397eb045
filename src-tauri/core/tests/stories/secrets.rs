//! The token is sent to the store and shown nowhere else: not on disk, not in an address, not to a source, not in a log.

use std::fmt::{self, Write as _};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use perihelion_core::model::Candidate;
use perihelion_core::pipeline::{self, link};
use perihelion_core::profile::{Options, Profile};
use perihelion_core::secret::Secret;
use perihelion_core::settings::Theme;
use perihelion_core::store::Played;
use perihelion_core::title::Kind;
use perihelion_simulator::{Accounts, Standing};
use tracing::field::{Field, Visit};
use tracing::span;

use crate::stage::{SINTEL, Stage, quick};

const PLANTED: &str = "planted-7f3c9e5d1b-token";
const REFUSED: &str = "planted-0a8b2d4f6c-token";

/// Hears everything that is logged at any level; keeps only what tells of a planted token.
struct Ear;

static HEARD: AtomicUsize = AtomicUsize::new(0);
static LEAKS: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Words(String);

impl Visit for Words {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, "{}={value:?} ", field.name());
    }
}

fn hear(record: impl FnOnce(&mut Words)) {
    let mut words = Words(String::new());
    record(&mut words);
    HEARD.fetch_add(1, Ordering::Relaxed);
    if words.0.contains("planted-") {
        LEAKS.lock().unwrap().push(words.0);
    }
}

impl tracing::Subscriber for Ear {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        hear(|words| attributes.record(words));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        hear(|words| values.record(words));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        hear(|words| event.record(words));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// Every file below a folder that holds the text.
fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_with(&path, text));
        } else if std::fs::read(&path).unwrap().windows(text.len()).any(|window| window == text.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

async fn open(stage: &Stage, folder: &Path, token: &str) -> Profile {
    let options = Options {
        data_dir: Some(folder.to_owned()),
        endpoints: Some(stage.simulator.base_url()),
        token: Secret::new(token),
        ..Options::default()
    };
    Profile::open(options).await.unwrap().0
}

/// Everything a person does, so that everything that writes has written.
async fn live(stage: &Stage, profile: &Profile) {
    profile.change_settings(|settings| settings.theme = Theme::Dark).await.unwrap();
    let proxy = "http://ann:planted-proxy@proxy.example:3128".parse().unwrap();
    profile.set_proxy(Some(proxy)).await.unwrap();
    profile.search("sintel", Kind::Movie).await.unwrap();
    profile.details(Kind::Movie, SINTEL).await.unwrap();
    let tools = profile.tools().await;
    let links = profile.links().await;
    assert!(!format!("{tools:?} {profile:?}").contains("planted-"), "debug output does not show it");
    let told = Mutex::new(String::new());
    let found = pipeline::search(&tools, stage.search_for(SINTEL), |event| {
        let _ = write!(told.lock().unwrap(), "{event:?}");
    })
    .await;
    let candidates: Vec<&Candidate> = found.candidates.iter().map(AsRef::as_ref).collect();
    let ask = link::LinkFor { wanted: &found.wanted, candidates: &candidates, file: None };
    let outcome = link::link(&links, ask, |event| {
        let _ = write!(told.lock().unwrap(), "{event:?}");
    })
    .await;
    links.work.settled().await;
    assert!(!told.into_inner().unwrap().contains("planted-"), "no event tells it");
    assert!(!format!("{outcome:?}").contains("planted-"), "neither a link nor an error tells it");
    if let Ok(result) = outcome {
        let entry = Played {
            id: 0,
            title_id: SINTEL.to_owned(),
            kind: Kind::Movie,
            name: "Sintel".to_owned(),
            years: None,
            poster: None,
            season: None,
            episode: None,
            file_name: result.file_name,
            release: None,
            played_at: "2026-03-01T20:15:00Z".parse().unwrap(),
        };
        profile.library.note_played(entry).await.unwrap();
    }
}

#[tokio::test]
async fn a_planted_token_reaches_the_store_and_nothing_else() {
    // One subscriber for all threads: blocking work and connections have threads of their own.
    tracing::subscriber::set_global_default(Ear).unwrap();
    let tokens = [(REFUSED.to_owned(), Standing::Refused)].into();
    let accounts = Accounts { tokens, ..Accounts::default() };
    let stage = Stage::set(perihelion_simulator::Config { accounts, ..quick() }).await;
    let folder = tempfile::tempdir().unwrap();
    for token in [PLANTED, REFUSED] {
        let profile = open(&stage, folder.path(), token).await;
        live(&stage, &profile).await;
        assert_eq!(files_with(folder.path(), token), Vec::<String>::new(), "while it runs");
        drop(profile);
        assert_eq!(files_with(folder.path(), token), Vec::<String>::new(), "and after it ended");
    }
    assert!(!files_with(folder.path(), "ann@proxy.example").is_empty(), "a proxy is kept");
    assert_eq!(files_with(folder.path(), "planted-proxy"), Vec::<String>::new(), "without its password");
    assert!(!files_with(folder.path(), "dark").is_empty(), "the search of the files finds what is there");

    let requests = stage.simulator.requests();
    let mut sent = 0;
    for request in &requests {
        assert!(!request.path_and_query.contains("planted-"), "{}", request.path_and_query);
        let tells = request.headers.iter().filter(|(_, value)| value.contains("planted-"));
        for (name, _) in tells {
            sent += 1;
            assert_eq!(name, "x-stremthru-store-authorization");
            assert!(request.path_and_query.starts_with("/stremthru/v0/store/"), "{}", request.path_and_query);
        }
    }
    assert!(sent > 3, "the store was asked with it");
    assert!(HEARD.load(Ordering::Relaxed) > 10, "the log was listened to");
    assert_eq!(*LEAKS.lock().unwrap(), Vec::<String>::new(), "and does not tell it");
}
