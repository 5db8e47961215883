"""How a memory fades, and what a review makes of it: FSRS-6 with its default parameters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final, Literal, NamedTuple

DECAY: Final = -0.1542
FACTOR: Final = 0.9 ** (1 / DECAY) - 1
"""The forgetting curve of FSRS-6, which gives 0.9 after as many days as the stability."""

MAX_INTERVAL_DAYS: Final = 36_500
"""No time between two reviews is longer, in days."""

Rating = Literal["again", "hard", "good"]

_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)
"""Reviews are told to FSRS at noon, as it counts whole periods of 24 hours."""


class MemoryState(NamedTuple):
    """What a review leaves.

    ``stability`` is the number of days after which nine of ten are remembered, ``difficulty`` goes from 1 to 10.
    """

    stability: float
    difficulty: float


def retrievability(stability: float, days: int) -> float:
    """How likely something is remembered so many days after its review, from 0 to 1."""
    return float((1 + FACTOR * days / stability) ** DECAY)


def days_until(stability: float, threshold: float) -> int:
    """For how many days after its review something is remembered so likely."""
    return int(min(stability / FACTOR * (threshold ** (1 / DECAY) - 1), MAX_INTERVAL_DAYS))


def review(memory: MemoryState | None, rating: Rating, elapsed_days: int) -> MemoryState:
    """What a review leaves, ``elapsed`` days after the one before it; None stands for something never seen."""
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
    """Load the scheduler now, while a person reads, rather than between an answer and the next question."""
    _scheduler()


@cache
def _scheduler() -> tuple[Any, Any]:
    """The library, whose import takes longer than a look-up, and its scheduler: whole days, no chance."""
    import fsrs

    scheduler = fsrs.Scheduler(
        learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=MAX_INTERVAL_DAYS
    )
    return fsrs, scheduler
