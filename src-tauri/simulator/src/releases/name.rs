//! Owns how releases are named: scene dots, spaced names, bracketed fansubs; and the decoys that title searches drag in.

use super::traits::{JAPANESE, Traits};
use crate::{
    catalogue::{Episode, Kind, Work},
    dice::Dice,
};

/// What a name must say besides its traits.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Says<'a> {
    Film,
    Single(&'a Episode),
    Season(u32),
    /// Absolute numbers.
    Range(u32, u32),
    /// Seasons, and absolute numbers where the work has them.
    Complete {
        last_season: u32,
        last_absolute: Option<u32>,
    },
    /// Something else of a similar name.
    Decoy,
}

pub(crate) fn name(dice: &mut Dice, work: &Work, says: Says<'_>, traits: &Traits) -> String {
    let title = title(dice, work);
    match says {
        Says::Decoy => decoy(dice, work, traits),
        Says::Film => film(dice, &title, work.year, traits),
        _ if work.kind == Kind::Anime && dice.chance(0.78) => fansub(dice, &title, says, traits),
        _ => show(dice, &title, work, says, traits),
    }
}

fn title(dice: &mut Dice, work: &Work) -> String {
    if !work.aliases.is_empty() && dice.chance(0.2) {
        work.aliases[dice.index(work.aliases.len())].clone()
    } else {
        work.name.clone()
    }
}

fn film(dice: &mut Dice, title: &str, year: u16, traits: &Traits) -> String {
    let edition = dice.weighted(&[
        ("", 16.0),
        ("REMASTERED", 1.0),
        ("Directors Cut", 1.0),
        ("PROPER", 1.0),
        ("iNTERNAL", 0.5),
        ("Open Matte", 0.5),
    ]);
    let tags = tags(dice, traits);
    match dice.index(10) {
        0..5 => dotted(&format!("{title} {year} {edition} {tags}"), traits.group),
        5 | 6 => squeeze(&format!(
            "{title} ({year}) [{}] [{}] [{}] [{}]",
            or(traits.resolution, "DVD"),
            traits.quality,
            or(traits.channels, "2.0"),
            traits.codec_tag
        )),
        7 => squeeze(&format!("{title} ({year}) {edition} {tags} - {}", traits.group)),
        8 => squeeze(&format!("{title} {year} {tags}-{}", traits.group)),
        _ => squeeze(&format!(
            "{title} ({year}) ({} {} {} {}{} {}) [{}]",
            traits.resolution,
            traits.quality,
            traits.codec_tag,
            if traits.ten_bit { "10bit " } else { "" },
            traits.audio_tag.replace('.', " "),
            traits.channels,
            traits.group
        )),
    }
}

fn show(dice: &mut Dice, title: &str, work: &Work, says: Says<'_>, traits: &Traits) -> String {
    let tags = tags(dice, traits);
    match says {
        Says::Single(episode) => {
            let (season, number) = (episode.season, episode.number);
            match dice.index(10) {
                0..5 => dotted(&format!("{title} S{season:02}E{number:02} {tags}"), traits.group),
                5 | 6 => dotted(&format!("{title} S{season:02}E{number:02} {} {tags}", episode.title), traits.group),
                7 => squeeze(&format!("{title} S{season:02}E{number:02} {tags}-{}", traits.group)),
                8 => {
                    squeeze(&format!("{title} ({}) - S{season:02}E{number:02} - {} ({tags})", work.year, episode.title))
                }
                _ => squeeze(&format!(
                    "{title} - {season}x{number:02} - {} [{}]",
                    episode.title,
                    or(traits.resolution, "SD")
                )),
            }
        }
        Says::Season(season) => match dice.index(8) {
            0..3 => dotted(&format!("{title} S{season:02} COMPLETE {tags}"), traits.group),
            3 | 4 => dotted(&format!("{title} S{season:02} {tags}"), traits.group),
            5 => squeeze(&format!("{title} ({}) Season {season} S{season:02} ({tags} {})", work.year, traits.group)),
            6 => squeeze(&format!("{title} Season {season} Complete {tags}")),
            _ => squeeze(&format!("{title} - Stagione {season} (Completa) {tags}")),
        },
        Says::Range(first, last) => dotted(&format!("{title} E{first:03}-E{last:03} {tags}"), traits.group),
        Says::Complete { last_season: 0 | 1, .. } => dotted(&format!("{title} Complete Series {tags}"), traits.group),
        Says::Complete { last_season, .. } => match dice.index(4) {
            0 => dotted(&format!("{title} S01-S{last_season:02} {tags}"), traits.group),
            1 => squeeze(&format!("{title} ({}) Seasons 1-{last_season} Complete {tags}", work.year)),
            2 => squeeze(&format!("{title} Complete Series (S01-S{last_season:02}) {tags} {}", traits.group)),
            _ => dotted(&format!("{title} The Complete Series {tags}"), traits.group),
        },
        Says::Film | Says::Decoy => film(dice, title, work.year, traits),
    }
}

