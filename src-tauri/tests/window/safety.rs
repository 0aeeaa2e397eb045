//! What comes from outside stays text, and the page reaches nothing but its own commands.

use perihelion_simulator::{Config, Release, Work};
use serde_json::json;

use crate::desk::Desk;
use crate::steps::open_title;

#[tokio::test(flavor = "multi_thread")]
async fn the_page_can_reach_nothing_but_its_own_commands() {
    let mut desk = Desk::signed_in("closed-in", Config::quick()).await;
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    let refused = page
        .run_async(
            "const done = arguments[arguments.length - 1];
             window.__TAURI_INTERNALS__.invoke('plugin:shell|execute', {}).then(() => done('answered'), e => done(String(e)));",
        )
        .await;
    assert!(refused.as_str().unwrap().contains("not allowed"), "a command that is not listed is refused: {refused}");
    let unlisted = page
        .run_async(
            "const done = arguments[arguments.length - 1];
             window.__TAURI_INTERNALS__.invoke('no_such_command', {}).then(() => done('answered'), e => done(String(e)));",
        )
        .await;
    assert_ne!(unlisted, json!("answered"), "an unknown command is refused");
    let fetched = page
        .run_async(&format!(
            "const done = arguments[arguments.length - 1];
             fetch('{}/cinemeta/catalog/movie/top.json').then(() => done('answered'), () => done('blocked'));",
            desk.simulator.base_url()
        ))
        .await;
    assert_eq!(fetched, json!("blocked"), "the page opens no connection");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn titles_and_release_names_never_become_markup() {
    let hash = "ab".repeat(20);
    let hostile = Work {
        imdb: "tt99009001".to_owned(),
        name: "Hostile <img src=x onerror=\"document.title='taken'\"> Work".to_owned(),
        year: 2021,
        description: "<script>document.title='taken'</script><b>bold</b>".to_owned(),
        releases: vec![Release {
            hash: hash.clone(),
            name: "Hostile.Work.2021.<b>1080p</b>.<img src=x onerror=document.title='taken'>.WEB-DL.mkv".to_owned(),
            files: vec![("Hostile.Work.2021.1080p.WEB-DL.mkv".to_owned(), 900_000_000)],
            cached: Some(true),
            ..Release::default()
        }],
        ..Work::default()
    };
    let mut desk = Desk::signed_in("markup", Config { works: vec![hostile], ..Config::quick() }).await;
    let page = desk.open().await;
    open_title(&page, "tt99009001", "tt99009001").await;
    page.see(&format!("[data-testid=row][data-id='{hash}']")).await;
    page.wait("the title is shown as it is written", "document.body.innerText.includes('Hostile <img src=x')").await;
    page.wait("the release too", "document.body.innerText.includes('<b>1080p</b>')").await;
    page.shot("1-as-text").await;
    assert_eq!(
        page.value("document.querySelectorAll('b, img[src=x]').length").await,
        json!(0),
        "no element came of it"
    );
    assert_ne!(page.value("document.title").await, json!("taken"), "no script ran");
    page.close().await;
}
