//! Saves what can still be read of a damaged database into a new one.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OpenFlags, params_from_iter};

use super::LOG;
use crate::aside::with_suffix;

/// The most bytes of a database that is looked through. The app's own stay far below.
const MOST_BYTES: u64 = 1 << 30;
/// Where the log says how large the database's pages are: four bytes, the highest first.
const PAGE_SIZE_AT: usize = 8;

/// Copies the rows of all tables that both databases have, in the columns that both have, and returns how many there
/// were. Rows whose values are not of their columns' types are left out. `damaged` stays as it is: a copy is read,
/// together with its log, because SQLite changes what it opens.
pub(super) fn salvage(damaged: &Path, into: &mut Connection) -> usize {
    let saved = copied(damaged).and_then(|(_folder, from)| {
        let change = into.transaction()?;
        let mut saved = 0;
        for table in tables(&change)? {
            match copy(&from, &change, &table) {
                Ok(rows) => saved += rows,
                Err(error) => {
                    tracing::info!(%error, table = table.name, "a table of a damaged database cannot be read");
                }
            }
        }
        change.commit()?;
        Ok(saved)
    });
    saved.unwrap_or_else(|error| {
        tracing::info!(%error, "nothing of a damaged database can be read");
        0
    })
}

/// Opens a copy of a damaged database, in a folder that is deleted with the first of the results.
fn copied(damaged: &Path) -> Result<(tempfile::TempDir, Connection), rusqlite::Error> {
    let io = |error: std::io::Error| rusqlite::Error::ToSqlConversionFailure(error.into());
    let folder = tempfile::tempdir_in(damaged.parent().unwrap_or(Path::new("."))).map_err(io)?;
    let copy = folder.path().join("copy.db");
    for suffix in ["", LOG] {
        let from = with_suffix(damaged, suffix);
        match std::fs::metadata(&from) {
            Ok(about) if about.is_file() && about.len() <= MOST_BYTES => {
                std::fs::copy(&from, with_suffix(&copy, suffix)).map_err(io)?;
            }
            Ok(_) | Err(_) => {}
        }
    }
    if std::fs::metadata(&copy).is_ok_and(|about| about.len() == 0) {
        make_room_for_log(&copy).map_err(io)?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let from = Connection::open_with_flags(&copy, flags)?;
    from.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // Reads the tables it can although the description of others is damaged.
    from.set_db_config(DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, true)?;
    Ok((folder, from))
}

/// Gives an emptied database its first page back, without content. SQLite deletes the log of an empty file, and reads
/// the log of any other before the file itself.
fn make_room_for_log(copy: &Path) -> std::io::Result<()> {
    let log = std::fs::read(with_suffix(copy, LOG))?;
    let size = log.get(PAGE_SIZE_AT..PAGE_SIZE_AT + 4).and_then(|bytes| bytes.try_into().ok());
    let size = size.map(u32::from_be_bytes).filter(|size| (512..=65_536).contains(size));
    let Some(size) = size else { return Ok(()) };
    std::fs::OpenOptions::new().write(true).open(copy)?.set_len(size.into())
}

/// A table of the new database.
struct Table {
    name: String,
    columns: Vec<Column>,
    /// Whether rows have a number beside their columns.
    has_rowid: bool,
}

struct Column {
    name: String,
    kind: String,
    /// Its place in the primary key, from 1; 0 outside of it.
    key: u32,
}

fn tables(of: &Connection) -> rusqlite::Result<Vec<Table>> {
    let mut names = of.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?;
    let names = names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    names
        .into_iter()
        .map(|name| {
            let columns = columns(of, &name)?;
            let has_rowid = of.prepare(&format!("SELECT rowid FROM {}", quoted(&name))).is_ok();
            Ok(Table { name, columns, has_rowid })
        })
        .collect()
}

fn columns(of: &Connection, table: &str) -> rusqlite::Result<Vec<Column>> {
    let mut query = of.prepare("SELECT name, type, pk FROM pragma_table_info(?1)")?;
    let columns =
        query.query_map([table], |row| Ok(Column { name: row.get(0)?, kind: row.get(1)?, key: row.get(2)? }))?;
    columns.collect()
}

/// Copies the rows of a table, from its beginning up to the damage and from its end back to the damage.
fn copy(from: &Connection, into: &Connection, table: &Table) -> rusqlite::Result<usize> {
    let there = columns(from, &table.name)?;
    let both: Vec<&Column> =
        table.columns.iter().filter(|column| there.iter().any(|other| other.name == column.name)).collect();
    if both.is_empty() {
        return Ok(0);
    }
    let names = both.iter().map(|column| quoted(&column.name)).collect::<Vec<_>>().join(", ");
    let places = vec!["?"; both.len()].join(", ");
    let mut insert =
        into.prepare(&format!("INSERT OR IGNORE INTO {} ({names}) VALUES ({places})", quoted(&table.name)))?;
    let mut saved = 0;
    for direction in ["ASC", "DESC"] {
        let order = order(table, direction);
        // Not through an index, which may be damaged where the table is not, or the other way round.
        let all = format!("SELECT {names} FROM {} NOT INDEXED ORDER BY {order}", quoted(&table.name));
        let mut query = from.prepare(&all)?;
        let mut rows = query.query([])?;
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    let value = |at, kind: &str| row.get_ref(at).ok().and_then(|value| fitting(value, kind));
                    let values = both.iter().enumerate().map(|(at, column)| value(at, &column.kind));
                    if let Some(values) = values.collect::<Option<Vec<Value>>>() {
                        saved += insert.execute(params_from_iter(values))?;
                    }
                }
                Ok(None) => return Ok(saved),
                Err(error) => {
                    tracing::info!(%error, table = table.name, "a damaged database was read up to here");
                    break;
                }
            }
        }
    }
    Ok(saved)
}

fn order(table: &Table, direction: &str) -> String {
    if table.has_rowid {
        return format!("rowid {direction}");
    }
    let mut key: Vec<&Column> = table.columns.iter().filter(|column| column.key > 0).collect();
    key.sort_by_key(|column| column.key);
    key.iter().map(|column| format!("{} {direction}", quoted(&column.name))).collect::<Vec<_>>().join(", ")
}

/// Returns a value that its column can hold; `None` for one that damage made of another type, or no text.
fn fitting(value: ValueRef<'_>, kind: &str) -> Option<Value> {
    match value {
        ValueRef::Null => Some(Value::Null),
        ValueRef::Integer(number) => matches!(kind, "INTEGER" | "REAL").then_some(Value::Integer(number)),
        ValueRef::Real(number) => (kind == "REAL").then_some(Value::Real(number)),
        ValueRef::Text(text) if kind == "TEXT" => String::from_utf8(text.to_vec()).ok().map(Value::Text),
        ValueRef::Text(_) => None,
        ValueRef::Blob(bytes) => (kind == "BLOB").then(|| Value::Blob(bytes.to_vec())),
    }
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
