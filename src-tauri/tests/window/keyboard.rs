//! The whole main job without a pointer, in the real window.

use perihelion_simulator::Config;

use crate::desk::Desk;
use crate::driver::Page;

const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const LEFT: &str = "\u{e012}";
const RIGHT: &str = "\u{e014}";
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
    let copied = desk.copied();
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

/// What has the focus is drawn by an outline or a ring.
const DRAWN: &str = "(e => { const s = getComputedStyle(e); return e !== document.body && (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== 'none'); })(document.activeElement)";

/// Whether figures and rows were ever of two moments: looked at in each frame.
const WATCH_FIGURES: &str = "(() => {
    window.torn = [];
    const look = () => {
        const figure = document.querySelector('[data-testid=tier][data-tier=all] .size')?.innerText;
        const rows = document.querySelectorAll('[data-testid=row]').length;
        if (figure === '0' && rows > 0) window.torn.push(rows);
        requestAnimationFrame(look);
    };
    look();
    return true;
})()";

#[tokio::test(flavor = "multi_thread")]
async fn a_known_film_plays_after_its_name_enter_and_one_letter() {
    let mut desk = Desk::signed_in("keyboard-few", Config::quick()).await;
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    page.wait("the figures are watched", WATCH_FIGURES).await;
    page.keys("/").await;
    page.wait("the search field is focused", "document.activeElement.dataset.testid === 'search-input'").await;
    page.keys("sintel").await;
    page.keys(ENTER).await;
    page.see("[data-testid=title][data-id=tt1727587]").await;
    page.see("[data-testid=picks][data-complete=true]").await;
    page.wait("no key is typed into the field any more", "document.activeElement.dataset.testid !== 'search-input'")
        .await;
    page.keys("p").await;
    page.see("[data-verb=playing]").await;
    let call = desk.played().await;
    assert!(call.iter().any(|part| part.starts_with("http") && part.contains("Sintel")), "the film plays: {call:?}");
    page.wait(
        "the row that plays is the one that is marked, and the pick",
        "document.querySelector('[data-testid=row].pinned')?.dataset.id === document.querySelector('[data-testid=pick]').dataset.id",
    )
    .await;

    // Whatever the pointer did before, a key shows where one is.
    page.click("[data-testid=tier][data-tier=all]").await;
    page.keys("l").await;
    page.wait("the list is entered", "document.activeElement.dataset.testid === 'row'").await;
    page.wait("and it is seen", DRAWN).await;
    page.shot("1-list").await;
    page.keys(LEFT).await;
    page.wait("arrows lead to the rail", "document.activeElement.closest('nav') !== null").await;
    page.wait("and it is seen there", DRAWN).await;
    page.keys(RIGHT).await;
    page.wait("and back", "document.activeElement.closest('main') !== null").await;
    assert_eq!(page.value("window.torn").await, serde_json::json!([]), "no frame counted none beside rows");
    page.close().await;
}
