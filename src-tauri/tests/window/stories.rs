//! What a person does, from the first day on.

use perihelion_simulator::{BATCH_HASH, Config, Knobs, Release, Upstream, Work};
use serde_json::json;

use crate::desk::Desk;
use crate::driver::Page;

const TOKEN: &str = "planted-7f3a9c-token-nobody-may-see";

/// Searches by typing and opens a title.
async fn open_title(page: &Page, words: &str, id: &str) {
    page.type_into("[data-testid=search-input]", words).await;
    page.click(&format!("[data-testid=title-card][data-id='{id}']")).await;
}

async fn completed(page: &Page) {
    page.see("[data-testid=picks][data-complete=true]").await;
}

/// What the last player was called with: program, title, link.
async fn playing(desk: &Desk, page: &Page) -> (String, String, String) {
    page.see("[data-verb=playing]").await;
    let call = desk.played().await;
    let title = call.iter().find_map(|part| part.strip_prefix("--force-media-title=")).unwrap_or_default().to_owned();
    let link = call.iter().find(|part| part.starts_with("http")).cloned().unwrap_or_default();
    (call[0].clone(), title, link)
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_first_day_a_token_is_pasted_tested_and_kept_in_the_keyring() {
    let mut desk = Desk::bare("first-day", Config::quick()).await.with_keyring();
    let page = desk.open().await;
    page.see("[data-testid=first-run]").await;
    page.see("[data-testid=title-card]").await;
    page.shot("1-first-run").await;

    page.type_into("[data-testid=token-input]", TOKEN).await;
    page.click("[data-testid=token-test]").await;
    page.see("[data-testid=account-status][data-status=premium]").await;
    page.shot("2-tested").await;
    page.click("[data-testid=token-save]").await;
    page.wait(
        "the first-run steps end or can be ended",
        "document.querySelector('[data-testid=token-input]')?.value !== 'planted-7f3a9c-token-nobody-may-see'",
    )
    .await;
    page.shot("3-saved").await;
    let mut kept = String::new();
    for _ in 0..200 {
        kept = desk.output("secret-tool", &["lookup", "service", "perihelion", "username", "realdebrid"]);
        if !kept.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    assert_eq!(kept.trim(), TOKEN, "the keyring holds the token");

    let html = page.value("document.documentElement.outerHTML").await;
    assert!(!html.as_str().unwrap().contains(TOKEN), "the page forgets the token once it is saved");
    page.close().await;

    let page = desk.open().await;
    page.click("[data-testid=nav-settings]").await;
    page.see("[data-testid=token-forget]").await;
    page.shot("4-next-day").await;
    open_title(&page, "sintel", "tt1727587").await;
    completed(&page).await;
    page.see("[data-testid=pick]").await;
    page.click("[data-testid=pick-play]").await;
    playing(&desk, &page).await;
    page.close().await;

    let token = TOKEN.as_bytes();
    for (path, bytes) in desk.everything_left() {
        assert!(!bytes.windows(token.len()).any(|part| part == token), "the token is in {}", path.display());
    }
    let sent = desk.simulator.requests().into_iter().filter(|request| request.path_and_query.contains(TOKEN)).count();
    assert_eq!(sent, 0, "the token is never part of an address");
}

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
    let copied = desk.output("xclip", &["-o", "-selection", "clipboard"]);
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
async fn the_link_plays_in_a_real_player() {
    let mut desk = Desk::signed_in("real-player", Config::quick()).await;
    // The real mpv without a screen or a loudspeaker: it has to open, decode and end well.
    desk.write_program("mpv", "/usr/bin/mpv --no-config --vo=null --ao=null --frames=20 --really-quiet \"$@\"; code=$?; echo $code > \"$HOME/mpv-ended\"; exit $code");
    let page = desk.open().await;
    open_title(&page, "sintel", "tt1727587").await;
    completed(&page).await;
    page.click("[data-testid=pick-play]").await;
    page.see("[data-verb=playing]").await;
    let ended = desk.home().join("mpv-ended");
    let mut code = String::new();
    for _ in 0..600 {
        code = std::fs::read_to_string(&ended).unwrap_or_default();
        if !code.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(code.trim(), "0", "mpv decoded the file behind the link");
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
async fn a_dead_source_is_named_and_hurts_nobody() {
    let mut desk = Desk::signed_in("one-dead", Config::quick()).await;
    desk.simulator.set_knobs(Upstream::Torrentio, Knobs { status: Some(500), ..Knobs::default() });
    let page = desk.open().await;
    open_title(&page, "sintel", "tt1727587").await;
    page.see("[data-testid=source-chip][data-source=torrentio][data-chip=failed]").await;
    completed(&page).await;
    page.see("[data-testid=source-chip][data-source=comet][data-chip=answered]").await;
    page.shot("1-one-dead").await;
    page.click("[data-testid=pick-play]").await;
    playing(&desk, &page).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn with_every_source_dead_the_page_says_so_and_offers_a_retry() {
    let mut desk = Desk::signed_in("all-dead", Config::quick()).await;
    let sources = [
        Upstream::StremThru,
        Upstream::Torrentio,
        Upstream::Comet,
        Upstream::Zilean,
        Upstream::AnimeTosho,
        Upstream::TorrentsDb,
        Upstream::Peerflix,
        Upstream::MediaFusion,
        Upstream::Nyaa,
    ];
    for source in sources {
        desk.simulator.set_knobs(source, Knobs { status: Some(500), ..Knobs::default() });
    }
    let page = desk.open().await;
    open_title(&page, "sintel", "tt1727587").await;
    page.see("[data-testid=empty]").await;
    completed(&page).await;
    page.shot("1-all-dead").await;
    for source in sources {
        desk.simulator.set_knobs(source, Knobs::default());
    }
    page.click("[data-testid=retry-all], [data-testid=empty] button").await;
    page.see("[data-testid=pick]").await;
    page.shot("2-after-retry").await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_is_said_in_words() {
    let mut desk = Desk::signed_in("refused", Config::quick()).await.with_token("demo-refused");
    let page = desk.open().await;
    open_title(&page, "sintel", "tt1727587").await;
    completed(&page).await;
    page.wait("the refusal is on the page", "document.body.innerText.includes('refused your token')").await;
    page.see("[data-testid=pick] [data-testid=pick-play]").await;
    page.shot("1-refused").await;
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
async fn every_place_opens_in_the_other_language_too() {
    let mut desk = Desk::signed_in("places", Config::quick()).await;
    let page = desk.open().await;
    page.see("[data-testid=title-card]").await;
    for place in ["library", "sources", "settings"] {
        page.click(&format!("[data-testid=nav-{place}]")).await;
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
        page.shot(&format!("tr-{place}")).await;
    }
    page.close().await;
}
