//! Whether a text is in time with a film, by when the lines of the film's own subtitles begin: in another language they begin at the
//! same times, but for a few. What differs by a constant, or as films of another frame rate do, is found.

use serde::{Deserialize, Serialize};

use crate::times::Cue;

/// What is known of a text's times.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    InTime,
    /// A time `t` of the text is `t × rate + offset` in the film.
    Moved {
        rate: f64,
        offset_ms: f64,
    },
    /// Nothing tells, so that it is left as it is.
    Unknown,
}

/// Of one frame rate to another: 23.976, 24 and 25 a second.
const RATES: [f64; 7] = [1.0, 1.001, 1.0 / 1.001, 25.0 / 24.0, 24.0 / 25.0, 25.0 * 1.001 / 24.0, 24.0 / (25.0 * 1.001)];
/// Fewer lines tell nothing.
const FEWEST: usize = 20;
/// The most lines of either that are looked at.
const MOST: usize = 3_000;
/// The largest constant that is looked for, in milliseconds, and the steps in which it is.
const FARTHEST_MS: f64 = 120_000.0;
const STEP_MS: f64 = 50.0;
/// So many steps to either side.
const STEPS: usize = 2_400;
/// How near a line has to begin to one of the film's.
const NEAR_MS: f64 = 150.0;
/// The share of lines that has to, and how much more than by any other rate or constant.
const SHARE: f64 = 0.5;
const CLEARLY: f64 = 1.5;
/// A text is looked at in so many parts, of which none has fewer lines than that, and of each this share has to.
const PARTS: usize = 8;
const FEWEST_OF_PART: usize = 15;
const SHARE_OF_PART: f64 = 0.35;
/// What nobody sees.
const UNSEEN_MS: f64 = 100.0;

/// Holds when the lines of a text begin against when those of the film do, in milliseconds.
pub fn timing(cues: &[Cue], film: &[u64]) -> Timing {
    let mut lines: Vec<f64> = cues.iter().take(MOST).map(|cue| cue.start_ms as f64).collect();
    let mut film: Vec<f64> = film.iter().take(MOST).map(|start| *start as f64).collect();
    for times in [&mut lines, &mut film] {
        times.sort_by(f64::total_cmp);
        times.dedup();
    }
    if lines.len().min(film.len()) < FEWEST {
        return Timing::Unknown;
    }
    let mut found: Vec<(usize, f64, f64)> = RATES
        .iter()
        .flat_map(|rate| peaks(&lines, &film, *rate).into_iter().map(|(count, offset)| (count, *rate, offset)))
        .collect();
    found.sort_by(|one, other| other.0.cmp(&one.0).then(distance(one).total_cmp(&distance(other))));
    let Some((count, rate, about)) = found.first().copied() else { return Timing::Unknown };
    // A constant beside the best one, or a rate that is nearly the same, is no other.
    let second =
        found.iter().skip(1).find(|other| other.1.total_cmp(&rate).is_ne() || (other.2 - about).abs() > 1_000.0);
    let is_clear = second.is_none_or(|second| count as f64 >= second.0 as f64 * CLEARLY);
    if (count as f64) < SHARE * lines.len().min(film.len()) as f64 || !is_clear {
        return Timing::Unknown;
    }
    let offset_ms = refined(&lines, &film, rate, about).round();
    if !fits_throughout(&lines, &film, rate, offset_ms) {
        return Timing::Unknown;
    }
    if rate.total_cmp(&1.0).is_eq() && offset_ms.abs() <= UNSEEN_MS {
        Timing::InTime
    } else {
        Timing::Moved { rate, offset_ms }
    }
}

/// How much a change changes.
fn distance(found: &(usize, f64, f64)) -> f64 {
    (found.1 - 1.0).abs() * 1e6 + found.2.abs()
}

/// The constants by which most lines meet one of the film's, and how many.
fn peaks(lines: &[f64], film: &[f64], rate: f64) -> Vec<(usize, f64)> {
    let mut steps = vec![0_usize; 2 * STEPS + 1];
    for line in lines {
        let line = line * rate;
        let from = film.partition_point(|start| *start < line - FARTHEST_MS);
        for start in film.iter().skip(from).take_while(|start| **start <= line + FARTHEST_MS) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is not negative, and within four minutes"
            )]
            let step = ((start - line + FARTHEST_MS) / STEP_MS).round() as usize;
            if let Some(count) = steps.get_mut(step) {
                *count += 1;
            }
        }
    }
    let around = |step: usize| steps.iter().skip(step.saturating_sub(1)).take(if step == 0 { 2 } else { 3 });
    let met = steps.iter().enumerate().filter(|(_, count)| **count > 0);
    let mut all: Vec<(usize, f64)> =
        met.map(|(step, _)| (around(step).sum(), step as f64 * STEP_MS - FARTHEST_MS)).collect();
    all.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.abs().total_cmp(&other.1.abs())));
    all.truncate(40);
    all
}

