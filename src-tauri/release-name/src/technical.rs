//! Stage one: what is certain. The file extension, sites, checksums, sizes, and the words of `vocabulary`: resolution, source,
//! codecs, audio, languages, editions. What it claims, the later stages no longer see as numbers or title. Stage six, `late`,
//! adds the ordinary words among them.

mod amount;
mod code;
mod edges;
mod extra;
mod glued;
mod late;
mod phrase;
mod picture;
mod sound;
mod spoken;
mod written;

pub(crate) use edges::{CHECKSUMS, EXTENSION, SITE_BEFORE, SITES, container};
pub(crate) use extra::EXTRAS;
pub(crate) use late::{AFTERWARDS, NUMBERS, SOURCES, WORDS, late};
pub(crate) use written::LANGUAGES;

use crate::{
    reader::{Kind, Reader},
    rule::{Group, Rule, ask_whole, scan},
};

/// The words that mean the same wherever they stand. A phrase of the vocabulary comes first, since `HDR10` and `2ch` are words
/// of it and not heights or amounts. Amounts precede heights (`1080kbps`), and a plain height precedes one with a word before
/// it. A sound format with a digit comes last of the glued ones: what its digits mean depends on none of the others fitting.
pub(crate) const SURE: &[Group] = &[
    Group {
        on: Kind::KNOWN,
        rules: &[
            Rule {
                name: "word of one meaning",
                examples: ["Blue.Meadow.2019.BluRay.x264-GRP.mkv", "Blue Meadow - 05 [WEB-DL]"],
                read: phrase::sure,
            },
            Rule {
                name: "counted collection",
                examples: ["Blue Meadow Complete 13 Movie Collection", "All 8 Movies Blue Meadow 1080p"],
                read: phrase::counted_collection,
            },
            Rule {
                name: "site by its name",
                examples: ["Sintel.2010.1080p.x264-OPEN[rarbg].mkv", "Blue Meadow S01 720p x264 OPEN ORARBG"],
                read: edges::site_by_name,
            },
        ],
    },
    Group {
        on: Kind::DIGITS,
        rules: &[
            Rule {
                name: "width and height apart",
                examples: ["Blue Meadow - 05 [1920×1080].mkv", "Sintel (2010) 1280 x 544.mkv"],
                read: picture::size_apart,
            },
            Rule {
                name: "height apart",
                examples: ["Sintel 2010 1080 p BluRay.mkv", "Blue Meadow S01E02 720 p.mkv"],
                read: picture::height_apart,
            },
            Rule {
                name: "channels",
                examples: ["Sintel 2010 [AAC Stereo 2.0].mkv", "Blue.Meadow.S01E02.1080p.5.1.mkv"],
                read: sound::channels_apart,
            },
            Rule {
                name: "number and unit",
                examples: ["Sintel 2010 700 MB.mkv", "Blue Meadow S01E02 192 kbps.mkv"],
                read: amount::apart,
            },
            Rule {
                name: "decimal number and unit",
                examples: ["Sintel 2010 1.4GB.mkv", "Blue.Meadow.S01E02.4.37GB.mkv"],
                read: amount::decimal,
            },
            Rule {
                name: "height alone in a bracket",
                examples: ["[Grp] Blue Meadow - 05 [720].mkv", "Sintel (2010) (1080).mkv"],
                read: picture::height_in_bracket,
            },
        ],
    },
    Group {
        on: Kind::MIXED,
        rules: &[
            Rule {
                name: "number with its unit",
                examples: ["Sintel 2010 700MB.mkv", "Blue Meadow S01E02 60fps 320kbps.mkv"],
                read: amount::glued,
            },
            Rule {
                name: "misspelt height",
                examples: ["Sintel.2010.1o8op.mkv", "Blue.Meadow.S01E02.72op.1O80p.mkv"],
                read: picture::misspelt_height,
            },
            Rule {
                name: "height",
                examples: ["Sintel.2010.1080p.mkv", "Blue Meadow - 05 [576i].mkv"],
                read: picture::height,
            },
            Rule {
                name: "width and height",
                examples: ["Blue Meadow - 05 [1920x1080].mkv", "Sintel.2010.1280x544.mkv"],
                read: picture::size,
            },
            Rule {
                name: "source and codec",
                examples: ["Blue.Meadow.S01E02.HDTVx264-GRP", "Blue.Meadow.S01E02.WEB-DLx264-GRP"],
                read: glued::codec,
            },
            Rule {
                name: "word and height",
                examples: ["Sintel.2010.BluRay1080p.mkv", "Blue.Meadow.S01E02.WEBRip720p.mkv"],
                read: glued::height,
            },
            Rule {
                name: "sound format several times",
                examples: ["Blue Meadow - 05 [FLACx2].mkv", "Sintel 2010 1080p AACx3.mkv"],
                read: glued::times,
            },
            Rule {
                name: "unnamed sound format and channels",
                examples: ["Sintel.2010.1080p.MA5.1.mkv", "Blue.Meadow.S01E02.1080p.WEB-DL.DA5.1.mkv"],
                read: glued::unnamed_sound,
            },
            Rule {
                name: "sound format and channels",
                examples: ["Sintel.2010.1080p.DDP5.1.mkv", "Blue.Meadow.S01E02.AAC2.0.x264.mkv"],
                read: glued::sound,
            },
            Rule {
                name: "sound format and channels without a dot",
                examples: ["Sintel.2010.1080p.DD51.mkv", "Blue.Meadow.S01E02.AAC20.x264.mkv"],
                read: glued::packed_sound,
            },
            Rule {
                name: "discs",
                examples: ["Sintel.2010.2xDVD9-GRP", "Blue.Meadow.S01.3xDVD5.PAL"],
                read: glued::discs,
            },
        ],
    },
];

/// Marks everything that means the same wherever it stands.
pub(crate) fn sure(reader: &mut Reader<'_>) {
    edges::extension(reader);
    ask_whole(reader, SITE_BEFORE);
    scan(reader, SITES);
    scan(reader, CHECKSUMS);
    scan(reader, SURE);
}
