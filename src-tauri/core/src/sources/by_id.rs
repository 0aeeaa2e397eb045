//! Judges what an index found that was asked for an id. Most indexes give the work under every name it has; some turn
//! the id into a search for words. Pure.

use release_name::normalise;

use super::answer::{DropReason, SourceAnswer};
use super::relevance;
use crate::names::{self, Measure};
use crate::title::{Kind, Wanted};
use crate::torrent::{Proof, Torrent};

/// Keeps what carries the wanted title. Where that is most of it, the index went by the id, and what carries another
/// title is the same work in another language.
pub(super) fn sift(found: Vec<Torrent>, wanted: &Wanted) -> SourceAnswer {
    let measure = Measure::of(wanted);
    let other_title = |torrent: &Torrent| relevance::judge(torrent, &measure) == Err(DropReason::Title);
    let titled = found.iter().filter(|torrent| !other_title(torrent)).count();
    let went_by_id = 2 * titled >= found.len();
    let believed = found.into_iter().map(|torrent| {
        let proven = went_by_id && other_title(&torrent) && may_be_translated(&torrent.title, wanted);
        if proven { Torrent { proof: Proof::Work, ..torrent } } else { torrent }
    });
    relevance::sift_by(believed.collect(), &measure)
}

/// Returns whether a name may be the work's in another language: it has no word of the title, and a film says its year.
/// A search for words finds what has some of them.
fn may_be_translated(name: &str, wanted: &Wanted) -> bool {
    let said = names::read(name);
    let near = |year: u16| wanted.year.is_some_and(|wanted| i32::from(wanted).abs_diff(i32::from(year)) <= 1);
    if wanted.kind == Kind::Movie && !said.year.is_some_and(near) {
        return false;
    }
    let title = normalise(&wanted.name);
    let words = normalise(&said.title);
    // Articles and numbers are the same in several languages.
    !words.split(' ').any(|word| word.chars().count() > 3 && title.split(' ').any(|of_title| of_title == word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::ids::tests::{film, series};
    use crate::torrent::{InfoHash, SourceName};

    fn titles(names: &[&str], wanted: &Wanted) -> (Vec<String>, usize) {
        let hash = InfoHash::parse(&"ab".repeat(20)).unwrap();
        let found = names.iter().map(|name| Torrent::new(hash, *name, SourceName::Nyaa)).collect();
        let sifted = sift(found, wanted);
        let titles = sifted.torrents.into_iter().map(|torrent| torrent.title).collect();
        (titles, sifted.dropped.get(&DropReason::Title).copied().unwrap_or_default())
    }

    #[test]
    fn an_index_that_went_by_the_id_is_believed_in_other_languages() {
        let english = ["Big.Buck.Bunny.2008.1080p", "Big Buck Bunny (2008) 720p", "Big.Buck.Bunny.2160p"];
        let translated = ["Der.grosse.Hase.2008.German.DL.1080p", "Il.coniglio.2008.iTALiAN.720p"];
        let others =
            ["Buck.Rogers.and.the.Bunny.2008.1080p", "Der.kleine.Hase.2015.German.1080p", "Peach.Project.1080p"];
        let all = [&english[..], &translated[..]].concat();
        assert_eq!(
            titles(&[&all[..], &others[..1]].concat(), &film()),
            (all.iter().map(ToString::to_string).collect(), 1)
        );
        let (kept, dropped) = titles(&[&english[..], &others[..]].concat(), &film());
        assert_eq!((kept.len(), dropped), (3, 3), "words in common, another year, no year");
    }

    #[test]
    fn an_index_that_did_not_is_held_to_the_title() {
        let names = ["Big.Buck.Bunny.2008.1080p", "Sintel.2008.1080p", "Caminandes.2008.720p", "Elephants.2008.1080p"];
        assert_eq!(titles(&names, &film()), (vec![names[0].to_owned()], 3));
    }

    #[test]
    fn an_episode_in_another_language_is_held_to_its_number() {
        let names =
            ["Harbour.Lights.S02E05.1080p", "Luci.del.porto.S02E05.iTA.1080p", "Luci.del.porto.S02E06.iTA.1080p"];
        let (kept, _) = titles(&[names[0], names[0], names[1], names[2]], &series());
        assert_eq!(kept, [names[0], names[0], names[1]]);
    }
}
