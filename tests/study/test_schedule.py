"""When an item is due again."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.study.log.events import AnswerEvent, Confidence
from patterns_cli.study.schedule import (
    ScheduledState,
    current_id,
    next_state,
    rating_of,
    replay,
    retrievability_on,
    with_due_date,
)
from tests.study.answering import MONDAY, answered, days_later, hours

ITEM = "recognise/sse"
FIRST_DAY = MONDAY.date()


def state_after(*answers: AnswerEvent) -> ScheduledState:
    return replay(answers)[ITEM]


@pytest.mark.parametrize(
    ("is_right", "confidence", "rating"),
    [
        (False, "sure", "again"),
        (False, "guess", "again"),
        (True, "guess", "again"),
        (True, "think", "hard"),
        (True, "sure", "good"),
    ],
)
def test_the_rating_depends_on_answer_and_confidence(is_right: bool, confidence: Confidence, rating: str) -> None:
    assert rating_of(answered(is_right=is_right, confidence=confidence)) == rating


def test_the_interval_depends_on_the_rating() -> None:
    first, next_day = answered(), days_later(1)
    missed = state_after(first, answered(when=next_day, is_right=False))
    with_effort = state_after(first, answered(when=next_day, confidence="think"))
    sure = state_after(first, answered(when=next_day))
    assert state_after(first).due == missed.last == FIRST_DAY + timedelta(days=1)
    assert missed.due < with_effort.due <= sure.due


def test_intervals_of_a_known_item_grow() -> None:
    state = state_after(answered())
    intervals = []
    for _ in range(5):
        due = datetime.combine(state.due, datetime.min.time(), UTC) + timedelta(hours=18)
        state = with_due_date(next_state(state, answered(when=due)))
        intervals.append((state.due - state.last).days)
    assert intervals == sorted(set(intervals))
    assert intervals[-1] > 120
    assert (state.reps, state.lapses) == (6, 0)


def test_an_evening_and_the_next_morning_are_two_study_days() -> None:
    evening = datetime(2026, 3, 2, 21, tzinfo=UTC)
    morning = datetime(2026, 3, 3, 8, tzinfo=UTC)
    first, second = answered(when=evening), answered(when=morning)
    assert state_after(first, second).reps == 2
    assert state_after(first, second).stability > 2 * state_after(first).stability


def test_before_and_after_midnight_is_the_same_study_day() -> None:
    late = datetime(2026, 3, 2, 23, 50, tzinfo=UTC)
    state = state_after(answered(when=late), answered(when=late + timedelta(minutes=20)))
    assert (state.reps, state.last) == (1, date(2026, 3, 2))


def test_right_answers_later_that_day_change_nothing() -> None:
    missed = answered(is_right=False)
    retried = answered(when=MONDAY + timedelta(minutes=5))
    state = state_after(missed, retried)
    assert state.due == state_after(missed).due
    assert state.stability == state_after(missed).stability
    assert state.is_right


def test_a_failure_later_that_day_counts_once() -> None:
    known = answered()
    failed = [answered(when=MONDAY + timedelta(minutes=n), is_right=False) for n in (5, 10)]
    state = state_after(known, *failed)
    assert state.stability < state_after(known).stability
    assert (state.reps, state.lapses) == (2, 1)
    assert state.due <= FIRST_DAY + timedelta(days=2)


def test_the_first_failure_is_not_a_lapse_and_four_lapses_make_a_leech() -> None:
    failures = [answered(when=days_later(n), is_right=False) for n in range(5)]
    assert state_after(failures[0]).lapses == 0
    assert not state_after(*failures[:4]).is_leech
    assert state_after(*failures).is_leech


def test_a_cram_and_the_opening_of_a_lesson_schedule_nothing_and_a_check_in_a_lesson_does() -> None:
    assert replay([answered(mode="cram")]) == {}
    assert replay([answered(mode="lesson-intro")]) == {}
    assert state_after(answered(mode="learn")).reps == 1


def test_a_clock_set_back_never_makes_an_item_due_before_it_was_last_seen() -> None:
    answers = [
        answered(),
        answered(when=days_later(-30)),
        answered(when=days_later(0.001)),
        answered(when=datetime(9999, 12, 30, 12, tzinfo=UTC)),
    ]
    state = None
    for answer in answers:
        state = with_due_date(next_state(state, answer))
        assert state.last >= FIRST_DAY
        assert state.due > state.last
    assert state is not None
    assert state.due == date.max


def test_travel_across_the_date_line_gives_no_negative_interval() -> None:
    there = answered(when=MONDAY.astimezone(hours(14)))
    back = answered(when=(MONDAY + timedelta(hours=1)).astimezone(hours(-10)))
    assert there.day > back.day
    state = state_after(there, back)
    assert state.reps == 1
    assert state.last.isoformat() == there.day


def test_an_answer_with_an_invalid_day_is_not_scheduled() -> None:
    assert replay([answered(day="soon")]) == {}
    with pytest.raises(ValueError, match="not a day"):
        next_state(None, answered(day="soon"))


def test_retrievability_is_1_before_the_first_review() -> None:
    state = state_after(answered())
    assert retrievability_on(state, FIRST_DAY - timedelta(days=9)) == 1
    assert retrievability_on(state, FIRST_DAY + timedelta(days=9)) < retrievability_on(state, FIRST_DAY)


def test_replay_is_deterministic() -> None:
    answers = [answered(when=days_later(n)) for n in (0, 3, 30, 90)]
    random.seed(1)
    states = replay(answers)
    random.seed(2)
    assert replay(answers) == states


moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))


@given(
    st.lists(
        st.tuples(moments, st.booleans(), st.sampled_from(["sure", "think", "guess"]), st.floats(-12, 14)), max_size=25
    ),
    st.randoms(),
)
def test_states_are_valid_and_independent_of_the_order_read(
    given_answers: list[tuple[datetime, bool, Confidence, float]], chance: random.Random
) -> None:
    answers = [
        answered(when=when.replace(tzinfo=UTC).astimezone(hours(int(zone))), is_right=is_right, confidence=confidence)
        for when, is_right, confidence, zone in given_answers
    ]
    states = replay(answers)
    for state in states.values():
        assert state.first <= state.last < state.due
        assert state.stability > 0
        assert 1 <= state.difficulty <= 10
        assert state.lapses < state.reps <= len(answers)
    chance.shuffle(answers)
    assert replay(answers) == states


def test_history_follows_a_renamed_item() -> None:
    renames = {"recognise/sse": "recognise/server-sent-events"}
    before, after = answered(ITEM), answered("recognise/server-sent-events", when=days_later(2))
    state = replay([before, after], renames)["recognise/server-sent-events"]
    assert (state.item, state.reps) == ("recognise/server-sent-events", 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a", "c"),
        ("a/b/1", "c/b/1"),
        ("a/x/1", "d/x/2"),
        ("ab", "ab"),
        ("", ""),
    ],
)
def test_current_id_follows_chains_of_renames(old: str, new: str) -> None:
    assert current_id(old, {"a": "b", "b": "c", "c/x/1": "d/x/2"}) == new


def test_a_cycle_of_renames_ends() -> None:
    assert current_id("a", {"a": "b", "b": "a"}) in {"a", "b"}
