//! Phase 4: which file of a torrent is the film or the episode wanted, and why. Pure: file list in, ranking out.
//!
//! The files are read as a whole: each name and its folders (`reading`), the way the batch counts its episodes
//! (`numbering`), the numbers the wanted episode may go by (`target`), and then every file gets its points (`episodes`,
//! `films`). Absent is an answer: without a file that fits, nothing is picked.

mod alone;
mod boxes;
mod context;
mod contradicted;
mod days;
mod episodes;
mod films;
mod fit;
mod folders;
mod kin;
mod kin_beside;
mod lessons;
mod numbering;
mod order;
mod pairs;
mod part_fit;
mod part_numbers;
mod reading;
mod score;
mod season_part;
mod siblings;
mod target;
mod template;
mod titles;
mod varying;
mod why;

#[cfg(test)]
mod generated;
#[cfg(test)]
mod tests;

pub use numbering::Scheme;
pub use release_name::{TitleMatch, normalise, similarity};
pub use score::{Part, ScoredFile};
pub use why::{Mark, Refusal, Why, WhyFile, why};

use folders::Folders;
use reading::{Batch, Reading};
use release_name::Span;
use siblings::KnownNames;
use target::Target;
use titles::Titles;

use crate::{
    model::Hint,
    title::{Kind, Wanted},
    torrent::TorrentFile,
};

#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// Every video, best first.
    pub ranked: Vec<ScoredFile>,
    /// Position in `ranked` of the file to play; `None` where no file fits.
    pub pick: Option<usize>,
    /// 0 to 1: how likely the pick (or its absence) is right. Below one half a person should be asked before it plays.
    pub confidence: f32,
    /// How the files are numbered; `None` for a film and where they are not.
    pub scheme: Option<Scheme>,
}

/// The videos of a torrent with their points, in the order of the readings.
struct Scored {
    batch: Batch,
    files: Vec<ScoredFile>,
    certainty: f32,
    scheme: Option<Scheme>,
}

/// Ranks the files and picks the one to play, if any fits.
pub fn select(files: &[TorrentFile], wanted: &Wanted, hint: &Hint<'_>) -> Selection {
    Sought::new(wanted).select(files, hint)
}

/// The wanted title with its titles and numbers prepared, so that [`select`](Self::select) can be called for many
/// torrents without preparing them again.
pub struct Sought<'a> {
    wanted: &'a Wanted,
    titles: Titles,
    folders: Folders,
    names: KnownNames,
    /// The episode and every number it may have in file names; `None` for a film.
    target: Option<Target<'a>>,
}

impl<'a> Sought<'a> {
    pub fn new(wanted: &'a Wanted) -> Self {
        let episode = wanted.episode.as_ref().filter(|_| wanted.kind != Kind::Movie);
        let target = episode.map(|episode| Target::new(wanted, episode));
        Self { wanted, titles: Titles::new(wanted), folders: Folders::default(), names: KnownNames::default(), target }
    }

    /// Whether no title is known, because the catalogue has not answered.
    pub fn is_untitled(&self) -> bool {
        self.wanted.name.is_empty()
    }

    /// Ranks the files as the function [`select`](fn@select) does.
    pub fn select(&self, files: &[TorrentFile], hint: &Hint<'_>) -> Selection {
        self.read_and_select(files, hint).1
    }

    /// Returns the pick of [`select`](Self::select) and its confidence. The files are not put in order.
    pub fn pick(&self, files: &[TorrentFile], hint: &Hint<'_>) -> (Option<ScoredFile>, f32) {
        let Scored { files: mut scored, certainty, .. } = self.score(files, hint);
        let pick = order::best(&scored, files);
        let confidence = order::confidence(&scored, pick, certainty);
        (pick.map(|at| scored.swap_remove(at)), confidence)
    }

    /// Returns the selection and the readings it was made from, which are in the order of the files.
    fn read_and_select(&self, files: &[TorrentFile], hint: &Hint<'_>) -> (Batch, Selection) {
        let Scored { batch, files: mut ranked, certainty, scheme } = self.score(files, hint);
        order::sort(&mut ranked, files);
        let pick = ranked.iter().position(ScoredFile::pickable);
        let confidence = order::confidence(&ranked, pick, certainty);
        (batch, Selection { ranked, pick, confidence, scheme })
    }

    fn score(&self, files: &[TorrentFile], hint: &Hint<'_>) -> Scored {
        let mut batch = reading::read(files, self.wanted, &self.titles, (&self.folders, &self.names), hint);
        contradicted::mark(&mut batch);
        kin_beside::settle(&mut batch, &self.titles);
        let (mut scored, certainty, scheme) = match &self.target {
            None => {
                let (scored, certainty) = films::score(&batch, files, self.wanted, hint);
                (scored, certainty, None)
            }
            Some(target) => episodes::score(&mut batch, files, self.wanted, &self.titles, target, hint),
        };
        for file in &mut scored {
            score::finish(file, &files[file.file], hint, batch.linked);
        }
        Scored { batch, files: scored, certainty, scheme }
    }

    /// Returns the byte ranges of the file name that decide the selection.
    fn told(&self, reading: &Reading) -> Vec<Span> {
        if self.target.is_some() { episodes::told(reading) } else { films::told(reading) }
    }
}
