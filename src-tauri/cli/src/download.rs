//! `download`: files kept on disk, told line by line.

mod direct;

use std::collections::HashSet;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use perihelion_core::metadata::{AskedId, parse_id};
use perihelion_core::model::Candidate;
use perihelion_core::pipeline::link::{LinkFor, link};
use perihelion_core::pipeline::pack;
use perihelion_core::profile::Profile;
use perihelion_core::query::{Query, read};
use perihelion_core::store::{DownloadState, Followed, StoreError};
use perihelion_core::title::{Kind, MetaPreview, Wanted};
use perihelion_core::torrent::{SourceName, Torrent};
use perihelion_download::queue::{Item, Machine, Queue, QueueError, Scope, Wish, following};
use perihelion_player::About;
use serde_json::json;

use crate::{Ending, interrupted, print};

/// The least time between two lines of a file.
const PAUSE: Duration = Duration::from_millis(250);

#[derive(Args)]
pub(crate) struct DownloadArguments {
    /// A film `tt1727587`, an episode `tt0944947:1:1`, an anime episode `kitsu:12:1`, a magnet link, or the http link of a file
    what: String,
    /// The folder to keep it in, which has to be there; else the one of the settings
    #[arg(long)]
    to: Option<PathBuf>,
    /// Every episode that is out: of the season where the id names one, else of the show; of a magnet link, every one in it
    #[arg(long)]
    all_episodes: bool,
    /// Keep so many of the next episodes of the show from now on, those that are out and not watched; 0 ends that. Those of
    /// now are brought, later ones come while the window's program runs
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["to", "all_episodes"])]
    next: Option<u32>,
    /// Go on over a connection whose traffic is counted
    #[arg(long)]
    metered: bool,
}

/// Lists the shows of which the next episodes are kept, and which these are.
pub(crate) async fn list_followed(profile: &Profile, as_json: bool) -> Result<(), Ending> {
    let shows = profile.downloads.followed().await.map_err(|error| Ending::Failed(error.to_string()))?;
    if shows.is_empty() && !as_json {
        print::progress("no show is followed; `download ID --next 3` begins it");
    }
    for show in &shows {
        let next = following::next(profile, show).await;
        let labels: Vec<String> = next.iter().flatten().filter_map(About::episode_label).collect();
        if as_json {
            let line = json!({ "id": show.title_id, "name": show.name, "count": show.count, "next": labels });
            print::line(&line.to_string());
        } else {
            let words = match &next {
                Ok(_) if labels.is_empty() => "nothing is out that is not watched".to_owned(),
                Ok(_) => labels.join(", "),
                Err(error) => error.to_string(),
            };
            print::line(&format!("{}  {} (the next {}): {words}", show.title_id, show.name, show.count));
        }
    }
    Ok(())
}

/// Brings what was asked for and returns when it is there.
pub(crate) async fn download(profile: &Profile, arguments: DownloadArguments, as_json: bool) -> Result<(), Ending> {
    let DownloadArguments { what, to, all_episodes, next, metered } = arguments;
    let folder = to.map(std::path::absolute).transpose().map_err(|error| Ending::Misused(format!("--to: {error}")))?;
    if let Some(folder) = folder.as_ref().filter(|folder| !folder.is_dir()) {
        return Err(Ending::Misused(format!("--to: {} is no folder", folder.display())));
    }
    if ["http://", "https://"].iter().any(|start| what.starts_with(start)) {
        return direct::download(profile, &what, folder, as_json).await;
    }
    let wishes = match (parse_id(&what), read(&what)) {
        (Some(asked), _) if next.is_some() => match ahead(profile, asked, next.unwrap_or(0)).await? {
            Some(wishes) => wishes,
            None => return Ok(()),
        },
        _ if next.is_some() => return Err(Ending::Misused("--next wants the id of a show".to_owned())),
        (Some(asked), _) => {
            let is_show = asked.kind_hint.is_none() && all_episodes;
            let about = About::asked_for(asked);
            let about = if is_show { About { kind: Kind::Series, ..about } } else { about };
            titles(profile, about, all_episodes).await?
        }
        (None, Query::Torrent(handed)) => {
            let mut torrent = Torrent::new(
                handed.hash,
                handed.name.unwrap_or_else(|| handed.hash.to_string()),
                SourceName::StremThru,
            );
            torrent.trackers = handed.trackers;
            files(profile, torrent, all_episodes).await?
        }
        (None, _) => return Err(Ending::Misused(format!("{what:?} is no id and no link"))),
    };
    let machine = if metered { Machine::whatever_it_costs() } else { Machine::this() };
    let queue = Queue::start(profile.clone(), machine, Scope::OfThisRun).await.map_err(|error| failed(&error))?;
    let mut ours = HashSet::new();
    for wish in wishes {
        ours.insert(queue.add(Wish { folder: folder.clone(), ..wish }).await.map_err(|error| failed(&error))?);
    }
    let outcome = tokio::select! {
        outcome = followed(&queue, &ours, as_json) => outcome,
        () = interrupted() => {
            print::progress("stopping; the same command goes on with it");
            Err(Ending::Stopped)
        }
    };
    queue.close().await;
    outcome
}

