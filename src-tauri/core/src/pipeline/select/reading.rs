//! What each file of the batch says: its name, the folders it lies in, and whether it is a sample or extra.

use std::collections::HashMap;

use release_name::{Extra, Field, Marking, ReleaseName, Span, TitleMatch, normalise, parse, title_matches};

use super::{Hint, mask::Masks};
use crate::{
    title::{Kind, Wanted},
    torrent::TorrentFile,
};

/// Extensions that can hold a film or an episode; the containers of sound, images and animations are left out.
const VIDEO: [&str; 37] = [
    "3g2", "3gp", "amv", "asf", "avi", "divx", "drc", "f4a", "f4b", "f4p", "f4v", "flv", "m2ts", "m2v", "m4p", "m4v",
    "mkv", "mov", "mp4", "mpe", "mpeg", "mpg", "mpv", "mts", "mxf", "nsv", "ogm", "ogv", "qt", "rm", "rmvb", "roq",
    "svi", "ts", "vob", "webm", "wmv",
];

/// Whether a file name ends like a video's.
pub fn is_video(name: &str) -> bool {
    let Some((stem, extension)) = name.rsplit_once('.') else { return false };
    !stem.is_empty()
        && (VIDEO.iter().any(|v| extension.eq_ignore_ascii_case(v))
            || ["wtv", "yuv"].iter().any(|v| extension.eq_ignore_ascii_case(v)))
}

/// A video and what its name and folders say.
pub(super) struct Reading {
    /// Position in the caller's list.
    pub(super) file: usize,
    pub(super) name: ReleaseName,
    /// Stated in the name, else in the nearest folder inside the torrent.
    pub(super) season: Option<u32>,
    pub(super) episodes: Vec<u32>,
    pub(super) absolute: Vec<u32>,
    pub(super) extra: Option<Extra>,
    /// The file's own name says so, not its folder.
    pub(super) own_extra: bool,
    pub(super) folder_season: Option<u32>,
    /// The normal form of the show's or film's title, and how it fits.
    pub(super) title: String,
    pub(super) fits: TitleMatch,
    pub(super) size: Option<u64>,
    /// The title stands after the numbers: it may be the episode's own.
    pub(super) late_title: bool,
    /// The folder inside the torrent, for telling groups of files apart.
    pub(super) folder: usize,
}

impl Reading {
    /// An episode of the show's own count: neither extra nor special.
    pub(super) fn is_regular(&self) -> bool {
        self.extra.is_none() && self.season != Some(0)
    }
}

pub(super) struct Batch {
    pub(super) readings: Vec<Reading>,
    /// What the torrent's own name, or its root folder, says.
    pub(super) torrent: ReleaseName,
    pub(super) torrent_fits: TitleMatch,
    /// Some file has a link, so files without one cannot be played.
    pub(super) linked: bool,
}

struct Folder {
    season: Option<u32>,
    extra: Option<Extra>,
    title: String,
    year: Option<u16>,
    /// The folder is of this one episode.
    episode: Option<u32>,
}

