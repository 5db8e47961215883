"""``patterns decide`` as a person sees it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SmallPack, lines_wider_than
from tests.pty.screen import Screen

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind")

FIRST = "What do you need to happen?"


def test_arrows_and_numbers_lead_to_advice() -> None:
    with Screen("decide") as screen:
        screen.wait_for(FIRST)
        screen.type("\x1b[B\x1b[B\x1b[B\r")
        screen.wait_for("What do you need to know about it?")
        screen.type("1")
        screen.wait_for("Heartbeat / Presence Detection")
        screen.wait_for("Because")
        screen.type("q")
        assert screen.end() == 0


def test_the_way_so_far_stays_on_the_screen_and_b_goes_back() -> None:
    with Screen("decide") as screen:
        screen.wait_for(FIRST)
        screen.type("3")
        screen.wait_for("How should the bytes travel?")
        screen.type("b")
        text = screen.wait_for("A list is too long to return in one piece")
        assert f"{FIRST}  Files, often large ones, have to be uploaded or downloaded" in text
        assert "How should the bytes travel?  back" in text
        screen.type("q")
        assert screen.end() == 0
        assert "Stopped." in screen.text


@pytest.mark.parametrize("key", ["q", "\x1b", "\x04"])
def test_every_way_to_quit_ends_the_same(key: str) -> None:
    with Screen("decide") as screen:
        screen.wait_for(FIRST)
        screen.type(key)
        assert screen.end() == 0
        assert "Traceback" not in screen.raw


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_ctrl_c_at_any_question_is_130_and_leaves_the_terminal_as_it_was(steps: int) -> None:
    with Screen("decide") as screen:
        for question in [FIRST, "Who should learn of it?", "Who sends while the page is open?"][: steps + 1]:
            screen.wait_for(question)
            if question != [FIRST, "Who should learn of it?", "Who sends while the page is open?"][steps]:
                screen.type("1")
        screen.type("\x03")
        assert screen.end() == 130
        assert "Traceback" not in screen.raw
        assert screen.raw.rfind("\x1b[?25h") >= screen.raw.rfind("\x1b[?25l")


def test_the_list_says_how_to_leave_it() -> None:
    with Screen("decide") as screen:
        text = screen.wait_for("(arrows or number")
        assert "q quit" in text
        screen.type("q")
        assert screen.end() == 0


@pytest.mark.parametrize("key", ["\x03", "\x04", "q"])
def test_what_is_left_before_its_end_writes_no_record(tmp_path: Path, key: str) -> None:
    with Screen("decide", "--record", str(tmp_path / "record.md")) as screen:
        screen.press((FIRST, "1"), ("Who should learn of it?", key))
        assert screen.end() == (130 if key == "\x03" else 0)
    assert [*tmp_path.iterdir()] == []


TREE = """\
start: back
questions:
  - id: back
    ask: Does anything come back?
    path: Answers
    options:
      - {id: yes, label: Yes, example: on, to: on}
      - {id: no, label: No, example: off, to: off}
leaves:
  - {id: on, verdict: alpha, because: It comes back., costs: [yes], reconsider: [no]}
  - {id: off, verdict: beta, because: Nothing comes back., costs: [no], reconsider: [yes]}
"""


@pytest.mark.parametrize(("key", "verdict"), [("1", "Alpha"), ("2", "Beta"), ("\x1b[B\r", "Beta")])
def test_yes_and_no_are_words_and_lead_where_they_say(small_pack: SmallPack, key: str, verdict: str) -> None:
    small_pack.write("decide.yaml", TREE)
    with Screen("decide", "--pack", "small", env={"PATTERNS_PATH": str(small_pack.folder)}) as screen:
        text = screen.wait_for("2. No")
        assert "1. Yes" in text
        screen.type(key)
        screen.wait_for("Because")
        screen.type("q")
        assert screen.end() == 0
        assert f"\n{verdict}" in screen.text
        assert "True" not in screen.text
        assert "False" not in screen.text


@pytest.mark.parametrize("width", [30, 60])
def test_a_narrow_window_cuts_no_option(width: int) -> None:
    with Screen("decide", width=width, height=60) as screen:
        text = screen.wait_for("Description")
        shown = " ".join(text.split())
        for words in (
            "Something happens twice or only halfway, or two writers collide",
            "Too much arrives, or someone calls too often",
        ):
            assert words in shown
        assert not lines_wider_than(width, text)


def test_a_dumb_terminal_is_asked_by_numbers() -> None:
    with Screen("decide", env={"TERM": "dumb"}) as screen:
        screen.wait_for("Your choice (1 to 8, b back, q quit)")
        screen.type("4\n")
        screen.wait_for("What do you need to know about it?")
        screen.type("presence\n")
        assert screen.end() == 0
        assert "\x1b" not in screen.raw
        assert "Heartbeat / Presence Detection" in screen.text


def test_ctrl_d_at_a_numbered_question_quits() -> None:
    with Screen("decide", "--plain") as screen:
        screen.wait_for("Your choice")
        screen.type("\x04")
        assert screen.end() == 0


def test_without_a_terminal_on_both_ends_nothing_is_asked() -> None:
    for redirect in ("</dev/null", "<&-", "| cat"):
        shell = f'"$0" -m patterns_cli decide {redirect}; exit ${{PIPESTATUS[0]}}'
        ended = subprocess.run(["bash", "-c", shell, sys.executable], capture_output=True, timeout=20, check=False)
        assert ended.returncode == 2
        assert b"a terminal is needed" in ended.stderr
        assert b"Traceback" not in ended.stderr
