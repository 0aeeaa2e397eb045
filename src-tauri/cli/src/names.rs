//! `parse` and `select`: names and file lists in, one JSON object a line out, or lines for people. Owns the formats and nothing
//! else; what is read and chosen is decided by `release-name` and the core's selection.

use std::{
    fmt::Write as _,
    io::{self, BufRead, Write},
};

use perihelion_core::{
    model::{Hint, Lesson},
    pipeline::select::{self, WhyFile},
    title::{Context, Episode, Ids, Kind, Numbering, Wanted},
    torrent::TorrentFile,
};
use release_name::{Reason, ReleaseName};
use serde::Deserialize;
use serde_json::{Value, json};

/// Whether `select` also says how every file was ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    Pick,
    Why,
}

/// Reads names, one a line, and prints what each says, with the bytes of the line each field was read from. Reports lines that
/// are not UTF-8 and goes on with the next.
pub(crate) fn parse(input: impl BufRead, output: impl Write) -> io::Result<()> {
    each_line(input, output, |line| Ok(Answer::Json(fields(line, &release_name::parse(line)))))
}

/// Reads names, one a line, and prints which rule read which bytes of each, and what that gave: in lines for people, or with
/// `json` beside the fields of the name.
pub(crate) fn explain(input: impl BufRead, output: impl Write, json: bool) -> io::Result<()> {
    each_line(input, output, |line| {
        let (name, reasons) = release_name::explain(line);
        Ok(if json {
            let mut answer = fields(line, &name);
            answer["why"] = reasons.iter().map(|reason| reason_json(line, reason)).collect();
            Answer::Json(answer)
        } else {
            Answer::Text(reasons_text(line, &reasons))
        })
    })
}

fn reason_json(line: &str, reason: &Reason) -> Value {
    let claim = |span: &release_name::Span| json!({"field": span.field, "start": span.start(), "end": span.end(), "text": line.get(span.range())});
    json!({"rule": reason.rule, "gave": reason.gave, "claims": reason.claims.iter().map(claim).collect::<Vec<_>>()})
}

/// The name, then a line for each claim: its bytes, its rule, its text, and with the first claim of a rule what it gave. A rule
/// that claims nothing read the name as a whole.
fn reasons_text(line: &str, reasons: &[Reason]) -> String {
    let mut text = line.to_owned();
    for reason in reasons {
        let mut gave = reason.gave.join(", ");
        if reason.claims.is_empty() {
            let _ = write!(text, "\n  {:>9}  {:<48}  {gave}", "-", reason.rule);
        }
        for claim in &reason.claims {
            let bytes = format!("{}..{}", claim.start(), claim.end());
            let read = line.get(claim.range()).unwrap_or("");
            let _ = write!(text, "\n  {bytes:>9}  {:<48}  {read:?}", reason.rule);
            if !gave.is_empty() {
                let _ = write!(text, ": {}", std::mem::take(&mut gave));
            }
        }
    }
    text
}

/// Reads file lists, one JSON object a line, and prints which file to play and why.
pub(crate) fn select(input: impl BufRead, output: impl Write, detail: Detail) -> io::Result<()> {
    each_line(input, output, |line| {
        let case: Case = serde_json::from_str(line).map_err(|e| e.to_string())?;
        Ok(Answer::Json(case.answer(detail)))
    })
}

/// U+FEFF in UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

enum Answer {
    Json(Value),
    Text(String),
}

fn each_line(
    mut input: impl BufRead,
    mut output: impl Write,
    answer: impl Fn(&str) -> Result<Answer, String>,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    let mut bad = 0;
    for number in 1.. {
        bytes.clear();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            break;
        }
        while matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.pop();
        }
        // Editors of Windows begin a file of UTF-8 with this mark, which is no part of the first line.
        if number == 1 && bytes.starts_with(BYTE_ORDER_MARK) {
            bytes.drain(..BYTE_ORDER_MARK.len());
        }
        let result = std::str::from_utf8(&bytes).map_err(|e| format!("not UTF-8: {e}")).and_then(&answer);
        match result {
            Ok(answer) => {
                match answer {
                    Answer::Json(value) => serde_json::to_writer(&mut output, &value)?,
                    Answer::Text(text) => output.write_all(text.as_bytes())?,
                }
                output.write_all(b"\n")?;
            }
            Err(reason) => {
                bad += 1;
                writeln!(io::stderr().lock(), "line {number}: {reason}")?;
            }
        }
    }
    output.flush()?;
    if bad > 0 {
        let lines = if bad == 1 { "line" } else { "lines" };
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("{bad} {lines} could not be read")));
    }
    Ok(())
}

