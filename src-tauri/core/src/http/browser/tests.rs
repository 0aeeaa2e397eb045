//! Compares what the browser profile sends with published fingerprints of the Chrome it imitates.

mod frames;
mod hello;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use url::Url;

use super::*;
use crate::http::{Http, Network, ProfileChoice, Request};

/// The JA4 of Chrome since its version 133, with ALPS under its new code point: seen of Chrome 135 on a Mac
/// (issue 529 of `lexiforest/curl_cffi`) and, unchanged, of Chrome 149.0.7827.201.
const CHROME_JA4: &str = "t13d1516h2_8daaf6152771_d8a2da3f94cd";
/// The HTTP/2 settings, window, priorities and pseudo-header order of the same Chromes, as Akamai writes them.
const CHROME_HTTP2: &str = "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p";
const NAME: &str = "addon.example";

async fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

fn network(profiles: ProfileChoice, address: SocketAddr) -> Network {
    Network { profiles, hosts: vec![(NAME.to_owned(), address)], ..Network::default() }
}

/// The first TLS record a client sends when it is asked for an https page.
async fn client_hello(profiles: ProfileChoice) -> Vec<u8> {
    let (listener, address) = listener().await;
    let http = Http::with(network(profiles, address)).unwrap();
    let url = Url::parse(&format!("https://{NAME}:{}/", address.port())).unwrap();
    let asking = tokio::spawn(async move { http.send(Request::get(url)).await });
    let (mut stream, _) = listener.accept().await.unwrap();
    let record = first_record(&mut stream).await;
    asking.abort();
    record
}

async fn first_record(stream: &mut TcpStream) -> Vec<u8> {
    let mut head = [0; 5];
    stream.read_exact(&mut head).await.unwrap();
    let mut record = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
    stream.read_exact(&mut record).await.unwrap();
    record
}

/// What the client sends first on an HTTP/2 connection, up to and with its first HEADERS frame.
async fn http2_opening() -> Vec<frames::Frame> {
    let (listener, address) = listener().await;
    let key = rcgen::generate_simple_self_signed(vec![NAME.to_owned()]).unwrap();
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.signing_key.serialize_der()));
    let mut config =
        ServerConfig::builder().with_no_client_auth().with_single_cert(vec![key.cert.der().clone()], private).unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    // Accepts the test's own certificate. That changes nothing in what the client sends.
    let network = network(ProfileChoice::Browser, address);
    let client = builder(&network, &Route::ByName).unwrap().tls_cert_verification(false).build().unwrap();
    let asking = tokio::spawn(client.get(format!("https://{NAME}:{}/x", address.port())).send());
    let (stream, _) = listener.accept().await.unwrap();
    let mut stream = acceptor.accept(stream).await.unwrap();
    let frames = frames::opening(&mut stream).await;
    asking.abort();
    frames
}

#[tokio::test]
async fn the_client_hello_is_that_of_the_chrome_it_claims_to_be() {
    assert_eq!(hello::ja4(&client_hello(ProfileChoice::Browser).await), CHROME_JA4);
}

#[tokio::test]
async fn the_order_of_extensions_changes_from_hello_to_hello() {
    let first = hello::extensions(&client_hello(ProfileChoice::Browser).await);
    for _ in 0..8 {
        // Chrome shuffles its sixteen extensions, so the same order nine times in a row cannot be chance.
        if hello::extensions(&client_hello(ProfileChoice::Browser).await) != first {
            return;
        }
    }
    panic!("Chrome shuffles its extensions");
}

#[tokio::test]
async fn the_plain_profile_does_not_pass_for_a_browser() {
    let plain = hello::ja4(&client_hello(ProfileChoice::Plain).await);
    assert_ne!(plain, CHROME_JA4);
    assert!(plain.starts_with("t13d") && plain.len() == CHROME_JA4.len(), "{plain} is a JA4 all the same");
    let unsaid = hello::ja4(&client_hello(ProfileChoice::Automatic).await);
    assert_eq!(unsaid, plain, "and it is what a request gets that asks for nothing else");
}

#[tokio::test]
async fn http2_begins_as_chrome_begins_it() {
    assert_eq!(frames::akamai(&http2_opening().await), CHROME_HTTP2);
}

#[tokio::test]
async fn the_headers_name_the_same_chrome() {
    let (listener, address) = listener().await;
    let http = Http::with(network(ProfileChoice::Automatic, address)).unwrap();
    let url = Url::parse(&format!("http://{NAME}:{}/", address.port())).unwrap();
    let asking = tokio::spawn(async move { http.send(Request::get(url).profile(crate::http::Profile::Browser)).await });
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await.unwrap();
    assert_eq!(asking.await.unwrap().unwrap().body, b"ok");

    let head = String::from_utf8(head).unwrap();
    let field = |name: &str| {
        let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(&format!("{name}:")));
        line.map(|line| line[name.len() + 1..].trim().to_owned()).unwrap_or_default()
    };
    let agent = field("user-agent");
    assert!(agent.contains(" Chrome/149.0.0.0 "), "{agent}");
    assert!(field("sec-ch-ua").contains(r#""Google Chrome";v="149""#), "{head}");
    assert!(field("accept-encoding").contains("zstd"), "{head}");
    assert!(!head.to_ascii_lowercase().contains("perihelion"), "{head}");
}
