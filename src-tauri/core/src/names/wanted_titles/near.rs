//! Titles that may be the wanted one, and another work's as well: its subtitle alone, its plural, with a place it is set in, without
//! its maker.

use release_name::{is_plural, without_article};

use super::{WantedTitles, words};
use crate::title::Kind;

impl WantedTitles {
    /// Returns whether a title in normal form may stand for the wanted series.
    pub(super) fn may_be(&self, normal: &str) -> bool {
        let title = without_article(normal);
        self.kind != Kind::Movie
            && (self.is_subtitle(normal)
                || title.contains(' ') && self.is_other_number(title)
                || self.known.normal_forms().any(|known| words::without_maker(known) == Some(title)))
    }

    /// Returns whether a title is the wanted one in the plural, or in the singular. One of a single word is another work and no
    /// translation.
    pub(super) fn is_other_number(&self, normal: &str) -> bool {
        let title = without_article(normal);
        self.known.normal_forms().any(|known| is_plural(title, known))
    }

    /// Returns whether a title is what follows the colon in the wanted one, `The Bad Crew` of *Tidemen: The Bad Crew*. One word
    /// is too common.
    pub(super) fn is_subtitle(&self, normal: &str) -> bool {
        let title = without_article(normal);
        title.contains(' ') && self.halves.iter().any(|(_, subtitle)| without_article(subtitle) == title)
    }

    /// Returns whether the words behind the title of a series are a place or person that its description names.
    pub(super) fn is_named(&self, after: &str) -> bool {
        self.kind != Kind::Movie && self.named.iter().any(|name| name == after)
    }
}
