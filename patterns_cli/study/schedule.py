"""When an item is due again: FSRS with its default parameters, replayed from the answers.

What a study day counts. The first answer to an item on a study day is its review. Later answers of
the same day are practice right after having seen the solution: a right one says nothing about
memory and changes nothing; the first wrong one after a right one shows that the right one was luck,
and counts as a same-day review that failed. So a day holds one lapse of an item at most.

What the clock may do. Answers are replayed in the order of (instant, id), which is the same
whichever machine's log came first. An answer whose study day lies before that of the one before it
(travel, a clock set back) counts as given on that later day: no interval is negative, and an item
is never due before it was last seen.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from patterns_cli.study.logged import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from patterns_cli.study.logged import LoggedAnswer

SCHEDULE: Final = 1
"""The version of these rules. States worked out under another one are worked out anew."""

LEECH: Final = 4
"""So many lapses show that asking once more does not help."""

DECAY: Final = -0.1542
FACTOR: Final = 0.9 ** (1 / DECAY) - 1
"""The forgetting curve of FSRS-6, which gives 0.9 after as many days as the stability."""

LONGEST: Final = 36_500
"""No interval is longer, in days."""

Rating = Literal["again", "hard", "good"]

_NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)
"""Reviews are told to FSRS at noon, as it counts whole periods of 24 hours."""


class CardState(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the memory of one item.

    ``stability`` is the number of days after which nine of ten are remembered, ``difficulty`` from 1
    to 10. ``first``, ``last`` and ``due`` are study days. ``reps`` counts reviews (one a day, or two
    where the second failed), ``lapses`` those that failed, the very first apart. ``failed`` says
    whether one failed on the last day. ``at`` and ``answer`` are instant and id of the last answer,
    ``is_right`` and ``confidence`` how it was.
    """

    item: str
    stability: float
    difficulty: float
    first: date
    last: date
    due: date
    reps: int
    lapses: int
    failed: bool
    is_right: bool
    confidence: Confidence
    at: int
    answer: str

    @property
    def is_leech(self) -> bool:
        """Whether the item was forgotten so often that it should be taught another way."""
        return self.lapses >= LEECH

    @property
    def order(self) -> tuple[int, str]:
        """Where its last answer stands in the order of replay."""
        return self.at, self.answer


def rating_of(answer: LoggedAnswer) -> Rating:
    """How well it was remembered: wrong or guessed is not at all, right but unsure is with effort."""
    if not answer.is_right or answer.confidence == "guess":
        return "again"
    return "good" if answer.confidence == "sure" else "hard"


def counts(answer: LoggedAnswer) -> bool:
    """Whether the answer is part of the schedule: a cram is not, nor is one without a readable day."""
    return answer.mode != "cram" and _day(answer) is not None


def next_state(state: CardState | None, answer: LoggedAnswer) -> CardState:
    """The state after one more answer that ``counts``; None stands for an item never seen."""
    given = _day(answer)
    if given is None:
        raise ValueError(f"{answer.day!r} is no day")
    day = given if state is None else max(given, state.last)
    rating = rating_of(answer)
    seen = {"is_right": answer.is_right, "confidence": answer.confidence, "at": answer.at, "answer": answer.id}
    if state is not None and day == state.last and (state.failed or rating != "again"):
        return msgspec.structs.replace(state, **seen)
    elapsed = 0 if state is None else (day - state.last).days
    memory = None if state is None else (state.stability, state.difficulty)
    stability, difficulty, interval = _reviewed(memory, rating, elapsed)
    return CardState(
        item=answer.item,
        stability=stability,
        difficulty=difficulty,
        first=day if state is None else state.first,
        last=day,
        due=_later(day, interval),
        reps=1 if state is None else state.reps + 1,
        lapses=0 if state is None else state.lapses + (rating == "again"),
        failed=rating == "again",
        is_right=answer.is_right,
        confidence=answer.confidence,
        at=answer.at,
        answer=answer.id,
    )


def replayed(answers: Iterable[LoggedAnswer], renames: Mapping[str, str] | None = None) -> dict[str, CardState]:
    """The state of every item after these answers, in whatever order they come.

    ``renames`` leads from an item's old id to its new one.
    """
    states: dict[str, CardState] = {}
    for answer in sorted(answers, key=lambda one: (one.at, one.id)):
        if counts(answer):
            item = renamed(answer.item, renames or {})
            state = next_state(states.get(item), answer)
            states[item] = state if state.item == item else msgspec.structs.replace(state, item=item)
    return states


def renamed(id_: str, renames: Mapping[str, str]) -> str:
    """The id by which something goes today: its own, or that of the item it belongs to, is looked up."""
    for _ in range(len(renames)):
        whole, rest = id_, ""
        while whole and whole not in renames:
            whole, slash, last = whole.rpartition("/")
            rest = slash + last + rest
        if not whole:
            break
        id_ = renames[whole] + rest
    return id_


def retrievability(state: CardState, day: date) -> float:
    """How likely the item is remembered on that day, from 0 to 1."""
    elapsed = max(0, (day - state.last).days)
    return float((1 + FACTOR * elapsed / state.stability) ** DECAY)


def prepare() -> None:
    """Load the scheduler now, while a person reads, rather than between an answer and the next question."""
    _scheduler()


def _reviewed(memory: tuple[float, float] | None, rating: Rating, elapsed: int) -> tuple[float, float, int]:
    """Stability, difficulty and interval in days after a review, ``elapsed`` days after the last one."""
    fsrs, scheduler = _scheduler()
    card = fsrs.Card(card_id=1, due=_NOON)
    if memory is not None:
        stability, difficulty = memory
        card = fsrs.Card(
            card_id=1,
            state=fsrs.State.Review,
            stability=stability,
            difficulty=difficulty,
            due=_NOON,
            last_review=_NOON,
        )
    now = _NOON + timedelta(days=min(elapsed, LONGEST))
    card, _ = scheduler.review_card(card, fsrs.Rating[rating.capitalize()], now)
    return card.stability, card.difficulty, max(1, (card.due - now).days)


@cache
def _scheduler() -> tuple[Any, Any]:
    """The library, whose import takes longer than a look-up, and its scheduler: whole days, no chance."""
    import fsrs

    scheduler = fsrs.Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=LONGEST)
    return fsrs, scheduler


def _day(answer: LoggedAnswer) -> date | None:
    try:
        return date.fromisoformat(answer.day)
    except (TypeError, ValueError):
        return None


def _later(day: date, days: int) -> date:
    """That many days later, or the last day there is."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
