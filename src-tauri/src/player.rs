//! Starting a video player with a link: which players there are, their arguments, and how far the film came where the player
//! says so. Never through a shell.

mod found;
mod mpv;

use std::path::{Path, PathBuf};
use std::time::Duration;

use perihelion_core::pipeline::select::is_video;
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt as _;
use tauri_plugin_shell::ShellExt as _;
use tauri_plugin_shell::process::CommandEvent;
use url::Url;

pub(crate) use found::{PlayerId, players};
pub(crate) use mpv::Position;

/// Why nothing plays.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PlayerError {
    #[error("no video player was found")]
    NotFound,
    #[error("{0} stopped at once")]
    Exited(&'static str),
    #[error("{0} could not be started")]
    Failed(&'static str),
    #[error("that file is not a video")]
    NotVideo,
    #[error("that link is not a web address")]
    NotWeb,
}

/// A player that ends this soon with an error did not play.
const SETTLING: Duration = Duration::from_millis(900);

/// What is to be played.
#[derive(Clone, Debug)]
pub(crate) struct Item<'a> {
    pub(crate) link: &'a Url,
    /// Shown by the player: `Sintel (2010)`.
    pub(crate) title: &'a str,
    pub(crate) file_name: &'a str,
    /// Seconds from the start to begin at; 0 is the start.
    pub(crate) start: f64,
    /// Where a playlist for the system's player and mpv's socket may be put. Only the person can read it.
    pub(crate) folder: PathBuf,
}

/// Starts the chosen player, or the first there is; says which. `report` hears how far the film is, from players that say so:
/// that is mpv.
pub(crate) async fn play(
    app: &AppHandle,
    item: Item<'_>,
    choice: &str,
    report: impl Fn(Position) + Send + 'static,
) -> Result<&'static str, PlayerError> {
    check(&item)?;
    let player = found::choose(choice).ok_or(PlayerError::NotFound)?;
    let label = player.id.label();
    private_folder(&item.folder).map_err(|_| PlayerError::Failed(label))?;
    let listening = mpv::address(&item.folder);
    let Some(program) = player.program else {
        return open_with_system(app, &item).map(|()| label).map_err(|()| PlayerError::Failed(label));
    };
    let (mut events, _child) = app
        .shell()
        .command(program)
        .args(arguments(player.id, &item, &listening))
        .spawn()
        .map_err(|_| PlayerError::Failed(label))?;
    let ended = async {
        while let Some(event) = events.recv().await {
            if let CommandEvent::Terminated(end) = event {
                return end.code;
            }
        }
        None
    };
    match tokio::time::timeout(SETTLING, ended).await {
        Ok(Some(0)) | Err(_) => {
            if player.id == PlayerId::Mpv {
                tokio::spawn(mpv::follow(listening, report));
            }
            Ok(label)
        }
        Ok(Some(_) | None) => Err(PlayerError::Exited(label)),
    }
}

/// Plays a whole playlist of links that were each checked before. It lies in a folder that ends with the window.
pub(crate) fn play_list(app: &AppHandle, playlist: &str, folder: &Path, choice: &str) -> Result<(), PlayerError> {
    let player = found::choose(choice).ok_or(PlayerError::NotFound)?;
    let label = player.id.label();
    let path = folder.join("episodes.m3u8");
    private_folder(folder).and_then(|()| std::fs::write(&path, playlist)).map_err(|_| PlayerError::Failed(label))?;
    match player.program {
        None => app.opener().open_path(path.to_string_lossy(), None::<&str>).map_err(|_| PlayerError::Failed(label)),
        Some(program) => {
            app.shell().command(program).args([&path]).spawn().map(drop).map_err(|_| PlayerError::Failed(label))
        }
    }
}

/// Only web addresses, only video files.
fn check(item: &Item<'_>) -> Result<(), PlayerError> {
    if !matches!(item.link.scheme(), "http" | "https") || item.link.host_str().is_none() {
        return Err(PlayerError::NotWeb);
    }
    if !is_video(item.file_name) {
        return Err(PlayerError::NotVideo);
    }
    Ok(())
}

/// One argument each; nothing from outside can become an option, because every such text follows a fixed prefix.
fn arguments(player: PlayerId, item: &Item<'_>, listening: &Path) -> Vec<String> {
    match player {
        PlayerId::Mpv => vec![
            "--force-window=immediate".to_owned(),
            format!("--force-media-title={}", item.title),
            format!("--input-ipc-server={}", listening.display()),
            format!("--start={:.0}", item.start),
            "--".to_owned(),
            item.link.to_string(),
        ],
        PlayerId::Vlc => {
            vec![item.link.to_string(), format!(":meta-title={}", item.title), format!(":start-time={:.0}", item.start)]
        }
        PlayerId::Iina => vec!["--no-stdin".to_owned(), item.link.to_string()],
        PlayerId::System => Vec::new(),
    }
}

/// A folder whose files hold links: nobody else on this machine reads them.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// A bare link would open in the browser; a playlist opens in the system's player.
fn open_with_system(app: &AppHandle, item: &Item<'_>) -> Result<(), ()> {
    let title: String = item.title.chars().filter(|c| !c.is_control()).collect();
    let playlist = format!("#EXTM3U\n#EXTINF:-1,{title}\n{}\n", item.link);
    let path = item.folder.join("now-playing.m3u8");
    std::fs::write(&path, playlist).map_err(drop)?;
    app.opener().open_path(path.to_string_lossy(), None::<&str>).map_err(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item<'a>(link: &'a Url, file_name: &'a str) -> Item<'a> {
        Item { link, title: "--script=evil.lua", file_name, start: 0.0, folder: PathBuf::new() }
    }

    #[test]
    fn only_web_links_to_video_files_are_played() {
        let web = Url::parse("https://cdn.example/Sintel.mkv").unwrap();
        let file = Url::parse("file:///etc/passwd").unwrap();
        assert_eq!(check(&item(&web, "Sintel.mkv")), Ok(()));
        assert_eq!(check(&item(&web, "Sintel.exe")), Err(PlayerError::NotVideo));
        assert_eq!(check(&item(&file, "Sintel.mkv")), Err(PlayerError::NotWeb));
    }

    #[test]
    fn a_hostile_title_cannot_become_an_option() {
        let web = Url::parse("https://cdn.example/Sintel.mkv").unwrap();
        for player in [PlayerId::Mpv, PlayerId::Vlc, PlayerId::Iina] {
            let arguments = arguments(player, &item(&web, "Sintel.mkv"), Path::new("/run/mpv"));
            assert!(!arguments.contains(&"--script=evil.lua".to_owned()), "{player:?}");
            assert_eq!(arguments.iter().filter(|argument| argument.as_str() == web.as_str()).count(), 1);
        }
    }
}
