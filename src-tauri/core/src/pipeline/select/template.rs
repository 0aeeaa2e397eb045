//! Finds the naming template of a folder: the text most of its names share up to their number. A name that fits the
//! template but was read differently is read again by it: `05 - 7x7` beside `04 - One` is episode 5, and `06 - Extras`
//! is no extra.

use std::ops::Range;

use hashbrown::{HashMap, HashSet};
use release_name::{Extra, Field, Marking, parse};

use super::reading::Batch;
use crate::torrent::TorrentFile;

pub(super) fn repair(batch: &mut Batch, files: &[TorrentFile]) {
    if batch.readings.len() < 4 {
        return;
    }
    let mut folders: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, reading) in batch.readings.iter().enumerate() {
        if reading.extra.is_none() || reading.own_extra {
            folders.entry(reading.folder).or_default().push(at);
        }
    }
    for group in folders.values().filter(|g| g.len() > 3) {
        let mut counts: HashMap<String, Vec<usize>> = HashMap::new();
        let mut last = String::new();
        for at in group {
            let Some(text) = up_to_number(batch, files, *at) else { continue };
            if has_form(text, &last)
                && let Some(members) = counts.get_mut(&last)
            {
                members.push(*at);
                continue;
            }
            last = form(text);
            counts.entry_ref(&last).or_default().push(*at);
        }
        let regular = |at: &usize| batch.readings[*at].extra.is_none();
        if counts.len() == 1 && counts.values().all(|members| members.len() == group.len()) && group.iter().all(regular)
        {
            continue;
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
        let same = reading.extra.is_none()
            && reading.episodes.first() == again.episodes.first()
            && (again.season.is_none() || reading.season == again.season);
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
    // `3.12`: beside others that begin so it is a name of its own.
    let dotted = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let read = if dotted { parse(&format!("{text}.mkv")) } else { parse(text) };
    let season = read.seasons.first().copied();
    if let Some(number) = read.span(Field::Episode).filter(|_| !read.episodes.is_empty()) {
        return Some(Again { season, episodes: read.episodes, number, marking: read.marking, compact: read.compact });
    }
    let number = text.trim_end_matches(|c: char| c.is_ascii_digit()).len()..text.len();
    let episode = text[number.clone()].parse().ok().filter(|n| *n < 5000)?;
    Some(Again { season, episodes: vec![episode], number, marking: Marking::Bare, compact: None })
}

/// The name up to the end of its episode number.
fn up_to_number<'a>(batch: &Batch, files: &'a [TorrentFile], at: usize) -> Option<&'a str> {
    let reading = &batch.readings[at];
    let end = reading.number.as_ref().filter(|_| !reading.episodes.is_empty())?.end;
    files[reading.file].name.get(..end)
}

/// The text with every run of digits written `#`.
fn form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    for (words, digits) in runs(text) {
        form.push_str(words);
        if digits && !form.ends_with('#') {
            form.push('#');
        }
    }
    form
}

/// Returns whether a text has this form.
fn has_form(text: &str, form: &str) -> bool {
    let mut left = form;
    let mut marked = false;
    for (words, digits) in runs(text) {
        let Some(rest) = left.strip_prefix(words) else { return false };
        left = rest;
        marked = if words.is_empty() { marked } else { words.ends_with('#') };
        if digits && !marked {
            let Some(rest) = left.strip_prefix('#') else { return false };
            (left, marked) = (rest, true);
        }
    }
    left.is_empty()
}

/// Returns the pieces of a text between its runs of digits, and whether such a run follows each.
fn runs(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = text.bytes().position(|byte| byte.is_ascii_digit()) else {
            rest = None;
            return Some((text, false));
        };
        let (words, number) = text.split_at(at);
        rest = Some(number.trim_start_matches(|c: char| c.is_ascii_digit()));
        Some((words, true))
    })
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
