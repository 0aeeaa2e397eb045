//! Both profiles against loopback listeners: the same answers, the same limits, proxies.

use std::io::Write as _;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// The profiles this build has.
const CHOICES: &[ProfileChoice] =
    if cfg!(feature = "browser") { &[ProfileChoice::Plain, ProfileChoice::Browser] } else { &[ProfileChoice::Plain] };

struct Server {
    address: SocketAddr,
    /// The heads of the requests that came.
    heads: tokio::sync::mpsc::UnboundedReceiver<String>,
}

impl Server {
    /// Answers every request with these bytes, and closes.
    async fn saying(reply: Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (told, heads) = tokio::sync::mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                if let Some(head) = head(&mut stream).await {
                    let _ = told.send(head);
                    let _ = stream.write_all(&reply).await;
                    let _ = stream.shutdown().await;
                }
            }
        });
        Self { address, heads }
    }

    fn url(&self, host: &str) -> Url {
        Url::parse(&format!("http://{host}:{}/x", self.address.port())).unwrap()
    }
}

async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(head).ok()
}

fn reply(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut reply = format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}\r\n").into_bytes();
    reply.extend_from_slice(body);
    reply
}

fn http(profiles: ProfileChoice) -> Http {
    Http::with(Network { profiles, ..Network::default() }).unwrap()
}

fn through(profiles: ProfileChoice, proxy: &str) -> Http {
    Http::with(Network { profiles, proxy: Some(proxy.parse().unwrap()), ..Network::default() }).unwrap()
}

#[test]
fn a_secret_header_does_not_show_in_debug_output() {
    let request =
        Request::get(Url::parse("https://example.org").unwrap()).secret_header("authorization", "Bearer hush");
    assert!(!format!("{request:?}").contains("hush"));
}

#[tokio::test]
async fn every_profile_gives_the_same_answer() {
    for &choice in CHOICES {
        let server = Server::saying(reply("404 Not Found", "x-more: a\r\n", b"gone")).await;
        let answer = http(choice).send(Request::get(server.url("127.0.0.1"))).await.unwrap();
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{choice:?}");
        assert_eq!((answer.header("x-more"), answer.body.as_slice()), (Some("a"), &b"gone"[..]), "{choice:?}");
    }
}

#[tokio::test]
async fn a_compressed_body_is_measured_as_what_it_becomes() {
    // Only a real encoder makes a small body that decompresses to a large one.
    let zeros = vec![0; 4 << 20];
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(&zeros).unwrap();
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 8192);
    for &choice in CHOICES {
        let server = Server::saying(reply("200 OK", "content-encoding: gzip\r\n", &packed)).await;
        let get = || Request::get(server.url("127.0.0.1"));
        let limited = http(choice).send(get().max_bytes(1 << 20)).await;
        assert_eq!(limited.unwrap_err(), HttpError::TooLarge { limit: 1 << 20 }, "{choice:?}");
        assert_eq!(http(choice).send(get()).await.unwrap().body, zeros, "{choice:?}");
    }
}

#[tokio::test]
async fn what_is_not_there_breaks_off_or_misleads_is_said_for_what_it_is() {
    for &choice in CHOICES {
        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let url = Url::parse(&format!("http://{nobody}/secret/path?key=hush")).unwrap();
        let once = |url| Request::get(url).retry(Retry::Never);
        let refused = http(choice).send(once(url)).await.unwrap_err();
        assert_eq!(refused, HttpError::Unreachable("127.0.0.1 does not take connections".to_owned()), "{choice:?}");

        let short = Server::saying(reply("200 OK", "content-length: 100\r\n", b"half")).await;
        assert_eq!(http(choice).send(once(short.url("127.0.0.1"))).await.unwrap_err(), HttpError::Broken, "{choice:?}");

        let away = Server::saying(reply("302 Found", "location: file:///etc/passwd\r\n", b"")).await;
        let bad_redirect = http(choice).send(once(away.url("127.0.0.1"))).await.unwrap_err();
        assert_eq!(bad_redirect, HttpError::BadRedirect("127.0.0.1".to_owned()), "{choice:?}");
    }
}

