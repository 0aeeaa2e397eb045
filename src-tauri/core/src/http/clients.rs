//! The clients of one network, each made when it is first needed: per profile one for this machine, which is never reached
//! through a proxy, and one for the rest.

use std::fmt;
use std::sync::OnceLock;

use futures::{Stream, StreamExt as _};

use super::redirect::{Hop, is_loopback};
use super::{Answer, HttpError, Network, Profile, ProfileChoice, plain};

pub(super) struct Clients {
    network: Network,
    plain: Pair<reqwest::Client>,
    #[cfg(feature = "browser")]
    browser: Pair<wreq::Client>,
}

/// The network says all there is to say; a client's own output could name a proxy's password.
impl fmt::Debug for Clients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clients").field(&self.network).finish()
    }
}

/// A client for this machine, and one for the outside.
struct Pair<C> {
    direct: OnceLock<Result<C, HttpError>>,
    outward: OnceLock<Result<C, HttpError>>,
}

impl<C> Pair<C> {
    fn none() -> Self {
        Self { direct: OnceLock::new(), outward: OnceLock::new() }
    }

    fn get(&self, direct: bool, make: impl FnOnce() -> Result<C, HttpError>) -> Result<&C, HttpError> {
        let client = if direct { &self.direct } else { &self.outward };
        client.get_or_init(make).as_ref().map_err(Clone::clone)
    }
}

impl Clients {
    pub(super) fn new(network: Network) -> Self {
        Self {
            network,
            plain: Pair::none(),
            #[cfg(feature = "browser")]
            browser: Pair::none(),
        }
    }

    pub(super) fn network(&self) -> &Network {
        &self.network
    }

    /// Whether connections can be made at all. A proxy that cannot be used is said by the requests.
    pub(super) fn check(&self) -> Result<(), HttpError> {
        self.plain.get(true, || plain::client(&self.network, true)).map(|_| ())
    }

    /// Sends one request and reads its answer, as whom the network or else the request says.
    pub(super) async fn send(&self, profile: Profile, hop: &Hop, limit: usize) -> Result<Answer, HttpError> {
        let profile = match self.network.profiles {
            ProfileChoice::Automatic => profile,
            ProfileChoice::Plain => Profile::Plain,
            ProfileChoice::Browser => Profile::Browser,
        };
        let direct = is_loopback(&hop.url);
        #[cfg(feature = "browser")]
        if profile == Profile::Browser {
            let client = self.browser.get(direct, || super::browser::client(&self.network, direct))?;
            return super::browser::send(client, hop, limit).await;
        }
        #[cfg(not(feature = "browser"))]
        let _ = profile;
        plain::send(self.plain.get(direct, || plain::client(&self.network, direct))?, hop, limit).await
    }
}

/// A whole body, decoded, unless it is larger than `limit`.
pub(super) async fn collected<B: AsRef<[u8]>, E>(
    chunks: impl Stream<Item = Result<B, E>>,
    limit: usize,
) -> Result<Vec<u8>, HttpError> {
    let mut chunks = std::pin::pin!(chunks);
    let mut body = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| HttpError::Broken)?;
        let chunk = chunk.as_ref();
        if body.len() + chunk.len() > limit {
            return Err(HttpError::TooLarge { limit });
        }
        body.extend_from_slice(chunk);
    }
    Ok(body)
}
