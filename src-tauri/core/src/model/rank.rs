//! The rank of a row, with its terms as reasons.

use std::borrow::Cow;

use super::Complaint;
use crate::line::LineShare;

/// What a torrent holds, as far as its name tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Only the film or episode wanted.
    Single,
    /// Several episodes, such as a season.
    Pack,
    #[default]
    Unknown,
}

/// Why a row is hidden. The variants stand in the order they are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HiddenReason {
    CinemaRecording,
    ThreeD,
    Pack,
    Resolution,
    Language,
    Codec,
    Hdr,
    TooSmall,
    TooLarge,
    LowBitrate,
    HighBitrate,
    LacksText,
    ForbiddenText,
}

impl HiddenReason {
    /// Returns the words shown to people.
    pub fn words(self) -> &'static str {
        match self {
            Self::CinemaRecording => "recorded in a cinema",
            Self::ThreeD => "3D",
            Self::Pack => "not a single episode",
            Self::Resolution => "resolution not wanted",
            Self::Language => "other languages",
            Self::Codec => "codec not wanted",
            Self::Hdr => "HDR not wanted",
            Self::TooSmall => "too small",
            Self::TooLarge => "too large",
            Self::LowBitrate => "bitrate too low",
            Self::HighBitrate => "bitrate too high",
            Self::LacksText => "name lacks a wanted text",
            Self::ForbiddenText => "name has an unwanted text",
        }
    }
}

/// A rank: a higher score is better. The reasons are the terms that make it up, the strongest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rank {
    pub value: f64,
    pub reasons: Vec<RankReason>,
    pub scope: Scope,
    /// Why the preferences hide the row.
    pub hidden: Option<HiddenReason>,
}

/// A term of the rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RankReason {
    Cached,
    NotCached,
    /// It is no file but a page, which the browser opens.
    OpensElsewhere,
    /// The service listed the files, and the one wanted is among them.
    FileFound,
    /// The service listed the files, and the one wanted is not among them.
    FileMissing,
    TheFilm,
    ExactEpisode,
    SeasonPack,
    SeriesPack,
    /// The name states another season, episode or year.
    SaysOtherwise,
    /// Its title is that of another work.
    AnotherTitle,
    /// Its title goes on after the wanted one, as that of another show may.
    LongerTitle,
    /// It has something the person prefers: `1080p`, `TR`.
    Preferred(String),
    /// Its name states languages, and none of those preferred.
    OtherLanguages,
    /// Its name states languages, and the person understands none of them: their codes, with commas between.
    OnlyIn(String),
    /// The person's line carries it. `None` where the length of what plays is not known.
    FitsLine(Option<LineShare>),
    /// It has more bits a second than the person's line carries without a stop.
    OverLine(Option<LineShare>),
    /// It has few bytes, as the person wishes.
    SavesData,
    /// It has more bytes than a good picture needs.
    NeedsData,
    /// It has the group, resolution and source of the episode played before.
    SameRelease,
    Resolution(Cow<'static, str>),
    Quality(&'static str),
    Hdr(&'static str),
    /// It was recorded in a cinema or made from another improper copy.
    PoorCopy,
    /// Far fewer bytes than its resolution and length need.
    TooSmallToBeTrue,
    /// Far more bytes than its length can fill.
    TooLargeForLength,
    /// Its name ends like that of a program or archive.
    NotVideo,
    /// It is offered before the episode aired.
    NotAired,
    VeryLarge,
    Seeders(u32),
    /// The preferences hide it.
    Hidden(HiddenReason),
    /// It is in the person's account already.
    InCloud,
    /// A link was made of it here, so many days ago.
    WorkedHere {
        days: u32,
    },
    /// It was tried on this machine and failed, for this reason.
    FailedHere(String),
    /// The person said what is wrong with it.
    Complained(Complaint),
    /// A service is expected to refuse it by its name, for this reason.
    LikelyRefused(String),
}

impl RankReason {
    /// Returns the words shown to people.
    pub fn words(&self) -> Cow<'_, str> {
        match self {
            Self::Cached => "plays at once".into(),
            Self::NotCached => "not held by the service".into(),
            Self::OpensElsewhere => "opens in the browser".into(),
            Self::FileFound => "the right file is in it".into(),
            Self::FileMissing => "the right file is not in it".into(),
            Self::TheFilm => "the film".into(),
            Self::ExactEpisode => "exactly this episode".into(),
            Self::SeasonPack => "season pack".into(),
            Self::SeriesPack => "series pack".into(),
            Self::SaysOtherwise => "its name says something else".into(),
            Self::AnotherTitle => "another title".into(),
            Self::LongerTitle => "a longer title, perhaps another show".into(),
            Self::Preferred(what) => format!("{what}, as you prefer").into(),
            Self::OtherLanguages => "in other languages".into(),
            Self::OnlyIn(codes) => format!("only in {}", codes.to_ascii_uppercase().replace(',', ", ")).into(),
            Self::FitsLine(Some(share)) | Self::OverLine(Some(share)) => share.words().into(),
            Self::FitsLine(None) => "fits your line".into(),
            Self::OverLine(None) => "more than your line carries".into(),
            Self::SavesData => "saves data".into(),
            Self::NeedsData => "takes much data".into(),
            Self::SameRelease => "the same release as last time".into(),
            Self::Resolution(resolution) => (&**resolution).into(),
            Self::Quality(quality) => (*quality).into(),
            Self::Hdr(kind) => (*kind).into(),
            Self::PoorCopy => "poor copy".into(),
            Self::TooSmallToBeTrue => "too small to be true".into(),
            Self::TooLargeForLength => "too large for its length".into(),
            Self::NotVideo => "a program, not a video".into(),
            Self::NotAired => "not aired yet".into(),
            Self::VeryLarge => "very large".into(),
            Self::Seeders(count) => format!("{count} seeders").into(),
            Self::Hidden(reason) => reason.words().into(),
            Self::InCloud => "already in your cloud".into(),
            Self::WorkedHere { days: 0 } => "worked here today".into(),
            Self::WorkedHere { days: 1 } => "worked here yesterday".into(),
            Self::WorkedHere { days } => format!("worked here {days} days ago").into(),
            Self::Complained(complaint) => complaint.words().into(),
            Self::FailedHere(words) | Self::LikelyRefused(words) => words.into(),
        }
    }
}
