//! What the hosts of files sent when they were measured, and when each was last.

use jiff::Timestamp;
use rusqlite::Connection;

use super::{Ledger, moment};
use crate::line::MeasuredLine;

/// How many hosts are kept, the latest.
pub(super) const MOST_LINES: u32 = 64;
const LONGEST_HOST: usize = 253;

impl Ledger {
    /// Returns whether a host is to be measured: nobody did on this UTC day. It then counts as done, for other processes too.
    pub async fn take_line_turn(&self, host: &str, now: Timestamp) -> bool {
        if host.is_empty() || host.len() > LONGEST_HOST {
            return false;
        }
        let host = host.to_owned();
        self.run(false, move |connection| {
            let taken = connection.execute(
                "INSERT INTO lines (host, tried_at) VALUES (?1, ?2)
                 ON CONFLICT (host) DO UPDATE SET tried_at = ?2 WHERE tried_at / 86400 <> ?2 / 86400",
                (&host, now.as_second()),
            )?;
            prune(connection)?;
            Ok(taken == 1)
        })
        .await
    }

    /// Records what a host sent, in place of what it sent before.
    pub async fn note_line(&self, line: &MeasuredLine) {
        let (host, at) = (line.host.clone(), line.at.as_second());
        let bits = i64::try_from(line.bits).unwrap_or(i64::MAX);
        self.run((), move |connection| {
            connection.execute(
                "INSERT INTO lines (host, tried_at, bits, at) VALUES (?1, ?2, ?3, ?2)
                 ON CONFLICT (host) DO UPDATE SET tried_at = ?2, bits = ?3, at = ?2",
                (&host, at, bits),
            )?;
            prune(connection)
        })
        .await;
    }

    /// Returns what was measured, the latest first.
    pub async fn lines(&self) -> Vec<MeasuredLine> {
        self.run(Vec::new(), |connection| {
            let mut query =
                connection.prepare_cached("SELECT host, bits, at FROM lines WHERE bits > 0 ORDER BY at DESC, host")?;
            let rows = query.query_map([], |row| {
                let bits: i64 = row.get(1)?;
                Ok(MeasuredLine { host: row.get(0)?, bits: bits.unsigned_abs(), at: moment(row, 2)? })
            })?;
            rows.collect()
        })
        .await
    }

    /// Forgets all that was measured, and when.
    pub async fn forget_lines(&self) {
        self.run((), |connection| connection.execute("DELETE FROM lines", []).map(drop)).await;
    }
}

fn prune(connection: &Connection) -> rusqlite::Result<()> {
    let rest = "DELETE FROM lines WHERE host IN (SELECT host FROM lines ORDER BY tried_at DESC LIMIT -1 OFFSET ?1)";
    connection.execute(rest, [MOST_LINES]).map(drop)
}
