//! Sources that fail, one or all.

use perihelion_simulator::{Config, Knobs, Upstream};

use crate::desk::Desk;
use crate::steps::{completed, open_title, playing};

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
