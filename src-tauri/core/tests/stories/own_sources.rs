//! Sources of the person's own: added by address, asked beside the nine, and gone without a trace.

use std::collections::BTreeSet;

use perihelion_core::pipeline::event::{Asked, Event};
use perihelion_core::profile::sources::SourceSettingError;
use perihelion_core::profile::{Options, Profile};
use perihelion_core::secret::Secret;
use perihelion_core::sources::own::{CheckError, OwnKind};
use perihelion_core::sources::{DropReason, SourceError};
use perihelion_core::torrent::SourceName;
use perihelion_core::vault::Kept;

use crate::stage::{SINTEL, Stage, Story, quick};

const EPISODE: &str = "tt99000101:2:5";

async fn add(profile: &Profile, kind: OwnKind, address: &str, key: Option<&str>) -> SourceName {
    let checked = profile.check_own_source(kind, address, key.and_then(Secret::new)).await.unwrap();
    profile.add_own_source(checked, None).await.unwrap().0
}

async fn find(stage: &mut Stage, profile: &Profile, id: &str) -> Story {
    stage.tools.sources = profile.sources().await;
    let mut search = stage.search_for(id);
    search.sources = profile.settings().sources();
    stage.run(search).await
}

fn count(story: &Story, wanted: SourceName) -> usize {
    let of = |event: &Event| match event {
        Event::SourceAnswered { source, count, .. } if *source == wanted => Some(*count),
        _ => None,
    };
    story.events.iter().find_map(of).unwrap_or_else(|| panic!("{wanted:?} answered: {:?}", story.failed()))
}

#[tokio::test]
async fn an_addon_and_an_index_are_asked_beside_the_nine() {
    let mut stage = Stage::set(quick()).await;
    let (profile, _folder) = stage.profile().await;
    let base = stage.simulator.base_url();
    let addon = add(&profile, OwnKind::Addon, &format!("{base}/addon/manifest.json"), None).await;
    let index = add(&profile, OwnKind::Torznab, &format!("{base}/torznab/api"), Some("planted-key")).await;
    assert_eq!((addon.as_str(), index.as_str()), ("own-1", "own-2"));
    assert_eq!((profile.settings().label(addon), profile.settings().label(index)), ("Meadow".into(), "Orchard".into()));

    for id in [SINTEL, EPISODE, "kitsu:90012:1071"] {
        let story = find(&mut stage, &profile, id).await;
        assert!(count(&story, addon) > 0 && count(&story, index) > 0, "{id}");
        let Some(Event::Started { sources, .. }) = story.events.first() else { panic!("it started") };
        assert_eq!(sources.len(), 11, "the nine, and two after them");
        let contributors: BTreeSet<SourceName> =
            story.found.candidates.iter().flat_map(|row| row.sources.iter().copied()).collect();
        assert!(contributors.contains(&addon) && contributors.contains(&index), "{id}: every contributor is kept");
    }
    let paths: Vec<String> = stage.simulator.requests().into_iter().map(|request| request.path_and_query).collect();
    let asked = |part: &str| paths.iter().any(|path| path.contains(part));
    assert!(asked("/addon/stream/series/kitsu:90012:1071.json"));
    assert!(asked("/torznab/api?apikey=planted-key&t=movie&imdbid=tt1727587"));
    assert!(asked("t=tvsearch&imdbid=tt99000101&season=2&ep=5"));
    assert!(asked("offset=50"), "page after page");
}

#[tokio::test]
async fn what_they_list_besides_is_left_out_and_counted() {
    let mut stage = Stage::set(quick()).await;
    let (profile, _folder) = stage.profile().await;
    let base = stage.simulator.base_url();
    let addon = add(&profile, OwnKind::Addon, &format!("{base}/addon"), None).await;
    let index = add(&profile, OwnKind::Torznab, &format!("{base}/torznab/api?apikey=k"), None).await;
    let story = find(&mut stage, &profile, SINTEL).await;
    let dropped = |wanted: SourceName| {
        story.events.iter().find_map(|event| match event {
            Event::SourceAnswered { source, dropped, .. } if *source == wanted => Some(dropped.clone()),
            _ => None,
        })
    };
    let of_addon = dropped(addon).unwrap();
    assert_eq!(of_addon, [(DropReason::Notice, 1)].into(), "its link is a row");
    assert!(dropped(index).unwrap()[&DropReason::FileOnly] > 0);
}

#[tokio::test]
async fn what_is_no_source_is_refused_with_the_reason() {
    let stage = Stage::set(quick()).await;
    let (profile, _folder) = stage.profile().await;
    let base = stage.simulator.base_url();
    let refused = |kind, path: &'static str, key: Option<&'static str>| {
        let address = format!("{base}{path}");
        let profile = &profile;
        async move { profile.check_own_source(kind, &address, key.and_then(Secret::new)).await.unwrap_err() }
    };
    assert_eq!(
        refused(OwnKind::Addon, "/cinemeta/nothing/manifest.json", None).await,
        CheckError::Failed(SourceError::Refused(404))
    );
    assert_eq!(
        refused(OwnKind::Addon, "/zilean/dmm/filtered?query=a", None).await,
        CheckError::Failed(SourceError::Refused(404))
    );
    assert_eq!(refused(OwnKind::Torznab, "/torznab/api", None).await, CheckError::Key);
    assert_eq!(refused(OwnKind::Torznab, "/torznab/api", Some("refused")).await, CheckError::Key);
    assert!(matches!(refused(OwnKind::Torznab, "/nyaa/?page=rss", Some("k")).await, CheckError::Failed(_)));
    assert!(profile.settings().sources.own.is_empty());
}

