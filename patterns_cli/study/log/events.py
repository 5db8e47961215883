"""Events of the answer log: answers, undos, lesson steps and reports.

The log is the only record of a user's learning. What is due, what is mastered and the streak are
derived from it and can be computed again at any time.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

Confidence = Literal["sure", "think", "guess"]
"""How sure the user was of an answer before seeing whether it was right."""

Mode = Literal["quiz", "learn", "lesson-intro", "cram"]
"""Where a question was asked: in a quiz, as a check in a lesson, as the problem that opens a lesson, or in a cram."""

UNSCHEDULED_MODES: frozenset[Mode] = frozenset({"lesson-intro", "cram"})
"""Modes whose answers are logged but schedule nothing; older logs have `cram` for the opening of a lesson too."""

NonEmpty = Annotated[str, msgspec.Meta(min_length=1)]
Integer = Annotated[int, msgspec.Meta(ge=-(2**62), le=2**62)]
"""An integer that fits into SQLite with room for arithmetic."""


class AnswerEvent(msgspec.Struct, frozen=True, kw_only=True, tag="answer", forbid_unknown_fields=True):
    """An answer as it was given. Every field is a fact of that moment and never recomputed."""

    id: NonEmpty
    machine: NonEmpty
    """Id of the copy of the log that recorded the event; empty until it is recorded."""
    item: str
    """Id of what is scheduled, such as ``recognise/sse``."""
    question: str
    """Id of the wording that was answered, such as ``recognise/sse/b-rt-047``."""
    chosen: str
    """Id of the chosen option, or the text that was typed."""
    right: str
    """Id of the right option, or the right name if the answer was typed."""
    shown: tuple[str, ...]
    """Ids of the options in the order shown; empty if the answer was typed."""
    is_right: bool
    confidence: Confidence
    milliseconds: Integer
    """Time taken to answer."""
    at: Integer
    """Milliseconds since 1970 UTC."""
    offset: Integer
    """Minutes that local time was ahead of UTC."""
    day: str
    """Study day as YYYY-MM-DD."""
    revision: str
    """Fingerprint of the question's wording."""
    mode: Mode = "quiz"


class UndoEvent(msgspec.Struct, frozen=True, kw_only=True, tag="undo", forbid_unknown_fields=True):
    """The withdrawal of an answer."""

    id: NonEmpty
    machine: NonEmpty
    answer: str
    """Id of the answer that no longer counts."""
    at: Integer


class LessonStepEvent(msgspec.Struct, frozen=True, kw_only=True, tag="step", forbid_unknown_fields=True):
    """A step of a lesson that the user finished."""

    id: NonEmpty
    machine: NonEmpty
    lesson: str
    """Ref of the lesson's pattern, or id of a difficult item that was explained."""
    step: Integer
    """Number of the step from 1; step 0 restarts the lesson."""
    steps: Integer
    """Number of steps in the lesson, so that the last step completes it."""
    milliseconds: Integer
    at: Integer
    offset: Integer
    day: str


class ReportEvent(msgspec.Struct, frozen=True, kw_only=True, tag="report", forbid_unknown_fields=True):
    """A user's report that a question is bad. The question is not asked again."""

    id: NonEmpty
    machine: NonEmpty
    question: str
    why: str
    at: Integer


Event = AnswerEvent | UndoEvent | LessonStepEvent | ReportEvent

_DECODER: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)


def encode_event(event: Event) -> str:
    """The JSON line of an event, as the log stores and exports it."""
    return msgspec.json.encode(event).decode()


def decode_event(line: bytes | str) -> Event:
    """The event of a JSON line. Raises ValueError if it is invalid."""
    event = _DECODER.decode(line)
    day = getattr(event, "day", None)
    if day is not None and date.fromisoformat(day).isoformat() != day:
        raise ValueError(f"`{day}` is not a day as YYYY-MM-DD")
    return event
