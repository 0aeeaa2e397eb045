//! Ranks rows as a person would choose: first what plays at once, then the exact fit, their preferences, quality and
//! trustworthiness, and last the number of seeders. Pure; every term of the score is a reason.

mod fit;
mod hidden;
mod looks;
mod scope;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;
use release_name::ReleaseName;

use crate::day;
use crate::debrid::CacheState;
use crate::model::{Candidate, Complaint, Lesson, Outcome, Rank, RankReason, Scope};
use crate::names::Measure;
use crate::preferences::{Packs, PickOrder, Preferences};
use crate::title::Wanted;
use crate::torrent::{InfoHash, Proof};
use fit::{Fit, Titled};
use hidden::hidden_in;

pub use hidden::{bitrate, count_hidden, hidden};

/// The input of a rank beside the row and the title.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taste {
    pub preferences: Preferences,
    /// The languages that are not foreign to the person, as [`Preferences::understood`] gives them. None are foreign where
    /// this is empty.
    pub understood: BTreeSet<String>,
    /// The release that was last played of this show.
    pub last: Option<LastRelease>,
    /// The corrections to files of this show, by torrent.
    pub lessons: HashMap<InfoHash, Arc<[Lesson]>>,
    /// What the person said is wrong with torrents for this film or episode.
    pub complaints: HashMap<InfoHash, Complaint>,
    /// Today. An episode that has not aired yet is not trusted; `None` skips that check.
    pub today: Option<Date>,
}

impl Taste {
    /// Returns the taste of a person with these preferences, about what comes out today or came out before.
    pub fn of(preferences: Preferences) -> Self {
        let understood = preferences.understood();
        Self { preferences, understood, today: Some(day::today()), ..Self::default() }
    }
}

/// The release an earlier episode was played from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastRelease {
    pub group: Option<String>,
    pub resolution: Option<String>,
    pub quality: Option<String>,
}

impl LastRelease {
    /// Reads the release from the name of the torrent or file that was played.
    pub fn of(parsed: &ReleaseName) -> Self {
        Self {
            group: parsed.group.clone(),
            resolution: parsed.resolution.as_deref().map(str::to_owned),
            quality: parsed.quality.map(str::to_owned),
        }
    }
}

/// The weights of the terms. Each tier outweighs everything below it.
const CACHED: f64 = 20_000.0;
const OUT: f64 = -60_000.0;
/// Below all that states no language, held or not: a dub that is not understood is not worth playing. Above what is out.
const FOREIGN: f64 = -30_000.0;
/// Below everything that a player opens, however wrong that is.
const ELSEWHERE: f64 = -1_000_000.0;
/// More than lies between the exact episode and a name that tells nothing.
const LONGER: f64 = -5_000.0;

/// What plays at once but is likely to be refused comes after what is not, and before what does not play at once.
const LIKELY_REFUSED: f64 = -9_000.0;

