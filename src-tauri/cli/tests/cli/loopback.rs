//! A web server of the tests' own, for answers that the simulator does not give.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::{Value, json};

/// Serves until the test ends what `answer` returns for a path, and 404 for `None`. Returns the address, without a path.
pub(crate) fn serve(answer: impl Fn(&str) -> Option<Vec<u8>> + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap_or_default();
            let request = String::from_utf8_lossy(&request[..read]);
            let (status, body) = match answer(request.split(' ').nth(1).unwrap_or_default()) {
                Some(body) => ("200 OK", body),
                None => ("404 Not Found", b"{}".to_vec()),
            };
            let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close");
            let _ = write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n", body.len());
            let _ = stream.write_all(&body);
        }
    });
    address
}

/// What an addon that has streams for films and series says of itself.
pub(crate) fn manifest(name: &str) -> Value {
    json!({
        "id": "org.example.addon", "version": "1.0.0", "name": name, "description": "An addon of the tests",
        "resources": ["stream"], "types": ["movie", "series"], "idPrefixes": ["tt", "kitsu"], "catalogs": [],
    })
}
