//! Whether the file a stream points to is one of several in its torrent, as far as names tell. Pure.

use release_name::ReleaseName;

use crate::names;

/// Returns whether a file is one of several in its torrent: a sole file has the torrent's name, a shorter form of it,
/// or that name with something around it that is no number.
pub(in crate::sources) fn is_part(file: &str, release: &str) -> bool {
    let (file_letters, release_letters) = (letters(stem(base(file))), letters(release));
    if file_letters == release_letters || file_letters == letters(stem(release)) {
        return !names::is_video(base(file)) && holds_several(release);
    }
    if file_letters.is_empty() || holds_several(release) {
        return true;
    }
    let around = || !release_letters.is_empty() && file_letters.contains(&release_letters);
    let is_sole = release_letters.contains(&file_letters) || (around() && !has_its_own_number(file, release));
    !is_sole
}

/// Returns whether a name says several episodes or seasons, or several works.
pub(in crate::sources) fn holds_several(release: &str) -> bool {
    let said = names::read(release);
    said.complete
        || said.episodes.len() > 1
        || said.absolute.len() > 1
        || said.end_year.is_some()
        || (said.episodes.is_empty() && !said.seasons.is_empty())
}

/// Returns whether names say that a file is one of several. `false` where they leave it open.
pub(in crate::sources) fn is_known_part(file: Option<&str>, release: &str) -> bool {
    let is_the_torrent =
        |file: &str| names::is_video(base(file)) && letters(stem(base(file))) == letters(stem(release));
    file.is_some_and(|file| has_its_own_number(file, release))
        || (holds_several(release) && !file.is_some_and(is_the_torrent))
}

/// Returns whether a file is named as an episode, while its torrent is not.
fn has_its_own_number(file: &str, release: &str) -> bool {
    let is_of_an_episode = |said: &ReleaseName| !said.episodes.is_empty() || !said.absolute.is_empty();
    base(file) != release && !is_of_an_episode(&names::read(release)) && is_of_an_episode(&names::read_file(base(file)))
}

/// Returns the last part of a path.
fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns a file name without its extension.
fn stem(file: &str) -> &str {
    match file.rsplit_once('.') {
        Some((stem, extension)) if (2..=4).contains(&extension.len()) => stem,
        Some(_) | None => file,
    }
}

fn letters(name: &str) -> String {
    let mut letters = String::with_capacity(name.len());
    if name.is_ascii() {
        let alphanumeric = name.bytes().filter(u8::is_ascii_alphanumeric);
        letters.extend(alphanumeric.map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        letters.extend(name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sole_file_has_the_name_of_its_torrent_give_or_take_what_is_around_it() {
        for (file, release) in [
            ("Sintel.2010.1080p.BluRay.mkv", "Sintel (2010) [1080p] BluRay"),
            ("Sintel.2010.UHD.mkv", "Sintel.2010.UHD.BluRay-OPEN"),
            ("[TGx] Sintel.2010.1080p.BluRay-OPEN[rips].mkv", "Sintel.2010.1080p.BluRay-OPEN[rips]"),
            ("www.example.org    -    Sintel 2010 1080p", "Sintel 2010 1080p"),
            ("Sintel 2010 1080p mp4", "Sintel 2010 1080p"),
            ("[site] Harbour.Lights.S01E05.720p.mkv", "Harbour.Lights.S01E05.720p"),
            ("Harbour Lights S01E01-E02.mkv", "Harbour Lights S01E01-E02"),
            ("Sintel.2010.mkv", "Sintel.2010.mkv"),
        ] {
            assert!(!is_part(file, release), "{file} of {release}");
        }
    }

    #[test]
    fn a_file_with_a_number_of_its_own_or_out_of_several_is_a_part() {
        for (file, release) in [
            ("Harbour Lights - 05.mkv", "Harbour Lights"),
            ("Harbour Lights S01E05 1080p.mkv", "Harbour Lights S01 1080p BluRay"),
            ("[TGx] Harbour.Lights.S01E05.mkv", "Harbour.Lights.S01"),
            ("Sintel 2010.mkv", "Sintel 2010-2013 Collection"),
            ("03 Sintel - 2010 1080p.mp4", "Open Movies 2006-2020 Collection 1080p"),
            ("[Group] Windstar (0001-1071) (Batch)", "[Group] Windstar (0001-1071) (Batch)"),
            ("Season 1/Harbour.Lights.S01E01.mkv", "Harbour.Lights.S01-S03.2160p"),
            ("….mkv", "Sintel"),
        ] {
            assert!(is_part(file, release), "{file} of {release}");
        }
    }

    #[test]
    fn a_part_is_known_by_its_number_or_by_what_the_torrent_holds() {
        assert!(is_known_part(None, "Harbour Lights S01"));
        assert!(is_known_part(Some("Harbour Lights - 05.mkv"), "Harbour Lights"));
        assert!(is_known_part(Some("Windstar (0001-1071) (Batch)"), "Windstar (0001-1071) (Batch)"));
        assert!(!is_known_part(Some("Sintel.2010.mkv"), "Sintel / Синтел"), "left open");
        assert!(!is_known_part(Some("Windstar - 1071.mkv"), "Windstar S21E180"), "the same under another number");
        assert!(!is_known_part(Some("Harbour Lights S01E01-E02.mkv"), "Harbour Lights S01E01-E02"));
    }
}
