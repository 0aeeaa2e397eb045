//! Ordinary words and short codes among technical words.

use smallvec::{SmallVec, smallvec};

use super::{
    code::{cut_off, is_declared, is_group_behind, latin_american},
    extra::{EXTRAS, Place},
    phrase::{disc_first_in_bracket, phrase, some_edition},
    picture,
    spoken::{language_of, language_of_tracks},
    written::LANGUAGES,
};
use crate::{
    name::Field,
    number,
    reader::{Kind, Reader},
    reading::{Reading, Value},
    rule::{Group, Rule, ask_at, ask_whole},
    token::{Bracket, Gap, Shape},
    vocabulary::{self, Extension, Says, Trust},
};

/// Asked only where ordinary words are trusted. The article comes first, since `the` also begins phrases.
pub(crate) const WORDS: &[Group<Place>] = &[
    Group {
        on: Kind::WORD,
        rules: &[Rule {
            name: "article before complete",
            examples: ["Blue Meadow The Complete Season 2 1080p", "Blue Meadow The Complete Season 3 DVDRip"],
            read: |reader, place| {
                let found = reader.lower_is(place.at, "the") && reader.mark(place.at + 1) == Some(Field::Complete);
                found.then(|| Reading::of(Field::Complete, place.at, place.at + 1))
            },
        }],
    },
    Group {
        on: Kind::KNOWN,
        rules: &[
            Rule {
                name: "word among technical ones",
                examples: ["Blue.Meadow.S01E02.FRENCH.1080p.mkv", "Sintel 2010 1080p NF WEB-DL"],
                read: |reader, place| phrase(reader, place.at, Trust::Late),
            },
            Rule {
                name: "edition",
                examples: ["Sintel.2010.The.Harbour.Edition.1080p.mkv", "Sintel 2010 Gold Edition [1080p]"],
                read: |reader, place| some_edition(reader, place.at),
            },
            Rule {
                name: "disc first in a bracket",
                examples: ["[Grp] Blue Meadow - 05 [BD 720p AAC].mkv", "Blue Meadow S01 (BD x264 FLAC)"],
                read: |reader, place| disc_first_in_bracket(reader, place.at),
            },
            Rule {
                name: "Latin American beside Spanish",
                examples: ["Sintel 2010 1080p [Spa-Lat]", "Blue.Meadow.S01.Dual.Lat-Ing.720p.mkv"],
                read: |reader, place| latin_american(reader, place.at),
            },
        ],
    },
    Group {
        on: Kind::WORD | Kind::MIXED,
        rules: &[
            Rule {
                name: "language and subtitles in one word",
                examples: ["Blue Meadow S01E02 1080p FrenchSub.mkv", "[Grp] Blue Meadow - 05 [720p][ItalianDub].mkv"],
                read: language_in_one_word,
            },
            Rule {
                name: "language cut off",
                examples: ["Sintel (2010) XviD - Italian Englis", "Sintel 2010 720p Ita Spani"],
                read: |reader, place| cut_off(reader, place.at),
            },
        ],
    },
];

/// Asked at numbers in a chain of technical words behind the title.
pub(crate) const NUMBERS: &[Group<Place>] = &[Group {
    on: Kind::DIGITS,
    rules: &[Rule {
        name: "height among technical words",
        examples: ["Sintel 2010 1080 BluRay x264.mkv", "[Grp] Blue Meadow - 05 [720 Hi10p AAC].mkv"],
        read: |reader, place| picture::height_among_technical(reader, place.at),
    }],
}];

/// After the others, when all languages are known.
pub(crate) const AFTERWARDS: &[Rule<()>] = &[
    Rule {
        name: "Spanish that is Latin American",
        examples: ["Sintel.2010.Spanish.Latino.srt", "Blue.Meadow.S01E02.spa.latino.srt"],
        read: |reader, ()| {
            let languages = &reader.so_far().languages;
            let subtitle = reader.extension == Some(Extension::Subtitle) || languages.len() == reader.end();
            let both = languages.contains(&"la") && languages.contains(&"es");
            let found = both && (subtitle || (0..reader.end()).any(|at| is_spanish_latin(reader, at)));
            found.then(|| Reading::default().says(Value::NotLanguage("es")))
        },
    },
    Rule {
        name: "German among several languages",
        examples: ["Sintel.2010.German.ML.1080p.BluRay.x264-GRP", "Blue.Meadow.S01E02.GERMAN.ML.720p.WEB.h264-GRP"],
        read: |reader, ()| {
            let german = reader.so_far().languages.contains(&"de");
            let several = |at: usize| reader.mark(at) == Some(Field::Technical) && reader.lower_is(at, "ml");
            let found = german && (0..reader.end()).any(several);
            found.then(|| Reading::default().says(Value::Word(Says::Language("en"))))
        },
    },
];

