"""Faults of content as lines: where, what, the line of the file with a mark under the place, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from patterns_cli.render.text_layout import fit_encoding, visible, wrap, wrap_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.packs.diagnostics import Fault

INDENT = "    "
LONGEST_EXCERPT = 72
"""Of a longer line, so many characters round the place are shown."""

_COLORS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m"}
_DONE = "\x1b[0m"


class Page(NamedTuple):
    """What faults are written on: its width in cells, None for lines as long as they are; color; encoding."""

    width: int | None
    is_color: bool
    encoding: str


def fault_lines(fault: Fault, source: str | None, page: Page) -> Iterator[str]:
    """One fault, whole. ``source`` is the line that it points at."""
    place = f"{fault.file}:{fault.line}:{fault.column}"
    for piece in _wrapped(f"{place}: {fault.severity}: {fault.message}", page, ""):
        yield _colored(piece, fault, page)
    if source is not None and source.strip():
        yield from _excerpt(source, fault.column, page)
    if fault.hint:
        yield from _wrapped(fault.hint, page, "  ")


def _wrapped(text: str, page: Page, indent: str) -> Iterator[str]:
    words = fit_encoding(visible(text.replace("\n", " ")), page.encoding)
    if page.width is None:
        yield indent + words  # stays whole, as editors and scripts take it apart
    else:
        yield from (indent + line for line in wrap(words, page.width - len(indent)))


def _colored(line: str, fault: Fault, page: Page) -> str:
    word = f"{fault.severity}:"
    return line.replace(word, f"{_COLORS[fault.severity]}{word}{_DONE}", 1) if page.is_color else line


def _excerpt(source: str, column: int, page: Page) -> Iterator[str]:
    room = min(LONGEST_EXCERPT, (page.width or LONGEST_EXCERPT) - len(INDENT) - 2)
    start = 0 if len(source) <= room else max(0, min(column - 1 - room // 2, len(source) - room))
    lead = "…" if start else ""
    shown = source[start : start + room] + ("…" if start + room < len(source) else "")
    before = _drawn(lead + source[start : column - 1], page)
    line = _drawn(lead + shown, page)
    width = None if page.width is None else page.width - len(INDENT)
    pieces = list(wrap_code(line, width))
    yield from (INDENT + piece for piece in pieces)
    if len(pieces) == 1 and (width is None or cell_len(before) < width):
        yield f"{INDENT}{' ' * cell_len(before)}^"


def _drawn(text: str, page: Page) -> str:
    return fit_encoding(visible(text.replace("\t", "→   ")), page.encoding)
