//! The words of release names and what each means. Data only: where a word may stand is decided in `technical`.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
    sync::LazyLock,
};

use crate::name::Extra;

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
    COUNTING.split('|').for_each(|w| words.entry(w).or_default().counting = true);
    words
});

pub(crate) fn entry(word: &str) -> Option<&'static Entry> {
    WORDS.get(word)
}

/// FNV-1a: the words are short, few and our own, so a keyed hash would only cost time.
struct WordHasher(u64);

impl Default for WordHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

const SEASON: &str = "season|seasons|saison|saisons|staffel|staffeln|temporada|temporadas|temp|tem|stagione|stagioni|sezon|sezonu|sezona|sezony|sezonul|seizoen|säsong|sæson|kausi|évad|сезон|сезоны|сезона|сезонов|seasion|seaon|se";
const EPISODE: &str = "episode|episodes|episodio|episodios|episódio|episódios|épisode|épisodes|epizoda|epizod|ep|eps|folge|folgen|capitulo|capítulo|capitulos|capítulos|cap|afl|aflevering|avsnitt|jakso|puntata|odcinek|odc|bolum|bölüm|серия|серии|серий|эпизод|эпизоды|выпуск|епізод|серія|серії|afsnit|episod|epizóda|díl|tập";
const COUNTING: &str = "серия|серии|серий|серія|серії|serya|seriya|serija|serii|seria|bolum|bölüm|blm|bolüm|epizoda|rész";

type Table = &'static [(Says, &'static str)];

use Says::*;

