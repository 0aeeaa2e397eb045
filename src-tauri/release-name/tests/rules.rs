//! Each rule reads something in the names that stand beside it, and no two rules are called alike.

use std::collections::HashSet;

use release_name::{explain, parse, rules};

#[test]
fn every_rule_reads_something_in_its_examples() {
    let missed: Vec<String> = rules()
        .iter()
        .flat_map(|rule| rule.examples.map(|example| (rule.name, example)))
        .filter(|(rule, example)| !explain(example).1.iter().any(|reason| reason.rule == *rule))
        .map(|(rule, example)| format!("{rule}: {example}: {:#?}", explain(example).1))
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_rule_has_a_name_of_its_own_and_two_examples() {
    let rules = rules();
    let names: HashSet<&str> = rules.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), rules.len(), "a name is given twice");
    for rule in rules {
        assert_ne!(rule.examples[0], rule.examples[1], "{}", rule.name);
    }
}

#[test]
fn an_explained_name_says_the_same_and_gives_a_reason_for_each_field() {
    for example in rules().iter().flat_map(|rule| rule.examples) {
        let (read, reasons) = explain(example);
        assert_eq!(read, parse(example), "{example}");
        for span in &read.spans {
            let claimed = reasons.iter().flat_map(|reason| &reason.claims);
            let mut around = claimed.filter(|claim| claim.start() <= span.start() && span.end() <= claim.end());
            assert!(around.next().is_some(), "{span:?} of {example} has no rule");
        }
    }
}

#[test]
fn a_reason_says_which_rule_gave_what() {
    let name = "[Grp] Blue Meadow - S02E05v2 (1080p).mkv";
    let reasons = explain(name).1;
    let told: Vec<(&str, Vec<&str>, String)> = reasons
        .iter()
        .map(|r| (r.rule, r.claims.iter().filter_map(|c| name.get(c.range())).collect(), r.gave.join(", ")))
        .collect();
    let expected = [
        ("file extension", vec!["mkv"], "container mkv"),
        ("height", vec!["1080p"], "resolution 1080p"),
        ("season and episode", vec!["S02E05v2"], "season 2, episode 5, version 2"),
        ("group in the first bracket", vec!["Grp"], "group Grp"),
        ("title before the first field", vec!["Blue Meadow"], "title Blue Meadow"),
    ];
    assert_eq!(told, expected.map(|(rule, bytes, gave)| (rule, bytes, gave.to_owned())));
}
