//! Stage nine: who made the release: what stands after the last dash, in a bracket, or at the end of the technical words.

mod bracketed;
mod dashed;
mod last;
mod words;

use crate::{
    reader::Reader,
    rule::{Rule, ask_whole},
};

/// A dash says group most surely, and what a group is called in its own subtitles' bracket. A leading bracket comes before the
/// other places at the end, since a fansub group's name stands there and its files may end in any word.
pub(crate) const GROUPS: &[Rule<()>] = &[
    Rule {
        name: "group at the end",
        examples: ["Sintel.2010.1080p.BluRay.x264-OPEN", "Blue Meadow S01E02 720p HDTV x264-GRP.mkv"],
        read: dashed::after_dash,
    },
    Rule {
        name: "group beside its subtitles",
        examples: ["Sintel 2010 [Grp] [Web][MKV][Softsubs (Grp)]", "Blue Meadow S01 [BD][1080p][Hardsubs (Q-rp)].mkv"],
        read: bracketed::beside_subtitles,
    },
    Rule {
        name: "group in the first bracket",
        examples: ["[Grp] Blue Meadow - 05 [720p].mkv", "[Open Subs] Sintel (2010) [1080p].mkv"],
        read: bracketed::in_first_bracket,
    },
    Rule {
        name: "group in the last bracket",
        examples: ["Sintel (2010) (1080p BluRay x265 - Maker) [GRP]", "Blue Meadow S01E02 - Harbour [Grp].mkv"],
        read: bracketed::in_last_bracket,
    },
    Rule {
        name: "group at the end of a technical bracket",
        examples: [
            "Sintel (2010) (1080p BluRay x265 AAC 5.1 Maker)",
            "Sintel (2010) [2160p x265 10bit HDR - Maker].mkv",
        ],
        read: bracketed::in_technical_bracket,
    },
    Rule {
        name: "group after by",
        examples: ["Blue Meadow S01E02 [H264 - Ita Aac] HDTVMux by Maker", "Blue Meadow 1080p x265 par Two_Makers.mkv"],
        read: last::after_by,
    },
    Rule {
        name: "group after the last dot",
        examples: ["Sintel.2010.1080p.BluRay.H.264.GRP.mkv", "Blue.Meadow.S01E02.720p.WEB-DL.AAC2.0.Grp"],
        read: last::after_dot,
    },
    Rule {
        name: "group after the only underscore",
        examples: ["Sintel.2010.1080p.BluRay.x264.AC3_MaKER.mkv", "Blue Meadow x264-1080p Multi BluRay_MAKERS.mkv"],
        read: last::after_underscore,
    },
    Rule {
        name: "group after technical words",
        examples: ["Sintel 2010 HDTV x264 AC3 MaKER", "Blue Meadow S01 720p HEVC Sub Ita MKCrew"],
        read: last::after_technical,
    },
];

pub(crate) fn group(reader: &mut Reader<'_>) {
    ask_whole(reader, GROUPS);
}
