"""Positions of the values in a content file, for diagnostics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.packs.files import display_path

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from patterns_cli.packs.diagnostics import Severity

PathPart = str | int
FieldPath = tuple[PathPart, ...]
"""Path from the top of a file to a value: keys and list indexes."""


class TextPosition(NamedTuple):
    """A position in a text."""

    line: int
    """Line number, from 1."""

    column: int
    """Column number in characters, from 1."""


def clamp_to_text(lines: Sequence[str], line_index: int, column_index: int) -> TextPosition:
    """The position at 0-based indexes, or the end of the text if they are behind it.

    The YAML parser reports the line after the last line feed, which no editor counts as a line.
    """
    last = len(lines) - 1
    if last > 0 and not lines[last]:
        last -= 1
    if line_index > last:
        line_index, column_index = last, len(lines[last])
    line = lines[line_index].removesuffix("\r")
    return TextPosition(line_index + 1, min(column_index, len(line)) + 1)


@dataclass(frozen=True, slots=True)
class Position:
    """Position of a value and of its key. Lines and columns count from 1."""

    line: int
    column: int
    key_line: int
    key_column: int


@dataclass
class SourceMap:
    """Positions of all values of a file."""

    file: Path
    positions: dict[FieldPath, Position] = field(default_factory=dict)

    def position_of(self, field_path: Sequence[PathPart]) -> Position:
        """Position of a value, or of the innermost list or mapping that contains its path."""
        path = tuple(field_path)
        while path and path not in self.positions:
            path = path[:-1]
        return self.positions.get(path, Position(1, 1, 1, 1))

    def diagnostic_at(
        self,
        field_path: Sequence[PathPart],
        message: str,
        hint: str = "",
        *,
        at_key: bool = False,
        severity: Severity = "error",
    ) -> Diagnostic:
        """A diagnostic at a value, or with ``at_key`` at the value's key."""
        position = self.position_of(field_path)
        line, column = (position.key_line, position.key_column) if at_key else (position.line, position.column)
        return Diagnostic(display_path(self.file), line, column, message, hint, severity)


@dataclass
class PackSourceMaps:
    """Positions of all records of a pack."""

    info: SourceMap
    patterns: dict[str, SourceMap] = field(default_factory=dict)
    """Source maps of the pattern files, by pattern id."""

    files: dict[str, SourceMap] = field(default_factory=dict)
    """Source maps of the other files, by file name without extension."""

    unreadable: set[str] = field(default_factory=set)
    """What could not be read completely: ``patterns``, or the name of another file without extension."""
