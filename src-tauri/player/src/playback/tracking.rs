//! Follows the tracks of what plays: sets those that are wished for once the file is loaded, and notices when the person sets others.

use std::time::{Duration, Instant};

use perihelion_core::settings::TrackWish;

use crate::now::{Now, TrackKind};
use crate::order::Order;
use crate::tracks::{self, Chosen, Setting, SubtitleSetting};

/// What changes so soon after loading is the player's own choice, or the app's.
const SETTLES: Duration = Duration::from_millis(1_500);
const KINDS: [TrackKind; 2] = [TrackKind::Audio, TrackKind::Subtitle];

#[derive(Debug, Default)]
pub(super) struct Tracking {
    pub(super) chosen: Chosen,
    pub(super) wish: TrackWish,
    file: Option<File>,
}

/// The file whose tracks were set.
#[derive(Debug)]
struct File {
    item: usize,
    since: Instant,
    /// What is selected, after it has settled.
    settled: Option<[Option<i64>; 2]>,
}

impl Tracking {
    /// Another file begins, or the same one anew.
    pub(super) fn reset(&mut self) {
        self.file = None;
    }

    /// The app sets another track now, which is no choice of the person's.
    pub(super) fn settle_anew(&mut self) {
        if let Some(file) = &mut self.file {
            (file.since, file.settled) = (Instant::now(), None);
        }
    }

    /// Whether the tracks of a file that was loaded a moment ago are still to be looked at.
    pub(super) fn is_settling(&self) -> bool {
        self.file.as_ref().is_some_and(|file| file.settled.is_none())
    }

    /// Returns the orders that set what is wished for, and whether the person has set another track, which is then kept in `chosen`.
    pub(super) fn look(&mut self, now: &Now, at: Instant) -> (Vec<Order>, bool) {
        let Some(item) = now.item.filter(|_| now.is_loaded()) else { return (Vec::new(), false) };
        let selected = KINDS.map(|kind| now.selected(kind));
        match self.file.as_mut().filter(|file| file.item == item) {
            None => {
                self.file = Some(File { item, since: at, settled: None });
                (orders(tracks::choose(&self.chosen, &self.wish, now), selected), false)
            }
            Some(file) => {
                let before = file.settled;
                if at.duration_since(file.since) >= SETTLES {
                    file.settled = Some(selected);
                }
                let Some(before) = before else { return (Vec::new(), false) };
                let mut has_changed = false;
                for (kind, (before, selected)) in KINDS.into_iter().zip(before.into_iter().zip(selected)) {
                    if before != selected {
                        self.chosen.take(kind, now);
                        has_changed = true;
                    }
                }
                (Vec::new(), has_changed)
            }
        }
    }
}

fn orders(setting: Setting, [audio, subtitle]: [Option<i64>; 2]) -> Vec<Order> {
    let audio = setting.audio.filter(|track| Some(*track) != audio).map(Order::Audio);
    let wanted = match setting.subtitle {
        SubtitleSetting::Left => subtitle,
        SubtitleSetting::Off => None,
        SubtitleSetting::On(track) => Some(track),
    };
    let subtitle = (wanted != subtitle).then_some(Order::Subtitle(wanted));
    audio.into_iter().chain(subtitle).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::now::Track;

    fn now(item: usize, audio: i64) -> Now {
        let track = |id: i64, language: &str| Track {
            kind: TrackKind::Audio,
            id,
            language: Some(language.to_owned()),
            title: None,
            codec: None,
            forced: false,
            default: false,
            file: None,
            selected: id == audio,
        };
        Now { item: Some(item), length: Some(100.0), tracks: vec![track(1, "jpn"), track(2, "eng")], ..Now::default() }
    }

    #[test]
    fn what_the_person_sets_is_found_in_the_next_file_and_what_the_player_sets_is_not_theirs() {
        let mut tracking = Tracking::default();
        let begin = Instant::now();
        let after = |millis| begin + Duration::from_millis(millis);
        assert!(tracking.look(&now(0, 0), begin).0.is_empty() && tracking.is_settling());
        assert!(!tracking.look(&now(0, 1), after(100)).1, "the player's own choice");
        assert!(!tracking.look(&now(0, 1), after(1_600)).1 && !tracking.is_settling());
        assert!(tracking.look(&now(0, 2), after(5_000)).1, "the person's");
        assert!(!tracking.look(&now(0, 2), after(5_250)).1, "told once");
        let (orders, changed) = tracking.look(&now(1, 1), after(9_000));
        assert!(matches!(orders[..], [Order::Audio(2)]) && !changed, "{orders:?}");
        assert!(!tracking.look(&now(1, 2), after(9_100)).1, "the app's own setting is no choice");
        assert!(tracking.look(&Now::default(), after(9_500)).0.is_empty(), "between two files");
    }
}
