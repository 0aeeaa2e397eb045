//! Which subtitles fit a file, and their text made fit for players. Pure: it asks nobody and reads no file.

mod beside;
mod choose;
mod clean;
mod decode;
mod hash;
mod packed;
mod srt;
mod text;
mod times;
mod timing;

pub use beside::{Beside, beside};
pub use choose::{Cut, Fit, Offered, Ranked, Reason, Wishes, rank};
pub use clean::{Form, clean};
pub use decode::{Decoded, MOST_BYTES, Undecodable, decode};
pub use hash::{HASHED, hash};
pub use text::{Text, Unfit, read};
pub use times::{Cue, Kind, shifted};
pub use timing::{Timing, timing};