#[tokio::test]
async fn a_connection_reset_mid_body_is_a_broken_answer() {
    for &choice in CHOICES {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        let http = http(choice);
        let asking = tokio::spawn(async move { http.send(Request::get(url).retry(Retry::Never)).await });
        let (mut stream, _) = listener.accept().await.unwrap();
        head(&mut stream).await.unwrap();
        stream.write_all(&reply("200 OK", "content-length: 100\r\n", b"half")).await.unwrap();
        // Without lingering, closing sends RST instead of FIN.
        stream.set_zero_linger().unwrap();
        drop(stream);
        assert_eq!(asking.await.unwrap().unwrap_err(), HttpError::Broken, "{choice:?}");
    }
}

#[tokio::test]
async fn headers_without_end_are_no_answer() {
    let many = |count: usize| "x-filler: 0123456789\r\n".repeat(count);
    for &choice in CHOICES {
        for headers in [many(1_000), many(1_000_000), format!("x-filler: {}\r\n", "x".repeat(10 << 20))] {
            let server = Server::saying(reply("200 OK", &headers, b"ok")).await;
            let once = Request::get(server.url("127.0.0.1")).retry(Retry::Never);
            let length = headers.len();
            assert_eq!(http(choice).send(once).await.unwrap_err(), HttpError::Broken, "{choice:?}, {length} bytes");
        }
        let server = Server::saying(reply("200 OK", &many(90), b"ok")).await;
        assert_eq!(http(choice).send(Request::get(server.url("127.0.0.1"))).await.unwrap().body, b"ok", "{choice:?}");
    }
}

#[tokio::test]
async fn what_comes_after_an_answer_is_not_the_next_one() {
    for &choice in CHOICES {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                tokio::spawn(async move {
                    let mut after = "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nplanted";
                    while head(&mut stream).await.is_some() {
                        let said =
                            format!("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok{}", std::mem::take(&mut after));
                        stream.write_all(said.as_bytes()).await.unwrap();
                    }
                });
            }
        });
        let http = http(choice);
        for _ in 0..3 {
            assert_eq!(http.send(Request::get(url.clone())).await.unwrap().body, b"ok", "{choice:?}");
        }
    }
}

#[tokio::test]
async fn no_deadline_is_longer_than_the_longest() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let longest = Duration::from_millis(50);
    let http = Http::new().unwrap().at_most(longest);
    assert_eq!(http.send(Request::get(url)).await.unwrap_err(), HttpError::Timeout(longest));
}

#[tokio::test]
async fn a_name_from_outside_may_not_lead_inside() {
    for &choice in CHOICES {
        let mut inside = Server::saying(reply("200 OK", "", b"the router")).await;
        let location = format!("location: {}\r\n", inside.url("127.0.0.1"));
        let outside = Server::saying(reply("302 Found", &location, b"")).await;
        let hosts = vec![("addon.example".to_owned(), outside.address)];
        let http = Http::with(Network { profiles: choice, hosts, ..Network::default() }).unwrap();
        let outcome = http.send(Request::get(outside.url("addon.example"))).await;
        assert_eq!(outcome.unwrap_err(), HttpError::BadRedirect("addon.example".to_owned()), "{choice:?}");
        assert!(inside.heads.try_recv().is_err(), "{choice:?}: nobody knocks there");
        let own = http.send(Request::get(outside.url("127.0.0.1"))).await.unwrap();
        assert_eq!(own.body, b"the router", "{choice:?}: a server of the person's own may");
    }
}

