//! Owns pictures: posters, backgrounds, logos and stills, drawn from an id alone, encoded once, kept in memory for the run.

mod canvas;
mod land;
mod lettering;
mod motif;
mod palette;
mod scene;
mod sky;
mod thing;

use std::{
    collections::BTreeMap,
    io::Cursor,
    sync::{Mutex, PoisonError},
};

use axum::body::Bytes;
use canvas::Canvas;
use image::{ExtendedColorType, ImageEncoder as _, codecs::jpeg::JpegEncoder, codecs::png::PngEncoder};
use lettering::{Hand, Setting};
use palette::Rgb;
use scene::Scene;

use crate::{
    dialects::{Call, Reply},
    dice::{Dice, mix},
    releases::World,
};

const JPEG: &str = "image/jpeg";
const PNG: &str = "image/png";
/// Pictures kept encoded; a home page asks for fewer.
const KEPT: usize = 400;

/// Every picture there is.
#[derive(Debug)]
pub(crate) struct Gallery {
    works: Vec<Piece>,
    encoded: Mutex<BTreeMap<String, (&'static str, Bytes)>>,
}

#[derive(Debug)]
struct Piece {
    imdb: String,
    kitsu: Option<u32>,
    name: String,
    /// The small line under the title.
    credit: String,
    episodes: Vec<(u32, u32)>,
}

impl Gallery {
    pub(crate) fn new(world: &World) -> Self {
        let works = world.works.iter().map(|work| Piece {
            imdb: work.imdb.clone(),
            kitsu: work.anime.map(|ids| ids.kitsu),
            name: work.name.clone(),
            credit: match (work.directors.first(), work.genres.last()) {
                (Some(director), _) => format!("{director} · {}", work.year),
                (None, Some(genre)) => format!("{genre} · {}", work.year),
                (None, None) => work.year.to_string(),
            },
            episodes: work.episodes.iter().map(|episode| (episode.season, episode.number)).collect(),
        });
        Self { works: works.collect(), encoded: Mutex::default() }
    }

    pub(crate) fn answer(&self, call: &Call) -> Reply {
        let key = call.segments.join("/");
        let held = self.encoded.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let drawn = if call.knobs.empty { None } else { held.or_else(|| self.draw(&call.path())) };
        let Some((content_type, bytes)) = drawn else {
            return Reply::new(404, "text/plain; charset=utf-8", "Not Found");
        };
        let mut encoded = self.encoded.lock().unwrap_or_else(PoisonError::into_inner);
        if encoded.len() >= KEPT {
            encoded.clear();
        }
        encoded.insert(key, (content_type, bytes.clone()));
        Reply::new(200, content_type, bytes).with("cache-control", "public, max-age=604800")
    }

    fn draw(&self, path: &[&str]) -> Option<(&'static str, Bytes)> {
        match *path {
            ["poster", size, id, "img"] => {
                let width = match size {
                    "small" => 400,
                    "medium" => 600,
                    "large" => 1000,
                    _ => return None,
                };
                poster(self.by_imdb(id)?, width).map(|bytes| (JPEG, bytes))
            }
            ["anime", "poster_images", id, file] => {
                let width = match file.split('.').next()? {
                    "tiny" => 110,
                    "small" => 284,
                    "medium" => 390,
                    "large" | "original" => 550,
                    _ => return None,
                };
                let id = id.parse().ok()?;
                poster(self.works.iter().find(|piece| piece.kitsu == Some(id))?, width).map(|bytes| (JPEG, bytes))
            }
            ["background", size, id, "img"] => {
                let (width, height) = match size {
                    "small" => (640, 360),
                    "medium" => (1280, 720),
                    "large" => (1920, 1080),
                    _ => return None,
                };
                let piece = self.by_imdb(id)?;
                let mut canvas = Canvas::new(width, height)?;
                Scene::of_work(&piece.imdb).background(&mut canvas, &piece.imdb);
                Some((JPEG, jpeg(&canvas)?))
            }
            ["logo", size, id, "img"] => {
                let width = match size {
                    "small" => 250,
                    "medium" => 500,
                    "large" => 800,
                    _ => return None,
                };
                logo(self.by_imdb(id)?, width).map(|bytes| (PNG, bytes))
            }
            [id, season, number, file] => self.still(id, season.parse().ok()?, number.parse().ok()?, file),
            _ => None,
        }
    }

