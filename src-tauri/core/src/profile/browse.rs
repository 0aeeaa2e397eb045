//! Looking through the catalogues, each page kept for when they fail.

use super::Profile;
use crate::metadata::{Catalogues, MetaPreview, MetadataError};
use crate::title::Kind;

impl Profile {
    /// Returns the titles of a catalogue after the first `skip`, from the cache if the server fails. `of` is a genre, or the
    /// year where the catalogue goes by years.
    pub async fn browse(
        &self,
        kind: Kind,
        listing: &str,
        of: Option<&str>,
        skip: u32,
    ) -> Result<Vec<MetaPreview>, MetadataError> {
        let endpoints = self.endpoints();
        let asked = (Catalogues { http: &self.http, endpoints: &endpoints }).browse(kind, listing, of, skip).await;
        self.kept_list(format!("browse/{}/{listing}/{}/{skip}", kind.as_str(), of.unwrap_or_default()), asked).await
    }

    /// Returns a row of Home, from the cache if the catalogue fails.
    pub async fn catalog(&self, row: &str, skip: u32) -> Result<Vec<MetaPreview>, MetadataError> {
        let endpoints = self.endpoints();
        let asked = (Catalogues { http: &self.http, endpoints: &endpoints }).catalog(row, skip).await;
        self.kept_list(format!("catalog/{row}/{skip}"), asked).await
    }

    async fn kept_list(
        &self,
        key: String,
        asked: Result<Vec<MetaPreview>, MetadataError>,
    ) -> Result<Vec<MetaPreview>, MetadataError> {
        match asked {
            Ok(list) => {
                self.cache.put(&key, &list).await;
                Ok(list)
            }
            Err(error) => self.cache.get(&key).await.map(|remembered| remembered.value).ok_or(error),
        }
    }
}
