//! The contract with the page: generated types are current; commands, permissions and the page's calls are the same list.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::collections::BTreeSet;
use std::path::Path;

use perihelion_core::torrent_file::MOST_BYTES;
use perihelion_lib::wire;
use ts_rs::{Config, TS};

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

macro_rules! declarations {
    ($($type:ident)*) => {
        [$(format!("{}export {}", docs::<wire::$type>(), wire::$type::decl(&Config::default()))),*]
    };
}

/// A type's own comment, as TypeScript writes it.
fn docs<T: TS>() -> String {
    T::docs().map(|text| text.trim_end().to_owned() + "\n").unwrap_or_default()
}

fn generated() -> String {
    let declarations = declarations![
        Kind Code Say WireError AppInfo HomeRow Shelf Listing Narrowed BrowseRequest SameShow TitleCard TitleDetails Season EpisodeCard Query FromSystem StreamsRequest
        NumberingChange Numbering SourceAsked Counted Ask SourceChip ChipState StreamEvent Cached RowScope StreamRow
        ServiceCached OfferedLink OfferedKind Before Verdict WhyFile FileRank ScorePart Mark HiddenCount LinkRequest LinkEvent LinkView MediaView MediaTrack
        PackView PackEpisode PackEvent PackUse Fetch FetchState CloudPage CloudItem CloudFile AddedEntry PlayerInfo
        Played SettingsView SkipSettings SkipService SegmentKind LineView MeasuredLine LineMeasure ServiceInfo SourceSetting SourceOption OwnKind SourceHealth LastOutcome HealthDay Probe
        HttpProfile LanguageChoice Preferences PickOrder Wish Packs Theme KeyringState SettingChange Account HistoryEntry
        ContinueItem Diagnostics ServiceCalls UpdatesView UpdatesOff UpdateState UpdateProgress UpdateProblem
        NowPlaying PlayStage PlayingItem PlayerTrack MovedTimes OutsideSubtitle SubtitleFit PlayerChapter PlayerCan
        DownloadList FollowedShow DownloadItem DownloadState DownloadControl DownloadSettings NamingPreset NamingExamples NamingExample
        NextEpisode PlayerControl Complaint PlayRequest PlaybackSettings TrackWish OutsideWish SubtitleWish
    ];
    let head = "// Generated from src-tauri/src/wire.rs by `UPDATE_WIRE=1 cargo test --test contract`; not edited by hand.\n\n";
    let limit =
        format!("/** The most bytes a torrent file may have. */\nexport const largestTorrentFile = {MOST_BYTES};\n");
    head.to_owned() + &declarations.join("\n\n") + "\n\n" + &limit
}

#[test]
fn the_pages_types_are_current() {
    let generated = generated();
    if std::env::var_os("UPDATE_WIRE").is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/wire.ts"), &generated).unwrap();
    }
    assert_eq!(read("ui/src/wire.ts"), generated, "run: UPDATE_WIRE=1 cargo test --test contract");
    assert!(!generated.contains("bigint"), "JSON has no such numbers");
}

/// What `generate_handler!` registers.
fn registered() -> BTreeSet<String> {
    let source = read("src-tauri/src/builder.rs");
    let (_, list) = source.split_once("generate_handler![").unwrap();
    let (list, _) = list.split_once(']').unwrap();
    list.split(',')
        .filter_map(|path| path.trim().rsplit("::").next())
        .filter(|n| !n.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What stands between quotes after a mark.
fn quoted_after(text: &str, mark: &str) -> BTreeSet<String> {
    text.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn every_command_is_permitted_by_name_and_no_other() {
    let permissions = read("src-tauri/permissions/page.toml");
    assert_eq!(quoted_after(&permissions, "commands.allow = [\""), registered());
    let listed: BTreeSet<String> =
        quoted_after(&permissions, "  \"allow-").into_iter().map(|n| n.replace('-', "_")).collect();
    assert_eq!(listed, registered(), "the set the page gets names each of them");
    let capability = read("src-tauri/capabilities/main.json");
    assert!(capability.contains("\"permissions\": [\"page\"]"), "the window gets that set and nothing else");
}

#[test]
fn the_page_calls_every_command_and_no_other() {
    let ipc = read("ui/src/ipc.ts");
    let called: BTreeSet<String> =
        registered().into_iter().filter(|command| ipc.contains(&format!("\"{command}\""))).collect();
    assert_eq!(called, registered(), "a command nobody calls is unfinished work");
    let calls = quoted_after(&ipc, ">(\"");
    assert!(!calls.is_empty() && calls.is_subset(&registered()), "{calls:?}");
}

#[test]
fn the_content_policy_lets_nothing_in_from_outside() {
    let config: serde_json::Value = serde_json::from_str(&read("tauri.conf.json")).unwrap();
    let policy = config["app"]["security"]["csp"].as_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"), "what is not named is refused");
    assert!(!policy.contains("unsafe"), "neither inline script nor inline style");
    assert!(!policy.contains("https:") && !policy.contains('*') && !policy.contains("data:"), "no remote host");
}

#[test]
fn every_coded_text_is_said_in_the_other_language_too() {
    let (say, settings) = (read("src-tauri/src/present/say.rs"), read("src-tauri/src/commands/settings/view.rs"));
    let other = read("ui/src/messages/tr/said.ts");
    let mut codes: BTreeSet<String> =
        ["said(\"", "Say::new(\"", "=> \""].iter().flat_map(|mark| quoted_after(&say, mark)).collect();
    for kind in ["about", "option"] {
        codes.extend(quoted_after(&settings, &format!("\"{kind}")).into_iter().map(|rest| format!("{kind}{rest}")));
    }
    assert!(codes.len() > 60, "the codes are found: {}", codes.len());
    let silent: Vec<&String> = codes.iter().filter(|code| !other.contains(&format!("  {code}: "))).collect();
    assert!(silent.is_empty(), "{silent:?}");
}
