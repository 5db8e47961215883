"""A fortnight of ten minutes a day, then a month's pause: what is left, by three ways to choose what is asked.

The learner forgets by FSRS's own curve. The quiz keeps more than random order and than Leitner's boxes.
It does so by meeting more items and reviewing each less often: of what the boxes keep, more is
remembered with 0.8 or better. ``pytest -n0 -s`` prints the figures.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from patterns_cli.study.deck import Deck
from tests.study.simulation import Learner, Outcome, at_random, by_the_quiz, in_boxes, studied

SEEDS = range(1, 5)

pytestmark = pytest.mark.xdist_group("simulated learner")


@pytest.fixture(scope="module")
def outcomes(deck: Deck, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What each way leaves, over all seeds together."""
    folder: Path = tmp_path_factory.mktemp("logs")
    found: dict[str, list[Outcome]] = {"quiz": [], "boxes": [], "random": []}
    for seed in SEEDS:
        with by_the_quiz(deck, folder / f"{seed}.db", seed) as plan:
            found["quiz"].append(studied(plan, Learner(seed)))
        found["boxes"].append(studied(in_boxes(deck, seed), Learner(seed)))
        found["random"].append(studied(at_random(deck, seed), Learner(seed)))
    whole = {name: Outcome(*map(sum, zip(*each, strict=True))) for name, each in found.items()}
    for name, outcome in whole.items():
        print(f"{name}, {len(SEEDS)} learners together: {outcome}")
    return whole


def test_the_quiz_keeps_more_than_random_order_and_than_boxes(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["quiz"].kept > 1.3 * outcomes["random"].kept
    assert outcomes["quiz"].kept > 1.02 * outcomes["boxes"].kept


def test_it_needs_no_more_answers_than_there_is_time_for(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["quiz"].answers < outcomes["random"].answers
    assert outcomes["quiz"].met > outcomes["boxes"].met


def test_more_is_surely_known_than_by_random_order(outcomes: dict[str, Outcome]) -> None:
    assert outcomes["quiz"].surely > outcomes["random"].surely
