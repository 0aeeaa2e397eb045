//! Starts a video player with links, hands an open player what is next, and reports the playback position of players that tell it.
//! Owns the players' processes and arguments. No shell is involved.

#![expect(
    clippy::disallowed_types,
    reason = "the owner of the players' processes, and of VLC's interface on the loopback"
)]

mod found;
mod headers;
mod heard;
mod mpv;
mod vlc;

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use perihelion_core::names::is_video;
use perihelion_core::pipeline::pack;
use tauri::AppHandle;
use tauri_plugin_opener::OpenerExt as _;
use tauri_plugin_shell::ShellExt as _;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use url::Url;

use found::Dialect;
pub(crate) use found::{PROGRAMS, Player, PlayerId, can_be_started, players};
pub(crate) use headers::Header;
pub(crate) use heard::Position;
use heard::{Listener, Report};

/// Why nothing plays.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PlayerError {
    #[error("no video player was found")]
    NotFound,
    #[error("{0} stopped at once")]
    Exited(String),
    #[error("{0} could not be started")]
    Failed(String),
    #[error("that file is not a video")]
    NotVideo,
    #[error("that link is not a web address")]
    NotWeb,
}

/// How long a new player is watched. One that ends with an error within this time counts as not started.
const SETTLING: Duration = Duration::from_millis(900);
/// The most characters of arguments. Windows takes 32,767 for the whole command line.
const LONGEST_COMMAND: usize = 24_000;
/// A player may need this long after its start before it accepts commands. Until then it is asked several times.
const LISTENS_BY: Duration = Duration::from_secs(5);

/// One film or episode to be played.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) link: Url,
    /// Shown by the player: `Sintel (2010)`.
    pub(crate) title: String,
    pub(crate) file_name: String,
    /// What its server is to be sent.
    pub(crate) headers: Vec<Header>,
    /// Seconds from the start to begin at; 0 is the start. In a long list each begins at its start.
    pub(crate) start: f64,
}

/// One item, or several that follow each other, and what players are told of them.
struct Queue<'a> {
    items: &'a [Item],
    /// The path of the playlist. The file is written for several items, and for a single one only when the player needs a playlist.
    playlist: PathBuf,
}

/// The player that was started last. When it is still open, it is asked to take what is next before another one is started.
#[derive(Debug, Default)]
pub(crate) struct Open(Mutex<Option<Running>>);

#[derive(Clone, Debug)]
struct Running {
    program: PathBuf,
    since: Instant,
    remote: Remote,
    /// Cancelled when the process ends.
    gone: CancellationToken,
    /// Cancelled to stop following what the player was given before.
    listening: CancellationToken,
}

/// How commands reach a running player.
#[derive(Clone, Debug)]
enum Remote {
    /// mpv's and IINA's socket.
    Mpv(PathBuf),
    Vlc(vlc::Interface),
    Nohow,
}

/// What the person chose: a player's name or `auto`, and a program of their own.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) player: String,
    pub(crate) own: Option<PathBuf>,
}

/// Plays these items, one after the other, and returns the player it used: the chosen one, or the first that is installed. Writes a
/// playlist and the player's socket into `folder`. mpv, IINA and VLC tell positions; `report` gets each with the item's number.
pub(crate) async fn play(
    app: &AppHandle,
    open: &Open,
    folder: &Path,
    items: &[Item],
    choice: &Choice,
    report: impl Report,
) -> Result<Player, PlayerError> {
    items.iter().try_for_each(check)?;
    // Looking through the search path waits for the disk.
    let (wanted, own) = (choice.player.clone(), choice.own.clone());
    let chosen = tokio::task::spawn_blocking(move || found::choose(&wanted, own.as_deref())).await;
    let player = chosen.ok().flatten().ok_or(PlayerError::NotFound)?;
    let queue = Queue { items, playlist: folder.join("playing.m3u8") };
    let failed = || PlayerError::Failed(player.label.clone());
    // Held until the player has started: another call would overwrite the playlist before this player reads it.
    let mut open = open.0.lock().await;
    queue.write(folder, player.program.is_none()).map_err(|_| failed())?;
    let Some(program) = &player.program else {
        // The system opens a link in the browser, but a playlist in its video player.
        let path = queue.playlist.to_string_lossy();
        app.opener().open_path(path, None::<&str>).map_err(|_| failed())?;
        return Ok(player);
    };
    let before = open.take().filter(|running| running.program == *program && !running.gone.is_cancelled());
    let mut running = match before {
        Some(running) if running.takes(&queue).await => running,
        Some(_) | None => start(app, &player, program, folder, &queue).await?,
    };
    running.listen(Listener::new(items, report));
    *open = Some(running);
    Ok(player)
}

