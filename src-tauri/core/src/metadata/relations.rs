//! The relations service, by which the Kitsu addon itself resolves ids: returns the ids of the same anime in the other
//! databases. `/api/v2/ids?source=kitsu&id=12&include=anidb` answers `{"anidb":69}`, and `null` for an unknown id.

use serde::Deserialize;

use super::MetadataError;
use crate::lenient::{self, Object, Scalar};
use crate::title::Ids;

/// Returns the path of the request, by the first id that the service understands; `None` without one.
pub(super) fn path(ids: &Ids) -> Option<String> {
    let known = [("kitsu", ids.kitsu), ("anidb", ids.anidb), ("myanimelist", ids.mal), ("anilist", ids.anilist)];
    let (source, id) = known.into_iter().find_map(|(source, id)| Some((source, id?)))?;
    Some(format!("/api/v2/ids?source={source}&id={id}&include=anidb,anilist,kitsu,myanimelist"))
}

#[derive(Deserialize)]
struct Related<'a> {
    #[serde(borrow, default)]
    kitsu: Scalar<'a>,
    #[serde(borrow, default)]
    anidb: Scalar<'a>,
    #[serde(borrow, default)]
    myanimelist: Scalar<'a>,
    #[serde(borrow, default)]
    anilist: Scalar<'a>,
}

pub(super) fn read(body: &[u8]) -> Result<Ids, MetadataError> {
    let ids = lenient::read(body, |text| {
        let related: Object<Related<'_>> = serde_json::from_str(text)?;
        let id = |told: &Scalar<'_>| told.count().filter(|id| *id > 0);
        Ok(related.0.map(|related| Ids {
            imdb: None,
            kitsu: id(&related.kitsu),
            anidb: id(&related.anidb),
            mal: id(&related.myanimelist),
            anilist: id(&related.anilist),
        }))
    })?;
    Ok(ids.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_asked_by_any_id_and_answers_with_the_others() {
        let asked = |ids: Ids| path(&ids).map(|path| path.split('?').nth(1).unwrap_or_default().to_owned());
        let kitsu = Ids { kitsu: Some(12), mal: Some(21), ..Ids::default() };
        let include = "include=anidb,anilist,kitsu,myanimelist";
        assert_eq!(asked(kitsu), Some(format!("source=kitsu&id=12&{include}")));
        assert_eq!(asked(Ids { mal: Some(21), ..Ids::default() }), Some(format!("source=myanimelist&id=21&{include}")));
        assert_eq!(asked(Ids { imdb: Some("tt1".to_owned()), ..Ids::default() }), None);
        let told = read(br#"{"anidb":69,"kitsu":"12","myanimelist":21,"anilist":null}"#).unwrap();
        assert_eq!(told, Ids { kitsu: Some(12), anidb: Some(69), mal: Some(21), ..Ids::default() });
        assert_eq!(read(b"null").unwrap(), Ids::default());
        assert!(read(b"<html>").is_err());
    }
}
