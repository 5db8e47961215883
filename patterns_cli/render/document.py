"""What an answer says, before it is decided how it looks.

A document is a list of blocks. The rich, the plain and the narrow rendering print the same blocks,
so none of them can say less than another.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from patterns_cli.catalog.model import Drawing


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
    marks: Sequence[str] = ()


class Item(msgspec.Struct, frozen=True):
    """One entry of a list: its text, and labelled lines under it."""

    text: str
    details: Sequence[tuple[str, str]] = ()
    title: str = ""
    marks: Sequence[str] = ()


class Bullets(msgspec.Struct, frozen=True):
    """A list. ``sign`` says what kind of entries: ``+`` for, ``-`` against, ``1`` numbered."""

    items: Sequence[Item]
    sign: str = ""


class Facts(msgspec.Struct, frozen=True):
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
    usual: str

    def told(self) -> list[tuple[str, str]]:
        """Each row's label and the columns it has; a cell other than the usual word is said."""
        return [(label, ", ".join(self._named(cells))) for label, cells in self.rows]

    def _named(self, cells: Sequence[str]) -> list[str]:
        return [
            column if cell == self.usual else f"{column} ({cell})"
            for column, cell in zip(self.columns, cells, strict=True)
            if cell
        ]


class Diagram(msgspec.Struct, frozen=True):
    """A diagram: a picture where one fits, else its steps in words."""

    drawing: Drawing


class Code(msgspec.Struct, frozen=True):
    """Lines that keep their breaks and spaces."""

    text: str


Block = Paragraph | Bullets | Facts | Grid | Matrix | Diagram | Code


class Document(msgspec.Struct, frozen=True):
    """An answer, whole. ``next_steps`` are commands to go on with."""

    heading: Heading | None = None
    sections: Sequence[Section] = ()
    next_steps: Sequence[tuple[str, str]] = ()
