//! Owns type: titles set in one of three committed faces, wrapped and fitted. The faces are under the SIL Open Font License.

use tiny_skia::{Color, Path, PathBuilder, Transform};
use ttf_parser::{Face, OutlineBuilder};

use super::canvas::Canvas;

/// A face, how it is cased, and the air between its letters in ems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hand {
    /// Geometric capitals with wide air.
    Jost,
    /// Bookish, in title case.
    Cormorant,
    /// Tall narrow capitals.
    Bebas,
}

const JOST: &[u8] = include_bytes!("../../fonts/Jost-Medium.ttf");
const CORMORANT: &[u8] = include_bytes!("../../fonts/CormorantGaramond-SemiBold.ttf");
const BEBAS: &[u8] = include_bytes!("../../fonts/BebasNeue-Regular.ttf");

impl Hand {
    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Jost => JOST,
            Self::Cormorant => CORMORANT,
            Self::Bebas => BEBAS,
        }
    }

    fn air(self) -> f32 {
        match self {
            Self::Jost => 0.12,
            Self::Cormorant => 0.0,
            Self::Bebas => 0.035,
        }
    }

    /// Line height in ems.
    fn leading(self) -> f32 {
        match self {
            Self::Jost => 1.2,
            Self::Cormorant => 0.92,
            Self::Bebas => 0.94,
        }
    }

    fn cased(self, text: &str) -> String {
        match self {
            Self::Cormorant => text.to_owned(),
            Self::Jost | Self::Bebas => text.to_uppercase(),
        }
    }

    /// The largest a title is set, as a share of the width.
    fn most(self) -> f32 {
        match self {
            Self::Jost => 0.105,
            Self::Cormorant => 0.175,
            Self::Bebas => 0.2,
        }
    }
}

/// Text set in lines, ready to draw.
#[derive(Debug)]
pub(super) struct Setting {
    lines: Vec<(Path, f32)>,
    size: f32,
    hand: Hand,
}

impl Setting {
    /// Sets text within a width in at most three lines, as large as the hand and `most` allow.
    pub(super) fn fitted(hand: Hand, text: &str, width: f32, tallest: f32) -> Option<Self> {
        let face = Face::parse(hand.bytes(), 0).ok()?;
        let text = hand.cased(text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut best: Option<(f32, Vec<String>)> = None;
        for count in 1..=words.len().min(3) {
            let lines = broken(&face, hand, &words, count);
            let widest = lines.iter().map(|line| measure(&face, hand, line)).fold(0.01, f32::max);
            let lines_high = hand.leading() * f32::from(u8::try_from(count).unwrap_or(1));
            let size = (width / widest).min(width * hand.most()).min(tallest / lines_high);
            // Another line must earn its place.
            if best.as_ref().is_none_or(|(held, _)| size > held * 1.12) {
                best = Some((size, lines));
            }
        }
        let (size, lines) = best?;
        let lines = lines
            .iter()
            .filter_map(|line| Some((outline(&face, hand, line, size)?, measure(&face, hand, line) * size)));
        Some(Self { lines: lines.collect(), size, hand })
    }

    pub(super) fn height(&self) -> f32 {
        self.size * self.hand.leading() * f32::from(u8::try_from(self.lines.len()).unwrap_or(1))
    }

    /// Draws the lines centred on `x`, the last baseline at `bottom`.
    pub(super) fn draw(&self, canvas: &mut Canvas, x: f32, bottom: f32, color: Color) {
        let count = self.lines.len();
        for (at, (path, width)) in self.lines.iter().enumerate() {
            let above = f32::from(u8::try_from(count - 1 - at).unwrap_or(0));
            let place = Transform::from_translate(x - width / 2.0, bottom - above * self.size * self.hand.leading());
            canvas.fill_color(path.clone().transform(place), color);
        }
    }
}

/// A single small line, centred.
pub(super) fn line(canvas: &mut Canvas, text: &str, x: f32, baseline: f32, size: f32, color: Color) {
    let Ok(face) = Face::parse(JOST, 0) else { return };
    let text = text.to_uppercase();
    let width = text.chars().map(|c| advance(&face, c) + 0.2).sum::<f32>() * size;
    let mut pen = x - width / 2.0;
    for character in text.chars() {
        if let Some(path) = glyph(&face, character, size, pen, baseline) {
            canvas.fill_color(Some(path), color);
        }
        pen += (advance(&face, character) + 0.2) * size;
    }
}

/// Words in `count` lines of widths as equal as they come.
fn broken(face: &Face<'_>, hand: Hand, words: &[&str], count: usize) -> Vec<String> {
    let mut best = (f32::MAX, vec![words.join(" ")]);
    let mut consider = |cuts: &[usize]| {
        let mut lines = Vec::new();
        let mut from = 0;
        for cut in cuts.iter().chain([&words.len()]) {
            lines.push(words[from..*cut].join(" "));
            from = *cut;
        }
        let widest = lines.iter().map(|line| measure(face, hand, line)).fold(0.0, f32::max);
        if widest < best.0 {
            best = (widest, lines);
        }
    };
    match count {
        1 => consider(&[]),
        2 => (1..words.len()).for_each(|cut| consider(&[cut])),
        _ => (1..words.len()).for_each(|first| (first + 1..words.len()).for_each(|second| consider(&[first, second]))),
    }
    best.1
}

/// Width in ems.
fn measure(face: &Face<'_>, hand: Hand, line: &str) -> f32 {
    let letters: f32 = line.chars().map(|character| advance(face, character) + hand.air()).sum();
    letters - hand.air()
}

fn advance(face: &Face<'_>, character: char) -> f32 {
    let units = f32::from(face.units_per_em());
    let width = face.glyph_index(character).and_then(|id| face.glyph_hor_advance(id)).unwrap_or(0);
    f32::from(width) / units
}

fn outline(face: &Face<'_>, hand: Hand, line: &str, size: f32) -> Option<Path> {
    let mut all = PathBuilder::new();
    let mut pen = 0.0;
    for character in line.chars() {
        if let Some(path) = glyph(face, character, size, pen, 0.0) {
            all.push_path(&path);
        }
        pen += (advance(face, character) + hand.air()) * size;
    }
    all.finish()
}

fn glyph(face: &Face<'_>, character: char, size: f32, x: f32, y: f32) -> Option<Path> {
    let mut pen = Pen { path: PathBuilder::new(), scale: size / f32::from(face.units_per_em()), x, y };
    face.outline_glyph(face.glyph_index(character)?, &mut pen)?;
    pen.path.finish()
}

/// Turns a glyph's outline, y up, into a path, y down.
struct Pen {
    path: PathBuilder,
    scale: f32,
    x: f32,
    y: f32,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
