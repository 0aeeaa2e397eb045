//! A text that must not be seen: `Debug` redacts it, `Serialize` and `Display` do not exist.

use std::fmt;

/// A token or key. Read only where it is put on the wire or into the keyring.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// `None` when nothing but white space was given, or when it could not be a header.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = !text.is_empty() && text.len() <= 4096 && text.bytes().all(|byte| (0x21..0x7f).contains(&byte));
        fits.then(|| Self(text.to_owned()))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// The text with every occurrence of the secret taken out, for messages that come from outside.
    pub fn redact(&self, text: &str) -> String {
        text.replace(&self.0, "…")
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_does_not_show() {
        let secret = Secret::new("  hush-hush \n").unwrap();
        assert_eq!(format!("{secret:?}"), "<redacted>");
        assert_eq!(secret.expose(), "hush-hush", "pasted white space is not part of a token");
        assert_eq!(secret.redact("bad token hush-hush"), "bad token …");
        assert_eq!(Secret::new(" \n"), None);
        assert_eq!(Secret::new("two words"), None, "no service has such a token");
    }
}
