"""The streak: consecutive study days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from patterns_cli.study.log.events import AnswerEvent, LessonStepEvent

ONE_DAY: Final = timedelta(days=1)
MAX_TRAVEL_MS: Final = 48 * 3600 * 1000
"""Maximum time between two study days in a row across a skipped date, in milliseconds."""


class Streak(msgspec.Struct, frozen=True):
    """Numbers of consecutive study days."""

    days: int
    """Length of the present run, which may end yesterday; 0 if it was interrupted."""
    longest: int
    """Length of the longest run ever."""


def compute_streak(events: Iterable[AnswerEvent | LessonStepEvent], day: date) -> Streak:
    """The streak up to a study day.

    A date skipped by travel (local time moved ahead, with less than 48 hours between) does not break it.
    """
    runs: list[int] = []
    previous: AnswerEvent | LessonStepEvent | None = None
    last_day = date.min
    for event in sorted(events, key=lambda event: (event.at, event.id)):
        event_day = date.fromisoformat(event.day)
        if previous is None or not _is_consecutive(last_day, previous, event_day, event):
            runs.append(1)
            last_day = event_day
        elif event_day > last_day:
            runs[-1] += 1
            last_day = event_day
        previous = event
    is_current = bool(runs) and day <= last_day + ONE_DAY
    return Streak(runs[-1] if is_current else 0, max(runs, default=0))


def _is_consecutive(
    last_day: date, previous: AnswerEvent | LessonStepEvent, day: date, event: AnswerEvent | LessonStepEvent
) -> bool:
    """Whether no study day was missed between two successive events."""
    if day <= last_day + ONE_DAY:
        return True
    return event.offset > previous.offset and event.at - previous.at < MAX_TRAVEL_MS
