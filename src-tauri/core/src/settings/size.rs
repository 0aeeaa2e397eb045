//! How large everything in the window is drawn.

use serde::{Deserialize, Serialize};

/// A size in percent, 80 to 200; 100 is what the system gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Size(u16);

#[derive(Debug, thiserror::Error)]
#[error("a size is 80 to 200 percent, not {0}")]
pub struct BadSize(u16);

impl Size {
    /// Returns the factor by which everything is enlarged.
    pub fn factor(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl Default for Size {
    fn default() -> Self {
        Self(100)
    }
}

impl TryFrom<u16> for Size {
    type Error = BadSize;

    fn try_from(percent: u16) -> Result<Self, BadSize> {
        if (80..=200).contains(&percent) { Ok(Self(percent)) } else { Err(BadSize(percent)) }
    }
}

impl From<Size> for u16 {
    fn from(size: Size) -> Self {
        size.0
    }
}
