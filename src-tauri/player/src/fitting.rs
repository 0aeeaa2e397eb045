//! Which subtitles a file would be shown with, where none plays it: for those who keep it.

use std::path::PathBuf;

use perihelion_core::pipeline::link::DownloadResult;
use perihelion_core::profile::{Profile, SubtitlesFor};
use perihelion_core::settings::Subtitles;
use perihelion_core::title::Kind;

use crate::about::About;
use crate::now::{Now, Track, TrackKind};
use crate::playback::MOST_TRIED;
use crate::tracks::{self, Chosen};

/// Subtitles from outside a file that it would be shown with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fitting {
    pub path: PathBuf,
    /// As `en`, `pt-BR`.
    pub language: String,
    pub is_forced: bool,
}

/// Looks for subtitles of a file and brings the best. `None` where the file has its own in a wished language, or none are wished.
pub async fn fitting(profile: &Profile, about: &About, made: &DownloadResult) -> Option<Fitting> {
    let settings = profile.settings();
    let playback = &settings.playback;
    let wish = if about.kind == Kind::Anime { &playback.anime_tracks } else { &playback.tracks };
    let chosen = Chosen::read(profile.library.tracks(&about.title_id).await.ok().flatten().as_deref());
    let wanted = tracks::wanted_outside(&chosen, wish, &tracks_of(made));
    if wanted.is_empty() {
        return None;
    }
    let forced = wish.subtitles == Subtitles::Forced;
    let About { title_id, kind, season, episode, .. } = about;
    let (kind, season, episode) = (*kind, *season, *episode);
    let of = SubtitlesFor { kind, title_id, season, episode, made, languages: &wanted, forced };
    let found = profile.find_subtitles(of).await.list;
    let fitting = found.iter().filter(|one| tracks::is_one_of(&one.offered.language, &wanted));
    for one in fitting.take(MOST_TRIED) {
        match profile.bring_subtitles(made, one).await {
            Ok(brought) => {
                let (language, is_forced) = (one.offered.language.clone(), one.offered.is_forced);
                return Some(Fitting { path: brought.path, language, is_forced });
            }
            Err(error) => tracing::info!(%error, "subtitles could not be brought"),
        }
    }
    None
}

/// The tracks of subtitles that the file says it has, as a player would tell them.
fn tracks_of(made: &DownloadResult) -> Now {
    let told = made.passport.iter().flat_map(|media| &media.subtitles);
    let tracks = told.zip(1..).map(|(track, id)| Track {
        kind: TrackKind::Subtitle,
        id,
        language: track.language.clone(),
        title: track.title.clone(),
        codec: Some(track.codec.clone()),
        forced: track.is_forced,
        default: track.is_default,
        file: None,
        selected: false,
    });
    Now { tracks: tracks.collect(), ..Now::default() }
}
