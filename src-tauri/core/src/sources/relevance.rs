//! Decides by the release name which results of a title search are what is wanted, and why the others are not. Pure.

use release_name::{Extra, Marking, ReleaseName};

use super::answer::{DropReason as Reason, MOST_LEFT_OUT, SourceAnswer};
use crate::names::{Agreement, Kinship, Measure};
use crate::title::Wanted;
use crate::torrent::{Proof, Torrent};

/// Keeps the torrents that may be, or may hold, what is wanted, and counts the others by reason.
pub fn sift(found: Vec<Torrent>, wanted: &Wanted) -> SourceAnswer {
    sift_by(found, &Measure::of(wanted))
}

/// Does what [`sift`] does, with the title prepared.
pub(super) fn sift_by(found: Vec<Torrent>, measure: &Measure) -> SourceAnswer {
    let mut sifted = SourceAnswer::default();
    for torrent in found {
        match judge(&torrent, measure) {
            Ok(()) => sifted.torrents.push(torrent),
            Err(reason) => {
                sifted.drop(reason, 1);
                if sifted.left_out.len() < MOST_LEFT_OUT {
                    sifted.left_out.push(torrent);
                }
            }
        }
    }
    sifted
}

/// Returns whether a torrent is, or may hold, what is wanted.
pub(crate) fn is_relevant(torrent: &Torrent, measure: &Measure) -> bool {
    judge(torrent, measure).is_ok()
}

/// Judges a torrent by what an id has not proved of it.
pub(super) fn judge(torrent: &Torrent, measure: &Measure) -> Result<(), Reason> {
    if torrent.proof == Proof::Wanted {
        return Ok(());
    }
    let name = &torrent.title;
    let said = measure.titles.read(name);
    if torrent.proof == Proof::Nothing {
        title(&said, name, measure)?;
    }
    is_the_work(&said)?;
    if torrent.proof == Proof::Nothing && measure.titles.is_of_another_year(&said) {
        return Err(Reason::Year);
    }
    match episode(&said, measure) {
        // It is of the work, and its files tell what it counts.
        Err(Reason::Extra) if torrent.proof == Proof::Work => Ok(()),
        judged => judged,
    }
}

fn title(said: &ReleaseName, name: &str, measure: &Measure) -> Result<(), Reason> {
    match measure.titles.relate(said, name) {
        Kinship::Same | Kinship::Marked => Ok(()),
        // Without a title there is nothing to compare; the search must have used an id.
        Kinship::Untold if measure.titles.is_empty() => Ok(()),
        Kinship::Untold | Kinship::Listed | Kinship::Longer | Kinship::Sibling | Kinship::Other => Err(Reason::Title),
    }
}

/// Accepts a name that states no episode (a pack, or a film) or one that agrees with any of the counts.
fn episode(said: &ReleaseName, measure: &Measure) -> Result<(), Reason> {
    let Some(numbers) = &measure.numbers else {
        let film = said.seasons.is_empty() && matches!(said.marking, Marking::None | Marking::Bare | Marking::Compact);
        return if film { Ok(()) } else { Err(Reason::Season) };
    };
    match numbers.agree(said) {
        Agreement::Episode if numbers.counts_in_the_entry(said) && measure.titles.is_short(said) => Err(Reason::Season),
        Agreement::Episode | Agreement::Perhaps | Agreement::Nothing if numbers.counts_specials(said) => {
            Err(Reason::Extra)
        }
        Agreement::Nothing if measure.titles.names_the_episode(said) == Some(false) => Err(Reason::Episode),
        Agreement::Episode | Agreement::Perhaps | Agreement::Season | Agreement::Nothing => Ok(()),
        Agreement::OtherEpisode => Err(Reason::Episode),
        Agreement::OtherSeason => Err(Reason::Season),
    }
}

fn is_the_work(said: &ReleaseName) -> Result<(), Reason> {
    match said.extra {
        None | Some(Extra::Special | Extra::Movie) => Ok(()),
        Some(_) if is_pack(said) => Ok(()),
        Some(_) => Err(Reason::Extra),
    }
}

