//! Searching: the sources, the cache checks, the rows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use perihelion_core::metadata::{self, AskedId, Meta, parse_id};
use perihelion_core::model::Candidate;
use perihelion_core::pipeline::Details;
use perihelion_core::pipeline::board::Board;
use perihelion_core::pipeline::event::Event;
use perihelion_core::pipeline::rank;
use perihelion_core::pipeline::rank::Taste;
use perihelion_core::pipeline::{self, Refresh};
use perihelion_core::profile::Profile;
use perihelion_core::query;
use perihelion_core::sources;
use perihelion_core::title::{Correction, Ids, Kind, Numbers, Wanted};
use perihelion_core::torrent::{SourceName, Torrent};
use perihelion_core::torrent_file::Handed;
use tauri::State;
use tauri::ipc::Channel;

use super::context::page_context;
use super::links::gone;
use crate::error::CommandResult;
use crate::lock::lock;
use crate::present;
use crate::state::{About, App, KeptSearch, Turn};
use crate::wire::{self, HiddenCount, Preferences, StreamEvent, StreamsRequest, WireError};

/// How long a search waits for the title's details before it starts without them.
const PATIENCE: Duration = Duration::from_secs(3);

/// A search that is about to start, and the turn it has among the searches.
struct StartingSearch<'a> {
    app: &'a App,
    turn: Turn,
    wanted: Wanted,
    about: About,
    events: Channel<StreamEvent>,
}

/// What a started search works with.
struct SearchContext {
    tools: pipeline::Tools,
    /// The sources that are switched on.
    sources: Vec<SourceName>,
    wanted: Wanted,
    taste: Arc<Taste>,
    tell: Teller,
}

type Teller = Box<dyn FnMut(Event) + Send>;

#[tauri::command]
pub(crate) async fn find_streams(
    app: State<'_, App>,
    request: StreamsRequest,
    events: Channel<StreamEvent>,
) -> CommandResult<()> {
    let asked = asked_id(&request)?;
    if !matches!(request.ask, wire::Ask::Stale) {
        // The person started this by hand, so a keyring prompt that was refused before may be shown again.
        app.profile.vault.ask_again();
    }
    let turn = app.searching().next();
    let meta = known(&app.profile, &request, &asked).await;
    let wanted = wanted(&request, &asked, meta.as_ref());
    let about = about(&request, &asked, meta.as_ref());
    let refresh = refresh(&request, &app.profile);
    let correction = correction(&request);
    let (profile, kind, id) = (app.profile.clone(), Kind::from(request.kind), asked.title_id);
    let (season, episode) = (request.season, request.episode);
    // The details arrive while the search runs. They bring an anime's other ids and numbers; sources that need those wait for them.
    let relatives = profile.clone();
    let details = Details::pending(async move { profile.wanted(kind, &id, season, episode).await.ok() })
        .and_then(|wanted| async move { relatives.with_relatives(&wanted).await });
    let starting = StartingSearch { app: &app, turn, wanted, about, events };
    run(starting, |context| async move {
        let SearchContext { tools, sources, wanted, taste, tell } = context;
        let plan = pipeline::SearchRequest { wanted, details, sources, refresh, taste, correction };
        pipeline::search(&tools, plan, tell).await;
    })
    .await
}

#[tauri::command]
pub(crate) fn stop_streams(app: State<'_, App>) {
    app.searching().next();
}

/// Repeats the cache check for those rows of a search for which a service has given no answer.
#[tauri::command]
pub(crate) async fn recheck(app: State<'_, App>, search_id: u64, events: Channel<StreamEvent>) -> CommandResult<()> {
    let search = app.search(search_id).ok_or_else(gone)?;
    let turn = app.searching().next();
    let (wanted, rows) = {
        let board = lock(&search.board);
        (board.wanted(), board.rows())
    };
    let tools = app.profile.tools().await;
    let taste = Arc::new(app.profile.taste(search.about.place()).await);
    lock(&search.board).rank_by(Arc::clone(&taste));
    let tell = teller(&app.profile, search_id, search, events, &wanted).await;
    let task = tokio::spawn(async move {
        pipeline::recheck(&tools, wanted, rows, taste, tell).await;
    });
    app.searching().run(turn, task.abort_handle());
    task.await.map_err(|_| WireError::cancelled())
}

