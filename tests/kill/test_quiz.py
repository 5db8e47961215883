"""``patterns quiz`` killed: every graded answer is kept, and the next quiz works."""

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

MAX_SECONDS = 2.5
"""Maximum time before a quiz is killed, in seconds: enough for a few answers."""

QUIZ = ("quiz", "--new", "100000", "--minutes", "0")


def play(screen: Screen, seconds: float, *, rest: float) -> list[str]:
    """Answer for some seconds, then kill the quiz ``rest`` seconds later; returns the ids of the graded questions."""
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


def test_a_killed_quiz_loses_no_graded_answer(patterns: Patterns, compiled_home: Path) -> None:
    database = compiled_home / "progress.db"
    chance = random.Random(KILLS)
    before: list[str] = []
    graded_count = 0
    for number in range(KILLS):
        with Screen(*QUIZ) as screen:
            graded = play(screen, chance.uniform(0.05, MAX_SECONDS), rest=chance.choice([0, chance.uniform(0, 0.03)]))
        assert is_sound(database)
        kept = kept_questions(database)
        assert kept[: len(before)] == before, number
        new = kept[len(before) :]
        assert new[: len(graded)] == graded, number
        assert len(new) <= len(graded) + 1, number  # the last answer may be recorded before its result is shown
        before = kept
        graded_count += len(graded)
    assert graded_count
    with Screen("quiz", "--cram", "--limit", "1") as screen:
        player = Player(screen)
        while "Press Enter to end" not in screen.raw:
            player.react()
        assert screen.end() == 0
    assert len(kept_questions(database)) == len(before) + 1
    with open_log(database, clock=local_clock) as log:
        assert log.states() == log.rebuild()
    assert patterns("progress", "doctor").code == 0
