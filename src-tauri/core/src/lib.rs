//! The core of the app, without a window or Tauri. Its pipeline has five phases: scrape, dedupe, cache check, select,
//! link.

mod age;
mod aside;
pub mod day;
pub mod debrid;
pub mod endpoints;
#[doc(hidden)]
pub mod fuzzing;
pub mod http;
pub mod images;
mod kept;
mod lenient;
pub mod line;
mod lock;
mod magnet;
pub mod metadata;
pub mod model;
pub mod names;
pub mod pipeline;
pub mod preferences;
pub mod private;
pub mod profile;
pub mod query;
pub mod secret;
pub mod segments;
pub mod settings;
pub mod sources;
pub mod store;
pub mod text;
pub mod title;
pub mod torrent;
pub mod torrent_file;
pub mod vault;
mod work;
