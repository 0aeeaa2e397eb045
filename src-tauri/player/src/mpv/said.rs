//! Reads what mpv says, line by line, into the state it is in. Pure.

use std::path::PathBuf;

use perihelion_core::model::Complaint;
use serde::Deserialize;
use serde_json::Value;

use crate::now::{Chapter, Now, Track, TrackKind};
use crate::order::Key;
use crate::text;

/// More tracks and chapters than any film has.
const MOST: usize = 200;

/// What mpv's properties were when they were last told.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct State {
    pub(super) position: Option<f64>,
    pub(super) length: Option<f64>,
    paused: bool,
    volume: Option<f64>,
    tracks: Vec<Track>,
    chapters: Vec<Chapter>,
    audio: Option<i64>,
    subtitle: Option<i64>,
    pub(super) eof: bool,
    /// How many entries mpv's playlist has.
    pub(super) playlist: Option<usize>,
}

impl State {
    /// Forgets what belongs to the file that was left.
    pub(super) fn next_file(&mut self) {
        (self.position, self.length, self.eof) = (None, None, false);
        self.tracks.clear();
        self.chapters.clear();
    }

    pub(super) fn now(&self) -> Now {
        let mut tracks = self.tracks.clone();
        for track in &mut tracks {
            let chosen = match track.kind {
                TrackKind::Audio => self.audio,
                TrackKind::Subtitle => self.subtitle,
            };
            track.selected = chosen == Some(track.id);
        }
        Now {
            item: None,
            position: self.position,
            length: self.length,
            paused: self.paused,
            volume: self.volume,
            tracks,
            chapters: self.chapters.clone(),
        }
    }

    fn set(&mut self, name: &str, data: &Value) {
        let number = || data.as_f64().filter(|number| number.is_finite());
        match name {
            "time-pos" => self.position = number().map(|at| at.max(0.0)),
            "duration" => self.length = number().filter(|length| *length > 0.0),
            "pause" => self.paused = data.as_bool().unwrap_or(false),
            "volume" => self.volume = number(),
            "aid" => self.audio = data.as_i64(),
            "sid" => self.subtitle = data.as_i64(),
            "eof-reached" => self.eof = data.as_bool().unwrap_or(false),
            "playlist-count" => self.playlist = data.as_u64().and_then(|count| usize::try_from(count).ok()),
            "track-list" => self.tracks = listed(data).iter().filter_map(track).collect(),
            "chapter-list" => self.chapters = listed(data).iter().filter_map(chapter).collect(),
            _ => {}
        }
    }
}

fn listed(data: &Value) -> &[Value] {
    let all = data.as_array().map_or(&[][..], Vec::as_slice);
    &all[..all.len().min(MOST)]
}

fn track(entry: &Value) -> Option<Track> {
    let kind = match entry["type"].as_str()? {
        "audio" => TrackKind::Audio,
        "sub" => TrackKind::Subtitle,
        _ => return None,
    };
    let words = |name: &str| entry[name].as_str().and_then(text::shown);
    let is = |name: &str| entry[name].as_bool().unwrap_or(false);
    Some(Track {
        kind,
        id: entry["id"].as_i64()?,
        language: words("lang").filter(|language| !language.eq_ignore_ascii_case("und")),
        title: words("title"),
        codec: words("codec"),
        forced: is("forced"),
        default: is("default"),
        file: entry["external-filename"].as_str().filter(|_| is("external")).map(PathBuf::from),
        selected: is("selected"),
    })
}

fn chapter(entry: &Value) -> Option<Chapter> {
    let at = entry["time"].as_f64().filter(|at| at.is_finite() && *at >= 0.0)?;
    Some(Chapter { at, title: entry["title"].as_str().and_then(text::shown) })
}

/// What one line means.
#[derive(Debug, PartialEq)]
pub(super) enum Line {
    Answer {
        number: u64,
        good: bool,
        data: Value,
    },
    /// Another file begins.
    Started,
    /// A file was left; by itself is at its end.
    Ended {
        by_itself: bool,
    },
    /// A property changed, which the state holds.
    Property,
    Message(Key),
    Other,
}

#[derive(Deserialize)]
struct Raw {
    #[serde(default)]
    request_id: Option<u64>,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    data: Value,
    #[serde(default)]
    event: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    args: Vec<String>,
}