#[tokio::test]
async fn a_secret_in_an_address_is_nowhere_but_in_the_vault() {
    let mut stage = Stage::set(quick()).await;
    let (profile, folder) = stage.profile().await;
    let base = stage.simulator.base_url();
    let addon =
        add(&profile, OwnKind::Addon, &format!("{base}/addon/key=planted-debrid-refused/manifest.json"), None).await;
    // A key that was taken once, and is not any more.
    let index = add(&profile, OwnKind::Torznab, &format!("{base}/torznab/api"), Some("planted-good")).await;
    profile.set_source_option(index, "key", Some("planted-refused-later")).await.unwrap();
    assert_eq!(profile.settings().sources.own(addon).unwrap().url, base);
    let options = profile.source_options(index).await;
    assert_eq!((options[0].value.clone(), options[0].secret, options[0].set), (None, true, true));

    let story = find(&mut stage, &profile, SINTEL).await;
    let told = format!("{:?}", story.events);
    assert_eq!(story.failed(), [addon, index].into());
    assert!(!told.contains("planted-"), "no event tells it");
    assert!(!format!("{:?} {:?}", stage.tools.sources, profile.settings()).contains("planted-"), "no debug text does");
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(8).any(|window| window == b"planted-"), "{} does not hold it", path.display());
        }
    }
}

#[tokio::test]
async fn what_no_keyring_keeps_is_asked_in_this_run_and_not_half_of_it_in_the_next() {
    let mut stage = Stage::set(quick()).await;
    let (first, folder) = stage.profile().await;
    let base = stage.simulator.base_url();
    let checked = first.check_own_source(OwnKind::Addon, &format!("{base}/addon/mine/manifest.json"), None).await;
    let (secret, kept) = first.add_own_source(checked.unwrap(), None).await.unwrap();
    assert!(matches!(kept, Some(Kept::ForThisRun(_))));
    let story = find(&mut stage, &first, SINTEL).await;
    assert!(count(&story, secret) > 0);
    // Whatever is written later leaves it out.
    first.change_settings(|settings| settings.welcomed = true).await.unwrap();
    drop(first);

    let options = Options {
        data_dir: Some(folder.path().to_owned()),
        endpoints: Some(base),
        no_keyring: true,
        ..Options::default()
    };
    let next = Profile::open(options).await.unwrap().0;
    assert!(next.settings().welcomed && next.settings().sources.own.is_empty());
    assert_eq!(find(&mut stage, &next, SINTEL).await.failed(), BTreeSet::new());
}

#[tokio::test]
async fn a_source_can_be_given_its_time_switched_off_and_removed() {
    let mut stage = Stage::set(quick()).await;
    let (profile, _folder) = stage.profile().await;
    let base = stage.simulator.base_url();
    let addon = add(&profile, OwnKind::Addon, &format!("{base}/addon/manifest.json"), None).await;
    profile.change_settings(|settings| settings.switch(addon, false)).await.unwrap();
    profile.set_source_timeout(addon, Some(7)).await.unwrap();
    assert_eq!(profile.sources().await.deadline(addon).as_secs(), 7);
    let story = find(&mut stage, &profile, SINTEL).await;
    let Some(Event::Started { sources, .. }) = story.events.first() else { panic!("it started") };
    assert_eq!(sources.last(), Some(&(addon, Asked::Off)));

    assert!(matches!(profile.set_source_timeout(addon, Some(121)).await, Err(SourceSettingError::Timeout)));
    profile.remove_own_source(addon).await.unwrap();
    assert!(profile.settings().sources.own.is_empty() && profile.settings().sources.timeouts.is_empty());
    assert!(matches!(profile.remove_own_source(addon).await, Err(SourceSettingError::Unknown)));
    assert!(matches!(profile.remove_own_source(SourceName::Nyaa).await, Err(SourceSettingError::Unknown)));
}

#[tokio::test]
async fn a_slot_that_is_used_again_knows_nothing_of_what_was_there_before() {
    let mut stage = Stage::set(quick()).await;
    let (profile, _folder) = stage.profile().await;
    stage.tools.health = profile.health.clone();
    let base = stage.simulator.base_url();
    let first = add(&profile, OwnKind::Addon, &format!("{base}/addon/refused/manifest.json"), None).await;
    assert_eq!(find(&mut stage, &profile, SINTEL).await.failed(), [first].into());
    let known = |profile: &Profile| {
        let all = profile.health.snapshot(jiff::Timestamp::now());
        all.into_iter().any(|health| health.source == first.as_str())
    };
    assert!(known(&profile));
    profile.remove_own_source(first).await.unwrap();
    assert!(!known(&profile), "what is gone has no health");
    let second = add(&profile, OwnKind::Addon, &format!("{base}/addon/manifest.json"), None).await;
    assert_eq!((second, known(&profile)), (first, false));
}
