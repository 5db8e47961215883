"""How long something rests before it is asked again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.study.interval import (
    HORIZON_DAYS,
    MAX_WEAK_INTERVAL_DAYS,
    MIN_GAIN,
    MIN_RETRIEVABILITY,
    next_interval,
)
from patterns_cli.study.memory_model import MAX_INTERVAL_DAYS, MemoryState, Rating, days_until, retrievability, review

traces = st.builds(MemoryState, st.floats(0.05, 20_000), st.floats(1, 10))


def rests(*ratings: Rating) -> list[int]:
    """How long something rests after each of these reviews, each of which comes when it is due."""
    trace: MemoryState | None = None
    days: list[int] = []
    for rating in ratings:
        trace = review(trace, rating, days[-1] if days else 0)
        days.append(next_interval(trace))
    return days


def worth(trace: MemoryState, days: int) -> float:
    """How much more of the square of recall there is a month later, where it is asked after so many days."""
    likely = retrievability(trace.stability, days)
    right, wrong = (retrievability(review(trace, rating, days).stability, HORIZON_DAYS) for rating in ("good", "again"))
    return likely * right**2 + (1 - likely) * wrong**2 - retrievability(trace.stability, days + HORIZON_DAYS) ** 2


def test_what_is_known_is_soon_asked_once_more_and_then_seldom() -> None:
    known = rests("good", "good", "good", "good", "good", "good")
    assert known[0] == 1
    assert 2 <= known[1] <= 4
    assert known == sorted(set(known))
    assert known[-1] > 120


@pytest.mark.parametrize("rating", ["again", "hard", "good"])
def test_what_was_met_for_the_first_time_comes_the_next_day(rating: Rating) -> None:
    assert rests(rating) == [1]


def test_what_was_known_with_effort_comes_sooner_than_what_was_sure() -> None:
    with_effort = rests("hard", "hard", "hard", "hard")
    sure = rests("good", "good", "good", "good")
    assert all(one <= other for one, other in zip(with_effort, sure, strict=True))
    assert with_effort[-1] < sure[-1]


def test_what_is_missed_for_once_comes_within_two_days() -> None:
    assert rests("good", "again")[-1] <= 2
    assert rests("good", "good", "good", "again")[-1] <= 2


def test_what_is_missed_again_and_again_leaves_time_for_the_rest_but_comes_back_within_a_week() -> None:
    missed = rests("again", "again", "again", "again", "again")
    assert missed == sorted(missed)
    assert 1 < missed[-1] <= MAX_WEAK_INTERVAL_DAYS


@given(traces)
def test_it_comes_on_the_first_day_on_which_an_answer_is_worth_its_time(trace: MemoryState) -> None:
    days = next_interval(trace)
    longest = max(MAX_WEAK_INTERVAL_DAYS, days_until(trace.stability, MIN_RETRIEVABILITY))
    assert 1 <= days <= longest <= MAX_INTERVAL_DAYS
    assert days == longest or worth(trace, days) >= MIN_GAIN
    assert days == 1 or worth(trace, days - 1) < MIN_GAIN


@given(traces)
def test_what_is_remembered_less_likely_than_eight_of_ten_never_waits_over_a_week(trace: MemoryState) -> None:
    days = next_interval(trace)
    assert days <= MAX_WEAK_INTERVAL_DAYS or retrievability(trace.stability, days) >= MIN_RETRIEVABILITY


@given(st.floats(1e-9, 1e300), st.floats(1, 10))
def test_any_memory_has_a_next_day(stability: float, difficulty: float) -> None:
    assert 1 <= next_interval(MemoryState(stability, difficulty)) <= MAX_INTERVAL_DAYS
