//! Which finds of a title search are what was wanted, and why the others are not. Pure; by the release name alone.

mod said;

use std::collections::BTreeMap;

use crate::title::{Kind, Numbering, Wanted};
use crate::torrent::Torrent;
use said::{Said, normalised, similarity};

/// Why a find is not what was wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is named otherwise.
    Title,
    /// It is of another year.
    Year,
    /// It says other seasons.
    Season,
    /// It says other episodes.
    Episode,
}

/// What a title search found, sifted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sifted {
    pub kept: Vec<Torrent>,
    /// How many were left out, by reason.
    pub dropped: BTreeMap<Reason, usize>,
}

/// Keeps what may be, or may hold, what is wanted.
pub fn sift(found: Vec<Torrent>, wanted: &Wanted) -> Sifted {
    let measure = Measure::of(wanted);
    let mut sifted = Sifted::default();
    for torrent in found {
        match measure.judge(&torrent.title) {
            Ok(()) => sifted.kept.push(torrent),
            Err(reason) => *sifted.dropped.entry(reason).or_default() += 1,
        }
    }
    sifted
}

/// Titles this alike are the same title, spelled differently.
const ALIKE: f64 = 0.85;

/// What is wanted, in the form names are held against.
struct Measure<'a> {
    wanted: &'a Wanted,
    /// The title and its aliases, normalised.
    titles: Vec<String>,
    numberings: Vec<Numbering>,
}

impl<'a> Measure<'a> {
    fn of(wanted: &'a Wanted) -> Self {
        let mut titles: Vec<String> =
            [&wanted.name].into_iter().chain(&wanted.aliases).map(|title| normalised(title)).collect();
        titles.retain(|title| !title.is_empty());
        titles.dedup();
        Self { wanted, titles, numberings: numberings(wanted) }
    }

    fn judge(&self, name: &str) -> Result<(), Reason> {
        let said = Said::read(name);
        let episode = self.episode(&said);
        let holds = episode.is_ok() && self.wanted.episode.is_some() && (said.is_pack() || !said.episodes.is_empty());
        if !self.title(&said, holds) {
            return Err(Reason::Title);
        }
        self.year(&said)?;
        episode
    }

    /// The same title or one of its other titles; or, for what may hold the episode, a name that begins with it.
    fn title(&self, said: &Said, holds: bool) -> bool {
        // Without a title there is nothing to hold against; the search was made by something else.
        if self.titles.is_empty() {
            return true;
        }
        said.titles.iter().any(|said| {
            self.titles.iter().any(|title| {
                said == title
                    || similarity(said, title) >= ALIKE
                    || (holds && said.strip_prefix(title.as_str()).is_some_and(|rest| rest.starts_with(' ')))
            })
        })
    }

    /// A film within a year of its own, a series not before it began nor after it ended.
    fn year(&self, said: &Said) -> Result<(), Reason> {
        let Some((from, to)) = said.years.zip(self.wanted.year).map(|((from, to), year)| (from - year, to - year))
        else {
            return Ok(());
        };
        let last = match (self.wanted.kind, self.wanted.end_year, self.wanted.year) {
            (Kind::Movie, _, _) => 1,
            (Kind::Series | Kind::Anime, Some(end), Some(year)) => end - year + 1,
            (Kind::Series | Kind::Anime, _, _) => i16::MAX,
        };
        if to >= -1 && from <= last { Ok(()) } else { Err(Reason::Year) }
    }

    /// Nothing said is a pack, or a film; what is said must agree with one of the numberings.
    fn episode(&self, said: &Said) -> Result<(), Reason> {
        let Some(episode) = &self.wanted.episode else {
            let film = said.seasons.is_empty() && (said.episodes.is_empty() || self.wanted.kind != Kind::Movie);
            return if film { Ok(()) } else { Err(Reason::Season) };
        };
        if let Some(date) = said.date {
            return if episode.aired.is_none_or(|aired| aired == date) { Ok(()) } else { Err(Reason::Episode) };
        }
        let season_fits = |season: Option<u32>| {
            said.seasons.is_empty() || season.is_some_and(|season| said.seasons.contains(&season))
        };
        let of_season: Vec<&Numbering> =
            self.numberings.iter().filter(|numbering| season_fits(numbering.season)).collect();
        if of_season.is_empty() {
            return Err(Reason::Season);
        }
        let said_so = |numbering: &&Numbering| said.episodes.iter().any(|range| range.contains(&numbering.episode));
        if said.episodes.is_empty() || of_season.iter().any(said_so) { Ok(()) } else { Err(Reason::Episode) }
    }
}

/// Every way a name may count the episode. A number that runs through all seasons stands without a season, or, as anime are
/// named, under the first or its own.
fn numberings(wanted: &Wanted) -> Vec<Numbering> {
    let Some(episode) = &wanted.episode else { return Vec::new() };
    let mut numberings = vec![episode.asked];
    numberings.extend(episode.imdb);
    let through = || episode.absolute.into_iter().chain(episode.kitsu);
    numberings.extend(through().map(|episode| Numbering { season: None, episode }));
    if super::ids::is_anime(wanted) {
        let seasons = [Some(1), episode.imdb.and_then(|imdb| imdb.season)];
        for season in seasons.into_iter().flatten() {
            numberings.extend(through().map(|episode| Numbering { season: Some(season), episode }));
        }
    }
    numberings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::ids::tests::{film, long_runner, series};

    fn judged(wanted: &Wanted, name: &str) -> Result<(), Reason> {
        Measure::of(wanted).judge(name)
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
    fn an_episode_is_no_film() {
        assert_eq!(judged(&film(), "Big.Buck.Bunny.S01E01.1080p"), Err(Reason::Season));
    }

    #[test]
    fn what_is_left_out_is_counted_by_reason() {
        let hash = crate::torrent::InfoHash::parse(&"ab".repeat(20)).unwrap();
        let torrent = |title| Torrent::new(hash, title, crate::torrent::SourceName::Nyaa);
        let names = ["Big Buck Bunny 2008", "Big Buck Bunny 1999", "Sintel 2010", "Caminandes 2013"];
        let sifted = sift(names.map(torrent).to_vec(), &film());
        assert_eq!(sifted.kept.len(), 1);
        assert_eq!(sifted.dropped, BTreeMap::from([(Reason::Title, 2), (Reason::Year, 1)]));
    }
}
