//! The rows of a running search: merged by info hash, updated by the answers of the services, ranked after each
//! change.

mod checked;
mod lead;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::debrid::{CacheState, Store};
use crate::model::{AtService, Candidate, ChosenFile, Judged, Listed, Past, Question, RankReason};
use crate::names::Measure;
use crate::sources::relevance;
use crate::title::Wanted;
use crate::torrent::{InfoHash, Torrent};

use super::dedupe;
use super::offered::offered_file;
use super::rank::{self, Taste};
use super::refusals::Refusals;
use super::select::Sought;
use checked::Checked;
use lead::Lead;

/// All rows of a search.
#[derive(Debug)]
pub struct Pool {
    wanted: Arc<Wanted>,
    /// What names are compared with: `wanted`, prepared.
    measure: Measure,
    taste: Arc<Taste>,
    /// In the order they were first reported.
    rows: Vec<Arc<Candidate>>,
    places: hashbrown::HashMap<InfoHash, usize>,
    changed: BTreeSet<usize>,
    /// Index of the first row that was not yet given out for checking.
    unasked: usize,
    stores: Vec<Store>,
    past: Past,
    refusals: Refusals,
    clouds: HashMap<Store, Arc<HashSet<InfoHash>>>,
    pick: Option<InfoHash>,
    lead: Lead,
    checked: Checked,
    /// The verdicts on the file lists, in the order of the services, and last on the files behind links.
    listed: hashbrown::HashMap<InfoHash, Vec<(Option<Store>, Listed)>>,
    /// Rows whose file lists must be judged again because a source has since reported more about the file inside.
    unjudged: BTreeSet<InfoHash>,
    /// What the sources found and their filter left out by what was known then.
    left_out: hashbrown::HashMap<InfoHash, Torrent>,
}

impl Pool {
    /// `stores` are the services in use; `past` holds the outcomes of earlier attempts there.
    pub fn new(wanted: Arc<Wanted>, stores: Vec<Store>, past: Past) -> Self {
        Self {
            measure: Measure::of(&wanted),
            wanted,
            stores,
            past,
            taste: Arc::default(),
            refusals: Refusals::default(),
            clouds: HashMap::new(),
            rows: Vec::new(),
            places: hashbrown::HashMap::new(),
            changed: BTreeSet::new(),
            unasked: 0,
            pick: None,
            lead: Lead::default(),
            checked: Checked::default(),
            listed: hashbrown::HashMap::new(),
            unjudged: BTreeSet::new(),
            left_out: hashbrown::HashMap::new(),
        }
    }

    /// Sets the preferences for ranking. Call it before the first merge.
    pub fn with_taste(self, taste: Arc<Taste>) -> Self {
        Self { taste, ..self }
    }

    /// Sets what the services are expected to refuse. Call it before the first merge.
    pub fn expecting(self, refusals: Refusals) -> Self {
        Self { refusals, ..self }
    }

