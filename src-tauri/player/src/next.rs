//! Which episode follows another. Pure.

use jiff::Timestamp;
use perihelion_core::title::{Meta, Video};

use crate::about::About;

/// The episode that follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Following {
    pub about: About,
    /// The episode's own name.
    pub name: Option<String>,
}

/// Returns the episode after this one: the next of the season, or the first of the season after it. `None` when it is not out yet:
/// nothing after it is either. Specials follow specials.
pub fn after(meta: &Meta, about: &About, now: Timestamp) -> Option<Following> {
    let (season, episode) = (about.season, about.episode?);
    let is_this = |video: &Video| video.episode == episode && season.is_none_or(|season| video.season == season);
    let at = meta.videos.iter().position(is_this)?;
    let here = meta.videos.get(at)?;
    let next = meta.videos.get(at + 1..)?.iter().find(|video| (video.season == 0) == (here.season == 0))?;
    next.released
        .is_none_or(|released| released <= now)
        .then(|| Following { about: about.of(Some(next.season), next.episode), name: next.name.clone() })
}

#[cfg(test)]
mod tests {
    use perihelion_core::title::Kind;

    use super::*;

    fn meta() -> Meta {
        let video = |(season, episode, released)| Video {
            season,
            episode,
            name: Some(format!("{season}x{episode}")),
            released: Timestamp::from_second(released).ok(),
            ..Video::default()
        };
        let all = [(1, 1, 10), (1, 2, 20), (2, 1, 30), (2, 2, 90), (2, 3, 40), (0, 1, 10), (0, 2, 10)];
        Meta { videos: all.map(video).into(), ..Meta::default() }
    }

    #[test]
    fn the_next_season_follows_the_last_episode_and_nothing_that_is_not_out() {
        let meta = meta();
        let about = |season, episode| About {
            title_id: "tt1".to_owned(),
            kind: Kind::Series,
            name: "Tide Lines".to_owned(),
            years: None,
            poster: None,
            season,
            episode,
        };
        let after = |season: u32, episode: u32| {
            let found = after(&meta, &about(Some(season), Some(episode)), Timestamp::from_second(50).unwrap())?;
            Some((found.about.season?, found.about.episode?))
        };
        assert_eq!(after(1, 1), Some((1, 2)));
        assert_eq!(after(1, 2), Some((2, 1)), "the next season's first");
        assert_eq!(after(2, 1), None, "not out yet, and the one after it is not offered either");
        assert_eq!(after(2, 3), None, "no special follows the last episode");
        assert_eq!((after(0, 1), after(0, 2), after(7, 7)), (Some((0, 2)), None, None));
        let film = about(None, None);
        assert_eq!(super::after(&meta, &film, Timestamp::UNIX_EPOCH), None);
    }
}
