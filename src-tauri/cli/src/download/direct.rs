//! The http link of a file, which nothing renews: it is gone on with under the same name by another link to the same file.

use std::path::PathBuf;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use perihelion_core::http::Request;
use perihelion_core::profile::Profile;
use perihelion_download::name::{Known, Naming, Template};
use perihelion_download::{Done, DownloadError, Limit, Measures, Progress, Source, Target, ThisMachine, Threads, Ways};
use serde_json::json;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{Ending, interrupted, print};

struct Link(Request);

impl Source for Link {
    async fn request(&self, _: bool) -> Result<Request, DownloadError> {
        Ok(self.0.clone())
    }
}

/// The least time between two lines.
const PAUSE: Duration = Duration::from_millis(250);

pub(super) async fn download(
    profile: &Profile,
    link: &str,
    folder: Option<PathBuf>,
    as_json: bool,
) -> Result<(), Ending> {
    let link: url::Url = link.parse().map_err(|error| Ending::Misused(format!("the link: {error}")))?;
    let folder = match folder {
        Some(folder) => folder,
        None => std::env::current_dir().map_err(|error| Ending::Failed(error.to_string()))?,
    };
    let last = link.path_segments().and_then(|mut path| path.next_back()).unwrap_or_default();
    let file_name = percent_decode_str(last).decode_utf8_lossy().into_owned();
    let as_it_is = Template::read("{file}").map_err(|error| Ending::Failed(error.to_string()))?;
    let naming = Naming { films: as_it_is, ..Naming::default() };
    let name = naming.path(&Known { file_name: file_name.clone(), ..Known::default() });
    let target = Target { folder, name };
    let what = format!("link/{file_name}");
    let ways = Ways {
        http: profile.http.clone(),
        threads: Threads::start(),
        disk: std::sync::Arc::new(ThisMachine),
        limit: Limit::of(profile.settings().downloads.limit_kb.map(|limit| u64::from(limit) * 1000)),
        measures: Measures::default(),
    };
    let source = Link(Request::get(link).header("accept-encoding", "identity"));
    let (progress, mut seen) = watch::channel(Progress::default());
    let stop = CancellationToken::new();
    let coming = perihelion_download::download(&ways, &source, (&target, &what), &progress, &stop);
    tokio::pin!(coming);
    let file = target.path().display().to_string();
    let stopped = interrupted();
    tokio::pin!(stopped);
    let mut ticks = tokio::time::interval(PAUSE);
    let outcome = loop {
        tokio::select! {
            outcome = &mut coming => break outcome,
            () = &mut stopped, if !stop.is_cancelled() => stop.cancel(),
            _ = ticks.tick() => {
                let Progress { bytes, length } = *seen.borrow_and_update();
                if as_json && length.is_some() {
                    let told = json!({ "event": "progress", "file": file, "bytes": bytes, "length": length });
                    print::line(&told.to_string());
                }
            }
        }
    };
    match outcome {
        Ok(Done { length, .. }) if as_json => {
            print::line(&json!({ "event": "done", "file": file, "bytes": length, "length": length }).to_string());
            Ok(())
        }
        Ok(_) => {
            print::line(&file);
            Ok(())
        }
        Err(DownloadError::Stopped) => Err(Ending::Stopped),
        Err(error) => Err(Ending::Failed(error.to_string())),
    }
}
