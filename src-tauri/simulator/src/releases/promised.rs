//! Owns which film is in a file: the one that a test planted there, else the one that its release promises.

use super::{Torrent, World, files::File};
use crate::film::Film;

impl World {
    /// The film in a file of a torrent, by the id that links have for it: the hash and the place of the file.
    pub(crate) fn film(&self, id: &str) -> Option<Film> {
        let (hash, at) = id.split_once('-')?;
        if let Some(film) = self.films.get(hash) {
            return Some(film.clone());
        }
        let torrent = self.by_hash(hash)?;
        let at = at.parse().ok().filter(|at| *at < self.file_count(&torrent))?;
        Some(self.promised(&torrent, &self.file_at(&torrent, at)))
    }

    fn promised(&self, torrent: &Torrent, file: &File) -> Film {
        const SIZES: [(&str, (u32, u32)); 5] = [
            ("2160p", (3840, 1600)),
            ("1080p", (1920, 800)),
            ("720p", (1280, 536)),
            ("576p", (720, 576)),
            ("480p", (720, 480)),
        ];
        let traits = &torrent.traits;
        let said = [file.path.as_str(), &torrent.name, traits.resolution];
        let size = said.iter().find_map(|text| SIZES.iter().find(|(name, _)| text.contains(name)));
        let mut audio: Vec<String> = traits.languages.iter().map(|language| language.code.to_owned()).collect();
        if audio.is_empty() {
            audio.push("en".to_owned());
        }
        Film {
            length_s: u64::from(self.work(torrent).runtime_min) * 60,
            size: Some(size.map_or((720, 480), |(_, size)| *size)),
            codec: traits.codec.to_owned(),
            ten_bit: traits.ten_bit,
            hdr: traits.hdr.iter().map(|kind| (*kind).to_owned()).collect(),
            audio,
            audio_codec: traits.audio.to_owned(),
            channels: match traits.channels {
                "7.1" => 8,
                "5.1" => 6,
                _ => 2,
            },
            ..Film::default()
        }
    }
}
