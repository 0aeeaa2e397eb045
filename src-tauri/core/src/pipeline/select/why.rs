//! Explains a selection: every file with its path, size, points, and marked numbers, for display.

use crate::model::Reason;
use release_name::{Field, Span, parse};
use serde::Serialize;

use super::{
    Hint, Selection, Sought,
    numbering::Scheme,
    score::{self, Part, ScoredFile},
};
use crate::{title::Wanted, torrent::TorrentFile};

/// An explained selection.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Why {
    /// Every video, best first.
    pub files: Vec<WhyFile>,
    /// 0, a guess, to 1, certain.
    pub confidence: f32,
    pub scheme: Option<Scheme>,
    /// The person chose the file before.
    pub corrected: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WhyFile {
    /// The service's index of the file; never to be trusted alone.
    pub index: i64,
    /// The path inside the torrent, or the name where no path is known.
    pub path: String,
    /// Bytes.
    pub size: Option<u64>,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    pub score: f32,
    /// They add up to the score.
    pub parts: Vec<Part>,
    /// Where in the path the numbers were found.
    pub marks: Vec<Mark>,
    pub picked: bool,
    /// Why it is out of the question.
    pub refused: Option<Refusal>,
}

/// A stretch of a path, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    pub kind: Field,
    pub start: usize,
    pub end: usize,
}

/// Why a file is out of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// A reason that forbids it.
    For(Reason),
    /// Nothing says it is the film or episode wanted.
    NothingFits,
}

impl WhyFile {
    /// Returns the reasons as [`ScoredFile::reasons`] does.
    pub fn reasons(&self) -> Vec<Reason> {
        score::reasons(&self.parts)
    }
}

impl Refusal {
    /// In words, for people.
    pub fn words(self) -> &'static str {
        match self {
            Self::For(reason) => reason.words(),
            Self::NothingFits => "nothing says it is this one",
        }
    }
}

/// Selects a file and explains the selection.
pub fn why(files: &[TorrentFile], wanted: &Wanted, hint: &Hint<'_>) -> Why {
    let sought = Sought::new(wanted);
    let (batch, Selection { ranked, pick, confidence, scheme }) = sought.read_and_select(files, hint);
    let spans = |file: usize| {
        let at = batch.readings.binary_search_by_key(&file, |reading| reading.file);
        at.map(|at| sought.told(&batch.readings[at])).unwrap_or_default()
    };
    let corrected = ranked.iter().any(|file| file.has(Reason::Remembered));
    let shown = ranked.into_iter().enumerate().filter_map(|(at, ranked)| {
        let file = files.get(ranked.file)?;
        Some(WhyFile {
            index: file.index,
            path: shown_path(file).to_owned(),
            size: file.size,
            season: ranked.season,
            episode: ranked.episode,
            score: ranked.score,
            marks: marks(file, &spans(ranked.file), ranked.season),
            picked: pick == Some(at),
            refused: refusal(&ranked),
            parts: ranked.parts.into_vec(),
        })
    });
    Why { files: shown.collect(), confidence, scheme, corrected }
}

fn shown_path(file: &TorrentFile) -> &str {
    if file.path.ends_with(&file.name) { &file.path } else { &file.name }
}

fn refusal(file: &ScoredFile) -> Option<Refusal> {
    if file.pickable() {
        return None;
    }
    // Of two that stand together, the season or part explains better than the number.
    let forbidding = file.parts.iter().map(|p| p.reason).filter(|r| r.forbids());
    let worst = forbidding.max_by_key(|r| *r != Reason::EpisodeOnly);
    Some(worst.map_or(Refusal::NothingFits, Refusal::For))
}

/// Returns the spans of the name moved into the path, and the season in the folder where the name states none.
fn marks(file: &TorrentFile, spans: &[Span], season: Option<u32>) -> Vec<Mark> {
    let path = shown_path(file);
    let before = path.len() - file.name.len();
    let moved = |s: &Span| Mark { kind: s.field, start: before + s.start(), end: before + s.end() };
    let mut marks: Vec<Mark> = spans.iter().map(moved).collect();
    let stated = marks.iter().any(|m| m.kind == Field::Season);
    if let Some(season) = season.filter(|_| !stated) {
        marks.extend(folder_mark(&path[..before], season));
    }
    marks.retain(|m| m.start < m.end && path.get(m.start..m.end).is_some());
    marks.sort_by_key(|m| (m.start, m.end));
    marks.dedup();
    marks
}

/// Returns where the nearest folder states the season.
fn folder_mark(folders: &str, season: u32) -> Option<Mark> {
    let mut end = folders.len();
    for part in folders.rsplit('/') {
        let start = end - part.len();
        let read = parse(part);
        if read.seasons == [season]
            && let Some(at) = read.span(Field::Season)
        {
            return Some(Mark { kind: Field::Season, start: start + at.start, end: start + at.end });
        }
        end = start.saturating_sub(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::title::{Episode, Kind, Numbering};

    fn file(index: i64, path: &str) -> TorrentFile {
        let name = path.rsplit('/').next().unwrap_or(path).to_owned();
        TorrentFile { index, name, path: path.to_owned(), size: Some(1 << 30), link: None }
    }

    fn wanted() -> Wanted {
        let asked = Numbering { season: Some(2), episode: 5 };
        Wanted {
            kind: Kind::Series,
            ids: crate::title::Ids::default(),
            name: "Meadow".to_owned(),
            aliases: Vec::new(),
            year: None,
            end_year: None,
            runtime_min: None,
            episode: Some(Episode { asked, imdb: None, absolute: None, kitsu: None, aired: None, name: None }),
            ..Wanted::default()
        }
    }

    #[test]
    fn every_file_says_what_it_got_and_why_it_is_out() {
        let files = [
            file(0, "/Meadow/Season 1/E05.mkv"),
            file(1, "/Meadow/Season 2/E05.mkv"),
            file(2, "/Meadow/Season 2/E06.mkv"),
            file(3, "/Meadow/Season 2/Extras/Making of E05.mkv"),
        ];
        let why = why(&files, &wanted(), &Hint { torrent_name: "Meadow", ..Hint::default() });
        let first = &why.files[0];
        assert_eq!((first.index, first.picked, first.refused), (1, true, None));
        let said: Vec<(Field, &str)> = first.marks.iter().map(|m| (m.kind, &first.path[m.start..m.end])).collect();
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[0].0 == Field::Season && said[0].1.contains('2'), "{said:?}");
        assert!(said[1].0 == Field::Episode && said[1].1.contains("05"), "{said:?}");
        let refused = |index: i64| why.files.iter().find(|f| f.index == index).and_then(|f| f.refused);
        assert_eq!(refused(0), Some(Refusal::For(Reason::WrongSeason)));
        assert_eq!(refused(2), Some(Refusal::NothingFits));
        assert_eq!(refused(3), Some(Refusal::For(Reason::Extra)));
        assert_eq!(why.scheme, Some(Scheme::PerSeason));
        assert!(!why.corrected && why.confidence > 0.5);
        let sum: f32 = first.parts.iter().map(|p| p.points).sum();
        assert!((sum - first.score).abs() < 0.01);
    }

    #[test]
    fn a_correction_is_said() {
        let files = [file(0, "Meadow.S02E05.mkv"), file(1, "Meadow.S02E06.mkv")];
        let hint = Hint { correction: Some("Meadow.S02E06.mkv"), ..Hint::default() };
        let why = why(&files, &wanted(), &hint);
        assert!(why.corrected && why.files[0].picked && why.files[0].index == 1);
    }
}
