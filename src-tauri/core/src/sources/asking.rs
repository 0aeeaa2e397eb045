//! How a source is asked: each request gets what is left of the budget, large answers are parsed off the async
//! workers, and the answers to several questions are merged, with the quick ones reported before the slow ones.

use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::FuturesUnordered;

use super::answer::united;
use super::relevance;
use super::{Ask, SourceAnswer, SourceError, by_id};
use crate::endpoints::Upstream;
use crate::http::{HostLimits, Profile, Request, read_body};
use crate::title::Wanted;
use crate::torrent::{Proof, Torrent};
use crate::work;

/// Above this many torrents, filtering moves to a blocking thread so that it does not hold up an async worker.
const SIFT_APART: usize = 300;
/// When the remaining questions take longer than this, the torrents found so far are reported at once.
const GRACE: Duration = Duration::from_millis(25);

impl Ask<'_> {
    /// Builds a GET request for `path` (percent-encoded, starting with `/`) with the budget as its deadline.
    pub(super) fn get(&self, upstream: Upstream, path: &str) -> Result<Request, SourceError> {
        let url = self
            .endpoints
            .url(upstream, path)
            .map_err(|_| SourceError::Unreachable(format!("the address of {upstream} cannot be used")))?;
        let limits = if self.endpoints.is_default(upstream) { limits(upstream) } else { HostLimits::default() };
        Ok(self.request(url).profile(profile(upstream)).limits(limits))
    }

    /// Builds a GET request for a URL outside the configured upstreams, with the budget as its deadline.
    pub(super) fn request(&self, url: url::Url) -> Request {
        Request::get(url).deadline(self.patience())
    }

    /// Returns a little less than the budget, to leave time for merging the answers that came in time.
    pub(super) fn patience(&self) -> Duration {
        self.budget.saturating_sub((self.budget / 20).min(Duration::from_millis(250)))
    }

    /// Sends a request and parses the body of its response.
    pub(super) async fn fetch<R: Send + 'static>(
        &self,
        request: Request,
        read: impl FnOnce(&[u8]) -> Result<R, SourceError> + Send + 'static,
    ) -> Result<R, SourceError> {
        let body = self.http.fetch(request).await?.body;
        read_body(body, read).await?
    }

    /// Removes the forms that were already asked before (see [`Ask::besides`]).
    pub(super) fn fresh<F: ToString>(&self, mut forms: Vec<F>) -> Vec<F> {
        forms.retain(|form| !self.besides.contains(&form.to_string()));
        forms
    }
}

/// Returns the client profile for an upstream. Torrentio and Nyaa sit behind filters that reject anything but a
/// browser; the others accept, and some prefer, a client that names itself.
fn profile(upstream: Upstream) -> Profile {
    match upstream {
        Upstream::Torrentio | Upstream::Nyaa => Profile::Browser,
        Upstream::StremThru
        | Upstream::Comet
        | Upstream::Zilean
        | Upstream::AnimeTosho
        | Upstream::TorrentsDb
        | Upstream::Peerflix
        | Upstream::MediaFusion
        | Upstream::Cinemeta
        | Upstream::Kitsu
        | Upstream::Relations
        | Upstream::Metahub
        | Upstream::AniSkip
        | Upstream::TheIntroDb
        | Upstream::IntroDb
        | Upstream::Updates => Profile::Plain,
    }
}

/// Returns the request limits for a public server. MediaFusion allows twenty requests an hour; Nyaa runs on one small
/// machine.
fn limits(upstream: Upstream) -> HostLimits {
    const FEW: HostLimits = HostLimits { parallel: 4, apart: Duration::ZERO, hourly: None };
    match upstream {
        Upstream::MediaFusion => HostLimits { hourly: Some(20), ..FEW },
        Upstream::Nyaa => HostLimits { parallel: 1, apart: Duration::from_secs(1), ..FEW },
        Upstream::StremThru
        | Upstream::Torrentio
        | Upstream::Comet
        | Upstream::Zilean
        | Upstream::AnimeTosho
        | Upstream::TorrentsDb
        | Upstream::Peerflix
        | Upstream::Cinemeta
        | Upstream::Kitsu
        | Upstream::Relations
        | Upstream::Metahub
        | Upstream::AniSkip
        | Upstream::TheIntroDb
        | Upstream::IntroDb
        | Upstream::Updates => FEW,
    }
}

/// How strictly the torrents found by a question are compared with the wanted title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finds {
    /// The source matched them by id: they are what is wanted.
    ById,
    /// It was asked for an id, which it may have turned into words.
    ByIdOrWords,
    /// They belong to the right title but may be any of its episodes.
    OfTheWork,
    /// They merely have similar names and may be anything.
    ByTitle,
}

impl Finds {
    fn proves(self) -> Proof {
        match self {
            Self::ById => Proof::Wanted,
            Self::OfTheWork => Proof::Work,
            Self::ByIdOrWords | Self::ByTitle => Proof::Nothing,
        }
    }
}