/// Reads one line, and applies what it says of a property to the state.
pub(super) fn read(line: &str, state: &mut State) -> Line {
    let Ok(raw) = serde_json::from_str::<Raw>(line) else { return Line::Other };
    match (raw.event.as_deref(), raw.request_id) {
        (None, Some(number)) => Line::Answer { number, good: raw.error.as_deref() == Some("success"), data: raw.data },
        (Some("start-file"), _) => Line::Started,
        (Some("end-file"), _) => Line::Ended { by_itself: raw.reason.as_deref() == Some("eof") },
        (Some("property-change"), _) => {
            state.set(raw.name.as_deref().unwrap_or_default(), &raw.data);
            Line::Property
        }
        (Some("client-message"), _) => match raw.args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["perihelion", "next"] => Line::Message(Key::Next),
            ["perihelion", "stay"] => Line::Message(Key::Stay),
            ["perihelion", "skip"] => Line::Message(Key::Skip),
            ["perihelion", "watch"] => Line::Message(Key::Watch),
            ["perihelion", "another"] => Line::Message(Key::Another),
            ["perihelion", "nothing"] => Line::Message(Key::Wrong(None)),
            ["perihelion", "wrong", what] => Complaint::ALL
                .into_iter()
                .find(|known| known.as_str() == what)
                .map_or(Line::Other, |complaint| Line::Message(Key::Wrong(Some(complaint)))),
            _ => Line::Other,
        },
        _ => Line::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_make_the_state_and_what_is_no_number_is_none() {
        let mut state = State::default();
        for line in [
            r#"{"event":"property-change","id":1,"name":"time-pos","data":61.25}"#,
            r#"{"event":"property-change","id":2,"name":"duration","data":888.5}"#,
            r#"{"event":"property-change","id":3,"name":"pause","data":true}"#,
            r#"{"event":"property-change","id":7,"name":"aid","data":2}"#,
            r#"{"event":"property-change","id":8,"name":"sid","data":false}"#,
            r#"{"event":"property-change","id":5,"name":"track-list","data":[{"id":1,"type":"video"},
                {"id":1,"type":"audio","lang":"jpn","codec":"opus","selected":true},{"id":2,"type":"audio","lang":"und"},
                {"id":1,"type":"sub","lang":"en","title":"Signs\u001b[31m","forced":true,"external":false},{"type":"sub"}]}"#,
            r#"{"event":"property-change","id":6,"name":"chapter-list","data":[{"title":"Opening","time":0},{"time":-1}]}"#,
        ] {
            assert_eq!(read(&line.replace('\n', ""), &mut state), Line::Property, "{line}");
        }
        let now = state.now();
        assert_eq!((now.position, now.length, now.paused), (Some(61.25), Some(888.5), true));
        assert_eq!((now.selected(TrackKind::Audio), now.selected(TrackKind::Subtitle)), (Some(2), None));
        let [first, second, third] = &now.tracks[..] else { panic!("{:?}", now.tracks) };
        assert_eq!((first.language.as_deref(), second.language.as_deref()), (Some("jpn"), None));
        assert!(third.forced && !third.title.as_deref().unwrap().contains('\u{1b}'));
        assert_eq!(now.chapters, [Chapter { at: 0.0, title: Some("Opening".to_owned()) }]);
        read(r#"{"event":"property-change","id":1,"name":"time-pos"}"#, &mut state);
        assert_eq!(state.now().position, None);
    }

    #[test]
    fn each_line_is_told_apart() {
        let mut state = State::default();
        let mut read = |line: &str| read(line, &mut state);
        assert_eq!(read(r#"{"event":"start-file","playlist_entry_id":1}"#), Line::Started);
        assert_eq!(read(r#"{"event":"end-file","reason":"eof"}"#), Line::Ended { by_itself: true });
        assert_eq!(read(r#"{"event":"end-file","reason":"quit"}"#), Line::Ended { by_itself: false });
        assert_eq!(read(r#"{"event":"client-message","args":["perihelion","next"]}"#), Line::Message(Key::Next));
        assert_eq!(read(r#"{"event":"client-message","args":["other","next"]}"#), Line::Other);
        let wrong = |what: &str| format!(r#"{{"event":"client-message","args":["perihelion","wrong","{what}"]}}"#);
        assert_eq!(read(&wrong("no_sound")), Line::Message(Key::Wrong(Some(Complaint::NoSound))));
        assert_eq!(read(&wrong("everything")), Line::Other);
        let answer = Line::Answer { number: 4, good: false, data: Value::Null };
        assert_eq!(read(r#"{"request_id":4,"error":"property unavailable"}"#), answer);
        for line in ["", "{", "[]", "null", r#"{"event":7}"#, r#"{"request_id":-1,"error":"success"}"#] {
            assert_eq!(read(line), Line::Other, "{line}");
        }
    }
}
