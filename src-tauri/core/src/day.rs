//! The day a moment falls on. By UTC everywhere: what is counted and compared by day must not jump with the traveller.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// The day of a moment.
pub fn of(moment: Timestamp) -> Date {
    moment.to_zoned(TimeZone::UTC).date()
}

/// The day it is.
pub fn today() -> Date {
    of(Timestamp::now())
}
