//! What each file of the batch says: its name, the folders it lies in, and whether it is a sample or extra.

use std::{ops::Range, rc::Rc, sync::Arc};

use hashbrown::{HashMap, HashSet};
use release_name::{Date, Extra, Field, Marking, ReleaseName, TitleMatch, normalise};

use super::{
    Hint,
    folders::{Folder, Folders, bare_number, common_root},
    kin, season_part,
    siblings::{KnownNames, Named, Names},
    titles::{Titles, extra_word},
};
use crate::names::{Kinship, is_video};
use crate::title::{Kind, Wanted};
use crate::torrent::{Proof, TorrentFile};

/// A video and what its name and folders say.
#[expect(clippy::struct_excessive_bools, reason = "independent marks of a file; each is read alone")]
pub(super) struct Reading {
    /// Position in the caller's list.
    pub(super) file: usize,
    /// What the name says beside its numbers, which are in the fields below: siblings share it.
    pub(super) name: Rc<ReleaseName>,
    /// Stated in the name, else in the nearest folder inside the torrent.
    pub(super) season: Option<u32>,
    pub(super) episodes: Vec<u32>,
    /// Where the episode's number stands in the name.
    pub(super) number: Option<Range<usize>>,
    pub(super) marking: Marking,
    /// The number as written where it may be season and episode: 103. `marking` says as which it was read.
    pub(super) compact: Option<u32>,
    /// `12.5` as (12, 5).
    pub(super) fraction: Option<(u32, u32)>,
    pub(super) year: Option<u16>,
    pub(super) extra: Option<Extra>,
    /// The file's own name says so, not its folder.
    pub(super) own_extra: bool,
    pub(super) folder_season: Option<u32>,
    /// The season that its folder or torrent states, where all names there state another.
    pub(super) contradicted: Option<u32>,
    /// The year of a folder that carries the wanted title.
    pub(super) folder_year: Option<u16>,
    /// The normal form of the show's or film's title, and how it fits.
    pub(super) title: Rc<str>,
    pub(super) fits: TitleMatch,
    /// Which work the file is of.
    pub(super) kin: Kinship,
    /// Its title may be a wanted one without the subtitle.
    pub(super) shortened: bool,
    /// The title is one under which this entry of a catalogue alone is released.
    pub(super) own_title: bool,
    /// The part of the season, from the name, its folders or the torrent.
    pub(super) part: Option<Part>,
    pub(super) size: Option<u64>,
    /// The title stands after the numbers: it may be the episode's own.
    pub(super) late_title: bool,
    /// The folder inside the torrent, for telling groups of files apart.
    pub(super) folder: usize,
}

/// A part of a season, such as the second cour.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) number: u32,
    /// The file's own name states it.
    pub(super) own: bool,
}

impl Reading {
    /// An episode of the show's own count: neither extra nor special.
    pub(super) fn is_regular(&self) -> bool {
        self.extra.is_none() && self.season != Some(0)
    }

    /// Returns the least and the greatest number, which a list does not give in order.
    pub(super) fn bounds(&self) -> Option<(u32, u32)> {
        Some((*self.episodes.iter().min()?, *self.episodes.iter().max()?))
    }

    /// Neither a season, an episode, a date nor a decimal number in the name.
    pub(super) fn is_unnumbered(&self) -> bool {
        self.name.seasons.is_empty() && self.episodes.is_empty() && self.date().is_none() && self.fraction.is_none()
    }

    pub(super) fn date(&self) -> Option<Date> {
        self.name.date
    }

    /// Takes another number than the name alone was read to carry.
    pub(super) fn count(&mut self, season: Option<u32>, episode: u32, number: Option<Range<usize>>, marking: Marking) {
        self.season = season;
        self.episodes = vec![episode];
        self.number = number;
        self.marking = marking;
        self.compact = None;
        self.fraction = None;
    }
}

pub(super) struct Batch {
    pub(super) readings: Vec<Reading>,
    /// What the torrent's own name, or its root folder, says.
    pub(super) torrent: Arc<ReleaseName>,
    pub(super) torrent_fits: TitleMatch,
    /// Which work the torrent's name is about.
    pub(super) torrent_kin: Kinship,
    /// What an id proves of the torrent.
    pub(super) proof: Proof,
    /// Which works the names of the folders are about, by `Reading::folder`.
    pub(super) folder_kin: Vec<Kinship>,
    /// Some file has a link, so files without one cannot be played.
    pub(super) linked: bool,
}

