//! Bytes of a subtitle file as text, whatever encoding they are in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// A larger file is no text of a film, in bytes.
pub const MOST_BYTES: usize = 4 << 20;

/// So many letters of UTF-8 that are whole outweigh one that is not.
const LETTERS: usize = 20;
/// One damaged byte in so many is still a text.
const FEW: usize = 500;

/// The text of a file, and what it was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    pub encoding: &'static str,
}

/// Why a file is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undecodable {
    TooLarge,
    /// It holds bytes that no text has.
    Binary,
}

/// Returns the text. `language` is the code of the one it is said to be in, which settles what the bytes leave open.
pub fn decode(bytes: &[u8], language: Option<&str>) -> Result<Decoded, Undecodable> {
    if bytes.len() > MOST_BYTES {
        return Err(Undecodable::TooLarge);
    }
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None => (without_mark(bytes, language), bytes),
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    // What was cut off in the making is filled with nothing.
    let text = text.trim_end_matches('\0');
    let nothing = text.bytes().filter(|byte| *byte == 0).count();
    if nothing * FEW > text.len() {
        return Err(Undecodable::Binary);
    }
    Ok(Decoded { text: text.to_owned(), encoding: encoding.name() })
}

fn without_mark(bytes: &[u8], language: Option<&str>) -> &'static Encoding {
    let units = bytes.as_chunks::<2>().0;
    for (encoding, written) in [(UTF_16LE, u16::to_le_bytes as fn(u16) -> [u8; 2]), (UTF_16BE, u16::to_be_bytes)] {
        // Between the times of every line, and before each of ASS.
        let has = |mark: &str| {
            let mark: Vec<[u8; 2]> = mark.encode_utf16().map(written).collect();
            units.windows(mark.len()).any(|part| part == mark)
        };
        if has("-->") || has("Dialogue:") {
            return encoding;
        }
    }
    if is_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(language.and_then(country).map(str::as_bytes), Utf8Detection::Allow)
}

/// Whether it is UTF-8, but for a few bytes that somebody put in or cut off.
fn is_utf8(bytes: &[u8]) -> bool {
    let (mut letters, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    letters >= broken * LETTERS
}

/// A country where the language is written, by which the detector tells the encodings of neighbours apart.
fn country(language: &str) -> Option<&'static str> {
    let mut parts = language.split('-');
    let (language, variants): (_, Vec<&str>) = (parts.next()?, parts.collect());
    let is_one_of = |all: &[&str]| variants.iter().any(|part| all.iter().any(|one| part.eq_ignore_ascii_case(one)));
    Some(match language {
        // Without a region it may be either writing, which the detector tells better by itself.
        "zh" if is_one_of(&["TW", "HK", "MO", "Hant"]) => "tw",
        "zh" if is_one_of(&["CN", "SG", "Hans"]) => "cn",
        "tr" => "tr",
        "el" => "gr",
        "he" => "il",
        "ar" => "eg",
        "fa" => "ir",
        "ru" => "ru",
        "uk" => "ua",
        "bg" => "bg",
        "sr" | "mk" => "rs",
        "pl" => "pl",
        "cs" => "cz",
        "sk" => "sk",
        "hu" => "hu",
        "ro" => "ro",
        "hr" | "sl" | "bs" => "hr",
        "lt" => "lt",
        "lv" => "lv",
        "et" => "ee",
        "ja" => "jp",
        "ko" => "kr",
        "th" => "th",
        "vi" => "vn",
        "fr" => "fr",
        "de" => "de",
        "es" => "es",
        "it" => "it",
        "pt" => "pt",
        "nl" => "nl",
        "sv" => "se",
        "da" => "dk",
        "nb" | "nn" | "no" => "no",
        "fi" => "fi",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: [(&str, &str, &str); 9] = [
        ("tr", "windows-1254", "Güneş doğuyor, şimdi çıkmalıyız. Işığı gördün mü? Öğleden sonra gelirim."),
        ("ru", "windows-1251", "Солнце встаёт, нам пора идти. Ты видел этот свет? Я приду после обеда."),
        ("el", "windows-1253", "Ο ήλιος ανατέλλει, πρέπει να φύγουμε τώρα. Είδες το φως; Θα έρθω το απόγευμα."),
        (
            "pl",
            "windows-1250",
            "Słońce wschodzi, musimy już iść. Widziałeś to światło? Przyjdę po południu, źle się czuję.",
        ),
        ("ja", "Shift_JIS", "日が昇る。もう行かなければならない。あの光を見たか。午後に来ます。"),
        ("zh", "GBK", "太阳升起来了，我们现在必须走了。你看见那道光了吗？我下午来。"),
        ("ko", "EUC-KR", "해가 뜬다. 이제 가야 해. 저 빛을 봤어? 오후에 올게."),
        (
            "fr",
            "windows-1252",
            "Le soleil se lève, nous devons y aller à présent. Tu as vu cette lumière là-bas ? Ça a été.",
        ),
        ("he", "windows-1255", "השמש זורחת, אנחנו צריכים ללכת עכשיו. ראית את האור? אני אבוא אחר הצהריים."),
    ];

    #[test]
    fn every_encoding_of_a_language_is_read() {
        for (language, encoding, text) in LINES {
            let (bytes, _, lost) = Encoding::for_label(encoding.as_bytes()).unwrap().encode(text);
            assert!(!lost, "{encoding} has these letters");
            let decoded = decode(&bytes, Some(language)).unwrap();
            assert_eq!(decoded.text, text, "{encoding}");
            assert_eq!(decode(text.as_bytes(), Some(language)).unwrap().text, text, "UTF-8 stays what it is");
            let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(decode(&[&[0xff, 0xfe], &utf16[..]].concat(), None).unwrap().text, text, "UTF-16 with its mark");
        }
        let plain = "1\r\n00:00:01,000 --> 00:00:02,000\r\nThe sun comes up.\r\n";
        let wide: Vec<u8> = plain.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(&wide, None).unwrap(), Decoded { text: plain.to_owned(), encoding: "UTF-16BE" });
    }

    #[test]
    fn what_is_no_text_or_too_much_is_refused() {
        assert_eq!(decode(&vec![b'a'; MOST_BYTES + 1], None), Err(Undecodable::TooLarge));
        assert_eq!(decode(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff", None), Err(Undecodable::Binary));
        assert_eq!(decode(b"", None).unwrap().text, "");
    }
}
