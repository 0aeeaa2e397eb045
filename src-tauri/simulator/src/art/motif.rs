//! What a picture can show, and where it stands: values alone.

/// The great thing in the sky.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Sun,
    BarredSun,
    Ringed,
    Crescent,
    Eclipse,
    Orbits,
    Moons,
    Comet,
    Moon,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Land {
    Mountains,
    Dunes,
    Forest,
    Sea,
    City,
    Limb,
}

/// The small thing below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    None,
    Figure,
    Tree,
    Lighthouse,
    Observatory,
    Boat,
    Birds,
}

/// Where everything stands, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) horizon: f32,
    /// The body's middle.
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) thing_x: f32,
    /// What sizes are measured in: about the picture's narrower side.
    pub(super) unit: f32,
}
