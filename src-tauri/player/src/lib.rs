//! The person's own player, driven as if it were built in: found, started, followed, spoken to; what it plays next, and which tracks.
//! No Tauri, no window: the shell and the command line stand on it alike.

pub mod about;
mod card;
mod confined;
pub mod find;
pub mod fitting;
pub mod found;
mod headers;
mod heard;
#[cfg(any(target_os = "linux", windows))]
pub mod media;
mod mpv;
pub mod next;
pub mod now;
pub mod on_disk;
mod order;
pub mod playback;
mod prepared;
mod queue;
mod session;
mod spoken;
mod text;
mod tracks;
mod vlc;

pub use about::{About, Link};
pub use card::Tongue;
pub use playback::{Control, OutsideState, OutsideSubtitle, PlayError, Playback, Playing, Stage, Upcoming, Ways};
pub use prepared::{Intent, Row, RowId};
pub use queue::PlayerError;
pub use session::{Programs, plain_programs};
