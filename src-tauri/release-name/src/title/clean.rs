//! A title as people write it, from the text of a name.

/// The bytes of U+3000, the wide space.
const WIDE: [u8; 3] = [0xe3, 0x80, 0x80];

/// Dots and underscores become spaces where they stand for them; separators and open brackets at the ends go.
pub(super) fn clean(raw: &str) -> String {
    let plain = raw.trim_end_matches(is_end);
    if is_clean(plain.as_bytes()) {
        return plain.to_owned();
    }
    let spaced = raw.trim().contains(' ') && !raw.contains('_');
    let mut text = String::with_capacity(raw.len());
    let is_space = |byte: u8| matches!(byte, b' ' | b'_' | b'\t') || byte == b'.' && !spaced;
    // Runs of other bytes are taken over as they are. U+3000 is a space too.
    let mut rest = raw;
    while !rest.is_empty() {
        let end = rest.bytes().position(|byte| is_space(byte) || byte == WIDE[0]).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        text.push_str(run);
        let Some(first) = after.chars().next() else { break };
        rest = &after[first.len_utf8()..];
        let is_sign = !first.is_ascii() && first != '\u{3000}';
        if is_sign || !text.ends_with(' ') {
            text.push(if is_sign { first } else { ' ' });
        }
    }
    drop_unclosed(&mut text);
    let mut view = text.as_str();
    let mut left = 0;
    loop {
        let before = view.len();
        view =
            view.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '¡' | '¿' | '\'' | '"' | '#'));
        left += before - view.len();
        view = view.trim_end_matches(is_end);
        view = view.strip_suffix("()").or_else(|| view.strip_suffix("[]")).unwrap_or(view);
        if view.len() == before {
            break;
        }
    }
    let right = left + view.len();
    text.truncate(right);
    text.drain(..left);
    let is_abbreviated = |last: &str| {
        let letters = last.trim_end_matches('.');
        let short = letters.len() < 4 && letters.chars().all(|c| c.is_ascii_alphabetic());
        let initials = letters.contains('.') && !letters.contains(|c: char| c.is_ascii_digit());
        initials || short || last.ends_with("..")
    };
    let last = || &text[text.bytes().rposition(|byte| byte == b' ').map_or(0, |space| space + 1)..];
    if !spaced || text.ends_with(" .") || !is_abbreviated(last()) {
        text.truncate(text.trim_end_matches(['.', ' ']).len());
    }
    text
}

/// Plain words with one space between them: nothing would change.
fn is_clean(raw: &[u8]) -> bool {
    let mut parted = true;
    for byte in raw {
        match byte {
            b' ' if !parted => parted = true,
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => parted = false,
            _ => return false,
        }
    }
    !parted
}

/// What a title does not end with.
fn is_end(c: char) -> bool {
    matches!(
        c,
        ' ' | '-'
            | '–'
            | '—'
            | '['
            | '('
            | '{'
            | '/'
            | '|'
            | ','
            | ':'
            | '~'
            | '+'
            | '★'
            | '*'
            | '【'
            | '_'
            | '<'
            | '='
            | '#'
    )
}

/// Removes opening brackets that nothing closes, and closing ones that nothing opened.
fn drop_unclosed(text: &mut String) {
    if !text.bytes().any(|b| matches!(b, b'(' | b')' | b'[' | b']')) {
        return;
    }
    let mut open = [0_usize; 2];
    text.retain(|c| match c {
        '(' | '[' => {
            open[usize::from(c == '[')] += 1;
            true
        }
        ')' | ']' => {
            let kind = usize::from(c == ']');
            let opened = open[kind] > 0;
            open[kind] = open[kind].saturating_sub(1);
            opened
        }
        _ => true,
    });
    let mut closed = [0_usize; 2];
    let mut keep = vec![true; text.len()];
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' => closed[0] += 1,
            ']' => closed[1] += 1,
            '(' | '[' => {
                let kind = usize::from(c == '[');
                keep[at] = closed[kind] > 0;
                closed[kind] = closed[kind].saturating_sub(1);
            }
            _ => {}
        }
    }
    let mut at = 0;
    text.retain(|c| {
        let kept = keep[at];
        at += c.len_utf8();
        kept
    });
}
