//! Holds a file against what was promised of it. Pure. Only what the file tells counts: what it leaves open contradicts nothing.

use media_file::MediaFile;
use release_name::ReleaseName;

use crate::debrid::Mismatch;
use crate::model::ChosenBy;
use crate::title::Wanted;

use super::Wishes;

/// What was promised of a file.
pub(super) struct Promised<'a> {
    pub(super) wanted: &'a Wanted,
    pub(super) release: &'a ReleaseName,
    pub(super) file: &'a ReleaseName,
    pub(super) wishes: &'a Wishes,
    pub(super) by: ChosenBy,
}

impl Promised<'_> {
    /// Returns the first contradiction, the worst before the others.
    pub(super) fn contradicted_by(&self, media: &MediaFile) -> Option<Mismatch> {
        if media.has_all_tracks && media.video.is_empty() {
            return Some(Mismatch::NoPicture);
        }
        let length = || (self.by != ChosenBy::File).then(|| self.length(media)).flatten();
        let others =
            || (self.by == ChosenBy::App).then(|| self.resolution(media).or_else(|| self.language(media))).flatten();
        length().or_else(others)
    }

    /// A film or episode of less than a third of its length: a sample, a trailer, a clip. Catalogues round, and tell one length
    /// for all episodes of a series, so that shorter ones and halves of a film are no contradiction; specials have any length.
    fn length(&self, media: &MediaFile) -> Option<Mismatch> {
        const LEAST_MISSING_S: u64 = 5 * 60;
        let is_special = self.wanted.episode.as_ref().is_some_and(|episode| episode.asked.season == Some(0));
        let (found_s, expected_min) = (media.duration_ms? / 1000, self.wanted.runtime_min?);
        let expected_s = u64::from(expected_min) * 60;
        let is_short = found_s * 3 < expected_s && expected_s - found_s >= LEAST_MISSING_S;
        (is_short && !is_special).then_some(Mismatch::Length { found_s, expected_min })
    }

    /// A picture of less than three quarters of the promised size both ways, so that one that is cropped passes.
    fn resolution(&self, media: &MediaFile) -> Option<Mismatch> {
        let promised = self.file.resolution.as_ref().or(self.release.resolution.as_ref())?;
        let height: u32 = promised.strip_suffix('p')?.parse().ok().filter(|height| *height >= 720)?;
        let sizes = media.video.iter().map(media_file::Video::shown_size);
        let (shown_width, shown_height) = sizes.filter(|(width, height)| *width > 0 && *height > 0).max()?;
        let is_less = |found: u32, promised: u32| u64::from(found) * 4 < u64::from(promised) * 3;
        let is_small = is_less(shown_width, height * 16 / 9) && is_less(shown_height, height);
        let mismatch =
            Mismatch::Resolution { promised: promised.to_string(), width: shown_width, height: shown_height };
        (is_small && media.has_all_tracks).then_some(mismatch)
    }

    /// No sound in the language that the person wishes most of those the name promises, or in one that the person requires.
    fn language(&self, media: &MediaFile) -> Option<Mismatch> {
        let spoken: Vec<&str> = media.audio.iter().map(|track| track.language.as_deref()).collect::<Option<_>>()?;
        if spoken.is_empty() || !media.has_all_tracks {
            return None;
        }
        let films = media.audio.iter().filter(|track| !track.is_commentary);
        let is_heard = |code: &str| {
            films
                .clone()
                .filter_map(|track| track.language.as_deref())
                .any(|language| primary(language) == primary(code))
        };
        let stated = if self.file.languages.is_empty() { self.release } else { self.file };
        let promises = |code: &str| {
            let is_it = |other: &&&str| primary(other) == primary(code);
            stated.languages.iter().any(|other| is_it(&other)) && !stated.subtitles.iter().any(|other| is_it(&other))
        };
        let wish = self.wishes.languages.iter().chain(&self.wishes.required).find(|code| promises(code));
        let absent = wish.filter(|code| !is_heard(code));
        let required = || {
            let required = &self.wishes.required;
            required.first().filter(|_| !required.iter().any(|code| is_heard(code)))
        };
        let wished = absent.or_else(required)?.clone();
        let mut found: Vec<String> = Vec::new();
        for language in spoken {
            if !found.iter().any(|known| known == language) {
                found.push(language.to_owned());
            }
        }
        Some(Mismatch::Language { wished, found })
    }
}

