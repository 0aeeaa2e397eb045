//! Finds the naming template of a folder: the text most of its names share up to their number. A name that fits the
//! template but was read differently is read again by it: `05 - 7x7` beside `04 - One` is episode 5, and `06 - Extras`
//! is no extra.

use std::ops::Range;

use hashbrown::{HashMap, HashSet};
use release_name::{Extra, Field, Marking, parse};

use super::reading::Batch;
use crate::torrent::TorrentFile;

pub(super) fn repair(batch: &mut Batch, files: &[TorrentFile]) {
    let mut folders: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, reading) in batch.readings.iter().enumerate() {
        if reading.extra.is_none() || reading.own_extra {
            folders.entry(reading.folder).or_default().push(at);
        }
    }
    for group in folders.values().filter(|g| g.len() > 3) {
        let mut counts: HashMap<String, Vec<usize>> = HashMap::new();
        for at in group {
            if let Some(form) = form(batch, files, *at) {
                counts.entry(form).or_default().push(*at);
            }
        }
        // Breaks ties by the text of the template, so that the result is always the same.
        let most = |(form, members): &(String, Vec<usize>)| (members.len(), std::cmp::Reverse(form.clone()));
        let Some((form, members)) = counts.into_iter().max_by_key(most) else { continue };
        if members.len() * 10 < group.len() * 5 || members.len() < 3 {
            continue;
        }
        apply(batch, files, group, &form, &members);
    }
}

/// Both lists are in the order of the readings.
fn apply(batch: &mut Batch, files: &[TorrentFile], group: &[usize], form: &str, members: &[usize]) {
    let mut sizes: Vec<u64> = members.iter().filter_map(|i| batch.readings[*i].size).collect();
    sizes.sort_unstable();
    let usual = sizes.get(sizes.len() / 2).copied().unwrap_or(0);
    let number = |r: &super::reading::Reading| (r.season, r.episodes.first().copied());
    let regular = |i: &&usize| batch.readings[**i].extra.is_none();
    let taken: HashSet<(Option<u32>, Option<u32>)> =
        members.iter().filter(regular).map(|i| number(&batch.readings[*i])).collect();
    for at in group {
        let reading = &batch.readings[*at];
        let doubtful = matches!(
            reading.extra,
            None | Some(
                Extra::Sample
                    | Extra::Menu
                    | Extra::Trailer
                    | Extra::Preview
                    | Extra::Special
                    | Extra::Featurette
                    | Extra::Movie
            )
        );
        let usual_size = reading.size.is_some_and(|s| s >= usual / 2 && s <= usual.saturating_mul(3));
        let single = !reading
            .name
            .span(Field::Extra)
            .is_some_and(|s| files[reading.file].name.get(s).is_some_and(|w| w.contains([' ', '.', '_'])));
        let member = members.binary_search(at).is_ok();
        if reading.fraction.is_some()
            || (member && reading.extra.is_none())
            || !doubtful
            || (reading.extra.is_some() && !(usual_size && single))
        {
            continue;
        }
        let Some(end) = matches(form, &files[reading.file].name) else { continue };
        let Some(again) = again(&files[reading.file].name[..end]) else { continue };
        let season = again.season.or(reading.folder_season);
        let same = reading.extra.is_none() && reading.episodes.first() == again.episodes.first();
        if same || taken.contains(&(season, again.episodes.first().copied())) {
            continue;
        }
        let reading = &mut batch.readings[*at];
        reading.extra = None;
        reading.season = season;
        reading.episodes = again.episodes;
        reading.number = Some(again.number);
        reading.marking = again.marking;
        reading.compact = again.compact;
        reading.fraction = None;
    }
}

struct Again {
    season: Option<u32>,
    episodes: Vec<u32>,
    number: Range<usize>,
    marking: Marking,
    compact: Option<u32>,
}

/// What a name says up to its number; at least the digits it then ends with.
fn again(text: &str) -> Option<Again> {
    let read = parse(text);
    let season = read.seasons.first().copied();
    if let Some(number) = read.span(Field::Episode).filter(|_| !read.episodes.is_empty()) {
        return Some(Again { season, episodes: read.episodes, number, marking: read.marking, compact: read.compact });
    }
    let number = text.trim_end_matches(|c: char| c.is_ascii_digit()).len()..text.len();
    let episode = text[number.clone()].parse().ok().filter(|n| *n < 5000)?;
    Some(Again { season, episodes: vec![episode], number, marking: Marking::Bare, compact: None })
}

/// The name up to the end of its episode number, every run of digits written `#`.
fn form(batch: &Batch, files: &[TorrentFile], at: usize) -> Option<String> {
    let reading = &batch.readings[at];
    if reading.episodes.is_empty() {
        return None;
    }
    let end = reading.number.as_ref()?.end;
    let mut form = String::with_capacity(end);
    let mut rest = files[reading.file].name.get(..end)?;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (words, number) = rest.split_at(at);
        form.push_str(words);
        if !form.ends_with('#') {
            form.push('#');
        }
        rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    }
    form.push_str(rest);
    Some(form)
}

/// Where the form ends in the name, if the name begins so.
fn matches(form: &str, name: &str) -> Option<usize> {
    let mut at = 0;
    for c in form.chars() {
        let rest = name.get(at..)?;
        at += if c == '#' {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 {
                return None;
            }
            digits
        } else {
            rest.starts_with(c).then_some(c.len_utf8())?
        };
    }
    Some(at)
}
