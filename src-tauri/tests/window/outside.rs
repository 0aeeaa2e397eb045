//! Subtitles that are not in the file, on the screen: by themselves in a real mpv and a real VLC, changed from the bar, and found again
//! in the next episode.

use std::time::Duration;

use perihelion_simulator::Config;
use serde_json::json;

use crate::desk::Desk;
use crate::film::{BAR, ON_SCREEN, about, becomes, plays, property, tell};

/// The simulator's addon for subtitles, and German ones wished, of which the film has none.
fn settings(desk: &Desk, player: &str) -> String {
    let base = desk.simulator.base_url();
    format!(
        r#"{{"welcomed": true, "theme": "dark", "player": "{player}", "preferences": {{"languages_understood": ["de", "en"]}},
            "playback": {{"next_by_itself": false, "tracks": {{"subtitles": "languages", "subtitle_languages": ["de"]}}}},
            "sources": {{"own": [{{"slot": 1, "label": "Meadow Lines", "url": "{base}/addon/lines/manifest.json",
                "kind": "addon", "no_streams": true, "subtitles": {{"types": ["movie", "series"], "id_prefixes": ["tt"]}}}}]}}}}"#
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn mpv_shows_what_the_file_lacks_and_the_bar_changes_it() {
    let mut desk = Desk::signed_in("outside-mpv", Config::quick()).await;
    desk.write("data/settings.json", settings(&desk, "mpv").as_bytes());
    // It notes when the first picture stands and when subtitles do.
    desk.write(
        "stands.lua",
        br#"local function note(what)
            local file = io.open(os.getenv("HOME") .. "/stands", "a")
            file:write(what, " ", mp.get_time(), "\n")
            file:close()
        end
        mp.register_event("playback-restart", function() note("picture") end)
        mp.observe_property("current-tracks/sub/title", "string", function(_, title)
            if title == "Meadow Lines" then note("subtitles") end
        end)"#,
    );
    let script = ON_SCREEN.replace("--really-quiet", "--really-quiet --script=\"$HOME/stands.lua\"");
    desk.write_program("mpv", &script);
    let page = desk.open().await;
    plays(&page, 1).await;
    becomes(&desk, "current-tracks/sub/lang", &json!("de")).await;
    tell(&desk, &json!(["set_property", "pause", true])).await;
    let noted = std::fs::read_to_string(desk.home().join("stands")).unwrap();
    let at = |what: &str| {
        let line = noted.lines().find(|line| line.starts_with(what)).unwrap();
        line.split_once(' ').unwrap().1.parse::<f64>().unwrap()
    };
    let after = at("subtitles") - at("picture");
    eprintln!("subtitles {after:.3} s after the first picture");
    assert!(after <= 2.0, "{noted}");

    tell(&desk, &json!(["seek", 5, "absolute+exact"])).await;
    let with = picture(&desk, "with").await;
    page.shot("1-by-itself").await;
    tell(&desk, &json!(["set_property", "sid", "no"])).await;
    let without = picture(&desk, "without").await;
    assert_ne!(with, without, "there are letters in the picture");

    page.click("[data-testid=playing-subtitles]").await;
    page.see("[data-testid=playing-outside-option][data-language=en]").await;
    page.shot("2-list").await;
    page.click("[data-testid=playing-outside-option][data-language=en]").await;
    becomes(&desk, "current-tracks/sub/lang", &json!("en")).await;
    assert_eq!(property(&desk, "current-tracks/sub/external").await, json!(true));
    assert_ne!(picture(&desk, "changed").await, without);
    tokio::time::sleep(Duration::from_secs(1)).await;
    page.click("[data-testid=playing-next]").await;
    page.wait("the next one plays", &about("S1 E2")).await;
    tell(&desk, &json!(["set_property", "pause", true])).await;
    becomes(&desk, "current-tracks/sub/external", &json!(true)).await;
    assert_eq!(property(&desk, "current-tracks/sub/lang").await, json!("en"), "as it was chosen for the show");
    page.close().await;
}

/// The picture that mpv shows, with what is drawn over it.
async fn picture(desk: &Desk, name: &str) -> Vec<u8> {
    // What was told before is drawn by then.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let path = desk.home().join(format!("{name}.png"));
    let taken = tell(desk, &json!(["screenshot-to-file", path.to_string_lossy(), "subtitles"])).await;
    assert_eq!(taken["error"], "success");
    std::fs::read(path).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn vlc_shows_what_the_file_lacks() {
    const FRAME: usize = 640 * 360 * 3 / 2;
    let mut desk = Desk::signed_in("outside-vlc", Config::quick()).await;
    desk.write("data/settings.json", settings(&desk, "vlc").as_bytes());
    // It writes its pictures into a file, with what is drawn over them. VLC wants not to be root; as anybody else it could not read
    // what is this user's alone.
    let script = "sed 's/geteuid/getppid/' /usr/bin/vlc > \"$HOME/vlc-here\" && chmod +x \"$HOME/vlc-here\"
exec timeout 60 \"$HOME/vlc-here\" --intf dummy --aout dummy --no-video-title-show --no-drop-late-frames --no-skip-frames --vout yuv --yuv-file \"$HOME/pictures\" \
        --yuv-chroma I420 \"$@\"";
    desk.write_program("vlc", script);
    let page = desk.open().await;
    plays(&page, 1).await;
    page.see(&format!("{BAR}[data-stage=playing] [data-testid=playing-seek]")).await;
    // The share of the film's 20 s that has to be seen.
    page.wait("it moves", "document.querySelector('[data-testid=playing-seek]').valueAsNumber >= 12").await;
    page.click("[data-testid=playing-stop]").await;
    page.see(&format!("{BAR}[data-stage=over]")).await;
    let pictures = std::fs::read(desk.home().join("pictures")).unwrap();
    // White letters in the lower part, in at least a second's pictures. The sun is not there.
    let white = |frame: &[u8]| frame[640 * 300..640 * 350].iter().filter(|light| **light > 235).count();
    let lettered = pictures.chunks_exact(FRAME).filter(|frame| white(frame) > 200).count();
    eprintln!("{lettered} of {} pictures have letters", pictures.len() / FRAME);
    assert!(lettered >= 24, "{lettered}");
    page.close().await;
}
