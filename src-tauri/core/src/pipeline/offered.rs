//! Judges the file behind a link as a torrent's files are judged. Pure.

use super::select::{Selection, Sought};
use crate::model::{Candidate, ChosenFile, Hint, Listed};
use crate::names::is_video;
use crate::torrent::{Offer, TorrentFile};
use crate::work;

/// Returns the file behind a link by which it is judged; `None` where its name is not told or says nothing.
pub(super) fn file_of(offer: &Offer) -> Option<TorrentFile> {
    let name = offer.file_name.as_deref().filter(|name| is_video(name))?;
    Some(TorrentFile { index: -1, name: name.to_owned(), path: String::new(), size: offer.file_size, link: None })
}

/// Holds the file behind a link against what is wanted.
pub(super) fn select_offer(row: &Candidate, file: &TorrentFile, sought: &Sought<'_>) -> Selection {
    // The place of the file is that in the torrent, and its name is judged anyway.
    let hint = Hint { file_index: None, file_name: None, ..row.hint() };
    sought.select(std::slice::from_ref(file), &hint)
}

/// Returns the verdict on the files behind the links of a row: that of the first which is the wanted one. `Nothing`
/// where a link does not tell its file.
pub(super) fn offered_file(row: &Candidate, sought: &Sought<'_>) -> Listed {
    let mut verdict = Listed::Nothing;
    for offer in row.direct() {
        let Some(file) = file_of(offer) else { return Listed::Nothing };
        // A name that the reading fails at says nothing of the file.
        let Some(selection) = work::fenced(|| select_offer(row, &file, sought)) else { return Listed::Nothing };
        if let Some(scored) = selection.pick.and_then(|at| selection.ranked.get(at)) {
            return Listed::Holding(ChosenFile {
                index: -1,
                name: file.name,
                size: file.size,
                score: scored.score,
                confidence: selection.confidence,
                reasons: scored.reasons(),
            });
        }
        verdict = Listed::Lacking;
    }
    verdict
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use url::Url;

    use super::*;
    use crate::model::RankReason;
    use crate::pipeline::pool::Pool;
    use crate::title::{Episode, Kind, Numbering, Wanted};
    use crate::torrent::{OfferKind, OwnSlot, Promise, Proof, SourceName, Torrent};

    fn film() -> Wanted {
        Wanted { kind: Kind::Movie, name: "Harbour of Glass".to_owned(), year: Some(2019), ..Wanted::default() }
    }

    fn episode() -> Wanted {
        let asked = Numbering { season: Some(2), episode: 5 };
        let episode = Episode { asked, imdb: Some(asked), absolute: None, kitsu: None, aired: None, name: None };
        Wanted { kind: Kind::Series, name: "Tide Lines".to_owned(), episode: Some(episode), ..Wanted::default() }
    }

    /// A row of a link alone, as an addon that was asked by id gives it.
    fn link(title: &str, file: Option<&str>) -> Torrent {
        let source = SourceName::Own(OwnSlot::new(1).unwrap());
        let address = Url::parse(&format!("https://files.example/{}", title.len())).unwrap();
        let mut offer = Offer::new(source, OfferKind::Direct, address, None).unwrap();
        offer.promise = Promise::Held;
        offer.file_name = file.map(str::to_owned);
        let mut torrent = Torrent::new(offer.row_id(title), title, source);
        (torrent.is_link, torrent.proof, torrent.offers) = (true, Proof::Wanted, vec![Arc::new(offer)]);
        torrent
    }

    fn row(wanted: Wanted, torrent: Torrent) -> Arc<Candidate> {
        let mut pool = Pool::new(Arc::new(wanted), Vec::new(), crate::model::Past::new());
        pool.merge(vec![torrent]);
        pool.into_rows().remove(0)
    }

    #[test]
    fn the_file_behind_a_link_is_held_against_what_is_wanted() {
        for (wanted, title, file) in [
            (film(), "Harbour.of.Glass.2019.1080p", Some("Harbour.of.Glass.2019.1080p.WEB-DL.mkv")),
            (film(), "Harbour.of.Glass.2019.1080p", Some("a8f7d9e0c1.mkv")),
            (film(), "Harbour.of.Glass.2019.1080p", None),
            (episode(), "Tide.Lines.S02.1080p", Some("Tide.Lines.S02E05.1080p.mkv")),
            (episode(), "Tide.Lines.S02E05.1080p", Some("Tide.Lines.S02E05.1080p.mkv")),
        ] {
            let row = row(wanted, link(title, file));
            assert!(!row.lacks_file && row.is_worth_trying(), "{title} {file:?}: {:?}", row.rank);
        }
        for (wanted, title, file) in [
            (film(), "Harbour.of.Glass.2019.1080p", "Another.Work.of.Art.2003.mkv"),
            (film(), "Harbour.of.Glass.2019.1080p", "Harbour.of.Glass.2019.Trailer.mkv"),
            (episode(), "Tide.Lines.S02.1080p", "Tide.Lines.S02E06.1080p.mkv"),
            (episode(), "Tide.Lines.S02E05.1080p", "Tide.Lines.S01E05.1080p.mkv"),
        ] {
            let row = row(wanted, link(title, Some(file)));
            assert!(row.lacks_file && !row.is_worth_trying(), "{title} {file}: {:?}", row.file);
            assert!(row.rank.reasons.contains(&RankReason::FileMissing), "{title} {file}");
        }
    }

    #[test]
    fn a_link_of_another_work_is_ranked_as_its_torrent_would_be() {
        let other = row(film(), link("Harbour.of.Glass.S01E03.1080p", None));
        assert!(other.rank.reasons.contains(&RankReason::SaysOtherwise) && !other.is_worth_trying());
    }

    #[test]
    fn a_link_joins_its_torrent_and_either_may_come_first() {
        let torrent = |offers: Vec<Arc<Offer>>| {
            let hash = crate::pipeline::pool::tests::hash('a');
            Torrent { offers, ..Torrent::new(hash, "Harbour.of.Glass.2019.1080p", SourceName::Comet) }
        };
        let offers = link("Harbour.of.Glass.2019.1080p", None).offers;
        for order in [[vec![], offers.clone()], [offers.clone(), vec![]]] {
            let mut pool = Pool::new(Arc::new(film()), Vec::new(), crate::model::Past::new());
            for offers in order {
                pool.merge(vec![torrent(offers)]);
            }
            let rows = pool.into_rows();
            assert_eq!((rows.len(), rows[0].torrent.offers.len()), (1, 1));
            assert_eq!(rows[0].cached, Some(crate::debrid::CacheState::Cached));
        }
    }
}
