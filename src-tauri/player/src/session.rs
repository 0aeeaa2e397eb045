//! A player that was started: its process, the way orders reach it, and what is heard of it. No shell is involved.

#![expect(clippy::disallowed_types, reason = "the owner of the players' processes")]

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::{Child, Command};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use crate::found::{self, Dialect, Player};
use crate::now::Can;
use crate::order::{Order, Telling, Told};
use crate::queue::{PlayerError, Queue};
use crate::{mpv, vlc};

/// How long a player that is not spoken to is watched. One that ends with an error within this time counts as not started.
const SETTLING: Duration = Duration::from_millis(900);
/// The most time until a new player can be spoken to. One that needs longer is started anew with the links on its command line.
const LISTENS_BY: Duration = Duration::from_secs(15);
/// The most time to take something new.
const TAKES_BY: Duration = Duration::from_secs(3);
/// After being asked to stop, a player that does not end by itself is ended after this time.
const ENDS_BY: Duration = Duration::from_secs(2);

/// A player that was started.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) player: Player,
    pub(crate) can: Can,
    orders: mpsc::UnboundedSender<Order>,
    /// Cancelled when the player is gone.
    gone: CancellationToken,
    /// Cancelled to end the process.
    end: CancellationToken,
}

/// What a player is started with.
#[derive(Clone, Copy)]
pub(crate) struct Surroundings<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) programs: &'a Programs,
    pub(crate) tells_the_system: bool,
}

impl Session {
    /// Starts the player with these items; sockets and playlists are written into the folder. What is heard of it goes to `told`.
    pub(crate) async fn start(
        player: &Player,
        Surroundings { folder, programs, tells_the_system }: Surroundings<'_>,
        queue: Queue,
        told: Telling,
    ) -> Result<Self, PlayerError> {
        let failed = || PlayerError::Failed(player.label.clone());
        let writing = {
            let (queue, folder, always) = (queue.clone(), folder.to_owned(), player.program.is_none());
            tokio::task::spawn_blocking(move || queue.write(&folder, always))
        };
        writing.await.map_err(|_| failed())?.map_err(|_| failed())?;
        let Some(program) = &player.program else {
            // The system opens a link in the browser, but a playlist in its video player.
            let playlist = queue.playlist.clone();
            let opened = tokio::task::spawn_blocking(move || open::that_detached(playlist)).await;
            opened.map_err(|_| failed())?.map_err(|_| failed())?;
            return Ok(Self::untold(player, &told));
        };
        match player.dialect() {
            Dialect::Mpv => {
                let address = mpv::address(folder).map_err(|_| failed())?;
                let mut arguments = mpv::waiting(&address);
                if tells_the_system && cfg!(windows) {
                    let folder = folder.to_owned();
                    let quiet = tokio::task::spawn_blocking(move || mpv::quiet(&folder)).await;
                    arguments.push(quiet.map_err(|_| failed())?.map_err(|_| failed())?);
                }
                let child = spawn(programs, program, arguments).map_err(|_| failed())?;
                let Some((child, lines)) = until_reached(child, mpv::reach(&address), player).await? else {
                    return Self::plainly(player, (programs, program), mpv::arguments(&queue), told).await;
                };
                let session =
                    Self::led(player, CAN_MPV, child, |orders, _| mpv::follow(lines, empty(&queue), orders, told));
                session.load(queue).await.then_some(session).ok_or_else(failed)
            }
            Dialect::Iina => {
                let address = mpv::address(folder).map_err(|_| failed())?;
                let child = spawn(programs, program, mpv::iina(&queue, &address)).map_err(|_| failed())?;
                match until_reached(child, mpv::reach(&address), player).await? {
                    Some((child, lines)) => {
                        Ok(Self::led(player, CAN_IINA, child, |orders, _| mpv::follow(lines, queue, orders, told)))
                    }
                    // It plays already, and only cannot be followed.
                    None => Ok(Self::untold(player, &told)),
                }
            }
            Dialect::Vlc => {
                let pages = folder.to_owned();
                let making = tokio::task::spawn_blocking(move || vlc::Interface::new(&pages));
                let interface = making.await.map_err(|_| failed())?.map_err(|_| failed())?;
                let child = spawn(programs, program, interface.waiting(tells_the_system)).map_err(|_| failed())?;
                let Some((child, ())) = until_reached(child, interface.reach(), player).await? else {
                    return Self::plainly(player, (programs, program), vlc::arguments(&queue), told).await;
                };
                let follow = interface.clone();
                let session = Self::led(player, CAN_VLC, child, |orders, exited| {
                    vlc::follow(follow, empty(&queue), orders, told, exited)
                });
                session.load(queue).await.then_some(session).ok_or_else(failed)
            }
            Dialect::Plain => Self::plainly(player, (programs, program), vec![queue.plain()], told).await,
        }
    }

