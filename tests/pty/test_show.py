"""Cards in a real terminal: colour, width and the pager."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from tests.conftest import lines_wider_than
from tests.pty.screen import Screen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")


def pager(folder: Path) -> Path:
    """A pager that says it was called and prints what it gets."""
    path = folder / "pager"
    path.write_text("#!/bin/sh\necho PAGED\ncat\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_a_long_card_goes_through_the_pager(tmp_path: Path) -> None:
    with Screen("show", "websocket", env={"PAGER": f"{pager(tmp_path)} -x"}) as screen:
        assert screen.end() == 0
        assert screen.raw.startswith("PAGED")
        assert "Persistent, bidirectional TCP connection" in screen.text


def test_a_short_answer_does_not(tmp_path: Path) -> None:
    with Screen("show", "websocket", "--brief", env={"PAGER": str(pager(tmp_path))}) as screen:
        assert screen.end() == 0
        assert "PAGED" not in screen.raw


@pytest.mark.parametrize("args", [["--no-pager"], ["--json"], ["--no-pager", "--plain"]])
def test_nor_when_it_is_not_wanted(tmp_path: Path, args: list[str]) -> None:
    with Screen("show", "websocket", *args, env={"PAGER": str(pager(tmp_path))}) as screen:
        assert screen.end() == 0
        assert "PAGED" not in screen.raw


@pytest.mark.parametrize("value", ["", "/no/such/pager", "cat", "'unclosed"])
def test_a_pager_that_does_not_work_is_done_without(value: str) -> None:
    with Screen("show", "websocket", env={"PAGER": value}) as screen:
        assert screen.end() == 0
        assert "Traceback" not in screen.raw
        assert "Avoid when" in screen.text


def test_a_pager_that_is_left_early_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "impatient"
    path.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    path.chmod(0o755)
    with Screen("show", "websocket", env={"PAGER": str(path)}) as screen:
        assert screen.end() == 0


@pytest.mark.parametrize("width", [40, 80, 140])
def test_the_window_is_kept_to(width: int) -> None:
    with Screen("compare", "sse", "websocket", "--no-pager", width=width) as screen:
        assert screen.end() == 0
        assert not lines_wider_than(width, screen.raw.replace("\r", ""))


@pytest.mark.parametrize(("env", "colored"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_color_in_a_terminal(env: dict[str, str], colored: bool) -> None:
    with Screen("show", "websocket", "--brief", env=env) as screen:
        assert screen.end() == 0
        assert ("\x1b[" in screen.raw) is colored


def test_a_window_without_a_size_counts_as_eighty() -> None:
    for settings in ({"width": 1, "height": 1}, {"knows_its_size": False}):
        with Screen("show", "websocket", "--brief", **settings) as screen:
            assert screen.end() == 0
            assert "Persistent, bidirectional TCP connection between client and server." in screen.raw
            assert not lines_wider_than(80, screen.raw.replace("\r", ""))


def test_a_window_without_a_size_still_asks(compiled_home: Path) -> None:
    with Screen("quiz", "--kind", "skill", "--seed", "2", knows_its_size=False) as screen:
        screen.wait_for("(arrows or number")
        screen.type("q")
        assert screen.end() == 0
