//! Owns the one small thing that stands in a scene, so that the rest looks large.

use tiny_skia::{Color, PathBuilder};

use super::{
    canvas::{Canvas, linear, oval, polygon, rect, vertical},
    motif::{Frame, Land, Thing},
    palette::{Palette, Rgb},
};

pub(super) fn paint(canvas: &mut Canvas, frame: &Frame, palette: &Palette, land: Land, thing: Thing) {
    let depth = canvas.height - frame.horizon;
    let foot = |share: f32| (frame.thing_x, frame.horizon + depth * share);
    let stand = foot(if land == Land::Sea { 0.1 } else { 0.3 });
    let dark = palette.ground.towards(Rgb(0, 0, 0), 0.25).solid();
    let unit = frame.unit;
    if matches!(thing, Thing::Figure | Thing::Tree | Thing::Lighthouse | Thing::Observatory) {
        knoll(canvas, stand, unit, &[(0.0, dark), (1.0, palette.ground.solid())]);
    }
    match thing {
        Thing::None => {}
        Thing::Figure => figure(&mut Stage { canvas, at: stand, size: unit * 0.062, dark }),
        Thing::Tree => tree(&mut Stage { canvas, at: stand, size: unit * 0.15, dark }),
        Thing::Lighthouse => lighthouse(&mut Stage { canvas, at: stand, size: unit * 0.2, dark }, unit, palette),
        Thing::Observatory => observatory(&mut Stage { canvas, at: stand, size: unit * 0.085, dark }, palette),
        Thing::Boat => boat(&mut Stage { canvas, at: foot(0.13), size: unit * 0.075, dark }, palette),
        Thing::Birds => birds(canvas, (frame.thing_x, frame.horizon), unit, dark),
    }
}

/// The canvas as a thing sees it: measured from where it stands, in parts of its own size.
struct Stage<'a> {
    canvas: &'a mut Canvas,
    at: (f32, f32),
    size: f32,
    dark: Color,
}

impl Stage<'_> {
    fn place(&self, (x, y): (f32, f32)) -> (f32, f32) {
        (self.at.0 + self.size * x, self.at.1 + self.size * y)
    }

    fn shape(&mut self, points: &[(f32, f32)]) {
        let outline = polygon(points.iter().map(|point| self.place(*point)));
        self.canvas.fill_color(outline, self.dark);
    }

    fn disc(&mut self, middle: (f32, f32), radius: f32) {
        let (x, y) = self.place(middle);
        self.canvas.disc(x, y, self.size * radius, self.dark);
    }

    fn block(&mut self, corner: (f32, f32), (width, height): (f32, f32), color: Color) {
        let (x, y) = self.place(corner);
        self.canvas.fill_color(rect(x, y, self.size * width, self.size * height), color);
    }
}

/// The ground under whatever does not float or fly.
fn knoll(canvas: &mut Canvas, (x, y): (f32, f32), unit: f32, stops: &[(f32, Color)]) {
    let top = (0..=48_u8).map(|step| {
        let share = f32::from(step) / 48.0 * 2.0 - 1.0;
        let rough = (share * 17.0).sin() * 0.006;
        (x + share * unit * 0.62, y + unit * (0.16 * share * share + rough))
    });
    let feet = [(x + unit * 0.62, canvas.height), (x - unit * 0.62, canvas.height)];
    if let Some(paint) = vertical(y, y + unit * 0.3, stops) {
        canvas.fill(polygon(top.chain(feet)), &paint, None);
    }
}

/// Somebody with a staff.
fn figure(stage: &mut Stage<'_>) {
    stage.disc((0.0, -0.92), 0.13);
    stage.shape(&[(-0.12, -0.76), (0.12, -0.76), (0.24, -0.1), (0.12, 0.1), (-0.14, 0.1), (-0.26, -0.08)]);
    stage.shape(&[(0.34, -1.15), (0.375, -1.15), (0.4, 0.12), (0.36, 0.12)]);
}