    fn still(&self, id: &str, season: u32, number: u32, file: &str) -> Option<(&'static str, Bytes)> {
        let (width, height) = match file.split('.').next()? {
            "w780" => (780, 439),
            "w1280" | "original" => (1280, 720),
            _ => return None,
        };
        let piece = self.by_imdb(id)?;
        piece.episodes.contains(&(season, number)).then_some(())?;
        let mut dice = Dice::new(u64::from(season) << 32 | u64::from(number), id);
        // A few episodes have no picture, as on the real server.
        if dice.chance(0.02) {
            return None;
        }
        let mut canvas = Canvas::new(width, height)?;
        Scene::of_episode(id, &mut dice).still(&mut canvas, &mut dice);
        Some((JPEG, jpeg(&canvas)?))
    }

    fn by_imdb(&self, id: &str) -> Option<&Piece> {
        self.works.iter().find(|piece| piece.imdb == id)
    }
}

fn hand(id: &str) -> Hand {
    Dice::new(14, id).pick(&[Hand::Jost, Hand::Cormorant, Hand::Bebas, Hand::Cormorant])
}

fn poster(piece: &Piece, width: u16) -> Option<Bytes> {
    let mut canvas = Canvas::new(width, width / 2 * 3)?;
    let scene = Scene::of_work(&piece.imdb);
    scene.poster(&mut canvas, &piece.imdb);
    let (width, height) = (canvas.width, canvas.height);
    let ground = scene.palette.ground.towards(Rgb(0, 0, 0), 0.3);
    canvas.band(
        height * 0.56,
        height,
        &[(0.0, ground.alpha(0.0)), (0.55, ground.alpha(0.72)), (1.0, ground.alpha(0.94))],
    );
    canvas.band(0.0, height * 0.16, &[(0.0, ground.alpha(0.35)), (1.0, ground.alpha(0.0))]);
    let ink = scene.palette.light.towards(Rgb(255, 255, 255), 0.45);
    let setting = Setting::fitted(hand(&piece.imdb), &piece.name, width * 0.82, height * 0.2)?;
    let bottom = height * 0.895;
    setting.draw(&mut canvas, width / 2.0, bottom, ink.solid());
    let rule = bottom - setting.height() - height * 0.008;
    canvas.fill_color(
        canvas::rect(width * 0.46, rule, width * 0.08, (height / 520.0).max(1.0)),
        scene.palette.accent.alpha(0.9),
    );
    lettering::line(&mut canvas, &piece.credit, width / 2.0, height * 0.945, width * 0.027, ink.alpha(0.72));
    jpeg(&canvas)
}

fn logo(piece: &Piece, width: u16) -> Option<Bytes> {
    let wide = f32::from(width);
    let setting = Setting::fitted(hand(&piece.imdb), &piece.name, wide * 0.96, wide * 0.36)?;
    let tall = setting.height() + wide * 0.06;
    let mut canvas = Canvas::new(width, whole(tall))?;
    setting.draw(&mut canvas, wide / 2.0, tall - wide * 0.05, Rgb(255, 255, 255).solid());
    let (width, height) = (canvas.pixmap.width(), canvas.pixmap.height());
    let pixels: Vec<u8> = canvas
        .pixmap
        .pixels()
        .iter()
        .flat_map(|pixel| {
            let c = pixel.demultiply();
            [c.red(), c.green(), c.blue(), c.alpha()]
        })
        .collect();
    let drawn = image::RgbaImage::from_raw(width, height, pixels)?;
    // Logos come trimmed to their letters, so that pages can set them flush with text.
    let inked = || drawn.enumerate_pixels().filter(|(_, _, pixel)| pixel.0[3] > 0).map(|(x, _, _)| x);
    let (left, right) = (inked().min()?, inked().max()?);
    let trimmed = image::imageops::crop_imm(&drawn, left, 0, right - left + 1, height).to_image();
    let mut out = Vec::new();
    PngEncoder::new(Cursor::new(&mut out))
        .write_image(&trimmed, trimmed.width(), trimmed.height(), ExtendedColorType::Rgba8)
        .ok()?;
    Some(out.into())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range just before")]
fn whole(value: f32) -> u16 {
    value.clamp(1.0, 4000.0).round() as u16
}

/// Encodes with a little grain, which also keeps gradients from banding.
fn jpeg(canvas: &Canvas) -> Option<Bytes> {
    let (width, height) = (canvas.pixmap.width(), canvas.pixmap.height());
    let mut noise = 0_u64;
    let mut pixels = Vec::with_capacity((width * height * 3) as usize);
    for (at, pixel) in canvas.pixmap.data().chunks_exact(4).enumerate() {
        if at % 16 == 0 {
            noise = mix(at as u64);
        }
        let step = (noise >> (at % 16 * 4) & 3) as u8;
        pixels.extend([pixel[0], pixel[1], pixel[2]].map(|channel| channel.saturating_add(step).saturating_sub(1)));
    }
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, 88).write_image(&pixels, width, height, ExtendedColorType::Rgb8).ok()?;
    Some(out.into())
}
