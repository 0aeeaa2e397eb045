//! What the name of a chapter says, in the languages and abbreviations that releases use. A name has to consist of a
//! known expression: a story's own titles (`The Opening of the Gate`) say nothing.

use std::collections::HashMap;
use std::sync::LazyLock;

use release_name::normalise;

/// What a chapter's name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Opening,
    /// An opening, or what comes before one.
    Intro,
    Recap,
    Credits,
    /// Credits, or what comes after them.
    Outro,
    Preview,
    /// Opening or credits; its place decides.
    Either,
}

/// Expressions by what they say.
type Table = [(Named, &'static [&'static str])];

const NAMES: &Table = &[
    (
        Named::Opening,
        &[
            "OP",
            "NCOP",
            "Opening",
            "Opening Credits",
            "Opening Titles",
            "Opening Title",
            "Opening Logos",
            "Intro Credits",
            "Main Title",
            "Main Titles",
            "Main Title Sequence",
            "Title Sequence",
            "Titles",
            "Title Song",
            // German, French, Italian, Spanish, Portuguese, Turkish
            "Vorspann",
            "Titelsequenz",
            "Générique de début",
            "Générique début",
            "Générique d'ouverture",
            "Sigla iniziale",
            "Sigla di apertura",
            "Sigla d'apertura",
            "Titoli di testa",
            "Apertura",
            "Cabecera",
            "Créditos iniciales",
            "Abertura",
            "Créditos iniciais",
            "Açılış",
            "Açılış Jeneriği",
            // Polish, Russian
            "Czołówka",
            "Опенинг",
            "Заставка",
            "Начальные титры",
            // Japanese, Korean, Chinese
            "オープニング",
            "オープニングテーマ",
            "オープニングクレジット",
            "ＯＰ",
            "主題歌",
            "오프닝",
            "片头",
            "片頭",
            "片头曲",
            "片頭曲",
        ],
    ),
    (Named::Intro, &["Intro", "イントロ", "인트로"]),
    (
        Named::Recap,
        &[
            "Recap",
            "Previously",
            "Previously On",
            "Last Time",
            "Last Time On",
            "Last Episode",
            "Story So Far",
            "In Previous Episodes",
            "Rückblick",
            "Was bisher geschah",
            "Bisher geschah",
            "Résumé",
            "Précédemment",
            "Riassunto",
            "Nelle puntate precedenti",
            "Resumen",
            "Anteriormente",
            "Resumo",
            "Özet",
            "Önceki Bölümde",
            "Önceki bölümün özeti",
            "В предыдущих сериях",
            "Zenkai",
            "Arasuji",
            "Zenkai no Arasuji",
            "あらすじ",
            "前回のあらすじ",
            "これまでのあらすじ",
            "前回",
            "前情提要",
            "前情回顾",
            "前情回顧",
        ],
    ),
    (
        Named::Credits,
        &[
            "ED",
            "NCED",
            "Ending",
            "Ending Credits",
            "End Credits",
            "End Title",
            "End Titles",
            "End Credit Roll",
            "Closing",
            "Closing Credits",
            "Closing Titles",
            "Credit Roll",
            "Credits Roll",
            "Final Credits",
            "Staff Roll",
            "Abspann",
            "Nachspann",
            "Générique de fin",
            "Générique fin",
            "Sigla finale",
            "Sigla di chiusura",
            "Titoli di coda",
            "Créditos finales",
            "Créditos finais",
            "Encerramento",
            "Cierre",
            "Kapanış",
            "Kapanış Jeneriği",
            "Bitiş Jeneriği",
            "Napisy końcowe",
            "Tyłówka",
            "Эндинг",
            "Титры",
            "Финальные титры",
            "エンディング",
            "エンディングテーマ",
            "エンドロール",
            "エンドクレジット",
            "スタッフロール",
            "ＥＤ",
            "엔딩",
            "片尾",
            "片尾曲",
        ],
    ),
    (Named::Outro, &["Outro", "アウトロ", "아웃트로"]),
    (
        Named::Preview,
        &[
            "Preview",
            "PV",
            "Next",
            "Next Episode",
            "Next Episode Preview",
            "Next Episode Trailer",
            "Next Time",
            "Next Time On",
            "Next Preview",
            "Next Week",
            "Episode Preview",
            "Preview of Next Episode",
            "Vorschau",
            "Nächste Folge",
            "Prochain épisode",
            "Prochainement",
            "Anticipazioni",
            "Prossimo episodio",
            "Avance",
            "Próximo episodio",
            "Próximo episódio",
            "Fragman",
            "Gelecek Bölüm",
            "Sonraki Bölüm",
            "Zapowiedź",
            "В следующей серии",
            "Превью",
            "Yokoku",
            "Jikai",
            "Jikai Yokoku",
            "予告",
            "予告編",
            "次回",
            "次回予告",
            "次回予告編",
            "예고",
            "다음 이야기",
            "预告",
            "預告",
            "下集预告",
            "下集預告",
        ],
    ),
    (
        Named::Either,
        &[
            "Credits",
            "Credit",
            "Theme",
            "Theme Song",
            "Main Theme",
            "Générique",
            "Sigla",
            "Jenerik",
            "Créditos",
            "クレジット",
        ],
    ),
];

