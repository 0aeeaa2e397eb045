//! What can be skipped of the file that plays: asks the services the person switched on, as far as the file's own
//! chapters leave something open, and remembers what they said.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::http::Failure;
use crate::pipeline::HEALTH;
use crate::segments::services::{self, Told};
use crate::segments::{Chapter, Segment, SegmentKind, SegmentService, fitted, from_chapters, merged};
use crate::sources::health::Asker;
use crate::title::{Kind, Wanted};

use super::Profile;

/// How long an answer is used. The times of an episode hardly change once they are known.
const FRESH_FOR: Duration = Duration::from_hours(24 * 7);
/// And one that nothing is known. New episodes are timed by their watchers within a day or two.
const NOTHING_FOR: Duration = Duration::from_hours(12);

/// The segments of a file, and which services could not be asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SegmentsFound {
    /// In the order of the film, without overlaps.
    pub segments: Vec<Segment>,
    pub failed: Vec<(SegmentService, Failure)>,
}

impl Profile {
    /// Like [`segments`](Self::segments), of a film or an episode by the id of its title, as a player knows it. What no
    /// catalogue knows has only its chapters.
    pub async fn segments_of(
        &self,
        (kind, title_id): (Kind, &str),
        (season, episode): (Option<u32>, Option<u32>),
        chapters: &[Chapter],
        length: Option<f64>,
    ) -> SegmentsFound {
        let services = self.settings().skip.services;
        // The catalogue is asked only for what the services are asked with.
        let wanted = if services.is_empty() { None } else { self.wanted(kind, title_id, season, episode).await.ok() };
        self.segments_by(&services, &wanted.unwrap_or_default(), chapters, length).await
    }

    /// Returns what can be skipped of a file, by its chapters and by the services that the person switched on. `length`
    /// is that of the file in seconds. Takes up to 8 s where a service is slow.
    pub async fn segments(&self, wanted: &Wanted, chapters: &[Chapter], length: Option<f64>) -> SegmentsFound {
        let services = self.settings().skip.services;
        self.segments_by(&services, wanted, chapters, length).await
    }

    /// Like [`segments`](Self::segments), asking these services. None is asked when the chapters tell both the opening
    /// and the credits.
    pub async fn segments_by(
        &self,
        services: &BTreeSet<SegmentService>,
        wanted: &Wanted,
        chapters: &[Chapter],
        length: Option<f64>,
    ) -> SegmentsFound {
        let own = length.map(|length| from_chapters(chapters, length)).unwrap_or_default();
        let tells = |kind| own.iter().any(|segment| segment.kind == kind);
        let is_told = tells(SegmentKind::Opening) && tells(SegmentKind::Credits);
        let mut tellings = vec![own];
        let mut failed = Vec::new();
        if !is_told {
            let asked = SegmentService::ALL.into_iter().filter(|service| services.contains(service));
            let asked = asked.filter_map(|service| Some((service, services::question(service, wanted, length)?)));
            let answers = asked.map(|(service, question)| async move { (service, self.told(service, question).await) });
            for (service, answer) in futures::future::join_all(answers).await {
                match answer {
                    Ok(told) => tellings.push(fitted(service, &told, length)),
                    Err(failure) => {
                        tracing::info!(service = service.as_str(), %failure, "what can be skipped was not told");
                        failed.push((service, failure));
                    }
                }
            }
        }
        SegmentsFound { segments: merged(&tellings), failed }
    }

    /// Returns what a service says, from the cache while it is fresh, and at any age if the service fails.
    async fn told(&self, service: SegmentService, question: String) -> Result<Vec<Told>, Failure> {
        let key = format!("segments/{}{question}", service.as_str());
        let remembered = self.cache.get::<Vec<Told>>(&key).await;
        if let Some(remembered) = &remembered {
            let lasts = if remembered.value.is_empty() { NOTHING_FOR } else { FRESH_FOR };
            if remembered.age < lasts {
                return Ok(remembered.value.clone());
            }
        }
        let outcome = match self.health.enter(service.as_str(), Asker::Search, Timestamp::now()) {
            Ok(asking) => {
                let sent = Instant::now();
                let outcome = services::ask(service, &self.http, &self.endpoints(), &question).await;
                asking.end(outcome.as_ref().map(|_| ()), sent.elapsed(), Timestamp::now());
                self.cache.put(HEALTH, &self.health.kept()).await;
                outcome
            }
            Err(resting) => Err(resting),
        };
        match outcome {
            Ok(told) => {
                self.cache.put(&key, &told).await;
                Ok(told)
            }
            Err(failure) => remembered.map(|remembered| remembered.value).ok_or(failure),
        }
    }
}
