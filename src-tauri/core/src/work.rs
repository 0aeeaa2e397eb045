//! Runs CPU-bound work, such as parsing large responses and comparing names, on blocking threads instead of the async
//! runtime's workers. At most one job a processor runs at a time: more would not finish sooner, and each takes memory.

use std::cell::Cell;
use std::num::NonZero;
use std::panic::AssertUnwindSafe;
use std::sync::{LazyLock, Once};

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
        let _fence = Fence::raise();
        let done = work();
        drop(turn);
        done
    })
    .await
}

/// Runs `work` and returns `None` if it panics, so that one strange name or answer costs nothing but itself.
pub(crate) fn fenced<T>(work: impl FnOnce() -> T) -> Option<T> {
    let _fence = Fence::raise();
    // What the work leaves behind is dropped with it, or a cache that is whole between any two calls.
    std::panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

thread_local! {
    /// How many fences stand around what this thread does.
    static FENCES: Cell<u32> = const { Cell::new(0) };
}

/// While it stands, a panic on this thread is logged with its place in the code. Its message, which may repeat what was
/// read, is not printed.
struct Fence;

impl Fence {
    fn raise() -> Self {
        static HOOK: Once = Once::new();
        HOOK.call_once(|| {
            let usual = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                if FENCES.get() == 0 {
                    usual(panic);
                } else {
                    let at = panic.location().map(ToString::to_string).unwrap_or_default();
                    tracing::warn!(at, "what was read made the reading fail, and is left out");
                }
            }));
        });
        FENCES.set(FENCES.get() + 1);
        Self
    }
}

impl Drop for Fence {
    fn drop(&mut self) {
        FENCES.set(FENCES.get() - 1);
    }
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

    #[test]
    fn what_panics_behind_a_fence_leaves_nothing_and_the_fence_falls_with_it() {
        assert_eq!(fenced(|| fenced(|| panic!("planted")).unwrap_or(1)), Some(1));
        assert_eq!(fenced::<u32>(|| std::panic::panic_any("planted")), None);
        assert_eq!(FENCES.get(), 0);
    }

    #[tokio::test]
    async fn a_piece_that_fails_gives_its_turn_back() {
        for _ in 0..64 {
            assert!(off_runtime(|| std::panic::resume_unwind(Box::new(()))).await.is_err());
        }
        assert_eq!(off_runtime(|| 1).await.unwrap(), 1);
    }
}