fn is_pack(said: &ReleaseName) -> bool {
    said.complete || said.episodes.len() > 1 || (said.episodes.is_empty() && !said.seasons.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::ids::tests::{film, long_runner, second_season, series};

    fn torrent(name: &str, proof: Proof) -> Torrent {
        let hash = crate::torrent::InfoHash::parse(&"ab".repeat(20)).unwrap();
        Torrent { proof, ..Torrent::new(hash, name, crate::torrent::SourceName::Nyaa) }
    }

    fn judged(wanted: &Wanted, name: &str) -> Result<(), Reason> {
        judge(&torrent(name, Proof::Nothing), &Measure::of(wanted))
    }

    #[test]
    fn an_episode_is_known_under_every_numbering() {
        let wanted = long_runner();
        for name in [
            "[SubsPlease] One Piece - 1071 (1080p) [8DE44442].mkv",
            "One.Piece.S21E180.1080p.WEB.mkv",
            "One Piece S01E1071 1080p",
            "One.Piece.S21E1071.1080p.WEB.mkv",
            "One Piece Episode 1071 [720p]",
        ] {
            assert_eq!(judged(&wanted, name), Ok(()), "{name}");
        }
    }

    #[test]
    fn packs_that_may_hold_it_are_kept() {
        let wanted = long_runner();
        for name in [
            "[Judas] One Piece (Seasons 01-20) [1080p][HEVC x265 10bit][Multi-Subs]",
            "One Piece 1001-1100 [720p]",
            "One Piece Complete Series and Films",
            "One Piece [1080p]",
            "[Group] One Piece Wano Kuni (890-1085) [1080p]",
        ] {
            assert_eq!(judged(&wanted, name), Ok(()), "{name}");
        }
    }

    #[test]
    fn what_says_another_episode_or_season_is_left_out() {
        let wanted = long_runner();
        assert_eq!(judged(&wanted, "[SubsPlease] One Piece - 1072 (1080p).mkv"), Err(Reason::Episode));
        assert_eq!(judged(&wanted, "One Piece 001-050 [720p]"), Err(Reason::Episode));
        assert_eq!(judged(&wanted, "One.Piece.S05.1080p"), Err(Reason::Season));

        let wanted = series();
        assert_eq!(judged(&wanted, "Harbour.Lights.S02E05.1080p"), Ok(()));
        assert_eq!(judged(&wanted, "Harbour.Lights.S02.1080p"), Ok(()));
        assert_eq!(judged(&wanted, "Harbour Lights - 13 [720p]"), Ok(()), "counted through the seasons");
        assert_eq!(judged(&wanted, "Harbour Lights 2020 03 04 720p"), Ok(()));
        assert_eq!(judged(&wanted, "Harbour Lights 2020 03 05 720p"), Err(Reason::Episode));
        assert_eq!(judged(&wanted, "Harbour.Lights.S05E13.1080p"), Err(Reason::Season));
        assert_eq!(judged(&wanted, "Harbour.Lights.S02E06.1080p"), Err(Reason::Episode));
        assert_eq!(judged(&wanted, "Harbour.Lights.S01.1080p"), Err(Reason::Season));
    }

    #[test]
    fn a_number_that_may_be_the_wanted_one_is_kept() {
        let wanted = series();
        assert_eq!(judged(&wanted, "Harbour Lights - 205.mkv"), Ok(()), "perhaps the second season's fifth");
        assert_eq!(judged(&wanted, "Harbour.Lights.205.HDTV.mkv"), Ok(()));
        assert_eq!(judged(&wanted, "Harbour Lights - 206.mkv"), Err(Reason::Episode));
        assert_eq!(
            judged(&wanted, "[Group] Harbour Lights - 205.mkv"),
            Err(Reason::Episode),
            "a fansub counts through"
        );
        let mut wanted = long_runner();
        if let Some(episode) = &mut wanted.episode {
            (episode.asked.episode, episode.absolute, episode.kitsu) = (1013, Some(1013), Some(1013));
        }
        assert_eq!(judged(&wanted, "One.Piece.1013.1080p.mkv"), Ok(()), "no tenth season");
        assert_eq!(judged(&wanted, "One Piece - 1013 [1080p].mkv"), Ok(()));
    }

    #[test]
    fn another_title_is_left_out_and_a_slip_of_spelling_is_not() {
        let wanted = long_runner();
        assert_eq!(judged(&wanted, "One Piece Film Red (2022) [1080p]"), Err(Reason::Title));
        assert_eq!(judged(&wanted, "One Punch Man - 1071"), Err(Reason::Title));
        assert_eq!(judged(&wanted, "One-Piece! - 1071 [1080p]"), Ok(()));
        let mut wanted = film();
        assert_eq!(judged(&wanted, "Peach.Project.2008.1080p"), Err(Reason::Title));
        wanted.aliases = vec!["Peach Project".to_owned()];
        assert_eq!(judged(&wanted, "Peach.Project.2008.1080p"), Ok(()), "known under another title");
        assert_eq!(judged(&wanted, "Peach / Big Buck Bunny (2008) 1080p"), Ok(()), "one of two titles");
    }

    #[test]
    fn years_have_a_window() {
        assert_eq!(judged(&film(), "Big.Buck.Bunny.2009.1080p"), Ok(()));
        assert_eq!(judged(&film(), "Big.Buck.Bunny.2012.1080p"), Err(Reason::Year));
        assert_eq!(judged(&film(), "Big.Buck.Bunny.1080p"), Ok(()));
        assert_eq!(judged(&series(), "Harbour.Lights.2018.S02E05"), Ok(()));
        assert_eq!(judged(&series(), "Harbour.Lights.1998.S02E05"), Err(Reason::Year));
        assert_eq!(judged(&series(), "Harbour.Lights.2024.S02E05"), Err(Reason::Year));
        assert_eq!(judged(&series(), "Harbour Lights (2019-2022) Complete"), Ok(()));
    }

    #[test]
    fn a_later_season_is_known_by_the_title_of_the_work_and_its_number() {
        let wanted = second_season();
        for name in [
            "[SubsPlease] Glass Gardener S2 - 05 (1080p) [AB12CD34].mkv",
            "[SubsPlease] Glass Gardener 2nd Season - 05 (1080p).mkv",
            "Glass.Gardener.S02E05.1080p.WEB",
            "Glass.Gardener.2022.S02E05.1080p.WEB",
            "Glass Gardener Season 2 [1080p] [Batch]",
            "Glass Gardener (Seasons 1-3) [1080p]",
            "Garasu no Niwashi S02E05",
        ] {
            assert_eq!(judged(&wanted, name), Ok(()), "{name}");
        }
        assert_eq!(judged(&wanted, "Glass.Gardener.S01E05.1080p.WEB"), Err(Reason::Season), "the first season's fifth");
        assert_eq!(judged(&wanted, "Glass Gardener Season 1 [Batch]"), Err(Reason::Season));
        assert_eq!(judged(&wanted, "Glass.Gardener.S02E06.1080p.WEB"), Err(Reason::Episode));
    }

    #[test]
    fn a_later_part_of_a_season_is_not_its_first_part() {
        let mut wanted = second_season();
        wanted.name = "Glass Gardener 2nd Season Part 2".to_owned();
        let episode = wanted.episode.as_mut().unwrap();
        episode.imdb = Some(crate::title::Numbering { season: Some(2), episode: 17 });
        for name in ["Glass.Gardener.S02E17.1080p", "[Group] Glass Gardener 2nd Season Part 2 - 05 [1080p]"] {
            assert_eq!(judged(&wanted, name), Ok(()), "{name}");
        }
        for name in ["Glass.Gardener.S02E05.1080p", "[Group] Glass Gardener - 05 [1080p]"] {
            assert_eq!(judged(&wanted, name), Err(Reason::Season), "{name}");
        }
    }

    #[test]
    fn an_article_more_or_less_is_the_same_title() {
        let mut wanted = series();
        wanted.name = "The Harbour Lights".to_owned();
        assert_eq!(judged(&wanted, "Harbour.Lights.S02E05.1080p"), Ok(()));
        assert_eq!(judged(&series(), "The.Harbour.Lights.S02E05.1080p"), Ok(()));
    }

    #[test]
    fn what_is_beside_the_work_is_left_out() {
        assert!(judged(&film(), "Big Buck Bunny - Original Soundtrack (2008) [FLAC]").is_err());
        assert!(judged(&film(), "Big.Buck.Bunny.2008.Trailer.1080p").is_err());
    }

    #[test]
    fn titles_that_are_numbers_are_titles() {
        let mut wanted = film();
        for (name, year, release) in [
            ("2012", 2009, "2012.2009.1080p.BluRay"),
            ("1917", 2019, "1917.2019.1080p.BluRay"),
            ("Blade Runner 2049", 2017, "Blade.Runner.2049.2017.1080p.BluRay"),
        ] {
            wanted.name = name.to_owned();
            wanted.year = Some(year);
            assert_eq!(judged(&wanted, release), Ok(()), "{release}");
        }
    }

    #[test]
    fn no_name_is_too_strange_to_judge() {
        let long = "[".repeat(5000);
        for name in ["", "[", "[]", "()", "S", "- -", "[a][b][c]", "ﷺﷺﷺ - 05", "S99999E99999", "2024 99 99", &long]
        {
            let _ = judged(&long_runner(), name);
        }
    }

    #[test]
    fn an_episode_is_no_film() {
        assert_eq!(judged(&film(), "Big.Buck.Bunny.S01E01.1080p"), Err(Reason::Season));
    }

    #[test]
    fn what_is_of_the_work_by_its_id_is_held_to_its_episode_alone() {
        let measure = |name| judge(&torrent(name, Proof::Work), &Measure::of(&long_runner()));
        assert_eq!(measure("[Group] Wan Pisu - 1071 [1080p].mkv"), Ok(()));
        assert_eq!(measure("[Group] Wan Pisu - 1072 [1080p].mkv"), Err(Reason::Episode));
    }

    #[test]
    fn the_number_of_a_special_is_no_episodes() {
        let wanted = long_runner();
        for name in [
            "[Group] One Piece OVA - 1071 [1080p].mkv",
            "[Group] One Piece Special - 1071 [1080p].mkv",
            "One Piece SP05 [1080p]",
        ] {
            assert_eq!(judged(&wanted, name), Err(Reason::Extra), "{name}");
            assert_eq!(judge(&torrent(name, Proof::Work), &Measure::of(&wanted)), Ok(()), "{name}");
        }
        assert_eq!(judged(&second_season(), "[Group] Glass Gardener S2 OVA - 05 [1080p].mkv"), Err(Reason::Extra));
        assert_eq!(judged(&wanted, "[Group] One Piece - 1071 - A Special Day [1080p].mkv"), Ok(()));
        assert_eq!(judged(&wanted, "[Group] One Piece - 1071 Special [1080p].mkv"), Ok(()));
        let mut ova = long_runner();
        ova.name = "One Piece OVA".to_owned();
        assert_eq!(judged(&ova, "[Group] One Piece OVA - 1071 [1080p].mkv"), Ok(()));
    }

    #[test]
    fn what_is_left_out_is_counted_by_reason() {
        let names = ["Big Buck Bunny 2008", "Big Buck Bunny 1999", "Sintel 2010", "Caminandes 2013"];
        let sifted = sift(names.map(|name| torrent(name, Proof::Nothing)).to_vec(), &film());
        assert_eq!((sifted.torrents.len(), sifted.left_out.len()), (1, 3));
        assert_eq!(sifted.dropped, [(Reason::Title, 2), (Reason::Year, 1)].into());
    }
}
