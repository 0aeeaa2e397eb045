//! Servers that speak TLS: trusted where the system trusts who vouches for them, and not otherwise.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::stage::{Stage, run};

/// TLS before `behind`, with a certificate that is written to `vouched`.
async fn before(behind: SocketAddr, vouched: &Path) -> SocketAddr {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let text = STANDARD.encode(made.cert.der());
    std::fs::write(vouched, format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n")).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key);
    let acceptor = TlsAcceptor::from(Arc::new(config.unwrap()));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut stream = acceptor.accept(stream).await?;
                let mut server = TcpStream::connect(behind).await?;
                tokio::io::copy_bidirectional(&mut stream, &mut server).await
            });
        }
    });
    address
}

#[test]
fn a_server_is_trusted_when_the_system_trusts_who_vouches_for_it() {
    let stage = Stage::set();
    let folder = tempfile::tempdir().unwrap();
    let (vouched, other) = (folder.path().join("vouched.pem"), folder.path().join("other.pem"));
    let behind = SocketAddr::from(([127, 0, 0, 1], stage.simulator.port()));
    let address = stage.block_on(async {
        before(behind, &other).await;
        before(behind, &vouched).await
    });
    let search = |trusted: &Path| {
        let mut program = stage.program("demo-premium", &format!("https://{address}"));
        run(program.env("SSL_CERT_FILE", trusted).args(["search", "sintel"]), b"")
    };
    // Elsewhere the system keeps its certificates itself, and no variable speaks for it.
    if cfg!(target_os = "linux") {
        let said = search(&vouched).expect(0);
        assert!(said.out.contains("tt1727587"), "{}", said.out);
    }
    let said = search(&other).expect(1);
    assert!(said.err.contains("does not take connections"), "{}", said.err);
    assert_eq!(said.out, "");
}
