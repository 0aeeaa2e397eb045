//! The rows of a running search: merged by info hash, judged by the services' answers, ranked at each change, the best one told.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::debrid::{CacheState, Store};
use crate::model::{AtService, Candidate, ChosenFile, Judged, Listed, Past, Question, RankReason};
use crate::title::Wanted;
use crate::torrent::{InfoHash, Torrent};

use super::dedupe;
use super::rank::{self, Taste};

/// Every row of a search.
#[derive(Debug)]
pub struct Pool {
    wanted: Arc<Wanted>,
    taste: Arc<Taste>,
    /// In the order they were first told of.
    rows: Vec<Arc<Candidate>>,
    places: hashbrown::HashMap<InfoHash, usize>,
    changed: BTreeSet<usize>,
    /// Rows from this place on were not yet given out to be checked.
    unasked: usize,
    stores: Vec<Store>,
    past: Past,
    clouds: HashMap<Store, Arc<HashSet<InfoHash>>>,
    pick: Option<InfoHash>,
    /// What the files say that each service listed, in the order of the services.
    listed: hashbrown::HashMap<InfoHash, Vec<(Store, Listed)>>,
    /// Rows whose listed files have to be judged anew: the sources told more of the file inside since.
    unjudged: BTreeSet<InfoHash>,
}

impl Pool {
    /// `stores` are the services in use, `past` what happened there before.
    pub fn new(wanted: Arc<Wanted>, stores: Vec<Store>, past: Past) -> Self {
        Self {
            wanted,
            stores,
            past,
            taste: Arc::default(),
            clouds: HashMap::new(),
            rows: Vec::new(),
            places: hashbrown::HashMap::new(),
            changed: BTreeSet::new(),
            unasked: 0,
            pick: None,
            listed: hashbrown::HashMap::new(),
            unjudged: BTreeSet::new(),
        }
    }

    /// Ranks by what the person prefers. To be said before anything is merged.
    pub fn with_taste(self, taste: Arc<Taste>) -> Self {
        Self { taste, ..self }
    }

