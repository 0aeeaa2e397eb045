//! Stage three: numbers with a word or a form that says what they count: `S01E02`, `1x02`, `Season 2`, `Episode 5`,
//! `Сезон 1. Серия 05`, `第05集`, `5of6`, and the lists and ranges that continue them.
//!
//! Below the rules lie `word` (what a word says by its form), `link` (what continues a statement) and `statement` (how a
//! season or episode is told), each of which knows only those before it. `season_word` uses the lists of `season_token`.

mod crossed;
mod episode;
mod full;
mod link;
mod season_token;
mod season_word;
mod sign;
mod special;
mod statement;
mod total;
mod word;

use crate::{
    reader::{Kind, Reader},
    rule::{Group, Rule, ask_at, ask_whole, scan, scan_for_first},
};

/// In one word, forms that state a season and an episode come before those that state one, and a part of a total comes last;
/// seasons told by their first and last episode come before one episode of them, and a special of a season before seasons in
/// a row, which are written alike.
/// At a season word, what stands before the word comes first (`2nd Season 05`: 5 is no season); a whole list
/// comes before its first number, and every season before a number of them. At an episode word, `Cap.103`,
/// half episodes and ranges come before the single number that each of them begins with. At a number, a total comes before an
/// episode, since both have the same sign.
pub(crate) const NUMBERS: &[Group] = &[
    Group {
        on: Kind::MIXED,
        rules: &[
            Rule {
                name: "another season and episode",
                examples: ["Blue.Meadow.S01E02.S03E09.720p.mkv", "Blue Meadow S02E05 (S01E17) 720p.mkv"],
                read: full::another,
            },
            Rule {
                name: "seasons from an episode to another",
                examples: ["Blue.Meadow.S01E01-S03E10.1080p", "Blue Meadow S01E01 - S02E12 720p"],
                read: full::seasons,
            },
            Rule {
                name: "season and episode",
                examples: ["Blue.Meadow.S01E02.1080p.mkv", "Blue Meadow - S02E11-E12v2.mkv"],
                read: full::full,
            },
            Rule {
                name: "season and episode in words without a space",
                examples: ["Blue Meadow Season1Episode5.avi", "blue.meadow.temporada2capitulo11.avi"],
                read: full::worded,
            },
            Rule {
                name: "crossed, whole season",
                examples: ["Blue Meadow 2xAll DVDRip", "Blue.Meadow.3xALL.HDTV"],
                read: crossed::whole_season,
            },
            Rule {
                name: "crossed, a day",
                examples: ["Blue.Meadow.2016x03.12.HDTV.mkv", "Blue Meadow 2014x10.31.mkv"],
                read: crossed::day,
            },
            Rule {
                name: "crossed season and episode",
                examples: ["Blue Meadow 2x05.avi", "Blue.Meadow.1x02x03.HDTV.mkv"],
                read: crossed::crossed,
            },
            Rule {
                name: "crossed on a word",
                examples: ["Blue.Meadow1x05.HDTV.XviD.avi", "The Meadow2x11 DVDRip.avi"],
                read: crossed::glued,
            },
            Rule {
                name: "special of a season",
                examples: ["Blue Meadow S01OVA04 1080p.mkv", "Blue Meadow - S02SP1.mkv"],
                read: special::of_season,
            },
            Rule {
                name: "special beside a season",
                examples: ["[Grp] Blue Meadow - S02S05.mkv", "Blue.Meadow.S01S03.1080p"],
                read: special::beside_season,
            },
            Rule {
                name: "extra episode",
                examples: ["[Grp] Blue Meadow - EX01 [BD 720p].mkv", "[Grp][Blue Meadow][EX02][1080p].mkv"],
                read: special::extra_episode,
            },
            Rule {
                name: "opening or ending in a version",
                examples: ["[Grp] Blue Meadow - EDv2 [1080p].mkv", "[Grp] Blue Meadow - NCOP1v3 [BD].mkv"],
                read: special::theme,
            },
            Rule {
                name: "seasons in a row",
                examples: ["Blue.Meadow.S01S02S03.1080p", "Blue Meadow s1s2 DVDRip"],
                read: season_token::row,
            },
            Rule {
                name: "season and part in one word",
                examples: ["Blue Meadow S02P02 1080p WEBRip", "[Grp] Blue Meadow S3P1 - 05 [1080p].mkv"],
                read: season_token::part,
            },
            Rule {
                name: "season in one word",
                examples: ["Blue.Meadow.S03.1080p.WEB-DL", "Blue Meadow S01-S04 Complete"],
                read: season_token::token,
            },
            Rule {
                name: "season in short before an episode",
                examples: ["Blue Meadow T2 Cap.05.avi", "Blue Meadow Sn4 Ep14 HDTV"],
                read: season_token::temporada,
            },
            Rule {
                name: "episode in one word",
                examples: ["Blue Meadow E05.mkv", "Blue.Meadow.Ep12v2.avi"],
                read: episode::token,
            },
            Rule {
                name: "number of a total in one word",
                examples: ["Blue Meadow 5of6.avi", "Blue.Meadow.Part.2of3.avi"],
                read: total::glued,
            },
        ],
    },
    Group {
        on: Kind::WORD,
        rules: &[Rule {
            name: "opening or ending and its version",
            examples: ["[Grp] Blue Meadow - ED 2v2 [1080p].mkv", "[Grp] Blue Meadow - Opening 1v3 [BD].mkv"],
            read: special::theme_apart,
        }],
    },
    Group {
        on: Kind::KNOWN,
        rules: &[Rule {
            name: "season and episode apart",
            examples: ["Blue Meadow S 03 E 11.mkv", "Blue.Meadow.S.1.EP.4.avi"],
            read: full::apart,
        }],
    },
    Group {
        on: Kind::SEASON_WORD,
        rules: &[
            Rule {
                name: "ordinal before season",
                examples: ["Blue Meadow 2nd Season - 05.mkv", "Blue Meadow 1ª a 7ª Temporada 720p"],
                read: season_word::ordinal,
            },
            Rule {
                name: "ordinal word before season",
                examples: ["Blue Meadow Second Season - 05.mkv", "Blue Meadow The Complete Third Season 720p"],
                read: season_word::ordinal_word,
            },
            Rule {
                name: "ordinal with a dash before season",
                examples: ["Синий луг 5-й сезон", "Blue Meadow 3-th Season 720p"],
                read: season_word::dashed_ordinal,
            },
            Rule {
                name: "range before season",
                examples: ["Blue Meadow 1-4 temporada 720p", "Синий луг 1-3 сезон"],
                read: season_word::range_before,
            },
            Rule {
                name: "season and number",
                examples: ["Blue Meadow Season 2 1080p", "Blue Meadow Seasons 1-3 & 5 DVDRip"],
                read: season_word::number,
            },
            Rule {
                name: "season and ordinal",
                examples: ["Blue Meadow Season 2nd 720p", "Blue Meadow Season 2of8 DVDRip"],
                read: season_word::ordinal_after,
            },
            Rule {
                name: "season and number word",
                examples: ["Blue Meadow Season Two 720p", "Blue.Meadow.Season.III.DVDRip"],
                read: season_word::spelled,
            },
            Rule {
                name: "every season",
                examples: ["Blue Meadow All Seasons 720p", "Blue.Meadow.Complete.Seasons.DVDRip"],
                read: season_word::every,
            },
            Rule {
                name: "number of seasons",
                examples: ["Blue Meadow All 8 Seasons 720p", "Blue Meadow Complete 3 Seasons DVDRip"],
                read: season_word::first_so_many,
            },
            Rule {
                name: "number before season",
                examples: ["Синий луг 2 сезон", "Blue Meadow 3 Temporada 720p"],
                read: season_word::number_before,
            },
            Rule {
                name: "season word before its tag",
                examples: ["Blue Meadow Season S01-S07 720p", "Blue.Meadow.Season.S02.1080p"],
                read: season_word::before_tag,
            },
        ],
    },
    Group {
        on: Kind::EPISODE_WORD,
        rules: &[
            Rule {
                name: "season and episode in a bracket before both in one number",
                examples: ["Blue Meadow [2.10] Episode 210.avi", "Blue Meadow [1.04] Episode 104 720p.mkv"],
                read: episode::boxed,
            },
            Rule {
                name: "season and episode in one chapter number",
                examples: ["Blue Meadow [Cap.205].avi", "Blue.Meadow.Cap.112_114.HDTV.avi"],
                read: episode::chapter,
            },
            Rule {
                name: "half episode after its word",
                examples: ["Blue Meadow Episode 12.5.mkv", "Blue Meadow Ep 6.5 720p.mkv"],
                read: episode::half,
            },
            Rule {
                name: "season and episode with a dot after episode",
                examples: ["Blue Meadow Ep 2.05.mkv", "Blue Meadow Episode 1.12 720p.mkv"],
                read: episode::dotted,
            },
            Rule {
                name: "episodes through a spaced dash",
                examples: ["Blue Meadow Episodes 1 - 12 720p", "Синий луг Серии 1 - 8"],
                read: episode::range,
            },
            Rule {
                name: "so many episodes of a total",
                examples: ["Синий луг серии 5 из 12", "Синий луг (серии 8 из 24) 720p"],
                read: episode::first_so_many,
            },
            Rule {
                name: "episode and number",
                examples: ["Blue Meadow Episode 5.mkv", "Синий луг Серия 05.avi"],
                read: episode::number,
            },
            Rule {
                name: "episode and Roman number",
                examples: ["[Grp] Blue Meadow Episode XII [720p].mkv", "Blue Meadow - Episode IV.avi"],
                read: episode::roman,
            },
        ],
    },
    Group {
        on: Kind::DIGITS,
        rules: &[
            Rule {
                name: "crossed with spaces",
                examples: ["Blue Meadow 1 x 05.avi", "Blue Meadow 2 × 11 - The Mill.avi"],
                read: crossed::apart,
            },
            Rule {
                name: "total with a sign",
                examples: ["蓝色草地 全12集 1080p", "蓝色草地 更新至05集"],
                read: sign::total,
            },
            Rule {
                name: "episode with a sign",
                examples: ["蓝色草地 第05集.mp4", "Blue Meadow 05話 [720p].mkv"],
                read: sign::episode,
            },
            Rule {
                name: "season with a sign",
                examples: ["蓝色草地 第2季 1080p", "Blue Meadow 3期 [720p]"],
                read: sign::season,
            },
            Rule {
                name: "number before episode",
                examples: ["Синий луг 09-я серия.avi", "Blue Meadow 79.Bölüm.mp4"],
                read: sign::before_word,
            },
            Rule {
                name: "number of a total",
                examples: ["Blue Meadow 01 of 24.mkv", "Синий луг 3 из 10.avi"],
                read: total::apart,
            },
        ],
    },
    Group {
        on: Kind::CJK,
        rules: &[
            Rule {
                name: "season after its Korean sign",
                examples: ["푸른초원시즌 2.mp4", "푸른초원시즌3 720p.mp4"],
                read: sign::korean_season,
            },
            Rule {
                name: "season in a run of characters",
                examples: ["蓝色草地第二季.mp4", "[Grp] 蓝色草地第三季 [1080p]"],
                read: sign::inner_season,
            },
            Rule {
                name: "episode in a run of characters",
                examples: ["蓝色草地第五集.mp4", "蓝色草地第十二话 720p.mp4"],
                read: sign::inner_episode,
            },
        ],
    },
];

