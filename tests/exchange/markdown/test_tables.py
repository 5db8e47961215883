"""Rows of Markdown tables."""

from __future__ import annotations

import pytest

from patterns_cli.exchange.markdown.blocks import TableBlock
from patterns_cli.exchange.markdown.tables import fit_cells, split_cells, table_without_delimiter


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| a | b |", [" a ", " b "]),
        ("a | b", ["a ", " b"]),
        ("| a \\| b |", [" a | b "]),
        ("| a | |", [" a ", " "]),
        ("", []),
    ],
)
def test_a_row_is_split_at_pipes_that_are_not_escaped(line: str, cells: list[str]) -> None:
    assert split_cells(line) == cells


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| a |", ("a", "")),
        ("| `a|b` | c |", ("`a|b`", "c")),
        ("| [a](x|y) | c |", ("[a](x|y)", "c")),
        ("| a | b | c |", ("a", "b | c")),
    ],
)
def test_a_row_gets_as_many_cells_as_there_are_columns(line: str, cells: tuple[str, ...]) -> None:
    assert fit_cells(split_cells(line), 2) == cells


def test_a_table_without_a_delimiter_row_has_empty_columns() -> None:
    assert table_without_delimiter(["| a | b |", "| c |"]) == TableBlock(("", ""), (("a", "b"), ("c", "")))


def test_a_delimiter_row_of_another_width_still_marks_the_header() -> None:
    assert table_without_delimiter(["| a | b |", "|---|", "| c |"]) == TableBlock(("a", "b"), (("c", ""),))
