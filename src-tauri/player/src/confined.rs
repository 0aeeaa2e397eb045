//! Players in a sandbox of their own, as Flatpak and Snap start them: they reach their own folders and not the app's. Pure but for
//! `folder`'s look at the home folder.

use std::path::{Path, PathBuf};

/// The sandbox a player is started in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Confined {
    /// By the app's id.
    Flatpak(String),
    /// By the snap's name.
    Snap(String),
}

/// Where Flatpak puts the commands of its apps, under the folders of all users and of one.
const FLATPAK: &str = "flatpak/exports/bin";
const SNAP: [&str; 2] = ["/snap/bin", "/var/lib/snapd/snap/bin"];

/// Returns the sandbox of a program, by where its command lies.
pub(crate) fn confined(program: &Path) -> Option<Confined> {
    let (folder, name) = (program.parent()?, program.file_name()?.to_str()?);
    if folder.ends_with(FLATPAK) {
        return Some(Confined::Flatpak(name.to_owned()));
    }
    SNAP.iter().any(|snap| folder == Path::new(snap)).then(|| Confined::Snap(name.to_owned()))
}

impl Confined {
    /// Returns a folder that both the app and the player reach by the same path, of this process alone.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        let home = std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute())?;
        Some(self.folder_in(&home))
    }

    fn folder_in(&self, home: &Path) -> PathBuf {
        let own = match self {
            Self::Flatpak(id) => home.join(".var/app").join(id),
            Self::Snap(name) => home.join("snap").join(name).join("common"),
        };
        own.join(format!("perihelion-{}", std::process::id()))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_sandbox_is_known_by_where_its_command_lies() {
        let of = |path: &str| confined(Path::new(path));
        let mpv = Some(Confined::Flatpak("io.mpv.Mpv".to_owned()));
        assert_eq!(of("/var/lib/flatpak/exports/bin/io.mpv.Mpv"), mpv);
        assert_eq!(of("/home/ada/.local/share/flatpak/exports/bin/io.mpv.Mpv"), mpv);
        assert_eq!(of("/snap/bin/vlc"), Some(Confined::Snap("vlc".to_owned())));
        assert_eq!((of("/usr/bin/mpv"), of("/home/ada/snap/bin/mpv"), of("mpv")), (None, None, None));
    }

    #[test]
    fn it_is_spoken_to_in_a_folder_of_its_own() {
        let folder = |path: &str| confined(Path::new(path)).unwrap().folder_in(Path::new("/home/ada"));
        let ours = format!("perihelion-{}", std::process::id());
        let flatpak = Path::new("/home/ada/.var/app/io.mpv.Mpv").join(&ours);
        assert_eq!(folder("/var/lib/flatpak/exports/bin/io.mpv.Mpv"), flatpak);
        assert_eq!(folder("/snap/bin/mpv"), Path::new("/home/ada/snap/mpv/common").join(&ours));
    }
}