fn fields(line: &str, name: &ReleaseName) -> Value {
    json!({
        "name": line,
        "title": name.title,
        "alternative_titles": name.alternative_titles,
        "year": name.year,
        "end_year": name.end_year,
        "seasons": name.seasons,
        "episodes": name.episodes,
        "absolute": name.absolute,
        "decimal": name.fraction.map(|(whole, tenth)| format!("{whole}.{tenth}")),
        "segment": name.segment,
        "compact": name.compact,
        "marking": name.marking,
        "extra": name.extra,
        "extra_number": name.extra_number,
        "date": name.date.map(|d| d.to_string()),
        "resolution": name.resolution,
        "quality": name.quality,
        "codec": name.codec,
        "bit_depth": name.bit_depth,
        "hdr": name.hdr,
        "audio": name.audio,
        "channels": name.channels,
        "languages": name.languages,
        "subtitles": name.subtitles,
        "dubbed": name.dubbed,
        "subbed": name.subbed,
        "repack": name.repack,
        "proper": name.proper,
        "edition": name.edition,
        "network": name.network,
        "group": name.group,
        "site": name.site,
        "episode_code": name.episode_code,
        "version": name.version,
        "part": name.part,
        "volumes": name.volumes,
        "complete": name.complete,
        "container": name.container,
        "spans": name.spans,
    })
}

/// One line of `select`.
#[derive(Deserialize)]
struct Case {
    #[serde(default)]
    id: Value,
    media_type: Kind,
    #[serde(default)]
    season: Option<u32>,
    #[serde(default)]
    episode: Option<u32>,
    /// The year a series ended.
    #[serde(default)]
    end_year: Option<i16>,
    /// Where it was made, as catalogues write it: `United States`, `UK`.
    #[serde(default)]
    countries: Vec<String>,
    /// The day the episode aired, `2024-03-11`.
    #[serde(default)]
    aired: Option<jiff::civil::Date>,
    #[serde(default)]
    absolute_episode: Option<u32>,
    #[serde(default)]
    title: String,
    #[serde(default)]
    year: Option<i16>,
    /// Language to titles; the language does not matter here.
    #[serde(default)]
    aliases: std::collections::BTreeMap<String, Vec<String>>,
    #[serde(default)]
    torrent_name: String,
    #[serde(default)]
    file_index: Option<i64>,
    /// The path or name of the file a person chose for this very episode: it is picked.
    #[serde(default)]
    correction: Option<String>,
    /// Files a person said to be other episodes: their siblings are counted alike.
    #[serde(default)]
    lessons: Vec<Taught>,
    files: Vec<TorrentFile>,
}

/// One file and the episode it is.
#[derive(Deserialize)]
struct Taught {
    path: String,
    #[serde(default)]
    season: Option<u32>,
    episode: u32,
}

