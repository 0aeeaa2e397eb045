//! The JSON that Cinemeta and the Kitsu addon share: paths, metas and videos of the Stremio addon protocol, with every
//! field optional and of any type. What differs is in the file of each catalogue.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::{Meta, MetaPreview, MetadataError, Video};
use crate::http::Failure;
use crate::lenient::{self, List, Object, Scalar};
use crate::text;
use crate::title::{Ids, Kind};

/// Limits on one answer: titles in a list, episodes of a series, aliases of a title.
const MOST_METAS: usize = 1_000;
const MOST_VIDEOS: usize = 20_000;
const MOST_NAMES: usize = 64;

#[derive(Deserialize)]
struct Metas<'a> {
    #[serde(borrow, default)]
    metas: List<Object<WireMeta<'a>>>,
}

#[derive(Deserialize)]
struct Single<'a> {
    #[serde(borrow, default)]
    meta: Object<WireMeta<'a>>,
}

#[derive(Deserialize)]
pub(super) struct WireMeta<'a> {
    #[serde(borrow, default)]
    pub(super) id: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) imdb_id: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) kitsu_id: Scalar<'a>,
    #[serde(borrow, default, rename = "type")]
    pub(super) kind: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) name: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) aliases: Strings<'a>,
    #[serde(borrow, default, rename = "releaseInfo")]
    pub(super) release_info: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) year: Scalar<'a>,
    #[serde(borrow, default, rename = "imdbRating")]
    pub(super) imdb_rating: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) poster: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) background: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) logo: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) genres: Strings<'a>,
    #[serde(borrow, default)]
    pub(super) genre: Strings<'a>,
    #[serde(borrow, default)]
    pub(super) description: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) runtime: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) cast: Strings<'a>,
    #[serde(borrow, default)]
    pub(super) director: Strings<'a>,
    #[serde(borrow, default)]
    pub(super) country: Strings<'a>,
    #[serde(borrow, default)]
    pub(super) videos: List<Object<WireVideo<'a>>>,
    #[serde(borrow, default)]
    pub(super) trailers: List<Object<WireTrailer<'a>>>,
}

/// `{"source": "<YouTube id>", "type": "Trailer"}`
#[derive(Deserialize)]
pub(super) struct WireTrailer<'a> {
    #[serde(borrow, default)]
    source: Scalar<'a>,
}

#[derive(Deserialize)]
pub(super) struct WireVideo<'a> {
    #[serde(borrow, default)]
    pub(super) id: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) name: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) title: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) season: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) episode: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) number: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) released: Scalar<'a>,
    #[serde(borrow, default, rename = "firstAired")]
    pub(super) first_aired: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) overview: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) description: Scalar<'a>,
    #[serde(borrow, default)]
    pub(super) thumbnail: Scalar<'a>,
    #[serde(borrow, default, rename = "imdbSeason")]
    pub(super) imdb_season: Scalar<'a>,
    #[serde(borrow, default, rename = "imdbEpisode")]
    pub(super) imdb_episode: Scalar<'a>,
}

/// A list of texts; a single text counts as a list of one.
#[derive(Default)]
pub(super) struct Strings<'a>(Vec<Scalar<'a>>);

impl<'de: 'a, 'a> Deserialize<'de> for Strings<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        lenient::OneOrMany::deserialize(deserializer).map(|found| Self(found.0))
    }
}

impl Strings<'_> {
    /// Returns each text once, cleaned for display.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for text in self.0.iter().filter_map(Scalar::text).filter_map(|text| text::line(text, 200)) {
            if lines.len() < MOST_NAMES && !lines.contains(&text) {
                lines.push(text);
            }
        }
        lines
    }
}

/// Returns the path of a search. `kind` and `catalog` are the names the addon uses, here and below.
pub(super) fn search_path(kind: &str, catalog: &str, query: &str) -> String {
    format!("/catalog/{kind}/{catalog}/search={}.json", text::percent_encoded(query))
}

pub(super) fn catalog_path(kind: &str, catalog: &str, genre: Option<&str>, skip: u32) -> String {
    let genre = genre.map(|genre| format!("genre={}", text::percent_encoded(genre)));
    let skip = (skip > 0).then(|| format!("skip={skip}"));
    let extra: Vec<String> = genre.into_iter().chain(skip).collect();
    if extra.is_empty() {
        format!("/catalog/{kind}/{catalog}.json")
    } else {
        format!("/catalog/{kind}/{catalog}/{}.json", extra.join("&"))
    }
}

pub(super) fn meta_path(kind: &str, id: &str) -> String {
    format!("/meta/{kind}/{}.json", text::percent_encoded(id))
}