pub(super) fn read(files: &[TorrentFile], wanted: &Wanted, hint: &Hint<'_>) -> Batch {
    let titles = Titles::new(wanted);
    let torrent = titles.masks.read(hint.torrent_name);
    let torrent_fits = titles.fit(&torrent.title);
    let root = common_root(files);
    let mut folders: Vec<Folder> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut fits: HashMap<String, (String, TitleMatch)> = HashMap::new();
    let mut readings = Vec::with_capacity(files.len());
    for (file, given) in files.iter().enumerate().filter(|(_, f)| is_video(&f.name)) {
        let inner = given.path.trim_start_matches('/').strip_prefix(root).unwrap_or(&given.path);
        let inner = inner.rsplit_once('/').map_or("", |(folder, _)| folder).trim_matches('/');
        let folder = *known.entry(inner).or_insert_with(|| {
            folders.push(read_folder(inner, &titles));
            folders.len() - 1
        });
        let mut name = titles.masks.read(&given.name);
        year_first(&mut name, &titles);
        if name.marking != Marking::Full
            && let Some(number) = after_hash(&given.name)
        {
            number_at(&mut name, number);
        }
        if let Some(year) = name.span(Field::Year).and_then(|at| given.name.get(at)?.parse().ok()) {
            name.year = Some(year);
        }
        let place = &folders[folder];
        if let Some(episode) = place.episode.filter(|_| !matches!(name.marking, Marking::Full | Marking::Episode)) {
            name.seasons.clear();
            name.episodes = vec![episode];
            name.compact = None;
            name.marking = Marking::Episode;
        }
        let season = name.seasons.first().copied().filter(|_| name.seasons.len() == 1).or(place.season);
        let own_title = if name.title.is_empty() { &place.title } else { &name.title };
        let (title, fit) =
            fits.entry(own_title.clone()).or_insert_with(|| (normalise(own_title), titles.fit(own_title))).clone();
        let fit = if fit == TitleMatch::None && !place.title.is_empty() { titles.fit(&place.title) } else { fit };
        // `1x05 Title - Name of the episode`
        let late_title = name.span(Field::Episode).zip(name.span(Field::Title)).is_some_and(|(n, t)| n.end <= t.start);
        let fit = match own_title.split_once(" - ") {
            Some((head, _)) if fit == TitleMatch::None && late_title => titles.fit(head),
            Some(_) | None => fit,
        };
        let regular = name.marking == Marking::Full && name.seasons != [0];
        let stated =
            name.extra.filter(|e| !(titles.names(extra_word(&given.name, &name)) || regular && *e == Extra::Special));
        let mut extra = stated.or(place.extra);
        if extra.is_none()
            && (given.name.to_ascii_lowercase().contains("sample") && !titles.names("sample") && given.name.len() < 15)
        {
            extra = Some(Extra::Sample);
        }
        if name.fraction.is_some() && name.episodes.is_empty() {
            extra = extra.or(Some(Extra::Special));
        }
        name.year = name.year.or(place.year);
        readings.push(Reading {
            file,
            season,
            episodes: name.episodes.clone(),
            absolute: name.absolute.clone(),
            own_extra: place.extra.is_none() && extra.is_some(),
            folder_season: place.season,
            extra,
            title,
            fits: fit,
            size: given.size,
            late_title,
            folder,
            name,
        });
    }
    sequels(&mut readings, &titles, wanted);
    let linked = files.iter().any(|f| f.link.as_deref().is_some_and(|l| !l.is_empty()));
    Batch { readings, torrent, torrent_fits, linked }
}

/// A torrent of nothing but an OVA series: what would be specials elsewhere are its episodes.
pub(super) fn only_specials(readings: &mut [Reading]) {
    let numbered = |r: &Reading| !r.episodes.is_empty();
    if readings.iter().any(|r| r.is_regular() && numbered(r)) {
        return;
    }
    let fraction = |r: &Reading| r.name.fraction.is_some() || r.season == Some(0);
    for reading in readings.iter_mut().filter(|r| r.extra == Some(Extra::Special) && numbered(r) && !fraction(r)) {
        reading.extra = None;
    }
}

fn extra_word<'a>(text: &'a str, name: &ReleaseName) -> &'a str {
    name.span(Field::Extra).and_then(|range| text.get(range)).unwrap_or("")
}

/// The first folder, if all files lie in it: it repeats the torrent's name.
fn common_root(files: &[TorrentFile]) -> &str {
    let mut root: Option<&str> = None;
    for file in files {
        let Some((first, _)) = file.path.trim_start_matches('/').split_once('/') else { return "" };
        if root.is_some_and(|r| r != first) {
            return "";
        }
        root = Some(first);
    }
    root.unwrap_or("")
}

/// Reads the folders of a path from the inside out.
fn read_folder(path: &str, titles: &Titles) -> Folder {
    let mut folder = Folder { season: None, extra: None, title: String::new(), year: None, episode: None };
    for part in path.rsplit('/').filter(|p| !p.is_empty()) {
        let name = titles.masks.read(part);
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
        folder.extra = folder
            .extra
            .or_else(|| folder_extra(part, titles))
            .or(name.extra.filter(|_| !titles.names(extra_word(part, &name))));
        if folder.title.is_empty() && name.marking == Marking::None {
            folder.title.clone_from(&name.title);
        }
        folder.year = folder.year.or(name.year);
    }
    folder
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
        "ost" | "soundtrack" => Extra::Soundtrack,
        _ => return None,
    })
}

/// Tells a show from its sequels by the title alone, where files name no season.
fn sequels(readings: &mut [Reading], titles: &Titles, wanted: &Wanted) {
    if wanted.episode.is_none() {
        return;
    }
    let exact = |r: &Reading| titles.exact.contains(&r.title);
    let named = readings.iter().any(|r| r.is_regular() && exact(r));
    for reading in readings.iter_mut().filter(|r| r.season.is_none() && !r.episodes.is_empty() && !exact(r)) {
        if let Some(season) = titles.sequel(&reading.title) {
            reading.season = Some(season);
            reading.fits = TitleMatch::Title;
        } else if named {
            reading.fits = TitleMatch::None;
        }
    }
}

