"""The memory model agrees with the FSRS library."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.study.memory_model import DECAY, FACTOR, MAX_INTERVAL_DAYS, days_until, retrievability, review
from tests.study.answering import MONDAY, days_later

stabilities = st.floats(0.001, 40_000)


def test_retrievability_equals_that_of_the_library() -> None:
    scheduler = fsrs.Scheduler()
    assert scheduler.parameters[20] == -DECAY
    assert pytest.approx(scheduler._FACTOR) == FACTOR
    for days in (0, 1, 7, 400):
        card = fsrs.Card(card_id=1, stability=7.3, last_review=MONDAY)
        assert retrievability(7.3, days) == pytest.approx(scheduler.get_card_retrievability(card, days_later(days)))


def test_a_review_equals_that_of_the_library() -> None:
    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card, _ = scheduler.review_card(fsrs.Card(card_id=1), fsrs.Rating.Hard, MONDAY)
    memory = review(None, "hard", 0)
    assert memory == (card.stability, card.difficulty)
    card, _ = scheduler.review_card(card, fsrs.Rating.Good, MONDAY + timedelta(days=4))
    assert review(memory, "good", 4) == (card.stability, card.difficulty)


@given(stabilities, st.floats(0.5, 0.99))
def test_days_until_is_the_last_day_above_the_threshold(stability: float, threshold: float) -> None:
    days = days_until(stability, threshold)
    assert retrievability(stability, days) >= threshold - 1e-9
    assert days == MAX_INTERVAL_DAYS or retrievability(stability, days + 1) < threshold + 1e-9


def test_the_library_is_imported_only_by_preload_or_a_review() -> None:
    script = (
        "import sys; from patterns_cli.study import memory_model\nfrom patterns_cli.study.log import answer_log\n"
        "assert 'fsrs' not in sys.modules\n"
        "memory_model.preload()\n"
        "assert 'fsrs' in sys.modules and 'torch' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
