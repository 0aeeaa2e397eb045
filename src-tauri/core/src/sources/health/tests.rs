use super::*;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_mins(1);

fn noon() -> Timestamp {
    "2031-03-14T12:00:00Z".parse().unwrap()
}

fn limited(seconds: Option<u64>) -> SourceError {
    SourceError::RateLimited { retry_after: seconds.map(Duration::from_secs) }
}

fn unreachable() -> SourceError {
    SourceError::Unreachable("addon.example does not take connections".to_owned())
}

fn fail(state: &mut State, error: &SourceError, times: u32, now: Timestamp) {
    for _ in 0..times {
        state.end(Err(error), SECOND, now);
    }
}

#[test]
fn three_failures_in_a_row_are_a_rest_and_two_are_not() {
    let mut state = State::default();
    fail(&mut state, &unreachable(), 2, noon());
    assert_eq!(state.enter(Asker::Search, noon()), Ok(Leave::Usual));
    fail(&mut state, &SourceError::Blocked, 1, noon());
    assert_eq!(state.enter(Asker::Search, noon()), Err(MINUTE), "of whatever kind they are");
    assert_eq!(state.enter(Asker::Search, noon() + 40 * SECOND), Err(20 * SECOND));
    assert_eq!(state.enter(Asker::Hand, noon()), Ok(Leave::Usual), "who asks by hand is let through");
}

#[test]
fn who_answers_badly_is_there_and_does_not_rest() {
    let mut state = State::default();
    fail(&mut state, &SourceError::Refused(500), 5, noon());
    fail(&mut state, &SourceError::Malformed("no list".to_owned()), 5, noon());
    assert_eq!(state.enter(Asker::Search, noon()), Ok(Leave::Usual));
    fail(&mut state, &unreachable(), 2, noon());
    fail(&mut state, &SourceError::Refused(500), 1, noon());
    fail(&mut state, &unreachable(), 2, noon());
    assert_eq!(state.enter(Asker::Search, noon()), Ok(Leave::Usual), "it was not three in a row");
}

#[test]
fn after_a_rest_one_tries_for_all() {
    let mut state = State::default();
    fail(&mut state, &unreachable(), 3, noon());
    let later = noon() + MINUTE;
    assert_eq!(state.enter(Asker::Search, later), Ok(Leave::Trial));
    assert_eq!(state.enter(Asker::Search, later), Err(Duration::ZERO), "the others wait for what it finds");
    state.end(Ok(()), SECOND, later);
    assert_eq!(state.enter(Asker::Search, later), Ok(Leave::Usual));
    assert_eq!(state.enter(Asker::Search, later), Ok(Leave::Usual));
    fail(&mut state, &unreachable(), 2, later);
    assert_eq!(state.enter(Asker::Search, later), Ok(Leave::Usual), "and it counts from nought again");
}

#[test]
fn rests_grow_from_one_minute_to_thirty() {
    let mut state = State::default();
    let mut now = noon();
    fail(&mut state, &unreachable(), 3, now);
    for minutes in [1, 2, 4, 8, 16, 30, 30, 30] {
        assert_eq!(state.resting(now), Some(minutes * MINUTE));
        now += minutes * MINUTE;
        assert_eq!(state.enter(Asker::Search, now), Ok(Leave::Trial));
        fail(&mut state, &unreachable(), 1, now);
    }
}

#[test]
fn a_servers_own_word_for_how_long_is_taken_within_reason() {
    let mut state = State::default();
    fail(&mut state, &limited(Some(90)), 3, noon());
    assert_eq!(state.resting(noon()), Some(90 * SECOND));
    fail(&mut state, &limited(Some(86_400)), 1, noon());
    assert_eq!(state.resting(noon()), Some(LONGEST_ASKED));
}

#[test]
fn a_clock_set_back_does_not_make_a_rest_of_years() {
    let mut state = State::default();
    fail(&mut state, &unreachable(), 3, noon());
    let before = "2030-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(state.resting(before), None);
    assert_eq!(state.enter(Asker::Search, before), Ok(Leave::Trial));
}

#[test]
fn seven_days_are_counted_today_last() {
    let mut state = State::default();
    for day in 0..10_u32 {
        let now = noon() + day * Duration::from_hours(24);
        (0..=day).for_each(|_| state.end(Ok(()), 2 * SECOND, now));
        state.end(Err(&limited(None)), SECOND, now);
    }
    let last = noon() + 9 * Duration::from_hours(24);
    let shown = state.shown("comet", last);
    assert_eq!(shown.days.map(|day| day.good), [4, 5, 6, 7, 8, 9, 10]);
    assert_eq!(shown.days.map(|day| day.bad), [1; 7]);
    assert_eq!(shown.latency, Some(2 * SECOND));
    assert_eq!(shown.last, Some(LastOutcome { at: last, error: Some(limited(None)), status: Some(429) }));
    let after = state.shown("comet", last + 2 * Duration::from_hours(24));
    assert_eq!(after.days.map(|day| day.good), [6, 7, 8, 9, 10, 0, 0], "days without a request are days too");
}

#[test]
fn a_rest_outlives_the_run() {
    let health = Health::default();
    for _ in 0..3 {
        health.enter("nyaa", Asker::Search, noon()).unwrap().end(Err(&SourceError::Blocked), SECOND, noon());
    }
    health.enter("comet", Asker::Search, noon()).unwrap().end(Ok(()), SECOND, noon());
    let kept = serde_json::to_string(&health.kept()).unwrap();
    let again = Health::from_kept(serde_json::from_str(&kept).unwrap());
    assert_eq!(again.snapshot(noon()), health.snapshot(noon()));
    let refused = again.enter("nyaa", Asker::Search, noon()).unwrap_err();
    assert_eq!(refused, SourceError::Resting { left: MINUTE });
    assert!(again.enter("comet", Asker::Search, noon()).is_ok());
}

#[test]
fn a_trial_that_is_dropped_leaves_room_for_another() {
    let health = Health::default();
    for _ in 0..3 {
        health.enter("nyaa", Asker::Search, noon()).unwrap().end(Err(&SourceError::Blocked), SECOND, noon());
    }
    let later = noon() + MINUTE;
    let trial = health.enter("nyaa", Asker::Search, later).unwrap();
    assert!(health.enter("nyaa", Asker::Search, later).is_err());
    drop(trial);
    assert!(health.enter("nyaa", Asker::Search, later).is_ok());
}

#[test]
fn what_was_noted_in_the_future_is_not_shown_and_makes_no_room_for_itself() {
    let mut state = State::default();
    for day in 0..10_u32 {
        state.end(Ok(()), SECOND, noon() + day * Duration::from_hours(24));
    }
    let before = noon() - Duration::from_hours(48);
    assert_eq!((state.shown("comet", before).last, state.shown("comet", before).last_good), (None, None));
    state.end(Ok(()), SECOND, before);
    let shown = state.shown("comet", before);
    assert_eq!((shown.last_good, shown.days[6].good), (Some(before), 1), "today is counted");
}
