use jiff::civil::date;

use super::*;
use crate::names::read;
use crate::title::{Context, Ids, Kind};

fn wanted(kind: Kind, season: u32, episode: u32, absolute: Option<u32>) -> Wanted {
    Wanted {
        kind,
        ids: Ids { kitsu: (kind == Kind::Anime).then_some(1), ..Ids::default() },
        name: "Blue Meadow".to_owned(),
        episode: Some(Episode {
            asked: Numbering { season: Some(season), episode },
            imdb: None,
            absolute,
            kitsu: None,
            aired: Some(date(2024, 3, 1)),
            name: None,
        }),
        ..Wanted::default()
    }
}

fn agree(wanted: &Wanted, name: &str) -> Agreement {
    WantedNumbers::new(wanted).unwrap().agree(&read(name))
}

#[test]
fn a_running_number_counts_beside_the_tag_of_a_season() {
    let mut long = wanted(Kind::Series, 23, 15, Some(1170));
    long.context.season_length = Some(30);
    for name in [
        "Blue.Meadow.S23E15.1080p",
        "Blue.Meadow.S01E1170.1080p",
        "Blue.Meadow.S23E1170.1080p",
        "Blue Meadow S23 E1170 1080p",
        "Blue Meadow S23 1170 1080p",
        "Blue Meadow - 1170 [1080p]",
    ] {
        assert_eq!(agree(&long, name), Agreement::Episode, "{name}");
    }
    assert_eq!(agree(&long, "Blue.Meadow.S23E1171.1080p"), Agreement::OtherEpisode);
    assert_eq!(agree(&long, "Blue.Meadow.S05E1170.1080p"), Agreement::OtherSeason);
    let mut anime = wanted(Kind::Anime, 1, 1170, Some(1170));
    anime.episode.as_mut().unwrap().imdb = Some(Numbering { season: Some(23), episode: 15 });
    assert_eq!(agree(&anime, "Blue.Meadow.S22E1170.1080p"), Agreement::Episode, "seasons divided otherwise");
    assert_eq!(agree(&anime, "Blue.Meadow.S05E170.1080p"), Agreement::OtherSeason);
    let short = wanted(Kind::Series, 2, 5, Some(13));
    assert_eq!(agree(&short, "Blue.Meadow.S02E04.eps5.The.Mill.1080p"), Agreement::OtherEpisode, "a word of its name");
    assert_eq!(agree(&short, "Blue Meadow - S02E04 (13) [1080p]"), Agreement::Episode);
    assert_eq!(agree(&short, "Blue.Meadow.S01E13.1080p"), Agreement::OtherSeason, "the first season may go on");
    assert_eq!(agree(&short, "Blue.Meadow.S02E13.1080p"), Agreement::OtherEpisode);
    assert_eq!(agree(&short, "Blue Meadow - 13 [1080p]"), Agreement::Episode);
    assert_eq!(agree(&short, "Blue Meadow - 05 [1080p]"), Agreement::OtherEpisode, "the fifth of all");
    assert_eq!(agree(&wanted(Kind::Series, 2, 5, None), "Blue Meadow - 05 [1080p]"), Agreement::Episode);
}

