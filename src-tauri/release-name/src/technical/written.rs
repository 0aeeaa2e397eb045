//! Which languages are spoken, and which are only those of the subtitles: `ITA.Sub.ENG`.

use super::spoken::{alone, language_of, language_of_tracks};
use crate::{
    name::Field,
    reader::Reader,
    reading::{Reading, Value},
    rule::Rule,
    vocabulary::Says,
};

/// After the words, when it is known which of them are languages.
pub(crate) const LANGUAGES: &[Rule<()>] = &[Rule {
    name: "languages of the subtitles",
    examples: ["Sintel.2010.1080p.ITA.Sub.ENG.x264-GRP", "Blue Meadow S01 [1080p][ENG][Subs: FRE, GER]"],
    read: written,
}];

fn written(reader: &Reader<'_>, (): ()) -> Option<Reading> {
    if !reader.so_far().subbed {
        return None;
    }
    let mut reading = Reading::default();
    let mut after_subtitles = None;
    for at in 0..reader.end() {
        let place = reader.tokens[at].bracket;
        match reader.mark(at) {
            Some(Field::Subbed) if is_subtitles(reader, at) => after_subtitles = Some(place),
            // `Eng Sub Ita`, where the phrase that was read first took in a language of the sound.
            Some(Field::Subbed) => {
                let code = language_of(reader.entry(at)).filter(|_| precedes_list(reader, at));
                reading = reading.says_if(code.map(Value::Spoken));
            }
            Some(Field::Language) => {
                let code = language_of(reader.entry(at)).or_else(|| language_of_tracks(reader.word(at)));
                let Some(code) = code else { continue };
                let of_subtitles = after_subtitles == Some(place)
                    || is_subtitles(reader, at + 1) && reader.gap(at + 1).joins() && !precedes_list(reader, at);
                reading = reading.says(if of_subtitles { Value::Written(code) } else { Value::Spoken(code) });
            }
            Some(Field::Technical) => {}
            _ => after_subtitles = None,
        }
    }
    // What is spoken anywhere is not only written.
    reading.values.sort_by_key(|value| matches!(value, Value::Spoken(_)));
    (!reading.values.is_empty()).then_some(reading)
}

/// The token says subtitles, and no language of its own.
fn is_subtitles(reader: &Reader<'_>, at: usize) -> bool {
    let says = || reader.entry(at).and_then(|entry| entry.phrases.iter().find(|p| matches!(p.says, Says::Subbed)));
    reader.mark(at) == Some(Field::Subbed)
        && (alone(reader.entry(at)) == Some(Says::Subbed)
            || language_of(reader.entry(at)).is_none() && says().is_some())
}

/// Subtitles are the next word, and after it comes a list of their languages.
fn precedes_list(reader: &Reader<'_>, at: usize) -> bool {
    is_subtitles(reader, at + 1)
        && (reader.mark(at + 2) == Some(Field::Language) || reader.mark(at + 2) == Some(Field::Subbed))
        && reader.tokens.get(at + 2).is_some_and(|next| next.bracket == reader.tokens[at + 1].bracket)
}
