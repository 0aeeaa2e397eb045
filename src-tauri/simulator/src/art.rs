//! Owns pictures: posters, backgrounds, logos and stills, drawn from an id, encoded once.

use crate::{
    dialects::{Call, Reply},
    releases::World,
};

#[derive(Debug)]
pub(crate) struct Gallery {}

impl Gallery {
    pub(crate) fn new(_world: &World) -> Self {
        Self {}
    }

    pub(crate) fn answer(&self, _call: &Call) -> Reply {
        Reply::new(404, "text/plain", "not found")
    }
}
