//! Posters, backdrops and stills, fetched once and kept on disk within a size limit. The page gets them by key and
//! never sees their URLs.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sha1::{Digest as _, Sha1};
use tokio::sync::Semaphore;
use url::Url;

use crate::endpoints::{Endpoints, Upstream};
use crate::http::{Http, Request};
use crate::kept;

/// An encoded picture and its media type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
}

const LARGEST: usize = 8 << 20;
/// The longest side and the most dots of a picture. The page decodes all of them whatever size it shows, four bytes each, and a
/// few kilobytes can hold billions.
const LONGEST_SIDE: usize = 8_192;
const MOST_DOTS: usize = 16 << 20;
/// The most bytes on disk. Beyond it the least recently used pictures are removed.
const BOUND: u64 = 256 << 20;
const PARALLEL: usize = 8;
/// The most URLs remembered by key, enough for the posters and backdrops of some thousand titles.
const MOST_ADDRESSES: usize = 16_384;
/// How many pictures are stored between two checks of the folder's size.
const BETWEEN_PRUNINGS: u32 = 256;

/// The picture cache. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Images {
    folder: PathBuf,
    addresses: Arc<Mutex<Addresses>>,
    slots: Arc<Semaphore>,
    kept: Arc<AtomicU32>,
}

impl Images {
    /// Keeps pictures in a folder, which is created with the first one.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, addresses: Arc::default(), slots: Arc::new(Semaphore::new(PARALLEL)), kept: Arc::default() }
    }

    /// Returns the key under which a picture is served, and remembers its URL. Only URLs that were given a key are ever
    /// fetched.
    pub fn key(&self, address: &str) -> String {
        let key = key(address);
        self.addresses.lock().unwrap_or_else(PoisonError::into_inner).put(key.clone(), address.to_owned());
        key
    }

    /// Returns a picture, from disk if it is there, else fetched. The page shows a placeholder for `None`.
    pub async fn picture(&self, http: &Http, endpoints: &Endpoints, key: &str) -> Option<Picture> {
        let address = self.addresses.lock().unwrap_or_else(PoisonError::into_inner).get(key)?;
        let path = self.folder.join(key);
        if let Some(picture) = read(path.clone()).await {
            return Some(picture);
        }
        let url = endpoints.image(&address)?;
        let _slot = self.slots.acquire().await.ok()?;
        // Catalogues choose these URLs, which could point into the person's network.
        let told_by = Url::parse(endpoints.base(Upstream::Cinemeta)).ok();
        let request = Request::get(url).told_by(told_by).deadline(Duration::from_secs(20)).max_bytes(LARGEST);
        let answer = http.fetch(request).await.ok()?;
        let picture = shown(answer.body)?;
        write(path, picture.bytes.clone()).await;
        if self.kept.fetch_add(1, Ordering::Relaxed) % BETWEEN_PRUNINGS == BETWEEN_PRUNINGS - 1 {
            self.prune().await;
        }
        Some(picture)
    }

    /// Removes the least recently used pictures until the folder is within its size limit.
    pub async fn prune(&self) {
        let folder = self.folder.clone();
        let outcome = tokio::task::spawn_blocking(move || kept::prune(&folder, BOUND)).await;
        match outcome {
            Ok(Err(error)) if error.kind() != std::io::ErrorKind::NotFound => {
                tracing::info!(%error, "the picture cache could not be pruned");
            }
            // There is no folder before the first picture, so an error is expected.
            Ok(Ok(()) | Err(_)) | Err(_) => {}
        }
    }
}

/// Hashes a URL. The key also names the file on disk, so it must not change between versions.
fn key(address: &str) -> String {
    Sha1::digest(address).iter().take(16).fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// URLs by key, in two generations. When the young one is full it replaces the old one, which is dropped.
#[derive(Debug, Default)]
struct Addresses {
    young: HashMap<String, String>,
    old: HashMap<String, String>,
}

impl Addresses {
    fn put(&mut self, key: String, address: String) {
        if self.young.len() >= MOST_ADDRESSES / 2 {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, address);
    }

    /// Returns a URL, and moves it to the young generation so that it stays.
    fn get(&mut self, key: &str) -> Option<String> {
        if let Some(address) = self.young.get(key) {
            return Some(address.clone());
        }
        let (key, address) = self.old.remove_entry(key)?;
        self.put(key, address.clone());
        Some(address)
    }
}

/// Returns the picture in these bytes if the page can show it: of a kind it knows, and not too large to decode.
fn shown(bytes: Vec<u8>) -> Option<Picture> {
    let media_type = media_type(&bytes)?;
    let size = imagesize::blob_size(&bytes).ok()?;
    let fits = size.width.max(size.height) <= LONGEST_SIDE && size.width.saturating_mul(size.height) <= MOST_DOTS;
    fits.then_some(Picture { bytes, media_type })
}

/// Detects a picture's media type by its first bytes, whatever the server claims. `None` for anything else, which is
/// not served.
fn media_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f', ..] => Some("image/avif"),
        _ => None,
    }
}

