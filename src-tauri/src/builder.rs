//! The Tauri app: its plugins, and every command that the page may call.

use std::path::Path;
use std::sync::Arc;

use tauri_plugin_window_state::StateFlags;

use crate::again::Again;
use crate::commands::{
    account, cloud, downloads, files, library, line, links, packs, playing, settings, sources, streams, titles,
    updating,
};
use crate::early::Early;
use crate::image_scheme;

/// Builds the Tauri app with its plugins and commands. The window opens when the result is run.
pub(crate) fn build(folder: &Path, alone: bool, again: &Arc<Again>) -> Result<tauri::App, tauri::Error> {
    let mut builder = tauri::Builder::default().manage(Early::default());
    if alone {
        // This plugin comes first, because it ends the process of a second start before the others do anything.
        let again = Arc::clone(again);
        builder = builder.plugin(tauri_plugin_single_instance::init(move |handle, arguments, folder| {
            again.answer(handle, arguments, Path::new(&folder));
        }));
    }
    #[cfg(not(target_os = "linux"))]
    {
        builder = builder.plugin(tauri_plugin_clipboard_manager::init());
    }
    let kept = folder.join("window.json");
    // The plugin would wait for a pipe in the place of its file.
    if std::fs::metadata(&kept).map_or(true, |about| about.is_file()) {
        let place = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
        let remembered = tauri_plugin_window_state::Builder::default().with_state_flags(place);
        builder = builder.plugin(remembered.with_filename(kept.to_string_lossy()).build());
    }
    builder
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_shell::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_updater::Builder::new().build())
        .register_asynchronous_uri_scheme_protocol("image", |context, request, responder| {
            image_scheme::answer(context.app_handle(), request.uri().path(), responder);
        })
        .invoke_handler(tauri::generate_handler![
            titles::app_info,
            titles::catalog,
            titles::browse,
            titles::same_show,
            titles::read_query,
            titles::search_titles,
            titles::title_details,
            streams::numbering,
            titles::open_trailer,
            streams::find_streams,
            streams::stop_streams,
            streams::recheck,
            streams::open_torrent,
            titles::read_torrent_file,
            files::why_file,
            files::correct_file,
            streams::count_hidden,
            links::resolve_link,
            links::stop_link,
            links::renew_link,
            links::play_link,
            links::copy_link,
            links::open_link,
            links::copy_magnet,
            links::open_offer,
            packs::link_pack,
            packs::use_pack,
            playing::now_playing,
            playing::control_player,
            playing::play_title,
            playing::prepare_title,
            playing::prepare_row,
            playing::another_release,
            playing::take_back,
            cloud::start_fetch,
            cloud::fetches,
            cloud::cancel_fetch,
            cloud::cloud,
            cloud::cloud_files,
            cloud::cloud_link,
            cloud::cloud_remove,
            cloud::added,
            cloud::undo_added,
            settings::settings,
            settings::change_setting,
            settings::choose_player,
            settings::big_mode,
            line::measure_line,
            line::forget_line,
            account::test_account,
            account::sign_in,
            account::forget_token,
            account::open_token_page,
            sources::add_own_source,
            sources::remove_own_source,
            sources::probe_source,
            settings::diagnostics,
            settings::save_report,
            settings::open_data_folder,
            downloads::downloads,
            downloads::control_downloads,
            downloads::keep_links,
            downloads::keep_titles,
            downloads::follow_show,
            downloads::watched_downloads,
            downloads::play_download,
            downloads::show_download,
            downloads::choose_downloads_folder,
            downloads::naming_examples,
            library::history,
            library::forget_history,
            library::continue_watching,
            library::watchlist,
            library::set_watchlist,
            library::set_watched,
            library::searches,
            library::keep_searches,
            titles::opened_links,
            updating::painted,
            updating::update_state,
            updating::look_for_update,
            updating::download_update,
            updating::stop_update,
            updating::put_off_update,
            updating::finish_update,
            updating::open_downloads,
        ])
        .build(tauri::generate_context!())
}
