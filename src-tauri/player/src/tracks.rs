//! Which sound and subtitles a film begins with: what the person chose for the show, else what they wish for all. Tracks are known by
//! language, words of their title and codec, never by number: another release numbers them otherwise. Pure.

use std::collections::BTreeSet;

use perihelion_core::settings::{Subtitles, TrackWish};
use serde::{Deserialize, Serialize};

use crate::now::{Now, Track, TrackKind};
use crate::queue::Languages;
use crate::spoken;

/// What the person chose for a show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Chosen {
    #[serde(skip_serializing_if = "Option::is_none")]
    audio: Option<Described>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subtitle: Option<ChosenSubtitle>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ChosenSubtitle {
    Off,
    On(Described),
}

/// A track without its number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own")]
struct Described {
    /// One code for each language; empty where the file says none.
    language: String,
    words: BTreeSet<String>,
    codec: String,
    forced: bool,
    signs: bool,
    commentary: bool,
    /// It was in another file than the film's.
    outside: bool,
}

/// What to set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Setting {
    /// `None` leaves it to the player.
    pub(crate) audio: Option<i64>,
    pub(crate) subtitle: SubtitleSetting,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SubtitleSetting {
    /// As the player has it.
    #[default]
    Left,
    Off,
    On(i64),
}

impl SubtitleSetting {
    /// That track, or none where there is none.
    fn of(track: Option<i64>) -> Self {
        track.map_or(Self::Off, Self::On)
    }
}

