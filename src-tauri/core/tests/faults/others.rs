//! Owns the calls to everybody else who may be ill: the catalogues, the service of other ids, the pictures, the store.

use std::time::{Duration, Instant};

use perihelion_core::debrid::{Budget, CacheState, Debrid, DebridError, Rate, Store};
use perihelion_core::http::Request;
use perihelion_core::images::Images;
use perihelion_core::metadata::{Catalogues, Meta, MetaPreview, MetadataError};
use perihelion_core::secret::Secret;
use perihelion_core::title::{Ids, Kind};
use perihelion_core::torrent::{InfoHash, TorrentFile};
use perihelion_simulator::Upstream;
use url::Url;

use crate::sources::World;
use crate::table::{Fault, Says, Who, is_clean};
use crate::{FILM, SLACK};

/// How a call ended, and the texts that came with it.
struct Ended {
    call: &'static str,
    says: Says,
    texts: Vec<(String, usize)>,
}

impl Ended {
    fn of<T>(call: &'static str, outcome: Result<T, MetadataError>, texts: impl Fn(T) -> Vec<(String, usize)>) -> Self {
        let (says, texts) = match outcome {
            Ok(told) => (Says::Torrents, texts(told)),
            Err(MetadataError::NotFound) => (Says::Nothing, Vec::new()),
            Err(MetadataError::Failed(failure)) => (Says::of(&failure), vec![(failure.to_string(), 300)]),
        };
        Self { call, says, texts }
    }

    fn at_store<T>(
        call: &'static str,
        outcome: Result<T, DebridError>,
        texts: impl Fn(T) -> Vec<(String, usize)>,
    ) -> Self {
        let (says, texts) = match outcome {
            Ok(told) => (Says::Torrents, texts(told)),
            Err(error) => (at_store(&error), vec![(error.to_string(), 300)]),
        };
        Self { call, says, texts }
    }
}

/// Puts a catalogue through every fault, with each of the calls it is asked by.
pub(crate) async fn catalogue_survives(upstream: Upstream, faults: &[Fault], budget: Duration) -> Vec<String> {
    let world = World::new(budget).await;
    let mut wrong = Vec::new();
    for fault in faults.iter().filter(|fault| !is_about_sources(fault)) {
        let (endpoints, _) = world.infect(upstream, &fault.ill);
        let catalogues = Catalogues { http: &world.http, endpoints: &endpoints };
        let started = Instant::now();
        let ended = if upstream == Upstream::Relations {
            let ids = Ids { kitsu: Some(90_012), ..Ids::default() };
            vec![Ended::of("related", catalogues.related(&ids).await, |_| Vec::new())]
        } else {
            let (kind, id, words, row) = match upstream {
                Upstream::Kitsu => (Kind::Anime, "kitsu:90012", "kazeboshi", "anime-trending"),
                _ => (Kind::Movie, FILM, "sintel", "films-popular"),
            };
            let (details, found, listed) =
                tokio::join!(catalogues.details(kind, id), catalogues.search(words, kind), catalogues.catalog(row, 0));
            vec![
                Ended::of("details", details, |meta| of_meta(&meta)),
                Ended::of("search", found, |list| list.iter().flat_map(of_preview).collect()),
                Ended::of("catalogue", listed, |list| list.iter().flat_map(of_preview).collect()),
            ]
        };
        let took = started.elapsed();
        world.cure(upstream);
        // What says nothing of the title, in whatever words, is an unknown title; an object without ids has none.
        let says_nothing = matches!(fault.name.as_str(), "another JSON type" | "nested 100,000 deep");
        let expected = (fault.says)(Who::Catalogue);
        for Ended { call, says, texts } in ended {
            let mut complain = |why: String| wrong.push(format!("{upstream}, {fault:?}, {call}: {why}"));
            let is_list = matches!(call, "search" | "catalogue");
            let has_no_rows = fault.name == "a million rows" && !is_list && says.is_answer();
            let fits = if expected.is_answer() { says.is_answer() } else { says.fits(expected) };
            let is_unknown = says_nothing && !is_list && says.is_answer();
            if !(fits || has_no_rows || is_unknown) {
                complain(format!("it says {says:?} ({texts:?}) and not {expected:?}"));
            }
            if took > budget + SLACK {
                complain(format!("it took {took:?}"));
            }
            if let Some((text, _)) = texts.iter().find(|(text, longest)| !is_clean(text, *longest)) {
                complain(format!("not fit to be shown: {:?}", text.chars().take(80).collect::<String>()));
            }
        }
    }
    if world.was_entered() {
        wrong.push(format!("{upstream}: somebody was led inside"));
    }
    world.simulator.stop().await;
    wrong
}