#[tokio::test]
async fn nor_may_a_name_that_turns_out_to_be_inside() {
    for &choice in CHOICES {
        let mut inside = Server::saying(reply("200 OK", "", b"the router")).await;
        let location = format!("location: {}\r\n", inside.url("router.example"));
        let outside = Server::saying(reply("302 Found", &location, b"")).await;
        let hosts = vec![("addon.example".to_owned(), outside.address), ("router.example".to_owned(), inside.address)];
        let http = Http::with(Network { profiles: choice, hosts, ..Network::default() }).unwrap();
        // Opens a connection to the same name first: the redirect must not reuse it and so evade the lookup.
        let named = http.send(Request::get(inside.url("router.example"))).await.unwrap();
        assert_eq!(named.body, b"the router", "{choice:?}: the person may name it");
        inside.heads.recv().await.unwrap();
        let outcome = http.send(Request::get(outside.url("addon.example"))).await;
        assert_eq!(outcome.unwrap_err(), HttpError::BadRedirect("addon.example".to_owned()), "{choice:?}");
        assert!(inside.heads.try_recv().is_err(), "{choice:?}: nobody knocks there");
        let own = http.send(Request::get(outside.url("127.0.0.1"))).await.unwrap();
        assert_eq!(own.body, b"the router", "{choice:?}: a server of the person's own may");
    }
}

#[tokio::test]
async fn a_proxy_takes_what_goes_outside_and_nothing_else() {
    for &choice in CHOICES {
        let mut proxy = Server::saying(reply("200 OK", "", b"by proxy")).await;
        let http = through(choice, &format!("http://ann:hush@{}", proxy.address));
        let answer = http.send(Request::get(Url::parse("http://addon.example/list").unwrap())).await.unwrap();
        assert_eq!(answer.body, b"by proxy", "{choice:?}");
        let head = proxy.heads.recv().await.unwrap();
        assert!(head.starts_with("GET http://addon.example/list HTTP/1.1"), "{choice:?}: {head}");
        // `ann:hush` in base64.
        assert!(head.to_ascii_lowercase().contains("proxy-authorization: basic yw5uomh1c2g="), "{choice:?}: {head}");
        assert!(!format!("{http:?}").contains("hush"), "{choice:?}: {http:?}");

        let own = Server::saying(reply("200 OK", "", b"direct")).await;
        let answer = http.send(Request::get(own.url("127.0.0.1"))).await.unwrap();
        assert_eq!(answer.body, b"direct", "{choice:?}: this machine is reached directly");
        assert!(proxy.heads.try_recv().is_err(), "{choice:?}");
    }
}

#[tokio::test]
async fn socks_is_spoken() {
    for &choice in CHOICES {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let http = through(choice, &format!("socks5h://{}", listener.local_addr().unwrap()));
        let asking = tokio::spawn(async move {
            http.send(Request::get(Url::parse("http://addon.example/list").unwrap()).retry(Retry::Never)).await
        });
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut greeting = [0; 2];
        stream.read_exact(&mut greeting).await.unwrap();
        let mut methods = vec![0; usize::from(greeting[1])];
        stream.read_exact(&mut methods).await.unwrap();
        stream.write_all(&[5, 0]).await.unwrap();
        // Version, CONNECT, reserved, a name, its length.
        let mut request = [0; 5];
        stream.read_exact(&mut request).await.unwrap();
        assert_eq!(request, [5, 1, 0, 3, 13], "{choice:?}: names are the proxy's to look up");
        let mut name = [0; 15];
        stream.read_exact(&mut name).await.unwrap();
        assert_eq!(&name[..13], b"addon.example", "{choice:?}");
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
        let head = head(&mut stream).await.unwrap();
        assert!(head.starts_with("GET /list HTTP/1.1"), "{choice:?}: {head}");
        stream.write_all(&reply("200 OK", "", b"through")).await.unwrap();
        stream.shutdown().await.unwrap();
        assert_eq!(asking.await.unwrap().unwrap().body, b"through", "{choice:?}");
    }
}

