//! Who chose a file.

/// Who chose a file. The more of it the person chose, the less is held against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChosenBy {
    App,
    /// The person chose this release and no other.
    Release,
    /// The person chose this very file.
    File,
}

impl ChosenBy {
    const ALL: [Self; 3] = [Self::App, Self::Release, Self::File];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Release => "release",
            Self::File => "file",
        }
    }

    /// Reads what [`Self::as_str`] wrote. What another version wrote is held to least.
    pub fn of(text: &str) -> Self {
        Self::ALL.into_iter().find(|by| by.as_str() == text).unwrap_or(Self::File)
    }
}
