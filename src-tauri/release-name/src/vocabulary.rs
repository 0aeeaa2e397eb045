//! The words of release names and what each means. Data only: where a word may stand is decided in `technical`.

mod late;
mod sure;

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::LazyLock,
};

use late::LATE;
use sure::SURE;

use crate::name::{Extra, Field};

/// What a word or phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    Resolution(&'static str),
    Quality(&'static str),
    Codec(&'static str),
    Depth(&'static str),
    Hdr(&'static str),
    Audio(&'static str),
    Channels(&'static str),
    Language(&'static str),
    /// A two-letter code, believed only in company.
    ShortLanguage(&'static str),
    Dubbed,
    Subbed,
    /// Subtitles in this language.
    Subtitles(&'static str),
    Dubbing(&'static str),
    Edition(&'static str),
    Repack,
    Proper,
    Network(&'static str),
    Extra(Extra),
    Container(&'static str),
    Complete,
    Noise,
    /// Each of these: `DVHDR`. The first one's field claims the words.
    Each(&'static [Says]),
}

impl Says {
    /// The field that claims the words.
    pub(crate) fn field(self) -> Field {
        match self {
            Self::Resolution(_) => Field::Resolution,
            Self::Quality(_) => Field::Quality,
            Self::Codec(_) => Field::Codec,
            Self::Depth(_) => Field::BitDepth,
            Self::Hdr(_) => Field::Hdr,
            Self::Audio(_) => Field::Audio,
            Self::Channels(_) => Field::Channels,
            Self::Language(_) | Self::ShortLanguage(_) => Field::Language,
            Self::Dubbed | Self::Dubbing(_) => Field::Dubbed,
            Self::Subbed | Self::Subtitles(_) => Field::Subbed,
            Self::Edition(_) => Field::Edition,
            Self::Repack | Self::Proper => Field::Repack,
            Self::Network(_) => Field::Network,
            Self::Extra(_) => Field::Extra,
            Self::Container(_) => Field::Container,
            Self::Complete => Field::Complete,
            Self::Noise | Self::Each([]) => Field::Technical,
            Self::Each([first, ..]) => first.field(),
        }
    }
}

/// How far a word can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Nothing else is called so: the title ends here at the latest.
    Sure,
    /// An ordinary word or a short code too: believed after the title, among other technical words.
    Late,
}

pub(crate) struct Phrase {
    /// The words after the first.
    pub(crate) rest: Vec<&'static str>,
    pub(crate) says: Says,
    pub(crate) trust: Trust,
}

/// Everything known about a word.
#[derive(Default)]
pub(crate) struct Entry {
    /// The phrases that start with it, longest first.
    pub(crate) phrases: Vec<Phrase>,
    /// It says season, in some language.
    pub(crate) season: bool,
    /// It says episode, before the number.
    pub(crate) episode: bool,
    /// It says episode, after the number.
    pub(crate) counting: bool,
}

static WORDS: LazyLock<HashMap<&'static str, Entry, BuildHasherDefault<WordHasher>>> = LazyLock::new(|| {
    let mut words: HashMap<&str, Entry, _> = HashMap::default();
    for (trust, table) in [(Trust::Sure, SURE), (Trust::Late, LATE)] {
        for (says, list) in table {
            for phrase in list.split('|') {
                let mut parts = phrase.split(' ');
                if let Some(first) = parts.next() {
                    let phrase = Phrase { rest: parts.collect(), says: *says, trust };
                    words.entry(first).or_default().phrases.push(phrase);
                }
            }
        }
    }
    for entry in words.values_mut() {
        entry.phrases.sort_by_key(|p| std::cmp::Reverse(p.rest.len()));
    }
    SEASON.split('|').for_each(|w| words.entry(w).or_default().season = true);
    EPISODE.split('|').for_each(|w| words.entry(w).or_default().episode = true);
    for word in ASKED.split('|') {
        words.entry(word).or_default();
    }
    COUNTING.split('|').for_each(|w| words.entry(w).or_default().counting = true);
    words
});

pub(crate) fn entry(word: &str) -> Option<&'static Entry> {
    WORDS.get(word)
}

/// In the manner of FNV-1a, eight bytes at a time: the words are short, few and our own, so a keyed hash would only cost time.
struct WordHasher(u64);

impl Default for WordHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (eights, rest) = bytes.as_chunks();
        for eight in eights {
            self.0 = (self.0 ^ u64::from_le_bytes(*eight)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        let last = rest.iter().fold(0, |last, byte| last << 8 | u64::from(*byte));
        self.0 = (self.0 ^ last).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    /// What marks the end of a text, which here is the end of the word.
    fn write_u8(&mut self, _: u8) {}

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

/// Words that a rule begins at and the tables give no meaning. Known words are the only ones such rules are asked at.
const ASKED: &str = "www|ww|edition|rarbg|orarbg|all|complete|s|series|cour|part|pt|cd|disc|disk|parte|partie|teil|часть|vol|volume|vols|volumes|том";
const SEASON: &str = "season|seasons|saison|saisons|staffel|staffeln|temporada|temporadas|temp|tem|sez|sn|seria|stagione|stagioni|sezon|sezonu|sezona|sezony|sezonul|seizoen|säsong|sæson|kausi|évad|сезон|сез|сезоны|сезона|сезонов|seasion|seaon|se|série|mùa|الموسم|сезони";
const EPISODE: &str = "episode|episodes|episodio|episodios|episódio|episódios|épisode|épisodes|epizoda|epizod|ep|eps|folge|folgen|capitulo|capítulo|capitulos|capítulos|cap|afl|aflevering|avsnitt|jakso|puntata|odcinek|odc|bolum|bölüm|серия|серии|серий|сер|эпизод|эпизоды|выпуск|епізод|серія|серії|afsnit|episod|episodul|epizóda|epizode|díl|tập|епизод|епизода|эпизода|الحلقة|حلقة|ตอนที่";
const COUNTING: &str = "серия|серии|серий|серія|серії|сер|ser|serya|seriya|serija|serii|seria|bolum|bölüm|blm|bolüm|epizoda|rész|díl|odcinek|епизод|епизода";

pub(crate) type Table = &'static [(Says, &'static str)];

/// File extensions: the container, and whether a film or episode can be inside. Subtitles carry their language in the name.
pub(crate) fn extension(word: &str) -> Option<Extension> {
    const VIDEO: [&str; 24] = [
        "mkv", "mp4", "avi", "wmv", "mov", "m4v", "webm", "flv", "mpg", "mpeg", "m2v", "3gp", "3g2", "ogv", "ogm",
        "rmvb", "rm", "asf", "ts", "m2ts", "mts", "vob", "divx", "wtv",
    ];
    match word {
        "srt" | "ass" | "ssa" | "sub" | "vtt" | "idx" | "sup" => Some(Extension::Subtitle),
        "torrent" | "nzb" | "nfo" | "rar" | "zip" | "7z" | "jpg" | "png" | "txt" | "iso" | "flac" | "mka" | "mp3" => {
            Some(Extension::Other)
        }
        _ if !(2..=4).contains(&word.len()) => None,
        _ => VIDEO.iter().find(|extension| **extension == word).map(|extension| Extension::Video(extension)),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extension {
    Video(&'static str),
    Subtitle,
    Other,
}
