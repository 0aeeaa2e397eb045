//! What plays, from the press of Play to the end of the last episode: one task gives the player its links, hears it, writes down how far
//! films are, and has the next episode ready. Front ends see a [`Playing`] and say [`Control`]s.

mod director;
mod over;
mod tracking;
mod upcoming;

use std::path::PathBuf;
use std::sync::Arc;

use perihelion_core::model::Complaint;
use perihelion_core::pipeline::link::LinkEvent;
use perihelion_core::profile::{FoundSubtitle, Profile};
use perihelion_core::segments::{Chapter, Segment, SegmentKind};
use perihelion_core::torrent::InfoHash;
use subtitles::Timing;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio_util::task::AbortOnDropHandle;

use crate::about::{About, Link};
use crate::card::Tongue;
use crate::find::{FindError, Step};
use crate::found::Player;
use crate::next::Following;
use crate::now::{Can, Now};
use crate::order::AddedSubtitle;
use crate::prepared::{Intent, Prepared, RowId};
use crate::queue::PlayerError;
use crate::session::Programs;
use director::Director;

/// How many subtitles from outside a file are tried by themselves.
pub(crate) const MOST_TRIED: usize = 3;

/// What plays, or did a moment ago.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Playing {
    pub stage: Stage,
    /// `None` when idle.
    pub about: Option<About>,
    /// The torrent it comes from, and its release name.
    pub release: Option<(InfoHash, String)>,
    pub player: Option<Player>,
    /// Its positions are rounded to half a second.
    pub now: Now,
    pub can: Can,
    /// The player's process can be ended.
    pub can_stop: bool,
    pub next: Option<Upcoming>,
    /// Seconds until the next one begins by itself.
    pub counting: Option<u32>,
    /// Another release of it can be looked for.
    pub can_switch: bool,
    /// One is looked for while it plays on.
    pub switching: bool,
    /// What plays can be skipped: the opening, say.
    pub skip: Option<SegmentKind>,
    /// Subtitles from outside the file that the player was not given yet, the best first.
    pub outside: Vec<OutsideSubtitle>,
    /// Tracks of subtitles whose times were moved to fit the file, by the player's numbers of them.
    pub moved: Vec<(i64, Timing)>,
    /// Where an unfinished film goes on, in seconds; only when it is over.
    pub resume_at: Option<f64>,
}

/// Subtitles that are not in the file, and can be put on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct OutsideSubtitle {
    /// For [`Control::Outside`].
    pub number: usize,
    /// The addon's name, or that of the file in the torrent.
    pub from: String,
    pub found: FoundSubtitle,
    pub state: OutsideState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutsideState {
    Offered,
    Coming,
    Failed,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    #[default]
    Idle,
    Searching,
    Linking,
    Starting,
    Playing,
    /// The player ended.
    Over,
}

/// The episode that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upcoming {
    pub following: Following,
    /// Its link is made already.
    pub ready: bool,
}

/// What the person does with the player.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Control {
    Pause(bool),
    /// To so many seconds from the start.
    Seek(f64),
    /// Percent.
    Volume(f64),
    Audio(i64),
    /// `None` shows none.
    Subtitles(Option<i64>),
    /// Subtitles from outside the file, by their number.
    Outside(usize),
    /// Goes on to the next episode now.
    Next,
    /// Stays with this one to its end.
    Stay,
    /// On behind what can be skipped.
    Skip,
    /// Ends the player, or stops looking for what was to play.
    Stop,
    Resume,
    /// Plays it from its start.
    Again,
    /// Takes the offer away.
    Dismiss,
}

