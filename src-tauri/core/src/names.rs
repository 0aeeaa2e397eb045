//! Parses release names and remembers the results: the same few thousand names come from several sources and every
//! phase reads them.

mod mask;
mod wanted_numbers;
mod wanted_titles;
mod words;

use std::mem;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use hashbrown::HashMap;
use release_name::ReleaseName;

use crate::title::Wanted;
use crate::work;

pub(crate) use mask::Masks;
pub use wanted_numbers::{Agreement, WantedNumbers};
pub(crate) use wanted_numbers::{is_later_season, reaches};
pub(crate) use wanted_titles::title_parts;
pub use wanted_titles::{Kinship, WantedTitles};
pub(crate) use words::{without_cross, without_place};

/// The wanted title and its numbers, prepared for comparing thousands of names with them.
#[derive(Debug)]
pub struct Measure {
    pub titles: WantedTitles,
    /// `None` for a film.
    pub numbers: Option<WantedNumbers>,
    /// The languages that the work was made in.
    pub original_languages: Vec<&'static str>,
}

impl Measure {
    pub fn of(wanted: &Wanted) -> Self {
        Self {
            titles: WantedTitles::new(wanted),
            numbers: WantedNumbers::new(wanted),
            original_languages: wanted.original_languages(),
        }
    }
}

/// Parses a release name, or returns the remembered result.
pub fn read(name: &str) -> Arc<ReleaseName> {
    recall(name).unwrap_or_else(|| {
        let read = read_anew(name).map_or_else(|| Arc::clone(&UNREADABLE), Arc::new);
        known().put(name, Arc::clone(&read));
        read
    })
}

/// Parses a file name without remembering it, since no other phase reads it again. A result remembered for a torrent
/// of that name is used.
pub fn read_file(name: &str) -> ReleaseName {
    recall(name).map_or_else(|| read_anew(name).unwrap_or_default(), |known| (*known).clone())
}

/// What a name says that the parser fails at: nothing.
static UNREADABLE: LazyLock<Arc<ReleaseName>> = LazyLock::new(Arc::default);

/// Returns whether the parser can read a name. One that it cannot says nothing, but ends nothing either.
pub(crate) fn is_readable(name: &str) -> bool {
    !Arc::ptr_eq(&read(name), &UNREADABLE)
}

/// Returns the season that the title of an anime entry states: `Title Season 3`, `Title 2nd Season`, `Title III`.
pub(crate) fn title_season(wanted: &Wanted) -> Option<u32> {
    let stated = |title: &str| read(title).seasons.first().copied().filter(|s| (1..60).contains(s));
    stated(&wanted.name).or_else(|| wanted.aliases.iter().find_map(|a| stated(a)))
}

/// Returns the part of a season that the title of an anime entry states: `Title 2nd Season Part 2`.
pub(crate) fn title_part(wanted: &Wanted) -> Option<u32> {
    let stated = |title: &str| read(title).part.filter(|part| (1..20).contains(part));
    stated(&wanted.name).or_else(|| wanted.aliases.iter().find_map(|alias| stated(alias)))
}

/// Returns whether a file name has the extension of a video: of a file that can hold a film or an episode, not of sound, images
/// and animations.
pub fn is_video(name: &str) -> bool {
    const LONGEST: usize = 4;
    let bytes = name.as_bytes();
    let Some(dot) = bytes.iter().rev().take(LONGEST + 1).position(|byte| *byte == b'.') else { return false };
    let mut extension = [0; LONGEST];
    let Some(extension) = extension.get_mut(..dot) else { return false };
    extension.copy_from_slice(&bytes[bytes.len() - dot..]);
    extension.make_ascii_lowercase();
    bytes.len() > dot + 1
        && matches!(
            &*extension,
            b"3g2"
                | b"3gp"
                | b"amv"
                | b"asf"
                | b"avi"
                | b"divx"
                | b"drc"
                | b"f4a"
                | b"f4b"
                | b"f4p"
                | b"f4v"
                | b"flv"
                | b"m2ts"
                | b"m2v"
                | b"m4p"
                | b"m4v"
                | b"mkv"
                | b"mov"
                | b"mp4"
                | b"mpe"
                | b"mpeg"
                | b"mpg"
                | b"mpv"
                | b"mts"
                | b"mxf"
                | b"nsv"
                | b"ogm"
                | b"ogv"
                | b"qt"
                | b"rm"
                | b"rmvb"
                | b"roq"
                | b"svi"
                | b"ts"
                | b"vob"
                | b"webm"
                | b"wmv"
                | b"wtv"
                | b"yuv"
        )
}

