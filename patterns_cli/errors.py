"""Expected errors: a message that says what is wrong, and a hint that says what to do."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit code of the program."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    BUG = 3
    INTERRUPTED = 130


class PatternsError(Exception):
    """An expected failure, with a hint about what to do next."""

    exit_code = ExitCode.FAILED
    kind = "failed"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NotFoundError(PatternsError):
    """Nothing has that name; ``suggestions`` are similar names that exist."""

    kind = "not_found"

    def __init__(self, message: str, hint: str = "", suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.suggestions = suggestions


class AmbiguousNameError(NotFoundError):
    """Several things have that name; ``suggestions`` lists them."""

    kind = "ambiguous"


class ContentError(PatternsError):
    """Content is invalid."""

    kind = "content"


class ProgressError(PatternsError):
    """The user's progress cannot be read or written."""

    kind = "progress"


class UsageError(PatternsError):
    """The command line is invalid."""

    exit_code = ExitCode.USAGE
    kind = "usage"


class NeedsAnswerError(UsageError):
    """A question must be answered, and there is no terminal to ask it on. ``options`` are pairs of id and label."""

    kind = "needs_answer"

    def __init__(self, message: str, hint: str, question: str, options: tuple[tuple[str, str], ...]) -> None:
        super().__init__(message, hint)
        self.question = question
        self.options = options
