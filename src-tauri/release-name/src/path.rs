//! A file's name together with the folders it lies in: what the name leaves out, the nearest folder that says it fills in.

use crate::{Extra, ReleaseName, parse};

/// Reads the last part of a path and adds season, part, title, year and the mark of extra material from its folders.
/// Spans refer to the file name alone, not to the path.
pub fn parse_path(path: &str) -> ReleaseName {
    let mut parts = path.rsplit(['/', '\\']).filter(|p| !p.is_empty());
    let Some(name) = parts.next() else { return ReleaseName::default() };
    let mut file = parse(name);
    for folder in parts {
        let folder = parse(folder);
        if file.seasons.is_empty() && folder.seasons.len() == 1 && folder.episodes.is_empty() {
            file.seasons = folder.seasons;
        }
        if file.title.is_empty() && !folder.title.is_empty() {
            file.title = folder.title;
        }
        file.year = file.year.or(folder.year);
        file.part = file.part.or(folder.part);
        file.extra = file.extra.or(folder.extra.filter(|e| !matches!(e, Extra::Movie)));
    }
    file
}
