//! Reads RSS as torrent indexes write it, with declared or undeclared namespace prefixes. The result is flat on
//! purpose: an item is the texts of its direct children and its `attr` elements. A feed that declares entities is
//! refused, and depth and counts are bounded.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::SourceError;
use crate::lenient::MOST_ROWS;
use crate::text::{entity, unescaped};

const DEEPEST: usize = 64;
/// The most bytes kept of a field or attribute; only descriptions are longer, and nothing here reads those.
const LONGEST_FIELD: usize = 16 << 10;
const MOST_FIELDS: usize = 256;

/// One `item`, with the names of its fields in lower case and without prefix.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Item {
    fields: Vec<(String, String)>,
    attrs: Vec<(String, String)>,
}

impl Item {
    /// Returns the text of the first non-empty child element of that name.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        value(&self.fields, name)
    }

    /// Returns the value of the first non-empty `attr` element of that name.
    pub(super) fn attr(&self, name: &str) -> Option<&str> {
        value(&self.attrs, name)
    }
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().filter(|(key, _)| key == name).map(|(_, text)| text.trim()).find(|text| !text.is_empty())
}

/// One page of a feed.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) items: Vec<Item>,
    /// The number of items on all pages, where the feed states it.
    pub(super) total: Option<usize>,
}

/// Parses a feed and returns its items.
pub(super) fn items(body: &[u8]) -> Result<Vec<Item>, SourceError> {
    page(body).map(|page| page.items)
}

/// Parses a feed and returns its items and the total it states.
pub(super) fn page(body: &[u8]) -> Result<Page, SourceError> {
    let text = String::from_utf8_lossy(body);
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut feed = Feed::default();
    loop {
        match reader.read_event().map_err(|_| malformed("the feed is not well-formed"))? {
            Event::Start(start) => feed.start(&start)?,
            Event::Empty(start) => {
                feed.start(&start)?;
                feed.end(&local_name(&start));
            }
            Event::End(end) => feed.end(&end.local_name().as_ref().to_ascii_lowercase()),
            Event::Text(text) => feed.text(&text.xml10_content()),
            Event::CData(text) => feed.text(&text.xml10_content()),
            Event::GeneralRef(name) => {
                if let Some(meaning) = entity(&name.xml10_content()) {
                    feed.text(&meaning);
                }
            }
            Event::DocType(doctype) if doctype.xml10_content().contains("<!ENTITY") => {
                return Err(malformed("the feed declares entities of its own"));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof if !feed.seen_root && !text.trim().is_empty() => return Err(malformed("the answer is no feed")),
            Event::Eof => return feed.finished(),
        }
    }
}

fn malformed(why: &str) -> SourceError {
    SourceError::Malformed(why.to_owned())
}

fn local_name(start: &BytesStart<'_>) -> String {
    start.local_name().as_ref().to_ascii_lowercase()
}

#[derive(Default)]
struct Feed {
    /// Names of the open elements.
    open: Vec<String>,
    seen_root: bool,
    item: Option<Item>,
    /// Depth of the open `item`.
    item_depth: usize,
    items: Vec<Item>,
    total: Option<usize>,
}

impl Feed {
    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), SourceError> {
        let name = local_name(start);
        if !self.seen_root {
            self.seen_root = true;
            check_root(&name, start)?;
        }
        if name == "response" && self.item.is_none() {
            self.total = attribute(start, "total").and_then(|total| total.trim().parse().ok()).or(self.total);
        }
        if name == "item" {
            // An item inside an item means that the end tag of the outer one is missing.
            self.close_item();
            self.item = Some(Item::default());
            self.item_depth = self.open.len();
        } else if let Some(item) = &mut self.item {
            if name == "attr" && item.attrs.len() < MOST_FIELDS {
                item.attrs
                    .extend(attribute(start, "name").map(|n| n.to_ascii_lowercase()).zip(attribute(start, "value")));
            } else if self.open.len() == self.item_depth + 1 && item.fields.len() < MOST_FIELDS {
                // An enclosure holds its URL in an attribute.
                let told = if name == "enclosure" { attribute(start, "url") } else { None };
                item.fields.push((name.clone(), told.unwrap_or_default()));
            }
        }
        self.open.push(name);
        if self.open.len() > DEEPEST { Err(malformed("the feed is nested too deeply")) } else { Ok(()) }
    }

    fn end(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| open == name) else { return };
        self.open.truncate(at);
        if self.item.is_some() && at <= self.item_depth {
            self.close_item();
        }
    }

    fn close_item(&mut self) {
        if let Some(item) = self.item.take().filter(|_| self.items.len() < MOST_ROWS) {
            self.items.push(item);
        }
    }

    /// Adds text that stands directly inside a child of an item.
    fn text(&mut self, text: &str) {
        if self.open.len() == self.item_depth + 2
            && let Some((name, value)) = self.item.as_mut().and_then(|item| item.fields.last_mut())
            && self.open.last() == Some(name)
        {
            let room = LONGEST_FIELD.saturating_sub(value.len());
            value.push_str(&text[..text.floor_char_boundary(room)]);
        }
    }

    fn finished(self) -> Result<Page, SourceError> {
        if !self.seen_root {
            return Err(malformed("answered with nothing"));
        }
        if !self.open.is_empty() {
            return Err(malformed("the feed breaks off"));
        }
        Ok(Page { items: self.items, total: self.total })
    }
}

