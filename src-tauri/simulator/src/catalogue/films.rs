//! Owns the films: Blender open films, silent films in the public domain, and invented ones.

mod open;
mod silent;

use open::OPEN;
use silent::{INVENTED, SILENT};

use super::{Kind, Work, words};

/// id, name, year, minutes, rating, genres, director, cast, share of torrents, description.
type Row =
    (&'static str, &'static str, u16, u32, &'static str, &'static str, &'static str, &'static str, f64, &'static str);

pub(super) fn films() -> Vec<Work> {
    // Interleaved so that the first home row mixes the three kinds.
    let longest = OPEN.len().max(SILENT.len()).max(INVENTED.len());
    (0..longest).flat_map(|at| [OPEN.get(at), INVENTED.get(at), SILENT.get(at)]).flatten().map(film).collect()
}

fn film(row: &Row) -> Work {
    let &(imdb, name, year, runtime_min, rating, genres, directors, cast, weight, description) = row;
    Work {
        imdb: imdb.to_owned(),
        kind: Kind::Movie,
        name: name.to_owned(),
        aliases: aliases(imdb),
        year,
        description: description.to_owned(),
        genres: words(genres),
        cast: words(cast),
        directors: words(directors),
        runtime_min,
        rating: rating.to_owned(),
        country: if imdb.starts_with("tt99001") { String::new() } else { country(imdb).to_owned() },
        weight,
        ..Work::default()
    }
}

fn aliases(imdb: &str) -> Vec<String> {
    words(match imdb {
        "tt0000417" => "Le Voyage dans la Lune",
        "tt0013442" => "Nosferatu: A Symphony of Horror, Nosferatu - Eine Symphonie des Grauens",
        "tt0010323" => "Das Cabinet des Dr. Caligari",
        "tt0018455" => "Sunrise",
        "tt4957236" => "Cosmos Laundromat: First Cycle",
        "tt99001003" => "La Marée du cartographe",
        _ => "",
    })
}

fn country(imdb: &str) -> &'static str {
    match imdb {
        "tt0017136" | "tt0013442" | "tt0010323" => "Germany",
        "tt0000417" => "France",
        "tt0013257" => "Sweden, Denmark",
        _ if imdb.starts_with("tt00") => "United States",
        _ => "Netherlands",
    }
}
