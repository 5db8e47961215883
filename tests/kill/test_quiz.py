"""``patterns quiz`` killed: every answer that was told is kept, and one can go on at once."""

from __future__ import annotations

import random
import signal
import time
from pathlib import Path

import pexpect

from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.study_day import local_clock
from tests.conftest import Patterns
from tests.kill.killing import KILLS, is_sound, posix_only
from tests.pty.player import Player
from tests.pty.screen import Screen

pytestmark = posix_only

LONGEST = 2.5
"""Seconds after which a quiz is killed at the latest: time for a few answers."""

QUIZ = ("quiz", "--new", "100000", "--minutes", "0")


def play(screen: Screen, seconds: float, *, rest: float) -> list[str]:
    """Answer for so long, and kill it ``rest`` seconds after the last key; returns the questions told of."""
    player = Player(screen)
    until = time.monotonic() + seconds
    try:
        while (left := until - time.monotonic()) > 0:
            player.react(left)
    except (TimeoutError, pexpect.EOF):
        pass
    time.sleep(rest)
    screen.child.kill(signal.SIGKILL)
    screen.child.wait()
    return player.graded


def kept_questions(database: Path) -> list[str]:
    with open_log(database, clock=local_clock) as log:
        return [answer.question for answer in log.answers()]


def test_no_answer_that_was_told_is_lost(patterns: Patterns, compiled_home: Path) -> None:
    database = compiled_home / "progress.db"
    chance = random.Random(KILLS)
    before: list[str] = []
    told_in_all = 0
    for number in range(KILLS):
        with Screen(*QUIZ) as screen:
            told = play(screen, chance.uniform(0.05, LONGEST), rest=chance.choice([0, chance.uniform(0, 0.03)]))
        assert is_sound(database)
        kept = kept_questions(database)
        assert kept[: len(before)] == before, number
        new = kept[len(before) :]
        assert new[: len(told)] == told, number
        assert len(new) <= len(told) + 1, number  # the last answer may be kept and not told of any more
        before = kept
        told_in_all += len(told)
    assert told_in_all
    with Screen("quiz", "--cram", "--limit", "1") as screen:
        player = Player(screen)
        while "Press Enter to end" not in screen.raw:
            player.react()
        assert screen.end() == 0
    assert len(kept_questions(database)) == len(before) + 1
    with open_log(database, clock=local_clock) as log:
        assert log.states() == log.rebuild()
    assert patterns("progress", "doctor").code == 0
