"""Rows of Markdown tables, also those with a ``|`` inside a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it.rules_block.table import escapedSplit

from patterns_cli.exchange.markdown.blocks import TableBlock

if TYPE_CHECKING:
    from collections.abc import Sequence

_DELIMITER_CHARS = set("|-: \t")


def split_cells(line: str) -> list[str]:
    """The cells of a table row, split as CommonMark parsers do, with the spaces around them."""
    cells = escapedSplit(line.strip())
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return cells


def fit_cells(cells: list[str], count: int) -> tuple[str, ...]:
    """Exactly ``count`` cells, stripped.

    Missing cells are empty. Surplus cells are joined where a ``|`` split a code span or a link; if the count
    is still too high, the last cell takes the rest, so that no text is lost.
    """
    if len(cells) > count:
        joined = _join_split_content(cells)
        cells = joined if len(joined) == count else cells
    if len(cells) > count:
        cells = [*cells[: count - 1], "|".join(cells[count - 1 :])]
    return (*(cell.strip() for cell in cells), *[""] * (count - len(cells)))


def table_without_delimiter(lines: Sequence[str]) -> TableBlock:
    """The table of lines that no parser accepts as a table; its columns are empty unless line 2 delimits them."""
    rows = [split_cells(line) for line in lines if not _is_delimiter_row(line)]
    count = max((len(row) for row in rows), default=1) or 1
    has_header = len(lines) > 1 and _is_delimiter_row(lines[1]) and not _is_delimiter_row(lines[0])
    columns = fit_cells(rows[0], count) if has_header else ("",) * count
    return TableBlock(columns, tuple(fit_cells(row, count) for row in rows[has_header:]))


def _is_delimiter_row(line: str) -> bool:
    """Whether a line separates the header of a table from its rows."""
    return set(line) <= _DELIMITER_CHARS and "-" in line


def _join_split_content(cells: list[str]) -> list[str]:
    joined: list[str] = []
    for cell in cells:
        if joined and (joined[-1].count("`") % 2 or joined[-1].rfind("](") > joined[-1].rfind(")")):
            joined[-1] = f"{joined[-1]}|{cell}"
        else:
            joined.append(cell)
    return joined
