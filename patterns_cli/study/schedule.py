"""What is known of the memory of each item, and when it is due again: replayed from the answers.

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

from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec

from patterns_cli.study.interval import next_interval
from patterns_cli.study.log.events import UNSCHEDULED_MODES, Confidence
from patterns_cli.study.memory_model import MemoryState, Rating, retrievability, review

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from patterns_cli.study.log.events import AnswerEvent

SCHEDULE_VERSION: Final = 2
"""The version of these rules. States worked out under another one are worked out anew."""

MIN_LEECH_LAPSES: Final = 4
"""So many lapses show that asking once more does not help."""


class ReviewState(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the memory of one item.

    ``stability`` and ``difficulty`` are those of ``Trace``. ``first`` and ``last`` are study days.
    ``reps`` counts reviews (one a day, or two where the second failed), ``lapses`` those that failed,
    the very first apart. ``failed`` says whether one failed on the last day. ``at`` and ``answer`` are
    instant and id of the last answer, ``is_right`` and ``confidence`` how it was.
    """

    item: str
    stability: float
    difficulty: float
    first: date
    last: date
    reps: int
    lapses: int
    failed: bool
    is_right: bool
    confidence: Confidence
    at: int
    answer: str

    @property
    def memory(self) -> MemoryState:
        """What its last review left."""
        return MemoryState(self.stability, self.difficulty)

    @property
    def is_leech(self) -> bool:
        """Whether the item was forgotten so often that it should be taught another way."""
        return self.lapses >= MIN_LEECH_LAPSES

    @property
    def replay_key(self) -> tuple[int, str]:
        """Where its last answer stands in the order of replay."""
        return self.at, self.answer


class ScheduledState(ReviewState, frozen=True, kw_only=True):
    """The memory of one item, and the study day on which it is ``due`` again."""

    due: date


def rating_of(answer: AnswerEvent) -> Rating:
    """How well it was remembered: wrong or guessed is not at all, right but unsure is with effort."""
    if not answer.is_right or answer.confidence == "guess":
        return "again"
    return "good" if answer.confidence == "sure" else "hard"


def is_scheduled(answer: AnswerEvent) -> bool:
    """Whether the answer counts for the schedule: its mode is scheduled and its day is readable."""
    return answer.mode not in UNSCHEDULED_MODES and _parse_day(answer) is not None


def next_state(state: ReviewState | None, answer: AnswerEvent) -> ReviewState:
    """The memory after one more answer that ``counts``; None stands for an item never seen."""
    given = _parse_day(answer)
    if given is None:
        raise ValueError(f"{answer.day!r} is no day")
    day = given if state is None else max(given, state.last)
    rating = rating_of(answer)
    seen = {"is_right": answer.is_right, "confidence": answer.confidence, "at": answer.at, "answer": answer.id}
    if state is not None and day == state.last and (state.failed or rating != "again"):
        return msgspec.structs.replace(state, **seen)
    elapsed = 0 if state is None else (day - state.last).days
    trace = review(None if state is None else state.memory, rating, elapsed)
    return ReviewState(
        item=answer.item,
        stability=trace.stability,
        difficulty=trace.difficulty,
        first=day if state is None else state.first,
        last=day,
        reps=1 if state is None else state.reps + 1,
        lapses=0 if state is None else state.lapses + (rating == "again"),
        failed=rating == "again",
        is_right=answer.is_right,
        confidence=answer.confidence,
        at=answer.at,
        answer=answer.id,
    )


def with_due_date(state: ReviewState, item_id: str = "") -> ScheduledState:
    """The same with the day on which it is due again, under another id where one is given."""
    due = _add_days(state.last, next_interval(state.memory))
    return ScheduledState(**msgspec.structs.asdict(state) | {"item": item_id or state.item, "due": due})


def replay(answers: Iterable[AnswerEvent], renames: Mapping[str, str] | None = None) -> dict[str, ScheduledState]:
    """The state of every item after these answers, in whatever order they come.

    ``renames`` leads from an item's old id to its new one.
    """
    memories: dict[str, ReviewState] = {}
    for answer in sorted(answers, key=lambda one: (one.at, one.id)):
        if is_scheduled(answer):
            item = current_id(answer.item, renames or {})
            memories[item] = next_state(memories.get(item), answer)
    return {item: with_due_date(memory, item) for item, memory in memories.items()}


def current_id(id_: str, renames: Mapping[str, str]) -> str:
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


def retrievability_on(state: ReviewState, day: date) -> float:
    """How likely the item is remembered on that day, from 0 to 1."""
    return retrievability(state.stability, max(0, (day - state.last).days))


def _parse_day(answer: AnswerEvent) -> date | None:
    try:
        return date.fromisoformat(answer.day)
    except (TypeError, ValueError):
        return None


def _add_days(day: date, days: int) -> date:
    """That many days later, or the last day there is."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
