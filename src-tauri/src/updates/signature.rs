//! Whether the bytes of an update are the publisher's, of this product, and of the version that was announced.

use minisign_verify::{Error, PublicKey, Signature};
use semver::Version;

use crate::wire::UpdateProblem;

/// The names of this product's files begin so.
const PRODUCT: &str = "Perihelion";

/// The publisher's public key.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    text: String,
    key: PublicKey,
}

impl Key {
    /// Reads a key as `tauri signer generate` writes it: a minisign key file in base64. `None` if there is none, or it cannot be
    /// used.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let key = decoded(text).and_then(|file| PublicKey::decode(&file).ok());
        if key.is_none() {
            tracing::error!("the key for updates cannot be read, so there are none");
        }
        Some(Self { text: text.to_owned(), key: key? })
    }

    /// The key as it was read.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Checks an update against its signature, which is in base64 as the key is. The signature also covers a comment that names
    /// the version and the file: without it, an announcement could pass off an older release, or another product by the same
    /// publisher, as the newest.
    pub(crate) fn check(
        &self,
        bytes: &[u8],
        signature: &str,
        version: &Version,
        ending: &str,
    ) -> Result<(), UpdateProblem> {
        let file = decoded(signature).ok_or(UpdateProblem::BadSignature)?;
        let signature = Signature::decode(&file).map_err(|_| UpdateProblem::BadSignature)?;
        // Legacy signatures are not prehashed; the publisher's tool never makes them.
        self.key.verify(bytes, &signature, false).map_err(|error| match error {
            Error::UnexpectedKeyId => UpdateProblem::OtherKey,
            _ => UpdateProblem::BadSignature,
        })?;
        let field = |name: &str| {
            signature.trusted_comment().split('\t').find_map(|field| field.strip_prefix(name)).unwrap_or_default()
        };
        let signed = Version::parse(field("version:").trim_start_matches('v')).ok();
        if signed.as_ref() != Some(version) {
            return Err(UpdateProblem::OtherVersion);
        }
        let rest = field("file:").strip_prefix(PRODUCT);
        if rest.is_none_or(|rest| !rest.starts_with(['_', '.', '-']) || !rest.ends_with(ending)) {
            return Err(UpdateProblem::OtherProduct);
        }
        Ok(())
    }
}

