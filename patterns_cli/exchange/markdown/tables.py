"""Rows of Markdown tables: cells by the bars between them, also where a bar stands in a cell."""

from __future__ import annotations

from markdown_it.rules_block.table import escapedSplit

_DELIMITER_CHARS = set("|-: \t")


def split_cells(line: str) -> list[str]:
    """The cells of one line of a table, as Markdown splits them, with the spaces around them."""
    cells = escapedSplit(line.strip())
    if cells and not cells[0]:
        cells.pop(0)
    if cells and not cells[-1]:
        cells.pop()
    return cells


def fit_cells(cells: list[str], count: int) -> tuple[str, ...]:
    """So many cells: fewer are filled up; of more, those that belong together by code or a link are joined.

    If that does not give the count, the last cell takes all that is left, so that nothing is lost.
    """
    if len(cells) > count:
        joined = _join_split_content(cells)
        cells = joined if len(joined) == count else cells
    if len(cells) > count:
        cells = [*cells[: count - 1], "|".join(cells[count - 1 :])]
    return (*(cell.strip() for cell in cells), *[""] * (count - len(cells)))


def is_delimiter_row(line: str) -> bool:
    """Whether a line is the one that stands below the heads of a table."""
    return set(line) <= _DELIMITER_CHARS and "-" in line


def _join_split_content(cells: list[str]) -> list[str]:
    joined: list[str] = []
    for cell in cells:
        if joined and (joined[-1].count("`") % 2 or joined[-1].rfind("](") > joined[-1].rfind(")")):
            joined[-1] = f"{joined[-1]}|{cell}"
        else:
            joined.append(cell)
    return joined