fn fansub(dice: &mut Dice, title: &str, says: Says<'_>, traits: &Traits) -> String {
    let group = traits.group;
    let resolution = or(traits.resolution, "DVD");
    let version = if traits.version > 1 { format!("v{}", traits.version) } else { String::new() };
    let codec = if traits.codec == "hevc" { "[HEVC x265 10bit]" } else { "" };
    let subs = if traits.languages.len() > 1 {
        dice.pick(&["[Dual-Audio]", "[Multi-Subs]", "[Dual Audio][Multi-Subs]"])
    } else {
        ""
    };
    match says {
        Says::Single(episode) => {
            let number = episode.absolute.unwrap_or(episode.number);
            let padded = match dice.index(3) {
                0 if number >= 100 => format!("{number:04}"),
                1 => format!("{number:03}"),
                _ => format!("{number:02}"),
            };
            match dice.index(8) {
                0..3 => format!(
                    "[{group}] {title} - {padded}{version} ({resolution}) [{:08X}].mkv",
                    dice.next() & 0xffff_ffff
                ),
                3 | 4 => format!("[{group}] {title} - {padded}{version} [{resolution}]{codec}{subs}"),
                5 => format!("[{group}] {title} - {padded}{version} [{}][{resolution}].mkv", traits.quality),
                6 => dotted(&format!("{title} E{padded} {}", tags(dice, traits)), group),
                _ => format!("[{group}]_{}_-_{padded}{version}_[{resolution}].mkv", title.replace(' ', "_")),
            }
        }
        Says::Season(season) => match dice.index(4) {
            0 => {
                squeeze(&format!("[{group}] {title} - Season {season} [{} {resolution}]{codec}{subs}", traits.quality))
            }
            1 => squeeze(&format!("[{group}] {title} S{season:02} [{resolution}]{codec}{subs} (Batch)")),
            2 => squeeze(&format!(
                "[{group}] {title} ({} {resolution} {} {}) | Season {season:02}",
                traits.quality, traits.codec_tag, traits.audio_tag
            )),
            _ => squeeze(&format!("{title} Season {season} [{resolution}] [{}] [{group}]", traits.quality)),
        },
        Says::Range(first, last) => match dice.index(3) {
            0 => format!("[{group}] {title} ({first:03}-{last:03}) [{resolution}]{codec}{subs}[Batch]"),
            1 => format!("[{group}] {title} {first:03}-{last:03} [{resolution}]"),
            _ => format!("[{group}] {title} - {first:04} ~ {last:04} [{} {resolution}]{codec}", traits.quality),
        },
        Says::Complete { last_season, last_absolute } => match (dice.index(3), last_absolute) {
            (0, Some(last)) => format!("[{group}] {title} (0001-{last:04}) [{resolution}]{codec}{subs}[Batch]"),
            (1, _) if last_season > 1 => {
                format!("[{group}] {title} (Seasons 01-{last_season:02}) [{resolution}]{codec}[Multi-Subs]")
            }
            _ => squeeze(&format!("[{group}] {title} [{} {resolution}]{codec}{subs} (Complete Batch)", traits.quality)),
        },
        Says::Film | Says::Decoy => format!("[{group}] {title} [{resolution}]{codec}{subs}"),
    }
}

