//! The names every episode parser of this field is compared on, with what they must say. Season and episode only.

use release_name::parse;

fn says(name: &str, seasons: &[u32], episodes: &[u32]) {
    let read = parse(name);
    assert_eq!(read.seasons, seasons, "seasons of {name}");
    assert_eq!(read.episodes, episodes, "episodes of {name}");
}

fn through(first: u32, last: u32) -> Vec<u32> {
    (first..=last).collect()
}

#[test]
fn single_episodes_are_read_in_every_common_form() {
    says("One.Piece.S01E001.1080p.mkv", &[1], &[1]);
    says("One.Piece.001.mkv", &[], &[1]);
    says("One Piece - 0001.mkv", &[], &[1]);
    says("[Group] Show - 12v2 [720p].mkv", &[], &[12]);
    says("One Piece - 001 [1080p].mkv", &[], &[1]);
    says("One Piece - 500 [1080p].mkv", &[], &[500]);
    says("[SubsPlease] One Piece - 1071 (1080p) [8DE44442].mkv", &[], &[1071]);
    says("[SubsPlease] One Piece - 1000 (1080p) [8DE44442].mkv", &[], &[1000]);
    says("One.Piece.S02E001.mkv", &[2], &[1]);
    says("One Piece - S02E001.mkv", &[2], &[1]);
    says("Show S2 - 05.mkv", &[2], &[5]);
    says("Avatar The Last Airbender Book 1 - 05.mkv", &[], &[5]);
    says("24.S01E05.720p.mkv", &[1], &[5]);
    says("Game.of.Thrones.S01E01.1920x1080.mkv", &[1], &[1]);
}

#[test]
fn ranges_are_read_whole() {
    says("One.Piece.E001-E010.1080p.mkv", &[], &through(1, 10));
    says("One Piece - E01-E10.mkv", &[], &through(1, 10));
    says("One.Piece.E01-E05.mkv", &[], &through(1, 5));
    says("Show.S01E01E02.720p.mkv", &[1], &[1, 2]);
    says("One.Piece.S01E01-E02.1080p.mkv", &[1], &[1, 2]);
    says("Show.2x05-06.mkv", &[2], &[5, 6]);
    says("One Piece 001-050 [720p]", &[], &through(1, 50));
    says("Naruto (001-220) [Batch]", &[], &through(1, 220));
}

#[test]
fn seasons_stand_without_episodes() {
    says("[Judas] One Piece (Seasons 01-20) [1080p][HEVC x265 10bit][Multi-Subs]", &through(1, 20), &[]);
    says("Breaking.Bad.S05.1080p.BluRay.x265", &[5], &[]);
}

#[test]
fn a_half_episode_is_a_special_and_not_its_whole_number() {
    let read = parse("Attack on Titan - 25.5 [1080p].mkv");
    assert!(read.episodes.is_empty(), "playing episode 25 for it would be wrong");
    assert_eq!(read.fraction, Some((25, 5)));
}

#[test]
fn years_days_and_numbers_in_titles_are_no_episodes() {
    says("Blade.Runner.2049.2017.1080p.BluRay.x264", &[], &[]);
    says("1917.2019.1080p.BluRay.x264", &[], &[]);
    says("2012.2009.1080p.BluRay.x264", &[], &[]);
    assert_eq!(parse("Blade.Runner.2049.2017.1080p.BluRay.x264").year, Some(2017));
    assert_eq!(parse("1917.2019.1080p.BluRay.x264").year, Some(2019));
    assert_eq!(parse("2012.2009.1080p.BluRay.x264").year, Some(2009));
    let daily = parse("The.Daily.Show.2024.03.11.720p.WEB.h264");
    assert!(daily.seasons.is_empty() && daily.episodes.is_empty(), "the day is the only number");
    assert_eq!(daily.date.map(|d| d.to_string()).as_deref(), Some("2024-03-11"));
}
