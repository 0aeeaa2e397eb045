//! The queue of downloads: in order, so many at once, kept in the database. One task owns it; front ends see its list
//! through a watch channel and give it orders. It goes on after a restart where it was.

mod beside;
mod bringing;
mod director;
mod disks;
mod entry;
pub mod following;
mod linked;
mod naming;

use std::path::PathBuf;
use std::sync::Arc;

use perihelion_core::pipeline::link::DownloadResult;
use perihelion_core::profile::Profile;
use perihelion_core::store::{Download, DownloadState, Followed, StoreError};
use perihelion_player::About;
use tokio::sync::{Mutex, mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use crate::disk::{Disk, ThisMachine};
use crate::network::{self, Metered};
use director::Director;

/// A download as it is at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub download: Download,
    /// It comes at this moment.
    pub is_running: bool,
    /// It was finished, and its file was moved or deleted.
    pub is_gone: bool,
    /// It waits because the connection is metered.
    pub is_held: bool,
    /// Bytes a second.
    pub speed: Option<u64>,
    /// Seconds until it is there, at this speed.
    pub seconds_left: Option<u64>,
}

/// What the queue asks of this machine.
#[derive(Clone, Debug)]
pub struct Machine {
    pub disk: Arc<dyn Disk>,
    pub metered: watch::Receiver<Metered>,
}

impl Machine {
    /// The one it runs on.
    pub fn this() -> Self {
        Self { disk: Arc::new(ThisMachine), metered: network::follow() }
    }

    /// The same, whatever its connections cost.
    pub fn whatever_it_costs() -> Self {
        Self { disk: Arc::new(ThisMachine), metered: watch::channel(Metered::No).1 }
    }
}

/// All downloads in their order.
pub type List = Arc<Vec<Item>>;

/// What is to be kept.
#[derive(Debug)]
pub struct Wish {
    pub about: About,
    /// The file, where a link was made already. Else a release is found when it is its turn.
    pub made: Option<DownloadResult>,
    /// Another folder than the one of the settings. It has to be there.
    pub folder: Option<PathBuf>,
}

/// Which downloads this process brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    All,
    /// Those that are added or resumed in this run; the window has the others.
    OfThisRun,
}

/// What is removed with a download.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// What has come of it; a finished file stays.
    Unfinished,
    /// A finished file too.
    File,
}

/// Why a wish was not taken.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    #[error("no folder for downloads could be found; choose one in the settings")]
    NoFolder,
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("the app is closing")]
    Closing,
}

#[derive(Debug)]
enum Order {
    Add(Box<Wish>, oneshot::Sender<Result<i64, QueueError>>),
    Pause(i64),
    Resume(i64),
    PauseAll,
    ResumeAll,
    Remove(i64, Removal),
    Look,
    Arrange(Vec<i64>),
    Another(i64),
    GoOnMetered,
    Follow(Box<Followed>, oneshot::Sender<Result<(), StoreError>>),
    Unfollow(String, oneshot::Sender<Result<(), StoreError>>),
    Settings,
    Close,
}

/// The queue. Dropping it stops every download where it is.
#[derive(Debug)]
pub struct Queue {
    orders: mpsc::UnboundedSender<Order>,
    list: watch::Receiver<List>,
    followed: watch::Receiver<Arc<Vec<Followed>>>,
    task: Mutex<JoinHandle<()>>,
}

impl Queue {
    /// Reads the list and begins with what waits in it.
    pub async fn start(profile: Profile, machine: Machine, scope: Scope) -> Result<Self, QueueError> {
        let (orders, heard) = mpsc::unbounded_channel();
        let (told, list) = watch::channel(List::default());
        let (following, followed) = watch::channel(Arc::default());
        let director = Director::of(profile, machine, scope, (told, following)).await?;
        let task = Mutex::new(tokio::spawn(director.run(heard)));
        Ok(Self { orders, list, followed, task })
    }

    /// The shows of which the next episodes are kept.
    pub fn followed(&self) -> watch::Receiver<Arc<Vec<Followed>>> {
        self.followed.clone()
    }

    /// Keeps the next episodes of a show that are out and not watched, now and as they are watched and come out.
    pub async fn follow(&self, show: Followed) -> Result<(), QueueError> {
        let (done, outcome) = oneshot::channel();
        self.say(Order::Follow(Box::new(show), done));
        Ok(outcome.await.map_err(|_| QueueError::Closing)??)
    }

    /// Ends that. What is in the list stays.
    pub async fn unfollow(&self, title_id: String) -> Result<(), QueueError> {
        let (done, outcome) = oneshot::channel();
        self.say(Order::Unfollow(title_id, done));
        Ok(outcome.await.map_err(|_| QueueError::Closing)??)
    }

    pub fn list(&self) -> watch::Receiver<List> {
        self.list.clone()
    }

    /// Adds a film or episode, and returns its number. One that is in the list already is resumed instead.
    pub async fn add(&self, wish: Wish) -> Result<i64, QueueError> {
        let (done, outcome) = oneshot::channel();
        self.say(Order::Add(Box::new(wish), done));
        outcome.await.unwrap_or(Err(QueueError::Closing))
    }

    /// Stops a download; what has come stays.
    pub fn pause(&self, id: i64) {
        self.say(Order::Pause(id));
    }

    /// Goes on with a download that was paused or failed, and brings one anew that was moved or deleted.
    pub fn resume(&self, id: i64) {
        self.say(Order::Resume(id));
    }

    pub fn pause_all(&self) {
        self.say(Order::PauseAll);
    }

    pub fn resume_all(&self) {
        self.say(Order::ResumeAll);
    }

    /// Looks for another release in place of one that is not what it was taken for.
    pub fn another(&self, id: i64) {
        self.say(Order::Another(id));
    }

    /// Goes on although the connection is metered, until there is another connection.
    pub fn go_on_metered(&self) {
        self.say(Order::GoOnMetered);
    }

    /// Takes a download out of the list.
    pub fn remove(&self, id: i64, and: Removal) {
        self.say(Order::Remove(id, and));
    }

    /// Looks now whether what is finished still lies there.
    pub fn look(&self) {
        self.say(Order::Look);
    }

    /// Puts the downloads into this order.
    pub fn arrange(&self, ids: Vec<i64>) {
        self.say(Order::Arrange(ids));
    }

    /// Has the settings read again.
    pub fn settings_changed(&self) {
        self.say(Order::Settings);
    }

    /// Stops every download where it is, and returns when what came is kept.
    pub async fn close(&self) {
        self.say(Order::Close);
        let mut task = self.task.lock().await;
        if !task.is_finished() {
            let _ = (&mut *task).await;
        }
    }

    fn say(&self, order: Order) {
        // The task ends with the queue alone.
        let _ = self.orders.send(order);
    }
}

impl Item {
    /// Whether nothing more happens with it unless somebody does something.
    pub fn is_at_rest(&self) -> bool {
        !self.is_running && self.download.state != DownloadState::Waiting
    }
}
