//! Without a pointer, further away: keys where a title was pasted or an episode changed, other sizes, a gamepad alone.

use perihelion_simulator::Config;

use crate::desk::Desk;
use crate::driver::Page;
use crate::steps::{completed, open_title, playing};

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

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_drawn_larger_and_at_its_own_size_again() {
    let mut desk = Desk::signed_in("sizes", Config::quick()).await;
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    page.wait("it has its own size", "innerWidth === 1280").await;
    for (step, width) in [('+', 1163), ('+', 1024), ('-', 1163), ('0', 1280)] {
        page.ctrl(step).await;
        page.wait(&format!("Ctrl {step} gives a width of {width}"), &format!("Math.abs(innerWidth - {width}) <= 1"))
            .await;
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
