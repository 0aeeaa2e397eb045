//! Text from files and players made fit to show.

use perihelion_core::text::clean;

/// The longest name of a track or chapter that is kept.
const LONGEST: usize = 80;

/// Returns the text without control characters and not too long; `None` when nothing is left.
pub(crate) fn shown(text: &str) -> Option<String> {
    let text = clean(text, LONGEST);
    (!text.is_empty()).then_some(text)
}
