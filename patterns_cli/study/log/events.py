"""What the answer log holds: every answer given or taken back, every step of a lesson, every report.

The log is the truth about a person's learning. All else (what is due, what is mastered, the
streak) is worked out from it, so it can be worked out again.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Confidence = Literal["sure", "think", "guess"]
"""How sure a person was of an answer before seeing whether it was right."""

Mode = Literal["quiz", "learn", "lesson-intro", "cram"]
"""Where a question was asked: in a quiz, as a check in a lesson, as the problem that opens a lesson, or in a cram."""

UNSCHEDULED_MODES: frozenset[Mode] = frozenset({"lesson-intro", "cram"})
"""Modes whose answers are logged but schedule nothing; older logs have `cram` for the opening of a lesson too."""


class AnswerEvent(msgspec.Struct, frozen=True, kw_only=True, tag="answer", forbid_unknown_fields=True):
    """One answer, as it was given. Every field is a fact of that moment and never recomputed.

    ``item`` is what is scheduled (``recognise/sse``), ``question`` the one showing of it that was
    answered (``recognise/sse/b-rt-047``). ``chosen`` and ``shown`` are ids of options, ``shown`` in
    the order they stood in; where the answer was typed, ``chosen`` is the text and ``shown`` empty.
    ``right`` is the id of the right option, or the right name. ``at`` is in milliseconds since
    1970 UTC, ``offset`` in minutes that local time was ahead of UTC, ``day`` the study day as
    YYYY-MM-DD, ``milliseconds`` the time the answer took. ``revision`` marks the wording of the question.
    """

    id: str
    machine: str
    item: str
    question: str
    chosen: str
    right: str
    shown: tuple[str, ...]
    is_right: bool
    confidence: Confidence
    milliseconds: int
    at: int
    offset: int
    day: str
    revision: str
    mode: Mode = "quiz"


class UndoEvent(msgspec.Struct, frozen=True, kw_only=True, tag="undo", forbid_unknown_fields=True):
    """That an answer was taken back, by its id."""

    id: str
    machine: str
    answer: str
    at: int


class LessonStepEvent(msgspec.Struct, frozen=True, kw_only=True, tag="step", forbid_unknown_fields=True):
    """That a step of a lesson was done; ``steps`` is how many it has, so that the last one ends it.

    ``lesson`` is the ref of its pattern, ``step`` is counted from 1; step 0 starts it anew.
    """

    id: str
    machine: str
    lesson: str
    step: int
    steps: int
    milliseconds: int
    at: int
    offset: int
    day: str


class ReportEvent(msgspec.Struct, frozen=True, kw_only=True, tag="report", forbid_unknown_fields=True):
    """That a person finds a question bad, and why. It is not asked again."""

    id: str
    machine: str
    question: str
    why: str
    at: int


Event = AnswerEvent | UndoEvent | LessonStepEvent | ReportEvent
