//! Parses release names and remembers the results: the same few thousand names come from several sources and every
//! phase reads them.

mod mask;
mod wanted_titles;
mod words;

use std::mem;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use hashbrown::HashMap;
use release_name::ReleaseName;

use crate::title::Wanted;

pub(crate) use mask::Masks;
pub use wanted_titles::{Kinship, WantedTitles};

/// Parses a release name, or returns the remembered result.
pub fn read(name: &str) -> Arc<ReleaseName> {
    recall(name).unwrap_or_else(|| {
        let read = Arc::new(read_anew(name));
        known().put(name, Arc::clone(&read));
        read
    })
}

/// Parses a file name without remembering it, since no other phase reads it again. A result remembered for a torrent
/// of that name is used.
pub fn read_file(name: &str) -> ReleaseName {
    recall(name).map_or_else(|| read_anew(name), |known| (*known).clone())
}

/// Returns the season that the title of an anime entry states: `Title Season 3`, `Title 2nd Season`, `Title III`.
pub(crate) fn title_season(wanted: &Wanted) -> Option<u32> {
    let stated = |title: &str| read(title).seasons.first().copied().filter(|s| (1..60).contains(s));
    stated(&wanted.name).or_else(|| wanted.aliases.iter().find_map(|a| stated(a)))
}

/// Extensions of files that can hold a film or an episode; containers for sound, images and animations are left out.
const VIDEO: [&str; 37] = [
    "3g2", "3gp", "amv", "asf", "avi", "divx", "drc", "f4a", "f4b", "f4p", "f4v", "flv", "m2ts", "m2v", "m4p", "m4v",
    "mkv", "mov", "mp4", "mpe", "mpeg", "mpg", "mpv", "mts", "mxf", "nsv", "ogm", "ogv", "qt", "rm", "rmvb", "roq",
    "svi", "ts", "vob", "webm", "wmv",
];

/// Returns whether a file name has the extension of a video.
pub fn is_video(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    !stem.is_empty()
        && (VIDEO.iter().any(|v| extension.eq_ignore_ascii_case(v))
            || ["wtv", "yuv"].iter().any(|v| extension.eq_ignore_ascii_case(v)))
}

fn read_anew(name: &str) -> ReleaseName {
    let as_known = release_name::read_off(name, |stem| recall(stem).map(|known| (*known).clone()));
    as_known.unwrap_or_else(|| release_name::parse(name))
}

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
