//! Owns what lies below the sky: ridges, sea, dunes, forest, city, the edge of a world.

use tiny_skia::PathBuilder;

use super::{
    canvas::{Canvas, oval, polygon, rect, vertical},
    motif::{Frame, Land},
    palette::Palette,
};
use crate::dice::Dice;

#[expect(clippy::cast_possible_truncation, reason = "pixels")]
fn real(dice: &mut Dice) -> f32 {
    dice.unit() as f32
}

pub(super) fn paint(canvas: &mut Canvas, frame: &Frame, palette: &Palette, land: Land, dice: &mut Dice) {
    match land {
        Land::Mountains => layers(canvas, frame, palette, dice, 5, Shape::Ridge),
        Land::Dunes => layers(canvas, frame, palette, dice, 4, Shape::Dune),
        Land::Forest => forest(canvas, frame, palette, dice),
        Land::Sea => sea(canvas, frame, palette, dice),
        Land::City => city(canvas, frame, palette, dice),
        Land::Limb => limb(canvas, frame, palette),
    }
}

#[derive(Clone, Copy)]
enum Shape {
    Ridge,
    Dune,
}

fn layers(canvas: &mut Canvas, frame: &Frame, palette: &Palette, dice: &mut Dice, count: u8, shape: Shape) {
    let depth = canvas.height - frame.horizon;
    for layer in 0..count {
        let near = f32::from(layer) / f32::from(count - 1);
        let base = frame.horizon + depth * (near * 0.62) - frame.unit * 0.02;
        let rise = frame.unit
            * match shape {
                Shape::Ridge => 0.20 - 0.07 * near,
                Shape::Dune => 0.09 + 0.04 * near,
            };
        let color = palette.haze.towards(palette.ground, near.powf(0.8));
        let mist = color.towards(palette.sky[3], 0.42 * (1.0 - near));
        let outline = outline(canvas.width, dice, shape);
        let mut path = PathBuilder::new();
        path.move_to(0.0, canvas.height);
        for (x, height) in &outline {
            path.line_to(*x, base - height * rise);
        }
        path.line_to(canvas.width, canvas.height);
        path.close();
        let bottom = base + depth * 0.45;
        if let Some(paint) = vertical(base - rise, bottom, &[(0.0, color.solid()), (1.0, mist.solid())]) {
            canvas.fill(path.finish(), &paint, None);
        }
        if matches!(shape, Shape::Dune) {
            // The lit crest.
            let mut crest = PathBuilder::new();
            for (at, (x, height)) in outline.iter().enumerate() {
                if at == 0 { crest.move_to(*x, base - height * rise) } else { crest.line_to(*x, base - height * rise) }
            }
            canvas.line(crest.finish(), frame.unit * 0.004, palette.light.alpha(0.32 * (1.0 - near * 0.6)));
        }
    }
}

/// Heights of 0 to 1 along the width.
fn outline(width: f32, dice: &mut Dice, shape: Shape) -> Vec<(f32, f32)> {
    let steps: u16 = 128;
    let waves: Vec<(f32, f32, f32)> = (0..match shape {
        Shape::Ridge => 7_u8,
        Shape::Dune => 3,
    })
        .map(|octave| {
            let pitch = 1.1 * 1.95_f32.powi(i32::from(octave)) * (0.85 + 0.3 * real(dice));
            (pitch, real(dice) * 6.3, 0.55_f32.powi(i32::from(octave)))
        })
        .collect();
    let total: f32 = waves.iter().map(|(_, _, weight)| weight).sum();
    (0..=steps)
        .map(|step| {
            let along = f32::from(step) / f32::from(steps);
            let height: f32 = waves
                .iter()
                .map(|(pitch, phase, weight)| {
                    let swing = (along * pitch * 3.2 + phase).sin();
                    // Folding a wave over gives a ridge a crest.
                    weight
                        * match shape {
                            Shape::Ridge => 1.0 - swing.abs() * 1.25,
                            Shape::Dune => swing * 0.5 + 0.5,
                        }
                })
                .sum();
            (along * width, height / total)
        })
        .collect()
}

fn forest(canvas: &mut Canvas, frame: &Frame, palette: &Palette, dice: &mut Dice) {
    let depth = canvas.height - frame.horizon;
    for layer in 0..4_u8 {
        let near = f32::from(layer) / 3.0;
        let base = frame.horizon + depth * (0.05 + near * 0.5);
        let color = palette.haze.towards(palette.ground, near.powf(0.7));
        let mut path = PathBuilder::new();
        let mut x = -frame.unit * 0.05;
        while x < canvas.width + frame.unit * 0.05 {
            let swell = (x / frame.unit * 2.6 + f32::from(layer) * 1.7).sin() * 0.5 + 0.5;
            let tall = frame.unit * (0.07 + 0.08 * near) * (0.55 + 0.55 * real(dice) + 0.5 * swell);
            let wide = tall * 0.19;
            // Three tiers of boughs.
            for tier in 0..3_u8 {
                let top = base - tall * (1.0 - 0.2 * f32::from(tier));
                let spread = wide * (0.55 + 0.3 * f32::from(tier));
                path.move_to(x, top);
                path.line_to(x + spread, top + tall * 0.45);
                path.line_to(x - spread, top + tall * 0.45);
                path.close();
            }
            x += wide * (0.75 + 0.8 * real(dice));
        }
        let mist = color.towards(palette.sky[3], 0.3 * (1.0 - near));
        if let Some(paint) =
            vertical(base - frame.unit * 0.2, base + depth * 0.3, &[(0.0, color.solid()), (1.0, mist.solid())])
        {
            canvas.fill(path.finish(), &paint, None);
            canvas.fill(rect(0.0, base - frame.unit * 0.03, canvas.width, canvas.height), &paint, None);
        }
    }
}

