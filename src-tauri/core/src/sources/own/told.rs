//! The names in a stream of an unknown addon: which is the torrent's and which the file's. What the protocol says of
//! the file comes first, then what the text marks, then where in it a name stands. Pure.

use crate::names;
use crate::sources::stremio_addon::marks::{is_decorated, is_labelled, is_metadata, labelled, marked_line};
use crate::sources::stremio_addon::{EMPTY_TEXT, Stream, mediafusion};

/// Addons that write their own name on the first line of a text, or of a stream's name.
const ADDONS: [&str; 6] = ["Torrentio", "Comet", "TorrentsDB", "Peerflix", "MediaFusion", "TPB+"];
/// Of these the ones whose first line is always the title, whatever it begins with.
const TITLE_FIRST: [&str; 3] = ["Torrentio", "TorrentsDB", "Peerflix"];

/// The names of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Names<'a> {
    pub(super) release: &'a str,
    pub(super) file: Option<&'a str>,
    /// A line of the text names the file besides the release, so that it is only part of the torrent.
    pub(super) has_path: bool,
    /// The release is only the file's name: nothing tells what the torrent is called.
    pub(super) is_of_file: bool,
}

impl<'a> Names<'a> {
    pub(super) fn of(stream: &'a Stream<'_>) -> Option<Self> {
        let says = stream.described();
        let file = stream.file_name();
        let marked = |mark| marked_line(says, &[mark]).filter(|line: &&str| !line.is_empty());
        if let Some(release) = marked('📄') {
            return Some(Self::torrent(release, file));
        }
        if let Some((release, in_text)) = marked('📂').map(mediafusion::named) {
            return Some(Self { has_path: in_text.is_some(), ..Self::torrent(release, in_text.or(file)) });
        }
        if let Some(names) = marked('📁').and_then(|line| in_folder(line, file, stream)) {
            return Some(names);
        }
        let lines = Lines::of(stream);
        match (lines.title, file, lines.decorated) {
            (Some(title), ..) => {
                let has_path = lines.path.is_some();
                Some(Self { has_path, ..Self::torrent(title, path_or_file(lines.path, file)) })
            }
            (None, Some(file), _) => Some(Self::file(file)),
            (None, None, Some(decorated)) => Some(Self::torrent(decorated, None)),
            (None, None, None) => match labelled(says, "Name").filter(|name| *name != "Unknown") {
                Some(name) => Some(Self::file(name)),
                None => in_name(stream).or(lines.facts).map(|release| Self::torrent(release, None)),
            },
        }
    }

    fn torrent(release: &'a str, file: Option<&'a str>) -> Self {
        Self { release, file, has_path: false, is_of_file: false }
    }

    fn file(file: &'a str) -> Self {
        Self { release: file, file: Some(file), has_path: false, is_of_file: true }
    }
}

/// Reads `Folder/file.mkv`, `file.mkv` or `Release` after a folder's mark. Returns `None` for what names the work alone.
fn in_folder<'a>(line: &'a str, file: Option<&'a str>, stream: &Stream<'_>) -> Option<Names<'a>> {
    let line = line.trim_end_matches('/');
    let apart = |folder: &'a str, file: &'a str| {
        let folder = folder.trim_end_matches(['/', ' ']);
        if !folder.is_empty() {
            return Names { has_path: true, ..Names::torrent(folder, Some(file)) };
        }
        // A file without a folder is the torrent, unless others stand before it.
        let is_first = stream.file_index().is_none_or(|index| index == 0);
        if is_first { Names::torrent(file, Some(file)) } else { Names::file(file) }
    };
    if let Some(folder) = file.and_then(|file| line.strip_suffix(file)) {
        return Some(apart(folder, file.unwrap_or_default()));
    }
    if let Some((folder, last)) = line.rsplit_once('/').filter(|(_, last)| names::is_video(last)) {
        return Some(apart(folder, last));
    }
    (file.is_none() || is_release(line)).then(|| Names::torrent(line, file))
}

/// Returns whether a text says what only the name of a release does, not the title of a work.
fn is_release(text: &str) -> bool {
    let said = names::read(text);
    said.resolution.is_some()
        || said.quality.is_some()
        || said.codec.is_some()
        || said.group.is_some()
        || said.complete
        || (said.episodes.is_empty() && !said.seasons.is_empty())
}

/// The names on the lines of a text.
#[derive(Default)]
struct Lines<'a> {
    title: Option<&'a str>,
    path: Option<&'a str>,
    /// A line that begins with a picture, yet reads as a title.
    decorated: Option<&'a str>,
    /// A line that says a resolution or the like, and no title.
    facts: Option<&'a str>,
}

impl<'a> Lines<'a> {
    fn of(stream: &'a Stream<'_>) -> Self {
        let lines = stream.described().lines().map(str::trim);
        let mut lines = lines.filter(|line| !line.is_empty() && *line != EMPTY_TEXT).peekable();
        let is_label = |line: &str| {
            line.eq_ignore_ascii_case(stream.label()) || ADDONS.iter().any(|addon| line.eq_ignore_ascii_case(addon))
        };
        let title_is_first = TITLE_FIRST.iter().any(|addon| stream.label().eq_ignore_ascii_case(addon));
        let mut read = Self::default();
        let mut is_first = true;
        while let Some(line) = lines.next() {
            if is_metadata(line) {
                break;
            }
            let more = lines.peek().is_some_and(|next| !is_metadata(next));
            if std::mem::take(&mut is_first) && is_label(line) && more {
                is_first = true;
                continue;
            }
            if is_labelled(line) || (is_decorated(line) && !(title_is_first && read.title.is_none())) {
                read.decorated = read.decorated.or(Some(line).filter(|line| reads_as_title(line)));
            } else if read.title.is_none() && names::read(line).title.is_empty() {
                read.facts = read.facts.or(Some(line));
            } else if read.title.is_none() {
                read.title = Some(line);
            } else if read.path.is_none() && lines.clone().any(is_metadata) {
                read.path = Some(line);
            }
        }
        read
    }
}

/// Returns whether a line names a work, with its year or number.
fn reads_as_title(line: &str) -> bool {
    let said = names::read(line);
    !said.title.is_empty() && (said.year.is_some() || !said.episodes.is_empty() || !said.seasons.is_empty())
}

/// Returns the path in the text where it ends in the file that the protocol names, else that file.
fn path_or_file<'a>(path: Option<&'a str>, file: Option<&'a str>) -> Option<&'a str> {
    match (path, file) {
        (Some(path), Some(file)) if !path.ends_with(file) => Some(file),
        (path, file) => path.or(file),
    }
}

/// Returns a release in the name of a stream that has no text, or one that says no name.
fn in_name<'a>(stream: &'a Stream<'_>) -> Option<&'a str> {
    let lines = stream.name()?.lines().map(str::trim);
    let named = lines.filter(|line| !ADDONS.iter().any(|addon| line.eq_ignore_ascii_case(addon)));
    let named = named.filter(|line| !line.is_empty() && !names::read(line).title.is_empty());
    // Beside a text the name is the addon's, with a resolution at most.
    named.filter(|line| stream.described().is_empty() || reads_as_title(line)).max_by_key(|line| line.len())
}
