//! Invented names with what they say, in `labelled/*.txt`: written down before the parser had read any of them. A line is
//! `name => field value; …`; seasons, episodes where given, and the day must be exact on every line. A line that starts with
//! `!` is known to be read wrongly: it fails here too once it is read right, so that the README stays honest.

use std::fmt::Write as _;

use release_name::{ReleaseName, parse};

const FILES: [(&str, &str); 10] = [
    ("anime", include_str!("labelled/anime.txt")),
    ("cjk", include_str!("labelled/cjk.txt")),
    ("cyrillic", include_str!("labelled/cyrillic.txt")),
    ("dates", include_str!("labelled/dates.txt")),
    ("europe", include_str!("labelled/europe.txt")),
    ("films", include_str!("labelled/films.txt")),
    ("series", include_str!("labelled/series.txt")),
    ("second", include_str!("labelled/second.txt")),
    ("third", include_str!("labelled/third.txt")),
    ("fourth", include_str!("labelled/fourth.txt")),
];

#[test]
fn every_labelled_name_is_read_as_labelled() {
    let (mut names, mut known, mut report) = (0, 0, String::new());
    for (file, text) in FILES {
        for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (line, wrong) = line.strip_prefix('!').map_or((line, false), |l| (l, true));
            let (name, labels) = line.split_once(" => ").unwrap_or_else(|| panic!("{file}: no labels in {line:?}"));
            names += 1;
            known += usize::from(wrong);
            let misses = misses(&parse(name), labels);
            match (wrong, misses.is_empty()) {
                (false, false) => writeln!(report, "{file}: {name}: {}", misses.join(", ")),
                (true, true) => writeln!(report, "{file}: {name} is read right now: take its mark away"),
                _ => Ok(()),
            }
            .expect("a string takes every line");
        }
    }
    eprintln!("{names} names, {known} of them known to be read wrongly");
    assert!(report.is_empty(), "\n{report}");
    assert!(names > 900 && known < 20, "{names} names, {known} known to be wrong");
}

/// What the name does not say as labelled.
fn misses(read: &ReleaseName, labels: &str) -> Vec<String> {
    let labels: Vec<(&str, &str)> = labels
        .split(';')
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .map(|l| l.split_once(' ').map_or((l, ""), |(key, value)| (key, value.trim())))
        .collect();
    let stated = |key: &str| labels.iter().find(|l| l.0 == key).map(|l| l.1);
    let mut wrong: Vec<String> = labels
        .iter()
        .filter_map(|(key, want)| miss(read, key, want).map(|got| format!("{key} {want} read {got}")))
        .collect();
    if stated("s").is_none() && !read.seasons.is_empty() {
        wrong.push(format!("no season read {:?}", read.seasons));
    }
    if let (None, Some(day)) = (stated("d"), read.date) {
        wrong.push(format!("no day read {day}"));
    }
    wrong
}

/// What was read instead, where it differs from the label.
fn miss(read: &ReleaseName, key: &str, want: &str) -> Option<String> {
    let text = |got: Option<&str>| (got != Some(want)).then(|| format!("{got:?}"));
    let numbers = |got: &[u32]| (got != through(want)).then(|| format!("{got:?}"));
    let count = |got: Option<u32>| (got != want.parse().ok()).then(|| format!("{got:?}"));
    let flag = |got: bool| (!got).then(|| "nothing".to_owned());
    let all = |got: &[&str]| {
        let mut got = got.to_vec();
        let mut expected: Vec<&str> = want.split(',').filter(|w| !w.is_empty()).collect();
        got.sort_unstable();
        expected.sort_unstable();
        (got != expected).then(|| format!("{got:?}"))
    };
    let printed = |got: Option<String>| (got.as_deref() != Some(want)).then(|| format!("{got:?}"));
    match key {
        "s" => numbers(&read.seasons),
        "e" => numbers(&read.episodes),
        "ab" => numbers(&read.absolute),
        "vol" => numbers(&read.volumes),
        "f" => printed(read.fraction.map(|(whole, tenth)| format!("{whole}.{tenth}"))),
        "d" => printed(read.date.map(|d| d.to_string())),
        "y" => count(read.year.map(u32::from)),
        "v" => count(read.version),
        "p" => count(read.part),
        "xn" => count(read.extra_number),
        "x" => printed(read.extra.map(|e| format!("{e:?}").to_lowercase())),
        "t" => text(Some(&read.title)),
        "g" => text(read.group.as_deref()),
        "site" => text(read.site.as_deref()),
        "crc" => text(read.episode_code.as_deref()),
        "r" => text(read.resolution.as_deref()),
        "q" => text(read.quality),
        "c" => text(read.codec),
        "b" => text(read.bit_depth),
        "ed" => text(read.edition),
        "n" => text(read.network),
        "cont" => text(read.container),
        "h" => all(&read.hdr),
        "a" => all(&read.audio),
        "ch" => all(&read.channels),
        "l" => all(&read.languages),
        "dub" => flag(read.dubbed),
        "sub" => flag(read.subbed),
        "complete" => flag(read.complete),
        "repack" => flag(read.repack),
        "proper" => flag(read.proper),
        _ => Some("a label nobody knows".to_owned()),
    }
}

/// `1,3-5` as numbers.
fn through(text: &str) -> Vec<u32> {
    text.split(',')
        .filter(|p| !p.is_empty())
        .flat_map(|p| {
            let (first, last) = p.split_once('-').unwrap_or((p, p));
            let number = |n: &str| n.parse::<u32>().unwrap_or_else(|_| panic!("{n:?} is no number"));
            number(first)..=number(last)
        })
        .collect()
}
