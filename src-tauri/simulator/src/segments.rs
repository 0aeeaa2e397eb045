//! Owns what can be skipped of each film and episode: the same for all who tell of it, each in its own words.

use crate::{
    catalogue::{Kind, Work},
    dice::Dice,
    releases::{Target, World},
};

/// Times in milliseconds from the beginning of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u64,
    pub(crate) end: u64,
}

/// What one file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Segments {
    pub(crate) recap: Option<Span>,
    pub(crate) opening: Option<Span>,
    pub(crate) credits: Span,
    pub(crate) preview: Option<Span>,
    /// The length of the file that they were timed by, in milliseconds.
    pub(crate) length: u64,
}

/// Returns what a film or an episode has; `None` for anything else. An episode: now and then a recap, an opening of a
/// minute and a half, credits as long, and in an anime a preview to the end. A film: credits to the end.
pub(crate) fn of(world: &World, work: usize, target: Target) -> Option<Segments> {
    let held: &Work = &world.works[work];
    let length = u64::from(held.runtime_min) * 60_000;
    let span = |start: u64, lasts: u64| Span { start, end: start + lasts };
    match target {
        Target::Film => {
            let credits = length / 12;
            Some(Segments {
                recap: None,
                opening: None,
                credits: span(length.checked_sub(credits)?, credits),
                preview: None,
                length,
            })
        }
        Target::Episode(at) => {
            let episode = held.episodes.get(at)?;
            let mut dice =
                Dice::new(world.seed, &format!("segments {} {} {}", held.imdb, episode.season, episode.number));
            let recap = (episode.number > 1 && dice.chance(0.5)).then(|| span(0, dice.within(30_000, 60_000)));
            let before = recap.map_or(0, |recap| recap.end);
            let opening = span(before + dice.within(20_000, 120_000), 90_000);
            let preview =
                (held.kind == Kind::Anime).then_some(Span { start: length.checked_sub(30_000)?, end: length });
            let last = preview.map_or(length, |preview| preview.start);
            let credits = span(last.checked_sub(90_000)?, 90_000);
            Some(Segments { recap, opening: Some(opening), credits, preview, length })
        }
        Target::Season(_) | Target::Whole => None,
    }
}

/// What `imdb_id`, `season` and `episode` of a query name. The entries of one anime share an id.
pub(crate) fn asked(world: &World, imdb: &str, numbers: Option<(u32, u32)>) -> Option<(usize, Target)> {
    let mut works = world.works.iter().enumerate().filter(|(_, work)| work.imdb == imdb);
    works.find_map(|(at, work)| match numbers {
        Some((season, number)) => Some((at, Target::Episode(work.by_season(season, number)?))),
        None => (work.kind == Kind::Movie).then_some((at, Target::Film)),
    })
}
