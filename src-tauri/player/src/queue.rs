//! What a player is given: films with their links, as items or as a playlist. Links that are neither of the web nor the app's own, and files that are not
//! videos are refused here.

use std::path::{Path, PathBuf};

use perihelion_core::names::is_video;
use perihelion_core::pipeline::pack;
use url::Url;

use crate::headers::Header;

/// Why nothing plays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlayerError {
    #[error("no video player was found")]
    NotFound,
    #[error("{0} stopped at once")]
    Exited(String),
    #[error("{0} could not be started")]
    Failed(String),
    #[error("that file is not a video")]
    NotVideo,
    #[error("that link is not a web address")]
    NotWeb,
}

/// The most characters of arguments. Windows takes 32,767 for the whole command line.
const LONGEST_COMMAND: usize = 24_000;

/// One film or episode to be played.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    pub(crate) link: Url,
    /// The link is the app's own, to a file on this machine's disk.
    pub(crate) is_on_disk: bool,
    /// Shown by the player: `Sintel (2010)`.
    pub(crate) title: String,
    pub(crate) file_name: String,
    /// What its server is to be sent.
    pub(crate) headers: Vec<Header>,
    /// Seconds from the start to begin at; 0 is the start. In a long list each begins at its start.
    pub(crate) start: f64,
    /// The languages to begin with; the tracks are looked at again once they are known.
    pub(crate) languages: Languages,
}

/// Language codes for a player's own choice of tracks, the most wanted first. Empty leaves it to the player.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Languages {
    pub(crate) audio: Vec<String>,
    pub(crate) subtitles: Vec<String>,
}

/// One item, or several that follow each other, and what players are told of them.
#[derive(Clone, Debug)]
pub(crate) struct Queue {
    pub(crate) items: Vec<Item>,
    /// The path of the playlist. The file is written for several items, and for a single one only when the player needs a playlist.
    pub(crate) playlist: PathBuf,
}

impl Queue {
    pub(crate) fn new(items: Vec<Item>, folder: &Path) -> Self {
        Self { items, playlist: folder.join("playing.m3u8") }
    }

    pub(crate) fn single(&self) -> Option<&Item> {
        match self.items.as_slice() {
            [single] => Some(single),
            _ => None,
        }
    }

    /// Returns the items when they fit on a command line, `None` when a playlist is needed. Items that are told one by one have their
    /// own title and start, and also reach a player that may not read our folder, such as a sandboxed one.
    pub(crate) fn few(&self) -> Option<&[Item]> {
        let told: usize = self.items.iter().map(|item| item.link.as_str().len() + item.title.len() + 100).sum();
        (told <= LONGEST_COMMAND).then_some(self.items.as_slice())
    }

    /// Returns the link of a single item, or else the playlist's path.
    pub(crate) fn plain(&self) -> String {
        self.single().map_or_else(|| self.playlist.to_string_lossy().into_owned(), |item| item.link.to_string())
    }

    /// Creates the folder, readable by this user alone on Unix because playlists hold links and sockets take commands. Writes the
    /// playlist when one is needed.
    pub(crate) fn write(&self, folder: &Path, always: bool) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        }
        if always || self.single().is_none() {
            let entries = self.items.iter().map(|item| (item.title.as_str(), &item.link));
            std::fs::write(&self.playlist, pack::as_m3u8(entries))?;
        }
        Ok(())
    }
}

/// Refuses links that are neither web addresses nor the app's own to its files, and files that are not videos.
pub(crate) fn check(item: &Item) -> Result<(), PlayerError> {
    let is_of_web = matches!(item.link.scheme(), "http" | "https") && item.link.host_str().is_some();
    let is_own_file = item.is_on_disk && item.link.scheme() == "file";
    if !(is_of_web || is_own_file) {
        return Err(PlayerError::NotWeb);
    }
    if !is_video(&item.file_name) {
        return Err(PlayerError::NotVideo);
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn item(link: &str, start: f64) -> Item {
        Item {
            link: link.parse().unwrap(),
            is_on_disk: false,
            title: "--script=evil.lua".to_owned(),
            file_name: "Sintel.mkv".to_owned(),
            headers: Vec::new(),
            start,
            languages: Languages::default(),
        }
    }

    #[test]
    fn only_web_links_and_own_files_are_played_and_videos_alone() {
        let named = |link: &str, name: &str| Item { file_name: name.to_owned(), ..item(link, 0.0) };
        assert_eq!(check(&named("https://cdn.example/Sintel.mkv", "Sintel.mkv")), Ok(()));
        assert_eq!(check(&named("https://cdn.example/Sintel.mkv", "Sintel.exe")), Err(PlayerError::NotVideo));
        let file = named("file:///films/Sintel.mkv", "Sintel.mkv");
        assert_eq!(check(&file), Err(PlayerError::NotWeb), "nobody else names a file");
        assert_eq!(check(&Item { is_on_disk: true, ..file }), Ok(()));
    }

    #[test]
    fn few_items_are_told_one_by_one_and_many_as_a_playlist() {
        let folder = tempfile::tempdir().unwrap();
        for (count, is_few) in [(2, true), (900, false)] {
            let items = (0..count).map(|n| item(&format!("https://cdn.example/{n}.mkv"), 0.0)).collect();
            let queue = Queue::new(items, folder.path());
            queue.write(folder.path(), false).unwrap();
            let written = std::fs::read_to_string(&queue.playlist).unwrap();
            assert_eq!(written.lines().filter(|line| line.starts_with("https://cdn.example/")).count(), count);
            assert_eq!(queue.few().is_some(), is_few);
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_of_sockets_and_playlists_is_the_persons_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("playing");
        Queue::new(vec![item("https://cdn.example/1.mkv", 0.0)], &inside).write(&inside, false).unwrap();
        assert_eq!(inside.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    }
}
