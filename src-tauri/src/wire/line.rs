//! What the person's line carries.

use serde::Serialize;
use ts_rs::TS;

/// What is known of the person's line.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LineView {
    /// Bits a second: what was typed, else what was measured; null until either is known.
    #[ts(type = "number | null")]
    pub bits: Option<u64>,
    /// The latest first.
    pub measured: Vec<MeasuredLine>,
    /// A link is at hand by which it can be measured.
    pub measurable: bool,
}

/// What a host sent when it was measured.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MeasuredLine {
    pub host: String,
    /// Bits a second.
    #[ts(type = "number")]
    pub bits: u64,
    /// RFC 3339, UTC.
    pub at: String,
}

/// What came of measuring the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LineMeasure {
    Measured,
    /// Something plays or is downloaded.
    InUse,
    /// Too little came from the host to tell.
    TooLittle,
    /// No link is at hand.
    NoLink,
}