/// `a|b c`: alternatives separated by bars; the words of one alternative by spaces, which stand for any separator or none.
const SURE: Table = &[
    (Resolution("2160p"), "4k|uhd|4kuhd|ultrahd"),
    (Resolution("4320p"), "8k"),
    (Resolution("1440p"), "qhd|quadhd|wqhd|2k qhd"),
    (Resolution("1080p"), "fhd|full hd|fullhd|m1080p"),
    (Quality("BluRay REMUX"), "bdremux|bd remux|bluray remux|blu ray remux|uhdremux|uhd remux|bluray rip remux|bdrmx|brremux|br remux"),
    (Quality("REMUX"), "remux"),
    (Quality("BluRay"), "bluray|blu ray|uhd bluray|uhd blu ray|blurayrip|bluray rip|blu ray rip|bd25|bd50|bd66|bd100|uhdbd|hddvd|hd dvd|bdiso|bdmv"),
    (Quality("BDRip"), "bdrip|bd rip|bdrips|bdmux|bd rm|bdripmux|bdlight"),
    (Quality("BRRip"), "brrip|br rip|brripmux"),
    (Quality("UHDRip"), "uhdrip|uhd rip"),
    (Quality("WEB-DL"), "web dl|webdl|web dlmux|webdlmux|itunes hd|ituneshd|web download|true web dl"),
    (Quality("WEB-DLRip"), "web dlrip|webdlrip|web dl rip|webdl rip"),
    (Quality("WEBRip"), "webrip|web rip|webrips|webcap|web cap"),
    (Quality("WEBMux"), "webmux|web mux|dlmux"),
    (Quality("WEB"), "webhd|web hd|hdweb"),
    (Quality("HDTV"), "hdtv|ahdtv|hd tv|dvb|uhdtv|hdtvmux|hdtv mux|dvbt|dvbs"),
    (Quality("HDTVRip"), "hdtvrip|hdtv rip|dtvrip|dtv rip"),
    (Quality("PDTV"), "pdtv|dsrip|dthrip|dsr"),
    (Quality("SATRip"), "satrip|sat rip"),
    (Quality("TVRip"), "tvrip|tv rip|ldtv|sdtv|tvhdrip"),
    (Quality("HDRip"), "hdrip|hd rip|hdlight|webhdrip|hdmux"),
    (Quality("DVDRip"), "dvdrip|dvd rip|dvdrips|dvdmux|dvd mux|dvdripmux"),
    (Quality("DVD"), "dvdr|dvd9|dvd5|dvdr9|dvdr5|dvd r|dvd 5|dvd 9|pal dvd|ntsc dvd|full dvd"),
    (Quality("VHSRip"), "vhsrip|vhs rip"),
    (Quality("PPVRip"), "ppvrip|ppv rip"),
    (Quality("TeleSync"), "telesync|hdts|hd ts|hdtsrip|tsrip|ts rip|ts screener|tsync|hqts"),
    (Quality("TeleCine"), "telecine|hdtc|hd tc|tcrip|hdtcrip"),
    (Quality("CAM"), "camrip|cam rip|hdcam|hd cam|hdcamrip|hqcam|hq cam|camhd|camrp|hqcamrip|s print|sprint rip|hq s print|new cam"),
    (Quality("SCR"), "dvdscr|dvd scr|dvdscreener|dvd screener|bdscr|brscreener|br screener|bluray scr|webscreener|web screener|pre hdrip|prehdrip|pdvdrip|pre dvdrip|predvdrip|predvd|predvd rip|pre dvd|hdscr|dvdscrn"),
    (Quality("R5"), "r5 line"),
    (Codec("avc"), "x264|h264|h 264|x 264|mpeg4 avc|avc1|h264 avc|x264 hi10p"),
    (Codec("hevc"), "x265|h265|h 265|x 265|hevc|hevc10|h265 hevc|x265 hevc|hevcx265"),
    (Codec("av1"), "av1|av01"),
    (Codec("xvid"), "xvid|divx|xvidhd|xvid hd|div3"),
    (Codec("mpeg"), "mpeg2|mpeg 2|h262|h 262"),
    (Codec("vp9"), "vp9"),
    (Codec("vp8"), "vp8"),
    (Codec("vc-1"), "vc1|vc 1"),
    (Depth("10bit"), "10bit|10 bit|10bits|10 bits|hi10p|hi10|hi 10p|ma10p|yuv420p10|yuv444p10"),
    (Depth("8bit"), "8bit|8bits"),
    (Depth("12bit"), "12bit|12 bit|12bits"),
    (Hdr("DV"), "dolby vision|dovi|dolbyvision|dv p5|dv p7|dv p8|dvp5|dvp8"),
    (Hdr("HDR10+"), "hdr10plus|hdr10p|hdr10 plus"),
    (Hdr("HDR"), "hdr|hdr10"),
    (Hdr("SDR"), "sdr"),
    (Audio("Dolby Digital"), "ac3|ac 3|dolbyd|ac3d|dolby digital|dd ex|ddex"),
    (Audio("Dolby Digital Plus"), "eac3|e ac3|e ac 3|eac 3|ddp|ddpa|ddplus|dolby digital plus|ac3plus"),
    (Audio("Atmos"), "atmos|dolby atmos"),
    (Audio("TrueHD"), "truehd|true hd|dolby truehd"),
    (Audio("DTS Lossless"), "dts hd ma|dts hdma|dtshd ma|dts hd master|dts hd master audio|dts x|dtsx|dts ma|dts ex|dtsex|dts es ma|dts hd ma x|dtshdma"),
    (Audio("DTS Lossy"), "dts|dts hd|dtshd|dts hd hr|dts hd hra|dts hdhra|dts es|dtses|dts hdhr"),
    (Audio("FLAC"), "flac"),
    (Audio("AAC"), "aac|he aac|aac lc|qaac"),
    (Audio("MP3"), "mp3|lame3"),
    (Audio("PCM"), "lpcm|pcm"),
    (Audio("OGG"), "vorbis|ogg"),
    (Audio("HQ Clean Audio"), "hq clean audio|hq clean aud"),
    (Channels("5.1"), "6ch|5 1ch"),
    (Channels("7.1"), "8ch|7 1ch"),
    (Channels("2.0"), "2ch|2 0ch"),
    (Subtitles("en"), "esub|esubs|engsub|engsubs|ensub|ensubs|ensubbed|eng subs|eng sub|english subs|english subtitles|english subbed|english sub|engsubbed"),
    (Subbed, "multi subs|multisub|multisubs|multi sub|msub|msubs|multiple subtitle|multiple subtitles|softsub|softsubs|hardsub|hardsubs|fansub subs|subforced|fastsub|multi subtitle|multi subtitles|soft subtitles"),
    (Subtitles("fr"), "vostfr|subfrench|vost fr|sub fr|subvff"),
    (Language("fr"), "truefrench|vff|vf2|vfi|vfq|vfstfr"),
    (Subtitles("sv"), "swesub|swesubs|sweSub"),
    (Subtitles("ko"), "korsub|korsubs|hckorsub"),
    (Subtitles("da"), "dansub|dansubs"),
    (Subtitles("fi"), "finsub|finsubs"),
    (Subtitles("no"), "norsub|norsubs"),
    (Subtitles("pl"), "plsub|plsubs|napisy pl|napisypl|sub pl"),
    (Subtitles("ro"), "rosub|rosubs|rosubbed|ro subbed"),
    (Subtitles("he"), "hebsub|hebsubs"),
    (Subtitles("nl"), "nlsub|nlsubs|nl subs|nlsubbed"),
    (Subtitles("pt"), "legendado|legendada|legendas|legenda"),
    (Subtitles("es"), "subtitulado|subtitulada|sub espanol|sub español|vose"),
    (Dubbing("pt"), "dublado|dublada"),
    (Dubbing("pl"), "dubbing pl|dubbingpl|dubpl|pldub"),
    (Language("pl"), "lektor|lektor pl|lektorpl|lekpl"),
    (Dubbed, "dual audio|dualaudio|multi audio|multiaudio|dual áudio|triple audio|quad audio|multi dub|multi dubs|english dubbed"),
    (Dubbing("en"), "english dub|eng dub|engdub|eng dubbed|funidub"),
    (Edition("Anniversary Edition"), "anniversary edition"),
    (Edition("Ultimate Edition"), "ultimate edition|ultimate cut"),
    (Edition("Directors Cut"), "directors cut|director's cut|director s cut|director cut|director’s cut"),
    (Edition("Extended Edition"), "extended edition|extended cut|extended version"),
    (Edition("Collectors Edition"), "collectors edition|collector's edition|collector edition|ultimate collector's edition"),
    (Edition("Theatrical"), "theatrical edition|theatrical cut|theatrical version"),
    (Edition("Special Edition"), "special edition"),
    (Edition("Diamond Edition"), "diamond edition"),
    (Edition("Criterion"), "criterion collection"),
    (Edition("Uncut"), "uncut version|uncut edition"),
    (Repack, "repack|rerip|repack2|repack3"),
    (Extra(self::Extra::Theme), "ncop|nced|creditless opening|creditless ending|clean opening|clean ending|textless opening|textless ending|creditless op|creditless ed|clean op|clean ed|nc op|nc ed"),
    (Extra(self::Extra::Featurette), "featurette|featurettes|deleted scenes|deleted scene|gag reel|behind the scenes|making of|bloopers|outtakes|blooper reel|bonus disc|inside the episode|digital extras|special features|bonus features|the making of"),
    (Network("Amazon"), "amzn"),
    (Network("Disney"), "dsnp"),
    (Network("HBO"), "hmax"),
    (Network("Apple TV"), "atvp|aptv"),
    (Network("Paramount"), "pmtp"),
    (Network("Peacock"), "pcok"),
    (Complete, "complete series|complete box set|the complete series|the complete box set|complete pack|complete set|complete collection|the complete collection|complete filmography|complete movie collection|full series|integrale|intégrale|integral|box set|boxset|movie collection|movies collection|tetralogy|hexalogy|heptalogy|pentalogy|octalogy|complete movies"),
    (Noise, "fansub|60fps|50fps|48fps|24fps|23 976fps|25fps|30fps|hfr|hsbs|half sbs|full sbs|sbs half|halfsbs|h sbs|half ou|hou|halfou|hardcoded|ntsc|2audio|remastered|vfr|bt2020|untouched|readnfo|ppv|hybrid|nvenc|reenc|rip by"),
];