/// Last, where no word states the source: a television standard is that of a DVD, and the files of a disc have endings of
/// their own.
pub(crate) const SOURCES: &[Rule<()>] = &[Rule {
    name: "source that is implied",
    examples: ["Sintel.2010.PAL.XviD-GRP", "Sintel 2010.m2ts"],
    read: |reader, ()| {
        let standard =
            |at: usize| reader.mark(at) == Some(Field::Resolution) && matches!(reader.word(at), "pal" | "ntsc");
        let source = match reader.so_far().container {
            _ if reader.so_far().quality.is_some() => return None,
            Some("m2ts" | "mts") => "BluRay",
            Some("vob") => "DVD",
            _ if (0..reader.end()).any(standard) => "DVD",
            _ => return None,
        };
        Some(Reading::default().says(Value::Word(Says::Quality(source))))
    },
}];

/// Marks ordinary words and short codes among technical words, right to left: a word counts if what follows it is
/// technical, closes a bracket or ends the name, or if it stands past the first technical word after the title.
pub(crate) fn late(reader: &mut Reader<'_>) {
    let end = reader.end();
    let (anchor, first_technical) = first_marks(reader);
    let only_languages = anchor == end;
    let list = only_languages && end > 0 && (0..end).all(|at| language_of(reader.entry(at)).is_some());
    let subtitle = list || reader.extension == Some(Extension::Subtitle);
    // `[DVDRip-ITA] Title`: a bracket of technical words, though it stands first.
    let technical_lead = reader.brackets.first().is_some_and(|lead| {
        lead.first == 0
            && (0..lead.last)
                .any(|at| matches!(reader.mark(at), Some(Field::Resolution | Field::Quality | Field::Codec)))
    });
    // Whether a chain of technical words runs from each token to the end, a bracket or a certain mark.
    let mut chained: SmallVec<[bool; 64]> = smallvec![true; end + 1];
    for at in (0..end).rev() {
        if !reader.is_free(at) {
            continue;
        }
        let to = (at + late_length(reader, at)).min(end);
        let reaches = chained[to];
        let touches = reaches || reader.gap(to).has(Gap::CLOSE | Gap::OPEN | Gap::SLASH | Gap::BAR);
        let inside = reader.bracket(at).is_some_and(|b| b.first > 0 || technical_lead);
        let trusted = if only_languages && !inside {
            subtitle && reaches || is_declared(reader, at) || is_collection(reader, at, to)
        } else {
            inside
                || (at > anchor && (at > first_technical || touches))
                || (at > 0 && at < anchor && reaches && shouted(reader, at, to))
                || is_spoken_before(reader, at, to)
                || is_declared(reader, at)
                || at > anchor && is_language_of_film(reader, at)
                || at > 0 && reader.mark(at - 1) == Some(Field::Season) && reader.lower_is(at, "complete")
        };
        let place = Place { at, reaches };
        chained[at] = trusted && ask_at(reader, WORDS, at, place).is_some()
            || ask_at(reader, EXTRAS, at, place).is_some()
            || trusted && reaches && is_chained_number(reader, place, at > anchor)
            || at + 1 == end && is_group_behind(reader, at);
    }
    ask_whole(reader, AFTERWARDS);
    ask_whole(reader, LANGUAGES);
    ask_whole(reader, SOURCES);
}

/// The height of the picture, or any other number or version among technical words behind the title.
fn is_chained_number(reader: &mut Reader<'_>, place: Place, behind: bool) -> bool {
    if reader.shape(place.at) != Some(Shape::Digits) {
        return behind && is_version(reader.word(place.at));
    }
    ask_at(reader, NUMBERS, place.at, place).is_some() || behind
}

/// The first token that is certainly not title, and the first of them that is a technical word; the end where there is none.
fn first_marks(reader: &Reader<'_>) -> (usize, usize) {
    let end = reader.end();
    let (mut anchor, mut first_technical) = (end, end);
    for at in (0..end).rev() {
        let Some(field) = reader.mark(at).filter(|field| !matches!(field, Field::Site | Field::Extra)) else {
            continue;
        };
        let leading = reader.tokens[0].start <= 1 && reader.bracket(at).is_some_and(|b| b.first == 0);
        if leading {
            continue;
        }
        anchor = at;
        if !matches!(field, Field::Season | Field::Episode | Field::Part | Field::Year | Field::Date) {
            first_technical = at;
        }
    }
    (anchor, first_technical)
}