/// Opens a torrent that was pasted or dropped as a search with one row, so that it is checked, chosen from and played like any
/// other.
#[tauri::command]
pub(crate) async fn open_torrent(app: State<'_, App>, text: String, events: Channel<StreamEvent>) -> CommandResult<()> {
    let query::Query::Torrent(read) = query::read(&text) else {
        return Err(WireError::bad_input("That is no torrent"));
    };
    let turn = app.searching().next();
    let handed = app.handed(read.hash).filter(|_| read.name.is_none()).unwrap_or(read);
    let wanted = wanted_of(&handed);
    let about = About {
        title_id: format!("torrent:{}", handed.hash),
        kind: wanted.kind,
        name: wanted.name.clone(),
        years: None,
        poster: None,
        season: None,
        episode: None,
    };
    let starting = StartingSearch { app: &app, turn, wanted, about, events };
    run(starting, |context| async move {
        let SearchContext { tools, sources: _, wanted, taste, mut tell } = context;
        // No source found this torrent, so its row names none.
        let mut torrent = Torrent::new(handed.hash, wanted.name.clone(), SourceName::StremThru);
        torrent.trackers = handed.trackers;
        let mut row = Candidate::new(torrent);
        row.sources.clear();
        tell(Event::Started { sources: Vec::new(), remembered: None });
        let row = Arc::new(row);
        tell(Event::RowsArrived { rows: vec![Arc::clone(&row)] });
        pipeline::recheck(&tools, Arc::new(wanted), vec![row], taste, tell).await;
    })
    .await
}

/// Counts how many rows of a search these preferences would hide, in all and for each reason.
#[tauri::command]
pub(crate) async fn count_hidden(
    app: State<'_, App>,
    search_id: u64,
    preferences: Preferences,
) -> CommandResult<HiddenCount> {
    let search = app.search(search_id).ok_or_else(gone)?;
    let (wanted, rows) = {
        let board = lock(&search.board);
        (board.wanted(), board.rows())
    };
    let preferences = present::stored_preferences(preferences)?;
    let counted = tokio::task::spawn_blocking(move || {
        (rows.len(), rank::count_hidden(rows.iter().map(AsRef::as_ref), &preferences, &wanted))
    });
    let (of, reasons) =
        counted.await.map_err(|_| WireError::new(wire::Code::Internal, "The rows could not be counted"))?;
    let hidden = reasons.values().sum();
    let reasons = reasons.into_iter().map(|(why, count)| present::counted(present::say::hidden(why), count)).collect();
    Ok(HiddenCount { of: present::count(of), hidden: present::count(hidden), reasons })
}

/// Returns the ids and numbers each source would be asked with. It asks no source.
#[tauri::command]
pub(crate) async fn numbering(app: State<'_, App>, request: StreamsRequest) -> CommandResult<wire::Numbering> {
    let asked = asked_id(&request)?;
    let meta = known(&app.profile, &request, &asked).await;
    let wanted = wanted(&request, &asked, meta.as_ref());
    let options = app.profile.sources().await;
    let settings = app.profile.settings();
    let sources = settings.sources();
    Ok(present::numbering(
        &wanted,
        sources.into_iter().map(|source| wire::SourceAsked {
            source: source.as_str().to_owned(),
            label: settings.label(source),
            with: sources::asked_with(source, &wanted, &options),
        }),
    ))
}

