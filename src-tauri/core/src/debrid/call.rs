//! Sends one request of the store API: each attempt takes a turn of the budget, and every refusal is told to it.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;

use super::op::Op;
use super::{Debrid, DebridError, budget, refusal, wire};
use crate::endpoints::Upstream;
use crate::http::{HttpError, Request, Response, Retry};
use crate::secret::Secret;

impl Debrid {
    /// Sends a request by its newer path. Fails with `Gone` where the server has only the older ones.
    pub(super) async fn call_newer(&self, op: &Op) -> Result<Vec<u8>, DebridError> {
        self.call_once(op, true).await.map_err(|refused| match refused {
            Refused { no_such_path: true, .. } => DebridError::Gone,
            refused => refused.error,
        })
    }

    /// Sends a request and returns the response's body. Tries the newer path names where the server does not know the
    /// older ones.
    pub(super) async fn call(&self, op: &Op) -> Result<Vec<u8>, DebridError> {
        let torz = self.shared.torz.load(Ordering::Relaxed);
        let outcome = self.call_once(op, torz).await;
        if matches!(&outcome, Err(Refused { no_such_path: true, .. })) && !torz && op.has_torz() {
            // A server that has only the newer paths answers the older ones with a 404 without a reason.
            let again = self.call_once(op, true).await;
            if !matches!(&again, Err(Refused { no_such_path: true, .. })) {
                self.shared.torz.store(true, Ordering::Relaxed);
            }
            return again.map_err(|refused| refused.error);
        }
        outcome.map_err(|refused| refused.error)
    }

    /// Sends a request, with retries if the operation allows them. Every attempt takes a turn of the budget and counts.
    /// After a 429 with a short pause it tries once more (the budget's turn waits out the pause); a longer pause is
    /// returned as the error.
    async fn call_once(&self, op: &Op, torz: bool) -> Result<Vec<u8>, Refused> {
        let mut left = op.deadline;
        let (mut attempt, mut was_silenced) = (0, false);
        loop {
            self.budget.turn(op.purpose).await?;
            let started = Instant::now();
            let outcome = self.http.send(self.request(op, torz, left)?).await;
            left = left.saturating_sub(started.elapsed());
            let pause = op.retry.wait(attempt, &outcome, left);
            let refused = match self.body(outcome, op.deadline) {
                Ok(body) => return Ok(body),
                Err(refused) => refused,
            };
            let is_short_silence = matches!(&refused.error,
                DebridError::RateLimited { retry_after: Some(wait) } if *wait <= budget::PATIENCE);
            if is_short_silence && op.retry != Retry::Never && !was_silenced {
                was_silenced = true;
            } else if let Some(pause) = pause {
                tracing::debug!(service = self.store.name(), attempt, "a service is asked again");
                tokio::time::sleep(pause).await;
                left = left.saturating_sub(pause);
                attempt += 1;
            } else {
                return Err(refused);
            }
        }
    }

    /// Returns a successful response's body. Turns any other outcome into an error, and tells the budget of a refusal.
    fn body(&self, outcome: Result<Response, HttpError>, deadline: Duration) -> Result<Vec<u8>, Refused> {
        let answer = outcome.map_err(|error| match error {
            HttpError::Timeout(_) => DebridError::Timeout(deadline),
            HttpError::Unreachable(why) => DebridError::Unreachable(why),
            HttpError::BadRedirect(_) | HttpError::UsedUp { .. } => DebridError::Unreachable(error.to_string()),
            HttpError::TooLarge { .. } | HttpError::Broken => DebridError::Malformed(error.to_string()),
        })?;
        let secrets: Vec<&Secret> = self.token.iter().chain(&self.proxy).collect();
        let Some(error) = refusal::refusal(&answer, &secrets) else { return Ok(answer.body) };
        self.budget.note_error(&error);
        Err(Refused { no_such_path: answer.status.as_u16() == 404 && !refusal::has_reason(&answer), error })
    }

    fn request(&self, op: &Op, torz: bool, deadline: Duration) -> Result<Request, DebridError> {
        let url = self
            .endpoints
            .url(Upstream::StremThru, &op.path_and_query(torz))
            .map_err(|error| DebridError::Unreachable(format!("StremThru's address cannot be used: {error}")))?;
        let mut request = Request::new(op.method.clone(), url)
            .header("x-stremthru-store-name", self.store.name())
            .deadline(deadline)
            .max_bytes(op.max_bytes);
        if let Some(token) = &self.token {
            request = request.secret_header("x-stremthru-store-authorization", &format!("Bearer {}", token.expose()));
        }
        if let Some(proxy) = &self.proxy {
            request = request.secret_header("x-stremthru-authorization", &wire::basic(proxy));
        }
        if let Some(body) = op.body(torz) {
            request = request.json(&body);
        }
        Ok(request)
    }
}

/// An error, and whether the server answered that it does not know the path.
struct Refused {
    error: DebridError,
    no_such_path: bool,
}

impl From<DebridError> for Refused {
    fn from(error: DebridError) -> Self {
        Self { error, no_such_path: false }
    }
}
