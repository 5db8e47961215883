"""The memory state of each item and its due date, replayed from the answers.

Reviews per study day: the first answer to an item on a study day is its review. Later answers on
the same day come right after the user has seen the solution. A right answer then says nothing about
memory and changes nothing. The first wrong answer after a right one shows that the right one was
luck, and counts as a failed same-day review. So an item lapses at most once a day.

Clock changes: answers are replayed in the order of (at, id), which does not depend on the order of
merges. If the study day of an answer is before that of the previous answer (travel, a clock set
back), it counts as given on the later day. So no interval is negative, and no item is due before it
was last seen.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Final

import msgspec

from patterns_cli.study.interval import next_interval
from patterns_cli.study.log.events import UNSCHEDULED_MODES, Confidence
from patterns_cli.study.memory_model import MemoryState, Rating, retrievability, review

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from patterns_cli.study.log.events import AnswerEvent

SCHEDULE_VERSION: Final = 2
"""Version of these rules. States cached under another version are computed again."""

MIN_LEECH_LAPSES: Final = 4
"""Minimum number of lapses that shows that asking again does not help."""


class ReviewState(msgspec.Struct, frozen=True, kw_only=True):
    """The memory state of an item after its last answer."""

    item: str
    stability: Annotated[float, msgspec.Meta(gt=0)]
    """As in ``MemoryState``, in days."""
    difficulty: Annotated[float, msgspec.Meta(ge=1, le=10)]
    """As in ``MemoryState``, from 1 to 10."""
    first: date
    """Study day of the first review."""
    last: date
    """Study day of the last review."""
    reps: int
    """Number of reviews: one a day, or two if the second failed."""
    lapses: int
    """Number of failed reviews after the first review."""
    failed: bool
    """Whether a review failed on the last day."""
    is_right: bool
    """Whether the last answer was right."""
    confidence: Confidence
    """Confidence of the last answer."""
    at: int
    """Time of the last answer, in milliseconds since 1970 UTC."""
    answer: str
    """Id of the last answer."""

    @property
    def memory(self) -> MemoryState:
        """Stability and difficulty after the last review."""
        return MemoryState(self.stability, self.difficulty)

    @property
    def is_leech(self) -> bool:
        """Whether the item was forgotten so often that it should be taught in another way."""
        return self.lapses >= MIN_LEECH_LAPSES

    @property
    def replay_key(self) -> tuple[int, str]:
        """The position of the last answer in the order of replay."""
        return self.at, self.answer


class ScheduledState(ReviewState, frozen=True, kw_only=True):
    """The memory state of an item with its due date."""

    due: date
    """Study day on which the item should be asked again."""


def rating_of(answer: AnswerEvent) -> Rating:
    """The FSRS rating: again if wrong or guessed, hard if right but unsure, else good."""
    if not answer.is_right or answer.confidence == "guess":
        return "again"
    return "good" if answer.confidence == "sure" else "hard"


def is_scheduled(answer: AnswerEvent) -> bool:
    """Whether the answer counts for the schedule: its mode is scheduled and its day is readable."""
    return answer.mode not in UNSCHEDULED_MODES and _parse_day(answer) is not None


def next_state(state: ReviewState | None, answer: AnswerEvent) -> ReviewState:
    """The state after another scheduled answer; ``state`` may be None for an item never seen.

    Raises ValueError if the answer has no valid day.
    """
    answer_day = _parse_day(answer)
    if answer_day is None:
        raise ValueError(f"{answer.day!r} is not a day as YYYY-MM-DD")
    day = answer_day if state is None else max(answer_day, state.last)
    rating = rating_of(answer)
    last_answer = {"is_right": answer.is_right, "confidence": answer.confidence, "at": answer.at, "answer": answer.id}
    if state is not None and day == state.last and (state.failed or rating != "again"):
        return msgspec.structs.replace(state, **last_answer)
    elapsed = 0 if state is None else (day - state.last).days
    memory = review(None if state is None else state.memory, rating, elapsed)
    return ReviewState(
        item=answer.item,
        stability=memory.stability,
        difficulty=memory.difficulty,
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
    """The state with its due date, under another item id if one is given."""
    due = _add_days(state.last, next_interval(state.memory))
    return ScheduledState(**msgspec.structs.asdict(state) | {"item": item_id or state.item, "due": due})


def replay(answers: Iterable[AnswerEvent], renames: Mapping[str, str] | None = None) -> dict[str, ScheduledState]:
    """The state of every item after these answers, which may come in any order.

    ``renames`` maps old item ids to new ones.
    """
    states: dict[str, ReviewState] = {}
    for answer in sorted(answers, key=lambda answer: (answer.at, answer.id)):
        if is_scheduled(answer):
            item_id = current_id(answer.item, renames or {})
            states[item_id] = next_state(states.get(item_id), answer)
    return {item_id: with_due_date(state, item_id) for item_id, state in states.items()}


def current_id(id_: str, renames: Mapping[str, str]) -> str:
    """The present id of what had this id: the longest renamed prefix of it is replaced, repeatedly."""
    for _ in range(len(renames)):  # a cycle of renames must end
        prefix, rest = id_, ""
        while prefix and prefix not in renames:
            prefix, slash, last = prefix.rpartition("/")
            rest = slash + last + rest
        if not prefix:
            break
        id_ = renames[prefix] + rest
    return id_


def retrievability_on(state: ReviewState, day: date) -> float:
    """The probability that the item is remembered on a day, from 0 to 1."""
    return retrievability(state.stability, max(0, (day - state.last).days))


def _parse_day(answer: AnswerEvent) -> date | None:
    try:
        return date.fromisoformat(answer.day)
    except (TypeError, ValueError):
        return None


def _add_days(day: date, days: int) -> date:
    """The date a number of days later, at most ``date.max``."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))
