//! The order of ranked files, and how sure a pick is.

use std::cmp::Ordering;

use super::score::ScoredFile;
use crate::model::Reason;
use crate::torrent::TorrentFile;

/// Sorts by score, best first, and equal scores in natural order of their paths.
pub(super) fn sort(ranked: &mut [ScoredFile], files: &[TorrentFile]) {
    ranked.sort_by(|a, b| compare(a, b, files));
}

/// Returns the first that can be picked, in the order of [`sort`].
pub(super) fn best(scored: &[ScoredFile], files: &[TorrentFile]) -> Option<usize> {
    let pickable = scored.iter().enumerate().filter(|(_, file)| file.pickable());
    pickable.min_by(|(_, a), (_, b)| compare(a, b, files)).map(|(at, _)| at)
}

fn compare(a: &ScoredFile, b: &ScoredFile, files: &[TorrentFile]) -> Ordering {
    b.score.total_cmp(&a.score).then_with(|| natural(path(&files[a.file]), path(&files[b.file])))
}

pub(super) fn path(file: &TorrentFile) -> &str {
    if file.path.is_empty() { &file.name } else { &file.path }
}

/// Compares in natural order: digits by their value, so `9.mkv` comes before `10.mkv`.
fn natural(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    // Names in a batch share a prefix, so the comparison begins at the number in which they differ.
    let alike = alike(a, b);
    let alike = a[..alike].iter().rposition(|byte| !byte.is_ascii_digit()).map_or(0, |at| at + 1);
    let (mut a, mut b) = (a[alike..].iter().copied().peekable(), b[alike..].iter().copied().peekable());
    loop {
        match (a.peek(), b.peek()) {
            (None, None) => return Ordering::Equal,
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let order = number(&mut a).cmp(&number(&mut b));
                if order != Ordering::Equal {
                    return order;
                }
            }
            (Some(x), Some(y)) => {
                let order = x.to_ascii_lowercase().cmp(&y.to_ascii_lowercase());
                if order != Ordering::Equal {
                    return order;
                }
                a.next();
                b.next();
            }
        }
    }
}

/// Returns how many bytes both begin with.
fn alike(a: &[u8], b: &[u8]) -> usize {
    const WIDTH: usize = 16;
    let wide = a.chunks_exact(WIDTH).zip(b.chunks_exact(WIDTH)).take_while(|(x, y)| x == y).count() * WIDTH;
    wide + a[wide..].iter().zip(&b[wide..]).take_while(|(x, y)| x == y).count()
}

fn number(bytes: &mut std::iter::Peekable<impl Iterator<Item = u8>>) -> u64 {
    let mut value: u64 = 0;
    while let Some(d) = bytes.next_if(u8::is_ascii_digit) {
        value = value.saturating_mul(10).saturating_add(u64::from(d - b'0'));
    }
    value
}

/// Returns the confidence in the pick: the `certainty` from reading the batch, lowered when a rival has nearly as many
/// points.
pub(super) fn confidence(ranked: &[ScoredFile], pick: Option<usize>, certainty: f32) -> f32 {
    let Some(at) = pick else {
        return if ranked.iter().any(|r| r.episode.is_some()) { 0.9 } else { 0.5 };
    };
    let best = &ranked[at];
    if best.has(Reason::Remembered) {
        return 1.0;
    }
    let rival = ranked.iter().enumerate().any(|(i, r)| {
        i != at && r.pickable() && best.score - r.score < 20.0 && (r.season, r.episode) != (best.season, best.episode)
    });
    let titled = best.has(Reason::Title) || best.has(Reason::Alias);
    let sure = match titled {
        true => certainty,
        false if best.has(Reason::LongerTitle) => certainty.min(0.45),
        false => certainty - 0.15,
    };
    (if rival { sure - 0.3 } else { sure }).clamp(0.05, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_by_value() {
        assert_eq!(natural("9.mkv", "10.mkv"), Ordering::Less);
        assert_eq!(natural("E01.mkv", "E1.mkv"), Ordering::Equal, "padding does not order");
        assert_eq!(natural("a2b", "a2c"), Ordering::Less);
        assert_eq!(natural("a 19.mkv", "a 2.mkv"), Ordering::Greater);
        assert_eq!(natural("a 119 b", "a 12 b"), Ordering::Greater, "the number begins before they differ");
        assert_eq!(natural("A2", "a10"), Ordering::Less);
        assert_eq!(natural("a1", "a1b"), Ordering::Less);
        assert_eq!(natural("12", "12"), Ordering::Equal);
    }
}
