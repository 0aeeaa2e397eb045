//! The built-in sources that are Stremio addons: which ids each is asked with, under which configuration, and which
//! reader parses its streams.

use super::asking::{self, Finds};
use super::ids::Form;
use super::stremio_addon::Reader;
use super::{Ask, Options, SourceAnswer, SourceError};
use crate::endpoints::Upstream;
use crate::http::Request;
use crate::title::Wanted;
#[cfg(test)]
use crate::torrent::Torrent;

/// A built-in Stremio addon: the ids it is asked with and how its streams are read.
#[derive(Clone, Copy)]
pub(super) struct Addon {
    /// Returns the ids to ask with, in order, leaving out those the addon does not understand.
    pub(super) forms: fn(&Wanted) -> Vec<Form>,
    /// Adds the headers and limits that this addon needs to a request.
    pub(super) dress: fn(Request, &Options) -> Request,
    pub(super) reader: Reader,
}

impl Addon {
    pub(super) async fn scrape(self, ask: Ask<'_>) -> Result<SourceAnswer, SourceError> {
        let forms = ask.fresh((self.forms)(ask.wanted));
        asking::together(ask, forms.into_iter().map(|form| (Finds::ById, self.ask(ask, form)))).await
    }

    async fn ask(self, ask: Ask<'_>, form: Form) -> Result<SourceAnswer, SourceError> {
        let Some(upstream) = Upstream::of(self.reader.source) else { return Ok(SourceAnswer::default()) };
        let config = ask.options.config(self.reader.source).map(|config| format!("/{config}")).unwrap_or_default();
        let request = ask.get(upstream, &format!("{config}{}", form.path()))?;
        self.reader.ask(ask, (self.dress)(request, ask.options)).await
    }

    /// Parses an answer body.
    #[cfg(test)]
    pub(super) fn parse(self, body: &[u8]) -> Result<Vec<Torrent>, SourceError> {
        self.reader.answer(body).map(|answer| answer.torrents)
    }
}
