"""How a quiz ends, whatever key ends it, and what it makes of unusual input."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.log.events import AnswerEvent
from patterns_cli.study.study_day import local_clock
from tests.pty.player import Player
from tests.pty.screen import Screen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")

FACTS = ("quiz", "--kind", "fact", "--new", "200", "--seed", "1")
"""Begins with names to be typed."""

SKILLS = ("quiz", "--kind", "skill", "--new", "200", "--seed", "1")
"""All of it is chosen with the arrows."""

POSIX = {"LC_ALL": "POSIX", "LANG": "", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def kept(home: Path) -> list[AnswerEvent]:
    with open_log(home / "progress.db", clock=local_clock) as log:
        assert log.check_integrity() == []
        return list(log.answers())


def until(screen: Screen, prompt: str) -> Player:
    """Answer until there is such a prompt, after one answer at least."""
    player = Player(screen)
    while True:
        found = player.next_prompt()
        asked = screen.raw[: found.end()]
        is_sure = asked.rfind("How sure are you?") > asked.rfind("Question ")
        kind = "How sure" if is_sure else "arrows" if found["arrows"] else "name"
        if kind == prompt and player.graded:
            return player
        player.answer(found)


def assert_terminal_is_as_before(screen: Screen) -> None:
    assert "Traceback" not in screen.raw
    assert screen.raw.rfind("\x1b[?25h") >= screen.raw.rfind("\x1b[?25l")


@pytest.mark.parametrize("prompt", ["arrows", "How sure", "name"])
def test_ctrl_c_is_130_and_keeps_what_was_answered(compiled_home: Path, prompt: str) -> None:
    with Screen(*(SKILLS if prompt == "arrows" else FACTS)) as screen:
        player = until(screen, prompt)
        screen.type("\x03")
        assert screen.end() == 130
        assert_terminal_is_as_before(screen)
        assert [answer.question for answer in kept(compiled_home)] == player.graded


@pytest.mark.parametrize(
    ("prompt", "keys"),
    [
        ("arrows", "\x04"),
        ("arrows", "\x1b"),
        ("arrows", "q"),
        ("How sure", "\x04"),
        ("How sure", "q"),
        ("name", "\x04"),
        ("name", "ab\x04\x04"),
        ("name", "q\r"),
    ],
)
def test_every_way_to_quit_sums_up_and_keeps_what_was_answered(compiled_home: Path, prompt: str, keys: str) -> None:
    with Screen(*(SKILLS if prompt == "arrows" else FACTS)) as screen:
        player = until(screen, prompt)
        told = player.graded
        screen.type(keys)
        if keys.startswith("ab"):  # after letters, Ctrl-D only ends the line
            screen.wait_for("A guess")
            screen.type("\x04")
        assert screen.end() == 0
        assert_terminal_is_as_before(screen)
        assert re.search(rf"\d+ of {len(told)} answers? right", screen.text)
        assert [answer.question for answer in kept(compiled_home)] == told


def test_what_is_pasted_in_several_lines_is_one_answer(compiled_home: Path) -> None:
    with Screen(*FACTS) as screen:
        player = until(screen, "name")
        before = len(player.graded)
        screen.type("web sockets\rsure\rguess\r1\r2\r")
        found = player.next_prompt()
        assert found["arrows"]
        screen.wait_for("A guess")
        screen.type("t")
        player.next_prompt()
        screen.type("\x03")
        assert screen.end() == 130
        answers = kept(compiled_home)
        assert len(answers) == before + 1
        assert (answers[-1].chosen, answers[-1].confidence) == ("web sockets", "think")


@pytest.mark.parametrize(
    ("env", "typed"), [({}, b"caf\xe9"), (POSIX, "café".encode()), (POSIX, b"a\xff\xfe"), ({}, "ＣＤＣ".encode())]
)
def test_bytes_of_any_kind_can_be_typed(compiled_home: Path, env: dict[str, str], typed: bytes) -> None:
    with Screen(*FACTS, env=env) as screen:
        player = until(screen, "name")
        before = len(player.graded)
        os.write(screen.child.child_fd, typed + b"\r")
        screen.wait_for("A guess")
        player.next_prompt()
        screen.type("t")
        player.next_prompt()
        screen.type("\x03")
        assert screen.end() == 130
        assert_terminal_is_as_before(screen)
        assert len(kept(compiled_home)) == before + 1


def test_an_empty_name_is_asked_for_again_and_not_knowing_it_is_said(compiled_home: Path) -> None:
    with Screen(*FACTS) as screen:
        player = until(screen, "name")
        before = kept(compiled_home)
        for nothing in ("\r", "  \r", "-!\r"):
            screen.type(nothing)
            player.next_prompt()
            assert kept(compiled_home) == before
        screen.type("?\r")
        player.next_prompt()
        screen.type("\x03")
        assert screen.end() == 130
        last = kept(compiled_home)[-1]
        assert (last.chosen, last.is_right, last.confidence) == ("?", False, "guess")


def test_an_answer_is_kept_when_the_file_is_deleted_under_it(compiled_home: Path) -> None:
    with Screen(*SKILLS) as screen:
        player = until(screen, "arrows")
        (compiled_home / "progress.db").unlink()
        before = len(player.graded)
        screen.type("1")
        while len(player.graded) == before:
            player.react()
        assert "was moved or deleted" in screen.raw
        screen.type("\x03")
        assert screen.end() == 130
        assert [answer.question for answer in kept(compiled_home)] == player.graded[-1:]


def test_where_nothing_can_be_saved_that_is_said_before_the_first_question(compiled_home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "caches").mkdir()
    (tmp_path / "caches" / "patterns").symlink_to(compiled_home / "cache")
    places = {"XDG_DATA_HOME": str(tmp_path / "file" / "data"), "XDG_CACHE_HOME": str(tmp_path / "caches")}
    for command in (SKILLS, ("learn", "sse")):
        with Screen(*command, env={**places, "PATTERNS_HOME": ""}) as screen:
            assert screen.end() == 1
            assert "Traceback" not in screen.raw
            assert "error: your progress cannot be" in screen.text
            assert "set PATTERNS_HOME to a folder of yours" in screen.text
            assert "Which fits?" not in screen.text


def test_two_terminals_at_once_keep_every_answer(compiled_home: Path) -> None:
    with Screen(*FACTS) as one, Screen(*FACTS) as other:
        players = [Player(one), Player(other)]
        for _ in range(6):
            for player in players:
                player.react()
        for player in players:
            player.next_prompt()
            player.screen.type("\x03")
            assert player.screen.end() == 130
            assert "locked" not in player.screen.raw
        told = [question for player in players for question in player.graded]
        assert sorted(answer.question for answer in kept(compiled_home)) == sorted(told)
        assert len(told) >= 4
        with open_log(compiled_home / "progress.db", clock=local_clock) as log:
            assert log.states() == log.rebuild()
