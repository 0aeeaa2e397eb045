//! Services and sources by the names the page calls them by.

use perihelion_core::debrid::{NOT_OFFERED, Store};
use perihelion_core::model::Way;
use perihelion_core::segments::SegmentService;
use perihelion_core::torrent::SourceName;

use crate::error::CommandResult;
use crate::wire::WireError;

/// A service by its name. One that StremThru does not offer today may still be named: the server decides.
pub(super) fn store(name: &str) -> CommandResult<Store> {
    name.parse().map_err(|error: perihelion_core::debrid::UnknownStore| {
        match NOT_OFFERED.iter().find(|service| service.name == name) {
            Some(service) => WireError::bad_input(format!("{}: {}", service.label, service.reason)),
            None => WireError::bad_input(error.to_string()),
        }
    })
}

/// A service, or an addon whose links are meant.
pub(super) fn way(name: &str) -> CommandResult<Way> {
    match name.parse::<SourceName>() {
        Ok(source @ SourceName::Own(_)) => Ok(Way::Addon(source)),
        Ok(_) | Err(_) => store(name).map(Way::Service),
    }
}

pub(super) fn source_by_name(name: &str) -> CommandResult<SourceName> {
    name.parse().map_err(|_| WireError::bad_input("There is no such source"))
}

pub(super) fn skip_service(name: &str) -> CommandResult<SegmentService> {
    name.parse().map_err(|_| WireError::bad_input("There is no such service"))
}