fn tree(stage: &mut Stage<'_>) {
    stage.shape(&[(-0.035, 0.1), (-0.012, -0.6), (0.014, -0.6), (0.04, 0.1)]);
    for (x, y, radius) in
        [(0.0, -0.75, 0.27), (-0.2, -0.62, 0.2), (0.21, -0.6, 0.2), (-0.08, -0.95, 0.18), (0.12, -0.9, 0.17)]
    {
        stage.disc((x, y), radius);
    }
}

fn lighthouse(stage: &mut Stage<'_>, unit: f32, palette: &Palette) {
    let lamp = stage.place((0.0, -0.93));
    let fading = |alpha| [(0.0, palette.light.alpha(alpha)), (1.0, palette.light.alpha(0.0))];
    for (side, alpha) in [(-1.0_f32, 0.4), (1.0, 0.3)] {
        let far = lamp.0 + side * unit * 0.9;
        let beam = polygon([lamp, (far, lamp.1 - unit * 0.13), (far, lamp.1 + unit * 0.05)]);
        if let Some(paint) = linear(lamp, (lamp.0 + side * unit * 0.85, lamp.1), &fading(alpha)) {
            stage.canvas.fill(beam, &paint, None);
        }
    }
    stage.shape(&[(-0.085, 0.05), (-0.05, -0.84), (0.05, -0.84), (0.085, 0.05)]);
    stage.block((-0.075, -0.86), (0.15, 0.025), stage.dark);
    stage.shape(&[(-0.06, -0.98), (0.0, -1.08), (0.06, -0.98)]);
    let light = [(0.0, palette.light.solid()), (0.3, palette.light.alpha(0.8)), (1.0, palette.light.alpha(0.0))];
    stage.canvas.glow(lamp.0, lamp.1, stage.size * 0.2, &light);
}

fn observatory(stage: &mut Stage<'_>, palette: &Palette) {
    stage.disc((0.0, -0.55), 0.62);
    stage.block((-0.62, -0.56), (1.24, 0.9), stage.dark);
    stage.block((0.55, -0.2), (1.3, 0.55), stage.dark);
    stage.shape(&[(0.1, -1.13), (0.62, -1.5), (0.72, -1.36), (0.22, -0.95)]);
    stage.block((0.9, -0.02), (0.16, 0.16), palette.light.alpha(0.95));
}

fn boat(stage: &mut Stage<'_>, palette: &Palette) {
    stage.shape(&[(-0.75, -0.12), (0.8, -0.14), (0.55, 0.16), (-0.55, 0.16)]);
    stage.shape(&[(-0.02, -1.7), (-0.02, -0.24), (-0.62, -0.24)]);
    stage.shape(&[(0.06, -1.45), (0.06, -0.24), (0.58, -0.24)]);
    let (x, y) = stage.place((0.0, 0.24));
    stage.canvas.fill_color(oval(x, y, stage.size * 0.8, stage.size * 0.05), palette.ground.alpha(0.6));
}

fn birds(canvas: &mut Canvas, (x, y): (f32, f32), unit: f32, dark: Color) {
    for (dx, dy, size) in
        [(0.0, 0.0, 1.0), (0.09, -0.05, 0.8), (-0.08, -0.07, 0.7), (0.17, 0.02, 0.6), (-0.15, 0.03, 0.55)]
    {
        let span = unit * 0.03 * size;
        let (x, y) = (x + dx * unit, y - unit * (0.24 - dy));
        let mut wings = PathBuilder::new();
        wings.move_to(x - span, y - span * 0.35);
        wings.quad_to(x - span * 0.4, y - span * 0.5, x, y);
        wings.quad_to(x + span * 0.4, y - span * 0.5, x + span, y - span * 0.35);
        canvas.line(wings.finish(), unit * 0.005 * size, dark);
    }
}
