//! Countries as catalogues write them and as release names mark them, and the hours that lie between them and UTC.

/// The hours of America's middle: its evening is one day on either coast, and what airs after midnight in the east is
/// listed under the evening before.
pub const AMERICA: i8 = -6;

/// A country with shows that releases mark by it.
struct Country {
    /// As catalogues write it, in lower case.
    names: &'static [&'static str],
    /// As release names mark it, in lower case.
    marks: &'static [&'static str],
    /// What its clocks are ahead of UTC, in hours; of a wide country the hours most of its viewers live by.
    hours: i8,
}

const COUNTRIES: [Country; 26] = [
    country(&["united states", "usa", "us", "united states of america"], &["us", "usa", "america"], AMERICA),
    country(&["united kingdom", "uk", "great britain", "england"], &["uk", "gb", "britain"], 0),
    country(&["australia"], &["au", "aus", "australia"], 10),
    country(&["new zealand"], &["nz", "new zealand"], 12),
    country(&["canada"], &["ca", "can", "canada"], AMERICA),
    country(&["ireland"], &["ie", "ireland"], 0),
    country(&["india"], &["india"], 5),
    country(&["japan"], &["jp", "jpn", "japan"], 9),
    country(&["south korea", "korea"], &["kr", "korea"], 9),
    country(&["china"], &["cn", "china"], 8),
    country(&["taiwan"], &["tw", "taiwan"], 8),
    country(&["thailand"], &["thailand"], 7),
    country(&["philippines"], &["ph", "philippines"], 8),
    country(&["germany", "west germany"], &["de", "germany"], 1),
    country(&["france"], &["fr", "france"], 1),
    country(&["spain"], &["spain"], 1),
    country(&["italy"], &["italy"], 1),
    country(&["netherlands"], &["nl", "netherlands", "holland"], 1),
    country(&["belgium"], &["belgium"], 1),
    country(&["denmark"], &["dk", "denmark"], 1),
    country(&["sweden"], &["se", "sweden"], 1),
    country(&["norway"], &["norway"], 1),
    country(&["brazil"], &["br", "brazil"], -3),
    country(&["mexico"], &["mx"], -6),
    country(&["turkey", "türkiye"], &["tr", "turkey"], 3),
    country(&["south africa"], &["za", "south africa"], 2),
];

const fn country(names: &'static [&'static str], marks: &'static [&'static str], hours: i8) -> Country {
    Country { names, marks, hours }
}

fn named(name: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|country| country.names.iter().any(|known| known.eq_ignore_ascii_case(name.trim())))
}

/// The languages that works of a country are made in, as ISO 639-1 codes, by the country's names in lower case.
const SPOKEN: [(&[&str], &[&str]); 46] = [
    (&["united states", "usa", "us", "united states of america"], &["en"]),
    (&["united kingdom", "uk", "great britain", "england"], &["en"]),
    (&["australia", "new zealand"], &["en"]),
    (&["ireland"], &["en"]),
    (&["canada"], &["en", "fr"]),
    (&["south africa"], &["en", "af"]),
    (&["india"], &["hi", "ta", "te", "ml", "kn", "bn", "mr", "pa", "gu"]),
    (&["pakistan"], &["ur"]),
    (&["japan"], &["ja"]),
    (&["south korea", "korea", "north korea"], &["ko"]),
    (&["china", "taiwan", "hong kong"], &["zh"]),
    (&["thailand"], &["th"]),
    (&["vietnam"], &["vi"]),
    (&["indonesia"], &["id"]),
    (&["malaysia"], &["ms"]),
    (&["philippines"], &["tl", "en"]),
    (&["germany", "west germany", "east germany", "austria"], &["de"]),
    (&["switzerland"], &["de", "fr", "it"]),
    (&["france"], &["fr"]),
    (&["belgium"], &["nl", "fr"]),
    (&["netherlands"], &["nl"]),
    (&["italy"], &["it"]),
    (&["spain"], &["es", "ca", "eu", "gl"]),
    (&["mexico", "argentina", "colombia", "chile", "peru", "uruguay", "venezuela", "cuba"], &["es"]),
    (&["portugal", "brazil"], &["pt"]),
    (&["denmark"], &["da"]),
    (&["sweden"], &["sv"]),
    (&["norway"], &["no"]),
    (&["finland"], &["fi"]),
    (&["iceland"], &["is"]),
    (&["poland"], &["pl"]),
    (&["czech republic", "czechia", "czechoslovakia"], &["cs", "sk"]),
    (&["slovakia"], &["sk"]),
    (&["hungary"], &["hu"]),
    (&["romania"], &["ro"]),
    (&["bulgaria"], &["bg"]),
    (&["greece"], &["el"]),
    (&["serbia", "yugoslavia"], &["sr"]),
    (&["croatia"], &["hr"]),
    (&["russia", "soviet union"], &["ru"]),
    (&["ukraine"], &["uk"]),
    (&["turkey", "türkiye"], &["tr"]),
    (&["iran"], &["fa"]),
    (&["israel"], &["he"]),
    (&["egypt", "lebanon", "morocco", "saudi arabia"], &["ar"]),
    (&["georgia"], &["ka"]),
];

/// Returns the languages that works of these countries are made in; none for a country that is not known.
pub fn languages(countries: &[String]) -> Vec<&'static str> {
    let mut spoken = Vec::new();
    for name in countries {
        let of = SPOKEN.iter().find(|(names, _)| names.iter().any(|known| known.eq_ignore_ascii_case(name.trim())));
        for code in of.into_iter().flat_map(|(_, codes)| codes.iter()) {
            if !spoken.contains(code) {
                spoken.push(*code);
            }
        }
    }
    spoken
}

/// Returns whether `mark`, in lower case, is how a release name marks a country.
pub fn is_mark(mark: &str) -> bool {
    marked(mark).is_some()
}

/// Returns whether `mark` marks one of the countries, which are written as catalogues do.
pub fn is_marked(countries: &[String], mark: &str) -> bool {
    countries.iter().filter_map(|name| named(name)).any(|country| country.marks.contains(&mark))
}

/// Returns the country that `mark`, in lower case, marks, as catalogues write it.
pub fn marked(mark: &str) -> Option<&'static str> {
    COUNTRIES.iter().find(|country| country.marks.contains(&mark)).and_then(|country| country.names.first().copied())
}

/// Returns what the clocks of the first known country are ahead of UTC, in hours.
pub fn hours(countries: &[String]) -> Option<i8> {
    countries.iter().find_map(|name| named(name)).map(|country| country.hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_its_names_and_its_marks() {
        let of = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert!(is_marked(&of(&["United States"]), "us") && is_marked(&of(&["Atlantis", "UK"]), "uk"));
        assert!(!is_marked(&of(&["United States"]), "uk") && !is_marked(&[], "us"));
        assert!(
            is_mark("nz") && !is_mark("mexico"),
            "a title goes on with a country more often than it is marked by it"
        );
        assert_eq!((hours(&of(&["Atlantis", "Japan"])), hours(&of(&["Atlantis"]))), (Some(9), None));
        assert_eq!(languages(&of(&["Belgium", "Atlantis", " France "])), ["nl", "fr"]);
        assert_eq!(languages(&of(&["Atlantis"])), Vec::<&str>::new());
    }
}