pub(super) fn read(
    files: &[TorrentFile],
    wanted: &Wanted,
    titles: &Titles,
    (read_before, known_names): (&Folders, &KnownNames),
    hint: &Hint<'_>,
) -> Batch {
    let torrent = titles.masks().read_known(hint.torrent_name);
    let torrent_fits = titles.fitted(&torrent.title).1;
    let torrent_kin = kin::of_name(titles, &torrent, hint.torrent_name);
    // A season's folder that is the only one is not the torrent's own.
    let root = Some(common_root(files)).filter(|root| bare_number(root).is_none() || *root == hint.torrent_name);
    let root = root.unwrap_or("");
    let of_torrent = season_part::part(hint.torrent_name).map(|part| Part { number: part.number, own: false });
    let mut folders: Vec<Rc<Folder>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut names = Names::new(titles, known_names);
    let mut readings = Vec::with_capacity(files.len());
    for (file, given) in files.iter().enumerate().filter(|(_, f)| is_video(&f.name)) {
        let inner = given.path.trim_start_matches('/').strip_prefix(root).unwrap_or(&given.path);
        let inner = inner.rsplit_once('/').map_or("", |(folder, _)| folder).trim_matches('/');
        let folder = *known.entry(inner).or_insert_with(|| {
            folders.push(read_before.read(inner, titles));
            folders.len() - 1
        });
        let mut reading = one(given, names.read(&given.name), &folders[folder], titles);
        reading.part = reading.part.or(of_torrent);
        // `3of6` is of the first season only where nothing states another.
        if let ([stated], Marking::Episode) = (torrent.seasons.as_slice(), reading.marking)
            && reading.name.span(Field::Season).is_none()
            && reading.season == Some(1)
        {
            reading.season = reading.folder_season.or(Some(*stated));
        }
        reading.kin = kin::first([reading.kin, folders[folder].kin, torrent_kin]);
        (reading.file, reading.folder) = (file, folder);
        readings.push(reading);
    }
    numbered_folders(&mut readings, &folders, titles);
    own_parts(&mut readings);
    sequels(&mut readings, titles, wanted);
    let linked = files.iter().any(|f| f.link.as_deref().is_some_and(|l| !l.is_empty()));
    let folder_kin = folders.iter().map(|folder| folder.kin).collect();
    Batch { readings, torrent, torrent_fits, torrent_kin, proof: hint.proof, folder_kin, linked }
}

/// Beside files that state the part of the season themselves, the others are not of the part that their folder names: it holds
/// that part too.
fn own_parts(readings: &mut [Reading]) {
    let stated: HashSet<(usize, u32)> = readings
        .iter()
        .filter_map(|r| Some((r.folder, r.part.filter(|part| part.own && r.is_regular())?.number)))
        .collect();
    for reading in readings.iter_mut().filter(|_| !stated.is_empty()) {
        let folder = reading.folder;
        reading.part = reading.part.filter(|part| part.own || !stated.contains(&(folder, part.number)));
    }
}

/// Takes folders that are named by a number alone for seasons, or for episodes where each holds one file only, with no
/// number or with the same.
fn numbered_folders(readings: &mut [Reading], folders: &[Rc<Folder>], titles: &Titles) {
    if folders.iter().all(|folder| folder.bare.is_none()) {
        return;
    }
    let is_title = |number: u32| titles.exact.iter().any(|title| title.parse() == Ok(number));
    let bare = |r: &Reading| {
        let place = &folders[r.folder];
        place.bare.filter(|number| place.season.is_none() && place.extra.is_none() && !is_title(*number))
    };
    let mut held: HashMap<usize, usize> = HashMap::new();
    for reading in readings.iter().filter(|r| r.extra.is_none() && bare(r).is_some()) {
        *held.entry(reading.folder).or_default() += 1;
    }
    let alone = |r: &Reading| {
        let counts = r.episodes.is_empty() || r.episodes.len() == 1 && r.episodes.first().copied() == bare(r);
        held.get(&r.folder) == Some(&1) && counts
    };
    let inside = || readings.iter().filter(|r| r.extra.is_none() && bare(r).is_some());
    let are_episodes = inside().all(alone) && (held.len() > 1 || inside().all(|r| r.episodes.is_empty()));
    for reading in readings.iter_mut() {
        let Some(number) = bare(reading) else { continue };
        if !are_episodes {
            reading.season = reading.season.or(Some(number));
            reading.folder_season = Some(number);
        } else if reading.episodes.is_empty() && reading.date().is_none() && reading.extra.is_none() {
            let season = reading.season;
            reading.count(season, number, None, Marking::Bare);
        }
    }
}

/// Tells a show from its sequels by the title alone, where files name no season.
fn sequels(readings: &mut [Reading], titles: &Titles, wanted: &Wanted) {
    let Some(episode) = &wanted.episode else { return };
    // A season's own title, which the catalogue lists beside the show's: `Title II`.
    let is_alias = |title: &str| {
        let mut known = titles.exact.iter();
        known.next().is_some_and(|own| own != title) && known.any(|alias| alias == title)
    };
    let of_season = |title: &str| titles.season_in_title(title).filter(|_| is_alias(title));
    let asked = episode.asked.season;
    for reading in readings.iter_mut().filter(|r| r.season.is_none() && !r.episodes.is_empty()) {
        reading.season = of_season(&reading.title)
            .filter(|season| *season > 1 && (asked == Some(*season) || wanted.kind == Kind::Series));
    }
    let exact = |r: &Reading| titles.exact.iter().any(|e| **e == *r.title);
    let named = readings.iter().any(|r| r.is_regular() && exact(r));
    for reading in readings.iter_mut().filter(|r| r.season.is_none() && !r.episodes.is_empty() && !exact(r)) {
        if let Some(season) = titles.sequel(&reading.title) {
            reading.season = Some(season);
            reading.fits = TitleMatch::Title;
            reading.kin = Kinship::Same;
        } else if named {
            reading.fits = TitleMatch::None;
        }
    }
}

