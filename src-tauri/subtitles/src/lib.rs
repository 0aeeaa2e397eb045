//! Which subtitles fit a file, and their text made fit for players. Pure: it asks nobody and reads no file.

mod choose;
mod clean;
mod decode;
mod hash;

pub use choose::{Cut, Fit, Offered, Ranked, Reason, Wishes, rank};
pub use clean::{Form, clean};
pub use decode::{Decoded, MOST_BYTES, Undecodable, decode};
pub use hash::{HASHED, hash};
