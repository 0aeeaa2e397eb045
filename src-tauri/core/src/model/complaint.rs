//! What a person said was wrong with a file.

/// What is wrong with a file that a title was played from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complaint {
    WrongEpisode,
    NoSound,
    WrongLanguage,
    /// It stops again and again to load.
    Buffers,
}

impl Complaint {
    pub const ALL: [Self; 4] = [Self::WrongEpisode, Self::NoSound, Self::WrongLanguage, Self::Buffers];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::WrongEpisode => "wrong_episode",
            Self::NoSound => "no_sound",
            Self::WrongLanguage => "wrong_language",
            Self::Buffers => "buffers",
        }
    }

    /// Returns whether it holds for all episodes of the torrent, and not for the one file alone.
    pub fn is_of_all(self) -> bool {
        matches!(self, Self::WrongLanguage | Self::Buffers)
    }

    /// Returns the words shown to people.
    pub fn words(self) -> &'static str {
        match self {
            Self::WrongEpisode => "you said: wrong episode or film",
            Self::NoSound => "you said: no sound",
            Self::WrongLanguage => "you said: wrong language",
            Self::Buffers => "you said: keeps loading",
        }
    }
}
