//! All episodes of a pack at once: linked, copied, saved as a playlist, played.

use std::path::PathBuf;
use std::sync::Arc;

use perihelion_core::debrid::{DebridError, Store};
use perihelion_core::model::AtService;
use perihelion_core::pipeline::pack::{self, EpisodeLink};
use perihelion_core::title::Numbering;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager as _, State};

use super::links::{copy, find_torrent, keep};
use crate::error::{CommandResult, of_debrid};
use crate::lock::lock;
use crate::present;
use crate::state::{App, Link, Pack};
use crate::wire::{Code, PackEpisode, PackEvent, PackUse, PackView, WireError};

#[tauri::command]
pub(crate) async fn link_pack(
    app: State<'_, App>,
    search_id: u64,
    id: String,
    events: Channel<PackEvent>,
) -> CommandResult<PackView> {
    let turn = app.linking().next();
    app.playback.prepare(None).await;
    let (search, hash) = find_torrent(&app, search_id, &id)?;
    let (wanted, candidate) = {
        let board = lock(&search.board);
        (board.wanted(), board.row(hash).cloned())
    };
    let mut candidate = candidate.ok_or_else(super::links::gone)?;
    // The row holds the corrections of the time it was ranked. The library may hold newer ones.
    let lessons = app.profile.library.lessons(&search.about.title_id).await.unwrap_or_default();
    if let Some(lessons) = lessons.get(&hash) {
        candidate.lessons = Arc::clone(lessons);
    }
    let links = app.profile.links().await;
    let first = app.profile.store();
    let holds =
        |store: &Store| candidate.services.get(*store).and_then(AtService::state).is_some_and(present::is_cached);
    let in_use: Vec<Store> = links.accounts.iter().map(perihelion_core::debrid::Debrid::store).collect();
    let store = in_use.iter().copied().find(holds).or_else(|| in_use.first().copied());
    let store = store.ok_or_else(|| of_debrid(&DebridError::SignedOut, first))?;
    let counted = wanted.clone();
    let task = {
        let candidate = candidate.clone();
        tokio::spawn(async move {
            pack::link_all(&links, store, &wanted, &candidate, |event| {
                let _ = events.send(match event {
                    pack::PackEvent::Opened { episodes, .. } => {
                        PackEvent::Opened { episodes: present::count(episodes) }
                    }
                    pack::PackEvent::Linked { done, of } => {
                        PackEvent::Linked { done: present::count(done), of: present::count(of) }
                    }
                });
            })
            .await
        })
    };
    app.linking().run(turn, task.abort_handle());
    let linked = task.await.map_err(|_| WireError::cancelled())?.map_err(|error| of_debrid(&error, store))?;
    // History counts an episode by the title's own numbering, which may differ from the files'. Files that are none of its
    // episodes are kept apart.
    let read = |episode: &EpisodeLink| Numbering { season: episode.season, episode: episode.episode };
    let listed = counted.catalogued(&linked.episodes.iter().map(read).collect::<Vec<_>>());
    let links: Vec<Arc<Link>> = linked
        .episodes
        .iter()
        .zip(listed)
        .map(|(episode, listed)| {
            let about = match listed {
                Some(listed) => search.about.of(listed.season, listed.episode),
                None => search.about.of(episode.season, episode.episode).beside(hash),
            };
            Arc::new(Link { result: episode.result.clone(), about })
        })
        .collect();
    let episodes = links
        .iter()
        .zip(&linked.episodes)
        .map(|(link, episode)| {
            let view = keep(&app, Arc::clone(link));
            PackEpisode {
                link_id: view.link_id,
                season: link.about.season,
                episode: link.about.episode.unwrap_or(episode.episode),
                file_name: view.file_name,
                file_size: view.file_size,
            }
        })
        .collect();
    let left_out = present::count(linked.failed.len());
    let calls = u32::try_from(linked.calls).unwrap_or(u32::MAX);
    let pack_id = app.keep_pack(Pack { name: search.about.name.clone(), episodes: linked.episodes, links });
    Ok(PackView { pack_id, release: linked.release, service: store.label().to_owned(), episodes, left_out, calls })
}

