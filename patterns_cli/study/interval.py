"""The interval until the next review: until the review adds enough to retention a month later.

A review soon after the last adds little, and a late review finds little left to add to. FSRS's own
interval ends when retrievability falls to a fixed threshold, regardless of what a review would gain.
This interval weighs the expected gain: retention a month after the review, averaged over a right and
a wrong answer, minus retention on that day without the review. So easy items are asked once more
soon and rarely after that, and items that are missed repeatedly do not crowd out the others.

That the best gap grows with the retention interval: Cepeda, Vul, Rohrer, Wixted and Pashler, "Spacing
Effects in Learning: A Temporal Ridgeline of Optimal Retention", Psychological Science 19 (2008),
https://doi.org/10.1111/j.1467-9280.2008.02209.x. The effect of other values:
``python -m tests.study.simulation``.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from patterns_cli.study.memory_model import MemoryState, days_until, retrievability, review

HORIZON_DAYS: Final = 30
"""Days after a review at which retention is measured."""

MIN_GAIN: Final = 0.1175
"""Minimum expected gain that makes a review worth its time, in retention value (0 to 1)."""

MIN_RETRIEVABILITY: Final = 0.8
MAX_WEAK_INTERVAL_DAYS: Final = 7
"""Maximum interval in days if retrievability would fall below the minimum, however small the gain."""


def next_interval(memory: MemoryState) -> int:
    """The days until the next review, at least 1."""
    longest = max(MAX_WEAK_INTERVAL_DAYS, days_until(memory.stability, MIN_RETRIEVABILITY))
    return 1 + bisect_left(range(1, longest), MIN_GAIN, key=lambda days: _expected_gain(memory, days))


def _expected_gain(memory: MemoryState, days: int) -> float:
    """The retention value that a review some days after the last is expected to add."""
    recall = retrievability(memory.stability, days)
    if_right = _retention_value(review(memory, "good", days), 0)
    if_wrong = _retention_value(review(memory, "again", days), 0)
    return recall * if_right + (1 - recall) * if_wrong - _retention_value(memory, days)


def _retention_value(memory: MemoryState, days: int) -> float:
    """The squared retrievability a month later: one item known for sure is worth more than two half known."""
    return retrievability(memory.stability, days + HORIZON_DAYS) ** 2