/// The language of a tag, without its region. Release names have codes of their own for some.
fn primary(tag: &str) -> &str {
    match tag.split('-').next().unwrap_or(tag) {
        // As indexers write Latin American Spanish.
        "la" => "es",
        "nb" | "nn" => "no",
        "fil" => "tl",
        "cmn" | "yue" => "zh",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use media_file::{Audio, Container, Video};

    use super::*;
    use crate::title::{Episode, Kind, Numbering};

    fn media(minutes: u64, size: (u32, u32), languages: &[&str]) -> MediaFile {
        let track = |language: &&str| Audio {
            language: (!language.is_empty()).then(|| (*language).to_owned()),
            ..Audio::default()
        };
        MediaFile {
            container: Container::Matroska,
            duration_ms: (minutes > 0).then_some(minutes * 60_000),
            title: None,
            video: vec![Video { width: size.0, height: size.1, ..Video::default() }],
            audio: languages.iter().map(track).collect(),
            subtitles: Vec::new(),
            has_all_tracks: true,
            chapters: None,
        }
    }

    fn film(minutes: u32) -> Wanted {
        Wanted { kind: Kind::Movie, runtime_min: (minutes > 0).then_some(minutes), ..Wanted::default() }
    }

    fn wishes(languages: &[&str], required: &[&str]) -> Wishes {
        let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        Wishes { languages: owned(languages), required: owned(required) }
    }

    fn told(name: &str, wanted: &Wanted, wishes: &Wishes, media: &MediaFile) -> Option<Mismatch> {
        by(ChosenBy::App, name, wanted, wishes, media)
    }

    fn by(by: ChosenBy, name: &str, wanted: &Wanted, wishes: &Wishes, media: &MediaFile) -> Option<Mismatch> {
        let (release, file) = (release_name::parse(name), release_name::parse("film.mkv"));
        Promised { wanted, release: &release, file: &file, wishes, by }.contradicted_by(media)
    }

    const FULL: (u32, u32) = (1920, 1080);

    #[test]
    fn a_clip_is_no_film_and_a_short_episode_is_one() {
        let none = Wishes::default();
        let length = |minutes: u64, wanted: &Wanted| told("Film 2019", wanted, &none, &media(minutes, FULL, &["en"]));
        assert_eq!(length(3, &film(45)), Some(Mismatch::Length { found_s: 180, expected_min: 45 }));
        assert_eq!(length(1, &film(95)), Some(Mismatch::Length { found_s: 60, expected_min: 95 }));
        for (minutes, runtime) in [(16, 45), (48, 95), (95, 95), (180, 95), (0, 95), (3, 0), (3, 7), (22, 24)] {
            assert_eq!(length(minutes, &film(runtime)), None, "{minutes} of {runtime}");
        }
        let asked = Numbering { season: Some(0), episode: 3 };
        let special = Episode { asked, imdb: None, absolute: None, kitsu: None, aired: None, name: None };
        assert_eq!(length(3, &Wanted { episode: Some(special), ..film(45) }), None, "a special has any length");
    }

    #[test]
    fn a_picture_is_as_large_as_its_name_says_or_cropped() {
        let none = Wishes::default();
        let size = |name: &str, width, height| told(name, &film(95), &none, &media(95, (width, height), &["en"]));
        for (name, width, height) in [
            ("Film 2019 2160p", 1280, 720),
            ("Film 2019 2160p", 1920, 1080),
            ("Film 2019 1080p", 1280, 720),
            ("Film 2019 1080p", 1280, 536),
            ("Film 2019 720p", 640, 360),
            ("Film 2019 720p", 854, 480),
        ] {
            assert!(matches!(size(name, width, height), Some(Mismatch::Resolution { .. })), "{name} {width}×{height}");
        }
        for (name, width, height) in [
            ("Film 2019 2160p", 3840, 1600),
            ("Film 2019 2160p", 3840, 1480),
            ("Film 2019 2160p", 2880, 2160),
            ("Film 2019 1080p", 1920, 800),
            ("Film 2019 1080p", 1440, 1080),
            ("Film 2019 1080p", 1480, 1080),
            ("Film 2019 720p", 960, 720),
            ("Film 2019 720p", 1280, 528),
            ("Film 2019 720p", 1920, 1080),
            ("Film 2019 480p", 320, 240),
            ("Film 2019", 320, 240),
            ("Film 2019 2160p", 0, 0),
        ] {
            assert_eq!(size(name, width, height), None, "{name} {width}×{height}");
        }
    }

    #[test]
    fn a_language_is_missed_where_it_was_promised_or_required_and_the_file_tells_others() {
        let language = |name: &str, wishes: &Wishes, languages: &[&str]| {
            told(name, &film(95), wishes, &media(95, FULL, languages))
        };
        let turkish = wishes(&["tr", "en"], &[]);
        let missing = |found: &[&str]| {
            Some(Mismatch::Language { wished: "tr".to_owned(), found: found.iter().map(|l| (*l).to_owned()).collect() })
        };
        assert_eq!(language("Film 2019 Turkish 1080p", &turkish, &["en", "de", "en"]), missing(&["en", "de"]));
        assert_eq!(language("Film 2019 1080p", &wishes(&[], &["tr"]), &["de"]), missing(&["de"]));
        assert_eq!(language("Film 2019 Turkish 1080p", &turkish, &["tr", "en"]), None);
        assert_eq!(language("Film 2019 1080p", &turkish, &["en"]), None, "it was not promised");
        assert_eq!(language("Film 2019 German 1080p", &turkish, &["en"]), None, "what was promised was not wished");
        assert_eq!(language("Film 2019 Turkish 1080p", &turkish, &["en", ""]), None, "one is not told");
        assert_eq!(language("Film 2019 Turkish 1080p", &turkish, &[]), None);
        assert_eq!(language("Film 2019 Turkish 1080p", &Wishes::default(), &["en"]), None, "nobody wishes it");
        assert_eq!(language("Film 2019 Latino 1080p", &wishes(&["la"], &[]), &["es-419"]), None);
        assert_eq!(language("Film 2019 Portuguese 1080p", &wishes(&["pt"], &[]), &["pt-BR"]), None);
        let mut commented = media(95, FULL, &["en", "tr"]);
        commented.audio[1].is_commentary = true;
        assert_eq!(told("Film 2019 Turkish 1080p", &film(95), &turkish, &commented), missing(&["en", "tr"]));
        let partial = MediaFile { has_all_tracks: false, ..media(95, FULL, &["en"]) };
        assert_eq!(told("Film 2019 Turkish 1080p", &film(95), &turkish, &partial), None, "more tracks may be there");
    }

    #[test]
    fn sound_alone_is_no_film_and_what_is_not_known_is_held_against_nobody() {
        let none = Wishes::default();
        let sound = MediaFile { video: Vec::new(), ..media(95, FULL, &["en"]) };
        assert_eq!(told("Film 2019 1080p", &film(95), &none, &sound), Some(Mismatch::NoPicture));
        let unknown = MediaFile { has_all_tracks: false, ..sound };
        assert_eq!(told("Film 2019 1080p", &film(95), &none, &unknown), None);
    }

    #[test]
    fn what_the_person_chose_is_held_to_less() {
        let turkish = wishes(&["tr"], &[]);
        let check = |chosen, media: &MediaFile| by(chosen, "Film 2019 Turkish 2160p", &film(95), &turkish, media);
        let other = media(95, (1280, 720), &["en"]);
        assert!(check(ChosenBy::App, &other).is_some());
        assert_eq!(check(ChosenBy::Release, &other), None);
        let clip = media(2, (3840, 2160), &["tr"]);
        assert!(check(ChosenBy::Release, &clip).is_some());
        assert_eq!(check(ChosenBy::File, &clip), None);
        let sound = MediaFile { video: Vec::new(), ..clip };
        assert_eq!(check(ChosenBy::File, &sound), Some(Mismatch::NoPicture), "there is nothing to see");
    }
}
