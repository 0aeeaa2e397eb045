//! Subtitles that are not in the file: looked for when an item begins, the fitting one put on the screen where the file has none in a
//! wished language, the others at hand.

use std::path::{Path, PathBuf};

use perihelion_core::profile::{BroughtSubtitle, FoundSubtitle, Profile, SubtitleOrigin, SubtitlesFor};
use perihelion_core::settings::Subtitles;
use subtitles::Timing;

use super::{Director, tell};
use crate::found::Dialect;
use crate::now::{Now, TrackKind};
use crate::order::{AddedSubtitle, Order};
use crate::playback::{Ask, MOST_TRIED, OutsideState, OutsideSubtitle};
use crate::tracks;
use crate::vlc::beside::is_given;

/// What there is for the item that plays.
#[derive(Debug, Default)]
pub(super) struct Outside {
    found: Option<Vec<(FoundSubtitle, State)>>,
    /// Whether one is needed was looked at.
    is_decided: bool,
    tried: usize,
    /// The languages to try, while none stands yet.
    wanted: Vec<String>,
    /// What the player was given, in that order.
    given: Vec<Given>,
}

/// Subtitles that the player was given as a file.
#[derive(Debug)]
struct Given {
    timing: Timing,
    /// The tracks it had before: the one it adds is none of them.
    before: Vec<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Offered,
    Brought { by_hand: bool },
    Added,
    Failed,
}

impl Outside {
    /// Returns the number of the best one that may be tried by itself.
    fn next(&self) -> Option<usize> {
        if self.tried >= MOST_TRIED {
            return None;
        }
        let all = self.found.as_ref()?;
        all.iter().position(|(found, state)| {
            *state == State::Offered && tracks::is_one_of(&found.offered.language, &self.wanted)
        })
    }

    /// The player has these of those that lie beside the file.
    fn take(&mut self, has: impl Fn(&Path) -> bool) {
        for (found, state) in self.found.iter_mut().flatten() {
            if matches!(&found.from, SubtitleOrigin::Disk(path) if has(path)) {
                *state = State::Added;
            }
        }
    }

    /// Returns the tracks whose times were moved to fit the file, by the player's numbers of them.
    fn moved(&self, now: &Now) -> Vec<(i64, Timing)> {
        let mut known: Vec<(i64, Timing)> = Vec::new();
        for given in &self.given {
            let ids = now.of(TrackKind::Subtitle).map(|track| track.id);
            let added = ids.filter(|id| !given.before.contains(id) && known.iter().all(|(other, _)| other != id)).min();
            known.extend(added.map(|id| (id, given.timing)));
        }
        known.retain(|(_, timing)| matches!(timing, Timing::Moved { .. }));
        known
    }

    fn set(&mut self, number: usize, to: State) -> Option<State> {
        let (_, state) = self.found.as_mut()?.get_mut(number)?;
        Some(std::mem::replace(state, to))
    }
}

impl Director {
    /// Looks for subtitles of the item that begins.
    pub(super) fn ask_for_outside(&mut self) {
        self.outside = Outside::default();
        let link = self.current.and_then(|(number, _)| self.links.get(number)).cloned();
        let can = self.session.as_ref().is_some_and(|session| session.can.outside);
        let (chosen, wish) = (&self.tracking.chosen, &self.tracking.wish);
        let Some(link) = link.filter(|_| can && !tracks::wants_none(chosen, wish)) else { return };
        let mut languages = self.profile.settings().subtitle_languages(link.about.kind);
        if let Some(language) = tracks::chosen_language(chosen) {
            languages.retain(|other| *other != language);
            languages.insert(0, language);
        }
        let forced = wish.subtitles == Subtitles::Forced;
        let (profile, arrival, asks) = (self.profile.clone(), self.arrivals, self.asks.clone());
        tokio::spawn(async move {
            let about = &link.about;
            let of = SubtitlesFor {
                kind: about.kind,
                title_id: &about.title_id,
                season: about.season,
                episode: about.episode,
                made: &link.result,
                languages: &languages,
                forced,
            };
            let found = profile.find_subtitles(of).await.list;
            tell(&asks, Ask::Outside { arrival, found });
        });
    }

    pub(super) fn found_outside(&mut self, arrival: u64, found: Vec<FoundSubtitle>) {
        if arrival == self.arrivals {
            self.outside.found = Some(found.into_iter().map(|found| (found, State::Offered)).collect());
            self.look_outside();
        }
    }

    /// Brings the best one once the file's own tracks are known and none of them is in a wished language.
    pub(super) fn look_outside(&mut self) {
        if self.outside.is_decided || self.outside.found.is_none() || !self.now.is_loaded() {
            return;
        }
        self.outside.is_decided = true;
        self.outside.wanted = tracks::wanted_outside(&self.tracking.chosen, &self.tracking.wish, &self.now);
        self.take_those_on_disk();
        self.try_outside();
    }

    /// Those beside a file on the disk that mpv found by itself, or VLC was given with it: the choice of tracks is among them.
    fn take_those_on_disk(&mut self) {
        let film = self.current.and_then(|(number, _)| self.links.get(number)?.result.link.to_file_path().ok());
        let is_vlc = self.session.as_ref().is_some_and(|session| session.player.dialect() == Dialect::Vlc);
        let given = film.filter(|_| is_vlc);
        let found: Vec<&Path> = self.now.of(TrackKind::Subtitle).filter_map(|track| track.file.as_deref()).collect();
        self.outside.take(|path| found.contains(&path) || given.as_ref().is_some_and(|film| is_given(path, film)));
    }

    fn try_outside(&mut self) {
        if let Some(number) = self.outside.next() {
            self.outside.tried += 1;
            self.bring(number, false);
        }
    }

