use proptest::prelude::*;

use super::*;

fn episode() -> Known {
    Known {
        kind: Kind::Series,
        title: "The Meridian Survey".to_owned(),
        year: Some(2010),
        imdb: Some("tt99000101".to_owned()),
        season: Some(2),
        episode: Some(5),
        absolute: Some(13),
        episode_title: Some("Low Water".to_owned()),
        file_name: "The.Meridian.Survey.S02E05.1080p.WEB-DL.mkv".to_owned(),
        release: "The.Meridian.Survey.S02.1080p.WEB-DL-GRP".to_owned(),
    }
}

fn film() -> Known {
    Known {
        title: "Sintel".to_owned(),
        year: Some(2010),
        imdb: Some("tt1727587".to_owned()),
        file_name: "sintel.mp4".to_owned(),
        release: "Sintel.2010.2160p.UHD".to_owned(),
        ..Known::default()
    }
}

fn path(known: &Known) -> String {
    Naming::default().path(known).display().to_string()
}

#[test]
fn episodes_and_films_are_named_as_media_programs_read_them() {
    let named = "The Meridian Survey (2010)/Season 02/The Meridian Survey - S02E05 - Low Water [1080p].mkv";
    assert_eq!(path(&episode()), named);
    assert_eq!(path(&film()), "Sintel (2010)/Sintel (2010) {imdb-tt1727587} [2160p].mp4");
    let special = Known { season: Some(0), episode: Some(1), episode_title: None, ..episode() };
    assert_eq!(path(&special), "The Meridian Survey (2010)/Season 00/The Meridian Survey - S00E01 [1080p].mkv");
    let long = Known { season: Some(21), episode: Some(1112), ..episode() };
    assert!(path(&long).contains("/Season 21/The Meridian Survey - S21E1112 - "), "{}", path(&long));
}

#[test]
fn what_is_not_known_leaves_no_trace() {
    let bare = Known { year: None, imdb: None, file_name: "a.mkv".to_owned(), release: String::new(), ..film() };
    assert_eq!(path(&bare), "Sintel/Sintel.mkv");
    let bare = Known { year: None, season: None, file_name: "05.mkv".to_owned(), release: String::new(), ..episode() };
    assert_eq!(path(&bare), "The Meridian Survey/Season 01/The Meridian Survey - S01E05 - Low Water.mkv");
    let nameless = Known { title: String::new(), year: None, imdb: None, ..film() };
    assert_eq!(path(&nameless), "sintel/sintel [2160p].mp4", "a file that no catalogue knows keeps its name");
}

#[test]
fn anime_is_numbered_through_all_seasons_only_by_wish() {
    let anime = Known { kind: Kind::Anime, ..episode() };
    assert!(path(&anime).contains("S02E05"));
    let naming = Naming { anime: Some(Template::read(ABSOLUTE).unwrap()), ..Naming::default() };
    let by_number = |known: &Known| naming.path(known).display().to_string();
    assert_eq!(by_number(&anime), "The Meridian Survey (2010)/The Meridian Survey - 13 - Low Water [1080p].mkv");
    assert!(by_number(&episode()).contains("S02E05"), "a series is not");
}

#[test]
fn names_are_made_to_fit_the_three_systems() {
    let titled = |title: &str| path(&Known { title: title.to_owned(), year: None, imdb: None, ..film() });
    assert_eq!(titled("Dune: Part Two"), "Dune - Part Two/Dune - Part Two [2160p].mp4");
    assert_eq!(titled("Face/Off"), "Face-Off/Face-Off [2160p].mp4");
    assert_eq!(titled("What?! \"<No>*|\"..."), "What! No/What! No... [2160p].mp4");
    assert_eq!(titled("../../etc/passwd"), "-..-etc-passwd/-..-etc-passwd [2160p].mp4");
    assert_eq!(titled(".."), "_/[2160p].mp4", "no folder leads upwards");
    assert_eq!(titled("映画"), "映画/映画 [2160p].mp4");
    let bare =
        |title: &str| Known { title: title.to_owned(), year: None, imdb: None, release: String::new(), ..film() };
    for (title, named) in [
        ("CON", "CON_/CON_.mp4"),
        ("Con.Air", "Con_.Air/Con_.Air.mp4"),
        ("lpt1 .x", "lpt1 _.x/lpt1 _.x.mp4"),
        ("COM¹", "COM¹_/COM¹_.mp4"),
        ("Conair", "Conair/Conair.mp4"),
        ("COM10", "COM10/COM10.mp4"),
        (".hack//SIGN. ", "hack--SIGN/hack--SIGN.mp4"),
        ("Up\u{202e}4pm.exe\u{200b}", "Up4pm.exe/Up4pm.exe.mp4"),
    ] {
        assert_eq!(path(&bare(title)), named);
    }
}