/// Follows a show and returns its next episodes; `None` where that is ended.
async fn ahead(profile: &Profile, asked: AskedId, count: u32) -> Result<Option<Vec<Wish>>, Ending> {
    let in_store = |error: StoreError| Ending::Failed(error.to_string());
    let about = About { kind: asked.kind_hint.unwrap_or(Kind::Series), ..About::asked_for(asked) };
    if count == 0 {
        profile.downloads.unfollow(&about.title_id).await.map_err(in_store)?;
        return Ok(None);
    }
    let details = profile.details(about.kind, &about.title_id).await;
    let MetaPreview { name, release_info: years, poster, .. } =
        details.map_err(|error| Ending::Failed(error.to_string()))?.preview;
    let (least, most) = Followed::COUNT.into_inner();
    let (title_id, kind, count) = (about.title_id, about.kind, count.clamp(least, most));
    let show = Followed { title_id, kind, name, years, poster, count };
    profile.downloads.follow(show.clone()).await.map_err(in_store)?;
    let next = following::next(profile, &show).await.map_err(|error| Ending::Failed(error.to_string()))?;
    Ok(Some(next.into_iter().map(wish).collect()))
}

fn failed(error: &QueueError) -> Ending {
    Ending::Failed(error.to_string())
}

/// Returns the film or episode with what the catalogue says of it, or all episodes that are out.
async fn titles(profile: &Profile, about: About, all_episodes: bool) -> Result<Vec<Wish>, Ending> {
    let details = profile.details(about.kind, &about.title_id).await;
    let named = details.as_ref().map(|meta| About {
        name: meta.preview.name.clone(),
        years: meta.preview.release_info.clone(),
        poster: meta.preview.poster.clone(),
        ..about.clone()
    });
    if !all_episodes {
        return Ok(vec![wish(named.unwrap_or(about))]);
    }
    let (Ok(meta), Ok(about)) = (&details, named) else {
        return Err(Ending::Failed("the catalogue does not say which episodes there are".to_owned()));
    };
    let now = Timestamp::now();
    let is_out = |released: Option<Timestamp>| released.is_some_and(|released| released <= now);
    let of_season = |season: u32| about.season.map_or(season > 0, |wanted| wanted == season);
    let out = meta.videos.iter().filter(|video| of_season(video.season) && is_out(video.released));
    let season = |season: u32| (about.kind != Kind::Anime).then_some(season);
    let wishes: Vec<Wish> = out.map(|video| wish(about.of(season(video.season), video.episode))).collect();
    if wishes.is_empty() { Err(Ending::NothingFound("no episode of it is out".to_owned())) } else { Ok(wishes) }
}

fn wish(about: About) -> Wish {
    Wish { about, made: None, folder: None }
}

