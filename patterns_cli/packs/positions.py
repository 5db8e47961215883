"""Where each value of a content file stands, to point at it when it is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from patterns_cli.packs.diagnostics import Fault
from patterns_cli.packs.files import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Step = str | int
Spot = tuple[Step, ...]
"""The way from the top of a file to one value: keys and list positions."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value starts, and where its key does; lines and columns count from 1."""

    line: int
    column: int
    key_line: int
    key_column: int


@dataclass
class SourceMap:
    """Remembers where each value of one file stands, to point at it when it is wrong."""

    file: Path
    marks: dict[Spot, Mark] = field(default_factory=dict)

    def mark(self, spot: Sequence[Step]) -> Mark:
        """The mark of a value, or of the nearest thing that holds it."""
        at = tuple(spot)
        while at and at not in self.marks:
            at = at[:-1]
        return self.marks.get(at, Mark(1, 1, 1, 1))

    def fault(
        self,
        spot: Sequence[Step],
        message: str,
        hint: str = "",
        *,
        at_key: bool = False,
        severity: Literal["error", "warning"] = "error",
    ) -> Fault:
        """A fault at a value, or with ``at_key`` at the key that names it."""
        mark = self.mark(spot)
        line, column = (mark.key_line, mark.key_column) if at_key else (mark.line, mark.column)
        return Fault(shown(self.file), line, column, message, hint, severity)


@dataclass
class Sources:
    """Where each record of a pack was read from, to point at what a later check finds."""

    info: SourceMap
    patterns: dict[str, SourceMap] = field(default_factory=dict)
    lists: dict[str, SourceMap] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """What could not be read whole: ``patterns``, or the stem of another file."""
