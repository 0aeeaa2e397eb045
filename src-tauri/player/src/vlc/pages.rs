//! The pages that VLC is asked by. They are this app's own: VLC's say neither which track plays nor what number its commands know
//! one by, and name things in whatever language VLC is in.

use std::path::{Path, PathBuf};

/// What VLC calls some languages besides their English names.
const IN_VLC: [(&str, &str); 3] = [("el", "Greek, Modern"), ("no", "Norwegian Bokmaal"), ("no", "Norwegian Nynorsk")];

const STATUS: &str = include_str!("pages/status.lua");
const PLAYLIST: &str = include_str!("pages/playlist.lua");

/// Writes the pages below a folder that VLC reaches, and returns where.
pub(super) fn write(folder: &Path) -> std::io::Result<PathBuf> {
    let root = folder.join("vlc");
    let requests = root.join("requests");
    std::fs::create_dir_all(&requests)?;
    for (name, script) in [("status.json", status()), ("playlist.json", PLAYLIST.to_owned())] {
        std::fs::write(requests.join(name), format!("<?vlc\n{script}?>\n"))?;
    }
    Ok(root)
}

fn status() -> String {
    let named = |(code, name): (&str, &str)| {
        let mut letters = name.chars();
        let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        format!("[{name:?}] = {code:?}")
    };
    let languages: Vec<String> = language::english_names().chain(IN_VLC).map(named).collect();
    STATUS.replace("LANGUAGES", &languages.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_knows_languages_by_the_names_vlc_has_for_them() {
        let page = status();
        for known in [r#"["Japanese"] = "ja""#, r#"["Greek, Modern"] = "el""#, r#"["Norwegian Bokmaal"] = "no""#] {
            assert!(page.contains(known), "{known}");
        }
        assert!(!page.contains("LANGUAGES"));
    }
}
