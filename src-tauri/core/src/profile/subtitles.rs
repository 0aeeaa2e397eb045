//! Subtitles of a file that are not in it: found beside it in its torrent and at the person's addons, in the order in which
//! they fit; brought once, brought in time where the file's own tell, and kept on disk.

use std::path::PathBuf;
use std::time::Duration;

use sha1::{Digest as _, Sha1};
use subtitles::{Beside, Cut, Fit, MOST_BYTES, Offered, Reason, Timing, Unfit, Wishes};
use url::Url;

use crate::debrid::DebridError;
use crate::http::Failure;
use crate::kept;
use crate::metadata::{parse_id, wanted_from_id};
use crate::names;
use crate::pipeline::link::{DownloadResult, Renewal, SubtitleBeside, fetch_beside, own_times, video_hash};
use crate::sources::own::SubtitleQuestion;
use crate::title::{Kind, Wanted};
use crate::torrent::SourceName;
use crate::work;

use super::Profile;

/// The most bytes of all kept subtitles together.
const BOUND: u64 = 64 << 20;
const PATIENCE: Duration = Duration::from_secs(10);
/// The most files of a folder that are looked at.
const MOST_IN_FOLDER: usize = 5_000;
/// The most that are offered of one language.
const MOST_OF_A_LANGUAGE: usize = 6;

/// What subtitles are looked for of.
#[derive(Clone, Copy, Debug)]
pub struct SubtitlesFor<'a> {
    pub kind: Kind,
    pub title_id: &'a str,
    pub season: Option<u32>,
    pub episode: Option<u32>,
    pub made: &'a DownloadResult,
    /// The most wished first. Others are left out.
    pub languages: &'a [String],
    /// Those alone that translate signs and foreign speech.
    pub forced: bool,
}

/// Subtitles that can be brought.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundSubtitle {
    pub from: SubtitleOrigin,
    pub offered: Offered,
    /// Why it stands where it does.
    pub reasons: Vec<Reason>,
    place: Place,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubtitleOrigin {
    /// A file of the torrent, by its path.
    Torrent(String),
    /// A file beside that of the video on this machine's disk.
    Disk(PathBuf),
    Addon(SourceName),
}

#[derive(Clone, Debug, PartialEq)]
enum Place {
    Beside(SubtitleBeside),
    OnDisk(PathBuf),
    Linked(Url),
}

/// What was found, the best first, and who could not be asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SubtitlesFound {
    pub list: Vec<FoundSubtitle>,
    pub failed: Vec<(SourceName, Failure)>,
    /// The hash by which the addons were asked.
    pub hash: Option<String>,
}

/// Subtitles on this machine's disk, ready for a player.
#[derive(Clone, Debug, PartialEq)]
pub struct BroughtSubtitle {
    pub path: PathBuf,
    /// How their times stand to those of the file's own. What was moved is written so.
    pub timing: Timing,
}

