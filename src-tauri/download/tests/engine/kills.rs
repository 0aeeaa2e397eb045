//! `kill -9` at a random moment, a hundred times: each time at most one piece a connection is lost, and the file that is
//! finished in the end is the file.

#![expect(clippy::disallowed_types, reason = "a process is started to be killed")]

use std::process::{Command, Stdio};
use std::time::Duration;

use perihelion_download::{Journal, Target};

use crate::server::{Mood, Server, film};
use crate::stage::{SMALL, Stage};

const KILLS: usize = 100;
const LENGTH: usize = 600_000;

/// The variables by which this program, started again as a child, knows what to download and where to.
const LINK: &str = "PERIHELION_TEST_LINK";
const FOLDER: &str = "PERIHELION_TEST_FOLDER";

struct Link(String);

impl perihelion_download::Source for Link {
    async fn request(&self, _: bool) -> Result<perihelion_core::http::Request, perihelion_download::DownloadError> {
        Ok(perihelion_core::http::Request::get(self.0.parse().unwrap()))
    }
}

/// What the child does. Without the variables it is no test.
#[tokio::test]
async fn child() {
    let (Ok(link), Ok(folder)) = (std::env::var(LINK), std::env::var(FOLDER)) else { return };
    let stage = Stage::set();
    let target = Target { folder: folder.into(), ..stage.target.clone() };
    let what = (&target, crate::stage::WHAT);
    perihelion_download::download(&stage.ways, &Link(link), what, &stage.progress, &stage.stop).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_kills_lose_a_piece_each_at_most() {
    let mut random = fastrand::Rng::new();
    let (mut kills, mut finished) = (0, 0);
    while kills < KILLS {
        let film = film(LENGTH, finished);
        let pace = (4 << 10, Duration::from_millis(4));
        let (stage, server) = (Stage::set(), Server::of(film.clone(), Mood { pace, ..Mood::default() }).await);
        let mut kept_before = 0;
        loop {
            let asked = server.requests().len();
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["kills::child", "--exact"])
                .env(LINK, server.url())
                .env(FOLDER, stage.folder.path())
                .stdout(Stdio::null())
                .spawn()
                .unwrap();
            // From its first request on: a busy machine needs longer to start it than it is to live.
            while server.requests().len() == asked && child.try_wait().unwrap().is_none() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(Duration::from_millis(random.u64(..100))).await;
            if let Some(status) = child.try_wait().unwrap() {
                assert!(status.success());
                break;
            }
            // The same as `kill -9`.
            child.kill().unwrap();
            child.wait().unwrap();
            kills += 1;
            let Some(journal) = Journal::read(&stage.target.journal()) else { continue };
            if stage.target.path().exists() {
                // It was killed between the name and the end.
                continue;
            }
            let part = std::fs::read(stage.target.part()).unwrap_or_default();
            assert!(journal.done.total() >= kept_before, "what is kept stays kept");
            kept_before = journal.done.total();
            for range in journal.done.iter() {
                let range = usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap();
                assert!(part[range.clone()] == film[range], "what the journal tells of is there");
            }
            // No byte of the film is 0, so what is not 0 was written.
            let written = part.iter().filter(|byte| **byte != 0).count() as u64;
            let lost = written - journal.done.total();
            assert!(lost <= SMALL.piece * SMALL.connections as u64, "{lost} bytes lost");
            // What was lost is not to be counted again.
            let mut kept = vec![0; part.len()];
            for range in journal.done.iter() {
                let range = usize::try_from(range.start).unwrap()..usize::try_from(range.end).unwrap();
                kept[range.clone()].copy_from_slice(&part[range]);
            }
            std::fs::write(stage.target.part(), kept).unwrap();
        }
        stage.is_done_with(&film);
        finished += 1;
    }
    assert!(finished > 0);
}
