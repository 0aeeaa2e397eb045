//! What people start the app for: a film, an episode, a batch, a pasted torrent; played, copied, opened.

use perihelion_simulator::{BATCH_HASH, Config, Knobs, Upstream};
use serde_json::json;

use crate::desk::Desk;
use crate::steps::{completed, open_title, playing};

#[tokio::test(flavor = "multi_thread")]
async fn a_film_plays_in_three_actions() {
    let mut desk = Desk::signed_in("film", Config::default()).await;
    let page = desk.open().await;
    page.see("[data-testid=title-card] img").await;
    page.wait(
        "posters are drawn",
        "(posters => posters.length > 12 && posters.every(i => i.naturalWidth > 50 && getComputedStyle(i).opacity === '1'))([...document.querySelectorAll('[data-testid=title-card] img')].filter(i => i.getBoundingClientRect().top < 700 && i.getBoundingClientRect().left < 1200))",
    )
    .await;
    page.shot("1-home").await;
    open_title(&page, "sintel", "tt1727587").await;
    page.see("[data-testid=source-chip][data-source=nyaa]").await;
    page.shot("2-searching").await;
    completed(&page).await;
    let chips = page.value("document.querySelectorAll('[data-testid=source-chip]').length").await;
    assert_eq!(chips, json!(9), "nine sources are on the strip");
    let pick = page.value("document.querySelector('[data-testid=pick]').dataset.id").await;
    assert_eq!(pick.as_str().unwrap().len(), 40, "the pick is a torrent");
    page.shot("3-picks").await;
    page.click("[data-testid=pick-play]").await;
    let (player, title, link) = playing(&desk, &page).await;
    page.shot("4-playing").await;
    assert_eq!(player, "mpv", "the first player found is started");
    assert_eq!(title, "Sintel (2010)");
    assert!(link.starts_with(&desk.simulator.base_url()) && link.contains("Sintel"), "the link is the film's: {link}");

    page.click("[data-testid=pick-copy]").await;
    page.see("[data-testid=toast]").await;
    let copied = desk.copied();
    assert_eq!(copied, link, "the same link is copied");
    desk.forget_played();
    page.click("[data-testid=pick-open]").await;
    assert_eq!(desk.played().await, ["xdg-open".to_owned(), link], "the browser opens the same link");

    page.click("[data-testid=nav-home]").await;
    page.see("[data-testid=continue-card]").await;
    page.shot("5-home-again").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_episode_plays_out_of_a_season_pack() {
    let mut desk = Desk::signed_in("episode", Config::quick()).await;
    let page = desk.open().await;
    open_title(&page, "the meridian survey", SERIES).await;
    page.click("[data-testid=episode][data-season='1'][data-episode='4']").await;
    completed(&page).await;
    page.shot("1-picks").await;
    page.type_into("[data-testid=filter-input]", "is:cached S01 -S01E").await;
    page.wait("only packs are listed", "[...document.querySelectorAll('[data-testid=row]')].length > 0 && [...document.querySelectorAll('[data-testid=row]')].every(r => r.querySelector('.pack'))").await;
    page.shot("2-packs").await;
    page.click("[data-testid=row][data-cached=yes] [data-testid=row-play]").await;
    let (_, title, link) = playing(&desk, &page).await;
    assert_eq!(title, "The Meridian Survey · S1 E4");
    assert!(is_episode(&link, 1, 4), "the file is the fourth episode's: {link}");
    page.shot("3-playing").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn any_episode_plays_out_of_a_batch_of_eleven_hundred_files() {
    let mut desk = Desk::signed_in("batch", Config::quick()).await;
    let page = desk.open().await;
    for episode in [1, 500, 1000] {
        open_title(&page, "windstar", "kitsu:90012").await;
        page.type_into("[data-testid=episode-jump]", &episode.to_string()).await;
        page.press("[data-testid=episode-jump]", "\u{e007}").await;
        page.click(&format!("[data-testid=episode][data-episode='{episode}']")).await;
        completed(&page).await;
        page.type_into("[data-testid=filter-input]", "Suisei 0001-1090").await;
        page.see(&format!("[data-testid=row][data-id='{BATCH_HASH}']")).await;
        page.shot(&format!("{episode}-found")).await;
        desk.forget_played();
        page.click(&format!("[data-testid=row][data-id='{BATCH_HASH}'] [data-testid=row-play]")).await;
        let (_, title, link) = playing(&desk, &page).await;
        assert_eq!(title, format!("Windstar Wanderers · Episode {episode}"));
        assert!(link.contains(&format!("-%20{episode:04}%20")), "episode {episode} plays, and no other: {link}");
        page.shot(&format!("{episode}-playing")).await;
    }
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_files_of_a_pasted_torrent_are_laid_open_and_one_of_them_plays() {
    let mut desk = Desk::signed_in("pasted", Config::quick()).await;
    let page = desk.open().await;
    page.type_into("[data-testid=search-input]", &format!("magnet:?xt=urn:btih:{BATCH_HASH}&dn=Windstar%20Wanderers"))
        .await;
    page.click("[data-testid=meaning]").await;
    page.see("[data-testid=torrent][data-complete=true]").await;
    page.see("[data-testid=file]").await;
    page.shot("1-files").await;
    page.type_into("[data-testid=file-search]", "0500").await;
    page.click("[data-testid=file]").await;
    page.click("[data-testid=play-file]").await;
    let link = desk.played().await.into_iter().find(|part| part.starts_with("http")).unwrap_or_default();
    assert!(link.contains("500"), "the file that was found plays: {link}");
    page.shot("2-playing").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_visit_paints_what_is_remembered() {
    let mut desk = Desk::signed_in("second-visit", Config::quick()).await;
    let page = desk.open().await;
    open_title(&page, "sintel", "tt1727587").await;
    completed(&page).await;
    page.close().await;
    for source in [Upstream::Torrentio, Upstream::Comet, Upstream::Cinemeta] {
        desk.simulator.set_knobs(source, Knobs { hang: true, ..Knobs::default() });
    }
    let page = desk.open().await;
    page.click("[data-testid=title-card][data-id='tt1727587']").await;
    page.see("[data-testid=row]").await;
    page.shot("1-remembered").await;
    page.close().await;
}

/// The simulator's series.
const SERIES: &str = "tt99000101";

fn is_episode(link: &str, season: u32, episode: u32) -> bool {
    let name = link.rsplit('/').next().unwrap_or_default().replace("%20", " ").to_lowercase();
    [
        format!("s{season:02}e{episode:02}"),
        format!("{season}x{episode:02}"),
        format!("season {season} episode {episode}"),
    ]
    .iter()
    .any(|form| name.contains(form))
}
