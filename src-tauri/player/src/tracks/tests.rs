//! Choices found again in other releases, and wishes.

use super::SubtitleSetting::{Left, Off, On};
use super::*;

/// `a ja FLAC Stereo` is a sound track, `s en! ASS Signs` a forced subtitle; the numbers run.
fn file(tracks: &[&str]) -> Now {
    let mut now = Now::default();
    for text in tracks {
        let mut words = text.split(' ');
        let kind = if words.next() == Some("a") { TrackKind::Audio } else { TrackKind::Subtitle };
        let language = words.next().unwrap();
        let codec = words.next().map(str::to_owned);
        let title = words.collect::<Vec<_>>().join(" ");
        let id = i64::try_from(now.of(kind).count()).unwrap() + 1;
        now.tracks.push(Track {
            kind,
            id,
            language: Some(language.trim_end_matches('!').to_owned()).filter(|language| language != "-"),
            title: Some(title).filter(|title| !title.is_empty()),
            codec,
            forced: language.ends_with('!'),
            default: false,
            file: None,
            selected: false,
        });
    }
    now
}

fn selecting(mut now: Now, kind: TrackKind, id: i64) -> Now {
    for track in now.tracks.iter_mut().filter(|track| track.kind == kind) {
        track.selected = track.id == id;
    }
    now
}

const PACK: [&str; 9] = [
    "a jpn flac Stereo",
    "a eng aac Dub",
    "a eng aac Commentary by the director",
    "a ger ac3 Surround 5.1",
    "s eng ass Full Subtitles [Group]",
    "s eng! ass Signs & Songs [Group]",
    "s tur srt Türkçe",
    "s ger ass Vollständig",
    "s ger! ass Schilder forced",
];
/// Another release: other codes, order, codecs and words.
const OTHER: [&str; 9] = [
    "a en eac3 English",
    "a de aac German",
    "a ja aac Japanese",
    "a en aac Director's commentary",
    "s de! srt Forced",
    "s de srt German",
    "s en! srt Signs/Songs",
    "s tr-TR ass Turkish",
    "s en-US srt Full",
];

#[test]
fn every_choice_is_found_in_the_next_file_and_in_another_release() {
    // The number in the pack, and in the other release.
    let audio = [(1, 3), (2, 1), (3, 4), (4, 2)];
    let subtitles = [(1, 5), (2, 3), (3, 4), (4, 2), (5, 1)];
    let mut found = 0;
    for (kind, pairs) in [(TrackKind::Audio, &audio[..]), (TrackKind::Subtitle, &subtitles[..])] {
        for (here, there) in pairs {
            let mut chosen = Chosen::default();
            chosen.take(kind, &selecting(file(&PACK), kind, *here));
            let chosen = Chosen::read(Some(&chosen.written()));
            let mut next = file(&PACK);
            // The next file of the pack has its tracks in another order.
            next.tracks.reverse();
            for (now, wanted) in [(next, *here), (file(&OTHER), *there)] {
                let setting = choose(&chosen, &TrackWish::default(), &now);
                let subtitle = SubtitleSetting::On(wanted);
                let is_found =
                    if kind == TrackKind::Audio { setting.audio == Some(wanted) } else { setting.subtitle == subtitle };
                assert!(is_found, "{kind:?} {here} in {now:?}: {setting:?}");
                found += 1;
            }
        }
    }
    let mut off = Chosen::default();
    off.take(TrackKind::Subtitle, &file(&PACK));
    for now in [file(&PACK), file(&OTHER)] {
        assert_eq!(choose(&off, &TrackWish::default(), &now).subtitle, SubtitleSetting::Off, "none was chosen");
        found += 1;
    }
    assert_eq!(found, 20);
}

