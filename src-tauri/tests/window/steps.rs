//! What every story does: open a title, wait for its picks, see what the player got.

use crate::desk::Desk;
use crate::driver::Page;

/// Searches by typing and opens a title: its card, or the running numbers on that of the series it is listed with.
pub(crate) async fn open_title(page: &Page, words: &str, id: &str) {
    page.type_into("[data-testid=search-input]", words).await;
    page.click(&format!(":is([data-testid=title-card], [data-testid=running])[data-id='{id}']")).await;
}

pub(crate) async fn completed(page: &Page) {
    page.see("[data-testid=picks][data-complete=true]").await;
}

/// What the last player was called with: program, title, link.
pub(crate) async fn playing(desk: &Desk, page: &Page) -> (String, String, String) {
    page.see("[data-verb=playing]").await;
    let call = desk.played().await;
    let title = call.iter().find_map(|part| part.strip_prefix("--force-media-title=")).unwrap_or_default().to_owned();
    let link = call.iter().find(|part| part.starts_with("http")).cloned().unwrap_or_default();
    (call[0].clone(), title, link)
}
