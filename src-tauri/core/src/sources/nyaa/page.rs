//! Parses Nyaa's HTML search page row by row, so that an unreadable row never affects its neighbours.

use super::{SourceError, TRACKER, named};
use crate::lenient::MOST_ROWS;
use crate::magnet::{self, Magnet};
use crate::sources::answer::magnet_hash;
use crate::sources::{DropReason, SourceAnswer};
use crate::text;
use crate::torrent::Torrent;

/// Parses a search page; returns an empty answer for a page that says there are no results.
pub(in crate::sources) fn parse(body: &[u8]) -> Result<SourceAnswer, SourceError> {
    let page = String::from_utf8_lossy(body);
    let small = page.to_ascii_lowercase();
    let whole = Markup { text: &page, small: &small };
    let answer = SourceAnswer::of(whole.rows().take(MOST_ROWS).filter_map(torrent));
    let known = page.contains("torrent-list") || small.contains("no results found");
    if answer.torrents.is_empty() && !known {
        return Err(SourceError::Malformed("the answer is not a page of search results".to_owned()));
    }
    Ok(answer)
}

/// Parses a table row; `None` for the heading, which lists no torrent.
fn torrent(row: Markup<'_>) -> Option<Result<Torrent, DropReason>> {
    let magnet = row.magnet().map(|link| magnet::read(&text::unescaped(link)));
    let title = row.title().map(text::unescaped);
    if magnet.is_none() && title.is_none() {
        return None;
    }
    Some(read(row, magnet, title.as_deref()))
}

fn read(row: Markup<'_>, magnet: Option<Magnet>, title: Option<&str>) -> Result<Torrent, DropReason> {
    let magnet = magnet.ok_or(DropReason::FileOnly)?;
    let hash = magnet_hash(&magnet)?;
    let mut torrent = title.and_then(|title| named(hash, title)).ok_or(DropReason::Unreadable)?;
    // After the links: size, date, seeders, leechers, downloads; the last three are not shown everywhere.
    let mut cells = row.cells().map(str::trim);
    torrent.size = cells.next().and_then(text::size);
    torrent.seeders = cells.find_map(|cell| cell.parse().ok());
    torrent.trackers = if magnet.trackers.is_empty() { vec![TRACKER.to_owned()] } else { magnet.trackers };
    Ok(torrent)
}

/// A slice of the page and the same slice in lower case, because tags and attributes come in either case. It is
/// searched for markers and not parsed as a tree, so that an error in one place leaves the rest readable.
#[derive(Clone, Copy)]
struct Markup<'a> {
    text: &'a str,
    small: &'a str,
}

/// The most bytes searched in a tag for its title attribute.
const LONGEST_TAG: usize = 4096;

impl<'a> Markup<'a> {
    /// Returns what follows the first `opening`.
    fn after(self, opening: &str) -> Option<Self> {
        self.small.find(opening).map(|at| self.skip(at + opening.len()))
    }

    fn skip(self, bytes: usize) -> Self {
        Self { text: &self.text[bytes..], small: &self.small[bytes..] }
    }

    /// Splits at the first `closing`: returns what precedes it and what follows it.
    fn until(self, closing: &str) -> Option<(Self, Self)> {
        let at = self.small.find(closing)?;
        Some((Self { text: &self.text[..at], small: &self.small[..at] }, self.skip(at + closing.len())))
    }

    /// Returns what follows each occurrence of `opening`.
    fn each(self, opening: &'static str) -> impl Iterator<Item = Self> {
        std::iter::successors(self.after(opening), move |rest| rest.after(opening))
    }

    fn rows(self) -> impl Iterator<Item = Self> {
        let mut rest = self;
        std::iter::from_fn(move || {
            loop {
                rest = rest.after("<tr")?;
                if !rest.small.starts_with(is_of_word) {
                    let (row, after) = rest.until(">")?.1.until("</tr>")?;
                    rest = after;
                    return Some(row);
                }
            }
        })
    }

    fn magnet(self) -> Option<&'a str> {
        let mut links = self.each("href=\"").filter(|link| link.small.starts_with("magnet:"));
        links.find_map(|link| link.until("\"")).map(|(link, _)| link.text)
    }

    /// The link to the comments has an anchor, and so is not the title.
    fn title(self) -> Option<&'a str> {
        let mut links = self.each("href=\"/view/");
        links.find_map(|link| {
            let (number, rest) = link.until("\"")?;
            if number.small.is_empty() || !number.small.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let tag = &rest.small[..rest.small.floor_char_boundary(LONGEST_TAG)];
            let tag = tag.split('>').next().unwrap_or_default();
            let (at, name) = tag.match_indices("title=\"").find(|(at, _)| !tag[..*at].ends_with(is_of_word))?;
            let (title, _) = rest.skip(at + name.len()).until("\"")?;
            Some(title.text).filter(|title| !title.is_empty())
        })
    }

    fn cells(self) -> impl Iterator<Item = &'a str> {
        let parts = self.each("<td class=\"text-center\"").map_while(|cell| cell.until(">")?.1.until("<"));
        parts.filter(|(_, after)| after.small.starts_with("/td>")).map(|(told, _)| told.text)
    }
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(page: &str) -> Vec<String> {
        parse(page.as_bytes()).unwrap().torrents.into_iter().map(|torrent| torrent.title).collect()
    }

    #[test]
    fn tags_are_read_however_they_are_written_and_what_is_broken_stays_where_it_is() {
        let row = |hash: char, title: &str| {
            let magnet = format!("MAGNET:?xt=urn:btih:{}", hash.to_string().repeat(40));
            format!(
                "<TR class=a><td><a HREF=\"/view/12\"\n Title=\"{title}\">x</a><a href=\"{magnet}\">m</a></td></Tr>"
            )
        };
        let comments = "<a href=\"/view/12#comments\" title=\"2 comments\">2</a>";
        let (first, last) = (row('a', "Größe > &amp; so"), row('b', "Ende"));
        assert_eq!(titles(&format!("{first}<trap><tr>{comments}</tr>{last}")), ["Größe > & so", "Ende"]);
        let open = titles(&format!("<tr><a href=\"/view/1\" title=\"open>{first}{last}"));
        assert_eq!(open.last().map(String::as_str), Some("Ende"), "a quote nothing closes ends with its row");
        assert_eq!(titles(&format!("torrent-list {last}<tr><td")), ["Ende"]);
    }

    #[test]
    fn a_page_of_beginnings_is_read_in_time() {
        for piece in [
            "<tr",
            "<tr>",
            "<a href=\"/view/1\" ",
            "href=\"magnet:",
            "<td class=\"text-center\"",
            "<td class=\"text-center\">",
        ] {
            let page = format!("torrent-list<tr>{}</tr>", piece.repeat((4 << 20) / piece.len()));
            assert!(parse(page.as_bytes()).unwrap().torrents.is_empty());
        }
    }
}
