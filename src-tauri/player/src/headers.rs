//! What a link wants to be asked with, in the words of each player: who asks, from which page, and whatever else.

use perihelion_core::torrent::OfferHeader;

use crate::found::{Dialect, Player};

/// A request header. Its `Debug` output has no value.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Header {
    name: String,
    value: String,
}

impl std::fmt::Debug for Header {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

impl From<&OfferHeader> for Header {
    fn from(header: &OfferHeader) -> Self {
        Self { name: header.name.clone(), value: header.value.expose().to_owned() }
    }
}

impl Player {
    /// Returns whether the player can be told this header.
    pub fn takes_header(&self, name: &str) -> bool {
        match self.dialect() {
            Dialect::Mpv | Dialect::Iina => true,
            Dialect::Vlc => matches!(name, "user-agent" | "referer"),
            Dialect::Plain => false,
        }
    }
}

/// Returns mpv's options for the headers of one file.
pub(crate) fn mpv(headers: &[Header]) -> Vec<(&'static str, String)> {
    let of = |name: &str| headers.iter().find(|header| header.name == name).map(|header| header.value.clone());
    let named = |name: &str| matches!(name, "user-agent" | "referer");
    // The list is divided by commas, and a backslash takes a comma into the value.
    let others = headers.iter().filter(|header| !named(&header.name));
    let others: Vec<String> =
        others.map(|header| format!("{}: {}", header.name, header.value).replace(',', "\\,")).collect();
    let all = [("user-agent", of("user-agent")), ("referrer", of("referer"))];
    let all = all.into_iter().filter_map(|(option, value)| Some((option, value?)));
    all.chain((!others.is_empty()).then(|| ("http-header-fields", others.join(",")))).collect()
}

/// Returns VLC's options for one file. It takes no other headers.
pub(crate) fn vlc(headers: &[Header]) -> Vec<String> {
    let option = |header: &Header| match header.name.as_str() {
        "user-agent" => Some(format!(":http-user-agent={}", header.value)),
        "referer" => Some(format!(":http-referrer={}", header.value)),
        _ => None,
    };
    headers.iter().filter_map(option).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::found::PlayerId;

    fn headers() -> Vec<Header> {
        let header = |name: &str, value: &str| Header::from(&OfferHeader::new(name, value).unwrap());
        vec![
            header("User-Agent", "A player/1.0"),
            header("Referer", "https://site.example/"),
            header("Cookie", "a=1, b=2"),
            header("X-Key", "planted"),
        ]
    }

    #[test]
    fn each_player_is_told_what_it_understands() {
        let expected = [
            ("user-agent", "A player/1.0"),
            ("referrer", "https://site.example/"),
            ("http-header-fields", "cookie: a=1\\, b=2,x-key: planted"),
        ];
        let told = mpv(&headers());
        assert_eq!(told.iter().map(|(name, value)| (*name, value.as_str())).collect::<Vec<_>>(), expected);
        assert_eq!(vlc(&headers()), [":http-user-agent=A player/1.0", ":http-referrer=https://site.example/"]);
        assert_eq!((mpv(&[]), vlc(&[])), (Vec::new(), Vec::new()));
        assert!(!format!("{:?}", headers()).contains("planted"));
    }

    #[test]
    fn what_a_player_cannot_be_told_is_known() {
        let takes = |id| {
            let player = Player { id, label: String::new(), program: None, found: true };
            headers().iter().filter(|header| player.takes_header(&header.name)).count()
        };
        assert_eq!((takes(PlayerId::Mpv), takes(PlayerId::Vlc), takes(PlayerId::System)), (4, 2, 0));
    }
}
