//! Reading and comparing that takes a while: on threads of its own, no more of them at once than there are processors. More would
//! not be done sooner, and each keeps memory of its own.

use std::num::NonZero;
use std::sync::LazyLock;

use tokio::sync::Semaphore;
use tokio::task::JoinError;

static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, NonZero::get)));

/// Does a piece of work when its turn comes. Not for what waits for something: that would keep others from theirs.
pub(crate) async fn done<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
    // The turns are never closed.
    let turn = TURNS.acquire().await.ok();
    tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    })
    .await
}

/// Bodies larger than this are read on a thread of their own.
const READ_APART: usize = 32 << 10;

/// Reads a body where it holds nothing up.
pub(crate) async fn read<T: Send + 'static>(
    body: Vec<u8>,
    read: impl FnOnce(&[u8]) -> T + Send + 'static,
) -> Result<T, JoinError> {
    if body.len() <= READ_APART { Ok(read(&body)) } else { done(move || read(&body)).await }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::future::join_all;

    use super::*;

    #[tokio::test]
    async fn all_of_it_is_done_and_not_more_at_once_than_there_are_turns() {
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let piece = |number: usize| {
            let (now, most) = (Arc::clone(&now), Arc::clone(&most));
            done(move || {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(std::time::Duration::from_millis(1));
                now.fetch_sub(1, Ordering::SeqCst);
                number
            })
        };
        let all = join_all((0..64).map(piece)).await;
        assert_eq!(all.into_iter().map(Result::unwrap).sum::<usize>(), 63 * 64 / 2);
        let turns = std::thread::available_parallelism().map_or(2, NonZero::get);
        assert!((1..=turns).contains(&most.load(Ordering::SeqCst)));
    }

    #[tokio::test]
    async fn a_piece_that_fails_gives_its_turn_back() {
        for _ in 0..64 {
            assert!(done(|| std::panic::resume_unwind(Box::new(()))).await.is_err());
        }
        assert_eq!(done(|| 1).await.unwrap(), 1);
    }
}
