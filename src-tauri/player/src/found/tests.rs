use std::os::unix::fs::PermissionsExt as _;

use super::*;

#[test]
fn a_player_on_the_search_path_is_found_and_a_mere_file_is_not() {
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
fn each_system_keeps_players_where_its_installers_put_them() {
    for (id, system, place) in [
        (PlayerId::Iina, System::MacOs, "Applications/IINA.app/Contents/MacOS/iina-cli"),
        (PlayerId::Vlc, System::MacOs, "Applications/VLC.app/Contents/MacOS/VLC"),
        (PlayerId::Mpv, System::MacOs, "opt/homebrew/bin/mpv"),
        (PlayerId::Mpv, System::Linux, "snap/bin/mpv"),
        (PlayerId::Vlc, System::Linux, "var/lib/snapd/snap/bin/vlc"),
        (PlayerId::Mpv, System::Linux, ".local/share/flatpak/exports/bin/io.mpv.Mpv"),
        (PlayerId::Vlc, System::Linux, "var/lib/flatpak/exports/bin/org.videolan.VLC"),
        (PlayerId::Vlc, System::Windows, r"VideoLAN\VLC\vlc.exe"),
    ] {
        let (everybodys, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folders = [everybodys.path().to_owned(), own.path().to_owned()];
        assert_eq!(installed(id, &folders, system), None, "{place}: nothing is there");
        let program = own.path().join(place);
        std::fs::create_dir_all(program.parent().unwrap()).unwrap();
        std::fs::write(&program, "").unwrap();
        assert_eq!(installed(id, &folders, system), None, "{place}: it cannot be run");
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(installed(id, &folders, system), Some(program), "{place}");
        for other in [System::Linux, System::MacOs, System::Windows].into_iter().filter(|other| *other != system) {
            assert_eq!(installed(id, &folders, other), None, "{place} is none of {other:?}'s");
        }
    }
}

#[test]
fn a_player_in_a_sandbox_is_known_and_spoken_to_as_what_it_is() {
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
