"""On how many days in a row a person studied."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from patterns_cli.study.log.events import AnswerEvent, LessonStepEvent

ONE_DAY: Final = timedelta(days=1)
MAX_TRAVEL_MS: Final = 48 * 3600 * 1000


class Streak(msgspec.Struct, frozen=True):
    """Days in a row: the present run, which today need not have been added to yet, and the longest."""

    days: int
    longest: int


def compute_streak(events: Iterable[AnswerEvent | LessonStepEvent], day: date) -> Streak:
    """The runs of study days up to ``day``, as they were recorded.

    A day that travel took away (local time went ahead, and less than 48 hours lie between) breaks none.
    """
    runs: list[int] = []
    before: AnswerEvent | LessonStepEvent | None = None
    last = date.min
    for record in sorted(events, key=lambda one: (one.at, one.id)):
        studied = date.fromisoformat(record.day)
        if before is None or not _is_consecutive(last, before, studied, record):
            runs.append(1)
            last = studied
        elif studied > last:
            runs[-1] += 1
            last = studied
        before = record
    is_present = bool(runs) and day <= last + ONE_DAY
    return Streak(runs[-1] if is_present else 0, max(runs, default=0))


def _is_consecutive(
    last_day: date, previous: AnswerEvent | LessonStepEvent, day: date, event: AnswerEvent | LessonStepEvent
) -> bool:
    """Whether no day lies between two records, one after the other."""
    if day <= last_day + ONE_DAY:
        return True
    return event.offset > previous.offset and event.at - previous.at < MAX_TRAVEL_MS
