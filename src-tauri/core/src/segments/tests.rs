//! What names say, what can be true, whom to believe.

mod answers;
mod names;

use super::*;

fn segment(kind: SegmentKind, start: f64, end: f64, by: Origin) -> Segment {
    Segment { kind, start, end, by: vec![by] }
}

const ANISKIP: Origin = Origin::Service(SegmentService::AniSkip);
const THEINTRODB: Origin = Origin::Service(SegmentService::TheIntroDb);
const INTRODB: Origin = Origin::Service(SegmentService::IntroDb);

/// Kind, start, end and who told of it, in whole seconds.
fn shown(segments: &[Segment]) -> Vec<String> {
    let by = |segment: &Segment| segment.by.iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
    let each = |segment: &Segment| {
        format!("{} {:.0}-{:.0} {}", segment.kind.as_str(), segment.start, segment.end, by(segment))
    };
    segments.iter().map(each).collect()
}

#[test]
fn the_files_own_chapters_win_and_the_services_fill_what_they_leave_open() {
    use SegmentKind::{Credits, Opening, Preview};
    let own = vec![segment(Opening, 60.0, 150.0, Origin::Chapters)];
    let theirs = vec![segment(Opening, 10.0, 100.0, THEINTRODB), segment(Credits, 1300.0, 1390.0, THEINTRODB)];
    let others = vec![segment(Preview, 1390.0, 1420.0, INTRODB), segment(Credits, 1250.0, 1400.0, INTRODB)];
    assert_eq!(
        shown(&merged(&[own, theirs, others])),
        ["opening 60-150 chapters", "credits 1300-1390 theintrodb", "preview 1390-1420 introdb"]
    );
    assert_eq!(merged(&[]), []);
}

#[test]
fn who_agrees_is_one_and_two_that_agree_outweigh_the_first() {
    use SegmentKind::Opening;
    let say = |start, end, by| vec![segment(Opening, start, end, by)];
    let agreeing = [say(60.0, 150.0, ANISKIP), say(61.5, 148.0, THEINTRODB), say(0.0, 90.0, INTRODB)];
    assert_eq!(shown(&merged(&agreeing)), ["opening 60-150 aniskip+theintrodb"], "the times of the first");
    let outweighed = [say(0.0, 90.0, ANISKIP), say(60.0, 150.0, THEINTRODB), say(61.0, 151.0, INTRODB)];
    assert_eq!(shown(&merged(&outweighed)), ["opening 60-150 theintrodb+introdb"]);
    let alone = [say(0.0, 90.0, ANISKIP), say(60.0, 150.0, THEINTRODB), say(200.0, 290.0, INTRODB)];
    assert_eq!(shown(&merged(&alone)), ["opening 0-90 aniskip"], "none agrees: the first");
    let own = [say(0.0, 90.0, Origin::Chapters), say(60.0, 150.0, THEINTRODB), say(61.0, 151.0, INTRODB)];
    assert_eq!(shown(&merged(&own)), ["opening 0-90 chapters"], "nobody outweighs the file itself");
}

#[test]
fn what_overlaps_is_cut_to_what_the_more_believed_leaves() {
    use SegmentKind::{Opening, Preview, Recap};
    let first = vec![segment(Opening, 40.0, 130.0, ANISKIP)];
    let second = vec![segment(Recap, 0.0, 60.0, INTRODB)];
    assert_eq!(shown(&merged(&[first.clone(), second])), ["recap 0-40 introdb", "opening 40-130 aniskip"]);
    let within = vec![segment(Recap, 50.0, 120.0, INTRODB)];
    assert_eq!(shown(&merged(&[first.clone(), within])), ["opening 40-130 aniskip"]);
    let rest = vec![segment(Preview, 38.0, 131.0, INTRODB)];
    assert_eq!(shown(&merged(&[first, rest])), ["opening 40-130 aniskip"], "two seconds are no preview");
}

#[test]
fn a_position_lies_in_a_segment_until_its_last_second() {
    let segments = [segment(SegmentKind::Opening, 60.0, 150.0, Origin::Chapters)];
    for (position, inside) in [(59.9, false), (60.0, true), (148.9, true), (149.5, false), (150.0, false)] {
        assert_eq!(at(&segments, position).is_some(), inside, "{position}");
    }
    assert_eq!(at(&segments, f64::NAN), None);
}

#[test]
fn each_service_is_named_as_settings_write_it() {
    for service in SegmentService::ALL {
        assert_eq!(service.as_str().parse(), Ok(service));
        assert_eq!(serde_json::to_value(service).unwrap(), service.as_str());
        assert_eq!(serde_json::to_value(Origin::Service(service)).unwrap(), service.as_str());
    }
    assert_eq!(serde_json::to_value(Origin::Chapters).unwrap(), "chapters");
    assert!("skipdb".parse::<SegmentService>().is_err());
}
