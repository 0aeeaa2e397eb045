//! Which rule read what: the record that `explain` returns beside the result, in words for people.

use serde::Serialize;

use crate::{name::Span, reading::Value, vocabulary::Says};

/// What one rule read in a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    pub rule: &'static str,
    /// The bytes it claimed, and for which field. Empty for what the name says as a whole, such as the language of its script.
    pub claims: Vec<Span>,
    /// What it gave: `season 2`, `codec hevc`.
    pub gave: Vec<String>,
}

impl Reason {
    pub(crate) fn new(rule: &'static str, claims: &[Span], values: &[Value]) -> Self {
        Self { rule, claims: claims.to_vec(), gave: values.iter().filter_map(text).collect() }
    }
}

/// `None` for a value that says nothing.
fn text(value: &Value) -> Option<String> {
    Some(match value {
        Value::Word(says) => word(*says)?,
        Value::Resolution(lines, _) => format!("resolution {lines}"),
        Value::Seasons(seasons) => list("season", seasons)?,
        Value::SeasonIfNone(season) => format!("season {season}"),
        Value::Episodes(episodes, _) => list("episode", episodes)?,
        Value::Suffix(version, segment) => {
            let version = version.map(|version| format!("version {version}"));
            version.or_else(|| segment.map(|segment| format!("segment {segment}")))?
        }
        Value::Version(version) => format!("version {version}"),
        Value::Pair((first, second)) => format!("pair {first}, {second}"),
        Value::Absolute(numbers) => list("absolute", numbers)?,
        Value::Fraction(whole, tenth) => format!("decimal {whole}.{tenth}"),
        Value::Compact(number) => format!("compact {number}"),
        Value::Part(part) => format!("part {part}"),
        Value::Volumes(volumes) => list("volume", &volumes.clone().collect::<Vec<u32>>())?,
        Value::Date(date) => format!("date {date}"),
        Value::Year(year, None) => format!("year {year}"),
        Value::Year(year, Some(last)) => format!("year {year}-{last}"),
        Value::ExtraNumber(number) => format!("extra number {number}"),
        Value::NotLanguage(code) => format!("not language {code}"),
        Value::Site(site) => format!("site {site}"),
        Value::Group(group) => format!("group {group}"),
        Value::EpisodeCode(code) => format!("episode code {code}"),
        Value::Title(title) => format!("title {title}"),
        Value::AlternativeTitle(title) => format!("alternative title {title}"),
    })
}

/// `season 1`, `episode 1, 2, 5-9`; `None` for an empty list.
fn list(name: &str, numbers: &[u32]) -> Option<String> {
    let runs = numbers.chunk_by(|a, b| a.checked_add(1) == Some(*b)).flat_map(|run| match run {
        [first, _, .., last] => vec![format!("{first}-{last}")],
        short => short.iter().map(u32::to_string).collect(),
    });
    let runs: Vec<String> = runs.collect();
    (!runs.is_empty()).then(|| format!("{name} {}", runs.join(", ")))
}

fn word(says: Says) -> Option<String> {
    Some(match says {
        Says::Resolution(value) => format!("resolution {value}"),
        Says::Quality(value) => format!("quality {value}"),
        Says::Codec(value) => format!("codec {value}"),
        Says::Depth(value) => format!("bit depth {value}"),
        Says::Hdr(value) => format!("hdr {value}"),
        Says::Audio(value) => format!("audio {value}"),
        Says::Channels(value) => format!("channels {value}"),
        Says::Language(code) | Says::ShortLanguage(code) => format!("language {code}"),
        Says::Subtitles(code) => format!("subtitles {code}"),
        Says::Dubbing(code) => format!("dubbing {code}"),
        Says::Dubbed => "dubbed".to_owned(),
        Says::Subbed => "subbed".to_owned(),
        Says::Edition(value) => format!("edition {value}"),
        Says::Repack => "repack".to_owned(),
        Says::Proper => "proper".to_owned(),
        Says::Network(value) => format!("network {value}"),
        Says::Extra(extra) => format!("extra {}", format!("{extra:?}").to_lowercase()),
        Says::Container(value) => format!("container {value}"),
        Says::Complete => "complete".to_owned(),
        Says::Noise => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::list;

    #[test]
    fn numbers_that_follow_one_another_are_a_range() {
        assert_eq!(list("episode", &[5]).as_deref(), Some("episode 5"));
        assert_eq!(list("episode", &[1, 2]).as_deref(), Some("episode 1, 2"));
        assert_eq!(list("episode", &[1, 2, 3, 7]).as_deref(), Some("episode 1-3, 7"));
        assert_eq!(list("episode", &[]), None);
    }
}
