"""Where each value of a content file stands, to point at it when it is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.files import display_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PathPart = str | int
FieldPath = tuple[PathPart, ...]
"""The way from the top of a file to one value: keys and list positions."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a value starts, and where its key does; lines and columns count from 1."""

    line: int
    column: int
    key_line: int
    key_column: int


@dataclass
class SourceMap:
    """Remembers where each value of one file stands, to point at it when it is wrong."""

    file: Path
    positions: dict[FieldPath, Position] = field(default_factory=dict)

    def position_of(self, field_path: Sequence[PathPart]) -> Position:
        """The mark of a value, or of the nearest thing that holds it."""
        at = tuple(field_path)
        while at and at not in self.positions:
            at = at[:-1]
        return self.positions.get(at, Position(1, 1, 1, 1))

    def diagnostic_at(
        self,
        field_path: Sequence[PathPart],
        message: str,
        hint: str = "",
        *,
        at_key: bool = False,
        severity: Literal["error", "warning"] = "error",
    ) -> Diagnostic:
        """A fault at a value, or with ``at_key`` at the key that names it."""
        mark = self.position_of(field_path)
        line, column = (mark.key_line, mark.key_column) if at_key else (mark.line, mark.column)
        return Diagnostic(display_path(self.file), line, column, message, hint, severity)


@dataclass
class PackSourceMaps:
    """Where each record of a pack was read from, to point at what a later check finds."""

    info: SourceMap
    patterns: dict[str, SourceMap] = field(default_factory=dict)
    files: dict[str, SourceMap] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    """What could not be read whole: ``patterns``, or the stem of another file."""
