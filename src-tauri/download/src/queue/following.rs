//! The shows of which the next episodes are kept: which ones these are, by what was watched and what is out.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use perihelion_core::profile::Profile;
use perihelion_core::store::{Followed, Place, Progress, StoreError};
use perihelion_core::title::{Kind, Meta, Video};
use perihelion_player::About;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::Scope;

/// How often it is looked what was watched and what came out.
pub(super) const LOOKS_EVERY: Duration = Duration::from_mins(1);
/// How far back the history is looked through.
const LOOKED_THROUGH: u32 = 500;

type Spot = (Option<u32>, Option<u32>);

/// The shows that are followed, and the look at them that is under way.
pub(super) struct Following {
    shows: watch::Sender<Arc<Vec<Followed>>>,
    looking: JoinSet<Vec<About>>,
    /// The window follows shows; a command brings what it was asked for.
    is_ours: bool,
}

impl Following {
    pub(super) fn new(shows: watch::Sender<Arc<Vec<Followed>>>, scope: Scope) -> Self {
        Self { shows, looking: JoinSet::new(), is_ours: scope == Scope::All }
    }

    pub(super) async fn follow(&mut self, profile: &Profile, show: Followed) -> Result<(), StoreError> {
        let (least, most) = Followed::COUNT.into_inner();
        let show = Followed { count: show.count.clamp(least, most), ..show };
        profile.downloads.follow(show).await?;
        self.read(profile).await?;
        self.look(profile);
        Ok(())
    }

    pub(super) async fn unfollow(&mut self, profile: &Profile, title_id: &str) -> Result<(), StoreError> {
        profile.downloads.unfollow(title_id).await?;
        self.read(profile).await
    }

    async fn read(&self, profile: &Profile) -> Result<(), StoreError> {
        self.shows.send_replace(Arc::new(profile.downloads.followed().await?));
        Ok(())
    }

    /// Begins to look which episodes are the next. A look that is still under way is given up.
    pub(super) fn look(&mut self, profile: &Profile) {
        let shows = self.shows.borrow().clone();
        self.looking.abort_all();
        if shows.is_empty() || !self.is_ours {
            return;
        }
        let profile = profile.clone();
        self.looking.spawn(async move {
            let mut all = Vec::new();
            for show in shows.iter() {
                match next(&profile, show).await {
                    Ok(next) => all.extend(next),
                    Err(error) => tracing::info!(%error, "the next episodes of a show are not known"),
                }
            }
            all
        });
    }

    /// Returns the next episodes once a look has ended. Waits for good while there is none.
    pub(super) async fn next(&mut self) -> Option<Vec<About>> {
        loop {
            match self.looking.join_next().await {
                Some(Ok(next)) => return Some(next),
                Some(Err(_)) => {}
                None => std::future::pending().await,
            }
        }
    }
}