/// Asks several questions at once and merges the answers in the order of the questions. Fails only when every question
/// failed. Reports the torrents of quick questions while slow ones are still running.
pub(super) async fn together<F>(
    ask: Ask<'_>,
    questions: impl IntoIterator<Item = (Finds, F)>,
) -> Result<SourceAnswer, SourceError>
where
    F: Future<Output = Result<SourceAnswer, SourceError>>,
{
    let mut running: FuturesUnordered<_> =
        questions.into_iter().enumerate().map(|(at, (finds, asked))| async move { (at, finds, asked.await) }).collect();
    let mut heard: Vec<(usize, Finds, SourceAnswer)> = Vec::new();
    let mut told = 0;
    let mut failure = None;
    loop {
        let next = if told < heard.len() && !running.is_empty() {
            let Ok(next) = tokio::time::timeout(GRACE, running.next()).await else {
                for (_, finds, answer) in &heard[told..] {
                    ask.tell(sifted(*finds, answer.torrents.clone(), ask.wanted).await?.torrents);
                }
                told = heard.len();
                continue;
            };
            next
        } else {
            running.next().await
        };
        match next {
            Some((at, finds, Ok(mut answer))) => {
                for torrent in &mut answer.torrents {
                    torrent.proof = torrent.proof.max(finds.proves());
                }
                heard.push((at, finds, answer));
            }
            Some((_, _, Err(error))) => failure = failure.or(Some(error)),
            None => break,
        }
    }
    match failure {
        Some(error) if heard.is_empty() => return Err(error),
        Some(_) | None => {}
    }
    heard.sort_by_key(|(at, ..)| *at);
    let mut whole = SourceAnswer { missing: failure, ..SourceAnswer::default() };
    for finds in [Finds::ById, Finds::ByIdOrWords, Finds::OfTheWork, Finds::ByTitle] {
        let mut part = SourceAnswer::default();
        for (_, _, answer) in heard.extract_if(.., |(_, of, _)| *of == finds) {
            part.join(answer);
        }
        // Filters after merging, so that a torrent found by two questions counts once.
        let torrents = united(std::mem::take(&mut part.torrents));
        part.join(sifted(finds, torrents, ask.wanted).await?);
        whole.join(part);
    }
    whole.torrents = united(whole.torrents);
    Ok(whole)
}

async fn sifted(finds: Finds, found: Vec<Torrent>, wanted: &Wanted) -> Result<SourceAnswer, SourceError> {
    let sift: fn(Vec<Torrent>, &Wanted) -> SourceAnswer = match finds {
        Finds::ById => return Ok(SourceAnswer { torrents: found, ..SourceAnswer::default() }),
        Finds::ByIdOrWords => by_id::sift,
        Finds::OfTheWork | Finds::ByTitle => relevance::sift,
    };
    if found.len() <= SIFT_APART {
        return Ok(sift(found, wanted));
    }
    let wanted = wanted.clone();
    let sifting = work::off_runtime(move || sift(found, &wanted));
    sifting.await.map_err(|_| SourceError::Malformed("the names found could not be read".to_owned()))
}

#[cfg(test)]
mod tests {
    use futures::future::{BoxFuture, FutureExt as _};
    use tokio::sync::{mpsc, oneshot};

    use super::*;
    use crate::endpoints::Endpoints;
    use crate::http::Http;
    use crate::sources::Options;
    use crate::sources::ids::tests::film;
    use crate::torrent::{InfoHash, SourceName};

    fn found(digit: char) -> SourceAnswer {
        let hash = InfoHash::parse(&digit.to_string().repeat(40)).unwrap();
        SourceAnswer {
            torrents: vec![Torrent::new(hash, "Big Buck Bunny 2008", SourceName::Nyaa)],
            ..SourceAnswer::default()
        }
    }

    #[tokio::test]
    async fn a_question_that_hangs_does_not_hold_back_what_another_found() {
        let (http, endpoints, options, wanted) =
            (Http::new().unwrap(), Endpoints::default(), Options::default(), film());
        let (early, mut told) = mpsc::unbounded_channel();
        let ask = Ask {
            http: &http,
            endpoints: &endpoints,
            options: &options,
            wanted: &wanted,
            budget: Duration::from_secs(20),
            besides: &[],
            early: Some(&early),
        };
        let (release, hung) = oneshot::channel::<()>();
        let quick: BoxFuture<'_, Result<SourceAnswer, SourceError>> = async { Ok(found('a')) }.boxed();
        let slow = async move {
            let _ = hung.await;
            Err(SourceError::Timeout(Duration::from_secs(20)))
        };
        let asked = together(ask, [(Finds::ByTitle, quick), (Finds::ById, slow.boxed())]);
        // The slow one is let go only once the quick one's find was told.
        let watched = async move {
            let first = told.recv().await.unwrap();
            release.send(()).unwrap();
            first
        };
        let (whole, first) = tokio::join!(asked, watched);
        let whole = whole.unwrap();
        assert_eq!(first, found('a').torrents);
        assert_eq!(whole.torrents, first);
        assert!(matches!(whole.missing, Some(SourceError::Timeout(_))), "and it is said that a part is missing");
    }
}
