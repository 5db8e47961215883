"""A quiz in a real terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.log.events import AnswerEvent
from patterns_cli.study.study_day import local_clock
from tests.pty.screen import Screen

LINES: Mapping[str, str] = {"PATTERNS_ACCESSIBLE": "1"}
NAME, CHOICE, LAST, ARROWS = "Its name (", "Your choice (", "Press Enter to end (", "(arrows or number"
ENTER, CONTROL_C, CONTROL_D, DOWN = "\r", "\x03", "\x04", "\x1b[B"
NAMES = ("quiz", "--kind", "fact", "--seed", "1")
"""The first facts are names to be typed: WebSocket, SSE, Long Polling."""


@contextmanager
def quiz(*words: str, env: Mapping[str, str] | None = None, width: int = 90) -> Iterator[Screen]:
    with Screen(*words, env={"NO_COLOR": "1", **(env or {})}, width=width, height=60) as screen:
        yield screen


def answers(compiled_home: Path) -> list[AnswerEvent]:
    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        return list(log.answers())


def test_a_name_is_typed_and_its_answer_is_explained_and_kept(compiled_home: Path) -> None:
    with quiz(*NAMES, "--limit", "1") as screen:
        screen.wait_for("What is this called?")
        screen.type("web socket" + ENTER)
        screen.wait_for("A guess")
        screen.type("1")
        screen.wait_for("Press Enter to end")
        assert "Right." in screen.text
        assert "Persistent, bidirectional TCP connection" in screen.text
        assert "patterns show websocket" in screen.text
        screen.type(ENTER)
        screen.wait_for("1 of 1 answer right")
        assert screen.end() == 0
    (kept,) = answers(compiled_home)
    assert (kept.item, kept.is_right, kept.confidence, kept.mode) == ("fact/websocket/name", True, "sure", "quiz")


def test_an_enter_too_many_counts_nothing_and_not_knowing_is_said(compiled_home: Path) -> None:
    with quiz(*NAMES, "--limit", "1") as screen:
        screen.wait_for("Its name")
        screen.type(ENTER)
        screen.wait_for("Please type a name")
        screen.type("?" + ENTER)
        screen.wait_for("Press Enter to end")
        assert "Right is: WebSocket" in screen.text
        assert "How sure" not in screen.text
        screen.type(ENTER)
        assert screen.end() == 0
    (kept,) = answers(compiled_home)
    assert (kept.is_right, kept.confidence) == (False, "guess")


def test_sure_and_wrong_is_told_what_tells_them_apart_and_comes_back(compiled_home: Path) -> None:
    with quiz(*NAMES, "--new", "1") as screen:
        screen.wait_for("What is this called?")
        screen.type("sse" + ENTER)
        screen.wait_for("A guess")
        screen.type("s")
        screen.wait_for("Question 2")
        text = screen.text
        assert "Right is: WebSocket" in text
        assert "It fails here" in text
        assert "Right when" in text
        assert "What tells them apart" in text
        screen.type("ws" + ENTER)
        screen.wait_for("3. A guess")
        screen.type("t")
        screen.wait_for("Press Enter to end")
        screen.type(ENTER)
        assert screen.end() == 0
    assert [(one.is_right, one.confidence) for one in answers(compiled_home)] == [(False, "sure"), (True, "think")]


def test_options_are_chosen_by_number_letter_and_arrows(compiled_home: Path) -> None:
    with quiz("quiz", "--kind", "skill", "--seed", "2", "--limit", "3") as screen:
        for keys in ("2", "c", DOWN + ENTER):
            screen.press((ARROWS, keys), (ARROWS, "g"))
        screen.wait_for("Press Enter to end")
        screen.type(ENTER)
        screen.wait_for("of 3 answers right")
        assert screen.end() == 0
    first, second, third = answers(compiled_home)
    assert first.chosen == first.shown[1]
    assert second.chosen == second.shown[2]
    assert third.chosen == third.shown[1]


def test_numbered_lines_take_numbers_letters_and_names(compiled_home: Path) -> None:
    with quiz("quiz", "--kind", "skill", "--seed", "2", "--limit", "2", env=LINES) as screen:
        screen.reply((CHOICE, "9"))
        screen.wait_for("Please answer with a number from 1 to 4.")
        screen.reply((CHOICE, "websocket"), (CHOICE, "t"), (CHOICE, "d"), (CHOICE, "3"), (LAST, ""))
        assert screen.end() == 0
    first, second = answers(compiled_home)
    assert (first.chosen, first.confidence) == ("websocket", "think")
    assert (second.chosen, second.confidence) == (second.shown[3], "guess")


def test_an_answer_is_taken_back_also_after_the_last(compiled_home: Path) -> None:
    with quiz(*NAMES, "--limit", "2", env=LINES) as screen:
        screen.reply((NAME, "sse"), (CHOICE, "3"), (NAME, "u"))
        screen.wait_for("Taken back")
        screen.reply((NAME, "websocket"), (CHOICE, "1"), (NAME, "websocket"), (CHOICE, "2"))
        screen.reply((LAST, "u"), (NAME, "sse"), (CHOICE, "1"), (LAST, ""))
        screen.wait_for("2 of 2 answers right")
        assert screen.end() == 0
    assert [(one.item, one.is_right) for one in answers(compiled_home)] == [
        ("fact/websocket/name", True),
        ("fact/sse/name", True),
    ]


def test_a_reported_question_is_not_asked_again(compiled_home: Path) -> None:
    with quiz(*NAMES, "--limit", "1", env=LINES) as screen:
        screen.wait_for("Its name")
        screen.type("r" + ENTER)
        screen.wait_for("What is wrong with it?")
        screen.type("too easy" + ENTER)
        screen.wait_for("not asked again: fact/websocket/name/recall")
        screen.wait_for("One open HTTP response")
        screen.type("q" + ENTER)
        assert screen.end() == 0
    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        assert log.reported_questions() == {"fact/websocket/name/recall"}


def test_a_report_that_is_called_off_asks_the_question_again(compiled_home: Path) -> None:
    with quiz(*NAMES, "--limit", "1", env=LINES) as screen:
        screen.reply((NAME, "r"))
        screen.wait_for("What is wrong with it?")
        screen.type("q" + ENTER)
        screen.reply((NAME, "websocket"), (CHOICE, "1"), (LAST, ""))
        assert screen.end() == 0
    assert [(answer.item, answer.is_right) for answer in answers(compiled_home)] == [("fact/websocket/name", True)]
    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        assert log.reported_questions() == set()


@pytest.mark.parametrize(("key", "code"), [("q" + ENTER, 0), (CONTROL_D, 0), (CONTROL_C, 130)])
def test_leaving_keeps_what_was_answered(compiled_home: Path, key: str, code: int) -> None:
    with quiz(*NAMES) as screen:
        screen.wait_for("Its name")
        screen.type("websocket" + ENTER)
        screen.wait_for("A guess")
        screen.type("1")
        screen.wait_for("Question 2")
        screen.wait_for("Its name (q quit, u undo, r report it, ? don't know)")
        screen.type(key)
        screen.wait_for("1 of 1 answer right")
        assert screen.end() == code
        assert "Traceback" not in screen.text
    assert len(answers(compiled_home)) == 1


def test_a_cram_changes_nothing_about_what_is_due(compiled_home: Path) -> None:
    with quiz("quiz", "--cram", "--topic", "sse", "--limit", "1", "--kind", "skill", "--seed", "4") as screen:
        screen.wait_for("(arrows or number")
        screen.type("1")
        screen.wait_for("3. A guess")
        screen.type("1")
        screen.wait_for("Press Enter to end")
        screen.type(ENTER)
        assert screen.end() == 0
    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        assert log.states() == {}
        assert [one.mode for one in log.answers()] == ["cram"]


def test_when_nothing_is_left_it_says_when_the_next_comes(compiled_home: Path) -> None:
    with quiz("quiz", "--due") as screen:
        screen.wait_for("Nothing to ask just now.")
        assert "--cram" in screen.text
        assert screen.end() == 0


def test_a_narrow_window_cuts_nothing(compiled_home: Path) -> None:
    with quiz("quiz", "--kind", "skill", "--seed", "2", "--limit", "1", width=40) as screen:
        screen.wait_for("(arrows or number")
        screen.type("1")
        screen.wait_for("3. A guess")
        screen.type("3")
        screen.wait_for("Press Enter to end")
        screen.type(ENTER)
        assert screen.end() == 0
        assert all(len(line) <= 40 for line in screen.text.splitlines())
