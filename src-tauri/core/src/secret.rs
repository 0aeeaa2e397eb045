//! A secret text: `Debug` redacts it, and it has no `Serialize` or `Display`.

use std::fmt;

/// A token or key. Expose it only to put it into a request or the keyring.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Makes a secret of a trimmed text; `None` if it is empty or not valid in an HTTP header.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = !text.is_empty() && text.len() <= 4096 && text.bytes().all(|byte| (0x21..0x7f).contains(&byte));
        fits.then(|| Self(text.to_owned()))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Returns `text` with every occurrence of the secret replaced by an ellipsis. For messages from outside.
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
