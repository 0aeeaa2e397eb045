//! Which players are installed, and where each system keeps them.

use std::path::{Path, PathBuf};

/// A player the app knows how to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlayerId {
    Mpv,
    Vlc,
    /// macOS only.
    Iina,
    /// Whatever the system opens playlists with.
    System,
}

/// A player and where it was found; `program` is `None` for the system's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Player {
    pub(crate) id: PlayerId,
    pub(crate) program: Option<PathBuf>,
    pub(crate) found: bool,
}

impl PlayerId {
    const ALL: [Self; 4] = [Self::Mpv, Self::Iina, Self::Vlc, Self::System];

    /// As it stands in the settings.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Mpv => "mpv",
            Self::Vlc => "vlc",
            Self::Iina => "iina",
            Self::System => "system",
        }
    }

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Mpv => "mpv",
            Self::Vlc => "VLC",
            Self::Iina => "IINA",
            Self::System => "the system's player",
        }
    }

    fn program_names(self) -> &'static [&'static str] {
        match self {
            Self::Mpv => &["mpv"],
            Self::Vlc => &["vlc"],
            Self::Iina => &["iina-cli"],
            Self::System => &[],
        }
    }

    /// Where installers put it when it is not on the search path.
    fn usual_places(self) -> Vec<PathBuf> {
        let places: &[&str] = match self {
            Self::Mpv if cfg!(target_os = "macos") => {
                &["/opt/homebrew/bin/mpv", "/usr/local/bin/mpv", "/Applications/mpv.app/Contents/MacOS/mpv"]
            }
            Self::Vlc if cfg!(target_os = "macos") => &["/Applications/VLC.app/Contents/MacOS/VLC"],
            Self::Iina => &["/Applications/IINA.app/Contents/MacOS/iina-cli"],
            Self::Vlc if cfg!(target_os = "windows") => {
                &[r"C:\Program Files\VideoLAN\VLC\vlc.exe", r"C:\Program Files (x86)\VideoLAN\VLC\vlc.exe"]
            }
            Self::Mpv if cfg!(target_os = "windows") => {
                &[r"C:\Program Files\mpv\mpv.exe", r"C:\Program Files\MPV Player\mpv.exe"]
            }
            Self::Mpv | Self::Vlc | Self::System => &[],
        };
        places.iter().map(PathBuf::from).collect()
    }
}

/// Every player this system could have, and whether it does.
pub(crate) fn players() -> Vec<Player> {
    let folders: Vec<PathBuf> =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    players_in(&folders)
}

fn players_in(folders: &[PathBuf]) -> Vec<Player> {
    PlayerId::ALL
        .into_iter()
        .filter(|id| cfg!(target_os = "macos") || *id != PlayerId::Iina)
        .map(|id| {
            let program = find(id, folders);
            let found = program.is_some() || (id == PlayerId::System && has_system_player(folders));
            Player { id, program, found }
        })
        .collect()
}

/// The player by its name in the settings; for `auto`, the first there is.
pub(super) fn choose(choice: &str) -> Option<Player> {
    let mut found = players().into_iter().filter(|player| player.found);
    if choice == "auto" { found.next() } else { found.find(|player| player.id.name() == choice) }
}

fn find(id: PlayerId, folders: &[PathBuf]) -> Option<PathBuf> {
    let suffix = std::env::consts::EXE_SUFFIX;
    let on_path = folders
        .iter()
        // A relative folder on the search path would let whatever lies in the working folder be started.
        .filter(|folder| folder.is_absolute())
        .flat_map(|folder| id.program_names().iter().map(move |name| folder.join(format!("{name}{suffix}"))));
    on_path.chain(id.usual_places()).find(|path| is_program(path))
}

/// Linux opens playlists through `xdg-open`; the other systems always can.
fn has_system_player(folders: &[PathBuf]) -> bool {
    cfg!(any(target_os = "macos", target_os = "windows"))
        || folders.iter().any(|folder| is_program(&folder.join("xdg-open")))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_player_on_the_search_path_is_found_and_a_mere_file_is_not() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mpv = folder.path().join("mpv");
        std::fs::write(&mpv, "").unwrap();
        let found = |folders: &[PathBuf]| players_in(folders).into_iter().find(|player| player.id == PlayerId::Mpv);
        let folders = [folder.path().to_path_buf()];
        assert!(!found(&folders).unwrap().found, "it cannot be run");
        std::fs::set_permissions(&mpv, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(found(&folders).unwrap().program, Some(mpv));
        assert!(!found(&[PathBuf::from(".")]).unwrap().found, "never from the working folder");
    }
}
