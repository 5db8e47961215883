"""``patterns ask`` asks a person what the words leave open."""

from __future__ import annotations

import sys

import pytest

from tests.pty.screen import Screen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")


def test_an_unsure_answer_asks_first_and_then_answers() -> None:
    with Screen("ask", "--no-pager", "updates for a page") as screen:
        asked = 0
        while "How sure" not in screen.wait_for_more():
            if screen.raw.count("I don't know") > asked:
                asked += 1
                screen.type("1")
        assert asked > 0
        assert screen.end() == 0
        assert "You said" in screen.text


def test_a_sure_answer_asks_nothing() -> None:
    with Screen("ask", "--no-pager", "jump to page 7 of 12 in a small admin table with page numbers") as screen:
        assert screen.end() == 0
        assert "Offset-based pagination" in screen.text
        assert "I don't know" not in screen.text


def test_quitting_the_question_gives_the_answer_as_it_stands() -> None:
    with Screen("ask", "--no-pager", "updates for a page") as screen:
        text = screen.wait_for("I don't know")
        assert "Likeliest so far" in text
        screen.type("q")
        assert screen.end() == 0
        assert "How sure" in screen.text


def test_ctrl_c_at_the_question_is_130() -> None:
    with Screen("ask", "updates for a page") as screen:
        screen.wait_for("I don't know")
        screen.type("\x03")
        assert screen.end() == 130
        assert "Traceback" not in screen.raw


def test_no_input_answers_without_asking() -> None:
    with Screen("ask", "--no-input", "--no-pager", "updates for a page") as screen:
        assert screen.end() == 0
        assert "To be surer: " in screen.text
