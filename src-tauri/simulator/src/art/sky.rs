//! Owns what hangs in the sky: gradients, stars, and one great body in each picture.

use tiny_skia::{PathBuilder, Transform};

use super::{
    canvas::{Canvas, linear, oval, polygon, radial, rect},
    motif::{Body, Frame},
    palette::{Palette, Rgb},
};
use crate::dice::Dice;

pub(super) fn paint(canvas: &mut Canvas, frame: &Frame, palette: &Palette, body: Body, dice: &mut Dice) {
    let sky = palette.sky;
    let stops = [(0.0, sky[0].solid()), (0.34, sky[1].solid()), (0.72, sky[2].solid()), (1.0, sky[3].solid())];
    canvas.band(0.0, frame.horizon, &stops);
    canvas.band(frame.horizon, canvas.height, &[(0.0, sky[3].solid()), (1.0, sky[2].solid())]);
    if palette.night {
        stars(canvas, frame, palette, dice);
    }
    let (x, y, unit) = (frame.x, frame.y, frame.unit);
    let glow = [
        (0.0, palette.light.alpha(0.55)),
        (0.25, palette.accent.alpha(0.34)),
        (0.6, palette.accent.alpha(0.10)),
        (1.0, palette.accent.alpha(0.0)),
    ];
    canvas.glow(x, y, unit * 0.95, &glow);
    match body {
        Body::Sun => sun(canvas, frame, palette),
        Body::BarredSun => barred_sun(canvas, frame, palette),
        Body::Ringed => ringed(canvas, frame, palette, dice),
        Body::Crescent => crescent(canvas, frame, palette),
        Body::Eclipse => eclipse(canvas, frame, palette, dice),
        Body::Orbits => orbits(canvas, frame, palette, dice),
        Body::Moons => {
            sphere(canvas, x, y, unit * 0.25, palette.light, palette.accent, palette.sky[1]);
            craters(canvas, x, y, unit * 0.25, palette, dice);
            sphere(
                canvas,
                x + unit * 0.31,
                y - unit * 0.22,
                unit * 0.075,
                palette.accent,
                palette.sky[2],
                palette.sky[1],
            );
        }
        Body::Comet => comet(canvas, frame, palette),
        Body::Moon => {
            sphere(canvas, x, y, unit * 0.3, palette.light, palette.light.towards(palette.accent, 0.5), palette.sky[2]);
            craters(canvas, x, y, unit * 0.3, palette, dice);
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "pixels")]
fn real(dice: &mut Dice) -> f32 {
    dice.unit() as f32
}

fn stars(canvas: &mut Canvas, frame: &Frame, palette: &Palette, dice: &mut Dice) {
    let count = 190;
    for at in 0..count {
        let (x, depth) = (real(dice) * canvas.width, real(dice));
        let y = depth * depth.sqrt() * frame.horizon;
        let fade = 1.0 - y / frame.horizon;
        let size = (0.4 + real(dice) * real(dice) * 1.5) * frame.unit / 430.0;
        let tint = if at % 5 == 0 { palette.accent } else { Rgb(255, 255, 255) };
        canvas.disc(x, y, size.max(0.45), tint.alpha(fade * (0.25 + 0.65 * real(dice))));
        if at % 37 == 0 {
            let reach = size * 6.0;
            for (dx, dy) in [(reach, size * 0.3), (size * 0.3, reach)] {
                canvas.fill_color(oval(x, y, dx, dy), Rgb(255, 255, 255).alpha(fade * 0.5));
            }
        }
    }
}

fn sun(canvas: &mut Canvas, frame: &Frame, palette: &Palette) {
    let (x, y, radius) = (frame.x, frame.y, frame.unit * 0.235);
    for (ring, alpha) in [(1.55, 0.08), (1.28, 0.12)] {
        canvas.disc(x, y, radius * ring, palette.light.alpha(alpha));
    }
    if let Some(paint) =
        linear((x, y - radius), (x, y + radius), &[(0.0, palette.light.solid()), (1.0, palette.accent.solid())])
    {
        canvas.fill(PathBuilder::from_circle(x, y, radius), &paint, None);
    }
}

fn barred_sun(canvas: &mut Canvas, frame: &Frame, palette: &Palette) {
    let (x, y, radius) = (frame.x, frame.y, frame.unit * 0.31);
    let mut bands = PathBuilder::new();
    let mut top = y - radius;
    // Bands narrow and gaps widen towards the bottom.
    for step in 0..9_u8 {
        let share = f32::from(step) / 8.0;
        let height = if step == 0 { radius * 0.95 } else { radius * (0.15 - 0.085 * share) };
        if let Some(band) = tiny_skia::Rect::from_xywh(x - radius, top, radius * 2.0, height) {
            bands.push_rect(band);
        }
        top += height + radius * (0.018 + 0.05 * share);
    }
    let mask = canvas.mask(bands.finish());
    if let Some(paint) =
        linear((x, y - radius), (x, y + radius), &[(0.0, palette.light.solid()), (0.9, palette.accent.solid())])
    {
        canvas.fill(PathBuilder::from_circle(x, y, radius), &paint, mask.as_ref());
    }
}

/// A lit ball: bright towards the upper left, lost in the sky on the other side.
pub(super) fn sphere(canvas: &mut Canvas, x: f32, y: f32, radius: f32, lit: Rgb, body: Rgb, shade: Rgb) {
    let focus = (x - radius * 0.38, y - radius * 0.42);
    let stops = [
        (0.0, lit.solid()),
        (0.45, lit.towards(body, 0.55).solid()),
        (0.8, body.towards(shade, 0.45).solid()),
        (1.0, shade.solid()),
    ];
    if let Some(paint) = radial(focus, (x, y), radius, &stops) {
        canvas.fill(PathBuilder::from_circle(x, y, radius), &paint, None);
    }
}

fn craters(canvas: &mut Canvas, x: f32, y: f32, radius: f32, palette: &Palette, dice: &mut Dice) {
    let mask = canvas.mask(PathBuilder::from_circle(x, y, radius));
    for _ in 0..13 {
        let (turn, reach) = (real(dice) * std::f32::consts::TAU, real(dice).sqrt() * 0.86);
        let size = radius * (0.05 + 0.17 * real(dice) * real(dice));
        let (cx, cy) = (x + turn.cos() * reach * radius, y + turn.sin() * reach * radius);
        let squeeze = (1.0 - reach * reach * 0.6).max(0.3);
        let shade = super::canvas::solid(palette.sky[2].alpha(0.16));
        canvas.fill(oval(cx, cy, size * squeeze, size), &shade, mask.as_ref());
        let rim = super::canvas::solid(palette.light.alpha(0.12));
        canvas.fill(oval(cx + size * 0.12, cy + size * 0.14, size * 0.86 * squeeze, size * 0.86), &rim, mask.as_ref());
    }
}

fn ringed(canvas: &mut Canvas, frame: &Frame, palette: &Palette, dice: &mut Dice) {
    let (x, y, radius) = (frame.x, frame.y, frame.unit * 0.215);
    let tilt = Transform::from_rotate_at(-16.0 - 12.0 * real(dice), x, y);
    let rings: Vec<(f32, f32, f32)> = (0..13_u8)
        .map(|step| {
            let share = f32::from(step) / 12.0;
            let gap = if step == 8 { 0.0 } else { 1.0 };
            (
                radius * (1.42 + share * 0.82),
                radius * 0.05,
                gap * (0.62 - 0.3 * share) * (0.7 + 0.3 * (f32::from(step) * 1.9).sin()),
            )
        })
        .collect();
    let half = |canvas: &mut Canvas, front: bool| {
        for (reach, width, alpha) in &rings {
            let mut arc = PathBuilder::new();
            for step in 0..=60_u8 {
                let turn =
                    std::f32::consts::PI * f32::from(step) / 60.0 + if front { 0.0 } else { std::f32::consts::PI };
                let (px, py) = (x + turn.cos() * reach, y + turn.sin() * reach * 0.27);
                if step == 0 { arc.move_to(px, py) } else { arc.line_to(px, py) }
            }
            let path = arc.finish().and_then(|path| path.transform(tilt));
            canvas.line(path, *width, palette.light.towards(palette.accent, 0.35).alpha(alpha.max(0.0)));
        }
    };
    half(canvas, false);
    sphere(canvas, x, y, radius, palette.light, palette.accent, palette.sky[0]);
    if let Some(mask) = canvas.mask(PathBuilder::from_circle(x, y, radius)) {
        for step in 0..7_u8 {
            let at = -0.8 + f32::from(step) * 0.26 + real(dice) * 0.06;
            let band = oval(x, y + radius * at, radius * 1.2, radius * (0.03 + 0.05 * real(dice)))
                .and_then(|path| path.transform(tilt));
            canvas.fill(band, &super::canvas::solid(palette.sky[2].alpha(0.16)), Some(&mask));
        }
    }
    half(canvas, true);
}

fn crescent(canvas: &mut Canvas, frame: &Frame, palette: &Palette) {
    let (x, y, radius) = (frame.x, frame.y, frame.unit * 0.2);
    let hole =
        canvas.mask(PathBuilder::from_circle(x + radius * 0.46, y - radius * 0.2, radius * 0.9)).map(|mut mask| {
            mask.invert();
            mask
        });
    canvas.disc(x, y, radius, palette.light.alpha(0.07));
    if let Some(paint) =
        linear((x - radius, y), (x + radius, y), &[(0.0, palette.light.solid()), (1.0, palette.accent.solid())])
    {
        canvas.fill(PathBuilder::from_circle(x, y, radius), &paint, hole.as_ref());
    }
}

fn eclipse(canvas: &mut Canvas, frame: &Frame, palette: &Palette, dice: &mut Dice) {
    let (x, y, radius) = (frame.x, frame.y, frame.unit * 0.215);
    for step in 0..44_u8 {
        let turn = f32::from(step) / 44.0 * std::f32::consts::TAU;
        let reach = radius * (1.5 + 1.5 * real(dice) * real(dice));
        let spread = 0.05 + 0.07 * real(dice);
        let tip = (x + turn.cos() * reach, y + turn.sin() * reach);
        let left = (x + (turn - spread).cos() * radius * 0.9, y + (turn - spread).sin() * radius * 0.9);
        let right = (x + (turn + spread).cos() * radius * 0.9, y + (turn + spread).sin() * radius * 0.9);
        let stops = [(0.3, palette.light.alpha(0.24)), (1.0, palette.light.alpha(0.0))];
        if let Some(paint) = linear((x, y), tip, &stops) {
            canvas.fill(polygon([left, tip, right]), &paint, None);
        }
    }
    let halo = [(0.66, palette.light.alpha(0.95)), (0.74, palette.accent.alpha(0.5)), (1.0, palette.accent.alpha(0.0))];
    canvas.glow(x, y, radius * 1.5, &halo);
    canvas.disc(x, y, radius, palette.ground.towards(palette.sky[0], 0.35).solid());
    canvas.glow(
        x + radius * 0.7,
        y - radius * 0.71,
        radius * 0.4,
        &[(0.0, palette.light.solid()), (0.2, palette.light.alpha(0.6)), (1.0, palette.light.alpha(0.0))],
    );
}

fn orbits(canvas: &mut Canvas, frame: &Frame, palette: &Palette, dice: &mut Dice) {
    let (x, y, unit) = (frame.x, frame.y, frame.unit);
    let tilt = Transform::from_rotate_at(-18.0, x, y);
    for step in 0..6_u8 {
        let reach = unit * (0.17 + 0.092 * f32::from(step));
        let flat = reach * 0.42;
        canvas.line(
            oval(x, y, reach, flat).and_then(|path| path.transform(tilt)),
            (unit / 560.0).max(0.6),
            palette.light.alpha(0.42 - 0.045 * f32::from(step)),
        );
        let turn = real(dice) * std::f32::consts::TAU;
        let mut place = [tiny_skia::Point::from_xy(x + turn.cos() * reach, y + turn.sin() * flat)];
        tilt.map_points(&mut place);
        let size = unit * (0.013 + 0.024 * real(dice));
        let body = if step % 2 == 0 { palette.accent } else { palette.light };
        sphere(canvas, place[0].x, place[0].y, size, palette.light, body, palette.sky[1]);
    }
    canvas.glow(
        x,
        y,
        unit * 0.2,
        &[
            (0.0, palette.light.solid()),
            (0.3, palette.light.alpha(0.9)),
            (0.42, palette.accent.alpha(0.5)),
            (1.0, palette.accent.alpha(0.0)),
        ],
    );
}

fn comet(canvas: &mut Canvas, frame: &Frame, palette: &Palette) {
    let (x, y, unit) = (frame.x, frame.y, frame.unit);
    for (lift, spread, alpha) in [(0.0, 0.045, 0.75), (0.05, 0.09, 0.3), (-0.045, 0.075, 0.25)] {
        let tail = (x + unit * 0.75, y - unit * (0.52 + lift));
        let shape = polygon([
            (x - unit * 0.012, y - unit * 0.022),
            (tail.0 - unit * spread, tail.1 - unit * spread),
            (tail.0 + unit * spread, tail.1 + unit * spread),
            (x + unit * 0.018, y + unit * 0.018),
        ]);
        if let Some(paint) = linear(
            (x, y),
            tail,
            &[
                (0.0, palette.light.alpha(alpha)),
                (0.4, palette.accent.alpha(alpha * 0.45)),
                (1.0, palette.accent.alpha(0.0)),
            ],
        ) {
            canvas.fill(shape, &paint, None);
        }
    }
    canvas.glow(
        x,
        y,
        unit * 0.12,
        &[(0.0, palette.light.solid()), (0.22, palette.light.alpha(0.95)), (1.0, palette.light.alpha(0.0))],
    );
}

/// Long thin bars of cloud across the light.
pub(super) fn clouds(canvas: &mut Canvas, frame: &Frame, palette: &Palette, dice: &mut Dice) {
    for _ in 0..9 {
        let width = frame.unit * (0.18 + 0.45 * real(dice));
        let x = real(dice) * canvas.width;
        let y = frame.horizon * (0.45 + 0.5 * real(dice));
        let tint = palette.light.towards(palette.sky[2], real(dice) * 0.8);
        canvas.fill_color(oval(x, y, width, frame.unit * 0.006 + width * 0.016), tint.alpha(0.22));
        canvas.fill_color(
            oval(x + width * 0.2, y + frame.unit * 0.01, width * 0.6, frame.unit * 0.005),
            tint.alpha(0.25),
        );
    }
}

/// A bank of summer clouds on the horizon.
pub(super) fn cumulus(canvas: &mut Canvas, frame: &Frame, palette: &Palette, dice: &mut Dice) {
    for layer in 0..3_u8 {
        let base = frame.horizon + frame.unit * 0.02;
        let tint = palette.sky[3].towards(palette.light, 0.35 + 0.3 * f32::from(layer));
        let mut bank = PathBuilder::new();
        let mut x = -frame.unit * 0.1;
        while x < canvas.width + frame.unit * 0.1 {
            let swell = (x / frame.unit * (3.1 + f32::from(layer)) + f32::from(layer) * 2.2).sin() * 0.5 + 0.5;
            let radius = frame.unit * (0.035 + 0.075 * swell * (0.6 + 0.4 * real(dice)));
            let lift = frame.unit * (0.20 - 0.065 * f32::from(layer)) * swell;
            bank.push_circle(x, base - lift, radius);
            if let Some(below) =
                tiny_skia::Rect::from_ltrb(x - radius, base - lift, x + radius, base + frame.unit * 0.05)
            {
                bank.push_rect(below);
            }
            x += radius * 0.8;
        }
        let stops = [(0.0, tint.alpha(0.95)), (1.0, tint.towards(palette.sky[2], 0.45).alpha(0.9))];
        if let Some(paint) = super::canvas::vertical(frame.horizon - frame.unit * 0.3, base, &stops) {
            canvas.fill(bank.finish(), &paint, None);
        }
    }
    canvas.fill_color(rect(0.0, frame.horizon, canvas.width, canvas.height - frame.horizon), palette.sky[3].solid());
}
