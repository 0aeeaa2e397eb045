//! Release names, each read once: the same few thousand titles come from several sources and are looked at in every phase.

use std::mem;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use hashbrown::HashMap;
use release_name::ReleaseName;

/// What a name says. Names read lately are not read again.
pub fn read(name: &str) -> Arc<ReleaseName> {
    static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(read) = known().get(name) {
        return read;
    }
    let read = Arc::new(release_name::parse(name));
    known().put(name, Arc::clone(&read));
    read
}

/// Two generations: what is not asked for while a whole generation fills is forgotten.
#[derive(Default)]
struct Known {
    young: HashMap<Box<str>, Arc<ReleaseName>>,
    old: HashMap<Box<str>, Arc<ReleaseName>>,
}

impl Known {
    /// Names in a generation, and the longest that is kept: at most a few megabytes in all.
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
