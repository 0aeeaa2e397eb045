//! Parses the manifest of a Stremio addon: whether it gives streams, subtitles or both, and which types and ids it can be
//! asked for.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::lenient::{self, List, Object, Scalar};
use crate::sources::SourceError;
use crate::sources::ids::{self, Form};
use crate::text;
use crate::title::Wanted;

/// What an addon can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddonFacts {
    /// Its name for itself.
    #[serde(default)]
    pub name: String,
    /// `movie`, `series`, `anime`, …
    #[serde(default)]
    pub types: Vec<String>,
    /// The prefixes of the ids it understands; empty when the manifest does not say.
    #[serde(default)]
    pub id_prefixes: Vec<String>,
    /// It gives no streams, so that no search asks it. `types` and `id_prefixes` are then empty.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_streams: bool,
    /// What it can be asked subtitles of; `None` where it gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subtitles: Option<Resources>,
}

/// The types and ids of one resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resources {
    #[serde(default)]
    pub types: Vec<String>,
    #[serde(default)]
    pub id_prefixes: Vec<String>,
}

const MOST_WORDS: usize = 64;

#[derive(Deserialize)]
struct Manifest<'a> {
    #[serde(borrow, default)]
    id: Scalar<'a>,
    #[serde(borrow, default)]
    name: Scalar<'a>,
    #[serde(borrow, default)]
    types: List<Scalar<'a>>,
    #[serde(borrow, default, rename = "idPrefixes")]
    id_prefixes: List<Scalar<'a>>,
    #[serde(borrow, default)]
    resources: List<Resource<'a>>,
    #[serde(default)]
    catalogs: Option<IgnoredAny>,
}

/// A resource: a plain name, or an object with types and id prefixes of its own.
#[derive(Deserialize)]
#[serde(untagged)]
enum Resource<'a> {
    Named(#[serde(borrow)] std::borrow::Cow<'a, str>),
    Detailed {
        #[serde(borrow, default)]
        name: Scalar<'a>,
        #[serde(borrow, default)]
        types: List<Scalar<'a>>,
        #[serde(borrow, default, rename = "idPrefixes")]
        id_prefixes: List<Scalar<'a>>,
    },
    Other(IgnoredAny),
}

/// Why a well-formed manifest cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    NoManifest,
    NoStreams,
}

/// Reads a manifest.
pub(super) fn read(body: &[u8]) -> Result<Result<AddonFacts, Unfit>, SourceError> {
    lenient::read(body, |text| {
        let manifest: Object<Manifest<'_>> = serde_json::from_str(text)?;
        Ok(manifest.0.map_or(Err(Unfit::NoManifest), |manifest| facts(&manifest)))
    })
}

fn facts(manifest: &Manifest<'_>) -> Result<AddonFacts, Unfit> {
    let is_one = manifest.id.text().is_some() && (manifest.resources.0.is_some() || manifest.catalogs.is_some());
    if !is_one {
        return Err(Unfit::NoManifest);
    }
    let (streams, subtitles) = (resource(manifest, "stream"), resource(manifest, "subtitles"));
    if streams.is_none() && subtitles.is_none() {
        return Err(Unfit::NoStreams);
    }
    let name = manifest.name.text().and_then(|name| text::line(name, 80));
    let no_streams = streams.is_none();
    let Resources { types, id_prefixes } = streams.unwrap_or_default();
    Ok(AddonFacts { name: name.unwrap_or_default(), types, id_prefixes, no_streams, subtitles })
}

/// What the manifest says of a resource; `None` where it does not offer it.
fn resource(manifest: &Manifest<'_>, wanted: &str) -> Option<Resources> {
    let found = manifest.resources.iter().find_map(|resource| match resource {
        Resource::Named(name) if name == wanted => Some((None, None)),
        Resource::Detailed { name, types, id_prefixes } if name.text() == Some(wanted) => {
            Some((types.0.is_some().then_some(types), id_prefixes.0.is_some().then_some(id_prefixes)))
        }
        Resource::Named(_) | Resource::Detailed { .. } | Resource::Other(_) => None,
    });
    let (types, prefixes) = found?;
    Some(Resources {
        types: words(types.unwrap_or(&manifest.types)),
        id_prefixes: words(prefixes.unwrap_or(&manifest.id_prefixes)),
    })
}

fn words(list: &List<Scalar<'_>>) -> Vec<String> {
    list.texts().filter_map(|word| text::line(word, 32)).take(MOST_WORDS).collect()
}

impl AddonFacts {
    /// Returns the ids to ask for streams with, in order.
    pub(super) fn forms(&self, wanted: &Wanted) -> Vec<Form> {
        if self.no_streams { Vec::new() } else { forms(&self.types, &self.id_prefixes, wanted) }
    }

    /// Returns the ids to ask for subtitles with, in order.
    pub(super) fn subtitle_forms(&self, wanted: &Wanted) -> Vec<Form> {
        self.subtitles.as_ref().map(|of| forms(&of.types, &of.id_prefixes, wanted)).unwrap_or_default()
    }
}

fn forms(types: &[String], id_prefixes: &[String], wanted: &Wanted) -> Vec<Form> {
    let understands = |form: &Form| id_prefixes.iter().any(|prefix| form.id.starts_with(prefix.as_str()));
    let known = [ids::kitsu(wanted), ids::imdb(wanted)];
    // Ask with the others only where the manifest names their prefix: an addon without prefixes seldom knows them.
    let named = [ids::mal(wanted), ids::anilist(wanted), ids::anidb(wanted)];
    let mut forms: Vec<Form> =
        known.into_iter().flatten().filter(|form| id_prefixes.is_empty() || understands(form)).collect();
    let has_anime = forms.iter().any(|form| !form.id.starts_with("tt"));
    forms.extend(named.into_iter().flatten().find(|form| !has_anime && understands(form)));
    forms.into_iter().filter_map(|form| typed(types, form)).collect()
}

