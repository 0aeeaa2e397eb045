//! Parses Stremio ids as people and addons write them: `tt1`, `tt1:2:3`, `kitsu:12`, `kitsu:12:1`, and the same under
//! `anidb`, `mal` and `anilist`. Rejects anything else.

use crate::title::{Episode, Ids, Kind, Numbering, Wanted};

/// What an id states by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedId {
    /// The kind of work, where the prefix decides it; `None` for a bare `tt` id, which may be a film or a series.
    pub kind_hint: Option<Kind>,
    /// The id of the work without its episode, as `details` takes it.
    pub title_id: String,
    pub ids: Ids,
    /// Always `None` under an anime id.
    pub season: Option<u32>,
    pub episode: Option<u32>,
}

/// Parses an id. Ignores white space around it and the case of its prefix.
pub fn parse_id(text: &str) -> Option<AskedId> {
    let text = text.trim();
    if text.len() > 64 || !text.is_ascii() {
        return None;
    }
    let text = text.to_ascii_lowercase();
    let mut parts = text.split(':');
    let prefix = parts.next()?;
    let rest: Vec<&str> = parts.collect();
    if let Some(digits) = prefix.strip_prefix("tt") {
        return imdb(prefix, digits, &rest);
    }
    let (id, episode) = match *rest.as_slice() {
        [id] => (number(id)?, None),
        [id, episode] => (number(id)?, Some(number(episode)?)),
        _ => return None,
    };
    if id == 0 {
        return None;
    }
    let mut ids = Ids::default();
    match prefix {
        "kitsu" => ids.kitsu = Some(id),
        "anidb" => ids.anidb = Some(id),
        "mal" => ids.mal = Some(id),
        "anilist" => ids.anilist = Some(id),
        _ => return None,
    }
    Some(AskedId { kind_hint: Some(Kind::Anime), title_id: format!("{prefix}:{id}"), ids, season: None, episode })
}

fn imdb(id: &str, digits: &str, rest: &[&str]) -> Option<AskedId> {
    if digits.is_empty() || digits.len() > 10 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (kind_hint, season, episode) = match *rest {
        [] => (None, None, None),
        [season, episode] => (Some(Kind::Series), Some(number(season)?), Some(number(episode)?)),
        _ => return None,
    };
    let ids = Ids { imdb: Some(id.to_owned()), ..Ids::default() };
    Some(AskedId { kind_hint, title_id: id.to_owned(), ids, season, episode })
}

/// Parses a number of digits only, without sign or white space.
fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// Returns what a search can begin with before the metadata has arrived.
pub fn wanted_from_id(id: &AskedId, name: Option<&str>) -> Wanted {
    let kind = id.kind_hint.unwrap_or(Kind::Movie);
    let episode = id.episode.map(|episode| Episode {
        asked: Numbering { season: Some(id.season.unwrap_or(1)), episode },
        imdb: None,
        absolute: None,
        kitsu: (kind == Kind::Anime).then_some(episode),
        aired: None,
        name: None,
    });
    Wanted {
        kind,
        ids: id.ids.clone(),
        name: name.unwrap_or_default().trim().to_owned(),
        aliases: Vec::new(),
        year: None,
        end_year: None,
        runtime_min: None,
        episode,
        ..Wanted::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_id_is_read() {
        let read = |text: &str| {
            let id = parse_id(text).unwrap_or_else(|| panic!("{text} is an id"));
            (id.kind_hint, id.title_id, id.season, id.episode)
        };
        assert_eq!(read("tt1"), (None, "tt1".to_owned(), None, None));
        assert_eq!(read(" TT0388629:1:2 "), (Some(Kind::Series), "tt0388629".to_owned(), Some(1), Some(2)));
        assert_eq!(read("kitsu:12"), (Some(Kind::Anime), "kitsu:12".to_owned(), None, None));
        assert_eq!(read("kitsu:12:1"), (Some(Kind::Anime), "kitsu:12".to_owned(), None, Some(1)));
        assert_eq!(read("anidb:69:1"), (Some(Kind::Anime), "anidb:69".to_owned(), None, Some(1)));
        assert_eq!(read("mal:21:1071"), (Some(Kind::Anime), "mal:21".to_owned(), None, Some(1071)));
        assert_eq!(read("anilist:21"), (Some(Kind::Anime), "anilist:21".to_owned(), None, None));
        assert_eq!(parse_id("anidb:69").unwrap().ids, Ids { anidb: Some(69), ..Ids::default() });
    }

    #[test]
    fn hostile_ids_are_no_ids() {
        let long = format!("tt{}", "1".repeat(100));
        for text in [
            "",
            "tt",
            "tt1:2",
            "tt1:2:3:4",
            "tt-1",
            "tt1/../../etc",
            "tt1:+2:3",
            "tt1: 2:3",
            "kitsu",
            "kitsu:",
            "kitsu:0",
            "kitsu:12:",
            "kitsu:12:1:5",
            "kitsu:-1",
            "kitsu:99999999999",
            "tvdb:1:2",
            "tt１",
            "kitsu:１2",
            "tt1%3A1%3A1",
            "tt1\n:1:1",
            "{\"id\":1}",
            &long,
        ] {
            assert_eq!(parse_id(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_id_alone_says_enough_to_begin() {
        let anime = wanted_from_id(&parse_id("kitsu:12:1071").unwrap(), Some(" One Piece "));
        assert_eq!((anime.kind, anime.name.as_str(), anime.ids.kitsu), (Kind::Anime, "One Piece", Some(12)));
        let episode = anime.episode.unwrap();
        assert_eq!(episode.asked, Numbering { season: Some(1), episode: 1071 });
        assert_eq!((episode.kitsu, episode.imdb), (Some(1071), None));

        let series = wanted_from_id(&parse_id("tt0903747:2:3").unwrap(), None);
        assert_eq!(series.episode.unwrap().asked, Numbering { season: Some(2), episode: 3 });
        assert_eq!(wanted_from_id(&parse_id("tt1254207").unwrap(), None).episode, None);
    }
}
