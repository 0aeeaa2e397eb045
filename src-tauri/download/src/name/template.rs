//! Reads and fills the template of a path: texts, fields in braces, slashes between folders. Pure.

use std::fmt::Write as _;

/// A value that a template names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Year,
    Imdb,
    ImdbId,
    Season,
    Episode,
    Absolute,
    EpisodeTitle,
    Resolution,
    File,
}

const FIELDS: [(&str, Field); 10] = [
    ("title", Field::Title),
    ("year", Field::Year),
    ("imdb", Field::Imdb),
    ("imdbid", Field::ImdbId),
    ("season", Field::Season),
    ("episode", Field::Episode),
    ("absolute", Field::Absolute),
    ("episode_title", Field::EpisodeTitle),
    ("resolution", Field::Resolution),
    ("file", Field::File),
];

/// Why a text is no template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadTemplate {
    #[error("there is no field {{{0}}}")]
    Unknown(String),
    #[error("a brace is not closed")]
    Open,
    /// Two films would have one name.
    #[error("it names neither {{title}} nor {{file}}")]
    SameForAll,
    /// All episodes would have one name.
    #[error("its last part names neither {{episode}}, {{absolute}} nor {{file}}")]
    SameForEpisodes,
    #[error("a folder in it has no name")]
    NoName,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Field(Field),
}

/// A template that was read: the folders, and the name at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template(Vec<Vec<Piece>>);

impl Template {
    pub fn read(text: &str) -> Result<Self, BadTemplate> {
        let folders: Vec<Vec<Piece>> = text.split(['/', '\\']).map(pieces).collect::<Result<_, _>>()?;
        let is_named = |piece: &Piece| {
            matches!(piece, Piece::Field(_))
                || matches!(piece, Piece::Text(text) if !text.chars().all(|c| c == '.' || c.is_whitespace()))
        };
        if !folders.iter().all(|folder| folder.iter().any(is_named)) {
            return Err(BadTemplate::NoName);
        }
        let names = |field: Field| folders.iter().flatten().any(|piece| *piece == Piece::Field(field));
        if !names(Field::Title) && !names(Field::File) {
            return Err(BadTemplate::SameForAll);
        }
        Ok(Self(folders))
    }

    /// Whether it tells the episodes of a season apart.
    pub fn tells_episodes_apart(&self) -> bool {
        let tells = [Field::Episode, Field::Absolute, Field::File].map(Piece::Field);
        self.0.last().is_some_and(|name| name.iter().any(|piece| tells.contains(piece)))
    }

    /// Returns the folders and the name. Where a value is missing, what stood around it goes too.
    pub(super) fn fill(&self, value: impl Fn(Field) -> Option<String>) -> Vec<String> {
        self.0.iter().map(|folder| filled(folder, &value)).collect()
    }
}

fn pieces(text: &str) -> Result<Vec<Piece>, BadTemplate> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once('{') {
        let (name, after) = inside.split_once('}').ok_or(BadTemplate::Open)?;
        let field = FIELDS.iter().find(|(known, _)| *known == name.trim());
        let (_, field) = field.ok_or_else(|| BadTemplate::Unknown(name.trim().to_owned()))?;
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        pieces.push(Piece::Field(*field));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    Ok(pieces)
}

/// Stands for a value that is missing until what is around it has been taken away.
const MISSING: char = '\u{fffc}';

fn filled(folder: &[Piece], value: &impl Fn(Field) -> Option<String>) -> String {
    let mut name = String::new();
    for piece in folder {
        let _ = match piece {
            Piece::Text(text) => write!(name, "{text}"),
            Piece::Field(field) => match value(*field).filter(|value| !value.is_empty()) {
                Some(value) => write!(name, "{}", value.replace(MISSING, "")),
                None => write!(name, "{MISSING}"),
            },
        };
    }
    for around in ["(", "["].iter().zip([")", "]"]).map(|(open, close)| format!("{open}{MISSING}{close}")) {
        name = name.replace(&around, &MISSING.to_string());
    }
    let name = name.replace(&format!(" - {MISSING}"), "").replace(&format!("{MISSING} - "), "").replace(MISSING, "");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    name.trim_matches([' ', '-']).to_owned()
}
