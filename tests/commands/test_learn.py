"""``patterns learn`` without a terminal: lessons in one piece, and the course."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from patterns_cli.study.log.answer_log import new_id, open_log
from patterns_cli.study.log.events import LessonStepEvent
from patterns_cli.study.study_day import local_clock
from tests.conftest import Patterns


def done(compiled_home: Path, lesson: str, step: int, steps: int = 12) -> None:
    record = LessonStepEvent(
        id=new_id(), machine="", lesson=lesson, step=step, steps=steps, milliseconds=9, at=1, offset=0, day="2026-03-02"
    )
    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        log.record(record)


def test_the_first_lesson_is_printed_whole(patterns: Patterns, compiled_home: Path) -> None:
    ended = patterns("learn")
    assert ended.code == 0
    assert ended.out.startswith("WebSocket\n")
    assert "About " in ended.out
    for part in ("A problem first", "What it is", "How it works", "Not to be confused", "Check", "To remember"):
        assert part in ended.out
    assert not (compiled_home / "progress.db").exists()


def test_a_lesson_can_be_named_as_a_pattern_or_a_group_is(patterns: Patterns) -> None:
    assert patterns("learn", "server", "sent", "events").out.startswith("SSE\n")
    assert patterns("learn", "cursor").out.startswith("Pagination\n")
    assert patterns("learn", "robust").out.startswith("Heartbeat")


def test_what_has_no_lesson_is_told(patterns: Patterns) -> None:
    ended = patterns("learn", "websockt")
    assert (ended.code, ended.out) == (1, "")
    assert "did you mean websocket?" in ended.err
    assert "--course" in patterns("learn", "circuit-breaker").err


def test_the_next_lesson_is_the_first_that_is_not_done(patterns: Patterns, compiled_home: Path) -> None:
    done(compiled_home, "websocket", 12)
    done(compiled_home, "sse", 3)
    assert patterns("learn").out.startswith("SSE\n")
    out = patterns("learn", "--course").out
    assert "1 of 10 lessons done" in out
    assert "1. WebSocket: done" in out
    assert "2. SSE: at step 3 of 12" in out
    assert "10. Rate Limiting: not begun" in out


def test_the_course_and_a_lesson_as_data(patterns: Patterns, compiled_home: Path) -> None:
    done(compiled_home, "websocket", 12)
    course = json.loads(patterns("learn", "--course", "--json").out)["course"]
    assert len(course) == 10
    assert course[0] == {"ref": "websocket", "done": 12, "steps": 12}
    lesson = json.loads(patterns("learn", "sse", "--json", "--seed", "1").out)["lesson"]
    assert lesson["ref"] == "sse"
    assert lesson["steps"][0]["part"] == "problem"
    assert lesson == json.loads(patterns("learn", "sse", "--json", "--seed", "1").out)["lesson"]


def test_a_broken_log_stops_the_lesson_that_is_taken_but_no_look_up(patterns: Patterns, compiled_home: Path) -> None:
    (compiled_home / "progress.db").write_bytes(b"no database" * 100)
    ended = patterns("learn", "sse", terminal=True)
    assert (ended.code, ended.out) == (1, "")
    assert "patterns progress doctor" in ended.err
    assert patterns("show", "sse").code == 0
    assert patterns().code == 0


@pytest.mark.parametrize("args", [("learn", "sse"), ("learn",), ("learn", "sse", "--json")])
def test_progress_that_cannot_be_read_keeps_nobody_from_reading(
    patterns: Patterns, compiled_home: Path, args: tuple[str, ...]
) -> None:
    whole = patterns(*args, "--seed", "1").out
    (compiled_home / "progress.db").write_bytes(b"no database" * 500)
    ended = patterns(*args, "--seed", "1")
    assert (ended.code, ended.out) == (0, whole)
    assert ended.err.startswith("warning: your progress is damaged: ")