/// Ranks a row by its current state. `measure` is that of `wanted`.
pub fn rank(row: &Candidate, wanted: &Wanted, measure: &Measure, taste: &Taste) -> Rank {
    let mut terms: Vec<(f64, RankReason)> = Vec::with_capacity(10);
    match row.cached {
        Some(CacheState::Cached) => terms.push((CACHED, RankReason::Cached)),
        Some(CacheState::NotCached) => terms.push((-1_000.0, RankReason::NotCached)),
        Some(CacheState::Unknown) | None => {}
    }
    if row.in_cloud() {
        terms.push((120.0, RankReason::InCloud));
    }
    match row.before() {
        Some(before) if before.outcome == Outcome::Worked => {
            terms.push((90.0, RankReason::WorkedHere { days: before.days() }));
        }
        Some(before) if before.verdict().is_some() => {
            terms.push((-400.0, RankReason::FailedHere(before.words())));
        }
        Some(_) | None => {}
    }
    if let Some(complaint) = taste.complaints.get(&row.torrent.info_hash) {
        terms.push((OUT, RankReason::Complained(*complaint)));
    }
    if !row.is_playable() {
        terms.push((ELSEWHERE, RankReason::OpensElsewhere));
    }
    let is_refused = row.is_likely_refused();
    let weight = match row.cached {
        Some(CacheState::Cached) if is_refused => LIKELY_REFUSED,
        _ if is_refused => -300.0,
        _ => -1.0,
    };
    // Told for each service; the first carries the weight.
    let refusals = row.services.all().filter_map(|(store, at)| Some(at.likely_refusal()?.words(store)));
    let refusals = refusals.map(RankReason::LikelyRefused).zip(std::iter::once(weight).chain(std::iter::repeat(-1.0)));
    terms.extend(refusals.map(|(reason, weight)| (weight, reason)));
    if row.lacks_file {
        terms.push((OUT, RankReason::FileMissing));
    }
    let parsed = measure.titles.reread(&row.parsed, &row.torrent.title);
    match fit::titled(&row.torrent, &parsed, measure) {
        Titled::Rightly => {}
        Titled::Longer => terms.push((LONGER, RankReason::LongerTitle)),
        Titled::Otherwise => terms.push((OUT, RankReason::AnotherTitle)),
    }
    let is_other_year = row.torrent.proof == Proof::Nothing && measure.titles.is_of_another_year(&parsed);
    let fit = if is_other_year { Fit::Otherwise } else { fit::fit(&parsed, wanted, measure) };
    let scope = scope::of(fit);
    let (fit_points, fit_reason) = match fit {
        Fit::Film => (6_000.0, Some(RankReason::TheFilm)),
        Fit::Episode => (6_000.0, Some(RankReason::ExactEpisode)),
        Fit::SeasonPack => (4_400.0, Some(RankReason::SeasonPack)),
        Fit::SeriesPack => (4_200.0, Some(RankReason::SeriesPack)),
        Fit::Untold => (2_500.0, None),
        Fit::Otherwise => (OUT, Some(RankReason::SaysOtherwise)),
    };
    terms.extend(fit_reason.map(|reason| (fit_points, reason)));
    if row.file.is_some() && matches!(fit, Fit::SeasonPack | Fit::SeriesPack | Fit::Untold) {
        terms.push((1_400.0, RankReason::FileFound));
    }
    if scope == Scope::Pack && taste.preferences.packs == Packs::PacksFirst {
        terms.push((2_500.0, RankReason::Preferred("a pack".to_owned())));
    }
    let hidden = hidden_in(row, &taste.preferences, wanted, scope);
    terms.extend(hidden.map(|reason| (OUT, RankReason::Hidden(reason))));
    let untold = if fit == Fit::Untold { fit_points } else { 0.0 };
    let placed = untold + sum(&terms);

    looks::preferred(row, taste, &mut terms);
    looks::foreign(row, measure, taste, &mut terms);
    looks::quality(row, taste.preferences.wish, &mut terms);
    looks::rate(row, wanted, &taste.preferences, scope, &mut terms);
    looks::trust(row, wanted, taste, scope, &mut terms);
    looks::seeders(row, &mut terms);

    let value = match taste.preferences.order {
        PickOrder::Best => untold + sum(&terms),
        PickOrder::SizeThenSeeders => by_size(row, placed),
    };
    terms.sort_by(|(a, _), (b, _)| b.abs().total_cmp(&a.abs()));
    // Allocates no more than needed, because a search keeps thousands of rows.
    let mut reasons = Vec::with_capacity(terms.len());
    reasons.extend(terms.into_iter().map(|(_, reason)| reason));
    Rank { value, reasons, scope, hidden }
}

fn sum(terms: &[(f64, RankReason)]) -> f64 {
    terms.iter().map(|(points, _)| points).sum()
}

/// Returns the score for ordering by size: a tier for what plays at once, what does not, and what is out of the
/// question; then the size in GiB; then the seeders as a small fraction.
fn by_size(row: &Candidate, placed: f64) -> f64 {
    let tier = if placed < 0.0 {
        OUT
    } else if row.cached == Some(CacheState::Cached) && !row.is_likely_refused() {
        CACHED
    } else {
        1.0
    };
    let gib = row.torrent.size.or(row.torrent.file_size).unwrap_or(0) as f64 / f64::from(1 << 30);
    tier + gib.min(15_000.0) + f64::from(row.torrent.seeders.unwrap_or(0).min(1_000_000)) * 1e-9
}

#[cfg(test)]
mod tests;
