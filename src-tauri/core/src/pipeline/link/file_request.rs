//! The request for the whole file behind a link, under the rules by which the link was verified.

use url::Url;

use crate::debrid::DebridError;
use crate::http::{Request, is_private};
use crate::model::Way;

use super::verify::bad;
use super::{DownloadResult, Links, Renewal};

/// Returns the request for a file: with the headers its server wants, and not into the person's network where a public
/// server named it.
pub fn file_request(links: &Links, made: &DownloadResult) -> Result<Request, DebridError> {
    let named_by = named_by(links, made)?;
    let headers = made.headers.iter().map(|header| (header.name.as_str(), header.value.expose()));
    Ok(Request::get(made.link.clone()).told_by(named_by).foreign_headers(headers).header("accept-encoding", "identity"))
}

/// Returns the server that named a link. Fails where that is a public one and the link leads into the person's network.
pub(super) fn named_by(links: &Links, made: &DownloadResult) -> Result<Option<Url>, DebridError> {
    let named_by = match (&made.renewal, made.service) {
        (Renewal::Addon(offer), _) => offer.told_by().cloned(),
        (Renewal::Service(_), Way::Service(store)) => Url::parse(links.account(store)?.base()).ok(),
        (Renewal::Service(_), Way::Addon(_)) => None,
        (Renewal::Disk, _) => return Err(DebridError::Gone),
    };
    if is_private(&made.link) && !named_by.as_ref().is_some_and(is_private) {
        return Err(bad("it leads into the private network"));
    }
    Ok(named_by)
}
