//! Subtitles beside a finished file, named as other programs find them: `Show - S02E05.en.srt`. They are those that would be put
//! on the screen when it plays.

use std::io;
use std::path::{Path, PathBuf};

use perihelion_player::fitting::{Fitting, fitting};

use super::linked::Linked;

const KINDS: [&str; 3] = ["srt", "vtt", "ass"];

/// Puts subtitles beside a finished file where it has none of its own that the person wishes. Without them it is no worse.
pub(super) async fn put(source: &Linked, video: &Path) {
    let made = match source.told().await {
        Ok(made) => made,
        Err(error) => return tracing::info!(%error, "no subtitles could be looked for"),
    };
    let Some(fitting) = fitting(&source.profile, &source.about, &made).await else { return };
    let video = video.to_owned();
    let outcome = tokio::task::spawn_blocking(move || copy(&fitting, &video)).await;
    if let Ok(Err(error)) = outcome {
        tracing::info!(%error, "subtitles could not be put beside a file");
    }
}

fn copy(fitting: &Fitting, video: &Path) -> io::Result<()> {
    let kind = fitting.path.extension().unwrap_or_default().to_string_lossy();
    let forced = if fitting.is_forced { ".forced" } else { "" };
    let to = video.with_extension(format!("{}{forced}.{kind}", fitting.language));
    if to.exists() {
        return Ok(());
    }
    // Nobody reads half of it.
    let fresh = to.with_added_extension("part");
    std::fs::copy(&fitting.path, &fresh)?;
    std::fs::rename(fresh, to)
}

/// Returns the files beside a video that are named as those that are put there. Waits for the disk.
pub(super) fn of(video: &Path) -> Vec<PathBuf> {
    let (Some(folder), Some(stem)) = (video.parent(), video.file_stem().and_then(|stem| stem.to_str())) else {
        return Vec::new();
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_its = |name: &str| {
        let Some(rest) = name.strip_prefix(stem).and_then(|rest| rest.strip_prefix('.')) else { return false };
        let parts: Vec<&str> = rest.split('.').collect();
        matches!(parts[..], [language, kind] | [language, "forced", kind]
            if KINDS.contains(&kind) && (2..=3).contains(&language.split('-').next().unwrap_or_default().len()))
    };
    entries.filter(|entry| entry.file_name().to_str().is_some_and(is_its)).map(|entry| entry.path()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_called_as_the_video_is_and_known_by_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| {
            std::fs::write(folder.path().join(name), name).unwrap();
            folder.path().join(name)
        };
        let (kept, video) = (file("0123.srt"), file("Show - S02E05 - A.B [1080p].mkv"));
        let put = |language: &str, is_forced| {
            copy(&Fitting { path: kept.clone(), language: language.to_owned(), is_forced }, &video).unwrap();
        };
        put("en", false);
        put("pt-BR", true);
        file("Show - S02E05 - A.B [1080p].notes.txt");
        file("Show - S02E05 - A.B [1080p].en.sdh.mine.srt");
        file("Show - S02E06.en.srt");
        let mut found: Vec<_> = of(&video).iter().map(|path| path.file_name().unwrap().to_owned()).collect();
        found.sort();
        assert_eq!(found, ["Show - S02E05 - A.B [1080p].en.srt", "Show - S02E05 - A.B [1080p].pt-BR.forced.srt"]);
        std::fs::write(&kept, "other").unwrap();
        put("en", false);
        let there = std::fs::read_to_string(folder.path().join("Show - S02E05 - A.B [1080p].en.srt")).unwrap();
        assert_eq!(there, "0123.srt", "what lies there stays");
    }
}
