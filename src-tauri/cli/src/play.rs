//! `play`: a film or episode in the person's own player, and the episodes after it, told line by line.

use std::time::Duration;

use clap::Args;
use perihelion_core::metadata::parse_id;
use perihelion_core::profile::Profile;
use perihelion_player::find::FindError;
use perihelion_player::now::TrackKind;
use perihelion_player::{About, Control, OutsideState, PlayError, Playback, Playing, Stage, Tongue, Ways};
use serde_json::{Value, json};

use crate::{Ending, interrupted, print};

/// The least time between two lines.
const PAUSE: Duration = Duration::from_millis(250);

#[derive(Args)]
pub(crate) struct PlayArguments {
    /// A film `tt1727587`, an episode `tt1748166:1:1`, an anime episode `kitsu:12:1` (or anidb:, mal:)
    id: String,
    /// Goes on with the next episode when the credits run
    #[arg(long)]
    next: bool,
}

/// Plays it and returns when the player has ended.
pub(crate) async fn play(profile: &Profile, arguments: PlayArguments, as_json: bool) -> Result<(), Ending> {
    let asked = parse_id(&arguments.id).ok_or_else(|| Ending::Misused(format!("{:?} is no id", arguments.id)))?;
    let about = About::asked_for(asked);
    let ways = Ways {
        programs: perihelion_player::plain_programs(),
        // Of its own: the window takes its folder away when it ends.
        folder: profile.folder().join(format!("playing-{}", std::process::id())),
        tongue: Box::new(|| Tongue::English),
        next_by_itself: Some(arguments.next),
        // Windows' controls belong to a window.
        tells_the_system: cfg!(target_os = "linux"),
    };
    let folder = ways.folder.clone();
    let playback = Playback::start(&tokio::runtime::Handle::current(), profile.clone(), ways);
    #[cfg(target_os = "linux")]
    tokio::spawn(perihelion_player::media::tell(playback.clone(), None));
    let outcome = tokio::select! {
        outcome = followed(&playback, about, as_json) => outcome,
        () = interrupted() => {
            playback.control(Control::Stop);
            let mut playing = playback.playing();
            let ended = playing.wait_for(|playing| playing.stage != Stage::Playing);
            let _ = tokio::time::timeout(Duration::from_secs(3), ended).await;
            Err(Ending::Stopped)
        }
    };
    let _ = std::fs::remove_dir_all(folder);
    outcome
}

async fn followed(playback: &Playback, about: About, as_json: bool) -> Result<(), Ending> {
    let mut playing = playback.playing();
    let started = playback.find(about);
    tokio::pin!(started);
    let mut has_started = false;
    let mut said = String::new();
    loop {
        tokio::select! {
            outcome = &mut started, if !has_started => {
                outcome.map_err(ending)?;
                has_started = true;
                // Nothing is heard of some players, which may have been shown before this answer came.
                if playing.borrow().stage == Stage::Idle {
                    return Ok(());
                }
            }
            changed = playing.changed() => {
                let now = playing.borrow_and_update().clone();
                tell(&now, as_json, &mut said);
                match now.stage {
                    Stage::Over => return Ok(()),
                    // A player of which nothing is heard.
                    Stage::Idle if has_started => return Ok(()),
                    _ if changed.is_err() => return Ok(()),
                    _ => tokio::time::sleep(PAUSE).await,
                }
            }
        }
    }
}

fn tell(playing: &Playing, as_json: bool, said: &mut String) {
    if as_json {
        print::line(&line(playing).to_string());
        return;
    }
    let about = playing.about.as_ref().map(About::heading).unwrap_or_default();
    let text = match (playing.stage, playing.counting) {
        (Stage::Idle, _) => return,
        (Stage::Searching, _) => "looking for a release".to_owned(),
        (Stage::Linking, _) => "making a link".to_owned(),
        (Stage::Starting, _) => "starting the player".to_owned(),
        (Stage::Playing, _) if playing.switching => "looking for another release".to_owned(),
        (Stage::Playing, Some(_)) => "the credits run; the next episode follows".to_owned(),
        (Stage::Playing, None) => format!("playing {about}"),
        (Stage::Over, _) => match playing.resume_at {
            Some(at) => format!("left {about} at {:.0}:{:02.0}", (at / 60.0).floor(), (at % 60.0).floor()),
            None => format!("ended {about}"),
        },
    };
    if *said != text {
        print::progress(&text);
        *said = text;
    }
}

/// What plays as one JSON object.
fn line(playing: &Playing) -> Value {
    let stage = match playing.stage {
        Stage::Idle => "idle",
        Stage::Searching => "searching",
        Stage::Linking => "linking",
        Stage::Starting => "starting",
        Stage::Playing => "playing",
        Stage::Over => "over",
    };
    let about = playing.about.as_ref();
    let tracks = |kind| -> Vec<Value> {
        let track = |track: &perihelion_player::now::Track| json!({ "id": track.id, "language": track.language, "title": track.title, "selected": track.selected });
        playing.now.of(kind).map(track).collect()
    };
    json!({
        "event": stage,
        "id": about.map(|about| &about.title_id),
        "season": about.and_then(|about| about.season),
        "episode": about.and_then(|about| about.episode),
        "release": playing.release.as_ref().map(|(_, name)| name),
        "player": playing.player.as_ref().map(|player| player.id.name()),
        "position": playing.now.position,
        "length": playing.now.length,
        "paused": playing.now.paused,
        "audio": tracks(TrackKind::Audio),
        "subtitles": tracks(TrackKind::Subtitle),
        "outside": playing.outside.iter().map(|one| json!({
            "number": one.number, "language": one.found.offered.language, "from": one.from, "reasons": one.found.reasons,
            "state": match one.state {
                OutsideState::Offered => "offered",
                OutsideState::Coming => "coming",
                OutsideState::Failed => "failed",
            },
        })).collect::<Vec<_>>(),
        "next": playing.next.as_ref().map(|next| {
            let about = &next.following.about;
            json!({ "season": about.season, "episode": about.episode, "ready": next.ready })
        }),
        "next_in": playing.counting,
        "switching": playing.switching,
        "skip": playing.skip,
        "resume_at": playing.resume_at,
    })
}

fn ending(error: PlayError) -> Ending {
    match error {
        PlayError::Stopped => Ending::Stopped,
        PlayError::Player(error) => Ending::Failed(error.to_string()),
        PlayError::Find(FindError::BadId) => Ending::Misused(error.to_string()),
        PlayError::Find(FindError::NothingFound | FindError::NothingElse) => Ending::NothingFound(error.to_string()),
        PlayError::Find(FindError::NoLink(none)) if none.concerns_accounts() => Ending::Account(none.to_string()),
        PlayError::Find(FindError::NoLink(none)) => Ending::NoLink(none.to_string()),
    }
}
