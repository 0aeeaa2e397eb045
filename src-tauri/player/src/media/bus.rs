//! What plays, told on the session bus by MPRIS. A bus that does not answer is left alone until something else begins to play.

use std::time::Duration;

use mpris_server::{Property, Server, Signal};
use tokio::sync::watch;
use tokio::time::Instant;

use super::remote::{Remote, properties, time};
use super::{JUMP, PAUSE, Raise, is_shown};
use crate::{Playback, Playing};

/// The most time the bus has to take a word.
const TAKES_BY: Duration = Duration::from_secs(3);

/// Tells the system what plays, and has the player do what is asked for there. Ends with the playback.
pub async fn tell(playback: Playback, raise: Option<Raise>) {
    let raise = raise.map(std::sync::Arc::new);
    let mut playing = playback.playing();
    while playing.wait_for(is_shown).await.is_ok() {
        let remote = Remote { playback: playback.clone(), playing: playback.playing(), raise: raise.clone() };
        let suffix = format!("perihelion.instance{}", std::process::id());
        let served = tokio::time::timeout(TAKES_BY, Server::new(&suffix, remote)).await;
        match served {
            Ok(Ok(on_bus)) => {
                if tell_while_shown(&on_bus, &mut playing).await.is_none() {
                    tracing::info!("the session bus takes no word of what plays");
                }
            }
            Ok(Err(error)) => tracing::info!(%error, "the system is not told what plays"),
            Err(_) => tracing::info!("the session bus does not answer"),
        }
        if playing.wait_for(|playing| !is_shown(playing)).await.is_err() {
            return;
        }
    }
}

/// `None` when the bus takes nothing any more.
async fn tell_while_shown(server: &Server<Remote>, playing: &mut watch::Receiver<Playing>) -> Option<()> {
    let mut told: Vec<Property> = Vec::new();
    let mut last: Option<(f64, Instant)> = None;
    loop {
        let now = playing.borrow_and_update().clone();
        if !is_shown(&now) {
            return Some(());
        }
        let all = properties(&now);
        let news: Vec<Property> = all.iter().filter(|property| !told.contains(property)).cloned().collect();
        if !news.is_empty() {
            taken(server.properties_changed(news)).await?;
        }
        told = all;
        let at = now.now.position;
        let expected = last.map(|(at, then)| if now.now.paused { at } else { at + then.elapsed().as_secs_f64() });
        if let Some((at, expected)) = at.zip(expected)
            && (at - expected).abs() > JUMP
        {
            taken(server.emit(Signal::Seeked { position: time(at) })).await?;
        }
        last = at.map(|at| (at, Instant::now()));
        tokio::time::sleep(PAUSE).await;
        playing.changed().await.ok()?;
    }
}

async fn taken<E>(word: impl Future<Output = Result<(), E>>) -> Option<()> {
    tokio::time::timeout(TAKES_BY, word).await.ok()?.ok()
}
