"""Reasons on one line are sentences, and the line can be had again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.exchange.cheat_sheet.sentences import split_sentences


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("One. Two (e.g. Three). Four!", ["One.", "Two (e.g. Three).", "Four!"]),
        ("TCP vs. UDP. Both.", ["TCP vs. UDP.", "Both."]),
        ("Is it alive? Yes.", ["Is it alive?", "Yes."]),
        ("`a. B` stays. Next", ["`a. B` stays.", "Next"]),
        ("Version 1.2 is out. it goes on", ["Version 1.2 is out. it goes on"]),
        ("(One. Two) three", ["(One. Two) three"]),
        ("", []),
    ],
)
def test_a_line_is_cut_where_sentences_end(line: str, found: list[str]) -> None:
    assert split_sentences(line) == found


@given(st.text(alphabet="aA1.!? `()\"'e.g"))
def test_the_sentences_are_the_line_again(line: str) -> None:
    found = split_sentences(line)
    assert " ".join(found) == line
    assert [again for one in found for again in split_sentences(one)] == found
