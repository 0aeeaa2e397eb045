//! Metadata: search, catalogues, details and episodes from Cinemeta (films, series) and the Kitsu addon (anime), and
//! the other ids of an anime from the relations service.

mod cinemeta;
mod ids;
mod kitsu;
mod relations;
mod rows;
#[cfg(test)]
mod tests;
mod wanted;
mod wire;

use std::time::Duration;

use crate::endpoints::{Endpoints, Upstream};
use crate::http::{Failure, Http, Request, read_body};
use crate::title::{Ids, Kind};

pub use crate::title::{Meta, MetaPreview, Video};

pub use ids::{AskedId, parse_id, wanted_from_id};
pub use rows::{HomeRow, Listing, Narrowed, genres, home_rows, listings};
pub use wanted::wanted;

/// The deadline of a request to a catalogue.
const PATIENCE: Duration = Duration::from_secs(20);

/// Parses a body as each of the answers of Cinemeta, for the tests with damaged bodies.
pub(crate) fn read_as_cinemeta(body: &[u8]) {
    for kind in [Kind::Movie, Kind::Series] {
        let _ = (cinemeta::details(body, kind), cinemeta::previews(body, kind));
    }
}

/// Parses a body as each of the answers of the Kitsu addon.
pub(crate) fn read_as_kitsu(body: &[u8]) {
    let _ = (kitsu::previews(body), relations::read(body));
    if let Some(id) = parse_id("kitsu:12") {
        let _ = kitsu::details(body, &id);
    }
}

/// Why a metadata request failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MetadataError {
    #[error("nothing is known by that id")]
    NotFound,
    #[error("{0}")]
    Failed(#[from] Failure),
}

/// The clients of the catalogues, sharing one HTTP layer.
#[derive(Clone, Copy, Debug)]
pub struct Catalogues<'a> {
    pub http: &'a Http,
    pub endpoints: &'a Endpoints,
}

impl Catalogues<'_> {
    /// Searches for titles of a kind: films and series at Cinemeta, anime (including its films) at Kitsu. A query that
    /// is an id returns the title with that id.
    pub async fn search(&self, query: &str, kind: Kind) -> Result<Vec<MetaPreview>, MetadataError> {
        let query = query.trim();
        if query.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(asked) = parse_id(query) {
            return self.by_id(&asked, kind).await;
        }
        match kind {
            Kind::Movie | Kind::Series => {
                let path = cinemeta::search_path(query, kind);
                self.fetch(Upstream::Cinemeta, &path, move |body| cinemeta::previews(body, kind)).await
            }
            Kind::Anime => self.fetch(Upstream::Kitsu, &kitsu::search_path(query), kitsu::previews).await,
        }
    }

    async fn by_id(&self, asked: &AskedId, kind: Kind) -> Result<Vec<MetaPreview>, MetadataError> {
        if (asked.kind_hint == Some(Kind::Anime)) != (kind == Kind::Anime) {
            return Ok(Vec::new());
        }
        match self.details(kind, &asked.title_id).await {
            Ok(meta) if kind == Kind::Anime || meta.preview.kind == kind => Ok(vec![meta.preview]),
            Ok(_) | Err(MetadataError::NotFound) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Returns the titles of a home row after the first `skip`. `NotFound` when there is no such row.
    pub async fn catalog(&self, row: &str, skip: u32) -> Result<Vec<MetaPreview>, MetadataError> {
        let (kind, upstream, path) = rows::path(row, skip).ok_or(MetadataError::NotFound)?;
        self.listed(kind, upstream, &path).await
    }

    /// Returns the titles of a catalogue after the first `skip`. `of` is a genre, or the year where the catalogue goes by
    /// years. `NotFound` for what is not offered.
    pub async fn browse(
        &self,
        kind: Kind,
        listing: &str,
        of: Option<&str>,
        skip: u32,
    ) -> Result<Vec<MetaPreview>, MetadataError> {
        let (upstream, path) = rows::listing_path(kind, listing, of, skip).ok_or(MetadataError::NotFound)?;
        self.listed(kind, upstream, &path).await
    }

    async fn listed(&self, kind: Kind, upstream: Upstream, path: &str) -> Result<Vec<MetaPreview>, MetadataError> {
        match kind {
            Kind::Movie | Kind::Series => self.fetch(upstream, path, move |body| cinemeta::previews(body, kind)).await,
            Kind::Anime => self.fetch(upstream, path, kitsu::previews).await,
        }
    }

    /// Returns everything known about a title. `id` is a `tt` id or one of an anime catalogue; an episode in it is
    /// ignored. A `tt` id that is not of the given kind is looked up under the other.
    pub async fn details(&self, kind: Kind, id: &str) -> Result<Meta, MetadataError> {
        let asked = parse_id(id).ok_or(MetadataError::NotFound)?;
        if asked.kind_hint == Some(Kind::Anime) {
            return self.anime(&asked).await;
        }
        let supposed = match asked.kind_hint.unwrap_or(kind) {
            Kind::Movie => [Kind::Movie, Kind::Series],
            Kind::Series | Kind::Anime => [Kind::Series, Kind::Movie],
        };
        let mut found = Err(MetadataError::NotFound);
        for kind in supposed {
            let path = cinemeta::meta_path(kind, &asked.title_id);
            found = self.fetch(Upstream::Cinemeta, &path, move |body| cinemeta::details(body, kind)).await;
            if !matches!(found, Err(MetadataError::NotFound)) {
                break;
            }
        }
        found
    }

    async fn anime(&self, asked: &AskedId) -> Result<Meta, MetadataError> {
        let is_foreign = asked.ids.kitsu.is_none();
        let mut found = Err(MetadataError::NotFound);
        for kind in ["anime", "series"] {
            let (path, asked) = (kitsu::meta_path(kind, &asked.title_id), asked.clone());
            found = self.fetch(Upstream::Kitsu, &path, move |body| kitsu::details(body, &asked)).await;
            // The addon answers 500 for an id of another database that it cannot resolve.
            if is_foreign && found == Err(MetadataError::Failed(Failure::Refused(500))) {
                found = Err(MetadataError::NotFound);
            }
            if !matches!(found, Err(MetadataError::NotFound)) {
                break;
            }
        }
        found
    }

    /// Returns the ids of the same anime in other databases; empty where the service knows none.
    pub async fn related(&self, ids: &Ids) -> Result<Ids, MetadataError> {
        let Some(path) = relations::path(ids) else { return Ok(Ids::default()) };
        match self.fetch(Upstream::Relations, &path, relations::read).await {
            Err(MetadataError::NotFound) => Ok(Ids::default()),
            told => told,
        }
    }

    async fn fetch<R: Send + 'static>(
        &self,
        upstream: Upstream,
        path: &str,
        read: impl FnOnce(&[u8]) -> Result<R, MetadataError> + Send + 'static,
    ) -> Result<R, MetadataError> {
        let url = self
            .endpoints
            .url(upstream, path)
            .map_err(|_| Failure::Unreachable(format!("the address of {upstream} cannot be used")))?;
        match self.http.fetch(Request::get(url).deadline(PATIENCE)).await {
            Ok(answer) => read_body(answer.body, read).await?,
            Err(Failure::Refused(404)) => Err(MetadataError::NotFound),
            Err(failure) => Err(failure.into()),
        }
    }
}