    /// Ranks every row anew by what has become known of the title. Whether that is news.
    pub fn want(&mut self, wanted: Arc<Wanted>) -> bool {
        if self.wanted == wanted {
            return false;
        }
        self.wanted = wanted;
        for (place, row) in self.rows.iter_mut().enumerate() {
            let rank = rank::rank(row, &self.wanted, &self.taste);
            if rank != row.rank {
                Arc::make_mut(row).rank = rank;
                self.changed.insert(place);
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

    /// How many rows a service answered for, and how many of them it holds.
    pub fn checked_at(&self, store: Store) -> (usize, usize) {
        let answers = self.rows.iter().filter_map(|row| row.services.get(store)?.cached);
        answers
            .fold((0, 0), |(checked, cached), state| (checked + 1, cached + usize::from(state == CacheState::Cached)))
    }

    /// How many rows any service holds.
    pub fn cached(&self) -> usize {
        self.rows.iter().filter(|row| row.cached == Some(CacheState::Cached)).count()
    }

    /// Takes in what is in the person's account at a service.
    pub fn know_cloud(&mut self, store: Store, hashes: Arc<HashSet<InfoHash>>) {
        for (place, row) in self.rows.iter_mut().enumerate() {
            if hashes.contains(&row.torrent.info_hash) {
                let row = Arc::make_mut(row);
                row.services.at(store).in_cloud = true;
                row.rank = rank::rank(row, &self.wanted, &self.taste);
                self.changed.insert(place);
            }
        }
        self.clouds.insert(store, hashes);
    }

    /// Joins what a source told.
    pub fn merge(&mut self, torrents: Vec<Torrent>) {
        for torrent in torrents {
            let known = self.places.get(&torrent.info_hash).copied();
            let is_news = if let Some(row) = known.and_then(|place| self.rows.get_mut(place)) {
                let learnt = dedupe::join(Arc::make_mut(row), torrent);
                if learnt.hint {
                    self.unjudged.insert(row.torrent.info_hash);
                }
                learnt.anything
            } else {
                self.enter(torrent);
                true
            };
            let place = known.unwrap_or(self.rows.len().saturating_sub(1));
            if let Some(row) = self.rows.get_mut(place).filter(|_| is_news) {
                let row = Arc::make_mut(row);
                row.rank = rank::rank(row, &self.wanted, &self.taste);
                self.changed.insert(place);
            }
        }
    }

    /// A row of its own for what nobody told of yet.
    fn enter(&mut self, torrent: Torrent) {
        let hash = torrent.info_hash;
        let mut row = Candidate::new(torrent);
        let at = |&store: &Store| {
            let in_cloud = self.clouds.get(&store).is_some_and(|hashes| hashes.contains(&hash));
            (store, AtService { cached: None, in_cloud, before: self.past.get(&(hash, store)).copied() })
        };
        row.services = self.stores.iter().map(at).collect();
        row.lessons = self.taste.lessons.get(&hash).cloned().unwrap_or_default();
        row.settle();
        self.places.insert(hash, self.rows.len());
        self.rows.push(Arc::new(row));
    }

    /// The rows some service has not answered for, each given out once.
    pub fn take_unasked(&mut self) -> Vec<Arc<Question>> {
        let from = std::mem::replace(&mut self.unasked, self.rows.len());
        let rows = self.rows.get(from..).unwrap_or_default().iter();
        rows.filter(|row| row.services.all().any(|(_, at)| at.cached.is_none()))
            .map(|row| Arc::new(row.question()))
            .collect()
    }

    /// What has to be known of these rows to judge the files a service lists, as they now are.
    pub fn questions(&self, hashes: &[InfoHash]) -> Vec<Arc<Question>> {
        let rows = hashes.iter().filter_map(|hash| self.rows.get(*self.places.get(hash)?));
        rows.map(|row| Arc::new(row.question())).collect()
    }

    /// The rows whose listed files have to be judged anew, each told once.
    pub fn take_unjudged(&mut self) -> Vec<InfoHash> {
        std::mem::take(&mut self.unjudged).into_iter().collect()
    }

    /// Takes rows of an earlier search as they are, to be asked about again where nothing is known.
    pub fn take_over(&mut self, rows: Vec<Arc<Candidate>>) {
        for mut shared in rows {
            let row = Arc::make_mut(&mut shared);
            let hash = row.torrent.info_hash;
            row.services.keep(&self.stores);
            for &store in &self.stores {
                let at = row.services.at(store);
                at.cached = at.cached.filter(|state| *state != CacheState::Unknown);
                at.before = self.past.get(&(hash, store)).copied();
            }
            row.lessons = self.taste.lessons.get(&hash).cloned().unwrap_or_default();
            row.settle();
            // What was known of its files stands until a service lists them again.
            if let (Some(file), Some(&store)) = (&row.file, self.stores.first()) {
                self.listed.insert(hash, vec![(store, Listed::Holding(file.clone()))]);
            }
            self.places.insert(hash, self.rows.len());
            self.rows.push(shared);
        }
    }

    pub fn wanted(&self) -> &Arc<Wanted> {
        &self.wanted
    }

    /// Takes a service's answers: the state, and the file that would play where files are listed and were held against all that is
    /// known of the title and the row; what was judged by less is being judged anew. Gives the rows as they now are.
    pub fn judge(&mut self, store: Store, items: Vec<Judged>, wanted: &Arc<Wanted>) -> Vec<Arc<Candidate>> {
        let mut judged = Vec::with_capacity(items.len());
        for item in items {
            let hash = item.question.hash;
            let place = self.places.get(&hash);
            let Some(shared) = place.and_then(|&place| self.rows.get_mut(place)) else { continue };
            let row = Arc::make_mut(shared);
            let at = row.services.at(store);
            let mut is_news = at.cached != Some(item.state);
            at.cached = Some(item.state);
            row.settle();
            let is_current = Arc::ptr_eq(wanted, &self.wanted) && row.is_asked_as(&item.question);
            if is_current && item.files != Listed::Nothing {
                let listed = self.listed.entry(hash).or_default();
                learn_files(listed, store, item.files, &self.stores);
                let chosen = chosen_of(listed);
                is_news |= (&row.file, row.lacks_file) != (&chosen.0, chosen.1);
                (row.file, row.lacks_file) = chosen;
            }
            if !is_news {
                continue;
            }
            row.rank = rank::rank(row, &self.wanted, &self.taste);
            judged.push(Arc::clone(shared));
        }
        judged
    }

    /// Marks what a service never answered for as unknown there and says how many rows that are.
    pub fn give_up_checking(&mut self, store: Store) -> usize {
        let mut given_up = 0;
        for (place, row) in self.rows.iter_mut().enumerate() {
            if row.services.get(store).is_none_or(|at| at.cached.is_none()) {
                let row = Arc::make_mut(row);
                row.services.at(store).cached = Some(CacheState::Unknown);
                row.settle();
                self.changed.insert(place);
                given_up += 1;
            }
        }
        given_up
    }

    /// Without a service nothing is known of any row. Says how many there are.
    pub fn give_up_all(&mut self) -> usize {
        for (place, row) in self.rows.iter_mut().enumerate() {
            Arc::make_mut(row).cached = Some(CacheState::Unknown);
            self.changed.insert(place);
        }
        self.rows.len()
    }

    /// The rows that are new or changed since the last call.
    pub fn take_changed(&mut self) -> Vec<Arc<Candidate>> {
        let changed = std::mem::take(&mut self.changed).into_iter();
        changed.filter_map(|place| self.rows.get(place).cloned()).collect()
    }

    /// The best row, if it is another than last time.
    pub fn take_new_pick(&mut self) -> Option<(InfoHash, Vec<RankReason>)> {
        let best = self.rows.iter().max_by(|a, b| a.compare(b))?;
        let hash = best.torrent.info_hash;
        if self.pick == Some(hash) {
            return None;
        }
        self.pick = Some(hash);
        Some((hash, best.rank.reasons.clone()))
    }

    /// Every row, best first.
    pub fn into_rows(self) -> Vec<Arc<Candidate>> {
        let mut rows = self.rows;
        rows.sort_by(|a, b| b.compare(a));
        rows
    }
}

/// Puts what a service listed in the place of what it listed before; services stand in the person's order.
fn learn_files(listed: &mut Vec<(Store, Listed)>, store: Store, files: Listed, order: &[Store]) {
    listed.retain(|(of, _)| *of != store);
    listed.push((store, files));
    listed.sort_by_key(|(store, _)| order.iter().position(|known| known == store));
}

/// The file of the first service that lists one that fits, and whether files are listed and none fits: one service may list
/// less than another.
fn chosen_of(listed: &[(Store, Listed)]) -> (Option<ChosenFile>, bool) {
    let file = listed.iter().find_map(|(_, listed)| match listed {
        Listed::Holding(file) => Some(file.clone()),
        Listed::Lacking | Listed::Nothing => None,
    });
    let is_lacking = file.is_none();
    (file, is_lacking)
}

#[cfg(test)]
pub(crate) mod tests;
