"""A document as plain lines: labels, numbers, no boxes, nothing cut."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from rich.cells import cell_len

from patterns_cli.render.cards.steps import numbered_steps
from patterns_cli.render.document import (
    Bars,
    Block,
    Bullets,
    Code,
    Diagram,
    Document,
    Facts,
    Grid,
    HeatMap,
    Item,
    Matrix,
    Paragraph,
    Section,
)
from patterns_cli.render.text_layout import as_label, fit_encoding, marked, visible, without_strong, wrap, wrap_code

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

INDENT = "  "
NARROW = 40
"""Below this width, nothing is indented."""


class Plain:
    """Renders documents as lines no wider than ``width``, or as long as they are where it is None."""

    def __init__(self, width: int | None, *, encoding: str) -> None:
        self.width = width
        self.encoding = encoding
        self.indent = "" if width is not None and width < NARROW else INDENT

    def render(self, document: Document) -> str:
        """The document as text."""
        parts = ["".join(f"{line}\n" for line in part) for part in self._parts(document)]
        return "\n".join(parts)

    def _parts(self, document: Document) -> Iterator[Iterable[str]]:
        heading = document.heading
        if heading:
            detail = self._hang(self._text(heading.detail)) if heading.detail else ()
            yield [*self._hang(self._text(heading.text)), *detail]
        for section in document.sections:
            yield self._section(section)
        if document.next_steps:
            steps = [self._labelled(command, what, self.indent) for command, what in document.next_steps]
            yield [*self._hang("Next"), *chain.from_iterable(steps)]

    def _section(self, section: Section) -> Iterator[str]:
        if section.title:
            yield from self._hang(self._text(section.title))
        for number, block in enumerate(section.blocks):
            if number:
                yield ""
            yield from self._block(block, self.indent if section.title else "")

    def _block(self, block: Block, indent: str) -> Iterator[str]:
        match block:
            case Paragraph():
                yield from self._hang(self._text(block.text, block.marks), indent, indent)
            case Bullets():
                for number, item in enumerate(block.items, 1):
                    yield from self._item(item, f"{number}." if block.sign == "1" else block.sign or "-", indent)
            case Facts():
                for label, text in block.rows:
                    yield from self._labelled(label, text, indent)
            case Grid():
                yield from self._grid(block, indent)
            case Matrix() | Bars() | HeatMap():
                for label, text in block.told():
                    yield from self._labelled(label, text, indent)
            case Diagram():
                for step in numbered_steps(block.drawing):
                    yield from self._hang(self._text(step), indent, indent + "   ")
            case Code():
                for line in block.text.rstrip("\n").split("\n"):
                    room = None if self.width is None else self.width - len(indent)
                    yield from (indent + piece for piece in wrap_code(self._clean(line), room))

    def _item(self, item: Item, sign: str, indent: str) -> Iterator[str]:
        deeper = indent + " " * (len(sign) + 1)
        title = as_label(self._text(item.title)) if item.title else ""
        yield from self._hang(f"{sign} {title}{self._text(item.text, item.marks)}", indent, deeper)
        for label, detail in item.details:
            yield from self._labelled(label, detail, deeper)

    def _labelled(self, label: str, text: str, indent: str) -> Iterator[str]:
        words = as_label(self._text(label)) + self._text(text) if label else self._text(text)
        yield from self._hang(words, indent, indent + self.indent)

    def _grid(self, grid: Grid, indent: str) -> Iterator[str]:
        if grid.title:
            yield from self._hang(self._text(grid.title), indent, indent)
        for number, row in enumerate(grid.rows):
            if number or grid.title:
                yield ""
            for column, cell in zip(grid.columns, row, strict=True):
                if cell:
                    yield from self._labelled(column, cell, indent)

    def _hang(self, text: str, first: str = "", rest: str = "") -> Iterator[str]:
        """Wrapped lines, the first after ``first`` and the others after ``rest``."""
        if self.width is None:
            yield first + " ".join(text.split())
            return
        if self.width - cell_len(rest) < NARROW // 4:
            rest = first
        for number, line in enumerate(wrap(text, self.width - max(cell_len(first), cell_len(rest)))):
            yield (rest if number else first) + line

    def _text(self, content: str, marks: Iterable[str] = ()) -> str:
        return marked(without_strong(self._clean(content)), marks)

    def _clean(self, text: str) -> str:
        return fit_encoding(visible(text), self.encoding)