/// Asked at the first token of a file's name that a bracket opens before.
pub(crate) const FIRST: &[Group] = &[Group {
    on: Kind::DIGITS,
    rules: &[Rule {
        name: "season and episode in the first bracket",
        examples: ["[2.05] The Mill.avi", "[3.12] Blue Meadow.mkv"],
        read: crossed::in_first_bracket,
    }],
}];

/// Asked where nothing else names a season: `series` is an ordinary word too.
pub(crate) const BRITISH: &[Group] = &[Group {
    on: Kind::KNOWN,
    rules: &[Rule {
        name: "series for season",
        examples: ["Blue Meadow Series 2 [720p]", "Blue.Meadow.Series.1-3.DVDRip"],
        read: season_word::british_series,
    }],
}];

/// Asked last, where no season is named.
pub(crate) const ONE_SEASON: &[Rule<()>] = &[Rule {
    name: "one season of so many episodes",
    examples: ["Blue.Meadow.5of9.The.Mill.DVDRip.x264-GRP", "Blue.Meadow.1of4.720p.HDTV.x264-GRP"],
    read: total::one_season,
}];

pub(crate) fn numbers(reader: &mut Reader<'_>) {
    if reader.is_file && reader.text.starts_with('[') {
        ask_at(reader, FIRST, 0, 0);
    }
    scan(reader, NUMBERS);
    if reader.so_far().seasons.is_empty() {
        scan_for_first(reader, BRITISH);
        ask_whole(reader, ONE_SEASON);
    }
}
