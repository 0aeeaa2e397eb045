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
    palette([0x14_12_2e, 0x4a_1f_55, 0xb8_3f_56, 0xf5_9a_5b], 0xff_e3_b0, 0xff_8a_4c, 0x8a_3a_56, 0x12_0c_1c, true),
    // Polar night
    palette([0x05_0b_1d, 0x0c_24_45, 0x16_4d_6e, 0x3f_9a_9e], 0xe6_fb_f4, 0x7f_e0_cf, 0x1d_55_6b, 0x04_0d_18, true),
    // Rose dawn
    palette([0x3a_3f_78, 0x8a_6a_a8, 0xe3_9a_ac, 0xfd_d9_b8], 0xff_f6_e0, 0xff_b8_8a, 0xa5_7d_a8, 0x2a_22_46, false),
    // Copper desert
    palette([0x2b_1a_2f, 0x7a_35_30, 0xd0_6a_38, 0xf6_c1_6a], 0xff_f0_c4, 0xf4_a2_3f, 0xa8_52_36, 0x1f_0f_14, false),
    // Deep violet
    palette([0x0a_06_1e, 0x23_10_4a, 0x51_2a_86, 0x9a_5f_c4], 0xf4_e6_ff, 0xd0_8a_ff, 0x3d_24_6d, 0x09_05_18, true),
    // Sea glass
    palette([0x0d_3b_4f, 0x1f_6f_7d, 0x6d_b5_a8, 0xe9_e2_bb], 0xff_fb_e6, 0xf3_c9_7a, 0x3f_84_88, 0x07_25_32, false),
    // Ink and gold
    palette([0x07_0a_12, 0x12_1a_2a, 0x2a_33_44, 0x7b_6a_4a], 0xf7_e0_a3, 0xd9_a4_41, 0x2d_33_3f, 0x05_07_0c, true),
    // Summer noon
    palette([0x1d_5f_b4, 0x3f_94_d8, 0x8f_cb_ec, 0xe4_f4_f2], 0xff_ff_f4, 0xff_d8_6b, 0x6f_a8_c8, 0x14_3a_55, false),
    // Blood moon
    palette([0x0c_06_0a, 0x2c_0b_14, 0x6b_14_1e, 0xb8_3a_2c], 0xff_c9_a0, 0xe8_4b_35, 0x51_12_1a, 0x0a_04_07, true),
    // Moss and mist
    palette([0x12_22_22, 0x2c_4b_45, 0x6d_8f_7a, 0xd3_d9_b4], 0xf6_f4_d8, 0xc9_cf_7a, 0x4d_70_62, 0x0b_17_17, false),
    // Neon rain
    palette([0x0a_0a_24, 0x1c_16_4c, 0x5a_1d_78, 0xe0_3a_8c], 0xff_d0_ec, 0x38_d6_f0, 0x3b_1c_66, 0x07_06_16, true),
    // Slate winter
    palette([0x2a_36_48, 0x54_68_7f, 0x9a_b0_c0, 0xe8_ec_ec], 0xff_ff_ff, 0xc8_dc_e8, 0x74_88_9a, 0x17_20_2e, false),
    // Amber parchment
    palette([0x3d_24_16, 0x7a_4e_2a, 0xc4_94_56, 0xf2_dc_a6], 0xff_f5_d6, 0xe8_b0_5a, 0x94_66_3a, 0x20_12_0b, false),
    // Aurora
    palette([0x03_08_18, 0x07_24_36, 0x0f_5f_58, 0x52_c0_8a], 0xe8_ff_ee, 0x8a_f0_b0, 0x10_45_4c, 0x02_0a_12, true),
];
