//! What came of torrents at the services.

use jiff::Timestamp;
use rusqlite::{Connection, Row};

use super::{Ledger, hash_of, moment, now, store_of};
use crate::age::{self, AHEAD};
use crate::debrid::Store;
use crate::model::{NamedOutcome, Outcome, Past, PastOutcome};
use crate::torrent::InfoHash;

/// How many of the latest outcomes teach what services refuse by name, and for how long.
pub(super) const MOST_NAMED: u32 = 1_000;
pub(super) const NAMED_FOR_S: i64 = 180 * 24 * 3600;
/// How many of the latest outcomes are kept: enough for years, and still read within milliseconds.
pub(super) const MOST_OUTCOMES: u32 = 5_000;

impl Ledger {
    /// Records a torrent's outcome at a service, in place of an earlier one.
    pub async fn note(&self, hash: InfoHash, name: &str, store: Store, outcome: Outcome, at: Timestamp) {
        let name = name.to_owned();
        self.run((), move |connection| {
            connection.execute(
                "INSERT INTO outcomes (hash, service, outcome, at, name) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (hash, service) DO UPDATE SET outcome = ?3, at = ?4, name = ?5",
                (hash.to_string(), store.name(), outcome.as_str(), at.as_second(), &name),
            )?;
            prune(connection, now())
        })
        .await;
    }

    /// Returns the outcomes that are kept, with their ages at `now`. At most `MOST_OUTCOMES` are kept.
    pub async fn past(&self, now: Timestamp) -> Past {
        self.run(Past::new(), move |connection| {
            let mut query = connection
                .prepare_cached("SELECT hash, service, outcome, at FROM outcomes ORDER BY at DESC LIMIT ?1")?;
            let mut past = Past::new();
            for row in query.query_map([MOST_OUTCOMES], |row| outcome_of(row, now))? {
                past.extend(row?);
            }
            Ok(past)
        })
        .await
    }

    /// Returns the outcomes of these torrents, with their ages at `now`.
    pub async fn past_of(&self, hashes: Vec<InfoHash>, now: Timestamp) -> Past {
        self.run(Past::new(), move |connection| {
            let mut query =
                connection.prepare_cached("SELECT hash, service, outcome, at FROM outcomes WHERE hash = ?1")?;
            let mut past = Past::new();
            for hash in hashes {
                for row in query.query_map([hash.to_string()], |row| outcome_of(row, now))? {
                    past.extend(row?);
                }
            }
            Ok(past)
        })
        .await
    }

    /// Returns the outcomes of the last months with the names of their torrents, the latest first.
    pub async fn named(&self, now: Timestamp) -> Vec<NamedOutcome> {
        self.run(Vec::new(), move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT service, name, outcome FROM outcomes WHERE name IS NOT NULL AND at > ?1 AND at <= ?2
                 ORDER BY at DESC LIMIT ?3",
            )?;
            let now = now.as_second();
            let rows = query.query_map((now - NAMED_FOR_S, now + AHEAD, MOST_NAMED), |row| {
                let (store, name, outcome) = (store_of(row, 0)?, row.get(1)?, known_outcome(row, 2)?);
                Ok(store.zip(outcome).map(|(store, outcome)| NamedOutcome { store, name, outcome }))
            })?;
            rows.filter_map(Result::transpose).collect()
        })
        .await
    }

    /// Returns the torrent of this name that worked last at any service.
    pub async fn worked(&self, name: &str) -> Option<InfoHash> {
        let name = name.to_owned();
        self.run(None, move |connection| {
            let mut query = connection.prepare_cached(
                "SELECT hash FROM outcomes WHERE name = ?1 AND outcome = ?2 ORDER BY at DESC, hash LIMIT 1",
            )?;
            let mut rows = query.query((&name, Outcome::Worked.as_str()))?;
            Ok(rows
                .next()?
                .map(|row| row.get::<_, String>(0))
                .transpose()?
                .and_then(|hash| InfoHash::parse(&hash).ok()))
        })
        .await
    }
}

/// Drops all but the latest outcomes. Those from the future are no later than any other.
pub(super) fn prune(connection: &Connection, now: i64) -> rusqlite::Result<()> {
    let count: i64 = connection.query_row("SELECT count(*) FROM outcomes", [], |row| row.get(0))?;
    if count <= i64::from(MOST_OUTCOMES) {
        return Ok(());
    }
    let too_old = "DELETE FROM outcomes WHERE (hash, service) IN (
                       SELECT hash, service FROM outcomes ORDER BY at > ?1, at DESC LIMIT -1 OFFSET ?2)";
    connection.execute(too_old, (now + AHEAD, MOST_OUTCOMES)).map(drop)
}

/// Reads an outcome; `None` for one that a newer version wrote and this one does not know, and for one from the future,
/// whose age is unknown.
fn outcome_of(row: &Row<'_>, now: Timestamp) -> rusqlite::Result<Option<((InfoHash, Store), PastOutcome)>> {
    let (Some(hash), Some(store), Some(outcome)) = (hash_of(row, 0)?, store_of(row, 1)?, known_outcome(row, 2)?) else {
        return Ok(None);
    };
    let at = moment(row, 3)?;
    let age = age::since(at.as_second(), now.as_second());
    Ok(age.map(|age| ((hash, store), PastOutcome { outcome, at, age })))
}

fn known_outcome(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Outcome>> {
    let outcome: String = row.get(at)?;
    Ok(Outcome::ALL.into_iter().find(|known| known.as_str() == outcome))
}