/// Returns an error when the root is an `error` element: Torznab reports failures this way, often with status 200.
fn check_root(name: &str, root: &BytesStart<'_>) -> Result<(), SourceError> {
    match name {
        "rss" | "feed" | "channel" => Ok(()),
        "error" => {
            let said = attribute(root, "description").and_then(|text| crate::text::line(&text, 200));
            Err(SourceError::Malformed(match said {
                Some(said) => format!("answered with an error: {said}"),
                None => "answered with an error".to_owned(),
            }))
        }
        "html" => Err(malformed("answered with a web page instead of a feed")),
        _ => Err(malformed("the answer is no feed")),
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = start
        .attributes()
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref().eq_ignore_ascii_case(name))?;
    (attribute.value.len() <= LONGEST_FIELD).then(|| unescaped(&attribute.value).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(item: &str) -> String {
        format!(r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>{item}</channel></rss>"#)
    }

    fn why(body: &str) -> String {
        items(body.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn an_item_is_its_fields_and_attrs_whatever_the_prefix() {
        let feed = wrapped(
            "<item><title> A &amp; B &#39;c&#39; </title><x:size>1.4 GiB</x:size><description><![CDATA[<b>hi</b>]]></description>\
             <torznab:attr name=\"SIZE\" value=\"7\"/><newznab:attr name='size' value='8'></newznab:attr></item>",
        );
        let items = items(feed.as_bytes()).unwrap();
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].field("title"), Some("A & B 'c'"));
        assert_eq!(items[0].field("size"), Some("1.4 GiB"));
        assert_eq!(items[0].attr("size"), Some("7"));
    }

    #[test]
    fn a_muddled_item_does_not_cost_its_neighbours() {
        let feed = wrapped(
            "<item><title>one</title></item><item><title>AT&T & <b>bold</title><junk a=1 b><p></item><item><title>three</title></item>",
        );
        let items = items(feed.as_bytes()).unwrap();
        let titles: Vec<_> = items.iter().filter_map(|item| item.field("title")).collect();
        assert_eq!(titles, ["one", "AT&T &", "three"]);
    }

    #[test]
    fn the_total_of_all_pages_and_the_address_of_an_enclosure_are_read() {
        let feed =
            wrapped("<newznab:response offset=\"0\" total=\"250\"/><item><enclosure url=\"magnet:?a&amp;b\"/></item>");
        let page = page(feed.as_bytes()).unwrap();
        assert_eq!(page.total, Some(250));
        assert_eq!(page.items[0].field("enclosure"), Some("magnet:?a&b"));
        assert_eq!(super::page(wrapped("<newznab:response offset=\"0\"/>").as_bytes()).unwrap().total, None);
    }

    #[test]
    fn entity_bombs_are_refused() {
        let bomb = r#"<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
            <rss><channel><item><title>&lol2;</title></item></channel></rss>"#;
        assert_eq!(why(bomb), "the feed declares entities of its own");
        let undeclared = wrapped("<item><title>a&lol2;b</title></item>");
        assert_eq!(items(undeclared.as_bytes()).unwrap()[0].field("title"), Some("ab"));
    }

    #[test]
    fn what_is_no_feed_is_a_clear_error() {
        assert_eq!(why(""), "answered with nothing");
        assert_eq!(why("<!DOCTYPE html><html><body>502</body></html>"), "answered with a web page instead of a feed");
        assert_eq!(why("<rss><channel><item><title>cut"), "the feed breaks off");
        assert_eq!(why("<rss><channel><item><tit"), "the feed is not well-formed");
        assert_eq!(why(&wrapped(&"<a>".repeat(100_000))), "the feed is nested too deeply");
        assert_eq!(
            why(r#"<?xml version="1.0"?><error code="201" description="Incorrect parameter"/>"#),
            "answered with an error: Incorrect parameter"
        );
        assert_eq!(why("{\"data\":[]}"), "the answer is no feed");
    }

    #[test]
    fn a_gigantic_field_is_cut_off_without_its_item() {
        let feed = wrapped(&format!("<item><description>{}</description><title>a</title></item>", "x".repeat(1 << 20)));
        assert_eq!(items(feed.as_bytes()).unwrap()[0].field("title"), Some("a"));
        let feed = wrapped(&format!("<item><title>Sintel {}</title><size>7</size></item>", "é".repeat(1 << 20)));
        let item = &items(feed.as_bytes()).unwrap()[0];
        assert!(item.field("title").is_some_and(|title| title.starts_with("Sintel é") && title.len() <= LONGEST_FIELD));
        assert_eq!(item.field("size"), Some("7"));
    }
}
