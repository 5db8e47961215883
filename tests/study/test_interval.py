"""How long something rests before it is asked again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.study.interval import AHEAD, LEAST_RECALL, LONGEST_FAINT, WORTH, rest
from patterns_cli.study.memory_model import LONGEST, Rating, Trace, days_above, recall, reviewed

traces = st.builds(Trace, st.floats(0.05, 20_000), st.floats(1, 10))


def rests(*ratings: Rating) -> list[int]:
    """How long something rests after each of these reviews, each of which comes when it is due."""
    trace: Trace | None = None
    days: list[int] = []
    for rating in ratings:
        trace = reviewed(trace, rating, days[-1] if days else 0)
        days.append(rest(trace))
    return days


def worth(trace: Trace, days: int) -> float:
    """How much more of the square of recall there is a month later, where it is asked after so many days."""
    likely = recall(trace.stability, days)
    right, wrong = (recall(reviewed(trace, rating, days).stability, AHEAD) for rating in ("good", "again"))
    return likely * right**2 + (1 - likely) * wrong**2 - recall(trace.stability, days + AHEAD) ** 2


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
    assert 1 < missed[-1] <= LONGEST_FAINT


@given(traces)
def test_it_comes_on_the_first_day_on_which_an_answer_is_worth_its_time(trace: Trace) -> None:
    days = rest(trace)
    longest = max(LONGEST_FAINT, days_above(trace.stability, LEAST_RECALL))
    assert 1 <= days <= longest <= LONGEST
    assert days == longest or worth(trace, days) >= WORTH
    assert days == 1 or worth(trace, days - 1) < WORTH


@given(traces)
def test_what_is_remembered_less_likely_than_eight_of_ten_never_waits_over_a_week(trace: Trace) -> None:
    days = rest(trace)
    assert days <= LONGEST_FAINT or recall(trace.stability, days) >= LEAST_RECALL


@given(st.floats(1e-9, 1e300), st.floats(1, 10))
def test_any_memory_has_a_next_day(stability: float, difficulty: float) -> None:
    assert 1 <= rest(Trace(stability, difficulty)) <= LONGEST