/// `1984 - Title`: the year before the title, where the title is not one that begins so.
fn year_first(name: &mut ReleaseName, titles: &Titles) {
    let Some((year, title)) = name.title.split_once(" - ") else { return };
    let Some(year) = year.parse().ok().filter(|y| year.len() == 4 && (1900..2100).contains(y)) else { return };
    if name.year.is_some() || titles.fit(&name.title) != TitleMatch::None {
        return;
    }
    name.year = Some(year);
    name.title = title.to_owned();
}

/// `Title #12 Name`: 12.
fn after_hash(name: &str) -> Option<(u32, std::ops::Range<usize>)> {
    let (before, after) = name.split_once('#')?;
    let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let word = after[end..].starts_with(|c: char| c.is_alphanumeric());
    let number = after[..end].parse().ok().filter(|n| *n < 5000)?;
    (!word && (before.is_empty() || before.ends_with([' ', '.', '_', '(', '['])))
        .then(|| (number, before.len() + 1..before.len() + 1 + end))
}

fn number_at(name: &mut ReleaseName, (number, at): (u32, std::ops::Range<usize>)) {
    name.episodes = vec![number];
    name.marking = Marking::Episode;
    name.compact = None;
    name.spans.retain(|s| s.field != Field::Episode);
    name.spans.push(Span { field: Field::Episode, start: at.start, end: at.end });
}

/// `01. Title`, `02 Title`: what follows the place in a list.
fn listed(title: &str) -> Option<&str> {
    let digits = title.bytes().take_while(u8::is_ascii_digit).count();
    let rest = title.get(digits..)?;
    let place =
        (1..=3).contains(&digits) && (rest.starts_with('.') || (title.starts_with('0') && rest.starts_with(' ')));
    place.then(|| rest.trim_start_matches(['.', ' ', '-']))
}

/// `Title 2019`, `Title (2019)`: what stands before the year.
fn without_year(title: &str) -> Option<&str> {
    let (rest, year) = title.trim_end_matches([')', ']']).rsplit_once([' ', '(', '['])?;
    (year.len() == 4 && year.parse().is_ok_and(|y: u16| (1920..2100).contains(&y))).then(|| rest.trim_end())
}

/// The wanted titles, ready for comparing.
pub(super) struct Titles {
    name: String,
    aliases: Vec<String>,
    /// The normal forms of the titles as given.
    exact: Vec<String>,
    words: Vec<String>,
    masks: Masks,
}

impl Titles {
    pub(super) fn new(wanted: &Wanted) -> Self {
        let mut names = vec![wanted.name.clone()];
        names.extend(wanted.aliases.iter().cloned());
        let mut aliases = wanted.aliases.clone();
        // A title that names its season is also released under the part before it.
        for name in &names {
            let read = parse(name);
            if !read.seasons.is_empty() && !read.title.is_empty() {
                aliases.push(read.title);
            }
        }
        let exact = names.iter().map(|n| normalise(n)).collect();
        let words = names.iter().flat_map(|n| normalise(n).split(' ').map(str::to_owned).collect::<Vec<_>>()).collect();
        let film = wanted.kind == Kind::Movie || wanted.episode.is_none();
        let masks = Masks::new(std::iter::once(&wanted.name).chain(&wanted.aliases), film);
        Self { name: wanted.name.clone(), aliases, exact, words, masks }
    }

    pub(super) fn fit(&self, title: &str) -> TitleMatch {
        match title_matches(title, &self.name, &self.aliases) {
            TitleMatch::None => listed(title)
                .into_iter()
                .chain(without_year(title))
                .map(|rest| title_matches(rest, &self.name, &self.aliases))
                .find(|fit| *fit != TitleMatch::None)
                .unwrap_or(TitleMatch::None),
            found @ (TitleMatch::Alias | TitleMatch::Title) => found,
        }
    }

    /// `Title 2`, `Title III`, where the title is the wanted one: the season it counts as.
    fn sequel(&self, normal: &str) -> Option<u32> {
        let (title, number) = normal.rsplit_once(' ')?;
        let season = ["2", "3", "4", "5", "6"].iter().position(|n| *n == number);
        let season = season.or_else(|| ["ii", "iii", "iv", "v", "vi"].iter().position(|n| *n == number))?;
        let known = self.exact.iter().any(|e| e == title) && !self.exact.iter().any(|e| e == normal);
        known.then(|| u32::try_from(season).unwrap_or(0) + 2)
    }

    /// The word is part of a wanted title, and so no mark of extra material.
    pub(super) fn names(&self, word: &str) -> bool {
        let word = normalise(word);
        !word.is_empty() && word.split(' ').all(|w| self.words.iter().any(|known| known == w))
    }
}
