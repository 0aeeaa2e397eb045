//! Which players are installed, and where each system keeps them.

use std::path::{Path, PathBuf};

use perihelion_core::text::clean;

use crate::confined::{Confined, confined};

/// A player the app knows how to start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlayerId {
    Mpv,
    Vlc,
    /// macOS only.
    Iina,
    /// Whatever the system opens playlists with.
    System,
    /// A program the person chose.
    Own,
}

/// Which arguments a program takes and how it is spoken to afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    Mpv,
    Vlc,
    Iina,
    /// The link or playlist and nothing else.
    Plain,
}

/// A player and where it was found; `program` is `None` for the system's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Player {
    pub id: PlayerId,
    /// Its name, for people.
    pub label: String,
    pub program: Option<PathBuf>,
    pub found: bool,
}

impl Player {
    pub(crate) fn dialect(&self) -> Dialect {
        match self.id {
            PlayerId::Mpv => Dialect::Mpv,
            PlayerId::Vlc => Dialect::Vlc,
            PlayerId::Iina => Dialect::Iina,
            PlayerId::System => Dialect::Plain,
            // macOS starts a bundle through `open`, which passes no options to the program inside.
            PlayerId::Own if self.program.as_deref().is_some_and(is_bundle) => Dialect::Plain,
            // A known player in an unusual place, recognised by its file name.
            PlayerId::Own => match self.label.to_ascii_lowercase().as_str() {
                "mpv" | MPV_FLATPAK => Dialect::Mpv,
                "vlc" | VLC_FLATPAK => Dialect::Vlc,
                "iina-cli" => Dialect::Iina,
                _ => Dialect::Plain,
            },
        }
    }

    /// Returns the folder it reaches: the app's, or for a player in a sandbox one of its own.
    pub(crate) fn reaches(&self, folder: &Path) -> PathBuf {
        let own = self.program.as_deref().and_then(confined).and_then(|confined| confined.folder());
        own.unwrap_or_else(|| folder.to_owned())
    }

    /// Which player's language it is spoken to in: `mpv`, `iina`, `vlc`, or `plain` for none.
    pub fn speaks(&self) -> &'static str {
        match self.dialect() {
            Dialect::Mpv => "mpv",
            Dialect::Iina => "iina",
            Dialect::Vlc => "vlc",
            Dialect::Plain => "plain",
        }
    }

    /// Whether it runs in a sandbox of its own.
    pub(crate) fn is_confined(&self) -> bool {
        self.program.as_deref().is_some_and(|program| confined(program).is_some())
    }

    fn own(program: &Path) -> Self {
        // The id of a Flatpak app has no extension.
        let is_flatpak = matches!(confined(program), Some(Confined::Flatpak(_)));
        let label = if is_flatpak { program.file_name() } else { program.file_stem() };
        let label = label.unwrap_or_default().to_string_lossy();
        let label = clean(label, LONGEST_LABEL);
        Self { id: PlayerId::Own, label, program: Some(program.to_owned()), found: can_be_started(program) }
    }
}

/// The ids of the players as Flatpak apps, in lower case.
const MPV_FLATPAK: &str = "io.mpv.mpv";
const VLC_FLATPAK: &str = "org.videolan.vlc";

/// Where most programs of a system lie.
pub const PROGRAMS: &str = if cfg!(target_os = "macos") {
    "/Applications"
} else if cfg!(target_os = "windows") {
    r"C:\Program Files"
} else {
    "/usr/bin"
};
/// Characters of a program's name that are shown.
const LONGEST_LABEL: usize = 40;

impl PlayerId {
    const ALL: [Self; 4] = [Self::Mpv, Self::Iina, Self::Vlc, Self::System];

