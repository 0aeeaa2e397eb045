//! The player as MPRIS has it (<https://specifications.freedesktop.org/mpris-spec/latest/>): what it is, and what can be asked of it.

use std::sync::Arc;

use mpris_server::zbus::{Result, fdo};
use mpris_server::{
    LoopStatus, Metadata, PlaybackRate, PlaybackStatus, PlayerInterface, Property, RootInterface, Time, TrackId, Volume,
};
use tokio::sync::watch;

use super::{Raise, picture};
use crate::{Control, Playback, Playing};

pub(super) struct Remote {
    pub(super) playback: Playback,
    pub(super) playing: watch::Receiver<Playing>,
    pub(super) raise: Option<Arc<Raise>>,
}

impl Remote {
    fn of<T>(&self, read: impl FnOnce(&Playing) -> T) -> T {
        read(&self.playing.borrow())
    }
}

/// Everything that is told when it changes.
pub(super) fn properties(playing: &Playing) -> Vec<Property> {
    vec![
        Property::PlaybackStatus(status(playing)),
        Property::Metadata(metadata(playing)),
        Property::Volume(volume(playing)),
        Property::CanGoNext(playing.next.is_some()),
        Property::CanPlay(playing.can.pause),
        Property::CanPause(playing.can.pause),
        Property::CanSeek(playing.can.seek),
    ]
}

fn status(playing: &Playing) -> PlaybackStatus {
    if playing.now.paused { PlaybackStatus::Paused } else { PlaybackStatus::Playing }
}

fn volume(playing: &Playing) -> Volume {
    playing.now.volume.unwrap_or(100.0) / 100.0
}

/// What plays, without its link.
fn metadata(playing: &Playing) -> Metadata {
    let mut metadata = Metadata::builder().trackid(track(playing));
    if let Some(about) = &playing.about {
        metadata = metadata.title(about.heading());
        if about.episode.is_some() {
            metadata = metadata.album(about.name.clone());
        }
    }
    if let Some(picture) = picture(playing) {
        metadata = metadata.art_url(picture);
    }
    if let Some(length) = playing.now.length {
        metadata = metadata.length(time(length));
    }
    metadata.build()
}

/// One for each item the player is at.
fn track(playing: &Playing) -> TrackId {
    let number = playing.now.item.unwrap_or_default();
    TrackId::try_from(format!("/app/perihelion/track/{number}")).unwrap_or(TrackId::NO_TRACK)
}

impl RootInterface for Remote {
    async fn raise(&self) -> fdo::Result<()> {
        if let Some(raise) = &self.raise {
            raise();
        }
        Ok(())
    }

    async fn quit(&self) -> fdo::Result<()> {
        Ok(())
    }

    async fn can_quit(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn fullscreen(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn set_fullscreen(&self, _: bool) -> Result<()> {
        Ok(())
    }

    async fn can_set_fullscreen(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn can_raise(&self) -> fdo::Result<bool> {
        Ok(self.raise.is_some())
    }

    async fn has_track_list(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn identity(&self) -> fdo::Result<String> {
        Ok("Perihelion".to_owned())
    }

    async fn desktop_entry(&self) -> fdo::Result<String> {
        Ok("Perihelion".to_owned())
    }

    async fn supported_uri_schemes(&self) -> fdo::Result<Vec<String>> {
        Ok(Vec::new())
    }

    async fn supported_mime_types(&self) -> fdo::Result<Vec<String>> {
        Ok(Vec::new())
    }
}

impl PlayerInterface for Remote {
    async fn next(&self) -> fdo::Result<()> {
        self.playback.control(Control::Next);
        Ok(())
    }

    async fn previous(&self) -> fdo::Result<()> {
        Ok(())
    }

    async fn pause(&self) -> fdo::Result<()> {
        self.playback.control(Control::Pause(true));
        Ok(())
    }

    async fn play_pause(&self) -> fdo::Result<()> {
        let paused = self.of(|playing| playing.now.paused);
        self.playback.control(Control::Pause(!paused));
        Ok(())
    }

    async fn stop(&self) -> fdo::Result<()> {
        self.playback.control(Control::Stop);
        Ok(())
    }

    async fn play(&self) -> fdo::Result<()> {
        self.playback.control(Control::Pause(false));
        Ok(())
    }

    async fn seek(&self, offset: Time) -> fdo::Result<()> {
        if let Some(at) = self.of(|playing| playing.now.position) {
            self.playback.control(Control::Seek(at + seconds(offset)));
        }
        Ok(())
    }

    async fn set_position(&self, track_id: TrackId, position: Time) -> fdo::Result<()> {
        let (current, length) = self.of(|playing| (track(playing), playing.now.length));
        let is_within = !position.is_negative() && length.is_none_or(|length| seconds(position) <= length);
        // What was meant for another film, or lies outside of this one, is ignored.
        if current == track_id && is_within {
            self.playback.control(Control::Seek(seconds(position)));
        }
        Ok(())
    }

    async fn open_uri(&self, _: String) -> fdo::Result<()> {
        Err(fdo::Error::NotSupported("it plays what is chosen in its window".to_owned()))
    }

    async fn playback_status(&self) -> fdo::Result<PlaybackStatus> {
        Ok(self.of(status))
    }

    async fn loop_status(&self) -> fdo::Result<LoopStatus> {
        Ok(LoopStatus::None)
    }

    async fn set_loop_status(&self, _: LoopStatus) -> Result<()> {
        Ok(())
    }

    async fn rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(1.0)
    }

    async fn set_rate(&self, _: PlaybackRate) -> Result<()> {
        Ok(())
    }

    async fn shuffle(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn set_shuffle(&self, _: bool) -> Result<()> {
        Ok(())
    }

    async fn metadata(&self) -> fdo::Result<Metadata> {
        Ok(self.of(metadata))
    }

    async fn volume(&self) -> fdo::Result<Volume> {
        Ok(self.of(volume))
    }

    async fn set_volume(&self, volume: Volume) -> Result<()> {
        self.playback.control(Control::Volume(volume * 100.0));
        Ok(())
    }

    async fn position(&self) -> fdo::Result<Time> {
        Ok(self.of(|playing| playing.now.position.map_or(Time::ZERO, time)))
    }

    async fn minimum_rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(1.0)
    }

    async fn maximum_rate(&self) -> fdo::Result<PlaybackRate> {
        Ok(1.0)
    }

    async fn can_go_next(&self) -> fdo::Result<bool> {
        Ok(self.of(|playing| playing.next.is_some()))
    }

    async fn can_go_previous(&self) -> fdo::Result<bool> {
        Ok(false)
    }

    async fn can_play(&self) -> fdo::Result<bool> {
        Ok(self.of(|playing| playing.can.pause))
    }

    async fn can_pause(&self) -> fdo::Result<bool> {
        Ok(self.of(|playing| playing.can.pause))
    }

    async fn can_seek(&self) -> fdo::Result<bool> {
        Ok(self.of(|playing| playing.can.seek))
    }

    async fn can_control(&self) -> fdo::Result<bool> {
        Ok(true)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a float beyond the bounds becomes the bound")]
pub(super) fn time(seconds: f64) -> Time {
    Time::from_millis((seconds * 1_000.0) as i64)
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a film")]
fn seconds(time: Time) -> f64 {
    time.as_millis() as f64 / 1_000.0
}