/// These two are about asking again, which the sources do in ways of their own.
fn is_about_sources(fault: &Fault) -> bool {
    fault.name.ends_with("then well")
}

fn of_preview(preview: &MetaPreview) -> Vec<(String, usize)> {
    let mut texts = vec![(preview.name.clone(), 1024), (preview.id.clone(), 64)];
    texts.extend(preview.genres.iter().map(|genre| (genre.clone(), 200)));
    texts.extend(preview.poster.iter().map(|poster| (poster.clone(), 2048)));
    texts.extend(preview.release_info.iter().map(|info| (info.clone(), 64)));
    texts
}

fn of_meta(meta: &Meta) -> Vec<(String, usize)> {
    let mut texts = of_preview(&meta.preview);
    let lists = [&meta.aliases, &meta.cast, &meta.directors];
    texts.extend(lists.into_iter().flatten().map(|name| (name.clone(), 200)));
    texts.extend(meta.description.iter().map(|text| (text.clone(), 8192)));
    for video in &meta.videos {
        texts.extend(video.name.iter().map(|name| (name.clone(), 1024)));
        texts.extend(video.overview.iter().map(|text| (text.clone(), 8192)));
    }
    texts
}

/// Puts the server of pictures through every fault.
pub(crate) async fn images_survive(faults: &[Fault], budget: Duration) -> Vec<String> {
    const POSTER: &str = "https://images.metahub.space/poster/small/tt1727587/img";
    let world = World::new(budget).await;
    let mut wrong = Vec::new();
    for fault in faults {
        let folder = tempfile::tempdir().unwrap();
        let images = Images::new(folder.path().to_owned());
        let key = images.key(POSTER);
        let (endpoints, _) = world.infect(Upstream::Metahub, &fault.ill);
        let started = Instant::now();
        let picture = images.picture(&world.http, &endpoints, &key).await;
        let took = started.elapsed();
        world.cure(Upstream::Metahub);
        let mut complain = |why: &str| wrong.push(format!("images, {fault:?}: {why}"));
        // A picture is no text, and what is left of one after its header is a picture for all that is known.
        let is_good = (fault.says)(Who::Images).is_answer() && !matches!(fault.name.as_str(), "404" | "empty");
        let is_left = ["503, then well", "truncated", "promises less than comes", "a million rows"];
        match &picture {
            Some(picture) if picture.bytes.starts_with(&[0xff, 0xd8, 0xff]) => {
                let may_be_shown = is_good || is_left.contains(&fault.name.as_str());
                (!may_be_shown).then(|| complain("a picture is shown"));
            }
            Some(_) => complain("something other than a picture is shown"),
            None if is_good => complain("no picture"),
            None if std::fs::read_dir(folder.path()).unwrap().next().is_some() => complain("something was kept"),
            None => {}
        }
        if took > budget + SLACK {
            complain(&format!("it took {took:?}"));
        }
        let (endpoints, _) =
            world.infect(Upstream::Metahub, &crate::table::Ill::Mood(perihelion_simulator::Knobs::default()));
        if images.picture(&world.http, &endpoints, &key).await.is_none() {
            complain("and none comes afterwards");
        }
    }
    if world.was_entered() {
        wrong.push("images: somebody was led inside".to_owned());
    }
    world.simulator.stop().await;
    wrong
}

