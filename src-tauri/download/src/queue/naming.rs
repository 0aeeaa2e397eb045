//! Where a download is to lie: by the person's templates, and under a name that no other has.

use std::path::{Path, PathBuf};

use perihelion_core::profile::Profile;
use perihelion_core::settings::Downloads;
use perihelion_player::About;

use crate::name::{Known, Naming};

/// Returns how files are named by the settings. A template that cannot be read is the usual one.
pub(crate) fn naming(settings: &Downloads) -> Naming {
    let Downloads { films, episodes, anime_absolute, .. } = settings;
    let usual = Naming::default();
    let films = Naming::read(films.as_deref(), None, false).map_or(usual.films, |naming| naming.films);
    let named = Naming::read(None, episodes.as_deref(), *anime_absolute);
    let Naming { episodes, anime, .. } =
        named.or_else(|_| Naming::read(None, None, *anime_absolute)).unwrap_or_default();
    Naming { films, episodes, anime }
}

/// Returns the path of a file below the folder of all.
pub(crate) async fn path(profile: &Profile, about: &About, file_name: &str, release: &str) -> PathBuf {
    let details = if about.is_unknown() { None } else { profile.details(about.kind, &about.title_id).await.ok() };
    let video = details.as_ref().and_then(|meta| {
        let is_it = |season: u32, episode| about.season.is_none_or(|of| of == season) && about.episode == Some(episode);
        meta.videos.iter().find(|video| is_it(video.season, video.episode))
    });
    let preview = details.as_ref().map(|meta| &meta.preview);
    let years = about.years.as_deref().and_then(|years| years.get(..4)?.parse().ok());
    let is_numbered = |name: &String| !name.eq_ignore_ascii_case(&format!("Episode {}", about.episode.unwrap_or(0)));
    let known = Known {
        kind: about.kind,
        title: preview.map_or_else(|| about.name.clone(), |preview| preview.name.clone()),
        year: preview.and_then(|preview| preview.year).or(years),
        imdb: preview.and_then(|preview| preview.ids.imdb.clone()),
        season: about.season,
        episode: about.episode,
        absolute: video.and_then(|video| video.absolute),
        episode_title: video.and_then(|video| video.name.clone()).filter(is_numbered),
        file_name: file_name.to_owned(),
        release: release.to_owned(),
    };
    naming(&profile.settings().downloads).path(&known)
}

/// Returns the path, or one with a number where another download has it.
pub(crate) fn free(path: &Path, taken: &[PathBuf]) -> PathBuf {
    // File systems of two of the three systems do not tell letters of different case apart.
    let fold = |path: &Path| path.to_string_lossy().to_lowercase();
    let taken: Vec<String> = taken.iter().map(|path| fold(path)).collect();
    let numbered = |number: u32| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        path.with_file_name(format!("{stem} ({number}).{ending}"))
    };
    let mut candidates = std::iter::once(path.to_owned()).chain((2..).map(numbered));
    candidates.find(|candidate| !taken.contains(&fold(candidate))).unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::Template;

    #[test]
    fn no_two_downloads_have_one_name() {
        let taken = ["A/a.mkv", "A/A (2).mkv", "B/ÉTÉ.mkv"].map(PathBuf::from);
        let free = |path: &str| free(Path::new(path), &taken).display().to_string();
        assert_eq!(free("A/a.mkv"), "A/a (3).mkv", "nor do they differ only by the case of letters");
        assert_eq!(free("B/été.mkv"), "B/été (2).mkv");
        assert_eq!(free("A/a (3).mkv"), "A/a (3).mkv");
    }

    #[test]
    fn templates_of_the_settings_are_used_where_they_can_be() {
        let settings = Downloads {
            films: Some("{title}".to_owned()),
            episodes: Some("{title}/all.{resolution}".to_owned()),
            ..Downloads::default()
        };
        let naming = naming(&settings);
        assert_eq!(naming.films, Template::read("{title}").unwrap());
        assert_eq!(naming.episodes, Naming::default().episodes, "it would give all episodes one name");
    }
}