/// Whether every part of a text fits: that of a cut with a scene more or less fits before it and not behind. Where the film's own has
/// no lines nothing is held against.
fn fits_throughout(lines: &[f64], film: &[f64], rate: f64, offset_ms: f64) -> bool {
    let parts = (lines.len() / FEWEST_OF_PART).clamp(1, PARTS);
    lines.chunks(lines.len().div_ceil(parts)).filter(|part| part.len() >= FEWEST_OF_PART).all(|part| {
        let place = |line: &f64| film.partition_point(|start| *start < line * rate + offset_ms - NEAR_MS);
        let near =
            |line: &&f64| film.get(place(line)).is_some_and(|start| *start <= *line * rate + offset_ms + NEAR_MS);
        let own = part.last().map_or(0, place).saturating_sub(part.first().map_or(0, place));
        let met = part.iter().filter(near).count();
        met as f64 >= SHARE_OF_PART * part.len().min(own) as f64
    })
}

/// The middle of the differences around a constant.
fn refined(lines: &[f64], film: &[f64], rate: f64, about: f64) -> f64 {
    let mut differences: Vec<f64> = Vec::with_capacity(lines.len());
    for line in lines {
        let there = line * rate + about;
        let at = film.partition_point(|start| *start < there);
        let around = film.get(at.saturating_sub(1)..(at + 1).min(film.len())).unwrap_or_default();
        let nearest = around.iter().map(|start| start - there).min_by(|one, other| one.abs().total_cmp(&other.abs()));
        differences.extend(nearest.filter(|difference| difference.abs() <= NEAR_MS));
    }
    differences.sort_by(f64::total_cmp);
    about + differences.get(differences.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When lines begin, unlike one another.
    fn film(seed: u64, count: usize) -> Vec<u64> {
        let mut state = seed;
        let mut at = 30_000;
        let mut starts = Vec::new();
        for _ in 0..count {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            at += 1_200 + (state >> 33) % 7_000;
            starts.push(at);
        }
        starts
    }

    /// A text of the film, with some lines otherwise than there.
    fn text(film: &[u64], to: impl Fn(f64) -> f64) -> Vec<Cue> {
        let kept = film.iter().enumerate().filter(|(at, _)| at % 7 != 3);
        kept.map(|(at, start)| {
            let shaken = to(*start as f64) + [0.0, 40.0, -35.0, 12.0, 600.0][at % 5];
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "of a film")]
            let start_ms = shaken.max(0.0) as u64;
            Cue { start_ms, end_ms: start_ms + 1_000 }
        })
        .collect()
    }

    #[test]
    fn constants_and_frame_rates_are_found_within_a_tenth_of_a_second() {
        for seed in 0..12 {
            let film = film(seed, 600);
            assert_eq!(timing(&text(&film, |at| at), &film), Timing::InTime, "{seed}");
            for (rate, offset) in [
                (1.0, 2_500.0),
                (1.0, -41_300.0),
                (1.0, 118_000.0),
                (25.0 / 24.0, 0.0),
                (1.001, -700.0),
                (24.0 / (25.0 * 1.001), 3_000.0),
            ] {
                let moved = timing(&text(&film, |at| (at - offset) / rate), &film);
                let Timing::Moved { rate: found, offset_ms } = moved else {
                    panic!("{seed} {rate} {offset}: {moved:?}")
                };
                let last = film.last().copied().unwrap_or_default() as f64;
                let away = ((last - offset) / rate * found + offset_ms - last).abs();
                assert!(
                    (found - rate).abs() < 1e-9 && (offset_ms - offset).abs() <= 100.0 && away <= 100.0,
                    "{moved:?}"
                );
            }
        }
    }

    #[test]
    fn another_cut_is_left_alone_wherever_its_scene_is() {
        for seed in 0..12 {
            let film = film(seed, 600);
            let last = film.last().copied().unwrap_or_default() as f64;
            for share in [0.15, 0.3, 0.5, 0.7, 0.85] {
                for scene in [60_000.0, -25_000.0, 3_000.0] {
                    for offset in [0.0, 7_000.0] {
                        let to = |at: f64| at + offset + if at > last * share { scene } else { 0.0 };
                        assert_eq!(timing(&text(&film, to), &film), Timing::Unknown, "{seed} {share} {scene} {offset}");
                    }
                }
            }
            // Ten minutes of which the film's own text has no line are no other cut.
            let heard: Vec<u64> = film.iter().copied().filter(|at| !(900_000..1_500_000).contains(at)).collect();
            assert_eq!(timing(&text(&film, |at| at), &heard), Timing::InTime, "{seed}");
        }
    }

    #[test]
    fn what_nothing_tells_of_is_left_alone() {
        for seed in 0..20 {
            let other = text(&film(seed + 100, 600), |at| at);
            assert_eq!(timing(&other, &film(seed, 600)), Timing::Unknown, "{seed}: of another film");
        }
        let film = film(1, 600);
        assert_eq!(timing(&text(&film[..10], |at| at), &film), Timing::Unknown, "too few lines");
        assert_eq!(timing(&text(&film, |at| at), &film[..10]), Timing::Unknown);
        let even: Vec<u64> = (0..400).map(|at| at * 2_000).collect();
        assert_eq!(timing(&text(&even, |at| at + 500.0), &even), Timing::Unknown, "it fits in many ways");
        assert_eq!(timing(&[], &[]), Timing::Unknown);
    }
}
