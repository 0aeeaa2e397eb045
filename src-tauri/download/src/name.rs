//! The path a file is kept under, by a template that Kodi, Jellyfin and Plex read: films and shows with their year, episodes
//! by season. Safe on Windows, macOS and Linux alike. Pure.

mod template;

use std::path::PathBuf;

use perihelion_core::title::Kind;
use sanitise_file_name::{Options, sanitise_with_options};

use crate::part::LONGEST_SUFFIX;

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

/// The most bytes of a name: file systems take 255, and the unfinished file is called a little longer.
const LONGEST: usize = 255 - LONGEST_SUFFIX.len();
/// The most bytes of one value. The name of a show and of an episode fit beside all numbers.
const LONGEST_VALUE: usize = 90;

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
        let mut folders = template.fill(|field| value(field, known));
        let name = folders.pop().unwrap_or_default();
        let mut path: PathBuf = folders.iter().map(|folder| safe(folder, LONGEST)).collect();
        path.push(format!("{}.{extension}", safe(&name, LONGEST - extension.len() - 1)));
        path
    }
}

fn value(field: Field, known: &Known) -> Option<String> {
    let number = |number: u32| format!("{number:02}");
    match field {
        Field::Title => Some(text(&known.title)).filter(|title| !title.is_empty()).or_else(|| Some(stem(known))),
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
        Field::File => Some(stem(known)),
    }
}

/// The name of the file as it was, without its ending.
fn stem(known: &Known) -> String {
    let name = &known.file_name;
    text(name.strip_suffix(&extension(name)).and_then(|name| name.strip_suffix('.')).unwrap_or(name))
}

/// The ending of a file, as players know it.
fn extension(name: &str) -> String {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_ending = (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_ending { ending.to_owned() } else { "mkv".to_owned() }
}

/// A value as it may stand in a name: it makes no folder, and a colon becomes the dash it is read as.
fn text(value: &str) -> String {
    let value = value.replace(": ", " - ").replace(['/', '\\', ':'], "-");
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = value.floor_char_boundary(LONGEST_VALUE);
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
    sanitise_with_options(name, &options)
}

#[cfg(test)]
mod tests;
