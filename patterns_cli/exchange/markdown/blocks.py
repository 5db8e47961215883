"""The blocks of a Markdown cheat sheet.

Inline Markdown is not parsed: ``**bold**``, ``[text](url)`` and code in backticks stay in a block's text.
"""

from __future__ import annotations

import msgspec


class Heading(msgspec.Struct, frozen=True):
    """A heading."""

    level: int
    """From 1 to 6."""
    text: str


class Paragraph(msgspec.Struct, frozen=True):
    """A paragraph, joined into one line."""

    label: str
    """The bold text before the first colon, or empty."""
    text: str
    """The text after the label."""


class ListBlock(msgspec.Struct, frozen=True):
    """A flat list with one paragraph per item."""

    items: tuple[str, ...]
    is_ordered: bool = False
    """Whether the items are numbered, starting at 1."""


class CodeBlock(msgspec.Struct, frozen=True):
    """A fenced or indented code block."""

    text: str
    """The code; ends with a newline."""
    language: str = ""
    """The info string of the fence."""


class TableBlock(msgspec.Struct, frozen=True):
    """A table."""

    columns: tuple[str, ...]
    """The cells of the header row."""
    rows: tuple[tuple[str, ...], ...]
    """The other rows, each with as many cells as there are columns."""


class QuoteBlock(msgspec.Struct, frozen=True):
    """A block quote of one paragraph, joined into one line."""

    text: str


class RawBlock(msgspec.Struct, frozen=True):
    """Any other Markdown, kept line by line."""

    markdown: str


Block = Heading | Paragraph | ListBlock | CodeBlock | TableBlock | QuoteBlock | RawBlock


class PositionedBlock(msgspec.Struct, frozen=True):
    """A block and the line where it starts."""

    line: int
    """Counted from 1."""
    block: Block


class ImportRemark(msgspec.Struct, frozen=True, order=True):
    """A warning about a line that could not be imported as it is written."""

    line: int
    """Counted from 1."""
    message: str
    text: str = ""
    """The line itself, without control characters."""


RAW_INFO_STRING = "markdown as written"
"""Info string of a fence around raw Markdown that would mean something else without the fence."""

LIST_SEPARATOR = "<!-- -->"
"""Comment between two adjacent lists, which would otherwise be parsed as a single list."""
