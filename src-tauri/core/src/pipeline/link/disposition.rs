//! Reads the file name from a `Content-Disposition` header: RFC 6266 with the extended values of RFC 8187, and the
//! deviations servers use. Returns no name rather than a wrong one.

use percent_encoding::percent_decode_str;

/// Returns the file name without folders. `filename*` takes precedence over `filename`, unless its charset or escapes
/// cannot be read.
pub(super) fn file_name(header: &[u8]) -> Option<String> {
    // Servers send UTF-8 although the header's own charset is ISO 8859-1.
    let text = std::str::from_utf8(header).map_or_else(|_| latin1(header), str::to_owned);
    let parameters = parameters(&text);
    let named = |wanted: &str| parameters.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let name = named("filename*").and_then(extended).or_else(|| named("filename").map(str::to_owned))?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// Returns the parameters in order, with names in lower case. Skips parts without a value, such as the disposition
/// type.
fn parameters(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let Some(at) = rest.find(['=', ';']) else { break };
        let (name, after) = rest.split_at(at);
        if let Some(after) = after.strip_prefix(';') {
            rest = after;
            continue;
        }
        let (value, after) = value(after[1..].trim_start());
        found.push((name.trim().to_ascii_lowercase(), value));
        rest = after;
    }
    found
}

/// Reads a quoted string, or everything up to the next semicolon; returns it with what follows that semicolon.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let (value, rest) = text.split_once(';').unwrap_or((text, ""));
        return (value.trim().to_owned(), rest);
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => {
                let rest = &quoted[at + 1..];
                return (value, rest.split_once(';').map_or("", |(_, rest)| rest));
            }
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            char => value.push(char),
        }
    }
    (value, "")
}

/// Decodes an extended value such as `UTF-8'en'na%C3%AFve.mkv`, ignoring the language.
fn extended(value: &str) -> Option<String> {
    let mut parts = value.splitn(3, '\'');
    let (charset, _language, text) = (parts.next()?, parts.next()?, parts.next()?);
    if charset.eq_ignore_ascii_case("utf-8") {
        return Some(percent_decode_str(text).decode_utf8().ok()?.into_owned());
    }
    charset.eq_ignore_ascii_case("iso-8859-1").then(|| latin1(&percent_decode_str(text).collect::<Vec<u8>>()))
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_the_standard_and_as_servers_write_them() {
        for (header, expected) in [
            ("attachment; filename=\"Sintel.2010.mkv\"", "Sintel.2010.mkv"),
            ("attachment; filename=Sintel.2010.mkv", "Sintel.2010.mkv"),
            ("attachment;Filename = \"Sintel 2010.mkv\" ;size=7", "Sintel 2010.mkv"),
            ("ATTACHMENT; FILENAME=Sintel.mkv;", "Sintel.mkv"),
            ("filename=\"no type.mkv\"", "no type.mkv"),
            ("attachment; filename=\"Part 1; the end = near.mkv\"", "Part 1; the end = near.mkv"),
            (r#"attachment; filename="a \"quoted\" word.mkv""#, "a \"quoted\" word.mkv"),
            (r#"attachment; x="filename=trap.exe"; filename="right.mkv""#, "right.mkv"),
            ("attachment; filename=\"plain.mkv\"; filename*=UTF-8''na%C3%AFve%20caf%C3%A9.mkv", "naïve café.mkv"),
            ("attachment; filename*=utf-8'en'%e2%82%ac.mkv; filename=\"EUR.mkv\"", "€.mkv"),
            ("attachment; filename*=iso-8859-1''caf%E9.mkv", "café.mkv"),
            ("attachment; filename*=UTF-8''broken%FF.mkv; filename=whole.mkv", "whole.mkv"),
            ("attachment; filename*=shift_jis''x.mkv; filename=known.mkv", "known.mkv"),
            ("inline; filename=\"/etc/../Sintel.mkv\"", "Sintel.mkv"),
            ("inline; filename=\"日本.mkv\"", "日本.mkv"),
            ("attachment; filename=\"never closed.mkv", "never closed.mkv"),
        ] {
            assert_eq!(file_name(header.as_bytes()).as_deref(), Some(expected), "{header}");
        }
        assert_eq!(file_name(b"inline; filename=caf\xe9.mkv").as_deref(), Some("café.mkv"), "the header's own charset");
    }

    #[test]
    fn what_names_nothing_has_no_name() {
        for hostile in
            [&b"\xff\xfe\x00"[..], b"inline; filename*=''\xff", b"inline; filename=\"\\", b"inline; filename*=UTF-8''%"]
        {
            let _ = file_name(hostile);
        }
        for header in [
            "",
            ";",
            "=",
            "\"",
            "attachment",
            "attachment; filename=",
            "attachment; filename=\"\"",
            "inline; name=x.mkv",
            "attachment; filename*=UTF-8''%FF",
            "attachment; filename*=x",
            "inline; filename=\"folder/\"",
            "a=\\",
        ] {
            assert_eq!(file_name(header.as_bytes()), None, "{header}");
        }
    }
}
