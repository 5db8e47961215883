"""What ``patterns quiz`` can be told to do besides asking, and how a log that fails is told."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from patterns_cli.study.log import database as database_module
from patterns_cli.study.log.answer_log import new_id, open_log
from patterns_cli.study.log.events import LessonStepEvent
from patterns_cli.study.study_day import local_clock
from tests.conftest import Patterns

SSE = "fact/sse/name/recall"


def test_one_thing_is_done_at_a_time(patterns: Patterns) -> None:
    for words in (
        ["--export", "3", "--answers", "-"],
        ["--export", "3", "--report", SSE],
        ["--answers", "-", "--report", SSE],
    ):
        ended = patterns("quiz", *words, typed="[]")
        assert (ended.code, ended.out) == (2, "")
        assert "give one of them" in ended.err


def test_a_report_is_an_object_where_one_is_asked_for(patterns: Patterns, compiled_home: Path) -> None:
    ended = patterns("quiz", "--json", "--report", SSE)
    assert (ended.code, ended.err) == (0, "")
    assert json.loads(ended.out)["reported"] == SSE


def test_a_locked_log_is_told_and_no_look_up_waits_for_it(
    patterns: Patterns, compiled_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.0)
    assert patterns("quiz", "--report", SSE).code == 0
    holder = sqlite3.connect(compiled_home / "progress.db", isolation_level=None)
    try:
        holder.execute("BEGIN EXCLUSIVE")
        ended = patterns("quiz", "--report", SSE)
        assert (ended.code, ended.out) == (1, "")
        assert "your progress is locked" in ended.err
        assert patterns("quiz", "--export", "1").code == 0
        assert patterns("show", "sse", "--brief").code == 0
        assert patterns("learn", "sse").code == 0
        assert patterns("learn", "--course").code == 1
    finally:
        holder.close()
    assert patterns("learn", "--course").code == 0


def test_when_the_whole_course_is_done_the_first_lesson_comes_again_and_it_is_said(
    patterns: Patterns, compiled_home: Path
) -> None:
    course = json.loads(patterns("learn", "--course", "--json").out)["course"]
    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        for lesson in course:
            log.record(
                LessonStepEvent(
                    id=new_id(),
                    machine="",
                    lesson=lesson["ref"],
                    step=9,
                    steps=9,
                    milliseconds=1,
                    at=1,
                    offset=0,
                    day="2026-03-02",
                )
            )
    ended = patterns("learn")
    assert ended.out.startswith("WebSocket\n")
    assert "All lessons are done" in ended.err
    assert patterns("learn", "sse").err == ""


@pytest.mark.parametrize("wanted", [["--topic", "saga"], ["--topic", "presigned-urls", "--system", "url-shortener"]])
@pytest.mark.parametrize("way", [["--export", "3"], ["--limit", "1"]])
def test_what_nothing_is_asked_about_is_said(patterns: Patterns, wanted: list[str], way: list[str]) -> None:
    ended = patterns("quiz", *wanted, *way, terminal=True)
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("error: there is no question about that")