#[test]
fn a_number_of_three_digits_is_read_in_both_ways() {
    let known = |mut wanted: Wanted, season_length, episode_count| {
        (wanted.context.season_length, wanted.context.episode_count) = (season_length, episode_count);
        wanted
    };
    let second = wanted(Kind::Series, 1, 2, Some(2));
    let later = wanted(Kind::Series, 5, 2, Some(102));
    let daily = known(wanted(Kind::Series, 1, 102, Some(102)), Some(150), Some(150));
    let anime = |episode, count| known(wanted(Kind::Anime, 1, episode, Some(episode)), Some(count), Some(count));
    let spaced = "Blue Meadow - 102 [1080p].mkv";
    let dotted = "Blue.Meadow.102.1080p.mkv";
    for (wanted, name, agreement) in [
        (&second, spaced, Agreement::Perhaps),
        (&known(second.clone(), Some(13), Some(20)), spaced, Agreement::Episode),
        (&known(second.clone(), Some(13), Some(140)), spaced, Agreement::Perhaps),
        (&known(second.clone(), Some(150), Some(150)), spaced, Agreement::OtherEpisode),
        (&second, "Blue Meadow - 103 [1080p].mkv", Agreement::OtherEpisode),
        (&second, "[Grp] Blue Meadow - 102 [1080p].mkv", Agreement::OtherEpisode),
        (&second, dotted, Agreement::Episode),
        (&later, spaced, Agreement::Perhaps),
        (&later, "[Grp] Blue Meadow - 102 [1080p].mkv", Agreement::Episode),
        (&later, dotted, Agreement::OtherSeason),
        (&daily, spaced, Agreement::Episode),
        (&daily, dotted, Agreement::Episode),
        (&daily, "Blue.Meadow.103.1080p.mkv", Agreement::OtherEpisode),
        (&anime(102, 150), spaced, Agreement::Episode),
        (&anime(102, 150), dotted, Agreement::Episode),
        (&anime(2, 150), spaced, Agreement::OtherEpisode),
        (&anime(2, 150), dotted, Agreement::Perhaps),
        (&anime(2, 12), spaced, Agreement::Perhaps),
        (&anime(2, 12), dotted, Agreement::Episode),
        (&anime(2, 12), "Blue Meadow - 202.mkv", Agreement::OtherEpisode),
    ] {
        let asked = wanted.episode.as_ref().unwrap().asked;
        assert_eq!(agree(wanted, name), agreement, "{name} for {asked:?}, {:?}", wanted.context);
    }
}

#[test]
fn an_entry_that_begins_within_a_season_is_not_its_earlier_part() {
    let mut second = wanted(Kind::Anime, 1, 2, None);
    second.name = "Blue Meadow 2nd Season Part 2".to_owned();
    let episode = second.episode.as_mut().unwrap();
    (episode.imdb, episode.kitsu) = (Some(Numbering { season: Some(2), episode: 14 }), Some(2));
    let numbers = WantedNumbers::new(&second).unwrap();
    for (name, agreement, is_open) in [
        ("Blue.Meadow.S02E14.1080p", Agreement::Episode, false),
        ("Blue.Meadow.S02E02.1080p", Agreement::Episode, true),
        ("[Grp] Blue Meadow 2nd Season - 02", Agreement::Episode, true),
        ("[Grp] Blue Meadow 2nd Season Part 2 - 02", Agreement::Episode, false),
        ("[Grp] Blue Meadow - 02", Agreement::Episode, true),
        ("Blue.Meadow.S02E03.1080p", Agreement::OtherEpisode, false),
        ("Blue.Meadow.S01E14.1080p", Agreement::OtherSeason, false),
    ] {
        let said = read(name);
        assert_eq!(numbers.agree(&said), agreement, "{name}");
        if agreement == Agreement::Episode {
            assert_eq!(numbers.counts_in_the_entry(&said), is_open, "{name}");
        }
    }
}

#[test]
fn a_day_beside_it_counts_unless_another_episode_aired_then() {
    let mut weekly = wanted(Kind::Series, 2, 5, None);
    let day = |day: i8| Context { other_days: vec![date(2024, 2, 23), date(2024, 3, day)], ..Context::default() };
    assert_eq!(agree(&weekly, "Blue.Meadow.2024.03.01.720p"), Agreement::Episode);
    assert_eq!(agree(&weekly, "Blue.Meadow.2024.03.02.720p"), Agreement::OtherEpisode, "nothing is known around it");
    weekly.context = day(8);
    for (name, expected) in [
        ("Blue.Meadow.2024.02.29.720p", Agreement::Episode),
        ("Blue.Meadow.2024.03.02.720p", Agreement::Episode),
        ("Blue.Meadow.2024.03.03.720p", Agreement::OtherEpisode),
    ] {
        assert_eq!(agree(&weekly, name), expected, "{name}");
    }
    weekly.context = day(2);
    assert_eq!(agree(&weekly, "Blue.Meadow.2024.03.02.720p"), Agreement::OtherEpisode, "a daily show");
    weekly.episode.as_mut().unwrap().aired = None;
    assert_eq!(agree(&weekly, "Blue.Meadow.2024.03.09.720p"), Agreement::Nothing);
}
