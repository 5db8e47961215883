"""How long something rests before it is asked again: until the answer does enough for what is known a month later.

A review soon after the last one adds little, a late one finds little left to add to. FSRS's own
interval ends where a fixed share is forgotten, whatever a review would gain. This one weighs the
gain: what is remembered a month after the review, each way it can go by its likelihood, against what
would be remembered that day without it. So what is learned with ease is soon asked once more and
then seldom, and what was missed again and again does not take the time of everything else.

That the best gap grows with the time over which something is to be kept: Cepeda, Vul, Rohrer, Wixted
and Pashler, "Spacing Effects in Learning: A Temporal Ridgeline of Optimal Retention", Psychological
Science 19 (2008), https://doi.org/10.1111/j.1467-9280.2008.02209.x. What other values
give: ``python -m tests.study.simulation``.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from patterns_cli.study.memory_model import MemoryState, days_until, retrievability, review

HORIZON_DAYS: Final = 30
"""After so many days it should be known."""

MIN_GAIN: Final = 0.1175
"""A review is worth its time where it adds so much to the value of what is known then."""

MIN_RETRIEVABILITY: Final = 0.8
MAX_WEAK_INTERVAL_DAYS: Final = 7
"""What is remembered less likely than this rests no longer than so many days, however little a review adds."""


def next_interval(memory: MemoryState) -> int:
    """After how many days, at least 1, it should be asked again."""
    longest = max(MAX_WEAK_INTERVAL_DAYS, days_until(memory.stability, MIN_RETRIEVABILITY))
    return 1 + bisect_left(range(1, longest), MIN_GAIN, key=lambda days: _expected_gain(memory, days))


def _expected_gain(memory: MemoryState, days: int) -> float:
    """What a review adds, so many days after the last one."""
    likely = retrievability(memory.stability, days)
    right = _retention_value(review(memory, "good", days), 0)
    wrong = _retention_value(review(memory, "again", days), 0)
    return likely * right + (1 - likely) * wrong - _retention_value(memory, days)


def _retention_value(memory: MemoryState, days: int) -> float:
    """The square of what is remembered a month later: one thing surely known is worth more than two half known."""
    return retrievability(memory.stability, days + HORIZON_DAYS) ** 2
