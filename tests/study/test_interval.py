"""The interval until an item is asked again."""

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

memories = st.builds(MemoryState, st.floats(0.05, 20_000), st.floats(1, 10))


def intervals(*ratings: Rating) -> list[int]:
    """The interval in days after each of these reviews, each on its due date."""
    memory: MemoryState | None = None
    days: list[int] = []
    for rating in ratings:
        memory = review(memory, rating, days[-1] if days else 0)
        days.append(next_interval(memory))
    return days


def expected_gain(memory: MemoryState, days: int) -> float:
    """The expected gain in squared retrievability a month after a review, by the definition."""
    recall = retrievability(memory.stability, days)
    right, wrong = (
        retrievability(review(memory, rating, days).stability, HORIZON_DAYS) for rating in ("good", "again")
    )
    return recall * right**2 + (1 - recall) * wrong**2 - retrievability(memory.stability, days + HORIZON_DAYS) ** 2


def test_a_known_item_is_asked_once_more_soon_and_then_rarely() -> None:
    known = intervals("good", "good", "good", "good", "good", "good")
    assert known[0] == 1
    assert 2 <= known[1] <= 4
    assert known == sorted(set(known))
    assert known[-1] > 120


@pytest.mark.parametrize("rating", ["again", "hard", "good"])
def test_a_new_item_is_asked_again_the_next_day(rating: Rating) -> None:
    assert intervals(rating) == [1]


def test_hard_items_come_back_sooner_than_good_items() -> None:
    with_effort = intervals("hard", "hard", "hard", "hard")
    sure = intervals("good", "good", "good", "good")
    assert all(hard <= good for hard, good in zip(with_effort, sure, strict=True))
    assert with_effort[-1] < sure[-1]


def test_a_first_lapse_comes_back_within_two_days() -> None:
    assert intervals("good", "again")[-1] <= 2
    assert intervals("good", "good", "good", "again")[-1] <= 2


def test_repeated_lapses_come_back_later_but_within_a_week() -> None:
    missed = intervals("again", "again", "again", "again", "again")
    assert missed == sorted(missed)
    assert 1 < missed[-1] <= MAX_WEAK_INTERVAL_DAYS


@given(memories)
def test_the_interval_ends_on_the_first_day_with_the_minimum_gain(memory: MemoryState) -> None:
    days = next_interval(memory)
    longest = max(MAX_WEAK_INTERVAL_DAYS, days_until(memory.stability, MIN_RETRIEVABILITY))
    assert 1 <= days <= longest <= MAX_INTERVAL_DAYS
    assert days == longest or expected_gain(memory, days) >= MIN_GAIN
    assert days == 1 or expected_gain(memory, days - 1) < MIN_GAIN


@given(memories)
def test_an_interval_over_a_week_keeps_the_minimum_retrievability(memory: MemoryState) -> None:
    days = next_interval(memory)
    assert days <= MAX_WEAK_INTERVAL_DAYS or retrievability(memory.stability, days) >= MIN_RETRIEVABILITY


@given(st.floats(1e-9, 1e300), st.floats(1, 10))
def test_any_memory_has_a_valid_interval(stability: float, difficulty: float) -> None:
    assert 1 <= next_interval(MemoryState(stability, difficulty)) <= MAX_INTERVAL_DAYS
