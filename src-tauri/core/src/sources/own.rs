//! The sources the person added: any Stremio addon by its manifest, any Torznab endpoint by its address and key. Their
//! capabilities are read once, when they are added; this file asks them.

mod address;
mod any_addon;
mod caps;
mod check;
mod manifest;
#[cfg(test)]
mod recorded;
mod subtitle_list;
mod told;
mod torznab_search;

use serde::{Deserialize, Serialize};

use super::asking::{self, Finds};
use super::{Ask, SourceAnswer, SourceError, torznab};
use crate::secret::Secret;
use crate::title::Wanted;
use crate::torrent::{OwnSlot, SourceName};

pub use address::{Address, BadAddress};
pub use caps::TorznabFacts;
pub use check::{CheckError, Checked, check};
pub use manifest::{AddonFacts, Resources};
pub use subtitle_list::{LinkedSubtitles, SubtitleQuestion};

/// The two kinds of source a person can add.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OwnKind {
    Addon,
    Torznab,
}

impl OwnKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Addon => "addon",
            Self::Torznab => "torznab",
        }
    }
}

/// The capabilities that a source reported when it was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind")]
pub enum Facts {
    Addon(AddonFacts),
    Torznab(TorznabFacts),
}

impl Facts {
    pub fn kind(&self) -> OwnKind {
        match self {
            Self::Addon(_) => OwnKind::Addon,
            Self::Torznab(_) => OwnKind::Torznab,
        }
    }

    /// Whether a search may ask it.
    pub fn gives_streams(&self) -> bool {
        !matches!(self, Self::Addon(AddonFacts { no_streams: true, .. }))
    }

    /// Whether it may be asked for subtitles.
    pub fn gives_subtitles(&self) -> bool {
        matches!(self, Self::Addon(AddonFacts { subtitles: Some(_), .. }))
    }
}

/// One of the person's own sources, ready to be asked.
#[derive(Clone, Debug)]
pub struct Own {
    pub slot: OwnSlot,
    /// What the person calls it.
    pub label: String,
    pub address: Address,
    /// The API key sent with every request to a Torznab endpoint.
    pub key: Option<Secret>,
    pub facts: Facts,
}

impl Own {
    pub fn name(&self) -> SourceName {
        SourceName::Own(self.slot)
    }

    pub(super) fn asked_with(&self, wanted: &Wanted) -> Vec<String> {
        match &self.facts {
            Facts::Addon(facts) => facts.forms(wanted).iter().map(ToString::to_string).collect(),
            Facts::Torznab(facts) => torznab_search::searches(facts, wanted).iter().map(ToString::to_string).collect(),
        }
    }

    pub(super) async fn scrape(&self, ask: Ask<'_>) -> Result<SourceAnswer, SourceError> {
        let answered = match &self.facts {
            Facts::Addon(facts) => {
                let reader = any_addon::reader(self.name());
                let asked = ask.fresh(facts.forms(ask.wanted)).into_iter().map(|form| async move {
                    let url = self.address.addon_path(&form.path()).map_err(unusable)?;
                    reader.ask(ask, ask.request(url)).await
                });
                asking::together(ask, asked.map(|question| (Finds::ById, question))).await
            }
            Facts::Torznab(facts) => {
                let searches = ask.fresh(torznab_search::searches(facts, ask.wanted));
                let asked = searches.into_iter().map(|search| {
                    let finds = if search.is_by_id() { Finds::ByIdOrWords } else { Finds::ByTitle };
                    let request = move |offset| {
                        let query = search.query(facts, offset);
                        Ok(ask.request(self.address.torznab_query(&query, self.key.as_ref())))
                    };
                    (finds, torznab::pages(ask, self.name(), facts.page_size(), request))
                });
                asking::together(ask, asked).await
            }
        };
        answered.map_err(|error| self.redacted(error)).map(|mut answer| {
            answer.missing = answer.missing.map(|error| self.redacted(error));
            answer
        })
    }

    /// Removes the key and the address from an error text, because a server may repeat what it was sent.
    fn redacted(&self, error: SourceError) -> SourceError {
        let without = |text: String| {
            let text = self.key.as_ref().map_or_else(|| text.clone(), |key| key.redact(&text));
            self.address.redact(&text)
        };
        match error {
            SourceError::Malformed(text) => SourceError::Malformed(without(text)),
            SourceError::Unreachable(text) => SourceError::Unreachable(without(text)),
            SourceError::Said(text) => SourceError::Said(without(text)),
            error => error,
        }
    }
}

/// The parsers of this module, for the tests that check every parser.
pub(super) mod parsers {
    use super::{AddonFacts, Address, OwnSlot, SourceAnswer, SourceError, SourceName, TorznabFacts, any_addon};

    pub(in crate::sources) fn any_addon(body: &[u8]) -> Result<SourceAnswer, SourceError> {
        let own = OwnSlot::new(1).map_or(SourceName::Comet, SourceName::Own);
        any_addon::reader(own).answer(body)
    }

    pub(in crate::sources) fn manifest(body: &[u8]) -> Option<AddonFacts> {
        super::manifest::read(body).ok()?.ok()
    }

    pub(in crate::sources) fn subtitles(body: &[u8]) -> usize {
        let from = url::Url::parse("https://addon.example/").ok();
        from.and_then(|from| super::subtitle_list::read(body, &from).ok()).map_or(0, |all| all.len())
    }

    pub(in crate::sources) fn caps(body: &[u8]) -> Option<TorznabFacts> {
        super::caps::read(body).ok()
    }

    pub(in crate::sources) fn addresses(pasted: &str) {
        if let Ok(address) = Address::addon(pasted) {
            let _ = (address.shown(), address.addon_path("/stream/movie/tt1.json"));
        }
        if let Ok((address, key)) = Address::torznab(pasted) {
            let _ = address.torznab_query(&[("t", "caps".to_owned())], key.as_ref());
        }
    }
}

/// What remains of an address whose secret part the keyring does not have leads nowhere.
fn unusable(_: BadAddress) -> SourceError {
    SourceError::Unreachable("its address is not in the keyring; remove this source and add it again".to_owned())
}
