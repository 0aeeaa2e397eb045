//! Subtitles beside a film on the disk. VLC is given them with the film and told not to look for any: what it finds by itself it does
//! not name, so that what the app adds would be there twice.

use std::path::Path;

use url::Url;

const KINDS: [&str; 7] = ["srt", "ass", "ssa", "vtt", "idx", "sub", "smi"];
/// Where they lie beside the film's own folder.
const FOLDERS: [&str; 2] = ["subs", "subtitles"];
/// The most entries of a folder that are looked at.
const MOST: usize = 5_000;

/// Returns the options for a film. Waits for the disk.
pub(super) fn options(film: &Path) -> Vec<String> {
    let entries = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().take(MOST).flatten();
        entries.map(|entry| entry.path()).collect::<Vec<_>>()
    };
    let own = film.parent().map(entries).unwrap_or_default();
    let folders = own.iter().filter(|path| is_folder(path));
    let mut found: Vec<_> = folders.flat_map(|folder| entries(folder)).chain(own.iter().cloned()).collect();
    found.retain(|path| is_given(path, film));
    // Pictures are in the one and their times in the other.
    let is_pictures = |path: &Path| path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("sub"));
    let all = found.clone();
    found.retain(|path| !is_pictures(path) || !all.contains(&path.with_extension("idx")));
    found.sort();
    let links: Vec<String> = found.iter().filter_map(|path| Some(Url::from_file_path(path).ok()?.into())).collect();
    let given = (!links.is_empty()).then(|| format!(":input-slave={}", links.join("#")));
    [":no-sub-autodetect-file".to_owned()].into_iter().chain(given).collect()
}

/// Whether VLC is given these subtitles with the film: they are called as it is.
pub(crate) fn is_given(subtitles: &Path, film: &Path) -> bool {
    let of = |path: &Path| Some(path.file_stem()?.to_str()?.to_lowercase());
    let folder = subtitles.parent();
    let is_beside =
        folder == film.parent() || folder.is_some_and(|folder| is_folder(folder) && folder.parent() == film.parent());
    let is_kind = subtitles.extension().is_some_and(|kind| KINDS.iter().any(|known| kind.eq_ignore_ascii_case(known)));
    let is_called_so = of(subtitles).zip(of(film)).is_some_and(|(own, film)| {
        own.strip_prefix(&film).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    is_beside && is_kind && is_called_so
}

fn is_folder(path: &Path) -> bool {
    path.file_name().is_some_and(|name| FOLDERS.iter().any(|known| name.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_is_given_what_is_called_as_it_is_and_vlc_looks_for_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("Subs")).unwrap();
        for name in [
            "Alien #1.mkv",
            "Alien #1.srt",
            "alien #1.en.ASS",
            "Aliens #1.srt",
            "English.srt",
            "Alien #1.idx",
            "Alien #1.sub",
            "Alien #1.nfo",
            "Subs/Alien #1.fr.srt",
            "Subs/2_English.srt",
        ] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let told = options(&folder.path().join("Alien #1.mkv"));
        let [off, given] = &told[..] else { panic!("{told:?}") };
        assert_eq!(off, ":no-sub-autodetect-file");
        let names: Vec<&str> = given.split('#').map(|link| link.rsplit('/').next().unwrap()).collect();
        assert_eq!(names, ["Alien%20%231.idx", "Alien%20%231.srt", "Alien%20%231.fr.srt", "alien%20%231.en.ASS"]);
        assert_eq!(options(&folder.path().join("Other.mkv")), [":no-sub-autodetect-file"]);
        assert!(!is_given(Path::new("/elsewhere/Alien.srt"), Path::new("/films/Alien.mkv")));
    }
}
