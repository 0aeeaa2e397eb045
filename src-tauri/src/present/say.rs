//! The core's reasons as texts with a code: the page says them in the person's language.

use perihelion_core::line::{LineShare, megabits};
use perihelion_core::model::{HiddenReason, RankReason, Reason};
use perihelion_core::pipeline::select::{Refusal, Scheme};
use perihelion_core::sources::DropReason;

use crate::wire::Say;

impl Say {
    pub(crate) fn new(code: &str, text: impl Into<String>) -> Self {
        Self { code: code.to_owned(), text: text.into(), value: None }
    }

    pub(crate) fn value(mut self, value: &impl ToString) -> Self {
        self.value = Some(value.to_string());
        self
    }
}

pub(crate) fn rank(reason: &RankReason) -> Say {
    let said = |code| Say::new(code, reason.words());
    match reason {
        RankReason::Cached => said("cached"),
        RankReason::NotCached => said("notCached"),
        RankReason::OpensElsewhere => said("opensElsewhere"),
        RankReason::InCloud => said("inCloud"),
        RankReason::WorkedHere { days } => said("workedHere").value(days),
        RankReason::FailedHere(_) => said("failedHere"),
        RankReason::Complained(complaint) => said("complained").value(&complaint.as_str()),
        RankReason::LikelyRefused(_) => said("likelyRefused"),
        RankReason::FileFound => said("fileFound"),
        RankReason::FileMissing => said("fileMissing"),
        RankReason::TheFilm => said("theFilm"),
        RankReason::ExactEpisode => said("exactEpisode"),
        RankReason::SeasonPack => said("seasonPack"),
        RankReason::SeriesPack => said("seriesPack"),
        RankReason::SaysOtherwise => said("saysOtherwise"),
        RankReason::AnotherTitle => said("anotherTitle"),
        RankReason::LongerTitle => said("longerTitle"),
        RankReason::Preferred(what) => said("preferred").value(what),
        RankReason::OtherLanguages => said("otherLanguages"),
        RankReason::OnlyIn(codes) => said("onlyIn").value(codes),
        RankReason::FitsLine(Some(share)) | RankReason::OverLine(Some(share)) => line(*share),
        RankReason::FitsLine(None) => said("fitsLine"),
        RankReason::OverLine(None) => said("overLine"),
        RankReason::SavesData => said("savesData"),
        RankReason::NeedsData => said("needsData"),
        RankReason::SameRelease => said("sameRelease"),
        RankReason::Resolution(resolution) => said("resolution").value(resolution),
        RankReason::Quality(quality) => said("quality").value(quality),
        RankReason::Hdr(kind) => said("hdr").value(kind),
        RankReason::PoorCopy => said("poorCopy"),
        RankReason::TooSmallToBeTrue => said("tooSmallToBeTrue"),
        RankReason::TooLargeForLength => said("tooLargeForLength"),
        RankReason::NotVideo => said("notVideo"),
        RankReason::NotAired => said("notAired"),
        RankReason::VeryLarge => said("veryLarge"),
        RankReason::Seeders(count) => said("seeders").value(count),
        RankReason::Hidden(why) => hidden(*why),
    }
}

/// A bit rate beside the line. The value has both in megabits, with a `/` between.
pub(crate) fn line(share: LineShare) -> Say {
    let code = if share.fits() { "fitsLine" } else { "overLine" };
    Say::new(code, share.words()).value(&format!("{}/{}", megabits(share.bits), megabits(share.line)))
}

pub(crate) fn file(reason: Reason) -> Say {
    let code = match reason {
        Reason::ExactEpisode => "exactEpisode",
        Reason::MultiEpisode => "multiEpisode",
        Reason::EpisodeOnly => "episodeOnly",
        Reason::ExactName => "exactName",
        Reason::Alias => "alias",
        Reason::Title => "title",
        Reason::Index => "index",
        Reason::Size => "size",
        Reason::Absolute => "absolute",
        Reason::AirDate => "airDate",
        Reason::OnlyFile => "onlyFile",
        Reason::Film => "film",
        Reason::Year => "year",
        Reason::Version => "version",
        Reason::Remembered => "remembered",
        Reason::Taught => "taught",
        Reason::NoSeason => "noSeason",
        Reason::Sample => "sample",
        Reason::Extra => "extra",
        Reason::Special => "special",
        Reason::OtherTitle => "otherTitle",
        Reason::OtherYear => "otherYear",
        Reason::WrongSeason => "wrongSeason",
        Reason::OtherPart => "otherPart",
        Reason::LongerTitle => "longerTitle",
        Reason::UnprovenSeason => "unprovenSeason",
        Reason::TooSmall => "tooSmall",
        Reason::LaterPart => "laterPart",
        Reason::NoLink => "noLink",
    };
    Say::new(code, reason.words())
}

pub(crate) fn refusal(refusal: Refusal) -> Say {
    match refusal {
        Refusal::For(reason) => file(reason),
        Refusal::NothingFits => Say::new("nothingFits", refusal.words()),
    }
}

pub(crate) fn scheme(scheme: Scheme) -> Say {
    let code = match scheme {
        Scheme::PerSeason => "perSeason",
        Scheme::Running => "running",
        Scheme::Seasonless => "seasonless",
        Scheme::Compact => "compact",
        Scheme::Dates => "dates",
    };
    Say::new(code, scheme.words())
}

pub(crate) fn hidden(reason: HiddenReason) -> Say {
    let code = match reason {
        HiddenReason::CinemaRecording => "cinemaRecording",
        HiddenReason::ThreeD => "threeD",
        HiddenReason::Pack => "isPack",
        HiddenReason::Resolution => "resolutionOut",
        HiddenReason::Language => "languageMissing",
        HiddenReason::Codec => "codecOut",
        HiddenReason::Hdr => "hdrOut",
        HiddenReason::TooSmall => "sizeSmall",
        HiddenReason::TooLarge => "tooLarge",
        HiddenReason::LowBitrate => "bitrateLow",
        HiddenReason::HighBitrate => "bitrateHigh",
        HiddenReason::LacksText => "mustMatch",
        HiddenReason::ForbiddenText => "mustNotMatch",
    };
    Say::new(code, reason.words())
}

pub(crate) fn dropped(reason: DropReason) -> Say {
    let code = match reason {
        DropReason::Title => "otherName",
        DropReason::Year => "ofOtherYear",
        DropReason::Season => "season",
        DropReason::Episode => "episode",
        DropReason::Extra => "extras",
        DropReason::Private => "private",
        DropReason::Adult => "adult",
        DropReason::Trash => "trash",
        DropReason::V2Only => "v2Only",
        DropReason::NoHash => "noHash",
        DropReason::FileOnly => "fileOnly",
        DropReason::DebridOnly => "debridOnly",
        DropReason::Notice => "notice",
        DropReason::Unreadable => "unreadable",
    };
    Say::new(code, reason.words())
}
