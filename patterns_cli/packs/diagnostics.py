"""Errors and warnings about content, each with its position in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning"]


class Diagnostic(msgspec.Struct, frozen=True, order=True):
    """An error or warning about a content file."""

    file: str
    line: int
    """Line number, from 1."""

    column: int
    """Column number in characters, from 1."""

    message: str
    """What is wrong."""

    hint: str = ""
    """What to do about it, if that is not obvious."""

    severity: Severity = "error"

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column}: {self.message}{hint}"


def errors_only(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Diagnostics because of which content is rejected."""
    return tuple(diagnostic for diagnostic in diagnostics if diagnostic.severity == "error")
