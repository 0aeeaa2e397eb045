//! `subtitles`: those in the file that a film or episode would play, and those found for it outside, the best first.

use clap::Args;
use media_file::Subtitle;
use perihelion_core::metadata::parse_id;
use perihelion_core::profile::{FoundSubtitle, Profile, SubtitleOrigin, SubtitlesFor};
use perihelion_core::title::Kind;
use perihelion_player::About;
use perihelion_player::find::find;
use serde_json::{Value, json};
use subtitles::{Fit, Reason, Timing};

use crate::passport::unfound;
use crate::{Ending, print};

#[derive(Args)]
pub(crate) struct SubtitlesArguments {
    /// A film `tt1727587`, an episode `tt1748166:1:1`, an anime episode `kitsu:12:1`
    id: String,
    /// The wished languages, the most wished first, such as `tr,en`; without it those of the settings
    #[arg(long, value_delimiter = ',', value_name = "CODE")]
    language: Vec<String>,
    /// Brings the best of those outside the file and prints where it is kept
    #[arg(long)]
    get: bool,
}

/// Prints what there is, one a line.
pub(crate) async fn run(profile: &Profile, arguments: SubtitlesArguments, as_json: bool) -> Result<(), Ending> {
    let asked = parse_id(&arguments.id).ok_or_else(|| Ending::Misused(format!("{:?} is no id", arguments.id)))?;
    let about = About::asked_for(asked);
    let languages = languages(profile, about.kind, &arguments.language)?;
    let made = find(profile, &about, |_| {}).await.map_err(|error| unfound(&error))?.result;
    let found = profile
        .find_subtitles(SubtitlesFor {
            kind: about.kind,
            title_id: &about.title_id,
            season: about.season,
            episode: about.episode,
            made: &made,
            languages: &languages,
            forced: false,
        })
        .await;
    for (source, failure) in &found.failed {
        print::error(as_json, &format!("{} does not answer: {failure}", profile.settings().label(*source)), 0);
    }
    if arguments.get {
        let best = found.list.first().ok_or_else(|| Ending::NothingFound(NOTHING.to_owned()))?;
        let brought = profile.bring_subtitles(&made, best).await.map_err(|error| Ending::Failed(error.to_string()))?;
        let path = brought.path.to_string_lossy();
        if as_json {
            let row = json!({"file": path, "language": best.offered.language, "timing": brought.timing});
            print::line(&row.to_string());
        } else {
            print::line(&path);
            print::progress(&timed(brought.timing));
        }
        return Ok(());
    }
    let inside = made.passport.as_deref().map_or(&[][..], |media| &media.subtitles);
    if inside.is_empty() && found.list.is_empty() {
        return Err(Ending::NothingFound(NOTHING.to_owned()));
    }
    if as_json {
        let rows = inside.iter().map(row_inside).chain(found.list.iter().map(|one| row(profile, one)));
        for row in rows {
            print::line(&row.to_string());
        }
    } else {
        print::lines(|output| {
            for track in inside {
                writeln!(output, "{}", print::plain(&line_inside(track)))?;
            }
            for one in &found.list {
                writeln!(output, "{}", print::plain(&line(profile, one)))?;
            }
            Ok(())
        });
    }
    Ok(())
}

const NOTHING: &str = "no subtitles were found";

fn languages(profile: &Profile, kind: Kind, named: &[String]) -> Result<Vec<String>, Ending> {
    if named.is_empty() {
        return Ok(profile.settings().subtitle_languages(kind));
    }
    let known = |name: &String| {
        language::known(name).ok_or_else(|| Ending::Misused(format!("--language: {name:?} is no language")))
    };
    named.iter().map(known).collect()
}

fn row_inside(track: &Subtitle) -> Value {
    json!({
        "from": "file", "language": track.language, "title": track.title, "codec": track.codec,
        "forced": track.is_forced, "hearing_impaired": track.is_hearing_impaired,
    })
}

fn row(profile: &Profile, one: &FoundSubtitle) -> Value {
    let offered = &one.offered;
    let (from, path) = match &one.from {
        SubtitleOrigin::Torrent(path) => ("torrent".to_owned(), Some(path.clone())),
        SubtitleOrigin::Disk(path) => ("disk".to_owned(), Some(path.display().to_string())),
        SubtitleOrigin::Addon(source) => (source.as_str().to_owned(), None),
    };
    let label = match &one.from {
        SubtitleOrigin::Torrent(_) | SubtitleOrigin::Disk(_) => None,
        SubtitleOrigin::Addon(source) => Some(profile.settings().label(*source)),
    };
    json!({
        "from": from, "label": label, "path": path, "language": offered.language, "release": offered.release,
        "forced": offered.is_forced, "hearing_impaired": offered.is_hearing_impaired,
        "machine_made": offered.is_machine_made, "reasons": one.reasons,
    })
}

fn line_inside(track: &Subtitle) -> String {
    let marks = [("forced", track.is_forced), ("hearing impaired", track.is_hearing_impaired)];
    let parts = [Some(track.codec.clone()), track.title.clone()].into_iter().flatten();
    joined("file", track.language.as_deref().unwrap_or("?"), parts.chain(marked(&marks)))
}

fn line(profile: &Profile, one: &FoundSubtitle) -> String {
    let (from, path) = match &one.from {
        SubtitleOrigin::Torrent(path) => ("torrent".to_owned(), Some(path.clone())),
        SubtitleOrigin::Disk(path) => ("disk".to_owned(), Some(path.display().to_string())),
        SubtitleOrigin::Addon(source) => (profile.settings().label(*source), None),
    };
    let offered = &one.offered;
    let marks = [
        ("forced", offered.is_forced),
        ("hearing impaired", offered.is_hearing_impaired),
        ("machine made", offered.is_machine_made),
    ];
    let name = path.or_else(|| Some(offered.release.clone()).filter(|name| !name.is_empty()));
    let parts = one.reasons.iter().filter_map(fit).map(str::to_owned).chain(name);
    joined(&from, &offered.language, parts.chain(marked(&marks)))
}

fn fit(reason: &Reason) -> Option<&'static str> {
    let Reason::Fit(fit) = reason else { return None };
    Some(match fit {
        Fit::SameFile => "made for this very file",
        Fit::SameRelease => "made for this release",
        Fit::SameGroup => "of the same group",
        Fit::SameCut => "of the same cut",
        Fit::Unknown => "nothing tells whether it fits",
        Fit::OtherCut => "made for another cut",
    })
}

/// How its times stand, in words.
fn timed(timing: Timing) -> String {
    match timing {
        Timing::InTime => "in time with the file".to_owned(),
        Timing::Moved { rate, offset_ms } => {
            format!("times were moved to fit the file: by {:.1} s, and {rate:.4} times as long", offset_ms / 1000.0)
        }
        Timing::Unknown => "times were left as they are: nothing in the file tells whether they fit".to_owned(),
    }
}

fn marked<'a>(marks: &'a [(&'static str, bool)]) -> impl Iterator<Item = String> + 'a {
    marks.iter().filter(|(_, is_set)| *is_set).map(|(name, _)| (*name).to_owned())
}

fn joined(from: &str, language: &str, parts: impl Iterator<Item = String>) -> String {
    format!("{from:<12} {language:<6} {}", parts.collect::<Vec<_>>().join(" · "))
}
