//! Owns the connections. A fault may take one over and send what no HTTP library would.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    body::Bytes,
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, ReadBuf},
    net::{
        TcpListener,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

/// A listener whose connections can be taken over, and are counted while they are open.
#[derive(Debug)]
pub(crate) struct Wires {
    pub(crate) listener: TcpListener,
    /// Held once here and once by every open connection.
    pub(crate) open: Arc<()>,
}

/// One connection, as the HTTP library uses it.
#[derive(Debug)]
pub(crate) struct Wire {
    incoming: OwnedReadHalf,
    outgoing: Outgoing,
    _open: Arc<()>,
}

/// The way out of a connection; gone once it was taken over.
#[derive(Clone, Debug)]
pub(crate) struct Outgoing(Arc<Mutex<Option<OwnedWriteHalf>>>);

/// How a connection that was taken over ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Close,
    Reset,
}

impl Listener for Wires {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        let (stream, from) = Listener::accept(&mut self.listener).await;
        let (incoming, outgoing) = stream.into_split();
        let outgoing = Outgoing(Arc::new(Mutex::new(Some(outgoing))));
        (Wire { incoming, outgoing, _open: Arc::clone(&self.open) }, from)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl Connected<IncomingStream<'_, Wires>> for Outgoing {
    fn connect_info(stream: IncomingStream<'_, Wires>) -> Self {
        stream.io().outgoing.clone()
    }
}

impl Outgoing {
    /// Sends these bytes in place of an answer, and ends the connection.
    pub(crate) async fn send(&self, pieces: impl Iterator<Item = Bytes>, end: End) {
        let taken = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut outgoing) = taken else { return };
        for piece in pieces {
            // Whoever had enough closes.
            if outgoing.write_all(&piece).await.is_err() {
                break;
            }
        }
        if end == End::Reset {
            // Time for what was sent to leave before the connection goes.
            tokio::time::sleep(Duration::from_millis(30)).await;
            let _ = outgoing.as_ref().set_zero_linger();
            // Dropping it would end the stream in good order first.
            outgoing.forget();
        }
    }

    fn is_taken(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    fn with<T>(&self, write: impl FnOnce(Pin<&mut OwnedWriteHalf>) -> Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        match self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            Some(outgoing) => write(Pin::new(outgoing)),
            None => Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())),
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.incoming).poll_read(context, into)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.outgoing.with(|outgoing| outgoing.poll_write(context, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        // The library flushes while the way out is taken: an error would end the connection in the midst of what is sent.
        if self.outgoing.is_taken() {
            return Poll::Ready(Ok(()));
        }
        self.outgoing.with(|outgoing| outgoing.poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.outgoing.with(|outgoing| outgoing.poll_shutdown(context))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.outgoing.with(|outgoing| outgoing.poll_write_vectored(context, slices))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }
}
