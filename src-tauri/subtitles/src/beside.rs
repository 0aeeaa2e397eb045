//! Files of subtitles that lie beside a video in its torrent: which of them are the video's, and what their names tell.

use release_name::ReleaseName;

/// The most files of one torrent looked at.
const MOST_FILES: usize = 5_000;
/// The most of them that are of one video.
const MOST_FOUND: usize = 200;
/// Folders that hold the subtitles of the videos around them.
const FOLDERS: [&str; 6] = ["subs", "sub", "subtitles", "subtitle", "altyazi", "altyazı"];
const VIDEOS: [&str; 8] = ["mkv", "mp4", "avi", "m4v", "mov", "ts", "wmv", "webm"];
const TEXTS: [&str; 4] = ["srt", "ass", "ssa", "vtt"];

/// A file that holds subtitles of the video.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Its place in the list.
    pub index: usize,
    /// `None` where its name tells none.
    pub language: Option<String>,
    pub is_hearing_impaired: bool,
    pub is_forced: bool,
}

/// Returns which of the files of a torrent are subtitles of the video, one of them. Paths are as services list them.
pub fn beside(paths: &[&str], video: &str) -> Vec<Beside> {
    let paths = paths.get(..MOST_FILES).unwrap_or(paths);
    let video = Path::of(video);
    let is_alone = paths.iter().map(|path| Path::of(path)).filter(Path::is_main_video).count() <= 1;
    let texts = paths.iter().enumerate().map(|(index, path)| (index, Path::of(path)));
    let texts = texts.filter(|(_, path)| TEXTS.contains(&path.extension.as_str()));
    texts
        .filter_map(|(index, text)| {
            let told = text.told_of(&video, is_alone)?;
            let words = Words::of(&told);
            Some(Beside {
                index,
                language: words.language,
                is_hearing_impaired: words.is_hearing_impaired,
                is_forced: words.is_forced,
            })
        })
        .take(MOST_FOUND)
        .collect()
}

/// Whether a file is a text of subtitles by its name.
pub(crate) fn is_text(path: &str) -> bool {
    TEXTS.contains(&Path::of(path).extension.as_str())
}

/// A path in lower case.
struct Path {
    folders: Vec<String>,
    stem: String,
    extension: String,
}

impl Path {
    fn of(path: &str) -> Self {
        let mut parts: Vec<String> =
            path.split(['/', '\\']).filter(|part| !part.is_empty()).map(str::to_lowercase).collect();
        let name = parts.pop().unwrap_or_default();
        let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
        Self { folders: parts, stem: stem.to_owned(), extension: extension.to_owned() }
    }

    fn is_main_video(&self) -> bool {
        let is_beside = self.folders.iter().chain([&self.stem]).any(|part| part.contains("sample") || part == "extras");
        VIDEOS.contains(&self.extension.as_str()) && !is_beside
    }

    /// Returns what the path tells beside the video's name, or `None` where it is not the video's.
    fn told_of(&self, video: &Self, is_alone: bool) -> Option<String> {
        if let Some(rest) = self.stem.strip_prefix(&video.stem) {
            let is_whole_name = rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric());
            return is_whole_name.then(|| rest.to_owned());
        }
        // `Subs/Film.Name-GROUP/2_English.srt`
        if self.folders.last().is_some_and(|folder| *folder == video.stem) {
            return Some(self.stem.clone());
        }
        if is_alone {
            return Some(self.without_title());
        }
        let (own, of_video) = (release_name::parse(&self.stem), release_name::parse(&video.stem));
        is_same_episode(&own, &of_video).then(|| self.without_title())
    }

    /// What may tell a language: the last words of the name, and where the folder is a language's its name.
    fn without_title(&self) -> String {
        let folder = self.folders.last().filter(|folder| !FOLDERS.contains(&folder.as_str()));
        let folder = folder.filter(|folder| language::named(folder).is_some());
        format!("{}.{}", folder.map_or("", String::as_str), last_words(&self.stem))
    }
}

/// The last three words of a name.
fn last_words(stem: &str) -> String {
    let words: Vec<&str> = stem.split(['.', '_', ' ', '(', ')', '[', ']']).filter(|word| !word.is_empty()).collect();
    words.get(words.len().saturating_sub(3)..).unwrap_or_default().join(".")
}

fn is_same_episode(one: &ReleaseName, other: &ReleaseName) -> bool {
    let same_season = one.seasons.is_empty() || other.seasons.is_empty() || one.seasons == other.seasons;
    !one.episodes.is_empty() && one.episodes == other.episodes && same_season
}

/// What the words behind a name tell.
#[derive(Default)]
struct Words {
    language: Option<String>,
    is_hearing_impaired: bool,
    is_forced: bool,
}

