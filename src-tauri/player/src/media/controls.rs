//! What plays, in the media controls of Windows. They belong to the app's window and are spoken to on its thread: where it has gone
//! they are made anew with the next.

use std::ffi::c_void;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use souvlaki::{
    MediaControlEvent, MediaControls, MediaMetadata, MediaPlayback, MediaPosition, PlatformConfig, SeekDirection,
};
use tokio::time::Instant;

use super::{JUMP, PAUSE, Raise, is_shown, picture};
use crate::{Control, Playback, Playing};

/// Positions are told again after this time, also where they are what they would be.
const TELLS_EVERY: Duration = Duration::from_secs(5);
/// How far the keys for it go, in seconds.
const STEP: f64 = 10.0;

/// Something to be done on another thread.
type Errand = Box<dyn FnOnce() + Send>;

/// What a front end lends.
pub struct Front {
    /// Runs something on the thread of the windows.
    pub on_main_thread: Box<dyn Fn(Errand) + Send + Sync>,
    /// The handle of the window; `None` while there is none.
    pub window: Box<dyn Fn() -> Option<*mut c_void> + Send + Sync>,
    pub raise: Raise,
}

/// What is told, without its position.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    title: String,
    show: Option<String>,
    picture: Option<String>,
    length: Option<f64>,
    paused: bool,
}

/// The controls while something is shown in them.
struct Made {
    controls: MediaControls,
    /// An earlier handler may be called still, and is to do nothing then.
    _alive: Arc<()>,
}

type Kept = Arc<Mutex<Option<Made>>>;

/// Tells the system what plays, and has the player do what is asked for there. Ends with the playback.
pub async fn tell(playback: Playback, front: Front) {
    let front = Arc::new(front);
    let kept = Kept::default();
    let mut playing = playback.playing();
    let mut told: Option<Shown> = None;
    let mut last: Option<(f64, Instant)> = None;
    loop {
        let now = playing.borrow_and_update().clone();
        let shown = shown(&now);
        let at = now.now.position.filter(|at| at.is_finite() && *at >= 0.0);
        let expected = last.map(|(at, then)| if now.now.paused { at } else { at + then.elapsed().as_secs_f64() });
        let is_off = at.zip(expected).is_none_or(|(at, expected)| (at - expected).abs() > JUMP);
        let is_old = last.is_none_or(|(_, then)| then.elapsed() >= TELLS_EVERY);
        let is_new = shown != told;
        if is_new || shown.is_some() && at.is_some() && (is_off || is_old) {
            let (front, kept, playback, shown) =
                (Arc::clone(&front), Arc::clone(&kept), playback.clone(), shown.clone());
            let run = Arc::clone(&front);
            (run.on_main_thread)(Box::new(move || set(&front, &kept, &playback, shown.as_ref(), at, is_new)));
            last = at.map(|at| (at, Instant::now()));
        }
        told = shown;
        tokio::time::sleep(PAUSE).await;
        if playing.changed().await.is_err() {
            return;
        }
    }
}

fn shown(playing: &Playing) -> Option<Shown> {
    let about = playing.about.as_ref().filter(|_| is_shown(playing))?;
    Some(Shown {
        title: about.heading(),
        show: about.episode.map(|_| about.name.clone()),
        picture: picture(playing).map(str::to_owned),
        length: playing.now.length,
        paused: playing.now.paused,
    })
}

fn set(front: &Arc<Front>, kept: &Kept, playback: &Playback, shown: Option<&Shown>, at: Option<f64>, is_new: bool) {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(shown) = shown else {
        if let Some(mut made) = kept.take() {
            let _ = made.controls.set_playback(MediaPlayback::Stopped);
        }
        return;
    };
    let has_begun = kept.is_none();
    if has_begun {
        *kept = made(front, playback);
    }
    let Some(made) = kept.as_mut() else { return };
    if let Err(error) = put(&mut made.controls, shown, at, is_new || has_begun) {
        tracing::info!(%error, "the media controls take nothing");
        *kept = None;
    }
}

