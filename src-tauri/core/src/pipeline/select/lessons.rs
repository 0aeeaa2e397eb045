//! Applies a person's correction of one file to its siblings: their numbers shift by the same difference.

use super::{
    numbering::Scheme,
    reading::{Batch, Reading},
};
use crate::{model::Lesson, title::Numbering, torrent::TorrentFile};

/// Returns the number of each file according to the corrections; `None` where they say nothing about it.
pub(super) fn apply(
    batch: &Batch,
    files: &[TorrentFile],
    lessons: &[Lesson],
    scheme: Scheme,
) -> Vec<Option<Numbering>> {
    let mut taught = vec![None; batch.readings.len()];
    for lesson in lessons {
        let Some(at) = batch.readings.iter().position(|r| lesson.is_of(&files[r.file])) else { continue };
        teach(batch, at, lesson.episode, scheme, &mut taught);
    }
    // A correction of the file itself overrides one that follows from a sibling.
    for lesson in lessons {
        if let Some(at) = batch.readings.iter().position(|r| lesson.is_of(&files[r.file])) {
            taught[at] = Some(lesson.episode);
        }
    }
    taught
}

/// Shifts the numbers of the files numbered like the corrected one by the same difference. Does nothing when their
/// numbers repeat too often to be a count.
fn teach(batch: &Batch, at: usize, said: Numbering, scheme: Scheme, taught: &mut [Option<Numbering>]) {
    let corrected = &batch.readings[at];
    let [read] = corrected.episodes[..] else { return };
    if same(Numbering { season: corrected.season, episode: read }, said) {
        return;
    }
    // With running numbers, a correction to another season does not tell where the seasons of the others begin.
    let through = scheme == Scheme::Running && corrected.season != said.season;
    let alike = |r: &Reading| {
        r.folder == corrected.folder && r.season == corrected.season && r.extra.is_some() == corrected.extra.is_some()
    };
    let siblings: Vec<usize> = (0..batch.readings.len()).filter(|i| alike(&batch.readings[*i])).collect();
    let mut numbers: Vec<u32> = siblings.iter().filter_map(|i| single(&batch.readings[*i])).collect();
    let counted = numbers.len();
    numbers.sort_unstable();
    numbers.dedup();
    // Copies may repeat a number, but names whose numbers mostly repeat are no count and cannot be shifted.
    if through || counted < 2 || numbers.len() * 2 < siblings.len() {
        return;
    }
    for sibling in siblings {
        let moved = single(&batch.readings[sibling]).and_then(|n| n.checked_add(said.episode)?.checked_sub(read));
        taught[sibling] = moved.map(|episode| Numbering { season: said.season, episode }).or(taught[sibling]);
    }
}

/// Returns whether two numberings are equal; an unstated season counts as the first.
pub(super) fn same(a: Numbering, b: Numbering) -> bool {
    (a.season.unwrap_or(1), a.episode) == (b.season.unwrap_or(1), b.episode)
}

fn single(reading: &Reading) -> Option<u32> {
    match reading.episodes[..] {
        [episode] => Some(episode),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ScoredFile, select};
    use super::*;
    use crate::model::{Hint, Reason};
    use crate::title::{Episode, Ids, Kind, Wanted};

    fn files(names: &[&str]) -> Vec<TorrentFile> {
        let file = |(index, path): (i64, &&str)| TorrentFile {
            index,
            name: path.rsplit('/').next().unwrap_or(path).to_owned(),
            path: (*path).to_owned(),
            size: Some(700 << 20),
            link: Some("x".to_owned()),
        };
        (0..).zip(names).map(file).collect()
    }

    fn numbering(season: u32, episode: u32) -> Numbering {
        Numbering { season: Some(season), episode }
    }

    /// The file picked and the reasons for it, for an episode, after one lesson.
    fn picked(names: &[&str], lesson: (&str, Numbering), asked: Numbering) -> (Option<String>, Vec<Reason>) {
        let files = files(names);
        let wanted = Wanted {
            kind: Kind::Series,
            ids: Ids::default(),
            name: "Blue Meadow".to_owned(),
            aliases: Vec::new(),
            year: None,
            end_year: None,
            runtime_min: None,
            episode: Some(Episode { asked, imdb: None, absolute: None, kitsu: None, aired: None, name: None }),
            ..Wanted::default()
        };
        let lessons = [Lesson { path: lesson.0.to_owned(), episode: lesson.1 }];
        let selection = select(&files, &wanted, &Hint { lessons: &lessons, ..Hint::default() });
        let pick = selection.pick.map(|at| &selection.ranked[at]);
        (pick.map(|p| files[p.file].name.clone()), pick.map(ScoredFile::reasons).unwrap_or_default())
    }

    const SECOND: [&str; 4] =
        ["/Blue Meadow - 13.mkv", "/Blue Meadow - 14.mkv", "/Blue Meadow - 15.mkv", "/Blue Meadow - NCOP1.mkv"];

    #[test]
    fn siblings_are_moved_by_as_much() {
        let lesson = ("/Blue Meadow - 14.mkv", numbering(2, 2));
        let (name, reasons) = picked(&SECOND, lesson, numbering(2, 3));
        assert_eq!(name.as_deref(), Some("Blue Meadow - 15.mkv"));
        assert!(reasons.contains(&Reason::ExactEpisode) && reasons.contains(&Reason::Taught), "{reasons:?}");
        assert_eq!(picked(&SECOND, lesson, numbering(1, 14)).0, None, "it is the second of season 2 now");
        assert_eq!(picked(&SECOND, lesson, numbering(2, 4)).0, None, "what is not there is not invented");
    }

    #[test]
    fn a_folder_is_another_season_than_it_says() {
        let names = [
            "/Season 1/Blue Meadow 01.mkv",
            "/Season 1/Blue Meadow 02.mkv",
            "/Season 2/Blue Meadow 01.mkv",
            "/Season 2/Blue Meadow 02.mkv",
        ];
        let lesson = ("/Season 2/Blue Meadow 01.mkv", numbering(3, 1));
        let (name, reasons) = picked(&names, lesson, numbering(3, 2));
        assert_eq!((name.as_deref(), reasons.contains(&Reason::Taught)), (Some("Blue Meadow 02.mkv"), true));
        let (name, reasons) = picked(&names, lesson, numbering(1, 2));
        assert_eq!((name.as_deref(), reasons.contains(&Reason::Taught)), (Some("Blue Meadow 02.mkv"), false));
        assert_eq!(picked(&names, lesson, numbering(2, 2)).0, None, "the folder is season 3");
    }

    #[test]
    fn a_lesson_that_fits_what_was_read_changes_nothing() {
        let lesson = ("/Blue Meadow - 14.mkv", numbering(1, 14));
        let (name, _) = picked(&SECOND, lesson, numbering(1, 15));
        assert_eq!(name.as_deref(), Some("Blue Meadow - 15.mkv"));
    }

    #[test]
    fn names_that_do_not_count_teach_nothing() {
        let names = ["/Blue Meadow.mkv", "/Ash.mkv", "/Fern.mkv"];
        assert_eq!(picked(&names, ("/Ash.mkv", numbering(1, 2)), numbering(1, 3)).0, None);
    }
}
