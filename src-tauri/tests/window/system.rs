//! The app among others: its language, its links, its window.

use perihelion_simulator::{BATCH_HASH, Config};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::driver::Page;

/// The rail marks the place that is open, its change of colour done.
async fn is_marked(page: &Page, place: &str) {
    let mark =
        format!("document.querySelector('[data-testid=nav-{place}][aria-current=page]')?.getAnimations().length === 0");
    page.wait("the rail marks the place", &mark).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_place_opens_in_the_other_language_too() {
    let mut desk = Desk::signed_in("places", Config::quick()).await;
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    for place in ["library", "sources", "settings"] {
        page.click(&format!("[data-testid=nav-{place}]")).await;
        is_marked(&page, place).await;
        page.wait("nothing failed", "document.querySelector('[data-testid=toast]') === null").await;
        page.shot(place).await;
    }
    page.see("[data-testid=service]").await;
    page.run_async(
        "const done = arguments[arguments.length - 1];
         window.__TAURI_INTERNALS__.invoke('change_setting', { change: { type: 'language', language: 'turkish' } })
             .then(done, done);",
    )
    .await;
    page.close().await;
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    page.wait("the page speaks Turkish", "document.documentElement.lang === 'tr'").await;
    for place in ["home", "sources", "settings"] {
        page.click(&format!("[data-testid=nav-{place}]")).await;
        is_marked(&page, place).await;
        page.shot(&format!("tr-{place}")).await;
    }
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_hands_its_link_to_the_window_and_ends() {
    let mut desk = Desk::signed_in("single", Config::quick()).await.with_the_usual_folder();
    let page = desk.open_with(&["stremio:///detail/movie/tt1727587"]).await;
    page.see("[data-testid=title][data-id=tt1727587]").await;
    page.shot("1-opened-with-a-link").await;
    let ended = desk.start_again(&[&format!("magnet:?xt=urn:btih:{BATCH_HASH}&dn=Windstar%20Wanderers")]);
    assert!(ended.success(), "the second start ends well: {ended}");
    page.see("[data-testid=torrent][data-complete=true]").await;
    page.shot("2-second-start").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_app_opens_the_systems_links_only_when_it_is_asked_to() {
    let mut desk = Desk::signed_in("handler", Config::quick()).await;
    desk.write_program("xdg-mime", "printf '%s\\0' \"$@\" >> \"$HOME/mime\"");
    desk.write_program("update-desktop-database", "true");
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    let entry = desk.home().join(".local/share/applications/perihelion-handler.desktop");
    assert!(!entry.exists(), "nothing is taken unasked");
    page.click("[data-testid=nav-settings]").await;
    page.click("[data-testid=link-handler]").await;
    page.see("[data-testid=link-handler][aria-checked=true]").await;
    page.shot("1-on").await;
    let written = std::fs::read_to_string(&entry).unwrap();
    for scheme in ["x-scheme-handler/magnet", "x-scheme-handler/stremio"] {
        assert!(written.contains(scheme), "{scheme} is not in:\n{written}");
    }
    assert!(std::fs::read_to_string(desk.home().join("mime")).unwrap().contains("x-scheme-handler/magnet"));
    page.click("[data-testid=link-handler]").await;
    page.see("[data-testid=link-handler][aria-checked=false]").await;
    let written = std::fs::read_to_string(&entry).unwrap_or_default();
    assert!(!written.contains("x-scheme-handler/magnet"), "it is given back:\n{written}");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_comes_back_as_it_was_left() {
    let mut desk = Desk::signed_in("window", Config::quick()).await;
    let kept = desk.home().join("data/window.json");
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    page.wait("it opens at its own size", "innerWidth === 1280 && innerHeight === 820").await;
    desk.close_window().await;
    let left: Value = serde_json::from_slice(&std::fs::read(&kept).unwrap()).unwrap();
    assert_eq!(left["main"]["width"], json!(1280), "its size is kept: {left}");

    let mut other = left;
    other["main"]["width"] = json!(1000);
    other["main"]["height"] = json!(640);
    std::fs::write(&kept, other.to_string()).unwrap();
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    page.wait("it comes back at that size", "innerWidth === 1000 && innerHeight === 640").await;
    page.shot("1-smaller").await;
    page.close().await;
}
