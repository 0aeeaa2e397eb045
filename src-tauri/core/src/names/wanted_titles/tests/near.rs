//! Titles that may be the wanted one and another's as well. Invented names.

use super::*;

#[test]
fn a_subtitle_alone_may_be_the_wanted_work() {
    let crew = series("Tidemen: The Bad Crew");
    assert_eq!(kin(&crew, "The.Bad.Crew.S02E03.1080p.WEB"), Kinship::Marked);
    assert_eq!(kin(&crew, "Bad.Crew.S02E03.1080p.WEB"), Kinship::Marked);
    for name in ["The.Good.Crew.S02E03", "Corsairs.The.Bad.Crew.S02E03", "The.Bad.Crew.Ashore.S02E03", "Crew.S02E03"] {
        assert!(!matches!(kin(&crew, name), Kinship::Same | Kinship::Marked), "{name}");
    }
    assert_eq!(kin(&series("Tidemen: Mexico"), "Mexico.S02E03"), Kinship::Other, "one word");
    let mut listed = crew;
    listed.context.relatives = vec![Relative { name: "The Bad Crew".to_owned(), year: Some(2009) }];
    assert_eq!(kin(&listed, "The.Bad.Crew.S02E03.1080p.WEB"), Kinship::Listed);
    let film = film("Tidemen: The Last Quay", 2012);
    assert_eq!(kin(&film, "The.Last.Quay.2012.1080p"), Kinship::Same);
    assert_ne!(kin(&film, "The.Last.Quay.1080p"), Kinship::Same, "nothing tells which");
    assert_ne!(kin(&film, "The.Last.Quay.1998.1080p"), Kinship::Same);
}

#[test]
fn a_place_of_the_description_behind_the_title_may_be_the_wanted_work() {
    let mut wanted = series("HCU: Harbour Crime Unit");
    wanted.context.named = vec!["Slack Water".to_owned(), "Detective Reed".to_owned()];
    assert_eq!(kin(&wanted, "HCU.Slack.Water.S02E03"), Kinship::Marked);
    for name in ["HCU.Water.S02E03", "HCU.Dover.S02E03", "HCU.Slack.Water.Ashore.S02E03"] {
        assert_eq!(kin(&wanted, name), Kinship::Longer, "{name}");
    }
    wanted.context.relatives = vec![Relative { name: "HCU: Slack Water".to_owned(), year: Some(2021) }];
    assert_eq!(kin(&wanted, "HCU.Slack.Water.S02E03"), Kinship::Listed);
}

#[test]
fn a_title_in_the_plural_is_not_taken_for_a_slip() {
    for (wanted, name) in [("Harbour Light", "Harbour.Lights.S02E03"), ("The Dark Quays", "The.Dark.Quay.S02E03")] {
        assert_eq!(kin(&series(wanted), name), Kinship::Marked, "{wanted}: {name}");
    }
    assert_eq!(kin(&series("Blue Women"), "Blue.Woman.S02E03"), Kinship::Marked);
    assert_eq!(kin(&series("Dark"), "Darks.S02E03"), Kinship::Sibling);
    assert_eq!(kin(&series("Keeper's House"), "Keeper.House.S02E03"), Kinship::Same, "of a word within");
}

#[test]
fn makers_counters_and_initials_are_written_otherwise() {
    assert_eq!(kin(&series("Marvel's Keeper"), "Keeper.S02E03"), Kinship::Marked);
    assert_eq!(kin(&series("Marvel's Keeper"), "Marvels.Keeper.S02E03"), Kinship::Same);
    assert_eq!(kin(&series("Tides Book II: Keeper"), "Tides.Book.2.Keeper.S02E03"), Kinship::Same);
    assert_ne!(kin(&series("Tides Book II: Keeper"), "Tides.Book.3.Keeper.S02E03"), Kinship::Same);
    assert_eq!(kin(&series("HCU"), "HCU.Harbour.Crime.Unit.S02E03"), Kinship::Same);
    assert_eq!(kin(&series("HCU"), "HCU.Harbour.S02E03"), Kinship::Longer);
}

#[test]
fn the_sign_of_a_cross_is_left_out() {
    for name in ["Agent.Home.S02E03", "AgentxHome.S02E03", "Agent.X.Home.S02E03", "Agent × Home - 13"] {
        assert_eq!(kin(&series("Agent x Home"), name), Kinship::Same, "{name}");
        assert_eq!(kin(&series("Agent×Home"), name), Kinship::Same, "{name}");
    }
    assert_ne!(kin(&series("Agent Home"), "Agent.X.Home.S02E03"), Kinship::Same);
    assert_ne!(kin(&series("Agent X"), "Agent.S02E03"), Kinship::Same);
}
