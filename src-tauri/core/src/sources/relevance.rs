//! Decides by the release name which results of a title search are what is wanted, and why the others are not. Pure.

use jiff::civil::Date;
use release_name::{Extra, KnownTitles, Marking, ReleaseName, TitleMatch, normalise};

use super::answer::{DropReason as Reason, SourceAnswer};
use crate::names;
use crate::title::{Kind, Numbering, Wanted};
use crate::torrent::Torrent;

/// Which parts of a name are compared with the wanted title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Title, year, season and episode.
    Everything,
    /// Season and episode only, because the source matched the title by id.
    Scope,
}

/// Keeps the torrents that may be, or may hold, what is wanted, and counts the others by reason.
pub fn sift(found: Vec<Torrent>, wanted: &Wanted, by: By) -> SourceAnswer {
    let measure = Measure::of(wanted);
    let mut sifted = SourceAnswer::default();
    for torrent in found {
        let judged = match by {
            By::Everything => measure.judge(&torrent.title),
            By::Scope => measure.judge_scope(&torrent.title),
        };
        match judged {
            Ok(()) => sifted.torrents.push(torrent),
            Err(reason) => sifted.drop(reason, 1),
        }
    }
    sifted
}

/// The wanted title, prepared for comparing names with it.
struct Measure<'a> {
    wanted: &'a Wanted,
    /// The title and its aliases, without articles.
    titles: KnownTitles,
    numberings: Vec<Numbering>,
}

impl<'a> Measure<'a> {
    fn of(wanted: &'a Wanted) -> Self {
        let work = super::ids::work_title(wanted);
        let name = without_article(&wanted.name);
        let aliases = wanted.aliases.iter().chain(work.season.map(|_| &work.title));
        let aliases: Vec<String> = aliases.map(|alias| without_article(alias).to_owned()).collect();
        Self { wanted, titles: KnownTitles::new(name, &aliases), numberings: numberings(wanted) }
    }

    fn judge(&self, name: &str) -> Result<(), Reason> {
        let said = names::read(name);
        let episode = self.episode(&said);
        if !self.title(&said, name, episode.is_ok()) {
            return Err(Reason::Title);
        }
        is_the_work(&said)?;
        self.year(&said)?;
        episode
    }

    fn judge_scope(&self, name: &str) -> Result<(), Reason> {
        let said = names::read(name);
        is_the_work(&said)?;
        self.episode(&said)
    }

