//! Recording: the one place that writes what a rule read into the result.

use super::Reader;
use crate::{
    name::Span,
    reading::{Claim, Directness, Reading, Value},
    vocabulary::Says,
    why::Reason,
};

impl Reader<'_> {
    /// Records what a rule read; the token to go on at.
    pub(crate) fn record(&mut self, rule: &'static str, reading: Reading) -> usize {
        let next = reading.next();
        let before = self.out.spans.len();
        for claim in &reading.claims {
            self.claim(*claim);
        }
        if let Some(reasons) = &mut self.reasons
            && !(reading.claims.is_empty() && reading.values.is_empty())
        {
            reasons.push(Reason::new(rule, &self.out.spans[before..], &reading.values));
        }
        for value in reading.values {
            self.keep(value);
        }
        next
    }

    fn claim(&mut self, claim: Claim) {
        let Claim { field, from, to, start, end } = claim;
        let to = to.min(self.states.len());
        for state in self.states.get_mut(from..to).unwrap_or_default() {
            (state.mark, state.kinds) = (Some(field), 0);
        }
        let first = start.or_else(|| self.tokens.get(from).map(|token| token.start));
        let last = end.or_else(|| self.tokens.get(to.checked_sub(1)?).map(|token| token.end));
        if let (Some(start), Some(end)) = (first, last) {
            self.out.spans.push(Span::new(field, start..end));
        }
    }

    fn keep(&mut self, value: Value) {
        let out = &mut self.out;
        match value {
            Value::Word(Says::Each(each)) => each.iter().for_each(|says| self.keep_word(*says)),
            Value::Word(says) => self.keep_word(says),
            Value::Resolution(lines, directness) => self.keep_resolution(lines, directness),
            Value::Seasons(seasons) => out.seasons = seasons,
            Value::SeasonIfNone(season) if out.seasons.is_empty() => out.seasons.push(season),
            Value::SeasonIfNone(_) => {}
            Value::Episodes(episodes, marking) => (out.episodes, out.marking) = (episodes, marking),
            Value::Suffix(version, segment) => (out.version, out.segment) = (version, segment),
            Value::Version(version) => out.version = Some(version),
            Value::Pair(pair) => out.pair = Some(pair),
            Value::Absolute(numbers) => out.absolute = numbers,
            Value::Fraction(whole, tenth) => out.fraction = Some((whole, tenth)),
            Value::Compact(number) => out.compact = Some(number),
            Value::Part(part) => keep_first(&mut out.part, part),
            Value::Volumes(volumes) => out.volumes.extend(volumes),
            Value::Date(date) => out.date = Some(date),
            Value::Year(year, last) => {
                (out.year, out.end_year) = (Some(year), last);
                // Beside a single season the years are the season's.
                out.complete |= last.is_some() && out.seasons.len() != 1;
            }
            Value::ExtraNumber(number) => keep_first(&mut out.extra_number, number),
            Value::NotLanguage(code) => out.languages.retain(|language| *language != code),
            Value::Spoken("nordic") => out.subtitles.retain(|language| !NORDIC.contains(language)),
            Value::Spoken(code) => out.subtitles.retain(|language| *language != code),
            Value::Written(code) => add_language(&mut out.subtitles, code),
            Value::Site(site) => keep_first(&mut out.site, site),
            Value::Group(group) => out.group = Some(group),
            Value::EpisodeCode(code) => out.episode_code = Some(code),
            Value::Title(title) => out.title = title,
            Value::AlternativeTitle(title) => out.alternative_titles.push(title),
        }
    }

    fn keep_word(&mut self, says: Says) {
        let out = &mut self.out;
        match says {
            Says::Resolution(lines) => keep_first(&mut out.resolution, lines.into()),
            Says::Quality(quality) => out.quality = Some(better_quality(out.quality, quality)),
            Says::Codec(codec) => keep_first(&mut out.codec, codec),
            Says::Depth(depth) => keep_first(&mut out.bit_depth, depth),
            Says::Hdr(format) => add(&mut out.hdr, format),
            Says::Audio(format) => add(&mut out.audio, format),
            Says::Channels(layout) => add(&mut out.channels, layout),
            Says::Language(code) | Says::ShortLanguage(code) => add_language(&mut out.languages, code),
            Says::Subtitles(code) => {
                add_language(&mut out.languages, code);
                add_language(&mut out.subtitles, code);
                out.subbed = true;
            }
            Says::Dubbing(code) => {
                add_language(&mut out.languages, code);
                out.dubbed = true;
            }
            Says::Dubbed => out.dubbed = true,
            Says::Subbed => out.subbed = true,
            // How a picture was restored says less than which cut of the film it is.
            Says::Edition(edition) if out.edition.is_none_or(|old| old == "Remastered") => out.edition = Some(edition),
            Says::Edition(_) | Says::Noise | Says::Each(_) => {}
            Says::Repack => out.repack = true,
            Says::Proper => out.proper = true,
            Says::Network(network) => keep_first(&mut out.network, network),
            Says::Extra(extra) => keep_first(&mut out.extra, extra),
            Says::Container(container) => keep_first(&mut out.container, container),
            Says::Complete => out.complete = true,
        }
    }

    /// Keeps the most direct statement, `1080p` over `1920x800` over a word; among equals the last.
    fn keep_resolution(&mut self, lines: std::borrow::Cow<'static, str>, directness: Directness) {
        if directness >= self.resolution_stated {
            self.out.resolution = Some(lines);
            self.resolution_stated = directness;
        } else {
            keep_first(&mut self.out.resolution, lines);
        }
    }
}

fn keep_first<T>(known: &mut Option<T>, value: T) {
    known.get_or_insert(value);
}

fn add(list: &mut Vec<&'static str>, value: &'static str) {
    if !list.contains(&value) {
        list.push(value);
    }
}

/// The languages of the region that some releases name in place of them.
const NORDIC: [&str; 4] = ["da", "fi", "sv", "no"];

fn add_language(list: &mut Vec<&'static str>, code: &'static str) {
    match code {
        "nordic" => NORDIC.iter().for_each(|code| add(list, code)),
        code => add(list, code),
    }
}

/// The source that says most about the picture: a camera in a cinema tells more than the word `HDTV` beside it.
fn better_quality(old: Option<&'static str>, new: &'static str) -> &'static str {
    const TELLING: [&str; 6] = ["CAM", "TeleSync", "TeleCine", "SCR", "R5", "PPVRip"];
    let Some(old) = old else { return new };
    match (old, new) {
        ("REMUX", "BluRay" | "BDRip") | ("BluRay", "REMUX") => "BluRay REMUX",
        (_, "BluRay REMUX") | ("BluRay", "BDRip") | ("WEB" | "BluRay", "WEBRip") | ("WEB", "WEB-DL") => new,
        _ if TELLING.contains(&new) && !TELLING.contains(&old) => new,
        _ => old,
    }
}
