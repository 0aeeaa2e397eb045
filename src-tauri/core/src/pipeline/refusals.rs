//! Expects what a service will refuse by the name of a torrent: from what it refused and took on this machine, and from
//! a short list of what is known. Pure.

use std::collections::HashMap;
use std::sync::LazyLock;

use release_name::ReleaseName;

use crate::debrid::Store;
use crate::model::{ExpectedRefusal, NamedOutcome, Outcome};
use crate::names;

/// How many releases of a group a service has to have refused, and taken none.
const OF_A_GROUP: u32 = 3;

/// The rules of `known.txt`, each a service and a text in lower case.
static RULES: LazyLock<Vec<(Store, &'static str)>> = LazyLock::new(|| rules(include_str!("refusals/known.txt")));

fn rules(text: &'static str) -> Vec<(Store, &'static str)> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(store, text)| Some((store.parse().ok()?, text)))
        .collect()
}

/// How often a service refused and took releases of one kind.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    refused: u32,
    taken: u32,
}

impl Count {
    fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Legal => self.refused += 1,
            Outcome::Worked | Outcome::NotHeld | Outcome::DeadLink => self.taken += 1,
        }
    }
}

/// What the services are expected to refuse.
#[derive(Clone, Debug, Default)]
pub struct Refusals {
    texts: HashMap<(Store, &'static str), Count>,
    groups: HashMap<(Store, String), Count>,
    alike: HashMap<(Store, String), Count>,
}

impl Refusals {
    /// Learns from what became of named torrents.
    pub fn learn(past: &[NamedOutcome]) -> Self {
        let mut known = Self::default();
        for NamedOutcome { store, name, outcome } in past {
            for text in texts_in(*store, name) {
                known.texts.entry((*store, text)).or_default().add(*outcome);
            }
            let parsed = names::read(name);
            if let Some(group) = &parsed.group {
                known.groups.entry((*store, group.to_lowercase())).or_default().add(*outcome);
            }
            if let Some(kind) = kind(&parsed) {
                known.alike.entry((*store, kind)).or_default().add(*outcome);
            }
        }
        known
    }

    /// Returns why the service is likely to refuse a torrent of that name.
    pub fn expect(&self, store: Store, name: &str, parsed: &ReleaseName) -> Option<ExpectedRefusal> {
        let kind = if self.alike.is_empty() { None } else { kind(parsed) };
        let alike = kind.and_then(|kind| self.alike.get(&(store, kind))).copied().unwrap_or_default();
        if alike.refused > 0 && alike.taken == 0 {
            return Some(ExpectedRefusal::Alike);
        }
        let group = parsed.group.as_ref().filter(|_| !self.groups.is_empty());
        let of_group = group.and_then(|group| self.groups.get(&(store, group.to_lowercase()))).copied();
        if let Some((group, count)) =
            group.zip(of_group.filter(|count| count.taken == 0 && count.refused >= OF_A_GROUP))
        {
            return Some(ExpectedRefusal::Group { group: group.clone(), refused: count.refused });
        }
        // What is alike and was taken proves more than a text in the name.
        if alike.taken > alike.refused {
            return None;
        }
        let holds = |text: &&str| {
            let count = self.texts.get(&(store, *text)).copied().unwrap_or_default();
            count.taken <= count.refused
        };
        texts_in(store, name).find(holds).map(ExpectedRefusal::Text)
    }
}

/// Returns the texts in a name for which a service is known to refuse it.
fn texts_in(store: Store, name: &str) -> impl Iterator<Item = &'static str> {
    let mut of_store = RULES.iter().filter(move |(of, _)| *of == store).map(|(_, text)| *text).peekable();
    let name = if of_store.peek().is_some() { name.to_lowercase() } else { String::new() };
    of_store.filter(move |text| name.contains(text))
}

