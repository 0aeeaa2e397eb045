use std::path::Path;

use serde_json::json;

use super::*;

/// Writes `content` to a settings file and opens it.
fn opened(path: &Path, content: &Value) -> (SettingsFile, Settings) {
    std::fs::write(path, content.to_string()).unwrap();
    let (file, settings, trouble) = SettingsFile::open(path.to_owned());
    assert!(trouble.is_none(), "{trouble:?}");
    (file, settings)
}

fn save(file: &SettingsFile, settings: &Settings) -> Result<(), SettingsError> {
    let (read, _) = file.read()?;
    file.save(read, settings)
}

fn saved(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn only_differences_are_saved_and_what_was_saved_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/settings.json");
    let (file, mut settings, trouble) = SettingsFile::open(path.clone());
    assert!(trouble.is_none(), "a first start is no trouble");
    settings.theme = Theme::Dark;
    save(&file, &settings).unwrap();
    assert_eq!(saved(&path), json!({"theme": "dark"}));
    assert_eq!(SettingsFile::open(path).1, settings);
}

#[test]
fn no_service_is_asked_what_can_be_skipped_unless_it_was_switched_on() {
    let settings = Settings::default();
    assert!(settings.skip.services.is_empty() && settings.skip.always.is_empty());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let (file, mut settings) = opened(&path, &json!({}));
    settings.change(|settings| settings.skip.services = [SegmentService::TheIntroDb].into());
    settings.change(|settings| settings.skip.always = [SegmentKind::Recap, SegmentKind::Credits].into());
    save(&file, &settings).unwrap();
    assert_eq!(saved(&path), json!({"skip": {"services": ["theintrodb"], "always": ["recap", "credits"]}}));
    assert_eq!(SettingsFile::open(path).1, settings);
}

#[test]
fn what_another_version_wrote_is_written_back_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let content = json!({
        "language": "german",
        "theme": "high-contrast",
        "size": 900,
        "http_profile": {"like": "firefox"},
        "welcomed": true,
        "services": ["newdebrid", "torbox"],
        "sources_off": ["nyaa", "gone"],
        "endpoints": {"zilean": "https://zilean.example", "gone": "https://gone.example"},
        "skip": {"services": ["aniskip", "gone"], "always": ["opening", "advert"], "card": "large"},
        "preferences": {"order": "by_colour", "no_3d": true, "frame_rates": [60], "must_match": ["x265", {"glob": "*"}]},
        "sources": {
            "timeouts": {"nyaa": 5, "gone": 9, "comet": "long"},
            "animetosho_form": "telepathy",
            "own": [
                {"slot": 2, "label": "Mine", "url": "https://addon.example/", "secret": false,
                 "enabled": true, "kind": "addon", "name": "", "types": [], "id_prefixes": [], "icon": "cat"},
                {"slot": 1, "label": "Unknown", "url": "", "kind": "gopher"},
                {"slot": 99, "label": "Out of bounds", "url": "", "kind": "addon", "types": []}
            ],
            "parallel": 3
        },
        "from_the_future": 7
    });
    let (file, mut settings) = opened(&path, &content);
    assert_eq!(
        (settings.theme, settings.language),
        (Theme::System, Language::System),
        "what is unknown is the default"
    );
    assert_eq!(settings.size, Size::default(), "a size beyond the bounds is the default");
    assert_eq!(settings.sources_off, [SourceName::Nyaa].into());
    assert!(settings.welcomed && settings.preferences.no_3d && settings.preferences.must_match.len() == 1);
    assert_eq!(settings.sources.timeouts, [(SourceName::Nyaa, 5)].into());
    assert_eq!(settings.endpoints.len(), 1);
    assert_eq!(settings.skip.services, [SegmentService::AniSkip].into());
    assert_eq!(settings.skip.always, [SegmentKind::Opening].into());
    assert_eq!(settings.sources.own.len(), 1);
    assert_eq!(settings.free_slot(), OwnSlot::new(3), "the slot of a source that cannot be read is not free");

    // Changes an unrelated setting.
    settings.change(|settings| settings.keep_added = true);
    save(&file, &settings).unwrap();
    let after = saved(&path);
    assert_eq!(after["keep_added"], true);
    for (key, value) in content.as_object().unwrap() {
        for (pointer, part) in leaves(value) {
            let kept = after.pointer(&format!("/{key}{pointer}"));
            assert_eq!(kept, Some(&part), "{key}{pointer} of {after}");
        }
    }
    assert_eq!(SettingsFile::open(path).1, settings, "the next start reads the same");
}

