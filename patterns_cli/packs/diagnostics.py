"""Faults found in content, each with the place where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable


class Diagnostic(msgspec.Struct, frozen=True, order=True):
    """One thing wrong in a content file. Lines and columns count from 1."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}"
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {self.message}{hint}"


def errors_only(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The faults for which content is refused."""
    return tuple(fault for fault in diagnostics if fault.severity == "error")
