//! Tells from the name of a torrent whether it is one episode or a pack of several.

use release_name::ReleaseName;

use super::fit::{Fit, fit};
use crate::model::Scope;
use crate::title::Wanted;

pub(super) fn of(fit: Fit) -> Scope {
    match fit {
        Fit::Film | Fit::Episode => Scope::Single,
        Fit::SeasonPack | Fit::SeriesPack => Scope::Pack,
        Fit::Untold | Fit::Otherwise => Scope::Unknown,
    }
}

/// Returns how much of what is wanted the torrent holds, according to its name.
pub fn scope(parsed: &ReleaseName, wanted: &Wanted) -> Scope {
    of(fit(parsed, wanted))
}

#[cfg(test)]
mod tests {
    use release_name::parse;

    use super::*;
    use crate::title::{Episode, Ids, Kind, Numbering};

    const LABELLED: [&str; 7] = [
        include_str!("../../../../release-name/tests/labelled/anime.txt"),
        include_str!("../../../../release-name/tests/labelled/cjk.txt"),
        include_str!("../../../../release-name/tests/labelled/cyrillic.txt"),
        include_str!("../../../../release-name/tests/labelled/dates.txt"),
        include_str!("../../../../release-name/tests/labelled/europe.txt"),
        include_str!("../../../../release-name/tests/labelled/series.txt"),
        include_str!("../../../../release-name/tests/labelled/second.txt"),
    ];

    /// A name and what its label says it holds.
    struct Name {
        text: String,
        seasons: Vec<u32>,
        episodes: Vec<u32>,
        complete: bool,
    }

    fn wanted(season: Option<u32>, episode: u32) -> Wanted {
        Wanted {
            kind: if season.is_some() { Kind::Series } else { Kind::Anime },
            ids: Ids::default(),
            name: "Blue Meadow".to_owned(),
            aliases: Vec::new(),
            year: None,
            end_year: None,
            runtime_min: None,
            episode: Some(Episode {
                asked: Numbering { season: season.or(Some(1)), episode },
                imdb: None,
                absolute: season.is_none().then_some(episode),
                kitsu: None,
                aired: None,
                name: None,
            }),
            ..Wanted::default()
        }
    }

    /// `1,3-5` as numbers.
    fn numbers(text: &str) -> Vec<u32> {
        let bounds = |part: &str| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            Some(first.parse().ok()?..=last.parse().ok()?)
        };
        text.split(',').filter_map(bounds).flatten().collect()
    }

    fn own_names() -> Vec<Name> {
        let line = |line: &str| {
            let (name, labels) = line.split_once(" => ").filter(|_| !line.starts_with(['#', '!']))?;
            let labels: Vec<(&str, &str)> =
                labels.split(';').map(|l| l.trim().split_once(' ').unwrap_or((l.trim(), ""))).collect();
            let list = |key| labels.iter().find(|l| l.0 == key).map_or(Vec::new(), |l| numbers(l.1));
            let told = |key| labels.iter().any(|l| l.0 == key);
            let extra = told("x") || told("f") || told("d");
            (!extra).then(|| Name {
                text: name.to_owned(),
                seasons: list("s"),
                episodes: list("e"),
                complete: told("complete"),
            })
        };
        LABELLED.iter().flat_map(|file| file.lines()).filter_map(line).collect()
    }

    /// Reads the names from the JSON lines file at the path in the variable `NAMES`, each with `name` and `expected`.
    /// Leaves out names without a label for seasons if they state one.
    fn given_names() -> Vec<Name> {
        let text = std::env::var_os("NAMES").and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
        let line = |line: &str| {
            let value: serde_json::Value = serde_json::from_str(line).ok()?;
            let (name, expected) = (value["name"].as_str()?, &value["expected"]);
            let list = |value: &serde_json::Value| -> Option<Vec<u32>> {
                value.as_array()?.iter().map(|n| n.as_u64().and_then(|n| u32::try_from(n).ok())).collect()
            };
            let episodes = list(&expected["episodes"]).or_else(|| list(&expected["episodes_any"][0]))?;
            let seasons = list(&expected["seasons"]);
            if seasons.is_none() && !parse(name).seasons.is_empty() {
                return None;
            }
            let complete = expected["complete"].as_bool() == Some(true);
            Some(Name { text: name.to_owned(), seasons: seasons.unwrap_or_default(), episodes, complete })
        };
        text.lines().filter_map(line).collect()
    }

    #[derive(Default, Debug)]
    struct Rates {
        singles: usize,
        found: usize,
        others: usize,
        accepted: usize,
    }

    /// Measures the classification. A name labelled with one episode must count as single for that episode and not for
    /// the next. One labelled with several episodes or seasons, with a season and no episode, or as complete, is a
    /// pack and must never count as single.
    fn measure(names: &[Name]) -> Rates {
        let mut rates = Rates::default();
        for name in names {
            let read = parse(&name.text);
            let season = name.seasons.first().copied();
            let single = |episode| scope(&read, &wanted(season, episode)) == Scope::Single;
            let pack = name.episodes.len() > 1
                || name.seasons.len() > 1
                || name.episodes.is_empty() && (season.is_some() || name.complete);
            let mut refused = Vec::new();
            if pack {
                refused.push(name.episodes.first().copied().unwrap_or(1));
            } else if let [episode] = name.episodes[..] {
                rates.singles += 1;
                rates.found += usize::from(single(episode));
                if !single(episode) {
                    eprintln!("not found: {} for {season:?} {episode}", name.text);
                }
                refused.push(episode + 1);
            }
            for episode in refused {
                rates.others += 1;
                rates.accepted += usize::from(single(episode));
                if single(episode) {
                    eprintln!("accepted: {} for {season:?} {episode}", name.text);
                }
            }
        }
        rates
    }

    #[test]
    fn singles_are_found_and_packs_are_not_taken_for_them() {
        for (whose, names) in [("own", own_names()), ("given", given_names())] {
            let rates = measure(&names);
            eprintln!("{whose}: {rates:?}");
            assert!(rates.found * 100 >= rates.singles * 95, "{whose}: {rates:?}");
            assert!(rates.accepted * 100 <= rates.others * 2, "{whose}: {rates:?}");
        }
        assert!(own_names().len() > 500);
    }

    #[test]
    fn a_day_tells_the_episode_of_a_daily_show() {
        let mut wanted = wanted(Some(3), 40);
        if let Some(episode) = &mut wanted.episode {
            episode.aired = jiff::civil::Date::new(2024, 3, 11).ok();
        }
        assert_eq!(scope(&parse("Blue.Meadow.2024.03.11.720p"), &wanted), Scope::Single);
        assert_eq!(scope(&parse("Blue.Meadow.2024.03.12.720p"), &wanted), Scope::Unknown);
    }

    #[test]
    fn an_animes_title_names_its_season_here_too() {
        let mut wanted = wanted(None, 5);
        wanted.name = "Blue Meadow Season 2".to_owned();
        assert_eq!(scope(&parse("[Grp] Blue Meadow S2 - 05 (1080p)"), &wanted), Scope::Single);
    }
}
