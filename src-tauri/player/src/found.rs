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

    /// Where installers put it when it is not on the search path, which is short for an app that macOS starts; below the folders of
    /// [`program_folders`].
    fn usual_places(self, system: System) -> &'static [&'static str] {
        match (self, system) {
            (Self::Mpv, System::MacOs) => &[
                "opt/homebrew/bin/mpv",
                "usr/local/bin/mpv",
                "opt/local/bin/mpv",
                "Applications/mpv.app/Contents/MacOS/mpv",
            ],
            (Self::Vlc, System::MacOs) => &["Applications/VLC.app/Contents/MacOS/VLC"],
            (Self::Iina, System::MacOs) => &["Applications/IINA.app/Contents/MacOS/iina-cli"],
            (Self::Vlc, System::Windows) => &[r"VideoLAN\VLC\vlc.exe"],
            (Self::Mpv, System::Windows) => &[r"mpv\mpv.exe", r"MPV Player\mpv.exe"],
            (Self::Mpv, System::Linux) => &[
                ".local/share/flatpak/exports/bin/io.mpv.Mpv",
                "var/lib/flatpak/exports/bin/io.mpv.Mpv",
                "snap/bin/mpv",
                "var/lib/snapd/snap/bin/mpv",
            ],
            (Self::Vlc, System::Linux) => &[
                ".local/share/flatpak/exports/bin/org.videolan.VLC",
                "var/lib/flatpak/exports/bin/org.videolan.VLC",
                "snap/bin/vlc",
                "var/lib/snapd/snap/bin/vlc",
            ],
            (Self::Iina | Self::System | Self::Own, _) => &[],
        }
    }
}

/// The systems that keep programs in places of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    Linux,
    MacOs,
    Windows,
}

impl System {
    const HERE: Self = if cfg!(target_os = "macos") {
        Self::MacOs
    } else if cfg!(windows) {
        Self::Windows
    } else {
        Self::Linux
    };
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
    let mut on_path = folders
        .iter()
        // With a relative folder on the search path, a file in the working folder could be started as a player.
        .filter(|folder| folder.is_absolute())
        .flat_map(|folder| id.program_names().iter().map(move |name| folder.join(format!("{name}{suffix}"))));
    let registered = || id.program_names().iter().flat_map(|name| registered(&format!("{name}{suffix}")));
    on_path
        .find(|path| is_program(path))
        .or_else(|| installed(id, &program_folders(), System::HERE))
        .or_else(|| registered().find(|path| is_program(path)))
}

/// Returns the program where installers of a system put it, below these folders.
fn installed(id: PlayerId, folders: &[PathBuf], system: System) -> Option<PathBuf> {
    let below = |place: &&str| folders.iter().map(|folder| folder.join(place)).find(|path| is_program(path));
    id.usual_places(system).iter().find_map(below)
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
mod tests;
#[cfg(all(test, windows))]
mod windows_tests;
