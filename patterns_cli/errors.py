"""What can go wrong, told to a person: what is wrong, and what to do about it."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """How a run ended, for scripts."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    BUG = 3
    INTERRUPTED = 130


class PatternsError(Exception):
    """An expected failure. ``hint`` says what to do next."""

    exit_code = ExitCode.FAILED
    kind = "failed"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NotFoundError(PatternsError):
    """Nothing goes by that name; ``suggestions`` are the nearest that exist."""

    kind = "not_found"

    def __init__(self, message: str, hint: str = "", suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.suggestions = suggestions


class AmbiguousNameError(NotFoundError):
    """More than one thing goes by that name; ``suggestions`` lists them."""

    kind = "ambiguous"


class ContentError(PatternsError):
    """Content cannot be used as it is written."""

    kind = "content"


class ProgressError(PatternsError):
    """What was learnt cannot be read or written down."""

    kind = "progress"


class UsageError(PatternsError):
    """The command was called in a way it does not understand."""

    exit_code = ExitCode.USAGE
    kind = "usage"


class NeedsAnswerError(UsageError):
    """A question has to be answered, and nobody is there to ask. ``options`` are ids with labels."""

    kind = "needs_answer"

    def __init__(self, message: str, hint: str, question: str, options: tuple[tuple[str, str], ...]) -> None:
        super().__init__(message, hint)
        self.question = question
        self.options = options