#[test]
fn wishes_are_taken_in_their_order_and_commentary_is_not_meant() {
    let list = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    let wish = |audio: &[&str], subtitles, languages: &[&str]| TrackWish {
        audio: list(audio),
        subtitles,
        subtitle_languages: list(languages),
    };
    let cases = [
        (wish(&["ja", "en"], Subtitles::Languages, &["tr", "en"]), Some(1), On(3)),
        (wish(&["fr", "en"], Subtitles::None, &[]), Some(2), Off),
        (wish(&["fr"], Subtitles::Player, &["en"]), None, Left),
        (wish(&["de"], Subtitles::Forced, &[]), Some(4), On(5)),
        (wish(&["en"], Subtitles::Forced, &[]), Some(2), On(2)),
        (wish(&["ja"], Subtitles::Forced, &[]), Some(1), Off),
        (wish(&[], Subtitles::Languages, &["fr"]), None, Left),
    ];
    for (wish, audio, subtitle) in cases {
        assert_eq!(choose(&Chosen::default(), &wish, &file(&PACK)), Setting { audio, subtitle }, "{wish:?}");
    }
}

#[test]
fn what_is_not_in_the_file_falls_back_to_the_wish() {
    let mut chosen = Chosen::default();
    chosen.take(TrackKind::Audio, &selecting(file(&PACK), TrackKind::Audio, 4));
    let wish = TrackWish { audio: vec!["ja".to_owned()], ..TrackWish::default() };
    let now = file(&["a eng aac", "a jpn aac"]);
    assert_eq!(choose(&chosen, &wish, &now).audio, Some(2), "no German in this one");
    assert_eq!(choose(&chosen, &TrackWish::default(), &now).audio, None);
    assert_eq!(languages(&chosen, &wish).audio, ["de", "deu", "ger", "ja", "jpn"]);
}

#[test]
fn a_record_that_cannot_be_read_is_no_choice() {
    for text in [None, Some(""), Some("[]"), Some("{\"audio\":7}")] {
        assert_eq!(Chosen::read(text), Chosen::default());
    }
}

/// A choice in one release, its track there, and the same track in another one. The lists are as mpv's `track-list` has them.
type Choice = (&'static [&'static str], TrackKind, i64, &'static [&'static str], i64);

#[test]
fn twenty_choices_are_found_again_among_the_tracks_of_twenty_other_releases() {
    use TrackKind::{Audio, Subtitle};
    let choices: [Choice; 20] = [
        (&["a jpn flac", "a eng flac"], Audio, 1, &["a eng opus", "a jpn opus"], 2),
        (&["a jpn flac", "a eng flac"], Audio, 2, &["a jpn aac Japanese", "a eng ac3 English 5.1"], 2),
        (&["a eng eac3 Atmos", "a eng ac3 Stereo"], Audio, 2, &["a eng ac3 Stereo", "a eng truehd Atmos"], 1),
        (
            &["a eng truehd TrueHD Atmos 7.1", "a eng ac3 AC-3 5.1"],
            Audio,
            1,
            &["a eng ac3 Compatibility", "a eng truehd Atmos 7.1"],
            2,
        ),
        (
            &["a eng dts", "a eng aac Commentary with the cast"],
            Audio,
            2,
            &["a eng aac Cast commentary", "a eng eac3"],
            1,
        ),
        (
            &["a eng dts", "a eng aac Commentary with the cast"],
            Audio,
            1,
            &["a eng aac Cast commentary", "a eng eac3"],
            2,
        ),
        (
            &["a fre ac3 VFF", "a fre ac3 VFQ", "a eng eac3"],
            Audio,
            2,
            &["a eng eac3", "a fra eac3 VFQ", "a fra eac3 VFF"],
            2,
        ),
        (&["a por eac3 Brasil", "a eng eac3"], Audio, 1, &["a eng aac", "a pt-BR aac Brasil"], 2),
        (&["a tur eac3", "a eng eac3"], Audio, 1, &["a en aac", "a tr aac"], 2),
        (&["a ger eac3", "a eng eac3"], Audio, 1, &["a en dts English", "a de dts German"], 2),
        (&["s eng subrip", "s eng subrip SDH"], Subtitle, 2, &["s eng subrip SDH", "s eng subrip"], 1),
        (&["s eng subrip", "s eng subrip SDH"], Subtitle, 1, &["s eng subrip SDH", "s eng subrip"], 2),
        (
            &["s eng! subrip Forced", "s eng subrip"],
            Subtitle,
            1,
            &["s en subrip English", "s en! subrip English forced"],
            2,
        ),
        (
            &["s eng ass Dialogue", "s eng ass Signs/Songs"],
            Subtitle,
            2,
            &["s en ass Signs & Songs", "s en ass Full"],
            1,
        ),
        (
            &["s eng ass Dialogue", "s eng ass Signs/Songs"],
            Subtitle,
            1,
            &["s en ass Signs & Songs", "s en ass Full"],
            2,
        ),
        (&["s eng hdmv_pgs_subtitle", "s tur hdmv_pgs_subtitle"], Subtitle, 2, &["s tr subrip", "s en subrip"], 1),
        (
            &["s spa subrip Latinoamericano", "s spa subrip España"],
            Subtitle,
            1,
            &["s es subrip España", "s es subrip Latinoamericano"],
            2,
        ),
        (
            &["s spa subrip Latinoamericano", "s spa subrip España"],
            Subtitle,
            2,
            &["s es subrip España", "s es subrip Latinoamericano"],
            1,
        ),
        (
            &["s chi subrip Simplified", "s chi subrip Traditional"],
            Subtitle,
            2,
            &["s zh ass Traditional", "s zh ass Simplified"],
            1,
        ),
        (&["s - subrip", "s eng subrip"], Subtitle, 2, &["s English subrip", "s - subrip"], 1),
    ];
    for (at, (here, kind, chosen_there, there, wanted)) in choices.into_iter().enumerate() {
        let mut chosen = Chosen::default();
        chosen.take(kind, &selecting(file(here), kind, chosen_there));
        let setting = choose(&Chosen::read(Some(&chosen.written())), &TrackWish::default(), &file(there));
        let found = if kind == Audio {
            setting.audio
        } else if let On(track) = setting.subtitle {
            Some(track)
        } else {
            None
        };
        assert_eq!(found, Some(wanted), "choice {at}: {here:?} in {there:?}");
    }
}

