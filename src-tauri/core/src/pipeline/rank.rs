//! Which row a person would pick: what plays at once, then what fits exactly, then how good it looks. Pure; every term is a reason.

use release_name::ReleaseName;

use crate::debrid::CacheState;
use crate::store::Outcome;
use crate::title::{Kind, Numbering, Wanted};

use super::dedupe::Candidate;

/// Higher is better; the reasons are the terms that decided, the strongest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rank {
    pub value: f64,
    pub reasons: Vec<RankReason>,
    pub scope: Scope,
}

/// What a torrent holds, as its name tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// The film, or the one episode.
    Single,
    /// A season or more.
    Pack,
    #[default]
    Unknown,
}

/// A term of the rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RankReason {
    Cached,
    NotCached,
    /// The service listed the files, and the one wanted is among them.
    FileFound,
    /// The service listed the files, and the one wanted is not among them.
    FileMissing,
    TheFilm,
    ExactEpisode,
    SeasonPack,
    SeriesPack,
    /// The name expressly says another season, episode or year.
    SaysOtherwise,
    Resolution(String),
    Quality(&'static str),
    Hdr(&'static str),
    /// Recorded in a cinema, or otherwise not made from a proper copy.
    PoorCopy,
    VeryLarge,
    Seeders(u32),
    /// It is in the person's account already.
    InCloud,
    /// A link was made of it here, so many days ago.
    WorkedHere {
        days: u32,
    },
    /// It was tried here and failed; in words.
    FailedHere(String),
}

impl RankReason {
    /// In words, for people.
    pub fn words(&self) -> String {
        match self {
            Self::Cached => "plays at once".to_owned(),
            Self::NotCached => "not held by the service".to_owned(),
            Self::FileFound => "the right file is in it".to_owned(),
            Self::FileMissing => "the right file is not in it".to_owned(),
            Self::TheFilm => "the film".to_owned(),
            Self::ExactEpisode => "exactly this episode".to_owned(),
            Self::SeasonPack => "season pack".to_owned(),
            Self::SeriesPack => "series pack".to_owned(),
            Self::SaysOtherwise => "its name says something else".to_owned(),
            Self::Resolution(resolution) => resolution.clone(),
            Self::Quality(quality) => (*quality).to_owned(),
            Self::Hdr(kind) => (*kind).to_owned(),
            Self::PoorCopy => "poor copy".to_owned(),
            Self::VeryLarge => "very large".to_owned(),
            Self::Seeders(count) => format!("{count} seeders"),
            Self::InCloud => "already in your cloud".to_owned(),
            Self::WorkedHere { days: 0 } => "worked here today".to_owned(),
            Self::WorkedHere { days: 1 } => "worked here yesterday".to_owned(),
            Self::WorkedHere { days } => format!("worked here {days} days ago"),
            Self::FailedHere(words) => words.clone(),
        }
    }
}

const VERY_LARGE: u64 = 40 << 30;

/// Ranks a row as it is known now.
pub fn rank(row: &Candidate, wanted: &Wanted) -> Rank {
    let mut terms: Vec<(f64, RankReason)> = Vec::new();
    match row.cached {
        Some(CacheState::Cached) => terms.push((10_000.0, RankReason::Cached)),
        Some(CacheState::NotCached) => terms.push((-1_000.0, RankReason::NotCached)),
        Some(CacheState::Unknown) | None => {}
    }
    if row.in_cloud() {
        terms.push((120.0, RankReason::InCloud));
    }
    match row.before() {
        Some(before) if before.outcome == Outcome::Worked => {
            terms.push((90.0, RankReason::WorkedHere { days: before.days() }));
        }
        Some(before) if before.verdict().is_some() => {
            terms.push((-400.0, RankReason::FailedHere(before.words())));
        }
        Some(_) | None => {}
    }
    if row.lacks_file {
        terms.push((-20_000.0, RankReason::FileMissing));
    }
    let fit = fit(&row.parsed, wanted);
    let (fit_points, fit_reason) = match fit {
        Fit::Film => (3_000.0, Some(RankReason::TheFilm)),
        Fit::Episode => (3_000.0, Some(RankReason::ExactEpisode)),
        Fit::SeasonPack => (2_400.0, Some(RankReason::SeasonPack)),
        Fit::SeriesPack => (2_200.0, Some(RankReason::SeriesPack)),
        Fit::Untold => (1_500.0, None),
        Fit::Otherwise => (-15_000.0, Some(RankReason::SaysOtherwise)),
    };
    terms.extend(fit_reason.map(|reason| (fit_points, reason)));
    if row.file.is_some() && matches!(fit, Fit::SeasonPack | Fit::SeriesPack | Fit::Untold) {
        terms.push((500.0, RankReason::FileFound));
    }
    looks(row, &mut terms);

    let untold = if fit == Fit::Untold { fit_points } else { 0.0 };
    let value = untold + terms.iter().map(|(points, _)| points).sum::<f64>();
    terms.sort_by(|(a, _), (b, _)| b.abs().total_cmp(&a.abs()));
    let scope = match fit {
        Fit::Film | Fit::Episode => Scope::Single,
        Fit::SeasonPack | Fit::SeriesPack => Scope::Pack,
        Fit::Untold | Fit::Otherwise => Scope::Unknown,
    };
    Rank { value, reasons: terms.into_iter().map(|(_, reason)| reason).collect(), scope }
}

fn looks(row: &Candidate, terms: &mut Vec<(f64, RankReason)>) {
    let parsed = &row.parsed;
    if let Some(resolution) = &parsed.resolution {
        let points = match resolution.as_str() {
            "2160p" => 400.0,
            "1440p" => 385.0,
            "1080p" => 380.0,
            "720p" => 250.0,
            "576p" => 150.0,
            "480p" => 130.0,
            _ => 60.0,
        };
        terms.push((points, RankReason::Resolution(resolution.clone())));
    }
    if let Some(quality) = parsed.quality {
        match quality {
            "CAM" | "TeleSync" | "TeleCine" | "SCR" | "R5" => terms.push((-3_000.0, RankReason::PoorCopy)),
            "BluRay REMUX" => terms.push((60.0, RankReason::Quality(quality))),
            "BluRay" => terms.push((58.0, RankReason::Quality(quality))),
            "WEB-DL" => terms.push((55.0, RankReason::Quality(quality))),
            "WEB" => terms.push((52.0, RankReason::Quality(quality))),
            "BDRip" => terms.push((45.0, RankReason::Quality(quality))),
            "WEBRip" => terms.push((40.0, RankReason::Quality(quality))),
            _ => terms.push((10.0, RankReason::Quality(quality))),
        }
    }
    if let Some(&kind) = parsed.hdr.first() {
        terms.push((8.0, RankReason::Hdr(kind)));
    }
    if row.file.as_ref().map_or(row.torrent.file_size, |file| file.size).is_some_and(|size| size > VERY_LARGE) {
        terms.push((-90.0, RankReason::VeryLarge));
    }
    if let Some(seeders) = row.torrent.seeders.filter(|count| *count > 0 && row.cached != Some(CacheState::Cached)) {
        terms.push(((f64::from(seeders) + 1.0).ln().min(8.0) * 5.0, RankReason::Seeders(seeders)));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Film,
    Episode,
    SeasonPack,
    SeriesPack,
    /// The name does not say.
    Untold,
    /// The name says something else.
    Otherwise,
}

fn fit(parsed: &ReleaseName, wanted: &Wanted) -> Fit {
    match &wanted.episode {
        None => fit_film(parsed, wanted),
        Some(episode) => {
            let any_season = |episode| Numbering { season: None, episode };
            let ways: Vec<Numbering> = [Some(episode.asked), episode.imdb]
                .into_iter()
                .chain([episode.absolute.map(any_season), episode.kitsu.map(any_season)])
                .flatten()
                .collect();
            fit_episode(parsed, wanted.kind, &ways)
        }
    }
}

fn fit_film(parsed: &ReleaseName, wanted: &Wanted) -> Fit {
    if !parsed.episodes.is_empty() || !parsed.seasons.is_empty() {
        return Fit::Otherwise;
    }
    match (parsed.year, wanted.year) {
        (Some(said), Some(year)) if (i32::from(said) - i32::from(year)).abs() > 1 && parsed.end_year.is_none() => {
            Fit::Otherwise
        }
        (Some(_), Some(_)) => Fit::Film,
        _ => Fit::Untold,
    }
}

fn fit_episode(parsed: &ReleaseName, kind: Kind, ways: &[Numbering]) -> Fit {
    let season_fits =
        |way: &Numbering| parsed.seasons.is_empty() || way.season.is_none_or(|season| parsed.seasons.contains(&season));
    let holds = |way: &Numbering| {
        season_fits(way) && (parsed.episodes.contains(&way.episode) || parsed.absolute.contains(&way.episode))
    };
    let many = parsed.episodes.len() > 1 || parsed.seasons.len() > 1;
    if ways.iter().any(holds) {
        return match (many, parsed.seasons.len() > 1) {
            (false, _) => Fit::Episode,
            (true, false) => Fit::SeasonPack,
            (true, true) => Fit::SeriesPack,
        };
    }
    if !parsed.episodes.is_empty() {
        return Fit::Otherwise;
    }
    match parsed.seasons.len() {
        0 if parsed.complete => Fit::SeriesPack,
        0 => Fit::Untold,
        count if ways.iter().any(|way| way.season.is_some() && season_fits(way)) => {
            if count == 1 {
                Fit::SeasonPack
            } else {
                Fit::SeriesPack
            }
        }
        // An anime's seasons are counted differently from list to list.
        _ if kind == Kind::Anime => Fit::Untold,
        _ => Fit::Otherwise,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::dedupe::tests::{film, hash};
    use crate::title::Episode;
    use crate::torrent::{SourceName, Torrent};

    fn row(title: &str) -> Candidate {
        Candidate::new(Torrent::new(hash('a'), title, SourceName::Comet))
    }

    fn value(title: &str, wanted: &Wanted) -> f64 {
        rank(&row(title), wanted).value
    }

    fn series() -> Wanted {
        let asked = Numbering { season: Some(2), episode: 5 };
        let episode = Episode { asked, imdb: None, absolute: Some(13), kitsu: None, aired: None, name: None };
        Wanted { kind: Kind::Series, name: "Tide Lines".to_owned(), year: None, episode: Some(episode), ..film() }
    }

    #[track_caller]
    fn assert_order(best_first: &[&str], wanted: &Wanted) {
        for pair in best_first.windows(2) {
            assert!(value(pair[0], wanted) > value(pair[1], wanted), "{} comes before {}", pair[0], pair[1]);
        }
    }

    #[test]
    fn the_exact_episode_comes_before_packs_and_those_before_what_says_otherwise() {
        let best_first = [
            "Tide.Lines.S02E05.720p.WEB-DL",
            "Tide.Lines.S02.1080p.BluRay",
            "Tide.Lines.S01-S03.1080p.BluRay",
            "Tide.Lines.S02E06.2160p.BluRay.REMUX",
        ];
        assert_order(&best_first, &series());
        assert!(value(best_first[3], &series()) < 0.0, "another episode is never worth trying");
        assert_eq!(rank(&row("Tide Lines - 13 [1080p].mkv"), &series()).scope, Scope::Single, "the running number");
    }

    #[test]
    fn a_better_copy_comes_first_and_a_cinema_recording_last() {
        let best_first = [
            "Sintel.2010.2160p.BluRay.REMUX",
            "Sintel.2010.1080p.BluRay.REMUX",
            "Sintel.2010.1080p.WEB-DL",
            "Sintel.2010.720p.BluRay",
            "Sintel.2010.1080p.CAM",
        ];
        assert_order(&best_first, &film());
        assert!(value("Sintel.1999.1080p.BluRay", &film()) < 0.0, "another year is another film");
    }

    #[test]
    fn what_plays_at_once_comes_before_everything_that_does_not() {
        let mut cached = row("Sintel.2010.480p.DVDRip");
        cached.cached = Some(CacheState::Cached);
        assert!(rank(&cached, &film()).value > value("Sintel.2010.2160p.BluRay.REMUX", &film()));
        cached.lacks_file = true;
        assert!(rank(&cached, &film()).value < 0.0, "but not without the file");
    }
}
