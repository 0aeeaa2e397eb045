//! 500 lists as addons really give them: names of several releases at once, written anyhow, of other episodes and editions, from addons
//! that say of everything that it is for this very file. What is right of each kind was decided before any was ranked.

#![expect(clippy::print_stdout, reason = "how many were right is said")]
#![expect(clippy::unwrap_used, reason = "numbers of the dice fit")]

use subtitles::{Cut, Fit, Offered, Reason, Wishes, rank};

struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

const GROUPS: [&str; 6] = ["NOVAE", "ORBiT", "KESTREL", "PERiGEE", "LUMENS", "TERN"];
/// Each of one cut: what releases of it call where they are from.
const SOURCES: [&[&str]; 4] =
    [&["BluRay", "BDRip", "BRRip", "Blu-ray.REMUX"], &["WEB-DL", "WEBRip", "WEB"], &["HDTV"], &["DVDRip", "DVD"]];
const RESOLUTIONS: [&str; 3] = ["720p", "1080p", "2160p"];

/// A release of the film or of an episode.
#[derive(Clone, Copy)]
struct Release {
    /// Of season 2; `None` for the film.
    episode: Option<usize>,
    edition: &'static str,
    source: &'static str,
    resolution: &'static str,
    group: &'static str,
}

impl Release {
    fn name(self) -> String {
        let Self { episode, edition, source, resolution, group } = self;
        let title = episode.map_or("Harbour.of.Glass.2019".to_owned(), |number| format!("Tide.Lines.S02E{number:02}"));
        format!("{title}{edition}.{resolution}.{source}.x264-{group}")
    }
}

/// A name as somebody writes it.
fn written(dice: &mut Dice, name: &str) -> String {
    match dice.below(6) {
        0 => name.replace('.', " "),
        1 => name.to_lowercase(),
        2 => format!("{name}.srt"),
        3 => name.replace('.', "_"),
        4 => format!("[tr] {name}"),
        _ => name.to_owned(),
    }
}

#[test]
fn the_right_one_of_a_hard_list_comes_first() {
    const KINDS: [&str; 8] = [
        "the release, written otherwise",
        "the release among several in one name",
        "all are said to be for this very file",
        "the same group, another resolution",
        "the same source under another name",
        "the episode among its neighbours of the same group",
        "the episode, though a neighbour is said to be for this very file",
        "the edition of another group",
    ];
    let (mut dice, mut right) = (Dice(11), [0; 8]);
    let wishes = Wishes { languages: vec!["tr".to_owned()], ..Wishes::default() };
    for at in 0..500 {
        let kind = at % KINDS.len();
        let from = dice.below(SOURCES.len());
        let is_episode = matches!(kind, 5 | 6) || kind < 5 && dice.below(2) == 0;
        let file = Release {
            episode: is_episode.then(|| 2 + dice.below(8)),
            edition: if kind == 7 { ".Extended" } else { "" },
            source: dice.of(SOURCES[from]),
            resolution: dice.of(&RESOLUTIONS),
            group: dice.of(&GROUPS),
        };
        let another = |dice: &mut Dice, all: &[&'static str], than: &str| loop {
            let other = dice.of(all);
            if other != than {
                return other;
            }
        };
        // Of another cut, whatever else is alike.
        let other_cut = |dice: &mut Dice| {
            let other = SOURCES[(from + 1 + dice.below(3)) % 4];
            Release { source: dice.of(other), resolution: dice.of(&RESOLUTIONS), ..file }
        };
        let mut offered: Vec<Offered> = (0..15 + dice.below(25))
            .map(|_| {
                let other = other_cut(&mut dice).name();
                let name = dice.of(&[other.as_str(), "Harbour of Glass", "", "subtitle_1.srt"]).to_owned();
                let name = written(&mut dice, &name);
                Offered { language: "tr".to_owned(), release: name, matches_hash: kind == 2, ..Offered::default() }
            })
            .collect();
        let neighbour = |dice: &mut Dice| {
            let number = file.episode.map(|own| own + 1 + dice.below(5));
            Release { episode: number, ..file }.name()
        };
        let mut others: Vec<Offered> = Vec::new();
        let name = match kind {
            1 => {
                let (one, two) = (other_cut(&mut dice).name(), other_cut(&mut dice).name());
                let between = dice.of(&[" / ", "|", ", ", "; ", "\n"]);
                [one, file.name(), two].join(between)
            }
            3 => Release { resolution: another(&mut dice, &RESOLUTIONS, file.resolution), ..file }.name(),
            4 => Release { source: dice.of(SOURCES[from]), group: another(&mut dice, &GROUPS, file.group), ..file }
                .name(),
            5 | 6 => {
                let lies = kind == 6;
                others.extend((0..5).map(|_| Offered {
                    release: neighbour(&mut dice),
                    matches_hash: lies,
                    ..Offered::default()
                }));
                file.name()
            }
            7 => {
                others.push(Offered { release: Release { edition: "", ..file }.name(), ..Offered::default() });
                Release { group: another(&mut dice, &GROUPS, file.group), ..file }.name()
            }
            _ => file.name(),
        };
        let name = if kind == 1 { name } else { written(&mut dice, &name) };
        offered.extend(others.into_iter().map(|other| Offered { language: "tr".to_owned(), ..other }));
        let fitting =
            Offered { language: "tr".to_owned(), release: name, matches_hash: kind == 2, ..Offered::default() };
        let place = dice.below(offered.len() + 1);
        offered.insert(place, fitting);
        let ranked = rank(&offered, &format!("{}.mkv", file.name()), Cut::default(), &wishes);
        let first = ranked.first().unwrap().index;
        if first == place {
            right[kind] += 1;
        } else {
            println!("{}: {} and not {}", file.name(), offered[first].release, offered[place].release);
        }
    }
    let all: usize = right.iter().sum();
    for (kind, right) in KINDS.iter().zip(right) {
        println!("{right:3} {kind}");
    }
    println!("{all} of 500");
    assert!(all >= 490, "{all} of 500");
}

#[test]
fn a_comma_in_a_title_separates_no_releases() {
    let wishes = Wishes { languages: vec!["tr".to_owned()], ..Wishes::default() };
    let names =
        ["Salt.and.Sand.2011.BluRay-TERN", "Tide, Salt and Sand 2011 BluRay-TERN", "Salt and Sand 2011 WEB-TERN"];
    let offered =
        names.map(|name| Offered { language: "tr".to_owned(), release: name.to_owned(), ..Offered::default() });
    let ranked = rank(&offered, "Tide.Salt.and.Sand.2011.BluRay-TERN.mkv", Cut::default(), &wishes);
    assert_eq!(ranked.iter().map(|one| one.index).collect::<Vec<_>>(), [1, 0, 2]);
    assert_eq!(ranked[0].reasons[0], Reason::Fit(Fit::SameRelease));
}
