"""How a sitting and a lesson begin, go on and end, in a real terminal of any kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from patterns_cli.study.course import course_order
from patterns_cli.study.deck import Deck
from patterns_cli.study.log.answer_log import new_id, open_log
from patterns_cli.study.log.events import AnswerEvent, LessonStepEvent
from patterns_cli.study.study_day import local_clock
from tests.conftest import lines_wider_than
from tests.pty.screen import Screen
from tests.study.answering import answered

ENTER, CONTROL_C = "\r", "\x03"
LINES: Mapping[str, str] = {"PATTERNS_ACCESSIBLE": "1", "NO_COLOR": "1"}
NAMES = ("quiz", "--kind", "fact", "--seed", "1")
"""The first facts are names to be typed: WebSocket, SSE, Long Polling."""

NAME, SURE, LAST = "Its name (", "Your choice (", "Press Enter to end ("


def answers(compiled_home: Path) -> list[AnswerEvent]:
    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        return list(log.answers())


def type_lines(screen: Screen, *lines: str) -> None:
    """Type ahead: each line is read where the next question is asked."""
    screen.type("".join(line + ENTER for line in lines))


def test_every_answer_can_be_taken_back_after_the_last_one_after_the_other(compiled_home: Path) -> None:
    with Screen(*NAMES, "--limit", "2", "--minutes", "0", env=LINES, height=150) as screen:
        for typed in ("cdc", "cdc"):
            screen.reply((NAME, typed), (SURE, "sure"))
        screen.reply((LAST, "u"), (NAME, "u"))
        for typed in ("websocket", "sse"):
            screen.reply((NAME, typed), (SURE, "sure"))
        screen.reply((LAST, ""))
        text = screen.wait_for("2 of 2 answers right")
        assert text.count("Taken back. It is asked again:") == 2
        assert screen.end() == 0
    assert [(one.item, one.is_right) for one in answers(compiled_home)] == [
        ("fact/websocket/name", True),
        ("fact/sse/name", True),
    ]


def test_undo_takes_back_the_answer_of_its_own_terminal(compiled_home: Path) -> None:
    options = (*NAMES, "--limit", "1", "--minutes", "0")
    with Screen(*options, env=LINES, height=80) as one, Screen(*options, env=LINES, height=80) as other:
        one.reply((NAME, "cdc"), (SURE, "guess"))
        one.wait_for("Press Enter to end (")
        other.reply((NAME, "sse"), (SURE, "sure"))
        other.wait_for("Press Enter to end (")
        one.reply((LAST, "u"), (NAME, "websocket"), (SURE, "sure"), (LAST, ""))
        other.reply((LAST, ""))
        assert one.end() == 0
        assert other.end() == 0
    assert [one.chosen for one in answers(compiled_home)] == ["sse", "websocket"]


def test_a_changed_mind_is_asked_again_before_anything_is_told_or_kept(compiled_home: Path) -> None:
    with Screen(*NAMES, "--limit", "1", env=LINES, height=60) as screen:
        screen.reply((NAME, "sse"), (SURE, "u"))
        screen.reply((NAME, "websocket"))
        assert "Not quite" not in screen.text
        screen.press((SURE, CONTROL_C))
        assert screen.end() == 130
        assert "Traceback" not in screen.text
    assert answers(compiled_home) == []


def test_steps_are_put_in_order_by_the_numbers_they_stand_at(compiled_home: Path, deck: Deck) -> None:
    item = "fact/websocket/steps/1-3"
    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        log.record(answered(item, when=local_clock() - timedelta(days=40)))
    question = deck.question(f"{item}/order")
    assert question is not None
    with Screen("quiz", "--due", "--no-input", env=LINES) as screen:
        assert screen.end() == 2
    with Screen("quiz", "--due", env={"TERM": "dumb"}, height=60) as screen:
        screen.wait_for("The order, such as 3 2 1")
        screen.type("1 1 2" + ENTER)
        text = screen.wait_for("Please give each number from 1 to 3 once.")
        places = {step: str(number) for number in (1, 2, 3) for step in question.steps if f"{number}. {step}" in text}
        screen.type(",".join(places[step] for step in question.steps) + ENTER)
        screen.wait_for("A guess")
        screen.type("think" + ENTER)
        screen.wait_for("Press Enter to end")
        assert "Right." in screen.text
        assert "\x1b" not in screen.raw
        screen.type(ENTER)
        assert screen.end() == 0
    assert [one.chosen for one in answers(compiled_home)][1:] == ["1-2-3"]
    with Screen("quiz", "--due", env=LINES) as screen:
        assert screen.end() == 0
        assert "Nothing to ask just now." in screen.text
        assert "The next is due on" in screen.text


def test_what_keeps_slipping_away_is_explained_not_asked(compiled_home: Path) -> None:
    item = "tell/sse-or-websocket"
    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        for days in range(40, 34, -1):
            log.record(answered(item, when=local_clock() - timedelta(days=days), is_right=False))
    with Screen("quiz", "--due", env=LINES, width=40, height=60) as screen:
        screen.wait_for("q quit")
        assert "This one keeps slipping away." in screen.text
        assert "SSE or WebSocket" in screen.text
        assert "Question 1" not in screen.text
        assert not lines_wider_than(40, screen.text)
        screen.type(ENTER)
        assert screen.end() == 0
    assert len(answers(compiled_home)) == 6


def test_a_lesson_is_taken_to_its_end_and_the_course_with_it(compiled_home: Path, deck: Deck) -> None:
    refs = course_order(deck.sources)
    with open_log(compiled_home / "progress.db", clock=local_clock) as log:
        for ref in refs[:-1]:
            log.record(step_done(ref, 9, 9))
    with Screen("learn", "--seed", "3", env=LINES, width=60, height=400) as screen:
        screen.wait_for(f"Lesson {len(refs)} of {len(refs)}: Rate Limiting")
        type_lines(screen, *["1"] * 40)
        screen.wait_for("To remember")
        assert screen.end() == 0
        assert not lines_wider_than(60, screen.text)
    modes = [one.mode for one in answers(compiled_home)]
    assert modes == ["lesson-intro", "learn", "learn", "learn"]
    with Screen("learn", "--course", env=LINES) as screen:
        assert screen.end() == 0
        assert f"{len(refs)} of {len(refs)} lessons done." in screen.text
    with Screen("learn", env=LINES, height=60) as screen:
        screen.wait_for("Your choice")
        assert "All lessons are done" in screen.text
        assert f"Lesson 1 of {len(refs)}: WebSocket" in screen.text
        screen.type("q" + ENTER)
        assert screen.end() == 0


def step_done(lesson: str, step: int, steps: int) -> LessonStepEvent:
    return LessonStepEvent(
        id=new_id(),
        machine="",
        lesson=lesson,
        step=step,
        steps=steps,
        milliseconds=9,
        at=1,
        offset=0,
        day="2026-03-02",
    )
