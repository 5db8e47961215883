"""Faults of content as lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from patterns_cli.packs.diagnostics import Diagnostic
from patterns_cli.render.diagnostics import OutputStyle, diagnostic_lines

PIPE = OutputStyle(None, has_color=False, encoding="utf-8")


def lines(source: str | None, column: int = 1, page: OutputStyle = PIPE, message: str = "is wrong") -> list[str]:
    return list(diagnostic_lines(Diagnostic("a.yaml", 7, column, message, "mend it"), source, page))


def test_a_fault_is_its_place_its_line_and_what_to_do() -> None:
    assert lines("key: value", 6) == ["a.yaml:7:6: error: is wrong", "    key: value", "         ^", "  mend it"]


def test_a_file_that_cannot_be_shown_is_left_out() -> None:
    assert lines(None) == lines("") == ["a.yaml:7:1: error: is wrong", "  mend it"]


def test_the_mark_stands_under_the_place_after_wide_characters_and_tabs() -> None:
    assert lines("日本語 x", 5)[1:3] == ["    日本語 x", "           ^"]
    assert lines("\tx", 2)[1:3] == ["    →   x", "        ^"]
    ascii_only = OutputStyle(None, has_color=False, encoding="ascii")
    assert lines("\té x", 4, ascii_only)[1:3] == ["    ->   e x", "           ^"]


@pytest.mark.parametrize("column", [1, 150, 300])
def test_of_a_long_line_the_part_round_the_place_is_shown(column: int) -> None:
    source = "".join(chr(0x41 + number % 26) for number in range(299)) + "!"
    _, shown, mark, _ = lines(source, column)
    assert len(shown) <= 4 + 72 + 2
    assert shown[mark.index("^")] == source[column - 1]


def test_a_message_of_several_lines_stays_on_one() -> None:
    assert lines(None, message="there is no `a\nb`")[0] == "a.yaml:7:1: error: there is no `a b`"


@given(
    source=st.text(max_size=200).map(lambda text: text.replace("\n", " ")),
    column=st.integers(1, 220),
    width=st.none() | st.integers(20, 100),
    encoding=st.sampled_from(["utf-8", "ascii", "cp1252"]),
)
def test_any_line_is_shown_safely_and_fits(source: str, column: int, width: int | None, encoding: str) -> None:
    for line in lines(source, column, OutputStyle(width, has_color=False, encoding=encoding)):
        line.encode(encoding)
        assert line.replace("\n", "").isprintable() or "\u3000" in line or "\xa0" in line or " " in line
        assert "\x1b" not in line
        assert "\n" not in line
        assert width is None or cell_len(line) <= width
