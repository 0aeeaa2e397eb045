//! Owns chance: every draw is a function of the seed and a label, so the same seed always tells the same story.

/// A small deterministic generator (`SplitMix64`), seeded from words.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

/// One step of `SplitMix64`'s finaliser: spreads nearby inputs far apart.
pub(crate) fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// FNV-1a folded through [`mix`]; turns a label into a number.
pub(crate) fn fold(seed: u64, label: &str) -> u64 {
    let hash = label
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    mix(mix(seed) ^ hash)
}

impl Dice {
    pub(crate) fn new(seed: u64, label: &str) -> Self {
        Self(fold(seed, label))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// Uniform in `0.0..1.0`.
    pub(crate) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// Uniform in `low..=high`.
    pub(crate) fn within(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high.saturating_sub(low) + 1)
    }

    /// An index below `len`; zero when there is nothing to choose from.
    pub(crate) fn index(&mut self, len: usize) -> usize {
        if len == 0 { 0 } else { usize::try_from(self.next() % len as u64).unwrap_or(0) }
    }

    pub(crate) fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.index(items.len())]
    }

    /// Picks by weight; the weights need not sum to one.
    pub(crate) fn weighted<T: Copy>(&mut self, items: &[(T, f64)]) -> T {
        let total: f64 = items.iter().map(|(_, weight)| weight).sum();
        let mut mark = self.unit() * total;
        for (item, weight) in items {
            mark -= weight;
            if mark < 0.0 {
                return *item;
            }
        }
        items[items.len() - 1].0
    }
}
