//! Verifies that the link of an addon leads to a film: with the headers it wants, past the clips that addons show instead.

use url::Url;

use crate::debrid::{DebridError, Pace};
use crate::http::{Http, HttpError, Method, Request, Retry, goes_along, is_private};
use crate::names::is_video;
use crate::text::{clean, percent_decoded};
use crate::torrent::{Offer, OfferHeader, is_notice_clip};

use super::verify::{bad, judge, silence};

/// What the server behind an addon's link reported.
#[derive(Debug)]
pub(super) struct VerifiedOffer {
    pub(super) size: Option<u64>,
    /// Where the link leads in the end: what a player is given, so that nothing leads it elsewhere.
    pub(super) link: Url,
    /// What that server is to be sent.
    pub(super) headers: Vec<OfferHeader>,
    extension: &'static str,
    /// The beginning of the file, empty where it is no file.
    pub(super) beginning: Vec<u8>,
}

impl VerifiedOffer {
    /// Returns the name of the file: as the link has it, else as the release is called.
    pub(super) fn file_name(&self, release: &str) -> String {
        let in_link = self.link.path_segments().and_then(|mut path| path.next_back()).map(percent_decoded);
        let in_link = in_link.map(|name| clean(name, 200)).filter(|name| is_video(name));
        in_link.unwrap_or_else(|| {
            if is_video(release) { release.to_owned() } else { format!("{release}.{}", self.extension) }
        })
    }
}

/// A clip with which an addon says why there is no film is smaller than this, in bytes.
const LARGEST_CLIP: u64 = 24 << 20;

/// Requests the first bytes behind the link of an addon, with the headers it wants.
pub(super) async fn verify_offer(http: &Http, offer: &Offer) -> Result<VerifiedOffer, DebridError> {
    let link = offer.link();
    // The link of a public addon must not lead into the local network; that of one in there may.
    if is_private(link) && !offer.told_by().is_some_and(is_private) {
        return Err(bad("it leads into the private network"));
    }
    let deadline = Pace::default().verify;
    let headers = || offer.headers.iter().map(|header| (header.name.as_str(), header.value.expose()));
    let request = |method| {
        let request = Request::new(method, link.clone()).told_by(offer.told_by().cloned()).foreign_headers(headers());
        request.deadline(deadline).retry(Retry::Transient)
    };
    let first = request(Method::GET)
        .header("range", &format!("bytes=0-{}", media_file::HEAD - 1))
        .header("accept-encoding", "identity")
        .max_bytes(media_file::HEAD + (64 << 10));
    let answer = match http.send_to_the_end(first).await {
        Err(HttpError::TooLarge { .. }) => match http.send_to_the_end(request(Method::HEAD)).await {
            // It knows no HEAD and sends the whole file: there is one.
            Ok((answer, end)) if matches!(answer.status.as_u16(), 404 | 405 | 501) => {
                return Ok(verified_offer(offer, end, None, "mkv"));
            }
            answer => answer,
        },
        answer => answer,
    };
    let redacted = |error| match error {
        DebridError::BadLink(why) => DebridError::BadLink(offer.redact(&why)),
        error => error,
    };
    let (answer, end) = answer.map_err(|error| silence(&error, deadline))?;
    if is_notice_clip(&end) {
        return Err(bad("the addon shows a notice instead"));
    }
    if answer.status.is_success() && is_hls(&answer.body) {
        return Ok(verified_offer(offer, end, None, "mkv"));
    }
    let size = judge(&answer, None).map_err(redacted)?.size;
    let is_clip = |size: u64| size < LARGEST_CLIP && offer.file_size.is_some_and(|told| told / 10 > size);
    if size.is_some_and(is_clip) {
        return Err(bad("the addon shows a clip instead"));
    }
    let extension = infer::get(&answer.body).filter(|known| is_video(&format!("a.{}", known.extension())));
    let extension = extension.map_or("mkv", |known| known.extension());
    Ok(VerifiedOffer { beginning: answer.body, ..verified_offer(offer, end, size, extension) })
}

fn verified_offer(offer: &Offer, end: Url, size: Option<u64>, extension: &'static str) -> VerifiedOffer {
    let is_elsewhere = end.origin() != offer.link().origin();
    let headers = offer.headers.iter().filter(|header| !is_elsewhere || goes_along(&header.name)).cloned().collect();
    VerifiedOffer { size, link: end, headers, extension, beginning: Vec::new() }
}

