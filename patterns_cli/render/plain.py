"""A document as plain lines: labels, numbers, no boxes, nothing cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from patterns_cli.render.document import (
    Block,
    Bullets,
    Code,
    Diagram,
    Document,
    Facts,
    Grid,
    Item,
    Matrix,
    Paragraph,
    Section,
)
from patterns_cli.render.steps import numbered_steps
from patterns_cli.render.text import marked, visible, without_strong, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

INDENT = "  "
NARROW = 40
"""Below this width, nothing is indented."""


def plain_lines(document: Document, width: int | None) -> Iterator[str]:
    """The document's lines, none wider than ``width`` if one is given."""
    first = True
    for part in _parts(document, width):
        if not first:
            yield ""
        first = False
        yield from part


def _parts(document: Document, width: int | None) -> Iterator[Iterable[str]]:
    indent = "" if width is not None and width < NARROW else INDENT
    if document.heading:
        detail = wrap(_shown(document.heading.detail), width) if document.heading.detail else []
        yield [*wrap(visible(document.heading.text), width), *detail]
    for section in document.sections:
        yield _section(section, width, indent)
    if document.next_steps:
        steps = [_labelled(visible(command), visible(what), width, indent) for command, what in document.next_steps]
        yield [*wrap("Next", width), *(line for step in steps for line in step)]


def _section(section: Section, width: int | None, indent: str) -> Iterator[str]:
    if section.title:
        yield from wrap(visible(section.title), width)
    first = True
    for block in section.blocks:
        if not first:
            yield ""
        first = False
        yield from _block(block, width, indent if section.title else "")


def _block(block: Block, width: int | None, indent: str) -> Iterator[str]:
    match block:
        case Paragraph():
            yield from _hang(marked(_shown(block.text), block.marks), width, indent, indent)
        case Bullets():
            for number, item in enumerate(block.items, 1):
                yield from _item(item, _sign(block.sign, number), width, indent)
        case Facts():
            for label, text in block.rows:
                yield from _labelled(label, text, width, indent)
        case Grid():
            yield from _rows(block, width, indent)
        case Matrix():
            for label, text in block.told():
                yield from _labelled(label, text, width, indent)
        case Diagram():
            for line in numbered_steps(block.drawing):
                yield from _hang(visible(line), width, indent, indent + "   ")
        case Code():
            for line in block.text.rstrip("\n").split("\n"):
                yield from _kept(visible(line), width, indent)


def _shown(text: str) -> str:
    return without_strong(visible(text))


def _sign(sign: str, number: int) -> str:
    return f"{number}." if sign == "1" else sign or "-"


def _item(item: Item, sign: str, width: int | None, indent: str) -> Iterator[str]:
    deeper = indent + " " * (len(sign) + 1)
    title = f"{_shown(item.title)}: " if item.title else ""
    text = marked(title + _shown(item.text), item.marks)
    yield from _hang(f"{sign} {text}", width, indent, deeper)
    for label, detail in item.details:
        yield from _labelled(label, detail, width, deeper)


def _labelled(label: str, text: str, width: int | None, indent: str) -> Iterator[str]:
    words = f"{_shown(label)}: {_shown(text)}" if label else _shown(text)
    yield from _hang(words, width, indent, indent + INDENT if indent else "")


def _rows(grid: Grid, width: int | None, indent: str) -> Iterator[str]:
    if grid.title:
        yield from _hang(visible(grid.title), width, indent, indent)
    for number, row in enumerate(grid.rows):
        if number or grid.title:
            yield ""
        for label, cell in _cells(grid.columns, row):
            yield from _labelled(label, cell, width, indent)


def _cells(columns: Sequence[str], row: Sequence[str]) -> Iterator[tuple[str, str]]:
    for column, cell in zip(columns, row, strict=True):
        if cell:
            yield column, cell


def _hang(text: str, width: int | None, first: str, rest: str) -> Iterator[str]:
    """Wrapped lines, the first after ``first`` and the others after ``rest``."""
    if width is None:
        yield first + " ".join(text.split())
        return
    rest = rest if width - cell_len(rest) >= NARROW // 4 else first
    lines = wrap(text, width - max(cell_len(first), cell_len(rest)))
    for number, line in enumerate(lines):
        yield (rest if number else first) + line


def _kept(line: str, width: int | None, indent: str) -> Iterator[str]:
    room = None if width is None else max(1, width - cell_len(indent))
    if room is None or cell_len(line) <= room:
        yield indent + line
        return
    yield from (indent + piece for piece in wrap(line, room))
