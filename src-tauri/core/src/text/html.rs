//! HTML and XML entities in text.

use std::borrow::Cow;

use html_escape::decode_html_entities;

/// Decodes named HTML entities and character references. Leaves anything else after an `&` as it is.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    decode_html_entities(text)
}

/// Returns what `&name;` or `&#number;` stands for. Never looks up an entity that a document declares.
pub(crate) fn entity(name: &str) -> Option<String> {
    let reference = format!("&{name};");
    let meaning = unescaped(&reference);
    (meaning != reference).then(|| meaning.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_entities_are_undone_and_others_left() {
        assert_eq!(unescaped("Show &amp; Tell &#39;&#x27; &lol; AT&T &"), "Show & Tell '' &lol; AT&T &");
        assert_eq!(unescaped("&#0;&#xd800;&ééééééé;"), "&#0;&#xd800;&ééééééé;");
        assert_eq!(unescaped("Am&eacute;lie &ndash; caf&#233;"), "Amélie – café");
        assert_eq!(unescaped("&amp;lt;"), "&lt;", "once, not until nothing is left");
        assert_eq!(unescaped("&tr=1&amp;copy=2"), "&tr=1&copy=2", "an address keeps its parameters");
    }

    #[test]
    fn a_reference_alone_is_a_character_or_nothing() {
        assert_eq!(entity("amp").as_deref(), Some("&"));
        assert_eq!(entity("#x27").as_deref(), Some("'"));
        for name in ["lol", "", "#", "#0", "#xd800", "#99999999999"] {
            assert_eq!(entity(name), None, "{name}");
        }
    }
}
