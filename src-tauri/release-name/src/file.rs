//! A video file's name beside the same name without its extension, which says all but the container.

use crate::{
    name::{Field, ReleaseName, Span},
    vocabulary::{self, Extension},
};

/// The name without its extension, and the container that is. `None` where it is no video's, and where what is left is no name:
/// it ends in an extension itself, or in a sign.
pub(crate) fn stem(file: &str) -> Option<(&str, &'static str)> {
    let (stem, last) = cut(file)?;
    let Some(Extension::Video(container)) = extension(last) else { return None };
    let before = cut(stem).map_or("", |(_, before)| before);
    (stem.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ']' | ')')) && extension(before).is_none())
        .then_some((stem, container))
}

/// What stands before the last dot and after it, where that is short enough for an extension.
fn cut(file: &str) -> Option<(&str, &str)> {
    let after = file.bytes().rev().take("torrent".len() + 1).position(|byte| byte == b'.')?;
    Some((file.get(..file.len() - after - 1)?, file.get(file.len() - after..)?))
}

/// Nearly everything is too long to be one, and what is short enough is put into lowercase in place.
fn extension(text: &str) -> Option<Extension> {
    let mut bytes = [0; "torrent".len()];
    let lower = bytes.get_mut(..text.len())?;
    lower.copy_from_slice(text.as_bytes());
    lower.make_ascii_lowercase();
    vocabulary::extension(std::str::from_utf8(lower).ok()?)
}

/// Where the container stands in the name.
pub(crate) fn span(stem: &str, container: &str) -> Span {
    let start = stem.len() + 1;
    Span::new(Field::Container, start..start + container.len())
}

/// What a file's name says, from what was read of the name it has without its extension, if `read` knows that. `None` too
/// where a file's name means something else than a torrent's: `Title 03-20` is a range of episodes, `Title 03-20.mkv` is one;
/// `S01S02` are two seasons, `S01S02.mkv` is a special of one; `Title Complete` holds everything, `Title Complete.mkv` nothing more;
/// `5.10` is a title, `5.10.mkv` is an episode.
pub fn read_off(file: &str, read: impl FnOnce(&str) -> Option<ReleaseName>) -> Option<ReleaseName> {
    // Of a longer one only the beginning is read. The files of a disc say by their endings what they were made from.
    let (stem, container) = stem(file)
        .filter(|(_, container)| file.len() <= crate::LONGEST && !matches!(*container, "m2ts" | "mts" | "vob"))
        .filter(|(stem, _)| !opens_with_decimal(stem))?;
    let mut name = read(stem).filter(|name| name.episodes.len() < 2 && name.seasons.len() < 2 && !name.complete)?;
    name.container = Some(container);
    name.spans.insert(0, span(stem, container));
    Some(name)
}

fn opens_with_decimal(stem: &str) -> bool {
    let stem = stem.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let behind = stem.trim_start_matches(|digit: char| digit.is_ascii_digit()).strip_prefix('.');
    behind.is_some_and(|behind| behind.starts_with(|digit: char| digit.is_ascii_digit()))
}
