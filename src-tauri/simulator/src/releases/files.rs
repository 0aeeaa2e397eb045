//! Owns what is inside a torrent: paths, sizes, extras. Computed file by file, because batches are large and few look inside.

use super::{Torrent, World, hash::Flavour, traits::Traits};
use crate::{
    catalogue::{Episode, Kind, Work},
    dice::Dice,
};

/// How a torrent is laid out.
#[derive(Clone, Debug)]
pub(crate) enum Layout {
    /// One video, alone or in a folder with a sample, a text, and subtitles beside it and in a folder of their own.
    One {
        folder: bool,
    },
    Pack {
        style: Style,
        extras: usize,
        extras_first: bool,
    },
    /// Listed word by word in the catalogue.
    Given,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `Show.S01E03.1080p.mkv`
    Scene,
    /// `Season 01/Show - S01E03 - Title.mkv`
    Seasons,
    /// `Show - 0003 [1080p].mkv`
    Absolute,
    /// `[Group] Show - 03 (1080p) [CRC].mkv`
    Fansub,
    /// `Season 2/05.mkv`: the season is in the folder alone.
    Bare,
}

/// A file inside a torrent.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// From the torrent's root, starting with `/`.
    pub(crate) path: String,
    /// Bytes.
    pub(crate) size: u64,
    /// The position of the episode it holds.
    pub(crate) episode: Option<usize>,
}

impl File {
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    pub(crate) fn is_video(&self) -> bool {
        [".mkv", ".mp4", ".avi"].iter().any(|extension| self.path.ends_with(extension))
    }
}

/// What a text of subtitles is said to be long, in bytes.
const LINES: u64 = 38_500;

const EXTRAS: [&str; 8] = [
    "Extras/Making.Of.mkv",
    "NC/NCOP 01.mkv",
    "NC/NCED 01.mkv",
    "Extras/Trailer 1.mkv",
    "NC/NCOP 02.mkv",
    "NC/NCED 02.mkv",
    "Extras/Menu 01.mkv",
    "Extras/Behind the Scenes - Featurette.mkv",
];

pub(crate) fn layout(dice: &mut Dice, work: &Work, flavour: Flavour, name: &str, traits: &Traits) -> Layout {
    match flavour {
        Flavour::Film | Flavour::Single | Flavour::Decoy => Layout::One { folder: !is_mkv(name) && dice.chance(0.4) },
        Flavour::Given => Layout::Given,
        Flavour::Season | Flavour::Range | Flavour::Complete => {
            let style = match (work.kind, flavour) {
                (Kind::Anime, Flavour::Range) => dice.pick(&[Style::Absolute, Style::Fansub]),
                (Kind::Anime, _) if name.starts_with('[') => dice.weighted(&[
                    (Style::Absolute, 5.0),
                    (Style::Fansub, 4.0),
                    (Style::Seasons, 2.0),
                    (Style::Bare, 0.5),
                ]),
                _ => dice.weighted(&[(Style::Scene, 5.0), (Style::Seasons, 3.5), (Style::Bare, 1.0)]),
            };
            let extras =
                if traits.quality.starts_with("BluRay") { dice.index(EXTRAS.len() + 1) } else { dice.index(3) };
            Layout::Pack { style, extras, extras_first: dice.chance(0.5) }
        }
    }
}

impl World {
    pub(crate) fn file_count(&self, torrent: &Torrent) -> usize {
        match &torrent.layout {
            Layout::One { folder } => {
                if *folder {
                    5
                } else {
                    1
                }
            }
            Layout::Pack { extras, .. } => extras + torrent.span.map_or(1, |(first, last)| last - first + 1),
            Layout::Given => self.release(torrent).map_or(0, |release| release.files.len()),
        }
    }

    pub(crate) fn files(&self, torrent: &Torrent) -> Vec<File> {
        (0..self.file_count(torrent)).map(|at| self.file_at(torrent, at)).collect()
    }

    /// The file that answers a request: the episode's, or for a film the film.
    pub(crate) fn wanted(&self, torrent: &Torrent, episode: Option<usize>) -> Option<(usize, File)> {
        let at = match (&torrent.layout, torrent.span, episode) {
            (Layout::One { folder }, _, _) => usize::from(*folder),
            (Layout::Pack { extras, extras_first, .. }, Some((first, last)), Some(episode)) => {
                if !(first..=last).contains(&episode) {
                    return None;
                }
                episode - first + if *extras_first { *extras } else { 0 }
            }
            (Layout::Given, _, _) => return self.wanted_of_given(torrent, episode),
            (Layout::Pack { .. }, _, _) => return None,
        };
        Some((at, self.file_at(torrent, at)))
    }

    fn wanted_of_given(&self, torrent: &Torrent, episode: Option<usize>) -> Option<(usize, File)> {
        let release = self.release(torrent)?;
        let found = match episode.and_then(|at| self.work(torrent).episodes.get(at)) {
            Some(wanted) if release.files.len() > 1 => {
                let coded = format!("S{:02}E{:02}", wanted.season, wanted.number);
                let padded = wanted
                    .absolute
                    .map(|number| [format!("- {number:04} "), format!("- {number:03} "), format!("- {number:02} ")]);
                release.files.iter().position(|(path, _)| {
                    let name = path.rsplit('/').next().unwrap_or(path);
                    name.contains(&coded)
                        || !name.contains("NC")
                            && padded.as_ref().is_some_and(|forms| forms.iter().any(|form| name.contains(form)))
                })?
            }
            _ => (0..release.files.len()).max_by_key(|at| release.files[*at].1)?,
        };
        Some((found, self.file_at(torrent, found)))
    }

