//! Without a pointer, further away: keys where a title was pasted or an episode changed, other sizes, a gamepad alone.

use perihelion_simulator::Config;

use crate::desk::Desk;
use crate::driver::Page;
use crate::steps::{completed, open_title, playing};

const DOWN: &str = "\u{e015}";
const ESCAPE: &str = "\u{e00c}";
const F11: &str = "\u{e03b}";

async fn focus_is_on_episode(page: &Page, number: u32) {
    page.wait(
        &format!("the focus is on episode {number}"),
        &format!("document.activeElement.dataset.testid === 'episode' && document.activeElement.dataset.episode === '{number}'"),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_act_on_what_was_pasted() {
    let mut desk = Desk::signed_in("pasted-keys", Config::quick()).await;
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    page.keys("/").await;
    page.wait("the search field is focused", "document.activeElement.dataset.testid === 'search-input'").await;
    desk.copy("https://www.imdb.com/title/tt1727587/");
    page.ctrl('v').await;
    page.see("[data-testid=title][data-id=tt1727587]").await;
    completed(&page).await;
    page.keys("m").await;
    page.see("[data-testid=toast]").await;
    assert!(desk.copied().starts_with("magnet:"), "the magnet link is copied");
    page.keys("cp").await;
    let (_, _, link) = playing(&desk, &page).await;
    assert!(link.contains("Sintel"), "what was asked for while the link was made plays after it: {link}");
    assert!(desk.copied().starts_with("http"), "and the link was copied first");
    page.shot("1-playing").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_focus_goes_with_the_episode() {
    let mut desk = Desk::signed_in("episode-keys", Config::quick()).await;
    let page = desk.open().await;
    open_title(&page, "the meridian survey", "tt99000101").await;
    page.click("[data-testid=episode][data-season='1'][data-episode='4']").await;
    completed(&page).await;
    page.keys("]").await;
    focus_is_on_episode(&page, 5).await;
    page.keys("[").await;
    focus_is_on_episode(&page, 4).await;
    completed(&page).await;
    page.keys("l").await;
    page.wait("a row has the focus", "document.activeElement.dataset.testid === 'row'").await;
    page.keys("]").await;
    focus_is_on_episode(&page, 5).await;
    page.shot("1-next").await;
    page.close().await;
}

/// No word of the pick's buttons reaches over their edges, and the page is no wider than its window.
const ALL_FITS: &str = "document.documentElement.scrollWidth <= innerWidth + 2
    && [...document.querySelectorAll('[data-testid=pick] .button')].every((one) => one.clientWidth === 0 || one.scrollWidth <= one.clientWidth + 2)";

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_drawn_up_to_twice_as_large_and_fits() {
    let mut desk = Desk::signed_in("sizes", Config::quick()).await;
    let page = desk.open().await;
    open_title(&page, "sintel", "tt1727587").await;
    completed(&page).await;
    page.wait("it has its own size", "innerWidth === 1280").await;
    for (key, width) in
        [('+', 1163), ('+', 1024), ('+', 853), ('+', 731), ('+', 640), ('-', 731), ('0', 1280), ('-', 1422)]
    {
        page.ctrl(key).await;
        page.wait(&format!("Ctrl {key} gives a width of {width}"), &format!("Math.abs(innerWidth - {width}) <= 1"))
            .await;
        page.wait(&format!("all fits at {width}"), ALL_FITS).await;
        page.shot(&format!("{width}-wide")).await;
    }
    page.close().await;
}

/// A pad of the standard layout, which nobody can plug in here; its buttons are held until the page has looked.
const PAD: &str = "(() => {
    const buttons = Array.from({ length: 17 }, () => ({ pressed: false }));
    navigator.getGamepads = () => [{ buttons, axes: [0, 0] }];
    window.pad = async (button) => {
        for (const pressed of [true, false]) {
            buttons[button].pressed = pressed;
            await new Promise((next) => setTimeout(next, 150));
        }
    };
    return true;
})()";

async fn pad(page: &Page, button: u32) {
    page.run_async(&format!("const done = arguments[0]; window.pad({button}).then(() => done(null));")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_is_chosen_and_played_by_a_gamepad() {
    let [choose, back, menu, down] = [0, 1, 9, 13];
    let mut desk = Desk::signed_in("gamepad", Config::quick()).await;
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    page.wait("a pad is there", PAD).await;
    // It is listened to where the window has the focus.
    desk.press_key("Shift_L");
    page.keys(F11).await;
    page.wait(
        "everything is half as large again",
        "document.documentElement.dataset.big === 'true' && innerWidth < 900",
    )
    .await;
    page.shot("1-big").await;
    for _ in 0..4 {
        pad(&page, down).await;
    }
    page.wait("a title has the focus", "document.activeElement.dataset.testid === 'title-card'").await;
    page.shot("2-chosen").await;
    pad(&page, menu).await;
    page.wait("the commands are asked for", "document.activeElement.dataset.testid === 'commands-find'").await;
    page.shot("3-commands").await;
    pad(&page, back).await;
    page.wait("the title has the focus again", "document.activeElement.dataset.testid === 'title-card'").await;
    pad(&page, choose).await;
    page.see("[data-testid=title]").await;
    pad(&page, back).await;
    page.see("[data-testid=title-card]").await;

    open_title(&page, "sintel", "tt1727587").await;
    completed(&page).await;
    pad(&page, choose).await;
    let (_, _, link) = playing(&desk, &page).await;
    assert!(link.contains("Sintel"), "the pick plays: {link}");
    page.shot("4-playing").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hasty_presses_start_one_player_and_lead_home() {
    let mut desk = Desk::signed_in("hasty", Config::quick()).await;
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    page.keys(ESCAPE).await;
    page.wait("Escape leads nowhere from Home", "document.querySelector('main').dataset.place === 'home'").await;

    // Away while the search still runs, and back to what was typed.
    page.type_into("[data-testid=search-input]", "sin").await;
    for place in ["library", "sources", "settings", "home"] {
        page.click(&format!("[data-testid=nav-{place}]")).await;
        page.wait("the place is there", &format!("document.querySelector('main').dataset.place === '{place}'")).await;
    }
    page.value("history.go(-4) ?? true").await;
    page.wait("the words came along", "document.querySelector('[data-testid=search-input]').value === 'sin'").await;
    page.see("[data-testid=title-card][data-id=tt1727587]").await;
    page.shot("1-back").await;

    open_title(&page, "sintel", "tt1727587").await;
    completed(&page).await;
    page.keys("ppp").await;
    playing(&desk, &page).await;
    let links = desk.played().await.iter().filter(|part| part.starts_with("http")).count();
    assert_eq!(links, 1, "one press or three are one player");

    // The commands stand above a link that is being made, and it is made.
    page.keys("l").await;
    page.wait("a row has the focus", "document.activeElement.dataset.testid === 'row'").await;
    page.keys(DOWN).await;
    page.keys("c").await;
    page.ctrl('k').await;
    page.ctrl('k').await;
    page.wait("the commands are there", "document.activeElement.dataset.testid === 'commands-find'").await;
    page.shot("2-commands").await;
    page.keys(ESCAPE).await;
    page.wait("they are gone", "document.querySelector('[data-testid=commands]') === null").await;
    page.see("[data-testid=toast]").await;

    for _ in 0..6 {
        page.keys(ESCAPE).await;
    }
    page.wait("Escape led back to where it began", "document.querySelector('main').dataset.place === 'home'").await;
    page.wait("and nothing stands above it", "document.querySelector('[role=dialog]') === null").await;

    page.run_async(
        "const transfer = new DataTransfer();
         transfer.setData('text/plain', 'https://www.imdb.com/title/tt1727587/');
         window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
         arguments[0](null);",
    )
    .await;
    page.see("[data-testid=title][data-id=tt1727587]").await;
    page.shot("3-dropped").await;
    page.close().await;
}