/// What a title search brings in that is not the work: remakes of another year, films of the show, other titles around it.
fn decoy(dice: &mut Dice, work: &Work, traits: &Traits) -> String {
    let offset = dice.pick(&[-31_i32, -12, 17, 24, 9]);
    let other_year = u16::try_from((i32::from(work.year) + offset).clamp(1910, 2026)).unwrap_or(2000);
    let name = &work.name;
    let part = dice.within(1, 4);
    match dice.index(5) {
        0 | 1 if work.kind == Kind::Movie => film(dice, name, other_year, traits),
        0 => film(dice, &format!("{name} The Movie {part} Ember Crown"), other_year, traits),
        2 => film(dice, &format!("Return to {name}"), other_year, traits),
        3 => dotted(&format!("{name} Making Of Featurette {} {}", work.year, tags(dice, traits)), traits.group),
        _ => squeeze(&format!("{name} - Original Soundtrack ({}) [FLAC]", work.year)),
    }
}

/// Resolution, source, dynamic range, audio, codec and languages, in one of the usual orders.
fn tags(dice: &mut Dice, traits: &Traits) -> String {
    let quality = match (traits.quality, traits.resolution) {
        ("BluRay", "2160p") if dice.chance(0.5) => "UHD BluRay",
        ("BluRay REMUX", _) => "BluRay REMUX",
        (quality, _) => quality,
    };
    let audio = audio(traits);
    let hdr = traits.hdr.join(" ");
    let bits = if traits.ten_bit { "10bit" } else { "" };
    let language = match traits.languages.as_slice() {
        [] => String::new(),
        [only] if only.name == "English" || *only == JAPANESE => String::new(),
        [only] => only.tag.to_owned(),
        [first, .., last] if dice.chance(0.4) => format!("{} {}", last.tag, first.tag),
        _ => dice.pick(&["MULTi", "Dual Audio", "DUAL"]).to_owned(),
    };
    let tags = if dice.chance(0.6) {
        format!("{language} {} {quality} {hdr} {audio} {bits} {}", traits.resolution, traits.codec_tag)
    } else {
        format!("{} {quality} {bits} {} {hdr} {audio} {language}", traits.resolution, traits.codec_tag)
    };
    squeeze(&tags)
}

/// Codec and channels as release names join them.
fn audio(traits: &Traits) -> String {
    match traits.audio_tag {
        "" | "MP3" | "DTS" => traits.audio_tag.to_owned(),
        "AC3" | "DTS-HD.MA" => format!("{}.{}", traits.audio_tag, traits.channels),
        "TrueHD.Atmos" => format!("TrueHD.{}.Atmos", traits.channels),
        "DDP.Atmos" => format!("DDP{}.Atmos", traits.channels),
        tag => format!("{tag}{}", traits.channels),
    }
}

/// `Some.Name.2010.1080p-GROUP`.
fn dotted(text: &str, group: &str) -> String {
    let words: Vec<String> = text
        .split_whitespace()
        .map(|word| word.replace([':', ',', '!', '?', '\'', '(', ')'], "").trim_matches('.').to_owned())
        .filter(|word| !word.is_empty() && word != "-")
        .collect();
    format!("{}-{group}", words.join("."))
}

fn squeeze(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    joined
        .replace("( ", "(")
        .replace(" )", ")")
        .replace("[ ", "[")
        .replace(" ]", "]")
        .replace(" []", "")
        .replace("[]", "")
}

fn or(text: &'static str, otherwise: &'static str) -> &'static str {
    if text.is_empty() { otherwise } else { text }
}