    pub(crate) fn file_at(&self, torrent: &Torrent, at: usize) -> File {
        let work = self.work(torrent);
        match &torrent.layout {
            Layout::Given => {
                let (path, size) = self.release(torrent).and_then(|r| r.files.get(at)).cloned().unwrap_or_default();
                let path = if path.starts_with('/') { path } else { format!("/{path}") };
                File { path, size, episode: None }
            }
            Layout::One { folder: false } => File {
                path: format!("/{}", file_name(&torrent.name)),
                size: self.video_size(torrent, None),
                episode: torrent.span.map(|s| s.0),
            },
            Layout::One { folder: true } => {
                let root = torrent.name.replace('/', " ");
                let file = file_name(&torrent.name);
                match at {
                    0 => File {
                        path: format!("/{root}/Sample/sample-{file}"),
                        size: 21_000_000 + u64::from(torrent.id[5]) * 1000,
                        episode: None,
                    },
                    1 => File {
                        path: format!("/{root}/{file}"),
                        size: self.video_size(torrent, None),
                        episode: torrent.span.map(|s| s.0),
                    },
                    2 => File { path: format!("/{root}/Info.txt"), size: 412, episode: None },
                    3 => File { path: format!("/{root}/{}.tr.srt", stem(&file)), size: LINES, episode: None },
                    _ => File { path: format!("/{root}/Subs/2_de.srt"), size: LINES, episode: None },
                }
            }
            Layout::Pack { style, extras, extras_first } => {
                let (first, last) = torrent.span.unwrap_or((0, 0));
                let root = torrent.name.replace('/', " ");
                let episodes = last - first + 1;
                let extra = if *extras_first { (at < *extras).then_some(at) } else { at.checked_sub(episodes) };
                if let Some(extra) = extra {
                    let size = 38_000_000
                        + Dice::new(torrent.key.draw_seed(self.seed), EXTRAS[extra % 8]).within(0, 160_000_000);
                    return File { path: format!("/{root}/{}", EXTRAS[extra % 8]), size, episode: None };
                }
                let position = first + at - if *extras_first { *extras } else { 0 };
                let path = work
                    .episodes
                    .get(position)
                    .map_or_else(String::new, |episode| in_pack(*style, torrent, work, episode));
                File {
                    path: format!("/{root}/{path}"),
                    size: self.video_size(torrent, Some(position)),
                    episode: Some(position),
                }
            }
        }
    }

    pub(super) fn total_size(&self, torrent: &Torrent) -> u64 {
        match &torrent.layout {
            Layout::Given => {
                self.release(torrent).map_or(0, |release| release.files.iter().map(|(_, size)| size).sum())
            }
            Layout::One { folder } => {
                let beside = if *folder { 21_000_412 + 2 * LINES + u64::from(torrent.id[5]) * 1000 } else { 0 };
                self.video_size(torrent, None) + beside
            }
            Layout::Pack { .. } => (0..self.file_count(torrent)).map(|at| self.size_at(torrent, at)).sum(),
        }
    }

    /// The size alone, without spelling a path.
    fn size_at(&self, torrent: &Torrent, at: usize) -> u64 {
        let Layout::Pack { extras, extras_first, .. } = &torrent.layout else { return 0 };
        let (first, last) = torrent.span.unwrap_or((0, 0));
        let extra = if *extras_first { (at < *extras).then_some(at) } else { at.checked_sub(last - first + 1) };
        match extra {
            Some(extra) => {
                38_000_000 + Dice::new(torrent.key.draw_seed(self.seed), EXTRAS[extra % 8]).within(0, 160_000_000)
            }
            None => self.video_size(torrent, Some(first + at - if *extras_first { *extras } else { 0 })),
        }
    }

    fn video_size(&self, torrent: &Torrent, position: Option<usize>) -> u64 {
        let work = self.work(torrent);
        let whole = u64::from(work.runtime_min.max(1)) * torrent.traits.bytes_per_minute;
        let place = position.unwrap_or(0) as u64;
        let wobble = Dice::new(torrent.key.draw_seed(self.seed) ^ place, "size").within(880, 1120);
        whole / 1000 * wobble + place
    }
}

fn in_pack(style: Style, torrent: &Torrent, work: &Work, episode: &Episode) -> String {
    let traits = &torrent.traits;
    let resolution = if traits.resolution.is_empty() { "DVD" } else { traits.resolution };
    let (season, number) = (episode.season, episode.number);
    let absolute = episode.absolute.unwrap_or(number);
    let width = if work.episodes.len() > 999 { 4 } else { 2 };
    match style {
        Style::Scene => format!(
            "{}.S{season:02}E{number:02}.{resolution}.{}.{}-{}.mkv",
            work.name.replace(' ', ".").replace(['\'', '!', ':', ','], ""),
            traits.quality.replace(' ', "."),
            traits.codec_tag,
            traits.group
        ),
        Style::Seasons => format!(
            "Season {season:02}/{} - S{season:02}E{number:02} - {}.mkv",
            work.name,
            episode.title.replace(['?', '/'], "")
        ),
        Style::Absolute => format!("{} - {absolute:0width$} [{resolution}].mkv", work.name),
        Style::Fansub => {
            let crc = Dice::new(u64::from(absolute), &torrent.hash).next() & 0xffff_ffff;
            format!("[{}] {} - {absolute:0width$} ({resolution}) [{crc:08X}].mkv", traits.group, work.name)
        }
        Style::Bare => format!("Season {season}/{number:02}.mkv"),
    }
}

fn file_name(torrent_name: &str) -> String {
    let plain = torrent_name.replace('/', " ");
    if is_mkv(&plain) { plain } else { format!("{plain}.mkv") }
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

pub(crate) fn is_mkv(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("mkv"))
}
