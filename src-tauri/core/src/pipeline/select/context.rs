//! Facts about a whole batch of episodes by which each of its files is judged.

use release_name::{Field, TitleMatch};

use super::{
    numbering::Scheme,
    part_numbers::{Groups, groups, in_parts, whole},
    reading::{Batch, Reading},
    target::Target,
};
use crate::{
    title::{Kind, Wanted},
    torrent::TorrentFile,
};

/// Facts about the batch by which each file is judged.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about the batch; each is read alone")]
pub(super) struct Context<'a> {
    pub(super) batch: &'a Batch,
    pub(super) files: &'a [TorrentFile],
    pub(super) scheme: Scheme,
    pub(super) target: &'a Target<'a>,
    pub(super) stated: Stated<'a>,
    /// The numbers of each season and part.
    pub(super) groups: Groups,
    /// Some file states the wanted season and episode.
    pub(super) is_stated: bool,
    /// The numbers of the wanted season go on from the season before, so they are not those within the season.
    pub(super) goes_on: bool,
    /// The number through all seasons as the files count, where the catalogue does not know it.
    pub(super) counted: Option<u32>,
    /// The part in which the wanted episode lies, its season in the names, and its number, where the parts count anew.
    pub(super) in_part: Option<InPart>,
    /// Some file carries the wanted title, so another title means another show.
    pub(super) titled: bool,
    /// The median size of the regular files in bytes; 0 with fewer than three.
    pub(super) usual_size: u64,
    pub(super) first_year: Option<i32>,
    /// Some file carries the title with its first year, so another year before the numbers means another show.
    pub(super) told_by_year: bool,
    pub(super) aired: Option<release_name::Date>,
    /// The day it aired in six digits: `160305`.
    pub(super) packed_day: Option<String>,
    pub(super) largest: u32,
    pub(super) kind: Kind,
    /// The one season other than the first that all files state.
    pub(super) only_season: Option<u32>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        batch: &'a Batch,
        files: &'a [TorrentFile],
        scheme: Scheme,
        target: &'a Target<'a>,
        wanted: &Wanted,
    ) -> Self {
        let regular = || batch.readings.iter().filter(|r| r.is_regular());
        let mut sizes: Vec<u64> = regular().filter_map(|r| r.size).collect();
        sizes.sort_unstable();
        let usual_size = if sizes.len() > 2 { sizes[sizes.len() / 2] } else { 0 };
        let aired = target.wanted.aired.and_then(|d| {
            Some(release_name::Date {
                year: u16::try_from(d.year()).ok()?,
                month: u8::try_from(d.month()).ok()?,
                day: u8::try_from(d.day()).ok()?,
            })
        });
        let first_year = wanted.year.map(i32::from);
        let remade = |r: &Reading| {
            let year = r.folder_year.or(r.year.filter(|_| year_in_title(r)));
            year.is_some() && year.map(i32::from) == first_year && r.fits != TitleMatch::None
        };
        let groups = groups(batch);
        let is = |r: &Reading| r.season.is_some_and(|s| r.episodes.iter().any(|e| target.is_in_whole_season(s, *e)));
        Self {
            is_stated: regular().any(is),
            goes_on: goes_on(&groups, scheme, target),
            counted: counted(&groups, scheme, target),
            in_part: InPart::of(&groups, target, &batch.torrent.seasons),
            groups,
            batch,
            files,
            scheme,
            target,
            stated: Stated::of(&batch.torrent.seasons),
            titled: regular().any(|r| r.fits != TitleMatch::None),
            usual_size,
            first_year,
            told_by_year: first_year.is_some() && regular().any(remade),
            packed_day: aired.map(|day| format!("{:02}{:02}{:02}", day.year % 100, day.month, day.day)),
            aired,
            only_season: regular()
                .filter(|r| !r.episodes.is_empty())
                .map(|r| r.season)
                .reduce(|a, b| if a == b { a } else { None })
                .flatten()
                .filter(|s| *s > 1 && batch.torrent.seasons.iter().all(|t| t == s)),
            kind: wanted.kind,
            largest: regular().filter_map(Reading::bounds).map(|(_, last)| last).max().unwrap_or(0),
        }
    }
}

/// Returns whether the wanted season goes on counting where the one before it ends, or a few episodes later where some
/// are missing.
fn goes_on(groups: &Groups, scheme: Scheme, target: &Target<'_>) -> bool {
    /// Fewer episodes may be all that is there of a season that begins anew.
    const MANY: u32 = 9;
    const MISSING: u32 = 3;
    let Some(season) = target.season.filter(|season| *season > 1 && scheme == Scheme::Running) else { return false };
    let of = |season: u32| groups.get(&(Some(season), None));
    of(season - 1).zip(of(season)).is_some_and(|(before, own)| {
        let gap = own.least.saturating_sub(before.most);
        gap == 1 && before.files > 2 || own.least >= MANY && (1..=MISSING).contains(&gap)
    })
}

/// Returns the number through all seasons where the files count so and the season before is there to its end.
fn counted(groups: &Groups, scheme: Scheme, target: &Target<'_>) -> Option<u32> {
    let season = target.season.filter(|season| *season > 1 && scheme == Scheme::Running)?;
    let of = |season: u32| groups.get(&(Some(season), None));
    let (before, own) = (of(season - 1)?, of(season)?);
    let number = before.most.checked_add(target.episode)?;
    (before.most.checked_add(1) == Some(own.least) && number <= own.most).then_some(number)
}

/// Where an episode lies in a season whose parts count anew: episode 15 is the third of the second part.
#[derive(Clone, Copy)]
pub(super) struct InPart {
    pub(super) season: Option<u32>,
    pub(super) part: u32,
    pub(super) number: u32,
    /// The parts have as many episodes as the season is known to have.
    pub(super) is_whole: bool,
}

impl InPart {
    fn of(groups: &Groups, target: &Target<'_>, stated: &[u32]) -> Option<Self> {
        let asked = target.season.unwrap_or(1);
        if asked == 0 || target.parts.iter().any(|part| *part > 1) || target.offset.is_some() {
            return None;
        }
        let seasonless = asked == 1 && stated.len() < 2 || stated == [asked];
        let seasons = [Some(Some(asked)), seasonless.then_some(None)];
        let of = |season| in_parts(groups, season, target.episode).map(|found| (season, found));
        let (season, (part, number)) = seasons.into_iter().flatten().find_map(of)?;
        let is_whole = target.season_length == Some(whole(groups, season));
        Some(Self { season, part, number, is_whole })
    }
}

/// The seasons that the name of the torrent states.
pub(super) enum Stated<'a> {
    Nothing,
    One(u32),
    Several(&'a [u32]),
}

impl<'a> Stated<'a> {
    pub(super) fn of(seasons: &'a [u32]) -> Self {
        match seasons {
            [] => Self::Nothing,
            [one] => Self::One(*one),
            several => Self::Several(several),
        }
    }
}

/// Returns whether the year in a name stands before the numbers: it then belongs to the title of the show, not to the
/// episode.
pub(super) fn year_in_title(reading: &Reading) -> bool {
    let (Some(year), Some(number)) = (reading.name.span(Field::Year), reading.name.span(Field::Episode)) else {
        return false;
    };
    year.start < number.start
}