impl Chosen {
    pub(crate) fn read(text: Option<&str>) -> Self {
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    pub(crate) fn written(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Takes over what the person has just set, of one kind.
    pub(crate) fn take(&mut self, kind: TrackKind, now: &Now) {
        let selected = now.of(kind).find(|track| track.selected).map(Described::of);
        match kind {
            TrackKind::Audio => self.audio = selected.or(self.audio.take()),
            TrackKind::Subtitle => self.subtitle = Some(selected.map_or(ChosenSubtitle::Off, ChosenSubtitle::On)),
        }
    }
}

impl Described {
    fn of(track: &Track) -> Self {
        let title = track.title.as_deref().unwrap_or_default().to_lowercase();
        let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1);
        Self {
            language: track.language.as_deref().map(spoken::code).unwrap_or_default(),
            words: words.take(12).map(str::to_owned).collect(),
            codec: track.codec.as_deref().unwrap_or_default().to_lowercase(),
            forced: track.forced,
            signs: is_signs(&title),
            commentary: is_commentary(&title),
            outside: track.file.is_some(),
        }
    }

    /// Returns how alike two tracks are; `None` for tracks that a person would not take for the same.
    fn likeness(&self, other: &Self) -> Option<i32> {
        if self.language != other.language || self.commentary != other.commentary {
            return None;
        }
        let partial = |one: &Self| one.forced || one.signs;
        let common = i32::try_from(self.words.intersection(&other.words).count()).unwrap_or(0);
        let apart = i32::try_from(self.words.symmetric_difference(&other.words).count()).unwrap_or(0);
        Some(
            if partial(self) == partial(other) { 100 } else { 0 } + 10 * common - apart
                + if self.codec == other.codec { 5 } else { 0 }
                + if self.forced == other.forced { 5 } else { 0 },
        )
    }
}

fn is_signs(title: &str) -> bool {
    ["sign", "song", "forced", "karaoke"].iter().any(|word| title.contains(word))
}

fn is_commentary(title: &str) -> bool {
    ["comment", "descri", "yorum", "kommentar", "visual impaired"].iter().any(|word| title.contains(word))
}

/// Returns what a player is told before it opens the file.
pub(crate) fn languages(chosen: &Chosen, wish: &TrackWish) -> Languages {
    let first = |language: Option<&str>, others: &[String]| {
        let first = language.filter(|language| !language.is_empty()).map(str::to_owned);
        spoken::every_code(&first.into_iter().chain(others.iter().cloned()).collect::<Vec<_>>())
    };
    let subtitles = match (&chosen.subtitle, wish.subtitles) {
        (Some(ChosenSubtitle::On(track)), _) => first(Some(&track.language), &wish.subtitle_languages),
        (None, Subtitles::Languages) => first(None, &wish.subtitle_languages),
        (Some(ChosenSubtitle::Off), _) | (None, Subtitles::Player | Subtitles::Forced | Subtitles::None) => Vec::new(),
    };
    Languages { audio: first(chosen.audio.as_ref().map(|track| track.language.as_str()), &wish.audio), subtitles }
}

/// Returns which tracks of the loaded file to set.
pub(crate) fn choose(chosen: &Chosen, wish: &TrackWish, now: &Now) -> Setting {
    let found = |kind, described: &Described| {
        let alike = |track: &&Track| Some((described.likeness(&Described::of(track))?, -track.id));
        now.of(kind).filter(|track| alike(track).is_some()).max_by_key(alike).map(|track| track.id)
    };
    let chosen_audio = chosen.audio.as_ref().and_then(|track| found(TrackKind::Audio, track));
    let audio = chosen_audio.or_else(|| wished(now, TrackKind::Audio, &wish.audio, |track| !track.commentary));
    let subtitle = match &chosen.subtitle {
        Some(ChosenSubtitle::Off) => Some(SubtitleSetting::Off),
        Some(ChosenSubtitle::On(track)) => found(TrackKind::Subtitle, track).map(SubtitleSetting::On),
        None => None,
    };
    Setting { audio, subtitle: subtitle.unwrap_or_else(|| wished_subtitle(wish, now, audio)) }
}

fn wished_subtitle(wish: &TrackWish, now: &Now, audio: Option<i64>) -> SubtitleSetting {
    let kind = TrackKind::Subtitle;
    let languages = &wish.subtitle_languages;
    match wish.subtitles {
        Subtitles::Player => SubtitleSetting::Left,
        Subtitles::None => SubtitleSetting::Off,
        Subtitles::Languages => {
            let full = wished(now, kind, languages, |track| !track.forced && !track.signs && !track.commentary);
            let any = || wished(now, kind, languages, |track| !track.commentary);
            full.or_else(any).map_or(SubtitleSetting::Left, SubtitleSetting::On)
        }
        Subtitles::Forced => {
            // Those made for the sound that plays, where the person names no language.
            let heard = audio.or_else(|| now.selected(TrackKind::Audio));
            let heard = now.of(TrackKind::Audio).find(|track| Some(track.id) == heard);
            let heard: Vec<String> = heard.and_then(|track| track.language.clone()).into_iter().collect();
            let languages = if languages.is_empty() { &heard } else { languages };
            SubtitleSetting::of(wished(now, kind, languages, |track| track.forced || track.signs))
        }
    }
}

/// Whether no subtitles are wished at all.
pub(crate) fn wants_none(chosen: &Chosen, wish: &TrackWish) -> bool {
    match &chosen.subtitle {
        Some(chosen) => *chosen == ChosenSubtitle::Off,
        None => wish.subtitles == Subtitles::None,
    }
}

/// The language of the subtitles that the person chose for the show.
pub(crate) fn chosen_language(chosen: &Chosen) -> Option<String> {
    match &chosen.subtitle {
        Some(ChosenSubtitle::On(track)) => Some(track.language.clone()).filter(|language| !language.is_empty()),
        Some(ChosenSubtitle::Off) | None => None,
    }
}

/// Returns the languages in which subtitles from outside the file are to be shown: none where the file has its own in one of those
/// wished, or nothing is wished.
pub(crate) fn wanted_outside(chosen: &Chosen, wish: &TrackWish, now: &Now) -> Vec<String> {
    let has = |languages: &[String]| {
        let is_full = wish.subtitles != Subtitles::Forced;
        wished(now, TrackKind::Subtitle, languages, |track| {
            !track.outside && !track.commentary && is_full != (track.forced || track.signs)
        })
        .is_some()
    };
    match &chosen.subtitle {
        Some(ChosenSubtitle::Off) => Vec::new(),
        Some(ChosenSubtitle::On(track)) => {
            let language = chosen_language(chosen).into_iter().collect::<Vec<_>>();
            if track.outside || !has(&language) { language } else { Vec::new() }
        }
        None => match wish.subtitles {
            Subtitles::Languages | Subtitles::Forced if !has(&wish.subtitle_languages) => {
                wish.subtitle_languages.clone()
            }
            Subtitles::Languages | Subtitles::Forced | Subtitles::Player | Subtitles::None => Vec::new(),
        },
    }
}

/// Whether a language is one of these.
pub(crate) fn is_one_of(language: &str, languages: &[String]) -> bool {
    let code = spoken::code(language);
    languages.iter().any(|one| spoken::code(one) == code)
}

/// Returns the first track of the first language that has one, the file's default before others.
fn wished(now: &Now, kind: TrackKind, languages: &[String], fits: impl Fn(&Described) -> bool) -> Option<i64> {
    languages.iter().find_map(|language| {
        let language = spoken::code(language);
        let fitting = now.of(kind).filter(|track| {
            let described = Described::of(track);
            described.language == language && fits(&described)
        });
        fitting.min_by_key(|track| (!track.default, track.id)).map(|track| track.id)
    })
}

#[cfg(test)]
mod tests;