/// `2020 Hindi Movie HDRip`.
fn is_language_of_film(reader: &Reader<'_>, at: usize) -> bool {
    language_of(reader.entry(at)).is_some()
        && matches!(reader.word(at + 1), "movie" | "film")
        && reader.raw(at).len() > 3
}

/// ` - Ultimate Collection` at the end.
fn is_collection(reader: &Reader<'_>, at: usize, to: usize) -> bool {
    at > 0 && to == reader.end() && to == at + 2 && reader.lower_is(at + 1, "collection")
}

/// `Spanish Latino`, `Español.Latino`.
fn is_spanish_latin(reader: &Reader<'_>, at: usize) -> bool {
    let spanish = matches!(reader.word(at), "spanish" | "español" | "espanol");
    spanish && matches!(reader.word(at + 1), "latin" | "latino") && reader.gap(at + 1).only(Gap::SPACE | Gap::DOT)
}

/// `v2`, of a source that was replaced by a better one: `CAM.V2`.
fn is_version(word: &str) -> bool {
    word.len() == 2 && word.strip_prefix('v').is_some_and(|version| number::value(version).is_some())
}

/// Tokens of the longest late phrase at `at`; 1 where there is none.
fn late_length(reader: &Reader<'_>, at: usize) -> usize {
    let Some(entry) = reader.entry(at) else { return 1 };
    entry
        .phrases
        .iter()
        .filter(|p| p.trust == Trust::Late)
        .find(|p| p.rest.iter().enumerate().all(|(n, word)| reader.word(at + 1 + n) == *word))
        .map_or(1, |p| p.rest.len() + 1)
}

/// A late word before the end of the title, right before technical words: in capitals where the title is not, or a word of
/// completeness before the season.
fn shouted(reader: &Reader<'_>, at: usize, to: usize) -> bool {
    match reader.word(at) {
        "all" | "full" => return reader.mark(to) == Some(Field::Season),
        "complete" => {
            let numbered =
                |b: Bracket| b.first == to && (b.first..b.last).any(|i| reader.mark(i) == Some(Field::Episode));
            return matches!(reader.mark(to), Some(Field::Season | Field::Complete | Field::Year))
                || reader.bracket(to).is_some_and(numbered)
                || reader.shape(at - 1) == Some(Shape::Digits) && !reader.gap(at).is_break()
                || reader.raw(at) == "COMPLETE" && is_shouted(reader, at, false);
        }
        "extended" | "imax" | "theatrical" | "uncut" | "unrated" | "uncensored" | "recut" | "directors" | "edition"
        | "restored" | "open" | "2in1" | "3in1" | "4in1"
            if is_before_release(reader, at, to) =>
        {
            let whole = !reader.lower_is(at, "open") || to == at + 2;
            return whole
                && at > reader.first_word()
                && !matches!(reader.word(at - 1), "the" | "a" | "an" | "and" | "of" | "or");
        }
        "trilogy" | "duology" | "quadrilogy" | "trilogie" | "duologie" | "quadrilogie" | "batch" | "miniseries" => {
            return true;
        }
        // No title ends so: `Title.MULTi.1080p`, without a year.
        "multi" | "multilang" => return at > reader.first_word(),
        // A title may end so: `Blue Meadow 3D`.
        "3d" => return is_pair_of_pictures(reader, to),
        _ => {}
    }
    if reader.lower_is(at, "the") && reader.mark(to) == Some(Field::Complete) || is_listed(reader, at, to) {
        return true;
    }
    is_shouted(reader, at, language_of(reader.entry(at)).is_some())
}

/// What stands at `to` ends the title: a year, or for words that say which cut it is another such word, the picture or the source.
fn is_before_release(reader: &Reader<'_>, at: usize, to: usize) -> bool {
    let is_cut = || matches!(reader.word(at), "extended" | "theatrical" | "uncut" | "unrated" | "uncensored" | "recut");
    match reader.mark(to) {
        Some(Field::Year) => true,
        Some(Field::Edition | Field::Resolution | Field::Quality | Field::Dubbed) => is_cut(),
        _ => false,
    }
}

/// In capitals where something before it is not. Scene names write `SWEDiSH`, `LiMiTED`.
fn is_shouted(reader: &Reader<'_>, at: usize, is_language: bool) -> bool {
    let raw = reader.raw(at);
    let i_is_small = || is_language || raw.bytes().filter(u8::is_ascii_uppercase).count() > 3;
    let capitals = raw.bytes().all(|byte| byte.is_ascii_uppercase())
        || raw.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'i') && i_is_small();
    capitals && raw.len() > 1 && reader.form.first_small.is_some_and(|small| small < reader.tokens[at].start)
}

