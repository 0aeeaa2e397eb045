//! What the page can call: one verb an intent, each "call the core, say it in the page's words".

pub(crate) mod library;
pub(crate) mod links;
pub(crate) mod settings;
pub(crate) mod streams;
pub(crate) mod titles;