/// Returns the path and value of everything but objects. Lists are not split.
fn leaves(value: &Value) -> Vec<(String, Value)> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, value)| leaves(value).into_iter().map(move |(at, leaf)| (format!("/{key}{at}"), leaf)))
            .collect(),
        other => vec![(String::new(), other.clone())],
    }
}

#[test]
fn what_the_person_chooses_takes_the_place_of_what_was_not_understood() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let (file, mut settings) = opened(&path, &json!({"theme": "high-contrast", "preferences": {"packs": "few"}}));
    settings.change(|settings| settings.theme = Theme::Dark);
    save(&file, &settings).unwrap();
    assert_eq!(saved(&path), json!({"theme": "dark", "preferences": {"packs": "few"}}));
    settings.change(|settings| settings.theme = Theme::System);
    settings.change(|settings| settings.preferences.packs = crate::preferences::Packs::PacksFirst);
    save(&file, &settings).unwrap();
    let after = saved(&path);
    assert_eq!(after.get("theme"), None, "the default was chosen: {after}");
    assert_eq!(after["preferences"]["packs"], "packs_first");
}

#[test]
fn a_value_of_another_kind_costs_itself_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let content = json!({
        "services": "torbox", "sources_off": {"nyaa": true}, "preferences": [1], "sources": null,
        "own_player": 7, "welcomed": "yes", "keep_added": true
    });
    let (file, settings) = opened(&path, &content);
    assert_eq!(
        Settings { unread: tolerant::Document::new(), ..settings.clone() },
        Settings { keep_added: true, ..Settings::default() }
    );
    save(&file, &settings).unwrap();
    assert_eq!(saved(&path), content);
}

#[test]
fn two_sources_in_one_slot_do_not_share_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let addon = |label: &str| json!({"slot": 1, "label": label, "url": "", "kind": "addon", "types": []});
    let (file, settings) = opened(&path, &json!({"sources": {"own": [addon("First"), addon("Second")]}}));
    assert_eq!(settings.sources.own.len(), 1);
    save(&file, &settings).unwrap();
    let labels: Vec<Value> =
        saved(&path)["sources"]["own"].as_array().unwrap().iter().map(|own| own["label"].clone()).collect();
    assert_eq!(labels, ["First", "Second"]);
}

#[test]
fn the_one_service_of_earlier_versions_is_the_first_of_several() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    let (file, settings) = opened(&path, &json!({"service": "torbox", "theme": "dark"}));
    assert_eq!(settings.stores(), [Store::TorBox]);
    save(&file, &settings).unwrap();
    assert_eq!(saved(&path), json!({"services": ["torbox"], "theme": "dark"}));
}

#[test]
fn services_that_are_unknown_or_named_twice_are_left_out_and_kept() {
    let services = ["torbox", "warez", "realdebrid", "torbox"].map(str::to_owned).to_vec();
    let mut settings = Settings { services, ..Settings::default() };
    assert_eq!(settings.stores(), [Store::TorBox, Store::RealDebrid]);
    settings.use_services(&[Store::RealDebrid]);
    assert_eq!(settings.services, ["realdebrid", "warez"]);
}

#[test]
fn a_damaged_file_is_put_aside_and_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    for broken in ["{\"theme\": \"dark\"", "", "[]"] {
        std::fs::write(&path, broken).unwrap();
        let (file, settings, trouble) = SettingsFile::open(path.clone());
        assert_eq!(settings, Settings::default());
        let Some(SettingsError::Damaged { kept_as }) = trouble else { panic!("the damage is said: {trouble:?}") };
        save(&file, &settings).unwrap();
        assert_eq!(std::fs::read_to_string(kept_as).unwrap(), broken, "nothing is lost");
    }
}

#[test]
fn a_file_that_could_not_be_read_is_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    // A folder in the file's place makes reading fail, also for root, as a file locked by another program does.
    std::fs::create_dir(&path).unwrap();
    let (file, mut settings, trouble) = SettingsFile::open(path.clone());
    assert!(matches!(trouble, Some(SettingsError::Read(_))), "{trouble:?}");
    settings.change(|settings| settings.keep_added = true);
    assert!(matches!(save(&file, &settings), Err(SettingsError::Read(_))));
    assert!(path.is_dir(), "it stays as it is");
}

