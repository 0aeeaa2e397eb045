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
    MagnetInvalid,
    /// What a service says that has no code of its own at the server.
    Unknown,
}

/// Services whose own status comes through with an error that has none at the server: they answer everything with 200.
const KEEP_STATUS: [&str; 3] = ["alldebrid", "easydebrid", "offcloud"];

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
            Self::MagnetInvalid => ("STORE_MAGNET_INVALID", 400),
            Self::Unknown => ("UNKNOWN", 500),
        }
    }
}

/// The envelope with `type`, `request_id` and, where a store refused, its own words.
pub(crate) fn legacy(call: &Call, code: Code, message: &str, store: Option<&str>) -> Reply {
    let (name, own) = code.parts();
    let keeps = matches!(code, Code::StoreLimitExceeded | Code::Unknown)
        && store.is_some_and(|store| KEEP_STATUS.contains(&store));
    let status = if keeps { 200 } else { own };
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

/// A service that does not serve the address of the server.
pub(crate) fn refused_server(call: &Call, store: &str) -> Reply {
    let message = match store {
        "alldebrid" => {
            "Servers are not allowed to use this feature. Visit https://alldebrid.com/vpn if you're using a VPN."
        }
        "debridlink" => "serverNotAllowed",
        "realdebrid" => "ip_not_allowed",
        _ => {
            "Couldn't deserialize JSON (response status: 403, body sample: '<!DOCTYPE html><html>…'): invalid character '<' looking for beginning of value"
        }
    };
    legacy(call, Code::Forbidden, message, Some(store))
}

/// A page between the server and the service, in the words of the server.
pub(crate) fn gateway(call: &Call, store: &str) -> Reply {
    let message = "Couldn't deserialize JSON (response status: 502, body sample: '<html>…'): invalid character '<' looking for beginning of value";
    legacy(call, Code::Internal, message, Some(store))
}

/// An error that the server joined from those of several calls, one a line.
pub(crate) fn joined(reply: Reply) -> Reply {
    let Ok(mut body) = serde_json::from_slice::<serde_json::Value>(&reply.body) else { return reply };
    let inner = body["error"].take().to_string();
    let error = json!({"type": "", "code": "INTERNAL_SERVER_ERROR", "message": format!("{inner}\n{inner}")});
    Reply { headers: reply.headers, ..Reply::json(500, &json!({"error": error})) }
}

/// Whether a reply is an error, whatever its status.
pub(crate) fn is_error(reply: &Reply) -> bool {
    reply.status >= 400 || reply.body.starts_with(b"{\"error\"")
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
