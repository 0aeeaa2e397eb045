//! What plays: the title as history and players name it, and the link that was made for it.

use perihelion_core::metadata::AskedId;
use perihelion_core::pipeline::link::DownloadResult;
use perihelion_core::store::{Place, Played};
use perihelion_core::title::Kind;
use perihelion_core::torrent::InfoHash;

/// The title as history and players name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    pub title_id: String,
    pub kind: Kind,
    pub name: String,
    pub years: Option<String>,
    /// The poster's address, as the catalogue gave it.
    pub poster: Option<String>,
    pub season: Option<u32>,
    pub episode: Option<u32>,
}

/// A link that was made, and what it is of.
#[derive(Debug)]
pub struct Link {
    pub result: DownloadResult,
    pub about: About,
}

impl Link {
    /// Returns the id under which the playback position of a file is kept whose title no catalogue knows.
    fn of_file(&self) -> String {
        let DownloadResult { file_name, file_size, .. } = &self.result;
        // The size tells apart two files of the same name in different folders.
        let size = file_size.map_or_else(String::new, |size| size.to_string());
        format!("{}/{size}/{file_name}", self.about.title_id)
    }

    pub fn place(&self) -> Place {
        let place = self.about.place();
        if self.about.is_unknown() { Place { title_id: self.of_file(), ..place } } else { place }
    }

    /// Returns the entry of the history; `None` for what no catalogue knows.
    pub fn played(&self, at: jiff::Timestamp) -> Option<Played> {
        let about = self.about.clone();
        (!about.is_unknown()).then(|| Played {
            id: 0,
            title_id: about.title_id,
            kind: about.kind,
            name: about.name,
            years: about.years,
            poster: about.poster,
            season: about.season,
            episode: about.episode,
            file_name: self.result.file_name.clone(),
            release: Some(self.result.release.clone()),
            played_at: at,
        })
    }
}

impl About {
    /// Returns what an id names, without the words that a catalogue has for it. A bare `tt` id without an episode is a film's.
    pub fn asked_for(asked: AskedId) -> Self {
        let usual = if asked.episode.is_some() { Kind::Series } else { Kind::Movie };
        Self {
            title_id: asked.title_id,
            kind: asked.kind_hint.unwrap_or(usual),
            name: String::new(),
            years: None,
            poster: None,
            season: asked.season,
            episode: asked.episode,
        }
    }

    /// The same title, another episode of it.
    pub fn of(&self, season: Option<u32>, episode: u32) -> Self {
        Self { season, episode: Some(episode), ..self.clone() }
    }

    /// Returns the description of a file that lies in a title's torrent but is not one of the title's episodes. It is kept out of
    /// the title's history.
    pub fn beside(self, hash: InfoHash) -> Self {
        Self { title_id: format!("torrent:{hash}"), ..self }
    }

    /// Returns true for what no catalogue knows: a pasted torrent, a file of the account, or an extra file in a title's torrent.
    pub fn is_unknown(&self) -> bool {
        self.title_id.starts_with("torrent:") || self.title_id.starts_with("cloud:")
    }

    pub fn place(&self) -> Place {
        Place { title_id: self.title_id.clone(), season: self.season, episode: self.episode }
    }

    /// `S2 E5`; `None` for a film.
    pub fn episode_label(&self) -> Option<String> {
        let episode = self.episode?;
        Some(match (self.kind, self.season) {
            (Kind::Anime, _) | (_, None) => format!("Episode {episode}"),
            (_, Some(season)) => format!("S{season} E{episode}"),
        })
    }

    /// `Tide Lines · S2 E5`, `Sintel (2010)`.
    pub fn heading(&self) -> String {
        match (self.episode_label(), &self.years) {
            (Some(label), _) => format!("{} · {label}", self.name),
            (None, Some(years)) => format!("{} ({years})", self.name),
            (None, None) => self.name.clone(),
        }
    }
}
