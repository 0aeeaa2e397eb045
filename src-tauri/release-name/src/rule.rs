//! Rules, and how a stage asks them. A stage is a table of rules in groups, one for each kind of token; at a token the first
//! rule that reads something is recorded and the others are not asked. So the order within a group is part of its rules: each
//! may rely on those above it having found nothing. A token of letters, of digits, of both and of CJK characters are kinds
//! that exclude one another, so that the order of their groups is free.

use crate::{reader::Reader, reading::Reading};

/// One rule: a function from a place in the name to what it reads there.
pub(crate) struct Rule<Place = usize, Read = Reading> {
    /// As `parse --why` prints it.
    pub(crate) name: &'static str,
    /// Two names in which this rule reads something; a test holds that it does.
    pub(crate) examples: [&'static str; 2],
    pub(crate) read: fn(&Reader<'_>, Place) -> Option<Read>,
}

/// The rules that are asked at the same kinds of token.
pub(crate) struct Group<Place: 'static = usize> {
    /// Flags of `reader::Kind`.
    pub(crate) on: u8,
    /// In the order in which they are asked.
    pub(crate) rules: &'static [Rule<Place>],
}

/// Asks the rules at every free token from left to right.
pub(crate) fn scan(reader: &mut Reader<'_>, groups: &[Group]) {
    let end = reader.end();
    let mut at = 0;
    while at < end {
        at = ask_at(reader, groups, at, at).unwrap_or(0).max(at + 1);
    }
}

/// Asks the rules at every free token from left to right until one of them reads something.
pub(crate) fn scan_for_first(reader: &mut Reader<'_>, groups: &[Group]) {
    let end = reader.end();
    let _ = (0..end).find(|at| ask_at(reader, groups, *at, *at).is_some());
}

/// Records what the first rule reads that reads something at this token, if it is free; the token to go on at.
pub(crate) fn ask_at<Place: Copy>(
    reader: &mut Reader<'_>,
    groups: &[Group<Place>],
    at: usize,
    place: Place,
) -> Option<usize> {
    let kinds = reader.kinds(at);
    if kinds == 0 {
        return None;
    }
    let mut fitting = groups.iter().filter(|group| group.on & kinds != 0);
    fitting.find_map(|group| ask(reader, group.rules, place))
}

/// Asks rules that look at the whole name.
pub(crate) fn ask_whole(reader: &mut Reader<'_>, rules: &[Rule<()>]) {
    ask(reader, rules, ());
}

fn ask<Place: Copy>(reader: &mut Reader<'_>, rules: &[Rule<Place>], place: Place) -> Option<usize> {
    for rule in rules {
        if let Some(reading) = (rule.read)(reader, place) {
            return Some(reader.record(rule.name, reading));
        }
    }
    None
}
