//! Every rule of every stage, in the order in which they are asked.

use crate::{
    bare, beside, calendar, collection, group, language, marked, parts,
    rule::{Group, Rule},
    technical, title,
};

/// A rule as `Reason` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownRule {
    pub name: &'static str,
    /// Names in which this rule reads something.
    pub examples: [&'static str; 2],
}

/// Every rule. Their names are unique.
pub fn rules() -> Vec<KnownRule> {
    [
        known(technical::EXTENSION),
        known(technical::SITE_BEFORE),
        grouped(technical::SITES),
        grouped(technical::CHECKSUMS),
        grouped(technical::SURE),
        grouped(calendar::DATES),
        grouped(marked::FIRST),
        grouped(marked::NUMBERS),
        grouped(marked::BRITISH),
        known(marked::ONE_SEASON),
        grouped(parts::PARTS),
        grouped(calendar::SHORT_DATES),
        known(calendar::YEARS),
        grouped(technical::WORDS),
        grouped(technical::NUMBERS),
        grouped(technical::EXTRAS),
        known(technical::AFTERWARDS),
        known(technical::LANGUAGES),
        known(technical::SOURCES),
        known(bare::FORMS),
        known(bare::WITHOUT_NUMBER),
        known(bare::FILMS),
        grouped(collection::COLLECTIONS),
        known(beside::BEFORE),
        grouped(beside::AFTER),
        known(group::GROUPS),
        known(title::TITLES),
        known(language::SCRIPTS),
        known(language::SEASON_WORDS),
    ]
    .concat()
}

fn grouped<Place>(groups: &[Group<Place>]) -> Vec<KnownRule> {
    groups.iter().flat_map(|group| known(group.rules)).collect()
}

fn known<Place, Read>(rules: &[Rule<Place, Read>]) -> Vec<KnownRule> {
    rules.iter().map(|rule| KnownRule { name: rule.name, examples: rule.examples }).collect()
}