/// Returns whether a name carries a mark of stereoscopic (3D) video.
pub(crate) fn is_3d(name: &str) -> bool {
    const MARKS: [&str; 7] = ["3d", "hsbs", "sbs", "halfsbs", "hou", "halfou", "bd3d"];
    let may_be = |word: &str| matches!(word.as_bytes(), [b'3' | b'h' | b'H' | b's' | b'S' | b'b' | b'B', _, ..]);
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| may_be(word));
    words.any(|word| MARKS.iter().any(|mark| word.eq_ignore_ascii_case(mark)))
}

/// Parses a name; `None` if the parser fails.
fn read_anew(name: &str) -> Option<ReleaseName> {
    work::fenced(|| {
        #[cfg(test)]
        assert!(!name.contains(PLANTED), "planted");
        let as_known = release_name::read_off(name, |stem| recall(stem).map(|known| (*known).clone()));
        as_known.unwrap_or_else(|| release_name::parse(name))
    })
}

/// Part of a name at which the tests have the parser fail.
#[cfg(test)]
pub(crate) const PLANTED: &str = "a name that makes the parser fail";

fn recall(name: &str) -> Option<Arc<ReleaseName>> {
    known().get(name)
}

fn known() -> MutexGuard<'static, Known> {
    static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A cache of two generations: filling one drops the names that were not used since the one before.
#[derive(Default)]
struct Known {
    young: HashMap<Box<str>, Arc<ReleaseName>>,
    old: HashMap<Box<str>, Arc<ReleaseName>>,
}

impl Known {
    /// The most names in a generation and the longest name kept, which limits the cache to a few megabytes.
    const MOST: usize = 4096;
    const LONGEST: usize = 512;

    fn get(&mut self, name: &str) -> Option<Arc<ReleaseName>> {
        if let Some(read) = self.young.get(name) {
            return Some(Arc::clone(read));
        }
        let read = self.old.remove(name)?;
        self.put(name, Arc::clone(&read));
        Some(read)
    }

    fn put(&mut self, name: &str, read: Arc<ReleaseName>) {
        if name.len() > Self::LONGEST {
            return;
        }
        if self.young.len() >= Self::MOST {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(name.into(), read);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_once_and_says_the_same() {
        let name = "A.Name.Read.Twice.2010.1080p.WEB-DL.x264-GRP";
        let first = read(name);
        assert_eq!(*first, release_name::parse(name));
        assert!(Arc::ptr_eq(&first, &read(name)));
    }

    #[test]
    fn a_file_named_like_its_torrent_says_the_same_and_its_container() {
        for name in ["A.Film.Read.Once.2010.1080p.WEB-DL.x264-GRP", "A Show Read Once 03-20"] {
            let file = format!("{name}.mkv");
            read(name);
            assert_eq!(read_file(&file), release_name::parse(&file));
            assert_eq!(*read(&file), release_name::parse(&file));
        }
    }

    #[test]
    fn a_name_the_parser_fails_at_says_nothing_and_ends_nothing() {
        let name = format!("{PLANTED}, here");
        assert_eq!(((*read(&name)).clone(), is_readable(&name)), (ReleaseName::default(), false));
        assert_eq!(read_file(&format!("{name}.mkv")), ReleaseName::default());
        assert!(is_readable("") && is_readable("A Name That Is Read"), "what says nothing is readable");
    }

    #[test]
    fn only_what_was_asked_for_lately_is_kept() {
        let mut known = Known::default();
        let put = |known: &mut Known, name: &str| known.put(name, Arc::new(release_name::parse(name)));
        put(&mut known, "left");
        put(&mut known, "asked for");
        for number in 0..2 * Known::MOST {
            put(&mut known, &number.to_string());
            assert!(known.get("asked for").is_some());
        }
        assert!(known.get("left").is_none());
        assert!(known.young.len() + known.old.len() <= 2 * Known::MOST);
        put(&mut known, &"long".repeat(Known::LONGEST));
        assert!(known.get(&"long".repeat(Known::LONGEST)).is_none());
    }
}
