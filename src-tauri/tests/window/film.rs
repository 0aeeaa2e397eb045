//! What stories about a film that plays share: an episode that plays in a real mpv, and a word with that mpv beside the app.

use std::time::Duration;

use serde_json::{Value, json};

use crate::desk::Desk;
use crate::driver::Page;
use crate::steps::{completed, open_title};

/// The simulator's series. Its first season has eight episodes, its second ten.
pub(crate) const SERIES: &str = "tt99000101";
pub(crate) const ON_SCREEN: &str = "exec timeout 150 /usr/bin/mpv --no-config --vo=x11 --ao=null --geometry=560x315+690+60 \
    --really-quiet --speed=${SPEED:-1} \"$@\"";
pub(crate) const UNSEEN: &str =
    "exec timeout 150 /usr/bin/mpv --no-config --vo=null --ao=null --really-quiet --speed=${SPEED:-1} \"$@\"";
pub(crate) const BAR: &str = "[data-testid=playing-bar]";

/// Plays an episode of the first season by its page.
pub(crate) async fn plays(page: &Page, episode: u32) {
    open_episode(page, episode).await;
    page.click("[data-testid=pick-play]").await;
    page.see(&format!("{BAR}[data-stage=playing]")).await;
}

/// Opens an episode of the first season by its title's page and waits for its picks.
pub(crate) async fn open_episode(page: &Page, episode: u32) {
    open_title(page, "the meridian survey", SERIES).await;
    page.type_into("[data-testid=episode-jump]", &episode.to_string()).await;
    page.press("[data-testid=episode-jump]", "\u{e007}").await;
    page.click(&format!("[data-testid=episode][data-season='1'][data-episode='{episode}']")).await;
    completed(page).await;
}

/// Presses keys in a control of the bar, once it can be used.
pub(crate) async fn press(page: &Page, control: &str, keys: &str) {
    let found = format!("document.querySelector('[data-testid={control}]')");
    page.wait("it can be used", &format!("{found}?.disabled === false")).await;
    page.value(&format!("{found}.focus() ?? 0")).await;
    page.keys(keys).await;
}

/// An expression that is true when the bar is about this episode.
pub(crate) fn about(label: &str) -> String {
    format!("document.querySelector('{BAR}[data-stage=playing]')?.innerText.includes('{label} ') ?? false")
}

pub(crate) async fn property(desk: &Desk, name: &str) -> Value {
    tell(desk, &json!(["get_property", name])).await["data"].take()
}

pub(crate) async fn becomes(desk: &Desk, name: &str, value: &Value) {
    let mut last = Value::Null;
    for _ in 0..500 {
        last = property(desk, name).await;
        if last == *value {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{name} is {last}, not {value}");
}

/// Sends a command to the running mpv, beside the app, and returns the answer.
pub(crate) async fn tell(desk: &Desk, command: &Value) -> Value {
    use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
    for _ in 0..100 {
        let folders = ["data/playing", ".local/share/perihelion/playing"].map(|folder| desk.home().join(folder));
        let sockets = folders.iter().flat_map(std::fs::read_dir).flatten().flatten();
        for socket in sockets.map(|entry| entry.path()).filter(|path| path.extension().is_none_or(|e| e != "m3u8")) {
            let Ok(stream) = tokio::net::UnixStream::connect(&socket).await else { continue };
            let mut stream = BufReader::new(stream);
            let line = json!({ "command": command, "request_id": 77 });
            stream.get_mut().write_all(format!("{line}\n").as_bytes()).await.unwrap();
            let mut answer = String::new();
            while stream.read_line(&mut answer).await.is_ok_and(|read| read > 0) {
                if answer.contains("77") && answer.contains("request_id") {
                    return serde_json::from_str(&answer).unwrap();
                }
                answer.clear();
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no mpv listens");
}

/// Has mpv play the film six times over as one of two minutes, with an opening of half a minute in it, and write down
/// where it went on. `before` is run first.
pub(crate) fn lengthened(desk: &Desk, before: &str) {
    desk.write(
        "long.lua",
        br#"mp.add_hook("on_load", 50, function()
            local url = mp.get_property("stream-open-filename")
            if not url:find("^http") then return end
            local part = "%" .. #url .. "%" .. url .. ",0,20;"
            mp.set_property("stream-open-filename", "edl://!no_chapters;" .. part:rep(6))
        end)
        mp.register_event("playback-restart", function()
            local file = io.open(os.getenv("HOME") .. "/went-on", "a")
            file:write(mp.get_property_number("time-pos", 0), "\n")
            file:close()
        end)"#,
    );
    let chapter = |start: u32, end: u32, title: &str| {
        format!("[CHAPTER]\nTIMEBASE=1/1000\nSTART={start}\nEND={end}\ntitle={title}\n")
    };
    let chapters = [
        ";FFMETADATA1\n".to_owned(),
        chapter(0, 6_000, "Prologue"),
        chapter(6_000, 36_000, "Opening"),
        chapter(36_000, 108_000, "Part A"),
        chapter(108_000, 120_000, "Credits"),
    ];
    desk.write("chapters", chapters.concat().as_bytes());
    let options = "--really-quiet --script=\"$HOME/long.lua\" --chapters-file=\"$HOME/chapters\"";
    desk.write_program("mpv", &format!("{before}\n{}", ON_SCREEN.replace("--really-quiet", options)));
}
