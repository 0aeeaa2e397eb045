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
    for (name, starts) in [("mpv.exe", true), ("MPV.EXE", true), ("mpv.bat", false), ("mpv.cmd", false), ("mpv", false)]
    {
        let program = folder.path().join(name);
        std::fs::write(&program, "").unwrap();
        assert_eq!(can_be_started(&program), starts, "{name}");
        std::fs::remove_file(&program).unwrap();
    }
}