/// `3D.HSBS`, `3D 2010 Half-SBS`: how the two pictures are stored stands at `to`, or behind the year there.
fn is_pair_of_pictures(reader: &Reader<'_>, to: usize) -> bool {
    let at = to + usize::from(reader.mark(to) == Some(Field::Year));
    (at..at + 2).any(|at| matches!(reader.word(at), "hsbs" | "sbs" | "halfsbs" | "hou" | "ou" | "halfou"))
}

/// `Title.German.2017.1080p`, `Title.German.DL.1080p`: a language in full, between the title and what scenes write behind it. A
/// title that ends so is known with it: `The Good German`.
fn is_spoken_before(reader: &Reader<'_>, at: usize, to: usize) -> bool {
    let in_full = |code: &str| !matches!(code, "en" | "la") && reader.raw(at).len() > 4;
    if !language_of(reader.entry(at)).is_some_and(in_full) || at <= reader.first_word() {
        return false;
    }
    // `Learning.Spanish.2014.SPANISH`: the title ends so, and the language is stated where it should be.
    let language = language_of(reader.entry(at));
    if (to..reader.end()).any(|at| language_of(reader.entry(at)) == language) {
        return false;
    }
    let mixed = || matches!(reader.word(to), "dl" | "ml" | "dubbed" | "doku") || is_dubbed_sound(reader.word(to));
    let dated = || reader.mark(to) == Some(Field::Year) && reader.bracket(to).is_none();
    (mixed() || dated())
        && reader.gap(at).only(Gap::DOT | Gap::SPACE | Gap::UNDERSCORE)
        && !matches!(reader.word(at - 1), "the" | "a" | "an" | "my" | "le" | "la" | "il" | "el" | "der" | "die" | "das")
}

/// `AC3D`, `EAC3D`: a sound that is dubbed, as German releases write it.
fn is_dubbed_sound(word: &str) -> bool {
    matches!(word, "ac3d" | "eac3d" | "dtsd" | "dtshdd" | "dtsmad" | "truehdd") || is_dubbed_digital(word)
}

/// `DD51D`: with its channels.
fn is_dubbed_digital(word: &str) -> bool {
    let channels = word.strip_prefix("dd").and_then(|rest| rest.trim_start_matches('p').strip_suffix('d'));
    channels.is_some_and(|channels| channels.len() == 2 && channels.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `dub jpn,chn,eng`: a language behind the word for sound or subtitles, or before another language in a list.
fn is_listed(reader: &Reader<'_>, at: usize, to: usize) -> bool {
    let spoken = || matches!(reader.word(at - 1), "dub" | "sub" | "subs" | "audio");
    let list = || {
        reader.gap(to).has(Gap::COMMA | Gap::SLASH | Gap::PLUS)
            && matches!(reader.mark(to), Some(Field::Language | Field::Subbed | Field::Dubbed))
    };
    language_of(reader.entry(at)).is_some() && (spoken() || list())
}

/// `FrenchSub`, `ItalianDub`, `GerJapDub`, `2xUkr`.
fn language_in_one_word(reader: &Reader<'_>, place: Place) -> Option<Reading> {
    type Saying = fn(&'static str) -> Says;
    const ENDINGS: [(&str, Saying); 6] = [
        ("subbed", Says::Subtitles),
        ("subs", Says::Subtitles),
        ("sub", Says::Subtitles),
        ("dubbed", Says::Dubbing),
        ("dub", Says::Dubbing),
        ("audio", Says::Language),
    ];
    let word = reader.word(place.at);
    let ended = |(ending, says): &(&str, Saying)| {
        let (first, second) = languages_named(word.strip_suffix(ending)?)?;
        Some((says(first), second.map(says)))
    };
    let several = || Some((Says::Language(language_of_tracks(word)?), None));
    let (says, more) = ENDINGS.iter().find_map(ended).or_else(several)?;
    let field = if matches!(says, Says::Subtitles(_)) { Field::Subbed } else { Field::Language };
    Some(Reading::of(field, place.at, place.at + 1).says(Value::Word(says)).says_if(more.map(Value::Word)))
}

/// The language of a word, or the two of `GerJap`.
fn languages_named(word: &str) -> Option<(&'static str, Option<&'static str>)> {
    if let Some(code) = language_of(vocabulary::entry(word)) {
        return Some((code, None));
    }
    let (first, second) = word.split_at_checked(3).filter(|(_, second)| second.len() == 3)?;
    Some((language_of(vocabulary::entry(first))?, Some(language_of(vocabulary::entry(second))?)))
}