    /// A player that is followed by the task `follow` makes, which ends when the player is gone.
    fn led<F: Future<Output = ()> + Send + 'static>(
        player: &Player,
        can: Can,
        child: Child,
        follow: impl FnOnce(mpsc::UnboundedReceiver<Order>, CancellationToken) -> F,
    ) -> Self {
        let (orders, received) = mpsc::unbounded_channel();
        let (gone, end, exited) = (CancellationToken::new(), CancellationToken::new(), CancellationToken::new());
        let following = follow(received, exited.clone());
        let guard = gone.clone().drop_guard();
        tokio::spawn(async move {
            let _gone = guard;
            following.await;
        });
        tokio::spawn(wait(child, exited, end.clone()));
        Self { player: player.clone(), can, orders, gone, end }
    }

    /// Starts a player that is given its links on the command line and tells only its end.
    async fn plainly(
        player: &Player,
        (programs, program): (&Programs, &Path),
        arguments: Vec<String>,
        told: Telling,
    ) -> Result<Self, PlayerError> {
        let mut child = spawn(programs, program, arguments).map_err(|_| PlayerError::Failed(player.label.clone()))?;
        match tokio::time::timeout(SETTLING, child.wait()).await {
            // The process gave the links to a player that runs already, or started the player as another process.
            Ok(Ok(status)) if status.success() => return Ok(Self::untold(player, &told)),
            Ok(_) => return Err(PlayerError::Exited(player.label.clone())),
            Err(_) => {}
        }
        Ok(Self::led(player, Can::default(), child, |mut orders, exited| async move {
            loop {
                tokio::select! {
                    () = exited.cancelled() => break,
                    order = orders.recv() => if order.is_none() { return },
                }
            }
            let _ = told.send(Told::Gone);
        }))
    }

    /// A player of which nothing more is heard.
    fn untold(player: &Player, told: &Telling) -> Self {
        let _ = told.send(Told::Left);
        let (orders, _) = mpsc::unbounded_channel();
        let gone = CancellationToken::new();
        gone.cancel();
        Self { player: player.clone(), can: Can::default(), orders, gone, end: CancellationToken::new() }
    }

    /// Has the running player play this instead. Returns false when it has ended or does not take it.
    pub(crate) async fn load(&self, queue: Queue) -> bool {
        let (taken, answer) = oneshot::channel();
        self.is_open() && self.say(Order::Load(queue, taken)) && {
            matches!(tokio::time::timeout(TAKES_BY, answer).await, Ok(Ok(true)))
        }
    }

    /// Whether it is open and can be spoken to.
    pub(crate) fn is_open(&self) -> bool {
        !self.gone.is_cancelled() && self.can.pause
    }

    pub(crate) fn is_running(&self) -> bool {
        !self.gone.is_cancelled()
    }

    pub(crate) fn say(&self, order: Order) -> bool {
        if matches!(order, Order::Card(_)) && !self.can.card {
            return true;
        }
        self.orders.send(order).is_ok()
    }

    /// Ends the player: it is asked to, and ended when it does not within two seconds.
    pub(crate) fn stop(&self) {
        let asked = matches!(self.player.dialect(), Dialect::Mpv | Dialect::Iina) && self.say(Order::Stop);
        let (gone, end) = (self.gone.clone(), self.end.clone());
        tokio::spawn(async move {
            if asked {
                let _ = tokio::time::timeout(ENDS_BY, gone.cancelled()).await;
            }
            end.cancel();
        });
    }
}

const CAN_MPV: Can =
    Can { pause: true, seek: true, volume: true, audio: true, subtitles: true, outside: true, card: true, tell: true };
/// IINA takes its keys itself, so nothing over the film could be answered.
const CAN_IINA: Can = Can { card: false, ..CAN_MPV };
/// Nothing can be drawn over its film.
const CAN_VLC: Can = Can { card: false, ..CAN_MPV };

/// What a follower begins with that is given its items right after.
fn empty(queue: &Queue) -> Queue {
    Queue { items: Vec::new(), playlist: queue.playlist.clone() }
}

/// Waits until a new player can be spoken to. `None` when it will not be: it has handed over to another process, or takes too long,
/// and is ended then.
async fn until_reached<T>(
    mut child: Child,
    reached: impl Future<Output = T>,
    player: &Player,
) -> Result<Option<(Child, T)>, PlayerError> {
    tokio::pin!(reached);
    let ended = tokio::select! {
        reached = &mut reached => return Ok(Some((child, reached))),
        status = child.wait() => Some(status),
        () = tokio::time::sleep(LISTENS_BY) => None,
    };
    match ended {
        Some(Ok(status)) if status.success() => Ok(None),
        Some(_) => Err(PlayerError::Exited(player.label.clone())),
        None => {
            tracing::info!("the player does not listen; it is started with its links");
            let _ = child.kill().await;
            Ok(None)
        }
    }
}

async fn wait(mut child: Child, exited: CancellationToken, end: CancellationToken) {
    let _exited = exited.drop_guard();
    tokio::select! {
        _ = child.wait() => {}
        () = end.cancelled() => {
            let _ = child.kill().await;
        }
    }
}

/// Makes the command of a program, without starting it: a front end may have a way of its own.
pub type Programs = Box<dyn Fn(&Path) -> std::process::Command + Send + Sync>;

/// Commands as the standard library makes them.
pub fn plain_programs() -> Programs {
    Box::new(|program| std::process::Command::new(program))
}

fn spawn(programs: &Programs, program: &Path, arguments: Vec<String>) -> std::io::Result<Child> {
    let mut command = Command::from(if found::is_bundle(program) {
        let mut command = programs(Path::new("/usr/bin/open"));
        command.arg("-a").arg(program);
        command
    } else {
        programs(program)
    });
    // Piped output would block or end the player once nobody reads it, for instance after this app has ended.
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // The player has no use for it, and other programs can read what it was started with.
    command.env_remove("PERIHELION_TOKEN");
    #[cfg(windows)]
    {
        /// Without a console window of its own.
        const NO_WINDOW: u32 = 0x0800_0000;
        command.creation_flags(NO_WINDOW);
    }
    command.spawn()
}
