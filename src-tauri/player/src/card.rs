//! The texts over the film, of what comes next and of what can be skipped, in mpv's own drawing language. Pure.

use perihelion_core::segments::SegmentKind;
use perihelion_core::text::clean;
use perihelion_core::title::Kind;

use crate::about::About;

/// The languages texts over the film are in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    #[default]
    English,
    Turkish,
}

/// How an episode is called over the film: `S2 E6`, `Episode 500`.
pub(crate) fn label(tongue: Tongue, about: &About) -> String {
    match (about.kind, about.season, about.episode, tongue) {
        (_, _, None, _) => about.name.clone(),
        (Kind::Anime, _, Some(episode), Tongue::Turkish) | (_, None, Some(episode), Tongue::Turkish) => {
            format!("{episode}. bölüm")
        }
        (Kind::Anime, _, Some(episode), Tongue::English) | (_, None, Some(episode), Tongue::English) => {
            format!("Episode {episode}")
        }
        (_, Some(season), Some(episode), _) => format!("S{season} E{episode}"),
    }
}

/// Returns the card of the next episode in ASS, for a screen 720 high. `label` names the episode,
/// `seconds` are left until it begins; `None` while its link is still being made.
pub(crate) fn next(tongue: Tongue, label: &str, name: Option<&str>, seconds: Option<u32>) -> String {
    let label = plain(label, 40);
    let (head, keys) = match (tongue, seconds) {
        (Tongue::English, Some(seconds)) => (format!("Next: {label} in {seconds} s"), "Enter: now     Esc: stay here"),
        (Tongue::English, None) => (format!("Next: {label}"), "Enter: now     Esc: stay here"),
        (Tongue::Turkish, Some(seconds)) => {
            (format!("Sıradaki: {label}, {seconds} sn sonra"), "Enter: şimdi     Esc: burada kal")
        }
        (Tongue::Turkish, None) => (format!("Sıradaki: {label}"), "Enter: şimdi     Esc: burada kal"),
    };
    let name = name.map(|name| plain(name, 60)).filter(|name| !name.is_empty());
    drawn(&head, name.as_deref(), keys)
}

/// Returns the card that offers to skip a part of the film.
pub(crate) fn skip(tongue: Tongue, kind: SegmentKind) -> String {
    let (head, keys) = match (tongue, kind) {
        (Tongue::English, SegmentKind::Opening) => ("Skip opening", "Tab: skip     Esc: watch it"),
        (Tongue::English, SegmentKind::Recap) => ("Skip recap", "Tab: skip     Esc: watch it"),
        (Tongue::English, SegmentKind::Credits) => ("Skip credits", "Tab: skip     Esc: watch them"),
        (Tongue::English, SegmentKind::Preview) => ("Skip preview", "Tab: skip     Esc: watch it"),
        (Tongue::Turkish, SegmentKind::Opening) => ("Açılışı geç", "Tab: geç     Esc: izle"),
        (Tongue::Turkish, SegmentKind::Recap) => ("Özeti geç", "Tab: geç     Esc: izle"),
        (Tongue::Turkish, SegmentKind::Credits) => ("Jeneriği geç", "Tab: geç     Esc: izle"),
        (Tongue::Turkish, SegmentKind::Preview) => ("Tanıtımı geç", "Tab: geç     Esc: izle"),
    };
    drawn(head, None, keys)
}

/// How far the app is with another release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Elsewhere {
    Looking,
    Found,
    NotFound,
}

/// Returns the card that tells of another release, and asks what was wrong with the one before.
pub(crate) fn another(tongue: Tongue, so_far: Elsewhere) -> String {
    let (head, keys) = match (tongue, so_far) {
        (Tongue::English, Elsewhere::Looking) => ("Looking for another release", ENGLISH_COMPLAINTS),
        (Tongue::English, Elsewhere::Found) => ("Another release", ENGLISH_COMPLAINTS),
        (Tongue::English, Elsewhere::NotFound) => ("No other release was found", "Esc: close"),
        (Tongue::Turkish, Elsewhere::Looking) => ("Başka bir sürüm aranıyor", TURKISH_COMPLAINTS),
        (Tongue::Turkish, Elsewhere::Found) => ("Başka bir sürüm", TURKISH_COMPLAINTS),
        (Tongue::Turkish, Elsewhere::NotFound) => ("Başka bir sürüm bulunamadı", "Esc: kapat"),
    };
    drawn(head, None, keys)
}

const ENGLISH_COMPLAINTS: &str =
    "What was wrong?     1: episode     2: no sound     3: language     4: keeps loading     Esc: nothing";
const TURKISH_COMPLAINTS: &str =
    "Sorun neydi?     1: bölüm     2: ses yok     3: dil     4: sürekli yükleniyor     Esc: yok";

/// Returns the card that confirms what was said.
pub(crate) fn noted(tongue: Tongue) -> String {
    let (head, words) = match tongue {
        Tongue::English => ("Noted", "That one is not played by itself again"),
        Tongue::Turkish => ("Not edildi", "O sürüm kendiliğinden yeniden oynatılmaz"),
    };
    drawn(head, None, words)
}

/// At the lower right, above the subtitles' lines, with a dark edge, so that it reads on snow and on night.
fn drawn(head: &str, name: Option<&str>, keys: &str) -> String {
    let name = name.map_or_else(String::new, |name| format!("\\N{{\\fs26\\b0\\1c&HD8D8D8&}}{name}"));
    format!(
        "{{\\an3\\pos(1240,610)\\fnsans-serif\\fs36\\b1\\1c&HFFFFFF&\\3c&H100C0B&\\bord2.4\\shad0\\blur0.6\\q2}}{head}{name}\\N{{\\fs23\\b0\\1c&H54B4FF&}}{keys}"
    )
}

/// Text from outside may hold no tags and no line breaks.
fn plain(text: &str, most: usize) -> String {
    clean(text, most).replace(['{', '}', '\\'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_outside_draws_nothing() {
        let card = next(Tongue::English, "S2 E6", Some("{\\p1}m 0 0 l 900 900\\N\nEnd"), Some(10));
        assert!(card.contains("Next: S2 E6 in 10 s"));
        assert!(!card.contains("\\p1") && !card.contains("{ ") && !card.contains('\n'), "{card}");
        assert_eq!(card.matches('{').count(), 3, "the app's own tags");
    }

    #[test]
    fn it_speaks_the_languages_of_the_page() {
        assert!(next(Tongue::Turkish, "Bölüm 6", None, Some(3)).contains("Sıradaki: Bölüm 6, 3 sn sonra"));
        assert!(!next(Tongue::English, "S2 E6", None, None).contains(" in "));
    }
}
