//! What plays, as the system shows it: media keys, the panel's player, the lock screen. On Linux by MPRIS on the session bus, on Windows
//! by its media controls. On macOS mpv, IINA and VLC say it themselves, and only mpv could be asked not to: the app beside them would
//! stand there twice.

#[cfg(target_os = "linux")]
mod bus;
#[cfg(windows)]
mod controls;
#[cfg(target_os = "linux")]
mod remote;

use std::time::Duration;

use url::Url;

#[cfg(target_os = "linux")]
pub use bus::tell;
#[cfg(windows)]
pub use controls::{Front, tell};

use crate::{Playing, Stage};

/// The least time between two words to the system.
const PAUSE: Duration = Duration::from_millis(250);
/// A position that is so many seconds off where it would be is a jump.
const JUMP: f64 = 2.0;

/// Brings the window to the front; a front end without one has none.
pub type Raise = Box<dyn Fn() + Send + Sync>;

fn is_shown(playing: &Playing) -> bool {
    playing.stage == Stage::Playing
}

/// The poster of what plays, if other programs may be told its address.
fn picture(playing: &Playing) -> Option<&str> {
    playing.about.as_ref()?.poster.as_deref().filter(|address| is_public(address))
}

/// Returns whether other programs may be told a picture's address: it holds no key, and is nothing in the person's own network.
fn is_public(address: &str) -> bool {
    Url::parse(address).is_ok_and(|address| {
        address.scheme() == "https"
            && address.domain().is_some_and(|domain| domain.contains('.'))
            && address.username().is_empty()
            && address.password().is_none()
            && address.query().is_none()
            && address.port().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_programs_are_told_public_addresses_of_pictures_alone() {
        assert!(is_public("https://images.metahub.space/poster/medium/tt1727587/img"));
        for address in [
            "http://images.metahub.space/poster.jpg",
            "https://user:secret@pictures.example/1.jpg",
            "https://pictures.example/1.jpg?key=secret",
            "https://nas/poster.jpg",
            "https://192.168.1.4/poster.jpg",
            "https://pictures.example:8443/1.jpg",
            "file:///etc/passwd",
            "",
        ] {
            assert!(!is_public(address), "{address}");
        }
    }
}
