"""Whoever runs it, and wherever: no home, no rights, another order of hashes, warnings as errors."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import CONTENT, Program

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights and users")

LOOK_UPS = (
    ("--help",),
    ("--version",),
    ("list",),
    ("show", "sse"),
    ("compare", "sse", "websocket"),
    ("ask", "the phone retries and we charge the card twice", "--no-input"),
    ("decide", "--tree"),
    ("learn", "sse", "--no-input", "--seed", "1"),
    ("quiz", "--export", "3"),
    ("progress",),
    ("validate", str(CONTENT / "realtime-api" / "pack.yaml")),
)
"""They write nothing that they need."""


@posix_only
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be somebody else")
@pytest.mark.parametrize(
    "env",
    [{}, {"HOME": "/nonexistent"}, {"HOME": "/", "XDG_DATA_HOME": "/proc/none"}],
    ids=["no home", "home is not there", "no rights"],
)
def test_a_user_that_the_system_does_not_know_can_look_up_all(shared_home: Path, env: dict[str, str]) -> None:
    # Python itself may lie where this user cannot read, so that all is loaded before.
    script = (
        "import os, sys, tempfile\n"
        "from patterns_cli.app import run\n"
        "calls = [['--help'], ['show', 'sse'], ['progress', 'reset', '--yes']]\n"
        "codes = [run(args) for args in calls]\n"
        "for name in ('PATTERNS_HOME', 'HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME'): os.environ.pop(name, None)\n"
        f"os.environ.update({env!r})\n"
        "os.setgid(12345); os.setuid(12345)\n"
        "print([int(run(args)) for args in calls], file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", timeout=120)
    assert "Traceback" not in ended.stderr
    assert "bug" not in ended.stderr
    codes = ended.stderr.splitlines()[-1]
    assert codes == "[0, 0, 0]", ended.stderr


@pytest.mark.parametrize(
    "args",
    [
        ("quiz", "--export", "5", "--seed", "7"),
        ("learn", "websocket", "--no-input", "--seed", "7"),
        ("ask", "tie", "--no-input", "--json"),
        ("search", "connection", "--json"),
        ("export", "gift", "--topic", "sse"),
        ("export", "json"),
        ("validate", "faulty", "clean"),
    ],
    ids=" ".join,
)
def test_the_order_of_hashes_decides_nothing(program: Program, furnished: Path, args: tuple[str, ...]) -> None:
    outs = {program(*args, env={"PYTHONHASHSEED": seed}).stdout for seed in ("0", "1", "2")}
    assert len(outs) == 1
    assert outs.pop()


@pytest.mark.parametrize("args", [*LOOK_UPS[3:-1], ("quiz", "--answers", "answers.jsonl")], ids=" ".join)
def test_nothing_that_is_used_is_about_to_go(furnished: Path, args: tuple[str, ...]) -> None:
    strict = [sys.executable, "-W", "error::DeprecationWarning", "-W", "error::ResourceWarning"]
    command = [*strict, "-m", "patterns_cli", *args]
    ended = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, b"")