    /// As it stands in the settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mpv => "mpv",
            Self::Vlc => "vlc",
            Self::Iina => "iina",
            Self::System => "system",
            Self::Own => "own",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Mpv => "mpv",
            Self::Vlc => "VLC",
            Self::Iina => "IINA",
            Self::System | Self::Own => "the system's player",
        }
    }

    fn program_names(self) -> &'static [&'static str] {
        match self {
            Self::Mpv => &["mpv"],
            Self::Vlc => &["vlc"],
            Self::Iina => &["iina-cli"],
            Self::System | Self::Own => &[],
        }
    }

    /// Where installers put it when it is not on the search path, which is short for an app that macOS starts.
    fn usual_places(self) -> Vec<PathBuf> {
        let places: &[&str] = match self {
            Self::Mpv if cfg!(target_os = "macos") => &[
                "opt/homebrew/bin/mpv",
                "usr/local/bin/mpv",
                "opt/local/bin/mpv",
                "Applications/mpv.app/Contents/MacOS/mpv",
            ],
            Self::Vlc if cfg!(target_os = "macos") => &["Applications/VLC.app/Contents/MacOS/VLC"],
            Self::Iina => &["Applications/IINA.app/Contents/MacOS/iina-cli"],
            Self::Vlc if cfg!(target_os = "windows") => &[r"VideoLAN\VLC\vlc.exe"],
            Self::Mpv if cfg!(target_os = "windows") => &[r"mpv\mpv.exe", r"MPV Player\mpv.exe"],
            Self::Mpv if cfg!(target_os = "linux") => &[
                ".local/share/flatpak/exports/bin/io.mpv.Mpv",
                "var/lib/flatpak/exports/bin/io.mpv.Mpv",
                "snap/bin/mpv",
                "var/lib/snapd/snap/bin/mpv",
            ],
            Self::Vlc if cfg!(target_os = "linux") => &[
                ".local/share/flatpak/exports/bin/org.videolan.VLC",
                "var/lib/flatpak/exports/bin/org.videolan.VLC",
                "snap/bin/vlc",
                "var/lib/snapd/snap/bin/vlc",
            ],
            Self::Mpv | Self::Vlc | Self::System | Self::Own => &[],
        };
        let folders = program_folders();
        let mut places: Vec<PathBuf> =
            places.iter().flat_map(|place| folders.iter().map(move |folder| folder.join(place))).collect();
        for name in self.program_names() {
            places.extend(registered(&format!("{name}{}", std::env::consts::EXE_SUFFIX)));
        }
        places
    }
}

/// Returns the folders that programs are installed under: for all users, and for this one.
fn program_folders() -> Vec<PathBuf> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    if cfg!(windows) {
        let mut folders: Vec<PathBuf> =
            ["ProgramW6432", "ProgramFiles", "ProgramFiles(x86)"].into_iter().filter_map(named).collect();
        folders.extend(named("LOCALAPPDATA").map(|folder| folder.join("Programs")));
        folders
    } else {
        [PathBuf::from("/")].into_iter().chain(named("HOME")).collect()
    }
}

/// Returns what the registry calls the path of this program, such as `mpv.exe`. Installers enter it, and mpv's own script does,
/// in whatever folder the program lies.
#[cfg(windows)]
fn registered(program: &str) -> Vec<PathBuf> {
    use windows_registry::{CURRENT_USER, LOCAL_MACHINE};

    let key = format!(r"Software\Microsoft\Windows\CurrentVersion\App Paths\{program}");
    [CURRENT_USER, LOCAL_MACHINE]
        .into_iter()
        .filter_map(|root| root.open(&key).and_then(|key| key.get_string("")).ok())
        .map(|path| PathBuf::from(path.trim_matches(['"', '\0'])))
        .filter(|path| can_be_started(path))
        .collect()
}

#[cfg(not(windows))]
fn registered(_: &str) -> Vec<PathBuf> {
    Vec::new()
}

/// Returns every player this system could have, each with whether it is installed, and the program the person chose, if any.
pub fn players(own: Option<&Path>) -> Vec<Player> {
    let folders: Vec<PathBuf> =
        std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default();
    let mut players = players_in(&folders);
    players.extend(own.map(Player::own));
    players
}

fn players_in(folders: &[PathBuf]) -> Vec<Player> {
    PlayerId::ALL
        .into_iter()
        .filter(|id| cfg!(target_os = "macos") || *id != PlayerId::Iina)
        .map(|id| {
            let program = find(id, folders);
            let found = program.is_some() || (id == PlayerId::System && has_system_player(folders));
            Player { id, label: id.label().to_owned(), program, found }
        })
        .collect()
}

/// Returns the player with this name in the settings, or for `auto` the first that is installed.
pub(crate) fn choose(choice: &str, own: Option<&Path>) -> Option<Player> {
    let mut found = players(own).into_iter().filter(|player| player.found);
    if choice == "auto" { found.next() } else { found.find(|player| player.id.name() == choice) }
}

