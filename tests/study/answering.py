"""Answers at known times, and a log to record them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any

from patterns_cli.study.log.answer_log import AnswerLog, open_log
from patterns_cli.study.log.events import AnswerEvent
from patterns_cli.study.study_day import to_timestamp

MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)

_numbers = count(1)


class SetClock:
    """A clock that can be set."""

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


def answered(item: str = "recognise/sse", *, when: datetime = MONDAY, **changes: Any) -> AnswerEvent:
    """A right and sure answer with these changes."""
    at = to_timestamp(when)
    number = next(_numbers)
    right = changes.pop("right", "sse")
    is_right = changes.pop("is_right", True)
    fields: dict[str, Any] = {
        "id": f"answer-{number:06}",
        "machine": "",
        "item": item,
        "question": f"{item}/{number}",
        "chosen": right if is_right else "websocket",
        "right": right,
        "shown": ("websocket", "sse", "long-polling", "webhooks"),
        "is_right": is_right,
        "confidence": "sure",
        "milliseconds": 4000,
        "at": at.at,
        "offset": at.offset,
        "day": at.day.isoformat(),
        "revision": "1",
    }
    return AnswerEvent(**{**fields, **changes})


def days_later(days: float, start: datetime = MONDAY) -> datetime:
    """The same time some days later."""
    return start + timedelta(days=days)


def log_at(path: Path, clock: Callable[[], datetime] | None = None, **options: Any) -> AnswerLog:
    """The log at a path, with a clock that is ahead of every answer of a test."""
    return open_log(path, clock=clock or (lambda: days_later(3650)), **options)


def hours(offset: float) -> timezone:
    """A time zone some hours ahead of UTC."""
    return timezone(timedelta(hours=offset))