    /// Returns whether a name carries the wanted title or an alias, also as one part of `A / B`. For a name whose
    /// episodes fit (`fits`), a title that begins with it is enough: `Title - Name of the Arc (890-1085)`.
    fn title(&self, said: &ReleaseName, name: &str, fits: bool) -> bool {
        // Without a title there is nothing to compare; the search must have used an id.
        if self.titles.normal_forms().next().is_none() {
            return true;
        }
        let same = |title: &str| self.titles.compare(without_article(title)) != TitleMatch::None;
        let parts = || said.title.split(['/', '|']).chain(said.alternative_titles.iter().map(String::as_str));
        if same(&said.title) || parts().any(same) {
            return true;
        }
        // The parser may take a title for a year or number: `2012`, `Cyberpunk 2077`.
        let numbered = said.title.is_empty().then(|| normalise(name));
        let begins = |said: &str| {
            self.titles
                .normal_forms()
                .any(|title| said.strip_prefix(title).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
        };
        let holds = self.wanted.episode.is_some() && fits && (is_pack(said) || !said.episodes.is_empty());
        numbered.is_some_and(|name| begins(&name)) || (holds && begins(&normalise(without_article(&said.title))))
    }

    /// Accepts a film within a year of its own year, and a series from its first year to its last.
    fn year(&self, said: &ReleaseName) -> Result<(), Reason> {
        let (Some(from), Some(year)) = (said.year.map(i32::from), self.wanted.year.map(i32::from)) else {
            return Ok(());
        };
        let to = said.end_year.map_or(from, i32::from).max(from);
        let last = match (self.wanted.kind, self.wanted.end_year) {
            (Kind::Movie, _) => year + 1,
            (Kind::Series | Kind::Anime, Some(end)) => i32::from(end) + 1,
            (Kind::Series | Kind::Anime, None) => i32::MAX,
        };
        // Releases of a later season carry the year of the first.
        let first = if is_later_season(self.wanted) { i32::MIN } else { year - 1 };
        if to >= first && from <= last { Ok(()) } else { Err(Reason::Year) }
    }

    /// Accepts a name that states no episode (a pack, or a film) or one that agrees with any of the numberings.
    fn episode(&self, said: &ReleaseName) -> Result<(), Reason> {
        let Some(episode) = &self.wanted.episode else {
            let film =
                said.seasons.is_empty() && matches!(said.marking, Marking::None | Marking::Bare | Marking::Compact);
            return if film { Ok(()) } else { Err(Reason::Season) };
        };
        if said.fraction.is_some() {
            return Err(Reason::Episode);
        }
        if let Some(date) = said.date.filter(|_| said.episodes.is_empty()) {
            return if episode.aired.is_none_or(|aired| is_same_day(aired, date)) {
                Ok(())
            } else {
                Err(Reason::Episode)
            };
        }
        let season_fits = |season: Option<u32>| {
            said.seasons.is_empty() || season.is_some_and(|season| said.seasons.contains(&season))
        };
        let of_season: Vec<u32> = self
            .numberings
            .iter()
            .filter(|numbering| season_fits(numbering.season))
            .map(|numbering| numbering.episode)
            .collect();
        let through = self.numberings.iter().filter(|numbering| numbering.season.is_none());
        if said.absolute.iter().any(|number| through.clone().any(|numbering| numbering.episode == *number)) {
            return Ok(());
        }
        if of_season.is_empty() {
            return Err(Reason::Season);
        }
        let named = |episode: &u32| said.episodes.contains(episode) || said.compact == Some(*episode);
        if said.episodes.is_empty() || of_season.iter().any(named) { Ok(()) } else { Err(Reason::Episode) }
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

fn is_same_day(day: Date, said: release_name::Date) -> bool {
    (i32::from(day.year()), i32::from(day.month()), i32::from(day.day()))
        == (i32::from(said.year), i32::from(said.month), i32::from(said.day))
}

/// Removes a leading article, because releases often leave it out.
fn without_article(title: &str) -> &str {
    let title = title.trim();
    let rest = title
        .split_once([' ', '.'])
        .filter(|(first, _)| ["the", "a", "an"].iter().any(|a| first.eq_ignore_ascii_case(a)));
    rest.map_or(title, |(_, rest)| rest.trim())
}

/// Returns every numbering a name may use for the episode. A number that runs through all seasons appears without a
/// season or, as anime are named, under season 1 or its own season. In an entry that is itself a later season, season
/// 1 means another entry and is left out.
fn numberings(wanted: &Wanted) -> Vec<Numbering> {
    let Some(episode) = &wanted.episode else { return Vec::new() };
    let own_season = own_season(wanted);
    let is_later = is_later_season(wanted);
    let mut numberings = Vec::from_iter(Some(episode.asked).filter(|_| !is_later));
    numberings.extend(episode.imdb);
    let through = || episode.absolute.into_iter().chain(episode.kitsu);
    numberings.extend(through().map(|episode| Numbering { season: None, episode }));
    if super::ids::is_anime(wanted) {
        for season in [Some(1).filter(|_| !is_later), own_season].into_iter().flatten() {
            numberings.extend(through().map(|episode| Numbering { season: Some(season), episode }));
        }
    }
    numberings
}

/// Returns the season of the whole work that this anime entry is, or that its episode belongs to.
fn own_season(wanted: &Wanted) -> Option<u32> {
    let imdb = wanted.episode.as_ref().and_then(|episode| episode.imdb).and_then(|imdb| imdb.season);
    imdb.or_else(|| super::ids::work_title(wanted).season)
}

fn is_later_season(wanted: &Wanted) -> bool {
    let counts_through = wanted.episode.as_ref().is_none_or(|episode| episode.absolute.is_some());
    super::ids::is_anime(wanted) && !counts_through && own_season(wanted).is_some_and(|season| season > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::ids::tests::{film, long_runner, second_season, series};

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
        let measure = |name| Measure::of(&long_runner()).judge_scope(name);
        assert_eq!(measure("[Group] Wan Pisu - 1071 [1080p].mkv"), Ok(()));
        assert_eq!(measure("[Group] Wan Pisu - 1072 [1080p].mkv"), Err(Reason::Episode));
    }

    #[test]
    fn what_is_left_out_is_counted_by_reason() {
        let hash = crate::torrent::InfoHash::parse(&"ab".repeat(20)).unwrap();
        let torrent = |title| Torrent::new(hash, title, crate::torrent::SourceName::Nyaa);
        let names = ["Big Buck Bunny 2008", "Big Buck Bunny 1999", "Sintel 2010", "Caminandes 2013"];
        let sifted = sift(names.map(torrent).to_vec(), &film(), By::Everything);
        assert_eq!(sifted.torrents.len(), 1);
        assert_eq!(sifted.dropped, [(Reason::Title, 2), (Reason::Year, 1)].into());
    }
}