/// Returns what is equal in the names of releases of one kind: the episodes of a season, by one group and in one form.
fn kind(parsed: &ReleaseName) -> Option<String> {
    let group = parsed.group.as_deref()?;
    let resolution = parsed.resolution.as_deref().unwrap_or_default();
    let (quality, codec) = (parsed.quality.unwrap_or_default(), parsed.codec.unwrap_or_default());
    Some(format!("{}\n{resolution}\n{quality}\n{codec}\n{group}", parsed.title).to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn past(rows: &[(&str, Outcome)]) -> Refusals {
        let named = |(name, outcome): &(&str, Outcome)| NamedOutcome {
            store: Store::RealDebrid,
            name: (*name).to_owned(),
            outcome: *outcome,
        };
        Refusals::learn(&rows.iter().map(named).collect::<Vec<_>>())
    }

    fn expected(known: &Refusals, store: Store, name: &str) -> Option<String> {
        known.expect(store, name, &names::read(name)).map(|refusal| refusal.words(store))
    }

    #[test]
    fn every_rule_is_read_and_names_a_service_and_a_text_in_lower_case() {
        let lines =
            include_str!("refusals/known.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
        assert_eq!(RULES.len(), lines.count());
        assert!(RULES.iter().all(|(_, text)| !text.is_empty() && *text == text.to_lowercase()));
    }

    #[test]
    fn a_text_counts_anywhere_in_any_case_and_for_its_service_alone() {
        let known = Refusals::default();
        for (name, text) in [
            ("Harbour.Lights.2019.1080p.WEB-DL.H.265-GRP", Some("web-dl")),
            ("Harbour Lights 2019 webrip", Some("webrip")),
            ("Harbour.Lights.S01E02.1080p.WEB.h264-GRP", Some("web.h264")),
            ("Harbour.Lights.S01E02.1080p.WEB.H.264-GRP", None),
            ("Harbour.Lights.2019.1080p.BluRay.x265-GRP", None),
            ("Harbour.Lights.2019.1080p.BluRay.DTS.x264-GRP", None),
        ] {
            let words = text.map(|text| format!("Real-Debrid is known to refuse names with \u{201c}{text}\u{201d}"));
            assert_eq!(expected(&known, Store::RealDebrid, name), words, "{name}");
            assert_eq!(expected(&known, Store::TorBox, name), None, "{name}");
        }
    }

    #[test]
    fn what_a_service_took_here_counts_more_than_the_list() {
        let name = "Harbour.Lights.S01E03.1080p.WEB-DL.H.265-GRP";
        let one = past(&[("Salt.Mills.2011.WEB-DL.x265-AAA", Outcome::Worked)]);
        assert_eq!(expected(&one, Store::RealDebrid, name), None);
        let both = past(&[
            ("Salt.Mills.2011.WEB-DL.x265-AAA", Outcome::Worked),
            ("Salt.Roads.2012.WEB-DL.x265-BBB", Outcome::Legal),
        ]);
        assert!(expected(&both, Store::RealDebrid, name).is_some());
        let sibling = past(&[
            ("Salt.Mills.2011.WEB-DL.x265-AAA", Outcome::Legal),
            ("Salt.Roads.2012.WEB-DL.x265-BBB", Outcome::Legal),
            ("Harbour.Lights.S01E02.1080p.WEB-DL.H.265-GRP", Outcome::Worked),
        ]);
        assert_eq!(expected(&sibling, Store::RealDebrid, name), None, "its sibling was taken");
    }

    #[test]
    fn the_sibling_of_what_was_refused_is_expected_to_be() {
        let known = past(&[("Harbour.Lights.S01E02.1080p.BluRay.x265-GRP", Outcome::Legal)]);
        let expected = |name| expected(&known, Store::RealDebrid, name);
        let words = "Real-Debrid refused a release named like this one";
        assert_eq!(expected("Harbour.Lights.S01E03.1080p.BluRay.x265-GRP").as_deref(), Some(words));
        assert_eq!(expected("Harbour.Lights.S01E03.720p.BluRay.x265-GRP"), None);
        assert_eq!(expected("Harbour.Lights.S01E03.1080p.BluRay.x265-OTHER"), None);
    }

    #[test]
    fn a_group_is_expected_to_be_refused_when_three_of_it_were_and_none_was_taken() {
        let of = |outcomes: &[Outcome]| {
            let names =
                ["Salt.Mills.2011.x265-GRP", "Salt.Roads.2012.x265-GRP", "Low.Tide.2013.x265-GRP", "Fog.2014.x265-GRP"];
            past(&names.into_iter().zip(outcomes.iter().copied()).collect::<Vec<_>>())
        };
        let name = "Harbour.Lights.2019.1080p.BluRay.x265-GRP";
        let known = of(&[Outcome::Legal; 3]);
        let words = "Real-Debrid refused all 3 releases of GRP that were tried";
        assert_eq!(expected(&known, Store::RealDebrid, name).as_deref(), Some(words));
        assert_eq!(expected(&known, Store::TorBox, name), None, "each service for itself");
        assert_eq!(expected(&of(&[Outcome::Legal; 2]), Store::RealDebrid, name), None);
        let mixed = of(&[Outcome::Legal, Outcome::Legal, Outcome::Legal, Outcome::DeadLink]);
        assert_eq!(expected(&mixed, Store::RealDebrid, name), None, "one was taken");
    }
}
