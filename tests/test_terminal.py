"""Colour, width, encodings, the pager: what the outside asks for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from patterns_cli.terminal import OutputOptions, Terminal
from tests.conftest import Patterns, Program, Stream, lines_wider_than

ESCAPE = "\x1b"


def terminal(env: dict[str, str], *, tty: bool = True, **options: object) -> Terminal:
    streams = {name: Stream(terminal=tty, encoding="utf-8") for name in ("stdin", "stdout", "stderr")}
    return Terminal(OutputOptions(**options), environment=env, **streams)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("env", "tty", "option", "colored"),
    [
        ({}, True, "auto", True),
        ({}, False, "auto", False),
        ({"TERM": "dumb"}, True, "auto", False),
        ({"NO_COLOR": "1"}, True, "auto", False),
        ({"NO_COLOR": ""}, True, "auto", True),
        ({"FORCE_COLOR": "1"}, False, "auto", True),
        ({"FORCE_COLOR": "0"}, False, "auto", False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, "auto", False),
        ({"NO_COLOR": "1"}, False, "always", True),
        ({"FORCE_COLOR": "1"}, True, "never", False),
    ],
)
def test_the_option_decides_on_color_then_no_color_then_force_color(
    env: dict[str, str], tty: bool, option: str, colored: bool
) -> None:
    assert terminal(env, tty=tty, color=option).has_color is colored


def test_json_is_never_colored(patterns: Patterns) -> None:
    assert ESCAPE not in patterns("show", "ws", "--json", "--color", "always", env={"FORCE_COLOR": "1"}).out


@pytest.mark.parametrize("columns", ["0", "-5", "abc", "1", "19", "", "²"])
def test_a_width_that_makes_no_sense_counts_as_eighty(columns: str) -> None:
    assert terminal({"COLUMNS": columns}).width == 80


def test_a_pipe_breaks_no_lines_unless_a_width_is_set() -> None:
    assert terminal({}, tty=False).width is None
    assert terminal({"COLUMNS": "50"}, tty=False).width == 50


def test_prose_stays_readable_in_a_very_wide_window(patterns: Patterns) -> None:
    out = patterns("show", "websocket", "--brief", terminal=True, width=300, env={"NO_COLOR": "1"}).out
    assert not lines_wider_than(100, out)


def test_an_ascii_terminal_gets_arrows_and_borders_in_ascii(patterns: Patterns) -> None:
    out = patterns("show", "sse", terminal=True, encoding="ascii", width=80).out
    assert "->" in out
    assert "+---" in out
    assert "?" not in out.partition("Applied in systems")[0]


def test_an_accessible_terminal_gets_labelled_lines(patterns: Patterns) -> None:
    out = patterns("system", "uber", terminal=True, width=80, env={"PATTERNS_ACCESSIBLE": "1"}).out
    assert "Use Case: Driver location updates" in out
    assert "│" not in out
    assert ESCAPE not in out


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize("reader", ["head -1", "true"])
@pytest.mark.parametrize("words", ["list neighbors --plain", "show sse", "show sse --json", "--version", "--help"])
def test_a_closed_pipe_is_no_error(catalog: object, words: str, reader: str) -> None:
    for _ in range(3):
        shell = f'set -o pipefail; "$0" -m patterns_cli {words} | {reader}'
        ended = subprocess.run(["bash", "-c", shell, sys.executable], capture_output=True, check=False)
        assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize("words", ["list", "show ws", "show ws --json", "--version", "--help", "export json"])
def test_a_full_disk_is_told_in_one_line(catalog: object, program: Program, words: str) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as out:
        ended = program(*words.split(), stdout=out, capture_output=False, stderr=-1)
    assert (ended.returncode, ended.stderr) == (1, b"error: No space left on device\n")


def test_an_error_is_told_even_where_its_object_has_no_room(catalog: object, program: Program) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")
    with full.open("wb") as out:
        ended = program("show", "nothing-like-it", "--json", stdout=out, capture_output=False, stderr=-1)
    assert ended.returncode == 1
    assert ended.stderr.startswith(b"error: no pattern is called `nothing-like-it`\n")


def test_a_pipe_gets_no_pager(patterns: Patterns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a pager was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    for name in ("PAGER", "PATTERNS_PAGER"):
        assert patterns("show", "websocket", env={name: sys.executable}).code == 0


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_process_in_another_locale(program: Program, encoding: str) -> None:
    ended = program("show", "sse", "--color", "always", env={"PYTHONIOENCODING": encoding})
    assert (ended.returncode, ended.stderr) == (0, b"")


def test_bytes_that_are_no_text_come_back_written_out(program: Program) -> None:
    ended = program(b"show".decode(), "caf\udce9")
    assert ended.returncode == 1
    assert b"`caf\\xe9`" in ended.stderr


def test_what_a_terminal_would_act_upon_is_written_out(patterns: Patterns) -> None:
    ended = patterns("show", "a\x1b[2Jb\x9b31m\u202e")
    assert "a\\x1b[2Jb\\x9b31m\\u202e" in ended.err
    assert ESCAPE not in ended.err