/// Why nothing plays.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlayError {
    #[error("{0}")]
    Player(#[from] PlayerError),
    #[error("{0}")]
    Find(#[from] FindError),
    /// Something else was asked for meanwhile, or the person stopped it.
    #[error("stopped")]
    Stopped,
}

/// How a front end wants its films played.
pub struct Ways {
    /// Where sockets and playlists are written.
    pub folder: PathBuf,
    /// How players are started.
    pub programs: Programs,
    /// The language of texts over the film, each time one is shown.
    pub tongue: Box<dyn Fn() -> Tongue + Send + Sync>,
    /// Whether the next episode begins by itself; `None` follows the settings.
    pub next_by_itself: Option<bool>,
    /// The front end tells the system what plays, by [`media`](crate::media), so that players need not.
    pub tells_the_system: bool,
}

/// A link that is made before anybody asked for it.
type Making = JoinHandle<Option<Prepared>>;

type Reply = oneshot::Sender<Result<Player, PlayError>>;

/// What the task is asked, by front ends and by tasks of its own.
#[derive(Debug)]
enum Ask {
    Play {
        links: Vec<Arc<Link>>,
        player: Option<String>,
        reply: Reply,
    },
    Find {
        about: About,
        reply: Reply,
    },
    Control(Control),
    Prepare {
        intent: Option<Intent>,
        done: oneshot::Sender<()>,
    },
    /// The link of this row, if it is ready or being made.
    Take {
        row: RowId,
        reply: oneshot::Sender<Option<Making>>,
    },
    /// Another release of what plays.
    Another {
        complaint: Option<Complaint>,
        reply: Reply,
    },
    Step {
        turn: u64,
        step: Step,
    },
    Found {
        turn: u64,
        outcome: Result<Arc<Link>, FindError>,
    },
    /// What follows the item that began as so many-th.
    Follows {
        arrival: u64,
        following: Option<Following>,
    },
    /// What can be skipped of the item that began as so many-th, by these chapters.
    Segments {
        arrival: u64,
        segments: Vec<Segment>,
        chapters: Vec<Chapter>,
    },
    Else {
        turn: u64,
        outcome: Result<Arc<Link>, FindError>,
    },
    Made {
        turn: u64,
        outcome: Result<Arc<Link>, FindError>,
    },
    /// What was found outside the file of the item that began as so many-th.
    Outside {
        arrival: u64,
        found: Vec<FoundSubtitle>,
    },
    /// One of them is on disk; `None` where it could not be brought.
    Brought {
        arrival: u64,
        number: usize,
        subtitle: Option<(AddedSubtitle, Timing)>,
    },
}

/// The player of one app. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Playback {
    asks: mpsc::UnboundedSender<Ask>,
    playing: watch::Receiver<Playing>,
}

impl Playback {
    /// Starts the task on the runtime.
    pub fn start(runtime: &tokio::runtime::Handle, profile: Profile, ways: Ways) -> Self {
        let (asks, asked) = mpsc::unbounded_channel();
        let (shown, playing) = watch::channel(Playing::default());
        let director = Director::new(profile, ways, asks.downgrade(), shown);
        runtime.spawn(director.run(asked));
        Self { asks, playing }
    }

    /// What plays, now and from now on.
    pub fn playing(&self) -> watch::Receiver<Playing> {
        self.playing.clone()
    }

    /// Whether a player runs that the app follows.
    pub fn is_running(&self) -> bool {
        self.playing.borrow().stage == Stage::Playing
    }

    /// Plays these one after the other, each from its saved position, in the chosen player or the one of this name. Returns the player
    /// when it has started.
    pub async fn play(&self, links: Vec<Arc<Link>>, player: Option<String>) -> Result<Player, PlayError> {
        self.ask(|reply| Ask::Play { links, player, reply }).await
    }

    /// Makes a link for a film or episode, as [`find`](crate::find::find) does, and plays it.
    pub async fn find(&self, about: About) -> Result<Player, PlayError> {
        self.ask(|reply| Ask::Find { about, reply }).await
    }

    /// Makes the link for this ready while its Play is about to be pressed; `None` gives up what is ready. What is not used within half a
    /// minute leaves the account as it was. Returns before the link is there.
    pub async fn prepare(&self, intent: Option<Intent>) {
        let (done, taken) = oneshot::channel();
        let _ = self.asks.send(Ask::Prepare { intent, done });
        let _ = taken.await;
    }

    /// Returns the link that was made ready for this row, and the steps to it. Waits for one that is being made; gives up one of anything
    /// else, which may hold the very torrent.
    pub async fn prepared(&self, row: RowId) -> Option<(Link, Vec<LinkEvent>)> {
        let (reply, answer) = oneshot::channel();
        self.asks.send(Ask::Take { row, reply }).ok()?;
        let making = answer.await.ok()??;
        // A press that is taken back ends it.
        let mut prepared = AbortOnDropHandle::new(making).await.ok()??;
        let steps = std::mem::take(&mut prepared.steps);
        Some((prepared.keep().await, steps))
    }

    /// Goes on in the next best release of what plays, or played last, from where it is. With a complaint the present one is not chosen
    /// by itself again. Returns the player when it was given that one.
    pub async fn another(&self, complaint: Option<Complaint>) -> Result<Player, PlayError> {
        self.ask(|reply| Ask::Another { complaint, reply }).await
    }

    pub fn control(&self, control: Control) {
        let _ = self.asks.send(Ask::Control(control));
    }

    async fn ask(&self, ask: impl FnOnce(Reply) -> Ask) -> Result<Player, PlayError> {
        let (reply, answer) = oneshot::channel();
        let _ = self.asks.send(ask(reply));
        answer.await.unwrap_or(Err(PlayError::Stopped))
    }
}
