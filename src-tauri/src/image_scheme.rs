//! The `image:` scheme: pictures by key. Nothing else can be asked for through it.

use tauri::http::{Response, StatusCode, header};
use tauri::{AppHandle, Manager as _, UriSchemeResponder};

use crate::state::App;

/// Answers `image://localhost/<key>`.
pub(crate) fn answer(handle: &AppHandle, path: &str, responder: UriSchemeResponder) {
    let key = path.trim_start_matches('/').to_owned();
    let profile = handle.state::<App>().profile.clone();
    tauri::async_runtime::spawn(async move {
        let endpoints = profile.endpoints();
        let response = match profile.images.picture(&profile.http, &endpoints, &key).await {
            Some(picture) => Response::builder()
                .header(header::CONTENT_TYPE, picture.media_type)
                .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
                .header(header::CACHE_CONTROL, "max-age=86400, immutable")
                .body(picture.bytes),
            None => Response::builder().status(StatusCode::NOT_FOUND).body(Vec::new()),
        };
        responder.respond(response.unwrap_or_default());
    });
}
