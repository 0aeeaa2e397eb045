//! Owns colour: a few palettes chosen by eye, each a whole mood.

use tiny_skia::Color;

/// A colour in 0–255 channels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rgb(pub(super) u8, pub(super) u8, pub(super) u8);

#[derive(Clone, Copy, Debug)]
pub(super) struct Palette {
    /// From the zenith to the horizon.
    pub(super) sky: [Rgb; 4],
    /// Sun, moon or lamp.
    pub(super) light: Rgb,
    /// Its warmer or cooler edge.
    pub(super) accent: Rgb,
    /// Far land, between sky and ground.
    pub(super) haze: Rgb,
    /// The nearest and darkest.
    pub(super) ground: Rgb,
    /// Whether stars show.
    pub(super) night: bool,
}

impl Rgb {
    pub(super) fn alpha(self, alpha: f32) -> Color {
        let mut color = Color::from_rgba8(self.0, self.1, self.2, 255);
        color.set_alpha(alpha.clamp(0.0, 1.0));
        color
    }

    pub(super) fn solid(self) -> Color {
        self.alpha(1.0)
    }

    /// The way from this colour to another, `0.0..=1.0`.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two channels of 0–255")]
    pub(super) fn towards(self, other: Self, share: f32) -> Self {
        let share = share.clamp(0.0, 1.0);
        let channel = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
        Self(channel(self.0, other.0), channel(self.1, other.1), channel(self.2, other.2))
    }
}

const fn rgb(hex: u32) -> Rgb {
    let bytes = hex.to_be_bytes();
    Rgb(bytes[1], bytes[2], bytes[3])
}

const fn palette(sky: [u32; 4], light: u32, accent: u32, haze: u32, ground: u32, night: bool) -> Palette {
    Palette {
        sky: [rgb(sky[0]), rgb(sky[1]), rgb(sky[2]), rgb(sky[3])],
        light: rgb(light),
        accent: rgb(accent),
        haze: rgb(haze),
        ground: rgb(ground),
        night,
    }
}

pub(super) const PALETTES: [Palette; 14] = [
    // Ember dusk
    palette(
        [0x0014_122e, 0x004a_1f55, 0x00b8_3f56, 0x00f5_9a5b],
        0x00ff_e3b0,
        0x00ff_8a4c,
        0x008a_3a56,
        0x0012_0c1c,
        true,
    ),
    // Polar night
    palette(
        [0x0005_0b1d, 0x000c_2445, 0x0016_4d6e, 0x003f_9a9e],
        0x00e6_fbf4,
        0x007f_e0cf,
        0x001d_556b,
        0x0004_0d18,
        true,
    ),
    // Rose dawn
    palette(
        [0x003a_3f78, 0x008a_6aa8, 0x00e3_9aac, 0x00fd_d9b8],
        0x00ff_f6e0,
        0x00ff_b88a,
        0x00a5_7da8,
        0x002a_2246,
        false,
    ),
    // Copper desert
    palette(
        [0x002b_1a2f, 0x007a_3530, 0x00d0_6a38, 0x00f6_c16a],
        0x00ff_f0c4,
        0x00f4_a23f,
        0x00a8_5236,
        0x001f_0f14,
        false,
    ),
    // Deep violet
    palette(
        [0x000a_061e, 0x0023_104a, 0x0051_2a86, 0x009a_5fc4],
        0x00f4_e6ff,
        0x00d0_8aff,
        0x003d_246d,
        0x0009_0518,
        true,
    ),
    // Sea glass
    palette(
        [0x000d_3b4f, 0x001f_6f7d, 0x006d_b5a8, 0x00e9_e2bb],
        0x00ff_fbe6,
        0x00f3_c97a,
        0x003f_8488,
        0x0007_2532,
        false,
    ),
    // Ink and gold
    palette(
        [0x0007_0a12, 0x0012_1a2a, 0x002a_3344, 0x007b_6a4a],
        0x00f7_e0a3,
        0x00d9_a441,
        0x002d_333f,
        0x0005_070c,
        true,
    ),
    // Summer noon
    palette(
        [0x001d_5fb4, 0x003f_94d8, 0x008f_cbec, 0x00e4_f4f2],
        0x00ff_fff4,
        0x00ff_d86b,
        0x006f_a8c8,
        0x0014_3a55,
        false,
    ),
    // Blood moon
    palette(
        [0x000c_060a, 0x002c_0b14, 0x006b_141e, 0x00b8_3a2c],
        0x00ff_c9a0,
        0x00e8_4b35,
        0x0051_121a,
        0x000a_0407,
        true,
    ),
    // Moss and mist
    palette(
        [0x0012_2222, 0x002c_4b45, 0x006d_8f7a, 0x00d3_d9b4],
        0x00f6_f4d8,
        0x00c9_cf7a,
        0x004d_7062,
        0x000b_1717,
        false,
    ),
    // Neon rain
    palette(
        [0x000a_0a24, 0x001c_164c, 0x005a_1d78, 0x00e0_3a8c],
        0x00ff_d0ec,
        0x0038_d6f0,
        0x003b_1c66,
        0x0007_0616,
        true,
    ),
    // Slate winter
    palette(
        [0x002a_3648, 0x0054_687f, 0x009a_b0c0, 0x00e8_ecec],
        0x00ff_ffff,
        0x00c8_dce8,
        0x0074_889a,
        0x0017_202e,
        false,
    ),
    // Amber parchment
    palette(
        [0x003d_2416, 0x007a_4e2a, 0x00c4_9456, 0x00f2_dca6],
        0x00ff_f5d6,
        0x00e8_b05a,
        0x0094_663a,
        0x0020_120b,
        false,
    ),
    // Aurora
    palette(
        [0x0003_0818, 0x0007_2436, 0x000f_5f58, 0x0052_c08a],
        0x00e8_ffee,
        0x008a_f0b0,
        0x0010_454c,
        0x0002_0a12,
        true,
    ),
];
