//! What plays, as the page sees it.

use perihelion_core::images::Images;
use perihelion_player::found::Player;
use perihelion_player::now::TrackKind;
use perihelion_player::{About, OutsideState, OutsideSubtitle, Playing, Stage};
use subtitles::{Fit, Reason, Timing};

use crate::wire;

pub(crate) fn player(player: &Player) -> wire::Played {
    wire::Played { id: player.id.name().to_owned(), label: player.label.clone(), left_out: Vec::new() }
}

pub(crate) fn now_playing(images: &Images, playing: &Playing) -> wire::NowPlaying {
    let Playing { now, can, .. } = playing;
    wire::NowPlaying {
        stage: match playing.stage {
            Stage::Idle => wire::PlayStage::Idle,
            Stage::Searching => wire::PlayStage::Searching,
            Stage::Linking => wire::PlayStage::Linking,
            Stage::Starting => wire::PlayStage::Starting,
            Stage::Playing => wire::PlayStage::Playing,
            Stage::Over => wire::PlayStage::Over,
        },
        item: playing.about.as_ref().map(|about| item(images, about, playing)),
        player: playing.player.as_ref().map(player),
        position: now.position,
        length: now.length,
        paused: now.paused,
        volume: now.volume,
        audio: tracks(playing, TrackKind::Audio),
        subtitles: tracks(playing, TrackKind::Subtitle),
        outside: playing.outside.iter().map(outside).collect(),
        chapters: now
            .chapters
            .iter()
            .map(|chapter| wire::PlayerChapter { at: chapter.at, title: chapter.title.clone() })
            .collect(),
        can: wire::PlayerCan {
            pause: can.pause,
            seek: can.seek,
            volume: can.volume,
            audio: can.audio,
            subtitles: can.subtitles,
            outside: can.outside,
            switch: playing.can_switch,
            stop: playing.can_stop,
        },
        next: playing.next.as_ref().map(|next| wire::NextEpisode {
            season: next.following.about.season,
            episode: next.following.about.episode,
            name: next.following.name.clone(),
            ready: next.ready,
        }),
        counting: playing.counting,
        switching: playing.switching,
        skip: playing.skip.map(Into::into),
        resume_at: playing.resume_at,
    }
}

fn item(images: &Images, about: &About, playing: &Playing) -> wire::PlayingItem {
    wire::PlayingItem {
        id: about.title_id.clone(),
        kind: about.kind.into(),
        name: about.name.clone(),
        season: about.season,
        episode: about.episode,
        poster: about.poster.as_deref().map(|address| images.key(address)),
        row: playing.release.as_ref().map(|(hash, _)| hash.to_string()),
        release: playing.release.as_ref().map(|(_, name)| name.clone()),
    }
}

fn tracks(playing: &Playing, kind: TrackKind) -> Vec<wire::PlayerTrack> {
    let is_text = kind == TrackKind::Subtitle;
    playing
        .now
        .of(kind)
        .map(|track| wire::PlayerTrack {
            id: track.id,
            language: track.language.clone(),
            title: track.title.clone(),
            codec: track.codec.clone(),
            forced: track.forced,
            selected: track.selected,
            moved: playing
                .moved
                .iter()
                .find(|(id, _)| is_text && *id == track.id)
                .and_then(|(_, timing)| moved(*timing)),
        })
        .collect()
}

fn moved(timing: Timing) -> Option<wire::MovedTimes> {
    match timing {
        Timing::Moved { rate, offset_ms } => {
            Some(wire::MovedTimes { by: offset_ms / 1000.0, stretched: (rate - 1.0).abs() > f64::EPSILON })
        }
        Timing::InTime | Timing::Unknown => None,
    }
}

fn outside(one: &OutsideSubtitle) -> wire::OutsideSubtitle {
    let fit = one.found.reasons.iter().find_map(|reason| match reason {
        Reason::Fit(fit) => Some(*fit),
        Reason::Language(_) | Reason::HearingImpaired | Reason::Forced | Reason::MachineMade => None,
    });
    let offered = &one.found.offered;
    wire::OutsideSubtitle {
        number: u32::try_from(one.number).unwrap_or(u32::MAX),
        language: offered.language.clone(),
        from: one.from.clone(),
        fit: match fit {
            Some(Fit::SameFile) => wire::SubtitleFit::SameFile,
            Some(Fit::SameRelease) => wire::SubtitleFit::SameRelease,
            Some(Fit::SameGroup) => wire::SubtitleFit::SameGroup,
            Some(Fit::SameCut) => wire::SubtitleFit::SameCut,
            Some(Fit::OtherCut) => wire::SubtitleFit::OtherCut,
            Some(Fit::Unknown) | None => wire::SubtitleFit::Unknown,
        },
        forced: offered.is_forced,
        hearing_impaired: offered.is_hearing_impaired,
        machine_made: offered.is_machine_made,
        coming: one.state == OutsideState::Coming,
        failed: one.state == OutsideState::Failed,
    }
}
