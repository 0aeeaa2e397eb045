//! How this copy of the app was installed, which decides who updates it.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use tauri::utils::config::BundleType;
use tauri::utils::platform::bundle_type;

use crate::wire::UpdatesOff;

/// A file that packages put beside the programs to say what they are: `archive`, `deb`, `rpm`, `system`.
const MARKER: &str = "lib/perihelion/package";

/// How a copy was installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// One file, which an update replaces.
    AppImage(PathBuf),
    MacApp,
    Nsis,
    Msi,
    /// Somebody else updates it.
    Other(UpdatesOff),
}

/// What an origin is judged by.
#[derive(Default)]
struct Facts {
    bundle: Option<BundleType>,
    program: Option<PathBuf>,
    marker: Option<String>,
    is_flatpak: bool,
    app_image: Option<PathBuf>,
    app_dir: Option<PathBuf>,
}

impl Origin {
    pub(crate) fn of_this_copy() -> Self {
        let program = std::env::current_exe().ok();
        let marker = program.as_deref().and_then(marker);
        Self::judged(Facts {
            bundle: bundle_type(),
            marker,
            program,
            is_flatpak: cfg!(target_os = "linux") && Path::new("/.flatpak-info").exists(),
            app_image: std::env::var_os("APPIMAGE").map(PathBuf::from),
            app_dir: std::env::var_os("APPDIR").map(PathBuf::from),
        })
    }

    fn judged(facts: Facts) -> Self {
        if facts.is_flatpak {
            return Self::Other(UpdatesOff::Flatpak);
        }
        // The variables are inherited: a program started from another AppImage has them too. Only one that runs from inside
        // the mounted image is that image.
        if let (Some(image), Some(folder), Some(program)) = (facts.app_image, facts.app_dir, &facts.program)
            && cfg!(target_os = "linux")
            && folder.components().count() > 1
            && program.starts_with(&folder)
            && image.is_file()
        {
            return Self::AppImage(image);
        }
        // The marker comes first: the archive holds the deb's program.
        match (facts.marker.as_deref().map(str::trim), facts.bundle) {
            (Some("archive"), _) => Self::Other(UpdatesOff::Archive),
            (Some("deb"), _) | (None, Some(BundleType::Deb)) => Self::Other(UpdatesOff::Deb),
            (Some("rpm"), _) | (None, Some(BundleType::Rpm)) => Self::Other(UpdatesOff::Rpm),
            (Some(_), _) => Self::Other(UpdatesOff::System),
            (None, Some(BundleType::Nsis)) => Self::Nsis,
            (None, Some(BundleType::Msi)) => Self::Msi,
            // On macOS every program claims to be an app; one that was built by hand is in no bundle.
            (None, Some(BundleType::App | BundleType::Dmg)) if facts.program.as_deref().is_some_and(is_in_app) => {
                Self::MacApp
            }
            (None, _) => Self::Other(UpdatesOff::Source),
        }
    }

    /// Returns why this copy does not update itself; `None` if it does.
    pub(crate) fn off(&self) -> Option<UpdatesOff> {
        match self {
            Self::Other(off) => Some(*off),
            Self::AppImage(_) | Self::MacApp | Self::Nsis | Self::Msi => None,
        }
    }

    /// Returns the key of this copy's file in an announcement, as the updater's plugin and the bundler write them:
    /// `linux-x86_64-appimage`.
    pub(crate) fn target(&self) -> Option<String> {
        let (system, kind) = match self {
            Self::AppImage(_) => ("linux", "appimage"),
            Self::MacApp => ("darwin", "app"),
            Self::Nsis => ("windows", "nsis"),
            Self::Msi => ("windows", "msi"),
            Self::Other(_) => return None,
        };
        Some(format!("{system}-{}-{kind}", std::env::consts::ARCH))
    }

    /// Returns how the name of a file for this copy ends.
    pub(crate) fn ending(&self) -> &'static str {
        match self {
            Self::AppImage(_) => ".AppImage",
            Self::MacApp => ".app.tar.gz",
            Self::Nsis => "-setup.exe",
            Self::Msi => ".msi",
            Self::Other(_) => "",
        }
    }
}

