//! Runs CPU-bound work, such as parsing large responses and comparing names, on blocking threads instead of the async
//! runtime's workers. At most one job a processor runs at a time: more would not finish sooner, and each takes memory.

use std::num::NonZero;
use std::panic::AssertUnwindSafe;
use std::sync::LazyLock;

use tokio::sync::Semaphore;
use tokio::task::JoinError;

static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(2, NonZero::get)));

/// Runs `work` on a blocking thread when a processor is free, and returns its result. Fails if it panics. `work` must
/// not block, as it would hold up other jobs.
pub(crate) async fn off_runtime<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
    // The semaphore is never closed, so this never fails.
    let turn = TURNS.acquire().await.ok();
    tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    })
    .await
}

/// Runs `work` and returns `None` if it panics, so that one strange name or answer costs nothing but itself. `what` is
/// for the log: what was read, without a word of what it said.
pub(crate) fn fenced<T>(what: &'static str, work: impl FnOnce() -> T) -> Option<T> {
    // What the work leaves behind is dropped with it, or a cache that is whole between any two calls.
    let done = std::panic::catch_unwind(AssertUnwindSafe(work));
    done.inspect_err(|_| tracing::error!("{what} could not be read, and is left out")).ok()
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
            off_runtime(move || {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::yield_now();
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
            assert!(off_runtime(|| std::panic::resume_unwind(Box::new(()))).await.is_err());
        }
        assert_eq!(off_runtime(|| 1).await.unwrap(), 1);
    }
}
