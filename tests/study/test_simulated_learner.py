"""A fortnight of ten minutes a day, then a month's pause: what is left, by three ways to choose what is asked.

The learner forgets by FSRS's own curve. After the pause the quiz leaves more that ``progress`` calls
mastered, and more that is remembered at all likely, than random order and than Leitner's boxes do.
Random order meets the most items, so that more of them are remembered by chance; it masters the
fewest. ``pytest -n0 -s`` prints the figures.
"""

from __future__ import annotations

from pathlib import Path

from patterns_cli.study.deck import Deck
from tests.study.simulation import Learner, Outcome, at_random, by_the_quiz, in_boxes, studied

LEARNERS = 8


def test_after_a_fortnight_and_a_month_the_quiz_leaves_more_than_random_order_and_than_boxes(
    deck: Deck, tmp_path: Path
) -> None:
    found: dict[str, list[Outcome]] = {"quiz": [], "boxes": [], "random": []}
    for seed in range(1, LEARNERS + 1):
        with by_the_quiz(deck, tmp_path / f"{seed}.db", seed) as plan:
            found["quiz"].append(studied(plan, Learner(seed)))
        found["boxes"].append(studied(in_boxes(deck, seed), Learner(seed)))
        found["random"].append(studied(at_random(deck, seed), Learner(seed)))
    quiz, boxes, at_chance = (Outcome(*map(sum, zip(*each, strict=True))) for each in found.values())
    for name, outcome in zip(found, (quiz, boxes, at_chance), strict=True):
        print(f"{name}, {LEARNERS} learners together: {outcome}")
    assert quiz.mastered > 1.03 * boxes.mastered
    assert quiz.mastered > 3 * at_chance.mastered
    assert quiz.kept > boxes.kept
    assert quiz.kept > 1.3 * at_chance.kept
    assert quiz.answers < at_chance.answers
    assert quiz.met > boxes.met