/// Whether a program lies inside a macOS bundle: `Perihelion.app/Contents/MacOS/perihelion`.
fn is_in_app(program: &Path) -> bool {
    program.parent().is_some_and(|folder| folder.ends_with("Contents/MacOS"))
}

/// Reads the marker of the package a program belongs to: `<prefix>/bin/perihelion` has it in `<prefix>/lib`.
fn marker(program: &Path) -> Option<String> {
    let prefix = program.parent().filter(|folder| folder.ends_with("bin"))?.parent()?;
    let file = std::fs::File::open(prefix.join(MARKER)).ok()?;
    let mut text = String::new();
    file.take(64).read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(facts: Facts) -> Option<UpdatesOff> {
        Origin::judged(facts).off()
    }

    #[test]
    fn the_package_manager_that_owns_the_files_is_known() {
        let of = |bundle| other(Facts { bundle: Some(bundle), ..Facts::default() });
        assert_eq!(of(BundleType::Deb), Some(UpdatesOff::Deb));
        assert_eq!(of(BundleType::Rpm), Some(UpdatesOff::Rpm));
        assert_eq!(of(BundleType::Nsis), None);
        assert_eq!(of(BundleType::Msi), None);
        assert_eq!(other(Facts::default()), Some(UpdatesOff::Source));
        let sandboxed = Facts { is_flatpak: true, bundle: Some(BundleType::Deb), ..Facts::default() };
        assert_eq!(other(sandboxed), Some(UpdatesOff::Flatpak));
    }

    #[test]
    fn the_archives_program_is_the_debs_and_is_known_by_its_marker() {
        let prefix = tempfile::tempdir().unwrap();
        let program = prefix.path().join("bin/perihelion");
        let marked = |text: &str| {
            std::fs::create_dir_all(prefix.path().join("lib/perihelion")).unwrap();
            std::fs::write(prefix.path().join(MARKER), text).unwrap();
            let bundle = Some(BundleType::Deb);
            other(Facts { bundle, marker: marker(&program), ..Facts::default() })
        };
        assert_eq!(marked("archive\n"), Some(UpdatesOff::Archive));
        assert_eq!(marked("rpm\n"), Some(UpdatesOff::Rpm));
        assert_eq!(marked("something else"), Some(UpdatesOff::System), "a distribution may name itself");
        assert_eq!(marker(&prefix.path().join("target/debug/perihelion")), None, "only beside installed programs");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn only_the_image_that_runs_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let image = folder.path().join("Perihelion.AppImage");
        std::fs::write(&image, "").unwrap();
        let facts = |program: &str, app_dir: &str, app_image: &Path| Facts {
            program: Some(PathBuf::from(program)),
            app_dir: Some(PathBuf::from(app_dir)),
            app_image: Some(app_image.to_owned()),
            ..Facts::default()
        };
        let inside = Origin::judged(facts("/tmp/.mount_PeriXy/usr/bin/perihelion", "/tmp/.mount_PeriXy", &image));
        assert_eq!(inside, Origin::AppImage(image.clone()));
        assert_eq!(inside.target().unwrap(), format!("linux-{}-appimage", std::env::consts::ARCH));
        for (program, app_dir, image) in [
            // Started from an editor that is an AppImage: its variables are inherited.
            ("/home/ada/perihelion/target/debug/perihelion", "/tmp/.mount_Editor", image.as_path()),
            ("/usr/bin/perihelion", "/", &image),
            ("/usr/bin/perihelion", "", &image),
            ("/tmp/.mount_PeriXy/usr/bin/perihelion", "/tmp/.mount_PeriXy", Path::new("/nowhere.AppImage")),
        ] {
            assert_eq!(other(facts(program, app_dir, image)), Some(UpdatesOff::Source), "{program} {app_dir}");
        }
    }

    #[test]
    fn a_program_built_by_hand_on_macos_is_in_no_bundle() {
        assert!(is_in_app(Path::new("/Applications/Perihelion.app/Contents/MacOS/perihelion")));
        assert!(!is_in_app(Path::new("/Users/ada/perihelion/target/local/perihelion")));
    }
}