/// Returns whether a body is a playlist of HTTP Live Streaming.
fn is_hls(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"#EXTM3U") && body.windows(7).any(|part| part == b"#EXT-X-")
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;
    use crate::http::Network;
    use crate::torrent::{OfferKind, SourceName};

    const FILM: &[u8] = b"\x1a\x45\xdf\xa3 film";

    /// Answers each request by its path.
    async fn serve(answers: &'static [(&'static str, &'static str, &'static [u8])]) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap_or(b'\n'));
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                let found = answers.iter().find(|(path, ..)| head.split(' ').nth(1) == Some(path));
                let (status, body) = found.map_or(("404 Not Found\r\n", &b""[..]), |(_, status, body)| (status, body));
                let status = status.replace("PORT", &address.port().to_string());
                let _ = stream.write_all(format!("HTTP/1.1 {status}connection: close\r\n\r\n").as_bytes()).await;
                let _ = stream.write_all(body).await;
                let _ = stream.shutdown().await;
            }
        });
        address
    }

    fn offer(link: &str, told_by: &str) -> Offer {
        let link = Url::parse(link).unwrap();
        Offer::new(SourceName::Comet, OfferKind::Direct, link, Url::parse(told_by).ok().as_ref()).unwrap()
    }

    async fn why(http: &Http, offer: &Offer) -> String {
        verify_offer(http, offer).await.unwrap_err().to_string()
    }

    const FILMS: &[(&str, &str, &[u8])] = &[
        ("/film.mkv", "206 Partial Content\r\ncontent-range: bytes 0-7/3000000000\r\n", FILM),
        ("/away", "302 Found\r\nlocation: http://other.example:PORT/film.mkv\r\n", b""),
        ("/inwards", "302 Found\r\nlocation: http://127.0.0.1:PORT/film.mkv\r\n", b""),
        ("/clip", "200 OK\r\ncontent-type: video/mp4\r\ncontent-length: 8\r\n", b"\0\0\0 ftyp"),
        ("/refused", "302 Found\r\nlocation: /videos/failed_access_v2.mp4\r\n", b""),
        ("/videos/failed_access_v2.mp4", "200 OK\r\ncontent-type: video/mp4\r\n", b"\0\0\0 ftypisom"),
        ("/live.m3u8", "200 OK\r\ncontent-type: text/plain\r\n", b"#EXTM3U\n#EXT-X-VERSION:3\n"),
        ("/page", "200 OK\r\ncontent-type: text/html\r\n", b"<html>planted-key</html>"),
    ];

    #[tokio::test]
    async fn a_public_addons_link_never_leads_inwards() {
        let inside = serve(FILMS).await;
        let hosts = vec![("addon.example".to_owned(), inside), ("other.example".to_owned(), inside)];
        let http = Http::with(Network { hosts, ..Network::default() }).unwrap();
        let port = inside.port();
        let public = "https://addon.example/manifest.json";
        assert!(
            why(&http, &offer(&format!("http://127.0.0.1:{port}/film.mkv"), public)).await.contains("private network")
        );
        let by_name = why(&http, &offer(&format!("http://other.example:{port}/film.mkv"), public)).await;
        assert!(by_name.contains("redirects where it should not"), "a name that turns out to be inside: {by_name}");
        let led = why(&http, &offer(&format!("http://addon.example:{port}/inwards"), public)).await;
        assert!(led.contains("redirects where it should not"), "{led}");
        let away = why(&http, &offer(&format!("http://addon.example:{port}/away"), public)).await;
        assert!(away.contains("redirects where it should not"), "{away}");
        // The addon's own host may have any address: the person named it.
        assert!(verify_offer(&http, &offer(&format!("http://addon.example:{port}/film.mkv"), public)).await.is_ok());
    }

    #[tokio::test]
    async fn an_addon_in_the_persons_network_serves_links_there_and_leads_out() {
        let server = serve(FILMS).await;
        let hosts = vec![("other.example".to_owned(), server)];
        let http = Http::with(Network { hosts, ..Network::default() }).unwrap();
        let (port, own) = (server.port(), "http://127.0.0.1:7000/manifest.json");
        for path in ["film.mkv", "inwards"] {
            let link = format!("http://127.0.0.1:{port}/{path}");
            let verified = verify_offer(&http, &offer(&link, own)).await.unwrap();
            assert_eq!((verified.size, verified.link.path()), (Some(3_000_000_000), "/film.mkv"), "{path}");
            assert_eq!(verified.file_name("Sintel"), "film.mkv");
        }
    }

    #[tokio::test]
    async fn secret_headers_stay_with_the_server_they_are_for() {
        let server = serve(FILMS).await;
        let hosts = vec![("other.example".to_owned(), server)];
        let http = Http::with(Network { hosts, ..Network::default() }).unwrap();
        let headers =
            [("User-Agent", "A player"), ("Referer", "https://a.example/"), ("X-Key", "k"), ("Cookie", "c=1")];
        let names = |verified: &VerifiedOffer| -> Vec<String> {
            verified.headers.iter().map(|header| header.name.clone()).collect()
        };
        for (path, expected) in
            [("film.mkv", &["user-agent", "referer", "x-key", "cookie"][..]), ("away", &["user-agent", "referer"])]
        {
            let link = format!("http://127.0.0.1:{}/{path}", server.port());
            let offer = offer(&link, "http://127.0.0.1/manifest.json")
                .with_headers(headers.iter().filter_map(|(name, value)| OfferHeader::new(name, value)));
            assert_eq!(names(&verify_offer(&http, &offer).await.unwrap()), expected, "{path}");
        }
    }

    #[tokio::test]
    async fn a_clip_or_page_is_no_film_and_a_playlist_of_a_stream_is() {
        let server = serve(FILMS).await;
        let http = Http::new().unwrap();
        let of = |path: &str, file_size| {
            let link = format!("http://127.0.0.1:{}/{path}", server.port());
            let mut offer = offer(&link, "http://127.0.0.1/manifest.json");
            offer.file_size = file_size;
            offer
        };
        assert!(why(&http, &of("refused", None)).await.contains("notice"));
        assert!(why(&http, &of("clip", Some(2_000_000_000))).await.contains("clip"));
        assert!(verify_offer(&http, &of("clip", None)).await.is_ok(), "a short film is one");
        assert!(why(&http, &of("page", None)).await.contains("text/html"));
        assert!(why(&http, &of("planted-key/gone.mkv", None)).await.contains("404"));
        let live = verify_offer(&http, &of("live.m3u8", Some(2_000_000_000))).await.unwrap();
        assert_eq!((live.size, live.file_name("Sintel 2010")), (None, "Sintel 2010.mkv".to_owned()));
    }
}