/// Puts the store's API through every fault, with each of its calls.
pub(crate) async fn store_survives(faults: &[Fault], budget: Duration) -> Vec<String> {
    let world = World::new(budget).await;
    let mut wrong = Vec::new();
    let endpoints = perihelion_core::endpoints::Endpoints::under(&world.simulator.base_url()).unwrap();
    let debrid = |endpoints| {
        Debrid::new(world.http.clone(), endpoints, Store::RealDebrid, Secret::new("demo-premium"))
            .with_budget(Budget::new(Rate { per_minute: 60_000, at_once: 1_000 }))
    };
    let listed = Url::parse(&format!("{}/torrentio/stream/movie/{FILM}.json", world.simulator.base_url())).unwrap();
    let listed = world.http.send(Request::get(listed)).await.unwrap();
    let listed: serde_json::Value = serde_json::from_slice(&listed.body).unwrap();
    let hashes = listed["streams"].as_array().unwrap().iter().filter_map(|row| row["infoHash"].as_str());
    let hashes: Vec<InfoHash> = hashes.filter_map(|hash| InfoHash::parse(hash).ok()).collect();
    let known = debrid(endpoints);
    let checked = known.check(&hashes).await.unwrap();
    let hash = checked.into_iter().find(|item| item.state == CacheState::Cached).unwrap().hash;
    let magnet = format!("magnet:?xt=urn:btih:{hash}");
    let held = known.add(&magnet).await.unwrap();
    let link = held.files.iter().find_map(|file| file.link.clone()).unwrap();
    for fault in faults.iter().filter(|fault| !is_about_sources(fault)) {
        let (endpoints, _) = world.infect(Upstream::StremThru, &fault.ill);
        let debrid = debrid(endpoints);
        let started = Instant::now();
        let hashes = [hash];
        let (user, check, list, get, add, made) = tokio::join!(
            debrid.user(),
            debrid.check(&hashes),
            debrid.list(10, 0),
            debrid.get(&held.id),
            debrid.add(&magnet),
            debrid.generate_link(&link)
        );
        let none = |()| Vec::new();
        let magnet_texts = |magnet: &perihelion_core::debrid::Magnet| {
            let mut texts = of_files(&magnet.files);
            texts.extend([(magnet.name.clone(), 1024), (magnet.id.clone(), 256)]);
            texts
        };
        let ended = [
            Ended::at_store("user", user.map(drop), none),
            Ended::at_store("check", check, |items| {
                items.iter().flat_map(|item| of_files(&item.files.read())).collect()
            }),
            Ended::at_store("list", list, |page| page.items.iter().flat_map(magnet_texts).collect()),
            Ended::at_store("get", get, |magnet| magnet_texts(&magnet)),
            Ended::at_store("add", add, |magnet| magnet_texts(&magnet)),
            Ended::at_store("link", made.map(drop), none),
        ];
        let took = started.elapsed();
        world.cure(Upstream::StremThru);
        let expected = (fault.says)(Who::Store);
        // An object without what was asked for, and a list that some calls have none of.
        let says_nothing = matches!(fault.name.as_str(), "empty" | "nested 100,000 deep" | "a million rows");
        for Ended { call, says, texts } in ended {
            let mut complain = |why: String| wrong.push(format!("store, {fault:?}, {call}: {why}"));
            let fits = match expected {
                _ if says_nothing => true,
                expected if expected.is_answer() => says.is_answer(),
                // It has words of its own for each status.
                Says::Blocked | Says::Refused(_) | Says::Reason => !says.is_answer(),
                // Whoever comes second does not ask any more.
                Says::Limited(_) => matches!(says, Says::Limited(_)),
                expected => says.fits(expected),
            };
            if !fits {
                complain(format!("it says {says:?} ({texts:?}) and not {expected:?}"));
            }
            if took > budget + SLACK {
                complain(format!("it took {took:?}"));
            }
            if let Some((text, _)) = texts.iter().find(|(text, longest)| !is_clean(text, *longest)) {
                complain(format!("not fit to be shown: {:?}", text.chars().take(80).collect::<String>()));
            }
        }
    }
    if world.was_entered() {
        wrong.push("store: somebody was led inside".to_owned());
    }
    world.simulator.stop().await;
    wrong
}

fn at_store(error: &DebridError) -> Says {
    match error {
        DebridError::Timeout(_) => Says::Timeout,
        DebridError::Unreachable(_) => Says::Unreachable,
        DebridError::Malformed(_) => Says::Malformed,
        DebridError::RateLimited { retry_after } => Says::Limited(retry_after.map(|wait| wait.as_secs())),
        DebridError::Refused { status, .. } => Says::Refused(*status),
        _ => Says::Reason,
    }
}

fn of_files(files: &[TorrentFile]) -> Vec<(String, usize)> {
    files.iter().flat_map(|file| [(file.name.clone(), 1024), (file.path.clone(), 4096)]).collect()
}