#[test]
fn subtitles_from_outside_are_wanted_only_where_the_file_has_none_in_a_wished_language() {
    let wish = |subtitles, languages: &[&str]| TrackWish {
        subtitles,
        subtitle_languages: languages.iter().map(|code| (*code).to_owned()).collect(),
        ..TrackWish::default()
    };
    let now = file(&["a jpn aac", "s eng subrip", "s tur subrip"]);
    let nobody = Chosen::default();
    assert!(wanted_outside(&nobody, &wish(Subtitles::Languages, &["tr", "de"]), &now).is_empty());
    assert!(
        wanted_outside(&nobody, &wish(Subtitles::Languages, &["de", "en"]), &now).is_empty(),
        "what is in the file is in time"
    );
    assert_eq!(wanted_outside(&nobody, &wish(Subtitles::Languages, &["de", "fr"]), &now), ["de", "fr"]);
    for subtitles in [Subtitles::Player, Subtitles::None] {
        assert!(wanted_outside(&nobody, &wish(subtitles, &["de"]), &now).is_empty(), "nothing is wished");
    }
    assert_eq!(wanted_outside(&nobody, &wish(Subtitles::Forced, &["tr"]), &now), ["tr"], "it has no forced ones");
    let mut chosen = Chosen::default();
    let mut german = now.clone();
    german.tracks.push(Track {
        id: 3,
        language: Some("de".to_owned()),
        file: Some("/a.srt".into()),
        ..now.tracks[1].clone()
    });
    chosen.take(TrackKind::Subtitle, &selecting(german, TrackKind::Subtitle, 3));
    assert_eq!(wanted_outside(&chosen, &TrackWish::default(), &now), ["de"], "the person chose it for the show");
    let again = Chosen::read(Some(&chosen.written()));
    assert_eq!(chosen_language(&again).as_deref(), Some("de"));
    chosen.take(TrackKind::Subtitle, &selecting(now.clone(), TrackKind::Subtitle, 9));
    assert!(
        wants_none(&chosen, &TrackWish::default()) && wanted_outside(&chosen, &TrackWish::default(), &now).is_empty()
    );
}
