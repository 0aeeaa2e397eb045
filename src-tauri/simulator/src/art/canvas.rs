//! Owns drawing: a pixmap with the handful of strokes the scenes are made of. Lengths are in pixels.

use tiny_skia::{
    Color, FillRule, GradientStop, LinearGradient, Mask, Paint, Path, PathBuilder, Pixmap, Point, RadialGradient, Rect,
    Shader, SpreadMode, Stroke, Transform,
};

#[derive(Debug)]
pub(super) struct Canvas {
    pub(super) pixmap: Pixmap,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// Colour stops from 0 to 1.
pub(super) type Stops<'a> = &'a [(f32, Color)];

impl Canvas {
    /// `None` when a side is zero.
    pub(super) fn new(width: u16, height: u16) -> Option<Self> {
        let pixmap = Pixmap::new(u32::from(width), u32::from(height))?;
        Some(Self { pixmap, width: f32::from(width), height: f32::from(height) })
    }

    pub(super) fn fill(&mut self, path: Option<Path>, paint: &Paint<'_>, mask: Option<&Mask>) {
        if let Some(path) = path {
            self.pixmap.fill_path(&path, paint, FillRule::Winding, Transform::identity(), mask);
        }
    }

    pub(super) fn fill_color(&mut self, path: Option<Path>, color: Color) {
        self.fill(path, &solid(color), None);
    }

    pub(super) fn disc(&mut self, x: f32, y: f32, radius: f32, color: Color) {
        self.fill_color(PathBuilder::from_circle(x, y, radius), color);
    }

    pub(super) fn line(&mut self, path: Option<Path>, width: f32, color: Color) {
        if let Some(path) = path {
            let stroke = Stroke { width, line_cap: tiny_skia::LineCap::Round, ..Stroke::default() };
            self.pixmap.stroke_path(&path, &solid(color), &stroke, Transform::identity(), None);
        }
    }

    /// Everything between two heights, shaded downwards.
    pub(super) fn band(&mut self, top: f32, bottom: f32, stops: Stops<'_>) {
        let path = Rect::from_ltrb(0.0, top, self.width, bottom).map(PathBuilder::from_rect);
        if let Some(paint) = vertical(top, bottom, stops) {
            self.fill(path, &paint, None);
        }
    }

    /// Light fading outward from a point.
    pub(super) fn glow(&mut self, x: f32, y: f32, radius: f32, stops: Stops<'_>) {
        if let Some(paint) = radial((x, y), (x, y), radius, stops) {
            self.fill(PathBuilder::from_circle(x, y, radius), &paint, None);
        }
    }

    pub(super) fn mask(&self, path: Option<Path>) -> Option<Mask> {
        let mut mask = Mask::new(self.pixmap.width(), self.pixmap.height())?;
        mask.fill_path(&path?, FillRule::Winding, true, Transform::identity());
        Some(mask)
    }
}

pub(super) fn solid(color: Color) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color(color);
    paint.anti_alias = true;
    paint
}

pub(super) fn vertical(top: f32, bottom: f32, stops: Stops<'_>) -> Option<Paint<'static>> {
    linear((0.0, top), (0.0, bottom), stops)
}

pub(super) fn linear(from: (f32, f32), to: (f32, f32), stops: Stops<'_>) -> Option<Paint<'static>> {
    let shader = LinearGradient::new(point(from), point(to), gradient(stops), SpreadMode::Pad, Transform::identity())?;
    Some(shaded(shader))
}

/// A gradient whose brightest place lies off its middle.
pub(super) fn radial(focus: (f32, f32), middle: (f32, f32), radius: f32, stops: Stops<'_>) -> Option<Paint<'static>> {
    let shader = RadialGradient::new(
        point(focus),
        0.0,
        point(middle),
        radius,
        gradient(stops),
        SpreadMode::Pad,
        Transform::identity(),
    )?;
    Some(shaded(shader))
}

fn shaded(shader: Shader<'static>) -> Paint<'static> {
    Paint { shader, anti_alias: true, ..Paint::default() }
}

fn gradient(stops: Stops<'_>) -> Vec<GradientStop> {
    stops.iter().map(|(at, color)| GradientStop::new(*at, *color)).collect()
}

fn point((x, y): (f32, f32)) -> Point {
    Point::from_xy(x, y)
}

/// A closed shape through points.
pub(super) fn polygon(points: impl IntoIterator<Item = (f32, f32)>) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for (at, (x, y)) in points.into_iter().enumerate() {
        if at == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
    }
    builder.close();
    builder.finish()
}

pub(super) fn oval(x: f32, y: f32, half_width: f32, half_height: f32) -> Option<Path> {
    PathBuilder::from_oval(Rect::from_ltrb(x - half_width, y - half_height, x + half_width, y + half_height)?)
}

pub(super) fn rect(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    Rect::from_xywh(x, y, width, height).map(PathBuilder::from_rect)
}
