//! The clips and pictures that addons show in place of a film, known by their names. Pure.

use url::Url;

/// Words of which their names consist.
const CLIP_WORDS: &str = "access account active again api auth authentication available bad been big blocked cached caching \
    clip config configuration configure content credentials daily dead debrid denied disabled down \
    download downloaded downloading downloads empty error exceed exceeded exception expired fail failed \
    failure fallback fetch file files forbidden found has in info infringement infringing internal \
    invalid is key later limit limits link magnet maintenance match matching media missing need no not \
    notice obsolete opening outdated placeholder plan playback please premium progress provider proxy \
    quota rar rate reached reconfigure remote removed required resolve retry server service sorry \
    stream sync timeout token too torrent traffic transfer unauthorized unavailable uncached unexpected \
    unsupported upgrade user video wait warning wrong";
/// Of these the ones that tell a clip from a film.
const TELLING_WORDS: &str = "blocked caching config configuration configure credentials denied disabled downloading error exceed \
    exceeded exception expired fail failed failure fallback forbidden infringement infringing invalid \
    maintenance missing need no not notice obsolete outdated placeholder quota reconfigure removed \
    required retry sorry timeout unauthorized unavailable uncached unexpected unsupported warning";

fn has(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

/// Returns whether a link leads to a clip or picture that an addon shows in place of a film: `…/failed_access_v2.mp4`.
pub fn is_notice_clip(url: &Url) -> bool {
    const PICTURES: [&str; 8] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "ico"];
    let last = url.path_segments().and_then(|mut path| path.next_back()).unwrap_or_default().to_ascii_lowercase();
    let Some((stem, extension)) = last.rsplit_once('.') else { return false };
    if PICTURES.contains(&extension) {
        return true;
    }
    let mut is_told = false;
    let mut words = stem.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1).peekable();
    words.peek().is_some()
        && words.all(|word| {
            is_told |= has(TELLING_WORDS, word);
            has(CLIP_WORDS, word)
        })
        && is_told
        && !stem.contains('%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clips_that_stand_for_errors_are_known_by_their_names() {
        let is_clip = |url: &str| is_notice_clip(&Url::parse(url).unwrap());
        for clip in [
            "https://addon.example/videos/download_failed_v2.mp4",
            "https://addon.example/videos/failed_access_v2.mp4",
            "https://addon.example/videos/limits_exceeded_v1.mp4",
            "https://addon.example/videos/failed_infringement_v2.mp4",
            "https://addon.example/static/exceptions/invalid_config.mp4",
            "https://addon.example/static/exceptions/no_matching_file.mp4",
            "https://addon.example/static/exceptions/torrent_not_downloaded.mp4",
            "https://addon.example/static/exceptions/exceed_remote_traffic_limit.mp4",
            "https://addon.example/static/exceptions/need_premium.mp4",
            "https://addon.example/videos/failed_too_big_v1.mp4",
            "https://addon.example/videos/downloading_v2.mp4",
            "https://addon.example/static/api_error.mp4",
            "https://addon.example/error.mp4",
            "https://addon.example/404-not-found.webm",
            "https://addon.example/poster.png",
        ] {
            assert!(is_clip(clip), "{clip}");
        }
        for film in [
            "https://cdn.example/Sintel.2010.1080p.mkv",
            "https://cdn.example/playback/abc/1",
            "https://cdn.example/12345.mp4",
            "https://cdn.example/video.mp4",
            "https://cdn.example/stream.m3u8",
            "https://cdn.example/Not.of.This.Earth.mkv",
            "https://cdn.example/The.Invalid.mkv",
            "https://cdn.example/",
        ] {
            assert!(!is_clip(film), "{film}");
        }
    }
}
