//! `passport`: what the file behind a link says of itself, or the file that a film or episode would play.

use clap::Args;
use media_file::{Audio, MediaFile, Subtitle};
use perihelion_core::debrid::length;
use perihelion_core::line::LineShare;
use perihelion_core::metadata::parse_id;
use perihelion_core::pipeline::link::passport_of;
use perihelion_core::profile::Profile;
use perihelion_player::About;
use perihelion_player::find::{FindError, online};
use serde_json::json;
use url::Url;

use crate::{Ending, print};

#[derive(Args)]
pub(crate) struct PassportArguments {
    /// A link, or a film `tt1727587`, an episode `tt1748166:1:1`, an anime episode `kitsu:12:1`
    of: String,
}

/// Prints what the file says. The link it is behind is shown nowhere, as it may give access to an account.
pub(crate) async fn run(profile: &Profile, arguments: PassportArguments, as_json: bool) -> Result<(), Ending> {
    let link = Url::parse(&arguments.of).ok().filter(|link| matches!(link.scheme(), "http" | "https"));
    let (name, media, share) = match link {
        Some(link) => {
            let media = passport_of(&profile.http, &link).await;
            (host(&link), media.map_err(|error| Ending::Failed(format!("{}: {error}", host(&link))))?, None)
        }
        None => of_title(profile, &arguments.of).await?,
    };
    let media =
        media.ok_or_else(|| Ending::NothingFound(format!("{name}: the file says nothing that is understood")))?;
    if as_json {
        print::line(&json!({"of": name, "media": media, "line": share.map(print::share)}).to_string());
    } else {
        print::lines(|output| {
            writeln!(output, "{}", print::plain(&name))?;
            for line in lines(&media) {
                writeln!(output, "{}", print::plain(&line))?;
            }
            if let Some(share) = share {
                writeln!(output, "line      {}", share.words())?;
            }
            Ok(())
        });
    }
    Ok(())
}

fn host(link: &Url) -> String {
    link.host_str().unwrap_or_default().to_owned()
}

/// A file's name, what it says, and its bit rate beside the line.
type Told = (String, Option<MediaFile>, Option<LineShare>);

/// Makes a link as `play` would.
async fn of_title(profile: &Profile, id: &str) -> Result<Told, Ending> {
    let asked = parse_id(id).ok_or_else(|| {
        Ending::Misused("that is neither a link nor an id: a film is tt1727587, an episode tt1748166:1:1".to_owned())
    })?;
    let about = About::asked_for(asked);
    let found = online(profile, &about, |_| {}).await.map_err(|error| unfound(&error))?;
    let share = profile.line().await.share_of(&found.result);
    Ok((found.result.file_name, found.result.passport.map(|media| *media), share))
}

/// How a command ends that finds no file to look at.
pub(crate) fn unfound(error: &FindError) -> Ending {
    match error {
        FindError::BadId => Ending::Misused(error.to_string()),
        FindError::NothingFound | FindError::NothingElse => Ending::NothingFound(error.to_string()),
        FindError::NoLink(none) if none.concerns_accounts() => Ending::Account(error.to_string()),
        FindError::NoLink(_) => Ending::NoLink(error.to_string()),
    }
}

/// A line for the file, for each track and for the chapters.
fn lines(media: &MediaFile) -> Vec<String> {
    let length = media.duration_ms.map(|ms| length(ms / 1000));
    let file = [Some(media.container.label().to_owned()), length, media.title.clone()];
    let mut lines = vec![joined("", file)];
    for video in &media.video {
        let size = (video.width > 0).then(|| format!("{}×{}", video.width, video.height));
        let rate = video.frame_rate.map(|rate| format!("{rate} fps"));
        let kinds = Some(video.hdr_kinds().join(", ")).filter(|kinds| !kinds.is_empty());
        lines.push(joined("video     ", [video.resolution(), size, Some(video.codec_and_depth()), kinds, rate]));
    }
    lines.extend(media.audio.iter().map(sound));
    lines.extend(media.subtitles.iter().map(subtitle));
    match media.chapters.as_ref().map(Vec::len) {
        None => lines.push("chapters  not read".to_owned()),
        Some(0) => {}
        Some(count) => lines.push(format!("chapters  {count}")),
    }
    if !media.has_all_tracks {
        lines.push("not all of its header was read: there may be more tracks".to_owned());
    }
    lines
}

fn sound(track: &Audio) -> String {
    let marks = [("default", track.is_default), ("forced", track.is_forced), ("commentary", track.is_commentary)];
    joined(
        "audio     ",
        [
            Some(language(track.language.as_deref())),
            Some(track.codec.clone()),
            track.layout(),
            track.title.clone(),
            marked(&marks),
        ],
    )
}

fn subtitle(track: &Subtitle) -> String {
    let marks =
        [("default", track.is_default), ("forced", track.is_forced), ("hearing impaired", track.is_hearing_impaired)];
    joined(
        "subtitle  ",
        [Some(language(track.language.as_deref())), Some(track.codec.clone()), track.title.clone(), marked(&marks)],
    )
}

fn language(tag: Option<&str>) -> String {
    tag.unwrap_or("language not told").to_owned()
}

fn marked(marks: &[(&str, bool)]) -> Option<String> {
    let set: Vec<&str> = marks.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| *name).collect();
    (!set.is_empty()).then(|| set.join(", "))
}

fn joined<const N: usize>(label: &str, parts: [Option<String>; N]) -> String {
    format!("{label}{}", parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}