impl Case {
    fn answer(self, detail: Detail) -> Value {
        let wanted = Wanted {
            kind: self.media_type,
            ids: Ids::default(),
            name: self.title,
            aliases: self.aliases.into_values().flatten().collect(),
            year: self.year,
            end_year: self.end_year,
            runtime_min: None,
            episode: self.episode.map(|episode| Episode {
                asked: Numbering { season: self.season, episode },
                imdb: None,
                absolute: self.absolute_episode,
                kitsu: None,
                aired: self.aired,
                name: None,
            }),
            context: Context { countries: self.countries, ..Context::default() },
        };
        let lesson = |t: Taught| Lesson { path: t.path, episode: Numbering { season: t.season, episode: t.episode } };
        let lessons: Vec<Lesson> = self.lessons.into_iter().map(lesson).collect();
        let hint = Hint {
            torrent_name: &self.torrent_name,
            file_index: self.file_index,
            file_name: None,
            correction: self.correction.as_deref(),
            lessons: &lessons,
            ..Hint::default()
        };
        let why = select::why(&self.files, &wanted, &hint);
        let picked = why.files.iter().find(|file| file.picked);
        let mut answer = json!({
            "id": self.id,
            "index": picked.map(|file| file.index),
            "score": picked.map(|file| file.score),
            "match_reasons": picked.map(WhyFile::reasons),
            "confidence": why.confidence,
        });
        if detail == Detail::Why {
            answer["scheme"] = json!(why.scheme);
            answer["corrected"] = json!(why.corrected);
            answer["why"] = json!(why.files);
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_line_of_all_its_fields() {
        let mut printed = Vec::new();
        parse(&b"Sintel.2010.1080p.mkv\n\n"[..], &mut printed).expect("both lines are text");
        let lines: Vec<Value> = printed
            .split(|b| *b == b'\n')
            .filter(|l| !l.is_empty())
            .map(|l| serde_json::from_slice(l).expect("JSON"))
            .collect();
        assert_eq!(lines.len(), 2, "an empty name is a name too");
        assert_eq!(lines[0]["title"], "Sintel");
        assert_eq!(lines[0].as_object().map(serde_json::Map::len), Some(39));
        assert_eq!(lines[1]["spans"], json!([]));
    }

    #[test]
    fn a_file_of_windows_says_what_any_other_says() {
        let read = |text: &str| {
            let mut printed = Vec::new();
            parse(text.as_bytes(), &mut printed).expect("the lines are text");
            String::from_utf8(printed).expect("text")
        };
        let names = "Синий.Луг.2019.1080p.mkv\nSintel.2010.2160p.mkv\n";
        assert_eq!(read(&format!("\u{feff}{}", names.replace('\n', "\r\n"))), read(names));
        assert_ne!(read(&names.replace("\nS", "\n\u{feff}S")), read(names), "elsewhere it is a letter of the name");
    }

    #[test]
    fn a_line_says_where_each_field_was_read() {
        let name = "[Grp] Blue Meadow - 12.5 (1080p).mkv";
        let mut printed = Vec::new();
        parse(name.as_bytes(), &mut printed).expect("the line is text");
        let line: Value = serde_json::from_slice(&printed).expect("JSON");
        assert_eq!(line["decimal"], "12.5");
        let spans = line["spans"].as_array().expect("a list");
        let text = |field: &str| {
            let span = spans.iter().find(|s| s["field"] == field)?;
            let edge = |edge: &str| span[edge].as_u64().and_then(|v| usize::try_from(v).ok());
            name.get(edge("start")?..edge("end")?)
        };
        assert_eq!((text("title"), text("resolution")), (Some("Blue Meadow"), Some("1080p")));
    }

    #[test]
    fn a_reason_stands_with_its_bytes_and_what_it_gave() {
        let name = "Синий луг - S02E05v2 [DDP5.1].mkv";
        let mut printed = Vec::new();
        explain(name.as_bytes(), &mut printed, false).expect("the line is text");
        let text = String::from_utf8(printed).expect("text");
        let lines: Vec<Vec<&str>> =
            text.lines().map(|line| line.split("  ").filter(|p| !p.is_empty()).collect()).collect();
        assert_eq!(lines[0], [name]);
        for line in [
            &["20..28", "season and episode", r#" "S02E05v2": season 2, episode 5, version 2"#],
            &["30..33", "sound format and channels", r#" "DDP": audio Dolby Digital Plus, channels 5.1"#],
            &["33..36", "sound format and channels", r#" "5.1""#],
            &["-", "language of the script", " language ru"],
        ] {
            let squeezed = |line: &[&str]| line.iter().map(|part| part.trim().to_owned()).collect::<Vec<_>>();
            assert!(lines.iter().any(|found| squeezed(found) == squeezed(line)), "{line:?} is not in\n{text}");
        }
    }

    #[test]
    fn reasons_are_json_beside_the_fields() {
        let mut printed = Vec::new();
        explain(&b"Blue.Meadow.S02E05.mkv\n"[..], &mut printed, true).expect("the line is text");
        let line: Value = serde_json::from_slice(&printed).expect("JSON");
        assert_eq!(line["episodes"], json!([5]));
        let why = line["why"].as_array().expect("a list");
        let claim = json!({"field": "episode", "start": 12, "end": 18, "text": "S02E05"});
        let reason = json!({"rule": "season and episode", "gave": ["season 2", "episode 5"], "claims": [claim]});
        assert!(why.contains(&reason), "{why:#?}");
    }

    #[test]
    fn a_day_a_correction_and_a_lesson_decide() {
        let files = r#"[{"index":1,"name":"Show 14.mkv","path":"","size":9},{"index":2,"name":"Show 15.mkv","path":"","size":9},
            {"index":3,"name":"Show.2024.03.11.mkv","path":"","size":9}]"#;
        for (more, index) in [
            ("", None),
            (r#""aired":"2024-03-11","#, Some(3)),
            (r#""correction":"Show 14.mkv","#, Some(1)),
            (r#""lessons":[{"path":"Show 14.mkv","season":2,"episode":2}],"#, Some(2)),
        ] {
            let case =
                format!(r#"{{"media_type":"series","season":2,"episode":3,"title":"Show",{more}"files":{files}}}"#);
            let mut printed = Vec::new();
            select(case.replace('\n', "").as_bytes(), &mut printed, Detail::Pick).expect("the line is a case");
            let answer: Value = serde_json::from_slice(&printed).expect("JSON");
            assert_eq!(answer["index"], json!(index), "{more}");
        }
    }

    #[test]
    fn a_bad_line_is_reported_and_the_others_are_answered() {
        let mut printed = Vec::new();
        let case =
            br#"{"id":"a","media_type":"series","season":1,"episode":2,"title":"Meadow","torrent_name":"","files":
            [{"index":7,"name":"Meadow.S01E02.mkv","path":"","size":1,"link":"x"}]}"#;
        let case: Vec<u8> = case.iter().copied().filter(|b| *b != b'\n').collect();
        let input = [b"{nonsense\n".as_slice(), &case, b"\n\xff\n"].concat();
        let failed = select(&input[..], &mut printed, Detail::Why).expect_err("two lines are bad");
        assert_eq!(failed.kind(), io::ErrorKind::InvalidData);
        let answer: Value = serde_json::from_slice(&printed).expect("one answer");
        assert_eq!(answer["index"], 7);
        assert_eq!(answer["match_reasons"][0], "exact_episode");
        assert!(answer["why"].is_array());
    }
}
