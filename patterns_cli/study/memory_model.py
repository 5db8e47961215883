"""The memory model FSRS-6 with its default parameters: retrievability over time, and reviews.

Source: https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final, Literal, NamedTuple

DECAY: Final = -0.1542
FACTOR: Final = 0.9 ** (1 / DECAY) - 1
"""Parameters of the forgetting curve, chosen by FSRS so that retrievability is 0.9 after ``stability`` days."""

MAX_INTERVAL_DAYS: Final = 36_500
"""Maximum time between two reviews, in days."""

Rating = Literal["again", "hard", "good"]

_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)
"""Time of every review given to FSRS, which counts whole periods of 24 hours."""


class MemoryState(NamedTuple):
    """The state of a memory after a review."""

    stability: float
    """Days until retrievability falls to 0.9."""
    difficulty: float
    """From 1 (easy) to 10."""


def retrievability(stability: float, days: int) -> float:
    """The probability of recall a number of days after the review, from 0 to 1."""
    return float((1 + FACTOR * days / stability) ** DECAY)


def days_until(stability: float, threshold: float) -> int:
    """The last day after the review on which retrievability is at least the threshold."""
    return int(min(stability / FACTOR * (threshold ** (1 / DECAY) - 1), MAX_INTERVAL_DAYS))


def review(memory: MemoryState | None, rating: Rating, elapsed_days: int) -> MemoryState:
    """The memory after a review some days after the last one; ``memory`` may be None before the first."""
    fsrs, scheduler = _scheduler()
    card = fsrs.Card(card_id=1, due=_NOON)
    if memory is not None:
        card = fsrs.Card(
            card_id=1,
            state=fsrs.State.Review,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=_NOON,
            last_review=_NOON,
        )
    now = _NOON + timedelta(days=min(elapsed_days, MAX_INTERVAL_DAYS))
    card, _ = scheduler.review_card(card, fsrs.Rating[rating.capitalize()], now)
    return MemoryState(card.stability, card.difficulty)


def preload() -> None:
    """Import the scheduler now, while the user reads, rather than after the first answer."""
    _scheduler()


@cache
def _scheduler() -> tuple[Any, Any]:
    """The library, whose import is slow, and its scheduler without same-day steps and without fuzz."""
    import fsrs

    scheduler = fsrs.Scheduler(
        learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=MAX_INTERVAL_DAYS
    )
    return fsrs, scheduler