async fn read(path: PathBuf) -> Option<Picture> {
    tokio::task::spawn_blocking(move || {
        let picture = shown(std::fs::read(&path).ok()?);
        if picture.is_none() {
            // It was kept by a version that knew less, or is damaged. What is fetched next takes its place.
            let _ = std::fs::remove_file(&path);
        }
        kept::mark_used(&path);
        picture
    })
    .await
    .ok()?
}

async fn write(path: PathBuf, bytes: Vec<u8>) {
    if let Err(error) = kept::write(path, bytes).await {
        tracing::info!(%error, "a picture could not be kept");
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    #[test]
    fn only_pictures_are_handed_on() {
        assert_eq!(media_type(&[0xff, 0xd8, 0xff, 0xe0]), Some("image/jpeg"));
        assert_eq!(media_type(b"<html>"), None);
        assert_eq!(media_type(b"<svg xmlns="), None, "a drawing may carry script");
    }

    /// A PNG up to its size: enough for whoever decides by the header.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let start = *b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
        [&start[..], &width.to_be_bytes(), &height.to_be_bytes(), b"\x08\x06\0\0\0"].concat()
    }

    #[test]
    fn a_picture_too_large_to_decode_is_not_handed_on() {
        assert_eq!(shown(png(3840, 2160)).map(|picture| picture.media_type), Some("image/png"));
        assert_eq!(shown(png(16_000, 16_000)), None);
        assert_eq!(shown(png(8_000, 8_000)), None, "neither side alone is too long");
        assert_eq!(shown(png(100_000, 10)), None);
        assert_eq!(shown(png(u32::MAX, u32::MAX)), None);
        assert_eq!(shown(png(100, 100)[..12].to_vec()), None, "cut off before its size");
    }

    #[tokio::test]
    async fn a_picture_that_was_kept_and_is_too_large_goes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bomb");
        std::fs::write(&path, png(16_000, 16_000)).unwrap();
        assert_eq!(read(path.clone()).await, None);
        assert!(!path.exists());
    }

    #[test]
    fn a_key_is_the_same_in_every_build() {
        // sha1sum of the address, its first sixteen bytes.
        assert_eq!(key("https://images.example/poster/tt1727587.jpg"), "7022b888d69c52c4dc18bc62011c3ea1");
    }

    #[test]
    fn addresses_are_forgotten_beyond_a_bound_and_those_in_use_stay() {
        let images = Images::new(PathBuf::from("unused"));
        let address = |number: usize| format!("https://images.example/{number}.jpg");
        let (first, second) = (images.key(&address(0)), images.key(&address(1)));
        for number in 2..3 * MOST_ADDRESSES {
            images.key(&address(number));
            if number % 1000 == 0 {
                assert_eq!(images.addresses.lock().unwrap().get(&first), Some(address(0)), "it is in use");
            }
        }
        let mut addresses = images.addresses.lock().unwrap();
        assert!(addresses.young.len() + addresses.old.len() <= MOST_ADDRESSES);
        assert_eq!(addresses.get(&second), None);
    }

    #[tokio::test]
    async fn those_who_write_one_picture_at_the_same_time_do_not_mix_their_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pictures/poster");
        let writers = (0..16_u8).map(|byte| {
            let bytes: Vec<u8> = [0xff, 0xd8, 0xff].into_iter().chain(vec![byte; 1 << 20]).collect();
            write(path.clone(), bytes)
        });
        futures::future::join_all(writers).await;
        let bytes = std::fs::read(&path).unwrap();
        assert_eq!(bytes.len(), 3 + (1 << 20));
        assert!(bytes[3..].iter().all(|byte| *byte == bytes[3]), "one writer's picture, whole");
        assert_eq!(std::fs::read_dir(folder.path().join("pictures")).unwrap().count(), 1, "and nothing beside it");
    }

    #[test]
    fn the_least_asked_for_pictures_go_first() {
        let folder = tempfile::tempdir().unwrap();
        for (name, age) in [("old", 100), ("young", 1)] {
            let path = folder.path().join(name);
            std::fs::write(&path, [0; 10]).unwrap();
            let file = std::fs::File::options().write(true).open(&path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        }
        kept::prune(folder.path(), 10).unwrap();
        assert!(!folder.path().join("old").exists());
        assert!(folder.path().join("young").exists());
    }
}
