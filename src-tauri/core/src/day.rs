//! The calendar day of a moment, always in UTC, so that days do not shift when the time zone changes.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Returns the UTC day of a moment.
pub fn of(moment: Timestamp) -> Date {
    moment.to_zoned(TimeZone::UTC).date()
}

/// Returns the current UTC day.
pub fn today() -> Date {
    of(Timestamp::now())
}
