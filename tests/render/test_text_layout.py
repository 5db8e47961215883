"""Text made safe and fit for a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from patterns_cli.render.text_layout import escape_control, highlight, inline_runs, transliterate, wrap, wrap_code

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)


@given(ANY_TEXT)
def test_nothing_that_a_terminal_acts_upon_is_left(text: str) -> None:
    shown = escape_control(text)
    shown.encode("utf-8")
    assert not any(ord(character) < 0x20 and character not in "\n\t" for character in shown)
    assert not any(0x7F <= ord(character) < 0xA0 for character in shown)
    assert not set(shown) & set("\u202e\u2066\u2069\ufeff\u200e")


@pytest.mark.parametrize(
    ("text", "shown"), [("a\x1b[2J", "a\\x1b[2J"), ("\u202e", "\\u202e"), ("caf\udce9", "caf\\xe9"), ("\t→", "\t→")]
)
def test_a_character_is_written_out_by_its_number(text: str, shown: str) -> None:
    assert escape_control(text) == shown


@given(ANY_TEXT, st.sampled_from(["ascii", "cp1252", "cp437", "utf-8"]))
def test_any_text_fits_any_encoding(text: str, encoding: str) -> None:
    transliterate(escape_control(text), encoding).encode(encoding)


@pytest.mark.parametrize(
    ("text", "fitted"), [("a → b", "a -> b"), ("“x” — y", '"x" -- y'), ("café", "cafe"), ("漢", "?")]
)
def test_the_nearest_characters_stand_in(text: str, fitted: str) -> None:
    assert transliterate(text, "ascii") == fitted


@given(st.text(max_size=400), st.integers(1, 120))
def test_wrapping_keeps_to_the_width_and_loses_nothing(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= max(width, 2) for line in lines)  # one character can be two cells wide
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(max_size=200))
def test_without_a_width_there_is_one_line(text: str) -> None:
    assert wrap(text, None) == [" ".join(text.split())]


def test_words_are_kept_whole_where_they_fit() -> None:
    assert wrap("one two three", 8) == ["one two", "three"]


def test_a_word_that_is_wider_than_the_line_is_cut() -> None:
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]


def test_code_keeps_its_indentation_when_it_is_cut() -> None:
    assert wrap_code("    return the answer", 14) == ["    return the", "    answer"]
    assert wrap_code("  short", None) == ["  short"]


def test_inline_marks_are_told_apart() -> None:
    assert list(inline_runs("**Cursor** (key = `id`)")) == [
        ("Cursor", "strong"),
        (" (key = ", ""),
        ("id", "code"),
        (")", ""),
    ]


@pytest.mark.parametrize("text", ["a ` b", "**", "`", "2 ** 3 ** 4 `", "list[str]", "[bold]x[/bold]", ":smile:"])
def test_what_is_no_mark_stays_as_it_is(text: str) -> None:
    assert "".join(run for run, _ in inline_runs(text)).replace("**", "") == text.replace("**", "")


def test_words_are_marked_by_their_beginning_and_short_ones_whole() -> None:
    assert highlight("Sessions stick; a Session", ("session",)) == "*Sessions* stick; a *Session*"
    assert highlight("ws and wss", ("ws",)) == "*ws* and wss"
    assert highlight("nothing", ()) == "nothing"


def test_tabs_in_code_are_as_wide_as_they_are_counted() -> None:
    assert wrap_code("a\tb\t\tc", 20) == ["a   b       c"]
    assert max(map(cell_len, wrap_code("\tone\ttwo\tthree", 12))) <= 12
    assert wrap_code("a\tb", None) == ["a\tb"]
