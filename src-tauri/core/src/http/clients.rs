//! The HTTP clients of one [`Network`], each made when it is first needed. Every profile has one client a [`Route`]:
//! this machine, servers the person or the app named, and servers that public servers' responses named.

use std::fmt;
use std::sync::{Arc, OnceLock};

use rustls::ClientConfig;

use super::exchange::Route;
use super::incoming::Incoming;
use super::outside::Outside;
use super::redirect::{Hop, is_loopback};
use super::{HttpError, Network, Profile, ProfileChoice, Response, plain, trust};

pub(super) struct Clients {
    network: Network,
    outside: Arc<Outside>,
    trust: Result<ClientConfig, HttpError>,
    plain: EachWay<reqwest::Client>,
    whole: EachWay<reqwest::Client>,
    #[cfg(feature = "browser")]
    browser: EachWay<wreq::Client>,
}

/// Shows the network only: a client's own `Debug` could show a proxy's password.
impl fmt::Debug for Clients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clients").field(&self.network).finish()
    }
}

/// One client a route. Pooled connections must not be shared between routes: one opened for a named server would skip
/// the guard.
struct EachWay<C> {
    direct: OnceLock<Result<C, HttpError>>,
    named: OnceLock<Result<C, HttpError>>,
    led: OnceLock<Result<C, HttpError>>,
}

impl<C> EachWay<C> {
    fn none() -> Self {
        Self { direct: OnceLock::new(), named: OnceLock::new(), led: OnceLock::new() }
    }

    fn get(&self, way: &Route, make: impl FnOnce() -> Result<C, HttpError>) -> Result<&C, HttpError> {
        let client = match way {
            Route::Direct => &self.direct,
            Route::ByName => &self.named,
            Route::Guarded(_) => &self.led,
        };
        client.get_or_init(make).as_ref().map_err(Clone::clone)
    }
}

impl Clients {
    pub(super) fn new(network: Network) -> Self {
        Self {
            outside: Arc::new(Outside::new(&network.hosts)),
            trust: trust::config().map_err(|error| HttpError::Unreachable(error.to_string())),
            network,
            plain: EachWay::none(),
            whole: EachWay::none(),
            #[cfg(feature = "browser")]
            browser: EachWay::none(),
        }
    }

    pub(super) fn network(&self) -> &Network {
        &self.network
    }

    /// Fails if no client can be made at all. Does not check the proxy: each request reports an unusable one.
    pub(super) fn check(&self) -> Result<(), HttpError> {
        self.plain_client(&Route::Direct).map(|_| ())
    }

    fn plain_client(&self, way: &Route) -> Result<&reqwest::Client, HttpError> {
        self.plain.get(way, || plain::client(&self.network, way, self.trust.clone()?))
    }

    /// Sends one request and reads its response of at most `limit` bytes. The network's choice of profile wins over
    /// `profile`.
    pub(super) async fn send(&self, profile: Profile, hop: &Hop, limit: usize) -> Result<Response, HttpError> {
        let profile = match self.network.profiles {
            ProfileChoice::Automatic => profile,
            ProfileChoice::Plain => Profile::Plain,
            ProfileChoice::Browser => Profile::Browser,
        };
        let way = self.way(hop);
        #[cfg(feature = "browser")]
        if profile == Profile::Browser {
            let client = self.browser.get(&way, || super::browser::client(&self.network, &way))?;
            return super::browser::send(client, hop, limit).await;
        }
        #[cfg(not(feature = "browser"))]
        let _ = profile;
        plain::send(self.plain_client(&way)?, hop, limit).await
    }

    /// Sends one request as the plain profile and returns its response before the body has come.
    pub(super) async fn open(&self, hop: &Hop) -> Result<Incoming, HttpError> {
        let way = self.way(hop);
        let client = self.whole.get(&way, || plain::client_for_files(&self.network, &way, self.trust.clone()?))?;
        plain::open(client, hop).await
    }

    fn way(&self, hop: &Hop) -> Route {
        if is_loopback(&hop.url) {
            return Route::Direct;
        }
        match hop.url.domain().filter(|_| hop.must_stay_outside()) {
            Some(name) => {
                self.outside.guard(name);
                Route::Guarded(Arc::clone(&self.outside))
            }
            None => Route::ByName,
        }
    }
}