/// One file: its name, completed by its folder.
fn one(given: &TorrentFile, named: Named, place: &Folder, titles: &Titles) -> Reading {
    let Named { name, episodes, part, mut kin } = named;
    let own_season = name.seasons.first().copied().filter(|_| name.seasons.len() == 1);
    let own_title = if name.title.is_empty() { &place.title } else { &name.title };
    let (title, fit) = titles.fitted(own_title);
    let fit = if fit == TitleMatch::None && !place.title.is_empty() { titles.fitted(&place.title).1 } else { fit };
    // `1x05 Title - Name of the episode`
    let late_title = name.span(Field::Episode).zip(name.span(Field::Title)).is_some_and(|(n, t)| n.end <= t.start);
    let head = || own_title.split_once(" - ").map(|(head, _)| titles.fit(head));
    let mut fit = if fit == TitleMatch::None && late_title { head().unwrap_or(fit) } else { fit };
    // A film's title with what only some releases write: its place among others, that it is a film.
    if titles.film && kin == Kinship::Same && fit == TitleMatch::None {
        fit = TitleMatch::Alias;
    }
    // `S02 - The Lamp/Title The Lamp - 05`: with the name of its season.
    if kin == Kinship::Longer && place.season.is_some() && !place.title.is_empty() {
        let before = title.strip_suffix(&normalise(&place.title)).map(str::trim_end);
        let known = before.map_or(TitleMatch::None, |title| titles.fit(title));
        if known != TitleMatch::None {
            (kin, fit) = (Kinship::Same, known);
        }
    }
    let regular = name.marking == Marking::Full && name.seasons != [0];
    let stated = name.extra.filter(|extra| {
        let part_of_title = titles.names(extra_word(&given.name, &name)) || is_named(&given.name, &name);
        !(part_of_title || regular && *extra == Extra::Special)
    });
    let short = given.name.len() < 15;
    let sample = || {
        (short && given.name.to_ascii_lowercase().contains("sample") && !titles.names("sample"))
            .then_some(Extra::Sample)
    };
    let between = || (name.fraction.is_some() && episodes.is_empty()).then_some(Extra::Special);
    // The name may be a sibling's.
    let compact = name.compact.map(|number| match name.marking {
        Marking::Compact => number,
        _ => episodes.first().copied().unwrap_or(number),
    });
    let mut reading = Reading {
        file: 0,
        season: own_season.or(place.season),
        number: name.span(Field::Episode),
        marking: name.marking,
        compact,
        fraction: name.fraction,
        year: name.year.or(place.year),
        own_extra: false,
        folder_season: place.season,
        contradicted: None,
        folder_year: place.year.filter(|_| titles.fitted(&place.title).1 != TitleMatch::None),
        extra: stated.or(place.extra).or_else(sample).or_else(between),
        fits: fit,
        shortened: kin == Kinship::Other && titles.shortened(&name.title).is_some(),
        kin,
        own_title: titles.are_own(&title),
        part: part.map(|number| Part { number, own: true }).or(place.part.map(|number| Part { number, own: false })),
        size: given.size,
        title,
        late_title,
        folder: 0,
        episodes,
        name,
    };
    reading.own_extra = place.extra.is_none() && reading.extra.is_some();
    if let Some(episode) = place.episode.filter(|_| !matches!(reading.marking, Marking::Full | Marking::Episode)) {
        let season = place.season;
        reading.count(season, episode, None, Marking::Episode);
    }
    if let Some(episode) = place.episode_alone.filter(|_| reading.is_unnumbered() && reading.extra.is_none()) {
        let season = place.season;
        reading.count(season, episode, None, Marking::Episode);
    }
    reading
}

/// A torrent of nothing but an OVA series: what would be specials elsewhere are its episodes. Returns whether it is one; whether
/// it is the wanted series, no name tells.
pub(super) fn only_specials(readings: &mut [Reading]) -> bool {
    let numbered = |r: &Reading| !r.episodes.is_empty();
    if readings.iter().any(|r| r.is_regular() && numbered(r)) {
        return false;
    }
    let fraction = |r: &Reading| r.fraction.is_some() || r.season == Some(0);
    let mut found = false;
    for reading in readings.iter_mut().filter(|r| r.extra == Some(Extra::Special) && numbered(r) && !fraction(r)) {
        reading.extra = None;
        found = true;
    }
    found
}

/// ` - 05 - The Sample`: after an episode's number, a word with its article is the episode's own name.
fn is_named(text: &str, name: &ReleaseName) -> bool {
    let Some((number, word)) = name.span(Field::Episode).zip(name.span(Field::Extra)) else { return false };
    let between = text.get(number.end..word.start).unwrap_or("").trim_end_matches([' ', '.', '_']);
    let article = between.rsplit([' ', '.', '_']).next().unwrap_or("");
    ["the", "a", "an", "le", "la", "el", "der", "die", "das"].iter().any(|a| article.eq_ignore_ascii_case(a))
}