/// Returns whether a file can be started as a player. On Windows it must be an `.exe`: a script would run in a shell, which could
/// read parts of a link as commands.
pub fn can_be_started(path: &Path) -> bool {
    let is_of_its_kind =
        !cfg!(target_os = "windows") || path.extension().is_some_and(|e| e.eq_ignore_ascii_case("exe"));
    path.is_absolute() && (is_bundle(path) || is_of_its_kind && is_program(path))
}

/// Returns whether this is an application bundle of macOS: a folder that `open` starts.
pub(crate) fn is_bundle(path: &Path) -> bool {
    cfg!(target_os = "macos") && path.extension().is_some_and(|e| e.eq_ignore_ascii_case("app")) && path.is_dir()
}

fn find(id: PlayerId, folders: &[PathBuf]) -> Option<PathBuf> {
    let suffix = std::env::consts::EXE_SUFFIX;
    let on_path = folders
        .iter()
        // With a relative folder on the search path, a file in the working folder could be started as a player.
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

    #[test]
    fn a_player_in_a_sandbox_is_known_and_spoken_to_as_what_it_is() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let exports = folder.path().join(".local/share/flatpak/exports/bin");
        std::fs::create_dir_all(&exports).unwrap();
        for (name, dialect) in [("io.mpv.Mpv", Dialect::Mpv), ("org.videolan.VLC", Dialect::Vlc)] {
            let program = exports.join(name);
            std::fs::write(&program, "").unwrap();
            std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
            let player = choose("own", Some(&program)).unwrap();
            assert_eq!((player.label.as_str(), player.dialect(), player.is_confined()), (name, dialect, true));
            assert!(player.reaches(Path::new("/playing")).components().any(|part| part.as_os_str() == name));
        }
        let mpv = Player { id: PlayerId::Mpv, label: String::new(), program: Some("/usr/bin/mpv".into()), found: true };
        assert_eq!(mpv.reaches(Path::new("/playing")), Path::new("/playing"));
    }

    #[test]
    fn a_program_of_ones_own_is_spoken_to_as_what_it_is() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        for (name, dialect) in [("celluloid", Dialect::Plain), ("vlc", Dialect::Vlc), ("mpv", Dialect::Mpv)] {
            let program = folder.path().join(name);
            assert!(!can_be_started(&program), "nothing is there");
            std::fs::write(&program, "").unwrap();
            assert!(!can_be_started(&program), "it cannot be run");
            std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
            let player = choose("own", Some(&program)).unwrap();
            assert_eq!((player.label.as_str(), player.dialect()), (name, dialect));
        }
        assert!(!can_be_started(Path::new("celluloid")), "never from the working folder");
        assert_eq!(choose("own", None), None);
    }
}

#[cfg(all(test, windows))]
mod windows_tests {
    use windows_registry::CURRENT_USER;

    use super::*;

    #[test]
    fn a_player_is_found_where_the_registry_says_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let name = format!("perihelion-test-{}.exe", std::process::id());
        let key = format!(r"Software\Microsoft\Windows\CurrentVersion\App Paths\{name}");
        let program = folder.path().join("Öyle bir yer").join("mpv.exe");
        assert_eq!(registered(&name), Vec::<PathBuf>::new(), "nothing is entered");
        let entered = |path: &str| {
            CURRENT_USER.create(&key).unwrap().set_string("", path).unwrap();
            registered(&name)
        };
        let path = program.to_string_lossy().into_owned();
        let missing = entered(&path);
        std::fs::create_dir_all(program.parent().unwrap()).unwrap();
        std::fs::write(&program, "").unwrap();
        let (plain, quoted, relative) = (entered(&path), entered(&format!("\"{path}\"")), entered("mpv.exe"));
        CURRENT_USER.remove_tree(&key).unwrap();
        assert_eq!((missing, relative), (Vec::new(), Vec::new()), "it is not there, or anywhere");
        assert_eq!((plain, quoted), (vec![program.clone()], vec![program]));
    }

    #[test]
    fn a_script_is_no_player() {
        let folder = tempfile::tempdir().unwrap();
        for (name, starts) in
            [("mpv.exe", true), ("MPV.EXE", true), ("mpv.bat", false), ("mpv.cmd", false), ("mpv", false)]
        {
            let program = folder.path().join(name);
            std::fs::write(&program, "").unwrap();
            assert_eq!(can_be_started(&program), starts, "{name}");
            std::fs::remove_file(&program).unwrap();
        }
    }
}
