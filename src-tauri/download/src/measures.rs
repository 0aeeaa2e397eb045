//! How much is done at once and how patiently, and how far it is. Values only.

use std::time::Duration;

/// How much at once, and how patiently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measures {
    /// The most connections for one file, where the server answers for parts.
    pub connections: usize,
    /// The bytes one request asks for while there are several connections.
    pub segment: u64,
    /// The most bytes of each connection that are lost when the process is killed.
    pub piece: u64,
    /// How often what has come is kept at least, so that little is lost where it comes slowly.
    pub kept_every: Duration,
    /// The bytes written at once.
    pub block: usize,
    /// The bytes compared in one place to know a file by.
    pub sample: u64,
    /// How long nothing may come.
    pub quiet: Duration,
    /// The wait after a first failure; it doubles with each further one.
    pub wait: Duration,
    /// How often in a row a request may bring nothing before the download ends with an error.
    pub tries: u32,
}

impl Default for Measures {
    fn default() -> Self {
        Self {
            connections: 4,
            segment: 32 << 20,
            piece: 16 << 20,
            kept_every: Duration::from_secs(5),
            block: 512 << 10,
            sample: 64 << 10,
            quiet: Duration::from_secs(30),
            wait: Duration::from_millis(500),
            tries: 6,
        }
    }
}

/// How much of a file is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub bytes: u64,
    /// `None` until the server said it.
    pub length: Option<u64>,
}
