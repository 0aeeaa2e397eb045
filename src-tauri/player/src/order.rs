//! What passes between the app and a player that runs: orders to it, and what is heard from it. Plain values.

use std::path::PathBuf;

use perihelion_core::model::Complaint;
use tokio::sync::{mpsc, oneshot};

use crate::heard::Position;
use crate::now::Now;
use crate::queue::{Item, Queue};

/// What a player is told to do.
#[derive(Debug)]
pub(crate) enum Order {
    Pause(bool),
    /// To so many seconds from the start.
    Seek(f64),
    /// Percent.
    Volume(f64),
    Audio(i64),
    /// `None` shows none.
    Subtitle(Option<i64>),
    /// Adds subtitles to the file that plays, and shows them.
    AddSubtitle(Box<AddedSubtitle>),
    /// Plays these instead. Answers whether the first was taken.
    Load(Queue, oneshot::Sender<bool>),
    /// Plays it after the last item.
    Append(Box<Item>),
    /// Keeps only so many items, from the first on.
    Withdraw(usize),
    /// Goes on to the item after the one that plays.
    Forward,
    /// A text over the film with keys that answer it; `None` takes both away.
    Card(Option<Card>),
    Stop,
}

/// A text over the film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Card {
    /// As ASS.
    pub(crate) text: String,
    pub(crate) keys: Keys,
}

/// A file of subtitles beside the film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AddedSubtitle {
    pub(crate) path: PathBuf,
    /// Shown in the player's list.
    pub(crate) title: String,
    pub(crate) language: String,
}

/// Which keys answer a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keys {
    /// Enter and N: the next one; Escape: stay.
    Next,
    /// Tab: skip; Escape: watch it.
    Skip,
    /// The numbers from 1 on: what was wrong, in the order of [`Complaint::ALL`]; Escape: nothing.
    Complain,
}

/// What is heard from a player.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Told {
    Now(Now),
    /// A position worth writing down, with its item's number.
    Position(usize, Position),
    /// The item of this number came to its end.
    Ended(usize),
    /// The person answered the card.
    Pressed(Key),
    /// It was given something else; what is told from now on is about that.
    Anew,
    /// It plays what somebody else gave it.
    Left,
    /// It has ended.
    Gone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// The next one now.
    Next,
    /// No next one.
    Stay,
    /// On behind the opening, or what else it is.
    Skip,
    /// It is not to be skipped.
    Watch,
    /// Another release of the same.
    Another,
    /// What was wrong with the release before; `None` is nothing.
    Wrong(Option<Complaint>),
}

pub(crate) type Orders = mpsc::UnboundedReceiver<Order>;
pub(crate) type Telling = mpsc::UnboundedSender<Told>;
