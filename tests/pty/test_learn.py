"""A lesson in a real terminal."""

from __future__ import annotations

from pathlib import Path

from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.study_day import local_clock
from tests.pty.screen import Screen

ENTER = "\r"
ENV = {"NO_COLOR": "1", "PATTERNS_ACCESSIBLE": "1"}
PAUSE = "Press Enter to continue (q stop here):"


def test_a_lesson_goes_on_where_it_stopped(compiled_home: Path) -> None:
    with Screen("learn", "sse", "--seed", "3", env=ENV, height=60) as screen:
        screen.wait_for("Lesson 2 of 10: SSE")
        screen.wait_for("A problem first")
        screen.wait_for("Your choice (1 to 4")
        screen.type("1" + ENTER)
        screen.wait_for("Your choice (1 to 3")
        screen.type("3" + ENTER)
        screen.wait_for(PAUSE)
        screen.type(ENTER)
        screen.wait_for("Use when")
        screen.wait_for("Avoid when")
        screen.type(ENTER)
        screen.wait_for("1. Browser → Server: GET /events")
        screen.type("q" + ENTER)
        screen.wait_for("`patterns learn sse` continues here")
        assert screen.end() == 0
    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        assert [(step.lesson, step.step) for step in log.lesson_steps()] == [("sse", 1), ("sse", 2)]
        assert log.states() == {}, "the problem at the start only opens the lesson"
    with Screen("learn", "sse", env=ENV, height=60) as screen:
        screen.wait_for("Going on at step 3")
        screen.wait_for("1. Browser → Server: GET /events")
        assert "A problem first" not in screen.text
        screen.type("q" + ENTER)
        assert screen.end() == 0


def test_control_c_in_a_lesson_loses_nothing(compiled_home: Path) -> None:
    with Screen("learn", "cdc", "--seed", "3", env=ENV, height=60) as screen:
        screen.wait_for("Your choice (1 to 4")
        screen.type("1" + ENTER)
        screen.wait_for("Your choice (1 to 3")
        screen.type("1" + ENTER)
        screen.wait_for(PAUSE)
        screen.type(ENTER)
        screen.wait_for("Use when")
        screen.type("\x03")
        assert screen.end() == 130
        assert "Traceback" not in screen.text
    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        assert [(step.lesson, step.step) for step in log.lesson_steps()] == [("cdc", 1)]
