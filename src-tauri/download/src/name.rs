//! The path a file is kept under, by a template that Kodi, Jellyfin and Plex read: films and shows with their year, episodes
//! by season. Safe on Windows, macOS and Linux alike. Pure.

mod template;

use std::path::PathBuf;

use perihelion_core::text::misleads;
use perihelion_core::title::Kind;
use sanitise_file_name::{Options, sanitise_with_options};

use template::Field;
pub use template::{BadTemplate, Template};

/// What is known of a file when it is named. Values only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub kind: Kind,
    pub title: String,
    pub year: Option<i16>,
    /// `tt` and digits.
    pub imdb: Option<String>,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    /// The number that runs through all seasons.
    pub absolute: Option<u32>,
    pub episode_title: Option<String>,
    /// As the service calls it: it tells the kind of file, and the resolution if the release does not.
    pub file_name: String,
    pub release: String,
}

/// How files are named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    pub films: Template,
    pub episodes: Template,
    /// For anime, when they are to be numbered through all seasons; else they are named as other episodes.
    pub anime: Option<Template>,
}

/// Films as the three programs find them.
pub const FILMS: &str = "{title} ({year})/{title} ({year}) {imdb} [{resolution}]";
pub const EPISODES: &str =
    "{title} ({year})/Season {season}/{title} - S{season}E{episode} - {episode_title} [{resolution}]";
/// Anime by the number that runs through all seasons.
pub const ABSOLUTE: &str = "{title} ({year})/{title} - {absolute} - {episode_title} [{resolution}]";

/// Templates by the program they are for: its id, films, episodes. The first finds its way in all three.
pub const PRESETS: [(&str, &str, &str); 4] = [
    ("usual", FILMS, EPISODES),
    (
        "plex",
        "{title} ({year}) {imdb}/{title} ({year}) {imdb}",
        "{title} ({year}) {imdb}/Season {season}/{title} ({year}) - s{season}e{episode} - {episode_title}",
    ),
    (
        "jellyfin",
        "{title} ({year}) {imdbid}/{title} ({year}) {imdbid} - [{resolution}]",
        "{title} ({year}) {imdbid}/Season {season}/{title} S{season}E{episode} {episode_title}",
    ),
    ("kodi", "{title} ({year})/{title} ({year})", "{title} ({year})/Season {season}/{title} S{season}E{episode}"),
];

impl Default for Naming {
    fn default() -> Self {
        let known_good = |text: &str| Template::read(text).unwrap_or_default();
        Self { films: known_good(FILMS), episodes: known_good(EPISODES), anime: None }
    }
}

/// The most bytes of a name: file systems take 255. The rest is for a number, and for what an unfinished file or subtitles are
/// called more.
const LONGEST: usize = 255 - 40;
/// The most bytes of each value: the first with which the whole name fits, so that what makes it too long loses its end and no
/// number does.
const LONGEST_VALUES: [usize; 6] = [LONGEST, 150, 120, 90, 60, 40];
const SHORTEST_VALUE: usize = 20;

impl Naming {
    /// Reads templates that the person wrote; `None` is the usual one.
    pub fn read(films: Option<&str>, episodes: Option<&str>, anime_absolute: bool) -> Result<Self, BadTemplate> {
        let episodes = Template::read(episodes.unwrap_or(EPISODES))?;
        if !episodes.tells_episodes_apart() {
            return Err(BadTemplate::SameForEpisodes);
        }
        let anime = anime_absolute.then(|| Template::read(ABSOLUTE)).transpose()?;
        Ok(Self { films: Template::read(films.unwrap_or(FILMS))?, episodes, anime })
    }

    /// Returns the path of a file below the folder of all.
    pub fn path(&self, known: &Known) -> PathBuf {
        let template = match (known.episode, known.kind, &self.anime) {
            (None, ..) => &self.films,
            (Some(_), Kind::Anime, Some(anime)) if known.absolute.or(known.episode).is_some() => anime,
            (Some(_), ..) => &self.episodes,
        };
        let extension = extension(&known.file_name);
        let longest = LONGEST - extension.len() - 1;
        let filled = |most: usize| template.fill(|field| value(field, known, most));
        let fits = |parts: &Vec<String>| parts.iter().all(|part| part.len() <= longest);
        let mut folders = LONGEST_VALUES.into_iter().map(filled).find(fits).unwrap_or_else(|| filled(SHORTEST_VALUE));
        let name = folders.pop().unwrap_or_default();
        let mut path: PathBuf = folders.iter().map(|folder| safe(folder, LONGEST)).collect();
        path.push(format!("{}.{extension}", safe(&name, longest)));
        path
    }
}

fn value(field: Field, known: &Known, most: usize) -> Option<String> {
    let number = |number: u32| format!("{number:02}");
    let text = |value: &str| text(value, most);
    match field {
        Field::Title => Some(text(&known.title)).filter(|title| !title.is_empty()).or_else(|| Some(text(stem(known)))),
        Field::Year => known.year.map(|year| year.to_string()),
        Field::ImdbId => known.imdb.as_ref().map(|id| format!("[imdbid-{}]", text(id))),
        Field::Imdb => known.imdb.as_ref().map(|id| format!("{{imdb-{}}}", text(id))),
        Field::Season => Some(number(known.season.unwrap_or(1))),
        Field::Episode => known.episode.map(number),
        Field::Absolute => known.absolute.or(known.episode).map(number),
        Field::EpisodeTitle => known.episode_title.as_deref().map(text),
        Field::Resolution => {
            let says = |name: &str| release_name::parse(name).resolution.map(|resolution| text(&resolution));
            says(&known.file_name).or_else(|| says(&known.release))
        }
        Field::File => Some(text(stem(known))),
    }
}

/// The name of the file as it was, without its ending.
fn stem(known: &Known) -> &str {
    let name = &known.file_name;
    name.strip_suffix(&extension(name)).and_then(|name| name.strip_suffix('.')).unwrap_or(name)
}

/// The ending of a file, as players know it.
fn extension(name: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_ending = (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_ending { ending.to_owned() } else { "mkv".to_owned() }
}

/// A value as it may stand in a name: it makes no folder, hides and turns nothing, and a colon becomes the dash it is read as.
fn text(value: &str, most: usize) -> String {
    let value: String =
        value.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !misleads(*c)).collect();
    let value = value.replace(": ", " - ").replace(['/', '\\', ':'], "-");
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = value.floor_char_boundary(most);
    value.get(..end).unwrap_or_default().trim_end().to_owned()
}

/// A part of a path that the three systems take. Names that Windows keeps for devices, and dots at the end, are changed.
fn safe(name: &str, most: usize) -> String {
    let options: Options<Option<char>> = Options {
        length_limit: most,
        extension_cleverness: false,
        trim_more_punctuation: false,
        replace_with: None,
        ..Options::DEFAULT
    };
    let name = sanitise_with_options(name, &options);
    // `Con.Air` is the console too.
    let before = name.split('.').next().unwrap_or_default();
    if is_device(before.trim_end()) { name.replacen(before, &format!("{before}_"), 1) } else { name }
}

/// Whether Windows keeps a name for a device.
fn is_device(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let is_numbered = |number: &str| number.chars().count() == 1 && number.chars().all(|c| "0123456789¹²³".contains(c));
    let port = ["COM", "LPT"].iter().find_map(|port| name.strip_prefix(port));
    ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&name.as_str()) || port.is_some_and(is_numbered)
}

#[cfg(test)]
mod tests;
