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

    /// Ends when nobody tells any more.
    async fn follow(telling: &watch::Sender<Metered>) -> zbus::Result<()> {
        let asked = async {
            let bus = zbus::Connection::system().await?;
            let manager = Proxy::new(&bus, NAME, PATH, NAME).await?;
            let now = manager.get_property::<u32>("Metered").await?;
            Ok::<_, zbus::Error>((manager, now))
        };
        let silent = |_| zbus::Error::Failure("the system bus does not answer".to_owned());
        let (manager, now) = tokio::time::timeout(ANSWERS_WITHIN, asked).await.map_err(silent)??;
        telling.send_replace(read(now));
        let mut changes = manager.receive_property_changed::<u32>("Metered").await;
        while let Some(change) = changes.next().await {
            telling.send_replace(read(change.get().await?));
        }
        Ok(())
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
        std::future::pending().await
    }
}
