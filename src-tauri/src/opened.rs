//! What the system asks the app to show: links and torrent files, as arguments of its start or through a second start, and what a
//! notice was about. The page is told what each one means. Until it listens, they wait here.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use perihelion_core::{query, torrent_file};
use tauri::ipc::Channel;

use crate::lock::lock;
use crate::wire::FromSystem;

/// The most links that wait for the page. A person opens fewer before the window is there, so anything above this is dropped.
pub(crate) const MOST_WAITING: usize = 16;

#[derive(Default)]
pub(crate) struct Opened {
    waiting: Mutex<Vec<FromSystem>>,
    page: Mutex<Option<Channel<FromSystem>>>,
}

impl Opened {
    /// Sends it to the page, or keeps it until the page listens.
    pub(crate) fn hand_over(&self, opening: FromSystem) {
        let heard = lock(&self.page).as_ref().is_some_and(|page| page.send(opening.clone()).is_ok());
        let mut waiting = lock(&self.waiting);
        if !heard && waiting.len() < MOST_WAITING {
            waiting.push(opening);
        }
    }

    /// Sends the page what waits and everything from now on. Replaces the channel of a page that was there before, such as before a
    /// reload.
    pub(crate) fn listen(&self, page: Channel<FromSystem>) {
        for opening in std::mem::take(&mut *lock(&self.waiting)) {
            let _ = page.send(opening);
        }
        *lock(&self.page) = Some(page);
    }
}

/// Something the command line asks the app to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Openable {
    /// A `magnet:` or `stremio:` link.
    Link(String),
    /// A torrent file, which is not read yet.
    TorrentFile(PathBuf),
}

impl Openable {
    /// Recognises an argument, which may be a path relative to `folder` or a `file:` address, as file managers hand over; `None`
    /// for one that the app does not open.
    pub fn of(argument: &str, folder: &Path) -> Option<Self> {
        let scheme = argument.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let path = match scheme.as_deref() {
            Some("magnet" | "stremio") => return Some(Self::Link(argument.to_owned())),
            Some("file") => url::Url::parse(argument).ok()?.to_file_path().ok()?,
            _ if argument.contains("://") => return None,
            _ => folder.join(argument),
        };
        let is_torrent = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("torrent"));
        is_torrent.then_some(Self::TorrentFile(path))
    }

    /// Returns what it means. Blocks while it reads a file.
    pub(crate) fn read(self) -> query::Query {
        match self {
            Self::Link(link) => query::read(&link),
            Self::TorrentFile(path) => torrent_file::open(&path).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_schemes_and_torrent_files_are_opened() {
        let folder = std::env::temp_dir();
        let of = |argument| Openable::of(argument, &folder);
        for link in
            ["magnet:?xt=urn:btih:416b79c9a668ebf9bfce22845affe0cdde2fc8be", "STREMIO:///detail/movie/tt1727587"]
        {
            assert_eq!(of(link), Some(Openable::Link(link.to_owned())));
        }
        for other in [
            "https://example.org/a.torrent",
            "ftp://example.org/a.torrent",
            "file:///etc/passwd",
            "--demo",
            "magnet",
            "/home/film.mkv",
            "",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
        let file = folder.join("A Film.TORRENT");
        let address = url::Url::from_file_path(&file).unwrap();
        for argument in [address.as_str(), "A Film.TORRENT", &file.to_string_lossy()] {
            assert_eq!(of(argument), Some(Openable::TorrentFile(file.clone())), "{argument}");
        }
    }
}
