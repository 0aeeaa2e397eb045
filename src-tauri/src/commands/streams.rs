//! Searching: the nine sources, the cache check, the rows.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use perihelion_core::metadata::{self, AskedId, Meta, parse_id};
use perihelion_core::pipeline::board::Board;
use perihelion_core::pipeline::scrape::Details;
use perihelion_core::pipeline::{self, Ask};
use perihelion_core::profile::Profile;
use perihelion_core::title::{Kind, Wanted};
use perihelion_core::torrent::SourceName;
use tauri::State;
use tauri::ipc::Channel;

use crate::error::Answer;
use crate::present;
use crate::state::{About, App, Search, lock};
use crate::wire::{self, StreamEvent, StreamsRequest, WireError};

const PATIENCE: Duration = Duration::from_secs(3);

#[tauri::command]
pub(crate) async fn find_streams(
    app: State<'_, App>,
    request: StreamsRequest,
    events: Channel<StreamEvent>,
) -> Answer<()> {
    let asked = asked_id(&request)?;
    // The title's page has shown these already, so they are at hand; a catalogue that hangs does not hold up the sources.
    let details = app.profile.details(request.kind.into(), &asked.title_id);
    let meta = tokio::time::timeout(PATIENCE, details).await.ok().and_then(Result::ok);
    let wanted = wanted(&request, &asked, meta.as_ref());
    let about = about(&request, &asked, meta.as_ref());
    let heading = about.heading();
    let search = Arc::new(Search { about, board: Mutex::new(Board::new(Arc::new(wanted.clone()))) });
    let id = app.keep_search(Arc::clone(&search));
    let task = tokio::spawn(run(app.profile.clone(), wanted, ask(&request), search, move |event, store| {
        // A page that is gone hears nothing; the search ends with the next one.
        let _ = events.send(present::stream_event(event, id, &heading, store));
    }));
    app.set_searching(Some(task.abort_handle()));
    task.await.map_err(|_| WireError::cancelled())
}

#[tauri::command]
pub(crate) fn stop_streams(app: State<'_, App>) {
    app.set_searching(None);
}

async fn run(
    profile: Profile,
    wanted: Wanted,
    ask: Ask,
    search: Arc<Search>,
    tell: impl Fn(pipeline::event::Event, perihelion_core::debrid::Store),
) {
    let tools = profile.tools().await;
    let store = profile.store();
    let sources = profile.settings().sources();
    let plan = pipeline::Search { wanted, details: Details::none(), sources, ask };
    pipeline::search(&tools, plan, |event| {
        lock(&search.board).apply(&event);
        tell(event, store);
    })
    .await;
}

fn asked_id(request: &StreamsRequest) -> Answer<AskedId> {
    let asked = parse_id(&request.id).ok_or_else(|| WireError::bad_input("That is no title's id"))?;
    let is_film = request.kind == wire::Kind::Movie;
    if is_film != request.episode.is_none() {
        return Err(WireError::bad_input("Choose an episode first"));
    }
    Ok(AskedId { season: request.season, episode: request.episode, ..asked })
}

fn wanted(request: &StreamsRequest, asked: &AskedId, meta: Option<&Meta>) -> Wanted {
    let mut wanted = match meta {
        Some(meta) => metadata::wanted(meta, request.season, request.episode),
        None => metadata::wanted_from_id(asked, None),
    };
    wanted.kind = request.kind.into();
    wanted
}

fn about(request: &StreamsRequest, asked: &AskedId, meta: Option<&Meta>) -> About {
    let preview = meta.map(|meta| &meta.preview);
    About {
        title_id: asked.title_id.clone(),
        kind: Kind::from(request.kind),
        name: preview.map_or_else(|| asked.title_id.clone(), |preview| preview.name.clone()),
        years: preview.and_then(|preview| preview.release_info.clone()),
        poster: preview.and_then(|preview| preview.poster.clone()),
        season: request.season,
        episode: request.episode,
    }
}

fn ask(request: &StreamsRequest) -> Ask {
    match &request.ask {
        wire::Ask::Stale => Ask::Stale,
        wire::Ask::All => Ask::Only(SourceName::ALL.into()),
        wire::Ask::Only { sources } => Ask::Only(
            SourceName::ALL.into_iter().filter(|source| sources.iter().any(|name| name == source.as_str())).collect(),
        ),
    }
}
