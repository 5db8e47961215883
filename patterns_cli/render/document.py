"""Documents: the content of an answer, independent of its rendering.

A document is a list of sections with blocks. The rich, plain and narrow renderings all print the same blocks,
so no rendering leaves anything out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from patterns_cli.packs.model import RenderedDiagram

DAYS_PER_WEEK = 7


class Heading(msgspec.Struct, frozen=True):
    """The title of a document: a name and a one-line summary."""

    text: str
    detail: str = ""


class Section(msgspec.Struct, frozen=True):
    """A titled part; commands select it by its ``id``."""

    id: str
    title: str
    blocks: Sequence[Block]


class Paragraph(msgspec.Struct, frozen=True):
    """Running text."""

    text: str
    highlights: Sequence[str] = ()


class ListItem(msgspec.Struct, frozen=True):
    """An entry of a list: its text, with labeled lines below it."""

    text: str
    details: Sequence[tuple[str, str]] = ()
    title: str = ""
    highlights: Sequence[str] = ()


class BulletList(msgspec.Struct, frozen=True):
    """A list; ``marker`` is ``+`` (pros), ``-`` (cons) or ``1`` (numbered)."""

    items: Sequence[ListItem]
    marker: str = ""


class LabeledRows(msgspec.Struct, frozen=True):
    """Rows of a label and a text."""

    rows: Sequence[tuple[str, str]]


class Grid(msgspec.Struct, frozen=True):
    """A table; printed as labeled lines if its columns do not fit."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""


class Matrix(msgspec.Struct, frozen=True):
    """A cross table of words and empty cells.

    ``corner`` is the heading of the row labels. If the columns do not fit, each row is printed as a labeled line.
    """

    corner: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    default_cell: str

    def as_rows(self) -> list[tuple[str, str]]:
        """Each row's label and columns, with the cells that are not default."""
        return [(label, ", ".join(self._column_labels(cells))) for label, cells in self.rows]

    def _column_labels(self, cells: Sequence[str]) -> list[str]:
        return [
            column if cell == self.default_cell else f"{column} ({cell})"
            for column, cell in zip(self.columns, cells, strict=True)
            if cell
        ]


class DiagramBlock(msgspec.Struct, frozen=True):
    """A diagram: a picture if one fits, otherwise its steps in words."""

    diagram: RenderedDiagram


class CodeBlock(msgspec.Struct, frozen=True):
    """Preformatted text that keeps its line breaks and spaces."""

    text: str


class BarChart(msgspec.Struct, frozen=True):
    """A bar chart; each row has a label, amount and text.

    Amounts are between 0 and ``max_value``.
    """

    rows: Sequence[tuple[str, float, str]]
    max_value: float

    def as_rows(self) -> list[tuple[str, str]]:
        """Each row's label and text, without the bar."""
        return [(label, text) for label, _, text in self.rows]


class HeatMap(msgspec.Struct, frozen=True):
    """Counts for each day from ``first_monday`` on; ``unit`` is a singular noun."""

    first_monday: date
    counts: Sequence[int]
    unit: str

    def as_rows(self) -> list[tuple[str, str]]:
        """Each week with activity, and its counts by day."""
        weeks = range(0, len(self.counts), DAYS_PER_WEEK)
        return [self._week_row(start) for start in weeks if any(self.counts[start : start + DAYS_PER_WEEK])]

    def _week_row(self, start: int) -> tuple[str, str]:
        monday = self.first_monday + timedelta(days=start)
        days = self.counts[start : start + DAYS_PER_WEEK]
        named = [f"{monday + timedelta(days=n):%m-%d} {count}" for n, count in enumerate(days) if count]
        unit = self.unit if sum(days) == 1 else f"{self.unit}s"
        return f"week of {monday.isoformat()}", f"{sum(days)} {unit} ({', '.join(named)})"


Block = Paragraph | BulletList | LabeledRows | Grid | Matrix | DiagramBlock | CodeBlock | BarChart | HeatMap


class Document(msgspec.Struct, frozen=True):
    """A complete answer; ``next_steps`` are commands with their descriptions."""

    heading: Heading | None = None
    sections: Sequence[Section] = ()
    next_steps: Sequence[tuple[str, str]] = ()
