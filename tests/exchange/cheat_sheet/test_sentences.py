"""A line of reasons is split into sentences, and joining them gives the line again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patterns_cli.exchange.cheat_sheet.sentences import split_sentences


@pytest.mark.parametrize(
    ("line", "sentences"),
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
def test_a_line_is_split_where_sentences_end(line: str, sentences: list[str]) -> None:
    assert split_sentences(line) == sentences


@given(st.text(alphabet="aA1.!? `()\"'e.g"))
def test_joined_sentences_give_the_line_again(line: str) -> None:
    sentences = split_sentences(line)
    assert " ".join(sentences) == line
    assert [part for sentence in sentences for part in split_sentences(sentence)] == sentences
