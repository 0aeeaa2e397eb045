//! How people name shows, seasons, folders and episodes. All titles are invented.

use super::Dice;

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

pub(super) const NAMES: [&str; 16] = [
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

    fn dots(text: &str) -> String {
        text.replace([' ', ':', '!'], ".").replace("..", ".")
    }

    /// A name that states season and episode.
    pub(super) fn full(&self, title: &str, season: u32, episode: u32, name: &str) -> String {
        let (dotted, dot_name, tag, group, ext) =
            (Self::dots(title), Self::dots(name), self.tag, self.group, self.extension);
        let spaced = tag.replace('.', " ");
        match self.template % 27 {
            0 => format!("{dotted}.S{season:02}E{episode:02}.{tag}-{group}.{ext}"),
            1 => format!("{dotted}.S{season:02}E{episode:02}.{dot_name}.{tag}-{group}.{ext}"),
            2 => format!("{title} - S{season:02}E{episode:02} - {name} ({spaced}).{ext}"),
            3 => format!("{title} {season}x{episode:02} {name}.{ext}"),
            4 => format!("{dotted}.{season}x{episode:02}.{tag}.{ext}"),
            5 => format!("{dotted}.S{season:02}.E{episode:02}.{dot_name}.{tag}.{ext}"),
            6 => format!("{title} s{season:02}e{episode:02} {name} [{spaced}].{ext}"),
            7 => format!("{title} S{season} E{episode} {name}.{ext}"),
            8 => format!("{title} Season {season} Episode {episode:02} {name}.{ext}"),
            9 => format!("{title} - Season {season}, Episode {episode} - {name}.{ext}"),
            10 => format!("[{group}] {title} - S{season:02}E{episode:02} - {name} [{spaced}].{ext}"),
            11 => format!("S{season:02}E{episode:02} - {name}.{ext}"),
            12 => format!("S{season:02}E{episode:02}.{ext}"),
            13 => format!("{season}x{episode:02} - {name}.{ext}"),
            14 => format!("{title} [{season}x{episode:02}] {name}.{ext}"),
            15 => format!("{title} - {season:02}x{episode:02} - {name}.{ext}"),
            16 => format!("{title} Saison {season} Episode {episode:02} {spaced}.{ext}"),
            17 => format!("{title} Staffel {season} Folge {episode:02} {name} {spaced}.{ext}"),
            18 => format!("{title} - Temporada {season} Capitulo {episode:02} {spaced}.{ext}"),
            19 => format!("{title}. Сезон {season}. Серия {episode:02}. {name}.{ext}"),
            20 => format!("{title} {season}.Sezon {episode}.Bölüm {spaced}.{ext}"),
            21 => format!("{title} 第{season}季第{episode:02}集 {spaced}.{ext}"),
            22 => format!("{dotted}_s{season:02}e{episode:02}_{}.{ext}", dot_name.replace('.', "_")),
            23 => {
                format!("{}-S{season:02}E{episode:02}-{}.{ext}", dotted.replace('.', "-"), dot_name.replace('.', "-"))
            }
            24 => format!("({season}x{episode:02}) {title} - {name}.{ext}"),
            25 => format!("{title} - s{season:02} e{episode:02} - {name}.{ext}"),
            _ => format!("{title}.S{season:02}EP{episode:02}.{tag}-{group}.{ext}"),
        }
    }

    /// A name that states an episode only: its season is in the folder, or there is none.
    pub(super) fn bare(&self, title: &str, episode: u32, name: &str) -> String {
        let (dotted, tag, group, ext, width) = (Self::dots(title), self.tag, self.group, self.extension, self.width);
        let spaced = tag.replace('.', " ");
        let n = format!("{episode:0width$}");
        match self.template % 25 {
            0 => format!("{n}.{ext}"),
            1 => format!("{n} - {name}.{ext}"),
            2 => format!("{n}. {name}.{ext}"),
            3 => format!("E{n}.{ext}"),
            4 => format!("Episode {episode}.{ext}"),
            5 => format!("Ep {n} - {name}.{ext}"),
            6 => format!("{title} - {n}.{ext}"),
            7 => format!("[{group}] {title} - {n} [{spaced}].{ext}"),
            8 => format!("[{group}] {title} [{n}][{spaced}].{ext}"),
            9 => format!("[{group}][{title}][{n}][{spaced}].{ext}"),
            10 => format!("{title} 第{n}話 ({spaced}).{ext}"),
            11 => format!("{title} 第{n}集.{ext}"),
            12 => format!("[{group}]_{}_-_{n}_[{}].{ext}", title.replace(' ', "_"), tag.replace('.', "_")),
            13 => format!("{dotted}.E{n}.{tag}-{group}.{ext}"),
            14 => format!("{title} Episode {n}.{ext}"),
            15 => format!("{dotted}.{n}.{tag}.{ext}"),
            16 => format!("{title} ep{n} ({spaced}).{ext}"),
            17 => format!("({n}) {name}.{ext}"),
            18 => format!("{title} #{n} {name}.{ext}"),
            19 => format!("[{group}] {title} - {n} - {name} ({spaced}) [4F{n}A0C1].{ext}"),
            20 => format!("{title} - Folge {n} - {name}.{ext}"),
            21 => format!("{title} {n} серия.{ext}"),
            22 => format!("[{group}] {title} ({n}) [{spaced}].{ext}"),
            23 => format!("{title}_{n}_{}.{ext}", tag.replace('.', "_")),
            _ => format!("{title} {n} [{spaced}].{ext}"),
        }
    }

    /// The same habit for a count of hundreds.
    pub(super) fn wide(mut self, width: usize) -> Self {
        self.width = width;
        self
    }

    /// Season and episode in one number.
    pub(super) fn compact(&self, title: &str, season: u32, episode: u32, name: &str) -> String {
        let (dotted, tag, ext) = (Self::dots(title), self.tag, self.extension);
        match self.template % 5 {
            0 => format!("{}.{season}{episode:02}.hdtv-lol.{ext}", dotted.to_lowercase()),
            1 => format!("{title} - {season}{episode:02} - {name}.{ext}"),
            2 => format!("{dotted}.{season}{episode:02}.{tag}.{ext}"),
            3 => format!("{season}{episode:02} {name}.{ext}"),
            _ => format!("{title} {season}{episode:02}.{ext}"),
        }
    }

    /// A torrent's own name; `what` says what it holds.
    pub(super) fn torrent(&self, title: &str, what: &str) -> String {
        match self.template / 64 % 4 {
            0 => format!("{title} {what} {}", self.tag.replace('.', " ")),
            1 => format!("[{}] {title} {what}", self.group),
            2 => format!("{}.{}.{}-{}", Self::dots(title), Self::dots(what), self.tag, self.group),
            _ => format!("{title} {what}"),
        }
    }
}