async fn start(
    app: &AppHandle,
    player: &Player,
    program: &Path,
    folder: &Path,
    queue: &Queue<'_>,
) -> Result<Running, PlayerError> {
    let failed = || PlayerError::Failed(player.label.clone());
    let address = mpv::address(folder);
    let (remote, arguments) = match player.dialect() {
        Dialect::Mpv => (Remote::Mpv(address.clone()), mpv::arguments(queue, &address)),
        Dialect::Iina => (Remote::Mpv(address.clone()), iina(queue, &address)),
        Dialect::Vlc => {
            let interface = vlc::Interface::new().map_err(|_| failed())?;
            let arguments = interface.arguments(queue);
            (Remote::Vlc(interface), arguments)
        }
        Dialect::Plain => (Remote::Nohow, vec![queue.plain()]),
    };
    let command = if found::is_bundle(program) {
        app.shell().command("/usr/bin/open").arg("-a").arg(program)
    } else {
        app.shell().command(program)
    };
    // Piped output would block or end the player once nobody reads it, for instance after this app has ended.
    let mut command = std::process::Command::from(command.args(arguments));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // The player has no use for it, and other programs can read what it was started with.
    command.env_remove("PERIHELION_TOKEN");
    let mut child = tokio::process::Command::from(command).spawn().map_err(|_| failed())?;
    let gone = CancellationToken::new();
    match tokio::time::timeout(SETTLING, child.wait()).await {
        // The process gave the links to a player that runs already, or started the player as another process.
        Ok(Ok(status)) if status.success() => {}
        Ok(_) => return Err(PlayerError::Exited(player.label.clone())),
        Err(_) => {
            let ended = gone.clone().drop_guard();
            tokio::spawn(async move {
                let _ended = ended;
                let _ = child.wait().await;
            });
        }
    }
    let listening = CancellationToken::new();
    Ok(Running { program: program.to_owned(), since: Instant::now(), remote, gone, listening })
}

impl Running {
    /// Asks the open player to play this. Returns false when it has ended or does not accept commands.
    async fn takes(&self, queue: &Queue<'_>) -> bool {
        let tries = if self.since.elapsed() < LISTENS_BY { 4 } else { 1 };
        match &self.remote {
            Remote::Mpv(address) => mpv::load(address, queue, tries).await.is_some(),
            Remote::Vlc(interface) => interface.load(queue, tries).await.is_some(),
            Remote::Nohow => false,
        }
    }

    /// Follows the player in a task until it ends, plays what somebody else gave it, or this app gives it something new.
    fn listen(&mut self, mut listener: Listener<impl Report>) {
        self.listening.cancel();
        self.listening = CancellationToken::new();
        let (remote, over) = (self.remote.clone(), self.listening.clone());
        tokio::spawn(async move {
            let heard = async {
                match &remote {
                    Remote::Mpv(address) => mpv::follow(address, &mut listener).await,
                    Remote::Vlc(interface) => interface.follow(&mut listener).await,
                    Remote::Nohow => {}
                }
            };
            over.run_until_cancelled(heard).await;
            listener.left();
        });
    }
}

impl Queue<'_> {
    fn single(&self) -> Option<&Item> {
        match self.items {
            [single] => Some(single),
            _ => None,
        }
    }

    /// Returns the items when they fit on a command line, `None` when a playlist is needed. Items on the command line have their
    /// own title and start, and also reach a player that may not read our folder, such as a sandboxed one.
    fn few(&self) -> Option<&[Item]> {
        let told: usize = self.items.iter().map(|item| item.link.as_str().len() + item.title.len() + 100).sum();
        (told <= LONGEST_COMMAND).then_some(self.items)
    }

    /// Returns the link of a single item, or else the playlist's path.
    fn plain(&self) -> String {
        self.single().map_or_else(|| self.playlist.to_string_lossy().into_owned(), |item| item.link.to_string())
    }

    /// Creates the folder, readable by this user alone on Unix because playlists hold links. Writes the playlist when one is
    /// needed.
    fn write(&self, folder: &Path, always: bool) -> std::io::Result<()> {
        std::fs::create_dir_all(folder)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
        }
        if always || self.single().is_none() {
            let entries = self.items.iter().map(|item| (item.title.as_str(), &item.link));
            std::fs::write(&self.playlist, pack::as_m3u8(entries))?;
        }
        Ok(())
    }
}