/// Parses a catalogue and reads each title with `of`; leaves out those it cannot read.
pub(super) fn metas<R>(body: &[u8], of: impl Fn(&WireMeta<'_>) -> Option<R>) -> Result<Vec<R>, MetadataError> {
    let read = lenient::read(body, |text| {
        let answer: Object<Metas<'_>> = serde_json::from_str(text)?;
        let rows = answer.0.and_then(|answer| answer.metas.rows());
        Ok(rows.map(|rows| rows.filter_map(|meta| of(&meta)).take(MOST_METAS).collect()))
    })?;
    read.ok_or_else(|| Failure::Malformed("the answer lists no titles".to_owned()).into())
}

/// Parses the title of an answer. `{}` and `{"meta":null}` mean that the catalogue does not know it.
pub(super) fn meta<R>(body: &[u8], of: impl Fn(&WireMeta<'_>) -> Option<R>) -> Result<R, MetadataError> {
    let read = lenient::read(body, |text| {
        let answer: Object<Single<'_>> = serde_json::from_str(text)?;
        Ok(answer.0.map(|answer| answer.meta.0.and_then(|meta| of(&meta))))
    })?;
    let object = read.ok_or_else(|| Failure::Malformed("the answer is not about a title".to_owned()))?;
    object.ok_or(MetadataError::NotFound)
}

impl<'a> WireMeta<'a> {
    /// Builds a list entry with the given id and kind; `None` when the title has no name.
    pub(super) fn preview(&self, id: String, kind: Kind, ids: Ids) -> Option<MetaPreview> {
        let release_info = self.release_info();
        Some(MetaPreview {
            id,
            kind,
            ids,
            name: text::title(self.name.text()?)?,
            year: release_info.as_deref().and_then(|info| years(info).0),
            release_info,
            rating: self.rating(),
            poster: picture(&self.poster),
            genres: self.genres(),
        })
    }

    pub(super) fn details(&self, preview: MetaPreview, videos: Vec<Video>) -> Meta {
        Meta {
            aliases: self.aliases.lines(),
            end_year: preview.release_info.as_deref().and_then(|info| years(info).1),
            runtime: self.runtime.text().and_then(|runtime| text::line(runtime, 64)),
            cast: self.cast.lines(),
            directors: self.director.lines(),
            description: paragraph(&self.description),
            background: picture(&self.background),
            logo: picture(&self.logo),
            trailer: self.trailer(),
            countries: self.countries(),
            preview,
            videos,
        }
    }

    /// Returns the countries, which one text lists with commas.
    pub(super) fn countries(&self) -> Vec<String> {
        let lines = self.country.lines();
        let names = lines.iter().flat_map(|line| line.split(',')).map(str::trim).filter(|name| !name.is_empty());
        names.map(str::to_owned).collect()
    }

    /// Returns the `YouTube` id of the first trailer.
    fn trailer(&self) -> Option<String> {
        let mut ids = self.trailers.iter().filter_map(|trailer| trailer.0.as_ref()?.source.text());
        let is_id =
            |id: &str| id.len() == 11 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        ids.find(|id| is_id(id)).map(str::to_owned)
    }

    pub(super) fn videos(&self) -> impl Iterator<Item = &WireVideo<'a>> {
        self.videos.iter().filter_map(|video| video.0.as_ref()).take(MOST_VIDEOS)
    }

    fn release_info(&self) -> Option<String> {
        let said = self.release_info.text().or_else(|| self.year.text()).map(str::to_owned);
        let said = said.or_else(|| self.year.int().map(|year| year.to_string()))?;
        text::line(&said, 64)
    }

    /// Returns the rating from 0 to 10; `None` when it is missing or 0, which means unknown.
    fn rating(&self) -> Option<f32> {
        let rating = self.imdb_rating.float().filter(|rating| *rating > 0.0 && *rating <= 10.0)?;
        #[expect(clippy::cast_possible_truncation, reason = "one decimal out of ten")]
        Some(rating as f32)
    }

    fn genres(&self) -> Vec<String> {
        let genres = self.genres.lines();
        if genres.is_empty() { self.genre.lines() } else { genres }
    }
}

impl WireVideo<'_> {
    /// Returns the day that the catalogue gives without a time.
    pub(super) fn bare_day(&self) -> Option<Date> {
        [&self.released, &self.first_aired]
            .into_iter()
            .find_map(Scalar::text)
            .filter(|said| said.len() == 10)?
            .parse()
            .ok()
    }

    /// Reads what both catalogues write in the same way. The caller fills the name, the day and other numberings.
    pub(super) fn video(&self, season: u32, episode: u32) -> Video {
        Video {
            season,
            episode,
            name: None,
            released: moment(&self.released).or_else(|| moment(&self.first_aired)),
            aired: None,
            overview: paragraph(&self.overview).or_else(|| paragraph(&self.description)),
            thumbnail: picture(&self.thumbnail),
            imdb: None,
            absolute: None,
        }
    }
}

/// Parses `2008`, `2008–2013` or `2019–` into the first year and, where given, the last.
fn years(release_info: &str) -> (Option<i16>, Option<i16>) {
    let year = |text: &str| text.get(..4)?.parse::<i16>().ok().filter(|year| (1870..=2200).contains(year));
    let text = release_info.trim();
    let end = text.split(['–', '-', '—', '−']).nth(1).and_then(|end| year(end.trim()));
    (year(text), end)
}

/// Returns the URL of a picture, if it is one that can be fetched.
fn picture(scalar: &Scalar<'_>) -> Option<String> {
    let address = scalar.text()?;
    let known = address.starts_with("https://") || address.starts_with("http://");
    (known && address.len() <= 2048 && address.bytes().all(|byte| byte.is_ascii_graphic())).then(|| address.to_owned())
}

/// Cleans a paragraph; line breaks become spaces.
fn paragraph(scalar: &Scalar<'_>) -> Option<String> {
    text::line(scalar.text()?, 8192)
}

/// Parses a date or time of any precision.
fn moment(scalar: &Scalar<'_>) -> Option<Timestamp> {
    let said = scalar.text()?;
    said.parse::<Timestamp>().ok().or_else(|| {
        let day: Date = said.get(..10)?.parse().ok()?;
        Some(day.to_datetime(Time::midnight()).to_zoned(TimeZone::UTC).ok()?.timestamp())
    })
}
