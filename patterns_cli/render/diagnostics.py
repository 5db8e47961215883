"""Diagnostics as text: location, message, source excerpt with a caret, and hint."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from patterns_cli.render.text_layout import escape_control, transliterate, wrap, wrap_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from patterns_cli.packs.diagnostics import Diagnostic

INDENT = "    "
MAX_EXCERPT_CHARS = 72
"""Maximum length of a source excerpt, in characters; longer lines are cut around the column."""

_SEVERITY_COLORS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m"}
_RESET = "\x1b[0m"


class OutputStyle(NamedTuple):
    """Output settings: width in cells (None does not wrap), color and encoding."""

    width: int | None
    has_color: bool
    encoding: str


def diagnostic_lines(diagnostic: Diagnostic, source_line: str | None, style: OutputStyle) -> Iterator[str]:
    """The lines of a diagnostic; ``source_line`` is the line it points at."""
    place = f"{diagnostic.file}:{diagnostic.line}:{diagnostic.column}"
    for piece in _wrap_text(f"{place}: {diagnostic.severity}: {diagnostic.message}", style, ""):
        yield _color_severity(piece, diagnostic, style)
    if source_line is not None and source_line.strip():
        yield from _excerpt_lines(source_line, diagnostic.column, style)
    if diagnostic.hint:
        yield from _wrap_text(diagnostic.hint, style, "  ")


def _wrap_text(text: str, style: OutputStyle, indent: str) -> Iterator[str]:
    clean = transliterate(escape_control(text.replace("\n", " ")), style.encoding)
    if style.width is None:
        yield indent + clean  # one line, because editors and scripts parse it
    else:
        yield from (indent + line for line in wrap(clean, style.width - len(indent)))


def _color_severity(line: str, diagnostic: Diagnostic, style: OutputStyle) -> str:
    word = f"{diagnostic.severity}:"
    return line.replace(word, f"{_SEVERITY_COLORS[diagnostic.severity]}{word}{_RESET}", 1) if style.has_color else line


def _excerpt_lines(source_line: str, column: int, style: OutputStyle) -> Iterator[str]:
    room = min(MAX_EXCERPT_CHARS, (style.width or MAX_EXCERPT_CHARS) - len(INDENT) - 2)
    start = 0 if len(source_line) <= room else max(0, min(column - 1 - room // 2, len(source_line) - room))
    lead = "…" if start else ""
    shown = source_line[start : start + room] + ("…" if start + room < len(source_line) else "")
    before = _printable(lead + source_line[start : column - 1], style)
    line = _printable(lead + shown, style)
    width = None if style.width is None else style.width - len(INDENT)
    pieces = list(wrap_code(line, width))
    yield from (INDENT + piece for piece in pieces)
    if len(pieces) == 1 and (width is None or cell_len(before) < width):
        yield f"{INDENT}{' ' * cell_len(before)}^"


def _printable(text: str, style: OutputStyle) -> str:
    return transliterate(escape_control(text.replace("\t", "→   ")), style.encoding)
