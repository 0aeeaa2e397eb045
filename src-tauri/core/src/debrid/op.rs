//! One request of the store API, in the path names of older servers and of newer ones.

use std::time::Duration;

use super::budget::Purpose;
use super::{Pace, wire};
use crate::http::{Method, Retry};

/// One request of the store API. Its path is written with `magnets` and sent with `torz` to newer servers.
pub(super) struct Op {
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) id: Option<String>,
    pub(super) query: Option<String>,
    pub(super) body: Option<serde_json::Value>,
    pub(super) purpose: Purpose,
    pub(super) retry: Retry,
    pub(super) deadline: Duration,
    pub(super) max_bytes: usize,
}

impl Op {
    pub(super) fn new(method: Method, path: &'static str) -> Self {
        Self {
            method,
            path,
            id: None,
            query: None,
            body: None,
            purpose: Purpose::Look,
            retry: Retry::Never,
            deadline: Pace::default().call,
            max_bytes: 16 << 20,
        }
    }

    pub(super) fn id(mut self, id: &str) -> Self {
        self.id = Some(wire::path_segment(id));
        self
    }

    pub(super) fn query(mut self, query: String) -> Self {
        self.query = Some(query);
        self
    }

    pub(super) fn with_body(mut self, body: serde_json::Value) -> Self {
        self.body = Some(body);
        self
    }

    pub(super) fn purpose(mut self, purpose: Purpose) -> Self {
        self.purpose = purpose;
        self
    }

    pub(super) fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    pub(super) fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    pub(super) fn max_bytes(mut self, limit: usize) -> Self {
        self.max_bytes = limit;
        self
    }

    pub(super) fn has_torz(&self) -> bool {
        self.path != "/user"
    }

    pub(super) fn path_and_query(&self, torz: bool) -> String {
        let path = match (torz, self.path) {
            (true, "/magnets") => "/torz",
            (true, "/magnets/check") => "/torz/check",
            (true, "/link/generate") => "/torz/link/generate",
            (_, path) => path,
        };
        let mut whole = format!("/v0/store{path}");
        if let Some(id) = &self.id {
            whole.push('/');
            whole.push_str(id);
        }
        if let Some(query) = &self.query {
            whole.push('?');
            if self.path == "/magnets/check" {
                whole.push_str(if torz { "hash=" } else { "magnet=" });
            }
            whole.push_str(query);
        }
        whole
    }

    pub(super) fn body(&self, torz: bool) -> Option<serde_json::Value> {
        match &self.body {
            Some(body) if torz && self.path == "/magnets" => Some(serde_json::json!({ "link": body["magnet"] })),
            body => body.clone(),
        }
    }
}
