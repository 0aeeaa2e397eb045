//! The threads on which files come: of their own, and where the system can, behind all others. So a search, which somebody waits
//! for, takes its turn at once however fast files come.

use std::sync::Arc;

use tokio::runtime::{Builder, Handle, Runtime};
use tokio_util::task::AbortOnDropHandle;

/// How far they stand behind the others, as `nice` counts.
#[cfg(target_os = "linux")]
const BEHIND: i32 = 5;

/// The threads for all files. Cheap to clone; dropping the last one ends them.
#[derive(Clone, Debug)]
pub struct Threads {
    handle: Handle,
    _own: Option<Arc<Own>>,
}

#[derive(Debug)]
struct Own(Option<Runtime>);

impl Drop for Own {
    fn drop(&mut self) {
        // Waiting for them would hold up whoever drops it.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Threads {
    /// Starts them. Where no thread can be had, files come on those of the caller.
    pub fn start() -> Self {
        let mut builder = Builder::new_multi_thread();
        // One reads more than any line carries; what blocks has threads beside it.
        let built = builder.worker_threads(1).thread_name("download").on_thread_start(step_back).enable_all().build();
        match built {
            Ok(runtime) => Self { handle: runtime.handle().clone(), _own: Some(Arc::new(Own(Some(runtime)))) },
            Err(error) => {
                tracing::warn!(%error, "downloads have no threads of their own");
                Self { handle: Handle::current(), _own: None }
            }
        }
    }

    pub(crate) fn handle(&self) -> &Handle {
        &self.handle
    }

    /// Runs a future there and returns what it gives; `None` if it was lost. Dropping this stops it.
    pub(crate) async fn run<T: Send + 'static>(&self, future: impl Future<Output = T> + Send + 'static) -> Option<T> {
        AbortOnDropHandle::new(self.handle.spawn(future)).await.ok()
    }
}

fn step_back() {
    // Of this thread alone.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(BEHIND) {
        tracing::debug!(%error, "a thread of downloads keeps its place");
    }
}
