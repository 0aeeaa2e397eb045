//! How a file contradicts what was promised of it.

use std::fmt;

/// A contradiction between a file and what its names, the catalogue or the person's wishes promise. Languages are codes as
/// [`media_file::Audio`] has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// There is no video track.
    NoPicture,
    /// It is far shorter than the film or episode.
    Length { found_s: u64, expected_min: u32 },
    /// The picture is smaller than the name says.
    Resolution { promised: String, width: u32, height: u32 },
    /// None of its sound is in a language that was promised and wished.
    Language { wished: String, found: Vec<String> },
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPicture => f.write_str("it has no picture"),
            Self::Length { found_s, expected_min } => {
                write!(f, "it is {} long, not {expected_min} min", length(*found_s))
            }
            Self::Resolution { promised, width, height } => write!(f, "it is {width}×{height}, not {promised}"),
            Self::Language { wished, found } => write!(f, "its sound is in {}, not in {wished}", found.join(", ")),
        }
    }
}

/// Returns `3 min` or `20 s`.
pub fn length(seconds: u64) -> String {
    if seconds < 90 { format!("{seconds} s") } else { format!("{} min", (seconds + 30) / 60) }
}