#[tauri::command]
pub(crate) async fn use_pack(
    handle: AppHandle,
    app: State<'_, App>,
    pack_id: String,
    r#use: PackUse,
) -> CommandResult<Option<String>> {
    let pack: Arc<Pack> = app.pack(&pack_id).ok_or_else(super::links::gone)?;
    match r#use {
        PackUse::CopyLinks => copy(&handle, &pack::as_text(&pack.episodes)).map(|()| None),
        PackUse::SavePlaylist => {
            let folder = handle.path().download_dir().or_else(|_| handle.path().home_dir()).map_err(|_| no_folder())?;
            let path = tokio::task::spawn_blocking(move || save(&folder, &pack.name, &pack.episodes)).await;
            let path = path.map_err(|_| no_folder())?.map_err(|_| no_folder())?;
            Ok(Some(path.display().to_string()))
        }
        PackUse::Play => {
            app.playback.play(pack.links.clone(), None).await?;
            Ok(None)
        }
    }
}

/// Writes the playlist under a name that is still free, `Name.m3u8`, `Name (2).m3u8`, …, and returns its path.
fn save(folder: &std::path::Path, name: &str, episodes: &[EpisodeLink]) -> std::io::Result<PathBuf> {
    use std::io::Write as _;
    let name = file_name(name);
    for copy in 1..1000 {
        let path = folder.join(if copy == 1 { format!("{name}.m3u8") } else { format!("{name} ({copy}).m3u8") });
        match std::fs::File::create_new(&path) {
            Ok(mut file) => {
                file.write_all(pack::as_m3u8(episodes.iter().map(EpisodeLink::entry)).as_bytes())?;
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
}

/// Bytes of a file's name, without extension and number. The systems take 255 with them.
const LONGEST_NAME: usize = 200;

/// Returns a title as a file name, without extension, that every system takes.
fn file_name(title: &str) -> String {
    let name: String = title.chars().map(|c| if c.is_alphanumeric() || " -_.".contains(c) { c } else { ' ' }).collect();
    let name = name.trim_matches([' ', '.']);
    let name = name[..name.floor_char_boundary(LONGEST_NAME)].trim_end_matches([' ', '.']);
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let port = stem.strip_prefix("COM").or(stem.strip_prefix("LPT"));
    // Windows opens its devices by these names in every folder, whatever extension follows.
    let is_device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || port.is_some_and(|port| port.chars().count() == 1 && port.chars().all(char::is_numeric));
    match name {
        "" => "Perihelion".to_owned(),
        _ if is_device => format!("_{name}"),
        _ => name.to_owned(),
    }
}

fn no_folder() -> WireError {
    WireError::new(Code::Storage, "The playlist could not be saved")
        .hint("Check the downloads folder, or copy the links")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_file_name_that_every_system_takes() {
        for (title, name) in [
            ("Sintel", "Sintel"),
            ("  Tears of Steel.. ", "Tears of Steel"),
            ("Lantern: The/Movie?", "Lantern  The Movie"),
            ("Синий луг", "Синий луг"),
            ("../..", "Perihelion"),
            ("", "Perihelion"),
            ("Con", "_Con"),
            ("Con Air", "Con Air"),
            ("con.2019", "_con.2019"),
            ("NUL .x", "_NUL .x"),
            ("Com1", "_Com1"),
            ("lpt²", "_lpt²"),
            ("Com10", "Com10"),
            ("Auxiliary", "Auxiliary"),
        ] {
            assert_eq!(file_name(title), name, "{title}");
        }
        // 28 times seven bytes, and two letters of two.
        assert_eq!(file_name(&"луг ".repeat(200)), "луг ".repeat(28) + "лу");
    }

    #[test]
    fn playlists_of_one_title_stand_beside_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let names = [(); 3].map(|()| save(folder.path(), "Nul: a film", &[]).unwrap());
        let names = names.map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
        assert_eq!(names, ["Nul  a film.m3u8", "Nul  a film (2).m3u8", "Nul  a film (3).m3u8"]);
    }
}
