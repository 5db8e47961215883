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


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph on one line; ``label`` is what stands in bold before its colon."""

    label: str
    text: str


class ListBlock(msgspec.Struct, frozen=True):
    """A list without lists in it; ``ordered`` where it is numbered from 1."""

    items: tuple[str, ...]
    is_ordered: bool = False


class CodeBlock(msgspec.Struct, frozen=True):
    """Lines of code, and what is said of their language."""

    text: str
    language: str = ""


class TableBlock(msgspec.Struct, frozen=True):
    """A table; every row has as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class QuoteBlock(msgspec.Struct, frozen=True):
    """A quote of one paragraph, on one line."""

    text: str


class RawBlock(msgspec.Struct, frozen=True):
    """Anything else, in the lines in which it was written."""

    markdown: str


Block = Heading | Paragraph | ListBlock | CodeBlock | TableBlock | QuoteBlock | RawBlock


class PositionedBlock(msgspec.Struct, frozen=True):
    """A block and the line on which it starts, from 1."""

    line: int
    block: Block


class ImportRemark(msgspec.Struct, frozen=True, order=True):
    """Something that was not understood, or not kept as it was written; ``text`` is its line."""

    line: int
    message: str
    text: str = ""


RAW_INFO_STRING = "markdown as written"
"""Said of a code block that holds what would mean something else without the fence around it."""

LIST_SEPARATOR = "<!-- -->"
"""Stands between two lists that would be one without it."""