    /// Ranks every row again for newly known metadata. Returns whether it changed.
    pub fn want(&mut self, wanted: Arc<Wanted>) -> bool {
        if self.wanted == wanted {
            return false;
        }
        self.measure = Measure::of(&wanted);
        self.wanted = wanted;
        let has_link = |(place, row): (usize, &Arc<Candidate>)| (!row.torrent.offers.is_empty()).then_some(place);
        let linked: Vec<usize> = self.rows.iter().enumerate().filter_map(has_link).collect();
        if !linked.is_empty() {
            let wanted = Arc::clone(&self.wanted);
            let sought = Sought::new(&wanted);
            for place in linked {
                self.judge_offers(place, &sought);
            }
        }
        for (place, row) in self.rows.iter_mut().enumerate() {
            let rank = rank::rank(row, &self.wanted, &self.measure, &self.taste);
            if rank != row.rank {
                Arc::make_mut(row).rank = rank;
                self.changed.insert(place);
                self.lead.note_ranked(place);
            }
        }
        true
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns how many rows a service answered for, and how many of them it holds.
    pub fn checked_at(&self, store: Store) -> (usize, usize) {
        self.checked.at(store)
    }

    /// Returns the number of rows that any service holds.
    pub fn cached(&self) -> usize {
        self.rows.iter().filter(|row| row.cached == Some(CacheState::Cached)).count()
    }

    /// Marks the rows that are in the person's account at a service.
    pub fn know_cloud(&mut self, store: Store, hashes: Arc<HashSet<InfoHash>>) {
        for (place, row) in self.rows.iter_mut().enumerate() {
            if hashes.contains(&row.torrent.info_hash) {
                let row = Arc::make_mut(row);
                row.services.at(store).in_cloud = true;
                row.rank = rank::rank(row, &self.wanted, &self.measure, &self.taste);
                self.changed.insert(place);
                self.lead.note_ranked(place);
            }
        }
        self.clouds.insert(store, hashes);
    }

    /// Merges the torrents a source reported.
    pub fn merge(&mut self, torrents: Vec<Torrent>) {
        let wanted = Arc::clone(&self.wanted);
        let mut sought = None;
        for torrent in torrents {
            let known = self.places.get(&torrent.info_hash).copied();
            let is_news = if let Some(row) = known.and_then(|place| self.rows.get_mut(place)) {
                let row = Arc::make_mut(row);
                let learnt = dedupe::join(row, torrent);
                if learnt.hint {
                    self.unjudged.insert(row.torrent.info_hash);
                }
                if learnt.anything && !row.torrent.offers.is_empty() {
                    row.settle();
                }
                learnt.anything
            } else {
                self.enter(torrent);
                true
            };
            let place = known.unwrap_or(self.rows.len().saturating_sub(1));
            if is_news && self.rows.get(place).is_some_and(|row| !row.torrent.offers.is_empty()) {
                self.judge_offers(place, sought.get_or_insert_with(|| Sought::new(&wanted)));
            }
            if let Some(row) = self.rows.get_mut(place).filter(|_| is_news) {
                let row = Arc::make_mut(row);
                expect_refusals(row, &self.refusals, &self.stores);
                row.rank = rank::rank(row, &self.wanted, &self.measure, &self.taste);
                self.changed.insert(place);
                self.lead.note_ranked(place);
            }
        }
    }

    /// Judges the files behind the links of a row, as the files of a torrent are.
    fn judge_offers(&mut self, place: usize, sought: &Sought<'_>) {
        let Some(row) = self.rows.get_mut(place) else { return };
        let verdict = offered_file(row, sought);
        if verdict == Listed::Nothing {
            return;
        }
        let listed = self.listed.entry(row.torrent.info_hash).or_default();
        learn_files(listed, None, verdict, &self.stores);
        let chosen = chosen_of(listed);
        if (&row.file, row.lacks_file) != (&chosen.0, chosen.1) {
            let row = Arc::make_mut(row);
            (row.file, row.lacks_file) = chosen;
        }
    }

    /// Keeps what a source left out for when more becomes known; see [`take_relevant`](Self::take_relevant).
    pub fn keep_left_out(&mut self, left_out: Vec<Torrent>) {
        self.left_out.extend(left_out.into_iter().map(|torrent| (torrent.info_hash, torrent)));
    }

    /// Takes those of the torrents left out that are relevant by what is known now.
    pub fn take_relevant(&mut self) -> Vec<Torrent> {
        let measure = &self.measure;
        let relevant = self.left_out.extract_if(|_, torrent| relevance::is_relevant(torrent, measure));
        relevant.map(|(_, torrent)| torrent).collect()
    }

    /// Adds a row for a torrent that was not reported before.
    fn enter(&mut self, torrent: Torrent) {
        let hash = torrent.info_hash;
        let mut row = Candidate::new(torrent);
        let at = |&store: &Store| {
            let in_cloud = self.clouds.get(&store).is_some_and(|hashes| hashes.contains(&hash));
            let before = self.past.get(&(hash, store)).copied();
            (store, AtService { in_cloud, before, ..AtService::default() })
        };
        if !row.torrent.is_link {
            row.services = self.stores.iter().map(at).collect();
        }
        row.lessons = self.taste.lessons.get(&hash).cloned().unwrap_or_default();
        row.settle();
        self.places.insert(hash, self.rows.len());
        self.rows.push(Arc::new(row));
    }

    /// Returns the torrents to check at the services, each only once.
    pub fn take_unasked(&mut self) -> Vec<InfoHash> {
        let from = std::mem::replace(&mut self.unasked, self.rows.len());
        let rows = self.rows.get(from..).unwrap_or_default().iter();
        let unasked = rows.filter(|row| row.services.all().any(|(_, at)| at.cached.is_none()));
        unasked.map(|row| row.torrent.info_hash).collect()
    }

    /// Returns the current questions for these rows, for judging file lists.
    pub fn questions(&self, hashes: &[InfoHash]) -> Vec<Arc<Question>> {
        let rows = hashes.iter().filter_map(|hash| self.rows.get(*self.places.get(hash)?));
        rows.map(|row| Arc::new(row.question())).collect()
    }

    /// Returns the rows whose file lists must be judged again, each only once.
    pub fn take_unjudged(&mut self) -> Vec<InfoHash> {
        std::mem::take(&mut self.unjudged).into_iter().collect()
    }

    /// Takes over the rows of an earlier search; those of unknown state are checked again.
    pub fn take_over(&mut self, rows: Vec<Arc<Candidate>>) {
        for mut shared in rows {
            let row = Arc::make_mut(&mut shared);
            let hash = row.torrent.info_hash;
            row.services.keep(&self.stores);
            for &store in self.stores.iter().filter(|_| !row.torrent.is_link) {
                let at = row.services.at(store);
                at.cached = at.cached.filter(|state| *state != CacheState::Unknown);
                at.before = self.past.get(&(hash, store)).copied();
            }
            expect_refusals(row, &self.refusals, &self.stores);
            row.lessons = self.taste.lessons.get(&hash).cloned().unwrap_or_default();
            row.settle();
            // The chosen file stays until a service lists the files again.
            if let (Some(file), Some(&store)) = (&row.file, self.stores.first()) {
                self.listed.insert(hash, vec![(Some(store), Listed::Holding(file.clone()))]);
            }
            for (store, at) in row.services.all() {
                self.checked.note(store, None, at.cached);
            }
            let rank = rank::rank(row, &self.wanted, &self.measure, &self.taste);
            if rank != row.rank {
                row.rank = rank;
                self.changed.insert(self.rows.len());
            }
            self.lead.note_ranked(self.rows.len());
            self.places.insert(hash, self.rows.len());
            self.rows.push(shared);
        }
    }

    pub fn wanted(&self) -> &Arc<Wanted> {
        &self.wanted
    }

    /// Applies the answers of a service: the cache state and, if files are listed, the file that would play. Ignores
    /// the file if it was judged by outdated metadata or hints, since another judgement is then under way. Returns the
    /// rows that changed.
    pub fn judge(&mut self, store: Store, items: Vec<Judged>, wanted: &Arc<Wanted>) -> Vec<Arc<Candidate>> {
        let mut judged = Vec::with_capacity(items.len());
        for item in items {
            let hash = item.question.hash;
            let Some(&place) = self.places.get(&hash) else { continue };
            let Some(shared) = self.rows.get_mut(place) else { continue };
            let row = Arc::make_mut(shared);
            let at = row.services.at(store);
            let before = at.cached.replace(item.state);
            let mut is_news = before != at.cached;
            self.checked.note(store, before, at.cached);
            row.settle();
            let is_current = Arc::ptr_eq(wanted, &self.wanted) && row.is_asked_as(&item.question);
            if is_current && item.files != Listed::Nothing {
                let listed = self.listed.entry(hash).or_default();
                learn_files(listed, Some(store), item.files, &self.stores);
                let chosen = chosen_of(listed);
                is_news |= (&row.file, row.lacks_file) != (&chosen.0, chosen.1);
                (row.file, row.lacks_file) = chosen;
            }
            if !is_news {
                continue;
            }
            row.rank = rank::rank(row, &self.wanted, &self.measure, &self.taste);
            self.lead.note_ranked(place);
            judged.push(Arc::clone(shared));
        }
        judged
    }

    /// Marks the rows that a service did not answer for as unknown there and returns their number.
    pub fn give_up_checking(&mut self, store: Store) -> usize {
        let mut given_up = 0;
        for (place, row) in self.rows.iter_mut().enumerate() {
            if !row.torrent.is_link && row.services.get(store).is_none_or(|at| at.cached.is_none()) {
                let row = Arc::make_mut(row);
                row.services.at(store).cached = Some(CacheState::Unknown);
                self.checked.note(store, None, Some(CacheState::Unknown));
                row.settle();
                self.changed.insert(place);
                given_up += 1;
            }
        }
        given_up
    }

    /// Marks every torrent without a link as unknown because no service is in use, and returns their number.
    pub fn give_up_all(&mut self) -> usize {
        let mut given_up = 0;
        for (place, row) in self.rows.iter_mut().enumerate().filter(|(_, row)| row.cached.is_none()) {
            Arc::make_mut(row).cached = Some(CacheState::Unknown);
            self.changed.insert(place);
            given_up += 1;
        }
        given_up
    }

    /// Returns the rows that are new or changed since the last call.
    pub fn take_changed(&mut self) -> Vec<Arc<Candidate>> {
        let changed = std::mem::take(&mut self.changed).into_iter();
        changed.filter_map(|place| self.rows.get(place).cloned()).collect()
    }

    /// Returns the best row, if it is another than at the last call. Without a service that is one with a link, if any
    /// is worth trying.
    pub fn take_new_pick(&mut self) -> Option<(InfoHash, Vec<RankReason>)> {
        let has_link = |row: &Candidate| row.is_worth_trying() && !row.direct().is_empty();
        let needs_link = self.stores.is_empty() && self.rows.iter().any(|row| has_link(row));
        if self.stores.is_empty() {
            self.lead.forget();
        }
        let may_be = |row: &Candidate| if needs_link { has_link(row) } else { row.is_playable() };
        let best = self.lead.find(&self.rows, may_be).and_then(|place| self.rows.get(place))?;
        let hash = best.torrent.info_hash;
        if self.pick == Some(hash) {
            return None;
        }
        self.pick = Some(hash);
        Some((hash, best.rank.reasons.clone()))
    }

    /// Returns every row, best first.
    pub fn into_rows(self) -> Vec<Arc<Candidate>> {
        let mut rows = self.rows;
        rows.sort_by(|a, b| b.compare(a));
        rows
    }
}

fn expect_refusals(row: &mut Candidate, refusals: &Refusals, stores: &[Store]) {
    for &store in stores.iter().filter(|_| !row.torrent.is_link) {
        row.services.at(store).refusal = refusals.expect(store, &row.torrent.title, &row.parsed);
    }
}

/// Replaces the verdict for one service, or for the links, and keeps the verdicts in the person's order of services.
fn learn_files(listed: &mut Vec<(Option<Store>, Listed)>, store: Option<Store>, files: Listed, order: &[Store]) {
    listed.retain(|(of, _)| *of != store);
    listed.reserve_exact(1); // one service is the rule
    listed.push((store, files));
    let place = |store: Store| order.iter().position(|known| *known == store);
    listed.sort_by_key(|(store, _)| (store.is_none(), store.and_then(place)));
}

/// Returns the file of the first service with one that fits, and whether files are listed but none fits. One service
/// may list fewer files than another.
fn chosen_of(listed: &[(Option<Store>, Listed)]) -> (Option<ChosenFile>, bool) {
    let file = listed.iter().find_map(|(_, listed)| match listed {
        Listed::Holding(file) => Some(file.clone()),
        Listed::Lacking | Listed::Nothing => None,
    });
    let is_lacking = file.is_none();
    (file, is_lacking)
}

#[cfg(test)]
pub(crate) mod tests;
