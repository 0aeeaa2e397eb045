//! Turns what a player says while it plays into reports: which item is at which position, every ten seconds of film and when it
//! is left.

use std::collections::HashMap;

use crate::queue::Item;

/// How far a film is, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Position {
    pub(crate) at: f64,
    /// 0 while it is not known.
    pub(crate) length: f64,
}

/// Receives the number of an item and its position.
pub(crate) trait Report: Fn(usize, Position) + Send + 'static {}
impl<F: Fn(usize, Position) + Send + 'static> Report for F {}

/// Seconds of film between two reports.
const STEP: f64 = 10.0;
/// Positions closer than this many seconds count as the same.
const CLOSE: f64 = 0.5;

/// Follows a player from the moment it is given some items, and decides which positions are worth a report.
pub(crate) struct Listener<R> {
    /// Number and start of each, by its address.
    items: HashMap<String, (usize, f64)>,
    report: R,
    /// The item of ours that plays, and its last position.
    current: Option<(usize, Position)>,
    /// The position that was last reported for that item.
    reported: f64,
    /// How many seconds the position must move before leaving the item reports it.
    least: f64,
    heard_ours: bool,
}

/// What a player plays at one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sample {
    /// The address it was given; `None` between two films.
    pub(crate) link: Option<String>,
    pub(crate) at: Option<f64>,
    pub(crate) length: Option<f64>,
}

/// Whether to go on following the player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Still {
    Ours,
    /// It plays what somebody else gave it.
    Another,
}

/// Returns what an address is known by. A file's is its path, since players make that of it or write it in their own way.
pub(crate) fn key(link: &str) -> String {
    let path = link.starts_with("file:").then(|| url::Url::parse(link).ok()?.to_file_path().ok()).flatten();
    path.map_or_else(|| link.to_owned(), |path| path.to_string_lossy().into_owned())
}

impl<R: Report> Listener<R> {
    pub(crate) fn new(items: &[Item], report: R) -> Self {
        let numbered = items.iter().enumerate();
        let items = numbered.map(|(number, item)| (key(item.link.as_str()), (number, item.start))).collect();
        Self { items, report, current: None, reported: 0.0, least: CLOSE, heard_ours: false }
    }

    /// Follows other items from now on.
    pub(crate) fn renew(&mut self, items: &[Item]) {
        let numbered = items.iter().enumerate();
        self.items = numbered.map(|(number, item)| (key(item.link.as_str()), (number, item.start))).collect();
        (self.current, self.reported, self.least, self.heard_ours) = (None, 0.0, CLOSE, false);
    }

    /// Also knows an item that was appended, by its number.
    pub(crate) fn add(&mut self, number: usize, item: &Item) {
        self.items.insert(key(item.link.as_str()), (number, item.start));
    }

    /// Returns the number of the item with this address.
    pub(crate) fn number(&self, link: &str) -> Option<usize> {
        self.items.get(&key(link)).map(|(number, _)| *number)
    }

    /// Takes one sample. Returns `Another` when the player has left our items for something else. What it still plays from before
    /// it was given ours does not count.
    pub(crate) fn hear(&mut self, sample: &Sample) -> Still {
        let item = sample.link.as_ref().and_then(|link| self.items.get(&key(link)).copied());
        let Some((number, start)) = item else {
            self.left();
            return if self.heard_ours && sample.link.is_some() { Still::Another } else { Still::Ours };
        };
        self.heard_ours = true;
        let known = |seconds: Option<f64>| seconds.filter(|seconds| seconds.is_finite() && *seconds >= 0.0);
        let (Some(at), Some(length)) = (known(sample.at), known(sample.length).filter(|length| *length > 0.0)) else {
            self.left();
            return Still::Ours;
        };
        let position = Position { at, length };
        match self.current {
            Some((before, was)) if before == number => {
                self.current = Some((number, position));
                // A film that is paused may never be resumed, so its position is reported at once.
                let moved = (at - self.reported).abs();
                if moved >= STEP || moved > self.least && at.total_cmp(&was.at).is_eq() {
                    self.say();
                }
            }
            Some(_) | None => {
                self.left();
                self.current = Some((number, position));
                if at + CLOSE < start {
                    // It began before the saved position. A short look at its beginning must not overwrite that position.
                    (self.reported, self.least) = (at, STEP);
                } else {
                    self.say();
                }
            }
        }
        Still::Ours
    }

