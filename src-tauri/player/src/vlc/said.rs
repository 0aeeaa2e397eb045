//! Reads what VLC's interface answers. Pure.

use serde::Deserialize;

use crate::heard::key;
use crate::now::{Now, Track, TrackKind};
use crate::text;

/// More tracks of a kind than any film has.
const MOST: usize = 200;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Status {
    #[serde(default)]
    time: Option<f64>,
    #[serde(default)]
    length: Option<f64>,
    /// The share of the length, which is finer than the whole seconds of `time`.
    #[serde(default)]
    position: Option<f64>,
    #[serde(default)]
    state: Option<String>,
    /// 256 is 100 percent.
    #[serde(default)]
    volume: Option<f64>,
    /// The id of the playlist item that plays.
    #[serde(default)]
    currentplid: Option<i64>,
    #[serde(default, rename = "audio-es")]
    audio: Vec<Stream>,
    #[serde(default, rename = "spu-es")]
    subtitles: Vec<Stream>,
}

impl Status {
    /// Returns the id of what plays; `None` when it is stopped.
    pub(super) fn playing(&self) -> Option<i64> {
        self.currentplid.filter(|id| *id >= 0 && self.state.as_deref() != Some("stopped"))
    }

    pub(super) fn now(&self) -> Now {
        let known = |number: Option<f64>| number.filter(|number| number.is_finite() && *number >= 0.0);
        let length = known(self.length).filter(|length| *length > 0.0);
        let share = known(self.position).filter(|share| *share <= 1.0);
        // Where both are told they differ by less than two seconds; else the share is of something else.
        let fine = share.zip(length).map(|(share, length)| share * length);
        let coarse = known(self.time);
        let position = match (fine, coarse) {
            (Some(fine), Some(coarse)) if (fine - coarse).abs() < 2.0 => Some(fine),
            (_, coarse) => coarse,
        };
        Now {
            item: None,
            position,
            length,
            paused: self.state.as_deref() == Some("paused"),
            volume: known(self.volume).map(|volume| volume / 2.56),
            tracks: self.tracks(),
            chapters: Vec::new(),
        }
    }

    fn tracks(&self) -> Vec<Track> {
        let of = |streams: &[Stream], kind| streams.iter().take(MOST).map(|one| one.track(kind)).collect::<Vec<_>>();
        [of(&self.audio, TrackKind::Audio), of(&self.subtitles, TrackKind::Subtitle)].concat()
    }
}

/// A track as the app's own page has it.
#[derive(Debug, Default, Deserialize)]
struct Stream {
    id: i64,
    #[serde(default)]
    title: Option<String>,
    /// Of two letters.
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    selected: bool,
}

impl Stream {
    fn track(&self, kind: TrackKind) -> Track {
        let words = |text: &Option<String>| text.as_deref().and_then(text::shown);
        Track {
            kind,
            id: self.id,
            language: words(&self.language),
            title: words(&self.title),
            codec: None,
            forced: false,
            default: false,
            file: None,
            selected: self.selected,
        }
    }
}

/// A node of VLC's playlist tree: an item, or a folder of nodes.
#[derive(Debug, Deserialize)]
pub(super) struct Node {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    uri: Option<String>,
    #[serde(default)]
    current: Option<String>,
    #[serde(default)]
    children: Vec<Node>,
}

impl Node {
    /// Returns the address of the item that plays.
    pub(super) fn playing(&self) -> Option<&str> {
        let itself = self.current.is_some().then_some(self.uri.as_deref()).flatten();
        itself.or_else(|| self.children.iter().find_map(Self::playing))
    }

    /// Returns the id of the last item with this address.
    pub(super) fn id_of(&self, link: &str) -> Option<String> {
        let below = self.children.iter().rev().find_map(|child| child.id_of(link));
        below.or_else(|| self.id.clone().filter(|_| self.uri.as_deref().map(key) == Some(key(link))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_is_read_and_what_is_stopped_plays_nothing() {
        let read = |text: &str| serde_json::from_str::<Status>(text).unwrap();
        let status = read(
            r#"{"time":61,"length":888,"position":0.0695,"state":"paused","volume":128,"currentplid":3,"information":[],
            "audio-es":[{"id":1,"language":"ja","selected":true},{"id":2,"title":"Kommentar","selected":false}],
            "spu-es":[{"id":7,"title":"Signs","language":"en","selected":false}]}"#,
        );
        let now = status.now();
        assert_eq!((status.playing(), now.paused, now.volume), (Some(3), true, Some(50.0)));
        assert!(now.position.is_some_and(|at| (at - 61.7).abs() < 0.1), "{now:?}");
        let shown = |track: &Track| (track.id, track.language.clone(), track.title.clone(), track.selected);
        let audio: Vec<_> = now.of(TrackKind::Audio).map(shown).collect();
        assert_eq!(audio, [(1, Some("ja".to_owned()), None, true), (2, None, Some("Kommentar".to_owned()), false)]);
        let subtitles: Vec<_> = now.of(TrackKind::Subtitle).map(shown).collect();
        assert_eq!(subtitles, [(7, Some("en".to_owned()), Some("Signs".to_owned()), false)]);
        assert_eq!((now.selected(TrackKind::Audio), now.selected(TrackKind::Subtitle)), (Some(1), None));
        assert_eq!(read(r#"{"state":"stopped","currentplid":3}"#).playing(), None);
        assert_eq!(read(r#"{"state":"playing","currentplid":-1}"#).playing(), None);
        assert_eq!(read("{}").now(), Now::default());
    }

    #[test]
    fn the_playlist_tells_what_plays_and_where_an_item_is() {
        let list: Node = serde_json::from_str(
            r#"{"children":[{"children":[{"id":"3","uri":"https://cdn.example/1.mkv"},
            {"id":"4","uri":"https://cdn.example/2.mkv","current":"current"}]},{"children":[]}]}"#,
        )
        .unwrap();
        assert_eq!(list.playing(), Some("https://cdn.example/2.mkv"));
        assert_eq!(list.id_of("https://cdn.example/1.mkv").as_deref(), Some("3"));
        assert_eq!(list.id_of("https://cdn.example/9.mkv"), None);
    }
}