/// Expressions that go on with a title: `Previously on Tide Lines`.
const BEGINNINGS: &Table = &[
    (Named::Recap, &["previously on", "last time on", "last time in", "was bisher geschah", "précédemment dans"]),
    (Named::Preview, &["next time on", "next time in", "next on", "next episode", "next week on"]),
];

/// Words before an expression that say nothing of it.
const BEFORE: &[&str] = &[
    "the",
    "chapter",
    "kapitel",
    "chapitre",
    "capitolo",
    "capítulo",
    "bölüm",
    "nc",
    "creditless",
    "textless",
    "clean",
];
/// And after it.
const AFTER: &[&str] = &[
    "theme",
    "song",
    "sequence",
    "animation",
    "start",
    "starts",
    "begin",
    "begins",
    "tv",
    "size",
    "version",
    "music",
    "creditless",
    "textless",
    "part",
    "a",
    "b",
    "i",
    "ii",
    "iii",
    "iv",
];

/// The longest name that is looked at, in characters.
const LONGEST: usize = 160;

static KNOWN: LazyLock<HashMap<String, Named>> =
    LazyLock::new(|| each(NAMES).map(|(words, named)| (joined(&words), named)).collect());
static BEGINS: LazyLock<Vec<(Vec<String>, Named)>> = LazyLock::new(|| each(BEGINNINGS).collect());
static WORDS_BEFORE: LazyLock<Vec<String>> = LazyLock::new(|| BEFORE.iter().map(|word| normalise(word)).collect());

/// Returns what a chapter's name says; `None` for `Chapter 01`, `Part A` and titles of its own.
pub(super) fn named(title: &str) -> Option<Named> {
    let title: String = title.chars().take(LONGEST).collect();
    // What follows the expression is the name of a song or a part: `OP: Hikari`, `ED「夜の海」`.
    let piece = pieces(&title).map(words).map(without_before).find(|words| !words.is_empty())?;
    if let Some(named) = known(&piece) {
        return Some(named);
    }
    let begins = BEGINS.iter().find(|(beginning, _)| piece.starts_with(beginning));
    if let Some((_, named)) = begins {
        return Some(*named);
    }
    let mut rest = piece.as_slice();
    while let [shorter @ .., last] = rest
        && (AFTER.contains(&last.as_str()) || is_number(last))
        && !shorter.is_empty()
    {
        rest = shorter;
        if let Some(named) = known(rest) {
            return Some(named);
        }
    }
    None
}

/// Looks an expression up, with or without the number glued to it: `OP2`, `ED1b`.
fn known(words: &[String]) -> Option<Named> {
    let whole = joined(words);
    KNOWN.get(&whole).copied().or_else(|| {
        let bare = whole.trim_start_matches(|c: char| c.is_ascii_digit());
        let bare = match bare.strip_suffix(['a', 'b', 'c']) {
            Some(lettered) if lettered.ends_with(|c: char| c.is_ascii_digit()) => lettered,
            _ => bare,
        };
        KNOWN.get(bare.trim_end_matches(|c: char| c.is_ascii_digit())).copied()
    })
}

fn each(table: &'static Table) -> impl Iterator<Item = (Vec<String>, Named)> {
    table.iter().flat_map(|(named, names)| names.iter().map(move |name| (words(name), *named)))
}

fn pieces(title: &str) -> impl Iterator<Item = &str> {
    const ENDS: [char; 24] = [
        ':', '：', '|', '｜', '(', '（', '[', '{', '「', '『', '【', '"', '“', '”', '«', '„', '~', '〜', '～', '–',
        '—', '/', ';', ',',
    ];
    title.split(ENDS).flat_map(|piece| piece.split(" -")).flat_map(|piece| piece.split("- "))
}

fn words(piece: &str) -> Vec<String> {
    normalise(piece).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Leaves out numbers and words at the beginning that say nothing.
fn without_before(mut words: Vec<String>) -> Vec<String> {
    let says = |word: &String| !(is_number(word) || WORDS_BEFORE.contains(word));
    let first = words.iter().position(says).unwrap_or(words.len());
    words.drain(..first);
    words
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

fn joined(words: &[String]) -> String {
    words.concat()
}
