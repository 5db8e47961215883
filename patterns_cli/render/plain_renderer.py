"""A document as plain lines: labels, numbers, no boxes, nothing cut."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from rich.cells import cell_len

from patterns_cli.render.cards.steps import numbered_steps
from patterns_cli.render.document import (
    BarChart,
    Block,
    BulletList,
    CodeBlock,
    DiagramBlock,
    Document,
    Grid,
    HeatMap,
    LabeledRows,
    ListItem,
    Matrix,
    Paragraph,
    Section,
)
from patterns_cli.render.text_layout import (
    as_label,
    escape_control,
    highlight,
    strip_bold,
    transliterate,
    wrap,
    wrap_code,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

INDENT = "  "
MIN_INDENTED_WIDTH = 40
"""Below this width, nothing is indented."""


class PlainRenderer:
    """Renders documents as lines no wider than ``width``, or as long as they are where it is None."""

    def __init__(self, width: int | None, *, encoding: str) -> None:
        self.width = width
        self.encoding = encoding
        self.indent = "" if width is not None and width < MIN_INDENTED_WIDTH else INDENT

    def render(self, document: Document) -> str:
        """The document as text."""
        parts = ["".join(f"{line}\n" for line in part) for part in self._parts(document)]
        return "\n".join(parts)

    def _parts(self, document: Document) -> Iterator[Iterable[str]]:
        heading = document.heading
        if heading:
            detail = self._wrap_hanging(self._text(heading.detail)) if heading.detail else ()
            yield [*self._wrap_hanging(self._text(heading.text)), *detail]
        for section in document.sections:
            yield self._section(section)
        if document.next_steps:
            steps = [self._labeled_lines(command, what, self.indent) for command, what in document.next_steps]
            yield [*self._wrap_hanging("Next"), *chain.from_iterable(steps)]

    def _section(self, section: Section) -> Iterator[str]:
        if section.title:
            yield from self._wrap_hanging(self._text(section.title))
        for number, block in enumerate(section.blocks):
            if number:
                yield ""
            yield from self._block(block, self.indent if section.title else "")

    def _block(self, block: Block, indent: str) -> Iterator[str]:
        match block:
            case Paragraph():
                yield from self._wrap_hanging(self._text(block.text, block.highlights), indent, indent)
            case BulletList():
                for number, item in enumerate(block.items, 1):
                    yield from self._item(item, f"{number}." if block.marker == "1" else block.marker or "-", indent)
            case LabeledRows():
                for label, text in block.rows:
                    yield from self._labeled_lines(label, text, indent)
            case Grid():
                yield from self._grid(block, indent)
            case Matrix() | BarChart() | HeatMap():
                for label, text in block.as_rows():
                    yield from self._labeled_lines(label, text, indent)
            case DiagramBlock():
                for step in numbered_steps(block.diagram):
                    yield from self._wrap_hanging(self._text(step), indent, indent + "   ")
            case CodeBlock():
                for line in block.text.rstrip("\n").split("\n"):
                    room = None if self.width is None else self.width - len(indent)
                    yield from (indent + piece for piece in wrap_code(self._clean(line), room))

    def _item(self, item: ListItem, marker: str, indent: str) -> Iterator[str]:
        deeper = indent + " " * (len(marker) + 1)
        title = as_label(self._text(item.title)) if item.title else ""
        yield from self._wrap_hanging(f"{marker} {title}{self._text(item.text, item.highlights)}", indent, deeper)
        for label, detail in item.details:
            yield from self._labeled_lines(label, detail, deeper)

    def _labeled_lines(self, label: str, text: str, indent: str) -> Iterator[str]:
        words = as_label(self._text(label)) + self._text(text) if label else self._text(text)
        yield from self._wrap_hanging(words, indent, indent + self.indent)

    def _grid(self, grid: Grid, indent: str) -> Iterator[str]:
        if grid.title:
            yield from self._wrap_hanging(self._text(grid.title), indent, indent)
        for number, row in enumerate(grid.rows):
            if number or grid.title:
                yield ""
            for column, cell in zip(grid.columns, row, strict=True):
                if cell:
                    yield from self._labeled_lines(column, cell, indent)

    def _wrap_hanging(self, text: str, initial_indent: str = "", subsequent_indent: str = "") -> Iterator[str]:
        """Wrapped lines, the first after ``first`` and the others after ``rest``."""
        if self.width is None:
            yield initial_indent + " ".join(text.split())
            return
        if self.width - cell_len(subsequent_indent) < MIN_INDENTED_WIDTH // 4:
            subsequent_indent = initial_indent
        for number, line in enumerate(
            wrap(text, self.width - max(cell_len(initial_indent), cell_len(subsequent_indent)))
        ):
            yield (subsequent_indent if number else initial_indent) + line

    def _text(self, content: str, highlights: Iterable[str] = ()) -> str:
        return highlight(strip_bold(self._clean(content)), highlights)

    def _clean(self, text: str) -> str:
        return transliterate(escape_control(text), self.encoding)
