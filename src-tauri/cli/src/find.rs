//! `streams` and `link`: a search over the nine sources, and the way on to a direct link.

mod told;

use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use perihelion_core::debrid::DebridError;
use perihelion_core::metadata::{AskedId, parse_id, wanted_from_id};
use perihelion_core::model::{Candidate, Scope, Way};
use perihelion_core::pipeline::Details;
use perihelion_core::pipeline::link::{LinkFor, Links, Offered};
use perihelion_core::pipeline::rank::Taste;
use perihelion_core::pipeline::{self, Found, Refresh, SearchRequest, link as linking, pack};
use perihelion_core::preferences::{PickOrder, Preferences};
use perihelion_core::profile::Profile;
use perihelion_core::sources::{self, Options};
use perihelion_core::store::Place;
use perihelion_core::title::{Correction, Ids, Kind, Numbers, Wanted};
use perihelion_core::torrent::{InfoHash, SourceName, Torrent};
use serde_json::{Value, json};

use crate::account::{ending, service};
use crate::{Ending, print};
use told::Told;

/// The most packs that are tried when all episodes are asked for.
const MOST_PACKS: usize = 3;

#[derive(Args)]
pub(crate) struct StreamsArguments {
    /// A film `tt1727587`, an episode `tt1748166:1:1`, an anime episode `kitsu:12:1` (or anidb:, mal:)
    id: String,
    /// The title to search by, when the catalogue is not to be asked
    #[arg(long)]
    title: Option<String>,
    /// Only these sources, separated by commas
    #[arg(long, value_delimiter = ',')]
    sources: Vec<String>,
    /// `best`, or `size-seeders`: what plays at once first, then the largest, then the most seeders
    #[arg(long, value_enum, default_value_t = Order::Best)]
    order: Order,
    /// Resolutions, languages and codecs liked best, separated by commas: `1080p,tr,hevc`
    #[arg(long, value_delimiter = ',')]
    prefer: Vec<String>,
    #[command(flatten)]
    correction: CorrectionArguments,
    /// Print what each source would be asked with, and ask none
    #[arg(long)]
    mapping: bool,
    /// Print at most so many torrents
    #[arg(long)]
    limit: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Order {
    Best,
    SizeSeeders,
}

/// Ids and numbers that take the place of what the catalogue says.
#[derive(Args)]
struct CorrectionArguments {
    /// The IMDb id, tt…
    #[arg(long)]
    imdb: Option<String>,
    /// The Kitsu entry
    #[arg(long)]
    kitsu: Option<u32>,
    /// The AniDB entry
    #[arg(long)]
    anidb: Option<u32>,
    /// The season on IMDb
    #[arg(long)]
    season: Option<u32>,
    /// The episode of that season
    #[arg(long)]
    episode: Option<u32>,
    /// The number that runs through all seasons
    #[arg(long)]
    absolute: Option<u32>,
    /// The episode of the Kitsu entry
    #[arg(long)]
    kitsu_episode: Option<u32>,
}

impl CorrectionArguments {
    /// Returns the correction these arguments make. Numbers that are not given are taken from `known`.
    fn over(&self, known: Option<Numbers>) -> Correction {
        let known = known.unwrap_or_default();
        let given = [self.season, self.episode, self.absolute, self.kitsu_episode].iter().any(Option::is_some);
        let numbers = Numbers {
            season: self.season.or(known.season),
            episode: self.episode.or(known.episode),
            absolute: self.absolute.or(known.absolute),
            kitsu_episode: self.kitsu_episode.or(known.kitsu_episode),
        };
        let ids = Ids { imdb: self.imdb.clone(), kitsu: self.kitsu, anidb: self.anidb, ..Ids::default() };
        Correction { ids, numbers: given.then_some(numbers) }
    }
}

#[derive(Args)]
pub(crate) struct LinkArguments {
    #[command(flatten)]
    streams: StreamsArguments,
    /// Only this torrent
    #[arg(long)]
    hash: Option<String>,
    /// Only this service, or only the links of this addon: `own-1`
    #[arg(long)]
    service: Option<String>,
    /// Only the file of this path in the torrent
    #[arg(long, requires = "hash")]
    file: Option<String>,
    /// Every episode of the torrent, one link a line; of the best pack when no --hash is given
    #[arg(long)]
    all_episodes: bool,
    /// With --all-episodes: a playlist with titles instead
    #[arg(long, requires = "all_episodes")]
    m3u8: bool,
}

/// Prints what a search finds, best first.
pub(crate) async fn streams(profile: &Profile, arguments: StreamsArguments, as_json: bool) -> Result<(), Ending> {
    if arguments.mapping {
        return mapping(profile, &arguments, as_json).await;
    }
    let limit = arguments.limit.unwrap_or(usize::MAX);
    let found = find(profile, &arguments, as_json).await?;
    print::lines(|output| {
        for candidate in found.candidates.iter().take(limit) {
            if as_json {
                let mut line = serde_json::to_string(&told::Row::of(candidate))?;
                line.push('\n');
                output.write_all(print::plain(&line).as_bytes())?;
            } else {
                writeln!(output, "{}", print::plain(&told::text(candidate)))?;
            }
        }
        Ok(())
    });
    let outcome = if found.candidates.is_empty() {
        Err(Ending::NothingFound("no source knows a torrent of it".to_owned()))
    } else {
        Ok(())
    };
    // The process ends right after this, so freeing thousands of rows would only cost time.
    std::mem::forget(found);
    outcome
}

/// Prints the first link that can be made.
pub(crate) async fn link(profile: &Profile, arguments: LinkArguments, as_json: bool) -> Result<(), Ending> {
    let mut links = profile.links().await;
    match arguments.service.as_deref().map(|name| (name, name.parse::<SourceName>())) {
        // The links of one addon alone.
        Some((_, Ok(addon @ SourceName::Own(_)))) => links = links.only(Way::Addon(addon)),
        Some((name, _)) => {
            let store = service(name)?;
            links.accounts = profile.account_at(store).await.into_iter().collect();
            links.offered = Offered::ByNone;
        }
        None => {}
    }
    if links.accounts.is_empty() && (links.offered == Offered::ByNone || !profile.settings().has_own_source()) {
        return Err(Ending::Account(DebridError::SignedOut.to_string()));
    }
    linking::tidy(&links, linking::SETTLED_AFTER).await;
    let hash = arguments
        .hash
        .as_deref()
        .map(|text| InfoHash::parse(text).map_err(|error| Ending::Misused(format!("--hash: {error}"))))
        .transpose()?;
    let found = find(profile, &arguments.streams, as_json).await?;
    let candidates: Vec<Arc<Candidate>> = match hash {
        None => found.candidates.iter().filter(|candidate| candidate.is_worth_trying()).cloned().collect(),
        Some(hash) => {
            let known = found.candidates.iter().find(|candidate| candidate.torrent.info_hash == hash).cloned();
            // The person may name a torrent that no source knows. It is tried under its hash.
            let named = || Candidate::new(Torrent::new(hash, hash.to_string(), SourceName::StremThru));
            vec![known.unwrap_or_else(|| Arc::new(named()))]
        }
    };
    if candidates.is_empty() {
        return Err(if found.candidates.is_empty() {
            Ending::NothingFound("no source knows a torrent of it".to_owned())
        } else {
            Ending::NoLink(format!(
                "{} torrents found, none of them worth trying: not held, or something else",
                found.candidates.len()
            ))
        });
    }
    if arguments.all_episodes {
        return all_episodes(&links, &found.wanted, candidates, &arguments, as_json).await;
    }
    let started = Instant::now();
    let candidates: Vec<&Candidate> = candidates.iter().map(AsRef::as_ref).collect();
    let ask = LinkFor { wanted: &found.wanted, candidates: &candidates, file: arguments.file.as_deref() };
    let outcome = linking::link(&links, ask, |event| told::link_event(&event, started.elapsed(), as_json)).await;
    match outcome {
        Ok(result) if as_json => {
            let share = profile.line().await.share_of(&result);
            let mut told = json!(result);
            if let Value::Object(fields) = &mut told {
                fields.insert("bits_per_second".to_owned(), json!(result.bits_per_second()));
                fields.insert("line".to_owned(), json!(share.map(print::share)));
            }
            print::line(&told.to_string());
            Ok(())
        }
        Ok(result) => {
            print::line(result.link.as_str());
            let size = print::size(result.file_size);
            print::progress(&format!("{} · {} · {}", result.file_name, size.trim(), label(profile, result.service)));
            if let Some(share) = profile.line().await.share_of(&result) {
                print::progress(&share.words());
            }
            for header in &result.headers {
                print::progress(&format!(
                    "the link wants to be asked with   {}: {}",
                    header.name,
                    header.value.expose()
                ));
            }
            Ok(())
        }
        Err(none) if none.concerns_accounts() => Err(Ending::Account(none.to_string())),
        Err(none) => Err(Ending::NoLink(format!("{} tried, none gave a link; the last: {none}", none.tried))),
    }
}

/// Returns the name of a service, or the label the person gave an addon.
fn label(profile: &Profile, way: Way) -> String {
    way.addon().map_or_else(|| way.to_string(), |source| profile.settings().label(source))
}

/// Links every episode of a torrent. Tries the torrents in order, each at every service in order, and stops at the first that gives
/// links.
async fn all_episodes(
    links: &Links,
    wanted: &Wanted,
    mut candidates: Vec<Arc<Candidate>>,
    arguments: &LinkArguments,
    as_json: bool,
) -> Result<(), Ending> {
    if arguments.hash.is_none() {
        candidates.retain(|candidate| candidate.rank.scope == Scope::Pack && !candidate.torrent.is_link);
    }
    let started = Instant::now();
    let mut last = Ending::NoLink("no pack of it is worth trying".to_owned());
    for candidate in candidates.iter().take(MOST_PACKS) {
        for debrid in &links.accounts {
            let store = debrid.store();
            let tell = |event| told::pack_event(store, &event, started.elapsed(), as_json);
            match pack::link_all(links, store, wanted, candidate, tell).await {
                Ok(done) => {
                    told::pack(&done, arguments.m3u8, as_json);
                    return Ok(());
                }
                Err(error) => {
                    print::progress(&format!("{}: {store}: {error}", candidate.torrent.title));
                    last = ending(store, &error);
                }
            }
        }
    }
    Err(last)
}

async fn find(profile: &Profile, arguments: &StreamsArguments, as_json: bool) -> Result<Found, Ending> {
    let asked = parse_id(&arguments.id).ok_or_else(|| {
        Ending::Misused(format!(
            "{:?} is no id: a film is tt1727587, an episode tt1748166:1:1, an anime kitsu:12:1",
            arguments.id
        ))
    })?;
    let quick = wanted_from_id(&asked, arguments.title.as_deref());
    let place = Place { title_id: asked.title_id.clone(), season: asked.season, episode: asked.episode };
    let correction = correction(profile, arguments, &asked, &quick).await;
    let details = if arguments.title.is_some() { Details::none() } else { details(profile, asked, quick.kind) };
    let tools = profile.tools().await;
    let sources = sources_named(&arguments.sources, &tools.sources)?;
    let complaints = profile.ledger.complaints(place).await;
    let taste = Arc::new(Taste { complaints, ..taste(profile.preferences().await, arguments) });
    let mut told = Told::new(as_json, quick.clone(), details.clone(), correction.clone(), Arc::clone(&tools.sources));
    let search = SearchRequest { wanted: quick, details, sources, refresh: Refresh::All, correction, taste };
    Ok(pipeline::search(&tools, search, |event| told.tell(&event)).await)
}

/// Returns the preferences of the settings, changed by this run's `--order` and `--prefer`.
fn taste(mut preferences: Preferences, arguments: &StreamsArguments) -> Taste {
    if arguments.order == Order::SizeSeeders {
        preferences.order = PickOrder::SizeThenSeeders;
    }
    for liked in &arguments.prefer {
        let liked = liked.trim().to_ascii_lowercase();
        let list = match liked.len() {
            0 => continue,
            2 => &mut preferences.languages,
            _ if liked.ends_with('p') && liked.starts_with(|c: char| c.is_ascii_digit()) => {
                &mut preferences.resolutions
            }
            _ => &mut preferences.codecs,
        };
        list.push(liked);
    }
    Taste::of(preferences)
}

fn details(profile: &Profile, asked: AskedId, kind: Kind) -> Details {
    let (profile, relatives) = (profile.clone(), profile.clone());
    Details::pending(async move {
        let kind = asked.kind_hint.unwrap_or(kind);
        match profile.wanted(kind, &asked.title_id, asked.season, asked.episode).await {
            Ok(wanted) => Some(wanted),
            Err(error) => {
                tracing::warn!(%error, "the title's details are not known; sources that search by title are skipped");
                None
            }
        }
    })
    .and_then(|wanted| async move { relatives.with_relatives(&wanted).await })
}

/// Returns the correction from the arguments. When any number is given, this asks the catalogue first: a correction carries all
/// numbers, so those that are not given have to be known.
async fn correction(profile: &Profile, arguments: &StreamsArguments, asked: &AskedId, quick: &Wanted) -> Correction {
    let alone = arguments.correction.over(quick.numbers());
    if alone.numbers.is_none() || arguments.title.is_some() {
        return alone;
    }
    let kind = asked.kind_hint.unwrap_or(quick.kind);
    let known = profile.wanted(kind, &asked.title_id, asked.season, asked.episode).await;
    arguments.correction.over(known.map_or(quick.numbers(), |wanted| wanted.numbers()))
}

/// Prints every id and number, and what each source would be asked with.
async fn mapping(profile: &Profile, arguments: &StreamsArguments, as_json: bool) -> Result<(), Ending> {
    let asked = parse_id(&arguments.id).ok_or_else(|| Ending::Misused(format!("{:?} is no id", arguments.id)))?;
    let quick = wanted_from_id(&asked, arguments.title.as_deref());
    let correction = correction(profile, arguments, &asked, &quick).await;
    let details = if arguments.title.is_some() { Details::none() } else { details(profile, asked, quick.kind) };
    let wanted = details.ready().await.map_or(quick, |wanted| (*wanted).clone()).corrected(&correction);
    let options = profile.sources().await;
    if as_json {
        let with: Vec<_> = sources::mapping(&wanted, &options)
            .into_iter()
            .map(|asked| json!({ "source": asked.source.as_str(), "asked_with": asked.with }))
            .collect();
        let line = json!({ "ids": wanted.ids, "numbers": wanted.numbers(), "name": wanted.name, "sources": with });
        print::line(&line.to_string());
        return Ok(());
    }
    for asked in sources::mapping(&wanted, &options) {
        let with = if asked.with.is_empty() { "no id it understands".to_owned() } else { asked.with.join(" · ") };
        print::line(&format!("{:<12} {with}", options.label(asked.source)));
    }
    Ok(())
}

pub(crate) fn sources_named(names: &[String], options: &Options) -> Result<Vec<SourceName>, Ending> {
    let all = options.all();
    if names.is_empty() {
        return Ok(all);
    }
    names
        .iter()
        .map(|name| {
            all.iter().copied().find(|source| source.as_str() == name).ok_or_else(|| {
                let known: Vec<&str> = all.iter().map(|source| source.as_str()).collect();
                Ending::Misused(format!("no source is called {name:?}; there are {}", known.join(", ")))
            })
        })
        .collect()
}
