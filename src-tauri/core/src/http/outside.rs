//! DNS lookups for hosts named by public servers' responses. Such a host is refused if it resolves to this machine or a
//! private network. Hosts the person named, such as a proxy's, may have any address.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use super::redirect::is_private_ip;

/// Resolves host names and refuses private addresses for guarded ones.
#[derive(Debug)]
pub(super) struct Outside {
    hosts: HashMap<String, SocketAddr>,
    led_to: Mutex<HashSet<String>>,
}

/// A guarded host name resolved to a private address.
#[derive(Debug, thiserror::Error)]
#[error("the name leads inside")]
pub(super) struct Inside;

type Refused = Box<dyn Error + Send + Sync>;

impl Outside {
    /// `hosts` resolve to the given addresses instead of asking DNS.
    pub(super) fn new(hosts: &[(String, SocketAddr)]) -> Self {
        let hosts = hosts.iter().map(|(name, address)| (plain(name), *address)).collect();
        Self { hosts, led_to: Mutex::default() }
    }

    /// Guards a name: from now on [`look_up`](Self::look_up) refuses it when it resolves to a private address.
    pub(super) fn guard(&self, name: &str) {
        self.led_to.lock().unwrap_or_else(PoisonError::into_inner).insert(plain(name));
    }

    /// Returns the addresses of a name. Fails with [`Inside`] when the name is guarded and one of them is private.
    pub(super) fn look_up(
        &self,
        name: &str,
    ) -> impl Future<Output = Result<Vec<SocketAddr>, Refused>> + Send + 'static {
        let name = plain(name);
        let known = self.hosts.get(&name).copied();
        let is_guarded = self.led_to.lock().unwrap_or_else(PoisonError::into_inner).contains(&name);
        async move {
            let addresses = match known {
                Some(address) => vec![address],
                None => tokio::net::lookup_host((name, 0)).await?.collect(),
            };
            let is_inside = addresses.iter().map(SocketAddr::ip).any(|ip: IpAddr| is_private_ip(ip));
            if is_guarded && is_inside { Err(Inside.into()) } else { Ok(addresses) }
        }
    }
}

/// Whether a connection failed with [`Inside`].
pub(super) fn leads_inside(error: &(dyn Error + 'static)) -> bool {
    let mut link = Some(error);
    while let Some(error) = link {
        if error.is::<Inside>() {
            return true;
        }
        link = error.source();
    }
    false
}

fn plain(name: &str) -> String {
    name.trim_end_matches('.').to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_an_answer_leads_to_is_refused_where_it_is_the_persons_own() {
        let hosts = [("inside.example", "10.0.0.1:0"), ("outside.example", "192.0.2.7:0")];
        let hosts = hosts.map(|(name, address)| (name.to_owned(), address.parse().unwrap()));
        let names = Outside::new(&hosts);
        assert!(names.look_up("inside.example").await.is_ok(), "the person may have named it");
        names.guard("Inside.example.");
        names.guard("outside.example");
        let refused = names.look_up("inside.example").await.unwrap_err();
        assert!(leads_inside(&*refused));
        assert_eq!(names.look_up("outside.example").await.unwrap(), ["192.0.2.7:0".parse().unwrap()]);
        names.guard("localhost");
        assert!(leads_inside(&*names.look_up("localhost").await.unwrap_err()), "the system is asked as well");
    }
}