/// Decodes base64 text that was a small text file.
fn decoded(text: &str) -> Option<String> {
    use base64::Engine as _;
    const MOST: usize = 4096;
    let text = text.trim();
    let bytes = (text.len() <= MOST).then(|| base64::engine::general_purpose::STANDARD.decode(text).ok())??;
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use base64::Engine as _;

    /// A publisher in a test.
    pub(in crate::updates) struct Signer(minisign::KeyPair);

    impl Signer {
        pub(in crate::updates) fn new() -> Self {
            Self(minisign::KeyPair::generate_unencrypted_keypair().unwrap())
        }

        pub(in crate::updates) fn key_text(&self) -> String {
            encoded(&self.0.pk.to_box().unwrap().to_string())
        }

        pub(in crate::updates) fn key(&self) -> Key {
            Key::read(&self.key_text()).unwrap()
        }

        /// Signs as the bundler does.
        pub(in crate::updates) fn sign(&self, bytes: &[u8], file: &str, version: &str) -> String {
            let comment = format!("timestamp:1700000000\tfile:{file}\tversion:{version}");
            self.sign_with(bytes, &comment)
        }

        fn sign_with(&self, bytes: &[u8], comment: &str) -> String {
            encoded(&minisign::sign(None, &self.0.sk, bytes, Some(comment), None).unwrap().to_string())
        }
    }

    fn encoded(text: &str) -> String {
        base64::engine::general_purpose::STANDARD.encode(text)
    }

    const FILE: &str = "Perihelion_0.2.0_amd64.AppImage";

    fn checked(signer: &Signer, bytes: &[u8], signature: &str) -> Result<(), UpdateProblem> {
        signer.key().check(bytes, signature, &Version::new(0, 2, 0), ".AppImage")
    }

    #[test]
    fn a_release_is_known_by_its_signature() {
        let signer = Signer::new();
        assert_eq!(checked(&signer, b"the new one", &signer.sign(b"the new one", FILE, "0.2.0")), Ok(()));
        assert_eq!(checked(&signer, b"the new one", &signer.sign(b"the new one", FILE, "v0.2.0")), Ok(()));
    }

    /// The key and signature of Tauri's own command line, made by `tauri signer generate` and `tauri signer sign --app-version`.
    const TAURIS_KEY: &str = "dW50cnVzdGVkIGNvbW1lbnQ6IG1pbmlzaWduIHB1YmxpYyBrZXk6IDRBNjc2ODdFMzMzNTNEODYKUldTR1BUVXpmbWhuU284\
        Z1lEdHpFT21NSGVVc1AzQ0QxYlNQTUdlNGplTVU3ekxsUnhlWUphVm0K";
    const TAURIS_SIGNATURE: &str = "dW50cnVzdGVkIGNvbW1lbnQ6IHNpZ25hdHVyZSBmcm9tIHRhdXJpIHNlY3JldCBrZXkKUlVTR1BUVXpmbWhuU21uL3ZEUUxW\
        ZjBzQTZrSDdydStLYWsvQkxsV3ZHaUhITHpOYThRSW8wUHVsaFp4T0FITnpMaWVrcE9ncWJmRjdha1FoMEcrOExYaW9jdERv\
        S3ZyUUFvPQp0cnVzdGVkIGNvbW1lbnQ6IHRpbWVzdGFtcDoxNzk1ODY3NTA3CWZpbGU6UGVyaWhlbGlvbl8wLjIuMF9hbWQ2\
        NC5BcHBJbWFnZQl2ZXJzaW9uOjAuMi4wClhoWTlWQnlTOUxtS3dDeGRPUTM1ZTMxaWM5aFJqRDhxbkE5MXpxV3FIRDZIQ3Vh\
        clBLUCtvdTRmd045OHhzUWFEclNMZWVHQ3ZjNGJQZkVSc2ZMWUFnPT0K";

    #[test]
    fn what_the_bundler_signs_is_understood() {
        let key = Key::read(TAURIS_KEY).unwrap();
        let check = |bytes: &[u8]| key.check(bytes, TAURIS_SIGNATURE, &Version::new(0, 2, 0), ".AppImage");
        assert_eq!(check(b"the new one"), Ok(()));
        assert_eq!(check(b"the new one!"), Err(UpdateProblem::BadSignature));
    }

    #[test]
    fn whatever_else_is_signed_is_refused() {
        let (signer, stranger) = (Signer::new(), Signer::new());
        let good = signer.sign(b"bytes", FILE, "0.2.0");
        let table = [
            ("altered bytes", signer.sign(b"other bytes", FILE, "0.2.0"), UpdateProblem::BadSignature),
            ("another key", stranger.sign(b"bytes", FILE, "0.2.0"), UpdateProblem::OtherKey),
            ("no base64", "%%%".to_owned(), UpdateProblem::BadSignature),
            ("no signature", encoded("hello"), UpdateProblem::BadSignature),
            ("nothing", String::new(), UpdateProblem::BadSignature),
            ("a page", good.repeat(100), UpdateProblem::BadSignature),
            ("an older release", signer.sign(b"bytes", FILE, "0.1.0"), UpdateProblem::OtherVersion),
            ("no version", signer.sign_with(b"bytes", &format!("file:{FILE}")), UpdateProblem::OtherVersion),
            (
                "another product",
                signer.sign(b"bytes", "Aphelion_0.2.0_amd64.AppImage", "0.2.0"),
                UpdateProblem::OtherProduct,
            ),
            (
                "a longer name",
                signer.sign(b"bytes", "Perihelions_0.2.0.AppImage", "0.2.0"),
                UpdateProblem::OtherProduct,
            ),
            (
                "another system's",
                signer.sign(b"bytes", "Perihelion_0.2.0_x64-setup.exe", "0.2.0"),
                UpdateProblem::OtherProduct,
            ),
            ("no file", signer.sign_with(b"bytes", "version:0.2.0"), UpdateProblem::OtherProduct),
        ];
        for (what, signature, problem) in table {
            assert_eq!(checked(&signer, b"bytes", &signature), Err(problem), "{what}");
        }
        // The comment is covered too: it cannot be exchanged for a better one.
        let old = signer.sign(b"bytes", FILE, "0.1.0");
        let file = decoded(&old).unwrap().replace("version:0.1.0", "version:0.2.0");
        assert_eq!(checked(&signer, b"bytes", &encoded(&file)), Err(UpdateProblem::BadSignature));
    }

    #[test]
    fn without_a_key_there_is_nothing_to_check_with() {
        for text in ["", "  ", "%%%", "RWQ", &encoded("untrusted comment: key\nRWQ")] {
            assert!(Key::read(text).is_none(), "{text:?}");
        }
        assert!(Key::read(&format!(" {}\n", Signer::new().key_text())).is_some());
    }
}