#[tokio::test]
async fn without_a_usable_proxy_nothing_is_sent() {
    for &choice in CHOICES {
        let mut server = Server::saying(reply("200 OK", "", b"")).await;
        let proxy = serde_json::from_value("gopher://hush@h".into()).unwrap();
        let hosts = vec![("addon.example".to_owned(), server.address)];
        let http = Http::with(Network { profiles: choice, proxy: Some(proxy), hosts }).unwrap();
        let request = Request::get(server.url("addon.example")).retry(Retry::Never);
        let Err(HttpError::Unreachable(why)) = http.send(request).await else { panic!("{choice:?}") };
        assert!(why.contains("proxy") && !why.contains("hush"), "{choice:?}: {why}");
        assert!(server.heads.try_recv().is_err(), "{choice:?}");
    }
}

#[tokio::test]
async fn a_changed_network_holds_for_every_clone_from_then_on() {
    let mut proxy = Server::saying(reply("200 OK", "", b"by proxy")).await;
    let server = Server::saying(reply("200 OK", "", b"direct")).await;
    let hosts = vec![("addon.example".to_owned(), server.address)];
    let http = Http::with(Network { hosts: hosts.clone(), ..Network::default() }).unwrap();
    let clone = http.clone();
    let ask = || Request::get(server.url("addon.example"));
    assert_eq!(clone.send(ask()).await.unwrap().body, b"direct");
    let address = format!("http://{}", proxy.address).parse().unwrap();
    http.set_network(Network { proxy: Some(address), hosts, ..Network::default() });
    assert_eq!(clone.send(ask()).await.unwrap().body, b"by proxy");
    assert!(proxy.heads.recv().await.is_some());
}

#[tokio::test]
async fn an_opened_body_comes_as_it_was_sent_and_silence_ends_it() {
    let patience = Duration::from_secs(5);
    let packed = b"\x1f\x8b of no such packing";
    let server = Server::saying(reply("206 Partial Content", "content-encoding: gzip\r\n", packed)).await;
    let mut incoming = http(ProfileChoice::Browser).open(Request::get(server.url("127.0.0.1"))).await.unwrap();
    assert_eq!((incoming.status, incoming.header("content-encoding")), (StatusCode::PARTIAL_CONTENT, Some("gzip")));
    let mut body = Vec::new();
    while let Some(chunk) = incoming.chunk(patience).await.unwrap() {
        body.extend_from_slice(&chunk);
    }
    assert_eq!(body, packed, "nothing is unpacked on the way");

    let short = Server::saying(reply("200 OK", "content-length: 100\r\n", b"half")).await;
    let mut incoming = http(ProfileChoice::Plain).open(Request::get(short.url("127.0.0.1"))).await.unwrap();
    assert_eq!(incoming.chunk(patience).await.unwrap().unwrap(), &b"half"[..]);
    assert_eq!(incoming.chunk(patience).await.unwrap_err(), HttpError::Broken);

    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = Url::parse(&format!("http://{}/", silent.local_addr().unwrap())).unwrap();
    let wait = Duration::from_millis(50);
    let says_nothing = async {
        let (mut stream, _) = silent.accept().await.unwrap();
        let _ = head(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n").await.unwrap();
        std::future::pending::<()>().await;
    };
    let client = http(ProfileChoice::Plain);
    let opened = async { client.open(Request::get(url)).await.unwrap().chunk(wait).await };
    tokio::select! {
        () = says_nothing => {}
        chunk = opened => assert_eq!(chunk.unwrap_err(), HttpError::Timeout(wait)),
    }
}

#[tokio::test]
async fn what_is_opened_is_led_by_the_same_rules() {
    let server = Server::saying(reply("302 Found", "location: http://127.0.0.1:1/\r\n", b"")).await;
    let request = Request::get(server.url("127.0.0.1")).told_by(Url::parse("https://example.org/").ok());
    let refused = http(ProfileChoice::Plain).open(request).await.unwrap_err();
    assert_eq!(refused, HttpError::BadRedirect("127.0.0.1".to_owned()));
}