    /// The person wants this one.
    pub(super) fn choose_outside(&mut self, number: usize) {
        self.outside.wanted.clear();
        self.bring(number, true);
    }

    fn bring(&mut self, number: usize, by_hand: bool) {
        let link = self.current.and_then(|(number, _)| self.links.get(number)).cloned();
        let found = self.outside.found.as_ref().and_then(|all| all.get(number)).map(|(found, _)| found.clone());
        let (Some(link), Some(found), Some(session)) = (link, found, &self.session) else { return };
        let folder = session.player.is_confined().then(|| session.player.reaches(&self.ways.folder));
        self.outside.set(number, State::Brought { by_hand });
        let (profile, arrival, asks) = (self.profile.clone(), self.arrivals, self.asks.clone());
        tokio::spawn(async move {
            let brought = profile.bring_subtitles(&link.result, &found).await;
            let brought = brought.inspect_err(|error| tracing::info!(%error, "subtitles could not be brought")).ok();
            let subtitle = match brought {
                Some(BroughtSubtitle { path, timing }) => {
                    let within = match folder {
                        Some(folder) => within_reach(path, folder).await,
                        None => Some(path),
                    };
                    let (title, language) = (origin(&profile, &found.from), found.offered.language);
                    within.map(|path| (AddedSubtitle { path, title, language }, timing))
                }
                None => None,
            };
            tell(&asks, Ask::Brought { arrival, number, subtitle });
        });
    }

    pub(super) fn brought(&mut self, arrival: u64, number: usize, subtitle: Option<(AddedSubtitle, Timing)>) {
        if arrival != self.arrivals {
            return;
        }
        let now = if subtitle.is_some() { State::Added } else { State::Failed };
        let before = self.outside.set(number, now);
        let by_hand = before == Some(State::Brought { by_hand: true });
        let Some((subtitle, timing)) = subtitle else {
            if !by_hand {
                self.try_outside();
            }
            return;
        };
        if let Some(session) = &self.session {
            if !by_hand {
                // What the app sets is no choice of the person's.
                self.tracking.settle_anew();
            }
            session.say(Order::AddSubtitle(Box::new(subtitle)));
            let before = self.now.of(TrackKind::Subtitle).map(|track| track.id).collect();
            self.outside.given.push(Given { timing, before });
        }
    }

    /// The tracks whose times were moved to fit the file.
    pub(super) fn moved_tracks(&self) -> Vec<(i64, Timing)> {
        self.outside.moved(&self.now)
    }

    /// Those at hand that the player was not given yet.
    pub(super) fn outside_offered(&self) -> Vec<OutsideSubtitle> {
        let all = self.outside.found.iter().flatten().enumerate();
        let at_hand = all.filter(|(_, (_, state))| *state != State::Added);
        let shown = at_hand.map(|(number, (found, state))| OutsideSubtitle {
            number,
            from: origin(&self.profile, &found.from),
            found: found.clone(),
            state: match state {
                State::Offered | State::Added => OutsideState::Offered,
                State::Brought { .. } => OutsideState::Coming,
                State::Failed => OutsideState::Failed,
            },
        });
        shown.collect()
    }
}

/// What they come from, in words: the addon by its name, or the file of the torrent.
fn origin(profile: &Profile, from: &SubtitleOrigin) -> String {
    match from {
        SubtitleOrigin::Addon(source) => profile.settings().label(*source),
        SubtitleOrigin::Torrent(path) => {
            crate::text::shown(path.rsplit('/').next().unwrap_or(path)).unwrap_or_default()
        }
        SubtitleOrigin::Disk(path) => {
            crate::text::shown(&path.file_name().unwrap_or_default().to_string_lossy()).unwrap_or_default()
        }
    }
}

/// Copies a file into the folder that a player in a sandbox reads.
async fn within_reach(path: PathBuf, folder: PathBuf) -> Option<PathBuf> {
    let copied = tokio::task::spawn_blocking(move || {
        let to = folder.join(path.file_name().unwrap_or_else(|| Path::new("subtitles").as_os_str()));
        std::fs::create_dir_all(&folder)?;
        std::fs::copy(&path, &to)?;
        Ok::<_, std::io::Error>(to)
    });
    copied.await.ok()?.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::now::Track;

    fn with(ids: &[i64]) -> Now {
        let track = |id: &i64| Track {
            kind: TrackKind::Subtitle,
            id: *id,
            language: None,
            title: None,
            codec: None,
            forced: false,
            default: false,
            file: None,
            selected: false,
        };
        Now { tracks: ids.iter().map(track).collect(), ..Now::default() }
    }

    #[test]
    fn a_track_that_came_of_moved_subtitles_is_known_whatever_else_was_added() {
        let moved = |offset_ms| Timing::Moved { rate: 1.0, offset_ms };
        let given = |timing, before: &[i64]| Given { timing, before: before.to_vec() };
        let outside = Outside {
            given: vec![
                given(moved(2_300.0), &[1, 2]),
                given(Timing::InTime, &[1, 2, 3]),
                given(moved(-700.0), &[1, 2, 3]),
            ],
            ..Outside::default()
        };
        assert_eq!(outside.moved(&with(&[1, 2])), [], "the player has not added any yet");
        assert_eq!(outside.moved(&with(&[1, 2, 3])), [(3, moved(2_300.0))]);
        assert_eq!(
            outside.moved(&with(&[1, 2, 3, 4, 5])),
            [(3, moved(2_300.0)), (5, moved(-700.0))],
            "the second is in time"
        );
        assert_eq!(Outside::default().moved(&with(&[1])), []);
    }
}
