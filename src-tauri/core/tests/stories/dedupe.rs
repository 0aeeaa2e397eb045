//! One row a torrent, holding the best of what nine sources say of it.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use perihelion_core::model::Past;
use perihelion_core::pipeline::pool::Pool;
use perihelion_core::torrent::{InfoHash, SourceName, Torrent};
use perihelion_simulator::Config;

use crate::stage::{OWN_FILM, SINTEL, Stage, hash, quick, release};

#[tokio::test]
async fn rows_are_unique_by_hash_and_name_everybody_who_had_them() {
    let stage = Stage::set(Config { overlap: 0.6, ..quick() }).await;
    let story = stage.find(SINTEL).await;
    let rows = &story.found.candidates;
    let hashes: HashSet<_> = rows.iter().map(|row| row.torrent.info_hash).collect();
    assert_eq!(hashes.len(), rows.len(), "one row a hash");
    assert!(rows.iter().any(|row| row.sources.len() > 2), "with much overlap many had the same");
    assert!(rows.iter().all(|row| row.sources.contains(&row.torrent.source)), "who had it first is among them");
    let told: usize = story
        .events
        .iter()
        .map(|event| match event {
            perihelion_core::pipeline::event::Event::SourceAnswered { count, .. } => *count,
            _ => 0,
        })
        .sum();
    let merged: usize = rows.iter().map(|row| row.sources.len()).sum();
    assert_eq!(told, merged, "every row of every answer went into one of the rows");
    assert!(merged > rows.len(), "and some were repeats");
}

#[tokio::test]
async fn a_torrent_everybody_lists_is_one_row_with_nine_contributors() {
    let stage = Stage::with_film(vec![release(1, &SourceName::ALL), release(2, &[SourceName::Nyaa])], quick()).await;
    let story = stage.find(OWN_FILM).await;
    assert_eq!(story.found.candidates.len(), 2);
    // AnimeTosho writes base32 magnets, Nyaa and others their own case of hexadecimal: all of it is one hash.
    assert_eq!(story.row(&hash(1)).sources, SourceName::ALL.into(), "all nine had it, in whatever form of its hash");
    assert_eq!(story.row(&hash(2)).sources, BTreeSet::from([SourceName::Nyaa]));
    assert_eq!(story.row(&hash(1)).torrent.seeders, Some(10));
    // Most sources round what they write, so the size is near the real one.
    let size = story.row(&hash(1)).torrent.size.unwrap();
    assert!((1_900_000_000..2_200_000_000).contains(&size), "{size} bytes");
}

#[tokio::test]
async fn a_merged_row_keeps_the_best_known_of_each_source() {
    let stage = Stage::set(quick()).await;
    let wanted = Arc::new(stage.wanted(SINTEL).await);
    let hex = "416b79c9a668ebf9bfce22845affe0cdde2fc8be";
    let upper = InfoHash::parse(&hex.to_uppercase()).unwrap();
    let base32 = InfoHash::parse("IFVXTSNGNDV7TP6OEKCFV77AZXPC7SF6").unwrap();
    let first = Torrent {
        size: Some(1_000),
        seeders: Some(5),
        trackers: vec!["udp://a.example:1".to_owned()],
        ..Torrent::new(upper, "Sintel", SourceName::Zilean)
    };
    let second = Torrent {
        size: Some(2_000),
        seeders: Some(3),
        file_size: Some(1_900),
        file_index: Some(4),
        file_name: Some("Sintel.2010.1080p.mkv".to_owned()),
        tracker: Some("1337x".to_owned()),
        trackers: vec!["udp://a.example:1".to_owned(), "udp://b.example:1".to_owned()],
        ..Torrent::new(base32, "Sintel.2010.1080p.BluRay.x264-GRP", SourceName::Torrentio)
    };
    let third = Torrent::new(InfoHash::parse(hex).unwrap(), "Sintel 2010", SourceName::Peerflix);
    let orders: [[&Torrent; 3]; 3] = [[&first, &second, &third], [&third, &second, &first], [&second, &third, &first]];
    for order in orders {
        let mut pool = Pool::new(Arc::clone(&wanted), Vec::new(), Past::new());
        for torrent in order {
            pool.merge(vec![torrent.clone()]);
        }
        let found = pool.into_rows();
        let [row] = &found[..] else { panic!("three spellings of one hash are one row") };
        assert_eq!(row.torrent.info_hash.to_string(), hex, "lower case");
        assert_eq!((row.torrent.size, row.torrent.seeders), (Some(2_000), Some(5)), "largest size, most seeders");
        assert_eq!(row.torrent.file_size, Some(1_900));
        assert_eq!(
            (row.torrent.file_index, row.torrent.file_name.as_deref()),
            (Some(4), Some("Sintel.2010.1080p.mkv"))
        );
        assert_eq!(row.torrent.tracker.as_deref(), Some("1337x"));
        assert_eq!(row.torrent.title, "Sintel.2010.1080p.BluRay.x264-GRP", "the title that tells most");
        assert_eq!(row.torrent.trackers.len(), 2, "each announce URL once");
        assert_eq!(row.sources.len(), 3);
    }
}
