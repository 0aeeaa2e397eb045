//! Draws the frames of `media/sunrise.mkv`: a sun coming up behind hills with three bodies around it. Raw RGBA on standard
//! output, 640×360, 24 frames a second, 20 seconds; the README has the command that adds sound and encodes it.

use std::io::{self, Write as _};

use tiny_skia::{
    Color, FillRule, GradientStop, LinearGradient, Paint, PathBuilder, Pixmap, Point, RadialGradient, Rect, Shader,
    SpreadMode, Transform,
};

const WIDTH: u16 = 640;
const HEIGHT: u16 = 360;
const FRAMES: u16 = 480;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for number in 0..FRAMES {
        let time = f32::from(number) / 24.0;
        if let Some(pixmap) = frame(time) {
            out.write_all(pixmap.data())?;
        }
    }
    out.flush()
}

fn frame(time: f32) -> Option<Pixmap> {
    let (width, height) = (f32::from(WIDTH), f32::from(HEIGHT));
    let mut pixmap = Pixmap::new(u32::from(WIDTH), u32::from(HEIGHT))?;
    // How far the sun is up, eased at both ends.
    let up = 0.5 - 0.5 * ((time / 17.0).min(1.0) * std::f32::consts::PI).cos();
    let (x, y) = (width / 2.0, 300.0 - 165.0 * up);
    let sky = [
        (0.0, mixed([14, 14, 44], [44, 62, 128], up)),
        (0.45, mixed([42, 24, 72], [150, 98, 150], up)),
        (0.8, mixed([110, 40, 82], [244, 150, 110], up)),
        (1.0, mixed([170, 70, 80], [255, 206, 140], up)),
    ];
    if let Some(shader) = vertical(0.0, 300.0, &sky) {
        pixmap.fill_rect(Rect::from_xywh(0.0, 0.0, width, height)?, &paint(shader), Transform::identity(), None);
    }
    stars(&mut pixmap, 1.0 - up);
    let reach = 130.0 + 170.0 * up;
    disc(
        &mut pixmap,
        (x, y),
        reach,
        radial(
            (x, y),
            reach,
            &[(0.0, rgba([255, 214, 150], 0.75)), (0.3, rgba([255, 170, 110], 0.3)), (1.0, rgba([255, 150, 100], 0.0))],
        ),
    );
    bodies(&mut pixmap, time, (x, y), true);
    disc(
        &mut pixmap,
        (x, y),
        44.0,
        vertical(y - 44.0, y + 44.0, &[(0.0, rgba([255, 246, 214], 1.0)), (1.0, rgba([255, 176, 92], 1.0))]),
    );
    bodies(&mut pixmap, time, (x, y), false);
    for (layer, (base, dark)) in [(252.0, 0.0), (280.0, 0.5), (312.0, 1.0)].into_iter().enumerate() {
        hills(&mut pixmap, base, dark, up, layer);
    }
    Some(pixmap)
}

fn stars(pixmap: &mut Pixmap, shown: f32) {
    let mut state = 88_172_645_u32;
    for _ in 0..120 {
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            f32::from(u16::try_from(state & 0xffff).unwrap_or(0)) / 65_535.0
        };
        let (x, y, size) = (next() * f32::from(WIDTH), next() * 210.0, 0.5 + next() * 0.9);
        disc(pixmap, (x, y), size, Some(Shader::SolidColor(rgba([255, 255, 255], shown * (0.2 + 0.7 * next())))));
    }
}

/// Three small worlds on tilted rounds; `behind` draws the far halves.
fn bodies(pixmap: &mut Pixmap, time: f32, (x, y): (f32, f32), behind: bool) {
    for (reach, size, turn, phase, color) in [
        (88.0, 5.0, 5.0, 0.0, [120, 190, 226]),
        (140.0, 9.0, 10.0, 2.1, [232, 150, 120]),
        (208.0, 6.5, 20.0, 4.2, [214, 200, 240]),
    ] {
        let angle = std::f32::consts::TAU * time / turn + phase;
        if (angle.sin() < 0.0) == behind {
            let place = (x + reach * angle.cos(), y + reach * (0.3 * angle.sin() - 0.16 * angle.cos()));
            let lit = (place.0 + (x - place.0) * size * 0.4 / reach, place.1 + (y - place.1) * size * 0.4 / reach);
            disc(
                pixmap,
                place,
                size,
                radial(
                    lit,
                    size * 1.5,
                    &[(0.0, rgba([255, 244, 224], 1.0)), (0.4, rgba(color, 1.0)), (1.0, rgba([50, 36, 76], 1.0))],
                ),
            );
        }
    }
}

fn hills(pixmap: &mut Pixmap, base: f32, dark: f32, up: f32, layer: usize) {
    let shift = [0.4, 2.9, 5.1][layer % 3];
    let mut path = PathBuilder::new();
    path.move_to(0.0, f32::from(HEIGHT));
    for step in 0..=160_u8 {
        let x = f32::from(step) * 4.0;
        path.line_to(x, base + 13.0 * (x / 71.0 + shift).sin() + 6.0 * (x / 27.0 + shift * 2.0).sin());
    }
    path.line_to(f32::from(WIDTH), f32::from(HEIGHT));
    path.close();
    let far = mixed([64, 30, 66], [186, 110, 116], up);
    let near = mixed([12, 9, 24], [44, 26, 50], up);
    let color = Color::from_rgba(
        far.red() + (near.red() - far.red()) * dark,
        far.green() + (near.green() - far.green()) * dark,
        far.blue() + (near.blue() - far.blue()) * dark,
        1.0,
    );
    if let (Some(path), Some(color)) = (path.finish(), color) {
        pixmap.fill_path(&path, &paint(Shader::SolidColor(color)), FillRule::Winding, Transform::identity(), None);
    }
}

fn disc(pixmap: &mut Pixmap, (x, y): (f32, f32), radius: f32, shader: Option<Shader<'static>>) {
    if let (Some(path), Some(shader)) = (PathBuilder::from_circle(x, y, radius), shader) {
        pixmap.fill_path(&path, &paint(shader), FillRule::Winding, Transform::identity(), None);
    }
}

fn paint(shader: Shader<'_>) -> Paint<'_> {
    Paint { shader, anti_alias: true, ..Paint::default() }
}

fn rgba([red, green, blue]: [u8; 3], alpha: f32) -> Color {
    let mut color = Color::from_rgba8(red, green, blue, 255);
    color.set_alpha(alpha.clamp(0.0, 1.0));
    color
}

fn mixed(from: [u8; 3], to: [u8; 3], share: f32) -> Color {
    let channel = |at: usize| (f32::from(from[at]) + (f32::from(to[at]) - f32::from(from[at])) * share) / 255.0;
    Color::from_rgba(channel(0), channel(1), channel(2), 1.0).unwrap_or(Color::BLACK)
}

fn stops(stops: &[(f32, Color)]) -> Vec<GradientStop> {
    stops.iter().map(|(at, color)| GradientStop::new(*at, *color)).collect()
}

fn vertical(top: f32, bottom: f32, colors: &[(f32, Color)]) -> Option<Shader<'static>> {
    LinearGradient::new(
        Point::from_xy(0.0, top),
        Point::from_xy(0.0, bottom),
        stops(colors),
        SpreadMode::Pad,
        Transform::identity(),
    )
}

fn radial((x, y): (f32, f32), radius: f32, colors: &[(f32, Color)]) -> Option<Shader<'static>> {
    let middle = Point::from_xy(x, y);
    RadialGradient::new(middle, 0.0, middle, radius, stops(colors), SpreadMode::Pad, Transform::identity())
}
