"""A fortnight of ten minutes a day, then a month's pause: what is left, by three ways to choose what is asked.

The learner forgets by FSRS's own curve. After the pause the quiz leaves more that ``progress`` calls
mastered, and more that is remembered at all likely, than random order and than Leitner's boxes do.
Random order meets the most items, so that more of them are remembered by chance; it masters the
fewest. ``python -m tests.study.simulation`` prints the figures.
"""

from __future__ import annotations

from pathlib import Path

from patterns_cli.study.deck import Deck
from tests.study.simulation import at_random, in_boxes, of_others, of_the_quiz

LEARNERS = 8


def test_after_a_fortnight_and_a_month_the_quiz_leaves_more_than_random_order_and_than_boxes(
    deck: Deck, tmp_path: Path
) -> None:
    quiz = of_the_quiz(deck, tmp_path, LEARNERS)
    boxes, at_chance = (of_others(deck, way, LEARNERS) for way in (in_boxes, at_random))
    assert quiz.mastered > 1.03 * boxes.mastered
    assert quiz.mastered > 3 * at_chance.mastered
    assert quiz.kept > boxes.kept
    assert quiz.kept > 1.3 * at_chance.kept
    assert quiz.answers < at_chance.answers
    assert quiz.met > boxes.met
