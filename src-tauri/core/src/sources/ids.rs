//! Writes the wanted title in the id formats that sources understand. Each source picks the ones it knows.

use std::fmt;

use crate::title::{Kind, Wanted};

/// A Stremio id and the type (`movie`, `series`, …) in the path it is requested under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) path_kind: &'static str,
    pub(super) id: String,
}

impl Form {
    /// Returns the path of the stream resource of an addon.
    pub(super) fn path(&self) -> String {
        format!("/stream/{}/{}.json", self.path_kind, crate::text::percent_encoded(&self.id))
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}

/// Returns `tt1` or `tt1:2:3`; `None` when the IMDb id, or the season and episode under it, are not known.
pub(super) fn imdb(wanted: &Wanted) -> Option<Form> {
    let id = wanted.ids.imdb.as_deref().filter(|id| is_imdb(id))?;
    let Some(episode) = &wanted.episode else {
        return Some(Form { path_kind: "movie", id: id.to_owned() });
    };
    let numbering = match (episode.imdb, wanted.kind) {
        (Some(numbering), _) => numbering,
        (None, Kind::Movie | Kind::Series) => episode.asked,
        (None, Kind::Anime) => return None,
    };
    let season = numbering.season?;
    Some(Form { path_kind: "series", id: format!("{id}:{season}:{}", numbering.episode) })
}

fn is_imdb(id: &str) -> bool {
    id.strip_prefix("tt").is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns `kitsu:12:1`, or `kitsu:12` for a film.
pub(super) fn kitsu(wanted: &Wanted) -> Option<Form> {
    entry("kitsu", wanted.ids.kitsu?, wanted)
}

/// Returns `anidb:69:1`, or `anidb:69` for a film.
pub(super) fn anidb(wanted: &Wanted) -> Option<Form> {
    entry("anidb", wanted.ids.anidb?, wanted)
}

/// Returns `mal:21:1`, or `mal:21` for a film.
pub(super) fn mal(wanted: &Wanted) -> Option<Form> {
    entry("mal", wanted.ids.mal?, wanted)
}

/// Returns `anilist:21:1`, or `anilist:21` for a film.
pub(super) fn anilist(wanted: &Wanted) -> Option<Form> {
    entry("anilist", wanted.ids.anilist?, wanted)
}

fn entry(prefix: &str, id: u32, wanted: &Wanted) -> Option<Form> {
    let Some(episode) = &wanted.episode else {
        return Some(Form { path_kind: "movie", id: format!("{prefix}:{id}") });
    };
    Some(Form { path_kind: "series", id: format!("{prefix}:{id}:{}", episode.kitsu?) })
}

/// Returns the Kitsu and IMDb ids, which most addons understand.
pub(super) fn kitsu_and_imdb(wanted: &Wanted) -> Vec<Form> {
    [kitsu(wanted), imdb(wanted)].into_iter().flatten().collect()
}

/// Returns whether the title is known to be an anime, whichever catalogue it was requested from.
pub(super) fn is_anime(wanted: &Wanted) -> bool {
    let ids = &wanted.ids;
    wanted.kind == Kind::Anime || ids.kitsu.or(ids.anidb).or(ids.mal).or(ids.anilist).is_some()
}

/// Returns the searches for the anime indexes: the title with the episode, because the newest releases of a long
/// series would crowd it out; the title alone, for packs; and another title it is released under. Films and series get
/// them too, because many anime are known by their IMDb id alone. Empty while the title is not known.
pub(super) fn index_searches(wanted: &Wanted) -> Vec<String> {
    if wanted.name.is_empty() {
        return Vec::new();
    }
    let title = work_title(wanted).title;
    let Some(episode) = &wanted.episode else {
        return [Some(title.as_str()), other_title(wanted)].into_iter().flatten().map(str::to_owned).collect();
    };
    if let (false, Some(season)) = (is_anime(wanted), episode.asked.season) {
        return vec![format!("{title} S{season:02}E{:02}", episode.asked.episode), title];
    }
    let number = episode.kitsu.or(episode.absolute).unwrap_or(episode.asked.episode);
    let mut searches = vec![format!("{title} {number:02}"), title];
    searches.extend(other_title(wanted).map(|other| format!("{other} {number:02}")));
    searches
}

/// The title of a work without its season, and the season that the title of an anime entry states.
pub(super) struct WorkTitle {
    pub(super) title: String,
    pub(super) season: Option<u32>,
}

/// Splits the season off the title of an anime entry. A later season is an entry of its own, `Title 2nd Season`, while
/// its releases are named `Title S02E05`.
pub(super) fn work_title(wanted: &Wanted) -> WorkTitle {
    if is_anime(wanted) {
        let said = crate::names::read(&wanted.name);
        if let [season] = *said.seasons
            && !said.title.is_empty()
            && said.episodes.is_empty()
        {
            return WorkTitle { title: said.title.clone(), season: Some(season) };
        }
    }
    WorkTitle { title: wanted.name.clone(), season: None }
}

/// Returns an alias in Latin letters that finds other releases: one that neither contains the main title nor is
/// contained in it.
pub(super) fn other_title(wanted: &Wanted) -> Option<&str> {
    let known = release_name::normalise(&work_title(wanted).title);
    wanted.aliases.iter().map(String::as_str).find(|alias| {
        let alias_normal = release_name::normalise(alias);
        let is_latin = alias.chars().all(|c| !c.is_alphabetic() || c < '\u{250}');
        is_latin && alias_normal.len() > 3 && !known.contains(&alias_normal) && !alias_normal.contains(&known)
    })
}

/// Returns whether metadata has arrived from a catalogue. A title alone does not prove it: the person may have typed
/// it.
pub(super) fn details_known(wanted: &Wanted) -> bool {
    let told = wanted.year.is_some()
        || !wanted.aliases.is_empty()
        || wanted.episode.as_ref().is_some_and(|episode| episode.name.is_some() || episode.aired.is_some());
    !wanted.name.is_empty() && told
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::title::{Episode, Ids, Numbering};

    /// One Piece, episode 1071: known under every id, and as season 21 on IMDb.
    pub(in crate::sources) fn long_runner() -> Wanted {
        Wanted {
            kind: Kind::Anime,
            ids: Ids {
                imdb: Some("tt0388629".to_owned()),
                kitsu: Some(12),
                anidb: Some(69),
                mal: Some(21),
                anilist: None,
            },
            name: "One Piece".to_owned(),
            aliases: Vec::new(),
            year: Some(1999),
            end_year: None,
            runtime_min: None,
            episode: Some(Episode {
                asked: Numbering { season: Some(1), episode: 1071 },
                imdb: Some(Numbering { season: Some(21), episode: 180 }),
                absolute: Some(1071),
                kitsu: Some(1071),
                aired: None,
                name: None,
            }),
            ..Wanted::default()
        }
    }

    /// Big Buck Bunny, a film.
    pub(in crate::sources) fn film() -> Wanted {
        Wanted {
            kind: Kind::Movie,
            ids: Ids { imdb: Some("tt1254207".to_owned()), ..Ids::default() },
            name: "Big Buck Bunny".to_owned(),
            aliases: Vec::new(),
            year: Some(2008),
            end_year: None,
            runtime_min: None,
            episode: None,
            ..Wanted::default()
        }
    }

    /// An invented series, second season, fifth episode.
    pub(in crate::sources) fn series() -> Wanted {
        Wanted {
            kind: Kind::Series,
            ids: Ids { imdb: Some("tt9000001".to_owned()), ..Ids::default() },
            name: "Harbour Lights".to_owned(),
            aliases: Vec::new(),
            year: Some(2019),
            end_year: Some(2022),
            runtime_min: None,
            episode: Some(Episode {
                asked: Numbering { season: Some(2), episode: 5 },
                imdb: None,
                absolute: Some(13),
                kitsu: None,
                aired: jiff::civil::Date::new(2020, 3, 4).ok(),
                name: None,
            }),
            ..Wanted::default()
        }
    }

    /// The fifth episode of an anime's second season, an entry of its own.
    pub(in crate::sources) fn second_season() -> Wanted {
        let mut wanted = long_runner();
        wanted.name = "Glass Gardener 2nd Season".to_owned();
        wanted.aliases = vec!["Garasu no Niwashi".to_owned()];
        wanted.year = Some(2024);
        if let Some(episode) = &mut wanted.episode {
            episode.asked.episode = 5;
            episode.imdb = Some(Numbering { season: Some(2), episode: 5 });
            episode.absolute = None;
            episode.kitsu = Some(5);
        }
        wanted
    }

    fn texts(wanted: &Wanted) -> [Option<String>; 3] {
        [imdb(wanted), kitsu(wanted), anidb(wanted)].map(|form| form.map(|form| form.to_string()))
    }

    #[test]
    fn an_anime_has_a_form_for_each_id_with_its_own_numbering() {
        let expected = ["tt0388629:21:180", "kitsu:12:1071", "anidb:69:1071"];
        assert_eq!(texts(&long_runner()), expected.map(|id| Some(id.to_owned())));
    }

    #[test]
    fn an_anime_episode_that_imdb_does_not_list_has_no_imdb_form() {
        let mut wanted = long_runner();
        wanted.episode.as_mut().unwrap().imdb = None;
        assert_eq!(imdb(&wanted), None, "1:1071 would be some other episode");
    }

    #[test]
    fn films_have_neither_season_nor_episode() {
        assert_eq!(imdb(&film()), Some(Form { path_kind: "movie", id: "tt1254207".to_owned() }));
        let mut anime_film = long_runner();
        anime_film.episode = None;
        assert_eq!(kitsu(&anime_film), Some(Form { path_kind: "movie", id: "kitsu:12".to_owned() }));
    }

    #[test]
    fn anime_is_searched_for_by_number_for_packs_and_under_another_title() {
        let mut wanted = long_runner();
        assert_eq!(index_searches(&wanted), ["One Piece 1071", "One Piece"]);
        wanted.aliases = ["ワンピース", "One Piece!", "OP", "Straw Hats"].map(str::to_owned).to_vec();
        assert_eq!(index_searches(&wanted), ["One Piece 1071", "One Piece", "Straw Hats 1071"]);
        wanted.episode.as_mut().unwrap().kitsu = Some(5);
        assert_eq!(index_searches(&wanted)[0], "One Piece 05", "as releases pad it");
        wanted.episode = None;
        assert_eq!(index_searches(&wanted), ["One Piece", "Straw Hats"], "a film has no number");
        let [exact, packs] = index_searches(&series()).try_into().unwrap();
        assert!(
            exact.starts_with(&packs) && exact.contains(" S0"),
            "a series is searched for by season and episode: {exact}"
        );
    }

    #[test]
    fn a_later_season_is_searched_for_by_the_title_of_the_work() {
        let wanted = second_season();
        assert_eq!(index_searches(&wanted), ["Glass Gardener 05", "Glass Gardener", "Garasu no Niwashi 05"]);
        assert_eq!(work_title(&wanted).season, Some(2));
        assert_eq!(work_title(&long_runner()).title, "One Piece");
    }

    #[test]
    fn a_hostile_imdb_id_is_no_form() {
        let mut wanted = film();
        for id in ["", "tt", "tt1/../..", "tt1:2", "nm1", "tt１"] {
            wanted.ids.imdb = Some(id.to_owned());
            assert_eq!(imdb(&wanted), None, "{id:?}");
        }
    }
}