/// Keeps the search among the last ones, runs it in place of the one before, and returns when it has ended or was stopped.
async fn run<F: Future<Output = ()> + Send + 'static>(
    starting: StartingSearch<'_>,
    search_with: impl FnOnce(SearchContext) -> F,
) -> CommandResult<()> {
    let StartingSearch { app, turn, wanted, about, events } = starting;
    let profile = &app.profile;
    let taste = Arc::new(profile.taste(about.place()).await);
    let chosen: HashMap<_, _> =
        profile.library.corrections(about.place()).await.unwrap_or_default().into_iter().collect();
    let board = Mutex::new(Board::new(Arc::new(wanted.clone()), Arc::clone(&taste)));
    let search = Arc::new(KeptSearch { about, board, chosen: Mutex::new(chosen) });
    let id = app.keep_search(Arc::clone(&search));
    let (tools, sources) = (profile.tools().await, profile.settings().sources());
    let tell = teller(profile, id, search, events, &wanted).await;
    let task = tokio::spawn(search_with(SearchContext { tools, sources, wanted, taste, tell }));
    app.searching().run(turn, task.abort_handle());
    task.await.map_err(|_| WireError::cancelled())
}

/// Returns the listener of a search: it applies each event to the search's board and sends it to the page. When the page is gone,
/// sending fails silently; the next search stops this one.
async fn teller(
    profile: &Profile,
    id: u64,
    search: Arc<KeptSearch>,
    events: Channel<StreamEvent>,
    wanted: &Wanted,
) -> Teller {
    let mut context = page_context(profile, id, &search.about, wanted).await;
    Box::new(move |event| {
        let event = lock(&search.board).apply(event);
        if let Event::Understood { wanted } = &event {
            context.runtime_min = wanted.runtime_min.or(context.runtime_min);
        }
        if let Some(event) = present::stream_event(event, &context) {
            let _ = events.send(event);
        }
    })
}

fn asked_id(request: &StreamsRequest) -> CommandResult<AskedId> {
    let asked = parse_id(&request.id).ok_or_else(|| WireError::bad_input("That is no title's id"))?;
    let is_film = request.kind == wire::Kind::Movie;
    if is_film != request.episode.is_none() {
        return Err(WireError::bad_input("Choose an episode first"));
    }
    Ok(AskedId { season: request.season, episode: request.episode, ..asked })
}

/// Returns the title's details, usually from memory because the title's page has shown them. `None` after `PATIENCE`, so that a
/// catalogue that hangs does not hold up the sources.
async fn known(profile: &Profile, request: &StreamsRequest, asked: &AskedId) -> Option<Meta> {
    let details = profile.details(request.kind.into(), &asked.title_id);
    tokio::time::timeout(PATIENCE, details).await.ok().and_then(Result::ok)
}

fn wanted(request: &StreamsRequest, asked: &AskedId, meta: Option<&Meta>) -> Wanted {
    let mut wanted = match meta {
        Some(meta) => metadata::wanted(meta, request.season, request.episode),
        None => metadata::wanted_from_id(asked, None),
    };
    wanted.kind = request.kind.into();
    wanted.corrected(&correction(request))
}

fn correction(request: &StreamsRequest) -> Correction {
    let numbers = request.numbering.as_ref().map(|change| Numbers {
        season: change.season,
        episode: change.episode,
        absolute: change.absolute,
        kitsu_episode: change.kitsu_episode,
    });
    Correction { ids: Ids::default(), numbers }
}

/// Returns what to look for in a torrent that came without a title: the film its name names, or whatever is in it.
fn wanted_of(handed: &Handed) -> Wanted {
    let name = handed.name.clone().unwrap_or_else(|| handed.hash.to_string());
    pipeline::cloud::film_called(&name)
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

fn refresh(request: &StreamsRequest, profile: &Profile) -> Refresh {
    let all = profile.settings().sources();
    match &request.ask {
        wire::Ask::Stale => Refresh::Stale,
        wire::Ask::All => Refresh::Only(all.into_iter().collect()),
        wire::Ask::Only { sources } => {
            Refresh::Only(all.into_iter().filter(|source| sources.iter().any(|name| name == source.as_str())).collect())
        }
    }
}
