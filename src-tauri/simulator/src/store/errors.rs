//! Owns `StremThru`'s two error envelopes.

use serde_json::json;

use crate::{
    dialects::{Call, Reply},
    dice::fold,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    BadRequest,
    Unauthorized,
    PaymentRequired,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    UnsupportedMediaType,
    TooManyRequests,
    LegalReasons,
    Teapot,
    StoreLimitExceeded,
    NotImplemented,
    BadGateway,
    Unavailable,
    Internal,
}

impl Code {
    pub(crate) fn of_status(status: u16) -> Self {
        match status {
            400 => Self::BadRequest,
            401 => Self::Unauthorized,
            402 => Self::PaymentRequired,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            405 => Self::MethodNotAllowed,
            415 => Self::UnsupportedMediaType,
            429 => Self::TooManyRequests,
            418 => Self::Teapot,
            451 => Self::LegalReasons,
            501 => Self::NotImplemented,
            502 => Self::BadGateway,
            503 => Self::Unavailable,
            _ => Self::Internal,
        }
    }

    fn parts(self) -> (&'static str, u16) {
        match self {
            Self::BadRequest => ("BAD_REQUEST", 400),
            Self::Unauthorized => ("UNAUTHORIZED", 401),
            Self::PaymentRequired => ("PAYMENT_REQUIRED", 402),
            Self::Forbidden => ("FORBIDDEN", 403),
            Self::NotFound => ("NOT_FOUND", 404),
            Self::MethodNotAllowed => ("METHOD_NOT_ALLOWED", 405),
            Self::UnsupportedMediaType => ("UNSUPPORTED_MEDIA_TYPE", 415),
            Self::TooManyRequests => ("TOO_MANY_REQUESTS", 429),
            Self::LegalReasons => ("UNAVAILABLE_FOR_LEGAL_REASONS", 451),
            Self::Teapot => ("UNKNOWN", 418),
            Self::StoreLimitExceeded => ("STORE_LIMIT_EXCEEDED", 500),
            Self::NotImplemented => ("NOT_IMPLEMENTED", 501),
            Self::BadGateway => ("BAD_GATEWAY", 502),
            Self::Unavailable => ("SERVICE_UNAVAILABLE", 503),
            Self::Internal => ("INTERNAL_SERVER_ERROR", 500),
        }
    }
}

/// The envelope with `type`, `request_id` and, where a store refused, its own words.
pub(crate) fn legacy(call: &Call, code: Code, message: &str, store: Option<&str>) -> Reply {
    let (name, status) = code.parts();
    let path = format!("/{}", call.segments.join("/"));
    let mut error = json!({
        "request_id": format!("{:016x}", fold(1, &path)),
        "type": if store.is_some() { "upstream_error" } else { "api_error" },
        "code": name,
        "message": message,
        "method": call.method.as_str(),
        "path": path,
        "status_code": status,
    });
    if let Some(store) = store {
        error["store_name"] = json!(store);
        error["__upstream_cause__"] = json!({"error": message});
    }
    Reply::json(status, &json!({"error": error}))
}

/// What a proxy in front says when the server behind it does not: a page.
pub(crate) fn page(status: u16) -> Reply {
    Reply::new(
        status,
        "text/html; charset=UTF-8",
        format!(
            "<!DOCTYPE html><html><head><title>{status}: Bad gateway</title></head><body><h1>Error {status}</h1></body></html>"
        ),
    )
}

/// The same error in the newer envelope.
pub(crate) fn renewed(reply: Reply) -> Reply {
    let Ok(body) = serde_json::from_slice::<serde_json::Value>(&reply.body) else { return reply };
    let (Some(code), Some(message)) = (body["error"]["code"].as_str(), body["error"]["message"].as_str()) else {
        return reply;
    };
    let error = json!({"error": {"code": code, "message": message, "errors": [{"message": message}]}});
    Reply { body: error.to_string().into(), ..reply }
}

/// The envelope with `errors[]`.
pub(crate) fn new(code: Code, message: &str) -> Reply {
    let (name, status) = code.parts();
    Reply::json(status, &json!({"error": {"code": name, "message": message, "errors": [{"message": message}]}}))
}
