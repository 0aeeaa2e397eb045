//! How people name shows, seasons, folders and episodes. All titles are invented.

use super::Dice;
use super::templates::{BARE, COMPACT, FULL};

pub(super) const SHOWS: [&str; 14] = [
    "The Meridian Survey",
    "Windstar Wanderers",
    "Harbour of Glass",
    "Low Tide",
    "Kestrel",
    "Mr. Abernathy",
    "Salt & Ash",
    "Nine Bells",
    "The Long Orchard",
    "Ferro",
    "Widow's Lantern",
    "Extra Ordinary",
    "Special Branch Office",
    "Sample This",
];

/// Titles that carry numbers of their own.
pub(super) const NUMBERED: [&str; 12] = [
    "Sector 47",
    "Cabin 112",
    "73",
    "The 300 Lanterns",
    "Route 9",
    "2 Moons",
    "Year 3000",
    "Apollo 1973",
    "Unit 13",
    "4x4 Kings",
    "12 Bridges",
    "Level 7 Down",
];

/// Titles in other scripts and with odd punctuation.
pub(super) const WORLD: [&str; 14] = [
    "Стеклянный дом",
    "玻璃之城",
    "ガラスの海",
    "유리 바다",
    "Kırık Ayna",
    "Séance à l'aube",
    "Straße der Möwen",
    "Año Cero",
    "R.I.S.E.",
    "Fire Season",
    "The Last Episode Club",
    "Part of Us",
    "Ne-Ra vs. Tide",
    "What If...",
];

pub(super) const ANIME: [&str; 10] = [
    "Hoshizora Tetsudou",
    "Kaze no Uta",
    "Mizu-iro Days",
    "Yami Kumo",
    "Tsuki no Niwa",
    "Akai Hane!",
    "Ginga Post",
    "Sora:Zero",
    "Umi to Boku",
    "Kuro Neko Shokudou",
];

pub(super) const NAMES: [&str; 30] = [
    "Episode Five",
    "The Movie",
    "Part 1",
    "Season Finale",
    "100",
    "S.O.S.",
    "Trailer Park",
    "12 Angry Pandas",
    "2020",
    "Menu for Two",
    "Chapter 1 - The Start",
    "A Special Day",
    "The Sample",
    "Nº 9",
    "Pilot",
    "The Second Door",
    "Fly",
    "Seventeen",
    "4 Days Out",
    "Part 2",
    "108",
    "The 1st Day",
    "Blue",
    "1984",
    "Chapter Nine",
    "Track 29",
    "Ashes",
    "7 Minutes",
    "Two to One",
    "No Exit",
];

pub(super) const GROUPS: [&str; 8] = ["ORBiT", "NiGHTFALL", "KTR", "Tanuki", "PaleMoon", "iZARD", "BRAMBLE", "R3D"];

const TAGS: [&str; 12] = [
    "1080p.WEB-DL.DDP5.1.H.264",
    "720p.HDTV.x264",
    "2160p.WEB.H265",
    "1080p.BluRay.x265.10bit.AAC.5.1",
    "DVDRip.XviD",
    "480p.WEBRip.AAC2.0.x264",
    "1080p.AMZN.WEB-DL.DD+5.1.H.264",
    "HDTV.XviD",
    "1080p.NF.WEBRip.DDP5.1.x264",
    "576p.DVD.x264",
    "1080p.BluRay.REMUX.AVC.DTS-HD.MA.5.1",
    "WEB-DL.1080p.HEVC",
];

pub(super) struct Style {
    group: &'static str,
    tag: &'static str,
    extension: &'static str,
    season_word: &'static str,
    template: u32,
    width: usize,
}

impl Style {
    pub(super) fn new(dice: &Dice) -> Self {
        Self {
            group: dice.pick(&GROUPS),
            tag: dice.pick(&TAGS),
            extension: dice.pick(&["mkv", "mkv", "mp4", "avi"]),
            season_word: dice.pick(&[
                "Season #",
                "Season 0#",
                "S0#",
                "S#",
                "Saison #",
                "Staffel #",
                "Temporada #",
                "Stagione #",
                "Сезон #",
                "# сезон",
                "Sezon #",
                "第#季",
                "Series #",
                "#. Staffel",
                "Seizoen #",
                "Säsong #",
                "Season.0#",
                "season #",
            ]),
            template: u32::try_from(dice.roll() >> 33).unwrap_or(0),
            width: 2,
        }
    }

    pub(super) fn season_folder(&self, season: u32) -> String {
        self.season_word.replace('#', &season.to_string())
    }

    fn fill(&self, template: &str, title: &str, season: u32, episode: u32, name: &str) -> String {
        let dots = |text: &str| text.replace([' ', ':', '!', '\''], ".").replace("..", ".");
        let width = self.width;
        let mut filled = template.to_owned();
        for (place, text) in [
            ("{T}", title.to_owned()),
            ("{t.}", dots(title)),
            ("{l.}", dots(title).to_lowercase()),
            ("{t_}", title.replace(' ', "_")),
            ("{t-}", title.replace(' ', "-")),
            ("{n}", name.to_owned()),
            ("{n.}", dots(name)),
            ("{n_}", name.replace(' ', "_")),
            ("{n-}", name.replace(' ', "-")),
            ("{q}", self.tag.replace('.', " ")),
            ("{q.}", self.tag.to_owned()),
            ("{g}", self.group.to_owned()),
            ("{x}", format!("{:08X}", (season * 977 + episode).wrapping_mul(0x9e37_79b9))),
            ("{s}", season.to_string()),
            ("{ss}", format!("{season:02}")),
            ("{e}", episode.to_string()),
            ("{ee}", format!("{episode:0width$}")),
        ] {
            filled = filled.replace(place, &text);
        }
        format!("{filled}.{}", self.extension).replace(['/', '?'], "")
    }

    fn template(&self, from: &[&'static str]) -> &'static str {
        from[usize::try_from(self.template).unwrap_or(0) % from.len()]
    }

    /// A name that states season and episode.
    pub(super) fn full(&self, title: &str, season: u32, episode: u32, name: &str) -> String {
        self.fill(self.template(FULL), title, season, episode, name)
    }

    /// A name that states an episode only: its season is in the folder, or there is none.
    pub(super) fn bare(&self, title: &str, episode: u32, name: &str) -> String {
        self.fill(self.template(BARE), title, 1, episode, name)
    }

    /// Season and episode in one number.
    pub(super) fn compact(&self, title: &str, season: u32, episode: u32, name: &str) -> String {
        self.fill(self.template(COMPACT), title, season, episode, name)
    }

    /// The same habit for a count of hundreds.
    pub(super) fn wide(mut self, width: usize) -> Self {
        self.width = width;
        self
    }

    /// A torrent's own name; `what` says what it holds.
    pub(super) fn torrent(&self, title: &str, what: &str) -> String {
        match self.template / 64 % 4 {
            0 => format!("{title} {what} {}", self.tag.replace('.', " ")),
            1 => format!("[{}] {title} {what}", self.group),
            2 => format!("{}.{}.{}-{}", title.replace(' ', "."), what.replace(' ', "."), self.tag, self.group),
            _ => format!("{title} {what}"),
        }
    }
}