fn put(controls: &mut MediaControls, shown: &Shown, at: Option<f64>, is_new: bool) -> Result<(), souvlaki::Error> {
    if is_new {
        controls.set_metadata(MediaMetadata {
            title: Some(&shown.title),
            album: shown.show.as_deref(),
            cover_url: shown.picture.as_deref(),
            duration: shown.length.and_then(duration),
            ..MediaMetadata::default()
        })?;
    }
    let progress = at.and_then(duration).map(MediaPosition);
    let playback = if shown.paused { MediaPlayback::Paused { progress } } else { MediaPlayback::Playing { progress } };
    controls.set_playback(playback)
}

/// Makes the controls and listens to them; `None` where there is no window for them, or the system gives none.
fn made(front: &Arc<Front>, playback: &Playback) -> Option<Made> {
    let window = Some((front.window)()?);
    let config = PlatformConfig { display_name: "Perihelion", dbus_name: "perihelion", hwnd: window };
    let listening = || {
        let mut controls = MediaControls::new(config)?;
        let alive = Arc::new(());
        let (weak, front, playback) = (Arc::downgrade(&alive), Arc::clone(front), playback.clone());
        controls.attach(move |event| {
            if weak.upgrade().is_none() {
                return;
            }
            if event == MediaControlEvent::Raise {
                (front.raise)();
            } else if let Some(control) = control(&event, &playback.playing().borrow()) {
                playback.control(control);
            }
        })?;
        Ok::<_, souvlaki::Error>(Made { controls, _alive: alive })
    };
    listening().inspect_err(|error| tracing::info!(%error, "the system gives no media controls")).ok()
}

/// Returns what is asked for by a key or in the system's controls.
fn control(event: &MediaControlEvent, playing: &Playing) -> Option<Control> {
    let now = &playing.now;
    let on_by = |seconds: f64| now.position.map(|at| Control::Seek((at + seconds).max(0.0)));
    let towards = |direction: SeekDirection, seconds: f64| match direction {
        SeekDirection::Forward => on_by(seconds),
        SeekDirection::Backward => on_by(-seconds),
    };
    match event {
        MediaControlEvent::Play => Some(Control::Pause(false)),
        MediaControlEvent::Pause => Some(Control::Pause(true)),
        MediaControlEvent::Toggle => Some(Control::Pause(!now.paused)),
        MediaControlEvent::Next => Some(Control::Next),
        // There is no way back but to the start.
        MediaControlEvent::Previous => Some(Control::Seek(0.0)),
        MediaControlEvent::Stop => Some(Control::Stop),
        MediaControlEvent::Seek(direction) => towards(*direction, STEP),
        MediaControlEvent::SeekBy(direction, by) => towards(*direction, by.as_secs_f64()),
        MediaControlEvent::SetPosition(MediaPosition(to)) => Some(Control::Seek(to.as_secs_f64())),
        MediaControlEvent::SetVolume(volume) => Some(Control::Volume(volume * 100.0)),
        _ => None,
    }
}

fn duration(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::now::Now;

    #[test]
    fn each_key_does_what_it_says() {
        let now = Now { position: Some(4.0), paused: true, ..Now::default() };
        let playing = Playing { now, ..Playing::default() };
        for (event, expected) in [
            (MediaControlEvent::Toggle, Some(Control::Pause(false))),
            (MediaControlEvent::Next, Some(Control::Next)),
            (MediaControlEvent::Previous, Some(Control::Seek(0.0))),
            (MediaControlEvent::Seek(SeekDirection::Forward), Some(Control::Seek(14.0))),
            (MediaControlEvent::Seek(SeekDirection::Backward), Some(Control::Seek(0.0))),
            (MediaControlEvent::SetPosition(MediaPosition(Duration::from_secs(90))), Some(Control::Seek(90.0))),
            (MediaControlEvent::Quit, None),
        ] {
            assert_eq!(control(&event, &playing), expected, "{event:?}");
        }
    }
}