const LATE: Table = &[
    (Quality("BluRay"), "bd|br"),
    (Quality("WEB"), "web"),
    (Quality("DVD"), "dvd"),
    (Quality("VHS"), "vhs"),
    (Quality("TeleSync"), "ts"),
    (Quality("TeleCine"), "tc"),
    (Quality("CAM"), "cam"),
    (Quality("SCR"), "scr|screener"),
    (Quality("R5"), "r5"),
    (Resolution("1440p"), "2k"),
    (Codec("avc"), "avc"),
    (Depth("8bit"), "8 bit|8 bits"),
    (Audio("OPUS"), "opus"),
    (Codec("mpeg"), "mpeg"),
    (Hdr("DV"), "dv|d v"),
    (Audio("Dolby Digital"), "dd"),
    (Edition("Extended Edition"), "extended|ext"),
    (Edition("Uncut"), "uncut"),
    (Edition("Theatrical"), "theatrical"),
    (Edition("IMAX"), "imax"),
    (Edition("Directors Cut"), "dc"),
    (Edition("Special Edition"), "se"),
    (Edition("Remastered"), "restored"),
    (Repack, "rerip|fixed|v0"),
    (Proper, "proper|real proper"),
    (Network("Netflix"), "nf|netflix|netflixhd"),
    (Network("Hulu"), "hulu"),
    (Network("HBO"), "hbo|max"),
    (Network("Crunchyroll"), "cr|crunchyroll"),
    (Network("Disney"), "disney"),
    (Network("NBC"), "nbc"),
    (Network("CBS"), "cbs"),
    (Network("AMC"), "amc"),
    (Network("PBS"), "pbs"),
    (Network("VICE"), "vice"),
    (Network("Nickelodeon"), "nick"),
    (Network("Sony"), "sony"),
    (Dubbed, "dubbed|dub|dual|multi|multilang|dubs"),
    (Subbed, "subs|sub|subbed|subtitles|st|cc"),
    (Complete, "complete|batch|collection|completa|completas|complet|pack|season pack|trilogy|duology|saga completa|ultimate collection|full|anthology"),
    (Extra(self::Extra::Sample), "sample"),
    (Extra(self::Extra::Trailer), "trailer|teaser|trailers"),
    (Extra(self::Extra::Preview), "preview|pv|cm|promo"),
    (Extra(self::Extra::Menu), "menu|menus"),
    (Extra(self::Extra::Theme), "creditless|textless"),
    (Extra(self::Extra::Featurette), "interview|interviews|commentary|bonus|extras|recap|documentary"),
    (Extra(self::Extra::Special), "ova|oad|oav|ona|special|specials"),
    (Language("en"), "english|eng|ingles|inglés|anglais"),
    (ShortLanguage("en"), "en"),
    (Language("es"), "spanish|esp|spa|español|espanol|castellano|castilian"),
    (ShortLanguage("es"), "es"),
    (Language("la"), "latino|latin|latam|latin american|spanish latin|spanish latin america|latin america"),
    (Language("pt"), "portuguese|portugues|português|portugués|por|ptbr|pt br|pt pt|portuguese brazil|portuguese br|brazilian|brazilian por|portugues br|português br"),
    (ShortLanguage("pt"), "pt|br"),
    (Language("fr"), "french|fre|fra|francais|français|vf|vof"),
    (ShortLanguage("fr"), "fr"),
    (Language("de"), "german|ger|deu|deutsch|alemao"),
    (ShortLanguage("de"), "de"),
    (Language("it"), "italian|ita|italiano"),
    (ShortLanguage("it"), "it"),
    (Language("nl"), "dutch|nld|flemish|nederlands|vlaams"),
    (ShortLanguage("nl"), "nl"),
    (Language("pl"), "polish|pol|polski"),
    (ShortLanguage("pl"), "pl"),
    (Language("ru"), "russian|rus"),
    (ShortLanguage("ru"), "ru"),
    (Language("uk"), "ukrainian|ukr"),
    (Language("cs"), "czech|cze|ces|cz"),
    (Language("sk"), "slovak|slo|slk"),
    (Language("sl"), "slovenian|slv"),
    (Language("hu"), "hungarian|hun"),
    (Language("ro"), "romanian|rum|ron|rom"),
    (ShortLanguage("ro"), "ro"),
    (Language("bg"), "bulgarian"),
    (ShortLanguage("bg"), "bul"),
    (Language("sr"), "serbian|srp"),
    (Language("hr"), "croatian|hrv"),
    (Language("el"), "greek|gre|ell"),
    (Language("tr"), "turkish|tur|türkçe|turkce|tivibu|tİvİbu"),
    (ShortLanguage("tr"), "tr"),
    (Language("ar"), "arabic|ara|arab"),
    (ShortLanguage("ar"), "ar"),
    (Language("he"), "hebrew|heb"),
    (Language("fa"), "persian|farsi"),
    (ShortLanguage("fa"), "per"),
    (Language("hi"), "hindi|hin"),
    (Language("ta"), "tamil|tam"),
    (Language("te"), "telugu"),
    (ShortLanguage("te"), "tel"),
    (Language("ml"), "malayalam"),
    (ShortLanguage("ml"), "mal"),
    (Language("kn"), "kannada"),
    (ShortLanguage("kn"), "kan"),
    (Language("bn"), "bengali|bangla"),
    (ShortLanguage("bn"), "ben"),
    (Language("mr"), "marathi"),
    (Language("gu"), "gujarati"),
    (Language("pa"), "punjabi"),
    (Language("th"), "thai|tha"),
    (Language("vi"), "vietnamese|vie"),
    (Language("id"), "indonesian"),
    (ShortLanguage("id"), "ind"),
    (Language("ms"), "malay|msa"),
    (ShortLanguage("ms"), "may"),
    (Language("zh"), "chinese|chi|zho|chs|cht|mandarin|cantonese|big5|gb|zh hans|zh hant|zh"),
    (Language("ja"), "japanese|jap|jpn"),
    (ShortLanguage("ja"), "jp"),
    (Language("ko"), "korean|kor"),
    (Language("sv"), "swedish|swe"),
    (ShortLanguage("sv"), "sv"),
    (Language("da"), "danish"),
    (ShortLanguage("da"), "dk|dan"),
    (Language("no"), "norwegian|nor|norsk|nob|bokmal"),
    (Language("fi"), "finnish|suomi"),
    (ShortLanguage("fi"), "fi|fin"),
    (Language("et"), "estonian"),
    (ShortLanguage("et"), "est"),
    (Language("lv"), "latvian"),
    (ShortLanguage("lv"), "lav"),
    (Language("lt"), "lithuanian"),
    (ShortLanguage("lt"), "lit"),
    (Language("nordic"), "nordic"),
    (Container("mkv"), "mkv"),
    (Container("mp4"), "mp4"),
    (Container("avi"), "avi"),
    (Container("wmv"), "wmv"),
    (Noise, "3d|hc|uk|us|internal|limited|festival|dirfix|nfofix|proof|line|ma|hq|retail|unrated|hd|sd|int|stv|ws|vod|hsbs|sbs|ou|ld|md|dl|upscale|web only|10p|md|hevc main|openmatte|open matte|custom|vision|stereo|mono|x264 dual|it|itunes|dsny|stan|ip|all4|batch fix|convert|uncensored|censored|rs2|lq|mq|tv|pal|baha|webcast|raw|raws|final|end|fin|oar|dts 2|extra|audio|leg|vo|mvo|avo|dvo|original|sdh|forced|softsubbed|dub only|tvrip ita|gb ram"),
];

/// File extensions: the container, and whether a film or episode can be inside. Subtitles carry their language in the name.
pub(crate) fn extension(word: &str) -> Option<Extension> {
    const VIDEO: [&str; 24] = [
        "mkv", "mp4", "avi", "wmv", "mov", "m4v", "webm", "flv", "mpg", "mpeg", "m2v", "3gp", "3g2", "ogv", "ogm", "rmvb", "rm",
        "asf", "ts", "m2ts", "mts", "vob", "divx", "wtv",
    ];
    const SUBTITLE: [&str; 7] = ["srt", "ass", "ssa", "sub", "vtt", "idx", "sup"];
    const OTHER: [&str; 12] = ["torrent", "nfo", "rar", "zip", "7z", "jpg", "png", "txt", "iso", "flac", "mka", "mp3"];
    VIDEO.iter().find(|e| **e == word).map(|e| Extension::Video(e)).or_else(|| {
        if SUBTITLE.contains(&word) {
            Some(Extension::Subtitle)
        } else {
            OTHER.contains(&word).then_some(Extension::Other)
        }
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extension {
    Video(&'static str),
    Subtitle,
    Other,
}
