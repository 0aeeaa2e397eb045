//! Whether the traffic of this machine's connection is counted, as the system tells it: `NetworkManager` on Linux, the connection's
//! cost on Windows. Elsewhere it is not known.

use tokio::sync::watch;

/// Whether traffic is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Metered {
    Yes,
    No,
    /// The system does not tell.
    #[default]
    Unknown,
}

/// Follows the connection for as long as somebody listens.
pub fn follow() -> watch::Receiver<Metered> {
    let (telling, told) = watch::channel(Metered::Unknown);
    tokio::spawn(async move {
        tokio::select! {
            () = telling.closed() => {}
            () = system::tell(&telling) => {}
        }
    });
    told
}

#[cfg(target_os = "linux")]
mod system {
    use std::time::Duration;

    use futures::StreamExt as _;
    use tokio::sync::watch;
    use zbus::Proxy;
    use zbus::fdo::PropertiesProxy;
    use zbus::proxy::{Builder, CacheProperties};

    use super::Metered;

    const NAME: &str = "org.freedesktop.NetworkManager";
    const PATH: &str = "/org/freedesktop/NetworkManager";
    /// The longest that the bus has for an answer.
    const ANSWERS_WITHIN: Duration = Duration::from_secs(5);
    /// How long nobody is asked after no answer came.
    const RESTS: Duration = Duration::from_mins(5);

    pub(super) async fn tell(telling: &watch::Sender<Metered>) {
        loop {
            if let Err(error) = follow(telling).await {
                tracing::debug!(%error, "it is not known whether the connection is metered");
            }
            telling.send_replace(Metered::Unknown);
            tokio::time::sleep(RESTS).await;
        }
    }

    /// Ends when the bus does. `NetworkManager` may end, or begin, meanwhile.
    async fn follow(telling: &watch::Sender<Metered>) -> zbus::Result<()> {
        let heard = async {
            let bus = zbus::Connection::system().await?;
            // What is kept of one that ended would be told of the next.
            let manager = Builder::new(&bus).destination(NAME)?.path(PATH)?.interface(NAME)?;
            let manager: Proxy<'_> = manager.cache_properties(CacheProperties::No).build().await?;
            let properties = PropertiesProxy::new(&bus, NAME, PATH).await?;
            let changes = properties.receive_properties_changed().await?;
            let owners = manager.receive_owner_changed().await?;
            Ok::<_, zbus::Error>((manager, changes, owners))
        };
        let silent = |_| zbus::Error::Failure("the system bus does not answer".to_owned());
        let (manager, mut changes, mut owners) =
            tokio::time::timeout(ANSWERS_WITHIN, heard).await.map_err(silent)??;
        loop {
            let asked = tokio::time::timeout(ANSWERS_WITHIN, manager.get_property::<u32>("Metered")).await;
            telling.send_replace(asked.ok().and_then(Result::ok).map_or(Metered::Unknown, read));
            let is_heard = tokio::select! {
                change = changes.next() => change.is_some(),
                owner = owners.next() => owner.is_some(),
            };
            if !is_heard {
                return Ok(());
            }
        }
    }

    /// `NMMetered`: yes, no, and both as guessed.
    fn read(value: u32) -> Metered {
        match value {
            1 | 3 => Metered::Yes,
            2 | 4 => Metered::No,
            _ => Metered::Unknown,
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_guess_counts_and_what_is_not_known_does_not() {
            let all = [0, 1, 2, 3, 4, 9].map(read);
            assert_eq!(all, [Metered::Unknown, Metered::Yes, Metered::No, Metered::Yes, Metered::No, Metered::Unknown]);
        }
    }
}

#[cfg(windows)]
mod system {
    use std::time::Duration;

    use tokio::sync::watch;
    use windows::Networking::Connectivity::{NetworkCostType, NetworkInformation};

    use super::Metered;

    const LOOKS_EVERY: Duration = Duration::from_secs(15);

    pub(super) async fn tell(telling: &watch::Sender<Metered>) {
        loop {
            let now = tokio::task::spawn_blocking(ask).await.unwrap_or_default();
            telling.send_if_modified(|before| std::mem::replace(before, now) != now);
            tokio::time::sleep(LOOKS_EVERY).await;
        }
    }

    fn ask() -> Metered {
        let cost = NetworkInformation::GetInternetConnectionProfile()
            .and_then(|profile| profile.GetConnectionCost())
            .and_then(|cost| cost.NetworkCostType());
        match cost {
            Ok(NetworkCostType::Fixed | NetworkCostType::Variable) => Metered::Yes,
            Ok(NetworkCostType::Unrestricted) => Metered::No,
            Ok(_) | Err(_) => Metered::Unknown,
        }
    }
}

#[cfg(not(any(target_os = "linux", windows)))]
mod system {
    use tokio::sync::watch;

    use super::Metered;

    pub(super) async fn tell(_: &watch::Sender<Metered>) {
        std::future::pending::<()>().await;
    }
}