impl Words {
    fn of(told: &str) -> Self {
        let mut words = Self::default();
        let mut says_hi = false;
        for word in told.split(|c: char| !c.is_alphanumeric() && c != '-') {
            match word {
                "" => {}
                "hi" => says_hi = true,
                "sdh" | "cc" => words.is_hearing_impaired = true,
                "forced" | "foreign" | "signs" => words.is_forced = true,
                // The last one is the language, as in `en.tr`.
                word => words.language = language_of(word).or(words.language),
            }
        }
        // Beside a language it is a mark, and alone Hindi.
        match &words.language {
            Some(_) => words.is_hearing_impaired |= says_hi,
            None => words.language = says_hi.then(|| "hi".to_owned()),
        }
        words
    }
}

/// The language of one word: a code, a code with a region, or a name.
fn language_of(word: &str) -> Option<String> {
    language::known(word).or_else(|| {
        let (first, rest) = word.split_once('-')?;
        (rest.len() <= 4).then(|| language::known(first)).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(paths: &[&str], video: &str) -> Vec<String> {
        let found = beside(paths, video).into_iter();
        let words = found.map(|one| {
            let marks = [(one.is_hearing_impaired, " hi"), (one.is_forced, " forced")];
            let marks: String = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect();
            format!("{} {}{marks}", one.index, one.language.unwrap_or_else(|| "?".to_owned()))
        });
        words.collect()
    }

    #[test]
    fn a_film_has_those_of_its_torrent_by_name_and_folder() {
        let paths = [
            "/Harbour.of.Glass.2019.1080p.BluRay-TERN/Harbour.of.Glass.2019.1080p.BluRay-TERN.mkv",
            "/Harbour.of.Glass.2019.1080p.BluRay-TERN/Harbour.of.Glass.2019.1080p.BluRay-TERN.srt",
            "/Harbour.of.Glass.2019.1080p.BluRay-TERN/Harbour.of.Glass.2019.1080p.BluRay-TERN.tr.srt",
            "/Harbour.of.Glass.2019.1080p.BluRay-TERN/Harbour.of.Glass.2019.1080p.BluRay-TERN.en.SDH.srt",
            "/Harbour.of.Glass.2019.1080p.BluRay-TERN/Harbour.of.Glass.2019.1080p.BluRay-TERN.pt-BR.forced.ass",
            "/Harbour.of.Glass.2019.1080p.BluRay-TERN/Subs/2_English.srt",
            "/Harbour.of.Glass.2019.1080p.BluRay-TERN/Subs/ger.srt",
            "/Harbour.of.Glass.2019.1080p.BluRay-TERN/Subs/Brazilian (SDH).vtt",
            "/Harbour.of.Glass.2019.1080p.BluRay-TERN/Sample/sample.mkv",
            "/Harbour.of.Glass.2019.1080p.BluRay-TERN/notes.txt",
        ];
        assert_eq!(told(&paths, paths[0]), ["1 ?", "2 tr", "3 en hi", "4 pt-BR forced", "5 en", "6 de", "7 pt-BR hi"]);
    }

    #[test]
    fn an_episode_has_its_own_and_not_its_neighbours() {
        let paths = [
            "/Tide.Lines.S01/Tide.Lines.S01E01.720p-ORBiT.mkv",
            "/Tide.Lines.S01/Tide.Lines.S01E02.720p-ORBiT.mkv",
            "/Tide.Lines.S01/Tide.Lines.S01E01.720p-ORBiT.tr.srt",
            "/Tide.Lines.S01/Tide.Lines.S01E02.720p-ORBiT.tr.srt",
            "/Tide.Lines.S01/Subs/Tide.Lines.S01E02.720p-ORBiT/3_Turkish.srt",
            "/Tide.Lines.S01/Subs/German/Tide Lines 1x02.srt",
            "/Tide.Lines.S01/Subs/Tide.Lines.S01E12.fr.srt",
            "/Tide.Lines.S01/Subs/English.srt",
        ];
        assert_eq!(told(&paths, paths[1]), ["3 tr", "4 tr", "5 de"]);
        assert_eq!(told(&paths, paths[0]), ["2 tr"]);
    }

    #[test]
    fn a_name_that_only_begins_alike_is_another_films() {
        let paths = ["Alien.mkv", "Aliens.mkv", "Aliens.en.srt", "Alien.en.srt", "..\\..\\Alien.tr.srt", "", "/.srt"];
        assert_eq!(told(&paths, "Alien.mkv"), ["3 en", "4 tr"]);
        let paths = ["Alien.hi.srt", "Alien.en.hi.srt", "Alien.hi.sdh.srt", "Alien.hindi.hi.srt"];
        assert_eq!(told(&paths, "Alien.mkv"), ["0 hi", "1 en hi", "2 hi hi", "3 hi hi"]);
        assert!(told(&[], "").is_empty());
    }
}
