"""What an answer says, before it is decided how it looks.

A document is a list of blocks. The rich, the plain and the narrow rendering print the same blocks,
so none of them can say less than another.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from patterns_cli.packs.model import RenderedDiagram

DAYS_PER_WEEK = 7


class Heading(msgspec.Struct, frozen=True):
    """The title of a document: a name, and what it is in one line."""

    text: str
    detail: str = ""


class Section(msgspec.Struct, frozen=True):
    """A titled part; ``id`` is the name by which it can be asked for alone."""

    id: str
    title: str
    blocks: Sequence[Block]


class Paragraph(msgspec.Struct, frozen=True):
    """Running text."""

    text: str
    highlights: Sequence[str] = ()


class ListItem(msgspec.Struct, frozen=True):
    """One entry of a list: its text, and labelled lines under it."""

    text: str
    details: Sequence[tuple[str, str]] = ()
    title: str = ""
    highlights: Sequence[str] = ()


class BulletList(msgspec.Struct, frozen=True):
    """A list. ``sign`` says what kind of entries: ``+`` for, ``-`` against, ``1`` numbered."""

    items: Sequence[ListItem]
    marker: str = ""


class LabeledRows(msgspec.Struct, frozen=True):
    """Labelled lines."""

    rows: Sequence[tuple[str, str]]


class Grid(msgspec.Struct, frozen=True):
    """A table. Told line by line where its columns do not fit."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""


class Matrix(msgspec.Struct, frozen=True):
    """Which rows have which columns. A cell is a word, or empty; ``corner`` names the rows.

    Told as one labelled line a row where its columns do not fit.
    """

    corner: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]
    default_cell: str

    def as_rows(self) -> list[tuple[str, str]]:
        """Each row's label and the columns it has; a cell other than the usual word is said."""
        return [(label, ", ".join(self._column_labels(cells))) for label, cells in self.rows]

    def _column_labels(self, cells: Sequence[str]) -> list[str]:
        return [
            column if cell == self.default_cell else f"{column} ({cell})"
            for column, cell in zip(self.columns, cells, strict=True)
            if cell
        ]


class DiagramBlock(msgspec.Struct, frozen=True):
    """A diagram: a picture where one fits, else its steps in words."""

    diagram: RenderedDiagram


class CodeBlock(msgspec.Struct, frozen=True):
    """Lines that keep their breaks and spaces."""

    text: str


class BarChart(msgspec.Struct, frozen=True):
    """Amounts side by side: a label, the amount from 0 to ``most``, and what it says in words."""

    rows: Sequence[tuple[str, float, str]]
    max_value: float

    def as_rows(self) -> list[tuple[str, str]]:
        """Each label and what its amount says."""
        return [(label, text) for label, _, text in self.rows]


class HeatMap(msgspec.Struct, frozen=True):
    """How much was done on each day from a Monday ``first`` on. ``unit`` names one of what is counted."""

    first_monday: date
    counts: Sequence[int]
    unit: str

    def as_rows(self) -> list[tuple[str, str]]:
        """Each week in which something was done, and how much on which day."""
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
    """An answer, whole. ``next_steps`` are commands to go on with."""

    heading: Heading | None = None
    sections: Sequence[Section] = ()
    next_steps: Sequence[tuple[str, str]] = ()
