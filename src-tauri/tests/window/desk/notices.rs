//! Who shows the notices of a desk's programs: what they say, and what a person does with them.

#![expect(clippy::used_underscore_binding, reason = "the bus' own code names what the server does not look at")]

use tokio::sync::{mpsc, watch};
use zbus::connection::Builder;
use zbus::object_server::SignalEmitter;
use zbus::{Connection, interface};

use super::Desk;

const PATH: &str = "/org/freedesktop/Notifications";

/// The desk's server of notices, until it is dropped.
pub(crate) struct Notices {
    connection: Connection,
    shown: mpsc::UnboundedReceiver<(String, String)>,
    last: watch::Receiver<u32>,
}

struct Server {
    showing: mpsc::UnboundedSender<(String, String)>,
    last: watch::Sender<u32>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Server {
    #[expect(clippy::too_many_arguments, reason = "they are the protocol's")]
    fn notify(
        &self,
        _app: String,
        _replaces: u32,
        _icon: String,
        title: String,
        words: String,
        _actions: Vec<String>,
        _hints: std::collections::HashMap<String, zbus::zvariant::OwnedValue>,
        _expires: i32,
    ) -> u32 {
        self.last.send_modify(|last| *last += 1);
        self.showing.send((title, words)).unwrap();
        *self.last.borrow()
    }

    #[zbus(signal)]
    async fn action_invoked(emitter: &SignalEmitter<'_>, id: u32, action: &str) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn notification_closed(emitter: &SignalEmitter<'_>, id: u32, reason: u32) -> zbus::Result<()>;
}

impl Desk {
    pub(crate) async fn show_notices(&self) -> Notices {
        let (showing, shown) = mpsc::unbounded_channel();
        let (counting, last) = watch::channel(0);
        let server = Server { showing, last: counting };
        let builder = Builder::address(self.bus.as_str()).unwrap().serve_at(PATH, server).unwrap();
        let connection = builder.name("org.freedesktop.Notifications").unwrap().build().await.unwrap();
        Notices { connection, shown, last }
    }
}

impl Notices {
    /// Waits for the next notice, and returns what it says.
    pub(crate) async fn next(&mut self) -> String {
        let (title, words) = self.shown.recv().await.unwrap();
        assert_eq!(title, "Perihelion");
        words
    }

    /// Clicks the last one.
    pub(crate) async fn click(&self) {
        Server::action_invoked(&self.emitter(), *self.last.borrow(), "default").await.unwrap();
    }

    /// Takes the last one away.
    pub(crate) async fn close(&self) {
        Server::notification_closed(&self.emitter(), *self.last.borrow(), 2).await.unwrap();
    }

    fn emitter(&self) -> SignalEmitter<'_> {
        SignalEmitter::new(&self.connection, PATH).unwrap()
    }
}
