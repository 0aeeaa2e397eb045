//! The whole main job without a pointer, in the real window.

use perihelion_simulator::Config;

use crate::desk::Desk;
use crate::driver::Page;

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const DOWN: &str = "\u{e015}";
const TAB: &str = "\u{e004}";

/// Whoever goes by keyboard must see where they are, and a screen reader must be able to say it.
async fn focus_is_seen_and_named(page: &Page) {
    page.wait(
        "the focus is seen and has a name",
        "(e => {
            const ring = [e, ...e.querySelectorAll('*')].some(i => { const s = getComputedStyle(i); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== 'none'; });
            return e !== document.body && ring && (e.ariaLabel || e.innerText || e.title || '').trim() !== '';
        })(document.activeElement)",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_is_found_and_played_by_keyboard_alone() {
    let mut desk = Desk::signed_in("keyboard", Config::quick()).await;
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    page.keys("/").await;
    page.wait("the search field is focused", "document.activeElement.dataset.testid === 'search-input'").await;
    page.keys("sintel").await;
    page.see("[data-testid=title-card][data-id=tt1727587]").await;
    page.wait(
        "what was found is announced",
        "[...document.querySelectorAll('[role=status]')].some(s => /\\d/.test(s.innerText))",
    )
    .await;
    page.keys(DOWN).await;
    page.wait("the arrow leads to the first title", "document.activeElement.dataset.testid === 'title-card'").await;
    focus_is_seen_and_named(&page).await;
    page.shot("1-found").await;
    page.keys(ENTER).await;
    page.see("[data-testid=picks][data-complete=true]").await;

    page.keys("l").await;
    page.wait("the list is entered", "document.activeElement.dataset.testid === 'row'").await;
    let first = page.value("document.activeElement.dataset.id").await;
    page.keys(DOWN).await;
    page.wait(
        "the arrow goes on",
        &format!("document.activeElement.dataset.testid === 'row' && document.activeElement.dataset.id !== {first}"),
    )
    .await;
    focus_is_seen_and_named(&page).await;
    page.shot("2-list").await;
    page.keys("f").await;
    page.wait("the filter is focused", "document.activeElement.dataset.testid === 'filter-input'").await;
    page.keys("1080p").await;
    page.wait(
        "the list is filtered",
        "[...document.querySelectorAll('[data-testid=row] .resolution')].every(r => r.innerText === '1080p')",
    )
    .await;
    page.keys(ESCAPE).await;

    page.keys("p").await;
    page.see("[data-verb=playing]").await;
    let call = desk.played().await;
    assert!(call.iter().any(|part| part.starts_with("http") && part.contains("Sintel")), "the film plays: {call:?}");
    page.wait(
        "it is announced",
        "[...document.querySelectorAll('[role=status]')].some(s => s.innerText.includes('mpv'))",
    )
    .await;
    page.shot("3-playing").await;
    page.keys("c").await;
    page.see("[data-testid=toast]").await;
    let copied = desk.output("xclip", &["-o", "-selection", "clipboard"]);
    assert!(copied.starts_with("http"), "the link is copied");

    page.keys("?").await;
    page.see("[data-testid=shortcuts]").await;
    for _ in 0..3 {
        page.keys(TAB).await;
        page.wait("the focus stays in the sheet", "document.activeElement.closest('[role=dialog]') !== null").await;
    }
    page.shot("4-shortcuts").await;
    page.keys(ESCAPE).await;
    page.wait("the sheet is closed", "document.querySelector('[data-testid=shortcuts]') === null").await;
    page.keys(ESCAPE).await;
    page.wait("one is back at the titles", "document.querySelector('[data-testid=picks]') === null").await;
    page.close().await;
}
