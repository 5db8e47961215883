"""``patterns progress`` on a terminal."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from patterns_cli.study.log.answer_log import open_log
from patterns_cli.study.study_day import local_clock
from tests.conftest import lines_wider_than
from tests.pty.screen import Screen
from tests.study.answering import answered

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")


@pytest.fixture
def database(compiled_home: Path) -> Path:
    """The progress of a user who answered a question a day."""
    path = compiled_home / "progress.db"
    now = local_clock()
    with open_log(path, clock=local_clock) as log:
        log.add([answered(machine="m", when=now - timedelta(days=n), is_right=n != 2) for n in range(5)])
    return path


@pytest.mark.parametrize("width", [36, 100])
def test_charts_fit_the_window(database: Path, width: int) -> None:
    with Screen("progress", "--no-pager", width=width) as screen:
        assert screen.end() == 0
        assert not lines_wider_than(width, screen.raw.replace("\r", ""))
        assert "5 days" in screen.text
        assert "most (1 on one day)" in screen.text


def test_the_confirmation_of_a_reset_offers_no_first(database: Path) -> None:
    with Screen("progress", "reset") as screen:
        screen.wait_for("Yes, start over")
        screen.type("\r")
        assert screen.end() == 0
        assert "Nothing was changed." in screen.text
    with Screen("progress", "reset") as screen:
        screen.wait_for("Yes, start over")
        screen.type("2")
        assert screen.end() == 0
        assert "A copy is kept in" in screen.text


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 0), ("\x1b", 0), ("q", 0)])
def test_leaving_the_confirmation_changes_nothing(database: Path, key: str, code: int) -> None:
    before = database.read_bytes()
    with Screen("progress", "reset") as screen:
        screen.wait_for("Yes, start over")
        screen.type(key)
        assert screen.end() == code
    assert database.read_bytes() == before