fn sea(canvas: &mut Canvas, frame: &Frame, palette: &Palette, dice: &mut Dice) {
    let depth = canvas.height - frame.horizon;
    let water = [
        (0.0, palette.sky[3].towards(palette.haze, 0.5).solid()),
        (0.3, palette.haze.towards(palette.ground, 0.3).solid()),
        (1.0, palette.ground.solid()),
    ];
    canvas.band(frame.horizon, canvas.height, &water);
    for step in 0..90_u8 {
        let far = f32::from(step) / 90.0;
        let y = frame.horizon + depth * far * far + frame.unit * 0.004;
        // The path of light widens towards the shore.
        let reach = frame.unit * (0.05 + 0.32 * far);
        let x = frame.x + (real(dice) - 0.5) * reach * 1.7;
        let length = frame.unit * (0.02 + 0.11 * far) * (0.4 + real(dice));
        canvas.fill_color(
            oval(x, y, length, frame.unit * (0.0013 + 0.004 * far)),
            palette.light.alpha(0.55 * (1.0 - far * 0.75)),
        );
        let elsewhere = real(dice) * canvas.width;
        canvas.fill_color(
            oval(elsewhere, y, length * 1.4, frame.unit * (0.001 + 0.003 * far)),
            palette.sky[3].alpha(0.13),
        );
    }
    // A far shore.
    let left = real(dice) < 0.5;
    let shore = (0..=40_u8).map(|step| {
        let share = f32::from(step) / 40.0;
        let x = if left { share * 0.55 } else { 1.0 - share * 0.55 } * canvas.width;
        let rough = (share * 21.0).sin() * 0.006 + (share * 47.0).sin() * 0.003;
        (x, frame.horizon - frame.unit * ((1.0 - share).powi(2) * 0.075 + rough * (1.0 - share)))
    });
    let corner = (if left { 0.0 } else { canvas.width }, frame.horizon);
    canvas.fill_color(polygon(shore.chain([corner])), palette.haze.towards(palette.ground, 0.35).solid());
}

fn city(canvas: &mut Canvas, frame: &Frame, palette: &Palette, dice: &mut Dice) {
    let depth = canvas.height - frame.horizon;
    for layer in 0..4_u8 {
        let near = f32::from(layer) / 3.0;
        let base = frame.horizon + depth * (0.1 + near * 0.75);
        let color = palette.haze.towards(palette.ground, near.powf(0.75));
        let mut x = -frame.unit * 0.02;
        while x < canvas.width {
            let wide = frame.unit * (0.035 + 0.05 * real(dice)) * (0.8 + 0.6 * near);
            let tall = frame.unit * (0.12 + 0.3 * real(dice) * real(dice)) * (1.0 + 0.25 * near);
            canvas.fill_color(rect(x, base - tall, wide, canvas.height), color.solid());
            if real(dice) < 0.3 {
                let spire = polygon([
                    (x + wide * 0.3, base - tall),
                    (x + wide * 0.5, base - tall * 1.28),
                    (x + wide * 0.7, base - tall),
                ]);
                canvas.fill_color(spire, color.solid());
            }
            if layer > 0 {
                let pane = frame.unit * 0.0065;
                let mut top = base - tall + pane * 2.0;
                while top < base + depth * 0.2 {
                    let mut side = x + pane;
                    while side < x + wide - pane {
                        if real(dice) < 0.24 {
                            let tint = if real(dice) < 0.7 { palette.light } else { palette.accent };
                            canvas.fill_color(rect(side, top, pane, pane * 1.25), tint.alpha(0.25 + 0.5 * real(dice)));
                        }
                        side += pane * 2.1;
                    }
                    top += pane * 2.7;
                }
            }
            x += wide * (0.92 + 0.25 * real(dice));
        }
        let fog = [(0.0, palette.sky[3].alpha(0.0)), (1.0, palette.sky[3].alpha(0.22 * (1.0 - near)))];
        canvas.band(base - frame.unit * 0.15, base + frame.unit * 0.05, &fog);
    }
}

/// The edge of a world seen from above it.
fn limb(canvas: &mut Canvas, frame: &Frame, palette: &Palette) {
    let radius = frame.unit * 1.9;
    let (x, y) = (canvas.width * 0.42, frame.horizon + radius * 0.985);
    canvas.band(
        frame.horizon - frame.unit * 0.6,
        canvas.height,
        &[(0.0, palette.sky[1].alpha(0.0)), (0.6, palette.sky[0].alpha(0.75)), (1.0, palette.sky[0].solid())],
    );
    let air =
        [(0.90, palette.accent.alpha(0.85)), (0.925, palette.accent.alpha(0.38)), (1.0, palette.accent.alpha(0.0))];
    canvas.glow(x, y, radius * 1.1, &air);
    let body = [
        (0.0, palette.ground.solid()),
        (0.86, palette.ground.solid()),
        (0.965, palette.haze.towards(palette.ground, 0.35).solid()),
        (0.995, palette.accent.solid()),
        (1.0, palette.light.solid()),
    ];
    canvas.glow(x, y, radius, &body);
}
