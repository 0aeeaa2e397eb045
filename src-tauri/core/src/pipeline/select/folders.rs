//! What the folders of a torrent say: season, title, year, one episode, or extra material.

use std::{cell::RefCell, rc::Rc};

use hashbrown::HashMap;
use release_name::{Extra, Marking, normalise};

use super::{
    kin, season_part,
    titles::{Titles, extra_word},
};
use crate::names::Kinship;
use crate::torrent::TorrentFile;

/// A path of folders below the torrent's own.
pub(super) struct Folder {
    pub(super) season: Option<u32>,
    pub(super) extra: Option<Extra>,
    pub(super) title: String,
    pub(super) year: Option<u16>,
    /// The folder is of this one episode.
    pub(super) episode: Option<u32>,
    /// So it says without a season: `Episode 3`. Files with a number of their own may be of it.
    pub(super) episode_alone: Option<u32>,
    /// The part of the season.
    pub(super) part: Option<u32>,
    /// A folder without a word: `3`. Its siblings decide what it counts.
    pub(super) bare: Option<u32>,
    /// Which work the names of the folders are about.
    pub(super) kin: Kinship,
}

/// The folders that were read before: torrents of one search have the same few.
#[derive(Default)]
pub(super) struct Folders(RefCell<HashMap<Box<str>, Rc<Folder>>>);

impl Folders {
    /// Reads the folders of a path from the inside out.
    pub(super) fn read(&self, path: &str, titles: &Titles) -> Rc<Folder> {
        /// The most paths that are remembered.
        const MOST: usize = 1024;
        if let Some(known) = self.0.borrow().get(path) {
            return Rc::clone(known);
        }
        let folder = Rc::new(read_folder(path, titles));
        let mut known = self.0.borrow_mut();
        if known.len() < MOST {
            known.insert(path.into(), Rc::clone(&folder));
        }
        folder
    }
}

/// The first folder, if all files lie in it: it repeats the torrent's name.
pub(super) fn common_root(files: &[TorrentFile]) -> &str {
    let mut root: Option<&str> = None;
    for file in files {
        let path = file.path.trim_start_matches('/');
        if let Some(root) = root {
            if !path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/')) {
                return "";
            }
        } else {
            let Some((first, _)) = path.split_once('/') else { return "" };
            root = Some(first);
        }
    }
    root.unwrap_or("")
}

/// Reads the folders of a path from the inside out.
fn read_folder(path: &str, titles: &Titles) -> Folder {
    let mut folder = Folder {
        season: None,
        extra: None,
        title: String::new(),
        year: None,
        episode: None,
        episode_alone: None,
        part: None,
        bare: None,
        kin: Kinship::Untold,
    };
    for part in path.rsplit('/').filter(|p| !p.is_empty()) {
        let name = titles.masks().read(part);
        if folder.season.is_none() && name.seasons.len() == 1 && name.episodes.is_empty() {
            folder.season = name.seasons.first().copied();
        }
        if name.marking == Marking::Full
            && folder.season.is_none()
            && folder.extra.is_none()
            && let ([season], [episode]) = (name.seasons.as_slice(), name.episodes.as_slice())
        {
            (folder.season, folder.episode) = (Some(*season), Some(*episode));
        }
        if let (Marking::Episode, [], [episode]) = (name.marking, name.seasons.as_slice(), name.episodes.as_slice()) {
            folder.episode_alone = folder.episode_alone.or(Some(*episode));
        }
        folder.extra = folder
            .extra
            .or_else(|| folder_extra(part, titles))
            .or(name.extra.filter(|_| !titles.names(extra_word(part, &name))));
        if folder.title.is_empty() && name.marking == Marking::None {
            folder.title.clone_from(&name.title);
        }
        folder.year = folder.year.or(name.year);
        folder.kin = kin::first([folder.kin, kin::of_name(titles, &name, part)]);
        folder.bare = folder.bare.or_else(|| bare_number(part));
        folder.part = folder.part.or_else(|| season_part::part(part).map(|stated| stated.number));
    }
    folder
}

/// Returns the number of a folder that is named by nothing else.
pub(super) fn bare_number(folder: &str) -> Option<u32> {
    let number = folder.trim();
    (number.len() < 3 && number.bytes().all(|b| b.is_ascii_digit())).then(|| number.parse().ok())?.filter(|n| *n > 0)
}

fn folder_extra(part: &str, titles: &Titles) -> Option<Extra> {
    let plain = normalise(part);
    if titles.names(&plain) {
        return None;
    }
    Some(match plain.as_str() {
        "extras" | "extra" | "bonus" | "bonuses" | "bonus disc" | "bonus content" | "special features" | "features"
        | "featurettes" | "featurette" | "behind the scenes" | "deleted scenes" | "interviews" | "making of"
        | "shorts" | "other" | "others" | "bdextras" | "bd extras" | "commentary" | "documentaries" | "scenes" => {
            Extra::Featurette
        }
        "sample" | "samples" => Extra::Sample,
        "trailers" | "trailer" | "teasers" => Extra::Trailer,
        "nc" | "ncop" | "nced" | "nc oped" | "ncopnced" | "ncop nced" | "opening" | "openings" | "ending"
        | "endings" | "creditless" | "op" | "ed" | "oped" | "opening ending" | "music" | "mv" | "music videos" => {
            Extra::Theme
        }
        "menu" | "menus" => Extra::Menu,
        "pv" | "pvs" | "cm" | "cms" | "cm pv" | "preview" | "previews" | "promo" | "promos" | "pv cm" => Extra::Preview,
        "special" | "specials" | "sp" | "sps" | "ova" | "ovas" | "oad" | "oads" | "ovaoad" | "ona" | "season 0"
        | "season 00" | "s00" => Extra::Special,
        "movie" | "movies" | "film" | "films" => Extra::Movie,
        "ost" | "osts" | "soundtrack" | "soundtracks" | "cds" => Extra::Soundtrack,
        _ => return None,
    })
}
