"""Charts say what their numbers say, in any window and any encoding."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.render.charts import ASCII_SHADES, draw_bar, draw_heat_map, shade_of
from patterns_cli.render.document import BarChart, Document, HeatMap, Section
from patterns_cli.render.plain_renderer import PlainRenderer
from patterns_cli.render.rich_renderer import RichRenderer
from tests.conftest import lines_wider_than

BARS = BarChart([("SSE", 3, "3 times"), ("WebSocket", 0, "never"), ("CDC", 0.01, "once")], 3)
YEAR = HeatMap(date(2025, 12, 1), [0] * 14 + [1, 2, 0, 9, 4, 0, 0] + [0] * 301 + [1], "answer")


def pretty(block: BarChart | HeatMap, width: int, encoding: str = "utf-8") -> str:
    document = Document(None, [Section("x", "Title", [block])])
    return RichRenderer(width, color=False, encoding=encoding).render(document)


def test_bars_stand_between_label_and_words() -> None:
    assert pretty(BARS, 60).splitlines()[1:] == [
        "  SSE        " + "█" * 30 + "  3 times",
        "  WebSocket  " + " " * 30 + "  never",
        "  CDC        ▏" + " " * 29 + "  once",
    ]


def test_where_no_bar_fits_the_words_are_said() -> None:
    assert pretty(BARS, 24).splitlines()[1:] == ["SSE: 3 times", "WebSocket: never", "CDC: once"]


def test_plain_bars_are_labelled_lines() -> None:
    text = PlainRenderer(None, encoding="utf-8").render(Document(None, [Section("x", "", [BARS])]))
    assert text == "SSE: 3 times\nWebSocket: never\nCDC: once\n"


def test_a_plain_year_names_the_weeks_in_which_something_was_done() -> None:
    text = PlainRenderer(None, encoding="utf-8").render(Document(None, [Section("x", "", [YEAR])]))
    assert text == (
        "week of 2025-12-15: 16 answers (12-15 1, 12-16 2, 12-18 9, 12-19 4)\nweek of 2026-10-19: 1 answer (10-19 1)\n"
    )


def test_a_year_has_a_column_a_week_and_says_what_the_shades_mean() -> None:
    lines = pretty(YEAR, 80).splitlines()
    assert lines[0] == "Title"
    assert lines[1].split() == ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"]
    assert lines[2].startswith("  Mon ··░···")
    assert lines[5].startswith("      ··█···")
    assert lines[-1] == "  · none, ░ few, █ most (9 on one day)"
    assert len(lines) == 10


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "iso-8859-1"])
def test_an_encoding_without_blocks_gets_letters_it_has(encoding: str) -> None:
    for block in (BARS, YEAR):
        text = pretty(block, 80, encoding)
        text.encode(encoding)
        assert "?" not in text
        assert "#" in text


@given(st.integers(20, 120), st.lists(st.integers(0, 500), max_size=400), st.sampled_from(["utf-8", "ascii"]))
def test_no_chart_is_wider_than_the_window(width: int, counts: list[int], encoding: str) -> None:
    year = HeatMap(date(2025, 1, 6), counts, "answer")
    bars = BarChart([(f"label {n}", float(n), f"{n} answers") for n in counts[:5]], max(counts[:5], default=0))
    for block in (year, bars):
        assert not lines_wider_than(width, pretty(block, width, encoding))


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_more_is_never_lighter_and_something_is_never_nothing(one: int, other: int) -> None:
    most = max(one, other)
    shades = [ASCII_SHADES.index(shade_of(count, most, ASCII_SHADES)) for count in sorted((one, other))]
    assert shades == sorted(shades)
    assert (shade_of(one, most, ASCII_SHADES) == ASCII_SHADES[0]) == (one == 0)


@given(st.floats(0, 1), st.integers(1, 60), st.booleans())
def test_a_bar_fills_its_column(share: float, width: int, unicode: bool) -> None:
    bar = draw_bar(share, width, unicode=unicode)
    assert len(bar) == width
    assert bool(bar.strip()) == (share > 0)


def test_a_narrow_window_shows_the_latest_weeks() -> None:
    lines = draw_heat_map(YEAR, 20, unicode=False)
    assert lines[1] == "Mon " + "." * 15 + "#"
    assert max(map(len, lines)) == 20