/// Why the next episodes are not known.
#[derive(Debug, thiserror::Error)]
pub enum NextError {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Catalogue(#[from] perihelion_core::metadata::MetadataError),
}

/// Returns the episodes of a show that are to be kept: the next ones that are out and not watched.
pub async fn next(profile: &Profile, show: &Followed) -> Result<Vec<About>, NextError> {
    let meta = profile.details(show.kind, &show.title_id).await?;
    let progress = profile.library.progress_of(&show.title_id).await?;
    let played = profile.library.played(LOOKED_THROUGH).await?.into_iter().find(|one| one.title_id == show.title_id);
    let left_out = profile.downloads.left_out(&show.title_id).await?;
    let last = played.map(|played| (played.season, played.episode));
    let seen = Seen { last, progress, left_out };
    Ok(episodes(&meta, &seen, show.count as usize, Timestamp::now()).into_iter().map(|video| of(show, video)).collect())
}

fn of(show: &Followed, video: &Video) -> About {
    About {
        title_id: show.title_id.clone(),
        kind: show.kind,
        name: show.name.clone(),
        years: show.years.clone(),
        poster: show.poster.clone(),
        season: (show.kind != Kind::Anime).then_some(video.season),
        episode: Some(video.episode),
    }
}

/// By what an episode is the same one. An entry on Kitsu has one season, which some call the first and some do not name.
pub(super) fn key(place: &Place) -> (String, Option<u32>, Option<u32>) {
    let season = place.season.filter(|_| !place.title_id.starts_with("kitsu:"));
    (place.title_id.clone(), season, place.episode)
}

/// What the person did with the episodes of a show.
#[derive(Debug, Default)]
struct Seen {
    /// Played last.
    last: Option<Spot>,
    progress: HashMap<Spot, Progress>,
    left_out: Vec<Spot>,
}

/// Returns the next episodes from the one that was played last, else from the first: so many that are out and not watched. Those
/// that the person took out of the list count, and are not returned. Specials are not kept by themselves.
fn episodes<'a>(meta: &'a Meta, seen: &Seen, count: usize, now: Timestamp) -> Vec<&'a Video> {
    let is_one_season = meta.preview.id.starts_with("kitsu:");
    let is = |(season, episode): &Spot, video: &Video| {
        *episode == Some(video.episode) && (is_one_season || *season == Some(video.season))
    };
    let is_watched = |video: &Video| seen.progress.iter().any(|(spot, progress)| is(spot, video) && progress.watched);
    let regular: Vec<&Video> = meta.videos.iter().filter(|video| video.season > 0).collect();
    let from = seen.last.and_then(|last| regular.iter().position(|video| is(&last, video))).unwrap_or(0);
    let ahead = regular.into_iter().skip(from).filter(|video| !is_watched(video));
    let out = ahead.take_while(|video| video.released.is_some_and(|released| released <= now));
    out.take(count).filter(|video| !seen.left_out.iter().any(|spot| is(spot, video))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meta() -> Meta {
        let video = |(season, episode, released)| Video {
            season,
            episode,
            released: Timestamp::from_second(released).ok(),
            ..Video::default()
        };
        let all = [(0, 1, 5), (1, 1, 10), (1, 2, 20), (1, 3, 30), (2, 1, 40), (2, 2, 90), (2, 3, 100)];
        Meta { videos: all.map(video).into(), ..Meta::default() }
    }

    fn spot(season: u32, episode: u32) -> Spot {
        (Some(season), Some(episode))
    }

    fn watched(spots: &[Spot]) -> HashMap<Spot, Progress> {
        let progress = Progress { watched: true, certain: true, ..Progress::default() };
        spots.iter().map(|spot| (*spot, progress)).collect()
    }

    fn next(seen: &Seen, count: usize) -> Vec<(u32, u32)> {
        let now = Timestamp::from_second(50).unwrap();
        episodes(&meta(), seen, count, now).iter().map(|video| (video.season, video.episode)).collect()
    }

    #[test]
    fn the_next_episodes_go_on_from_what_was_played_and_end_with_what_is_out() {
        assert_eq!(next(&Seen::default(), 3), [(1, 1), (1, 2), (1, 3)], "a show that was not begun, without specials");
        let second = Seen { last: Some(spot(1, 2)), ..Seen::default() };
        assert_eq!(next(&second, 2), [(1, 2), (1, 3)], "the one under way is kept too");
        let second = Seen { progress: watched(&[spot(1, 1), spot(1, 2)]), ..second };
        assert_eq!(next(&second, 3), [(1, 3), (2, 1)], "what is watched is not, and nothing that is not out");
        let ahead = Seen { last: Some(spot(1, 3)), progress: watched(&[spot(1, 3)]), ..Seen::default() };
        assert_eq!(next(&ahead, 1), [(2, 1)], "what was passed over is not come back to");
    }

    #[test]
    fn what_was_taken_out_of_the_list_is_not_made_up_for() {
        let seen = Seen { left_out: vec![spot(1, 2)], ..Seen::default() };
        assert_eq!(next(&seen, 3), [(1, 1), (1, 3)]);
    }

    #[test]
    fn an_entry_on_kitsu_has_one_season_however_it_is_named() {
        let mut meta = meta();
        meta.preview.id = "kitsu:12".to_owned();
        let seen = Seen { last: Some((None, Some(2))), progress: watched(&[(None, Some(2))]), ..Seen::default() };
        let now = Timestamp::from_second(35).unwrap();
        let next: Vec<_> = episodes(&meta, &seen, 5, now).iter().map(|video| video.episode).collect();
        assert_eq!(next, [3]);
        let place = |season| Place { title_id: "kitsu:12".to_owned(), season, episode: Some(2) };
        assert_eq!(key(&place(None)), key(&place(Some(1))));
    }
}
