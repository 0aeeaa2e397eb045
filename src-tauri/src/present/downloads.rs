//! What is kept on disk, as the page sees it.

use perihelion_core::images::Images;
use perihelion_core::settings::Downloads;
use perihelion_core::store::{DownloadState, Fault, Followed};
use perihelion_core::title::Kind;
use perihelion_download::name::{Known, Naming, PRESETS};
use perihelion_download::queue::Item;

use super::titles::years;
use crate::wire::{self, Code, WireError};

pub(crate) fn download(images: &Images, item: &Item) -> wire::DownloadItem {
    let download = &item.download;
    wire::DownloadItem {
        download_id: download.id,
        title: card(
            images,
            download.kind,
            (&download.place.title_id, &download.name),
            download.years.as_deref(),
            download.poster.as_deref(),
        ),
        season: download.place.season,
        episode: download.place.episode,
        row: download.file.as_ref().map(|file| file.hash.to_string()),
        release: download.file.as_ref().map(|file| file.release.clone()),
        path: download.target().map(|path| path.display().to_string()),
        state: match download.state {
            DownloadState::Done if item.is_gone => wire::DownloadState::Gone,
            DownloadState::Done => wire::DownloadState::Done,
            DownloadState::Paused => wire::DownloadState::Paused,
            DownloadState::Failed => wire::DownloadState::Failed,
            DownloadState::Waiting if item.is_held => wire::DownloadState::Metered,
            DownloadState::Waiting if !item.is_running => wire::DownloadState::Waiting,
            DownloadState::Waiting if download.file.is_none() => wire::DownloadState::Finding,
            DownloadState::Waiting => wire::DownloadState::Coming,
        },
        bytes: download.bytes,
        length: download.length,
        speed: item.speed,
        seconds_left: item.seconds_left,
        error: download.error.as_ref().filter(|_| !item.is_running).map(fault),
    }
}

pub(crate) fn followed(images: &Images, show: &Followed) -> wire::FollowedShow {
    let Followed { title_id, kind, name, years, poster, count } = show;
    wire::FollowedShow {
        title: card(images, *kind, (title_id, name), years.as_deref(), poster.as_deref()),
        count: *count,
    }
}

fn card(
    images: &Images,
    kind: Kind,
    (id, name): (&str, &str),
    of_years: Option<&str>,
    poster: Option<&str>,
) -> wire::TitleCard {
    wire::TitleCard {
        id: id.to_owned(),
        kind: kind.into(),
        name: name.to_owned(),
        years: years(of_years),
        rating: None,
        poster: poster.map(|address| images.key(address)),
        genres: Vec::new(),
        imdb: None,
    }
}

/// What helps where a file is not what it was taken for.
const AS_IT_IS: &str = "Fetch another release, or keep it as it is";

/// Converts why a download does not go on.
fn fault(fault: &Fault) -> WireError {
    let (code, hint) = match fault.kind.as_str() {
        "disk_full" => (Code::DiskFull, "Make room; it goes on by itself"),
        "folder_gone" => (Code::FolderGone, "It goes on by itself when the folder is back"),
        "not_writable" => (Code::NotWritable, "Allow the app to write there, or choose another folder in Settings"),
        "file_too_large" => (Code::FileTooLarge, "Choose a folder on another disk in Settings, and keep it anew"),
        "no_picture" => (Code::NoPicture, AS_IT_IS),
        "wrong_length" => (Code::WrongLength, AS_IT_IS),
        "wrong_resolution" => (Code::WrongResolution, AS_IT_IS),
        "wrong_language" => (Code::WrongLanguage, AS_IT_IS),
        "other_file" => (Code::OtherFile, "Remove it and keep it anew"),
        "addon_link" => (Code::NotCached, "Search for it and keep it anew"),
        "no_link" => (Code::NotCached, "Try again later, or keep another release"),
        "not_found" => (Code::NotFound, "Try again later"),
        "server" => (Code::Unreachable, "It is tried again by itself"),
        _ => (Code::Storage, "Try again"),
    };
    WireError::new(code, crate::error::sentence(&fault.words)).hint(hint)
}

pub(crate) fn download_settings(stored: &Downloads) -> wire::DownloadSettings {
    wire::DownloadSettings {
        films: stored.films.clone(),
        episodes: stored.episodes.clone(),
        anime_absolute: stored.anime_absolute,
        at_once: stored.at_once,
        at_once_per_service: stored.at_once_per_service,
        limit_kb: stored.limit_kb,
        subtitles: stored.subtitles,
        pauses_on_metered: stored.pauses_on_metered,
    }
}

/// Returns the settings with these, within their bounds.
pub(crate) fn stored_downloads(shown: wire::DownloadSettings, stored: Downloads) -> Downloads {
    let (least, most) = Downloads::AT_ONCE.into_inner();
    let text = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    Downloads {
        folder: stored.folder,
        films: text(shown.films),
        episodes: text(shown.episodes),
        anime_absolute: shown.anime_absolute,
        at_once: shown.at_once.clamp(least, most),
        at_once_per_service: shown.at_once_per_service.clamp(least, most),
        limit_kb: shown.limit_kb.filter(|limit| *limit > 0),
        subtitles: shown.subtitles,
        pauses_on_metered: shown.pauses_on_metered,
    }
}

pub(crate) fn naming_presets() -> Vec<wire::NamingPreset> {
    let preset = |(id, films, episodes): (&str, &str, &str)| wire::NamingPreset {
        id: id.to_owned(),
        films: films.to_owned(),
        episodes: episodes.to_owned(),
    };
    PRESETS.map(preset).into()
}

/// Returns how works that everybody knows would be named.
pub(crate) fn naming_examples(settings: &Downloads) -> wire::NamingExamples {
    let film = Known {
        kind: Kind::Movie,
        title: "Sintel".to_owned(),
        year: Some(2010),
        imdb: Some("tt1727587".to_owned()),
        file_name: "Sintel.2010.1080p.BluRay.x264.mkv".to_owned(),
        ..Known::default()
    };
    let episode = Known {
        kind: Kind::Series,
        title: "Pioneer One".to_owned(),
        imdb: Some("tt1748166".to_owned()),
        season: Some(1),
        episode: Some(2),
        episode_title: Some("The Man from Mars".to_owned()),
        file_name: "Pioneer.One.S01E02.720p.WEB.x264.mkv".to_owned(),
        ..film.clone()
    };
    let anime = Known {
        kind: Kind::Anime,
        title: "Tideway Chronicle".to_owned(),
        year: Some(1999),
        imdb: None,
        season: Some(20),
        episode: Some(14),
        absolute: Some(892),
        episode_title: Some("The Land of Wano".to_owned()),
        file_name: "[Group] Tideway Chronicle - 892 [1080p].mkv".to_owned(),
        ..Known::default()
    };
    let named = |naming: Result<Naming, _>, known: &Known| match naming {
        Ok(naming) => wire::NamingExample { path: Some(naming.path(known).display().to_string()), error: None },
        Err(error) => {
            let words = crate::error::sentence(&std::string::ToString::to_string(&error));
            wire::NamingExample { path: None, error: Some(WireError::bad_input(words)) }
        }
    };
    let films = || Naming::read(settings.films.as_deref(), None, false);
    let episodes = || Naming::read(None, settings.episodes.as_deref(), settings.anime_absolute);
    wire::NamingExamples {
        film: named(films(), &film),
        episode: named(episodes(), &episode),
        anime: named(episodes(), &anime),
    }
}