    /// Ends the current item and reports where it was left, if that is a new position.
    pub(crate) fn left(&mut self) {
        if self.current.is_some_and(|(_, position)| (position.at - self.reported).abs() > self.least) {
            self.say();
        }
        self.current = None;
    }

    fn say(&mut self) {
        if let Some((number, position)) = self.current {
            (self.reported, self.least) = (position.at, CLOSE);
            (self.report)(number, position);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    pub(crate) type Said = Arc<Mutex<Vec<(usize, f64, f64)>>>;

    /// A listener for these links, each with its start, and what it reports.
    pub(crate) fn listener(links: &[(&str, f64)]) -> (Listener<impl Report + use<>>, Said) {
        let items: Vec<Item> = links.iter().map(|(link, start)| crate::queue::tests::item(link, *start)).collect();
        let said = Said::default();
        let into = Arc::clone(&said);
        let report =
            move |number, position: Position| into.lock().unwrap().push((number, position.at, position.length));
        (Listener::new(&items, report), said)
    }

    fn sample(link: &str, at: f64, length: f64) -> Sample {
        Sample { link: Some(link.to_owned()), at: Some(at), length: Some(length) }
    }

    const FIRST: &str = "https://cdn.example/1.mkv";
    const SECOND: &str = "https://cdn.example/2.mkv";

    #[test]
    fn each_item_is_reported_every_few_seconds_and_where_it_was_left() {
        let (mut listener, said) = listener(&[(FIRST, 0.0), (SECOND, 0.0)]);
        let mut hear = |sample| listener.hear(&sample);
        assert_eq!(hear(sample("https://cdn.example/before.mkv", 99.0, 100.0)), Still::Ours, "what was on before");
        for at in [0.0, 4.0, 9.0, 11.0, 13.0] {
            assert_eq!(hear(sample(FIRST, at, 100.0)), Still::Ours);
        }
        assert_eq!(hear(Sample::default()), Still::Ours, "between two films");
        hear(sample(SECOND, 0.0, 50.0));
        hear(sample(SECOND, 2.0, 50.0));
        assert_eq!(hear(sample("https://cdn.example/other.mkv", 1.0, 9.0)), Still::Another);
        let expected = [(0, 0.0, 100.0), (0, 11.0, 100.0), (0, 13.0, 100.0), (1, 0.0, 50.0), (1, 2.0, 50.0)];
        assert_eq!(*said.lock().unwrap(), expected);
    }

    #[test]
    fn a_film_that_stands_still_is_reported_where_it_does() {
        let (mut listener, said) = listener(&[(FIRST, 0.0)]);
        for at in [0.0, 4.0, 6.0, 6.0, 6.0] {
            listener.hear(&sample(FIRST, at, 100.0));
        }
        assert_eq!(*said.lock().unwrap(), [(0, 0.0, 100.0), (0, 6.0, 100.0)]);
    }

    #[test]
    fn a_glance_at_the_beginning_does_not_lose_where_it_was_left() {
        let (mut listener, said) = listener(&[(FIRST, 60.0), (SECOND, 60.0)]);
        for (link, at) in [(FIRST, 0.0), (FIRST, 4.0), (FIRST, 4.0), (SECOND, 0.0), (SECOND, 8.0), (SECOND, 12.0)] {
            listener.hear(&sample(link, at, 100.0));
        }
        for at in [59.8, 63.0] {
            listener.hear(&sample(FIRST, at, 100.0));
        }
        listener.left();
        assert_eq!(*said.lock().unwrap(), [(1, 12.0, 100.0), (0, 59.8, 100.0), (0, 63.0, 100.0)]);
    }

    #[test]
    fn what_is_no_number_of_seconds_is_not_reported() {
        let (mut listener, said) = listener(&[(FIRST, 0.0)]);
        for (at, length) in [(f64::NAN, 100.0), (-4.0, 100.0), (1.0, 0.0), (1.0, f64::INFINITY)] {
            listener.hear(&sample(FIRST, at, length));
        }
        listener.hear(&Sample { link: Some(FIRST.to_owned()), ..Sample::default() });
        listener.left();
        assert!(said.lock().unwrap().is_empty());
    }
}