#[test]
fn what_others_saved_meanwhile_stays_and_what_this_run_could_not_save_is_not_lost() {
    let read = |document: Value| {
        let Value::Object(document) = document else { panic!("an object") };
        Settings::from_document(document)
    };
    let own = |slot: u8, label: &str| json!({"slot": slot, "label": label, "url": "", "kind": "addon", "types": []});
    let written = read(json!({"theme": "dark", "player": "vlc", "endpoints": {"zilean": "https://z.example"},
        "sources": {"timeouts": {"nyaa": 5}, "own": [own(1, "First")]}}));
    let mut now = written.clone();
    now.change(|settings| {
        settings.theme = Theme::System;
        settings.sources.timeouts.insert(SourceName::Comet, 9);
        settings.endpoints.clear();
        settings.sources.own[0].label = "Renamed".to_owned();
    });
    let brief = OwnSourceSetting { for_this_run: true, slot: OwnSlot::new(2).unwrap(), ..now.sources.own[0].clone() };
    now.sources.own.push(brief);

    let file = read(json!({"theme": "light", "player": "mpv", "endpoints": {"comet": "https://c.example"},
        "language": "german", "sources": {"timeouts": {"nyaa": 7}, "own": [own(1, "First"), own(2, "Of another")]}}));
    let (merged, moved) = file.clone().with_this_run(&now, &written);
    assert_eq!((merged.theme, merged.player.as_str()), (Theme::System, "mpv"));
    assert_eq!(merged.sources.timeouts, [(SourceName::Nyaa, 7), (SourceName::Comet, 9)].into());
    assert_eq!(merged.endpoints.keys().collect::<Vec<_>>(), [&Upstream::Comet], "what was removed here, here alone");
    assert_eq!(merged.to_document()["language"], "german", "what is not understood stays");
    let labels: Vec<(u8, &str)> =
        merged.sources.own.iter().map(|own| (own.slot.number(), own.label.as_str())).collect();
    assert_eq!(labels, [(1, "First"), (2, "Of another"), (3, "Renamed")], "others' lists stay, with what is brief");
    let slot = |number| OwnSlot::new(number).unwrap();
    assert_eq!(moved, [(slot(2), slot(3))]);
    assert_eq!(file.clone().with_this_run(&written, &written).0, file, "nothing changed here");
}

#[test]
fn an_endpoint_that_cannot_be_used_leaves_the_default() {
    let mut settings = Settings::default();
    settings.endpoints.insert(Upstream::Zilean, "file:///etc".to_owned());
    settings.endpoints.insert(Upstream::Comet, "https://comet.example/".to_owned());
    let endpoints = settings.endpoints(Endpoints::default());
    assert_eq!(endpoints.base(Upstream::Zilean), Endpoints::default().base(Upstream::Zilean));
    assert_eq!(endpoints.base(Upstream::Comet), "https://comet.example");
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_the_file_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    #[expect(clippy::disallowed_types, reason = "only the system's own tool makes a named pipe without unsafe code")]
    let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
    assert!(made.success());
    let (_, settings, trouble) = SettingsFile::open(path);
    assert_eq!(settings, Settings::default());
    assert!(matches!(trouble, Some(SettingsError::Read(_))), "{trouble:?}");
}

#[cfg(windows)]
#[test]
fn a_file_that_is_open_elsewhere_for_a_moment_is_written_all_the_same() {
    use std::os::windows::fs::OpenOptionsExt as _;
    use std::time::Duration;
    /// Others may read it, and neither write nor replace it.
    const FILE_SHARE_READ: u32 = 1;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("settings.json");
    std::fs::write(&path, "{}").unwrap();
    let (file, mut settings, _) = SettingsFile::open(path.clone());
    settings.change(|settings| settings.keep_added = !settings.keep_added);
    let changed = settings.keep_added;
    let held = std::fs::File::options().read(true).share_mode(FILE_SHARE_READ).open(&path).unwrap();
    let (done, waits) = std::sync::mpsc::channel::<()>();
    let holder = std::thread::spawn(move || {
        let _ = waits.recv_timeout(Duration::from_millis(150));
        drop(held);
    });
    save(&file, &settings).unwrap();
    drop(done);
    holder.join().unwrap();
    assert_eq!(SettingsFile::open(path).1.keep_added, changed);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}