#[test]
fn a_long_name_loses_the_end_of_what_is_long_and_no_number() {
    // 40 letters of three bytes.
    let title = "転生したら剣でした".repeat(5)[..120].to_owned();
    let named = path(&Known { title: title.clone(), episode_title: None, ..episode() });
    assert_eq!(named, format!("{title} (2010)/Season 02/{title} - S02E05 [1080p].mkv"), "what fits stays whole");
    let long = path(&Known { title: "名".repeat(200), episode_title: Some("e".repeat(300)), ..episode() });
    let parts: Vec<&str> = long.split('/').collect();
    let cut = "名".repeat(30);
    assert_eq!(parts[0], format!("{cut} (2010)"));
    assert_eq!(
        parts[2],
        format!("{cut} - S02E05 - {} [1080p].mkv", "e".repeat(90)),
        "alike in the folder and the file"
    );
    let by_file = Naming { films: Template::read("{file}").unwrap(), ..Naming::default() };
    let file_name = format!("{}.mkv", "f".repeat(200));
    assert_eq!(by_file.path(&Known { file_name: file_name.clone(), ..film() }).display().to_string(), file_name);
}

#[test]
fn templates_are_read_or_refused_with_a_reason() {
    let read = |text: &str| Template::read(text).map(drop);
    assert_eq!(read("{title}/{titel}"), Err(BadTemplate::Unknown("titel".to_owned())));
    assert_eq!(read("{title"), Err(BadTemplate::Open));
    assert_eq!(read("films/S{season}"), Err(BadTemplate::SameForAll));
    for no_name in ["", "{title}/", "/{title}", "../{title}", "{title}/ ./x"] {
        assert_eq!(read(no_name), Err(BadTemplate::NoName), "{no_name}");
    }
    assert!(read("{file}").is_ok() && read(r"{title}\{ episode }").is_ok());
    assert!(Template::read(EPISODES).unwrap().tells_episodes_apart());
    assert!(Template::read(ABSOLUTE).unwrap().tells_episodes_apart());
    assert!(!Template::read("{episode}/{title}").unwrap().tells_episodes_apart());
}

proptest! {
    #[test]
    fn whatever_a_title_is_its_path_is_one_that_every_system_takes(
        title in ".{0,300}",
        of_episode in prop::option::of(".{0,300}"),
        file_name in ".{0,300}",
        numbers in any::<(u32, u32)>(),
        is_film in any::<bool>(),
    ) {
        let known = Known { title, episode_title: of_episode, file_name, season: Some(numbers.0), ..episode() };
        let known = Known { episode: (!is_film).then_some(numbers.1), ..known };
        let path = Naming::default().path(&known);
        let parts: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        prop_assert_eq!(parts.len(), if is_film { 2 } else { 3 }, "{:?}", parts);
        for part in &parts {
            let is_plain = |c: char| !c.is_control() && !r#"<>:"/\|?*"#.contains(c);
            prop_assert!(part.chars().all(is_plain), "{:?}", part);
            prop_assert!(!part.is_empty() && part != "." && part != ".." && part.len() <= LONGEST, "{:?}", part);
            prop_assert!(!part.ends_with(['.', ' ']) && !part.starts_with(' '), "{:?}", part);
        }
        if !is_film {
            let number = format!("S{:02}E{:02}", numbers.0, numbers.1);
            prop_assert!(parts[2].contains(&number), "no length costs the number: {:?}", parts);
        }
    }
}
