//! Tokens, the keyring, and services that refuse.

use std::time::Duration;

use perihelion_simulator::{Config, Knobs, StoreFaults, Upstream};

use crate::desk::Desk;
use crate::driver::Page;
use crate::steps::{completed, open_title, playing};

const TOKEN: &str = "planted-7f3a9c-token-nobody-may-see";

#[tokio::test(flavor = "multi_thread")]
async fn on_the_first_day_a_token_is_pasted_tested_and_kept_in_the_keyring() {
    let mut desk = Desk::bare("first-day", Config::quick()).await.with_keyring();
    let page = desk.open().await;
    page.see("[data-testid=first-run]").await;
    page.see("[data-testid=title-card]").await;
    page.shot("1-first-run").await;

    page.type_into("[data-testid=token-input]", TOKEN).await;
    page.click("[data-testid=sign-in]").await;
    page.wait(
        "the first-run steps end or can be ended",
        "document.querySelector('[data-testid=token-input]')?.value !== 'planted-7f3a9c-token-nobody-may-see'",
    )
    .await;
    page.shot("2-signed-in").await;
    let mut kept = String::new();
    for _ in 0..1600 {
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
async fn where_one_service_may_not_have_it_the_other_gives_the_link() {
    let faults = StoreFaults { only: Some("realdebrid".to_owned()), infringing: 1.0, ..StoreFaults::default() };
    let config = Config { store_faults: faults, ..Config::quick() };
    let desk = Desk::signed_in("two-services", config).await;
    let mut desk = desk.with_services([("realdebrid", "demo-premium"), ("torbox", "demo-premium-too")]);
    let page = desk.open().await;
    open_title(&page, "sintel", "tt1727587").await;
    completed(&page).await;
    for service in ["realdebrid", "torbox"] {
        page.see(&format!("[data-testid=check-lane][data-service={service}]:not([data-failed])")).await;
    }
    page.see("[data-testid=service-marks]").await;
    page.shot("1-both-checked").await;
    // The steps are there until it plays: so late that they are seen.
    desk.simulator.set_knobs(Upstream::StremThru, Knobs { latency_ms: 5_000, ..Knobs::default() });
    page.click("[data-testid=pick-play]").await;
    page.see("[data-testid=link-steps] li[data-step=failed]").await;
    page.wait(
        "the refusal is said",
        "document.querySelector('[data-testid=link-steps]').innerText.includes('Real-Debrid refuses this torrent for legal reasons')",
    )
    .await;
    desk.simulator.set_knobs(Upstream::StremThru, Knobs::default());
    page.shot("2-one-refused").await;
    let (_, _, link) = playing(&desk, &page).await;
    assert!(link.contains("Sintel"), "the link is the film's: {link}");
    page.click("[data-testid=passport-open]").await;
    page.wait(
        "the link is of the other",
        "document.querySelector('[data-testid=passport]').innerText.includes('TorBox')",
    )
    .await;
    page.shot("3-playing").await;
    // What was late is taken away once it has come.
    let mut held = desk.simulator.account().magnets;
    for _ in 0..800 {
        if held.len() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        held = desk.simulator.account().magnets;
    }
    assert_eq!(held.len(), 1, "only what plays is kept: {held:?}");
    assert_eq!(held[0].store, "torbox", "nothing is left where it was refused: {held:?}");
    page.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_ran_out_is_said_and_leads_to_the_settings() {
    let mut desk = Desk::signed_in("expired", Config::quick()).await.with_token("demo-expired");
    let page = desk.open().await;
    open_title(&page, "sintel", "tt1727587").await;
    completed(&page).await;
    page.see("[data-testid=empty][data-code=subscriptionEnded]").await;
    page.see("[data-testid=row][data-cached=unknown]").await;
    page.shot("1-said").await;
    page.click("[data-testid=pick-play]").await;
    page.see("[data-testid=pick-status][data-code=subscriptionEnded]").await;
    page.shot("2-not-linked").await;
    page.click("[data-testid=pick-status] ~ button").await;
    page.see("[data-testid=service]").await;
    page.click("[data-testid=service-test]").await;
    page.see("[data-testid=service-status][data-status=expired]").await;
    page.shot("3-settings").await;
    page.close().await;
    assert_eq!(desk.simulator.account().magnets, [], "nothing was added");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_keyring_is_said_and_serves_once_it_is_unlocked() {
    let mut desk = Desk::bare("locked", Config::quick()).await;
    desk.write("data/settings.json", br#"{"welcomed": true, "theme": "dark", "services": ["realdebrid"]}"#);
    desk.unlock_keyring("open sesame");
    let page = desk.open().await;
    sign_in(&page).await;
    page.see("[data-testid=keyring][data-state=ready]").await;
    page.close().await;

    desk.lock_keyring();
    let page = desk.open().await;
    page.click("[data-testid=nav-settings]").await;
    page.see("[data-testid=keyring][data-state=thisRun]").await;
    page.wait("the reason is said", "document.querySelector('[data-testid=keyring]').innerText.includes('locked')")
        .await;
    page.shot("1-locked").await;
    // Nothing is lost for today: a token that is pasted serves until the app is closed.
    sign_in(&page).await;
    open_title(&page, "sintel", "tt1727587").await;
    completed(&page).await;
    page.click("[data-testid=pick-play]").await;
    playing(&desk, &page).await;
    page.shot("2-for-this-run").await;
    page.close().await;

    desk.unlock_keyring("open sesame");
    let page = desk.open().await;
    page.click("[data-testid=nav-settings]").await;
    page.see("[data-testid=keyring][data-state=ready]").await;
    page.see("[data-testid=service][data-service=realdebrid] [data-testid=token-forget]").await;
    page.shot("3-unlocked").await;
    page.close().await;
}

async fn sign_in(page: &Page) {
    page.click("[data-testid=nav-settings]").await;
    page.type_into("[data-testid=token-input]", TOKEN).await;
    page.click("[data-testid=sign-in]").await;
    page.see("[data-testid=service][data-service=realdebrid]").await;
}
