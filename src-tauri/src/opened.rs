//! Links the system hands to the app, as arguments of its start or through a second start. The page is told what each one means.
//! Until it listens, they wait here.

use std::sync::Mutex;

use tauri::ipc::Channel;

use crate::lock::lock;
use crate::wire::Query;

/// The most links that wait for the page. A person opens fewer before the window is there, so anything above this is dropped.
pub(crate) const MOST_WAITING: usize = 16;

#[derive(Default)]
pub(crate) struct Opened {
    waiting: Mutex<Vec<Query>>,
    page: Mutex<Option<Channel<Query>>>,
}

impl Opened {
    /// Sends a query to the page, or keeps it until the page listens.
    pub(crate) fn hand_over(&self, query: Query) {
        let heard = lock(&self.page).as_ref().is_some_and(|page| page.send(query.clone()).is_ok());
        let mut waiting = lock(&self.waiting);
        if !heard && waiting.len() < MOST_WAITING {
            waiting.push(query);
        }
    }

    /// Sends the page what waits and everything from now on. Replaces the channel of a page that was there before, such as before a
    /// reload.
    pub(crate) fn listen(&self, page: Channel<Query>) {
        for query in std::mem::take(&mut *lock(&self.waiting)) {
            let _ = page.send(query);
        }
        *lock(&self.page) = Some(page);
    }
}

/// Returns whether an argument of the command line is a link the app opens.
pub fn is_link(argument: &str) -> bool {
    let scheme = argument.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("magnet" | "stremio"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_schemes_are_links() {
        assert!(is_link("magnet:?xt=urn:btih:416b79c9a668ebf9bfce22845affe0cdde2fc8be"));
        assert!(is_link("STREMIO:///detail/movie/tt1727587"));
        for other in ["https://example.org/", "file:///etc/passwd", "--demo", "magnet", "/home/film.mkv"] {
            assert!(!is_link(other), "{other}");
        }
    }
}
