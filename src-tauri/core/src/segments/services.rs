//! The services that know where openings and credits are: how each is asked, and what its answers say. Each has a file.

mod aniskip;
mod introdb;
mod theintrodb;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{SegmentKind, SegmentService};
use crate::endpoints::Endpoints;
use crate::http::{Failure, HostLimits, Http, Request, read_body};
use crate::lenient::Scalar;
use crate::title::Wanted;

/// The deadline of a request. The film plays meanwhile, and an opening is over soon.
const PATIENCE: Duration = Duration::from_secs(8);
/// Far more than any answer has.
const MOST_BYTES: usize = 256 << 10;
/// A file has a handful of segments. An answer with more of them is none, as nobody can tell which are meant.
const MOST: usize = 24;
/// Seconds of a day: no file is longer.
const DAY: f64 = 86_400.0;

/// What a service says of one segment. The times are seconds; they lie within a day, and an end after its beginning.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    pub kind: SegmentKind,
    pub start: f64,
    /// `None` is the end of the file.
    pub end: Option<f64>,
    /// The length of the file that it was timed by, where the service tells it.
    pub of_length: Option<f64>,
}

/// Returns the path and query that a service is asked with; `None` if it cannot know the wanted title. `length` is that
/// of the file in seconds. An anime is asked for by its own entry where the service knows entries, and by its season
/// and episode on IMDb where it does not.
pub fn question(service: SegmentService, wanted: &Wanted, length: Option<f64>) -> Option<String> {
    let length = length.filter(|length| (1.0..DAY).contains(length));
    match service {
        SegmentService::AniSkip => aniskip::path(wanted, length),
        SegmentService::TheIntroDb => theintrodb::path(wanted, length),
        SegmentService::IntroDb => introdb::path(wanted),
    }
}

/// Asks a service with what [`question`] returned. An answer that it knows nothing is an empty list.
pub async fn ask(
    service: SegmentService,
    http: &Http,
    endpoints: &Endpoints,
    question: &str,
) -> Result<Vec<Told>, Failure> {
    let upstream = service.upstream();
    let url = endpoints
        .url(upstream, question)
        .map_err(|_| Failure::Unreachable(format!("the address of {upstream} cannot be used")))?;
    let few = HostLimits { parallel: 2, apart: Duration::from_millis(500), hourly: None };
    let limits = if endpoints.is_default(upstream) { few } else { HostLimits::default() };
    let request = Request::get(url).deadline(PATIENCE).max_bytes(MOST_BYTES).limits(limits);
    match http.fetch(request).await {
        Ok(answer) => read_body(answer.body, move |body| read(service, body)).await?,
        Err(Failure::Refused(404)) => Ok(Vec::new()),
        Err(failure) => Err(failure),
    }
}

/// Reads the body of a service's answer. Rows that cannot be true are left out.
pub(super) fn read(service: SegmentService, body: &[u8]) -> Result<Vec<Told>, Failure> {
    let told = match service {
        SegmentService::AniSkip => aniskip::read(body),
        SegmentService::TheIntroDb => theintrodb::read(body),
        SegmentService::IntroDb => introdb::read(body),
    }?;
    Ok(if told.len() > MOST { Vec::new() } else { told.into_iter().filter(is_possible).collect() })
}

/// Parses a body as the answer of each service, for the tests with damaged bodies.
pub(crate) fn read_as_any(body: &[u8]) {
    for service in SegmentService::ALL {
        if let Ok(told) = read(service, body) {
            assert!(told.len() <= MOST && told.iter().all(is_possible), "an answer beyond its bounds");
        }
    }
}

fn is_possible(told: &Told) -> bool {
    let ends_after = told.end.is_none_or(|end| end > told.start && end <= DAY);
    (0.0..DAY).contains(&told.start) && ends_after
}

/// Returns a number, or `None` where there is nothing. Fails for what should be a number and is none.
fn number(scalar: &Scalar<'_>) -> Result<Option<f64>, NoNumber> {
    match scalar {
        Scalar::None => Ok(None),
        other => other.float().map(Some).ok_or(NoNumber),
    }
}

#[derive(Debug)]
struct NoNumber;

/// What is answered in place of segments is no answer.
fn unexpected() -> Failure {
    Failure::Malformed("the answer says nothing of segments".to_owned())
}
