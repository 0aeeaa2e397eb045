//! HTML and XML entities in text.

use std::borrow::Cow;

/// The five entities of XML, a non-breaking space and character references; any other is left as it stands.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        let end = after.bytes().take(12).position(|byte| byte == b';');
        rest = if let Some((c, end)) = end.and_then(|end| entity(after.get(..end)?).map(|c| (c, end))) {
            plain.push(c);
            &after[end + 1..]
        } else {
            plain.push('&');
            after
        };
    }
    plain.push_str(rest);
    plain.into()
}

/// What `&name;` or `&#number;` stands for, without looking anything up that a document declares.
pub(crate) fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|c| *c != '\0')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_entities_are_undone_and_others_left() {
        assert_eq!(unescaped("Show &amp; Tell &#39;&#x27; &lol; AT&T &"), "Show & Tell '' &lol; AT&T &");
        assert_eq!(unescaped("&#0;&#xd800;&ééééééé;"), "&#0;&#xd800;&ééééééé;");
    }
}