/// Returns the form with a path type that the addon offers; `None` when none fits.
fn typed(types: &[String], form: Form) -> Option<Form> {
    let has = |kind: &str| types.is_empty() || types.iter().any(|known| known == kind);
    if has(form.path_kind) {
        return Some(form);
    }
    let is_anime = !form.id.starts_with("tt");
    (is_anime && has("anime")).then_some(Form { path_kind: "anime", ..form })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::ids::tests::{film, long_runner, series};

    fn facts_of(json: &str) -> Result<AddonFacts, Unfit> {
        read(json.as_bytes()).unwrap()
    }

    fn asked(facts: &AddonFacts, wanted: &Wanted) -> Vec<String> {
        facts.forms(wanted).iter().map(|form| format!("{}/{}", form.path_kind, form.id)).collect()
    }

    #[test]
    fn both_ways_of_naming_resources_are_read() {
        let short = facts_of(
            r#"{"id":"a.b","name":" My addon ","version":"1.0.0","resources":["catalog","stream"],"types":["movie","series"],"idPrefixes":["tt"],"catalogs":[]}"#,
        );
        let expected = AddonFacts {
            name: "My addon".to_owned(),
            types: vec!["movie".to_owned(), "series".to_owned()],
            id_prefixes: vec!["tt".to_owned()],
            ..AddonFacts::default()
        };
        assert_eq!(short, Ok(expected));
        let long = facts_of(
            r#"{"id":"a.b","name":"B","resources":[{"name":"meta"},7,{"name":"stream","types":["anime"],"idPrefixes":["kitsu:"]}],"types":["movie"],"idPrefixes":["tt"]}"#,
        )
        .unwrap();
        assert_eq!((long.types, long.id_prefixes), (vec!["anime".to_owned()], vec!["kitsu:".to_owned()]));
    }

    #[test]
    fn the_resource_has_the_last_word_on_types_and_prefixes() {
        let facts = read(include_bytes!("../fixtures/addon/manifest.json")).unwrap().unwrap();
        assert_eq!(facts.types, ["movie", "series", "anime"]);
        assert_eq!(facts.id_prefixes, ["tt", "kitsu:"]);
    }

    #[test]
    fn an_addon_may_give_subtitles_alone_or_with_other_ids() {
        let alone = facts_of(
            r#"{"id":"a","name":"Lines","resources":["subtitles"],"types":["movie","series"],"idPrefixes":["tt"]}"#,
        );
        let alone = alone.unwrap();
        assert!(alone.no_streams && asked(&alone, &film()).is_empty(), "no search asks it");
        let lines = |facts: &AddonFacts, wanted: &Wanted| -> Vec<String> {
            facts.subtitle_forms(wanted).iter().map(ToString::to_string).collect()
        };
        assert_eq!(lines(&alone, &film()), ["tt1254207"]);
        assert_eq!(lines(&alone, &series()), ["tt9000001:2:5"]);
        let both = r#"{"id":"a","resources":["stream",{"name":"subtitles","types":["series"],"idPrefixes":["kitsu:"]}],"types":["movie"]}"#;
        let both = facts_of(both).unwrap();
        assert_eq!((asked(&both, &film()).len(), lines(&both, &film()).len()), (1, 0));
        assert_eq!(lines(&both, &long_runner()), ["kitsu:12:1071"]);
        let kept = serde_json::to_string(&both).unwrap();
        assert_eq!(serde_json::from_str::<AddonFacts>(&kept).unwrap(), both);
        let older = serde_json::from_str::<AddonFacts>(r#"{"name":"B","types":["movie"]}"#).unwrap();
        assert!(!older.no_streams && older.subtitles.is_none(), "one of an earlier version gives streams");
    }

    #[test]
    fn what_has_no_streams_or_is_no_manifest_is_told_apart() {
        assert_eq!(facts_of(r#"{"id":"a","resources":["catalog","meta"]}"#), Err(Unfit::NoStreams));
        assert_eq!(facts_of(r#"{"error":"not found"}"#), Err(Unfit::NoManifest));
        assert_eq!(facts_of("[]"), Err(Unfit::NoManifest));
        assert!(read(b"<html>").is_err());
    }

    #[test]
    fn an_addon_is_asked_only_with_ids_and_types_it_has() {
        let any = AddonFacts::default();
        assert_eq!(asked(&any, &long_runner()), ["series/kitsu:12:1071", "series/tt0388629:21:180"]);
        assert_eq!(asked(&any, &film()), ["movie/tt1254207"]);
        let prefixed = |prefixes: &[&str]| AddonFacts {
            id_prefixes: prefixes.iter().map(|prefix| (*prefix).to_owned()).collect(),
            ..AddonFacts::default()
        };
        assert_eq!(asked(&prefixed(&["tt"]), &long_runner()), ["series/tt0388629:21:180"]);
        assert_eq!(asked(&prefixed(&["mal:"]), &long_runner()), ["series/mal:21:1071"]);
        assert_eq!(asked(&prefixed(&["tmdb:"]), &film()), [""; 0], "no id it understands");
        let films = AddonFacts { types: vec!["movie".to_owned()], ..AddonFacts::default() };
        assert_eq!(asked(&films, &series()), [""; 0]);
        let anime = AddonFacts { types: vec!["anime".to_owned()], ..AddonFacts::default() };
        assert_eq!(asked(&anime, &long_runner()), ["anime/kitsu:12:1071"]);
    }
}
