//! `search`: titles by words or by an id.

use perihelion_core::profile::Profile;
use perihelion_core::text::clean;
use perihelion_core::title::Kind;
use serde_json::json;

use crate::{Ending, print};

/// Asks all three catalogues at once and prints what they found. One that fails is named on stderr; the others are still printed.
pub(crate) async fn search(profile: &Profile, text: &str, as_json: bool) -> Result<(), Ending> {
    let text = clean(text, 300);
    if text.is_empty() {
        return Err(Ending::Misused("search for what? Give some words or an id".to_owned()));
    }
    let kinds = [Kind::Movie, Kind::Series, Kind::Anime];
    let lists = futures::future::join_all(kinds.map(|kind| profile.search(&text, kind))).await;
    let mut found = 0;
    let mut failed = 0;
    for (kind, list) in kinds.into_iter().zip(lists) {
        match list {
            Ok(list) => {
                for preview in list {
                    found += 1;
                    let years = preview.release_info.as_deref().unwrap_or("");
                    if as_json {
                        let line = json!({
                            "id": preview.id, "kind": preview.kind, "name": preview.name, "years": preview.release_info,
                            "rating": preview.rating.map(in_tenths), "genres": preview.genres,
                        });
                        print::line(&line.to_string());
                    } else {
                        print::line(&format!("{:<14} {:<7} {years:<10} {}", preview.id, kind.as_str(), preview.name));
                    }
                }
            }
            Err(error) => {
                failed += 1;
                print::error(as_json, &format!("the catalogue for {} does not answer: {error}", kind.as_str()), 0);
            }
        }
    }
    match (found, failed) {
        (0, 0) => Err(Ending::NothingFound(format!("nothing is called {text:?}"))),
        (0, _) => Err(Ending::Failed("no catalogue answered".to_owned())),
        _ => Ok(()),
    }
}

/// Returns a rating as the catalogues write it: a wider type would show the digits that a narrow one has too many.
fn in_tenths(rating: f32) -> f64 {
    (f64::from(rating) * 10.0).round() / 10.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_has_one_decimal() {
        for (rating, shown) in [(8.2, "8.2"), (7.0, "7.0"), (0.1, "0.1"), (10.0, "10.0")] {
            assert_eq!(json!(in_tenths(rating)).to_string(), shown);
        }
    }
}
