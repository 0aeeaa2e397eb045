//! Opens the databases. One that cannot be opened is replaced for this run, and its error told.

use std::path::Path;

use crate::store::{Cache, Downloads, Ledger, Library, StoreError};

use super::Trouble;

pub(super) struct Databases {
    pub(super) cache: Cache,
    pub(super) library: Library,
    pub(super) ledger: Ledger,
    pub(super) downloads: Downloads,
}

pub(super) fn open(folder: &Path, troubles: &mut Vec<Trouble>) -> Result<Databases, StoreError> {
    let cache = Cache::open(&folder.join("cache.db")).map(|cache| (cache, None));
    Ok(Databases {
        cache: or_in_memory(cache, Cache::in_memory, Trouble::Cache, troubles)?,
        library: or_in_memory(
            Library::open(&folder.join("library.db")),
            Library::in_memory,
            Trouble::Library,
            troubles,
        )?,
        ledger: or_in_memory(Ledger::open(&folder.join("ledger.db")), Ledger::in_memory, Trouble::Ledger, troubles)?,
        downloads: or_in_memory(
            Downloads::open(&folder.join("downloads.db")),
            Downloads::in_memory,
            Trouble::Downloads,
            troubles,
        )?,
    })
}

fn or_in_memory<T>(
    opened: Result<(T, Option<StoreError>), StoreError>,
    in_memory: impl Fn() -> Result<T, StoreError>,
    trouble: impl Fn(StoreError) -> Trouble,
    troubles: &mut Vec<Trouble>,
) -> Result<T, StoreError> {
    let (database, error) = match opened {
        Ok(opened) => opened,
        Err(error) => (in_memory()?, Some(error)),
    };
    troubles.extend(error.map(trouble));
    Ok(database)
}