/// Why subtitles could not be brought.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SubtitleError {
    #[error("{0}")]
    Service(#[from] DebridError),
    #[error("{0}")]
    Addon(#[from] Failure),
    #[error("{0}")]
    Unfit(#[from] Unfit),
    #[error("its address cannot be used")]
    Address,
    #[error("it could not be kept on disk")]
    Disk,
}

impl Profile {
    /// Looks for subtitles of a file beside it and at the addons that are switched on. Takes up to some 10 s where one is slow.
    /// Where they lie beside a file on the disk, nobody is asked.
    pub async fn find_subtitles(&self, of: SubtitlesFor<'_>) -> SubtitlesFound {
        if matches!(of.made.renewal, Renewal::Disk) {
            let list = self.ranked(on_disk(of.made).await, of).await;
            if !list.is_empty() {
                return SubtitlesFound { list, ..SubtitlesFound::default() };
            }
        }
        let mut all: Vec<(SubtitleOrigin, Offered, Place)> =
            of.made.beside.iter().map(|file| beside(file, of.made)).collect();
        let asked: Vec<SourceName> = self.settings().subtitle_sources().collect();
        let mut found = SubtitlesFound::default();
        let wanted = if asked.is_empty() { None } else { self.wanted_of(of).await };
        if let Some(wanted) = wanted {
            let hash = self.video_hash(of.made).await;
            let question = SubtitleQuestion {
                wanted: &wanted,
                hash: hash.as_ref().map(|(hash, size)| (hash.as_str(), *size)),
                file_name: &of.made.file_name,
            };
            let options = self.sources().await;
            let addons = asked.iter().filter_map(|source| Some((*source, options.own(*source)?)));
            let answers =
                addons.map(|(source, own)| async move { (source, own.subtitles(&self.http, question).await) });
            for (source, answer) in futures::future::join_all(answers).await {
                match answer {
                    Ok(rows) => all.extend(
                        rows.into_iter()
                            .map(|row| (SubtitleOrigin::Addon(source), row.offered, Place::Linked(row.url))),
                    ),
                    Err(failure) => {
                        tracing::info!(source = source.as_str(), %failure, "an addon told no subtitles");
                        found.failed.push((source, failure));
                    }
                }
            }
            found.hash = hash.map(|(hash, _)| hash);
        }
        found.list = self.ranked(all, of).await;
        found
    }

    async fn ranked(&self, all: Vec<(SubtitleOrigin, Offered, Place)>, of: SubtitlesFor<'_>) -> Vec<FoundSubtitle> {
        let outside = self.settings().playback.outside;
        let wishes = Wishes {
            languages: of.languages.to_vec(),
            hearing_impaired: outside.hearing_impaired,
            forced: of.forced,
            machine_made: outside.machine_made,
        };
        let (name, cut) = (name_of(of.made), cut_of(of.made));
        // Names of outside are read one by one, hundreds of them.
        let ranked = work::off_runtime(move || {
            let offered: Vec<Offered> = all.iter().map(|(_, offered, _)| offered.clone()).collect();
            let mut all: Vec<Option<_>> = all.into_iter().map(Some).collect();
            let mut list: Vec<FoundSubtitle> = Vec::new();
            for ranked in subtitles::rank(&offered, &name, cut, &wishes) {
                let Some((from, offered, place)) = all.get_mut(ranked.index).and_then(Option::take) else { continue };
                let of_language = list.iter().filter(|one| one.offered.language == offered.language).count();
                if of_language < MOST_OF_A_LANGUAGE {
                    list.push(FoundSubtitle { from, offered, reasons: ranked.reasons, place });
                }
            }
            list
        });
        ranked.await.unwrap_or_default()
    }

    /// Returns what the addons are asked for; `None` for what no catalogue knows.
    async fn wanted_of(&self, of: SubtitlesFor<'_>) -> Option<Wanted> {
        let mut asked = parse_id(of.title_id)?;
        let wanted = self.wanted(of.kind, of.title_id, of.season, of.episode).await;
        (asked.season, asked.episode) = (of.season, of.episode);
        Some(wanted.unwrap_or_else(|_| wanted_from_id(&asked, None)))
    }

    /// Returns the hash of the file and its size. That of a torrent's file is remembered; what an addon links may be another
    /// file the next time.
    async fn video_hash(&self, made: &DownloadResult) -> Option<(String, u64)> {
        let key = format!("video-hash/{}{}", made.info_hash, made.file_path);
        let is_lasting = made.service.store().is_some();
        if is_lasting && let Some(known) = self.cache.get::<(String, u64)>(&key).await {
            return Some(known.value);
        }
        let hash = video_hash(&self.links().await, made).await?;
        if is_lasting {
            self.cache.put(&key, &hash).await;
        }
        Some(hash)
    }

    /// Returns a file with the subtitles as players read them: in UTF-8, cleaned, and in time with the file's own where those
    /// tell. Brings them the first time.
    pub async fn bring_subtitles(
        &self,
        made: &DownloadResult,
        found: &FoundSubtitle,
    ) -> Result<BroughtSubtitle, SubtitleError> {
        if let Place::OnDisk(path) = &found.place {
            return Ok(BroughtSubtitle { path: path.clone(), timing: Timing::Unknown });
        }
        let folder = self.folder.join("subtitles");
        let stem = format!("{}.{}", key(made, found), found.offered.language);
        let timing_key = format!("subtitle-timing/{stem}");
        let ready = {
            let (folder, stem) = (folder.clone(), stem.clone());
            tokio::task::spawn_blocking(move || {
                let mut paths = ["srt", "vtt", "ass"].into_iter().map(|kind| folder.join(format!("{stem}.{kind}")));
                paths.find(|path| path.is_file()).inspect(|path| kept::mark_used(path))
            })
        };
        if let Ok(Some(path)) = ready.await {
            let timing = self.cache.get::<Timing>(&timing_key).await.map_or(Timing::Unknown, |kept| kept.value);
            return Ok(BroughtSubtitle { path, timing });
        }
        // What was made for this very file is in time, where the file itself does not tell.
        let is_made_for_it = found.reasons.contains(&Reason::Fit(Fit::SameFile));
        let times = async { own_times(&self.links().await, made).await };
        let (bytes, times) = tokio::join!(self.bytes_of(made, found), times);
        let (bytes, language) = (bytes?, found.offered.language.clone());
        let prepared = work::off_runtime(move || {
            let text = subtitles::read(&bytes, Some(&language))?;
            let timing = match times {
                Some(times) => subtitles::timing(&text.cues, &times),
                None if is_made_for_it => Timing::InTime,
                None => Timing::Unknown,
            };
            let in_time = match timing {
                Timing::Moved { rate, offset_ms } => subtitles::shifted(&text.text, text.kind, rate, offset_ms),
                Timing::InTime | Timing::Unknown => text.text,
            };
            Ok::<_, Unfit>((in_time, text.kind, timing))
        });
        let (text, kind, timing) = prepared.await.unwrap_or(Err(Unfit::NoText))?;
        let path = folder.join(format!("{stem}.{}", kind.extension()));
        kept::write(path.clone(), text.into_bytes()).await.map_err(|error| {
            tracing::warn!(%error, "subtitles could not be kept");
            SubtitleError::Disk
        })?;
        self.cache.put(&timing_key, &timing).await;
        let pruned = tokio::task::spawn_blocking(move || kept::prune(&folder, BOUND)).await;
        if let Ok(Err(error)) = pruned {
            tracing::info!(%error, "kept subtitles could not be pruned");
        }
        Ok(BroughtSubtitle { path, timing })
    }

    async fn bytes_of(&self, made: &DownloadResult, found: &FoundSubtitle) -> Result<Vec<u8>, SubtitleError> {
        match (&found.place, &found.from) {
            (Place::Beside(file), _) => Ok(fetch_beside(&self.links().await, made, file).await?),
            (Place::Linked(url), SubtitleOrigin::Addon(source)) => {
                let options = self.sources().await;
                let request = options.own(*source).and_then(|own| own.subtitle_request(url));
                let request = request.ok_or(SubtitleError::Address)?.deadline(PATIENCE).max_bytes(MOST_BYTES);
                Ok(self.http.fetch(request).await?.body)
            }
            (Place::OnDisk(_), _) | (Place::Linked(_), SubtitleOrigin::Torrent(_) | SubtitleOrigin::Disk(_)) => {
                Err(SubtitleError::Address)
            }
        }
    }
}

fn beside(file: &SubtitleBeside, made: &DownloadResult) -> (SubtitleOrigin, Offered, Place) {
    (SubtitleOrigin::Torrent(file.path.clone()), offered(&file.told, made), Place::Beside(file.clone()))
}

fn offered(told: &Beside, made: &DownloadResult) -> Offered {
    Offered {
        language: told.language.clone().unwrap_or_default(),
        // It was made for this release.
        release: name_of(made),
        is_hearing_impaired: told.is_hearing_impaired,
        is_forced: told.is_forced,
        ..Offered::default()
    }
}

/// Returns the subtitles that lie beside a file on the disk.
async fn on_disk(made: &DownloadResult) -> Vec<(SubtitleOrigin, Offered, Place)> {
    let Ok(video) = made.link.to_file_path() else { return Vec::new() };
    let looked = tokio::task::spawn_blocking(move || {
        let (folder, name) = (video.parent()?, video.file_name()?.to_str()?);
        let entries = std::fs::read_dir(folder).ok()?.take(MOST_IN_FOLDER).flatten();
        let names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        let told = subtitles::beside(&names.iter().map(String::as_str).collect::<Vec<_>>(), name);
        let found = told.into_iter().filter_map(|told| Some((folder.join(names.get(told.index)?), told)));
        Some(found.collect::<Vec<_>>())
    });
    let found = looked.await.ok().flatten().unwrap_or_default().into_iter();
    found.map(|(path, told)| (SubtitleOrigin::Disk(path.clone()), offered(&told, made), Place::OnDisk(path))).collect()
}

/// The name that tells most of the release: the file's own, or the torrent's where that says nothing.
fn name_of(made: &DownloadResult) -> String {
    let is_telling = names::read(&made.file_name).quality.is_some();
    if is_telling || made.release.is_empty() { made.file_name.clone() } else { made.release.clone() }
}

fn cut_of(made: &DownloadResult) -> Cut {
    let Some(media) = &made.passport else { return Cut::default() };
    Cut {
        length_s: media.duration_ms.map(|ms| ms as f64 / 1000.0),
        frame_rate: media.video.first().and_then(|video| video.frame_rate),
    }
}

/// The name of the file on disk, made of where the subtitles come from and what they are for.
fn key(made: &DownloadResult, found: &FoundSubtitle) -> String {
    let place = match &found.place {
        Place::Beside(file) => file.path.clone(),
        Place::OnDisk(path) => path.display().to_string(),
        Place::Linked(url) => url.to_string(),
    };
    let whole = format!("{}\n{}\n{place}", made.info_hash, made.file_path);
    Sha1::digest(whole).iter().take(16).fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}