/// Returns the file of a torrent that no catalogue is asked about, or all its episodes.
async fn files(profile: &Profile, torrent: Torrent, all_episodes: bool) -> Result<Vec<Wish>, Ending> {
    let links = profile.links().await;
    let about = About {
        title_id: format!("torrent:{}", torrent.info_hash),
        kind: Kind::Movie,
        name: release_name::parse(&torrent.title).title,
        years: None,
        poster: None,
        season: None,
        episode: None,
    };
    let row = Candidate::new(torrent);
    if !all_episodes {
        let wanted = Wanted { name: about.name.clone(), ..Wanted::default() };
        let ask = LinkFor { wanted: &wanted, candidates: &[&row], file: None };
        let made = link(&links, ask, |_| {}).await.map_err(|none| {
            let words = none.to_string();
            if none.concerns_accounts() { Ending::Account(words) } else { Ending::NoLink(words) }
        })?;
        return Ok(vec![Wish { made: Some(made), ..wish(about) }]);
    }
    let mut last = Ending::Account("no debrid service is signed in".to_owned());
    let wanted = Wanted { kind: Kind::Series, name: about.name.clone(), ..Wanted::default() };
    for debrid in &links.accounts {
        match pack::link_all(&links, debrid.store(), &wanted, &row, |_| {}).await {
            Ok(pack) => {
                let of = |episode: pack::EpisodeLink| Wish {
                    about: About { kind: Kind::Series, ..about.of(episode.season, episode.episode) },
                    made: Some(episode.result),
                    folder: None,
                };
                return Ok(pack.episodes.into_iter().map(of).collect());
            }
            Err(error) => last = crate::account::ending(debrid.store(), &error),
        }
    }
    Err(last)
}

/// Tells how the downloads of this run go until none of them goes on.
async fn followed(queue: &Queue, ours: &HashSet<i64>, as_json: bool) -> Result<(), Ending> {
    let mut list = queue.list();
    let mut told: HashSet<i64> = HashSet::new();
    let mut is_held = false;
    loop {
        let items: Vec<Item> =
            list.borrow_and_update().iter().filter(|item| ours.contains(&item.download.id)).cloned().collect();
        let held = items.iter().find(|item| item.is_held);
        if let Some(item) = held.filter(|_| !is_held) {
            if as_json {
                tell("metered", item, as_json);
            } else {
                print::progress("the traffic of this connection is counted: waiting for another (--metered goes on)");
            }
        }
        is_held = held.is_some();
        for item in &items {
            if !item.is_at_rest() {
                if item.is_running || item.download.error.is_some() {
                    tell("progress", item, as_json);
                }
            } else if told.insert(item.download.id) {
                tell(item.download.state.as_str(), item, as_json);
            }
        }
        if items.len() == ours.len() && items.iter().all(Item::is_at_rest) {
            return ending(&items);
        }
        tokio::time::sleep(PAUSE).await;
        if list.changed().await.is_err() {
            return Err(Ending::Failed("the queue has ended".to_owned()));
        }
    }
}

fn ending(items: &[Item]) -> Result<(), Ending> {
    let failed = items.iter().filter(|item| item.download.state != DownloadState::Done);
    let words: Vec<&str> =
        failed.map(|item| item.download.error.as_ref().map_or("stopped", |fault| &fault.words)).collect();
    match (words.first(), words.len()) {
        (None, _) => Ok(()),
        (Some(words), 1) => Err(Ending::Failed((*words).to_owned())),
        (Some(words), more) => {
            Err(Ending::Failed(format!("{more} of {} are not there; the first: {words}", items.len())))
        }
    }
}

fn tell(event: &str, item: &Item, as_json: bool) {
    let download = &item.download;
    let target = download.target().map(|target| target.display().to_string());
    if as_json {
        let line = json!({
            "event": event,
            "id": download.place.title_id,
            "season": download.place.season,
            "episode": download.place.episode,
            "name": download.name,
            "release": download.file.as_ref().map(|file| &file.release),
            "file": target,
            "bytes": download.bytes,
            "length": download.length,
            "speed": item.speed,
            "seconds_left": item.seconds_left,
            "error": download.error.as_ref().map(|fault| &fault.words),
        });
        print::line(&line.to_string());
        return;
    }
    let (name, of) = (target.unwrap_or_else(|| download.name.clone()), print::size(download.length));
    match (&download.error, download.state) {
        (Some(fault), _) => print::progress(&format!("{name}: {}", fault.words)),
        (None, DownloadState::Done) => print::line(&name),
        (None, _) => {
            let speed = item.speed.map_or_else(String::new, |speed| format!("  {}/s", print::size(Some(speed)).trim()));
            print::progress(&format!("{} of {}{speed}  {name}", print::size(Some(download.bytes)).trim(), of.trim()));
        }
    }
}