/// Refuses links that are not web addresses, and files that are not videos.
fn check(item: &Item) -> Result<(), PlayerError> {
    if !matches!(item.link.scheme(), "http" | "https") || item.link.host_str().is_none() {
        return Err(PlayerError::NotWeb);
    }
    if !is_video(&item.file_name) {
        return Err(PlayerError::NotVideo);
    }
    Ok(())
}

/// IINA is mpv under a window of its own, and takes mpv's options behind a prefix
/// (<https://github.com/iina/iina/wiki/Command-Line-Interface>).
fn iina(queue: &Queue<'_>, address: &Path) -> Vec<String> {
    let mut arguments = vec!["--no-stdin".to_owned(), format!("--mpv-input-ipc-server={}", address.display())];
    arguments.extend(queue.single().map(|item| format!("--mpv-start={:.0}", item.start)));
    let headers = queue.single().into_iter().flat_map(|item| headers::mpv(&item.headers));
    arguments.extend(headers.map(|(option, value)| format!("--mpv-{option}={value}")));
    arguments.push(queue.plain());
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(link: &str, file_name: &str) -> Item {
        let title = "--script=evil.lua".to_owned();
        Item { link: link.parse().unwrap(), title, file_name: file_name.to_owned(), headers: Vec::new(), start: 0.0 }
    }

    #[test]
    fn only_web_links_to_video_files_are_played() {
        assert_eq!(check(&item("https://cdn.example/Sintel.mkv", "Sintel.mkv")), Ok(()));
        assert_eq!(check(&item("https://cdn.example/Sintel.mkv", "Sintel.exe")), Err(PlayerError::NotVideo));
        assert_eq!(check(&item("file:///etc/passwd", "Sintel.mkv")), Err(PlayerError::NotWeb));
    }

    #[test]
    fn a_hostile_title_cannot_become_an_option() {
        let items = [item("https://cdn.example/Sintel.mkv", "Sintel.mkv")];
        let queue = Queue { items: &items, playlist: PathBuf::from("/playing/playing.m3u8") };
        let socket = Path::new("/run/mpv");
        let told =
            [mpv::arguments(&queue, socket), iina(&queue, socket), vlc::Interface::new().unwrap().arguments(&queue)];
        for arguments in told {
            assert!(!arguments.contains(&items[0].title), "{arguments:?}");
            assert_eq!(arguments.iter().filter(|argument| argument.as_str() == items[0].link.as_str()).count(), 1);
        }
    }

    #[test]
    fn few_items_are_told_one_by_one_and_many_as_a_playlist() {
        let folder = tempfile::tempdir().unwrap();
        let socket = Path::new("/run/mpv");
        for (count, is_few) in [(2, true), (900, false)] {
            let items: Vec<Item> =
                (0..count).map(|n| item(&format!("https://cdn.example/{n}.mkv"), "episode.mkv")).collect();
            let queue = Queue { items: &items, playlist: folder.path().join("playing.m3u8") };
            queue.write(folder.path(), false).unwrap();
            let links = |lines: &mut dyn Iterator<Item = &str>| {
                lines.filter(|line| line.starts_with("https://cdn.example/")).count()
            };
            let written = std::fs::read_to_string(&queue.playlist).unwrap();
            assert_eq!(links(&mut written.lines()), count);
            for arguments in [mpv::arguments(&queue, socket), vlc::Interface::new().unwrap().arguments(&queue)] {
                let told = links(&mut arguments.iter().map(String::as_str));
                assert_eq!(told, if is_few { count } else { 0 });
                assert_eq!(arguments.last().map(String::as_str) == queue.playlist.to_str(), !is_few);
            }
            assert_eq!(iina(&queue, socket).last().map(String::as_str), queue.playlist.to_str());
        }
    }
}
