//! 500 lists as addons give them, each with one that is made for the file: it comes first.

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
const QUALITIES: [&str; 4] = ["BluRay", "WEB-DL", "HDTV", "DVDRip"];
const RESOLUTIONS: [&str; 3] = ["720p", "1080p", "2160p"];
const LANGUAGES: [&str; 6] = ["en", "tr", "de", "fr", "pt-BR", "ja"];

fn wishes() -> Wishes {
    Wishes { languages: ["tr", "en"].map(str::to_owned).to_vec(), ..Wishes::default() }
}

fn name(quality: &str, resolution: &str, group: &str) -> String {
    format!("Harbour.of.Glass.2019.{resolution}.{quality}.x264-{group}")
}

#[test]
fn the_right_one_of_a_list_comes_first() {
    let mut dice = Dice(7);
    let mut right = 0;
    for at in 0..500 {
        let (quality, resolution, group) = (dice.of(&QUALITIES), dice.of(&RESOLUTIONS), dice.of(&GROUPS));
        let file = name(quality, resolution, group);
        let cut = Cut { length_s: Some(5700.0), frame_rate: Some(23.976) };
        let mut offered: Vec<Offered> = (0..20 + dice.below(30))
            .map(|_| {
                // Anything but what is made for the file: another source, or another cut.
                let other = loop {
                    let other = dice.of(&QUALITIES);
                    if other != quality {
                        break other;
                    }
                };
                let length = dice.of(&[None, Some(5400.0), Some(5520.5), Some(6000.0)]);
                Offered {
                    language: dice.of(&LANGUAGES).to_owned(),
                    release: dice.of(&[name(other, resolution, group).as_str(), "", "Harbour of Glass"]).to_owned(),
                    cut: Cut { length_s: length, frame_rate: dice.of(&[None, Some(25.0)]) },
                    is_hearing_impaired: dice.below(4) == 0,
                    is_machine_made: dice.below(6) == 0,
                    ..Offered::default()
                }
            })
            .collect();
        // The same words for the deaf, signs alone, and a machine's work are there for the very file too.
        let fitting = match at % 4 {
            0 => Offered { matches_hash: true, release: name("HDTV", "720p", "NOVAE"), ..Offered::default() },
            1 => Offered { release: format!("{}.srt", file.to_lowercase()), ..Offered::default() },
            2 => Offered { release: name(quality, "480p", group), ..Offered::default() },
            _ => Offered { cut: Cut { length_s: Some(5701.2), frame_rate: Some(23.976) }, ..Offered::default() },
        };
        let fitting = Offered { language: "tr".to_owned(), ..fitting };
        let place = dice.below(offered.len());
        offered.insert(place, fitting.clone());
        offered.push(Offered { is_hearing_impaired: true, ..fitting.clone() });
        offered.push(Offered { is_forced: true, matches_hash: true, ..fitting.clone() });
        offered.push(Offered { is_machine_made: true, matches_hash: true, ..fitting.clone() });
        offered.push(Offered { language: "en".to_owned(), ..fitting });
        let ranked = rank(&offered, &file, cut, &wishes());
        right += usize::from(ranked.first().is_some_and(|first| first.index == place));
        assert!(ranked.iter().all(|one| !offered[one.index].is_machine_made), "nobody wished for a machine's");
    }
    println!("{right} of 500");
    assert!(right >= 490, "{right} of 500");
}

#[test]
fn each_place_has_its_reasons() {
    let file = "Harbour.of.Glass.2019.1080p.WEB-DL.x264-TERN.mkv";
    let offered = [
        Offered { language: "en".to_owned(), matches_hash: true, ..Offered::default() },
        Offered { language: "tr".to_owned(), release: file.replace(".mkv", ".srt"), ..Offered::default() },
        Offered {
            language: "tr".to_owned(),
            release: name("BluRay", "1080p", "TERN"),
            is_hearing_impaired: true,
            ..Offered::default()
        },
        Offered { language: "de".to_owned(), matches_hash: true, ..Offered::default() },
    ];
    let ranked = rank(&offered, file, Cut::default(), &wishes());
    let told: Vec<(usize, &[Reason])> = ranked.iter().map(|one| (one.index, &one.reasons[..])).collect();
    assert_eq!(
        told,
        [
            (0, &[Reason::Fit(Fit::SameFile), Reason::Language(1)][..]),
            (1, &[Reason::Fit(Fit::SameRelease), Reason::Language(0)]),
            (2, &[Reason::Fit(Fit::OtherCut), Reason::Language(0), Reason::HearingImpaired]),
        ]
    );
}
