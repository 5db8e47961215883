"""What stands in a Markdown cheat sheet, one block after another.

Words are kept as Markdown writes them: ``**bold**``, ``[link](address)`` and code in back-ticks stay
in the text.
"""

from __future__ import annotations

import msgspec


class Heading(msgspec.Struct, frozen=True):
    """A heading; ``level`` is 1 to 6."""

    level: int
    text: str


class Text(msgspec.Struct, frozen=True):
    """A paragraph on one line; ``label`` is what stands in bold before its colon."""

    label: str
    text: str


class Points(msgspec.Struct, frozen=True):
    """A list without lists in it; ``ordered`` where it is numbered from 1."""

    items: tuple[str, ...]
    ordered: bool = False


class Code(msgspec.Struct, frozen=True):
    """Lines of code, and what is said of their language."""

    text: str
    language: str = ""


class Grid(msgspec.Struct, frozen=True):
    """A table; every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Quote(msgspec.Struct, frozen=True):
    """A quote of one paragraph, on one line."""

    text: str


class Raw(msgspec.Struct, frozen=True):
    """Anything else, in the lines in which it was written."""

    markdown: str


Block = Heading | Text | Points | Code | Grid | Quote | Raw


class Placed(msgspec.Struct, frozen=True):
    """A block and the line on which it starts, from 1."""

    line: int
    block: Block


class Remark(msgspec.Struct, frozen=True, order=True):
    """Something that was not understood, or not kept as it was written; ``text`` is its line."""

    line: int
    message: str
    text: str = ""


AS_WRITTEN = "markdown as written"
"""Said of a code block that holds what would mean something else without the fence around it."""

BETWEEN_LISTS = "<!-- -->"
"""Stands between two lists that would be one without it."""
